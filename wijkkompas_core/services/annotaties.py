"""Record, change, delete and restore noten. One about every wijk is for who steers all of them."""

from wijkkompas_core.domain.annotaties import AnnotatieInvoer, check_annotatie
from wijkkompas_core.domain.betrokkenheid import clean_text
from wijkkompas_core.domain.tijd import now, today
from wijkkompas_core.domain.toegang import NEEDS, Actie, Actor, Recht, require
from wijkkompas_core.errors import Conflict, Forbidden, InvalidInput, NotFound
from wijkkompas_core.queries.annotaties import UNKNOWN, may_see, to_annotatie
from wijkkompas_core.storage.logboek import WritingSession
from wijkkompas_core.storage.tables import AnnotatieRow, WijkRow


def may_annotate(actor: Actor, wijk: int | None) -> bool:
    """Whether the actor may put a noot at a wijk (its id), or at all wijken at once."""
    if wijk is not None:
        return actor.may(NEEDS[Actie.ANNOTATIE_WIJZIGEN], wijk)
    return actor.may(Recht.PROGRAMMA_STUREN) and actor.wijken(Recht.PROGRAMMA_STUREN) is None


def record_annotatie(session: WritingSession, invoer: AnnotatieInvoer) -> int:
    """Record a noot and answer its id.

    Raises `InvalidInput` with a sentence per wrong field, `NotFound` when the wijk is not there, and `Forbidden`.
    """
    row = AnnotatieRow(wijk_id=invoer.wijk, ingevoerd_op=now(), ingevoerd_door=session.actor.gebruiker)
    _fill(session, row, invoer)
    session.add(row)
    session.flush()
    return row.id


def change_annotatie(session: WritingSession, key: int, versie: int, invoer: AnnotatieInvoer) -> int:
    """Change a noot that was read at `versie`; raises `Conflict` when it has been changed or deleted since.

    Answers its new version.
    """
    row = _find(session, key, versie)
    if row.wijk_id != invoer.wijk:
        raise InvalidInput({"wijk": "De wijk van een noot staat vast. Verwijder de noot en maak een nieuwe."})
    if row.verwijderd_op is not None:
        raise Conflict(message="Deze noot is intussen verwijderd.")
    _fill(session, row, invoer)
    session.flush()
    return row.versie


def delete_annotatie(session: WritingSession, key: int, versie: int) -> None:
    """Delete a noot; it can be restored."""
    _find(session, key, versie).verwijderd_op = now()


def restore_annotatie(session: WritingSession, key: int, versie: int) -> None:
    """Undo a deletion."""
    _find(session, key, versie).verwijderd_op = None


def _find(session: WritingSession, key: int, versie: int) -> AnnotatieRow:
    row = session.get(AnnotatieRow, key)
    if row is None or not may_see(session.actor, row.wijk_id):
        raise NotFound(UNKNOWN)
    # The wijk is known only now, so the right in *this* wijk is checked here and not at the door.
    _require(session, row.wijk_id)
    if row.versie != versie:
        raise Conflict(current=to_annotatie(row, ""))
    return row


def _require(session: WritingSession, wijk: int | None) -> None:
    require(session.actor, NEEDS[session.actie], wijk)
    if not may_annotate(session.actor, wijk):
        raise Forbidden("Een noot voor alle wijken is voor wie alle wijken stuurt. Kies één wijk.")


def _fill(session: WritingSession, row: AnnotatieRow, invoer: AnnotatieInvoer) -> None:
    wijk = None if invoer.wijk is None else session.get(WijkRow, invoer.wijk)
    if invoer.wijk is not None and wijk is None:
        raise NotFound("Deze wijk bestaat niet of is niet voor jou zichtbaar.")
    _require(session, invoer.wijk)
    errors = check_annotatie(invoer, start=wijk.start if wijk else None, today=today())
    if errors:
        raise InvalidInput(errors)
    assert invoer.datum is not None
    row.datum, row.tekst = invoer.datum, clean_text(invoer.tekst)
