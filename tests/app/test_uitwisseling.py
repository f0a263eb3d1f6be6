"""The page for lists in and out, per role: importing step by step, exporting, and many rows changed in one table."""

from contextlib import ExitStack
from dataclasses import replace

import pytest
from sqlalchemy import func, select

from tests.app.conftest import html_of
from tests.core.wijken import SYSTEM
from wijkkompas_core.domain.toegang import RECHTEN, Actie, Recht, Rol
from wijkkompas_core.domain.uitwisseling import Toewijzing
from wijkkompas_core.queries.contactmomenten import contactmoment
from wijkkompas_core.queries.toewijzingen import bewaarde_indelingen
from wijkkompas_core.services.contactmomenten import change_contactmoment, delete_contactmoment
from wijkkompas_core.services.importeren.lezen import MANY
from wijkkompas_core.services.importeren.toewijzingen import keep_toewijzing
from wijkkompas_core.services.importeren.worker import IMPORT
from wijkkompas_core.storage.database import load_actor
from wijkkompas_core.storage.tables import BelanghebbendeRow, ContactmomentRow, GebruikerRow, WijkRow

WRITERS = {rol.value for rol in Rol if Recht.VASTLEGGEN in RECHTEN[rol]}
PASTED = (
    "Datum\tVorm\tAspecten\tOpbrengst\n1-3-2025\tOverleg\tBewoners\tEen proef\n2-3-2025\tOverleg\tBewoners\tNog een"
)


def button(test, label):
    return next(one for one in test.button if one.label == label)


def labels(test):
    return {one.label for one in test.button}


def count(database):
    with database.reading() as session:
        return session.scalar(select(func.count(ContactmomentRow.id)).where(ContactmomentRow.verwijderd_op.is_(None)))


def read(database, key):
    with database.reading() as session:
        return contactmoment(session, SYSTEM, key)


def change(database, key, **changes):
    """Somebody else changes this record."""
    found = read(database, key)
    with database.writing(SYSTEM, Actie.CONTACTMOMENT_WIJZIGEN, wijk=found.wijk) as session:
        change_contactmoment(session, key, found.versie, replace(found.as_invoer(), **changes))


@pytest.mark.parametrize("rol", [rol.value for rol in Rol])
@pytest.mark.parametrize("deel", ["", "importeren", "exporteren", "eerder", "wijzigen", "verzonnen"])
def test_everyone_may_export_and_only_who_may_record_imports_or_changes_rows(run_page, rol, deel):
    test = run_page("uitwisseling.py", rol, deel=deel)
    assert not test.exception
    shown = html_of(test)
    assert bool(test.get("button_group")) is (rol in WRITERS)
    if rol not in WRITERS:
        assert "Elke kolom die je hier downloadt" in shown
        assert not test.get("file_uploader") and "Wijzigingen opslaan" not in labels(test)
        assert "Dubbelklik op een cel" not in shown


def test_a_pasted_list_is_looked_at_row_by_row_imported_and_undone_as_one(run_page, demo_database):
    before = count(demo_database)
    test = run_page("uitwisseling.py", "teamlid")
    test.session_state["import_hoe"] = "Plakken"
    test.run()
    test.text_area(key="import_plak").set_value(PASTED)
    test = button(test, "Verder").click().run()
    assert not test.exception and "Opbrengst" in html_of(test) + " ".join(one.label for one in test.selectbox)
    for label in ("Wijk voor alle rijen", "Fase voor alle rijen"):
        box = next(one for one in test.selectbox if one.label == label)
        test = box.select_index(0).run()
    test = button(test, "Verder").click().run()
    assert "2 rijen zijn nieuw." in html_of(test)
    assert count(demo_database) == before
    test = button(test, "Importeer 2 rijen").click().run()
    assert not test.exception and count(demo_database) == before + 2
    test = run_page("uitwisseling.py", "teamlid", deel="eerder")
    test = button(test, "Ongedaan maken").click().run()
    assert not test.exception and count(demo_database) == before


def pasted(run_page, rol, lijst, text):
    """A list that was pasted and of which the columns are read."""
    test = run_page("uitwisseling.py", rol)
    test.session_state["import_hoe"] = "Plakken"
    test.run()
    test.radio(key="import_lijst").set_value(lijst)
    test.text_area(key="import_plak").set_value(text)
    return button(test, "Verder").click().run()


