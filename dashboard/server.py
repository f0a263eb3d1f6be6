"""The ASGI app: Streamlit, with our own routes for the session cookie and for health around it.

Start it from the root of the project: `python -m streamlit run dashboard/server.py`, or `uvicorn dashboard.server:app`.
The database must have been migrated before; `/gereed` tells whether it was.
"""

import base64
import gc
import hashlib
import logging
import os
import re
import sys
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from pathlib import Path

import pandas as pd
import plotly.graph_objects as go
import streamlit as st
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import Headers, MutableHeaders
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import FileResponse, JSONResponse, PlainTextResponse, Response
from starlette.routing import Route
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from streamlit import config

from dashboard.kit.actions import unexpected
from dashboard.kit.callbacks import finish_callbacks
from dashboard.reading import meten, opened, regels
from dashboard.reading.who import cookie_name, device_cookie_name
from dashboard.stylesheet import CSS
from dashboard.web import deelroutes, gereed, letters, logregels
from dashboard.web.portier import Portier
from dashboard.web.verzoeken import from_our_page, hostname, read_object
from wijkkompas_core.domain.toestel import toestel_in_woorden
from wijkkompas_core.errors import Forbidden, Unavailable, WijkkompasError
from wijkkompas_core.services.toegang import sessies
from wijkkompas_core.services.toegang.opruimen import KEEP_BROWSERS
from wijkkompas_core.settings import Settings
from wijkkompas_core.storage.logboek import security

HERE = Path(__file__).resolve().parent
INDEX = Path(st.__file__).parent / "static" / "index.html"
PROBES = ("/gezond", "/gereed")
LONGEST_TICKET = 100
FIRST = "opbouw.js"
"""The script that must have run before anything is drawn."""
SCRIPTS = ("breedte.js", "nederlands.js", "invoer.js", "links.js", "boom.js", "delen.js", "grafiek.js", "print.js")
OWN_SCRIPTS = ("deel.js",)
"""Scripts that only one page of our own asks for."""
CHARTS = sorted((INDEX.parent / "static" / "js").glob("PlotlyChart.*.js"))
"""What draws the charts. Streamlit asks for these megabytes at the first chart; nearly every page has one."""
HEAD = "".join(
    (
        '<link rel="stylesheet" href="/stijl.css">',
        f'<script src="/{FIRST}"></script>',
        *(f'<link rel="modulepreload" crossorigin href="./static/js/{path.name}">' for path in CHARTS),
        *(f'<script defer src="/{name}"></script>' for name in SCRIPTS),
    )
).encode()


def content_security_policy() -> str:
    """What a page may load: only from ourselves, and of inline scripts only the one in Streamlit's own page."""
    hashes = " ".join(
        "'sha256-" + base64.b64encode(hashlib.sha256(script.encode()).digest()).decode() + "'"
        for script in re.findall(r"<script>(.*?)</script>", INDEX.read_text(encoding="utf-8"), flags=re.DOTALL)
    )
    return (
        f"default-src 'self'; script-src 'self' blob: {hashes}; style-src 'self' 'unsafe-inline'; "
        "img-src 'self' data: blob:; font-src 'self' data:; connect-src 'self'; worker-src 'self' blob:; "
        "frame-ancestors 'none'; base-uri 'none'; form-action 'self'; object-src 'none'"
    )


def security_headers(settings: Settings) -> dict[str, str]:
    """The headers that every answer gets."""
    headers = {
        "Content-Security-Policy": content_security_policy(),
        "X-Content-Type-Options": "nosniff",
        "X-Frame-Options": "DENY",
        "Referrer-Policy": "same-origin",
        "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=()",
        "Cross-Origin-Opener-Policy": "same-origin",
        "Cross-Origin-Resource-Policy": "same-origin",
    }
    if settings.cookie_secure:
        headers["Strict-Transport-Security"] = "max-age=31536000; includeSubDomains"
    return headers


