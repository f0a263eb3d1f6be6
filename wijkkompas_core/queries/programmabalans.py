"""Reads for the balance of all wijken together. The database adds up; no single contactmoment comes along."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, case, extract, func, or_, select, true
from sqlalchemy.orm import Session

from wijkkompas_core.analysis.balans import maandtabel
from wijkkompas_core.analysis.tabel import Frame, frame, per_wijk
from wijkkompas_core.domain.kompas import Kompas
from wijkkompas_core.domain.toegang import Actor, Recht, require
from wijkkompas_core.queries.vraag import vraag
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


def maandsommen(
    session: Session,
    actor: Actor,
    wijken: Collection[int],
    kompas: Kompas,
    *,
    van: date | None = None,
    tot: date | None = None,
) -> Frame:
    """Sums per wijk, fase and month, of the contactmomenten on the days [van, tot].

    Columns `wijk, fase, maand, n`, per spoor `som_<slug>` and `n_<slug>`, per aspect `w_<slug>` and `a_<slug>`. `maand`
    is its first day, `n` the number of contactmomenten; `som_` and `w_` are sums of their weights 1/k in that spoor or
    aspect, `n_` and `a_` how many touch it (rekenregels §1). A month without contactmomenten has no row.
    """
    for wijk in wijken:
        require(actor, Recht.WIJK_ZIEN, wijk)
    return maandtabel(maandrijen(session, wijken, kompas, van=van, tot=tot), kompas)


def maandrijen(
    session: Session,
    wijken: Collection[int],
    kompas: Kompas,
    *,
    van: date | None = None,
    tot: date | None = None,
    which: ColumnElement[bool] | None = None,
) -> Sequence[Sequence[Any]]:
    """The sums of `maandsommen` as rows: wijk, fase, year, month, n, then `n_` per spoor, `w_` and `a_` per aspect.

    Of the contactmomenten that `which` is about; the caller checks the right.
    """
    moment, link = ContactmomentRow, ContactmomentAspectRow
    aspecten = [aspect.slug for aspect in kompas.aspecten]
    about = [func.max(case((link.aspect == slug, 1), else_=0)).label(f"a{i}") for i, slug in enumerate(aspecten)]
    each = (
        select(moment.wijk_id, moment.fase, moment.datum, moment.aantal_aspecten, *about)
        .join(link, link.contactmoment_id == moment.id)
        .where(moment.wijk_id.in_(wijken), moment.verwijderd_op.is_(None), true() if which is None else which)
        # The wijk first: by the number alone SQLite would walk through the whole table in order of number.
        .group_by(moment.wijk_id, moment.fase, moment.datum, moment.aantal_aspecten, moment.id)
    )
    if van:
        each = each.where(moment.datum >= van)
    found = (each.where(moment.datum <= tot) if tot else each).subquery()
    place = {slug: found.c[f"a{i}"] for i, slug in enumerate(aspecten)}
    touched = [or_(*(place[a.slug] > 0 for a in kompas.aspecten_van(spoor.slug))) for spoor in kompas.sporen]
    columns = [
        *(func.sum(case((touches, 1), else_=0)) for touches in touched),
        *(func.sum(place[slug] * 1.0 / found.c.aantal_aspecten) for slug in aspecten),
        *(func.sum(place[slug]) for slug in aspecten),
    ]
    year, month = extract("year", found.c.datum), extract("month", found.c.datum)
    group = (found.c.wijk_id, found.c.fase, year, month)
    return session.execute(select(*group, func.count(), *columns).group_by(*group)).all()


def open_perioden(session: Session, actor: Actor, wijken: Collection[int]) -> Frame:
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
    return frame("wijk, fase, begonnen_op", rows, dagen="begonnen_op")


@vraag(wijk_alleen=True)
def balans_van(
    session: Session, actor: Actor, wijken: Collection[int], kompas: Kompas
) -> dict[int, tuple[Frame, Frame, date | None]]:
    """Id of each of these wijken → its `maandsommen`, its `open_perioden` and the day of its last contactmoment."""
    sommen = per_wijk(maandsommen(session, actor, wijken, kompas), wijken)
    open_fasen = per_wijk(open_perioden(session, actor, wijken), wijken)
    moment = ContactmomentRow
    rows = session.execute(
        select(moment.wijk_id, func.max(moment.datum))
        .where(moment.wijk_id.in_(wijken), moment.verwijderd_op.is_(None))
        .group_by(moment.wijk_id)
    )
    laatste = {row[0]: row[1] for row in rows}
    return {wijk: (sommen[wijk], open_fasen[wijk], laatste.get(wijk)) for wijk in wijken}


@vraag(wijk_alleen=True)
def laatsten(session: Session, actor: Actor, wijken: Collection[int], tot: date) -> dict[int, date | None]:
    """Id of each of these wijken → the day of its last contactmoment up to and including `tot`."""
    for wijk in wijken:
        require(actor, Recht.WIJK_ZIEN, wijk)
    moment = ContactmomentRow
    rows = session.execute(
        select(moment.wijk_id, func.max(moment.datum))
        .where(moment.wijk_id.in_(wijken), moment.verwijderd_op.is_(None), moment.datum <= tot)
        .group_by(moment.wijk_id)
    )
    found = {row[0]: row[1] for row in rows}
    return {wijk: found.get(wijk) for wijk in wijken}


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


@vraag(logboek=True)
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
