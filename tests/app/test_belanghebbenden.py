"""The page of belanghebbenden, per role: who sees whom, who may change what, and that everything can be undone."""

import re
from datetime import date
from urllib.parse import parse_qs, urlsplit

import pandas as pd
import pytest
from sqlalchemy import select

from tests.app.conftest import html_of
from tests.core.wijken import add_wijk
from wijkkompas_core.bestanden.csv_schrijven import write_csv
from wijkkompas_core.bestanden.werkboek import blad_from
from wijkkompas_core.domain.belanghebbenden import BelanghebbendeInvoer, HoudingInvoer
from wijkkompas_core.domain.tijd import today
from wijkkompas_core.domain.toegang import RECHTEN, Actie, Recht, Rol, system_actor
from wijkkompas_core.queries.belanghebbende import Belanghebbendebeeld, belanghebbende
from wijkkompas_core.queries.methode import methode
from wijkkompas_core.services.belanghebbenden import (
    change_belanghebbende,
    merge_belanghebbende,
    record_belanghebbende,
    record_houding,
    set_belofte,
)
from wijkkompas_core.storage.tables import BelanghebbendeRow, WijkRow

PAGE = "belanghebbenden.py"
SYSTEM = system_actor("test")
VIEWS = ("lijst", "matrix", "belofte", "spreiding")
RECORDING = {"Houding vastleggen", "Beloften wijzigen", "Gegevens wijzigen"}
MERGING = {"Samenvoegen met…"}


def wijk_of(database, slug: str) -> int:
    with database.reading() as session:
        return session.scalar(select(WijkRow.id).where(WijkRow.slug == slug))


def add(database, slug: str, naam: str, **more) -> int:
    """A belanghebbende in a wijk; answers its id."""
    invoer = BelanghebbendeInvoer(wijk_of(database, slug), naam, more.pop("type", "vve"), **more)
    with database.writing(SYSTEM, Actie.BELANGHEBBENDE_WIJZIGEN) as session:
        return record_belanghebbende(session, invoer)


def measure(database, key: int, day: date, huidig: str) -> int:
    with database.writing(SYSTEM, Actie.HOUDING_METEN) as session:
        return record_houding(session, HoudingInvoer(key, day, huidig, "leidend"))


def promise(database, key: int, fase: str, niveau: str) -> None:
    with database.writing(SYSTEM, Actie.BELOFTE_WIJZIGEN) as session:
        set_belofte(session, key, fase, niveau, was=None)


def merge(database, key: int, into: int) -> None:
    with database.writing(SYSTEM, Actie.BELANGHEBBENDE_SAMENVOEGEN) as session:
        merge_belanghebbende(session, key, 1, into)


def beeld(database, slug: str, key: int) -> Belanghebbendebeeld:
    with database.reading() as session:
        return belanghebbende(session, SYSTEM, wijk_of(database, slug), key)


def labels(test) -> set[str]:
    return {button.label for button in test.button}


def press(test, label: str):
    return next(button for button in test.button if button.label == label).click().run()


def field(elements, label: str):
    return next(element for element in elements if element.label == label)


def fasen(database):
    with database.reading() as session:
        return methode(session).kompas.fasen


def main_of(database, key: int) -> int | None:
    """What a belanghebbende counts as, if it was merged."""
    with database.reading() as session:
        return session.get_one(BelanghebbendeRow, key).hoofd_id


def chosen(test) -> str:
    """The belanghebbende in the address."""
    value = test.query_params["belanghebbende"]
    return value if isinstance(value, str) else value[0]


def table(test) -> str:
    """The table of the register."""
    return next(part for part in html_of(test).split("<div ") if "wk-register" in part)


