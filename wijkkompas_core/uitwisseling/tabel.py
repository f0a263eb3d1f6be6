"""Where in a sheet the table is: its header, its rows, and what is only decoration."""

import re
from dataclasses import dataclass

from wijkkompas_core.bestanden.inhoud import Cel, Ingelezenblad, refused
from wijkkompas_core.bestanden.waarden import as_text
from wijkkompas_core.domain.betrokkenheid import match_name
from wijkkompas_core.domain.uitwisseling import VELDEN

LOOKED_AT = 25
"""Rows among which the header is looked for: titles and logos stand above it."""
TOTAL = re.compile(
    r"(?:(?:eind|sub|groeps|jaar)?-?tot(?:aal|alen|als?)|grand total|som|sum|gemiddelde?|average|aantal|count|max|min)"
    r"(?: (?:generaal|\d{1,6}))?"
)
"""A folded first cell of a row that only adds up."""
FOOTER = re.compile(
    r"\s*(?:bron\s*:|pagina\s+\d|gemaakt (?:op|door)|afgedrukt|laatst (?:bijgewerkt|gewijzigd)|legenda\b"
    r"|toelichting\s*:|\*\s|einde (?:van de )?lijst)",
    re.I,
)
RULE = re.compile(r":?-{2,}:?")
"""What stands under the header of a table that is drawn with bars."""
PIVOT = frozenset({"rijlabels", "row labels"})
EMPTY_TITLE = "Kolom"


@dataclass(frozen=True, slots=True)
class Tabel:
    """A table: titles (each one once), and per row its number in the sheet (from 1) and its cells, as many as titles.

    `overgeslagen` are (row number, why) of rows that are no data. `kop` is the row number of the header, 0 without.
    """

    titels: tuple[str, ...]
    nummers: tuple[int, ...]
    rijen: tuple[tuple[Cel, ...], ...]
    overgeslagen: tuple[tuple[int, str], ...]
    kop: int
    totalen: tuple[tuple[int, tuple[Cel, ...]], ...] = ()
    """The rows that look like a total or a footer, to be taken along when asked."""
    verborgen: frozenset[int] = frozenset()
    """Numbers of rows that do not show in the spreadsheet."""
    formules: tuple[tuple[int, str], ...] = ()
    """(row number, title) of formulas without an outcome."""
    fouten: tuple[tuple[int, str, str], ...] = ()
    """(row number, title, what it shows) of cells in which a formula went wrong."""
    delen: tuple[str, ...] = ()
    """The sheets or files of which it was put together, if it was: `delen.row_name` says where a row stood."""

    def column(self, titel: str) -> list[Cel]:
        """The cells under a title; empty for an unknown one."""
        if titel not in self.titels:
            return []
        place = self.titels.index(titel)
        return [row[place] for row in self.rijen]


def find_header(blad: Ingelezenblad) -> int:
    """The row number (from 1) that looks most like a header: words of our fields, texts only, as wide as the table."""
    best, best_score = 1, -1.0
    wide = max((_width(row) for row in blad.rijen[: LOOKED_AT * 4]), default=1)
    for number, row in enumerate(blad.rijen[:LOOKED_AT], start=1):
        filled = [cell for cell in row if cell is not None]
        texts = [cell for cell in filled if isinstance(cell, str) and len(cell) <= 80]
        if not texts:
            continue
        known = sum(match_name(text) in KNOWN for text in texts)
        score = 4 * known + 2 * len(texts) / wide + len({t.casefold() for t in texts}) / len(filled) - number / 100
        score -= 3 * (len(filled) - len(texts))
        if score > best_score:
            best, best_score = number, score
    return best


