"""What the balance of the programme is made of, for one reader: sums per wijk, open fasen, bands and judgements."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
import pandas as pd

from dashboard.reading.banden import ACTIEF, among, read_banden
from dashboard.reading.lezer import Lezer
from wijkkompas_core.analysis.balans import Per
from wijkkompas_core.analysis.band import fasestanden, oordelen
from wijkkompas_core.analysis.programmabalans import reeksen
from wijkkompas_core.domain.kompas import Kompas
from wijkkompas_core.queries import programmabalans as queries
from wijkkompas_core.queries.programmabalans import Band
from wijkkompas_core.queries.wijken import Wijk


@dataclass(frozen=True)
class Programmastand:
    """All wijken that this user may see: their sums, their balance per fase, and what the bands say of open fasen.

    `fase` and `begin` are of the open fase that began last, per wijk (id); a wijk without an open fase is not in them.
    `laatste` is the day of the last contactmoment per wijk.
    `oordelen` has a row per wijk and open fase: `wijk, fase, n, balans, laag, hoog, plaats, zin`.
    """

    wijken: tuple[Wijk, ...]
    sommen: pd.DataFrame
    standen: pd.DataFrame
    banden: dict[str, Band]
    fase: dict[int, str]
    begin: dict[int, date]
    laatste: dict[int, date]
    oordelen: pd.DataFrame

    @property
    def namen(self) -> dict[int, str]:
        """Id of a wijk → its name, with its status where that is not actief."""
        return {w.id: w.naam if w.status == ACTIEF else f"{w.naam} ({w.status})" for w in self.wijken}


def read_stand(lezer: Lezer, wijken: tuple[Wijk, ...]) -> Programmastand:
    """Everything about these wijken; at least one."""
    kompas, banden = lezer.methode.kompas, read_banden(lezer)
    found = lezer.ask_each(queries.balans_van, (wijk.id for wijk in wijken), kompas)
    return lezer.made(programmastand, found, tuple(wijken), tuple(banden.values()), kompas)


def programmastand(
    found: dict[int, tuple[pd.DataFrame, pd.DataFrame, date | None]],
    wijken: tuple[Wijk, ...],
    banden: tuple[Band, ...],
    kompas: Kompas,
) -> Programmastand:
    """What the sums and the open fasen of these wijken say beside these bands."""
    per_fase = {band.fase: band for band in banden}
    sommen, spells = (_together(parts) for parts in zip(*(part[:2] for part in found.values()), strict=True))
    standen = fasestanden(sommen, kompas)
    running = standen.merge(spells[["wijk", "fase"]].drop_duplicates(), on=["wijk", "fase"])
    at_work = {wijk.id for wijk in wijken if wijk.status == ACTIEF}
    rows = list(zip(*(spells[name].tolist() for name in ("wijk", "fase", "begonnen_op")), strict=True))
    return Programmastand(
        wijken=wijken,
        sommen=sommen,
        standen=standen,
        banden=per_fase,
        fase={wijk: fase for wijk, fase, _ in rows},
        begin={wijk: day.date() for wijk, _, day in rows},
        laatste={wijk: day for wijk, (_, _, day) in found.items() if day is not None},
        oordelen=oordelen(among(running, "wijk", at_work), {f: b.grenzen for f, b in per_fase.items()}, kompas),
    )


def read_laatsten(lezer: Lezer, stand: Programmastand, tot: date) -> tuple[tuple[int, date], ...]:
    """Of each wijk (id) the day of its last contactmoment up to and including `tot`; without one it is left out."""
    found: dict[int, date | None] = dict(stand.laatste)
    if any(day > tot for day in stand.laatste.values()):
        found = lezer.ask_each(queries.laatsten, (wijk.id for wijk in stand.wijken), tot)
    return tuple((wijk, day) for wijk, day in found.items() if day is not None)


def read_reeksen(lezer: Lezer, stand: Programmastand, van: date, tot: date, per: Per) -> pd.DataFrame:
    """The balance of these wijken per period."""
    return lezer.made(reeksen, stand.sommen, lezer.methode.kompas, van=van, tot=tot, per=per)


def _together(parts: Sequence[pd.DataFrame]) -> pd.DataFrame:
    """The rows of all parts; at least one."""
    filled = [part for part in parts if len(part)] or parts[:1]
    return pd.DataFrame({name: np.concatenate([part[name].to_numpy() for part in filled]) for name in filled[0]})
