"""What the services of the voortgang share: the place they work on, and finding a row at the version it was read at."""

from datetime import date
from typing import TypeVar

from sqlalchemy import select

from wijkkompas_core.domain.betrokkenheid import clean_text
from wijkkompas_core.domain.tijd import today
from wijkkompas_core.domain.toegang import NEEDS, Recht, require
from wijkkompas_core.domain.voortgang import KNOOPPUNTSTATUS, check_knooppuntstatus, check_nvt
from wijkkompas_core.errors import Conflict, InvalidInput, NotFound
from wijkkompas_core.queries.voortgang import to_knooppuntstand, to_nvt_vak
from wijkkompas_core.storage.logboek import WritingSession
from wijkkompas_core.storage.tables import (
    CijferRow,
    DeelprojectRow,
    FaseplanningRow,
    KnooppuntRow,
    KnooppuntstatusRow,
    MijlpaalRow,
    NvtVakRow,
    OordeelRow,
    SchaalwaardeRow,
    VakRow,
    WijkfaseRow,
    WijkRow,
)

GONE = "Dit bestaat niet meer of is niet voor jou zichtbaar."
Row = TypeVar("Row", WijkfaseRow, FaseplanningRow, MijlpaalRow, OordeelRow, CijferRow)


def at_wijk(session: WritingSession, wijk: int, deelproject: int | None = None) -> WijkRow:
    """The wijk to work on, locked until the end of the transaction, so that rules over several rows hold.

    Raises `NotFound`, `Forbidden`, and `InvalidInput` when the deelproject is not an open one of this wijk.
    """
    row = session.get(WijkRow, wijk, with_for_update=True)
    if row is None or not session.actor.may(Recht.WIJK_ZIEN, wijk):
        raise NotFound("Deze wijk bestaat niet of is niet voor jou zichtbaar.")
    require(session.actor, NEEDS[session.actie], wijk)
    if deelproject is not None:
        part = session.get(DeelprojectRow, deelproject)
        if part is None or part.wijk_id != wijk:
            raise NotFound("Dit deelproject bestaat niet in deze wijk.")
        if not part.actief:
            raise InvalidInput({"deelproject": "Dit deelproject is afgesloten. Heropen het om er iets te wijzigen."})
    return row


def find(session: WritingSession, table: type[Row], key: int, versie: int) -> tuple[Row, WijkRow]:
    """A row of the voortgang as it was read at `versie`, and its wijk; raises `Conflict` when it was changed since."""
    row = session.get(table, key)
    if row is None:
        raise NotFound(GONE)
    wijk = at_wijk(session, row.wijk_id, row.deelproject_id)
    session.refresh(row)  # only now nobody else can change it any more
    if row.versie != versie:
        raise Conflict()
    return row, wijk


def set_knooppuntstatus(
    session: WritingSession, wijk: int, knooppunt: str, versie: int, status: str, reden: str, sinds: date | None
) -> int:
    """Set how far a wijk is with a knooppunt; `versie` is 0 when it had no status yet. Answers the new version."""
    place = at_wijk(session, wijk)
    if session.scalar(select(KnooppuntRow.slug).where(KnooppuntRow.slug == knooppunt)) is None:
        raise NotFound("Dit knooppunt bestaat niet in de methode.")
    row = session.get(KnooppuntstatusRow, (wijk, knooppunt))
    if (row.versie if row else 0) != versie:
        raise Conflict(current=to_knooppuntstand(row) if row else None)
    query = select(SchaalwaardeRow.slug).where(SchaalwaardeRow.schaal == KNOOPPUNTSTATUS, SchaalwaardeRow.actief)
    errors = check_knooppuntstatus(
        status, reden, sinds, statussen=set(session.scalars(query)), start=place.start, today=today()
    )
    if errors:
        raise InvalidInput(errors)
    assert sinds is not None
    if row is None:
        row = KnooppuntstatusRow(wijk_id=wijk, knooppunt=knooppunt)
        session.add(row)
    with session.no_autoflush:
        row.status, row.reden, row.sinds = status, clean_text(reden), sinds
    session.flush()
    return row.versie


def mark_nvt(session: WritingSession, wijk: int, fase: str, aspect: str, versie: int, reden: str) -> int:
    """Mark a vak as not applying in a wijk, or change the reason (`versie` is then its version, else 0)."""
    at_wijk(session, wijk)
    if session.get(VakRow, (fase, aspect)) is None:
        raise NotFound("Dit vak bestaat niet in de methode.")
    row = session.get(NvtVakRow, (wijk, fase, aspect))
    if (row.versie if row else 0) != versie:
        raise Conflict(current=to_nvt_vak(row) if row else None)
    errors = check_nvt(reden)
    if errors:
        raise InvalidInput(errors)
    if row is None:
        row = NvtVakRow(wijk_id=wijk, fase=fase, aspect=aspect, sinds=today())
        session.add(row)
    row.reden = clean_text(reden)
    session.flush()
    return row.versie


def unmark_nvt(session: WritingSession, wijk: int, fase: str, aspect: str, versie: int) -> None:
    """Let a vak apply again in a wijk."""
    at_wijk(session, wijk)
    row = session.get(NvtVakRow, (wijk, fase, aspect))
    if row is None:
        raise NotFound("Dit vak staat niet meer op n.v.t.")
    if row.versie != versie:
        raise Conflict(current=to_nvt_vak(row))
    session.delete(row)
