"""Pages run by AppTest, as somebody: the one thing put in its place is the browser's cookie, which AppTest has not."""

from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path

import pytest
import streamlit as st
from streamlit.components.v2 import manifest_scanner
from streamlit.testing.v1 import AppTest

from dashboard.reading import opened
from dashboard.reading.who import cookie_name, device_cookie_name
from dashboard.screens.vastleggen.typed import NEW, ROUND
from wijkkompas_core.services.toegang import inlogstappen, sessies
from wijkkompas_core.settings import Settings
from wijkkompas_core.storage.database import Database

ROOT = Path(__file__).resolve().parents[2]

# Every AppTest looks through all installed packages for components, which takes longer than the page; once is enough.
manifest_scanner.scan_component_manifests = cache(manifest_scanner.scan_component_manifests)


@pytest.fixture
def use(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[Database], None]]:
    """Make the pages work on this database."""

    def point_at(database: Database) -> None:
        monkeypatch.setenv("WIJKKOMPAS_DATABASE_URL", database.url)
        opened.settings.cache_clear()

    yield point_at
    opened.settings.cache_clear()


@pytest.fixture
def run_page(
    demo_database: Database, demo_wachtwoord: str, use: Callable[[Database], None], monkeypatch: pytest.MonkeyPatch
) -> Callable[..., AppTest]:
    """Run one page file of the demo as somebody (or as nobody), with a query; `browser` is its cookie."""
    use(demo_database)

    def run(
        page: str, name: str | None = None, database: Database = demo_database, browser: str = "", **query: str
    ) -> AppTest:
        cookies: dict[str, str] = {}
        if name is not None:
            settings = Settings.from_env()
            ticket = sessies.verify(database, name, demo_wachtwoord, settings)
            assert isinstance(ticket, inlogstappen.Ticket), ticket
            given = sessies.start(database, ticket.waarde, settings, toestel=browser)
            cookies[cookie_name(settings)] = given.sessie
            if browser:
                cookies[device_cookie_name(settings)] = given.toestel
        monkeypatch.setattr(type(st.context), "cookies", property(lambda _self: cookies))
        test = AppTest.from_file(str(ROOT / "pages" / page), default_timeout=60)
        for key, value in query.items():
            test.query_params[key] = value
        return test.run()

    return run


def html_of(test: AppTest) -> str:
    """All HTML that a page put on the screen, in order."""
    return "\n".join(element.proto.body for element in test.get("html"))


def field_key(test: AppTest, name: str, doel: object = NEW) -> str:
    """The key that a field of the form for a contactmoment (its id, or a new one) has now."""
    return f"cm_{doel}_{name}_{test.session_state[ROUND][str(doel)]}"
