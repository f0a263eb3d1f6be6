"""What every route of our own needs: whether a request comes from our own page, and its body as JSON."""

import json
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

from starlette.requests import Request

from dashboard.reading import opened
from wijkkompas_core.settings import Settings

LARGEST_BODY = 2_000
LOCAL = ("localhost", "127.0.0.1", "::1")


def hostname(host: str) -> str:
    """The name in a Host header, without its port; empty when it is none."""
    try:
        return (urlsplit(f"//{host}").hostname or "").rstrip(".")
    except ValueError:
        return ""


def is_our_origin(headers: Mapping[str, str], settings: Settings) -> bool:
    """Whether the page that asks is one of ours: the same scheme, host and port as it was asked at.

    The scheme is what the setting says of the cookie: behind a proxy the connection itself is always plain. At this
    machine itself http will do, as it does for browsers.
    """
    host, origin = headers.get("host", "").lower(), headers.get("origin", "").lower()
    schemes = {"https" if settings.cookie_secure else "http"} | ({"http"} if hostname(host) in LOCAL else set())
    return bool(host) and origin in {f"{scheme}://{host}" for scheme in schemes}


def from_our_page(request: Request) -> bool:
    """Whether a script of our own page asks this: other sites cannot send this header, nor fake the origin."""
    return is_our_origin(request.headers, opened.settings()) and request.headers.get("x-wijkkompas") == "1"


async def read_object(request: Request) -> dict[str, Any]:
    """The JSON object in the body; an empty one when the body is none, or too large."""
    body = b""
    async for chunk in request.stream():
        body += chunk
        if len(body) > LARGEST_BODY:
            return {}
    try:
        found = json.loads(body)
    except (ValueError, RecursionError):
        return {}
    return found if isinstance(found, dict) else {}
