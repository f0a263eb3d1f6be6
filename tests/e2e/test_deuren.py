"""What a visitor can do before, beside and after a login: nothing that costs others, and nothing that is not theirs."""

import random
import re
import shutil
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from urllib.parse import urlencode

import httpx
import pytest
import streamlit
from playwright.sync_api import Page, expect
from sqlalchemy import select
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.proto.WidgetStates_pb2 import WidgetState
from websockets.exceptions import ConnectionClosed, InvalidStatus

from dashboard.web.portier import BUSY
from dashboard.web.verbinding import FORBIDDEN, NO_MESSAGE, SMALL_FRAME, TEXT, TOO_LARGE
from tests.e2e.conftest import Server
from tests.foute_adressen import VALUES, parameters
from tests.torture.gesprek import Antwoord, Gesprek, Widget
from tests.torture.sessies import cookie
from wijkkompas_core.domain.paginas import PAGINAS
from wijkkompas_core.services.toegang import sessies
from wijkkompas_core.storage.database import Database
from wijkkompas_core.storage.tables import BelanghebbendeRow, GebruikerRow, WijkRow

ROOT = Path(__file__).resolve().parents[2]
SCREENS = 6
HERE = re.compile(r"'(127\.\d+\.\d+\.\d+|localhost|::1)'|^socket\.(connect|sendto) '|None$")
MEGABYTE = 1_000_000


