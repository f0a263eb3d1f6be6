"""Reads about the signals and the silence of a wijk.

Everything about contactmomenten is added up by the database, so that many of them do not make it slow.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Select, func, or_, select
from sqlalchemy.orm import Session

from wijkkompas_core.analysis.signalen import Signaal, Signaalgegevens, signalen
from wijkkompas_core.analysis.tabel import Frame, frame, kolommen
from wijkkompas_core.analysis.telling import Telling
from wijkkompas_core.domain.afspraken import OPEN
from wijkkompas_core.domain.betrokkenheid import PARTICIPATIENIVEAU
from wijkkompas_core.domain.toegang import Actor, Recht, require
from wijkkompas_core.domain.wijken import ACTIEF
from wijkkompas_core.queries.belanghebbenden import MAIN
from wijkkompas_core.queries.methode import Methode
from wijkkompas_core.queries.tellingen import tellingen
from wijkkompas_core.storage.tables import (
    AfspraakRow,
    BelanghebbendeRow,
    BelofteRow,
    ContactmomentAspectRow,
    ContactmomentRow,
    DeelprojectRow,
    GebruikerRow,
    MijlpaalRow,
    NvtVakRow,
    SignaalreactieRow,
    WijkfaseRow,
    WijkRow,
)


@dataclass(frozen=True, slots=True)
class Weggelegd:
    """A signal that was set aside: why, by whom and when; `id` and `versie` are those of the reaction."""

    signaal: Signaal
    reden: str
    door: str
    op: datetime
    id: int
    versie: int


@dataclass(frozen=True)
class Signaalstand:
    """The signals of a wijk now, weightiest first, those that were set aside, and what they were made from."""

    signalen: tuple[Signaal, ...]
    weggelegd: tuple[Weggelegd, ...]
    gegevens: Signaalgegevens


def signaalgegevens(
    session: Session, actor: Actor, wijken: Collection[int], geteld: Mapping[int, Telling] | None = None
) -> dict[int, Signaalgegevens]:
    """Id of each of these wijken → what its signals are made from; one query per kind of fact, for all together.

    `geteld` are the counts of these wijken, when they are there already.
    """
    for wijk in wijken:
        require(actor, Recht.WIJK_ZIEN, wijk)

    def read(query: Select[*tuple[Any, ...]], columns: str) -> dict[int, dict[str, list[Any]]]:
        rows: dict[int, list[Sequence[Any]]] = {wijk: [] for wijk in wijken}
        for wijk, *row in session.execute(query):
            rows[wijk].append(row)
        return {wijk: kolommen(columns, found) for wijk, found in rows.items()}

    perioden = read(_perioden(wijken), "fase, begonnen_op, afgesloten_op")
    nvt = read(_nvt(wijken), "fase, aspect, reden")
    counted = tellingen(session, wijken) if geteld is None else geteld
    partijen = read(_partijen(wijken), "hoofd, naam, type")
    beloften = read(_beloften(wijken), "fase, hoofd, niveau")
    mijlpalen = read(_mijlpalen(wijken), "id, naam, fase, gepland_op")
    afspraken = read(_afspraken(wijken), "id, wat, deadline, eigenaar, hoofd")
    return {
        wijk: Signaalgegevens(
            perioden=perioden[wijk],
            nvt=nvt[wijk],
            vakken=kolommen("fase, aspect, aantal, laatste", _flat(counted[wijk].vakken)),
            betrokken=kolommen("fase, aspect, hoofd, aantal, hoogste", _flat(counted[wijk].betrokken)),
            partijen=partijen[wijk],
            beloften=beloften[wijk],
            mijlpalen=mijlpalen[wijk],
            afspraken=afspraken[wijk],
        )
        for wijk in wijken
    }


# Each question below answers the id of a wijk, and after it what `signaalgegevens` names.


def _perioden(wijken: Collection[int]) -> Select[*tuple[Any, ...]]:
    row = WijkfaseRow
    return (
        select(row.wijk_id, row.fase, row.begonnen_op, row.afgesloten_op)
        .where(row.wijk_id.in_(wijken), row.deelproject_id.is_(None))
        .order_by(row.begonnen_op, row.id)
    )


def _nvt(wijken: Collection[int]) -> Select[*tuple[Any, ...]]:
    row = NvtVakRow
    return select(row.wijk_id, row.fase, row.aspect, row.reden).where(row.wijk_id.in_(wijken))


def _partijen(wijken: Collection[int]) -> Select[*tuple[Any, ...]]:
    row = BelanghebbendeRow
    return select(row.wijk_id, row.id, row.naam, row.type).where(row.wijk_id.in_(wijken), row.hoofd_id.is_(None))


def _beloften(wijken: Collection[int]) -> Select[*tuple[Any, ...]]:
    return (
        select(BelofteRow.wijk_id, BelofteRow.fase, MAIN, BelofteRow.niveau)
        .join(BelanghebbendeRow, BelanghebbendeRow.id == BelofteRow.belanghebbende_id)
        .where(BelofteRow.wijk_id.in_(wijken))
    )


def _mijlpalen(wijken: Collection[int]) -> Select[*tuple[Any, ...]]:
    row = MijlpaalRow
    return (
        select(row.wijk_id, row.id, row.naam, row.fase, row.gepland_op)
        .outerjoin(DeelprojectRow, DeelprojectRow.id == row.deelproject_id)
        .where(
            row.wijk_id.in_(wijken),
            row.besloten_op.is_(None),
            row.gepland_op.is_not(None),
            or_(row.deelproject_id.is_(None), DeelprojectRow.actief),
        )
    )


def _afspraken(wijken: Collection[int]) -> Select[*tuple[Any, ...]]:
    row = AfspraakRow
    owner = func.coalesce(GebruikerRow.naam, BelanghebbendeRow.naam)
    return (
        select(row.wijk_id, row.id, row.wat, row.deadline, owner, MAIN)
        .outerjoin(GebruikerRow, GebruikerRow.id == row.eigenaar_id)
        .outerjoin(BelanghebbendeRow, BelanghebbendeRow.id == row.belanghebbende_id)
        .where(
            row.wijk_id.in_(wijken),
            row.status == OPEN,
            row.verwijderd_op.is_(None),
            row.deadline.is_not(None),
        )
    )


def signaalstanden(
    session: Session,
    actor: Actor,
    wijken: Collection[int],
    methode: Methode,
    peildatum: date,
    geteld: Mapping[int, Telling] | None = None,
) -> dict[int, Signaalstand]:
    """Id of each of these wijken → its signals.

    `geteld` as for `signaalgegevens`. A reaction hides its signal for as long as the facts are those it was about. A
    wijk that is paused, closed or archived gives no signals.
    """
    facts = signaalgegevens(session, actor, wijken, geteld)
    status = dict(session.execute(select(WijkRow.id, WijkRow.status).where(WijkRow.id.in_(wijken))).all())
    reactions: dict[int, dict[tuple[str, str], tuple[SignaalreactieRow, str]]] = {wijk: {} for wijk in wijken}
    for row, naam in session.execute(
        select(SignaalreactieRow, GebruikerRow.naam)
        .outerjoin(GebruikerRow, GebruikerRow.id == SignaalreactieRow.weggelegd_door)
        .where(SignaalreactieRow.wijk_id.in_(wijken))
    ):
        reactions[row.wijk_id][row.signaal, row.feiten] = row, naam or "onbekend"
    niveaus = methode.schalen.get(PARTICIPATIENIVEAU, {})
    standen: dict[int, Signaalstand] = {}
    for wijk, gegevens in facts.items():
        found = (
            signalen(gegevens, methode.kompas, methode.typen, niveaus, peildatum=peildatum)
            if status.get(wijk) == ACTIEF
            else []
        )
        kept: list[Signaal] = []
        aside: list[Weggelegd] = []
        for signaal in found:
            row, naam = reactions[wijk].get((signaal.sleutel, signaal.feiten), (None, ""))
            if row is None:
                kept.append(signaal)
            else:
                aside.append(Weggelegd(signaal, row.reden, naam, row.weggelegd_op, row.id, row.versie))
        aside.sort(key=lambda one: one.op, reverse=True)
        standen[wijk] = Signaalstand(tuple(kept), tuple(aside), gegevens)
    return standen


def signaalstand(session: Session, actor: Actor, wijk: int, methode: Methode, peildatum: date) -> Signaalstand:
    """The signals of one wijk, as `signaalstanden` gives them."""
    return signaalstanden(session, actor, (wijk,), methode, peildatum)[wijk]


def contactdagen(session: Session, actor: Actor, wijk: int) -> Frame:
    """The days with a contactmoment, per aspect: `aspect, datum`, each pair once."""
    require(actor, Recht.WIJK_ZIEN, wijk)
    query = (
        select(ContactmomentAspectRow.aspect, ContactmomentRow.datum)
        .join(ContactmomentRow, ContactmomentRow.id == ContactmomentAspectRow.contactmoment_id)
        .where(ContactmomentRow.wijk_id == wijk, ContactmomentRow.verwijderd_op.is_(None))
        .distinct()
    )
    return frame("aspect, datum", session.execute(query))


def _flat(counts: Mapping[tuple[Any, ...], tuple[Any, ...]]) -> list[tuple[Any, ...]]:
    return [(*key, *values) for key, values in counts.items()]
