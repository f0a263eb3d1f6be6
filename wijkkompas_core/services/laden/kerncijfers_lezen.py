"""Reads figures about wijken as CBS serves them: OData v3 (typed or as texts), OData v4, and the KWB table as CSV."""

import csv
import io
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from wijkkompas_core.services.laden.json_waarden import as_list, as_object
from wijkkompas_core.services.laden.wijken_lezen import BestandFout, is_number, read_json, year_in_name

_CODE = re.compile(r"WK\d{4}[0-9A-Z]{2}", re.ASCII)
_SUFFIX = re.compile(r"_\d+$", re.ASCII)
_DOT = re.compile(r"-?\d+(?:\.\d+)?", re.ASCII)
_COMMA = re.compile(r"-?\d{1,3}(?:\.\d{3})*(?:,\d+)?|-?\d+(?:,\d+)?", re.ASCII)
_CODE_COLUMNS = ("codering", "wijkenenbuurten", "gwb_code_10", "gwb_code", "wijkcode", "statcode")
_DUTCH = {ord("."): None, ord(","): "."}
_NO_FIGURE = -99_990
"""CBS and PDOK write figures that are secret or absent as -99995, -99997 or -99999999."""
_NAMES = {
    "a_inw": "AantalInwoners", "a_man": "Mannen", "a_vrouw": "Vrouwen", "a_hh": "HuishoudensTotaal",
    "a_woning": "Woningvoorraad", "woning": "Woningvoorraad", "bev_dich": "Bevolkingsdichtheid",
    "aantal_inwoners": "AantalInwoners", "aantal_huishoudens": "HuishoudensTotaal",
    "T001036": "AantalInwoners", "M000297": "Woningvoorraad",
}  # fmt: skip
"""What the KWB table, PDOK and OData v4 call a figure → what OData v3 calls it; others keep the name they have."""
_NOT_TOLD = ("id", "recs", "ind_wbz", "regio", "gm_naam")
_LONGEST_NAME, _MOST_ROWS = 80, 500_000


@dataclass(frozen=True, slots=True)
class Kerncijfers:
    """Figures of one edition per code of a wijk; an absent figure is not in it.

    `dubbel` are the names that several columns share once the suffix is off: those cannot be told apart.
    """

    editie: int
    waarden: dict[str, dict[str, float]]
    dubbel: tuple[str, ...]


def read_kerncijfers(path: Path, editie: int | None = None) -> Kerncijfers:
    """The figures in a CBS file; without `editie` the year is taken from the file name.

    Columns are named without their suffix, which changes every year. Text columns are left out.
    """
    editie = editie or year_in_name(path)
    if editie is None:
        raise BestandFout(str(path), ["het jaar staat niet in de bestandsnaam; geef het op met --editie JJJJ"])
    comma = path.suffix.casefold() in (".csv", ".txt")
    records = _csv_rows(path) if comma else _json_rows(path)
    if not records:
        raise BestandFout(str(path), ["dit is geen CBS-bestand: er is geen gevulde lijst 'value'"])
    problems: list[str] = []
    values: dict[str, dict[str, float]] = {}
    double: set[str] = set()
    for number, told in enumerate(records, start=1):
        if (record := as_object(told)) is None:
            problems.append(f"rij {number}: dit is geen rij met kolommen")
            continue
        code = _code(record)
        if code is None:
            problems.append(f"rij {number}: de kolom 'Codering' ontbreekt")
            continue
        if not _CODE.fullmatch(code):
            continue  # a gemeente, a buurt or the whole country
        if code in values:
            problems.append(f"rij {number}: de code '{code}' staat er meer dan eens")
        values[code], twice = _figures(record, comma=comma)
        double |= twice
        long = (name for name in values[code] if len(name) > _LONGEST_NAME)
        problems += [f"rij {number}: de kolomnaam '{name[:40]}…' is te lang" for name in long]
    if problems:
        raise BestandFout(str(path), problems)
    return Kerncijfers(editie, values, tuple(sorted(double)))


def _json_rows(path: Path) -> Sequence[Any] | None:
    content = as_object(read_json(path)) or {}
    records = as_list(content.get("value"))
    if records and (first := as_object(records[0])) is not None and {"Measure", "Value"} <= first.keys():
        return _by_place(path, records, _titles(content))
    return records