@pytest.mark.parametrize("rol", list(Rol))
def test_who_may_not_record_sees_everything_and_no_button_for_it(run_page, demo_database, rol):
    slug = "vlietzicht" if rol is Rol.LEZER else "lindenhof"
    key = add(demo_database, slug, "VvE De Proef")
    twin = add(demo_database, slug, "V.v.E. De Proef")
    measure(demo_database, key, today(), "neutraal")
    merge(demo_database, twin, key)
    test = run_page(PAGE, rol.value, wijk=slug)
    assert "VvE De Proef" in table(test)
    assert ("Nieuwe belanghebbende" in labels(test)) is (Recht.VASTLEGGEN in RECHTEN[rol])
    one = run_page(PAGE, rol.value, wijk=slug, belanghebbende=str(key))
    assert "VvE De Proef" in html_of(one) and "V.v.E. De Proef" in html_of(one)
    for wanted, recht in ((RECORDING | {"Verwijderen"}, Recht.VASTLEGGEN), (MERGING, Recht.WIJK_STUREN)):
        assert labels(one) & wanted == (wanted if recht in RECHTEN[rol] else set())
    assert any("splitsen" in label for label in labels(one)) is (Recht.WIJK_STUREN in RECHTEN[rol])


@pytest.mark.parametrize("doen", ["wijzigen", "houding", "belofte", "samenvoegen"])
def test_an_address_with_a_form_shows_none_to_a_lezer(run_page, demo_database, doen):
    key = add(demo_database, "vlietzicht", "VvE De Proef")
    for query in ({"belanghebbende": str(key), "doen": doen}, {"belanghebbende": "nieuw"}):
        test = run_page(PAGE, "lezer", wijk="vlietzicht", **query)
        assert not test.exception and not test.text_area and not test.multiselect
        assert not labels(test) & {"Belanghebbende opslaan", "Samenvoegen", "Wijziging opslaan", "Houding opslaan"}


def test_a_teamlid_may_not_merge_also_not_by_the_address(run_page, demo_database):
    key = add(demo_database, "lindenhof", "VvE De Proef")
    test = run_page(PAGE, "teamlid", wijk="lindenhof", belanghebbende=str(key), doen="samenvoegen")
    assert "Samenvoegen" not in labels(test) and labels(test) >= RECORDING


def test_a_lezer_sees_no_other_wijk(run_page, demo_database):
    key = add(demo_database, "lindenhof", "VvE De Proef")
    for view in VIEWS:
        assert "VvE De Proef" not in html_of(run_page(PAGE, "lezer", wijk="lindenhof", beeld=view))
    one = run_page(PAGE, "lezer", wijk="lindenhof", belanghebbende=str(key))
    assert "VvE De Proef" not in html_of(one)
    assert "staat niet in het register van deze wijk" in html_of(one)


def test_search_filter_and_sort_come_from_the_address(run_page, demo_database):
    quiet = add(demo_database, "lindenhof", "Ünieke Club", type="waterschap", aan_tafel=False)
    against = add(demo_database, "lindenhof", "Unieke Club Twee", aspecten=())
    measure(demo_database, against, today(), "weerstand")
    names = {quiet: "Ünieke Club<", against: "Unieke Club Twee<"}

    def shown(**query: str) -> set[int]:
        html = html_of(run_page(PAGE, "teamlid", wijk="lindenhof", **query))
        return {key for key, naam in names.items() if naam in html}

    assert shown(zoek="unieke club") == {quiet, against}
    assert shown(zoek="unieke", soort="waterschap") == {quiet}
    assert shown(zoek="unieke", tafel="niet") == {quiet}
    assert shown(zoek="unieke", houding="weerstand") == {against}
    assert shown(zoek="unieke", houding="anders-dan-gewenst") == {against}
    assert shown(zoek="unieke", houding="onbekend") == {quiet}
    assert shown(zoek="bestaat zeker niet") == set()
    by_name = table(run_page(PAGE, "teamlid", wijk="lindenhof", zoek="club"))
    by_kind = table(run_page(PAGE, "teamlid", wijk="lindenhof", zoek="club", sorteer="soort"))
    assert by_name != by_kind and by_kind.index("Unieke Club Twee") < by_kind.index("Ünieke Club<")


