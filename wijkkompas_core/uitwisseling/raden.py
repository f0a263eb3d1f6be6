"""What the columns of a file mean, guessed from their names and from what stands in them."""

from collections.abc import Callable, Sequence

from rapidfuzz import fuzz

from wijkkompas_core.bestanden.datums import Unreadable, parse_date
from wijkkompas_core.bestanden.inhoud import Cel
from wijkkompas_core.bestanden.waarden import as_text, parse_number
from wijkkompas_core.domain.betrokkenheid import match_name
from wijkkompas_core.domain.uitwisseling import LIJSTEN, VELDEN, Toewijzing, Veld, Waardesoort
from wijkkompas_core.uitwisseling.bekend import Bekend
from wijkkompas_core.uitwisseling.tabel import Tabel
from wijkkompas_core.uitwisseling.waarden import parts_of
from wijkkompas_core.uitwisseling.woorden import Keuzes

SAMPLE = 200
ENOUGH = 45.0
"""Score from which on a column is taken for a field: a name that is alike, or contents that fit."""
SAME_NAME, ALIKE_NAME = 100.0, 60.0
CONTENTS = 45.0


def guess(tabel: Tabel, bekend: Bekend, kept: Sequence[Toewijzing] = ()) -> Toewijzing:
    """The best guess: a kept mapping of which all columns are there, else each column to the field it fits best."""
    for one in kept:
        if one.lijst == bekend.lijst and one.kolommen and set(one.kolommen.values()) <= set(tabel.titels):
            return one
    columns = {titel: tabel.column(titel)[:SAMPLE] for titel in tabel.titels}
    scored = sorted(
        (
            (_score(one, titel, cells, bekend), one.naam, titel)
            for one in VELDEN[bekend.lijst]
            for titel, cells in columns.items()
        ),
        key=lambda found: -found[0],
    )
    kolommen: dict[str, str] = {}
    for score, naam, titel in scored:
        if score >= ENOUGH and naam not in kolommen and titel not in kolommen.values():
            kolommen[naam] = titel
    order = [one.naam for one in VELDEN[bekend.lijst]]
    return Toewijzing(bekend.lijst, {naam: kolommen[naam] for naam in order if naam in kolommen})


def guess_list(tabel: Tabel) -> str:
    """Which list a table most likely is, by the names of its columns."""
    titles = {match_name(titel) for titel in tabel.titels}

    def known(lijst: str) -> float:
        return sum(
            (2.0 if one.verplicht else 1.0)
            for one in VELDEN[lijst]
            if titles & {match_name(name) for name in (one.naam, one.titel, *one.namen)}
        )

    return max(LIJSTEN, key=known)


def _score(one: Veld, titel: str, cells: list[Cel], bekend: Bekend) -> float:
    name = match_name(titel)
    names = [match_name(word) for word in (one.titel, one.naam, *one.namen)]
    if name in names[:2]:
        header = SAME_NAME
    elif name in names:
        header = SAME_NAME - 10
    else:
        alike = max(fuzz.token_sort_ratio(name, word) for word in names)
        within = any(f" {word} " in f" {name} " for word in names if len(word) > 3)
        header = ALIKE_NAME if within else ALIKE_NAME * alike / 100 if alike >= 80 else 0.0
    filled = [cell for cell in cells if cell is not None]
    fits = _fits(one, filled, bekend)
    if fits is None:
        return header
    if header and filled and fits < 0.2 and one.soort in (Waardesoort.DATUM, Waardesoort.GETAL):
        return header / 3  # it is called so, but nothing in it can be one
    return header + CONTENTS * (fits if fits >= 0.5 else 0.0)


def _fits(one: Veld, cells: Sequence[Cel], bekend: Bekend) -> float | None:
    """The share of cells that can be a value of this field; nothing when contents tell nothing."""
    if not cells:
        return None
    match one.soort:
        case Waardesoort.DATUM:
            return sum(_reads(parse_date, cell) for cell in cells) / len(cells)
        case Waardesoort.GETAL:
            return (
                sum(_reads(parse_number, cell) and not _reads(parse_date, cell) for cell in cells) / len(cells) * 0.99
            )
        case Waardesoort.WIJK:
            return sum(bekend.wijk_named(as_text(cell)) is not None for cell in cells) / len(cells)
        case Waardesoort.KEUZE | Waardesoort.KEUZES:
            keuzes = Keuzes(one.schaal, bekend.keuzes.get(one.schaal, {}), bekend.korte.get(one.schaal))
            known = [any(keuzes.find(part) for part in parts_of(as_text(c), keuzes.find)) for c in cells]
            return sum(known) / len(cells) if not all(isinstance(c, int) for c in cells) else 0.0
        case Waardesoort.BELANGHEBBENDE | Waardesoort.BELANGHEBBENDEN:
            names = {name for wijk in bekend.wijken.values() for name in wijk.partijen}

            def find(word: str) -> str | None:
                return match_name(word) if match_name(word) in names else None

            return sum(any(find(part) for part in parts_of(as_text(c), find)) for c in cells) / len(cells)
        case Waardesoort.LINKS:
            return sum(as_text(cell).startswith(("http://", "https://")) for cell in cells) / len(cells)
        case _:
            return None


def _reads(parse: Callable[[Cel], object], cell: Cel) -> bool:
    try:
        return parse(cell) is not None
    except Unreadable:
        return False
