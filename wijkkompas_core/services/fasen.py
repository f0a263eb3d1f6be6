"""Open and close fasen, plan them, and decide on their mijlpalen; for a wijk or one of its deelprojecten."""

from datetime import date

from sqlalchemy import select

from wijkkompas_core.domain.betrokkenheid import clean_text
from wijkkompas_core.domain.tijd import today
from wijkkompas_core.domain.voortgang import (
    MIJLPAALUITKOMST,
    MijlpaalInvoer,
    check_mijlpaal,
    check_periode,
    check_planning,
)
from wijkkompas_core.errors import Conflict, InvalidInput
from wijkkompas_core.queries.voortgang import to_periode
from wijkkompas_core.services.voortgang import at_wijk, find
from wijkkompas_core.storage.logboek import WritingSession
from wijkkompas_core.storage.tables import (
    FaseplanningRow,
    FaseRow,
    MijlpaalRow,
    SchaalwaardeRow,
    WijkfaseRow,
    WijkRow,
)


def open_fase(
    session: WritingSession,
    wijk: int,
    deelproject: int | None,
    fase: str,
    begonnen_op: date | None,
    afgesloten_op: date | None = None,
) -> int:
    """Begin a spell in a fase, also one that was closed before or that comes before an open one; answers its id.

    Several fasen may be open at once. With `afgesloten_op` a spell that is already over (also to undo a deletion).
    """
    place = at_wijk(session, wijk, deelproject)
    _known_fase(session, fase)
    row = WijkfaseRow(wijk_id=wijk, deelproject_id=deelproject, fase=fase)
    _fill_periode(session, row, place, begonnen_op, afgesloten_op)
    session.add(row)
    session.flush()
    return row.id


def close_fase(session: WritingSession, key: int, versie: int, afgesloten_op: date | None) -> int:
    """Close an open spell; the fase is no longer open on the day itself. Answers the new version."""
    row, place = find(session, WijkfaseRow, key, versie)
    if row.afgesloten_op is not None:
        raise Conflict(message="Deze fase is al afgesloten.")
    if afgesloten_op is None:
        raise InvalidInput({"afgesloten_op": "Vul de datum in waarop de fase is afgesloten."})
    _fill_periode(session, row, place, row.begonnen_op, afgesloten_op)
    session.flush()
    return row.versie


def change_periode(
    session: WritingSession, key: int, versie: int, begonnen_op: date | None, afgesloten_op: date | None
) -> int:
    """Correct the dates of a spell; without `afgesloten_op` it is open. Answers the new version."""
    row, place = find(session, WijkfaseRow, key, versie)
    _fill_periode(session, row, place, begonnen_op, afgesloten_op)
    session.flush()
    return row.versie


def delete_periode(session: WritingSession, key: int, versie: int) -> None:
    """Take away a spell that was recorded by mistake; `open_fase` with the same dates brings it back."""
    row, _ = find(session, WijkfaseRow, key, versie)
    session.delete(row)


def plan_fase(
    session: WritingSession,
    wijk: int,
    deelproject: int | None,
    fase: str,
    versie: int,
    gepland_van: date | None,
    gepland_tot: date | None,
) -> int:
    """Set the planning of a fase; `versie` is 0 when it had none yet. Answers the new version.

    What really happens never touches the planning, so that the two can be laid side by side.
    """
    at_wijk(session, wijk, deelproject)
    row = _planning(session, wijk, deelproject, fase, versie)
    errors = check_planning(gepland_van, gepland_tot)
    if errors:
        raise InvalidInput(errors)
    assert gepland_van is not None and gepland_tot is not None
    if row is None:
        _known_fase(session, fase)
        row = FaseplanningRow(wijk_id=wijk, deelproject_id=deelproject, fase=fase)
        session.add(row)
    with session.no_autoflush:
        row.gepland_van, row.gepland_tot = gepland_van, gepland_tot
    session.flush()
    return row.versie


def unplan_fase(session: WritingSession, wijk: int, deelproject: int | None, fase: str, versie: int) -> None:
    """Take away the planning of a fase."""
    at_wijk(session, wijk, deelproject)
    row = _planning(session, wijk, deelproject, fase, versie)
    if row is not None:
        session.delete(row)


