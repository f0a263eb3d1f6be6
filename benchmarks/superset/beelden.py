"""What a reader waits for in the browser: until the last chart is there, and from a click until all have followed."""

import time
from dataclasses import dataclass

from playwright.sync_api import BrowserContext, FloatRect, Locator, Page

from benchmarks.superset.dashboard import ASPECTEN, MAANDEN, PER_MAAND, TABEL
from benchmarks.superset.peer import GEBRUIKER, WACHTWOORD

PATIENCE = 600_000
VIEWPORT = {"width": 1440, "height": 900}
# Superset: no chart still loads, and each of the four has something in it.
LOADED = """(names) => names.every((name) => {
    const chart = [...document.querySelectorAll('[data-test="chart-grid-component"]')].find(
        (one) => one.getAttribute('data-test-chart-name') === name);
    return chart && !chart.querySelector('[data-test="loading-indicator"], .loading')
        && chart.querySelector('canvas, tbody tr td');
})"""
FILTERED = """([names, wijk, others]) => names.every((name) => {
    const chart = [...document.querySelectorAll('[data-test="chart-grid-component"]')].find(
        (one) => one.getAttribute('data-test-chart-name') === name);
    const text = chart ? chart.innerText : '';
    return chart && !chart.querySelector('[data-test="loading-indicator"], .loading')
        && text.includes(wijk) && !others.some((other) => text.includes(other));
})"""
# Wijkkompas: nothing runs any more, both grids are drawn.
READY = """() => document.querySelector("[data-testid='stApp']")?.dataset.testScriptState === 'notRunning'
    && document.querySelectorAll('.js-plotly-plot .main-svg').length >= 4
    && !document.querySelector("[data-testid='stSkeleton']")"""
FOLLOWED = """(others) => document.querySelector("[data-testid='stApp']")?.dataset.testScriptState === 'notRunning'
    && document.querySelectorAll('.js-plotly-plot .main-svg').length >= 4
    && [...document.querySelectorAll('.js-plotly-plot, .wk-programma tbody')].every(
        (one) => !others.some((other) => one.textContent.includes(other)))"""


@dataclass(frozen=True)
class Beurt:
    """One visit: milliseconds until the last chart stood there, and from the click until all had followed."""

    openen: float
    klik: float


def log_in_superset(context: BrowserContext, adres: str) -> None:
    """Log in as its admin."""
    page = context.new_page()
    page.goto(f"{adres}/login/", timeout=PATIENCE)
    page.fill("#username", GEBRUIKER, timeout=PATIENCE)
    page.fill("#password", WACHTWOORD)
    page.keyboard.press("Enter")
    page.wait_for_url("**/superset/welcome/**", timeout=PATIENCE)
    page.close()


def visit_superset(context: BrowserContext, adres: str, pad: str) -> Beurt:
    """Open the dashboard in a new page, then click the first wijk of its table: the other charts follow."""
    page = context.new_page()
    page.set_default_timeout(PATIENCE)
    start = time.perf_counter()
    page.goto(adres + pad, wait_until="commit")
    page.wait_for_function(LOADED, arg=[TABEL, PER_MAAND, ASPECTEN, MAANDEN])
    opened = _since(start)
    cells = page.locator(f'[data-test-chart-name="{TABEL}"] tbody tr td:first-child')
    names = [text.strip() for text in cells.all_inner_texts()]
    asked: list[str] = []
    page.on("requestfinished", lambda request: asked.append(request.url) if "chart/data" in request.url else None)
    start = time.perf_counter()
    cells.first.click()
    # The two grids say which wijk they show; the bars are a picture, so for them the answer of the server counts.
    page.wait_for_function(FILTERED, arg=[[ASPECTEN, MAANDEN], names[0], names[1:]])
    until = time.perf_counter() + PATIENCE / 1000
    while len(asked) < 3 and time.perf_counter() < until:
        page.wait_for_timeout(5)
    page.wait_for_function(LOADED, arg=[PER_MAAND, ASPECTEN, MAANDEN])
    clicked = _since(start)
    page.close()
    return Beurt(opened, clicked)


def log_in_wijkkompas(context: BrowserContext, adres: str, cookie: str) -> None:
    """Give the browser a session."""
    name, _, value = cookie.partition("=")
    context.add_cookies([{"name": name, "value": value, "url": f"http://{adres}"}])


def visit_wijkkompas(context: BrowserContext, adres: str) -> Beurt:
    """Open /programma in a new page, then click the first square of the grid of months: the page follows."""
    page = context.new_page()
    page.set_default_timeout(PATIENCE)
    start = time.perf_counter()
    page.goto(f"http://{adres}/programma", wait_until="commit")
    page.wait_for_function(READY)
    opened = _since(start)
    names = [text.strip() for text in page.locator(".wk-programma tbody tr th a").all_inner_texts()]
    square = page.locator(".js-plotly-plot").last.locator(".scatterlayer .point").first
    square.scroll_into_view_if_needed()
    box = _steady(page, square)
    start = time.perf_counter()
    page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    page.wait_for_function(FOLLOWED, arg=names[1:])
    clicked = _since(start)
    page.close()
    return Beurt(opened, clicked)


def _steady(page: Page, place: Locator) -> FloatRect:
    """Where something is once it stays there: a click on what still moves hits something else. Not timed."""
    before = None
    for _ in range(100):
        box = place.bounding_box()
        if box is not None and box == before:
            return box
        before = box
        page.wait_for_timeout(200)
    raise RuntimeError("the page keeps moving")


def _since(start: float) -> float:
    return (time.perf_counter() - start) * 1000
