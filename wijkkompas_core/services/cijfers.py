"""Record judgements and figures at a peildatum, for a wijk or one of its deelprojecten."""

from dataclasses import replace
from datetime import date

from sqlalchemy import select

from wijkkompas_core.domain.betrokkenheid import clean_text, match_name
from wijkkompas_core.domain.tijd import now, today
from wijkkompas_core.domain.voortgang import CIJFERSOORTEN, CijferInvoer, OordeelInvoer, check_cijfer, check_oordeel
from wijkkompas_core.errors import InvalidInput
from wijkkompas_core.services.voortgang import at_wijk, find
from wijkkompas_core.storage.logboek import WritingSession
from wijkkompas_core.storage.tables import CijferRow, OordeelRow, WijkRow


def record_oordelen(session: WritingSession, oordelen: tuple[OordeelInvoer, ...]) -> list[int]:
    """Record several judgements at once, all or none; answers their ids.

    Raises `InvalidInput` with the fields as `kleur_<onderwerp>` and `zin_<onderwerp>`, and `peildatum`.
    """
    errors: dict[str, str] = {}
    rows: list[OordeelRow] = []
    if not oordelen:
        errors["kleur"] = "Kies van minstens één onderwerp hoe het ervoor staat."
    if len({(invoer.onderwerp, invoer.peildatum) for invoer in oordelen}) < len(oordelen):
        errors["kleur"] = "Geef elk onderwerp één oordeel per peildatum."
    for invoer in oordelen:
        place = at_wijk(session, invoer.wijk, invoer.deelproject)
        row = OordeelRow(wijk_id=invoer.wijk, deelproject_id=invoer.deelproject)
        wrong = _check_oordeel(session, row, place, invoer)
        errors |= {f if f == "peildatum" else f"{f}_{invoer.onderwerp}": sentence for f, sentence in wrong.items()}
        if not wrong:
            _fill_oordeel(session, row, invoer)
            rows.append(row)
    if errors:
        raise InvalidInput(errors)
    session.add_all(rows)
    session.flush()
    return [row.id for row in rows]


def change_oordeel(session: WritingSession, key: int, versie: int, invoer: OordeelInvoer) -> int:
    """Correct a judgement; answers the new version."""
    row, place = find(session, OordeelRow, key, versie)
    invoer = replace(invoer, wijk=row.wijk_id, deelproject=row.deelproject_id)
    errors = _check_oordeel(session, row, place, invoer)
    if errors:
        raise InvalidInput(errors)
    _fill_oordeel(session, row, invoer)
    session.flush()
    return row.versie


def delete_oordeel(session: WritingSession, key: int, versie: int) -> None:
    """Take away a judgement; recording the same again brings it back."""
    row, _ = find(session, OordeelRow, key, versie)
    session.delete(row)


def record_cijfer(session: WritingSession, invoer: CijferInvoer) -> int:
    """Record a figure at a peildatum; answers its id."""
    at_wijk(session, invoer.wijk, invoer.deelproject)
    row = CijferRow(wijk_id=invoer.wijk, deelproject_id=invoer.deelproject)
    _fill_cijfer(session, row, invoer)
    session.add(row)
    session.flush()
    return row.id


def change_cijfer(session: WritingSession, key: int, versie: int, invoer: CijferInvoer) -> int:
    """Correct a figure; answers the new version."""
    row, _ = find(session, CijferRow, key, versie)
    _fill_cijfer(session, row, replace(invoer, wijk=row.wijk_id, deelproject=row.deelproject_id))
    session.flush()
    return row.versie


def delete_cijfer(session: WritingSession, key: int, versie: int) -> None:
    """Take away a figure; recording the same again brings it back."""
    row, _ = find(session, CijferRow, key, versie)
    session.delete(row)


def _check_oordeel(session: WritingSession, row: OordeelRow, wijk: WijkRow, invoer: OordeelInvoer) -> dict[str, str]:
    query = select(OordeelRow.peildatum).where(
        OordeelRow.wijk_id == invoer.wijk,
        OordeelRow.deelproject_id.is_not_distinct_from(invoer.deelproject),
        OordeelRow.onderwerp == invoer.onderwerp,
        OordeelRow.id != (row.id or 0),
    )
    return check_oordeel(invoer, taken=set(session.scalars(query)), start=wijk.start, today=today())


def _fill_oordeel(session: WritingSession, row: OordeelRow, invoer: OordeelInvoer) -> None:
    assert invoer.peildatum is not None
    with session.no_autoflush:
        row.peildatum, row.onderwerp, row.kleur = invoer.peildatum, invoer.onderwerp, invoer.kleur
        row.zin = clean_text(invoer.zin)
        row.ingevoerd_op, row.ingevoerd_door = now(), session.actor.gebruiker


def _fill_cijfer(session: WritingSession, row: CijferRow, invoer: CijferInvoer) -> None:
    query = select(CijferRow.soort, CijferRow.peildatum).where(
        CijferRow.wijk_id == invoer.wijk,
        CijferRow.deelproject_id.is_not_distinct_from(invoer.deelproject),
        CijferRow.id != (row.id or 0),
    )
    there: list[tuple[str, date]] = [(soort, day) for soort, day in session.execute(query)]
    # A name of one's own that differs only in capitals or spaces is the same figure, and goes on in the same line.
    known = {match_name(soort): soort for soort in (*(soort for soort, _ in there), *CIJFERSOORTEN)}
    soort = known.get(match_name(invoer.soort), clean_text(invoer.soort))
    invoer = replace(invoer, soort=soort)
    errors = check_cijfer(invoer, taken={day for other, day in there if other == soort}, today=today())
    if errors:
        raise InvalidInput(errors)
    assert invoer.peildatum is not None and invoer.teller is not None
    with session.no_autoflush:
        row.soort, row.peildatum, row.bron = soort, invoer.peildatum, clean_text(invoer.bron)
        row.teller, row.noemer = invoer.teller, invoer.noemer
        row.ingevoerd_op, row.ingevoerd_door = now(), session.actor.gebruiker
