"""The page of afspraken, per role: whose are shown, and who can do something about them."""

from datetime import date, timedelta

import pytest
from sqlalchemy import func, select

from tests.app.conftest import html_of
from wijkkompas_core.domain.afspraken import KLAAR, OPEN, AfspraakInvoer
from wijkkompas_core.domain.tijd import today
from wijkkompas_core.domain.toegang import RECHTEN, Actie, Recht, Rol, system_actor
from wijkkompas_core.queries.afspraken import FILTERS, counts
from wijkkompas_core.services.afspraken import change_afspraak, record_afspraak
from wijkkompas_core.storage.tables import AfspraakRow, GebruikerRow, WijkRow

SYSTEM = system_actor("test")
BUTTONS = {"Nieuwe afspraak", "Klaar"}


def add(database, slug: str, name: str, wat: str = "Bellen.", deadline: date | None = None) -> int:
    """An afspraak of one account in a wijk; answers its id."""
    with database.writing(SYSTEM, Actie.AFSPRAAK_VASTLEGGEN) as session:
        wijk = session.scalar(select(WijkRow.id).where(WijkRow.slug == slug))
        owner = session.scalar(select(GebruikerRow.id).where(GebruikerRow.gebruikersnaam == name))
        return record_afspraak(session, AfspraakInvoer(wijk, wat, owner, deadline=deadline))


def row(database, key: int) -> AfspraakRow:
    with database.reading() as session:
        return session.get_one(AfspraakRow, key)


def labels(test) -> list[str]:
    return [button.label for button in test.button]


@pytest.mark.parametrize("rol", list(Rol))
def test_only_who_may_record_sees_buttons(run_page, demo_database, rol):
    key = add(demo_database, "lindenhof" if rol is not Rol.LEZER else "vlietzicht", rol.value)
    may = Recht.VASTLEGGEN in RECHTEN[rol]
    test = run_page("afspraken.py", rol.value, wie="mij")
    assert "Bellen." in html_of(test)
    assert (set(labels(test)) >= BUTTONS) is may and bool(BUTTONS & set(labels(test))) is may
    chosen = run_page("afspraken.py", rol.value, wie="mij", afspraak=str(key), doe="wijzig")
    assert ("Wijziging opslaan" in labels(chosen)) is may
    assert not chosen.exception and bool(chosen.text_area) is may


def test_a_teamlid_sees_its_own_first_and_those_of_the_wijk_when_the_address_has_one(run_page, demo_database):
    add(demo_database, "lindenhof", "teamlid", "Die van mij.")
    add(demo_database, "lindenhof", "projectleider", "Die van een ander.")
    mine, whole = run_page("afspraken.py", "teamlid"), run_page("afspraken.py", "teamlid", wijk="lindenhof")
    assert "Die van mij." in html_of(mine) and "Die van een ander." not in html_of(mine)
    assert "Die van mij." in html_of(whole) and "Die van een ander." in html_of(whole)


def test_a_lezer_begins_with_the_afspraken_of_its_wijk_and_sees_no_other_wijk(run_page, demo_database):
    add(demo_database, "vlietzicht", "programmamanager", "Hier.")
    elsewhere = add(demo_database, "lindenhof", "teamlid", "Daar.")
    for query in ({}, {"wie": "alle"}, {"wijk": "lindenhof"}, {"afspraak": str(elsewhere)}):
        shown = html_of(run_page("afspraken.py", "lezer", **query))
        assert "Hier." in shown and "Daar." not in shown
    assert "bestaat niet of is niet voor jou zichtbaar" in shown


def test_what_is_too_late_comes_first_with_a_word_and_a_sign(run_page, demo_database):
    add(demo_database, "lindenhof", "teamlid", "Morgen pas.", today() + timedelta(days=1))
    add(demo_database, "lindenhof", "teamlid", "Had al gemoeten.", today() - timedelta(days=1))
    shown = html_of(run_page("afspraken.py", "teamlid"))
    places = [shown.index(text) for text in ("Te laat", "Had al gemoeten.", "Binnen 14 dagen", "Morgen pas.")]
    assert places == sorted(places)
    assert "▲ 1 dag te laat" in shown


