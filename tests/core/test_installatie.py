"""Export and load: everything comes back the same on either database, and a wrong document changes nothing."""

import copy
import json
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator
from sqlalchemy import func, select

from wijkkompas_core.demo.load import load_demo
from wijkkompas_core.domain.betrokkenheid import ContactmomentInvoer
from wijkkompas_core.domain.toegang import Actie, system_actor
from wijkkompas_core.services.contactmomenten import record_contactmoment
from wijkkompas_core.services.laden.installatie import (
    LINKS,
    LISTS,
    InstallatieFout,
    document_problems,
    export_installatie,
    exported_columns,
    load_installatie,
    read_schema,
    table_of,
)
from wijkkompas_core.services.laden.installatie_regels import domain_problems
from wijkkompas_core.storage.database import Database
from wijkkompas_core.storage.migrations import migrate
from wijkkompas_core.storage.tables import (
    Base,
    CodefoutRow,
    ConceptRow,
    DeelsessieRow,
    GebruikerRow,
    ImportconceptRow,
    InlogpogingRow,
    InlogticketRow,
    SessieRow,
    StroomRow,
    TaakRow,
    TellingRow,
    ToestelRow,
    UitnodigingRow,
    WijkRow,
    WijkversieRow,
)

ACTOR = system_actor("test")


def exported(database: Database) -> dict[str, Any]:
    """The document as it comes out of a file."""
    with database.reading() as session:
        return json.loads(json.dumps(export_installatie(session)))


def load(database: Database, document: Any) -> dict[str, int]:
    with database.writing(ACTOR, Actie.INSTALLATIE_LADEN) as session:
        return load_installatie(session, document)


@pytest.fixture(scope="module")
def _written(demo_file: Path) -> str:
    """The demo as it is exported to a file, made once."""
    database = Database(f"sqlite:///{demo_file}")
    with database.reading() as session:
        made = json.dumps(export_installatie(session))
    database.close()
    return made


@pytest.fixture
def document(_written: str) -> dict[str, Any]:
    """The demo as a document, with a real boundary and a figure in it, which the demo does not have."""
    made = json.loads(_written)
    wijk = made["wijken"][0]
    ring = [[6.5, 53.2], [6.6, 53.2], [6.6, 53.3], [6.5, 53.2]]
    wijk |= {"cbs_code": "WK99000A", "cbs_editie": 2024, "grens": {"type": "Polygon", "coordinates": [ring]}}
    made["wijkcijfers"] = [{"wijk_id": 1, "naam": "Woningvoorraad", "editie": 2024, "waarde": 1234.5}]
    made["signaalreacties"] = [
        {"id": 4, "wijk_id": 1, "signaal": "stilte", "feiten": "{}", "reden": "Zomer", "weggelegd_door": None}
        | {"weggelegd_op": "2026-01-02T10:00:00+00:00", "versie": 1}
    ]
    made["weergaven"] = [
        {"id": 3, "naam": "Blik op het kompas", "pagina": "kompas", "vraag": "wijk=lindenhof", "bereik": "wijk"}
        | {"wijk_id": 1, "eigenaar_id": 1, "gewijzigd_op": "2026-01-02T10:00:00+00:00", "verwijderd_op": None}
        | {"versie": 2}
    ]
    made["startweergaven"] = [{"gebruiker_id": 1, "weergave_id": 3}]
    made["deellinks"] = [
        {"id": 2, "kenmerk": "0a1b2c", "token_hash": "a" * 64, "naam": "De corporatie", "pagina": "balans"}
        | {"vraag": "wijk=lindenhof", "wijken": [1], "peildatum": "2026-01-01", "vrije_tekst": False}
        | {"wachtwoord_hash": None, "gemaakt_op": "2026-01-02T10:00:00+00:00", "gemaakt_door": 1}
        | {"verloopt_op": "2026-02-01", "ingetrokken_op": None, "geopend": 4, "laatst_geopend_op": None}
        | {"pogingen": 0, "wacht_tot": None, "versie": 1}
    ]
    made["contactmomenten"][0]["opbrengst"] = "=HYPERLINK(1) 🏘️ <b>vet</b> שלום\n**regel**"
    return made


