"""A session as a browser has it: Streamlit's own websocket and messages, without drawing anything."""

import asyncio
import time
from collections import deque
from dataclasses import dataclass, field
from urllib.parse import urlencode

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.proto.Selectbox_pb2 import Selectbox
from streamlit.proto.WidgetStates_pb2 import WidgetState
from websockets.asyncio.client import ClientConnection, connect

RERUN_SECONDS = 120
CACHED_RUNS = 2
"""For so many runs a browser keeps a large message, and tells the server that it has it."""


class PageFailed(RuntimeError):
    """The page showed an error; its speed means nothing."""


@dataclass
class Run:
    """One run of a page: milliseconds until it had finished, what it sent, and the widgets it showed."""

    milliseconds: float = 0.0
    bytes: int = 0
    elementen: int = 0
    soorten: set[str] = field(default_factory=set)
    keuzelijsten: dict[str, Selectbox] = field(default_factory=dict)


class Browser:
    """One open session. Use as `async with Browser(adres, cookie) as browser`."""

    def __init__(self, adres: str, cookie: str = "") -> None:
        self._adres = adres
        self._cookie = cookie
        self._socket: ClientConnection | None = None
        self._page_hash = ""
        self._query = ""
        self._states: dict[str, WidgetState] = {}
        self._cached: deque[set[str]] = deque(maxlen=CACHED_RUNS)
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
        )
        return self

    async def __aexit__(self, *_: object) -> None:
        if self._socket is not None:
            await self._socket.close()

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
        state.cached_message_hashes.extend(set().union(*self._cached))
        state.context_info.timezone = "Europe/Amsterdam"
        state.context_info.locale = "nl-NL"
        state.context_info.url = f"http://{self._adres}/{page}"
        state.context_info.color_scheme = "light"
        return await self._send(message)

    async def choose(self, keuzelijst: str, optie: str) -> Run:
        """Choose an option of a selectbox, by its label and the text of the option, and run the page."""
        box = self.last.keuzelijsten[keuzelijst]
        if optie not in box.options:
            raise PageFailed(f"{keuzelijst} has no {optie}")
        self._states[box.id] = WidgetState(id=box.id, string_value=optie)
        return await self.rerun()

    async def _send(self, message: BackMsg) -> Run:
        assert self._socket is not None
        run, large, failure = Run(), set[str](), ""
        start = time.perf_counter()
        async with asyncio.timeout(RERUN_SECONDS):
            await self._socket.send(message.SerializeToString())
            while True:
                data = await self._socket.recv(decode=False)
                run.bytes += len(data)
                answer = ForwardMsg.FromString(data)
                kind = answer.WhichOneof("type")
                if kind == "delta":
                    failure = self._note(answer, run) or failure
                    if answer.metadata.cacheable:
                        large.add(answer.hash)
                elif kind == "ref_hash":
                    run.elementen += 1
                    large.add(answer.ref_hash)
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

    @staticmethod
    def _note(answer: ForwardMsg, run: Run) -> str:
        """Remember what the page showed; the text of its error when it showed one."""
        run.elementen += 1
        if answer.delta.WhichOneof("type") != "new_element":
            return ""
        element = answer.delta.new_element
        kind = element.WhichOneof("type") or ""
        run.soorten.add(kind)
        if kind == "selectbox":
            run.keuzelijsten[element.selectbox.label] = element.selectbox
        return f"{element.exception.type}: {element.exception.message}" if kind == "exception" else ""
