"""Set and take away the band of a fase. It holds for every wijk, so who does it must steer all of them."""

from sqlalchemy import select

from wijkkompas_core.domain.band import BandInvoer, check_band, check_reden
from wijkkompas_core.domain.betrokkenheid import clean_text
from wijkkompas_core.domain.tijd import now
from wijkkompas_core.domain.toegang import NEEDS
from wijkkompas_core.errors import Conflict, Forbidden, InvalidInput, NotFound
from wijkkompas_core.storage.logboek import WritingSession
from wijkkompas_core.storage.tables import BandRow, FaseRow


def set_band(session: WritingSession, invoer: BandInvoer, versie: int) -> int:
    """Make or change the band of a fase; answers its new version. `versie` is 0 where there was no band.

    Raises `InvalidInput` with a sentence per wrong field, `Conflict` when somebody else changed it meanwhile.
    """
    _require_all(session)
    row = session.get(BandRow, invoer.fase)
    if (row.versie if row else 0) != versie:
        raise Conflict()
    fasen = set(session.scalars(select(FaseRow.slug).where(FaseRow.actief))) | ({row.fase} if row else set[str]())
    errors = check_band(invoer, fasen=fasen)
    if errors:
        raise InvalidInput(errors)
    assert invoer.laag is not None and invoer.hoog is not None
    row = row or BandRow(fase=invoer.fase)
    row.laag, row.hoog, row.reden = invoer.laag, invoer.hoog, clean_text(invoer.reden)
    _sign(session, row)
    session.add(row)
    session.flush()
    return row.versie


def remove_band(session: WritingSession, fase: str, versie: int, reden: str) -> None:
    """Take the band of a fase away, with the reason; raises as `set_band`, and `NotFound` when there is none."""
    _require_all(session)
    row = session.get(BandRow, fase)
    if row is None:
        raise NotFound("Deze fase heeft geen band (meer).")
    if row.versie != versie:
        raise Conflict()
    errors = check_reden(reden)
    if errors:
        raise InvalidInput(errors)
    row.reden = clean_text(reden)
    _sign(session, row)
    session.flush()  # the audit keeps the last values of a row that goes, so with this reason in it
    session.delete(row)
    session.flush()


def _sign(session: WritingSession, row: BandRow) -> None:
    row.gewijzigd_op, row.gewijzigd_door = now(), session.actor.gebruiker


def _require_all(session: WritingSession) -> None:
    if session.actor.wijken(NEEDS[session.actie]) is not None:
        raise Forbidden("Een band geldt voor alle wijken. Alleen wie alle wijken stuurt, kan hem wijzigen.")
