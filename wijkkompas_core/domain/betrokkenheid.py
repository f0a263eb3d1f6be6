"""What is recorded about involvement, and the rules that a record has to meet."""

import unicodedata
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlsplit

from wijkkompas_core.domain import nederlands as nl
from wijkkompas_core.domain.tekst import vouw

MAX_TEXT = 100_000
MAX_NAME = 200
LONGEST_COMPARED = 2_000
"""Characters of a name that are compared; none of ours is as long as that."""
MAX_LINKS = 20
MAX_LINK = 2_000
MAX_PARTICIPANTS = 100_000
MAX_AFSPRAKEN = 20

PARTICIPATIENIVEAU = "participatieniveau"
VORM = "vorm"


@dataclass(frozen=True, slots=True)
class NieuweBelanghebbende:
    """A belanghebbende that is added in the same go; `type` is a slug."""

    naam: str
    type: str


@dataclass(frozen=True, slots=True)
class NieuweAfspraak:
    """An afspraak that was made at a contactmoment; `eigenaar` (an account) and `belanghebbende` are ids."""

    wat: str
    eigenaar: int | None = None
    belanghebbende: int | None = None
    deadline: date | None = None


@dataclass(frozen=True, slots=True)
class ContactmomentInvoer:
    """One contactmoment as filled in. `fase`, `aspecten`, `vorm`, `participatieniveau` are slugs, wijk and
    belanghebbenden are ids. `sleutel` is chosen once per form, so that sending twice records once. `afspraken` are
    recorded along with a new contactmoment; changing one later leaves its afspraken alone."""

    wijk: int
    datum: date | None
    fase: str
    aspecten: tuple[str, ...]
    vorm: str
    participatieniveau: str | None = None
    belanghebbenden: tuple[int, ...] = ()
    nieuwe_belanghebbenden: tuple[NieuweBelanghebbende, ...] = ()
    aantal_deelnemers: int | None = None
    opbrengst: str = ""
    links: tuple[str, ...] = ()
    sleutel: str | None = None
    afspraken: tuple[NieuweAfspraak, ...] = ()


@dataclass(frozen=True, slots=True)
class Toegestaan:
    """What a contactmoment may say in its wijk: a day from `start` (of the wijkaanpak) to `today`, and these slugs and
    ids of belanghebbenden; `typen` are for new ones."""

    start: date
    today: date
    fasen: Collection[str]
    aspecten: Collection[str]
    vormen: Collection[str]
    niveaus: Collection[str]
    typen: Collection[str] = ()
    belanghebbenden: Collection[int] = ()


def clean_text(text: str) -> str:
    """The text without what no database or screen can hold: control characters, lone surrogates, outer space."""
    if text.isprintable():  # nothing in it can be one: most texts end here
        return text.strip()
    kept = (c for c in text.replace("\r\n", "\n") if c in "\n\t" or unicodedata.category(c) not in ("Cc", "Cs"))
    return "".join(kept).strip()


def match_name(naam: str, hoogstens: int = LONGEST_COMPARED) -> str:
    """The form in which names are compared, as `tekst.vouw` folds it."""
    return vouw(naam, hoogstens)


def check_contactmoment(invoer: ContactmomentInvoer, toegestaan: Toegestaan) -> dict[str, str]:
    """Every error in the input: field name → one Dutch sentence. Empty means right."""
    errors = _check_choices(invoer, toegestaan)
    for nieuwe in invoer.nieuwe_belanghebbenden:
        if not match_name(nieuwe.naam) or len(nieuwe.naam) > MAX_NAME:
            errors["nieuwe_belanghebbenden"] = f"Geef een nieuwe belanghebbende een naam van 1 tot {MAX_NAME} tekens."
        elif nieuwe.type not in toegestaan.typen:
            errors["nieuwe_belanghebbenden"] = f"Kies een type voor {nieuwe.naam}."
    if invoer.aantal_deelnemers is not None and not 0 <= invoer.aantal_deelnemers <= MAX_PARTICIPANTS:
        errors["aantal_deelnemers"] = "Het aantal deelnemers is een getal van 0 tot en met 100.000."
    if len(invoer.opbrengst) > MAX_TEXT:
        errors["opbrengst"] = "Deze tekst is langer dan 100.000 tekens. Maak hem korter of voeg een link toe."
    if len(invoer.links) > MAX_LINKS:
        errors["links"] = f"Voeg hooguit {MAX_LINKS} links toe."
    for link in invoer.links:
        if len(link) > MAX_LINK or not _is_web_address(link):
            errors["links"] = f"'{link[:60]}' is geen webadres. Begin met https:// en zet elke link op een eigen regel."
    if len(invoer.afspraken) > MAX_AFSPRAKEN:
        errors["afspraken"] = (
            f"Leg hooguit {MAX_AFSPRAKEN} afspraken tegelijk vast. De rest kan op de pagina Afspraken."
        )
    return errors


def _check_choices(invoer: ContactmomentInvoer, toegestaan: Toegestaan) -> dict[str, str]:
    errors: dict[str, str] = {}
    if invoer.datum is None:
        errors["datum"] = "Vul de datum in waarop het contactmoment was."
    elif invoer.datum > toegestaan.today:
        errors["datum"] = "Deze datum ligt in de toekomst. Leg een contactmoment vast als het is geweest."
    elif invoer.datum < toegestaan.start:
        errors["datum"] = f"Deze datum ligt vóór de start van de wijkaanpak ({nl.day(toegestaan.start)})."
    if invoer.fase not in toegestaan.fasen:
        errors["fase"] = "Kies de fase waarin de wijk toen zat."
    if invoer.vorm not in toegestaan.vormen:
        errors["vorm"] = "Kies de vorm van het contactmoment."
    if not invoer.aspecten:
        errors["aspecten"] = "Kies minstens één aspect waar het contactmoment over ging."
    elif len(set(invoer.aspecten)) != len(invoer.aspecten) or not set(invoer.aspecten) <= set(toegestaan.aspecten):
        errors["aspecten"] = "Kies alleen aspecten uit de lijst, elk één keer."
    if invoer.participatieniveau is not None and invoer.participatieniveau not in toegestaan.niveaus:
        errors["participatieniveau"] = "Kies een participatieniveau uit de lijst, of laat het leeg."
    if not set(invoer.belanghebbenden) <= set(toegestaan.belanghebbenden):
        errors["belanghebbenden"] = "Een gekozen belanghebbende bestaat niet (meer) in deze wijk. Kies opnieuw."
    return errors


def _is_web_address(link: str) -> bool:
    try:
        parts = urlsplit(link)
        return parts.scheme in ("http", "https") and bool(parts.hostname) and not any(c.isspace() for c in link)
    except ValueError:
        return False