def until_done(test):
    """The page when nothing of it is at work any more."""
    for _ in range(1_000):
        if "Stoppen" not in labels(test):
            return test
        assert "Importeer 2.001 rijen" not in labels(test)
        test.run()
    pytest.fail("it goes on and on")


MANY_PARTIES = "Naam\tSoort\n" + "\n".join(f"Club {n:04d} van de proef\tWijkraad" for n in range(MANY + 1))


def test_looking_at_a_long_list_shows_how_far_it_is_until_it_is_done(run_page):
    test = pasted(run_page, "teamlid", "belanghebbenden", MANY_PARTIES)
    assert "2.001 rijen gevonden" in html_of(test)
    test = until_done(button(test, "Verder").click().run())
    assert not test.exception and "2.001 rijen zijn nieuw." in html_of(test)


def test_looking_at_a_long_list_can_be_stopped_and_done_once_more(run_page):
    test = pasted(run_page, "teamlid", "belanghebbenden", MANY_PARTIES)
    with ExitStack() as others:
        for _ in range(IMPORT.at_once):  # so that it waits
            others.enter_context(IMPORT.places)
        test = button(test, "Verder").click().run()
        test = until_done(button(test, "Stoppen").click().run())
        assert not test.exception and "Je hebt het nakijken gestopt." in html_of(test)
    test = until_done(button(test, "Verder").click().run())
    assert "2.001 rijen zijn nieuw." in html_of(test)


@pytest.mark.parametrize(("rol", "way"), [("projectleider", "Bekijk en voeg samen in Lindenhof"), ("teamlid", "")])
def test_what_was_imported_and_is_probably_there_already_stands_in_one_table(run_page, demo_database, rol, way):
    with demo_database.reading() as session:
        wijk = session.scalar(select(WijkRow.id).where(WijkRow.slug == "lindenhof"))
        naam = session.scalars(select(BelanghebbendeRow.naam).where(BelanghebbendeRow.wijk_id == wijk)).first()
    test = pasted(run_page, rol, "belanghebbenden", f"Naam\tWijk\tSoort\n{naam} BV\tLindenhof\tWijkraad")
    test = button(test, "Verder").click().run()
    test = button(test, "Importeer 1 rij").click().run()
    shown = html_of(test)
    assert not test.exception and "1 naam lijkt dubbel" in shown and "(de ene naam is een" in shown
    assert ('href="/belanghebbenden?wijk=lindenhof&amp;belanghebbende=dubbel"' in shown) is bool(way)
    assert way in shown and ("kan ze in het register samenvoegen" in shown) is not bool(way)


def test_rows_that_did_not_come_along_are_said_after_importing_and_can_be_downloaded(run_page, demo_database):
    test = run_page("uitwisseling.py", "teamlid")
    test.session_state["import_hoe"] = "Plakken"
    test.run()
    test.radio(key="import_lijst").set_value("belanghebbenden")
    test.text_area(key="import_plak").set_value("Naam\tSoort\nClub Nieuw\tWijkraad\n\tWijkraad")
    test = button(test, "Verder").click().run()
    test = button(test, "Verder").click().run()
    test = button(test, "Importeer 1 rij").click().run()
    assert not test.exception and "1 rij ging niet mee" in html_of(test)
    assert {"Naar het register", "Ongedaan maken"} <= labels(test) and "Naar het logboek" not in labels(test)


def test_a_field_that_is_needed_and_not_chosen_says_so_where_it_stands(run_page):
    test = run_page("uitwisseling.py", "projectleider")
    test.session_state["import_hoe"] = "Plakken"
    test.run()
    test.text_area(key="import_plak").set_value("Kop 1\tVorm\tAspecten\neen\tOverleg\tBewoners")
    test = button(test, "Verder").click().run()
    test = button(test, "Verder").click().run()
    shown = html_of(test)
    assert 'id="fout-datum">Kies in welke kolom dit staat.' in shown and "2 velden zijn nog niet gekozen" in shown
    assert 'id="fout-wijk">Kies een kolom, of een waarde voor alle rijen.' in shown
    next(one for one in test.selectbox if one.label == "Wijk voor alle rijen").select_index(0).run()
    assert "fout-wijk" not in html_of(test) and 'id="fout-datum"' in html_of(test)


