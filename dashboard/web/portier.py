"""The doorkeeper: stands before Streamlit, and knows three kinds of visitors.

Nobody (the public page, logging in, opening a share link) sends small messages, uploads nothing, fetches no files and
does not go on faster than people can. Who has a share link looks. Who has an account works. Streamlit itself knows
none of them: to it every socket is a user. See ADR 0038.
"""

import asyncio
import re
from collections import OrderedDict
from collections.abc import Hashable
from http.cookies import CookieError
from math import inf
from typing import Any

from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import cookie_parser
from starlette.responses import PlainTextResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from streamlit import config

from dashboard.reading.adres import client_address
from dashboard.web.bestanden import MEGABYTE, Getoond, Uploads
from dashboard.web.bezoeker import Bezoeker, Bezoekers, Soort, nobody
from dashboard.web.grenzen import Plaatsen, Tempo
from dashboard.web.verbinding import Verbinding
from dashboard.web.verzoeken import is_our_origin
from wijkkompas_core.errors import Unavailable
from wijkkompas_core.services.toegang.pogingen import network
from wijkkompas_core.settings import Settings

STREAM, UPLOAD, MEDIA = (
    "/_stcore/stream",
    re.compile(r"/_stcore/upload_file/([0-9a-f-]{1,50})/[0-9a-f-]{1,50}"),
    "/media/",
)
OPEN = frozenset({STREAM, "/_stcore/health", "/_stcore/host-config"})
"""What the page in the browser asks of Streamlit's own addresses; the others are closed."""
CLOSED = re.compile(r"/(_stcore|component|app/static|auth|oauth2callback)(/|$)")
EXTRA_OF_A_FORM = MEGABYTE
"""The parts around a file in an upload."""
LINK_FACTOR = 5
"""Behind one address many may look at the same share link, as in a council chamber."""
MESSAGES_PER_SECOND, MESSAGES_AT_ONCE = 4.0, 80.0
REQUESTS_AT_ONCE_SECONDS = 20.0
LONGEST_WAIT_SECONDS = 10.0
MOST_SCREENS_KNOWN = 20_000
BUSY = "Vanaf jouw netwerk komen nu te veel verzoeken. Wacht een minuut en probeer het dan opnieuw."
FOREIGN = "Dit verzoek komt niet van Wijkkompas zelf."
NO_FILE = "Dit bestand is er niet meer. Ga terug naar de pagina en maak het opnieuw."
LOG_IN = "Log in om een bestand te sturen."
ACCOUNT_FULL = (
    "Je hebt al te veel bestanden openstaan. Haal er een weg, of sluit een ander venster, en probeer het opnieuw."
)
SERVER_FULL = "Er worden nu te veel bestanden tegelijk gestuurd. Probeer het over een paar minuten opnieuw."


