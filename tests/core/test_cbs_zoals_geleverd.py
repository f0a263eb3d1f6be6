"""Boundaries and figures as CBS and PDOK serve them, and what a new edition does to the wijken that are known."""

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from tests.core.test_wijken_laden import ACTOR, feature, geojson, kerncijfers, load, wijken
from wijkkompas_core.domain.rijksdriehoek import naar_wgs84
from wijkkompas_core.domain.toegang import Actie
from wijkkompas_core.errors import InvalidInput
from wijkkompas_core.services.laden.edities import Gebied, Soort, overlap, vergelijk
from wijkkompas_core.services.laden.kerncijfers_lezen import figure, read_kerncijfers
from wijkkompas_core.services.laden.wijken_laden import OnbevestigdeEditie, load_wijken
from wijkkompas_core.services.laden.wijken_lezen import BestandFout, read_wijken
from wijkkompas_core.storage.tables import WijkRow


def square(x: float, y: float, w: float = 0.02, h: float = 0.02) -> dict[str, Any]:
    ring = [[x, y], [x + w, y], [x + w, y + h], [x, y + h], [x, y]]
    return {"type": "Polygon", "coordinates": [ring]}


def plain(properties: dict[str, Any], geometry: dict[str, Any] | None = None) -> dict[str, Any]:
    return {"type": "Feature", "properties": properties, "geometry": geometry or square(5, 52)}


@pytest.mark.parametrize(
    ("properties", "code", "naam"),
    [
        ({"wijkcode": "WK003401", "wijknaam": "Haven", "water": "NEE", "gemeentecode": "GM0034"}, "WK003401", "Haven"),
        ({"WK_CODE": "WK003401", "WK_NAAM": "Haven", "GM_CODE": "GM0034"}, "WK003401", "Haven"),
        ({"statcode": "wk003401 ", "statnaam": "Haven"}, "WK003401", "Haven"),
    ],
)
def test_old_and_new_names_of_the_properties_are_read(tmp_path: Path, properties, code, naam) -> None:
    (wijk,) = read_wijken(geojson(tmp_path, plain(properties)), 2021)
    assert (wijk.code, wijk.naam, wijk.editie) == (code, naam, 2021)


def test_the_year_comes_from_the_feature_then_from_the_name_of_the_file_and_else_is_asked(tmp_path: Path) -> None:
    one = plain({"wijkcode": "WK003401", "wijknaam": "Haven"})
    with pytest.raises(BestandFout, match="--indeling"):
        read_wijken(geojson(tmp_path, one))
    path = geojson(tmp_path, one).rename(tmp_path / "wijken_2019.geojson")
    assert read_wijken(path)[0].editie == 2019
    assert read_wijken(geojson(tmp_path, plain({**one["properties"], "jaar": 2020})))[0].editie == 2020


@pytest.mark.parametrize(
    ("x", "y", "lon", "lat"),
    [(155_000, 463_000, 5.38720621, 52.15517440), (120_700.723, 487_525.501, 4.88352559, 52.37453253),
     (233_883.131, 582_065.167, 6.56820053, 53.21938317)],
)  # fmt: skip
def test_rijksdriehoek_becomes_degrees_within_a_metre(x, y, lon, lat) -> None:
    """The towers of Amersfoort, Amsterdam (Westertoren) and Groningen (Martinitoren), as they were measured."""
    found = naar_wgs84(x, y)
    assert abs(found[0] - lon) < 0.000015 and abs(found[1] - lat) < 0.00001


def test_a_boundary_in_rijksdriehoek_is_kept_in_degrees(tmp_path: Path) -> None:
    (wijk,) = read_wijken(geojson(tmp_path, feature(geometry=square(121_000, 487_000, 900, 900))))
    first = wijk.grens["coordinates"][0][0]
    assert 4.8 < first[0] < 5 and 52.3 < first[1] < 52.5


