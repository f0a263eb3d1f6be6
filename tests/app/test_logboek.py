"""The logboek page, per role: what is found, one item with its history, and the form for a besluit."""

import re
from dataclasses import replace

import pytest
from sqlalchemy import select

from dashboard.screens.logboek.stream import excerpt, marked
from tests.app.conftest import html_of
from tests.core.wijken import SYSTEM, add_wijk
from wijkkompas_core.domain.toegang import RECHTEN, Actie, Recht, Rol
from wijkkompas_core.queries.besluiten import to_besluit
from wijkkompas_core.services.besluiten import change_besluit, delete_besluit, record_besluit
from wijkkompas_core.storage.tables import BesluitRow, ContactmomentRow, WijkfaseRow, WijkRow

WRITERS = {rol.value for rol in Rol if Recht.VASTLEGGEN in RECHTEN[rol]}
FORM = {"Besluit vastleggen", "Wijziging opslaan", "Verwijderen"}


def a_besluit(database, wijk):
    """The newest besluit of a wijk of the demo (its slug): `(id, invoer)`."""
    with database.reading() as session:
        query = select(BesluitRow).join(WijkRow, WijkRow.id == BesluitRow.wijk_id).where(WijkRow.slug == wijk)
        found = to_besluit(session.scalars(query.order_by(BesluitRow.datum.desc())).first())
        return found.id, found.invoer


def labels(test):
    return {button.label for button in test.button}


@pytest.fixture
def of(demo_database):
    """The wijk in which a role of the demo works."""
    return lambda rol: "vlietzicht" if rol == "lezer" else "lindenhof"


@pytest.mark.parametrize("rol", [rol.value for rol in Rol])
def test_everyone_reads_the_stream_and_only_who_may_record_sees_the_button(run_page, rol, of):
    test = run_page("logboek.py", rol, wijk=of(rol))
    assert not test.exception
    shown = html_of(test)
    assert "gebeurtenissen" in shown and "?wijk=" in shown and "item=" in shown
    assert ("Besluit vastleggen" in labels(test)) is (rol in WRITERS)


@pytest.mark.parametrize("rol", [rol.value for rol in Rol])
def test_only_who_may_record_gets_the_form_also_by_its_address(run_page, demo_database, rol, of):
    key, _ = a_besluit(demo_database, of(rol))
    for wanted in ("besluit", f"besluit-{key}"):
        test = run_page("logboek.py", rol, wijk=of(rol), formulier=wanted)
        assert not test.exception
        assert bool(labels(test) & FORM) is (rol in WRITERS)
        assert bool(test.text_area) is (rol in WRITERS)
        assert ("lees je alleen mee" in html_of(test)) is (rol not in WRITERS)


def test_the_months_follow_each_other_and_pages_do_not_overlap(run_page):
    first = run_page("logboek.py", "teamlid", wijk="lindenhof")
    second = run_page("logboek.py", "teamlid", wijk="lindenhof", blad="2")
    items = [re.findall(r"item=([a-z]+-[^&\"]+)", html_of(test)) for test in (first, second)]
    assert len(items[0]) == 25 and items[1]
    assert not set(items[0]) & set(items[1])
    days = [re.findall(r'datetime="([0-9-]+)"', html_of(test)) for test in (first, second)]
    assert days[0] + days[1] == sorted(days[0] + days[1], reverse=True)
    assert re.search(r'<h2 class="wk-kop">[A-Z][a-z]+ 20\d\d</h2>', html_of(first))


def test_a_page_number_beyond_the_end_shows_the_last_page(run_page):
    test = run_page("logboek.py", "teamlid", wijk="lindenhof", blad="99999")
    last = re.search(r"bladzijde (\d+) van (\d+)", html_of(test))
    assert last is not None and last[1] == last[2]
    assert "Ouder" not in labels(test) and "Nieuwer" in labels(test)


