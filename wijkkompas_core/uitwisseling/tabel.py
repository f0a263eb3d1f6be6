"""Where in a sheet the table is: its header, its rows, and what is only decoration."""

import re
from dataclasses import dataclass

from wijkkompas_core.bestanden.inhoud import Cel, Ingelezenblad, refused
from wijkkompas_core.bestanden.waarden import as_text
from wijkkompas_core.domain.betrokkenheid import match_name
from wijkkompas_core.domain.uitwisseling import VELDEN

LOOKED_AT = 25
"""Rows among which the header is looked for: titles and logos stand above it."""
FOOTER = re.compile(
    r"^\s*(?:(?:sub)?tot(?:aal|alen)\b|bron\s*:|pagina\s+\d|gemaakt (?:op|door)|afgedrukt"
    r"|laatst (?:bijgewerkt|gewijzigd)|legenda\b|toelichting\s*:|\*\s|einde (?:van de )?lijst)",
    re.I,
)
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
    rijen: list[tuple[Cel, ...]] = []
    nummers: list[int] = []
    skipped: list[tuple[int, str]] = []
    for number, row in enumerate(below, start=kop + 1):
        cells = tuple(_at(row, n) for n in kept)
        filled = [cell for cell in cells if cell is not None]
        if not filled:
            continue
        if _is_header_again(cells, titels):
            skipped.append((number, "herhaalt de kolomnamen"))
        elif len(filled) <= max(2, len(kept) // 3) and isinstance(filled[0], str) and FOOTER.match(filled[0]):
            skipped.append((number, "lijkt een totaal of voetregel"))
        else:
            rijen.append(cells)
            nummers.append(number)
    if not rijen:
        raise refused("Onder de rij met kolomnamen staan geen gegevens.")
    return Tabel(titels, tuple(nummers), tuple(rijen), tuple(skipped), kop)


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
