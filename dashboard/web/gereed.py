"""Whether this server can do its work, for what sends visitors to it: `/gereed`.

The answer comes within three seconds, whatever the database does. One that is frozen holds the thread that asks it, so
everyone who asks meanwhile waits for the same answer.
"""

import asyncio
import logging
from concurrent.futures import Future, ThreadPoolExecutor

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response

from dashboard.reading import opened
from wijkkompas_core.storage.gereedheid import problem_of

SECONDS = 3

logger = logging.getLogger(__name__)
_asker = ThreadPoolExecutor(1, "gereed")
_asked: Future[str | None] | None = None


async def ready(_request: Request) -> Response:
    """Readiness: 200 when people can read and save, else 503 with why not."""
    global _asked
    if _asked is None or _asked.done():
        _asked = _asker.submit(_problem)
    try:
        problem = await asyncio.wait_for(asyncio.shield(asyncio.wrap_future(_asked)), SECONDS)
    except TimeoutError:
        problem = f"De database antwoordt niet binnen {SECONDS} seconden."
    return PlainTextResponse(problem or "gereed", 503 if problem else 200)


def _problem() -> str | None:
    try:
        return problem_of(opened.database())
    except Exception:
        logger.exception("not ready")
        return "De database is niet bereikbaar."
