"""What is kept about a belanghebbende, and the rules that it has to meet."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date

from wijkkompas_core.domain import nederlands as nl
from wijkkompas_core.domain.betrokkenheid import MAX_NAME, MAX_TEXT, match_name

BELANG, INVLOED, HOUDING = "belang", "invloed", "houding"


@dataclass(frozen=True, slots=True)
class BelanghebbendeInvoer:
    """A belanghebbende as filled in. `wijk` and `contactpersoon` (an account) are ids, the rest of the choices slugs.

    Without `aspecten` those of its type count.
    """

    wijk: int
    naam: str
    type: str
    aspecten: tuple[str, ...] = ()
    belang: str | None = None
    invloed: str | None = None
    aan_tafel: bool = True
    contactpersoon: int | None = None
    notitie: str = ""


@dataclass(frozen=True, slots=True)
class HoudingInvoer:
    """How a belanghebbende (its id) stands from a date on, and how the team would like it to stand; slugs."""

    belanghebbende: int
    datum: date | None
    huidig: str
    gewenst: str | None = None
    toelichting: str = ""


@dataclass(frozen=True, slots=True)
class Samenvoeging:
    """Duplicates (id, and the version at which it was read) that are to count as the belanghebbende `met` (its id)."""

    met: int
    dubbelen: tuple[tuple[int, int], ...]


def check_belanghebbende(
    invoer: BelanghebbendeInvoer,
    *,
    typen: Collection[str],
    aspecten: Collection[str],
    belangen: Collection[str],
    invloeden: Collection[str],
    contactpersonen: Collection[int],
    bezet: Mapping[str, str],
) -> dict[str, str]:
    """Every error in the input: field name → one Dutch sentence. Empty means right.

    `bezet` holds the names of the others in this wijk: the form in which names are compared → the name itself.
    """
    errors: dict[str, str] = {}
    zoeknaam = match_name(invoer.naam)
    if not zoeknaam or len(invoer.naam) > MAX_NAME:
        errors["naam"] = f"Geef de belanghebbende een naam van 1 tot {MAX_NAME} tekens."
    elif zoeknaam in bezet:
        errors["naam"] = f"{bezet[zoeknaam]} staat al in het register van deze wijk. Kies een andere naam."
    if invoer.type not in typen:
        errors["type"] = "Kies wat voor belanghebbende dit is."
    if len(set(invoer.aspecten)) != len(invoer.aspecten) or not set(invoer.aspecten) <= set(aspecten):
        errors["aspecten"] = "Kies alleen aspecten uit de lijst, elk één keer."
    if invoer.belang is not None and invoer.belang not in belangen:
        errors["belang"] = "Kies het belang uit de lijst, of laat het leeg."
    if invoer.invloed is not None and invoer.invloed not in invloeden:
        errors["invloed"] = "Kies de invloed uit de lijst, of laat het leeg."
    if invoer.contactpersoon is not None and invoer.contactpersoon not in contactpersonen:
        errors["contactpersoon"] = "Deze collega heeft geen rol (meer) in deze wijk. Kies iemand anders."
    if len(invoer.notitie) > MAX_TEXT:
        errors["notitie"] = "Deze tekst is langer dan 100.000 tekens. Maak hem korter."
    return errors


def check_houding(invoer: HoudingInvoer, *, start: date, today: date, houdingen: Collection[str]) -> dict[str, str]:
    """Every error in the input: field name → one Dutch sentence. `start` is when the wijkaanpak began."""
    errors: dict[str, str] = {}
    if invoer.datum is None:
        errors["datum"] = "Vul de datum in vanaf wanneer deze houding geldt."
    elif invoer.datum > today:
        errors["datum"] = "Deze datum ligt in de toekomst. Kies vandaag of eerder."
    elif invoer.datum < start:
        errors["datum"] = f"Deze datum ligt vóór de start van de wijkaanpak ({nl.day(start)})."
    if invoer.huidig not in houdingen:
        errors["huidig"] = "Kies hoe de belanghebbende er nu in staat."
    if invoer.gewenst is not None and invoer.gewenst not in houdingen:
        errors["gewenst"] = "Kies de gewenste houding uit de lijst, of laat dit leeg."
    if len(invoer.toelichting) > MAX_TEXT:
        errors["toelichting"] = "Deze tekst is langer dan 100.000 tekens. Maak hem korter."
    return errors


def ends_of_chains(samengevoegd: Mapping[int, int | None]) -> dict[int, int]:
    """Where each chain of duplicates ends: id → the id of the main one (itself when it was merged into nothing).

    `samengevoegd` holds, for every belanghebbende of a wijk, the one it was merged into. Raises `ValueError` for a
    chain that never ends.
    """

    def end(key: int) -> int:
        seen = {key}
        while (into := samengevoegd[key]) is not None:
            if into in seen:
                raise ValueError("een kring van samengevoegde belanghebbenden")
            seen.add(into)
            key = into
        return key

    return {key: end(key) for key in samengevoegd}
