"""One websocket between a browser and Streamlit, with what may go in and what may go out."""

import asyncio
from collections.abc import Awaitable, Callable
from hashlib import sha256
from pathlib import Path
from time import monotonic

import streamlit
from google.protobuf.message import DecodeError
from starlette.types import Message, Receive, Send
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.proto.NewSession_pb2 import EnvironmentInfo, NewSession

from dashboard.web.bestanden import Getoond, Shown
from dashboard.web.bezoeker import Bezoeker, Soort

SMALL_FRAME, LARGEST_FRAME = 16_000, 4_000_000
"""Bytes of a message: of who is not logged in (a form with a name and a password), and of an account (a long text in
every field of a form, or a table of rows that were typed)."""
ASK_AGAIN_SECONDS = 30.0
ANYBODY = frozenset({"rerun_script", "stop_script", "app_heartbeat"})
"""What a screen of ours sends. Of the rest of Streamlit's messages we use only files; the others are let fall."""
FILES = frozenset({"deferred_file", "dataframe_chunk"})
FRONT = sha256((Path(streamlit.__file__).parent / "static" / "index.html").read_bytes()).hexdigest()[:12]
"""Instead of Streamlit's version, by which a page that stays open over an upgrade knows that it must load itself again:
made of the page itself, which a browser has anyway."""
NO_MESSAGE, FORBIDDEN, TEXT, TOO_LARGE = 1002, 1008, 1003, 1009


class Verbinding:
    """Stands between the server and Streamlit for one websocket."""

    def __init__(
        self,
        receive: Receive,
        send: Send,
        bezoeker: Bezoeker,
        ask: Callable[[], Awaitable[Bezoeker]],
        wait: Callable[[Bezoeker], float | None],
        getoond: Getoond,
        opened: Callable[[str, Bezoeker], None],
    ) -> None:
        """`ask` answers who it is now, `wait` how long its next message waits (`None`: refused), `opened` hears the
        id that Streamlit gives the screen."""
        self._receive, self._send = receive, send
        self._ask, self._wait, self._getoond, self._opened = ask, wait, getoond, opened
        self.bezoeker, self._asked = bezoeker, monotonic()
        self._closed = False
        self._told = False
        self.shown: set[Shown] = set()

    async def receive(self) -> Message:
        """The next message that Streamlit may see."""
        while True:
            message = await self._receive()
            if message["type"] != "websocket.receive":
                return message
            refused = await self._problem(message.get("bytes"))
            if refused is None:
                return message
            if refused:
                return await self._close(refused)

    async def _problem(self, data: bytes | None) -> int | None:
        """Nothing when the message may go on, 0 when it is let fall, and else the code to close with."""
        if data is None:
            return TEXT
        if len(data) > SMALL_FRAME and (len(data) > LARGEST_FRAME or not await self._is(Soort.ACCOUNT)):
            return TOO_LARGE
        if self.bezoeker.soort is not Soort.NIEMAND and self._asked < monotonic() - ASK_AGAIN_SECONDS:
            await self._is(Soort.ACCOUNT)
        wait = self._wait(self.bezoeker)
        if wait is None:
            return FORBIDDEN
        if wait:
            await asyncio.sleep(wait)
        try:
            asked = BackMsg.FromString(data)
        except DecodeError:
            return NO_MESSAGE
        kind = asked.WhichOneof("type")
        if kind in ANYBODY:
            return None
        if kind == "file_urls_request":
            return None if await self._is(Soort.ACCOUNT) else FORBIDDEN
        if kind == "backend_operation_request" and asked.backend_operation_request.WhichOneof("payload") in FILES:
            return None if await self._is(Soort.ACCOUNT, Soort.LINK) else FORBIDDEN
        return 0

    async def _is(self, *kinds: Soort) -> bool:
        """Whether it is one of these at this moment: a session may have ended since the socket was opened."""
        self.bezoeker, self._asked = await self._ask(), monotonic()
        return self.bezoeker.soort in kinds

    async def _close(self, code: int) -> Message:
        if not self._closed:
            self._closed = True
            await self._send({"type": "websocket.close", "code": code})
        return {"type": "websocket.disconnect", "code": code}

    async def send(self, message: Message) -> None:
        """Pass a message to the browser on, without what only the server should know."""
        if self._closed:  # Streamlit may still be busy with what it heard before
            return
        if message["type"] == "websocket.close":
            self._closed = True
        elif data := message.get("bytes"):
            self._getoond.note(data, self.bezoeker, self.shown)
            if b"app.py" in data:
                message = {**message, "bytes": self._discreet(data)}
        await self._send(message)

    def _discreet(self, data: bytes) -> bytes:
        """The opening message of a run tells versions, the system and where the program lies: not to a browser."""
        opening = ForwardMsg.FromString(data)
        if opening.WhichOneof("type") != "new_session":
            return data
        session = opening.new_session
        if not self._told:
            self._told = True
            self._opened(session.initialize.session_id, self.bezoeker)
        session.MergeFrom(NewSession(main_script_path="app.py"))
        session.initialize.environment_info.CopyFrom(EnvironmentInfo(streamlit_version=FRONT))
        session.initialize.user_info.Clear()
        return opening.SerializeToString()
