"""Looking back on every page with figures: another story than now, nothing to change, and one way back to today."""

import re
from datetime import date, timedelta
from threading import Event, Thread

import pytest
from sqlalchemy import select

from dashboard.kit.sinds.filter import quarter_ends
from dashboard.reading.beurten import TOO_BUSY, TOO_MANY_DAYS, Beurten
from dashboard.reading.lezer import Lezer
from tests.app.conftest import html_of
from wijkkompas_core.domain.paginas import PAGINAS
from wijkkompas_core.domain.tijd import today
from wijkkompas_core.domain.toegang import Actie, system_actor
from wijkkompas_core.errors import Unavailable
from wijkkompas_core.storage.database import load_actor
from wijkkompas_core.storage.tables import GebruikerRow, WijkRow

DAY = (today() - timedelta(days=400)).isoformat()
EARLIER = (today() - timedelta(days=600)).isoformat()
LOOKING_BACK = [info for info in PAGINAS if info.terugkijken]
CHANGING = (
    "Vastleggen",
    "Besluit vastleggen",
    "Nieuwe belanghebbende",
    "Nieuwe afspraak",
    "Ongedaan maken",
    "Terugzetten",
)
PARTS = {
    "wijken": "lindenhof,molenkwartier",  # for /vergelijken
    "wijk": "lindenhof",
}


def banner(test):
    return "Je kijkt naar wat op" in html_of(test)


@pytest.mark.parametrize("info", LOOKING_BACK, ids=lambda info: info.adres)
def test_every_page_with_figures_shows_how_it_was_and_offers_nothing_to_change(run_page, info):
    test = run_page(info.bestand, "programmamanager", peildatum=DAY, **PARTS)
    assert not test.exception and not test.error
    assert banner(test)
    labels = {button.label for button in test.button}
    assert "Terug naar vandaag" in labels
    assert not labels & set(CHANGING)
    assert not re.search(r'href="/vastleggen', html_of(test))
    assert {one.label for one in test.toggle} <= {"Toon ook wat gelijk is"}


@pytest.mark.parametrize("beeld", ["fasen", "knooppunten", "oordelen", "cijfers", "matrix", "belofte", "spreiding"])
def test_the_other_views_of_voortgang_and_belanghebbenden_look_back_too(run_page, beeld):
    page = "voortgang.py" if beeld in ("fasen", "knooppunten", "oordelen", "cijfers") else "belanghebbenden.py"
    test = run_page(page, "programmamanager", peildatum=DAY, beeld=beeld, wijk="lindenhof")
    assert not test.exception and not test.error
    assert banner(test)
    assert not {button.label for button in test.button} & {"Opslaan", "Wijzigen", "Verwijderen"}


def test_today_a_day_to_come_or_no_day_at_all_is_the_view_of_now(run_page):
    now = html_of(run_page("kompas.py", "programmamanager"))
    for day in ("gisteren", "2025-02-30", "2999-01-01", today().isoformat(), "<b>1</b>", "1800-01-01"):
        test = run_page("kompas.py", "programmamanager", peildatum=day)
        assert not test.exception and not banner(test)
        assert html_of(test) == now, day


def test_the_kompas_of_a_past_day_differs_from_that_of_now(run_page):
    now = html_of(run_page("kompas.py", "teamlid", wijk="lindenhof"))
    then = html_of(run_page("kompas.py", "teamlid", wijk="lindenhof", peildatum=DAY))

    def facts(html):
        return re.findall(r"<dt>(Dekking|Contactmomenten)</dt><dd>(.*?)</dd>", html)

    assert facts(now) != facts(then)
    assert f"<dt>Peildatum</dt><dd>{today() - timedelta(days=400):%d-%m-%Y}</dd>" in then


