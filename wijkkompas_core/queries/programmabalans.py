"""Reads for the balance of all wijken together. The database adds up; no single contactmoment comes along."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

import pandas as pd
from sqlalchemy import case, distinct, extract, func, select
from sqlalchemy.orm import Session

from wijkkompas_core.domain.kompas import Kompas
from wijkkompas_core.domain.toegang import Actor, Recht, require
from wijkkompas_core.storage.logboek import DONE
from wijkkompas_core.storage.tables import (
    BandRow,
    ContactmomentAspectRow,
    ContactmomentRow,
    GebruikerRow,
    LogboekRow,
    WijkfaseRow,
)

ONBEKEND = "onbekend"


@dataclass(frozen=True, slots=True)
class Band:
    """The band of a fase (slug) as it is now: why, who changed it last and when."""

    fase: str
    laag: float
    hoog: float
    reden: str
    gewijzigd_op: datetime
    door: str
    versie: int

    @property
    def grenzen(self) -> tuple[float, float]:
        """The two bounds."""
        return self.laag, self.hoog


@dataclass(frozen=True, slots=True)
class Bandwijziging:
    """One change of a band: when, by whom, which bounds it got (None: taken away) and why."""

    tijdstip: datetime
    door: str
    grenzen: tuple[float, float] | None
    reden: str


def maandsommen(session: Session, actor: Actor, wijken: Collection[int], kompas: Kompas) -> pd.DataFrame:
    """Sums per wijk, fase and month: `wijk, fase, maand, n` and per spoor `som_<slug>` and `n_<slug>`.

    `maand` is its first day, `n` the number of contactmomenten, `som_` the sum of their weights 1/k in that spoor
    and `n_` how many touch it (rekenregels §1). A month without contactmomenten has no row.
    """
    for wijk in wijken:
        require(actor, Recht.WIJK_ZIEN, wijk)
    moment, link = ContactmomentRow, ContactmomentAspectRow
    touched = [
        func.sum(case((link.aspect.in_([a.slug for a in kompas.aspecten_van(spoor.slug)]), 1), else_=0)).label(f"t{i}")
        for i, spoor in enumerate(kompas.sporen)
    ]
    each = (
        select(moment.id, moment.wijk_id, moment.fase, moment.datum, moment.aantal_aspecten, *touched)
        .join(link, link.contactmoment_id == moment.id)
        .where(moment.wijk_id.in_(wijken), moment.verwijderd_op.is_(None))
        .group_by(moment.id)
        .subquery()
    )
    year, month = extract("year", each.c.datum), extract("month", each.c.datum)
    columns = [
        *(func.sum(each.c[f"t{i}"] * 1.0 / each.c.aantal_aspecten) for i in range(len(kompas.sporen))),
        *(func.sum(case((each.c[f"t{i}"] > 0, 1), else_=0)) for i in range(len(kompas.sporen))),
    ]
    rows = session.execute(
        select(each.c.wijk_id, each.c.fase, year, month, func.count(distinct(each.c.id)), *columns).group_by(
            each.c.wijk_id, each.c.fase, year, month
        )
    ).all()
    slugs = [spoor.slug for spoor in kompas.sporen]
    sums, counts = [f"som_{slug}" for slug in slugs], [f"n_{slug}" for slug in slugs]
    frame = pd.DataFrame(rows, columns=["wijk", "fase", "jaar", "nr", "n", *sums, *counts])
    frame = frame.astype(dict.fromkeys(sums, float) | dict.fromkeys(["n", "jaar", "nr", *counts], "int64"))
    frame[sums] = frame[sums].round(12)  # three times a third is 1, in whatever order the rows come
    months = (frame["jaar"].to_numpy() - 1970) * 12 + frame["nr"].to_numpy() - 1
    frame.insert(2, "maand", months.astype("datetime64[M]").astype("datetime64[us]"))
    return frame.drop(columns=["jaar", "nr"])


def open_perioden(session: Session, actor: Actor, wijken: Collection[int]) -> pd.DataFrame:
    """The fasen that are open now in these wijken, not in their deelprojecten: `wijk, fase, begonnen_op`."""
    for wijk in wijken:
        require(actor, Recht.WIJK_ZIEN, wijk)
    rows = session.execute(
        select(WijkfaseRow.wijk_id, WijkfaseRow.fase, WijkfaseRow.begonnen_op)
        .where(
            WijkfaseRow.wijk_id.in_(wijken), WijkfaseRow.deelproject_id.is_(None), WijkfaseRow.afgesloten_op.is_(None)
        )
        .order_by(WijkfaseRow.wijk_id, WijkfaseRow.begonnen_op, WijkfaseRow.id)
    )
    frame = pd.DataFrame(rows.all(), columns=["wijk", "fase", "begonnen_op"])
    return frame.assign(begonnen_op=pd.to_datetime(frame["begonnen_op"]))


def banden(session: Session, actor: Actor) -> dict[str, Band]:
    """Slug of a fase → its band; a fase that is not in it has none."""
    require(actor, Recht.WIJK_ZIEN)
    rows = session.execute(
        select(BandRow, GebruikerRow.naam).outerjoin(GebruikerRow, GebruikerRow.id == BandRow.gewijzigd_door)
    )
    return {
        row.fase: Band(row.fase, row.laag, row.hoog, row.reden, row.gewijzigd_op, naam or ONBEKEND, row.versie)
        for row, naam in rows
    }


def bandgeschiedenis(session: Session, actor: Actor, fase: str) -> tuple[Bandwijziging, ...]:
    """Every change of the band of a fase (slug), newest first, from the audit."""
    require(actor, Recht.WIJK_ZIEN)
    lines = session.execute(
        select(LogboekRow, GebruikerRow.naam)
        .outerjoin(GebruikerRow, GebruikerRow.id == LogboekRow.actor_id)
        .where(LogboekRow.object == BandRow.__tablename__, LogboekRow.object_id == fase, LogboekRow.resultaat == DONE)
        .order_by(LogboekRow.id)
    ).all()
    found: list[Bandwijziging] = []
    now: dict[str, object] = {}
    for line, naam in lines:
        door = naam or line.actor
        if line.nieuw is None:  # taken away; the line before it only put the reason in the row
            found[-1:] = [Bandwijziging(line.tijdstip, door, None, str((line.oud or {}).get("reden", "")))]
            now = {}
            continue
        now = now | line.nieuw
        bounds = float(str(now["laag"])), float(str(now["hoog"]))
        found.append(Bandwijziging(line.tijdstip, door, bounds, str(now.get("reden", ""))))
    return tuple(reversed(found))
