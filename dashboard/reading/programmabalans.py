"""What the balance of the programme is made of, for one reader: sums per wijk, open fasen, bands and judgements."""

from dataclasses import dataclass
from datetime import date

import numpy as np
import pandas as pd

from dashboard.reading.banden import ACTIEF, among, read_banden
from dashboard.reading.cache import Cache
from dashboard.reading.lezer import Lezer
from dashboard.reading.opened import database
from wijkkompas_core.analysis.balans import Per
from wijkkompas_core.analysis.band import fasestanden, oordelen
from wijkkompas_core.analysis.programmabalans import reeksen
from wijkkompas_core.domain.toegang import Recht, require
from wijkkompas_core.queries import programmabalans as queries
from wijkkompas_core.queries.programma import wijkversies
from wijkkompas_core.queries.programmabalans import Band
from wijkkompas_core.queries.wijken import Wijk

_sums = Cache(2048)
_then = Cache(512)


@dataclass(frozen=True)
class Programmastand:
    """All wijken that this user may see: their sums, their balance per fase, and what the bands say of open fasen.

    `fase` and `begin` are of the open fase that began last, per wijk (id); a wijk without an open fase is not in them.
    `oordelen` has a row per wijk and open fase: `wijk, fase, n, balans, laag, hoog, plaats, zin`.
    """

    wijken: tuple[Wijk, ...]
    sommen: pd.DataFrame
    standen: pd.DataFrame
    banden: dict[str, Band]
    fase: dict[int, str]
    begin: dict[int, date]
    oordelen: pd.DataFrame

    @property
    def namen(self) -> dict[int, str]:
        """Id of a wijk → its name, with its status where that is not actief."""
        return {w.id: w.naam if w.status == ACTIEF else f"{w.naam} ({w.status})" for w in self.wijken}


def read_stand(lezer: Lezer, wijken: tuple[Wijk, ...]) -> Programmastand:
    """Everything about these wijken."""
    for wijk in wijken:
        require(lezer.actor, Recht.WIJK_ZIEN, wijk.id)
    kompas, banden = lezer.methode.kompas, read_banden(lezer)
    ids = tuple(wijk.id for wijk in wijken)

    def make() -> Programmastand:
        sommen, spells = _read_now(lezer, ids) if lezer.peildatum is None else _read_then(lezer, ids)
        standen = fasestanden(sommen, kompas)
        running = standen.merge(spells[["wijk", "fase"]].drop_duplicates(), on=["wijk", "fase"])
        at_work = {wijk.id for wijk in wijken if wijk.status == ACTIEF}
        judged = oordelen(among(running, "wijk", at_work), {f: b.grenzen for f, b in banden.items()}, kompas)
        rows = list(zip(*(spells[name].tolist() for name in ("wijk", "fase", "begonnen_op")), strict=True))
        return Programmastand(
            wijken=wijken,
            sommen=sommen,
            standen=standen,
            banden=banden,
            fase={wijk: fase for wijk, fase, _ in rows},
            begin={wijk: day.date() for wijk, _, day in rows},
            oordelen=judged,
        )

    return lezer.cached(("programmastand", wijken), make)


def read_reeksen(lezer: Lezer, stand: Programmastand, van: date, tot: date, per: Per) -> pd.DataFrame:
    """The balance of these wijken per period."""
    kompas = lezer.methode.kompas
    return lezer.cached(
        ("programmareeksen", stand.wijken, van, tot, per),
        lambda: reeksen(stand.sommen, kompas, van=van, tot=tot, per=per),
    )


def _read_now(lezer: Lezer, wijken: tuple[int, ...]) -> tuple[pd.DataFrame, pd.DataFrame]:
    """The sums of all wijken and their open fasen."""
    sommen = _read_sums(lezer, wijken)
    with database().reading() as session:
        return sommen, queries.open_perioden(session, lezer.actor, wijken)


def _read_then(lezer: Lezer, wijken: tuple[int, ...]) -> tuple[pd.DataFrame, pd.DataFrame]:
    """The same as they were known on the peildatum, wijk by wijk."""
    kompas, actor, versions = lezer.methode.kompas, lezer.actor, lezer.wijkversies()

    def one(wijk: int) -> tuple[pd.DataFrame, pd.DataFrame]:
        with lezer.terugblik(wijk, keep=False).reading() as session:
            sommen = queries.maandsommen(session, actor, [wijk], kompas)
            return sommen, queries.open_perioden(session, actor, [wijk])

    day = lezer.peildatum
    parts = [_then.get((database().url, w, versions.get(w, 0), day), lambda w=w: one(w)) for w in wijken]
    return _together([sommen for sommen, _ in parts]), _together([spells for _, spells in parts])


def _together(parts: list[pd.DataFrame]) -> pd.DataFrame:
    """The rows of all parts; at least one."""
    filled = [part for part in parts if len(part)] or parts[:1]
    return pd.DataFrame({name: np.concatenate([part[name].to_numpy() for part in filled]) for name in filled[0]})


def _read_sums(lezer: Lezer, wijken: tuple[int, ...]) -> pd.DataFrame:
    """The sums of all wijken: those that changed since the last time are added up anew, in one query."""
    kompas, url = lezer.methode.kompas, database().url
    with database().reading() as session:
        versions = wijkversies(session)
        keys = {wijk: (url, wijk, versions.get(wijk, 0)) for wijk in wijken}
        old = {wijk for wijk in wijken if not _sums.holds(keys[wijk])}
        asked = queries.maandsommen(session, lezer.actor, old, kompas)
        place = asked["wijk"].to_numpy()

        def one(wijk: int) -> pd.DataFrame:
            if wijk in old:
                return asked.loc[place == wijk]
            return queries.maandsommen(session, lezer.actor, [wijk], kompas)

        parts = [_sums.get(keys[wijk], lambda w=wijk: one(w)) for wijk in wijken]
    return _together(parts) if parts else asked
