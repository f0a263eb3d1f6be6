"""The band of a fase: between which values its balance is expected. No source gives a norm, so it begins empty."""

from collections.abc import Collection
from dataclasses import dataclass
from math import isfinite

from wijkkompas_core.domain.betrokkenheid import clean_text

MAX_REDEN = 2_000
LAAGST, HOOGST = -1.0, 1.0


@dataclass(frozen=True, slots=True)
class BandInvoer:
    """A band as filled in; `fase` is a slug, `laag` and `hoog` are values of the balance."""

    fase: str
    laag: float | None = None
    hoog: float | None = None
    reden: str = ""


def check_band(invoer: BandInvoer, *, fasen: Collection[str]) -> dict[str, str]:
    """Every error in the input: field name → one Dutch sentence. Empty means right."""
    errors = check_reden(invoer.reden)
    if invoer.fase not in fasen:
        errors["fase"] = "Deze fase bestaat niet (meer). Kies een andere."
    for field, value in (("laag", invoer.laag), ("hoog", invoer.hoog)):
        if value is None:
            errors[field] = "Vul een getal in van −1 tot en met 1."
        elif not isfinite(value) or not LAAGST <= value <= HOOGST:
            errors[field] = "De balans loopt van −1 tot en met 1. Kies een getal daartussen."
    if "laag" not in errors and "hoog" not in errors and (invoer.laag or 0.0) >= (invoer.hoog or 0.0):
        errors["hoog"] = "De bovengrens moet hoger zijn dan de ondergrens."
    return errors


def check_reden(reden: str) -> dict[str, str]:
    """The errors in the reason of a change; without a reason nobody knows later where a norm came from."""
    if not clean_text(reden):
        return {"reden": "Schrijf op waarom. Wie dit later leest, moet het kunnen volgen."}
    if len(reden) > MAX_REDEN:
        return {"reden": "Deze tekst is langer dan 2.000 tekens. Maak hem korter."}
    return {}
