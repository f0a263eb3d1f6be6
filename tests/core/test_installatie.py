"""Export and load: everything comes back the same on either database, and a wrong document changes nothing."""

import copy
import json
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from jsonschema import Draft202012Validator
from sqlalchemy import func, select

from wijkkompas_core.domain.betrokkenheid import ContactmomentInvoer
from wijkkompas_core.domain.toegang import Actie, system_actor
from wijkkompas_core.services.contactmomenten import record_contactmoment
from wijkkompas_core.services.demo import load_demo
from wijkkompas_core.services.installatie import (
    LISTS,
    InstallatieFout,
    document_problems,
    export_installatie,
    exported_columns,
    load_installatie,
    read_schema,
    table_of,
)
from wijkkompas_core.services.installatie_regels import domain_problems
from wijkkompas_core.storage.database import Database
from wijkkompas_core.storage.migrations import migrate
from wijkkompas_core.storage.tables import Base, GebruikerRow, InlogpogingRow, InlogticketRow, SessieRow, WijkRow

ACTOR = system_actor("test")


def exported(database: Database) -> dict[str, Any]:
    """The document as it comes out of a file."""
    with database.reading() as session:
        return json.loads(json.dumps(export_installatie(session)))


def load(database: Database, document: Any) -> dict[str, int]:
    with database.writing(ACTOR, Actie.INSTALLATIE_LADEN) as session:
        return load_installatie(session, document)


@pytest.fixture
def document(demo_database: Database) -> dict[str, Any]:
    """The demo as a document, with a real boundary and a figure in it, which the demo does not have."""
    made = exported(demo_database)
    wijk = made["wijken"][0]
    ring = [[6.5, 53.2], [6.6, 53.2], [6.6, 53.3], [6.5, 53.2]]
    wijk |= {"cbs_code": "WK99000A", "cbs_editie": 2024, "grens": {"type": "Polygon", "coordinates": [ring]}}
    made["wijkcijfers"] = [{"wijk_id": 1, "naam": "Woningvoorraad", "editie": 2024, "waarde": 1234.5}]
    made["contactmomenten"][0]["opbrengst"] = "=HYPERLINK(1) 🏘️ <b>vet</b> שלום\n**regel**"
    return made


@pytest.fixture
def small(document: dict[str, Any]) -> dict[str, Any]:
    """The same with few contactmomenten, for tests that spoil it."""
    return document | {"contactmomenten": document["contactmomenten"][:5]}


def fresh(url: str) -> Database:
    """An installation with tables and nothing in them."""
    database = Database(url)
    migrate(database.engine)
    return database


def test_what_was_exported_and_loaded_exports_the_same_again(document: dict[str, Any], empty_url: str) -> None:
    database = fresh(empty_url)
    counts = load(database, document)
    assert counts["contactmomenten"] == len(document["contactmomenten"]) > 1000
    assert exported(database) == document
    database.close()


def test_a_document_may_be_loaded_over_a_freshly_loaded_method(
    document: dict[str, Any], any_database: Database
) -> None:
    document["fasen"][0]["naam"] = "Anders genoemd"
    load(any_database, document)
    assert exported(any_database) == document


def test_a_document_goes_from_postgresql_to_sqlite_and_back(
    new_postgres: Callable[[], str], database: Database
) -> None:
    first, second = fresh(new_postgres()), fresh(new_postgres())
    load_method = exported(database)
    load(first, load_method)
    with first.writing(ACTOR, Actie.DEMO_LADEN) as session:
        load_demo(session, wachtwoord="geheim", tot=date(2026, 3, 31))
    original = exported(first)
    load(database, original)
    load(second, exported(database))
    assert exported(second) == original
    first.close()
    second.close()