class Protection:
    """Around everything: refuse foreign hosts, add headers, make the page Dutch."""

    def __init__(self, app: ASGIApp, settings: Settings) -> None:
        self.app = app
        self.headers = security_headers(settings)
        self.shared_headers = deelroutes.framing_headers(self.headers, settings)
        self.hosts = {host.strip().lower() for host in settings.toegestane_hosts.split(",") if host.strip()}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handle one request or websocket."""
        if scope["type"] not in ("http", "websocket"):
            await self.app(scope, receive, send)
            return
        headers, path = Headers(scope=scope), scope["path"].rstrip("/")
        # A probe asks by address, whatever that is today; it learns nothing but whether we live.
        if path not in PROBES and hostname(headers.get("host", "")) not in self.hosts:
            await self._refuse(scope, receive, send, "Deze hostnaam hoort niet bij Wijkkompas.", 400)
        elif scope["type"] == "websocket":
            await self.app(scope, receive, send)
        elif "text/html" in headers.get("accept", "") or "." not in path.rpartition("/")[2]:
            own = self.shared_headers if path in deelroutes.SHARED_PATHS else self.headers
            await self.app(_whole_and_plain(scope), receive, _DutchPage(own, send))
        else:
            await self.app(scope, receive, _with_headers(self.headers, send))

    async def _refuse(self, scope: Scope, receive: Receive, send: Send, text: str, status: int) -> None:
        if scope["type"] == "websocket":
            await send({"type": "websocket.close", "code": 1008})
            return
        await PlainTextResponse(text, status)(scope, receive, _with_headers(self.headers, send))


def _whole_and_plain(scope: Scope) -> Scope:
    """The request without what leads to a compressed, partial or absent body, which cannot be rewritten."""
    unwanted = (b"accept-encoding", b"if-none-match", b"if-modified-since", b"range")
    return {**scope, "headers": [(name, value) for name, value in scope["headers"] if name not in unwanted]}


def _with_headers(extra: dict[str, str], send: Send) -> Send:
    async def send_with_headers(message: Message) -> None:
        if message["type"] == "http.response.start":
            MutableHeaders(scope=message).update(extra)
        await send(message)

    return send_with_headers


class _DutchPage:
    """Passes an answer on; an HTML page gets our language and title, and the script for Dutch words."""

    def __init__(self, extra: dict[str, str], send: Send) -> None:
        self.send = _with_headers(extra, send)
        self.start: Message | None = None
        self.body = b""

    async def __call__(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            if Headers(raw=message["headers"]).get("content-type", "").startswith("text/html"):
                self.start = message
                return
        elif message["type"] == "http.response.body" and self.start is not None:
            self.body += message.get("body", b"")
            if message.get("more_body"):
                return
            body = self.body.replace(b'<html lang="en">', b'<html lang="nl">')
            body = body.replace(b"<title>Streamlit</title>", b"<title>Wijkkompas</title>")
            body = body.replace(b"</head>", HEAD + b"</head>")
            headers = MutableHeaders(scope=self.start)
            headers["content-length"] = str(len(body))
            del headers["etag"], headers["last-modified"]
            await self.send(self.start)
            await self.send({"type": "http.response.body", "body": body})
            return
        await self.send(message)


async def session_start(request: Request) -> Response:
    """Trade the ticket of a login for the session cookie."""
    if not from_our_page(request):
        return JSONResponse({"fout": "Dit verzoek komt niet van Wijkkompas zelf."}, 403)
    ticket = await _ticket(request)
    if ticket is None:
        return JSONResponse({"fout": "In dit verzoek staat geen ticket."}, 400)
    settings = opened.settings()
    try:
        cookies = await run_in_threadpool(
            sessies.start,
            opened.database(),
            ticket,
            settings,
            toestel=request.cookies.get(device_cookie_name(settings), "")[:LONGEST_TICKET],
            woorden=toestel_in_woorden(request.headers.get("user-agent", "")),
        )
    except Forbidden as error:
        return JSONResponse({"fout": str(error)}, 403)
    except WijkkompasError as error:
        return JSONResponse({"fout": str(error)}, 503)
    response = Response(status_code=204)
    for name, value, seconds in (
        (cookie_name(settings), cookies.sessie, settings.sessie_maximaal_uren * 3600),
        (device_cookie_name(settings), cookies.toestel, int(KEEP_BROWSERS.total_seconds())),
    ):
        response.set_cookie(
            name, value, max_age=seconds, path="/", secure=settings.cookie_secure, httponly=True, samesite="lax"
        )
    return response


async def session_end(request: Request) -> Response:
    """End the session of this browser, then drop its cookie."""
    if not from_our_page(request):
        return JSONResponse({"fout": "Dit verzoek komt niet van Wijkkompas zelf."}, 403)
    settings = opened.settings()
    cookie = request.cookies.get(cookie_name(settings))
    try:
        if cookie:
            await run_in_threadpool(sessies.end_cookie, opened.database(), cookie)
    except WijkkompasError as error:
        return JSONResponse({"fout": str(error)}, 503)
    response = Response(status_code=204)
    response.delete_cookie(
        cookie_name(settings), path="/", secure=settings.cookie_secure, httponly=True, samesite="lax"
    )
    return response


async def _ticket(request: Request) -> str | None:
    ticket = (await read_object(request)).get("ticket")
    right = isinstance(ticket, str) and ticket.isascii() and 0 < len(ticket) <= LONGEST_TICKET
    return ticket if right else None


async def healthy(_request: Request) -> Response:
    """Liveness: this process answers."""
    return PlainTextResponse("gezond")


def favicon(_request: Request) -> Response:
    """Our own icon, where Streamlit's page looks for one before the app has set it."""
    icon = HERE / "assets" / "logo-icoon.svg"
    return FileResponse(icon, media_type="image/svg+xml") if icon.exists() else Response(status_code=204)