def test_searching_marks_what_was_found_and_nothing_else(run_page, demo_database):
    _, invoer = a_besluit(demo_database, "lindenhof")
    word = max(re.findall(r"[^\W_]+", invoer.wat), key=len)
    test = run_page("logboek.py", "teamlid", wijk="lindenhof", zoek=word.upper())
    shown = html_of(test)
    assert "gevonden" in shown
    found = re.findall("<mark>(.*?)</mark>", shown)
    assert found and all(one.lower().startswith(word.lower()) for one in found)


def test_a_soort_filter_leaves_only_that_soort_and_tells_how_many(run_page):
    test = run_page("logboek.py", "teamlid", wijk="lindenhof", soort="besluit")
    shown = html_of(test)
    soorten = set(re.findall(r"item=([a-z]+)-", shown))
    count = re.search(r"(\d+) gebeurtenis", shown)
    assert soorten == {"besluit"} and count is not None
    options = test.pills[0].options if hasattr(test, "pills") else [o.content for o in test.button_group[0].options]
    assert any(str(option).startswith(f"Besluit ({count[1]})") for option in options)


def test_nothing_found_says_what_to_do_and_the_button_clears_the_filters(run_page):
    test = run_page("logboek.py", "teamlid", wijk="lindenhof", zoek="xyzzyqwerty", fase="karakteriseren")
    assert "Niets gevonden" in html_of(test)
    test.button(key="logboek_wis").click().run()
    assert "zoek" not in test.query_params and "fase" not in test.query_params
    assert "Niets gevonden" not in html_of(test)


@pytest.mark.parametrize("rol", ["beheerder", "programmamanager"])
def test_an_empty_wijk_says_what_comes_here(run_page, demo_database, rol):
    wijk = add_wijk(demo_database, "leegland")
    with demo_database.writing(SYSTEM, Actie.FASE_WIJZIGEN) as session:
        for row in session.scalars(select(WijkfaseRow).where(WijkfaseRow.wijk_id == wijk)):
            session.delete(row)
    shown = html_of(run_page("logboek.py", rol, wijk="leegland"))
    assert "Hier komt alles te staan" in shown and "Leegland" in shown


def test_an_item_shows_what_was_decided_and_on_what_ground(run_page, demo_database):
    key, invoer = a_besluit(demo_database, "lindenhof")
    shown = html_of(run_page("logboek.py", "teamlid", wijk="lindenhof", item=f"besluit-{key}"))
    for text in (invoer.wat, invoer.door, invoer.grond):
        assert text in shown
    assert f"formulier=besluit-{key}" in shown
    assert "item=contactmoment-" in shown


def test_the_history_tells_old_and_new_and_an_older_version_comes_back(run_page, demo_database):
    key, invoer = a_besluit(demo_database, "lindenhof")
    with demo_database.writing(SYSTEM, Actie.BESLUIT_WIJZIGEN) as session:
        versie = session.get(BesluitRow, key).versie
        change_besluit(session, key, versie, replace(invoer, door="Het college"))
    test = run_page("logboek.py", "teamlid", wijk="lindenhof", item=f"besluit-{key}")
    history = html_of(test).split("wk-geschiedenis")[1]
    assert invoer.door in history and "Het college" in history
    older = next(box for box in test.selectbox if box.label == "Oudere versie terugzetten")
    older.select_index(0).run()
    test.button(key="versie_terugzetten").click().run()
    assert not test.exception
    assert a_besluit(demo_database, "lindenhof") == (key, invoer)
    assert [toast.value for toast in test.toast] == ["Teruggezet."]


def test_after_putting_an_older_version_back_the_change_before_it_cannot_be_undone_any_more(run_page, demo_database):
    key, invoer = a_besluit(demo_database, "lindenhof")
    test = run_page("logboek.py", "teamlid", wijk="lindenhof", formulier=f"besluit-{key}")
    test.text_input[0].set_value("Het college").run()
    next(b for b in test.button if b.label == "Wijziging opslaan").click().run()
    assert "Ongedaan maken" in labels(test) and "Het college" in html_of(test)
    next(box for box in test.selectbox if box.label == "Oudere versie terugzetten").select_index(0).run()
    test.button(key="versie_terugzetten").click().run()
    assert "Ongedaan maken" not in labels(test)
    assert a_besluit(demo_database, "lindenhof") == (key, invoer)


