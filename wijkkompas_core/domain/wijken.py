"""What can be said of a wijk itself: its name, place, start and status, and the rules for them."""

import re
from dataclasses import dataclass
from datetime import date

ACTIEF, GEPAUZEERD, AFGESLOTEN, GEARCHIVEERD = "actief", "gepauzeerd", "afgesloten", "gearchiveerd"
STATUSSEN = (ACTIEF, GEPAUZEERD, AFGESLOTEN, GEARCHIVEERD)
LONGEST = 200
FIRST_EDITION = 1995
_WIJK, _BUURT = re.compile(r"WK\d{4}[0-9A-Z]{2}"), re.compile(r"BU\d{4}[0-9A-Z]{4}")


@dataclass(frozen=True, slots=True)
class WijkInvoer:
    """A wijk as it is filled in. `cbs_code` and `buurten` belong to the edition (a year) in `cbs_editie`."""

    naam: str
    start: date | None
    gebied: str = ""
    regie: str = ""
    cbs_code: str = ""
    buurten: tuple[str, ...] = ()
    cbs_editie: int | None = None


def read_codes(text: str) -> tuple[str, ...]:
    """The codes in a text, each once: divided by spaces, commas, semicolons or lines; CBS pads them with spaces."""
    return tuple(dict.fromkeys(part.upper() for part in re.split(r"[\s,;]+", text) if part))


def check_wijk(invoer: WijkInvoer, *, taken: set[str], today: date) -> dict[str, str]:
    """Everything that is wrong: field → sentence. `taken` are the names of the other wijken, in small letters."""
    errors: dict[str, str] = {}
    if not invoer.naam:
        errors["naam"] = "Geef de wijk een naam."
    elif len(invoer.naam) > LONGEST:
        errors["naam"] = f"Houd de naam op {LONGEST} tekens of minder."
    elif invoer.naam.casefold() in taken:
        errors["naam"] = "Er is al een wijk met deze naam. Kies een andere naam."
    if invoer.start is None:
        errors["start"] = "Vul in wanneer de wijkaanpak begint."
    for field in ("gebied", "regie"):
        if len(getattr(invoer, field)) > LONGEST:
            errors[field] = f"Houd dit op {LONGEST} tekens of minder."
    if invoer.cbs_code and not _WIJK.fullmatch(invoer.cbs_code):
        errors["cbs_code"] = "Een CBS-code van een wijk is WK met 4 cijfers en 2 tekens, zoals WK036301."
    wrong = [code for code in invoer.buurten if not _BUURT.fullmatch(code)]
    if wrong:
        errors["buurten"] = f"{', '.join(wrong[:5])}: een buurtcode is BU met 4 cijfers en 4 tekens, zoals BU03630100."
    if (invoer.cbs_code or invoer.buurten) and invoer.cbs_editie is None:
        errors["cbs_editie"] = "Vul het jaar van de CBS-indeling in: grenzen veranderen elk jaar."
    elif invoer.cbs_editie is not None and not FIRST_EDITION <= invoer.cbs_editie <= today.year + 1:
        errors["cbs_editie"] = f"Kies een jaar van {FIRST_EDITION} tot en met {today.year + 1}."
    return errors
