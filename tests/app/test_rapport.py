"""The page of reports: what can be chosen, for whom, and what it remembers."""

from datetime import timedelta

from dashboard.screens.rapport import make
from tests.app.conftest import html_of
from wijkkompas_core.domain.rapport import ONDERDELEN, Rapportopdracht, Rapportsoort
from wijkkompas_core.domain.tijd import today
from wijkkompas_core.domain.toegang import Actie, system_actor
from wijkkompas_core.queries.rapport import rapporten
from wijkkompas_core.queries.wijken import wijken
from wijkkompas_core.services.rapport import record_rapport

SYSTEM = system_actor("test")


def box(test, label: str):
    return next(one for one in [*test.selectbox, *test.multiselect] if one.label == label)


def button(test, label: str):
    return next(one for one in test.button if one.label == label)


def test_everyone_who_may_see_a_wijk_can_make_a_report_and_only_about_those(run_page) -> None:
    test = run_page("rapport.py", "lezer")
    assert not test.exception and not test.error
    assert box(test, "Wijk").options == ["Vlietzicht"]
    assert "Er is nog geen rapport gemaakt" in html_of(test)
    assert not [e for e in test.expander if "Huisstijl" in e.label]


def test_the_choices_stand_in_the_address_and_nonsense_there_means_the_default(run_page) -> None:
    test = run_page("rapport.py", "programmamanager", soort="raadsbijlage", wijken="lindenhof,vlietzicht",
                    onderdelen="kompas,besluiten", peildatum="2026-01-31")  # fmt: skip
    assert box(test, "Wijken").value == ["lindenhof", "vlietzicht"]
    assert box(test, "Onderdelen").value == ["kompas", "besluiten"]
    assert str(test.date_input[0].value) == "2026-01-31"
    test = run_page("rapport.py", "programmamanager", soort="<b>", wijk="nergens", onderdelen="x", peildatum="morgen",
                    sinds="9999-99-99")  # fmt: skip
    assert not test.exception
    assert test.radio[0].value == "wijkrapport" and len(box(test, "Onderdelen").value) == 8
    assert test.date_input[0].value == today()


def test_without_a_wijk_or_a_part_it_says_so_and_nothing_can_be_made(run_page) -> None:
    test = run_page("rapport.py", "programmamanager", soort="programmarapport", wijken="geen", onderdelen="geen")
    assert "Kies een wijk." in html_of(test) and "Kies ten minste één onderdeel." in html_of(test)
    assert button(test, "PDF maken").disabled


def test_a_report_is_made_downloaded_and_remembered_and_the_next_one_starts_where_it_ended(
    run_page, demo_database
) -> None:
    test = run_page("rapport.py", "projectleider", wijk="molenkwartier", onderdelen="kompas,afspraken")
    button(test, "PDF maken").click().run()
    assert not test.exception and "Klaar." in html_of(test)
    (download,) = test.get("download_button")
    assert download.proto.label == "Download de PDF"
    made = test.session_state[make.MADE]
    ((name, contents),) = made.files.items()
    assert name == f"wijkrapport-molenkwartier-{today()}.pdf" and contents.startswith(b"%PDF")
    assert "Maak opnieuw" in html_of(test) and "Demo projectleider" in html_of(test)
    with demo_database.reading() as session:
        (remembered,) = rapporten(session, SYSTEM)
    assert remembered.opdracht == made.opdracht
    test.multiselect[0].set_value(["kompas"]).run()
    assert "Klaar." not in html_of(test)  # another choice is another report


def test_new_since_is_the_peildatum_of_the_report_before(run_page, demo_database) -> None:
    day = today() - timedelta(days=33)
    with demo_database.reading() as session:
        key = next(w.id for w in wijken(session, SYSTEM) if w.slug == "vlietzicht")
    soort = Rapportsoort.WIJKRAPPORT
    with demo_database.writing(SYSTEM, Actie.RAPPORT_MAKEN) as session:
        record_rapport(session, Rapportopdracht(soort, (key,), day, day, ONDERDELEN[soort]))
    test = run_page("rapport.py", "lezer")
    assert [d.value for d in test.date_input] == [today(), day]


def test_a_beheerder_sees_why_a_colour_is_refused(run_page) -> None:
    test = run_page("rapport.py", "beheerder")
    test.session_state["huisstijl_open"] = True
    test.run()
    test.color_picker[0].set_value("#EBAA68").run()
    button(test, "Bewaren").click().run()
    assert "minstens 4,5" in html_of(test)
    test.color_picker[0].set_value("#7F2A12").run()
    button(test, "Bewaren").click().run()
    assert "#7F2A12" in html_of(test) and "minstens 4,5" not in html_of(test)
