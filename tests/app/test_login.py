"""What we rely on in streamlit-authenticator, and what the login form does with it."""

import inspect
import socket
from importlib.metadata import version

import bcrypt
import pytest
from streamlit.testing.v1 import AppTest
from streamlit_authenticator import Authenticate, Hasher

from dashboard.access import login
from dashboard.reading import opened
from wijkkompas_core.domain.toegang import Actie, Rol, Toekenning, system_actor
from wijkkompas_core.services.toegang import accounts, inlogstappen, sessies

SYSTEM = system_actor("test")
GOOD = "een lange zin met woorden"


def form_alone() -> None:
    """The script of these tests: nothing but the login form."""
    from dashboard.access import login
    from wijkkompas_core.services.toegang.pogingen import Herkomst

    login.show(Herkomst())


@pytest.fixture
def form(monkeypatch, database):
    """The login form of an installation where ada has an account, before anything was typed."""
    monkeypatch.setenv("WIJKKOMPAS_DATABASE_URL", database.url)
    opened.settings.cache_clear()
    with database.writing(SYSTEM, Actie.GEBRUIKER_BEHEREN) as session:
        invoer = accounts.GebruikerInvoer("ada", "Ada", GOOD, (Toekenning(Rol.LEZER),))
        accounts.add_gebruiker(session, invoer)
    yield AppTest.from_function(form_alone, default_timeout=20).run()
    opened.settings.cache_clear()


def fill(form: AppTest, naam: str, wachtwoord: str) -> AppTest:
    form.text_input[0].input(naam)
    form.text_input[1].input(wachtwoord)
    return form.button[0].click().run()


def test_the_package_is_the_version_that_was_looked_into():
    assert version("streamlit-authenticator") == "0.4.2"


def test_the_package_still_asks_our_check_and_our_cookie_and_nothing_else():
    source = inspect.getsource(Authenticate.login)
    assert "self.cookie_controller.get_cookie()" in source
    assert "self.authentication_controller.login(username, password," in source
    assert "self.attrs.get('login_sleep_time'" in source
    assert "requests" not in source and "self.api_key" not in source


def test_the_package_still_hashes_with_bcrypt_as_the_core_does():
    hashed = bcrypt.hashpw(GOOD.encode(), bcrypt.gensalt(4)).decode()
    assert Hasher.check_pw(GOOD, hashed) and not Hasher.check_pw(GOOD + " ", hashed)
    assert login._matches(GOOD, hashed) and not login._matches(f" {GOOD}", hashed)
    assert not login._matches("x" * 73, hashed) and not login._matches("\0", hashed)


def test_the_form_has_dutch_labels_and_one_button(form):
    assert [field.label for field in form.text_input] == ["Gebruikersnaam", "Wachtwoord"]
    assert [button.label for button in form.button] == ["Inloggen"]
    assert not form.exception


@pytest.mark.parametrize(("naam", "wachtwoord"), [("ada", "niet het wachtwoord"), ("niemand", GOOD)])
def test_a_wrong_login_says_the_same_for_every_name_and_keeps_the_name(form, naam, wachtwoord):
    after = fill(form, naam, wachtwoord)
    assert [error.value for error in after.error] == [sessies.WRONG]
    assert after.text_input[0].value == naam


@pytest.mark.parametrize(("naam", "wachtwoord"), [("", ""), ("ada", ""), ("  ", GOOD)])
def test_an_empty_field_is_asked_for_and_counts_as_no_attempt(form, naam, wachtwoord):
    for _ in range(4):
        fill(form, naam, wachtwoord)
    assert [error.value for error in fill(form, naam, wachtwoord).error] == [login.EMPTY]
    assert not fill(form, "ada", GOOD).error


def test_a_right_login_asks_for_the_cookie_and_leaves_nothing_of_the_package_logged_in(form):
    after = fill(form, "ada", GOOD)
    assert not after.error and not after.text_input
    assert isinstance(after.session_state["inloggen_antwoord"], inlogstappen.Ticket)
    assert "authentication_status" not in after.session_state or not after.session_state["authentication_status"]


def test_no_call_leaves_the_server_at_login(form, monkeypatch):
    called = []
    monkeypatch.setattr(socket.socket, "connect", lambda _self, address: called.append(address))
    monkeypatch.setattr(socket, "getaddrinfo", lambda *address, **_options: called.append(address))
    fill(form, "ada", "niet het wachtwoord")
    fill(form, "ada", GOOD)
    assert called == []