def test_one_tap_finishes_and_one_more_undoes_it(run_page, demo_database):
    key = add(demo_database, "lindenhof", "teamlid", "Meteen doen.", today() - timedelta(days=900))
    test = run_page("afspraken.py", "teamlid")
    test.button(key=f"klaar_{key}").click().run()
    assert row(demo_database, key).status == KLAAR
    assert "&#39;Meteen doen.&#39; is klaar" in html_of(test)
    test.button(key="gedaan_terug").click().run()
    assert row(demo_database, key).status == OPEN and "Meteen doen." in html_of(test)


def test_finishing_what_someone_else_changed_says_so_and_changes_nothing(run_page, demo_database):
    key = add(demo_database, "lindenhof", "teamlid", "Meteen doen.", today() - timedelta(days=900))
    test = run_page("afspraken.py", "teamlid")
    before = row(demo_database, key)
    with demo_database.writing(SYSTEM, Actie.AFSPRAAK_WIJZIGEN) as session:
        invoer = AfspraakInvoer(before.wijk_id, "Iets anders.", before.eigenaar_id, deadline=before.deadline)
        change_afspraak(session, key, 1, invoer)
    test.button(key=f"klaar_{key}").click().run()
    assert row(demo_database, key).status == OPEN
    assert "Niet opgeslagen. Iemand anders heeft dit intussen gewijzigd." in html_of(test)
    assert "Iets anders." in html_of(test)


def test_a_new_one_is_made_shown_as_typed_and_taken_back(run_page, demo_database):
    test = run_page("afspraken.py", "teamlid", doe="nieuw")
    button = next(b for b in test.button if b.label == "Afspraak opslaan")
    button.click().run()
    assert "Schrijf op wat er is afgesproken." in html_of(test)
    test.text_area[0].set_value("<b>vet</b> *ster*")
    next(b for b in test.button if b.label == "Afspraak opslaan").click().run()
    assert "&lt;b&gt;vet&lt;/b&gt; *ster*" in html_of(test) and "<b>vet" not in html_of(test)
    assert not test.text_area, "the form is closed"
    test.button(key="gedaan_terug").click().run()
    assert "*ster*" not in html_of(test)


def test_changing_keeps_the_rest_and_can_be_undone(run_page, demo_database):
    key = add(demo_database, "lindenhof", "teamlid", "Eerst dit.", today())
    test = run_page("afspraken.py", "teamlid", afspraak=str(key), doe="wijzig")
    test.text_area[0].set_value("Nu dit.")
    next(b for b in test.button if b.label == "Wijziging opslaan").click().run()
    found = row(demo_database, key)
    assert (found.wat, found.deadline) == ("Nu dit.", today())
    test.button(key="gedaan_terug").click().run()
    assert row(demo_database, key).wat == "Eerst dit."


def test_the_numbers_on_the_filters_are_those_of_the_list(run_page, demo_database):
    test = run_page("afspraken.py", "programmamanager", wie="alle")
    with demo_database.reading() as session:
        numbers = counts(session, SYSTEM, None, today())
    labels = test.segmented_control(key="afspraken_stand").options
    assert [label.rsplit(" ", 1)[1] for label in labels] == [f"({numbers[name]})" for name in FILTERS]
    assert html_of(test).count("<article") == min(numbers[OPEN], 50)


def test_someone_without_afspraken_reads_what_one_is_and_where_it_is_made(run_page, demo_database):
    with demo_database.writing(SYSTEM, Actie.AFSPRAAK_WIJZIGEN) as session:
        for found in session.scalars(select(AfspraakRow)):
            session.delete(found)
    with demo_database.reading() as session:
        assert session.scalar(select(func.count(AfspraakRow.id))) == 0
    assert "Je maakt er een met Nieuwe afspraak" in html_of(run_page("afspraken.py", "teamlid"))
    assert "jij leest hier mee" in html_of(run_page("afspraken.py", "lezer"))
    assert "Er is niets te laat." in html_of(run_page("afspraken.py", "teamlid", status="te-laat"))


@pytest.mark.parametrize(
    "query",
    [
        {"wie": "<script>", "status": "' OR 1=1 --", "afspraak": "9" * 30, "doe": "x"},
        {"wie": "wijk", "wijk": "\x00", "afspraak": "²"},
        {"afspraak": "-1", "doe": "wijzig", "wijk": "bestaat-niet"},
    ],
)
def test_whatever_stands_in_the_address_the_page_holds(run_page, query):
    for name in ("teamlid", "lezer"):
        test = run_page("afspraken.py", name, **query)
        assert not test.exception and not test.error
