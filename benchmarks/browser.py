"""A session as a browser has it: Streamlit's own websocket and messages, without drawing anything."""

import asyncio
import re
import time
from collections import Counter, deque
from dataclasses import dataclass, field
from urllib.parse import parse_qsl, urlencode

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ButtonGroup_pb2 import ButtonGroup
from streamlit.proto.Element_pb2 import Element
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.proto.Selectbox_pb2 import Selectbox
from streamlit.proto.WidgetStates_pb2 import WidgetState
from websockets.asyncio.client import ClientConnection, connect

RERUN_SECONDS = 120
# The name of the page: its title, or the label above the finding that is its title.
TITEL = re.compile(r'<(?:h1 class="wk-titel"|p class="wk-balk-naam")>(.*?)</')
CACHED_RUNS = 2
"""For so many runs a browser keeps a large message, and tells the server that it has it."""


class PageFailed(RuntimeError):
    """The page showed an error, or another page than was asked for; its speed means nothing."""


@dataclass
class Run:
    """One run of a page: milliseconds until it had finished, what it sent, and the widgets it showed."""

    milliseconds: float = 0.0
    bytes: int = 0
    elementen: int = 0
    soorten: Counter[str] = field(default_factory=Counter)
    titel: str = ""
    keuzelijsten: dict[str, Selectbox | ButtonGroup] = field(default_factory=dict)


class Browser:
    """One open session. Use as `async with Browser(adres, cookie) as browser`."""

    def __init__(self, adres: str, cookie: str = "") -> None:
        self._adres = adres
        self._cookie = cookie
        self._socket: ClientConnection | None = None
        self._page_hash = ""
        self._query = ""
        self._states: dict[str, WidgetState] = {}
        self._cached: deque[dict[str, Element]] = deque(maxlen=CACHED_RUNS)
        self.last = Run()

    async def __aenter__(self) -> "Browser":
        headers = {"Cookie": self._cookie} if self._cookie else {}
        self._socket = await connect(
            f"ws://{self._adres}/_stcore/stream",
            origin=f"http://{self._adres}",  # type: ignore[arg-type]
            subprotocols=["streamlit"],  # type: ignore[list-item]
            additional_headers=headers,
            compression=None,
            max_size=None,
            ping_interval=None,  # a server that is too busy to answer a ping is slow, not gone
        )
        return self

    async def __aexit__(self, *_: object) -> None:
        if self._socket is not None:
            await self._socket.close()

    @property
    def query(self) -> dict[str, str]:
        """What stands in the address now."""
        return dict(parse_qsl(self._query))

    async def open(self, page: str = "", **query: str) -> Run:
        """Go to a page by the last part of its address, as a reader who types or follows a link."""
        self._states.clear()
        self._page_hash = ""
        return await self.rerun(page=page, **query)

    async def rerun(self, page: str = "", **query: str) -> Run:
        """Run the page again, with another query when one is given."""
        if query:
            self._query = urlencode(query)
        message = BackMsg()
        state = message.rerun_script
        state.query_string = self._query
        state.page_script_hash = self._page_hash
        state.page_name = page
        state.widget_states.widgets.extend(self._states.values())
        state.cached_message_hashes.extend({key for kept in self._cached for key in kept})
        state.context_info.timezone = "Europe/Amsterdam"
        state.context_info.locale = "nl-NL"
        state.context_info.url = f"http://{self._adres}/{page}"
        state.context_info.color_scheme = "light"
        return await self._send(message)

    async def choose(self, keuze: str, optie: str) -> Run:
        """Choose an option of a selectbox or of a row of buttons, by its label and the option's text; run the page."""
        widget = self.last.keuzelijsten[keuze]
        if isinstance(widget, Selectbox):
            options = list(widget.options)
            state = WidgetState(id=widget.id, string_value=optie)
        else:
            options = [option.content for option in widget.options]
            state = WidgetState(id=widget.id)
            state.string_array_value.data.append(optie)
        if optie not in options:
            raise PageFailed(f"{keuze} has no {optie}, but {options}")
        self._states[widget.id] = state
        return await self.rerun()

    async def _send(self, message: BackMsg) -> Run:
        assert self._socket is not None
        run, large, failure = Run(), dict[str, Element](), ""
        start = time.perf_counter()
        async with asyncio.timeout(RERUN_SECONDS):
            await self._socket.send(message.SerializeToString())
            while True:
                data = await self._socket.recv(decode=False)
                run.bytes += len(data)
                answer = ForwardMsg.FromString(data)
                kind = answer.WhichOneof("type")
                if kind == "delta":
                    run.elementen += 1
                    if answer.delta.WhichOneof("type") == "new_element":
                        element = answer.delta.new_element
                        failure = _note(element, run) or failure
                        if answer.metadata.cacheable:
                            large[answer.hash] = element
                elif kind == "ref_hash":
                    run.elementen += 1
                    element = next(kept[answer.ref_hash] for kept in self._cached if answer.ref_hash in kept)
                    large[answer.ref_hash] = element
                    failure = _note(element, run) or failure
                elif kind == "navigation":
                    self._page_hash = answer.navigation.page_script_hash
                elif kind == "page_not_found":
                    failure = "the page does not exist"
                elif kind == "page_info_changed":
                    self._query = answer.page_info_changed.query_string
                elif kind == "script_finished":
                    if answer.script_finished == ForwardMsg.FINISHED_EARLY_FOR_RERUN:
                        continue
                    if answer.script_finished == ForwardMsg.FINISHED_WITH_COMPILE_ERROR:
                        failure = "the page cannot be compiled"
                    break
        run.milliseconds = (time.perf_counter() - start) * 1000
        if failure:
            raise PageFailed(failure)
        self._cached.append(large)
        self.last = run
        return run


def _note(element: Element, run: Run) -> str:
    """Remember what an element shows; answers the text of its error when it is one."""
    kind = element.WhichOneof("type") or ""
    run.soorten[kind] += 1
    if kind == "selectbox":
        run.keuzelijsten[element.selectbox.label] = element.selectbox
    elif kind == "button_group":
        run.keuzelijsten[element.button_group.label] = element.button_group
    elif kind == "html" and (found := TITEL.search(element.html.body)):
        run.titel = found[1]
    elif kind == "alert":
        return element.alert.body or "an alert without a text"
    elif kind == "exception":
        return f"{element.exception.type}: {element.exception.message}"
    return ""
