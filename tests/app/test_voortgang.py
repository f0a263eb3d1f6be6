"""The page of the voortgang, per role and per view."""

import pytest
from sqlalchemy import select

from tests.app.conftest import html_of
from wijkkompas_core.domain.toegang import RECHTEN, Actie, Recht, Rol, system_actor
from wijkkompas_core.domain.vrije_tekst import MARK
from wijkkompas_core.services.deelprojecten import add_deelproject
from wijkkompas_core.storage.tables import DeelprojectRow, WijkRow

VIEWS = ("tijdlijn", "fasen", "knooppunten", "oordelen", "cijfers")
STEERING = {"Fase afsluiten", "Oordelen vastleggen", "Cijfer vastleggen", "Op n.v.t. zetten", "Mijlpaal opslaan"}
WIJK = {Rol.LEZER: "vlietzicht"}


def labels(test) -> set[str]:
    return {button.label for button in test.button}


@pytest.mark.parametrize("rol", list(Rol))
@pytest.mark.parametrize("beeld", VIEWS)
def test_everyone_sees_every_view_and_only_who_may_gets_its_buttons(run_page, rol, beeld):
    wijk = WIJK.get(rol, "lindenhof")
    query = {"fase": "keuzes-maken", "doen": "afsluiten"} if beeld == "fasen" else {}
    test = run_page("voortgang.py", rol.value, wijk=wijk, beeld=beeld, **query)
    assert not test.exception and not test.error
    assert test.segmented_control[0].value == beeld
    steers = Recht.WIJK_STUREN in RECHTEN[rol]
    assert bool(labels(test) & STEERING) is (steers and beeld not in ("tijdlijn", "knooppunten"))
    if not steers:
        assert [field.label for field in test.date_input] == ["Peildatum"]  # a filter
        assert not test.text_input and not test.number_input


@pytest.mark.parametrize("rol", list(Rol))
def test_the_status_of_a_knooppunt_is_for_who_records_and_nvt_for_who_steers(run_page, rol):
    node = "keuzes-maken/sociaal-maatschappelijk/bewoners-doen-mee"
    test = run_page("voortgang.py", rol.value, wijk=WIJK.get(rol, "lindenhof"), beeld="knooppunten", selectie=node)
    choices = [box.label for box in test.selectbox]
    assert ("Knooppunt" in choices) is (Recht.VASTLEGGEN in RECHTEN[rol])
    assert ("Op n.v.t. zetten" in labels(test)) is (Recht.WIJK_STUREN in RECHTEN[rol])


def test_a_deelproject_has_its_own_timeline(run_page):
    whole = run_page("voortgang.py", "projectleider", wijk="lindenhof")
    parts = next(box for box in whole.selectbox if box.label == "Deelproject")
    names = [str(option) for option in parts.options]
    assert "Schorsweg en winkels" in names and "Hele wijk" in names
    parts.select_index(names.index("Schorsweg en winkels"))
    part = whole.run()
    assert "no-go" in html_of(part) or "Schorsweg" in html_of(part) or part.query_params["deelproject"]
    assert "Voortgang" in html_of(part) and not part.exception


def test_what_the_address_does_not_know_is_as_if_it_was_not_there(run_page):
    nonsense = {"beeld": "alles", "deelproject": "999999", "fase": "nergens", "doen": "x", "keuze": "'; --"}
    test = run_page("voortgang.py", "projectleider", wijk="lindenhof", **nonsense)
    assert not test.exception and test.segmented_control[0].value == "tijdlijn"


def test_a_fase_that_is_closed_can_be_opened_again_and_that_can_be_undone(run_page):
    test = run_page(
        "voortgang.py", "projectleider", wijk="lindenhof", beeld="fasen", fase="karakteriseren", doen="openen"
    )
    assert "stap terug" in html_of(test)
    next(button for button in test.button if button.label == "Fase openen").click().run()
    assert "is open vanaf" in html_of(test) and "loopt nu, heropend, stap terug" in html_of(test)
    next(button for button in test.button if button.label == "Ongedaan maken").click().run()
    assert "heropend" not in html_of(test)


def test_a_no_go_without_a_reason_is_refused_at_its_field_and_what_was_typed_stays(run_page):
    test = run_page(
        "voortgang.py", "projectleider", wijk="lindenhof", beeld="fasen", fase="keuzes-maken", doen="mijlpaal"
    )
    choice = next(one for one in test.segmented_control if one.label.startswith("Besluit"))
    choice.select("no-go").run()
    next(button for button in test.button if button.label == "Mijlpaal opslaan").click().run()
    assert "wk-fout" in html_of(test) and "Toelichting" in " ".join(area.label for area in test.text_area)
    test.text_area[0].set_value("Te duur voor de eigenaren.").run()
    next(button for button in test.button if button.label == "Mijlpaal opslaan").click().run()
    assert "Opgeslagen:" in html_of(test) and "no-go" in html_of(test)
    next(button for button in test.button if button.label == "Ongedaan maken").click().run()
    assert "gepland op" in html_of(test)


def test_what_has_no_page_of_its_own_is_made_unreadable_from_one_list(run_page, demo_database):
    with demo_database.writing(system_actor("test"), Actie.DEMO_LADEN) as session:
        wijk = session.scalars(select(WijkRow.id).where(WijkRow.slug == "lindenhof")).one()
        text = "bel Jan op 0612345678, en anders zijn broer die om de hoek woont en er altijd is, ook 's avonds laat"
        key = add_deelproject(session, wijk, "Blok", text)
    fold = f"onleesbaar_wijk_{wijk}_klap"
    for name in ("lezer", "teamlid"):
        assert fold not in run_page("voortgang.py", name, wijk="lindenhof").session_state
    page = run_page("voortgang.py", "projectleider", wijk="lindenhof")
    page.session_state[fold] = True
    page.run()
    (choice,) = [one for one in page.selectbox if one.label == "Welke tekst"]
    assert any("bel Jan" in option for option in choice.options)
    assert choice.value is None  # what cannot be undone begins with a choice
    (button,) = [one for one in page.button if one.label == "Onleesbaar maken"]
    assert "Kies welke tekst." in html_of(button.click().run()) and "laat</p>" not in html_of(page)
    (choice,) = [one for one in page.selectbox if one.label == "Welke tekst"]
    choice.set_value(f"deelproject/{key}/toelichting").run()
    assert "laat</p>" in html_of(page)  # the whole of it, of which the list shows the beginning
    page.text_input(key=choice.key.replace("veld", "reden")).set_value("een nummer")
    page.checkbox(key=choice.key.replace("veld", "zeker")).set_value(True)
    (button,) = [one for one in page.button if one.label == "Onleesbaar maken"]
    button.click().run()
    assert not page.exception
    with demo_database.reading() as session:
        assert session.scalars(select(DeelprojectRow.toelichting).where(DeelprojectRow.id == key)).one() == MARK