def test_water_is_left_out_and_pieces_of_one_wijk_become_one(tmp_path: Path) -> None:
    land, water = feature(water="NEE"), feature(water="JA", geometry=square(6.7, 53.2))
    piece = feature(water="NEE", geometry=square(6.8, 53.2))
    sea = feature("WK990002", "Zee", water="JA")
    for order in ([land, water, piece, sea], [sea, water, land, piece], [piece, land, water, sea]):
        (wijk,) = read_wijken(geojson(tmp_path, *order))
        assert wijk.code == "WK990001" and wijk.grens["type"] == "MultiPolygon" and len(wijk.grens["coordinates"]) == 2


def test_the_gemeente_in_a_file_of_wijken_is_passed_over(tmp_path: Path) -> None:
    gemeente = plain({"statcode": "GM0034", "jrstatcode": "2023GM0034", "statnaam": "Almere"})
    assert [w.code for w in read_wijken(geojson(tmp_path, gemeente, feature()))] == ["WK990001"]
    with pytest.raises(BestandFout, match="geen wijken in"):
        read_wijken(geojson(tmp_path, gemeente))


def buurten(tmp_path: Path, *codes: str) -> Path:
    made = [
        plain(
            {"buurtcode": code, "buurtnaam": f"Buurt {code[-2:]}", "wijkcode": f"WK{code[2:8]}", "jaar": 2023},
            square(5 + i / 10, 52),
        )
        for i, code in enumerate(codes)
    ]
    return geojson(tmp_path, *made)


def test_buurten_are_refused_as_wijken_and_make_one_wijkaanpak_together(any_database, tmp_path: Path) -> None:
    path = buurten(tmp_path, "BU00340101", "BU00340102")
    with pytest.raises(BestandFout, match=r"2 buurten .*--samen"):
        read_wijken(path)
    for expected in ((1, 0), (0, 0)):
        with any_database.writing(ACTOR, Actie.WIJKEN_LADEN) as session:
            found = load_wijken(session, read_wijken(path, samen="Werven en Hoven"))
        assert (found.nieuw, found.gewijzigd) == expected
    with any_database.reading() as session:
        row = session.scalars(select(WijkRow)).one()
    assert (row.naam, row.cbs_code, row.buurten) == ("Werven en Hoven", None, ["BU00340101", "BU00340102"])
    assert row.grens is not None and len(row.grens["coordinates"]) == 2
    with pytest.raises(BestandFout, match="buurten"):
        read_wijken(geojson(tmp_path, feature()), samen="Iets")


@pytest.mark.parametrize(
    "wrong",
    [-99997, -99995, -99999999, "-99997", "   -99997", ".", "       .", "", " ", None, "x", "geheim", True, "-", "1e5",
     "NaN", "-99997.0"],
)  # fmt: skip
def test_what_is_secret_or_absent_is_never_a_figure(wrong: Any) -> None:
    assert figure(wrong) is None
    assert figure(wrong, comma=True) is None


@pytest.mark.parametrize(
    ("told", "comma", "value"),
    [("  22000", False, 22000), ("1.5", False, 1.5), ("-3", False, -3), (0, False, 0), ("0", True, 0),
     ("1,5", True, 1.5), ("22.000", True, 22000), ("1.234.567,8", True, 1234567.8), ("22000", True, 22000)],
)  # fmt: skip
def test_a_figure_is_read_typed_and_as_a_text(told, comma, value) -> None:
    assert figure(told, comma=comma) == value


def test_odata_v3_typed_or_as_texts_and_v4_say_the_same(tmp_path: Path) -> None:
    typed = {"WijkenEnBuurten": "WK990001  ", "AantalInwoners_5": 22000, "Woningvoorraad_35": None, "ID": 3}
    texts = {"Codering_3": "WK990001  ", "AantalInwoners_5": "  22000", "Woningvoorraad_35": "       ."}
    v4 = [
        {"Id": i, "WijkenEnBuurten": "WK990001  ", "Measure": measure, "ValueAttribute": why, "Value": value}
        for i, (measure, why, value) in enumerate([("T001036", "None", 22000), ("M000297", "Confidential", None)])
    ]
    for rows in ([typed], [texts], v4):
        assert read_kerncijfers(kerncijfers(tmp_path, *rows)).waarden == {"WK990001": {"AantalInwoners": 22000.0}}