def test_the_same_mistake_in_many_rows_is_put_right_once(run_page, demo_database):
    lines = [f"31-02-2025\tNergenshuizen\tOverleg\tBewoners\tVerslag {n}" for n in range(3)]
    lines.append("1-3-2025\tNergenshuizen\t\t\tGoed")
    test = run_page("uitwisseling.py", "projectleider")
    test.session_state["import_hoe"] = "Plakken"
    test.run()
    test.text_area(key="import_plak").set_value("\n".join(["Datum\tWijk\tVorm\tAspecten\tOpbrengst", *lines]))
    test = button(test, "Verder").click().run()
    test = button(test, "Verder").click().run()
    assert "4 kunnen niet mee" in html_of(test)
    (box,) = [one for one in test.selectbox if one.label.startswith("4 rijen, wijk: “Nergenshuizen” (rij 2, 3, 4, 5)")]
    box.select("Lindenhof (lindenhof)")
    test = button(test, "Kijk opnieuw na").click().run()
    assert "4 kunnen niet mee" in html_of(test)
    (field,) = [one for one in test.text_input if one.label.startswith("3 rijen, datum")]
    assert field.value == "31-02-2025"
    field.set_value("28-02-2025")
    test = button(test, "Kijk opnieuw na").click().run()
    next(one for one in test.selectbox if one.label.startswith("Rij 5, vorm")).select("Werkgroep")
    about = next(one for one in test.multiselect if one.label.startswith("Rij 5, aspecten"))
    about.select("Bewoners doen mee").select("Er is voor alle gebouwen passend renovatieaanbod")
    test = button(test, "Kijk opnieuw na").click().run()
    assert not test.exception and "4 rijen zijn nieuw." in html_of(test)
    assert "Werkgroep" in html_of(test) and "passend renovatieaanbod" in html_of(test)


def test_a_kept_mapping_can_be_thrown_away_and_got_back(run_page, demo_database):
    with demo_database.reading() as session:
        key = session.scalars(select(GebruikerRow.id).where(GebruikerRow.gebruikersnaam == "teamlid")).one()
        maker = load_actor(session, key, None)
    with demo_database.writing(maker, Actie.TOEWIJZING_BEWAREN) as session:
        keep_toewijzing(session, "Onze lijst", Toewijzing("contactmomenten", {"datum": "Wanneer"}))
        keep_toewijzing(session, "Van de corporatie", Toewijzing("belanghebbenden"))
        keep_toewijzing(session, "[x](http://elders) <b>", Toewijzing("afspraken"))

    def kept():
        with demo_database.reading() as session:
            return {one.naam: one.toewijzing for one in bewaarde_indelingen(session, SYSTEM)}

    before = kept()
    test = run_page("uitwisseling.py", "teamlid", deel="eerder")
    assert "Onze lijst" in html_of(test) and "Van de corporatie" in html_of(test)
    assert "&lt;b&gt;" in html_of(test)
    assert [one.help for one in test.button if "elders" in (one.help or "")] == [
        r"Gooi de indeling \[x\]\(http\://elders\) \<b\> weg"
    ]
    test = next(one for one in test.button if one.help == "Gooi de indeling Onze lijst weg").click().run()
    assert not test.exception and "indeling Onze lijst is weggegooid" in html_of(test)
    assert set(kept()) == set(before) - {"Onze lijst"}
    test = button(test, "Ongedaan maken").click().run()
    assert not test.exception and kept() == before


def test_nothing_pasted_gets_a_sentence_and_the_choice_stays(run_page, demo_database):
    test = run_page("uitwisseling.py", "teamlid")
    test.session_state["import_hoe"] = "Plakken"
    test.run()
    test.radio(key="import_lijst").set_value("belanghebbenden")
    test = button(test, "Verder").click().run()
    assert not test.exception and 'id="fout-Plakken">Plak eerst de rijen in het vak' in html_of(test)
    assert test.radio(key="import_lijst").value == "belanghebbenden"


