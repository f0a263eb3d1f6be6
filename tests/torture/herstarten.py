"""Stop the whole server at a random moment while people record on the screen, start it again, and look what is left."""

import random
import time

from tests.core.wijken import add_wijk
from tests.nginx import free_port
from tests.torture.sessies import Browser, cookies, start_server, wait_for, work_together
from tests.torture.stoppen import Uitkomst, problems
from wijkkompas_core.storage.database import Database

PEOPLE = 4
LONGEST_SECONDS = 0.6
PATIENCE_SECONDS = 60


def restart_at_random(database: Database, times: int, seed: int) -> Uitkomst:
    """Kill the server `times` times, each a random moment after the first record since its start.

    The people go on by themselves, each with the login it had before the first time.
    """
    chance, seen = random.Random(seed), Uitkomst()
    wijk, port = add_wijk(database, "proefwijk"), free_port()
    known = cookies(database, wijk, PEOPLE, https=False)
    url = database.engine.url.render_as_string(hide_password=False)
    database.close()

    def kill_again_and_again(browsers: list[Browser]) -> None:
        for run in range(times):
            server = start_server(url, port, https=False)
            try:
                wait_for(port)
                if _recorded(browsers):
                    time.sleep(chance.random() * LONGEST_SECONDS)
                else:
                    seen.fouten.append(f"ronde {run}: niemand kon iets vastleggen")
            finally:
                server.kill()
                server.wait()
            seen.gestopt += 1

    browsers = work_together(f"http://127.0.0.1:{port}", "proefwijk", known, kill_again_and_again, rust=0.1)
    confirmed = [name for browser in browsers for _, name in browser.confirmed]
    seen.bevestigd = len(confirmed)
    again = Database(url)
    seen.fouten += problems(again, confirmed, seen)
    again.close()
    return seen


def _recorded(browsers: list[Browser]) -> bool:
    """Wait until somebody has recorded something more."""
    before, until = _number(browsers), time.monotonic() + PATIENCE_SECONDS
    while _number(browsers) == before:
        if time.monotonic() > until:
            return False
        time.sleep(0.02)
    return True


def _number(browsers: list[Browser]) -> int:
    return sum(len(browser.confirmed) for browser in browsers)
