"""What was read from a file: sheets of plain cells, and what a user has to know about how it was read."""

from dataclasses import dataclass
from datetime import date, datetime

from wijkkompas_core.errors import InvalidInput

Cel = str | int | float | bool | date | datetime | None
MAX_BYTES = 50_000_000
MAX_ROWS = 200_000
MAX_COLUMNS = 200
MAX_CELL = 200_000
"""Characters of a cell that are looked at: more than any field takes, which refuses what was cut off as too long."""
FIELD = "bestand"


@dataclass(frozen=True, slots=True)
class Ingelezenblad:
    """One sheet; `rijen` are as long as they are, an empty cell is None. `verborgen` sheets are not offered first."""

    naam: str
    rijen: list[list[Cel]]
    verborgen: bool = False


@dataclass(frozen=True, slots=True)
class Ingelezen:
    """A whole file. `opmerkingen` are Dutch sentences about choices that were made while reading."""

    bladen: tuple[Ingelezenblad, ...]
    opmerkingen: tuple[str, ...] = ()


def refused(sentence: str) -> InvalidInput:
    """The error for a file that cannot be read; nothing has been changed."""
    return InvalidInput({FIELD: sentence})
