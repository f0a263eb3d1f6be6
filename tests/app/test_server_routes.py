"""Our own routes and what stands around every answer: cookie, origin, headers, hosts, language, health."""

import base64
import hashlib
import re
from http.cookies import SimpleCookie

import pytest
from starlette.applications import Starlette
from starlette.responses import PlainTextResponse
from starlette.routing import Route, WebSocketRoute
from starlette.testclient import TestClient
from starlette.websockets import WebSocketDisconnect
from streamlit.testing.v1 import AppTest
from streamlit.web.server.starlette.starlette_static_routes import create_streamlit_static_assets_routes

from dashboard import server
from dashboard.reading import opened
from wijkkompas_core.domain.toegang import Actie, Rol, Toekenning, system_actor
from wijkkompas_core.services.toegang import accounts, inlogstappen, sessies
from wijkkompas_core.settings import Settings
from wijkkompas_core.storage.database import Database

SYSTEM = system_actor("test")
GOOD = "een lange zin met woorden"
OURS = {"Origin": "http://localhost", "X-Wijkkompas": "1"}


async def _echo(websocket) -> None:
    await websocket.accept()
    await websocket.send_text("hallo")
    await websocket.close()


def client_for(settings: Settings) -> TestClient:
    """Our routes and protection around Streamlit's own page, without a running Streamlit."""
    extra = [
        Route("/_stcore/metrics", lambda _request: PlainTextResponse("geheim")),
        WebSocketRoute("/_stcore/stream", _echo),
    ]
    app = Starlette(
        routes=[*server.ROUTES, *extra, *create_streamlit_static_assets_routes(base_url="")],
        middleware=server.around(settings),
    )
    return TestClient(app, base_url="http://localhost")


@pytest.fixture
def use(monkeypatch, database):
    """Use settings from these environment variables; answers a client."""

    def make(**environment: str) -> TestClient:
        monkeypatch.setenv("WIJKKOMPAS_DATABASE_URL", database.url)
        for name, value in environment.items():
            monkeypatch.setenv(f"WIJKKOMPAS_{name}", value)
        opened.settings.cache_clear()
        return client_for(Settings.from_env())

    yield make
    opened.settings.cache_clear()


@pytest.fixture
def client(use):
    return use()


@pytest.fixture
def ticket(database: Database) -> str:
    with database.writing(SYSTEM, Actie.GEBRUIKER_BEHEREN) as session:
        invoer = accounts.GebruikerInvoer("ada", "Ada", GOOD, (Toekenning(Rol.LEZER),))
        accounts.add_gebruiker(session, invoer)
    answer = sessies.verify(database, "ada", GOOD, Settings.from_env())
    assert isinstance(answer, inlogstappen.Ticket)
    return answer.waarde


def is_session(database, cookie: str) -> bool:
    with database.reading() as session:
        return sessies.actor_for_cookie(session, cookie, Settings.from_env()) is not None


def test_a_ticket_becomes_a_cookie_that_scripts_cannot_read(client, ticket, database):
    answer = client.post("/sessie/start", json={"ticket": ticket}, headers=OURS)
    assert answer.status_code == 204
    cookie = SimpleCookie(answer.headers.get_list("set-cookie")[0])["wijkkompas"]
    assert cookie["httponly"] and cookie["samesite"] == "lax" and cookie["path"] == "/" and not cookie["secure"]
    assert is_session(database, cookie.value)


def test_over_https_the_cookie_is_secure_and_bound_to_the_host(use, ticket):
    ours = {**OURS, "Origin": "https://localhost"}
    answer = use(COOKIE_SECURE="ja").post("/sessie/start", json={"ticket": ticket}, headers=ours)
    cookie = SimpleCookie(answer.headers.get_list("set-cookie")[0])["__Host-wijkkompas"]
    assert cookie["secure"] and cookie["httponly"] and not cookie["domain"]
    assert answer.headers["strict-transport-security"] == "max-age=31536000; includeSubDomains"


