"""What is measured of a whole programme, and how much of it."""

from dataclasses import dataclass, field, replace

from benchmarks.load import Reeks
from benchmarks.programmagegevens import MILJOEN, TIENDUIZEND, Omvang

SQLITE, POSTGRESQL = "SQLite", "PostgreSQL"


@dataclass
class Schaalmeting:
    """What was measured of one database, in milliseconds and MB."""

    eerste: float = 0.0
    """The first page after the very first start, when nothing was counted yet."""
    herstart: float = 0.0
    """The first page after a later start."""
    warm: Reeks = field(default_factory=Reeks)
    na_wijziging: list[float] = field(default_factory=list)
    grootste_wijk: list[float] = field(default_factory=list)
    paginas: dict[str, list[float]] = field(default_factory=dict)
    geheugen: float = 0.0


@dataclass(frozen=True)
class Schaalplan:
    """How much is measured."""

    klein: Omvang = TIENDUIZEND
    groot: Omvang = MILJOEN
    ronden: int = 5
    reruns: int = 15
    keren: int = 3
    """So often every place of `PLAATSEN` is changed."""


VOLLEDIG = Schaalplan()
SNEL = Schaalplan(replace(TIENDUIZEND, wijken=60), replace(TIENDUIZEND, wijken=60, contactmomenten=40_000), 2, 4, 1)

Uitkomst = dict[tuple[str, Omvang], Schaalmeting]
