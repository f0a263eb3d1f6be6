"""The lock on logging in, through nginx with the configuration in deploy/ and the settings that stand beside it."""

import re
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.conftest import DEMO_WACHTWOORD
from tests.e2e.conftest import Server
from tests.nginx import Nginx, running_nginx
from tests.torture.gesprek import OWN, Gesprek
from wijkkompas_core.domain.accounts import attempt_key
from wijkkompas_core.storage.database import Database
from wijkkompas_core.storage.tables import InlogpogingRow

DEPLOY = Path(__file__).resolve().parents[2] / "deploy"
MOST = 5
OUTSIDER, TOWN_HALL = "127.0.0.66", "127.0.0.77"
LOCKED, WRONG = "Vanaf jouw netwerk is te vaak geprobeerd", "horen niet bij elkaar"


def shipped(name: str) -> str:
    """A setting as the systemd unit gives it; the containers get the same."""
    unit = (DEPLOY / "systemd" / "wijkkompas@.service").read_text(encoding="utf-8")
    value = re.search(rf"^Environment=.*\b{name}=(\S+)", unit, re.M)
    assert value, f"{name} is not in the unit"
    assert f"{name}: {value[1]}" in (DEPLOY / "compose.yaml").read_text(encoding="utf-8")
    return value[1]


@pytest.fixture(scope="module")
def door(
    serve: Callable[..., Server], demo_file: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[Nginx, Server, Database]]:
    """A server behind nginx."""
    copy = tmp_path_factory.mktemp("slot") / "demo.db"
    shutil.copyfile(demo_file, copy)
    database = Database(f"sqlite:///{copy}")
    header = shipped("WIJKKOMPAS_ADRES_KOPREGEL")
    server = serve(
        database.url,
        WIJKKOMPAS_ADRES_KOPREGEL=header,
        WIJKKOMPAS_COOKIE_SECURE="ja",
        WIJKKOMPAS_POGINGEN_PER_ADRES=str(MOST),
    )
    with running_nginx([f"127.0.0.1:{server.port}"] * 2) as nginx:
        yield nginx, server, database
    database.close()


def attempt(url: str, vanaf: str, naam: str, wachtwoord: str, origin: str = OWN, **more: str) -> str:
    """What the screen says after this name and password were typed at an address."""
    with Gesprek(url, origin=origin, vanaf=vanaf, kopregels=more) as gesprek:
        form = gesprek.run("", page="inloggen")
        typed = {"Gebruikersnaam": naam, "Wachtwoord": wachtwoord, "Inloggen": ""}
        states = [widget.state(typed[widget.naam]) for widget in form.widgets if widget.naam in typed]
        assert len(states) == len(typed)
        return gesprek.run("", *states, page="inloggen").text


def counted(database: Database, address: str) -> int:
    with database.reading() as session:
        row = session.get(InlogpogingRow, attempt_key(f"adres|{address}"))
        return row.aantal if row else 0


def test_who_guesses_closes_the_own_address_and_nobody_elses(door) -> None:
    nginx, _, database = door
    for number in range(MOST):
        forged = {"X-Forwarded-For": f"203.0.113.{number}", "X-Real-IP": f"203.0.113.{number}"}
        assert WRONG in attempt(nginx.url, OUTSIDER, f"niemand{number}", "een foute zin", **forged)
    assert LOCKED in attempt(nginx.url, OUTSIDER, "teamlid", DEMO_WACHTWOORD, **{"X-Forwarded-For": "203.0.113.99"})
    assert counted(database, OUTSIDER) >= MOST
    assert all(counted(database, f"203.0.113.{number}") == 0 for number in (*range(MOST), 99)), (
        "a forged address counts"
    )
    welcome = attempt(nginx.url, TOWN_HALL, "teamlid", DEMO_WACHTWOORD)
    assert LOCKED not in welcome and WRONG not in welcome
    assert '"ticket"' in welcome, "a ticket for the session"


def test_who_goes_around_nginx_cannot_choose_an_address(door) -> None:
    _, server, database = door
    beside, forged = "127.0.0.5", "203.0.113.200"
    origin = server.url.replace("http", "https", 1)
    answer = attempt(server.url, beside, "niemand", "een foute zin", origin, **{"X-Forwarded-For": forged})
    assert WRONG in answer
    assert (counted(database, forged), counted(database, beside)) == (0, 1)