def with_changed(test, cells):
    """The table as it is after typing: place of a row → its changed cells. Answers the ids of the rows."""
    stand = test.session_state["rijen"]
    anders = {stand.rijen[place].id: row for place, row in cells.items()}
    test.session_state["rijen"] = replace(stand, anders=anders, getoond=anders, keer=stand.keer + 1)
    test.run()
    assert not test.exception
    return list(anders)


@pytest.fixture
def table(run_page):
    """The table of a wijk, as its teamlid."""
    return run_page("uitwisseling.py", "teamlid", deel="wijzigen", wijk="lindenhof")


def test_changed_rows_are_saved_each_by_itself_and_undone_together(table, demo_database):
    keys = with_changed(table, {0: {"aantal_deelnemers": 42}, 3: {"opbrengst": "=HYPERLINK(1) <b>"}})
    before = [read(demo_database, key) for key in keys]
    assert "2 rijen" in html_of(table) and "&lt;b&gt;" in html_of(table)
    test = button(table, "Wijzigingen opslaan").click().run()
    assert not test.exception and "2 rijen opgeslagen" in html_of(test)
    after = [read(demo_database, key) for key in keys]
    assert after[0].aantal_deelnemers == 42 and after[1].opbrengst == "=HYPERLINK(1) <b>"
    assert [one.links for one in after] == [one.links for one in before]
    change(demo_database, keys[1], opbrengst="Iemand anders")
    test = button(test, "Ongedaan maken").click().run()
    shown = html_of(test)
    assert "1 rij teruggezet." in shown and "Niet teruggezet" in shown
    assert read(demo_database, keys[0]).aantal_deelnemers == before[0].aantal_deelnemers
    assert read(demo_database, keys[1]).opbrengst == "Iemand anders"


def test_a_wrong_cell_gets_a_sentence_at_its_row_and_the_other_rows_are_saved(table, demo_database):
    keys = with_changed(table, {0: {"datum": "2190-01-01", "aspecten": []}, 1: {"aantal_deelnemers": 5}})
    before = read(demo_database, keys[0])
    test = button(table, "Wijzigingen opslaan").click().run()
    shown = html_of(test)
    assert "1 rij is niet opgeslagen." in shown and "1 rij opgeslagen" in shown
    assert "datum: Deze datum ligt in de toekomst." in shown and "aspecten: Kies minstens één aspect" in shown
    assert read(demo_database, keys[0]) == before and read(demo_database, keys[1]).aantal_deelnemers == 5
    assert test.session_state["rijen"].getoond == {keys[0]: {"datum": "2190-01-01", "aspecten": []}}


@pytest.mark.parametrize("mine", [True, False])
def test_a_row_that_someone_else_changed_shows_both_and_asks(table, demo_database, mine):
    (key,) = with_changed(table, {0: {"aantal_deelnemers": 42}})
    change(demo_database, key, opbrengst="Van de ander")
    test = button(table, "Wijzigingen opslaan").click().run()
    shown = html_of(test)
    assert "intussen door iemand anders gewijzigd" in shown and "Van de ander" in shown
    assert read(demo_database, key).aantal_deelnemers != 42 and "Wijzigingen opslaan" not in labels(test)
    test = button(test, "Mijn cellen houden" if mine else "Die van de ander houden").click().run()
    assert ("Wijzigingen opslaan" in labels(test)) is mine
    if mine:
        button(test, "Wijzigingen opslaan").click().run()
    found = read(demo_database, key)
    assert found.opbrengst == "Van de ander" and (found.aantal_deelnemers == 42) is mine


def test_a_row_that_someone_else_deleted_is_said_and_can_be_let_go(table, demo_database):
    (key,) = with_changed(table, {0: {"aantal_deelnemers": 42}})
    found = read(demo_database, key)
    with demo_database.writing(SYSTEM, Actie.CONTACTMOMENT_VERWIJDEREN, wijk=found.wijk) as session:
        delete_contactmoment(session, key, found.versie)
    test = button(table, "Wijzigingen opslaan").click().run()
    assert "intussen door iemand anders verwijderd" in html_of(test) and "Mijn cellen houden" not in labels(test)
    test = button(test, "Die van de ander houden").click().run()
    assert not test.session_state["rijen"].anders and key not in {r.id for r in test.session_state["rijen"].rijen}


