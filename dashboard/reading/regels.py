"""The lines of the programme, kept per wijk: only what changed since the last time is made again.

What was counted for them is kept in the database as well, so that a server that starts begins with it (ADR 0028).
"""

import logging
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from datetime import date, datetime, time, timedelta
from threading import Event, Thread

from sqlalchemy.orm import Session

from dashboard.reading.bewaken import tell_changes
from dashboard.reading.cache import Cache
from dashboard.reading.lezer import TOGETHER, Lezer
from dashboard.reading.opened import database
from wijkkompas_core.analysis import STANDAARD
from wijkkompas_core.domain.tijd import AMSTERDAM, now, today
from wijkkompas_core.domain.toegang import Actie, Actor, system_actor
from wijkkompas_core.queries.methode import Methode
from wijkkompas_core.queries.programma import Wijkregel, wijkregels
from wijkkompas_core.queries.taken import Taak
from wijkkompas_core.queries.voorraad import Voorraad, read_voorraad
from wijkkompas_core.queries.vraag import vraag
from wijkkompas_core.queries.wijken import Wijk
from wijkkompas_core.queries.wijken import wijken as read_wijken
from wijkkompas_core.services.taken import note
from wijkkompas_core.services.tellingen import save_tellingen

EVERY = timedelta(hours=1)
"""So often, and at the beginning of each day, the server makes what lines are missing and keeps what it counted."""
SYSTEM = system_actor("regels")
logger = logging.getLogger(__name__)
_stores = Cache(8)


@vraag(wijk_alleen=True)
def regels_van(
    session: Session, actor: Actor, wijken: tuple[int, ...], methode: Methode, peildatum: date, terug: bool
) -> dict[int, Wijkregel]:
    """Id of each of these wijken → its line; `terug`: on how it was known then, of which no counts are kept."""
    assert actor.wijken() == set(wijken)
    store = None if terug else _store()
    found = wijkregels(session, actor, read_wijken(session, actor), methode, peildatum, STANDAARD, store)
    return {regel.wijk.id: regel for regel in found}


def read_regels(lezer: Lezer, peildatum: date) -> tuple[Wijkregel, ...]:
    """The lines of all wijken that this user may see, by name. Only what changed since the last time is made again."""
    return tuple(_regels(lezer, [wijk.id for wijk in lezer.wijken()], peildatum).values())


def read_regel(lezer: Lezer, wijk: Wijk, peildatum: date) -> Wijkregel:
    """The line of one wijk."""
    return _regels(lezer, [wijk.id], peildatum)[wijk.id]


def _regels(lezer: Lezer, wijken: Sequence[int], peildatum: date) -> dict[int, Wijkregel]:
    return lezer.ask_each(regels_van, wijken, lezer.methode, peildatum, lezer.peildatum is not None)


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
        begun = now()
        try:
            make_all(stop)
            keep_counts()
            note(database(), Taak.REGELS, "De regels van het programma staan klaar.", begun=begun)
            tell_changes()
        except Exception:  # whoever opens the page makes them then
            logger.exception("the lines of the programme could not be made beforehand")
        tomorrow = datetime.combine(today() + timedelta(days=1), time(0, 0, 5), AMSTERDAM)
        stop.wait(min(tomorrow - now(), EVERY).total_seconds())


def make_all(stop: Event) -> None:
    """Make every line of today that is not there yet; gives up when told to stop."""
    lezer = Lezer(SYSTEM)
    wijken = [wijk.id for wijk in lezer.wijken()]
    for begin in range(0, len(wijken), TOGETHER):
        if stop.is_set():
            return
        _regels(lezer, wijken[begin : begin + TOGETHER], lezer.today)


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
