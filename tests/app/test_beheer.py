"""People and roles, one's own account and the logboek of the installation, on the screen."""

import os
import re
from datetime import timedelta

import pytest
from pyotp.totp import TOTP
from sqlalchemy import func, make_url, select
from streamlit.testing.v1 import AppTest

from dashboard.reading import opened
from dashboard.reading.adres import client_address
from tests.app.conftest import html_of
from wijkkompas_core.domain.tijd import now
from wijkkompas_core.domain.toegang import Actie, Rol, Toekenning, system_actor
from wijkkompas_core.queries.taken import Taak
from wijkkompas_core.services.taken import note
from wijkkompas_core.services.toegang import accounts
from wijkkompas_core.settings import VERSIE, Settings
from wijkkompas_core.storage.tables import GebruikerRow, LogboekRow, ToekenningRow, UitnodigingRow, WijkRow

SYSTEM = system_actor("test")


def button(test, label):
    return next(one for one in test.button if one.label == label)


def field(test, label):
    return next(one for one in test.text_input if one.label == label)


def account(database, naam: str) -> GebruikerRow:
    with database.reading() as session:
        return session.scalars(select(GebruikerRow).where(GebruikerRow.gebruikersnaam == naam)).one()


def test_everyone_finds_the_version_under_the_own_account(run_page):
    assert f"Wijkkompas versie {VERSIE}" in html_of(run_page("account.py", "lezer"))


@pytest.mark.parametrize("rol", list(Rol))
def test_each_role_sees_of_people_what_is_its_own(run_page, rol):
    test = run_page("beheer.py", rol.value)
    assert not test.exception
    shown = html_of(test)
    assert ("5 accounts" in shown) is (rol is Rol.BEHEERDER)
    assert ("Team van " in shown) is (rol in (Rol.PROJECTLEIDER, Rol.PROGRAMMAMANAGER))
    if rol is Rol.PROJECTLEIDER:
        assert set(test.selectbox(key="filter_wijk").options) == {"Lindenhof", "Molenkwartier"}
        assert "Demo lezer" not in shown and "Demo beheerder" not in shown


@pytest.mark.parametrize("query", [{"account": "1"}, {"account": "nieuw"}, {"deel": "controle"}, {"deel": "accounts"},
                                   {"wijk": "vlietzicht"}, {"lid": "1"}])  # fmt: skip
def test_a_forged_address_gives_a_projectleider_nothing_more(run_page, query):
    test = run_page("beheer.py", "projectleider", **query)
    assert not test.exception
    shown = html_of(test)
    assert "Team van Lindenhof" in shown and "Account sluiten" not in [b.label for b in test.button]
    assert "Demo beheerder" not in shown and "Demo lezer" not in shown


STRANGE = (
    {"account": "0"},
    {"account": "x" * 500},
    {"account": "9" * 30},
    {"blad": "-1"},
    {"blad": "999999"},
    {"rol": "<b>", "stand": "?", "zoek": "'; --", "deel": "x"},
)


@pytest.mark.parametrize("query", STRANGE)
@pytest.mark.parametrize("page", ["beheer.py", "audit.py"])
def test_whatever_stands_in_the_address_no_page_breaks(run_page, page, query):
    test = run_page(page, "beheerder", **query, regel=query.get("account", ""), voor="9" * 9)
    assert not test.exception and not test.error


def test_a_beheerder_invites_somebody_and_sees_the_link_once(run_page, demo_database):
    test = run_page("beheer.py", "beheerder", account="nieuw")
    button(test, "Account maken").click().run()
    assert "Vul een naam in" in html_of(test)
    field(test, "Naam").input("Anna de Wit")
    field(test, "Gebruikersnaam").input("anna")
    next(m for m in test.multiselect if m.label == "Teamlid in").select("Lindenhof")
    button(test, "Account maken").click().run()
    assert "Anna de Wit is uitgenodigd" in html_of(test)
    link = test.code[0].value
    assert re.search(r"/uitnodiging#[\w-]{43}$", link)
    button(test, "Ik heb de link gekopieerd").click().run()
    assert not test.code
    with demo_database.reading() as session:
        made = session.scalars(select(GebruikerRow).where(GebruikerRow.gebruikersnaam == "anna")).one()
        assert [(t.rol, t.wijk_id) for t in made.toekenningen] == [
            ("teamlid", session.scalar(select(WijkRow.id).where(WijkRow.slug == "lindenhof")))
        ]


def test_closing_an_account_asks_first_and_can_be_undone(run_page, demo_database):
    key = account(demo_database, "lezer").id
    test = run_page("beheer.py", "beheerder", account=str(key))
    button(test, "Account sluiten").click().run()
    assert account(demo_database, "lezer").actief
    button(test, "Nee").click().run()
    assert "Ja, account sluiten" not in [b.label for b in test.button]
    button(test, "Account sluiten").click().run()
    button(test, "Ja, account sluiten").click().run()
    assert not account(demo_database, "lezer").actief and "Demo lezer is gesloten" in html_of(test)
    button(test, "Ongedaan maken").click().run()
    assert account(demo_database, "lezer").actief


