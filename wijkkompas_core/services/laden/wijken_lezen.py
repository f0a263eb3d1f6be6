"""Reads boundaries of wijken and buurten as PDOK serves them (GeoJSON, old and new names, WGS84 or RD).

All problems in a file are collected and told at once; nothing is returned half.
"""

import json
import math
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from wijkkompas_core.domain.betrokkenheid import MAX_NAME, clean_text
from wijkkompas_core.domain.rijksdriehoek import in_nederland, is_rijksdriehoek, naar_wgs84
from wijkkompas_core.errors import WijkkompasError
from wijkkompas_core.services.laden.json_waarden import as_list, as_object

_WIJK = re.compile(r"WK\d{4}[0-9A-Z]{2}", re.ASCII)
_BUURT = re.compile(r"BU\d{4}[0-9A-Z]{4}", re.ASCII)
_OTHER = re.compile(r"(?:GM|PV|LD|NL)\d{2,4}", re.ASCII)
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)", re.ASCII)
_CODES = ("statcode", "buurtcode", "bu_code", "wijkcode", "wk_code", "gemeentecode", "gm_code")
_NAMES = ("statnaam", "buurtnaam", "bu_naam", "wijknaam", "wk_naam", "gemeentenaam", "gm_naam")
"""Names of a property, in the order in which they are looked for: a buurt also has the code of its wijk."""
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
    """A wijk as it stands in a boundary file: `editie` is the year of code and boundary, `grens` a geometry.

    With `buurten` (codes) it is a wijkaanpak made of those, and `code` is empty.
    """

    code: str
    editie: int
    naam: str
    grens: dict[str, Any]
    buurten: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Gebied:
    """One feature: an area with its parts as polygons; of water only when nothing else is told of it."""

    code: str
    editie: int
    naam: str
    water: bool
    polygonen: tuple[Any, ...]
    multi: bool = False
    """Told as several parts, also when there is one."""


def year_in_name(path: Path) -> int | None:
    """The one year in the name of a file, if there is one."""
    years = set(_YEAR.findall(path.name))
    return int(years.pop()) if len(years) == 1 else None


def read_wijken(path: Path, editie: int | None = None, samen: str = "") -> list[GelezenWijk]:
    """The wijken in a GeoJSON FeatureCollection; raises `BestandFout` that names each wrong feature.

    `editie` is the year where the file tells none. Of what also holds gemeenten and buurten the wijken are taken. A
    file of buurten alone is refused, unless they make one wijkaanpak together: `samen` is its name.
    """
    content = as_object(read_json(path))
    if content is None or content.get("type") != "FeatureCollection":
        raise BestandFout(str(path), ["dit is geen GeoJSON met een FeatureCollection"])
    features = as_list(content.get("features"))
    if not features:
        raise BestandFout(str(path), ["er staan geen wijken (features) in"])
    return wijken_van(str(path), features, editie or year_in_name(path), samen)


def wijken_van(bestand: str, features: Sequence[Any], editie: int | None, samen: str = "") -> list[GelezenWijk]:
    """The same, of features that were read from this file; `editie` is the year of those that tell none."""
    problems: list[str] = []
    found: dict[str, _Gebied] = {}
    first_seen: dict[str, int] = {}
    for number, feature in enumerate(features, start=1):
        gebied, reasons = _read_feature(feature, editie)
        if gebied is not None:
            before = found.get(gebied.code)
            if before is not None and not _one_area(before, gebied):
                reasons.append(f"code '{gebied.code}' staat ook al bij feature {first_seen[gebied.code]}")
            first_seen.setdefault(gebied.code, number)
            found[gebied.code] = _together(before, gebied) if before else gebied
        problems += [f"feature {number}: {reason}" for reason in reasons]
    if problems:
        raise BestandFout(bestand, problems)
    land = [gebied for gebied in found.values() if not gebied.water]
    wijken = [gebied for gebied in land if _WIJK.fullmatch(gebied.code)]
    buurten = [gebied for gebied in land if _BUURT.fullmatch(gebied.code)]
    if samen:
        return [_made_of(bestand, samen, buurten or wijken)]
    if not wijken and buurten:
        names = ", ".join(gebied.naam for gebied in buurten[:3]) + (" …" if len(buurten) > 3 else "")
        raise BestandFout(
            bestand,
            [f"dit zijn {len(buurten)} buurten ({names}), geen wijken; maak er met --samen NAAM één wijkaanpak van"],
        )
    if not wijken:
        raise BestandFout(bestand, ["er staan geen wijken in, alleen grotere gebieden of water"])
    return [GelezenWijk(g.code, g.editie, g.naam, _grens(g.polygonen, multi=g.multi)) for g in wijken]


def _one_area(before: _Gebied, gebied: _Gebied) -> bool:
    """Whether two features with one code are parts of one area: its water apart, or pieces that differ."""
    parts = before.water != gebied.water or before.polygonen != gebied.polygonen
    return parts and (before.naam, before.editie) == (gebied.naam, gebied.editie)


def _together(before: _Gebied, gebied: _Gebied) -> _Gebied:
    if before.water != gebied.water:
        return gebied if before.water else before
    return replace(before, polygonen=before.polygonen + gebied.polygonen)


