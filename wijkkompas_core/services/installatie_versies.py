"""Documents of older versions of the software, as this version writes them."""

from typing import Any

SCHEMA_VERSIE = 2

_NEW_IN_2: dict[str, dict[str, Any]] = {
    "belanghebbenden": {
        "aspecten": [],
        "contactpersoon_id": None,
        "notitie": "",
        "samengevoegd_met": None,
        "hoofd_id": None,
    },
    "wijkfasen": {"deelproject_id": None, "versie": 1},
    "mijlpalen": {"deelproject_id": None, "versie": 1},
    "nvt_vakken": {"sinds": None, "versie": 1},
    "knooppuntstatussen": {"versie": 1},
}
"""Columns that version 1 did not have, with what they hold when nobody has filled them in."""
_LISTS_OF_2 = (
    "deelprojecten",
    "houdingsmetingen",
    "beloften",
    "besluiten",
    "afspraken",
    "faseplanningen",
    "oordelen",
    "cijfers",
    "signaalreacties",
)


def upgraded(document: Any) -> Any:
    """A document of version 1 as one of this version; anything else as it is. The document itself stays the same."""
    if not isinstance(document, dict) or document.get("schema_versie") != 1:
        return document
    empty: dict[str, Any] = {name: [] for name in _LISTS_OF_2}
    new: dict[str, Any] = empty | document | {"schema_versie": SCHEMA_VERSIE}
    for name, columns in _NEW_IN_2.items():
        if isinstance(new.get(name), list):
            new[name] = [{**columns, **entry} if isinstance(entry, dict) else entry for entry in new[name]]
    return new
