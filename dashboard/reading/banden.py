"""The bands of the fasen, and what they say of the open fasen of a wijk."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

import pandas as pd
from sqlalchemy.orm import Session

from dashboard.reading.lezer import Lezer
from wijkkompas_core.analysis.band import Bandoordeel, Plaats, fasestanden, oordeel
from wijkkompas_core.domain.kompas import Kompas
from wijkkompas_core.domain.toegang import Actor
from wijkkompas_core.queries import programmabalans as queries
from wijkkompas_core.queries.programmabalans import Band
from wijkkompas_core.queries.vraag import vraag
from wijkkompas_core.queries.wijken import Wijk

ACTIEF = "actief"


@dataclass(frozen=True)
class Wijkband:
    """The band of one open fase of a wijk, since when that fase is open, and what it says."""

    fase: str
    begin: date
    band: Band
    oordeel: Bandoordeel
    n: int


def among(frame: pd.DataFrame, column: str, values: Iterable[object]) -> pd.DataFrame:
    """The rows that have one of these values in a column."""
    wanted = set(values)
    return frame.loc[[value in wanted for value in frame[column].tolist()]]


def read_banden(lezer: Lezer) -> dict[str, Band]:
    """The bands, by fase."""
    return lezer.ask_all(queries.banden)


def read_wijkbanden(lezer: Lezer, wijk: Wijk) -> tuple[Wijkband, ...]:
    """What the bands say of the open fasen of one wijk, the oldest first; a fase without band is not in it."""
    banden = tuple(read_banden(lezer).values())
    return lezer.ask(wijkbanden, wijk.id, lezer.methode.kompas, banden) if wijk.status == ACTIEF else ()


@vraag(wijk_alleen=True)
def wijkbanden(
    session: Session, actor: Actor, wijk: int, kompas: Kompas, given: tuple[Band, ...]
) -> tuple[Wijkband, ...]:
    """What these bands say of the open fasen of a wijk."""
    banden = {band.fase: band for band in given}
    spells = queries.open_perioden(session, actor, [wijk])
    found: list[Wijkband] = []
    with_band = [
        (fase, day)
        for fase, day in zip(spells["fase"].tolist(), spells["begonnen_op"].tolist(), strict=True)
        if fase in banden
    ]
    if not with_band:
        return ()
    standen = fasestanden(queries.maandsommen(session, actor, [wijk], kompas), kompas)
    values = {
        fase: rest
        for fase, *rest in zip(*(standen[c].tolist() for c in ("fase", "balans", "laag", "hoog", "n")), strict=True)
    }
    none = [float("nan")] * 3 + [0]
    for fase, day in with_band:
        balans, low, high, n = values.get(fase, none)
        said = oordeel(balans, low, high, n, banden[fase].grenzen, kompas)
        if said.plaats is not Plaats.GEEN_BAND:
            found.append(Wijkband(fase, day.date(), banden[fase], said, n))
    return tuple(found)
