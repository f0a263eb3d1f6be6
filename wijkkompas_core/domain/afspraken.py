"""What is kept about an afspraak, and the rules that it has to meet."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from wijkkompas_core.domain.betrokkenheid import clean_text

OPEN, KLAAR, VERVALLEN = "open", "klaar", "vervallen"
STATUSSEN = (OPEN, KLAAR, VERVALLEN)
MAX_WAT = 2_000
FIRST_DEADLINE, LAST_DEADLINE = date(1950, 1, 1), date(2100, 12, 31)


@dataclass(frozen=True, slots=True)
class AfspraakInvoer:
    """An afspraak as filled in; wijk, `eigenaar` (an account), belanghebbende and contactmoment are ids.

    `sleutel` is chosen once per form, so that sending twice records once.
    """

    wijk: int
    wat: str = ""
    eigenaar: int | None = None
    belanghebbende: int | None = None
    deadline: date | None = None
    contactmoment: int | None = None
    sleutel: str | None = None


def check_afspraak(
    invoer: AfspraakInvoer, *, leden: Collection[int], belanghebbenden: Collection[int]
) -> dict[str, str]:
    """Every error in the input: field name → one Dutch sentence. Empty means right.

    `leden` are the accounts that can be the owner, `belanghebbenden` those of the wijk. A deadline may lie in the past.
    """
    errors: dict[str, str] = {}
    if not clean_text(invoer.wat):
        errors["wat"] = "Schrijf op wat er is afgesproken."
    elif len(invoer.wat) > MAX_WAT:
        errors["wat"] = "Deze tekst is langer dan 2.000 tekens. Maak hem korter."
    if invoer.eigenaar is None and invoer.belanghebbende is None:
        errors["eigenaar"] = "Kies wie dit doet: iemand van het team, een belanghebbende of allebei."
    elif invoer.eigenaar is not None and invoer.eigenaar not in leden:
        errors["eigenaar"] = "Deze collega heeft geen rol (meer) in deze wijk. Kies iemand anders."
    if invoer.belanghebbende is not None and invoer.belanghebbende not in belanghebbenden:
        errors["belanghebbende"] = "Deze belanghebbende bestaat niet (meer) in deze wijk. Kies opnieuw."
    if invoer.deadline is not None and not FIRST_DEADLINE <= invoer.deadline <= LAST_DEADLINE:
        errors["deadline"] = "Kies een deadline tussen 1950 en 2100, of laat hem leeg."
    return errors
