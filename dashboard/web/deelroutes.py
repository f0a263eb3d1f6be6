"""The way in for people with a share link: a small page of our own, outside Streamlit.

The token stands behind the # of the address. Browsers never send that part, so it comes in no access log, no proxy and
no Referer. Our script posts it once; the answer is a cookie that scripts cannot read, bound to that one link, and the
browser goes on to the page /gedeeld. See ADR 0019.
"""

import asyncio
from time import monotonic
from typing import Any

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, Response
from starlette.routing import Route

from dashboard.reading import opened
from dashboard.reading.who import link_cookie
from dashboard.web.verzoeken import from_our_page, read_object
from wijkkompas_core.errors import NotFound, WijkkompasError
from wijkkompas_core.queries.deellinks import SESSION_LIFE
from wijkkompas_core.services.deellinks import BROKEN, Geopend, open_deellink
from wijkkompas_core.settings import Settings

WAY_IN, OPEN, PAGE = "/deel", "/deel/open", "/gedeeld"
SHARED_PATHS = (WAY_IN, PAGE)
"""The documents that a page of another site may hold, when a setting allows that site."""
LONGEST_TOKEN, LONGEST_PASSWORD = 100, 200
REFUSAL_SECONDS = 0.25
"""A refusal comes after this time, whatever was looked at: how long it took tells nothing."""

_HTML = """<!doctype html>
<html lang="nl"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex"><meta name="color-scheme" content="light dark">
<title>Gedeeld beeld · Wijkkompas</title>
<link rel="icon" href="/favicon.png"><script defer src="/deel.js"></script></head>
<body class="wk-deel"><main><h1 class="wk-titel">Een beeld uit Wijkkompas</h1>
<p id="melding" role="status">Het beeld wordt geopend …</p>
<noscript><p>Zet JavaScript aan om dit beeld te zien.</p></noscript>
<form id="vraag" hidden><label for="wachtwoord">Wachtwoord</label>
<input id="wachtwoord" name="wachtwoord" type="password" autocomplete="off" maxlength="200" required>
<p id="fout" class="wk-fout" role="alert" hidden></p><button type="submit">Beeld openen</button></form>
</main></body></html>"""


def framing_headers(headers: dict[str, str], settings: Settings) -> dict[str, str]:
    """The headers of a shared document: with the sites of the setting as the only ones that may hold it."""
    changed = headers | {"Referrer-Policy": "no-referrer", "X-Robots-Tag": "noindex"}
    if settings.insluiten:
        sites = " ".join(settings.insluiten)
        policy = changed["Content-Security-Policy"].replace("frame-ancestors 'none'", f"frame-ancestors {sites}")
        changed["Content-Security-Policy"] = policy
        del changed["X-Frame-Options"]  # knows no list of sites, and the policy goes before it
    return changed


async def way_in(_request: Request) -> Response:
    """The page that trades the token for a cookie."""
    return HTMLResponse(_HTML, headers={"Cache-Control": "no-store"})


async def open_link(request: Request) -> Response:
    """Trade a token, and a password where the link asks one, for the cookie of that link."""
    begun = monotonic()
    if not from_our_page(request):
        return JSONResponse({"fout": "Dit verzoek komt niet van Wijkkompas zelf."}, 403)
    found = await read_object(request)
    token, typed, settings = _text(found, "token", LONGEST_TOKEN), found.get("wachtwoord"), opened.settings()
    password = _text(found, "wachtwoord", LONGEST_PASSWORD) if typed is not None else None
    try:
        answer = await run_in_threadpool(open_deellink, opened.database(), token, password, settings)
    except NotFound:
        await asyncio.sleep(max(0.0, begun + REFUSAL_SECONDS - monotonic()))
        return JSONResponse({"fout": BROKEN}, 404)
    except WijkkompasError as error:
        return JSONResponse({"fout": str(error)}, 503)
    if not isinstance(answer, Geopend):
        return JSONResponse({"wachtwoord": True, "fout": answer.fout})
    response = JSONResponse({"adres": f"{PAGE}?kenmerk={answer.kenmerk}"})
    _set_cookie(response, answer, settings, held=found.get("ingebed") is True)
    return response


def _set_cookie(response: Response, answer: Geopend, settings: Settings, *, held: bool) -> None:
    """Inside a page of another site a cookie must say so, and only comes over HTTPS; it is then that page's own."""
    across = held and settings.cookie_secure and bool(settings.insluiten)
    response.set_cookie(
        link_cookie(answer.kenmerk, settings), answer.cookie, max_age=int(SESSION_LIFE.total_seconds()), path="/",
        secure=settings.cookie_secure, httponly=True, samesite="none" if across else "lax",
    )  # fmt: skip
    if across:  # the standard library knows this word from Python 3.14 on
        response.headers["set-cookie"] += "; Partitioned"


def _text(found: dict[str, Any], name: str, longest: int) -> str:
    value = found.get(name)
    if not isinstance(value, str) or len(value) > longest or any("\ud800" <= c <= "\udfff" for c in value):
        return ""
    return value


ROUTES = [Route(WAY_IN, way_in), Route(OPEN, open_link, methods=["POST"])]