def test_a_beheerder_finds_no_button_to_shut_himself_out(run_page, demo_database):
    test = run_page("beheer.py", "beheerder", account=str(account(demo_database, "beheerder").id))
    labels = [b.label for b in test.button]
    assert not {"Account sluiten", "Anoniem maken", "Nieuwe link maken"} & set(labels)
    test.selectbox(key=next(s.key for s in test.selectbox if s.label == "Rol in alle wijken")).select("lezer")
    button(test, "Rollen opslaan").click().run()
    assert "Je kunt jezelf het beheer niet afnemen" in html_of(test)


def test_a_projectleider_adds_a_teamlid_and_takes_the_role_away_again(run_page, demo_database):
    test = run_page("beheer.py", "projectleider", wijk="lindenhof")
    field(test, "Gebruikersnaam").input("lezer")
    button(test, "Toevoegen").click().run()
    assert "Demo lezer" in html_of(test) and not test.code
    key = account(demo_database, "lezer").id
    test.selectbox(key="team_wie").select(str(key)).run()
    button(test, "Uit het team halen").click().run()
    with demo_database.reading() as session:
        held = session.scalars(select(ToekenningRow.wijk_id).where(ToekenningRow.gebruiker_id == key)).all()
        assert held == [session.scalar(select(WijkRow.id).where(WijkRow.slug == "vlietzicht"))]


def test_a_beheerder_is_told_that_roles_wait_for_their_review_and_is_led_there(run_page, demo_database):
    assert "op de jaarlijkse controle" not in html_of(run_page("beheer.py", "beheerder"))
    with demo_database.writing(SYSTEM, Actie.GEBRUIKER_BEHEREN) as session:
        for given in session.scalars(select(ToekenningRow)).all()[:2]:
            given.gegeven_op = now() - timedelta(days=366)
    shown = html_of(run_page("beheer.py", "beheerder"))
    assert "2 rollen wachten op de jaarlijkse controle" in shown and "deel=controle" in shown


def test_the_review_confirms_everything_with_name_and_date(run_page, demo_database):
    test = run_page("beheer.py", "beheerder", deel="controle")
    assert "6 nog nooit bevestigd" in html_of(test)
    button(test, "Bevestig heel Lindenhof").click().run()
    assert "4 nog nooit bevestigd" in html_of(test) and "door Demo beheerder" in html_of(test)


def test_a_line_of_the_logboek_tells_old_and_new_in_words(run_page, demo_database):
    with demo_database.writing(SYSTEM, Actie.GEBRUIKER_BEHEREN) as session:
        accounts.deactivate(session, account(demo_database, "lezer").id)
    test = run_page("audit.py", "beheerder", actie="gebruiker beheren")
    line = re.search(r"regel=(\d+)", html_of(test))
    assert line
    shown = html_of(run_page("audit.py", "beheerder", regel=line[1]))
    assert "<th scope='row'>actief</th><td dir='auto'>ja</td><td dir='auto'>nee</td>" in shown


@pytest.fixture
def required(monkeypatch, demo_database, use):
    """The demo where a beheerder must use a second factor."""
    monkeypatch.setenv("WIJKKOMPAS_TWEEDE_FACTOR", "beheerder")
    use(demo_database)


def login_alone() -> None:
    """The script of these tests: the login form and nothing else."""
    from dashboard.access import login
    from wijkkompas_core.services.toegang.pogingen import Herkomst

    login.show(Herkomst())


def test_at_the_login_a_beheerder_sets_up_the_second_factor_and_uses_it_the_next_time(required, demo_wachtwoord):
    def begin() -> AppTest:
        form = AppTest.from_function(login_alone, default_timeout=30).run()
        field(form, "Gebruikersnaam").input("beheerder")
        field(form, "Wachtwoord").input(demo_wachtwoord)
        return button(form, "Inloggen").click().run()

    form = begin()
    assert "data:image/svg+xml" in html_of(form)
    geheim = re.search(r"<code class='wk-code'>([A-Z2-7 ]+)</code>", html_of(form))[1].replace(" ", "")
    field(form, "Code uit je app").input("000000")
    button(form, "Verder").click().run()
    assert "klopt niet" in form.error[0].value
    field(form, "Code uit je app").input(TOTP(geheim).at(now()))
    button(form, "Verder").click().run()
    codes = re.findall(r"<code class='wk-code'>([a-z0-9-]{19})</code>", html_of(form))
    assert len(codes) == 10
    button(form, "Ik heb ze bewaard, verder").click().run()
    assert form.session_state["inloggen_antwoord"].stap == "sessie"

    form = begin()
    assert [one.label for one in form.text_input] == ["Code"]
    field(form, "Code").input("1234")
    button(form, "Verder").click().run()
    assert form.error and form.session_state["inloggen_antwoord"].stap == "code"
    field(form, "Code").input(codes[3])
    button(form, "Verder").click().run()
    assert form.session_state["inloggen_antwoord"].stap == "sessie"


