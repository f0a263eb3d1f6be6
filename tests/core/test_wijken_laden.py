"""Starting a gemeente from its files: what is taken over, what is refused, and that nothing is ever loaded half."""

import copy
import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import func, select

from wijkkompas_core.domain.betrokkenheid import ContactmomentInvoer
from wijkkompas_core.domain.tijd import today
from wijkkompas_core.domain.toegang import Actie, system_actor
from wijkkompas_core.errors import InvalidInput
from wijkkompas_core.services.contactmomenten import record_contactmoment
from wijkkompas_core.services.laden.kerncijfers_lezen import Kerncijfers, read_kerncijfers
from wijkkompas_core.services.laden.wijken_laden import Geladen, load_wijken, unique_slug
from wijkkompas_core.services.laden.wijken_lezen import BestandFout, read_wijken
from wijkkompas_core.storage.database import Database
from wijkkompas_core.storage.tables import LogboekRow, WijkcijferRow, WijkfaseRow, WijkRow

SHARED = Path(__file__).resolve().parents[3] / "shared" / "data"
REAL_WIJKEN, REAL_CIJFERS = SHARED / "cbs_wijken_gm0014_2023.geojson", SHARED / "cbs_kerncijfers_2024.json"
real_files = pytest.mark.skipif(
    not (REAL_WIJKEN.exists() and REAL_CIJFERS.exists()), reason="de CBS-bestanden in ../shared/data zijn er niet"
)
ACTOR = system_actor("test")
RING = [[6.5, 53.2], [6.6, 53.2], [6.6, 53.3], [6.5, 53.2]]


def feature(code: str = "WK990001", naam: str = "Aakwijk", **changes: Any) -> dict[str, Any]:
    properties = {"statcode": code, "jrstatcode": f"2023{code}", "statnaam": naam, "rubriek": "wijk"}
    made = {"type": "Feature", "properties": properties, "geometry": {"type": "Polygon", "coordinates": [RING]}}
    for key, value in changes.items():
        if key in ("geometry", "type"):
            made[key] = value
        else:
            properties[key] = value
    return made


def geojson(tmp_path: Path, *features: Any) -> Path:
    path = tmp_path / "wijken.geojson"
    path.write_text(json.dumps({"type": "FeatureCollection", "features": list(features)}), encoding="utf-8")
    return path


def kerncijfers(tmp_path: Path, *rows: dict[str, Any], name: str = "kerncijfers_2024.json") -> Path:
    path = tmp_path / name
    path.write_text(json.dumps({"value": list(rows)}), encoding="utf-8")
    return path


def load(
    database: Database, path: Path, cijfers: Kerncijfers | None = None, start: date | None = None, **more: Any
) -> Geladen:
    with database.writing(ACTOR, Actie.WIJKEN_LADEN) as session:
        return load_wijken(session, read_wijken(path), cijfers, start=start, **more)


def wijken(database: Database) -> dict[str, WijkRow]:
    with database.reading() as session:
        return {row.cbs_code or "": row for row in session.scalars(select(WijkRow))}


@real_files
def test_the_twenty_wijken_of_groningen_load_with_code_edition_boundary_and_figures(any_database: Database) -> None:
    loaded = load(any_database, REAL_WIJKEN, read_kerncijfers(REAL_CIJFERS))
    assert (loaded.nieuw, loaded.gewijzigd) == (20, 0)
    found = wijken(any_database)
    assert len(found) == 20
    centrum = found["WK001400"]
    assert (centrum.slug, centrum.naam, centrum.cbs_editie) == ("centrum", "Centrum", 2023)
    assert centrum.grens is not None and centrum.grens["type"] == "Polygon"
    with any_database.reading() as session:
        figures = dict(
            session.execute(
                select(WijkcijferRow.naam, WijkcijferRow.waarde).where(
                    WijkcijferRow.wijk_id == centrum.id, WijkcijferRow.editie == 2024
                )
            ).all()
        )
    assert figures["Woningvoorraad"] > 1000
    assert not any(name[-1].isdigit() for name in figures)


@real_files
def test_a_contactmoment_can_be_recorded_in_a_real_wijk(any_database: Database) -> None:
    load(any_database, REAL_WIJKEN)
    wijk = wijken(any_database)["WK001404"]
    with any_database.writing(ACTOR, Actie.CONTACTMOMENT_VASTLEGGEN, wijk.id) as session:
        fase = session.scalar(select(WijkfaseRow.fase).where(WijkfaseRow.wijk_id == wijk.id))
        assert fase == "samen-starten"
        invoer = ContactmomentInvoer(wijk.id, today(), fase, ("bewoners-doen-mee",), "bewonersavond")
        assert record_contactmoment(session, invoer) > 0