def test_the_links_of_a_contactmoment_can_be_followed(run_page, demo_database):
    with demo_database.writing(SYSTEM, Actie.CONTACTMOMENT_WIJZIGEN) as session:
        query = select(ContactmomentRow).join(WijkRow, WijkRow.id == ContactmomentRow.wijk_id)
        row = session.scalars(query.where(WijkRow.slug == "lindenhof")).first()
        row.links, key = ["https://zonnedaal.example/verslag?a=1&b=2"], row.id
    shown = html_of(run_page("logboek.py", "teamlid", item=f"contactmoment-{key}", wijk="lindenhof"))
    assert '<a href="https://zonnedaal.example/verslag?a=1&amp;b=2" target="_blank"' in shown


def test_a_deleted_besluit_says_so_and_can_be_put_back(run_page, demo_database):
    key, _ = a_besluit(demo_database, "lindenhof")
    with demo_database.writing(SYSTEM, Actie.BESLUIT_WIJZIGEN) as session:
        delete_besluit(session, key, session.get(BesluitRow, key).versie)
    stream = html_of(run_page("logboek.py", "teamlid", wijk="lindenhof", soort="besluit"))
    assert f"item=besluit-{key}" not in stream
    test = run_page("logboek.py", "teamlid", wijk="lindenhof", item=f"besluit-{key}")
    assert "Dit is verwijderd" in html_of(test)
    test.button(key="item_terugzetten").click().run()
    assert "Dit is verwijderd" not in html_of(test)
    with demo_database.reading() as session:
        assert session.get(BesluitRow, key).verwijderd_op is None


def test_a_lezer_sees_the_history_and_no_way_to_change_anything(run_page, demo_database):
    key, invoer = a_besluit(demo_database, "vlietzicht")
    with demo_database.writing(SYSTEM, Actie.BESLUIT_WIJZIGEN) as session:
        change_besluit(session, key, session.get(BesluitRow, key).versie, replace(invoer, door="Het college"))
    test = run_page("logboek.py", "lezer", wijk="vlietzicht", item=f"besluit-{key}")
    shown = html_of(test)
    assert "Het college" in shown and invoer.door in shown
    assert "formulier=" not in shown and "/vastleggen" not in shown
    assert not test.selectbox and not labels(test)


def test_an_item_of_another_wijk_is_not_there(run_page, demo_database):
    key, invoer = a_besluit(demo_database, "vlietzicht")
    shown = html_of(run_page("logboek.py", "teamlid", wijk="lindenhof", item=f"besluit-{key}"))
    assert "Misschien klopt de link niet" in shown and invoer.wat not in shown
    test = run_page("logboek.py", "programmamanager", wijk="lindenhof", formulier=f"besluit-{key}")
    assert "Misschien klopt de link niet" in html_of(test) and not test.text_area


def test_errors_stand_at_their_fields_and_what_was_typed_stays(run_page):
    test = run_page("logboek.py", "teamlid", wijk="lindenhof", formulier="besluit")
    test.text_area[0].set_value("We beginnen bij de Lindelaan.").run()
    next(b for b in test.button if b.label == "Besluit vastleggen").click().run()
    shown = html_of(test)
    assert 'id="fout-door"' in shown and 'id="fout-grond"' in shown and 'id="fout-wat"' not in shown
    assert test.text_area[0].value == "We beginnen bij de Lindelaan."


