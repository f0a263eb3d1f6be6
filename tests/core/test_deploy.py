"""What lies in deploy/ does what it says, as far as it can be run here."""

import re
import ssl
from collections.abc import Iterator
from email.message import Message
from http.client import HTTPConnection, HTTPSConnection
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from threading import Thread

import pytest

from tests.nginx import Nginx, free_port, running_nginx
from wijkkompas_core.settings import PREFIX, ROOT, SETTINGS_FILE, Settings

DEPLOY = ROOT / "deploy"


@pytest.mark.parametrize("path", [p for p in DEPLOY.rglob("*") if p.is_file()], ids=lambda p: p.name)
def test_every_setting_that_deploy_names_exists(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    known = {name.upper() for name in Settings.__dataclass_fields__}
    own = {"HOST", SETTINGS_FILE.removeprefix(PREFIX)}
    named = {word.split(PREFIX)[1] for word in re.findall(PREFIX + "[A-Z_]+", text)}
    assert {name.removesuffix("_BESTAND") for name in named} - known - own == set()


class _AsTheApp(BaseHTTPRequestHandler):
    """Answers with headers of its own, as a shared page does that another site may hold."""

    def do_GET(self) -> None:
        self.send_response(200)
        self.send_header("X-Content-Type-Options", "nosniff")
        self.send_header("Content-Security-Policy", "frame-ancestors https://intranet.voorbeeld.nl")
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""


@pytest.fixture(scope="module")
def behind() -> Iterator[tuple[Nginx, HTTPServer]]:
    """nginx as in deploy/, before one server that answers and one that is not there."""
    server = HTTPServer(("127.0.0.1", 0), _AsTheApp)
    Thread(target=server.serve_forever, daemon=True).start()
    with running_nginx([f"127.0.0.1:{server.server_port}", f"127.0.0.1:{free_port()}"]) as nginx:
        yield nginx, server
    server.server_close()


def headers_of(connection: HTTPConnection, path: str) -> tuple[int, Message]:
    connection.request("GET", path, headers={"Host": "localhost"})
    answer = connection.getresponse()
    return answer.status, answer.headers


def over_tls(nginx: Nginx) -> HTTPSConnection:
    return HTTPSConnection("localhost", nginx.port, context=ssl._create_unverified_context(), timeout=20)


def test_what_nginx_says_itself_has_the_protecting_headers_and_adds_none_to_what_the_app_says(
    behind: tuple[Nginx, HTTPServer],
) -> None:
    nginx, server = behind
    status, headers = headers_of(over_tls(nginx), "/gedeeld")
    assert status == 200 and headers.get_all("X-Content-Type-Options") == ["nosniff"]
    assert headers.get_all("Content-Security-Policy") == ["frame-ancestors https://intranet.voorbeeld.nl"]
    assert headers["X-Frame-Options"] is None, "or the site in the policy could not hold it after all"

    plain = int(re.findall(r"listen 127\.0\.0\.1:(\d+);", (nginx.folder / "wijkkompas.conf").read_text())[0])
    moved = headers_of(HTTPConnection("127.0.0.1", plain, timeout=20), "/wijk")
    closed = headers_of(over_tls(nginx), "/_stcore/metrics")
    server.shutdown()
    server.server_close()
    broken = headers_of(over_tls(nginx), "/wijk")
    assert [moved[0], closed[0], broken[0]] == [308, 404, 502]
    for status, headers in (moved, closed, broken):
        assert headers["X-Content-Type-Options"] == "nosniff" and headers["X-Frame-Options"] == "DENY", status
        assert "default-src 'none'" in headers["Content-Security-Policy"], status
        assert headers["Server"] == "nginx", "without a version"
        assert status == 308 or "includeSubDomains" in headers["Strict-Transport-Security"], status


def test_every_way_to_start_that_is_written_down_names_neither_itself_nor_a_false_address() -> None:
    commands = re.findall(r"^uvicorn dashboard\.server:app.*$", (ROOT / "docs" / "beheer.md").read_text(), re.M)
    assert commands and all("--no-server-header --no-proxy-headers" in command for command in commands)
