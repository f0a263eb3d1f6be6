"""Record, change, finish, delete and restore afspraken; `session.actor` is who does it, read afresh by the door."""

from sqlalchemy import select

from wijkkompas_core.domain.afspraken import OPEN, STATUSSEN, AfspraakInvoer, check_afspraak
from wijkkompas_core.domain.betrokkenheid import clean_text
from wijkkompas_core.domain.tijd import now, today
from wijkkompas_core.domain.toegang import NEEDS, Recht, require
from wijkkompas_core.errors import Conflict, InvalidInput, NotFound
from wijkkompas_core.queries.afspraken import afspraak
from wijkkompas_core.queries.belanghebbenden import active_members
from wijkkompas_core.storage.logboek import WritingSession
from wijkkompas_core.storage.tables import AfspraakRow, BelanghebbendeRow, ContactmomentRow, WijkRow

UNKNOWN = "Deze afspraak bestaat niet of is niet voor jou zichtbaar."
DELETED = "Deze afspraak is intussen verwijderd."


def record_afspraak(session: WritingSession, invoer: AfspraakInvoer) -> int:
    """Record an open afspraak and answer its id; the same `sleutel` again answers the same one.

    Raises `InvalidInput` with a sentence per wrong field, `NotFound` when the wijk is not there.
    """
    if invoer.sleutel:
        existing = session.scalar(select(AfspraakRow).where(AfspraakRow.sleutel == invoer.sleutel))
        if existing is not None:
            require(session.actor, NEEDS[session.actie], existing.wijk_id)
            return existing.id
    row = AfspraakRow(
        wijk_id=invoer.wijk,
        status=OPEN,
        sleutel=invoer.sleutel,
        ingevoerd_op=now(),
        ingevoerd_door=session.actor.gebruiker,
    )
    _fill(session, row, invoer)
    session.add(row)
    session.flush()
    return row.id


def change_afspraak(session: WritingSession, key: int, versie: int, invoer: AfspraakInvoer) -> int:
    """Change an afspraak that was read at `versie`; raises `Conflict` when it has been changed or deleted since.

    Answers its new version.
    """
    row = _find(session, key, versie)
    if row.wijk_id != invoer.wijk:
        raise InvalidInput({"wijk": "De wijk van een afspraak staat vast. Verwijder haar en maak haar opnieuw."})
    if row.verwijderd_op is not None:
        raise Conflict(message=DELETED)
    _fill(session, row, invoer)
    session.flush()
    return row.versie


def set_status(session: WritingSession, key: int, versie: int, status: str) -> int:
    """Open, finish or drop an afspraak that was read at `versie`; answers the version it has then."""
    row = _find(session, key, versie)
    if status not in STATUSSEN:
        raise InvalidInput({"status": "Kies open, klaar of vervallen."})
    if row.verwijderd_op is not None:
        raise Conflict(message=DELETED)
    if row.status != status:
        was_open, row.status = row.status == OPEN, status
        if status == OPEN:
            row.afgerond_op = None
        elif was_open:
            row.afgerond_op = today()
        row.gewijzigd_op = now()
        session.flush()
    return row.versie


def delete_afspraak(session: WritingSession, key: int, versie: int) -> None:
    """Delete an afspraak; it can be restored."""
    row = _find(session, key, versie)
    row.verwijderd_op = row.gewijzigd_op = now()


def restore_afspraak(session: WritingSession, key: int, versie: int) -> None:
    """Undo a deletion."""
    row = _find(session, key, versie)
    row.verwijderd_op = None
    row.gewijzigd_op = now()


def _find(session: WritingSession, key: int, versie: int) -> AfspraakRow:
    row = session.get(AfspraakRow, key)
    if row is None or not session.actor.may(Recht.WIJK_ZIEN, row.wijk_id):
        raise NotFound(UNKNOWN)
    # The wijk is known only now, so the right in *this* wijk is checked here and not at the door.
    require(session.actor, NEEDS[session.actie], row.wijk_id)
    if row.versie != versie:
        raise Conflict(current=afspraak(session, session.actor, row.id))
    return row


def _fill(session: WritingSession, row: AfspraakRow, invoer: AfspraakInvoer) -> None:
    """Check the input against this wijk and put it into the row; collects every error before raising."""
    wijk = session.get(WijkRow, invoer.wijk)
    if wijk is None:
        raise NotFound("Deze wijk bestaat niet of is niet voor jou zichtbaar.")
    require(session.actor, NEEDS[session.actie], wijk.id)
    parties = session.execute(
        select(BelanghebbendeRow.id, BelanghebbendeRow.hoofd_id).where(BelanghebbendeRow.wijk_id == wijk.id)
    )
    mains = {party.id: party.hoofd_id or party.id for party in parties}
    # Who has left the team stays the owner of what there is already.
    kept = {row.eigenaar_id} if row.eigenaar_id and not row.is_new else set[int]()
    errors = check_afspraak(invoer, leden=active_members(session, wijk.id).keys() | kept, belanghebbenden=mains.keys())
    if invoer.contactmoment is not None and invoer.contactmoment != row.contactmoment_id:
        moment = session.get(ContactmomentRow, invoer.contactmoment)
        if moment is None or moment.wijk_id != wijk.id or moment.verwijderd_op is not None:
            errors["contactmoment"] = "Dit contactmoment bestaat niet (meer) in deze wijk."
    if errors:
        raise InvalidInput(errors)
    row.wat = clean_text(invoer.wat)
    row.eigenaar_id = invoer.eigenaar
    main = None if invoer.belanghebbende is None else mains[invoer.belanghebbende]
    # A link to a duplicate stays while its main one is chosen: splitting them gives the original back.
    if main is None or mains.get(row.belanghebbende_id or 0) != main:
        row.belanghebbende_id = main
    row.deadline = invoer.deadline
    row.contactmoment_id = invoer.contactmoment
    row.gewijzigd_op = now()
