"""Reads what an import added to the register, to look whether it was there already under another name."""

from sqlalchemy.orm import Session

from wijkkompas_core.domain.toegang import Actor, Recht
from wijkkompas_core.storage.tables import ImportRow


def nieuwe_belanghebbenden(session: Session, actor: Actor, key: int) -> tuple[tuple[int, ...], frozenset[int]]:
    """The wijken of an import and the belanghebbenden (ids) it added there; empty for who may not record in them."""
    row = session.get(ImportRow, key)
    wijken = tuple(row.wijken["ids"]) if row else ()
    if row is None or row.teruggedraaid_op is not None or not all(actor.may(Recht.VASTLEGGEN, w) for w in wijken):
        return (), frozenset()
    ranges = row.inhoud["nieuw"].get("belanghebbende", ())
    return wijken, frozenset(number for first, last in ranges for number in range(first, last + 1))
