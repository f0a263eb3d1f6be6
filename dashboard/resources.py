"""What all sessions share: the settings, the open database, the method, and cached reads.

Cached reads are keyed on the data version, so a change by anyone, in any server process, is seen at the next rerun.
The right of the actor is checked on every call, before the cache is looked at. What comes out of the cache is shared
between sessions: read it, never change it.
"""

from collections.abc import Callable, Hashable
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import TypeVar

import pandas as pd
from sqlalchemy.orm import Session

from dashboard.cache import Cache
from wijkkompas_core.analysis.balans import Per, balans, bevinding, per_aspect
from wijkkompas_core.analysis.betrouwbaarheid import Betrouwbaarheid, betrouwbaarheid
from wijkkompas_core.analysis.dekking import vakstatus
from wijkkompas_core.domain.selectie import Selectie
from wijkkompas_core.domain.tijd import today
from wijkkompas_core.domain.toegang import Actor, Recht, require
from wijkkompas_core.queries import belanghebbenden as belanghebbenden_queries
from wijkkompas_core.queries import contactmomenten as contactmomenten_queries
from wijkkompas_core.queries import wijken as wijken_queries
from wijkkompas_core.queries.belanghebbenden import Belanghebbende
from wijkkompas_core.queries.contactmomenten import Contactmoment
from wijkkompas_core.queries.methode import Methode
from wijkkompas_core.queries.methode import methode as read_methode
from wijkkompas_core.queries.wijken import Wijk
from wijkkompas_core.settings import Settings
from wijkkompas_core.storage.database import Database

T = TypeVar("T")
_answers = Cache(1024)
_databases = Cache(8)


@cache
def settings() -> Settings:
    """The settings of this installation."""
    return Settings.from_env()


def database() -> Database:
    """The open database."""
    url = settings().database_url
    return _databases.get(url, lambda: Database(url))


def methode(version: int | None = None) -> Methode:
    """The method at a data version, or as it is now."""
    version = database().data_version() if version is None else version

    def read() -> Methode:
        with database().reading() as session:
            return read_methode(session)

    return cached((version, "methode"), read)


@dataclass(frozen=True)
class KompasBeeld:
    """All that the kompas page shows of a wijk: for its statuses the whole wijk, for its lists the selection."""

    vakken: pd.DataFrame
    knooppuntstatussen: dict[str, tuple[str, str]]
    contactmomenten: list[Contactmoment]
    totaal: int
    betrokkenen: pd.DataFrame


@dataclass(frozen=True)
class BalansBeeld:
    """All that the balans page shows of a wijk."""

    balans: pd.DataFrame
    per_aspect: pd.DataFrame
    bevinding: str
    perioden: pd.DataFrame
    mijlpalen: pd.DataFrame
    betrouwbaarheid: Betrouwbaarheid


def cached(key: tuple[Hashable, ...], make: Callable[[], T]) -> T:
    """What `make` gives, made once; `key` begins with the data version and holds no more than anyone may see."""
    return _answers.get((database().url, *key), make)