def test_numbers_go_on_after_the_loaded_ones(document: dict[str, Any], empty_url: str) -> None:
    database = fresh(empty_url)
    load(database, document)
    contact = document["contactmomenten"][-1]
    invoer = ContactmomentInvoer(
        contact["wijk_id"], date.fromisoformat(contact["datum"]), contact["fase"], tuple(contact["aspecten"]), "overleg"
    )
    with database.writing(ACTOR, Actie.CONTACTMOMENT_VASTLEGGEN, contact["wijk_id"]) as session:
        assert record_contactmoment(session, invoer) > max(c["id"] for c in document["contactmomenten"])
    database.close()


def test_deleted_contactmomenten_and_password_hashes_are_kept_and_sessions_are_not(document: dict[str, Any]) -> None:
    assert any(contact["verwijderd_op"] for contact in document["contactmomenten"])
    assert all(account["wachtwoord_hash"].startswith("$2") for account in document["gebruikers"])
    assert not {"sessies", "sessie", "inlogtickets", "inlogpogingen"} & document.keys()


def test_every_table_is_in_the_document_or_left_out_on_purpose() -> None:
    inside = {table_of(row).name for row in LISTS.values()}
    folded_in = {"contactmoment_aspect", "contactmoment_belanghebbende", "installatie"}
    fleeting = {row.__tablename__ for row in (SessieRow, InlogticketRow, InlogpogingRow)}
    assert inside | folded_in | fleeting == set(Base.metadata.tables)


def test_the_schema_is_valid_and_names_exactly_the_columns_of_the_tables() -> None:
    schema = read_schema()
    Draft202012Validator.check_schema(schema)
    for name, row in LISTS.items():
        properties = set(schema["properties"][name]["items"]["properties"])
        extra = {"aspecten", "belanghebbenden"} if name == "contactmomenten" else set()
        assert properties == set(exported_columns(table_of(row))) | extra, name
        assert schema["properties"][name]["description"]


def test_the_demo_breaks_no_rule(document: dict[str, Any]) -> None:
    assert document_problems(document) == []
    assert domain_problems(document) == []


SPOILED: list[tuple[str, Callable[[Any], object], str]] = [
    ("$", lambda d: d.pop("wijken"), "hier ontbreekt 'wijken'"),
    ("$", lambda d: d.update(extra=1), "onbekend veld: 'extra'"),
    ("$.schema_versie", lambda d: d.update(schema_versie=99), "dit moet 1 zijn"),
    ("$.wijken", lambda d: d.update(wijken={}), "dit moet zijn: een lijst"),
    ("$.wijken[0].start", lambda d: d["wijken"][0].update(start="31-12-2024"), "geen datum"),
    ("$.wijken[0].start", lambda d: d["wijken"][0].update(start="2024-02-30"), "geen datum"),
    ("$.wijken[1]", lambda d: d["wijken"][1].update(slug=d["wijken"][0]["slug"]), "slug molenkwartier staat ook al"),
    ("$.wijken[1]", lambda d: d["wijken"][1].update(id=1), "id 1 staat ook al bij $.wijken[0]"),
    ("$.wijken[0].naam", lambda d: d["wijken"][0].update(naam="x" * 201), "langer dan 200 tekens"),
    ("$.wijken[0].naam", lambda d: d["wijken"][0].update(naam="a\0b"), "een teken dat niet kan"),
    ("$.wijken[0].naam", lambda d: d["wijken"][0].update(naam="\ud83c"), "een teken dat niet kan"),
    ("$.wijken[0].cbs_code", lambda d: d["wijken"][0].update(cbs_code="WK1"), "niet de goede vorm"),
    ("$.wijkfasen[0]", lambda d: d["wijkfasen"][0].update(wijk_id=99), "wijk_id verwijst naar 99"),
    ("$.wijkfasen[0]", lambda d: d["wijkfasen"][0].update(fase="zeven"), "fase verwijst naar zeven"),
    ("$.knooppunten[0]", lambda d: d["vakken"].clear(), "fase en aspect verwijst naar"),
    ("$.toekenningen[0].rol", lambda d: d["toekenningen"][0].update(rol="baas"), "kies uit beheerder"),
    ("$.gebruikers[0]", lambda d: d["gebruikers"][0].pop("wachtwoord_hash"), "hier ontbreekt 'wachtwoord_hash'"),
    ("$.contactmomenten[2].id", lambda d: d["contactmomenten"][2].update(id=2**31), "hoogstens 2147483647"),
    ("$.contactmomenten[2].id", lambda d: d["contactmomenten"][2].update(id="3"), "een geheel getal"),
    (
        "$.contactmomenten[2].ingevoerd_op",
        lambda d: d["contactmomenten"][2].update(ingevoerd_op="2024-01-01T10:00:00"),
        "geen moment met tijdzone",
    ),
    ("$.contactmomenten[2].aspecten", lambda d: d["contactmomenten"][2].update(aspecten=[]), "minstens 1 waarden"),
    (
        "$.contactmomenten[2].aspecten",
        lambda d: d["contactmomenten"][2].update(aspecten=["bewoners-doen-mee"] * 2),
        "staat hier dubbel",
    ),
    (
        "$.contactmomenten[2].aspecten[0]",
        lambda d: d["contactmomenten"][2].update(aspecten=["zeven"]),
        "zeven staat niet in aspecten",
    ),
    (
        "$.contactmomenten[2].belanghebbenden[0]",
        lambda d: d["contactmomenten"][2].update(belanghebbenden=[9999]),
        "geen belanghebbende in deze wijk",
    ),
]