def find_table(blad: Ingelezenblad, kop: int | None = None) -> Tabel:
    """The table under header `kop` (found when not given); raises `InvalidInput` when there are no rows under it."""
    kop = find_header(blad) if kop is None else kop
    if not 1 <= kop <= len(blad.rijen):
        raise refused(f"Rij {kop} bestaat niet in dit blad. Kies de rij met de namen van de kolommen.")
    head = blad.rijen[kop - 1]
    below = blad.rijen[kop:]
    wide = max((_width(row) for row in [head, *below]), default=0)
    kept = [n for n in range(wide) if _at(head, n) is not None or any(_at(row, n) is not None for row in below)]
    titels = _titles([as_text(_at(head, n)) for n in kept], kept)
    pivot = any(match_name(titel, 80) in PIVOT for titel in titels)
    rijen: list[tuple[Cel, ...]] = []
    nummers: list[int] = []
    skipped: list[tuple[int, str]] = []
    totals: list[tuple[int, tuple[Cel, ...]]] = []
    for number, row in enumerate(below, start=kop + 1):
        cells = tuple(_at(row, n) for n in kept)
        filled = [cell for cell in cells if cell is not None]
        if not filled:
            continue
        if _is_header_again(cells, titels):
            skipped.append((number, "herhaalt de kolomnamen"))
        elif all(isinstance(cell, str) and RULE.fullmatch(cell.strip()) for cell in filled):
            continue
        elif _is_footer(cells):
            skipped.append((number, "lijkt een totaal of voetregel"))
            totals.append((number, cells))
        else:
            if pivot and rijen:
                cells = _filled_down(cells, rijen[-1])
            rijen.append(cells)
            nummers.append(number)
    if not rijen:
        raise refused("Onder de rij met kolomnamen staan geen gegevens.")
    places = dict(zip(kept, titels, strict=True))
    return Tabel(
        titels,
        tuple(nummers),
        tuple(rijen),
        tuple(skipped),
        kop,
        tuple(totals),
        blad.verborgen_rijen,
        tuple((row, places[n]) for row, n in blad.formules if row > kop and n in places),
        tuple((row, places[n], what) for row, n, what in blad.fouten if row > kop and n in places),
    )


def _filled_down(cells: tuple[Cel, ...], above: tuple[Cel, ...]) -> tuple[Cel, ...]:
    """A row of a pivot table: what stands in front and was said in the row above, is not said again."""
    first = next((place for place, cell in enumerate(cells) if cell is not None), len(cells))
    return above[:first] + cells[first:]


def _is_footer(cells: tuple[Cel, ...]) -> bool:
    """Whether a row only adds up or explains: its first cell says so, and nothing but numbers stands beside it."""
    filled = [cell for cell in cells if cell is not None]
    first = filled[0]
    if not isinstance(first, str) or any(isinstance(cell, str) and not _is_number(cell) for cell in filled[1:]):
        return False
    return bool(TOTAL.fullmatch(match_name(first, 80))) or (len(filled) == 1 and bool(FOOTER.match(first)))


def _is_number(text: str) -> bool:
    return len(text) < 40 and all(char.isdigit() or char in " .,%€-" for char in text)


def _width(row: list[Cel]) -> int:
    return max((n for n, cell in enumerate(row, start=1) if cell is not None), default=0)


def _at(row: list[Cel], place: int) -> Cel:
    return row[place] if place < len(row) else None


def _titles(texts: list[str], places: list[int]) -> tuple[str, ...]:
    found: list[str] = []
    for text, place in zip(texts, places, strict=True):
        title = " ".join(text.split())[:120] or f"{EMPTY_TITLE} {place + 1}"
        number, name = 1, title
        while name.casefold() in {other.casefold() for other in found}:
            number += 1
            name = f"{title} ({number})"
        found.append(name)
    return tuple(found)


def _is_header_again(cells: tuple[Cel, ...], titels: tuple[str, ...]) -> bool:
    same = [as_text(cell).strip().casefold() == titel.casefold() for cell, titel in zip(cells, titels, strict=True)]
    return sum(same) >= max(2, len(titels) * 2 // 3)


KNOWN = frozenset(
    match_name(name) for fields in VELDEN.values() for one in fields for name in (one.naam, one.titel, *one.namen)
)