class Lezer:
    """One rerun's reads for one actor, all at one data version."""

    def __init__(self, actor: Actor) -> None:
        self.actor = actor
        self.version = database().data_version() if actor.dataversie is None else actor.dataversie
        self.methode = methode(self.version)

    def cached(self, key: tuple[Hashable, ...], make: Callable[[], T]) -> T:
        """What `make` gives, made once per data version. The caller checks the right and puts the wijk in the key."""
        return cached((self.version, *key), make)

    def read(self, key: tuple[Hashable, ...], query: Callable[[Session], T]) -> T:
        """What `query` reads, once per data version. The caller checks the right and puts the wijk in the key."""

        def read() -> T:
            with database().reading() as session:
                return query(session)

        return self.cached(key, read)

    def wijken(self, recht: Recht = Recht.WIJK_ZIEN) -> tuple[Wijk, ...]:
        """The wijken where the actor holds `recht`."""
        key = ("wijken", recht, self.actor.wijken(recht))
        return self.read(key, lambda session: wijken_queries.wijken(session, self.actor, recht))

    def belanghebbenden(self, wijk: int) -> tuple[Belanghebbende, ...]:
        """The belanghebbenden of a wijk."""
        require(self.actor, Recht.WIJK_ZIEN, wijk)
        query = belanghebbenden_queries.belanghebbenden
        return self.read(("belanghebbenden", wijk), lambda session: query(session, self.actor, wijk))

    def open_fasen(self, wijk: int, peildatum: date | None = None) -> tuple[str, ...]:
        """Slugs of the fasen that were open in a wijk on a date, or are now."""
        require(self.actor, Recht.WIJK_ZIEN, wijk)

        def query(session: Session) -> tuple[str, ...]:
            perioden = wijken_queries.perioden(session, self.actor, wijk)
            spells = zip(*(perioden[c] for c in ("fase", "begonnen_op", "afgesloten_op")), strict=True)
            day = pd.Timestamp(peildatum or today())
            return tuple(fase for fase, begin, end in spells if begin <= day and (pd.isna(end) or end > day))

        return self.read(("open fasen", wijk, peildatum or today()), query)

    def contactmoment(self, key: int) -> Contactmoment:
        """One contactmoment; raises `NotFound` when it is not there for this actor."""
        with database().reading() as session:
            return contactmomenten_queries.contactmoment(session, self.actor, key)

    def kompas(
        self, wijk: int, selectie: Selectie, van: date | None, tot: date | None, peildatum: date, limit: int
    ) -> KompasBeeld:
        """What the kompas page shows."""
        require(self.actor, Recht.WIJK_ZIEN, wijk)
        kompas = self.methode.kompas

        def query(session: Session) -> KompasBeeld:
            contacten = contactmomenten_queries.per_vak(session, self.actor, wijk, van=van, tot=tot)
            perioden = wijken_queries.perioden(session, self.actor, wijk)
            nvt = wijken_queries.nvt_vakken(session, self.actor, wijk)
            within = {"van": van, "tot": tot}
            records, totaal = contactmomenten_queries.latest(
                session, self.actor, wijk, kompas, selectie, limit=limit, **within
            )
            return KompasBeeld(
                vakken=vakstatus(contacten, perioden, nvt, kompas, peildatum=peildatum),
                knooppuntstatussen=wijken_queries.knooppuntstatussen(session, self.actor, wijk),
                contactmomenten=records,
                totaal=totaal,
                betrokkenen=contactmomenten_queries.betrokkenen(session, self.actor, wijk, kompas, selectie, **within),
            )

        return self.read(("kompas", wijk, selectie, van, tot, peildatum, limit), query)

    def balans(self, wijk: int, van: date, tot: date, per: Per) -> BalansBeeld:
        """What the balans page shows."""
        require(self.actor, Recht.WIJK_ZIEN, wijk)
        kompas = self.methode.kompas

        def query(session: Session) -> BalansBeeld:
            aanrakingen = contactmomenten_queries.aanrakingen(session, self.actor, wijk, van=van, tot=tot)
            frame = balans(aanrakingen, kompas, van=van, tot=tot, per=per)
            entries = contactmomenten_queries.invoergegevens(session, self.actor, wijk, van=van, tot=tot)
            return BalansBeeld(
                balans=frame,
                per_aspect=per_aspect(aanrakingen, kompas, van=van, tot=tot, per=per),
                bevinding=bevinding(frame, kompas),
                perioden=wijken_queries.perioden(session, self.actor, wijk),
                mijlpalen=wijken_queries.mijlpalen(session, self.actor, wijk),
                betrouwbaarheid=betrouwbaarheid(entries),
            )

        return self.read(("balans", wijk, van, tot, per), query)
