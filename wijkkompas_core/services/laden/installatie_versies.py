"""Documents of older versions of the software, as this version writes them."""

from collections.abc import Sequence
from typing import Any

from wijkkompas_core.services.laden.json_waarden import as_list, as_object

SCHEMA_VERSIE = 5

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
_NEW_IN_4: dict[str, dict[str, Any]] = {
    "gebruikers": dict.fromkeys(("aangemaakt_op", "gezien_op", "gesloten_op", "geanonimiseerd_op")),
    "toekenningen": dict.fromkeys(("gegeven_op", "bevestigd_op", "bevestigd_door")),
}
_NEW_IN_5: dict[str, dict[str, Any]] = {"knooppunten": {"bron": "", "nagekeken_op": None}}
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
_LISTS_OF_4 = (
    "weergaven",
    "startweergaven",
    "deellinks",
    "rapporten",
    "huisstijlen",
    "oude_wachtwoorden",
    "tweede_factoren",
    "herstelcodes",
    "imports",
    "toewijzingen",
)


def upgraded(document: Any) -> Any:
    """A document of an older version as one of this version; anything else as it is. The document itself stays."""
    if (known := as_object(document)) is None:
        return document
    if known.get("schema_versie") == 1:
        known = _with(known, 2, _LISTS_OF_2, _NEW_IN_2)
    if known.get("schema_versie") == 2:
        known = _with(known, 3, _LISTS_OF_3, _NEW_IN_3)
    if known.get("schema_versie") == 3:
        known = _without_names(_with(known, 4, _LISTS_OF_4, _NEW_IN_4))
    if known.get("schema_versie") == 4:
        known = _with(known, 5, (), _NEW_IN_5)
    return known


def _without_names(document: dict[str, Any]) -> dict[str, Any]:
    """Since version 4 the logboek holds numbers of gebruikers instead of their names."""
    lines = as_list(document.get("logboek"))
    return document if lines is None else document | {"logboek": [_nameless(line) for line in lines]}


def _nameless(told: Any) -> Any:
    if (line := as_object(told)) is None:
        return told
    if isinstance(line.get("actor_id"), int):
        line = line | {"actor": f"gebruiker {line['actor_id']}"}
    if line.get("object") != "gebruiker":
        return line
    return line | {
        side: {name: value for name, value in values.items() if name not in ("naam", "gebruikersnaam")}
        for side in ("oud", "nieuw")
        if (values := as_object(line.get(side))) is not None
    }


def _with(
    document: dict[str, Any], version: int, lists: Sequence[str], columns: dict[str, dict[str, Any]]
) -> dict[str, Any]:
    """The document one version further: with these lists, empty, and these columns."""
    empty: dict[str, Any] = {name: [] for name in lists}
    new: dict[str, Any] = empty | document | {"schema_versie": version}
    for name, added in columns.items():
        if (entries := as_list(new.get(name))) is not None:
            new[name] = [{**added, **entry} if isinstance(entry, dict) else entry for entry in entries]
    return new