def test_the_day_is_chosen_in_the_filter_row_and_left_by_the_button(run_page):
    test = run_page("balans.py", "teamlid", wijk="lindenhof")
    test.date_input(key="filter_peildatum").set_value(today() - timedelta(days=400)).run()
    assert test.query_params["peildatum"] in (DAY, [DAY]) and banner(test)
    test.button(key="terugblik_uit").click().run()
    assert "peildatum" not in test.query_params and not banner(test)


def test_a_ready_made_period_moves_along_with_the_day(run_page):
    test = run_page("balans.py", "teamlid", wijk="lindenhof")
    test.selectbox(key="filter_periode").select("Laatste 12 maanden").run()
    test.date_input(key="filter_peildatum").set_value(today() - timedelta(days=400)).run()
    assert test.query_params["tot"] in (DAY, [DAY])
    assert test.selectbox(key="filter_periode").value == "Laatste 12 maanden"
    test.button(key="terugblik_uit").click().run()
    assert test.query_params["tot"] in (today().isoformat(), [today().isoformat()])


def test_links_keep_the_day(run_page):
    for page, query in (
        ("programma.py", {}),
        ("wijk.py", {"wijk": "lindenhof"}),
        ("logboek.py", {"wijk": "lindenhof"}),
    ):
        html = html_of(run_page(page, "programmamanager", peildatum=DAY, **query))
        links = re.findall(r'href="(/[a-z]+[^"]*)"', html)
        assert links and all(f"peildatum={DAY}" in link for link in links)


def test_a_wijk_that_was_not_there_yet_says_so(run_page, demo_database):
    with demo_database.writing(system_actor("test"), Actie.WIJK_BEHEREN) as session:
        session.add(WijkRow(slug="nieuwdorp", naam="Nieuwdorp", start=today()))
    test = run_page("kompas.py", "programmamanager", peildatum=DAY, wijk="nieuwdorp")
    assert not test.exception
    assert "Van Nieuwdorp was op" in html_of(test) and "nog niets bekend" in html_of(test)
    test.selectbox(key="filter_wijk").select("lindenhof").run()
    assert not test.exception and "nog niets bekend" not in html_of(test)
    assert "Nieuwdorp" not in html_of(run_page("programma.py", "programmamanager", peildatum=DAY))


@pytest.mark.parametrize("page", ["programma.py", "afspraken.py", "kompas.py"])
def test_before_there_was_any_wijk_a_page_says_so(run_page, page):
    test = run_page(page, "programmamanager", peildatum="1999-12-31")
    assert not test.exception and not test.error
    assert "niets bekend" in html_of(test) or "nog geen wijk bekend" in html_of(test)


def test_a_lezer_of_one_wijk_finds_no_other_wijk_by_looking_back_or_by_what_changed(run_page):
    others = ("Lindenhof", "Molenkwartier", "Kouwenhoek", "Sterrenveld", "Kastanjebuurt", "Oude Werf")
    guesses = {"wijk": "lindenhof", "alleen": "lindenhof", "wijken": "lindenhof,molenkwartier", "wie": "alle"}
    for info in LOOKING_BACK:
        test = run_page(info.bestand, "lezer", peildatum=DAY, sinds=EARLIER, **guesses)
        assert not test.exception
        shown = html_of(test) + " ".join(str(box.options) for box in test.selectbox)
        assert not any(name in shown for name in others), info.adres


def test_what_changed_stands_on_the_programme_and_on_the_page_of_the_wijk(run_page):
    programme = run_page("programma.py", "programmamanager", sinds=DAY)
    assert not programme.exception
    html = html_of(programme)
    assert "Gewijzigd sinds" in html and "De hoofdcijfers op" in html
    assert re.search(r"\d+ gewijzigd</span>", html)
    assert f'href="/wijk?wijk=lindenhof&amp;sinds={DAY}"' in html
    wijk = run_page("wijk.py", "projectleider", wijk="lindenhof", sinds=DAY)
    assert not wijk.exception
    html = html_of(wijk)
    assert "<h3>Contactmomenten" in html and "→" in html
    assert re.search(r'href="/logboek\?wijk=lindenhof&amp;item=contactmoment-\d+"', html)


