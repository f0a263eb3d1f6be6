"""Reads about the voortgang of a wijk or of one of its deelprojecten."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from wijkkompas_core.domain.toegang import Actor, Recht, require
from wijkkompas_core.domain.voortgang import CijferInvoer, Faseperiode, MijlpaalInvoer, OordeelInvoer
from wijkkompas_core.storage.tables import (
    CijferRow,
    DeelprojectRow,
    FaseplanningRow,
    GebruikerRow,
    KnooppuntstatusRow,
    MijlpaalRow,
    NvtVakRow,
    OordeelRow,
    WijkfaseRow,
)


@dataclass(frozen=True, slots=True)
class Deelproject:
    """A part of a wijk with a voortgang of its own; `actief` is false when it is closed."""

    id: int
    naam: str
    toelichting: str
    actief: bool
    versie: int


@dataclass(frozen=True, slots=True)
class Faseplanning:
    """When a fase is planned to run."""

    id: int
    fase: str
    gepland_van: date
    gepland_tot: date
    versie: int


@dataclass(frozen=True, slots=True)
class Mijlpaal:
    """The closing of a fase: planned, or decided when it has an `uitkomst` (a slug)."""

    id: int
    wijk: int
    deelproject: int | None
    fase: str
    naam: str
    gepland_op: date | None
    besloten_op: date | None
    uitkomst: str | None
    toelichting: str
    versie: int

    def as_invoer(self) -> MijlpaalInvoer:
        """As it would be filled in."""
        return MijlpaalInvoer(
            self.wijk,
            self.deelproject,
            self.fase,
            self.naam,
            self.gepland_op,
            self.besloten_op,
            self.uitkomst,
            self.toelichting,
        )


@dataclass(frozen=True, slots=True)
class Knooppuntstand:
    """How far a wijk is with a knooppunt (its slug); `versie` is 0 when nothing was ever recorded."""

    knooppunt: str
    status: str
    reden: str
    sinds: date | None
    versie: int


@dataclass(frozen=True, slots=True)
class NvtVak:
    """A vak that does not apply, and why."""

    fase: str
    aspect: str
    reden: str
    sinds: date | None
    versie: int


@dataclass(frozen=True, slots=True)
class Oordeel:
    """A judgement at a peildatum; `door` is the name of who recorded it."""

    id: int
    wijk: int
    deelproject: int | None
    peildatum: date
    onderwerp: str
    kleur: str
    zin: str
    door: str
    versie: int

    def as_invoer(self) -> OordeelInvoer:
        """As it would be filled in."""
        return OordeelInvoer(self.wijk, self.deelproject, self.peildatum, self.onderwerp, self.kleur, self.zin)


@dataclass(frozen=True, slots=True)
class Cijfer:
    """A figure at a peildatum; without `noemer` a plain number."""

    id: int
    wijk: int
    deelproject: int | None
    soort: str
    peildatum: date
    teller: float
    noemer: float | None
    bron: str
    versie: int

    def as_invoer(self) -> CijferInvoer:
        """As it would be filled in."""
        return CijferInvoer(
            self.wijk, self.deelproject, self.soort, self.peildatum, self.teller, self.noemer, self.bron
        )


@dataclass(frozen=True, slots=True)
class Voortgang:
    """The fasen of a wijk or deelproject: spells by begin, planning by fase (slug), mijlpalen by date."""

    perioden: tuple[Faseperiode, ...]
    planning: dict[str, Faseplanning]
    mijlpalen: tuple[Mijlpaal, ...]


def deelprojecten(session: Session, actor: Actor, wijk: int) -> tuple[Deelproject, ...]:
    """The deelprojecten of a wijk: the open ones first, then by name."""
    require(actor, Recht.WIJK_ZIEN, wijk)
    rows = session.scalars(select(DeelprojectRow).where(DeelprojectRow.wijk_id == wijk))
    return tuple(sorted((to_deelproject(row) for row in rows), key=lambda d: (not d.actief, d.naam.casefold())))


def voortgang(session: Session, actor: Actor, wijk: int, deelproject: int | None = None) -> Voortgang:
    """The fasen, their planning and their mijlpalen."""
    require(actor, Recht.WIJK_ZIEN, wijk)
    spells = select(WijkfaseRow).where(
        WijkfaseRow.wijk_id == wijk, WijkfaseRow.deelproject_id.is_not_distinct_from(deelproject)
    )
    plans = select(FaseplanningRow).where(
        FaseplanningRow.wijk_id == wijk, FaseplanningRow.deelproject_id.is_not_distinct_from(deelproject)
    )
    closings = select(MijlpaalRow).where(
        MijlpaalRow.wijk_id == wijk, MijlpaalRow.deelproject_id.is_not_distinct_from(deelproject)
    )
    mijlpalen = [to_mijlpaal(row) for row in session.scalars(closings)]
    return Voortgang(
        perioden=tuple(
            to_periode(row) for row in session.scalars(spells.order_by(WijkfaseRow.begonnen_op, WijkfaseRow.id))
        ),
        # The oldest plan of a fase counts, should there be more.
        planning={
            row.fase: Faseplanning(row.id, row.fase, row.gepland_van, row.gepland_tot, row.versie)
            for row in session.scalars(plans.order_by(FaseplanningRow.id.desc()))
        },
        mijlpalen=tuple(sorted(mijlpalen, key=lambda m: (m.besloten_op or m.gepland_op or date.max, m.id))),
    )


def knooppunten(session: Session, actor: Actor, wijk: int) -> dict[str, Knooppuntstand]:
    """How far a wijk is, by slug of the knooppunt; one that is not in it has not been started."""
    require(actor, Recht.WIJK_ZIEN, wijk)
    rows = session.scalars(select(KnooppuntstatusRow).where(KnooppuntstatusRow.wijk_id == wijk))
    return {row.knooppunt: to_knooppuntstand(row) for row in rows}


def nvt_vakken(session: Session, actor: Actor, wijk: int) -> dict[tuple[str, str], NvtVak]:
    """The vakken that do not apply, by (fase, aspect)."""
    require(actor, Recht.WIJK_ZIEN, wijk)
    rows = session.scalars(select(NvtVakRow).where(NvtVakRow.wijk_id == wijk))
    return {(row.fase, row.aspect): to_nvt_vak(row) for row in rows}


def oordelen(session: Session, actor: Actor, wijk: int, deelproject: int | None = None) -> tuple[Oordeel, ...]:
    """The judgements, newest peildatum first."""
    require(actor, Recht.WIJK_ZIEN, wijk)
    query = oordelen_query().where(
        OordeelRow.wijk_id == wijk, OordeelRow.deelproject_id.is_not_distinct_from(deelproject)
    )
    return tuple(to_oordeel(row, naam) for row, naam in session.execute(query))


def oordelen_query() -> Select[OordeelRow, str]:
    """The judgements with the name of who recorded each, newest peildatum first; the caller says which."""
    return (
        select(OordeelRow, GebruikerRow.naam)
        .outerjoin(GebruikerRow, GebruikerRow.id == OordeelRow.ingevoerd_door)
        .order_by(OordeelRow.peildatum.desc(), OordeelRow.id)
    )


def cijfers(session: Session, actor: Actor, wijk: int, deelproject: int | None = None) -> tuple[Cijfer, ...]:
    """The figures, oldest peildatum first."""
    require(actor, Recht.WIJK_ZIEN, wijk)
    query = (
        select(CijferRow)
        .where(CijferRow.wijk_id == wijk, CijferRow.deelproject_id.is_not_distinct_from(deelproject))
        .order_by(CijferRow.peildatum, CijferRow.id)
    )
    return tuple(
        Cijfer(c.id, wijk, deelproject, c.soort, c.peildatum, c.teller, c.noemer, c.bron, c.versie)
        for c in session.scalars(query)
    )


def to_oordeel(row: OordeelRow, naam: str | None) -> Oordeel:
    """The row as a plain value; `naam` is who recorded it."""
    return Oordeel(
        row.id,
        row.wijk_id,
        row.deelproject_id,
        row.peildatum,
        row.onderwerp,
        row.kleur,
        row.zin,
        naam or "Systeem",
        row.versie,
    )


def to_deelproject(row: DeelprojectRow) -> Deelproject:
    """The row as a plain value."""
    return Deelproject(row.id, row.naam, row.toelichting, row.actief, row.versie)


def to_periode(row: WijkfaseRow) -> Faseperiode:
    """The row as a plain value."""
    return Faseperiode(row.id, row.fase, row.begonnen_op, row.afgesloten_op, row.versie)


def to_mijlpaal(row: MijlpaalRow) -> Mijlpaal:
    """The row as a plain value."""
    return Mijlpaal(
        row.id,
        row.wijk_id,
        row.deelproject_id,
        row.fase,
        row.naam,
        row.gepland_op,
        row.besloten_op,
        row.uitkomst,
        row.toelichting,
        row.versie,
    )


def to_knooppuntstand(row: KnooppuntstatusRow) -> Knooppuntstand:
    """The row as a plain value."""
    return Knooppuntstand(row.knooppunt, row.status, row.reden, row.sinds, row.versie)


def to_nvt_vak(row: NvtVakRow) -> NvtVak:
    """The row as a plain value."""
    return NvtVak(row.fase, row.aspect, row.reden, row.sinds, row.versie)