def _titles(content: Mapping[str, Any]) -> dict[str, str]:
    """What the measures are called, where the file tells it beside its values."""
    told = (as_object(one) for one in as_list(content.get("MeasureCodes")) or ())
    return {str(one["Identifier"]): str(one["Title"]) for one in told if one and {"Identifier", "Title"} <= one.keys()}


def _by_place(path: Path, records: Iterable[Any], titles: Mapping[str, str]) -> list[dict[str, Any]]:
    """OData v4 has a row per figure: the same as a row per place. What CBS could not tell has a `ValueAttribute`."""
    rows: dict[str, dict[str, Any]] = {}
    problems: list[str] = []
    for number, told in enumerate(records, start=1):
        record = as_object(told) or {}
        code, measure = record.get("WijkenEnBuurten"), record.get("Measure")
        if not isinstance(code, str) or not isinstance(measure, str):
            problems.append(f"rij {number}: 'WijkenEnBuurten' of 'Measure' ontbreekt")
            continue
        row = rows.setdefault(code.strip(), {"WijkenEnBuurten": code})
        name = _NAMES.get(measure.strip()) or titles.get(measure.strip(), measure.strip())
        if name in row:
            problems.append(f"rij {number}: '{measure[:40]}' staat er voor '{code.strip()[:20]}' meer dan eens")
        row[name] = record.get("Value") if record.get("ValueAttribute") in (None, "", "None") else None
    if problems:
        raise BestandFout(str(path), problems)
    return list(rows.values())


def _csv_rows(path: Path) -> list[dict[str, Any]]:
    """The KWB table, divided by semicolons, commas or tabs."""
    try:
        text = path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError:
        text = path.read_text(encoding="cp1252", errors="replace")
    except OSError:
        raise BestandFout(str(path), ["het bestand bestaat niet of kan niet worden gelezen"]) from None
    head = text.partition("\n")[0]
    divider = max(";\t,", key=head.count)
    found: list[dict[str, Any]] = []
    try:
        for row in csv.DictReader(io.StringIO(text), delimiter=divider):
            found.append({name: value for name, value in row.items() if isinstance(name, str)})
            if len(found) > _MOST_ROWS:
                raise BestandFout(str(path), [f"er staan meer dan {_MOST_ROWS} rijen in"])
    except csv.Error:
        raise BestandFout(str(path), ["dit is geen CSV die te lezen is"]) from None
    return found


def _plain(column: str) -> str:
    name = _SUFFIX.sub("", column.strip())
    return _NAMES.get(name) or _NAMES.get(name.casefold(), name)


def _code(record: Mapping[str, Any]) -> str | None:
    """The code of the place of a row, without the spaces around it."""
    plain = {short: value for column, value in record.items() for short in (column.strip().casefold(),)}
    plain |= {_SUFFIX.sub("", name): value for name, value in plain.items() if name not in _CODE_COLUMNS}
    found = next((plain[name] for name in _CODE_COLUMNS if isinstance(plain.get(name), str)), None)
    return found.strip().upper() if isinstance(found, str) else None


def _figures(record: Mapping[str, Any], *, comma: bool) -> tuple[dict[str, float], set[str]]:
    """The figures of a row by plain name, and the names that several columns share."""
    columns = {
        column: _plain(column)
        for column in record
        if column.strip().casefold() not in _NOT_TOLD + _CODE_COLUMNS
        and _SUFFIX.sub("", column.strip()).casefold() not in _CODE_COLUMNS
    }
    times = Counter(columns.values())
    found = {name: figure(record[column], comma=comma) for column, name in columns.items() if times[name] == 1}
    return (
        {name: value for name, value in found.items() if value is not None},
        {name for name, count in times.items() if count > 1},
    )


def figure(value: Any, *, comma: bool = False) -> float | None:
    """A value of CBS as a number; None for what is secret, absent or a text. With `comma` texts are Dutch ("1,5")."""
    if isinstance(value, str):
        text = value.strip()
        if not (_DOT.fullmatch(text) if not comma else _COMMA.fullmatch(text)):
            return None
        value = float(text.translate(_DUTCH) if comma else text)
    return float(value) if is_number(value) and value > _NO_FIGURE else None
