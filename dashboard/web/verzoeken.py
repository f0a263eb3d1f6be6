"""What every route of our own needs: whether a request comes from our own page, and its body as JSON."""

import json
from typing import Any
from urllib.parse import urlsplit

from starlette.requests import Request

LARGEST_BODY = 2_000


def from_our_page(request: Request) -> bool:
    """Whether a script of our own page asks this: other sites cannot send this header, nor fake the origin."""
    try:
        origin = urlsplit(request.headers.get("origin", "")).netloc
    except ValueError:
        return False
    return origin == request.headers.get("host") and request.headers.get("x-wijkkompas") == "1"


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