class Portier:
    """Stands before Streamlit: who comes from elsewhere, asks too much or has no right to a file goes no further."""

    def __init__(self, app: ASGIApp, settings: Settings) -> None:
        self.app, self.settings = app, settings
        self.bezoekers, self.getoond, self.uploads = Bezoekers(), Getoond(), Uploads()
        speed = float(settings.bezoek_verzoeken)
        self.requests = Tempo(speed, speed * REQUESTS_AT_ONCE_SECONDS, LONGEST_WAIT_SECONDS)
        self.messages = Tempo(MESSAGES_PER_SECOND, MESSAGES_AT_ONCE, 6 * LONGEST_WAIT_SECONDS)
        self.screens = Plaatsen(settings.bezoek_schermen)
        self._whose: OrderedDict[str, Bezoeker] = OrderedDict()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handle one request or websocket."""
        if scope["type"] not in ("http", "websocket"):
            await self.app(scope, receive, send)
            return
        headers = Headers(scope=scope)
        is_socket = scope["type"] == "websocket"
        if (is_socket or "origin" in headers) and not is_our_origin(headers, self.settings):
            await _refuse(scope, receive, send, FOREIGN, 403)
        elif is_socket and scope["path"] != STREAM:
            await _refuse(scope, receive, send, "Niet gevonden.", 404)
        elif is_socket:
            await self._socket(scope, receive, send)
        elif UPLOAD.fullmatch(scope["path"]):
            await self._upload(scope, receive, send)
        elif scope["path"] not in OPEN and CLOSED.match(scope["path"]):
            await _refuse(scope, receive, send, "Niet gevonden.", 404)
        elif scope["path"].startswith(MEDIA):
            await self._media(scope, receive, send)
        else:
            bezoeker = await self._gently(scope, receive, send)
            if bezoeker is None:
                return
            if headers.get("sec-fetch-dest") == "document" and not self.screens.room(*self._place(scope, bezoeker)):
                # Its screen would be refused, and a browser does not tell a page why: it would stay empty.
                await _refuse(scope, receive, send, BUSY, 429)
                return
            await self.app(scope, receive, send)

    def _place(self, scope: Scope, bezoeker: Bezoeker) -> tuple[Hashable, float]:
        """As who a screen counts, and how many of those there may be."""
        most = {Soort.ACCOUNT: inf, Soort.LINK: self.screens.most * LINK_FACTOR}
        return (self._address(scope), bezoeker.soort), most.get(bezoeker.soort, self.screens.most)

    async def _gently(self, scope: Scope, receive: Receive, send: Send) -> Bezoeker | None:
        """Who it is, after the wait of whoever goes too fast; refused and `None` when the queue is too long."""
        cookies = _cookies(scope)
        last = self.bezoekers.last(cookies, self.settings)
        if last.soort is not Soort.ACCOUNT:
            wait = self.requests.ask(self._address(scope), 1 / LINK_FACTOR if last.soort is Soort.LINK else 1.0)
            if wait is None:
                await _refuse(scope, receive, send, BUSY, 429)
                return None
            if wait:
                await asyncio.sleep(wait)
        return self.bezoekers.known(cookies, self.settings) or await self.bezoekers.ask_or_last(cookies, self.settings)

    async def _at_this_moment(self, scope: Scope, receive: Receive, send: Send) -> Bezoeker | None:
        """Who it is now, for what gives something away; refused and `None` when that cannot be told."""
        if await self._gently(scope, receive, send) is None:
            return None
        try:
            return await self.bezoekers.ask(_cookies(scope), self.settings)
        except Unavailable as error:
            await _refuse(scope, receive, send, str(error), 503)
            return None

    async def _media(self, scope: Scope, receive: Receive, send: Send) -> None:
        """A file is for who has it on an open screen, with a session that is alive, and is kept by nobody."""
        bezoeker = await self._at_this_moment(scope, receive, send)
        if bezoeker is None:
            return
        # Recovery codes were shown to the browser before it had a session, and may be fetched as it gets one.
        name, here = scope["path"].removeprefix(MEDIA), nobody(_cookies(scope))
        if not (self.getoond.may_fetch(name, bezoeker) or self.getoond.may_fetch(name, here)):
            await _refuse(scope, receive, send, NO_FILE, 404)
            return

        async def not_kept(message: Message) -> None:
            if message["type"] == "http.response.start":
                MutableHeaders(scope=message)["Cache-Control"] = "no-store"
            await send(message)

        await self.app(scope, receive, not_kept)

    async def _upload(self, scope: Scope, receive: Receive, send: Send) -> None:
        """A file comes in only from an account, on a screen of its own, and not more than there is room for."""
        bezoeker = await self._at_this_moment(scope, receive, send)
        if bezoeker is None:
            return
        found = UPLOAD.fullmatch(scope["path"])
        assert found is not None
        if bezoeker.soort is not Soort.ACCOUNT or not self.uploads.is_of(found[1], bezoeker):
            await _refuse(scope, receive, send, LOG_IN, 401)
            return
        if scope["method"] != "PUT":
            await self.app(scope, receive, send)
            return
        length = Headers(scope=scope).get("content-length", "")
        size = int(length) if length.isdecimal() and len(length) < 12 else None
        if size is None:
            await _refuse(scope, receive, send, "Zeg erbij hoe groot het bestand is.", 411)
        elif size > config.get_option("server.maxUploadSize") * 1024 * 1024 + EXTRA_OF_A_FORM:
            await _refuse(scope, receive, send, "Dit bestand is te groot.", 413)
        elif (held := self.uploads.held()).total() + size > self.settings.upload_megabytes * MEGABYTE:
            await _refuse(scope, receive, send, SERVER_FULL, 507)
        elif held[bezoeker.wie] + size > self.settings.upload_per_account_megabytes * MEGABYTE:
            await _refuse(scope, receive, send, ACCOUNT_FULL, 409)
        else:
            self.uploads.comes(bezoeker.wie, size)
            try:
                await self.app(scope, receive, send)
            finally:
                self.uploads.came(bezoeker.wie, size)

    async def _socket(self, scope: Scope, receive: Receive, send: Send) -> None:
        cookies, address = _cookies(scope), self._address(scope)
        if await self._gently(scope, receive, send) is None:
            return
        bezoeker = await self.bezoekers.ask_or_last(cookies, self.settings)
        place, most = self._place(scope, bezoeker)
        if not self.screens.take(place, most):
            await _refuse(scope, receive, send, BUSY, 429)
            return

        async def ask() -> Bezoeker:
            return await self.bezoekers.ask_or_last(cookies, self.settings)

        def pace(who: Bezoeker) -> float | None:
            if who.soort is Soort.ACCOUNT:
                return 0.0
            return self.messages.ask(address, 1 / LINK_FACTOR if who.soort is Soort.LINK else 1.0)

        verbinding = Verbinding(receive, send, bezoeker, ask, pace, self.getoond, self._opened)
        try:
            await self.app(self._own_screen(scope, bezoeker), verbinding.receive, verbinding.send)
        finally:
            self.screens.leave(place)
            self.getoond.closed(verbinding.shown)

    def _opened(self, session_id: str, bezoeker: Bezoeker) -> None:
        self._whose[session_id] = bezoeker
        self._whose.move_to_end(session_id)
        self.uploads.opened(session_id, bezoeker)
        while len(self._whose) > MOST_SCREENS_KNOWN:
            self._whose.popitem(last=False)

    def _own_screen(self, scope: Scope, bezoeker: Bezoeker) -> Scope:
        """A socket may go on with an earlier screen, by its id, third in this header; not with that of another."""
        name = b"sec-websocket-protocol"
        headers: list[tuple[bytes, bytes]] = []
        for key, value in scope["headers"]:
            parts = value.split(b",")
            earlier = parts[2].strip().decode("latin-1") if len(parts) > 2 else ""
            if key == name and earlier and not bezoeker.is_same_as(self._whose.get(earlier)):
                value = b",".join(parts[:2])
            headers.append((key, value))
        return {**scope, "headers": headers}

    def _address(self, scope: Scope) -> str:
        client: Any = scope.get("client")
        connection = str(client[0]) if client else ""
        told = client_address(self.settings, Headers(scope=scope), connection)
        return network(told) or network(connection)


def _cookies(scope: Scope) -> dict[str, str]:
    try:
        return cookie_parser("; ".join(Headers(scope=scope).getlist("cookie")))
    except CookieError:
        return {}


async def _refuse(scope: Scope, receive: Receive, send: Send, text: str, status: int) -> None:
    headers = {"Cache-Control": "no-store"} | ({"Retry-After": "60"} if status == 429 else {})
    if scope["type"] == "websocket":
        await send({"type": "websocket.close", "code": 1008})
        return
    response: Response = PlainTextResponse(text, status, headers)
    await response(scope, receive, send)
