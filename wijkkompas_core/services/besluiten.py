"""Record, change, delete and restore besluiten; `session.actor` is who does it, read afresh by the door."""

from sqlalchemy import select

from wijkkompas_core.domain.besluiten import BesluitInvoer, check_besluit
from wijkkompas_core.domain.betrokkenheid import clean_text
from wijkkompas_core.domain.tijd import now, today
from wijkkompas_core.domain.toegang import NEEDS, Recht, require
from wijkkompas_core.errors import Conflict, InvalidInput, NotFound
from wijkkompas_core.queries.besluiten import UNKNOWN, to_besluit
from wijkkompas_core.storage.logboek import WritingSession
from wijkkompas_core.storage.tables import BesluitRow, ContactmomentRow, FaseRow, WijkRow


def record_besluit(session: WritingSession, invoer: BesluitInvoer) -> int:
    """Record a besluit and answer its id; the same `sleutel` again answers the same besluit.

    Raises `InvalidInput` with a sentence per wrong field, `NotFound` when the wijk is not there.
    """
    if invoer.sleutel:
        existing = session.scalar(select(BesluitRow).where(BesluitRow.sleutel == invoer.sleutel))
        if existing is not None:
            require(session.actor, NEEDS[session.actie], existing.wijk_id)
            return existing.id
    row = BesluitRow(
        wijk_id=invoer.wijk, sleutel=invoer.sleutel, ingevoerd_op=now(), ingevoerd_door=session.actor.gebruiker
    )
    _fill(session, row, invoer)
    session.add(row)
    session.flush()
    return row.id


def change_besluit(session: WritingSession, key: int, versie: int, invoer: BesluitInvoer) -> int:
    """Change a besluit that was read at `versie`; raises `Conflict` when it has been changed since.

    Answers its new version.
    """
    row = _find(session, key, versie)
    if row.wijk_id != invoer.wijk:
        raise InvalidInput({"wijk": "De wijk van een besluit staat vast. Verwijder het en leg het opnieuw vast."})
    if row.verwijderd_op is not None:
        raise Conflict(message="Dit besluit is intussen verwijderd.")
    _fill(session, row, invoer)
    session.flush()
    return row.versie


def delete_besluit(session: WritingSession, key: int, versie: int) -> None:
    """Delete a besluit; it can be restored."""
    row = _find(session, key, versie)
    row.verwijderd_op = row.gewijzigd_op = now()


def restore_besluit(session: WritingSession, key: int, versie: int) -> None:
    """Undo a deletion."""
    row = _find(session, key, versie)
    row.verwijderd_op = None
    row.gewijzigd_op = now()


def _find(session: WritingSession, key: int, versie: int) -> BesluitRow:
    row = session.get(BesluitRow, key)
    if row is None or not session.actor.may(Recht.WIJK_ZIEN, row.wijk_id):
        raise NotFound(UNKNOWN)
    # The wijk is known only now, so the right in *this* wijk is checked here and not at the door.
    require(session.actor, NEEDS[session.actie], row.wijk_id)
    if row.versie != versie:
        raise Conflict(current=to_besluit(row))
    return row


def _fill(session: WritingSession, row: BesluitRow, invoer: BesluitInvoer) -> None:
    """Check the input against this wijk and put it into the row; collects every error before raising."""
    wijk = session.get(WijkRow, invoer.wijk)
    if wijk is None:
        raise NotFound("Deze wijk bestaat niet of is niet voor jou zichtbaar.")
    require(session.actor, NEEDS[session.actie], wijk.id)

    # What a besluit already has stays allowed, also when it has been dropped or deleted since.
    kept = None if row.is_new else row
    chosen = {c.id: c for c in kept.contactmomenten} if kept else {}
    query = select(ContactmomentRow).where(
        ContactmomentRow.id.in_(set(invoer.contactmomenten) - chosen.keys()),
        ContactmomentRow.wijk_id == wijk.id,
        ContactmomentRow.verwijderd_op.is_(None),
    )
    chosen |= {c.id: c for c in session.scalars(query)}
    fasen = set(session.scalars(select(FaseRow.slug).where(FaseRow.actief))) | ({kept.fase} if kept else set[str]())
    errors = check_besluit(invoer, start=wijk.start, today=today(), fasen=fasen, contactmomenten=chosen.keys())
    if errors:
        raise InvalidInput(errors)

    assert invoer.datum is not None
    with session.no_autoflush:  # one change is one flush: one version up, one line in the logboek
        row.datum = invoer.datum
        row.fase = invoer.fase
        row.wat = clean_text(invoer.wat)
        row.door = clean_text(invoer.door)
        row.grond = clean_text(invoer.grond)
        row.contactmomenten = [chosen[key] for key in sorted(set(invoer.contactmomenten))]
        row.gewijzigd_op = now()
