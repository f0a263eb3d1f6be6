"""Reads wijken and their figures from the files in which PDOK (GeoJSON) and CBS (OData) serve them.

All problems in a file are collected and told at once; nothing is returned half.
"""

import json
import math
import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from wijkkompas_core.domain.betrokkenheid import MAX_NAME, clean_text
from wijkkompas_core.errors import WijkkompasError
from wijkkompas_core.services.laden.json_waarden import as_list, as_object

_CODE = re.compile(r"WK\d{4}[0-9A-Z]{2}", re.ASCII)
_EDITION = re.compile(r"(\d{4})(WK\d{4}[0-9A-Z]{2})", re.ASCII)
_SUFFIX = re.compile(r"_\d+$", re.ASCII)
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)", re.ASCII)
_CODE_COLUMNS = ("Codering", "WijkenEnBuurten")
_NO_FIGURE = -99_990
"""CBS and PDOK write figures that are secret or absent as -99995, -99997 or -99999999."""
_SHOWN = 50


class BestandFout(WijkkompasError):
    """A file that was refused: `problemen` holds one Dutch sentence per problem."""

    def __init__(self, bestand: str, problemen: Iterable[str]) -> None:
        """`bestand` is the file, `problemen` what is wrong in it."""
        self.problemen = tuple(problemen)
        lines = [f"- {problem}" for problem in self.problemen[:_SHOWN]]
        if len(self.problemen) > _SHOWN:
            lines.append(f"- en nog {len(self.problemen) - _SHOWN} problemen")
        super().__init__(f"Er is niets geladen. In {bestand} klopt dit niet:\n" + "\n".join(lines))


@dataclass(frozen=True, slots=True)
class GelezenWijk:
    """A wijk as it stands in a boundary file: `editie` is the year of code and boundary, `grens` a geometry."""

    code: str
    editie: int
    naam: str
    grens: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Kerncijfers:
    """Figures of one edition per code of a wijk; an absent figure is not in it.

    `dubbel` are the names that several columns share once the suffix is off: those cannot be told apart.
    """

    editie: int
    waarden: dict[str, dict[str, float]]
    dubbel: tuple[str, ...]


def read_json(path: Path) -> Any:
    """The contents of a JSON file; raises `BestandFout` when it cannot be read as such."""
    try:
        return json.loads(path.read_text(encoding="utf-8-sig"), parse_constant=_refuse_constant)
    except FileNotFoundError:
        reason = "het bestand bestaat niet"
    except OSError:
        reason = "het bestand kan niet worden gelezen; kijk naar de rechten op het bestand"
    except UnicodeDecodeError:
        reason = "het bestand is geen tekst in UTF-8"
    except json.JSONDecodeError as error:
        reason = f"dit is geen geldige JSON (regel {error.lineno}, teken {error.colno})"
    except (ValueError, RecursionError):
        reason = "dit is geen geldige JSON"
    raise BestandFout(str(path), [reason])


def _refuse_constant(name: str) -> None:
    raise ValueError(name)


def read_wijken(path: Path) -> list[GelezenWijk]:
    """The wijken in a GeoJSON FeatureCollection; raises `BestandFout` that names each wrong feature."""
    content = as_object(read_json(path))
    if content is None or content.get("type") != "FeatureCollection":
        raise BestandFout(str(path), ["dit is geen GeoJSON met een FeatureCollection"])
    features = as_list(content.get("features"))
    if not features:
        raise BestandFout(str(path), ["er staan geen wijken (features) in"])
    problems: list[str] = []
    found: list[GelezenWijk] = []
    first_seen: dict[str, int] = {}
    for number, feature in enumerate(features, start=1):
        wijk, reasons = _read_feature(feature)
        if wijk is not None and wijk.code in first_seen:
            reasons.append(f"statcode '{wijk.code}' staat ook al bij feature {first_seen[wijk.code]}")
        if wijk is not None:
            first_seen.setdefault(wijk.code, number)
            found.append(wijk)
        problems += [f"feature {number}: {reason}" for reason in reasons]
    if problems:
        raise BestandFout(str(path), problems)
    return found