def test_what_is_not_saved_is_there_again_in_the_next_session(table, run_page, demo_database):
    typed = {"opbrengst": "Half af", "aantal_deelnemers": -3}
    (key,) = with_changed(table, {2: typed})
    assert "1 rij is niet opgeslagen." in html_of(button(table, "Wijzigingen opslaan").click().run())
    again = run_page("uitwisseling.py", "teamlid", deel="wijzigen", wijk="lindenhof", fase="uitvoering")
    assert again.session_state["rijen"].getoond == {key: typed}
    assert "1 rij gewijzigd" in html_of(again) and "Andere rijen kiezen kan als je" in html_of(again)
    again = button(again, "Alles weggooien").click().run()
    assert not again.session_state["rijen"].anders
    third = run_page("uitwisseling.py", "teamlid", deel="wijzigen", wijk="lindenhof")
    assert not third.session_state["rijen"].anders and read(demo_database, key).opbrengst != "Half af"


def test_only_the_wijken_in_which_one_may_record_can_be_chosen(run_page, demo_database):
    test = run_page("uitwisseling.py", "teamlid", deel="wijzigen", wijk="vlietzicht")
    with demo_database.reading() as session:
        mine = session.scalar(select(WijkRow.id).where(WijkRow.slug == "lindenhof"))
    assert {rij.wijk for rij in test.session_state["rijen"].rijen} == {mine}


def test_a_period_without_contactmomenten_says_what_to_do(run_page):
    test = run_page("uitwisseling.py", "teamlid", deel="wijzigen", wijk="lindenhof", van="2001-01-01", tot="2001-02-01")
    assert not test.exception and "Kies een langere periode of alle fasen." in html_of(test)


def unsaved(test, typed):
    """Type this in the first row and save, which is refused: it stays, and is kept. Answers the id of the row."""
    (key,) = with_changed(test, {0: typed})
    assert "1 rij is niet opgeslagen." in html_of(button(test, "Wijzigingen opslaan").click().run())
    return key


def test_in_another_wijk_one_finds_what_one_left_there_too(run_page):
    typed = {"aantal_deelnemers": -3}
    key = unsaved(run_page("uitwisseling.py", "projectleider", deel="wijzigen", wijk="molenkwartier"), typed)
    test = run_page("uitwisseling.py", "projectleider", deel="wijzigen", wijk="lindenhof")
    assert not test.session_state["rijen"].anders
    test.query_params["wijk"] = "molenkwartier"
    test.run()
    assert test.session_state["rijen"].anders == {key: typed} and "1 rij gewijzigd" in html_of(test)


def test_what_was_typed_in_a_row_that_left_the_table_is_still_there(run_page, demo_database):
    typed = {"opbrengst": "Half af", "aantal_deelnemers": -3}
    first = run_page("uitwisseling.py", "teamlid", deel="wijzigen", wijk="lindenhof", fase="keuzes-maken")
    key = unsaved(first, typed)
    change(demo_database, key, fase="uitvoering")
    again = run_page("uitwisseling.py", "teamlid", deel="wijzigen", wijk="lindenhof")
    assert again.session_state["rijen"].anders == {key: typed}
    again = button(again, "Wijzigingen opslaan").click().run()
    assert "intussen door iemand anders gewijzigd" in html_of(again)


def test_saving_in_vain_leaves_the_way_back_of_the_saving_before(table, demo_database):
    saved, _ = with_changed(table, {0: {"aantal_deelnemers": 5}, 1: {"aantal_deelnemers": -3}})
    before = read(demo_database, saved)
    test = button(table, "Wijzigingen opslaan").click().run()
    test = button(test, "Wijzigingen opslaan").click().run()
    assert "1 rij opgeslagen" in html_of(test)
    test = button(test, "Ongedaan maken").click().run()
    assert "1 rij teruggezet." in html_of(test)
    assert read(demo_database, saved).aantal_deelnemers == before.aantal_deelnemers


def test_a_page_that_is_not_there_gives_the_last_one(run_page):
    test = run_page("uitwisseling.py", "teamlid", deel="wijzigen", wijk="lindenhof", blad="999")
    assert not test.exception and "bladzijde 3 van 3" in html_of(test)


