"""Somebody without an account tries everything that costs a server time or memory; a short turn of `make torture`."""

import json
import shutil
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import httpx
import pytest
from websockets.exceptions import InvalidStatus

from tests.core.wijken import add_wijk
from tests.e2e.conftest import Server
from tests.torture.aanval import FROM, MORE_MEMORY, attack, megabytes
from tests.torture.gesprek import Gesprek
from tests.torture.sessies import Browser, cookies, work_together
from tests.torture.stoppen import Uitkomst, problems
from wijkkompas_core.settings import Settings
from wijkkompas_core.storage.database import Database

MANY, MEGABYTE = 200, 1_000_000
SECONDS, PATIENCE_SECONDS = 6, 60


@pytest.fixture(scope="module")
def doelwit(
    serve: Callable[..., Server], _empty_file: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[Server, Database]]:
    """A server with the method and nothing else."""
    copy = tmp_path_factory.mktemp("aanval") / "aanval.db"
    shutil.copyfile(_empty_file, copy)
    database = Database(f"sqlite:///{copy}")
    yield serve(database.url), database
    database.close()


def open_screens(server: Server, how_many: int) -> int:
    """Open so many screens without an account, all at once, and draw the login page on each; answers how many came."""
    with ExitStack() as stack:
        found = []
        for _ in range(how_many):
            try:
                found.append(stack.enter_context(Gesprek(server.url, vanaf=FROM)))
            except InvalidStatus:
                continue
        for one in found:
            one.run("", page="inloggen")
        return len(found)


def test_two_hundred_screens_and_files_without_an_account_leave_no_memory_behind(doelwit) -> None:
    server, _ = doelwit
    assert server.process is not None
    open_screens(server, Settings().bezoek_schermen)
    before = megabytes(server.process.pid)
    time.sleep(1)  # the server hears that they left
    assert open_screens(server, MANY) == Settings().bezoek_schermen
    file = {"file": ("lijst.csv", b"a" * MEGABYTE)}
    address = f"{server.url}/_stcore/upload_file/00000000-0000-0000-0000-000000000000/"
    with httpx.Client(transport=httpx.HTTPTransport(local_address=FROM)) as client:
        answers = Counter(client.put(f"{address}{number:x}", files=file).status_code for number in range(MANY))
    assert answers == {401: MANY}
    until = time.monotonic() + PATIENCE_SECONDS
    while megabytes(server.process.pid) > MORE_MEMORY * before and time.monotonic() < until:
        time.sleep(1)
    assert megabytes(server.process.pid) <= MORE_MEMORY * before


def test_people_who_work_go_on_and_lose_nothing_while_somebody_attacks(doelwit) -> None:
    server, database = doelwit
    known = cookies(database, add_wijk(database, "proefwijk"), 3, https=False)
    seen: dict[str, int] = {}

    def beside(_: list[Browser]) -> None:
        seen.update(json.loads(attack(server.url, SECONDS).communicate()[0]))

    browsers = work_together(server.url, "proefwijk", known, beside)
    confirmed = [name for browser in browsers for _, name in browser.confirmed]
    assert all(browser.confirmed and not browser.cut for browser in browsers)
    assert problems(database, confirmed, Uitkomst()) == []
    assert seen.get("bestand: 401") and seen.get("vreemde site: InvalidStatus"), seen
    through = ("bestand: 2", "vreemde site: open", "groot bericht: beantwoord", "/media/aaaaa: 2", "/_stcore/met: 2")
    assert [what for what in seen if what.startswith(through)] == []
