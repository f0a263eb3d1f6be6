"""Reads about afspraken: of one wijk, or of all that someone may see."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, case, func, select
from sqlalchemy.orm import Session, aliased

from wijkkompas_core.domain.afspraken import KLAAR, OPEN, VERVALLEN, AfspraakInvoer
from wijkkompas_core.domain.toegang import Actor, Recht, require
from wijkkompas_core.errors import NotFound
from wijkkompas_core.storage.tables import AfspraakRow, BelanghebbendeRow, ContactmomentRow, GebruikerRow, WijkRow

TE_LAAT = "te-laat"
FILTERS = (OPEN, TE_LAAT, KLAAR, VERVALLEN)
"""What a list can show; those too late are open as well."""

UNKNOWN = "Deze afspraak bestaat niet of is niet voor jou zichtbaar."


@dataclass(frozen=True, slots=True)
class Afspraak:
    """An afspraak with the names that go with it; `belanghebbende` is the main one."""

    id: int
    wijk: int
    wijk_slug: str
    wijk_naam: str
    wat: str
    eigenaar: int | None
    eigenaar_naam: str | None
    belanghebbende: int | None
    belanghebbende_naam: str | None
    deadline: date | None
    status: str
    afgerond_op: date | None
    contactmoment: int | None
    contactmoment_leeft: bool
    verwijderd: bool
    versie: int

    @property
    def wie(self) -> tuple[str, ...]:
        """The names of its owners, the one of the team first."""
        return tuple(naam for naam in (self.eigenaar_naam, self.belanghebbende_naam) if naam)

    def days_overdue(self, peildatum: date) -> int:
        """How many days ago it should have been done; 0 when it is not too late."""
        if self.status != OPEN or self.deadline is None:
            return 0
        return max((peildatum - self.deadline).days, 0)

    def as_invoer(self) -> AfspraakInvoer:
        """The afspraak as input: what the form starts from, and what undo goes back to."""
        return AfspraakInvoer(
            self.wijk, self.wat, self.eigenaar, self.belanghebbende, self.deadline, self.contactmoment
        )


def afspraken(
    session: Session,
    actor: Actor,
    wijk: int | None,
    peildatum: date,
    *,
    eigenaar: int | None = None,
    filter: str = OPEN,
    limit: int = 200,
) -> tuple[Afspraak, ...]:
    """The afspraken of a wijk, or of all that the actor may see; with an `eigenaar` (id) those that they own.

    The open ones by deadline, those without last; the others newest first. `filter` is one of `FILTERS`.
    """
    kept = _within(actor, wijk, eigenaar)
    if filter in (OPEN, TE_LAAT):
        order = (AfspraakRow.deadline.is_(None), AfspraakRow.deadline, AfspraakRow.id)
    else:
        order = (AfspraakRow.afgerond_op.desc(), AfspraakRow.id.desc())
    query = _all().where(*kept, _passes(filter, peildatum)).order_by(*order).limit(limit)
    return tuple(Afspraak(*row) for row in session.execute(query))


def merged(parts: Iterable[Iterable[Afspraak]], filter: str) -> tuple[Afspraak, ...]:
    """Lists of several wijken as one, in the order in which `afspraken` gives them."""
    found = [one for part in parts for one in part]
    if filter in (OPEN, TE_LAAT):
        return tuple(sorted(found, key=lambda one: (one.deadline or date.max, one.id)))
    return tuple(sorted(found, key=lambda one: (one.afgerond_op or date.min, one.id), reverse=True))


def afspraken_of(session: Session, actor: Actor, wijk: int, contactmoment: int) -> tuple[Afspraak, ...]:
    """The afspraken that were made at a contactmoment of this wijk, in the order in which they were made."""
    query = _all().where(*_within(actor, wijk), AfspraakRow.contactmoment_id == contactmoment)
    return tuple(Afspraak(*row) for row in session.execute(query.order_by(AfspraakRow.id)))


def counts(
    session: Session, actor: Actor, wijk: int | None, peildatum: date, *, eigenaar: int | None = None
) -> dict[str, int]:
    """How many afspraken each of `FILTERS` holds, of a wijk or of all that the actor may see."""
    kept = _within(actor, wijk, eigenaar)
    parts = [func.coalesce(func.sum(case((_passes(name, peildatum), 1), else_=0)), 0) for name in FILTERS]
    row = session.execute(select(*parts).select_from(AfspraakRow).where(*kept)).one()
    return {name: int(number) for name, number in zip(FILTERS, row, strict=True)}


def afspraak(session: Session, actor: Actor, key: int) -> Afspraak:
    """One afspraak, for who may change it also a deleted one; raises `NotFound` when it is not there for this actor."""
    row = session.execute(_all().where(AfspraakRow.id == key)).one_or_none()
    if row is None or not actor.may(Recht.WIJK_ZIEN, row.wijk_id):
        raise NotFound(UNKNOWN)
    found = Afspraak(*row)
    if found.verwijderd and not actor.may(Recht.VASTLEGGEN, found.wijk):
        raise NotFound(UNKNOWN)
    return found


def afspraak_in(session: Session, actor: Actor, wijk: int, key: int) -> Afspraak:
    """The same, of this wijk only."""
    found = afspraak(session, actor, key)
    if found.wijk != wijk:
        raise NotFound(UNKNOWN)
    return found


def _all() -> Select[*tuple[Any, ...]]:
    """Every afspraak with its names, in the order of the fields of `Afspraak`."""
    party, main = aliased(BelanghebbendeRow), aliased(BelanghebbendeRow)
    return (
        select(
            AfspraakRow.id,
            AfspraakRow.wijk_id,
            WijkRow.slug,
            WijkRow.naam,
            AfspraakRow.wat,
            AfspraakRow.eigenaar_id,
            GebruikerRow.naam,
            func.coalesce(main.id, party.id),
            func.coalesce(main.naam, party.naam),
            AfspraakRow.deadline,
            AfspraakRow.status,
            AfspraakRow.afgerond_op,
            AfspraakRow.contactmoment_id,
            and_(ContactmomentRow.id.is_not(None), ContactmomentRow.verwijderd_op.is_(None)),
            AfspraakRow.verwijderd_op.is_not(None),
            AfspraakRow.versie,
        )
        .join(WijkRow, WijkRow.id == AfspraakRow.wijk_id)
        .outerjoin(GebruikerRow, GebruikerRow.id == AfspraakRow.eigenaar_id)
        .outerjoin(party, party.id == AfspraakRow.belanghebbende_id)
        .outerjoin(main, main.id == party.hoofd_id)
        .outerjoin(ContactmomentRow, ContactmomentRow.id == AfspraakRow.contactmoment_id)
    )


def _within(actor: Actor, wijk: int | None, eigenaar: int | None = None) -> list[ColumnElement[bool]]:
    """Not deleted, of what the actor may see. A role lost is an afspraak no longer seen, also when it is one's own."""
    require(actor, Recht.WIJK_ZIEN, wijk)
    kept: list[ColumnElement[bool]] = [AfspraakRow.verwijderd_op.is_(None)]
    visible = actor.wijken(Recht.WIJK_ZIEN)
    if wijk is not None:
        kept.append(AfspraakRow.wijk_id == wijk)
    elif visible is not None:
        kept.append(AfspraakRow.wijk_id.in_(visible))
    if eigenaar is not None:
        kept.append(AfspraakRow.eigenaar_id == eigenaar)
    return kept


def _passes(filter: str, peildatum: date) -> ColumnElement[bool]:
    if filter == TE_LAAT:
        return and_(AfspraakRow.status == OPEN, AfspraakRow.deadline < peildatum)
    return AfspraakRow.status == (filter if filter in FILTERS else OPEN)
