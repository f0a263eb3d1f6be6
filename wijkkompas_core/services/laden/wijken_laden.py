"""Start a gemeente from its files: wijken with code, edition, name and boundary, and figures about them."""

import re
from collections.abc import Container, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from wijkkompas_core.domain.tekst import normaal
from wijkkompas_core.domain.tijd import today
from wijkkompas_core.errors import InvalidInput
from wijkkompas_core.services.laden.wijken_lezen import GelezenWijk, Kerncijfers
from wijkkompas_core.storage.engine import take_install_lock
from wijkkompas_core.storage.logboek import WritingSession
from wijkkompas_core.storage.tables import FaseRow, WijkcijferRow, WijkfaseRow, WijkRow

_LONGEST_SLUG, _LONGEST_NAME = 80, 500


@dataclass(frozen=True, slots=True)
class Geladen:
    """How many wijken were new, how many changed, how many were right already, and how many figures were read."""

    nieuw: int
    gewijzigd: int
    gelijk: int
    cijfers: int
    zonder_cijfers: tuple[str, ...] = ()
    """Names of wijken that the figures say nothing about."""


def slugify(naam: str) -> str:
    """A name as it stands in an address: small letters, digits and hyphens; may be empty."""
    plain = normaal("NFKD", naam[:_LONGEST_NAME].casefold(), 3 * _LONGEST_NAME).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:_LONGEST_SLUG].strip("-")


def unique_slug(naam: str, taken: Container[str], otherwise: str) -> str:
    """The slug of a name, with a number behind it when it is taken."""
    base = slugify(naam) or otherwise.lower()
    slug, number = base, 1
    while slug in taken:
        number += 1
        slug = f"{base[: _LONGEST_SLUG - 5]}-{number}"
    return slug


def load_wijken(
    session: WritingSession,
    wijken: Sequence[GelezenWijk],
    cijfers: Kerncijfers | None = None,
    *,
    start: date | None = None,
) -> Geladen:
    """Add the wijken that are new and update name, edition and boundary of those whose code is known.

    A new wijk starts on `start` (default: today) in the first fase. What is not in the file stays as it is, and so
    does the slug of a known wijk: links keep working. Figures of the same edition are replaced.
    """
    take_install_lock(session.connection())
    first_fase = session.scalar(select(FaseRow.slug).where(FaseRow.actief).order_by(FaseRow.nummer).limit(1))
    if first_fase is None:
        raise InvalidInput({"fase": "De methode is nog niet geladen. Draai eerst: migrate."})
    if cijfers is not None and not any(wijk.code in cijfers.waarden for wijk in wijken):
        raise InvalidInput({"kerncijfers": "In de kerncijfers staat geen enkele wijk uit het bestand met grenzen."})

    rows = {row.cbs_code: row for row in session.scalars(select(WijkRow)) if row.cbs_code}
    slugs = set(session.scalars(select(WijkRow.slug)))
    begin = start or today()
    new = changed = 0
    for wijk in wijken:
        row = rows.get(wijk.code)
        if row is None:
            slug = unique_slug(wijk.naam, slugs, wijk.code)
            slugs.add(slug)
            row = WijkRow(slug=slug, naam=wijk.naam, start=begin, cbs_code=wijk.code)
            row.cbs_editie, row.grens = wijk.editie, wijk.grens
            session.add(row)
            session.flush()
            session.add(WijkfaseRow(wijk_id=row.id, fase=first_fase, begonnen_op=begin, afgesloten_op=None))
            rows[wijk.code] = row
            new += 1
        elif (row.naam, row.cbs_editie, row.grens) != (wijk.naam, wijk.editie, wijk.grens):
            row.naam, row.cbs_editie, row.grens = wijk.naam, wijk.editie, wijk.grens
            changed += 1
    session.flush()
    count, without = 0, list[str]()
    for wijk in wijken if cijfers is not None else ():
        assert cijfers is not None
        found = cijfers.waarden.get(wijk.code)
        if found is None:
            without.append(wijk.naam)
            continue
        count += len(found)
        _replace_figures(session, rows[wijk.code].id, cijfers.editie, found)
    return Geladen(new, changed, len(wijken) - new - changed, count, tuple(without))


def _replace_figures(session: WritingSession, wijk: int, editie: int, found: dict[str, float]) -> None:
    """Make the figures of one wijk and edition equal to `found`, touching only what differs."""
    query = select(WijkcijferRow).where(WijkcijferRow.wijk_id == wijk, WijkcijferRow.editie == editie)
    present = {row.naam: row for row in session.scalars(query)}
    for naam, waarde in found.items():
        row = present.pop(naam, None)
        if row is None:
            session.add(WijkcijferRow(wijk_id=wijk, naam=naam, editie=editie, waarde=waarde))
        elif row.waarde != waarde:
            row.waarde = waarde
    for row in present.values():
        session.delete(row)
    session.flush()