@real_files
def test_loading_the_real_files_twice_changes_nothing(database: Database) -> None:
    figures = read_kerncijfers(REAL_CIJFERS)
    load(database, REAL_WIJKEN, figures)
    with database.reading() as session:
        before = session.scalar(select(func.count(LogboekRow.id)))
    version = database.data_version()
    again = load(database, REAL_WIJKEN, figures)
    assert (again.nieuw, again.gewijzigd, again.gelijk) == (0, 0, 20)
    with database.reading() as session:
        assert session.scalar(select(func.count(LogboekRow.id))) == before
    assert database.data_version() == version


def test_a_new_wijk_starts_in_the_first_fase_on_the_given_day(database: Database, tmp_path: Path) -> None:
    load(database, geojson(tmp_path, feature()), start=date(2025, 3, 1))
    with database.reading() as session:
        spell = session.scalars(select(WijkfaseRow)).one()
        assert session.scalars(select(WijkRow)).one().start == date(2025, 3, 1)
    assert (spell.fase, spell.begonnen_op, spell.afgesloten_op) == ("samen-starten", date(2025, 3, 1), None)


def test_the_same_code_updates_name_edition_and_boundary_and_keeps_the_slug(
    any_database: Database, tmp_path: Path
) -> None:
    load(any_database, geojson(tmp_path, feature()))
    moved = copy.deepcopy(RING)
    moved[1][0] = 6.7
    changed = feature(
        naam="Nieuwe naam", jrstatcode="2024WK990001", geometry={"type": "MultiPolygon", "coordinates": [[moved]]}
    )
    loaded = load(any_database, geojson(tmp_path, changed), akkoord=["WK990001"])
    assert (loaded.nieuw, loaded.gewijzigd) == (0, 1)
    row = wijken(any_database)["WK990001"]
    assert (row.slug, row.naam, row.cbs_editie) == ("aakwijk", "Nieuwe naam", 2024)
    assert row.grens is not None and row.grens["type"] == "MultiPolygon"


def test_two_wijken_with_one_name_get_different_slugs(database: Database, tmp_path: Path) -> None:
    load(database, geojson(tmp_path, feature("WK990001", "Noord"), feature("WK99000A", "Noord")))
    assert sorted(row.slug for row in wijken(database).values()) == ["noord", "noord-2"]


def test_a_slug_has_only_plain_letters_and_falls_back_on_the_code() -> None:
    assert unique_slug("’t Súdwâld / Oost", set(), "WK1") == "t-sudwald-oost"
    assert unique_slug("東京", set(), "WK990001") == "wk990001"
    assert len(unique_slug("a" * 200, {"a" * 80}, "WK1")) <= 80


@pytest.mark.parametrize(
    ("wrong", "reason"),
    [
        (feature(code="XX990001"), "statcode 'XX990001' is geen wijkcode"),
        (feature(statcode=None), "'statcode' ontbreekt"),
        (feature(statnaam=" "), "'statnaam' ontbreekt"),
        (feature(naam="x" * 201), "langer dan 200 tekens"),
        (feature(jrstatcode="2023WK990009"), "jrstatcode '2023WK990009' is niet het jaartal"),
        (feature(jrstatcode="WK990001"), "jrstatcode 'WK990001' is niet het jaartal"),
        (feature(type="Punt"), "geen Feature"),
        ("tekst", "geen Feature"),
        ({"type": "Feature", "geometry": None}, "'properties' ontbreekt"),
        (feature(geometry=None), "geen Polygon of MultiPolygon"),
        (feature(geometry={"type": "Point", "coordinates": [6, 53]}), "geen Polygon of MultiPolygon"),
        (feature(geometry={"type": "Polygon", "coordinates": []}), "geen coördinaten"),
        (feature(geometry={"type": "Polygon", "coordinates": [RING[:3]]}), "geen gesloten lijn"),
        (
            feature(geometry={"type": "Polygon", "coordinates": [[["a", 1], *RING[1:3], ["a", 1]]]}),
            "geen paar getallen",
        ),
        (
            feature(geometry={"type": "Polygon", "coordinates": [[[581000, 233000]] * 4]}),
            "(581000, 233000) ligt niet in Nederland: de twee assen zijn verwisseld",
        ),
        (
            feature(geometry={"type": "Polygon", "coordinates": [[[52.3, 5.2]] * 4]}),
            "(52.3, 5.2) ligt niet in Nederland: de twee assen zijn verwisseld",
        ),
        (
            feature(geometry={"type": "Polygon", "coordinates": [[[-74.0, 40.7]] * 4]}),
            "(-74.0, 40.7) ligt niet in Nederland; vraag het bestand op in WGS84 of RD",
        ),
    ],
)
def test_a_wrong_feature_is_named_with_its_number_and_reason(tmp_path: Path, wrong: Any, reason: str) -> None:
    with pytest.raises(BestandFout) as refused:
        read_wijken(geojson(tmp_path, feature("WK990099"), wrong))
    assert [problem for problem in refused.value.problemen if problem.startswith("feature 2: ") and reason in problem]


