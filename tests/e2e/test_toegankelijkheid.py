"""Every page is scanned with axe-core, wide and light, and narrow and dark: nothing serious or critical is ours.

And no page is wider than its window.
"""

from datetime import timedelta

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from tests.e2e.conftest import sideways
from wijkkompas_core.domain.paginas import PAGINAS
from wijkkompas_core.domain.tijd import today

BAD = {"serious", "critical"}
# Finding a selector for all that is right as well takes three times as long.
ONLY = {"resultTypes": ["violations"]}
STREAMLITS: dict[str, str] = {}
"""Rules that Streamlit's own parts break: the rule, and the selector (a part of it) of what breaks it."""

EARLIER, LONG_AGO = today() - timedelta(days=60), today() - timedelta(days=150)
VIEWS = [info.adres for info in PAGINAS if info.recht is not None] + [
    "kompas?selectie=strategieen-identificeren",
    "belanghebbenden?beeld=matrix",
    "belanghebbenden?beeld=belofte",
    "belanghebbenden?beeld=spreiding",
    "voortgang?beeld=fasen",
    "voortgang?beeld=knooppunten",
    "voortgang?beeld=oordelen",
    "voortgang?beeld=cijfers",
    f"programma?peildatum={EARLIER}&sinds={LONG_AGO}",
    f"wijk?sinds={EARLIER}",
    f"kompas?peildatum={EARLIER}&sinds={LONG_AGO}",
    f"balans?sinds={EARLIER}",
    "uitwisseling?deel=exporteren",
    "uitwisseling?deel=wijzigen",
]
SHAPES = {"breed en licht": (1440, 900, "light"), "smal en donker": (390, 844, "dark")}


def violations(page: Page) -> list[str]:
    """What is wrong on the page: rule, what it means, and the elements."""
    found = Axe().run(page, options=ONLY).response["violations"]
    return [
        f"{one['id']} ({one['impact']}): {one['help']}: {node['target']} {node['html'][:200]}"
        for one in found
        if one["impact"] in BAD
        for node in one["nodes"]
        if STREAMLITS.get(one["id"], "\0") not in str(node["target"]) + node["html"]
    ]


def settled(page: Page) -> None:
    """Wait until the page has a title of its own and the run is over."""
    expect(page.locator("h1").first).to_be_visible()
    expect(page.locator('[data-testid="stApp"][data-test-script-state="notRunning"]')).to_be_visible()


@pytest.mark.parametrize("shape", SHAPES)
def test_no_page_has_a_serious_or_critical_violation_or_is_wider_than_its_window(
    demo_server, demo_wachtwoord, new_context, log_in, shape, subtests
) -> None:
    width, height, scheme = SHAPES[shape]
    context = new_context(viewport={"width": width, "height": height}, color_scheme=scheme)
    page = context.new_page()
    for url in ("", "inloggen"):
        page.goto(f"{demo_server.url}/{url}")
        settled(page)
        with subtests.test(url or "de methode"):
            assert violations(page) == []
    page.goto(f"{demo_server.url}/inloggen")
    log_in(page, demo_server.url, "programmamanager", demo_wachtwoord)
    for view in VIEWS:
        page.goto(f"{demo_server.url}/{view}{'&' if '?' in view else '?'}wijk=lindenhof")
        settled(page)
        with subtests.test(view):
            assert violations(page) == []
            assert sideways(page) == 0
