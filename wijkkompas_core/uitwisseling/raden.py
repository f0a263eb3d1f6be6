"""What the columns of a file mean, guessed from their names and from what stands in them."""

from collections.abc import Callable, Collection, Sequence

from rapidfuzz import fuzz

from wijkkompas_core.bestanden.datums import Unreadable, parse_date
from wijkkompas_core.bestanden.inhoud import Cel
from wijkkompas_core.bestanden.waarden import as_text, is_nothing, parse_number
from wijkkompas_core.domain.betrokkenheid import match_name
from wijkkompas_core.domain.uitwisseling import LIJSTEN, VELDEN, Toewijzing, Veld, Waardesoort
from wijkkompas_core.uitwisseling.bekend import Bekend
from wijkkompas_core.uitwisseling.opvallend import Merken, Opvallend
from wijkkompas_core.uitwisseling.tabel import Tabel
from wijkkompas_core.uitwisseling.waarden import parts_of
from wijkkompas_core.uitwisseling.woorden import Keuzes

SAMPLE = 200
ENOUGH = 45.0
"""Score from which on a column is taken for a field."""
BY_CONTENTS = frozenset({Waardesoort.WIJK, Waardesoort.DATUM, Waardesoort.KEUZE, Waardesoort.KEUZES})
SURE = 0.9
"""The share of cells that has to be a value of a field to take a column for it by its contents alone."""
FORM_TIMES = (
    frozenset({"start time", "begintijd", "starttijd", "tijd van starten"}),
    frozenset({"completion time", "tijd van voltooien", "voltooiingstijd", "tijd voltooid", "tijd van voltooiing"}),
)
"""Columns of which a form has one of each; nobody makes both by hand."""
FORM_OWN = frozenset(
    {"id", "email", "e mail", "name", "naam", "last modified time", "laatst gewijzigd", "tijd laatst gewijzigd",
     "total points", "quiz feedback", "taal", "language"}
)  # fmt: skip
SAME_NAME, ALIKE_NAME = 100.0, 60.0
CONTENTS = 45.0


def guess(tabel: Tabel, bekend: Bekend, kept: Sequence[Toewijzing] = ()) -> Toewijzing:
    """The best guess: a kept mapping of which all columns are there, else each column to the field it fits best."""
    for one in kept:
        if one.lijst == bekend.lijst and one.kolommen and set(one.kolommen.values()) <= set(tabel.titels):
            return one
    of_form = _of_form(tabel.titels)
    columns = {titel: tabel.column(titel)[:SAMPLE] for titel in tabel.titels if titel not in of_form}
    fields = VELDEN[bekend.lijst]
    named = sorted(
        (
            (score, one.naam, titel)
            for one in fields
            for titel, cells in columns.items()
            if (score := _score(one, titel, cells, bekend)) >= ENOUGH
        ),
        key=lambda found: -found[0],
    )
    kolommen: dict[str, str] = {}
    for _, naam, titel in named:
        if naam not in kolommen and titel not in kolommen.values():
            kolommen[naam] = titel
    for one in fields:  # by contents alone only what is needed, and only when one column can be it
        if one.verplicht and one.naam not in kolommen and one.soort in BY_CONTENTS:
            fitting = [
                titel
                for titel, cells in columns.items()
                if titel not in kolommen.values()
                and not any(by_heading(other, titel) for other in fields)
                and _tells(one, [cell for cell in cells if not is_nothing(cell)], bekend)
            ]
            if len(fitting) == 1:
                kolommen[one.naam] = fitting[0]
    order = [one.naam for one in fields]
    only = next(iter(bekend.wijken.values())).slug if len(bekend.wijken) == 1 and "wijk" not in kolommen else ""
    vast = {"wijk": only} if only else {}
    return Toewijzing(bekend.lijst, {naam: kolommen[naam] for naam in order if naam in kolommen}, vast)


def _of_form(titels: Sequence[str]) -> set[str]:
    """The columns that a program for forms adds by itself: when, and who filled it in. They answer no question."""
    folded = {titel: match_name(titel) for titel in titels}
    if not all(names & set(folded.values()) for names in FORM_TIMES):
        return set()
    own = FORM_OWN.union(*FORM_TIMES)
    return {titel for titel, name in folded.items() if name in own}


def _tells(one: Veld, cells: list[Cel], bekend: Bekend) -> bool:
    """Whether contents alone tell that a column is this field: nearly all of it, and no bare numbers."""
    numbers = sum(_reads(parse_number, cell) for cell in cells)
    if not cells or (one.soort is not Waardesoort.DATUM and (numbers or not all(map(_has_letters, cells)))):
        return False
    return (_fits(one, cells, bekend) or 0.0) >= SURE


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


def _has_letters(cell: Cel) -> bool:
    return isinstance(cell, str) and any(char.isalpha() for char in cell[:200])


def by_heading(one: Veld, titel: str) -> float:
    """How well the name of a column fits a field: 0 (not at all) to `SAME_NAME`."""
    name = match_name(titel)
    names = [match_name(word) for word in (one.titel, one.naam, *one.namen)]
    if name in names[:2]:
        return SAME_NAME
    if name in names:
        return SAME_NAME - 10
    alike = max(fuzz.token_sort_ratio(name, word) for word in names)
    within = any(f" {word} " in f" {name} " for word in names if len(word) > 3)
    return ALIKE_NAME if within else ALIKE_NAME * alike / 100 if alike >= 80 else 0.0


def _score(one: Veld, titel: str, cells: list[Cel], bekend: Bekend) -> float:
    """How well a column fits a field: by its name, and of two names by what stands in it."""
    header = by_heading(one, titel)
    if not header:
        return 0.0
    filled = [cell for cell in cells if not is_nothing(cell)]
    fits = _fits(one, filled, bekend)
    if fits is None:
        return header
    if filled and fits < 0.2 and header < SAME_NAME and one.soort in (Waardesoort.DATUM, Waardesoort.GETAL):
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
            return sum(bool(bekend.wijken_named(as_text(cell))) for cell in cells) / len(cells)
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


def about_table(tabel: Tabel, toewijzing: Toewijzing, mapped: Collection[str], merken: Merken) -> tuple[Opvallend, ...]:
    """Everything that stands out: what was met while reading rows, and what is to be said of the table as a whole."""
    fields = VELDEN[toewijzing.lijst]
    used = {toewijzing.kolommen[naam] for naam in mapped}
    present = set(tabel.nummers)
    for nummer in sorted(tabel.verborgen & present):
        merken.add("verborgen", "", nummer)
    for nummer, cells in tabel.totalen:
        merken.add("totaal", "", nummer, ", ".join(as_text(cell) for cell in cells if cell is not None))
    for nummer, titel in tabel.formules:
        if titel in used and nummer in present:
            merken.add("formule", "", nummer, titel)
    for nummer, titel, what in tabel.fouten:
        if titel in used and nummer in present:
            merken.add("foutcel", titel, nummer, what)
    for one in fields:
        if one.naam in mapped and not by_heading(one, toewijzing.kolommen[one.naam]):
            merken.add("inhoud", one.naam, tabel.kop, toewijzing.kolommen[one.naam])
    return merken.told({one.naam: one.titel for one in fields}, toewijzing.keuzes)