def _made_of(bestand: str, naam: str, parts: Sequence[_Gebied]) -> GelezenWijk:
    """One wijkaanpak of all these areas."""
    naam = clean_text(naam)
    if not parts or not all(_BUURT.fullmatch(part.code) for part in parts):
        raise BestandFout(bestand, ["voor --samen moeten er buurten in staan"])
    if not naam or len(naam) > MAX_NAME:
        raise BestandFout(bestand, [f"de naam bij --samen is leeg of langer dan {MAX_NAME} tekens"])
    grens = _grens(tuple(polygon for part in parts for polygon in part.polygonen))
    codes = tuple(sorted(part.code for part in parts))
    return GelezenWijk("", max(part.editie for part in parts), naam, grens, codes)


def _grens(polygonen: tuple[Any, ...], *, multi: bool = False) -> dict[str, Any]:
    if len(polygonen) == 1 and not multi:
        return {"type": "Polygon", "coordinates": polygonen[0]}
    return {"type": "MultiPolygon", "coordinates": list(polygonen)}


def _read_feature(told: Any, editie: int | None) -> tuple[_Gebied | None, list[str]]:
    feature = as_object(told)
    if feature is None or feature.get("type") != "Feature":
        return None, ["dit is geen Feature"]
    properties = as_object(feature.get("properties"))
    if properties is None:
        return None, ["'properties' ontbreekt"]
    plain = {name.casefold(): value for name, value in properties.items()}
    reasons: list[str] = []

    def text(names: Sequence[str]) -> str:
        present = [plain[name] for name in names if name in plain]
        value = next((one for one in present if isinstance(one, str) and one.strip()), None)
        if value is None:
            reasons.append(f"'{names[0]}' ontbreekt of is geen tekst")
            return ""
        return value.strip()

    code, naam = text(_CODES).upper(), clean_text(text(_NAMES))
    if code and _OTHER.fullmatch(code):
        return None, []  # a gemeente or more
    if code and not (_WIJK.fullmatch(code) or _BUURT.fullmatch(code)):
        reasons.append(f"statcode '{code[:40]}' is geen wijkcode; die ziet eruit als WK001400")
    year, wrong = _edition(plain, code, editie)
    if len(naam) > MAX_NAME:
        reasons.append(f"statnaam is langer dan {MAX_NAME} tekens")
    geometry = as_object(feature.get("geometry"))
    polygons, odd = _polygons(geometry)
    reasons += [*wrong, *odd]
    if reasons or year is None:
        return None, reasons
    water = str(plain.get("water", "")).strip().upper() in ("JA", "J", "TRUE", "1", "B")
    multi = geometry is not None and geometry.get("type") == "MultiPolygon"
    return _Gebied(code, year, naam, water, tuple(polygons), multi), []


def _edition(plain: dict[str, Any], code: str, otherwise: int | None) -> tuple[int | None, list[str]]:
    """The year of a feature, and what is wrong with it."""
    told = plain.get("jrstatcode")
    if isinstance(told, str) and told.strip():
        year, rest = told.strip()[:4], told.strip()[4:].upper()
        if not (year.isascii() and year.isdigit()) or rest != code:
            return None, [f"jrstatcode '{told.strip()[:40]}' is niet het jaartal met daarachter de statcode"]
        return int(year), []
    for name in ("jaar", "jaar_indeling", "peiljaar"):
        if (year := str(plain.get(name, "")).strip()).isascii() and _YEAR.fullmatch(year):
            return int(year), []
    if otherwise is None:
        return None, ["het jaar van de indeling staat er niet bij, ook niet in de bestandsnaam; geef --indeling JJJJ"]
    return otherwise, []


def _polygons(geometry: dict[str, Any] | None) -> tuple[list[Any], list[str]]:
    """The parts of an area in degrees, and what is wrong with it."""
    if geometry is None or geometry.get("type") not in ("Polygon", "MultiPolygon"):
        return [], ["'geometry' is geen Polygon of MultiPolygon"]
    coordinates = geometry.get("coordinates")
    parts = [coordinates] if geometry["type"] == "Polygon" else as_list(coordinates)
    if not parts:
        return [], ["de grens heeft geen coördinaten"]
    found: list[Any] = []
    for part in parts:
        rings = as_list(part)
        if not rings:
            return [], ["de grens heeft geen coördinaten"]
        found.append([])
        for ring in rings:
            points, wrong = _ring(ring)
            if wrong:
                return [], [wrong]
            found[-1].append(points)
    return found, []


def _ring(told: Any) -> tuple[list[Any], str]:
    points = as_list(told)
    if points is None or len(points) < 4 or points[0] != points[-1]:
        return [], "de grens is geen gesloten lijn van minstens vier punten"
    found: list[Any] = []
    for one in points:
        point = as_list(one)
        if point is None or len(point) < 2 or not all(is_number(part) for part in point):
            return [], "een punt van de grens is geen paar getallen"
        x, y = point[0], point[1]
        if in_nederland(x, y):
            found.append([x, y])
        elif is_rijksdriehoek(x, y):
            found.append([*naar_wgs84(x, y)])
        elif in_nederland(y, x) or is_rijksdriehoek(y, x):
            return [], f"({x}, {y}) ligt niet in Nederland: de twee assen zijn verwisseld"
        else:
            return [], f"({x}, {y}) ligt niet in Nederland; vraag het bestand op in WGS84 of RD"
    return found, ""


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


def is_number(value: Any) -> bool:
    """Whether a value of JSON is a number, which true and false are not."""
    return isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value)