def test_every_filter_that_is_set_stands_above_the_register_as_a_chip_that_takes_it_away(run_page):
    query = {"soort": "vve", "aspect": "bewoners-doen-mee", "houding": "onbekend", "tafel": "niet", "sorteer": "stil"}
    html = html_of(run_page(PAGE, "teamlid", wijk="lindenhof", zoek="v", **query))
    said = ["Soort: VvE", "Aspect: Bewoners doen mee", "Houding: Nog niet bekend", "Aan tafel: Nog niet"]
    for words, name in zip([*said, "Sorteer op: Langst geen contact"], query, strict=True):
        href, label = re.search(rf'href="([^"]+)" target="_self" aria-label="({words}) wissen"', html).groups()
        left = set(parse_qs(urlsplit(href.replace("&amp;", "&")).query))
        assert label == words and left == {"wijk", "zoek", *query} - {name}
    assert "wk-filterchip" not in html_of(run_page(PAGE, "teamlid", wijk="lindenhof", soort="zomaar-iets"))


def test_who_is_not_in_the_matrix_is_named_with_the_reason_and_a_link(run_page, demo_database):
    add_wijk(demo_database, "klein")
    add(demo_database, "klein", "Erin", belang="hoog", invloed="laag")
    key = add(demo_database, "klein", "<b>Eruit</b>", belang="hoog")
    html = html_of(run_page(PAGE, "programmamanager", wijk="klein", beeld="matrix"))
    assert "1 niet in de figuur:" in html and "1 keer invloed onbekend (" in html
    link = html[html.index("1 keer invloed onbekend (") :]
    assert f"belanghebbende={key}" in link and "&lt;b&gt;Eruit&lt;/b&gt;</a>)." in link
    assert "Erin</a>" not in link


@pytest.mark.parametrize("naam", ["=1+1", "+31", "-1", "@A1", "\t=1"])
def test_a_name_in_a_download_is_no_formula_for_a_spreadsheet(naam):
    blad = blad_from("Belanghebbenden", pd.DataFrame({"naam": [naam, "VvE = ons"], "aantal": [-1, 2]}))
    assert write_csv(blad).decode("utf-8-sig").splitlines() == [
        "naam;aantal",
        f"'{naam};-1",
        "VvE = ons;2",
    ]


@pytest.mark.parametrize("view", VIEWS)
def test_a_wijk_without_belanghebbenden_says_what_will_be_here(run_page, demo_database, view):
    add_wijk(demo_database, "leeg")
    test = run_page(PAGE, "beheerder", wijk="leeg", beeld=view)
    assert not test.exception and "wk-leeg" in html_of(test) and "Nieuwe belanghebbende" in labels(test)


def test_a_near_name_is_named_with_a_link_while_adding_and_the_same_name_is_refused(run_page, demo_database):
    first = add(demo_database, "lindenhof", "Woonstichting <Noord>", type="woningcorporatie")
    test = run_page(PAGE, "teamlid", wijk="lindenhof", belanghebbende="nieuw")
    field(test.text_input, "Naam van de organisatie of groep").set_value("woonst. Noord").run()
    assert "Lijkt op: " in html_of(test) and f"belanghebbende={first}" in html_of(test)
    assert "Woonstichting &lt;Noord&gt;" in html_of(test)
    field(test.text_input, "Naam van de organisatie of groep").set_value("WOONSTICHTING NOORD").run()
    assert "Staat al in het register: " in html_of(test)
    press(test, "Belanghebbende opslaan")
    assert "staat al in het register van deze wijk. Kies een andere naam." in html_of(test)
    assert "Kies wat voor belanghebbende dit is." in html_of(test)
    assert field(test.text_input, "Naam van de organisatie of groep").value == "WOONSTICHTING NOORD"


