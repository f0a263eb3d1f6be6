"""Several sheets or files of the same kind as one table, of which every row still tells where it stood."""

from collections.abc import Sequence
from dataclasses import replace

from wijkkompas_core.bestanden.inhoud import MAX_ROWS, Cel, Ingelezenblad, refused
from wijkkompas_core.domain import nederlands as nl
from wijkkompas_core.domain.betrokkenheid import match_name
from wijkkompas_core.errors import InvalidInput
from wijkkompas_core.uitwisseling.tabel import Tabel, find_table

BLOCK = 1_000_000
"""Between the numbers of the rows of one part and those of the next: more than we read of a sheet (`MAX_ROWS`)."""
ALIKE = 2 / 3
"""The share of the columns of the narrower of two tables that the other must have too."""


def row_name(nummer: int, delen: Sequence[str]) -> str:
    """Which row this is for who looks it up: its number in the sheet, and of several parts in which."""
    place, row = divmod(nummer, BLOCK)
    return f"{row} van {delen[place]}" if place < len(delen) else str(row)


def row_names(nummers: Sequence[int], delen: Sequence[str]) -> list[str]:
    """Which rows these are, the part told only where it is another than before."""
    found: list[str] = []
    for place, nummer in enumerate(nummers):
        follows = place + 1 < len(nummers) and nummers[place + 1] // BLOCK == nummer // BLOCK
        found.append(str(nummer % BLOCK) if follows else row_name(nummer, delen))
    return found


def together(bladen: Sequence[Ingelezenblad]) -> tuple[Tabel, tuple[str, ...]]:
    """One table of all sheets that show and have the same kind of columns, and sentences about those that have not.

    The kind is that of the first sheet with a table. Raises `InvalidInput` when there is none, or too many rows.
    """
    found: list[tuple[str, Tabel]] = []
    left: list[str] = []
    for blad in bladen:
        try:
            table = None if blad.verborgen else find_table(blad)
        except InvalidInput:
            table = None
        if table is None:
            left.append(f"“{blad.naam}” is leeg of verborgen en gaat niet mee.")
        elif found and not _same_kind(found[0][1], table):
            left.append(f"“{blad.naam}” heeft andere kolommen en gaat niet mee: importeer dat apart.")
        else:
            found.append((blad.naam, table))
    if not found:
        raise refused("In deze bladen staan geen gegevens.")
    if sum(len(table.rijen) for _, table in found) > MAX_ROWS:
        raise refused(f"Samen hebben ze meer dan {nl.whole(MAX_ROWS)} rijen. Importeer er minder tegelijk.")
    titels: dict[str, str] = {}
    for _, table in found:
        for titel in table.titels:
            titels.setdefault(_folded(titel), titel)
    delen = tuple(naam for naam, _ in found)
    parts = [_part(place * BLOCK, table, titels) for place, (_, table) in enumerate(found)]
    return (
        Tabel(
            tuple(titels.values()),
            tuple(n for part in parts for n in part.nummers),
            tuple(row for part in parts for row in part.rijen),
            tuple(one for part in parts for one in part.overgeslagen),
            found[0][1].kop,
            tuple(one for part in parts for one in part.totalen),
            frozenset(n for part in parts for n in part.verborgen),
            tuple(one for part in parts for one in part.formules),
            tuple(one for part in parts for one in part.fouten),
            delen if len(delen) > 1 else (),
        ),
        tuple(left),
    )


def _folded(titel: str) -> str:
    return match_name(titel) or titel.casefold()


def _same_kind(first: Tabel, other: Tabel) -> bool:
    one, two = ({_folded(titel) for titel in table.titels} for table in (first, other))
    return len(one & two) >= ALIKE * min(len(one), len(two))


def _part(shift: int, table: Tabel, titels: dict[str, str]) -> Tabel:
    """A table with the columns of all, and with numbers of its own."""
    places: dict[str, int] = {}
    for place, titel in enumerate(table.titels):
        places.setdefault(_folded(titel), place)
    order = [places.get(folded) for folded in titels]

    def cells(row: tuple[Cel, ...]) -> tuple[Cel, ...]:
        return tuple(None if place is None else row[place] for place in order)

    def named(titel: str) -> str:
        return titels[_folded(titel)]

    return replace(
        table,
        nummers=tuple(shift + n for n in table.nummers),
        rijen=tuple(cells(row) for row in table.rijen),
        overgeslagen=tuple((shift + n, why) for n, why in table.overgeslagen),
        totalen=tuple((shift + n, cells(row)) for n, row in table.totalen),
        verborgen=frozenset(shift + n for n in table.verborgen),
        formules=tuple((shift + n, named(titel)) for n, titel in table.formules),
        fouten=tuple((shift + n, named(titel), what) for n, titel, what in table.fouten),
    )
