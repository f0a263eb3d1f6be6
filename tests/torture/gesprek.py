"""A conversation with the server in Streamlit's own messages, by someone who writes them by hand."""

import asyncio
import json
import ssl
from collections.abc import Coroutine, Mapping
from dataclasses import dataclass, field
from functools import cache, cached_property
from threading import Thread
from types import TracebackType
from typing import Any, Self, TypeVar

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.Element_pb2 import Element
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.proto.WidgetStates_pb2 import WidgetState
from websockets.asyncio.client import ClientConnection, connect

RUN_SECONDS = 60
OWN = "own"
_ANYONE = ssl._create_unverified_context()
T = TypeVar("T")
TRIGGER, JSON = "trigger_value", "json"
# Which field of a message carries the value of a widget, by the kind of its element.
FIELDS = {
    "button": TRIGGER, "download_button": TRIGGER, "checkbox": "bool_value", "number_input": "double_value",
    "text_input": "string_value", "text_area": "string_value", "selectbox": "string_value", "radio": "string_value",
    "time_input": "string_value",
    "multiselect": "string_array_value", "button_group": "string_array_value", "date_input": "string_array_value",
    "file_uploader": "file_uploader_state_value", "dataframe": JSON, "plotly_chart": JSON,
    "bidi_component": "json_value",
}  # fmt: skip


@cache
def _loop() -> asyncio.AbstractEventLoop:
    """Where all conversations are held, in a thread of its own.

    One thread both reads and writes: OpenSSL may lose what is written while another thread reads a session ticket.
    """
    loop = asyncio.new_event_loop()
    Thread(target=loop.run_forever, name="gesprekken", daemon=True).start()
    return loop


def _wait_for(work: Coroutine[Any, Any, T]) -> T:
    return asyncio.run_coroutine_threadsafe(work, _loop()).result()


@dataclass(frozen=True)
class Widget:
    """Something on the screen that a message may press or fill in."""

    id: str
    soort: str
    naam: str

    def state(self, value: object) -> WidgetState:
        """The message part that gives it this value; a button is pressed, whatever the value."""
        state = WidgetState(id=self.id)
        name = FIELDS.get(self.soort, "string_value")
        match name:
            case "trigger_value":
                state.trigger_value = True
            case "bool_value":
                state.bool_value = bool(value)
            case "double_value":
                state.double_value = float(len(str(value)))
            case "string_array_value":
                state.string_array_value.data.append(str(value))
            case "json" | "json_value":
                points = [{"customdata": [value], "point_index": 0, "pointNumber": 0, "x": value, "label": value}]
                contents = {"selection": {"points": points, "rows": [0, 10**6], "columns": [value], "cells": []}}
                edits = {
                    "edited_rows": {"0": {"datum": value, "opbrengst": value}},
                    "added_rows": [],
                    "deleted_rows": [5],
                }
                setattr(state, "string_value" if name == JSON else name, json.dumps(contents | edits))
            case "file_uploader_state_value":
                state.file_uploader_state_value.SetInParent()
            case _:
                state.string_value = str(value)
        return state


@dataclass
class Antwoord:
    """All that the server sent for one run of a page."""

    berichten: list[ForwardMsg] = field(default_factory=list)

    @cached_property
    def text(self) -> str:
        """Everything in it, as far as it is text: what is on the screen, in charts, tables and files of a button."""
        return b"".join(one.SerializeToString() for one in self.berichten).decode(errors="replace")

    @cached_property
    def elementen(self) -> list[Element]:
        """The elements, in order."""
        return [
            one.delta.new_element
            for one in self.berichten
            if one.WhichOneof("type") == "delta" and one.delta.WhichOneof("type") == "new_element"
        ]

    @property
    def exceptions(self) -> list[str]:
        """The exceptions that were shown as such."""
        found = [one.exception for one in self.elementen if one.WhichOneof("type") == "exception"]
        return [f"{one.type}: {one.message}" for one in found]

    @property
    def widgets(self) -> list[Widget]:
        """What can be pressed or filled in."""
        parts = [(kind, getattr(one, kind)) for one in self.elementen if (kind := one.WhichOneof("type"))]
        return [Widget(part.id, kind, getattr(part, "label", "")) for kind, part in parts if getattr(part, "id", "")]


class Gesprek:
    """One open websocket, with the cookies of a browser. Use as `with Gesprek(url, cookie) as gesprek`."""

    def __init__(
        self, url: str, cookie: str = "", *, origin: str | None = OWN, eerder: str = "", vanaf: str | None = None,
        kopregels: Mapping[str, str] | None = None,
    ) -> None:  # fmt: skip
        """`url` is the address of the server without a slash at the end, `cookie` the header, `origin` the page that
        asks (by default one of the server's), `eerder` the id of a screen to go on with, `vanaf` our own address, and
        `kopregels` what else is sent along."""
        self.url = url
        headers = dict(kopregels or {}) | ({"Cookie": cookie} if cookie else {})
        self._options: dict[str, Any] = {
            "origin": url if origin == OWN else origin,
            "subprotocols": ["streamlit", "-", eerder] if eerder else ["streamlit"],
            "ssl": _ANYONE if url.startswith("https") else None,
            "additional_headers": headers,
            "max_size": None,
            "ping_interval": None,
        } | ({"local_addr": (vanaf, 0)} if vanaf else {})

    def __enter__(self) -> Self:
        address = self.url.replace("http", "ws", 1) + "/_stcore/stream"

        async def opened() -> ClientConnection:
            return await connect(address, **self._options)

        self._socket = _wait_for(opened())
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        _wait_for(self._socket.close())

    def send(self, message: bytes | str) -> None:
        """Send this, whatever it is."""
        _wait_for(self._socket.send(message))

    def receive(self, seconds: float = RUN_SECONDS) -> bytes:
        """The next message of the server."""
        return _wait_for(asyncio.wait_for(self._socket.recv(decode=False), seconds))

    def run(self, query: str, *states: WidgetState, page: str = "", hash: str = "") -> Antwoord:
        """Ask a run of a page, by the last part of its address or by the hash of its script, and wait for its end."""
        message = BackMsg()
        message.rerun_script.query_string = query
        message.rerun_script.page_name = page
        message.rerun_script.page_script_hash = hash
        message.rerun_script.widget_states.widgets.extend(states)
        message.rerun_script.context_info.url = f"{self.url}/{page}"
        self.send(message.SerializeToString())
        answer = Antwoord()
        while True:
            one = ForwardMsg.FromString(self.receive())
            answer.berichten.append(one)
            early = one.script_finished == ForwardMsg.FINISHED_EARLY_FOR_RERUN
            if one.WhichOneof("type") == "script_finished" and not early:
                return answer
