"""What axe-core finds on a page: nothing serious or critical is ours."""

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

BAD = {"serious", "critical"}
# Finding a selector for all that is right as well takes three times as long.
ONLY = {"resultTypes": ["violations"]}
STREAMLITS: dict[str, str] = {}
"""Rules that Streamlit's own parts break: the rule, and the selector (a part of it) of what breaks it."""

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