@pytest.mark.parametrize(("path", "spoil", "reason"), SPOILED, ids=[f"{p} {r}" for p, _, r in SPOILED])
def test_a_wrong_document_is_refused_with_the_json_path_and_nothing_is_loaded(
    small: dict[str, Any], database: Database, path: str, spoil: Callable[[Any], object], reason: str
) -> None:
    before = exported(database)
    spoil(small)
    with pytest.raises(InstallatieFout) as refused:
        load(database, small)
    found = [problem for problem in refused.value.problemen if problem.startswith(f"{path}: ")]
    assert found and reason in found[0], refused.value.problemen
    assert exported(database) == before


@pytest.mark.parametrize("document", [None, [], "tekst", 1])
def test_something_that_is_no_object_is_refused(database: Database, document: Any) -> None:
    with pytest.raises(InstallatieFout, match="een object"):
        load(database, document)


def test_a_document_never_goes_over_an_installation_in_use(small: dict[str, Any], database: Database) -> None:
    with database.writing(ACTOR, Actie.GEBRUIKER_BEHEREN) as session:
        session.add(GebruikerRow(gebruikersnaam="ik", naam="Ik", wachtwoord_hash="x"))
    with pytest.raises(InstallatieFout, match="in gebruik"):
        load(database, small)
    with database.reading() as session:
        assert session.scalar(select(func.count()).select_from(WijkRow)) == 0


def test_the_domain_rules_name_what_is_against_the_method(small: dict[str, Any]) -> None:
    spoiled = copy.deepcopy(small)
    spoiled["contactmomenten"][0]["vorm"] = "telepathie"
    spoiled["contactmomenten"][1]["datum"] = "2001-01-01"
    spoiled["contactmomenten"][2]["datum"] = "2999-01-01"
    spoiled["contactmomenten"][3]["aspecten"] = []
    spoiled["wijkfasen"][0]["afgesloten_op"] = "2001-01-01"
    spoiled["wijkfasen"] = [spell for spell in spoiled["wijkfasen"] if spell["wijk_id"] != 9]
    spoiled["nvt_vakken"][0]["reden"] = " "
    assert [problem.split(":")[0] for problem in domain_problems(spoiled)] == [
        "$.contactmomenten[0]",
        "$.contactmomenten[1]",
        "$.contactmomenten[2]",
        "$.contactmomenten[3]",
        "$.wijkfasen[0]",
        "$.wijken[8]",
        "$.nvt_vakken[0]",
    ]