@pytest.fixture
def small(document: dict[str, Any]) -> dict[str, Any]:
    """The same with few contactmomenten, for tests that spoil it."""
    few = {"contactmomenten": document["contactmomenten"][:5], "afspraken": document["afspraken"][:5]}
    besluiten = [besluit | {"contactmomenten": []} for besluit in document["besluiten"]]
    afspraken = [afspraak | {"contactmoment_id": None} for afspraak in few["afspraken"]]
    return document | few | {"besluiten": besluiten, "afspraken": afspraken}


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
    folded_in = {"contactmoment_aspect", "contactmoment_belanghebbende", "besluit_contactmoment", "installatie"}
    rows = (SessieRow, InlogticketRow, InlogpogingRow, CodefoutRow, UitnodigingRow, ToestelRow, ConceptRow)
    fleeting = {row.__tablename__ for row in (*rows, DeelsessieRow, ImportconceptRow, TaakRow)}
    derived = {StroomRow.__tablename__, WijkversieRow.__tablename__, TellingRow.__tablename__}
    assert inside | folded_in | fleeting | derived == set(Base.metadata.tables)


def test_the_schema_is_valid_and_names_exactly_the_columns_of_the_tables() -> None:
    schema = read_schema()
    Draft202012Validator.check_schema(schema)
    for name, row in LISTS.items():
        properties = set(schema["properties"][name]["items"]["properties"])
        extra = {field for entries, field, _ in LINKS if entries == name}
        assert properties == set(exported_columns(table_of(row))) | extra, name
        assert schema["properties"][name]["description"]


def test_the_demo_breaks_no_rule(document: dict[str, Any]) -> None:
    assert document_problems(document) == []
    assert domain_problems(document) == []


SPOILED: list[tuple[str, Callable[[Any], object], str]] = [
    ("$", lambda d: d.pop("wijken"), "hier ontbreekt 'wijken'"),
    ("$", lambda d: d.update(extra=1), "onbekend veld: 'extra'"),
    ("$.schema_versie", lambda d: d.update(schema_versie=99), "dit moet 5 zijn"),
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
        "$.belanghebbenden[0]",
        lambda d: d["belanghebbenden"][0].update(samengevoegd_met=d["belanghebbenden"][-1]["id"]),
        "bij een andere wijk",
    ),
    ("$.belanghebbenden[0]", lambda d: d["belanghebbenden"][0].update(hoofd_id=9999), "verwijst naar 9999"),
    (
        "$.besluiten[0].contactmomenten[0]",
        lambda d: d["besluiten"][0].update(contactmomenten=[9999]),
        "geen contactmoment in deze wijk",
    ),
    (
        "$.houdingsmetingen[0]",
        lambda d: d["houdingsmetingen"][0].update(belanghebbende_id=d["belanghebbenden"][-1]["id"]),
        "bij een andere wijk",
    ),
    (
        "$.wijkfasen[0]",
        lambda d: d["wijkfasen"][0].update(deelproject_id=d["deelprojecten"][0]["id"]),
        "bij een andere wijk",
    ),
    (
        "$.beloften[1]",
        lambda d: d["beloften"][1].update({k: d["beloften"][0][k] for k in ("belanghebbende_id", "fase")}),
        "staat ook al bij $.beloften[0]",
    ),
    ("$.afspraken[0].status", lambda d: d["afspraken"][0].update(status="straks"), "kies uit open, klaar, vervallen"),
    ("$.oordelen[0].kleur", lambda d: d["oordelen"][0].update(kleur="paars"), "kies uit groen, oranje, rood"),
    ("$.cijfers[0].teller", lambda d: d["cijfers"][0].update(teller="3"), "een getal"),
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


def test_merged_belanghebbenden_may_stand_in_any_order(document: dict[str, Any], empty_url: str) -> None:
    first, second, third = (p for p in document["belanghebbenden"][:3])
    first |= {"samengevoegd_met": second["id"], "hoofd_id": third["id"]}
    second |= {"samengevoegd_met": third["id"], "hoofd_id": third["id"]}
    assert domain_problems(document) == []
    database = fresh(empty_url)
    load(database, document | {"belanghebbenden": document["belanghebbenden"][::-1]})
    assert exported(database) == document
    database.close()


def test_after_loading_the_stream_holds_what_was_loaded(document: dict[str, Any], empty_url: str) -> None:
    document["besluiten"][0]["wat"] = "Er komt een uitkijktoren."
    database = fresh(empty_url)
    load(database, document)
    with database.reading() as session:
        rows = session.scalars(select(StroomRow)).all()
    assert {row.object_id for row in rows if row.soort == "contactmoment"} == {
        str(contact["id"]) for contact in document["contactmomenten"]
    }
    assert [row.object_id for row in rows if "uitkijktoren" in row.zoektekst] == [str(document["besluiten"][0]["id"])]
    database.close()


