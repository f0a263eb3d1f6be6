"""The shared page without a browser: what each view puts on the screen, for every page, maker and wijk."""

from dataclasses import replace
from datetime import timedelta

import pytest
import streamlit as st
from sqlalchemy import select, text
from streamlit.testing.v1 import AppTest

from dashboard.access.by_link import DeelLezer
from dashboard.reading.lezer import Lezer
from dashboard.reading.shared_form import GeenDeelvorm
from dashboard.reading.who import link_cookie
from dashboard.screens.weergaven.shared import SCREENS
from tests.app.conftest import ROOT, html_of
from tests.kanaries import sent_by
from wijkkompas_core.domain.tijd import today
from wijkkompas_core.domain.toegang import Actie, Actor
from wijkkompas_core.domain.weergaven import DEELBAAR, DeellinkInvoer, read_beeld
from wijkkompas_core.queries.belanghebbenden import register
from wijkkompas_core.queries.deellinks import Gedeeld
from wijkkompas_core.queries.weergaven import weergaven
from wijkkompas_core.queries.zelfde_fase import verblijven
from wijkkompas_core.services.deellinks import Geopend, make_deellink, open_deellink
from wijkkompas_core.settings import Settings
from wijkkompas_core.storage.database import Database, load_actor
from wijkkompas_core.storage.tables import GebruikerRow

TYPED = (
    "SELECT opbrengst FROM contactmoment UNION SELECT wat FROM besluit UNION SELECT wat FROM afspraak UNION "
    "SELECT reden FROM nvt_vak UNION SELECT reden FROM knooppuntstatus UNION SELECT naam FROM mijlpaal UNION "
    "SELECT reden FROM band UNION SELECT toelichting FROM mijlpaal UNION SELECT tekst FROM annotatie"
)
QUERY = {"vergelijken": "wijken={},molenkwartier", "programma": "", "programmabalans": ""}


def account(database: Database, name: str) -> Actor:
    with database.reading() as session:
        key = session.scalar(select(GebruikerRow.id).where(GebruikerRow.gebruikersnaam == name))
        return load_actor(session, key or 0, None)


@pytest.fixture
def shared(demo_database, use, monkeypatch):
    """Share a view as somebody and look at it: `shared(adres, name, vrije_tekst=…)` answers the page."""
    use(demo_database)

    def look(adres: str, name: str = "projectleider", query: dict[str, str] | None = None, **more) -> AppTest:
        invoer = DeellinkInvoer("Kijker", read_beeld(adres), today() + timedelta(days=3), **more)
        with demo_database.writing(account(demo_database, name), Actie.DEELLINK_MAKEN) as session:
            made = make_deellink(session, invoer)
        answer = open_deellink(demo_database, made.token, None, Settings())
        assert isinstance(answer, Geopend)
        cookies = {link_cookie(answer.kenmerk, Settings()): answer.cookie}
        monkeypatch.setattr(type(st.context), "cookies", property(lambda _self: cookies))
        test = AppTest.from_file(str(ROOT / "pages" / "gedeeld.py"), default_timeout=60)
        for key, value in {**(query or {}), "kenmerk": answer.kenmerk}.items():
            test.query_params[key] = value
        return test.run()

    return look


def column(database: Database, query: str) -> list[str]:
    with database.reading() as session:
        return [row[0] for row in session.execute(text(query)) if row[0]]


def test_exactly_the_pages_that_can_be_shared_have_a_shared_view():
    assert set(SCREENS) == set(DEELBAAR)


@pytest.mark.parametrize("name", ["projectleider", "programmamanager", "beheerder"])
@pytest.mark.parametrize("pagina", DEELBAAR)
def test_a_shared_page_shows_its_wijken_and_nothing_that_was_typed(shared, demo_database, pagina, name):
    adres = f"/{pagina}?{QUERY.get(pagina, 'wijk={}').format('lindenhof')}"
    test = shared(adres, name)
    assert not test.exception and not test.error
    sent = sent_by(test)
    assert "Je kijkt mee via een link" in sent and len(sent) > 4_000
    leads = account(demo_database, name).wijken()
    own = "SELECT naam FROM wijk WHERE slug IN ('lindenhof', 'molenkwartier')"
    mine = column(demo_database, own if leads is not None or QUERY.get(pagina) != "" else "SELECT naam FROM wijk")
    assert [naam for naam in column(demo_database, "SELECT naam FROM wijk") if naam in sent and naam not in mine] == []
    assert [one for one in column(demo_database, TYPED) if len(one) > 12 and one in sent] == []
    assert [naam for naam in column(demo_database, "SELECT naam FROM gebruiker") if naam in sent] == []
    assert "<a " not in html_of(test) and not test.selectbox and not test.text_input
    assert {button.label for button in test.button} == set()