def _read_feature(told: Any) -> tuple[GelezenWijk | None, list[str]]:
    feature = as_object(told)
    if feature is None or feature.get("type") != "Feature":
        return None, ["dit is geen Feature"]
    properties, geometry = as_object(feature.get("properties")), as_object(feature.get("geometry"))
    if properties is None:
        return None, ["'properties' ontbreekt"]
    reasons: list[str] = []

    def text(name: str) -> str:
        value = properties.get(name)
        if isinstance(value, str) and value.strip():
            return value.strip()
        reasons.append(f"'{name}' ontbreekt of is geen tekst")
        return ""

    code, edition, naam = text("statcode"), text("jrstatcode"), clean_text(text("statnaam"))
    if code and not _CODE.fullmatch(code):
        reasons.append(f"statcode '{code[:40]}' is geen wijkcode; die ziet eruit als WK001400")
    match = _EDITION.fullmatch(edition)
    if edition and (match is None or match[2] != code):
        reasons.append(f"jrstatcode '{edition[:40]}' is niet het jaartal met daarachter de statcode")
    if len(naam) > MAX_NAME:
        reasons.append(f"statnaam is langer dan {MAX_NAME} tekens")
    reasons += _geometry_problems(geometry)
    if reasons or match is None or geometry is None:
        return None, reasons
    grens = {"type": geometry["type"], "coordinates": geometry["coordinates"]}
    return GelezenWijk(code, int(match[1]), naam, grens), []


def _geometry_problems(geometry: dict[str, Any] | None) -> list[str]:
    if geometry is None or geometry.get("type") not in ("Polygon", "MultiPolygon"):
        return ["'geometry' is geen Polygon of MultiPolygon"]
    coordinates = geometry.get("coordinates")
    polygons = [coordinates] if geometry["type"] == "Polygon" else as_list(coordinates)
    if not polygons:
        return ["de grens heeft geen coördinaten"]
    for polygon in polygons:
        rings = as_list(polygon)
        if not rings:
            return ["de grens heeft geen coördinaten"]
        for ring in rings:
            points = as_list(ring)
            if points is None or len(points) < 4 or points[0] != points[-1]:
                return ["de grens is geen gesloten lijn van minstens vier punten"]
            for one in points:
                point = as_list(one)
                if point is None or len(point) < 2 or not all(_is_number(part) for part in point):
                    return ["een punt van de grens is geen paar getallen"]
                if not (-180 <= point[0] <= 180 and -90 <= point[1] <= 90):
                    return [
                        f"({point[0]}, {point[1]}) is geen lengte- en breedtegraad; "
                        "vraag het bestand op in WGS84 (EPSG:4326)"
                    ]
    return []


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value)


def read_kerncijfers(path: Path, editie: int | None = None) -> Kerncijfers:
    """The figures in a CBS OData file; without `editie` the year is taken from the file name.

    Columns are named without their suffix, which changes every year. Text columns are left out.
    """
    if editie is None:
        years = set(_YEAR.findall(path.name))
        if len(years) != 1:
            raise BestandFout(str(path), ["het jaar staat niet in de bestandsnaam; geef het op met --editie JJJJ"])
        editie = int(years.pop())
    records = as_list((as_object(read_json(path)) or {}).get("value"))
    if not records:
        raise BestandFout(str(path), ["dit is geen CBS-bestand: er is geen gevulde lijst 'value'"])
    problems: list[str] = []
    values: dict[str, dict[str, float]] = {}
    double: set[str] = set()
    for number, told in enumerate(records, start=1):
        if (record := as_object(told)) is None:
            problems.append(f"rij {number}: dit is geen rij met kolommen")
            continue
        plain = {column: _SUFFIX.sub("", column) for column in record}
        code = next((record[c] for name in _CODE_COLUMNS for c, short in plain.items() if short == name), None)
        if not isinstance(code, str):
            problems.append(f"rij {number}: de kolom 'Codering' ontbreekt")
            continue
        code = code.strip()
        if not _CODE.fullmatch(code):
            continue  # a gemeente, a buurt or the whole country
        if code in values:
            problems.append(f"rij {number}: de code '{code}' staat er meer dan eens")
        times = Counter(plain.values())
        double |= {name for name, count in times.items() if count > 1}
        values[code] = {
            name: float(record[column])
            for column, name in plain.items()
            if times[name] == 1 and _is_number(record[column]) and record[column] > _NO_FIGURE
        }
        problems += [f"rij {number}: de kolomnaam '{name[:40]}…' is te lang" for name in values[code] if len(name) > 80]
    if problems:
        raise BestandFout(str(path), problems)
    return Kerncijfers(editie, values, tuple(sorted(double)))
