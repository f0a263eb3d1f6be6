"""What was read from a file: sheets of plain cells, and what a user has to know about how it was read."""

import re
from dataclasses import dataclass
from datetime import date, datetime

from wijkkompas_core.errors import InvalidInput

Cel = str | int | float | bool | date | datetime | None
MAX_BYTES = 50_000_000
MAX_ROWS = 200_000
MAX_COLUMNS = 200
MAX_CELL = 200_000
"""Characters of a cell that are looked at: more than any field takes, which refuses what was cut off as too long."""
LINE_ENDS = re.compile("\r\n|[\r\v\f\x85\u2028\u2029]")
"""Every way to begin a new line within a cell."""
FIELD = "bestand"


@dataclass(frozen=True, slots=True)
class Ingelezenblad:
    """One sheet; `rijen` are as long as they are, an empty cell is None. `verborgen` sheets are not offered first."""

    naam: str
    rijen: list[list[Cel]]
    verborgen: bool = False
    verborgen_rijen: frozenset[int] = frozenset()
    """Numbers (from 1) of rows that do not show, by hand or by a filter."""
    formules: tuple[tuple[int, int], ...] = ()
    """(row number, place of the column from 0) of formulas of which the file does not hold the outcome."""
    fouten: tuple[tuple[int, int, str], ...] = ()
    """(row number, place of the column, what it shows) of cells in which a formula went wrong."""


@dataclass(frozen=True, slots=True)
class Ingelezen:
    """A whole file. `opmerkingen` are Dutch sentences about choices that were made while reading."""

    bladen: tuple[Ingelezenblad, ...]
    opmerkingen: tuple[str, ...] = ()


def refused(sentence: str) -> InvalidInput:
    """The error for a file that cannot be read; nothing has been changed."""
    return InvalidInput({FIELD: sentence})
