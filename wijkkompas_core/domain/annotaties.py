"""A noot: a remark at a date that explains what charts show, for one wijk or for all of them."""

import unicodedata
from dataclasses import dataclass
from datetime import date

from wijkkompas_core.domain import nederlands as nl

MAX_NOOT = 500
"""Longest text, in characters: a noot stands in the hover of a chart."""


@dataclass(frozen=True, slots=True)
class AnnotatieInvoer:
    """A noot as filled in. `wijk` is an id; without one it concerns every wijk."""

    wijk: int | None
    datum: date | None
    tekst: str


def check_annotatie(invoer: AnnotatieInvoer, *, start: date | None, today: date) -> dict[str, str]:
    """Every error in the input: field name → one Dutch sentence. Empty means right.

    `start` is the date on which the wijkaanpak started, nothing for a noot about every wijk.
    """
    errors: dict[str, str] = {}
    if invoer.datum is None:
        errors["datum"] = "Vul de datum in waar de noot bij hoort."
    elif invoer.datum > today:
        errors["datum"] = "Deze datum ligt in de toekomst. Een noot hoort bij iets wat al is gebeurd."
    elif start is not None and invoer.datum < start:
        errors["datum"] = f"Deze datum ligt vóór de start van de wijkaanpak ({nl.day(start)})."
    if not _readable(invoer.tekst):
        errors["tekst"] = "Schrijf op wat er gebeurde."
    elif len(invoer.tekst) > MAX_NOOT:
        errors["tekst"] = f"Deze tekst is langer dan {MAX_NOOT} tekens. Maak hem korter."
    return errors


def _readable(text: str) -> bool:
    """Whether there is something to see: a letter, a digit, a sign or a picture."""
    return any(unicodedata.category(char)[0] not in "ZC" for char in text)