@pytest.fixture(scope="module")
def heard(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the server writes down which connections it opens."""
    return tmp_path_factory.mktemp("luisteren") / "gehoord"


@pytest.fixture(scope="module")
def deur(serve: Callable[..., Server], demo_file: Path, heard: Path) -> Iterator[tuple[Server, Database]]:
    """A server with room for few visitors and few files, and its database."""
    copy = heard.with_name("demo.db")
    shutil.copyfile(demo_file, copy)
    database = Database(f"sqlite:///{copy}")
    limits = {"BEZOEK_SCHERMEN": SCREENS, "UPLOAD_PER_ACCOUNT_MEGABYTES": 2, "UPLOAD_MEGABYTES": 3}
    yield (
        serve(
            database.url,
            LUISTER=str(heard),
            **{f"WIJKKOMPAS_{name}": str(value) for name, value in limits.items()},
        ),
        database,
    )
    database.close()


def went_out(heard: Path) -> list[str]:
    lines = heard.read_text(encoding="utf-8").splitlines() if heard.exists() else []
    return [line for line in lines if not HERE.search(line)]


def find(answer: Antwoord, soort: str, naam: str = "") -> Widget:
    return next(widget for widget in answer.widgets if widget.soort == soort and widget.naam.endswith(naam))


def asks_to_log_in(answer: Antwoord) -> bool:
    return "Gebruikersnaam" in {widget.naam for widget in answer.widgets}


def close_code(gesprek: Gesprek, message: bytes | str) -> int | None:
    """The code with which the server closes after this message; nothing when it answers."""
    try:
        gesprek.send(message)
        while True:
            gesprek.receive(5)
    except ConnectionClosed as closed:
        return closed.rcvd.code if closed.rcvd else None
    except TimeoutError:
        return None


def rerun(**fields: str) -> BackMsg:
    message = BackMsg()
    for name, value in fields.items():
        setattr(message.rerun_script, name, value)
    return message


@pytest.mark.parametrize(
    "origin",
    [
        "https://evil.example",
        "http://evil.example:8501",
        "https://{host}",
        "http://localhost.evil.example",
        "null",
        None,
    ],
)
def test_a_page_from_elsewhere_gets_no_socket_and_no_answer_and_asks_nothing_of_the_internet(
    deur, heard: Path, origin: str | None
) -> None:
    server, _ = deur
    sent = origin.format(host=server.url.removeprefix("http://")) if origin else None
    with pytest.raises(InvalidStatus) as refused, Gesprek(server.url, origin=sent):
        pass
    assert refused.value.response.status_code == 403
    if sent:
        for path in ("/_stcore/health", "/_stcore/host-config", "/", "/media/x", "/_stcore/upload_file/a/b"):
            answer = httpx.get(server.url + path, headers={"Origin": sent})
            assert answer.status_code == 403 and "access-control-allow-origin" not in answer.headers
    assert went_out(heard) == []


def test_a_tour_of_every_page_file_and_refusal_opens_no_connection_to_outside(deur, heard: Path) -> None:
    server, database = deur
    for naam in ("beheerder", "teamlid"):
        with Gesprek(server.url, cookie(database, naam, https=False)) as gesprek:
            for info in PAGINAS:
                if info.adres != "gedeeld":
                    gesprek.run("wijk=lindenhof", page=info.adres)
    with Gesprek(server.url) as gesprek:
        for info in PAGINAS:
            gesprek.run("", page=info.adres)
    for path in ("/", "/kompas", "/deel", "/gereed", "/gezond", "/_stcore/health", "/bestaat-niet.js"):
        httpx.get(server.url + path)
    assert heard.exists(), "the server listens to itself"
    assert went_out(heard) == []


def test_who_is_not_logged_in_sends_small_messages_only(deur) -> None:
    server, database = deur
    large = rerun(query_string="a" * (SMALL_FRAME + 10)).SerializeToString()
    for message, code in (
        (large, TOO_LARGE), (b"\xff" * 200, NO_MESSAGE), ("tekst", TEXT),
        (_files_request(), FORBIDDEN), (_deferred(), FORBIDDEN),
    ):  # fmt: skip
        with Gesprek(server.url) as nobody:
            assert close_code(nobody, message) == code
    with Gesprek(server.url, cookie(database, "teamlid", https=False)) as account:
        answer = account.run("wijk=lindenhof", page="vastleggen")
        text = find(answer, "text_area", "Wat leverde het op?").state("een lange tekst " * 5_000)
        assert "Er ging iets mis" not in account.run("wijk=lindenhof", text, page="vastleggen").text


def test_messages_written_by_hand_without_an_account_show_nothing_of_anyone(deur) -> None:
    server, database = deur
    with database.reading() as session:
        names = [*session.scalars(select(BelanghebbendeRow.naam)), *session.scalars(select(GebruikerRow.naam))]
        names += session.scalars(select(WijkRow.naam))
    chance = random.Random(1)
    with Gesprek(server.url) as nobody:
        known: dict[str, Widget] = {}
        for info in PAGINAS:
            for _ in range(2):
                asked = {name: chance.choice(VALUES)[:60] for name in chance.sample(parameters(), 4)}
                some = chance.sample(sorted(known), min(len(known), 40))  # of nobody, a larger message is refused
                states = [known[key].state(chance.choice(VALUES)[:60]) for key in some]
                answer = nobody.run(urlencode(asked), *states, page=info.adres)
                known |= {widget.id: widget for widget in answer.widgets}
                assert [name for name in names if name in answer.text] == [] and answer.exceptions == []


def test_a_session_that_ended_makes_an_open_socket_that_of_nobody(deur) -> None:
    server, database = deur
    header = cookie(database, "teamlid", https=False)
    with Gesprek(server.url, header) as gesprek:
        gesprek.run("wijk=lindenhof", page="vastleggen")
        sessies.end_cookie(database, header.partition("=")[2])
        assert close_code(gesprek, rerun(query_string="a" * (SMALL_FRAME + 10)).SerializeToString()) == TOO_LARGE


def _files_request() -> bytes:
    message = BackMsg()
    message.file_urls_request.file_names.append("lijst.csv")
    return message.SerializeToString()


def _deferred() -> bytes:
    message = BackMsg()
    message.backend_operation_request.deferred_file.file_id = "x"
    return message.SerializeToString()


@pytest.mark.parametrize(
    "kind", ["clear_cache", "debug_shutdown_runtime", "debug_disconnect_websocket", "load_git_info"]
)
def test_messages_that_no_screen_of_ours_sends_do_nothing(deur, kind: str) -> None:
    server, database = deur
    message = BackMsg()
    setattr(message, kind, True)
    with Gesprek(server.url, cookie(database, "lezer", https=False)) as gesprek:
        gesprek.send(message.SerializeToString())
        assert not asks_to_log_in(gesprek.run("wijk=lindenhof", page="kompas"))


@pytest.mark.parametrize(
    "path",
    ["/_stcore/metrics", "/_stcore/metrics/", "/_stcore/script-health-check", "/_stcore/bidi-components/a/b",
     "/component/a/b", "/app/static/a", "/auth/login", "/oauth2callback", "/_stcore/", "/_stcore/iets"],
)  # fmt: skip
def test_addresses_of_streamlit_that_the_page_does_not_need_are_closed(deur, path: str) -> None:
    answer = httpx.get(deur[0].url + path)
    assert answer.status_code == 404 and answer.text == "Niet gevonden."


def test_a_visitor_is_not_told_what_runs_here_or_where_it_lies(deur) -> None:
    server, _ = deur
    with Gesprek(server.url) as gesprek:
        told = gesprek.run("", page="").text
        told += "".join(gesprek.run("", page=page).text for page in ("inloggen", "kompas", "bestaat-niet"))
    for path in ("/_stcore/health", "/_stcore/host-config", "/bestaat/niet.js", "/deel", "/_stcore/metrics"):
        answer = httpx.get(server.url + path)
        told += answer.text + str(answer.headers)
    for secret in (f"{streamlit.__version__}", str(ROOT), "site-packages", "Linux", "3.11."):
        assert secret not in told, secret


def screen_id(answer: Antwoord) -> str:
    return next(one.new_session.initialize.session_id for one in answer.berichten if one.HasField("new_session"))


def test_a_screen_that_another_account_takes_up_is_empty(deur) -> None:
    server, database = deur
    mine, other = (cookie(database, naam, https=False) for naam in ("teamlid", "projectleider"))
    with Gesprek(server.url, mine) as gesprek:
        answer = gesprek.run("wijk=lindenhof", page="vastleggen")
        screen = screen_id(answer)
        field = find(answer, "text_area", "Wat leverde het op?")
        gesprek.run("wijk=lindenhof", field.state("Alleen voor mij"), page="vastleggen")
        for header in (other, ""):
            with Gesprek(server.url, header, eerder=screen) as stranger:
                assert screen_id(stranger.run("wijk=lindenhof", page="vastleggen")) != screen
        assert screen_id(gesprek.run("wijk=lindenhof", page="vastleggen")) == screen, "the first was left alone"
    with Gesprek(server.url, cookie(database, "teamlid", https=False), eerder=screen) as again:
        assert screen_id(again.run("wijk=lindenhof", page="vastleggen")) == screen


def upload(server: Server, header: str, screen: str, size: int, name: str = "a1") -> httpx.Response:
    token = httpx.get(f"{server.url}/_stcore/health").cookies["_streamlit_xsrf"]
    cookies = f"{header}; _streamlit_xsrf={token}".lstrip("; ")
    return httpx.put(
        f"{server.url}/_stcore/upload_file/{screen}/{name}",
        files={"file": ("lijst.csv", b"a" * size)},
        headers={"Cookie": cookies, "X-Xsrftoken": token, "Origin": server.url},
    )


def test_who_sends_too_much_reads_why_beside_the_file(
    deur, page: Page, log_in: Callable[..., None], demo_wachtwoord: str, console_errors: list[str]
) -> None:
    log_in(page, deur[0].url, "programmamanager", demo_wachtwoord, "/uitwisseling")
    page.locator("input[type=file]").set_input_files(
        {"name": "lijst.csv", "mimeType": "text/csv", "buffer": b"a" * (2 * MEGABYTE + MEGABYTE // 2)}
    )
    expect(page.get_by_text("Je hebt al te veel bestanden openstaan.")).to_be_visible()
    expect(page.get_by_text("Error")).to_have_count(0)
    box = page.get_by_role("alert").bounding_box()
    assert box and box["width"] > 150 and box["height"] > 15, "it can be read"
    console_errors.clear()  # the browser complains of the refusal


def test_only_an_account_sends_files_to_its_own_screen_and_there_is_a_total(deur) -> None:
    server, database = deur
    mine, other = (cookie(database, naam, https=False) for naam in ("teamlid", "projectleider"))
    with Gesprek(server.url) as nobody, Gesprek(server.url, mine) as first, Gesprek(server.url, other) as second:
        open_screen = screen_id(nobody.run("", page=""))
        assert upload(server, "", open_screen, 10).status_code == 401
        screen, theirs = (screen_id(one.run("wijk=lindenhof", page="kompas")) for one in (first, second))
        assert upload(server, "", screen, 10).status_code == 401
        assert upload(server, mine, theirs, 10).status_code == 401
        assert upload(server, mine, screen, MEGABYTE + MEGABYTE // 2).status_code == 204
        full = upload(server, mine, screen, MEGABYTE, "a2")
        assert full.status_code == 409 and "te veel bestanden openstaan" in full.text
        assert upload(server, other, theirs, MEGABYTE).status_code == 204
        server_full = upload(server, other, theirs, MEGABYTE - 1000, "a2")
        assert server_full.status_code == 507 and "te veel bestanden tegelijk" in server_full.text
        sessies.end_cookie(database, mine.partition("=")[2])
        assert upload(server, mine, screen, 10, "a3").status_code == 401


def test_a_file_opens_only_for_who_has_it_on_the_screen_and_is_gone_with_the_session(deur) -> None:
    server, database = deur
    mine, other = (cookie(database, naam, https=False) for naam in ("teamlid", "teamlid"))
    with Gesprek(server.url, mine) as gesprek:
        gesprek.run("wijk=lindenhof", page="kompas")
        address = download(gesprek)
        answer = httpx.get(server.url + address, headers={"Cookie": mine})
        assert answer.status_code == 200 and answer.content and answer.headers["cache-control"] == "no-store"
        for header in ("", other, cookie(database, "beheerder", https=False)):
            assert httpx.get(server.url + address, headers={"Cookie": header}).status_code == 404
        sessies.end_cookie(database, mine.partition("=")[2])
        assert httpx.get(server.url + address, headers={"Cookie": mine}).status_code == 404


def download(gesprek: Gesprek) -> str:
    """The address of a file that was made for this screen."""
    closed = gesprek.run("wijk=lindenhof", page="logboek")
    blocks = [one.delta.add_block for one in closed.berichten if one.delta.HasField("add_block")]
    popover = next(one.popover for one in blocks if one.popover.id.endswith("_download"))
    answer = gesprek.run("wijk=lindenhof", WidgetState(id=popover.id, bool_value=True), page="logboek")
    button = next(one.download_button for one in answer.elementen if one.WhichOneof("type") == "download_button")
    asked = BackMsg()
    asked.backend_operation_request.request_id = "1"
    asked.backend_operation_request.session_id = screen_id(closed)
    asked.backend_operation_request.deferred_file.file_id = button.deferred_file_id
    gesprek.send(asked.SerializeToString())
    while True:
        answered = ForwardMsg.FromString(gesprek.receive())
        if answered.HasField("backend_operation_response"):
            return answered.backend_operation_response.deferred_file.url


def words_of_a_page(server: Server, vanaf: str) -> tuple[int, str]:
    """What a browser at this address gets when it opens a page."""
    with httpx.Client(transport=httpx.HTTPTransport(local_address=vanaf)) as client:
        page = client.get(f"{server.url}/inloggen", headers={"Sec-Fetch-Dest": "document"})
        return page.status_code, page.text


def test_many_sockets_of_one_address_leave_room_for_another_and_for_who_logged_in(deur) -> None:
    server, database = deur
    with ExitStack() as stack:
        for _ in range(SCREENS):
            stack.enter_context(Gesprek(server.url, vanaf="127.0.0.9"))
        with pytest.raises(InvalidStatus) as refused, Gesprek(server.url, vanaf="127.0.0.9"):
            pass
        assert refused.value.response.status_code == 403
        assert words_of_a_page(server, "127.0.0.9") == (429, BUSY)  # and not an empty page that waits for ever
        assert words_of_a_page(server, "127.0.0.8")[0] == 200
        with Gesprek(server.url, vanaf="127.0.0.8") as other:
            assert asks_to_log_in(other.run("", page="inloggen"))
        with Gesprek(server.url, cookie(database, "lezer", https=False), vanaf="127.0.0.9") as account:
            assert not asks_to_log_in(account.run("wijk=lindenhof", page="kompas"))
    time.sleep(1)  # the server hears that they left
    with Gesprek(server.url, vanaf="127.0.0.9") as again:
        assert asks_to_log_in(again.run("", page="inloggen"))