def test_with_the_tick_texts_come_along_and_still_no_employees(shared, demo_database):
    sent = sent_by(shared("/kompas?wijk=lindenhof", vrije_tekst=True))
    assert [one for one in column(demo_database, TYPED) if len(one) > 12 and one in sent]
    assert [naam for naam in column(demo_database, "SELECT naam FROM gebruiker") if naam in sent] == []


def test_what_one_link_holds_back_is_not_taken_from_what_another_shows(shared, demo_database):
    """The two share a cache: the order in which they are opened must not matter."""
    names = column(
        demo_database, "SELECT naam FROM mijlpaal WHERE wijk_id = (SELECT id FROM wijk WHERE slug = 'lindenhof')"
    )
    for ticked in (True, False, True):
        sent = sent_by(shared("/balans?wijk=lindenhof", vrije_tekst=ticked))
        assert bool([naam for naam in names if naam in sent]) is ticked


@pytest.mark.parametrize(
    "query", [{"wijk": "oude-werf"}, {"selectie": "<script>", "per": "maand"}, {"wijk": "\x00", "van": "x"}]
)
def test_the_address_beside_the_link_changes_nothing(shared, query):
    plain, forged = (html_of(shared("/balans?wijk=lindenhof", query=extra)) for extra in (None, query))
    assert plain == forged


def test_what_is_chosen_in_the_view_is_what_is_shown(shared):
    shown = html_of(shared("/kompas?wijk=lindenhof&selectie=keuzes-maken&van=2025-01-01&tot=2025-12-31"))
    assert "Lindenhof · 4. Keuzes maken · 01-01-2025 t/m 31-12-2025" in shown
    assert "per maand" in html_of(shared("/balans?wijk=lindenhof&per=maand"))


@pytest.mark.parametrize("deel", ["", "geraden", "0a1b2c", "'", "é" * 10, "x" * 500])
def test_without_the_cookie_of_the_link_nothing_is_shown(demo_database, use, monkeypatch, deel):
    use(demo_database)
    monkeypatch.setattr(type(st.context), "cookies", property(lambda _self: {f"wijkkompas-deel-{deel}": "geraden"}))
    test = AppTest.from_file(str(ROOT / "pages" / "gedeeld.py"), default_timeout=60)
    test.query_params["kenmerk"] = deel
    assert not test.run().exception
    assert "Deze link werkt niet." in html_of(test) and "Lindenhof" not in sent_by(test)


@pytest.mark.parametrize(
    "adres", ["/kompas?wijk=lindenhof", "/balans?wijk=lindenhof", "/programmabalans", "/programma"]
)
def test_a_frozen_view_shows_nothing_from_after_its_peildatum(shared, adres):
    day = today() - timedelta(days=400)
    now, then = (html_of(shared(adres, peildatum=asked)) for asked in (None, day))
    assert now != then and f"{day:%d-%m-%Y}" in then
    assert f"{today():%d-%m-%Y}" not in then


def test_a_link_gets_no_answer_of_a_query_that_nobody_gave_a_form(demo_database, use):
    use(demo_database)
    maker = account(demo_database, "projectleider")
    wijk = next(iter(maker.wijken() or ()))
    viewer = replace(maker, gebruiker=None, naam="", deellink=1)
    beeld = read_beeld("/kompas?wijk=lindenhof")
    assert beeld is not None
    for vrije_tekst in (True, False):
        lezer = DeelLezer(Gedeeld(1, viewer, beeld, None, vrije_tekst, today()))
        Lezer(maker).ask(register, wijk)
        with pytest.raises(GeenDeelvorm):
            lezer.ask(register, wijk)
        with pytest.raises(GeenDeelvorm):
            lezer.now.ask_all(weergaven)
        with pytest.raises(GeenDeelvorm):
            lezer.ask_each(verblijven, (wijk,), "fase", lezer.methode.kompas, today())
        assert lezer.open_fasen(wijk) == Lezer(maker).open_fasen(wijk)
