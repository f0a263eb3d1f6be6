"""What is recorded about a besluit, and the rules that it has to meet."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from wijkkompas_core.domain import nederlands as nl
from wijkkompas_core.domain.betrokkenheid import MAX_NAME, MAX_TEXT, clean_text

MAX_CONTACTMOMENTEN = 50


@dataclass(frozen=True, slots=True)
class BesluitInvoer:
    """One besluit as filled in. `fase` is a slug, `wijk` and `contactmomenten` are ids.

    `sleutel` is chosen once per form, so that sending twice records once.
    """

    wijk: int
    datum: date | None
    fase: str
    wat: str
    door: str
    grond: str
    contactmomenten: tuple[int, ...] = ()
    sleutel: str | None = None


def check_besluit(
    invoer: BesluitInvoer, *, start: date, today: date, fasen: Collection[str], contactmomenten: Collection[int]
) -> dict[str, str]:
    """Every error in the input: field name → one Dutch sentence. Empty means right.

    `start` is the date on which the wijkaanpak started; the collections hold what may be chosen in this wijk.
    """
    errors: dict[str, str] = {}
    if invoer.datum is None:
        errors["datum"] = "Vul de datum in waarop dit is besloten."
    elif invoer.datum > today:
        errors["datum"] = "Deze datum ligt in de toekomst. Leg een besluit vast als het is genomen."
    elif invoer.datum < start:
        errors["datum"] = f"Deze datum ligt vóór de start van de wijkaanpak ({nl.day(start)})."
    if invoer.fase not in fasen:
        errors["fase"] = "Kies de fase waarin de wijk toen zat."
    if not clean_text(invoer.wat):
        errors["wat"] = "Schrijf op wat er is besloten."
    if not clean_text(invoer.door):
        errors["door"] = "Vul in wie dit heeft besloten."
    elif len(invoer.door) > MAX_NAME:
        errors["door"] = f"Maak dit korter dan {MAX_NAME} tekens."
    if not clean_text(invoer.grond):
        errors["grond"] = "Schrijf op waarom dit is besloten: dat moet over tien jaar nog te volgen zijn."
    for field, text in (("wat", invoer.wat), ("grond", invoer.grond)):
        if len(text) > MAX_TEXT:
            errors[field] = "Deze tekst is langer dan 100.000 tekens. Maak hem korter."
    if not set(invoer.contactmomenten) <= set(contactmomenten):
        errors["contactmomenten"] = "Een gekozen contactmoment bestaat niet (meer) in deze wijk. Kies opnieuw."
    elif len(set(invoer.contactmomenten)) > MAX_CONTACTMOMENTEN:
        errors["contactmomenten"] = f"Kies hooguit {MAX_CONTACTMOMENTEN} contactmomenten."
    return errors
