"""What all sessions share: the settings, the open database, the method, and cached reads.

Cached reads are keyed on the data version, so a change by anyone, in any server process, is seen at the next rerun.
The right of the actor is checked on every call, before the cache is looked at. What comes out of the cache is shared
between sessions: read it, never change it.
"""

from dataclasses import dataclass
from datetime import date

import pandas as pd
import streamlit as st

from wijkkompas_core.analysis.balans import Per, balans, bevinding, per_aspect
from wijkkompas_core.analysis.betrouwbaarheid import Betrouwbaarheid, betrouwbaarheid
from wijkkompas_core.analysis.dekking import vakstatus
from wijkkompas_core.domain.selectie import Selectie
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

BIG, SMALL = 512, 64
"""How many answers a cache keeps: per wijk and view, or per installation."""


@st.cache_resource(show_spinner=False)
def settings() -> Settings:
    """The settings of this installation."""
    return Settings.from_env()


@st.cache_resource(show_spinner=False)
def _open(url: str) -> Database:
    return Database(url)


def database() -> Database:
    """The open database."""
    return _open(settings().database_url)


@st.cache_resource(show_spinner=False, max_entries=SMALL)
def _methode(url: str, version: int) -> Methode:
    with _open(url).reading() as session:
        return read_methode(session)


def methode() -> Methode:
    """The method as it is now."""
    return _methode(settings().database_url, database().data_version())


@dataclass(frozen=True)
class KompasBeeld:
    """All that the kompas page shows of a wijk: for its statuses the whole wijk, for its lists the selection."""

    vakken: pd.DataFrame
    perioden: pd.DataFrame
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


class Lezer:
    """One rerun's reads for one actor, all at one data version."""

    def __init__(self, actor: Actor) -> None:
        self.actor = actor
        self.version = database().data_version()
        self._url = settings().database_url
        self.methode = _methode(self._url, self.version)

    def wijken(self, recht: Recht = Recht.WIJK_ZIEN) -> tuple[Wijk, ...]:
        """The wijken where the actor holds `recht`."""
        return _wijken(self._url, self.version, self.actor.toekenningen, recht, self.actor)

    def belanghebbenden(self, wijk: int) -> tuple[Belanghebbende, ...]:
        """The belanghebbenden of a wijk."""
        require(self.actor, Recht.WIJK_ZIEN, wijk)
        return _belanghebbenden(self._url, self.version, wijk, self.actor)

    def open_fasen(self, wijk: int) -> tuple[str, ...]:
        """Slugs of the fasen that are open in a wijk."""
        perioden = self.perioden(wijk)
        return tuple(perioden.loc[perioden["afgesloten_op"].isna(), "fase"])

    def perioden(self, wijk: int) -> pd.DataFrame:
        """The spells of a wijk in its fasen."""
        require(self.actor, Recht.WIJK_ZIEN, wijk)
        return _perioden(self._url, self.version, wijk, self.actor)

    def contactmoment(self, key: int) -> Contactmoment:
        """One contactmoment; raises `NotFound` when it is not there for this actor."""
        with database().reading() as session:
            return contactmomenten_queries.contactmoment(session, self.actor, key)

    def kompas(
        self, wijk: int, selectie: Selectie, van: date | None, tot: date | None, peildatum: date, limit: int
    ) -> KompasBeeld:
        """What the kompas page shows."""
        require(self.actor, Recht.WIJK_ZIEN, wijk)
        return _kompas(self._url, self.version, wijk, selectie, van, tot, peildatum, limit, self.actor, self.methode)

    def balans(self, wijk: int, van: date, tot: date, per: Per) -> BalansBeeld:
        """What the balans page shows."""
        require(self.actor, Recht.WIJK_ZIEN, wijk)
        return _balans(self._url, self.version, wijk, van, tot, per, self.actor, self.methode)


@st.cache_resource(show_spinner=False, max_entries=BIG)
def _wijken(url: str, version: int, toekenningen: tuple, recht: Recht, _actor: Actor) -> tuple[Wijk, ...]:
    with _open(url).reading() as session:
        return wijken_queries.wijken(session, _actor, recht)


@st.cache_resource(show_spinner=False, max_entries=BIG)
def _belanghebbenden(url: str, version: int, wijk: int, _actor: Actor) -> tuple[Belanghebbende, ...]:
    with _open(url).reading() as session:
        return belanghebbenden_queries.belanghebbenden(session, _actor, wijk)


@st.cache_resource(show_spinner=False, max_entries=BIG)
def _perioden(url: str, version: int, wijk: int, _actor: Actor) -> pd.DataFrame:
    with _open(url).reading() as session:
        return wijken_queries.perioden(session, _actor, wijk)


@st.cache_resource(show_spinner=False, max_entries=BIG)
def _kompas(
    url: str,
    version: int,
    wijk: int,
    selectie: Selectie,
    van: date | None,
    tot: date | None,
    peildatum: date,
    limit: int,
    _actor: Actor,
    _methode: Methode,
) -> KompasBeeld:
    kompas = _methode.kompas
    with _open(url).reading() as session:
        contacten = contactmomenten_queries.per_vak(session, _actor, wijk, van=van, tot=tot)
        perioden = wijken_queries.perioden(session, _actor, wijk)
        nvt = wijken_queries.nvt_vakken(session, _actor, wijk)
        records, totaal = contactmomenten_queries.latest(
            session, _actor, wijk, kompas, selectie, van=van, tot=tot, limit=limit
        )
        return KompasBeeld(
            vakken=vakstatus(contacten, perioden, nvt, kompas, peildatum=peildatum),
            perioden=perioden,
            knooppuntstatussen=wijken_queries.knooppuntstatussen(session, _actor, wijk),
            contactmomenten=records,
            totaal=totaal,
            betrokkenen=contactmomenten_queries.betrokkenen(session, _actor, wijk, kompas, selectie, van=van, tot=tot),
        )


@st.cache_resource(show_spinner=False, max_entries=BIG)
def _balans(
    url: str, version: int, wijk: int, van: date, tot: date, per: Per, _actor: Actor, _methode: Methode
) -> BalansBeeld:
    kompas = _methode.kompas
    with _open(url).reading() as session:
        aanrakingen = contactmomenten_queries.aanrakingen(session, _actor, wijk, van=van, tot=tot)
        frame = balans(aanrakingen, kompas, van=van, tot=tot, per=per)
        return BalansBeeld(
            balans=frame,
            per_aspect=per_aspect(aanrakingen, kompas, van=van, tot=tot, per=per),
            bevinding=bevinding(frame, kompas),
            perioden=wijken_queries.perioden(session, _actor, wijk),
            mijlpalen=wijken_queries.mijlpalen(session, _actor, wijk),
            betrouwbaarheid=betrouwbaarheid(
                contactmomenten_queries.invoergegevens(session, _actor, wijk, van=van, tot=tot)
            ),
        )