def test_the_page_of_a_link_takes_a_pasted_code_and_keeps_a_wrong_one_out(run_page, demo_database):
    with demo_database.writing(SYSTEM, Actie.GEBRUIKER_BEHEREN) as session:
        invoer = accounts.GebruikerInvoer("anna", "Anna <b>de Wit</b>", None, (Toekenning(Rol.LEZER),))
        _key, code = accounts.invite_gebruiker(session, invoer, Settings())
    test = run_page("uitnodiging.py")
    field(test, "Code uit je link").input("onzin")
    button(test, "Verder").click().run()
    assert "Deze link werkt niet" in html_of(test) and "anna" not in html_of(test)
    test = run_page("uitnodiging.py")
    field(test, "Code uit je link").input(f"https://voorbeeld.nl/uitnodiging#{code}")
    button(test, "Verder").click().run()
    assert "Anna &lt;b&gt;de Wit&lt;/b&gt;" in html_of(test)
    for label in ("Nieuw wachtwoord", "Nieuw wachtwoord, nog een keer"):
        field(test, label).input("anna fietst graag hier")
    button(test, "Wachtwoord opslaan").click().run()
    assert "Je naam of gebruikersnaam staat in dit wachtwoord" in html_of(test)
    with demo_database.reading() as session:
        assert session.scalar(select(func.count()).select_from(UitnodigingRow)) == 1


@pytest.mark.parametrize(
    ("setting", "header", "expected"),
    [
        ("", "203.0.113.1", "192.0.2.1"),
        ("X-Real-IP", "203.0.113.1", "203.0.113.1"),
        ("X-Real-IP", "198.51.100.1, 203.0.113.1", "203.0.113.1"),
        ("X-Real-IP", None, ""),
        ("X-Real-IP", "203.0.113.1, 192.0.2.1", "203.0.113.1"),
    ],
)
def test_the_address_comes_from_a_header_only_where_that_is_trusted(setting, header, expected):
    headers = {"X-Real-IP": header} if header else {}
    settings = Settings(adres_kopregel=setting, proxy_adressen="192.0.2.0/30, ::1")
    assert client_address(settings, headers, "192.0.2.1") == expected


def test_who_goes_around_the_proxy_cannot_give_itself_an_address():
    settings = Settings(adres_kopregel="X-Forwarded-For")
    forged = {"X-Forwarded-For": "203.0.113.1"}
    assert client_address(settings, forged, "198.51.100.7") == "198.51.100.7"
    assert client_address(settings, forged, "") == "203.0.113.1", "a proxy on this machine is ours"


def test_who_downloads_the_logboek_stands_in_it(run_page, demo_database):
    from wijkkompas_core.services.toegang.audit import record_download

    run_page("audit.py", "beheerder")
    assert opened.settings().database_url == demo_database.url
    with demo_database.writing(SYSTEM, Actie.LOGBOEK_INZIEN) as session:
        record_download(session)
    with demo_database.reading() as session:
        assert session.scalar(select(func.count()).select_from(LogboekRow).where(LogboekRow.object == "logboek")) == 1


def test_a_beheerder_reads_whether_anything_has_to_be_done_and_what(run_page, demo_database, monkeypatch):
    monkeypatch.setenv("WIJKKOMPAS_SCHIJF_MEGABYTES", "999999999")
    opened.settings.cache_clear()
    shown = html_of(run_page("beheer.py", "beheerder", deel="toestand"))
    opened.settings.cache_clear()
    assert "vragen aandacht." in shown and "Er is nog nooit een back-up gemaakt." in shown
    assert "Draai <code>make backup-proef</code> en lees wat die zegt." in shown
    assert "is nog maar" in shown and "Maak ruimte of vergroot de schijf." in shown
    assert f'<dd dir="auto">{VERSIE}</dd>' in shown and "0 bezig, 0 wacht" in shown


def test_a_beheerder_of_an_installation_that_is_well_reads_that_all_is_in_order(run_page, demo_database, monkeypatch):
    monkeypatch.setenv("WIJKKOMPAS_SCHIJF_MEGABYTES", "1")
    opened.settings.cache_clear()
    os.chmod(make_url(demo_database.url).database, 0o600)
    for taak in Taak:
        note(demo_database, taak, "Ging goed.", begun=now())
    shown = html_of(run_page("beheer.py", "beheerder", deel="toestand"))
    opened.settings.cache_clear()
    assert "Alles in orde." in shown and "Ging goed." in shown and "wk-toestand" not in shown


@pytest.mark.parametrize("rol", [rol for rol in Rol if rol is not Rol.BEHEERDER])
def test_nobody_else_reads_how_the_installation_is_doing(run_page, rol):
    assert "Er is nog nooit een back-up" not in html_of(run_page("beheer.py", rol.value, deel="toestand"))
