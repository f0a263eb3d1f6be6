"""Whether this server can do its work, for what sends visitors to it: `/gereed`.

The answer comes within three seconds, whatever the database does. One that is frozen holds the thread that asks it, so
everyone who asks meanwhile waits for the same answer.
"""

import asyncio
import logging
from collections.abc import Mapping
from concurrent.futures import Future, ThreadPoolExecutor

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response

from dashboard.reading import opened
from wijkkompas_core.queries.taken import Taak, Taakstand, backup_alarm, taken
from wijkkompas_core.settings import VERSIE
from wijkkompas_core.storage.gereedheid import problem_of

SECONDS = 3
MOST = 500

logger = logging.getLogger(__name__)
_asker = ThreadPoolExecutor(1, "gereed")
_asked: Future[tuple[str | None, str]] | None = None
_told: str | None = None
"""What was wrong the last time that somebody asked."""


async def ready(_request: Request) -> Response:
    """Readiness: 200 when people can read and save, else 503 with why not; the version; what is known of backups."""
    global _asked
    if _asked is None or _asked.done():
        _asked = _asker.submit(_problem)
    try:
        problem, known = await asyncio.wait_for(asyncio.shield(asyncio.wrap_future(_asked)), SECONDS)
    except TimeoutError:
        problem, known = f"De database antwoordt niet binnen {SECONDS} seconden.", ""
    _tell(problem)
    return PlainTextResponse(f"{problem or 'gereed'}\nversie: {VERSIE}{known}", 503 if problem else 200)


def _tell(problem: str | None) -> None:
    """Log what changed: a probe asks every few seconds, and says the same for as long as it lasts."""
    global _told
    if problem != _told:
        logger.warning("not ready: %s", problem) if problem else logger.warning("ready again")
    _told = problem


def _problem() -> tuple[str | None, str]:
    """What keeps people from working, and the lines about backups as far as they can be read."""
    try:
        if problem := problem_of(opened.database()):
            return problem, ""
        with opened.database().probing() as session:
            return None, _backups(taken(session))
    except Exception as error:
        if _told is None:
            logger.warning("the database does not answer: %s", " ".join(str(error).split())[:MOST])
        return "De database is niet bereikbaar.", ""


def _backups(found: Mapping[Taak, Taakstand]) -> str:
    """When the last backup and the last proof were made, and whether that is well; late backups stop nobody's work."""
    backup, proef = found.get(Taak.BACKUP), found.get(Taak.PROEF)
    late = backup_alarm(backup, opened.settings()) is not None
    return (
        f"\nback-up: {backup.gelukt_op.isoformat(timespec='seconds') if backup and backup.gelukt_op else 'nooit'}"
        f"\nback-up te oud: {'ja' if late else 'nee'}"
        f"\nproef: {proef.laatst_op.isoformat(timespec='seconds') if proef else 'nooit'}"
        f"\nproef gelukt: {'ja' if proef and proef.gelukt else 'nee'}"
    )
