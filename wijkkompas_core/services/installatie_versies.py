"""Documents of older versions of the software, as this version writes them."""

from collections.abc import Sequence
from typing import Any

SCHEMA_VERSIE = 3

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
_NEW_IN_3: dict[str, dict[str, Any]] = {
    "wijken": {"buurten": [], "gebied": "", "regie": "", "status": "actief", "status_sinds": None},
}
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
_LISTS_OF_3 = ("annotaties", "banden")


def upgraded(document: Any) -> Any:
    """A document of an older version as one of this version; anything else as it is. The document itself stays."""
    if not isinstance(document, dict):
        return document
    if document.get("schema_versie") == 1:
        document = _with(document, 2, _LISTS_OF_2, _NEW_IN_2)
    if document.get("schema_versie") == 2:
        document = _with(document, 3, _LISTS_OF_3, _NEW_IN_3)
    return document


def _with(
    document: dict[str, Any], version: int, lists: Sequence[str], columns: dict[str, dict[str, Any]]
) -> dict[str, Any]:
    """The document one version further: with these lists, empty, and these columns."""
    empty: dict[str, Any] = {name: [] for name in lists}
    new: dict[str, Any] = empty | document | {"schema_versie": version}
    for name, added in columns.items():
        if isinstance(new.get(name), list):
            new[name] = [{**added, **entry} if isinstance(entry, dict) else entry for entry in new[name]]
    return new