@pytest.mark.parametrize("path", ["/sessie/start", "/sessie/einde"])
@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "http://evil.example", "X-Wijkkompas": "1"},
        {"Origin": "http://localhost:9999", "X-Wijkkompas": "1"},
        {"Origin": "https://localhost", "X-Wijkkompas": "1"},
        {"Origin": "null", "X-Wijkkompas": "1"},
        {"Origin": "http://[::1", "X-Wijkkompas": "1"},
        {"X-Wijkkompas": "1"},
        {"Origin": "http://localhost"},
    ],
    ids=["foreign", "other port", "other scheme", "null", "malformed", "no origin", "no header"],
)
def test_a_request_that_is_not_from_our_own_page_is_refused(client, ticket, path, headers):
    answer = client.post(path, json={"ticket": ticket}, headers=headers)
    assert answer.status_code == 403
    assert "set-cookie" not in answer.headers
    assert client.post("/sessie/start", json={"ticket": ticket}, headers=OURS).status_code == 204, "the ticket was used"


def test_a_ticket_gives_a_cookie_only_once(client, ticket):
    assert client.post("/sessie/start", json={"ticket": ticket}, headers=OURS).status_code == 204
    again = client.post("/sessie/start", json={"ticket": ticket}, headers=OURS)
    assert again.status_code == 403 and "set-cookie" not in again.headers


@pytest.mark.parametrize("body", [b"", b"{", b"[]", b"{}", b'{"ticket": 1}', b'{"ticket": ""}', b"x" * 5_000, b"\xff"])
def test_a_request_without_a_ticket_gives_no_cookie(client, body):
    answer = client.post("/sessie/start", content=body, headers=OURS)
    assert answer.status_code == 400 and "set-cookie" not in answer.headers


def test_an_invented_ticket_gives_no_cookie(client):
    answer = client.post("/sessie/start", json={"ticket": "x" * 43}, headers=OURS)
    assert answer.status_code == 403 and "set-cookie" not in answer.headers


@pytest.mark.parametrize("path", ["/sessie/start", "/sessie/einde"])
@pytest.mark.parametrize("method", ["GET", "HEAD", "PUT", "DELETE", "OPTIONS", "PATCH"])
def test_the_addresses_of_the_session_take_only_a_post(client, path, method):
    answer = client.request(method, path, headers=OURS)
    assert answer.status_code == 405 and answer.headers["allow"] == "POST"
    assert "<html" not in answer.text


def test_a_link_cannot_log_anyone_in_or_out(client, ticket, database):
    assert "set-cookie" not in client.get("/sessie/start", params={"ticket": ticket}, headers=OURS).headers
    client.post("/sessie/start", json={"ticket": ticket}, headers=OURS)
    cookie = client.cookies["wijkkompas"]
    client.get("/sessie/einde", headers=OURS)
    assert client.cookies["wijkkompas"] == cookie and is_session(database, cookie)


def test_logging_out_ends_the_session_and_drops_the_cookie(client, ticket, database):
    client.post("/sessie/start", json={"ticket": ticket}, headers=OURS)
    copied = client.cookies["wijkkompas"]
    answer = client.post("/sessie/einde", headers=OURS)
    assert answer.status_code == 204 and "wijkkompas" not in client.cookies
    assert not is_session(database, copied)
    assert client.post("/sessie/einde", headers=OURS).status_code == 204


@pytest.mark.parametrize("path", ["/", "/kompas", "/kompas?wijk=a"])
@pytest.mark.parametrize("encoding", ["gzip, deflate, br", "identity"])
def test_every_page_says_that_it_is_dutch(client, path, encoding):
    answer = client.get(path, headers={"Accept": "text/html", "Accept-Encoding": encoding})
    assert '<html lang="nl">' in answer.text and "<title>Wijkkompas</title>" in answer.text
    assert len(answer.content) == int(answer.headers["content-length"])


def test_what_draws_the_charts_is_fetched_with_the_page_and_not_only_at_the_first_chart(client):
    answer = client.get("/programma", headers={"Accept": "text/html"})
    (early,) = re.findall(
        r'<link rel="modulepreload" crossorigin href="\.(/static/js/PlotlyChart\.[^"]+)">', answer.text
    )
    assert client.get(early).status_code == 200


def test_a_page_says_what_it_may_load_and_its_one_inline_script_is_allowed(client):
    answer = client.get("/", headers={"Accept": "text/html"})
    policy = answer.headers["content-security-policy"]
    scripts = re.findall(r"<script>(.*?)</script>", answer.text, flags=re.DOTALL)
    assert len(scripts) == 1, "Streamlit's page changed: look at its scripts again"
    digest = base64.b64encode(hashlib.sha256(scripts[0].encode()).digest()).decode()
    assert f"'sha256-{digest}'" in policy
    assert "frame-ancestors 'none'" in policy and "base-uri 'none'" in policy and "unsafe-eval" not in policy
    script_rule = next(rule for rule in policy.split("; ") if rule.startswith("script-src"))
    assert "'unsafe-inline'" not in script_rule


