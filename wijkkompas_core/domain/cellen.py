"""A contactmoment as the cells of one row in a table, and what changed cells make of it.

A cell holds a plain JSON value: a day as jjjj-mm-dd, choices as slugs, belanghebbenden as their ids in text.
"""

import math
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from wijkkompas_core.domain.betrokkenheid import ContactmomentInvoer

Cellen = Mapping[str, Any]
CELLEN = (
    "datum",
    "fase",
    "vorm",
    "aspecten",
    "participatieniveau",
    "belanghebbenden",
    "aantal_deelnemers",
    "opbrengst",
)
"""The cells of a row, under the names of the fields they come from; the links of a contactmoment are not in a table."""


def cellen(invoer: ContactmomentInvoer) -> dict[str, Any]:
    """The row of a contactmoment."""
    return {
        "datum": invoer.datum.isoformat() if invoer.datum else None,
        "fase": invoer.fase or None,
        "vorm": invoer.vorm or None,
        "aspecten": list(invoer.aspecten),
        "participatieniveau": invoer.participatieniveau,
        "belanghebbenden": [str(key) for key in invoer.belanghebbenden],
        "aantal_deelnemers": invoer.aantal_deelnemers,
        "opbrengst": invoer.opbrengst,
    }


def met_cellen(invoer: ContactmomentInvoer, gewijzigd: Cellen) -> ContactmomentInvoer:
    """The contactmoment with these cells changed; whether that is allowed is for `check_contactmoment` to say.

    What is no day, number or choice at all becomes empty, or a value that is refused.
    """
    values: dict[str, Any] = {}
    for name, value in gewijzigd.items():
        if name == "datum":
            values[name] = _day(value)
        elif name == "aantal_deelnemers":
            values[name] = _number(value)
        elif name == "aspecten":
            values[name] = tuple(str(one) for one in value or ())
        elif name == "belanghebbenden":
            values[name] = tuple(int(one) if str(one).isdecimal() else -1 for one in value or ())
        elif name == "participatieniveau":
            values[name] = str(value) if value else None
        elif name in CELLEN:
            values[name] = str(value or "")
    return replace(invoer, **values)


def gewijzigde_cellen(invoer: ContactmomentInvoer, gewijzigd: Cellen) -> dict[str, Any]:
    """Those cells that make something else of the contactmoment; the order of choices makes nothing else of it."""
    before = cellen(invoer)
    after = cellen(met_cellen(invoer, gewijzigd))

    def same(name: str) -> bool:
        one, other = before[name], after[name]
        return sorted(one) == sorted(other) if name in ("aspecten", "belanghebbenden") else one == other

    return {name: after[name] for name in CELLEN if name in gewijzigd and not same(name)}


def _day(value: Any) -> date | None:
    try:
        return date.fromisoformat(str(value)[:10])
    except ValueError:
        return None


def _number(value: Any) -> int | None:
    if isinstance(value, bool) or not isinstance(value, int | float) or value != value:
        return None
    return int(value) if math.isfinite(value) and value == int(value) else -1
