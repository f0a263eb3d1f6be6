"""What the method asks of a document of an installation, beyond its JSON Schema, and the schema's errors in Dutch."""

from collections.abc import Iterator, Mapping
from datetime import date, datetime
from typing import Any

from jsonschema import FormatChecker, ValidationError

from wijkkompas_core.domain.tijd import as_date
from wijkkompas_core.services.laden.json_waarden import as_object

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
    ("houdingsmetingen", "huidig", "houding"),
    ("houdingsmetingen", "gewenst", "houding"),
    ("beloften", "niveau", "participatieniveau"),
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
            known = (as_object(error.schema) or {}).get("properties", {})
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
    with_fase = {spell["wijk_id"] for spell in document["wijkfasen"] if spell["deelproject_id"] is None}
    for number, wijk in enumerate(document["wijken"]):
        if wijk["id"] not in with_fase:
            problems.append(f"$.wijken[{number}]: {wijk['slug']} zit in geen enkele fase")
    for number, entry in enumerate(document["nvt_vakken"]):
        if not entry["reden"].strip():
            problems.append(f"$.nvt_vakken[{number}]: de reden ontbreekt")
    return problems + list(_team_problems(document)) + list(_merge_problems(document))


def _team_problems(document: Mapping[str, Any]) -> Iterator[str]:
    for number, afspraak in enumerate(document["afspraken"]):
        path = f"$.afspraken[{number}]"
        if (afspraak["status"] == "open") == (afspraak["afgerond_op"] is not None):
            yield f"{path}: de status is {afspraak['status']}, maar afgerond_op past daar niet bij"
        if afspraak["eigenaar_id"] is None and afspraak["belanghebbende_id"] is None:
            yield f"{path}: er is geen eigenaar"
    for number, plan in enumerate(document["faseplanningen"]):
        if plan["gepland_tot"] < plan["gepland_van"]:
            yield f"$.faseplanningen[{number}]: het plan eindigt voordat het begint"
    for number, mijlpaal in enumerate(document["mijlpalen"]):
        if (mijlpaal["besloten_op"] is None) != (mijlpaal["uitkomst"] is None):
            yield f"$.mijlpalen[{number}]: besloten_op en uitkomst horen samen gevuld te zijn"
    for number, cijfer in enumerate(document["cijfers"]):
        if cijfer["noemer"] is not None and cijfer["noemer"] <= 0:
            yield f"$.cijfers[{number}]: de noemer is niet groter dan 0"
    aspecten = {entry["slug"] for entry in document["aspecten"]}
    for number, party in enumerate(document["belanghebbenden"]):
        if unknown := set(party["aspecten"]) - aspecten:
            yield f"$.belanghebbenden[{number}]: {', '.join(sorted(unknown))} staat niet in aspecten"


def _merge_problems(document: Mapping[str, Any]) -> Iterator[str]:
    """`hoofd_id` is where the chain of `samengevoegd_met` ends; a chain that bites its tail ends nowhere."""
    merged = {entry["id"]: entry["samengevoegd_met"] for entry in document["belanghebbenden"]}
    for number, party in enumerate(document["belanghebbenden"]):
        end, seen = party["id"], set[int]()
        while merged.get(end) is not None and end not in seen:
            seen.add(end)
            end = merged[end]
        expected = None if end == party["id"] else end
        path = f"$.belanghebbenden[{number}]"
        if end in seen:
            yield f"{path}: het samenvoegen loopt in een kring"
        elif party["hoofd_id"] != expected:
            yield f"{path}: hoofd_id is niet waar het samenvoegen eindigt"
