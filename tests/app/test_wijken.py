"""Managing wijken on the screen."""

import pytest
from sqlalchemy import select

from tests.app.conftest import html_of
from wijkkompas_core.domain.toegang import RECHTEN, Recht, Rol
from wijkkompas_core.storage.tables import WijkRow


def button(test, label):
    return next(one for one in test.button if one.label == label)


@pytest.mark.parametrize("rol", list(Rol))
def test_only_who_steers_the_programme_gets_the_page(run_page, rol):
    test = run_page("wijken.py", rol.value)
    assert not test.exception
    assert ("Lindenhof" in html_of(test)) is (Recht.PROGRAMMA_STUREN in RECHTEN[rol])


def test_a_wijk_is_begun_from_the_form_and_what_is_wrong_stays_typed(run_page, demo_database):
    test = run_page("wijken.py", "programmamanager", beheer="nieuw")
    fields = {one.label: one for one in test.text_input}
    fields["Naam"].set_value("Nieuwland")
    fields["CBS-code van de wijk (mag leeg blijven)"].set_value("WK12")
    button(test, "Wijk beginnen").click().run()
    assert "Een CBS-code van een wijk is WK" in html_of(test)
    fields = {one.label: one for one in test.text_input}
    assert fields["Naam"].value == "Nieuwland"
    fields["CBS-code van de wijk (mag leeg blijven)"].set_value("")
    button(test, "Wijk beginnen").click().run()
    assert "Nieuwland is begonnen" in html_of(test) and "beheer" not in test.query_params
    button(test, "Ongedaan maken").click().run()
    with demo_database.reading() as session:
        assert session.scalar(select(WijkRow.status).where(WijkRow.naam == "Nieuwland")) == "gearchiveerd"


def test_a_wijk_is_paused_and_that_can_be_undone(run_page, demo_database):
    test = run_page("wijken.py", "programmamanager", beheer="lindenhof")
    button(test, "Pauzeren").click().run()
    assert "Lindenhof is gepauzeerd" in html_of(test)
    assert "De wijkaanpak is gepauzeerd" in html_of(run_page("wijk.py", "programmamanager", wijk="lindenhof"))
    button(test, "Ongedaan maken").click().run()
    with demo_database.reading() as session:
        assert session.scalar(select(WijkRow.status).where(WijkRow.slug == "lindenhof")) == "actief"