def test_the_charts_of_a_wijk_mark_what_changed_and_can_stop_doing_so(run_page):
    kompas = run_page("kompas.py", "teamlid", wijk="lindenhof", sinds=DAY)
    balans = run_page("balans.py", "teamlid", wijk="lindenhof", sinds=DAY)
    assert not kompas.exception and not balans.exception
    assert "een andere status" in html_of(kompas) and "Gearceerd:" in html_of(balans)
    assert 'href="/balans?wijk=lindenhof" target="_self">Niet meer tonen' in html_of(balans)
    for day in (today().isoformat(), "2999-01-01", "ooit"):
        assert "Gearceerd:" not in html_of(run_page("balans.py", "teamlid", wijk="lindenhof", sinds=day))


def test_since_when_is_chosen_from_quarters_or_as_a_day(run_page):
    test = run_page("wijk.py", "teamlid", wijk="lindenhof")
    assert "Gewijzigd sinds" not in html_of(test)
    ends = quarter_ends(today())
    test.selectbox(key="filter_sinds").select(ends[0].isoformat()).run()
    assert f"Gewijzigd sinds {ends[0]:%d-%m-%Y}" in html_of(test)
    test.selectbox(key="filter_sinds").select("anders").run()
    test.date_input(key="filter_sinds_dag").set_value(today() - timedelta(days=400)).run()
    assert not test.exception and "Gewijzigd sinds" in html_of(test)
    test.selectbox(key="filter_sinds").select("niet").run()
    assert "Gewijzigd sinds" not in html_of(test)


@pytest.mark.parametrize(
    ("day", "ends"),
    [
        (date(2026, 1, 1), (date(2025, 12, 31), date(2025, 9, 30))),
        (date(2026, 3, 31), (date(2025, 12, 31), date(2025, 9, 30))),
        (date(2026, 11, 26), (date(2026, 9, 30), date(2026, 6, 30))),
    ],
)
def test_the_ends_of_the_last_two_quarters(day, ends):
    assert quarter_ends(day) == ends


def test_an_account_looks_back_to_so_many_days_in_a_minute_and_another_does_not_notice():
    seconds, beurten = [0.0], Beurten(1, 3, 0.0, clock=lambda: seconds[0])
    days = [date(2025, 1, n) for n in range(1, 6)]

    def look(who, day):
        with beurten.turn(who, day):
            pass

    for day in (*days[:3], *days[:3]):
        look("ada", day)
    with pytest.raises(Unavailable, match=TOO_MANY_DAYS):
        look("ada", days[3])
    look("bert", days[3])
    look("ada", days[0])
    seconds[0] = 61.0
    look("ada", days[3])


def test_an_account_makes_so_many_looks_back_at_once_and_the_next_waits_for_its_turn():
    beurten, begun, go_on = Beurten(1, 9, 0.05), Event(), Event()
    day = date(2025, 1, 1)

    def busy():
        with beurten.turn("ada", day):
            begun.set()
            go_on.wait(30)

    thread = Thread(target=busy)
    thread.start()
    begun.wait(30)
    with pytest.raises(Unavailable, match=TOO_BUSY), beurten.turn("ada", day):
        pass
    with beurten.turn("bert", day):
        pass
    go_on.set()
    thread.join()
    with beurten.turn("ada", day):
        pass


def test_who_looks_back_too_often_is_told_and_reads_on_as_it_is_now(demo_database, use):
    use(demo_database)
    with demo_database.reading() as session:
        key = session.scalar(select(GebruikerRow.id).where(GebruikerRow.gebruikersnaam == "programmamanager"))
        actor = load_actor(session, key, None)
    with pytest.raises(Unavailable, match=TOO_MANY_DAYS):
        for n in range(1, 32):
            Lezer(actor, today() - timedelta(days=n)).wijken()
    assert n == 31
    assert Lezer(actor, today() - timedelta(days=1)).wijken() and Lezer(actor).wijken()
