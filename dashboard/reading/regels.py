"""The lines of the programme, kept per wijk: only what changed since the last time is made again.

What was counted for them is kept in the database as well, so that a server that starts begins with it (ADR 0028).
"""

import logging
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from datetime import date, datetime, time, timedelta
from threading import Event, Thread

from dashboard.reading import opened
from dashboard.reading.cache import Cache
from dashboard.reading.opened import database
from wijkkompas_core.analysis import STANDAARD
from wijkkompas_core.domain.tijd import AMSTERDAM, now, today
from wijkkompas_core.domain.toegang import Actie, Actor, system_actor
from wijkkompas_core.queries.methode import Methode
from wijkkompas_core.queries.programma import Wijkregel, wijkregels, wijkversies
from wijkkompas_core.queries.voorraad import Voorraad, read_voorraad
from wijkkompas_core.queries.wijken import Wijk
from wijkkompas_core.queries.wijken import wijken as read_wijken
from wijkkompas_core.services.tellingen import save_tellingen
from wijkkompas_core.storage.terugblik import Terugblik

TOGETHER = 40
"""So many lines are made at once: enough to share their queries, few enough to tell how far it is."""
EVERY = timedelta(hours=1)
"""So often, and at the beginning of each day, the server makes what lines are missing and keeps what it counted."""
SYSTEM = system_actor("regels")
logger = logging.getLogger(__name__)
_lines = Cache(2048)
_stores = Cache(8)


def lines(
    actor: Actor,
    wijken: Sequence[Wijk],
    versions: dict[int, int],
    methode: Methode,
    peildatum: date,
    tell: Callable[[int, int], None] = lambda made, of: None,
    then: Callable[[int], Terugblik] | None = None,
) -> tuple[Wijkregel, ...]:
    """The lines of these wijken at these data versions (0 when a wijk has none); `tell` hears how many were made.

    `then` answers a wijk as it was known on the peildatum; without it the lines are of what is known now.

    The lines are the same for everyone. Making one checks the right; the caller checks it for those that are kept.
    """
    url, store = database().url, _store()
    keys = [(url, wijk, versions.get(wijk.id, 0), peildatum, then is None) for wijk in wijken]
    missing, made = sum(not _lines.holds(key) for key in keys), 0
    found: list[Wijkregel] = []
    for begin in range(0, len(keys), TOGETHER):
        part = wijken[begin : begin + TOGETHER]

        def make(places: list[int], part: Sequence[Wijk] = part) -> Sequence[Wijkregel]:
            nonlocal made
            made += len(places)
            if then is not None:
                return [_line_then(then(part[place].id), actor, part[place], methode, peildatum) for place in places]
            with database().reading() as session:
                return wijkregels(
                    session, actor, [part[place] for place in places], methode, peildatum, STANDAARD, store
                )

        before = made
        found += _lines.get_many(keys[begin : begin + TOGETHER], make)
        if made > before:
            tell(made, missing)
    return tuple(found)


@asynccontextmanager
async def kept_ready(_app: object) -> AsyncIterator[None]:
    """While the server runs: make the lines at its start and as days begin, so that nobody waits."""
    stop = Event()
    Thread(target=_keep_ready, args=(stop,), name="regels", daemon=True).start()
    try:
        yield
    finally:
        stop.set()


def _keep_ready(stop: Event) -> None:
    while not stop.is_set():
        try:
            make_all(stop)
            keep_counts()
        except Exception:  # whoever opens the page makes them then
            logger.exception("the lines of the programme could not be made beforehand")
        tomorrow = datetime.combine(today() + timedelta(days=1), time(0, 0, 5), AMSTERDAM)
        stop.wait(min(tomorrow - now(), EVERY).total_seconds())


def make_all(stop: Event) -> None:
    """Make every line of today that is not there yet; gives up when told to stop."""
    with database().reading() as session:
        wijken, versions = read_wijken(session, SYSTEM), wijkversies(session)
    methode, day = opened.methode(), today()
    for begin in range(0, len(wijken), TOGETHER):
        if stop.is_set():
            return
        lines(SYSTEM, wijken[begin : begin + TOGETHER], versions, methode, day)


def keep_counts() -> None:
    """Keep in the database what was counted since the last time."""
    store = _store()
    packed = store.unsaved()
    if packed:
        with database().writing(SYSTEM, Actie.TELLING_BEWAREN) as session:
            save_tellingen(session, packed)
        store.saved(packed)


def _store() -> Voorraad:
    """The counts of this database; those that an earlier server kept are there from the beginning."""

    def read() -> Voorraad:
        with database().reading() as session:
            return read_voorraad(session)

    return _stores.get(database().url, read)


def _line_then(then: Terugblik, actor: Actor, wijk: Wijk, methode: Methode, peildatum: date) -> Wijkregel:
    with then.reading() as session:
        return wijkregels(session, actor, [wijk], methode, peildatum, STANDAARD)[0]