def test_a_new_one_is_saved_with_all_that_was_filled_in_and_shown(run_page, demo_database):
    test = run_page(PAGE, "teamlid", wijk="lindenhof", belanghebbende="nieuw")
    field(test.text_input, "Naam van de organisatie of groep").set_value("Tuinclub De Spade")
    field(test.selectbox, "Soort").set_value("bewonersgroep")
    field(test.checkbox, "Nog niet aan tafel").check()
    field(test.text_area, "Notitie").set_value("Elke dinsdag.")
    press(test, "Belanghebbende opslaan")
    assert not test.exception
    key = int(chosen(test))
    found = beeld(demo_database, "lindenhof", key).gegevens
    assert (found.naam, found.type, found.aan_tafel, found.notitie) == (
        "Tuinclub De Spade",
        "bewonersgroep",
        False,
        "Elke dinsdag.",
    )
    assert "nog niet aan tafel" in html_of(test) and "Tuinclub De Spade staat in het register" in html_of(test)


def test_changing_can_be_undone_and_tells_when_someone_else_was_first(run_page, demo_database):
    key = add(demo_database, "lindenhof", "VvE De Proef")
    test = run_page(PAGE, "teamlid", wijk="lindenhof", belanghebbende=str(key), doen="wijzigen")
    field(test.text_input, "Naam van de organisatie of groep").set_value("VvE De Test")
    press(test, "Wijziging opslaan")
    assert beeld(demo_database, "lindenhof", key).gegevens.naam == "VvE De Test"
    press(test, "Ongedaan maken")
    assert beeld(demo_database, "lindenhof", key).gegevens.naam == "VvE De Proef"

    press(test, "Gegevens wijzigen")
    field(test.text_input, "Naam van de organisatie of groep").set_value("VvE De Test").run()
    now = beeld(demo_database, "lindenhof", key).gegevens
    with demo_database.writing(SYSTEM, Actie.BELANGHEBBENDE_WIJZIGEN) as session:
        invoer = BelanghebbendeInvoer(now.wijk, "VvE Van Een Ander", now.type)
        change_belanghebbende(session, key, now.versie, invoer)
    press(test, "Wijziging opslaan")
    assert "Iemand anders heeft dit intussen gewijzigd" in html_of(test)
    assert beeld(demo_database, "lindenhof", key).gegevens.naam == "VvE Van Een Ander"
    assert field(test.text_input, "Naam van de organisatie of groep").value == "VvE De Test"
    press(test, "Wijziging opslaan")
    assert beeld(demo_database, "lindenhof", key).gegevens.naam == "VvE De Test"


def test_a_houding_is_recorded_drawn_deleted_and_put_back(run_page, demo_database):
    key = add(demo_database, "lindenhof", "VvE De Proef")
    measure(demo_database, key, today().replace(year=today().year - 1, day=1), "weerstand")
    test = run_page(PAGE, "teamlid", wijk="lindenhof", belanghebbende=str(key), doen="houding")
    press(test, "Houding opslaan")
    assert "Kies hoe de belanghebbende er nu in staat." in html_of(test)
    field(test.segmented_control, "Hoe staat de belanghebbende erin?").set_value("neutraal")
    press(test, "Houding opslaan")
    assert [m.huidig for m in beeld(demo_database, "lindenhof", key).metingen] == ["neutraal", "weerstand"]
    assert f"De houding is neutraal sinds {today():%d-%m-%Y}; gewenst is leidend" in html_of(test)
    first = beeld(demo_database, "lindenhof", key).metingen[0]
    test.button(key=f"houding_weg_{first.id}").click().run()
    assert [m.huidig for m in beeld(demo_database, "lindenhof", key).metingen] == ["weerstand"]
    press(test, "Ongedaan maken")
    assert [m.huidig for m in beeld(demo_database, "lindenhof", key).metingen] == ["neutraal", "weerstand"]