NEW_LISTS = ("deelprojecten", "houdingsmetingen", "beloften", "besluiten", "afspraken", "faseplanningen", "oordelen")
MORE_LISTS = ("cijfers", "signaalreacties", "annotaties", "banden", "weergaven", "startweergaven", "deellinks")
ACCESS_LISTS = ("oude_wachtwoorden", "tweede_factoren", "herstelcodes")
NEW_COLUMNS = {
    "gebruikers": ("aangemaakt_op", "gezien_op", "gesloten_op", "geanonimiseerd_op"),
    "toekenningen": ("gegeven_op", "bevestigd_op", "bevestigd_door"),
    "wijken": ("buurten", "gebied", "regie", "status", "status_sinds"),
    "belanghebbenden": ("aspecten", "contactpersoon_id", "notitie", "samengevoegd_met", "hoofd_id"),
    "wijkfasen": ("deelproject_id", "versie"),
    "mijlpalen": ("deelproject_id", "versie"),
    "nvt_vakken": ("sinds", "versie"),
    "knooppuntstatussen": ("versie",),
    "knooppunten": ("bron", "nagekeken_op"),
}


def of_version_1(document: dict[str, Any]) -> dict[str, Any]:
    """The document as the first version of the software would have written it."""
    old = {name: value for name, value in document.items() if name not in (*NEW_LISTS, *MORE_LISTS, *ACCESS_LISTS)}
    for name, columns in NEW_COLUMNS.items():
        old[name] = [{k: v for k, v in entry.items() if k not in columns} for entry in old[name]]
    return old | {"schema_versie": 1}


def test_a_document_of_version_1_can_still_be_loaded(document: dict[str, Any], empty_url: str) -> None:
    old = of_version_1(document)
    before = copy.deepcopy(old)
    database = fresh(empty_url)
    load(database, old)
    assert old == before
    loaded = exported(database)
    assert loaded["schema_versie"] == 5
    assert of_version_1(loaded) == old
    assert all(loaded[name] == [] for name in NEW_LISTS)
    assert all(party["aspecten"] == [] and party["hoofd_id"] is None for party in loaded["belanghebbenden"])
    database.close()


def test_a_document_of_version_1_that_is_spoiled_is_refused_in_words(small: dict[str, Any], database: Database) -> None:
    spoiled = of_version_1(small) | {"wijkfasen": {}, "mijlpalen": [1]}
    with pytest.raises(InstallatieFout) as refused:
        load(database, spoiled)
    assert [problem.split(":")[0] for problem in refused.value.problemen] == ["$.wijkfasen", "$.mijlpalen[0]"]


def test_the_domain_rules_name_what_is_wrong_in_what_a_team_keeps(small: dict[str, Any]) -> None:
    spoiled = copy.deepcopy(small)
    spoiled["houdingsmetingen"][0]["huidig"] = "enthousiast"
    spoiled["beloften"][0]["niveau"] = "alles"
    spoiled["afspraken"][0] |= {"status": "open", "afgerond_op": "2026-01-01"}
    spoiled["afspraken"][1] |= {"eigenaar_id": None, "belanghebbende_id": None}
    spoiled["faseplanningen"][0]["gepland_tot"] = "2001-01-01"
    spoiled["mijlpalen"][0]["uitkomst"] = None
    spoiled["cijfers"][0]["noemer"] = 0
    spoiled["belanghebbenden"][0]["aspecten"] = ["zeven"]
    spoiled["belanghebbenden"][1]["samengevoegd_met"] = spoiled["belanghebbenden"][2]["id"]
    spoiled["belanghebbenden"][4]["samengevoegd_met"] = spoiled["belanghebbenden"][5]["id"]
    spoiled["belanghebbenden"][5]["samengevoegd_met"] = spoiled["belanghebbenden"][4]["id"]
    assert [problem.split(":")[0] for problem in domain_problems(spoiled)] == [
        "$.houdingsmetingen[0]",
        "$.beloften[0]",
        "$.afspraken[0]",
        "$.afspraken[1]",
        "$.faseplanningen[0]",
        "$.mijlpalen[0]",
        "$.cijfers[0]",
        "$.belanghebbenden[0]",
        "$.belanghebbenden[1]",
        "$.belanghebbenden[4]",
        "$.belanghebbenden[5]",
    ]


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
