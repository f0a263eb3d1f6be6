"""What is measured, how often, and what comes out of it."""

from dataclasses import dataclass, field

from benchmarks.load import Reeks
from benchmarks.rapporten import Rapportmeting
from benchmarks.servers import Hoe


@dataclass(frozen=True)
class Plan:
    """How much is measured. Only a `volledig` plan may be published; a trial says too little."""

    volledig: bool
    contactmomenten: int
    sessies: int
    ronden: int
    reruns: int
    """Reruns per round in one session on a server with our own settings."""
    reruns_standaard: int
    """The same under Streamlit's defaults, where each takes much longer."""
    ronden_samen: int
    """Rounds in which all sessions rerun at once."""
    wijzigingen: int
    """Changes of the data after each of which one rerun is measured."""


VOLLEDIG = Plan(True, 100_000, 50, ronden=5, reruns=25, reruns_standaard=8, ronden_samen=3, wijzigingen=7)
SNEL = Plan(False, 5_000, 8, ronden=2, reruns=8, reruns_standaard=3, ronden_samen=2, wijzigingen=2)

DEMO, VEEL, GEEN = "demo", "veel", "–"
"""The data behind a page: the demo, the demo with many contactmomenten more, or none."""


@dataclass(frozen=True)
class Cel:
    """One row of the table: a page by its name, how it is served, the data behind it, and how many sessions rerun."""

    pagina: str
    hoe: Hoe
    gegevens: str
    sessies: int


@dataclass
class Meting:
    """What was measured of one cell: `cpu` in milliseconds for all reruns together, `geheugen` in MB per session."""

    reeks: Reeks = field(default_factory=Reeks)
    cpu: float = 0.0
    geheugen: float | None = None

    @property
    def cpu_per_rerun(self) -> float:
        """Milliseconds of processor time of the server for one rerun."""
        return self.cpu / sum(len(ronde) for ronde in self.reeks.ronden)


@dataclass
class Uitkomst:
    """Everything that one run has measured; `na_wijziging` are milliseconds per (page, data), `rapporten` is empty when
    reports were not measured."""

    plan: Plan
    metingen: dict[Cel, Meting] = field(default_factory=dict)
    na_wijziging: dict[tuple[str, str], list[float]] = field(default_factory=dict)
    rapporten: list[Rapportmeting] = field(default_factory=list)

    def meting(self, cel: Cel) -> Meting:
        """The measurement of a cell, begun when it was not there."""
        return self.metingen.setdefault(cel, Meting())