def test_promises_are_changed_together_and_undone_together(run_page, demo_database):
    key = add(demo_database, "lindenhof", "VvE De Proef")
    first, second = [fase.slug for fase in fasen(demo_database)][:2]
    promise(demo_database, key, first, "informeren")
    test = run_page(PAGE, "teamlid", wijk="lindenhof", belanghebbende=str(key), doen="belofte")
    test.selectbox(key=f"vg_belofte_{key}·{first}").set_value("raadplegen")
    test.selectbox(key=f"vg_belofte_{key}·{second}").set_value("adviseren")
    press(test, "Beloften opslaan")
    assert beeld(demo_database, "lindenhof", key).beloften == {first: "raadplegen", second: "adviseren"}
    press(test, "Ongedaan maken")
    assert beeld(demo_database, "lindenhof", key).beloften == {first: "informeren"}


def test_a_promise_that_someone_else_changed_is_not_overwritten_unseen(run_page, demo_database):
    key = add(demo_database, "lindenhof", "VvE De Proef")
    first, second = [fase.slug for fase in fasen(demo_database)][:2]
    test = run_page(PAGE, "teamlid", wijk="lindenhof", belanghebbende=str(key), doen="belofte")
    test.selectbox(key=f"vg_belofte_{key}·{first}").set_value("adviseren").run()
    promise(demo_database, key, first, "informeren")
    promise(demo_database, key, second, "informeren")
    press(test, "Beloften opslaan")
    assert "Iemand anders heeft dit intussen gewijzigd" in html_of(test)
    assert beeld(demo_database, "lindenhof", key).beloften == {first: "informeren", second: "informeren"}
    press(test, "Beloften opslaan")
    assert beeld(demo_database, "lindenhof", key).beloften == {first: "adviseren", second: "informeren"}


def test_merging_and_splitting_can_both_be_undone(run_page, demo_database):
    main, twin = add(demo_database, "lindenhof", "VvE De Proef"), add(demo_database, "lindenhof", "V.v.E. De Proef")
    test = run_page(PAGE, "projectleider", wijk="lindenhof", belanghebbende=str(twin), doen="samenvoegen")
    choice = field(test.selectbox, "Samenvoegen met")
    assert choice.options[0] == "VvE De Proef (lijkt erop)"
    choice.set_value(main)
    press(test, "Samenvoegen")
    assert chosen(test) == str(main)
    assert main_of(demo_database, twin) == main
    press(test, "Ongedaan maken")
    assert main_of(demo_database, twin) is None
    merge_again = run_page(PAGE, "projectleider", wijk="lindenhof", belanghebbende=str(twin), doen="samenvoegen")
    field(merge_again.selectbox, "Samenvoegen met").set_value(main)
    press(merge_again, "Samenvoegen")
    merge_again.button(key=f"splits_{twin}").click().run()
    assert main_of(demo_database, twin) is None
    press(merge_again, "Ongedaan maken")
    assert main_of(demo_database, twin) == main
    asked = run_page(PAGE, "teamlid", wijk="lindenhof", belanghebbende=str(twin))
    assert "V.v.E. De Proef is samengevoegd met VvE De Proef." in html_of(asked)


def test_the_page_of_one_links_to_what_happened(run_page, demo_database):
    with demo_database.reading() as session:
        rows = session.scalars(
            select(BelanghebbendeRow).where(
                BelanghebbendeRow.wijk_id == wijk_of(demo_database, "lindenhof"), BelanghebbendeRow.hoofd_id.is_(None)
            )
        ).all()
    found = max((beeld(demo_database, "lindenhof", row.id) for row in rows), key=lambda b: (len(b.besluiten), b.totaal))
    html = html_of(run_page(PAGE, "teamlid", wijk="lindenhof", belanghebbende=str(found.gegevens.id)))
    assert f"/logboek?wijk=lindenhof&amp;item=contactmoment-{found.contactmomenten[0].id}" in html
    assert f"/logboek?wijk=lindenhof&amp;item=besluit-{found.besluiten[0].id}" in html
    for afspraak in found.afspraken:
        assert f"/afspraken?afspraak={afspraak.id}" in html