def add_mijlpaal(session: WritingSession, invoer: MijlpaalInvoer) -> int:
    """Plan a mijlpaal, or record one that is already decided; answers its id."""
    place = at_wijk(session, invoer.wijk, invoer.deelproject)
    row = MijlpaalRow(wijk_id=invoer.wijk, deelproject_id=invoer.deelproject, fase=invoer.fase)
    _fill_mijlpaal(session, row, place, invoer)
    session.add(row)
    session.flush()
    return row.id


def change_mijlpaal(session: WritingSession, key: int, versie: int, invoer: MijlpaalInvoer) -> int:
    """Change or decide a mijlpaal; without `uitkomst` the decision is open again. Answers the new version."""
    row, place = find(session, MijlpaalRow, key, versie)
    if (row.wijk_id, row.deelproject_id, row.fase) != (invoer.wijk, invoer.deelproject, invoer.fase):
        raise InvalidInput({"fase": "De fase van een mijlpaal staat vast. Verwijder haar en maak een nieuwe."})
    _fill_mijlpaal(session, row, place, invoer)
    session.flush()
    return row.versie


def reopen_mijlpaal(session: WritingSession, key: int, versie: int) -> int:
    """Take back the decision on a mijlpaal: it is planned again, for its old date or that of the decision."""
    row, _ = find(session, MijlpaalRow, key, versie)
    with session.no_autoflush:
        row.gepland_op = row.gepland_op or row.besloten_op
        row.besloten_op = row.uitkomst = None
    session.flush()
    return row.versie


def delete_mijlpaal(session: WritingSession, key: int, versie: int) -> None:
    """Take away a mijlpaal; `add_mijlpaal` with the same input brings it back."""
    row, _ = find(session, MijlpaalRow, key, versie)
    session.delete(row)


def _known_fase(session: WritingSession, fase: str) -> None:
    if session.scalar(select(FaseRow.slug).where(FaseRow.slug == fase, FaseRow.actief)) is None:
        raise InvalidInput({"fase": "Kies een fase uit de methode."})


def _fill_periode(
    session: WritingSession, row: WijkfaseRow, wijk: WijkRow, begonnen_op: date | None, afgesloten_op: date | None
) -> None:
    query = select(WijkfaseRow).where(
        WijkfaseRow.wijk_id == row.wijk_id,
        WijkfaseRow.deelproject_id.is_not_distinct_from(row.deelproject_id),
        WijkfaseRow.fase == row.fase,
    )
    others = [to_periode(other) for other in session.scalars(query) if other is not row]
    errors = check_periode(begonnen_op, afgesloten_op, others=others, start=wijk.start, today=today())
    if errors:
        raise InvalidInput(errors)
    assert begonnen_op is not None
    with session.no_autoflush:
        row.begonnen_op, row.afgesloten_op = begonnen_op, afgesloten_op


def _planning(
    session: WritingSession, wijk: int, deelproject: int | None, fase: str, versie: int
) -> FaseplanningRow | None:
    query = select(FaseplanningRow).where(
        FaseplanningRow.wijk_id == wijk,
        FaseplanningRow.deelproject_id.is_not_distinct_from(deelproject),
        FaseplanningRow.fase == fase,
    )
    row = session.scalars(query.order_by(FaseplanningRow.id)).first()
    if (row.versie if row else 0) != versie:
        raise Conflict()
    return row


def _fill_mijlpaal(session: WritingSession, row: MijlpaalRow, wijk: WijkRow, invoer: MijlpaalInvoer) -> None:
    outcomes = select(SchaalwaardeRow.slug).where(SchaalwaardeRow.schaal == MIJLPAALUITKOMST, SchaalwaardeRow.actief)
    fasen = set(session.scalars(select(FaseRow.slug).where(FaseRow.actief)))
    # What a mijlpaal already has stays allowed, also when the reference data has dropped it since.
    errors = check_mijlpaal(
        invoer,
        fasen=fasen | (set[str]() if row.is_new else {row.fase}),
        uitkomsten=set(session.scalars(outcomes)) | ({row.uitkomst} if row.uitkomst else set()),
        start=wijk.start,
        today=today(),
    )
    if errors:
        raise InvalidInput(errors)
    with session.no_autoflush:
        row.naam, row.toelichting = clean_text(invoer.naam), clean_text(invoer.toelichting)
        row.gepland_op, row.besloten_op, row.uitkomst = invoer.gepland_op, invoer.besloten_op, invoer.uitkomst