def test_a_measure_of_v4_is_called_as_the_file_calls_it(tmp_path: Path) -> None:
    path = tmp_path / "v4_2023.json"
    row = {"WijkenEnBuurten": "WK990001", "Measure": "M1", "Value": 4, "ValueAttribute": "None"}
    path.write_text(json.dumps({"value": [row], "MeasureCodes": [{"Identifier": "M1", "Title": "Koopwoningen"}]}))
    assert read_kerncijfers(path).waarden == {"WK990001": {"Koopwoningen": 4.0}}
    path.write_text(json.dumps({"value": [row, row]}))
    with pytest.raises(BestandFout, match="rij 2: 'M1' staat er voor 'WK990001' meer dan eens"):
        read_kerncijfers(path)


@pytest.mark.parametrize("divider", [";", ",", "\t"])
def test_the_kwb_table_is_read_with_its_points_and_commas(tmp_path: Path, divider: str) -> None:
    rows = [
        ["gwb_code_10", "regio", "gm_naam", "recs", "a_inw", "a_woning", "g_hhgro", "p_koopw"],
        ["GM0034", "Almere", "Almere", "Gemeente", "220000", "90000", "2", "1"],
        ["WK003401  ", "Haven", "Almere", "Wijk", "22000", ".", '"2,1"', ""],
        ["BU00340101", "Werven", "Almere", "Buurt", "1", "1", "1", "1"],
    ]
    path = tmp_path / "kwb-2023.csv"
    path.write_text("\n".join(divider.join(row) for row in rows), encoding="utf-8-sig")
    assert read_kerncijfers(path).waarden == {"WK003401": {"AantalInwoners": 22000.0, "g_hhgro": 2.1}}


def area(code: str, naam: str, *place: float) -> Gebied:
    return Gebied(code, naam, square(*place) if place else None)


def test_overlap_is_the_share_of_the_one_that_lies_in_the_other() -> None:
    whole, half = square(5, 52, 0.2, 0.2), square(5, 52, 0.1, 0.2)
    assert overlap(half, whole) == 1 and abs(overlap(whole, half) - 0.5) < 0.03
    assert overlap(whole, square(6, 52)) == 0
    inner = square(5.05, 52.05, 0.1, 0.1)["coordinates"][0]
    hole = {"type": "Polygon", "coordinates": [whole["coordinates"][0], inner]}
    assert abs(overlap(whole, hole) - 0.75) < 0.03


EDITIONS = [
    ([area("A", "Een", 5, 52)], [area("A", "een ", 5, 52)], [Soort.ZELFDE]),
    ([area("A", "Een", 5, 52)], [area("A", "Twee", 5, 52)], [Soort.HERNOEMD]),
    ([area("A", "Een", 5, 52)], [area("A", "Een", 6, 52)], [Soort.VERPLAATST]),
    ([area("A", "Een", 5, 52)], [area("B", "Een", 5, 52)], [Soort.HERCODEERD]),
    ([area("A", "Een")], [area("B", "Een")], [Soort.HERCODEERD]),
    ([area("A", "Een"), area("C", "Een")], [area("B", "Een")], [Soort.VERDWENEN, Soort.VERDWENEN, Soort.NIEUW]),
    ([area("A", "Een", 5, 52)], [area("B", "Een", 6, 52)], [Soort.VERDWENEN, Soort.NIEUW]),
    ([area("A", "Een", 5, 52)], [area("B", "N", 5, 52, 0.02, 0.01), area("C", "Z", 5, 52.01, 0.02, 0.01)],
     [Soort.GESPLITST]),
    ([area("B", "N", 5, 52, 0.02, 0.01), area("C", "Z", 5, 52.01, 0.02, 0.01)], [area("A", "Een", 5, 52)],
     [Soort.SAMENGEVOEGD]),
    ([area("A", "Een", 5, 52)], [], [Soort.VERDWENEN]),
    ([], [area("A", "Een", 5, 52)], [Soort.NIEUW]),
    # Two that lie on each other, as after a careless export: what has the same code and name goes first.
    ([area("A", "Een", 5, 52), area("B", "Twee", 5, 52)], [area("C", "Een", 5, 52), area("D", "Twee", 5, 52)],
     [Soort.HERCODEERD, Soort.HERCODEERD]),
]  # fmt: skip