@pytest.mark.parametrize(
    "query",
    [
        {"beeld": "<script>", "zoek": "%_'\"<b>", "sorteer": "x", "houding": "x", "soort": "\x00", "tafel": "9"},
        {"belanghebbende": "9" * 30, "doen": "x"},
        {"belanghebbende": "²", "wijk": "\x00"},
        {"belanghebbende": "-1", "doen": "wijzigen", "wijk": "bestaat-niet"},
        {"beeld": "spreiding", "van": "2030-01-01", "tot": "2000-01-01", "aspect": "x"},
    ],
)
def test_whatever_stands_in_the_address_the_page_holds(run_page, query):
    for name in ("projectleider", "lezer"):
        test = run_page(PAGE, name, **query)
        assert not test.exception and not test.error


def test_many_doubles_are_merged_from_one_page_and_undone_together(run_page, demo_database):
    add_wijk(demo_database, "dubbel")
    names = (
        "Woonstichting Noord",
        "Woonst. Noord",
        "VvE De Proef",
        "V.v.E. De Proef",
        "VvE De Proef 2",
        "Losse partij",
    )
    one, two, three, four, other, lone = (add(demo_database, "dubbel", naam) for naam in names)
    test = run_page(PAGE, "programmamanager", wijk="dubbel")
    press(test, "2 dubbele namen?")
    assert chosen(test) == "dubbel" and "Losse partij" not in html_of(test)
    assert "(de ene naam kan een afkorting van de andere zijn)" in html_of(test)
    assert test.button(key="dubbel_samenvoegen").disabled  # nothing is chosen for anybody
    press(test, "Neem 2 voorstellen over")
    field(test.selectbox, "Welke naam blijft staan? V\\.v\\.E\\. De Proef").set_value(three).run()
    press(test, "Voeg 2 namen samen")
    assert [main_of(demo_database, key) for key in (one, two, three, four, other, lone)] == [
        None, one, None, three, None, None,
    ]  # fmt: skip
    assert "Geen dubbele namen gevonden." in html_of(test) and "2 namen tellen nu mee bij een andere" in html_of(test)
    press(test, "Ongedaan maken")
    assert not any(main_of(demo_database, key) for key in (two, four))


def test_of_three_alike_one_can_stay_apart_and_a_change_in_between_merges_nothing(run_page, demo_database):
    add_wijk(demo_database, "dubbel")
    one, two, three = (add(demo_database, "dubbel", naam) for naam in ("De Brug", "De Brug bv", "Stichting De Brug"))
    test = run_page(PAGE, "programmamanager", wijk="dubbel", belanghebbende="dubbel")
    press(test, "Neem 1 voorstel over")
    field(test.multiselect, "Welke zijn dezelfde? Stichting De Brug").set_value([one, three]).run()
    with demo_database.writing(SYSTEM, Actie.BELANGHEBBENDE_WIJZIGEN) as session:
        change_belanghebbende(session, one, 1, BelanghebbendeInvoer(wijk_of(demo_database, "dubbel"), "Brug", "vve"))
    press(test, "Voeg 1 naam samen")
    assert "Brug is intussen door iemand anders gewijzigd" in html_of(test) and main_of(demo_database, one) is None
    press(test, "Sluiten")
    press(test, "Voeg 1 naam samen")
    assert [main_of(demo_database, key) for key in (one, two, three)] == [three, None, None]


@pytest.mark.parametrize("name", ["teamlid", "lezer"])
def test_who_may_not_merge_gets_no_page_with_doubles(run_page, demo_database, name):
    slug = "lindenhof" if name == "teamlid" else "vlietzicht"
    test = run_page(PAGE, name, wijk=slug)
    assert not any("dubbele na" in label for label in labels(test))
    asked = run_page(PAGE, name, wijk=slug, belanghebbende="dubbel")
    assert not asked.exception and "Voeg samen" not in labels(asked)
