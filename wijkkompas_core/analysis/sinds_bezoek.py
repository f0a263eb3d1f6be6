"""What became different since somebody was here last, in counts that a sentence can say."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from wijkkompas_core.analysis.signalen import Signaal, Soort
from wijkkompas_core.domain import nederlands as nl


@dataclass(frozen=True, slots=True)
class Nieuws:
    """How many contactmomenten were recorded, how many afspraken became too late, and where a mijlpaal passed."""

    contactmomenten: int
    te_laat: int
    mijlpalen: tuple[str, ...]
    """The names of the wijken, one for each mijlpaal."""


def nieuws(
    wijken: Iterable[tuple[str, Iterable[Signaal]]], contactmomenten: int, vorige: date, peildatum: date
) -> Nieuws:
    """What is new since the day `vorige`, of (name, signals) per wijk as they are on the peildatum."""
    days = (peildatum - vorige).days
    late, passed = 0, []
    for naam, signals in wijken:
        for signaal in signals:
            if 0 < signaal.dagen <= days:
                late += signaal.soort is Soort.AFSPRAAK
                passed += [naam] if signaal.soort is Soort.MIJLPAAL else []
    return Nieuws(contactmomenten, late, tuple(passed))


def vorige_dag(vorige: date, peildatum: date) -> str:
    """The day of the last visit as one says it: "eerder vandaag", "gisteren", "vrijdag", "16 november"."""
    days = (peildatum - vorige).days
    if days <= 0:
        return "eerder vandaag"
    if days == 1:
        return "gisteren"
    if days < 7:
        return nl.DAGEN[vorige.weekday()]
    words = nl.day_in_words(vorige)
    return words.removesuffix(f" {vorige.year}") if vorige.year == peildatum.year else words
