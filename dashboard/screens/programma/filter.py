"""The lines of the programme for one reader: which wijken, filtered and sorted as the address says."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from dashboard.kit import state
from dashboard.kit.marks import MAAND
from dashboard.reading.lezer import Lezer
from wijkkompas_core.queries.programma import Wijkregel

GEBIED, REGIE, ALLEEN, SORTEER, GROEP = "gebied", "regie", "alleen", "sorteer", "groep"
NONE_GIVEN = "–"
"""In the address: wijken of which the gebied or regie is not filled in."""


@dataclass(frozen=True, slots=True)
class Filter:
    """What is chosen: which wijken are looked at, and of those which aspect (slug) and month (its first day)."""

    fase: str | None = None
    gebied: str | None = None
    regie: str | None = None
    wijk: str | None = None
    aspect: str | None = None
    maand: date | None = None

    def holds(self, regel: Wijkregel) -> bool:
        """Whether this wijk is among those that are looked at."""
        wijk = regel.wijk
        return (
            (self.fase is None or self.fase in regel.fasen)
            and (self.gebied is None or (wijk.gebied or NONE_GIVEN) == self.gebied)
            and (self.regie is None or (wijk.regie or NONE_GIVEN) == self.regie)
            and (self.wijk is None or wijk.slug == self.wijk)
        )

    def aantal(self, regel: Wijkregel) -> int:
        """How many contactmomenten of a wijk there were in twelve months, or of the chosen aspect or month."""
        return sum(
            n for maand, n in zip(regel.maanden, self.per_maand(regel), strict=True) if self.maand in (None, maand)
        )

    def per_maand(self, regel: Wijkregel) -> tuple[int, ...]:
        """The contactmomenten of a wijk per month, as far as they are about the chosen aspect."""
        return regel.aantallen if self.aspect is None else regel.per_aspect[self.aspect]


def chosen(lezer: Lezer, regels: tuple[Wijkregel, ...]) -> Filter:
    """The filter in the address; what does not exist for this user means "alles"."""
    kompas = lezer.methode.kompas

    def among(name: str, values: set[str]) -> str | None:
        value = state.get(name)
        return value if value in values else None

    months = regels[0].maanden if regels else ()
    return Filter(
        fase=among(state.FASE, {fase.slug for fase in kompas.fasen}),
        gebied=among(GEBIED, {r.wijk.gebied or NONE_GIVEN for r in regels}),
        regie=among(REGIE, {r.wijk.regie or NONE_GIVEN for r in regels}),
        wijk=among(ALLEEN, {r.wijk.slug for r in regels}),
        aspect=among(state.ASPECT, {aspect.slug for aspect in kompas.aspecten}),
        maand=next((month for month in months if f"{month:%Y-%m}" == state.get(MAAND)), None),
    )


def _share(regel: Wijkregel) -> float:
    return regel.dekking.gedekt / regel.dekking.vereist if regel.dekking.vereist else 2.0


def orders(fasen: list[str]) -> dict[str, tuple[str, Callable[[Wijkregel], tuple]]]:
    """Ways to sort the wijken: key in the address → its name and what is compared; equal ones stay by name."""
    return {
        "aandacht": ("Wat aandacht vraagt", lambda r: (-r.triage.punten, -r.triage.dagen)),
        "naam": ("Naam", lambda r: ()),
        "fase": ("Fase", lambda r: (min((fasen.index(f) for f in r.fasen), default=99),)),
        "dekking": ("Dekking, laagste eerst", lambda r: (_share(r),)),
        "balans": ("Balans, laagste eerst", lambda r: (r.balans.waarde if r.balans.n else 2.0,)),
        "laatste": ("Langst stil", lambda r: (r.laatste or date.min,)),
        "telaat": ("Meeste afspraken te laat", lambda r: (-r.te_laat,)),
    }


def ordered(regels: list[Wijkregel], by: str, fasen: list[str]) -> list[Wijkregel]:
    """The lines in the chosen order."""
    compare = orders(fasen)[by][1]
    return sorted(regels, key=lambda r: (*compare(r), r.wijk.naam.casefold(), r.wijk.id))
