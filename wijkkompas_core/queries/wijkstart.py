"""Reads for the start page of a wijk: what happened lately, and which afspraken are open."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import Session, aliased

from wijkkompas_core.domain.afspraken import OPEN
from wijkkompas_core.domain.betrokkenheid import VORM
from wijkkompas_core.domain.toegang import Actor, Recht, require
from wijkkompas_core.queries.contactmomenten import latest
from wijkkompas_core.queries.methode import Methode
from wijkkompas_core.queries.vraag import vraag
from wijkkompas_core.storage.tables import (
    AfspraakRow,
    BelanghebbendeRow,
    BesluitRow,
    GebruikerRow,
    MijlpaalRow,
    SchaalwaardeRow,
    WijkfaseRow,
)

MIJLPAALUITKOMST = "mijlpaaluitkomst"


@dataclass(frozen=True, slots=True)
class Gebeurtenis:
    """One thing that happened in a wijk: its kind in words, and one line about it as it was typed."""

    datum: date
    soort: str
    tekst: str


@dataclass(frozen=True, slots=True)
class OpenAfspraak:
    """An open afspraak; `eigenaar` is the id of its owner in the team, `wie` the names of all its owners."""

    id: int
    wat: str
    deadline: date | None
    eigenaar: int | None
    wie: tuple[str, ...]


def happened_lately(
    session: Session, actor: Actor, wijk: int, methode: Methode, peildatum: date, limit: int = 5
) -> tuple[Gebeurtenis, ...]:
    """The last contactmomenten, besluiten, mijlpalen and changes of fase of a wijk, newest first."""
    require(actor, Recht.WIJK_ZIEN, wijk)
    kompas = methode.kompas
    records, _ = latest(session, actor, wijk, kompas, tot=peildatum, places=range(limit))
    found = [
        Gebeurtenis(
            r.datum,
            methode.naam(VORM, r.vorm),
            ", ".join(naam for _, naam in r.belanghebbenden) or r.opbrengst or _aspects(r.aspecten, methode),
        )
        for r in records
    ]
    besluiten = session.execute(
        select(BesluitRow.datum, BesluitRow.wat)
        .where(BesluitRow.wijk_id == wijk, BesluitRow.verwijderd_op.is_(None), BesluitRow.datum <= peildatum)
        .order_by(BesluitRow.datum.desc(), BesluitRow.id.desc())
        .limit(limit)
    )
    found += [Gebeurtenis(datum, "Besluit", wat) for datum, wat in besluiten]
    mijlpalen = session.execute(
        select(MijlpaalRow.besloten_op, MijlpaalRow.naam, SchaalwaardeRow.naam)
        .outerjoin(
            SchaalwaardeRow,
            (SchaalwaardeRow.schaal == MIJLPAALUITKOMST) & (SchaalwaardeRow.slug == MijlpaalRow.uitkomst),
        )
        .where(MijlpaalRow.wijk_id == wijk, MijlpaalRow.besloten_op <= peildatum)
        .order_by(MijlpaalRow.besloten_op.desc())
        .limit(limit)
    )
    found += [
        Gebeurtenis(day, "Mijlpaal", f"{naam}: {outcome or 'besloten'}") for day, naam, outcome in mijlpalen if day
    ]
    for fase, begun, closed in session.execute(
        select(WijkfaseRow.fase, WijkfaseRow.begonnen_op, WijkfaseRow.afgesloten_op).where(
            WijkfaseRow.wijk_id == wijk, WijkfaseRow.deelproject_id.is_(None)
        )
    ):
        naam = f"{kompas.fase[fase].nummer}. {kompas.fase[fase].naam}" if fase in kompas.fase else fase
        found += [
            Gebeurtenis(day, what, naam)
            for day, what in ((begun, "Fase begonnen"), (closed, "Fase afgesloten"))
            if day is not None and day <= peildatum
        ]
    return tuple(sorted(found, key=lambda one: one.datum, reverse=True)[:limit])


@vraag(persoonlijk=True)
def open_afspraken(
    session: Session, actor: Actor, wijk: int, limit: int = 6
) -> tuple[tuple[OpenAfspraak, ...], int, int]:
    """The open afspraken of a wijk, own first, then by deadline; how many there are, and how many are own."""
    require(actor, Recht.WIJK_ZIEN, wijk)
    owner, party = aliased(GebruikerRow), aliased(BelanghebbendeRow)
    living = (AfspraakRow.wijk_id == wijk, AfspraakRow.status == OPEN, AfspraakRow.verwijderd_op.is_(None))
    mine = func.coalesce(AfspraakRow.eigenaar_id == actor.gebruiker, False)
    rows = session.execute(
        select(AfspraakRow.id, AfspraakRow.wat, AfspraakRow.deadline, AfspraakRow.eigenaar_id, owner.naam, party.naam)
        .outerjoin(owner, owner.id == AfspraakRow.eigenaar_id)
        .outerjoin(party, party.id == AfspraakRow.belanghebbende_id)
        .where(*living)
        .order_by(mine.desc(), AfspraakRow.deadline.is_(None), AfspraakRow.deadline, AfspraakRow.id)
        .limit(limit)
    )
    shown = tuple(
        OpenAfspraak(key, wat, deadline, eigenaar, tuple(naam for naam in names if naam))
        for key, wat, deadline, eigenaar, *names in rows
    )
    total = session.scalar(select(func.count(AfspraakRow.id)).where(*living)) or 0
    own = session.scalar(select(func.count(AfspraakRow.id)).where(*living, mine)) or 0
    return shown, total, own


def _aspects(slugs: tuple[str, ...], methode: Methode) -> str:
    return ", ".join(methode.kompas.aspect[slug].kort for slug in slugs if slug in methode.kompas.aspect)
