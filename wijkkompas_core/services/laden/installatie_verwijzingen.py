"""Whether everything that a document of an installation refers to is in it, once, and in the same wijk."""

from collections.abc import Iterator, Mapping
from typing import Any

from sqlalchemy import Table, UniqueConstraint

from wijkkompas_core.storage.tables import Base

_SAME_WIJK = (
    ("belanghebbenden", "samengevoegd_met", "belanghebbenden"),
    ("belanghebbenden", "hoofd_id", "belanghebbenden"),
    ("houdingsmetingen", "belanghebbende_id", "belanghebbenden"),
    ("beloften", "belanghebbende_id", "belanghebbenden"),
    ("afspraken", "belanghebbende_id", "belanghebbenden"),
    ("afspraken", "contactmoment_id", "contactmomenten"),
    ("wijkfasen", "deelproject_id", "deelprojecten"),
    ("mijlpalen", "deelproject_id", "deelprojecten"),
    ("faseplanningen", "deelproject_id", "deelprojecten"),
    ("oordelen", "deelproject_id", "deelprojecten"),
    ("cijfers", "deelproject_id", "deelprojecten"),
)
"""List, column, and the list that it refers to, where both have to be of one wijk."""


def reference_problems(document: Mapping[str, Any], lists: Mapping[str, type[Base]]) -> list[str]:
    """Numbers and slugs that occur twice, and references to what is not there: path and reason."""
    names = {row.__tablename__: name for name, row in lists.items()}
    problems: list[str] = []
    for name, row in lists.items():
        table = row.__table__
        assert isinstance(table, Table)
        uniques = [table.primary_key, *(c for c in table.constraints if isinstance(c, UniqueConstraint))]
        for unique in uniques:
            problems += _twice(name, document[name], [column.name for column in unique.columns])
        for reference in table.foreign_key_constraints:
            remote = [element.column.name for element in reference.elements]
            target = names[reference.referred_table.name]
            present = {tuple(entry[c] for c in remote) for entry in document[target]}
            for number, entry in enumerate(document[name]):
                key = tuple(entry[column.name] for column in reference.columns)
                if None not in key and key not in present:
                    what = " en ".join(column.name for column in reference.columns)
                    value = ", ".join(str(part) for part in key)
                    problems.append(
                        f"$.{name}[{number}]: {what} verwijst naar {value}, maar dat staat niet in {target}"
                    )
    return problems + list(_inner_references(document)) + list(_strangers(document))


def _twice(name: str, entries: list[dict[str, Any]], columns: list[str]) -> Iterator[str]:
    seen: dict[tuple[Any, ...], int] = {}
    for number, entry in enumerate(entries):
        key = tuple(entry[column] for column in columns)
        if None in key:
            continue
        if key in seen:
            what = ", ".join(f"{column} {value}" for column, value in zip(columns, key, strict=True))
            yield f"$.{name}[{number}]: {what} staat ook al bij $.{name}[{seen[key]}]"
        seen.setdefault(key, number)


def _inner_references(document: Mapping[str, Any]) -> Iterator[str]:
    """References from the lists inside entries."""
    aspecten = {entry["slug"] for entry in document["aspecten"]}
    parties = {entry["id"]: entry["wijk_id"] for entry in document["belanghebbenden"]}
    contacts = {entry["id"]: entry["wijk_id"] for entry in document["contactmomenten"]}
    for number, contact in enumerate(document["contactmomenten"]):
        path = f"$.contactmomenten[{number}]"
        for place, slug in enumerate(contact["aspecten"]):
            if slug not in aspecten:
                yield f"{path}.aspecten[{place}]: {slug} staat niet in aspecten"
        for place, key in enumerate(contact["belanghebbenden"]):
            if parties.get(key) != contact["wijk_id"]:
                yield f"{path}.belanghebbenden[{place}]: {key} is geen belanghebbende in deze wijk"
    for number, besluit in enumerate(document["besluiten"]):
        for place, key in enumerate(besluit["contactmomenten"]):
            if contacts.get(key) != besluit["wijk_id"]:
                yield f"$.besluiten[{number}].contactmomenten[{place}]: {key} is geen contactmoment in deze wijk"


def _strangers(document: Mapping[str, Any]) -> Iterator[str]:
    """References to something of another wijk; those to nothing at all are named elsewhere."""
    for name, column, target in _SAME_WIJK:
        home = {entry["id"]: entry["wijk_id"] for entry in document[target]}
        for number, entry in enumerate(document[name]):
            key = entry[column]
            if key in home and home[key] != entry["wijk_id"]:
                yield f"$.{name}[{number}]: {column} verwijst naar {key}, en dat hoort in {target} bij een andere wijk"
