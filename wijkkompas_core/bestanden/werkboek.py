"""What goes into a file: sheets with described columns, and where the numbers come from."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

import pandas as pd
from pandas.api import types

LIST_SEPARATOR = "; "
MAX_SHEET_NAME = 31
"""Excel's own limit; LibreOffice allows more, but the file should be the same."""
RESERVED = frozenset({"uitleg", "over dit bestand", "history"})

_NOT_IN_A_NAME = re.compile(r"[\[\]:*?/\\\x00-\x1f]")


class Soort(StrEnum):
    """What the values of a column are; the name under which the data dictionary tells of it."""

    TEKST = "tekst"
    GETAL = "getal"
    GEHEEL = "geheel getal"
    DATUM = "datum"
    MOMENT = "datum en tijd"
    LIJST = "lijst"
    JA_NEE = "ja of nee"


@dataclass(frozen=True, slots=True)
class Kolom:
    """One column: `naam` is its name in the DataFrame, `titel` what stands above it in the file.

    `eenheid` ("dagen", "%") and `uitleg` (one sentence, also how it was calculated) go into the data dictionary.
    """

    naam: str
    titel: str
    soort: Soort = Soort.TEKST
    eenheid: str = ""
    uitleg: str = ""


@dataclass(frozen=True, slots=True)
class Blad:
    """One sheet. `tabel` holds at least the columns named in `kolommen`, one row per line; what is missing is None.

    Values by soort: GETAL and GEHEEL a number, DATUM a `date` or `Timestamp`, MOMENT an aware `datetime` (shown in
    Dutch time) or a naive one, LIJST a list or tuple of texts, JA_NEE a bool, TEKST anything (through `str`).
    """

    naam: str
    tabel: pd.DataFrame
    kolommen: tuple[Kolom, ...]


@dataclass(frozen=True, slots=True)
class Werkboek:
    """A file: its sheets and what a reader has to know of them. Dates and texts are told as they are given here.

    `filters` are (name, chosen) pairs in words; `aantal` is what was counted ("412 contactmomenten"); `adres` is the
    page that shows the same; `toelichting` are further (name, text) pairs.
    """

    titel: str
    bladen: tuple[Blad, ...]
    gemaakt_op: datetime
    filters: tuple[tuple[str, str], ...] = ()
    peildatum: date | None = None
    auteur: str = ""
    aantal: str = ""
    betrouwbaarheid: str = ""
    adres: str = ""
    toelichting: tuple[tuple[str, str], ...] = field(default=())


def blad_from(
    naam: str, tabel: pd.DataFrame, *, uitleg: dict[str, str] | None = None, eenheid: dict[str, str] | None = None
) -> Blad:
    """A sheet of a DataFrame whose column names are titles already; what the values are is read from the values."""
    kolommen = tuple(
        Kolom(
            str(name),
            str(name),
            soort_of(pd.Series(tabel[name])),
            (eenheid or {}).get(str(name), ""),
            (uitleg or {}).get(str(name), ""),
        )
        for name in tabel.columns
    )
    return Blad(naam, tabel, kolommen)


def soort_of(values: pd.Series) -> Soort:
    """What the values of a column are, as far as they tell."""
    if types.is_bool_dtype(values):
        return Soort.JA_NEE
    if types.is_integer_dtype(values):
        return Soort.GEHEEL
    if types.is_numeric_dtype(values):
        return Soort.GETAL
    if types.is_datetime64_any_dtype(values):
        whole = values.dropna()
        return Soort.DATUM if whole.empty or (whole == whole.dt.normalize()).all() else Soort.MOMENT
    present = [value for value in values if not is_missing(value)]
    for soort, kind in (
        (Soort.JA_NEE, bool),
        (Soort.GEHEEL, int),
        (Soort.GETAL, (int, float)),
        (Soort.MOMENT, datetime),
        (Soort.DATUM, date),
        (Soort.LIJST, (list, tuple)),
    ):
        if present and all(isinstance(value, kind) for value in present):
            return soort
    return Soort.TEKST


def is_missing(value: object) -> bool:
    """Whether there is no value: None, NaN and NaT."""
    return value is None or (not isinstance(value, list | tuple | str) and value != value) or value is pd.NA


def sheet_names(bladen: Iterable[Blad]) -> list[str]:
    """A name per sheet that every program accepts: at most 31 characters, each one once, none of the reserved."""
    taken = set(RESERVED)
    names: list[str] = []
    for blad in bladen:
        plain = _NOT_IN_A_NAME.sub(" ", blad.naam).strip(" '") or "Blad"
        name, number = plain[:MAX_SHEET_NAME].strip(" '"), 1
        while name.casefold() in taken:
            number += 1
            tail = f" {number}"
            name = plain[: MAX_SHEET_NAME - len(tail)] + tail
        taken.add(name.casefold())
        names.append(name)
    return names
