"""Start a gemeente from its files: wijken with code, edition, name and boundary, and figures about them."""

import re
from collections.abc import Container, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from wijkkompas_core.domain import nederlands as nl
from wijkkompas_core.domain.betrokkenheid import match_name
from wijkkompas_core.domain.tekst import normaal
from wijkkompas_core.domain.tijd import today
from wijkkompas_core.errors import InvalidInput, WijkkompasError
from wijkkompas_core.services.laden.edities import ZEKER, Gebied, Soort, Verschil, vergelijk
from wijkkompas_core.services.laden.kerncijfers_lezen import Kerncijfers
from wijkkompas_core.services.laden.wijken_lezen import GelezenWijk
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


class OnbevestigdeEditie(WijkkompasError):
    """A new edition does something to wijken that nobody confirmed yet: `verschillen` says what, each by itself."""

    def __init__(self, verschillen: Sequence[Verschil]) -> None:
        """`verschillen` are those that ask for a confirmation."""
        self.verschillen = tuple(verschillen)
        lines = "\n".join(f"- {one.zin}" for one in self.verschillen)
        super().__init__(f"Er is niets geladen. De nieuwe indeling verandert dit:\n{lines}")


def verschillen(session: WritingSession, wijken: Sequence[GelezenWijk]) -> list[Verschil]:
    """What these wijken do to those that are known from an older edition, in the same gemeente or the same place."""
    every = list(session.scalars(select(WijkRow).where(WijkRow.cbs_code.is_not(None)).order_by(WijkRow.id)))
    new = [Gebied(wijk.code, wijk.naam, wijk.grens) for wijk in wijken if wijk.code]
    if not new:
        return []
    year = max(wijk.editie for wijk in wijken)
    towns = {gebied.code[2:6] for gebied in new}
    old = [Gebied(row.cbs_code or "", row.naam, row.grens) for row in every if row.cbs_editie not in (None, year)]
    found = vergelijk(old, new)
    return [one for one in found if one.nieuw or any(gebied.code[2:6] in towns for gebied in one.oud)]


def _refuse_older(rows: Sequence[WijkRow], wijken: Sequence[GelezenWijk]) -> None:
    """An older edition would put back names and boundaries that are over."""
    year = max(wijk.editie for wijk in wijken)
    towns = {code[2:6] for wijk in wijken for code in (wijk.code, *wijk.buurten) if code}
    newer = [
        row
        for row in rows
        if row.cbs_editie is not None
        and row.cbs_editie > year
        and any(code[2:6] in towns for code in (row.cbs_code or "", *row.buurten) if code)
    ]
    if newer:
        has = nl.enumerate_words([f"{row.naam} ({row.cbs_editie})" for row in newer[:3]])
        more = f" en nog {len(newer) - 3}" if len(newer) > 3 else ""
        raise InvalidInput(
            {
                "editie": f"Er is niets geladen: dit bestand is van {year}, en er staan al wijken van een nieuwere "
                f"indeling: {has}{more}. Wil je toch terug naar {year}, geef dan --oudere-indeling."
            }
        )


def load_wijken(
    session: WritingSession,
    wijken: Sequence[GelezenWijk],
    cijfers: Kerncijfers | None = None,
    *,
    start: date | None = None,
    akkoord: Container[str] = (),
    ouder: bool = False,
) -> Geladen:
    """Add the wijken that are new and update name, edition and boundary of those whose code is known.

    A new wijk starts on `start` (default: today) in the first fase. What is not in the file stays as it is, and so
    does the slug of a known wijk: links keep working. Figures of the same edition are replaced.

    What a new edition does to known wijken has to be confirmed: `akkoord` holds the codes of before for which it was,
    else `OnbevestigdeEditie`. A wijk with another code then keeps everything that was recorded about it; one that was
    split, merged or vanished stays beside the new ones. An older edition than what is there is refused, unless `ouder`.
    """
    take_install_lock(session.connection())
    first_fase = session.scalar(select(FaseRow.slug).where(FaseRow.actief).order_by(FaseRow.nummer).limit(1))
    if first_fase is None:
        raise InvalidInput({"fase": "De methode is nog niet geladen. Draai eerst: migrate."})
    if cijfers is not None and not any(wijk.code in cijfers.waarden for wijk in wijken):
        raise InvalidInput({"kerncijfers": "In de kerncijfers staat geen enkele wijk uit het bestand met grenzen."})

    every = list(session.scalars(select(WijkRow)))
    if not ouder:
        _refuse_older(every, wijken)
    changes = verschillen(session, wijken)
    open_ = [one for one in changes if one.soort not in ZEKER and not all(g.code in akkoord for g in one.oud)]
    if open_:
        raise OnbevestigdeEditie(open_)
    rows = {row.cbs_code: row for row in every if row.cbs_code}
    for one in changes:
        if one.soort is Soort.HERCODEERD:
            rows[one.nieuw[0].code] = rows[one.oud[0].code]
    slugs = set(session.scalars(select(WijkRow.slug)))
    begin = start or today()
    new = changed = 0
    for wijk in wijken:
        row = rows.get(wijk.code) if wijk.code else _made_of(every, wijk)
        if row is None:
            slug = unique_slug(wijk.naam, slugs, wijk.code or "wijk")
            slugs.add(slug)
            row = WijkRow(slug=slug, naam=wijk.naam, start=begin)
            _take_over(row, wijk)
            session.add(row)
            session.flush()
            session.add(WijkfaseRow(wijk_id=row.id, fase=first_fase, begonnen_op=begin, afgesloten_op=None))
            rows[wijk.code] = row
            new += 1
        elif _take_over(row, wijk):
            changed += 1
    session.flush()
    count, without = _load_figures(session, wijken, rows, cijfers) if cijfers is not None else (0, ())
    return Geladen(new, changed, len(wijken) - new - changed, count, without)


def _load_figures(
    session: WritingSession, wijken: Sequence[GelezenWijk], rows: Mapping[str, WijkRow], cijfers: Kerncijfers
) -> tuple[int, tuple[str, ...]]:
    """Make the figures of these wijken as the file has them; answers how many, and of which wijken it has none."""
    count, without = 0, list[str]()
    for wijk in wijken:
        found = cijfers.waarden.get(wijk.code)
        if found is None:
            without.append(wijk.naam)
            continue
        count += len(found)
        _replace_figures(session, rows[wijk.code].id, cijfers.editie, found)
    return count, tuple(without)


def _made_of(rows: Sequence[WijkRow], wijk: GelezenWijk) -> WijkRow | None:
    """The wijkaanpak that is made of the same buurten, or has the same name and no code of its own."""
    same = (row for row in rows if row.buurten and sorted(row.buurten) == list(wijk.buurten))
    name = match_name(wijk.naam)
    named = (row for row in rows if not row.cbs_code and match_name(row.naam) == name)
    return next(same, None) or next(named, None)


def _take_over(row: WijkRow, wijk: GelezenWijk) -> bool:
    """Make a row as the file has it; answers whether that changed anything."""
    wanted: Mapping[str, object] = {
        "naam": wijk.naam,
        "cbs_code": wijk.code or row.cbs_code,
        "cbs_editie": wijk.editie,
        "grens": wijk.grens,
        "buurten": list(wijk.buurten) or row.buurten or [],
    }
    differs = [name for name, value in wanted.items() if getattr(row, name) != value]
    for name in differs:
        setattr(row, name, wanted[name])
    return bool(differs)


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