@pytest.mark.parametrize("path", ["/", "/gezond", "/bestaat-niet.js", "/sessie/start", "/_stcore/metrics"])
def test_every_answer_has_the_protecting_headers(client, path):
    headers = client.get(path).headers
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["x-frame-options"] == "DENY"
    assert headers["referrer-policy"] == "same-origin"
    assert "content-security-policy" in headers


@pytest.mark.parametrize("host", ["evil.example", "localhost.evil.example", "", "user@evil", "[::1", "evil:80:80"])
def test_a_foreign_host_is_refused(client, host):
    assert client.get("/", headers={"Host": host}).status_code == 400
    with pytest.raises(WebSocketDisconnect), client.websocket_connect("/_stcore/stream", headers={"Host": host}):
        pass


def test_an_allowed_host_may_have_any_port_and_capitals(use):
    client = use(TOEGESTANE_HOSTS="Wijk.Example.nl, localhost")
    assert client.get("/", headers={"Host": "wijk.example.NL:8443"}).status_code == 200
    with client.websocket_connect(
        "/_stcore/stream", headers={"Host": "wijk.example.nl", "Origin": "http://wijk.example.nl"}
    ) as socket:
        assert socket.receive_text() == "hallo"


@pytest.mark.parametrize("path", ["/_stcore/metrics", "/_stcore/metrics/"])
def test_the_metrics_of_streamlit_are_not_public(client, path):
    answer = client.get(path)
    assert answer.status_code == 404 and "geheim" not in answer.text


def test_the_probes_answer_whatever_the_host(client):
    assert client.get("/gezond", headers={"Host": "10.0.0.7:8501"}).status_code == 200
    assert client.get("/gereed", headers={"Host": "10.0.0.7:8501"}).status_code == 200


def test_a_database_without_migrations_is_not_ready(monkeypatch, tmp_path, use):
    client = use()
    monkeypatch.setenv("WIJKKOMPAS_DATABASE_URL", f"sqlite:///{tmp_path / 'leeg-zonder-tabellen.db'}")
    opened.settings.cache_clear()
    answer = client.get("/gereed")
    assert answer.status_code == 503 and "migrate" in answer.text
    assert client.get("/gezond").status_code == 200


def test_a_database_out_of_reach_is_not_ready_and_gives_no_cookie(monkeypatch, tmp_path, use):
    client = use()
    monkeypatch.setenv("WIJKKOMPAS_DATABASE_URL", f"sqlite:///{tmp_path / 'geen-map' / 'x.db'}")
    opened.settings.cache_clear()
    assert client.get("/gereed").status_code == 503
    answer = client.post("/sessie/start", json={"ticket": "x"}, headers=OURS)
    assert answer.status_code == 503 and "set-cookie" not in answer.headers


def failing_page() -> None:
    """The script of the next tests: a page that fails, and what the server then shows."""
    import streamlit as st

    from dashboard import server
    from wijkkompas_core.errors import Forbidden

    try:
        raise Forbidden() if st.query_params.get("soort") == "recht" else ZeroDivisionError("geheim detail")
    except Exception as error:
        server.show_error(error)


def test_an_unexpected_error_shows_a_number_that_is_in_the_log_and_no_details(caplog):
    shown = AppTest.from_function(failing_page).run()
    assert len(shown.error) == 1 and not shown.exception
    number = re.search(r"nummer ([0-9A-F]{6})", shown.error[0].value)
    assert number and "geheim" not in shown.error[0].value
    assert number[1] in caplog.text and "ZeroDivisionError" in caplog.text


def test_an_expected_error_shows_its_own_sentence():
    page = AppTest.from_function(failing_page)
    page.query_params["soort"] = "recht"
    assert [error.value for error in page.run().error] == ["Je hebt geen rechten om dit te doen."]


@pytest.mark.parametrize(
    "body", ["[" * 1900, '{"ticket": "\\ud800"}', '{"ticket": "' + "a" * 500 + '"}', '{"ticket": 3}', ""]
)
def test_a_body_that_holds_no_ticket_is_refused_and_breaks_nothing(client, body):
    answer = client.post("/sessie/start", content=body, headers={**OURS, "content-type": "application/json"})
    assert answer.status_code == 400
    assert "set-cookie" not in answer.headers
