"""What has to hold inside a document of an installation, beyond its JSON Schema, and the schema's errors in Dutch."""

from collections.abc import Iterator, Mapping
from datetime import date, datetime
from typing import Any

from jsonschema import FormatChecker, ValidationError
from sqlalchemy import Table, UniqueConstraint

from wijkkompas_core.domain.tijd import as_date
from wijkkompas_core.storage.tables import Base

FORMATS = FormatChecker(formats=[])
_TYPES = {
    "string": "een tekst",
    "integer": "een geheel getal",
    "number": "een getal",
    "boolean": "true of false",
    "array": "een lijst",
    "object": "een object",
    "null": "leeg",
}
_SCALES = (
    ("contactmomenten", "vorm", "vorm"),
    ("contactmomenten", "participatieniveau", "participatieniveau"),
    ("belanghebbenden", "belang", "belang"),
    ("belanghebbenden", "invloed", "invloed"),
    ("mijlpalen", "uitkomst", "mijlpaaluitkomst"),
    ("knooppuntstatussen", "status", "knooppuntstatus"),
)


@FORMATS.checks("date", raises=ValueError)
def _is_date(value: object) -> bool:
    return not isinstance(value, str) or (len(value) == 10 and bool(date.fromisoformat(value)))


@FORMATS.checks("date-time", raises=ValueError)
def _is_moment(value: object) -> bool:
    return not isinstance(value, str) or datetime.fromisoformat(value).tzinfo is not None


@FORMATS.checks("storable")
def _is_storable(value: object) -> bool:
    """No database holds the character NUL or half a character."""
    return not isinstance(value, str) or ("\0" not in value and not any("\ud800" <= c <= "\udfff" for c in value))


def in_dutch(error: ValidationError) -> str:
    """What a JSON Schema error says, as a Dutch phrase."""
    wanted: Any = error.validator_value
    instance: Any = error.instance
    match error.validator:
        case "required":
            missing = [name for name in wanted if name not in instance]
            return "hier ontbreekt " + ", ".join(f"'{name}'" for name in missing)
        case "additionalProperties":
            known = error.schema.get("properties", {}) if isinstance(error.schema, Mapping) else {}
            return "onbekend veld: " + ", ".join(f"'{name}'" for name in instance if name not in known)
        case "type":
            kinds = [wanted] if isinstance(wanted, str) else list(wanted)
            return "dit moet zijn: " + " of ".join(_TYPES[kind] for kind in kinds)
        case "const":
            return f"dit moet {wanted} zijn; misschien hoort het bestand bij een andere versie van de software"
        case "enum":
            return "kies uit " + ", ".join(str(value) for value in wanted)
        case "minimum":
            return f"dit moet minstens {wanted} zijn"
        case "maximum":
            return f"dit mag hoogstens {wanted} zijn"
        case "minLength":
            return "deze tekst is leeg"
        case "maxLength":
            return f"deze tekst is langer dan {wanted} tekens"
        case "minItems":
            return f"hier horen minstens {wanted} waarden"
        case "uniqueItems":
            return "een waarde staat hier dubbel"
        case "format":
            formats = {"date": "een datum (JJJJ-MM-DD)", "date-time": "een moment met tijdzone"}
            return f"dit is geen {formats[wanted][4:]}" if wanted in formats else "hier staat een teken dat niet kan"
        case "pattern":
            return f"'{str(instance)[:40]}' heeft niet de goede vorm"
        case _:
            return "dit klopt niet met het schema"


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
    return problems + list(_contact_references(document))


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


def _contact_references(document: Mapping[str, Any]) -> Iterator[str]:
    aspecten = {entry["slug"] for entry in document["aspecten"]}
    home = {entry["id"]: entry["wijk_id"] for entry in document["belanghebbenden"]}
    for number, contact in enumerate(document["contactmomenten"]):
        path = f"$.contactmomenten[{number}]"
        for place, slug in enumerate(contact["aspecten"]):
            if slug not in aspecten:
                yield f"{path}.aspecten[{place}]: {slug} staat niet in aspecten"
        for place, key in enumerate(contact["belanghebbenden"]):
            if home.get(key) != contact["wijk_id"]:
                yield f"{path}.belanghebbenden[{place}]: {key} is geen belanghebbende in deze wijk"


def domain_problems(document: Mapping[str, Any]) -> list[str]:
    """What the database allows but the method does not; for a check, since a restore must take what there was."""
    problems: list[str] = []
    values = {(entry["schaal"], entry["slug"]) for entry in document["schaalwaarden"]}
    for name, column, scale in _SCALES:
        for number, entry in enumerate(document[name]):
            if entry[column] is not None and (scale, entry[column]) not in values:
                problems.append(f"$.{name}[{number}]: {column} '{entry[column]}' staat niet in de schaal {scale}")
    starts = {entry["id"]: entry["start"] for entry in document["wijken"]}
    for number, contact in enumerate(document["contactmomenten"]):
        path = f"$.contactmomenten[{number}]"
        if not contact["aspecten"]:
            problems.append(f"{path}: er is geen aspect")
        if contact["datum"] < starts.get(contact["wijk_id"], ""):
            problems.append(f"{path}: de datum ligt vóór de start van de wijk")
        if contact["datum"] > as_date(datetime.fromisoformat(contact["ingevoerd_op"])).isoformat():
            problems.append(f"{path}: het is ingevoerd voordat het gebeurde")
    for number, spell in enumerate(document["wijkfasen"]):
        if spell["afgesloten_op"] and spell["afgesloten_op"] < spell["begonnen_op"]:
            problems.append(f"$.wijkfasen[{number}]: de fase is afgesloten voordat zij begon")
    with_fase = {spell["wijk_id"] for spell in document["wijkfasen"]}
    for number, wijk in enumerate(document["wijken"]):
        if wijk["id"] not in with_fase:
            problems.append(f"$.wijken[{number}]: {wijk['slug']} zit in geen enkele fase")
    for number, entry in enumerate(document["nvt_vakken"]):
        if not entry["reden"].strip():
            problems.append(f"$.nvt_vakken[{number}]: de reden ontbreekt")
    return problems