def style(_request: Request) -> Response:
    """The style sheet: linked once from the page, so that no rerun has to send it."""
    return Response(CSS, media_type="text/css", headers={"Cache-Control": "no-cache"})


def script(request: Request) -> Response:
    """One of our scripts in the browser; what each is for stands at its top."""
    return FileResponse(
        HERE / "assets" / request.url.path.lstrip("/"),
        media_type="text/javascript",
        headers={"Cache-Control": "no-cache"},
    )


def show_error(error: Exception) -> bool:
    """What the user sees when a page, a callback or a fragment fails: a sentence, never a traceback."""
    if isinstance(error, WijkkompasError):
        meten.failed("database" if isinstance(error, Unavailable) else "geweigerd")
        st.error(str(error), icon=":material/error:")
        if isinstance(error, Unavailable):  # reloading the page would lose what was typed; running it again does not
            st.button("Probeer opnieuw", type="primary", key="wk-opnieuw")
    else:
        try:
            raise error
        except Exception:
            st.error(unexpected(), icon=":material/error:")
    return True


def warm_up() -> None:
    """Do once what the first visitor would otherwise wait for, and keep all of it out of every later collection.

    Without the freeze each full collection walks some hundred thousand objects that never go away.
    """
    go.Figure(go.Sunburst(ids=["a"], labels=["a"], parents=[""])).to_json()
    pd.DataFrame({"a": [1.0]}).groupby("a").sum()
    gc.collect()
    gc.freeze()


Endpoint = Callable[[Request], Awaitable[Response]]


def only_post(endpoint: Endpoint) -> Endpoint:
    """Answer any other method with 405; Streamlit would answer those with its page."""

    async def answer(request: Request) -> Response:
        if request.method == "POST":
            return await endpoint(request)
        return JSONResponse({"fout": "Dit adres is alleen voor Wijkkompas zelf."}, 405, headers={"Allow": "POST"})

    return answer


def tell_log() -> None:
    """Write what concerns access to the output, and the other lines of the logboek to the error output if asked."""
    if Settings.from_env().logregels:
        logregels.use()
    tell = [(security, sys.stdout)]
    tell += [(logging.getLogger("wijkkompas.logboek"), sys.stderr)] if Settings.from_env().logregels else []
    for lines, stream in tell:
        lines.setLevel(logging.INFO)
        if not lines.handlers:
            lines.addHandler(logging.StreamHandler(stream))


def use_key() -> None:
    """Give Streamlit the key with which it signs, the same in every process; stop when there must be one and is not."""
    try:
        key = Settings.from_env().key_for("streamlit")
    except WijkkompasError as error:
        raise SystemExit(str(error)) from None
    if key:
        os.environ["STREAMLIT_SERVER_COOKIE_SECRET"] = key
        config.set_option("server.cookieSecret", key)


@asynccontextmanager
async def running(app: object) -> AsyncIterator[None]:
    """What goes on beside the answers while the server runs."""
    with meten.served(opened.settings()):
        async with regels.kept_ready(app):
            yield


METHODS = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"]
ROUTES = [
    Route("/sessie/start", only_post(session_start), methods=METHODS),
    Route("/sessie/einde", only_post(session_end), methods=METHODS),
    Route("/gezond", healthy),
    Route("/gereed", gereed.ready),
    Route("/favicon.png", favicon),
    Route("/stijl.css", style),
    *(Route(f"/{name}", script) for name in (FIRST, *SCRIPTS, *OWN_SCRIPTS)),
    *deelroutes.ROUTES,
    *letters.ROUTES,
]


def around(settings: Settings) -> list[Middleware]:
    """What stands around Streamlit and our own routes, from the outside in."""
    return [Middleware(Protection, settings=settings), Middleware(Portier, settings=settings)]


use_key()
tell_log()
finish_callbacks()
app = st.App(
    HERE / "app.py",
    lifespan=running,
    routes=ROUTES,
    middleware=around(Settings.from_env()),
    on_script_error=show_error,
)
warm_up()