def test_all_problems_are_told_at_once_and_nothing_is_loaded(database: Database, tmp_path: Path) -> None:
    path = geojson(tmp_path, feature(), feature(), feature("WK990003", statnaam=""), feature("fout"))
    with pytest.raises(BestandFout) as refused:
        load(database, path)
    assert sorted({p.split(":")[0] for p in refused.value.problemen}) == ["feature 2", "feature 3", "feature 4"]
    assert "staat ook al bij feature 1" in refused.value.problemen[0]
    assert wijken(database) == {}


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"{", "geen geldige JSON (regel 1"),
        (b"\xff\xfe", "geen tekst in UTF-8"),
        (b"[]", "geen GeoJSON"),
        (b'{"type": "FeatureCollection", "features": []}', "geen wijken"),
        (b'{"type": "FeatureCollection", "features": NaN}', "geen geldige JSON"),
        (b"[" * 100_000, "geen geldige JSON"),
    ],
)
def test_a_file_that_is_no_geojson_is_refused_with_a_reason(tmp_path: Path, content: bytes, reason: str) -> None:
    path = tmp_path / "x.geojson"
    path.write_bytes(content)
    with pytest.raises(BestandFout, match=reason.replace("(", r"\(")):
        read_wijken(path)


def test_a_missing_file_is_refused_with_a_reason(tmp_path: Path) -> None:
    with pytest.raises(BestandFout, match="bestaat niet"):
        read_wijken(tmp_path / "weg.geojson")


def test_figures_lose_their_suffix_and_missing_ones_have_no_row(any_database: Database, tmp_path: Path) -> None:
    row = {
        "Codering_3": "WK990001  ",
        "Gemeentenaam_1": "Zonnedaal ",
        "Woningvoorraad_35": 120,
        "Koopwoningen_41": None,
        "Huurwoningen_42": -99997,
        "Bouwjaar_1": 0,
        "Appartement_48": 1,
        "Appartement_56": 2,
    }
    figures = read_kerncijfers(kerncijfers(tmp_path, row, {"Codering_3": "GM9900    ", "Woningvoorraad_35": 9}))
    assert (figures.editie, figures.dubbel) == (2024, ("Appartement",))
    loaded = load(any_database, geojson(tmp_path, feature(), feature("WK990002", "Beek")), figures)
    assert (loaded.cijfers, loaded.zonder_cijfers) == (2, ("Beek",))
    with any_database.reading() as session:
        stored = dict(session.execute(select(WijkcijferRow.naam, WijkcijferRow.waarde)).all())
    assert stored == {"Woningvoorraad": 120.0, "Bouwjaar": 0.0}


def test_loading_an_edition_again_replaces_its_figures_and_leaves_other_editions(
    database: Database, tmp_path: Path
) -> None:
    path = geojson(tmp_path, feature())
    for editie, figures in ((2023, {"A": 1.0}), (2024, {"A": 2.0, "B": 3.0}), (2024, {"A": 4.0})):
        load(database, path, Kerncijfers(editie, {"WK990001": figures}, ()))
    with database.reading() as session:
        stored = session.execute(select(WijkcijferRow.editie, WijkcijferRow.naam, WijkcijferRow.waarde)).all()
    assert sorted(map(tuple, stored)) == [(2023, "A", 1.0), (2024, "A", 4.0)]


@pytest.mark.parametrize(
    ("rows", "reason"),
    [
        ([], "geen gevulde lijst"),
        ([{"Naam": "x"}], "rij 1: de kolom 'Codering' ontbreekt"),
        (["x"], "rij 1: dit is geen rij"),
        ([{"Codering_3": "WK990001"}] * 2, "rij 2: de code 'WK990001' staat er meer dan eens"),
    ],
)
def test_a_wrong_figures_file_is_refused_with_the_row(tmp_path: Path, rows: list[Any], reason: str) -> None:
    with pytest.raises(BestandFout, match=reason):
        read_kerncijfers(kerncijfers(tmp_path, *rows))


def test_without_a_year_in_its_name_a_figures_file_needs_the_edition(tmp_path: Path) -> None:
    path = kerncijfers(tmp_path, {"Codering_3": "WK990001", "A_1": 1}, name="cijfers.json")
    with pytest.raises(BestandFout, match="--editie"):
        read_kerncijfers(path)
    assert read_kerncijfers(path, 2022).editie == 2022


def test_figures_about_other_wijken_are_refused_and_nothing_is_loaded(database: Database, tmp_path: Path) -> None:
    with pytest.raises(InvalidInput, match="geen enkele wijk"):
        load(database, geojson(tmp_path, feature()), Kerncijfers(2024, {"WK000000": {"A": 1.0}}, ()))
    assert wijken(database) == {}
