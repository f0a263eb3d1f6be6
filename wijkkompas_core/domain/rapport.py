"""Reports: which kinds there are, what can be in them, and how those of a gemeente look."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from wijkkompas_core.domain import nederlands as nl
from wijkkompas_core.domain.kleur import AA_TEXT, contrast, is_colour
from wijkkompas_core.domain.tijd import months_back

PAPER = "#FFFFFF"
DEFAULT_COLOUR = "#083D54"
LARGEST_LOGO = 300_000
"""Bytes."""
MOST_WIJKEN = 100
FIRST_DAY = date(1950, 1, 1)
MONTHS_WITHOUT = 3
"""So far back "since the last report" goes when there is none: a quarter of a year."""


class Rapportsoort(StrEnum):
    """The kinds of reports; the value stands in file names and in the address."""

    WIJKRAPPORT = "wijkrapport"
    PROGRAMMARAPPORT = "programmarapport"
    RAADSBIJLAGE = "raadsbijlage"

    @property
    def naam(self) -> str:
        """The name at the head of the report."""
        return self.value.capitalize()


class Onderdeel(StrEnum):
    """The parts that can be left out of a report."""

    KOMPAS = "kompas"
    BALANS = "balans"
    DEKKING = "dekking"
    BELANGHEBBENDEN = "belanghebbenden"
    OORDELEN = "oordelen"
    BLINDE_VLEKKEN = "blinde-vlekken"
    BESLUITEN = "besluiten"
    AFSPRAKEN = "afspraken"

    @property
    def naam(self) -> str:
        """The name on screen."""
        return self.value.replace("-", " ").capitalize()


ONDERDELEN: dict[Rapportsoort, tuple[Onderdeel, ...]] = {
    Rapportsoort.WIJKRAPPORT: tuple(Onderdeel),
    Rapportsoort.PROGRAMMARAPPORT: (
        Onderdeel.KOMPAS,
        Onderdeel.BALANS,
        Onderdeel.OORDELEN,
        Onderdeel.BLINDE_VLEKKEN,
        Onderdeel.BESLUITEN,
        Onderdeel.AFSPRAKEN,
    ),
    Rapportsoort.RAADSBIJLAGE: (
        Onderdeel.KOMPAS,
        Onderdeel.BALANS,
        Onderdeel.BELANGHEBBENDEN,
        Onderdeel.OORDELEN,
        Onderdeel.BESLUITEN,
    ),
}
"""What each kind of report can hold, in the order in which it stands there."""


@dataclass(frozen=True, slots=True)
class Rapportopdracht:
    """A report to be made: about which wijken (ids), as known on `peildatum`, with what came after `sinds`."""

    soort: Rapportsoort
    wijken: tuple[int, ...]
    peildatum: date
    sinds: date
    onderdelen: tuple[Onderdeel, ...]


@dataclass(frozen=True, slots=True)
class Huisstijl:
    """How the reports of a gemeente look: a colour as #RRGGBB and a logo (PNG or JPEG, empty: none)."""

    kleur: str = DEFAULT_COLOUR
    logo: bytes = b""
    versie: int = 0
    """0 while the gemeente has not chosen anything."""


def default_since(peildatum: date, last: date | None) -> date:
    """After which day things are new: the peildatum of the last report before this one, else three months back."""
    return last if last is not None and last < peildatum else months_back(peildatum, MONTHS_WITHOUT)


def check_opdracht(opdracht: Rapportopdracht, *, today: date) -> dict[str, str]:
    """Everything that is wrong: field → sentence."""
    errors: dict[str, str] = {}
    if not opdracht.wijken:
        errors["wijken"] = "Kies een wijk."
    elif len(opdracht.wijken) > MOST_WIJKEN:
        errors["wijken"] = f"Kies hooguit {MOST_WIJKEN} wijken."
    elif opdracht.soort is Rapportsoort.WIJKRAPPORT and len(opdracht.wijken) > 1:
        errors["wijken"] = "Een wijkrapport gaat over één wijk."
    if opdracht.peildatum > today:
        errors["peildatum"] = "De peildatum ligt in de toekomst. Kies vandaag of eerder."
    elif opdracht.peildatum < FIRST_DAY:
        errors["peildatum"] = f"Kies een peildatum na {nl.day(FIRST_DAY)}."
    if opdracht.sinds > opdracht.peildatum:
        errors["sinds"] = "Deze dag ligt na de peildatum. Kies een eerdere dag."
    if not opdracht.onderdelen:
        errors["onderdelen"] = "Kies ten minste één onderdeel."
    elif wrong := [part.naam for part in opdracht.onderdelen if part not in ONDERDELEN[opdracht.soort]]:
        errors["onderdelen"] = f"Dit kan niet in een {opdracht.soort}: {', '.join(wrong).lower()}."
    return errors


def check_huisstijl(kleur: str, logo: bytes, kinds: Collection[str]) -> dict[str, str]:
    """Everything that is wrong: field → sentence. `kinds` is what the logo was found to be ("png", "jpeg")."""
    errors: dict[str, str] = {}
    if not is_colour(kleur):
        errors["kleur"] = "Kies een kleur, als # met zes cijfers of letters, zoals #083D54."
    elif contrast(kleur, PAPER) < AA_TEXT:
        ratio = f"{contrast(kleur, PAPER):.1f}".replace(".", ",")
        errors["kleur"] = (
            f"Deze kleur is op wit papier niet goed te lezen: het contrast is {ratio} en moet minstens 4,5 zijn. "
            "Kies een donkerdere kleur."
        )
    if len(logo) > LARGEST_LOGO:
        errors["logo"] = f"Dit bestand is te groot. Kies een logo van hooguit {LARGEST_LOGO // 1000} kB."
    elif logo and not kinds:
        errors["logo"] = "Dit is geen PNG of JPEG. Bewaar het logo als PNG en kies dat bestand."
    return errors