@pytest.mark.parametrize(("old", "new", "expected"), EDITIONS)
def test_a_new_edition_says_what_happened_to_each_wijk(old, new, expected) -> None:
    found = vergelijk(old, new)
    assert [one.soort for one in found] == expected
    assert sorted(g.code for one in found for g in one.nieuw) == sorted(g.code for g in new)
    assert sorted(g.code for one in found for g in one.oud) == sorted(g.code for g in old)
    assert all(one.zin for one in found)


def edition(year: int, code: str, naam: str, *place: float) -> dict[str, Any]:
    return feature(code, naam, jrstatcode=f"{year}{code}", geometry=square(*place))


def test_a_new_edition_has_to_be_confirmed_per_wijk_and_a_new_code_keeps_the_wijk(any_database, tmp_path: Path) -> None:
    load(any_database, geojson(tmp_path, edition(2022, "WK053001", "De Struyten", 5, 52),
                               edition(2022, "WK053002", "Haven", 5.1, 52)))  # fmt: skip
    before = wijken(any_database)["WK053001"]
    after = geojson(tmp_path, edition(2023, "WK199202", "De Struyten", 5, 52),
                    edition(2023, "WK199203", "Haven Noord", 5.1, 52, 0.02, 0.01),
                    edition(2023, "WK199204", "Haven Zuid", 5.1, 52.01, 0.02, 0.01))  # fmt: skip
    with pytest.raises(OnbevestigdeEditie) as asked:
        load(any_database, after, akkoord=["WK053001"])
    assert str(asked.value).endswith(
        "- Haven (WK053002) is gesplitst in Haven Noord (WK199203) en Haven Zuid (WK199204)"
    )
    assert set(wijken(any_database)) == {"WK053001", "WK053002"}
    loaded = load(any_database, after, akkoord=["WK053001", "WK053002"])
    assert (loaded.nieuw, loaded.gewijzigd) == (2, 1)
    found = wijken(any_database)
    assert set(found) == {"WK199202", "WK199203", "WK199204", "WK053002"}
    assert (found["WK199202"].id, found["WK199202"].slug) == (before.id, "de-struyten")


def test_an_older_edition_never_overwrites_a_newer_one_unasked(any_database, tmp_path: Path) -> None:
    load(any_database, geojson(tmp_path, edition(2023, "WK003401", "Haven", 5, 52)))
    poort = edition(2022, "WK003411", "Poort", 6, 52)
    only_new = geojson(tmp_path, poort).rename(tmp_path / "nieuw.geojson")
    older = geojson(tmp_path, edition(2022, "WK003401", "Haven oud", 5, 52), poort)
    with pytest.raises(InvalidInput, match=r"van 2022.*Haven .2023.*--oudere-indeling"):
        load(any_database, older, akkoord=["WK003401"])
    with pytest.raises(InvalidInput, match="van 2022"):
        load(any_database, only_new)
    assert [row.naam for row in wijken(any_database).values()] == ["Haven"]
    load(any_database, older, akkoord=["WK003401"], ouder=True)
    assert wijken(any_database)["WK003401"].naam == "Haven oud"


def test_a_wijk_of_another_gemeente_is_not_called_vanished(any_database, tmp_path: Path) -> None:
    load(any_database, geojson(tmp_path, edition(2022, "WK003401", "Haven", 5, 52)), start=date(2025, 1, 1))
    loaded = load(any_database, geojson(tmp_path, edition(2023, "WK001401", "Centrum", 6.5, 53.2)))
    assert loaded.nieuw == 1 and len(wijken(any_database)) == 2