def test_a_link_from_a_contactmoment_fills_in_its_date_fase_and_itself(run_page, demo_database):
    with demo_database.reading() as session:
        query = select(ContactmomentRow).join(WijkRow, WijkRow.id == ContactmomentRow.wijk_id)
        row = session.scalars(query.where(WijkRow.slug == "lindenhof").order_by(ContactmomentRow.datum)).first()
    test = run_page("logboek.py", "teamlid", wijk="lindenhof", formulier="besluit", contactmoment=str(row.id))
    assert test.date_input[0].value == row.datum
    assert test.multiselect[0].value == [row.id]
    fase = next(box for box in test.selectbox if box.label == "Fase van de wijk toen")
    assert fase.value == row.fase


def test_a_clash_shows_both_versions_and_keeps_what_was_typed(run_page, demo_database):
    key, invoer = a_besluit(demo_database, "lindenhof")
    test = run_page("logboek.py", "teamlid", wijk="lindenhof", formulier=f"besluit-{key}")
    test.text_area[0].set_value("Mijn versie").run()
    with demo_database.writing(SYSTEM, Actie.BESLUIT_WIJZIGEN) as session:
        change_besluit(session, key, session.get(BesluitRow, key).versie, replace(invoer, wat="Hun versie"))
    next(b for b in test.button if b.label == "Wijziging opslaan").click().run()
    shown = html_of(test)
    assert "Iemand anders heeft dit intussen gewijzigd" in shown
    assert "<td>Hun versie</td><td>Mijn versie</td>" in shown
    assert test.text_area[0].value == "Mijn versie"
    next(b for b in test.button if b.label == "Wijziging opslaan").click().run()
    assert a_besluit(demo_database, "lindenhof")[1].wat == "Mijn versie"


def test_what_was_typed_is_shown_as_text(run_page, demo_database):
    nasty = '<img src=x onerror="alert(1)"> **vet** =1+1'
    key, invoer = a_besluit(demo_database, "lindenhof")
    with demo_database.writing(SYSTEM, Actie.BESLUIT_VASTLEGGEN) as session:
        key = record_besluit(session, replace(invoer, wat=nasty, door=nasty, grond=nasty, sleutel=None))
    for query in ({"item": f"besluit-{key}"}, {"zoek": "onerror alert"}):
        shown = html_of(run_page("logboek.py", "teamlid", wijk="lindenhof", **query))
        assert "onerror" in shown and "<img" not in shown


@pytest.mark.parametrize(
    "query",
    [
        {"item": "besluit-abc"},
        {"item": "../../x"},
        {"item": "besluit-99999999999999999999"},
        {"item": "knooppunt-1.<b>"},
        {"item": "nvt-"},
        {"formulier": "besluit-x"},
        {"formulier": "besluit", "contactmoment": "99999999999999999999"},
        {"blad": "-1", "soort": "alles,<b>", "fase": "x", "zoek": '"OR* (NEAR'},
        {"zoek": "a" * 5000},
    ],
)
def test_whatever_stands_in_the_address_the_logboek_does_not_break(run_page, query):
    test = run_page("logboek.py", "teamlid", wijk="lindenhof", **query)
    assert not test.exception and not test.error


def test_a_word_is_marked_as_the_search_compares_it():
    assert marked("Één café <b>", ("een", "caf")) == "<mark>Één</mark> <mark>café</mark> &lt;b&gt;"
    assert marked("geen mee-eten", ("een",)) == "<mark>geen</mark> mee-eten"
    assert marked("geen mee-eten", ("ee",)) == "geen mee-eten"
    assert marked("<b>", ()) == "&lt;b&gt;"


def test_a_long_text_is_cut_around_what_was_found():
    text = "begin " + "woord " * 200 + "naald " + "woord " * 200
    assert "naald" in excerpt(text, ("naald",)) and excerpt(text, ("naald",)).startswith("…")
    assert excerpt(text, ()).startswith("begin") and excerpt(text, ()).endswith("…")
    assert excerpt("kort", ("x",)) == "kort"
    assert len(excerpt("a" * 5000, ("a",))) < 300