def begun(run_page, text):
    """A list that was pasted, read, and left at the step of its words, with one word chosen and not taken over."""
    test = run_page("uitwisseling.py", "teamlid")
    test.session_state["import_hoe"] = "Plakken"
    test.run()
    test.text_area(key="import_plak").set_value(text)
    test = button(test, "Verder").click().run()
    test = next(one for one in test.selectbox if one.label == "Wijk voor alle rijen").select_index(0).run()
    return button(test, "Verder").click().run()


WORDY = """Datum\tVorm\tAspecten
1-3-2025\tKwebbeluur\tBewoners
31-02-2025\tKwebbeluur\tBewoners
3-3-2025\tVliegerdag\tBewoners"""


def test_an_import_goes_on_in_the_next_session_where_it_was_with_every_choice(run_page, demo_database):
    test = begun(run_page, WORDY)
    next(one for one in test.selectbox if "Kwebbeluur" in one.label).select("overleg").run()

    test = run_page("uitwisseling.py", "teamlid")
    assert "Je was bezig met geplakte rijen: 3 rijen, bij de stap Woorden" in html_of(test)
    test = button(test, "Ga verder met geplakte rijen").click().run()
    assert not test.exception
    assert next(one for one in test.selectbox if "Kwebbeluur" in one.label).value == "overleg"
    next(one for one in test.selectbox if "Vliegerdag" in one.label).select("anders").run()
    test = button(test, "Verder").click().run()
    assert "2 rijen zijn nieuw en 1 kan niet mee." in html_of(test)
    test.text_input[0].set_value("2-3-2025").run()  # typed, and not looked at again

    test = run_page("uitwisseling.py", "teamlid")
    assert "bij de stap Voorbeeld" in html_of(test)
    test = button(test, "Ga verder met geplakte rijen").click().run()
    assert test.text_input[0].value == "2-3-2025"
    test = button(test, "Kijk opnieuw na").click().run()

    before = count(demo_database)
    test = run_page("uitwisseling.py", "teamlid")
    test = button(test, "Ga verder met geplakte rijen").click().run()
    test = button(test, "Importeer 3 rijen").click().run()
    assert not test.exception and count(demo_database) == before + 3
    assert "Je was bezig" not in html_of(run_page("uitwisseling.py", "teamlid"))


def test_an_import_that_is_left_is_not_offered_to_another_and_can_be_thrown_away(run_page):
    begun(run_page, WORDY)
    assert "Je was bezig" not in html_of(run_page("uitwisseling.py", "projectleider"))
    test = run_page("uitwisseling.py", "teamlid")
    test = button(test, "Begin opnieuw").click().run()
    assert not test.exception and "Je was bezig" not in html_of(test)
    assert "Je was bezig" not in html_of(run_page("uitwisseling.py", "teamlid"))


def test_back_loses_no_choice_and_to_begin_again_throws_all_of_it_away(run_page):
    test = begun(run_page, WORDY)
    next(one for one in test.selectbox if "Kwebbeluur" in one.label).select("overleg").run()
    test = button(test, "Terug").click().run()
    test = button(test, "Verder").click().run()
    assert next(one for one in test.selectbox if "Kwebbeluur" in one.label).value == "overleg"
    test = button(test, "Terug").click().run()
    test = button(test, "Terug").click().run()
    test = button(test, "Begin opnieuw").click().run()
    assert not test.exception and "Al gelezen" not in html_of(test)
    assert "Je was bezig" not in html_of(run_page("uitwisseling.py", "teamlid"))


def test_how_many_files_were_read_is_said_in_a_few_sentences_and_the_rest_is_counted(run_page):
    test = pasted(run_page, "teamlid", "belanghebbenden", "Naam\tSoort\nClub\tWijkraad")
    here = test.session_state["importstand"]
    notes = tuple(f"Bestand {n}: gelezen." for n in range(1, 13))
    test.session_state["importstand"] = replace(here, gelezen=replace(here.gelezen, opmerkingen=notes))
    shown = html_of(test.run())
    assert not test.exception and "Bestand 8: gelezen." in shown and "Bestand 9" not in shown
    assert "En nog 4; ze staan ook bij het voorbeeld." in shown
    test = button(test, "Verder").click().run()
    assert "Bestand 12: gelezen." in html_of(test)
