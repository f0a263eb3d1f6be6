"""The way in by a share link: what it asks, which cookie it gives, and which page may hold it."""

from dataclasses import replace
from datetime import timedelta
from http.cookies import SimpleCookie

import pytest

from dashboard.reading import opened
from tests.app.test_server_routes import OURS, client_for
from tests.core.wijken import add_person, add_wijk
from wijkkompas_core.domain.tijd import today
from wijkkompas_core.domain.toegang import Actie, Rol
from wijkkompas_core.domain.weergaven import DeellinkInvoer, read_beeld
from wijkkompas_core.errors import InvalidInput
from wijkkompas_core.services.deellinks import BROKEN, make_deellink
from wijkkompas_core.settings import Settings
from wijkkompas_core.storage.database import Database

SITE = "https://intranet.voorbeeld.nl"
GEHEIM = "een lange zin"


@pytest.fixture
def use(monkeypatch, database):
    """Use settings from these environment variables; answers a client."""

    def make(**environment: str):
        monkeypatch.setenv("WIJKKOMPAS_DATABASE_URL", database.url)
        for name, value in environment.items():
            monkeypatch.setenv(f"WIJKKOMPAS_{name}", value)
        opened.settings.cache_clear()
        return client_for(Settings.from_env())

    yield make
    opened.settings.cache_clear()


@pytest.fixture
def link(database: Database):
    """Makes share links: `link(wachtwoord=…)` answers the token."""
    lead = add_person(database, "lead", Rol.PROJECTLEIDER, add_wijk(database))
    plain = DeellinkInvoer("De corporatie", read_beeld("/kompas?wijk=dorp"), today() + timedelta(days=30))

    def make(**more) -> str:
        with database.writing(lead, Actie.DEELLINK_MAKEN) as session:
            return make_deellink(session, replace(plain, **more)).token

    return make


def test_a_token_becomes_a_cookie_that_scripts_cannot_read(use, link):
    answer = use().post("/deel/open", json={"token": link()}, headers=OURS)
    assert answer.status_code == 200
    (cookie,) = SimpleCookie(answer.headers["set-cookie"]).values()
    assert answer.json()["adres"] == f"/gedeeld?kenmerk={cookie.key.removeprefix('wijkkompas-deel-')}"
    assert cookie["httponly"] and cookie["samesite"] == "lax" and not cookie["secure"]


@pytest.mark.parametrize(
    "body", ['{"token": 3}', "", "[]", '{"token": "\\ud800"}', '{"token": "' + "a" * 900 + '"}', "[" * 1900]
)
def test_what_is_no_token_gets_the_sentence_of_every_link_that_does_not_work(use, link, body):
    link()
    answer = use().post("/deel/open", content=body, headers={**OURS, "content-type": "application/json"})
    assert (answer.status_code, answer.json()) == (404, {"fout": BROKEN})
    assert "set-cookie" not in answer.headers


def test_a_request_that_is_not_from_our_own_page_is_refused(use, link):
    token = link()
    for headers in ({}, {"Origin": "http://evil.example", "X-Wijkkompas": "1"}, {"Origin": "http://localhost"}):
        answer = use().post("/deel/open", json={"token": token}, headers=headers)
        assert answer.status_code == 403 and "set-cookie" not in answer.headers


def test_a_password_is_asked_first_and_a_wrong_one_gives_no_cookie(use, link):
    client, token = use(), link(wachtwoord=GEHEIM)
    asked = client.post("/deel/open", json={"token": token}, headers=OURS)
    lone = f'{{"token": "{token}", "wachtwoord": "\\ud83c"}}'  # half of a character: no text can hold it
    wrong = client.post("/deel/open", content=lone, headers=OURS)
    for answer in (asked, wrong):
        assert answer.json()["wachtwoord"] is True and "set-cookie" not in answer.headers
    assert wrong.json()["fout"]
    right = client.post("/deel/open", json={"token": token, "wachtwoord": GEHEIM}, headers=OURS)
    assert "adres" in right.json()


@pytest.mark.parametrize("path", ["/deel", "/gedeeld", "/kompas"])
def test_no_page_of_another_site_may_hold_anything_unless_a_setting_says_so(use, path):
    headers = use().get(path, headers={"accept": "text/html"}).headers
    assert "frame-ancestors 'none'" in headers["content-security-policy"] and headers["x-frame-options"] == "DENY"


def test_a_site_of_the_setting_may_hold_shared_views_and_nothing_else(use):
    client = use(DEEL_INSLUITEN=f"{SITE}, http://intranet.lokaal:8080/")
    for path in ("/deel", "/gedeeld", "/gedeeld/"):
        headers = client.get(path, headers={"accept": "text/html"}).headers
        assert f"frame-ancestors {SITE} http://intranet.lokaal:8080;" in headers["content-security-policy"]
        assert "x-frame-options" not in headers and headers["referrer-policy"] == "no-referrer"
    for path in ("/", "/kompas", "/inloggen", "/gedeeld/x", "/deel/open"):
        headers = client.get(path, headers={"accept": "text/html"}).headers
        assert "frame-ancestors 'none'" in headers["content-security-policy"] and headers["x-frame-options"] == "DENY"


@pytest.mark.parametrize(
    ("environment", "held", "samesite", "partitioned"),
    [
        ({"COOKIE_SECURE": "ja", "DEEL_INSLUITEN": SITE}, True, "none", True),
        ({"COOKIE_SECURE": "ja", "DEEL_INSLUITEN": SITE}, False, "lax", False),
        ({"COOKIE_SECURE": "ja"}, True, "lax", False),
        ({"DEEL_INSLUITEN": SITE}, True, "lax", False),
    ],
)
def test_only_inside_an_allowed_page_and_over_https_the_cookie_goes_across_sites(
    use, link, environment, held, samesite, partitioned
):
    ours = OURS | ({"Origin": "https://localhost"} if "COOKIE_SECURE" in environment else {})
    answer = use(**environment).post("/deel/open", json={"token": link(), "ingebed": held}, headers=ours)
    (cookie,) = SimpleCookie(answer.headers["set-cookie"].removesuffix("; Partitioned")).values()
    assert cookie["samesite"] == samesite and cookie["httponly"]
    assert answer.headers["set-cookie"].endswith("Partitioned") is partitioned
    assert bool(cookie["secure"]) is ("COOKIE_SECURE" in environment)


@pytest.mark.parametrize("wrong", ["*", "intranet.nl", "https://a.nl/pad", "https://a.nl; script-src *", "https://a b"])
def test_a_site_that_is_no_address_of_a_site_keeps_the_server_from_starting(wrong):
    with pytest.raises(InvalidInput, match="WIJKKOMPAS_DEEL_INSLUITEN"):
        Settings.from_env({"WIJKKOMPAS_DEEL_INSLUITEN": wrong})
