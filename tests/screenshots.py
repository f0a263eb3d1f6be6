"""Make the pictures in `docs/beelden/`: `python -m tests.screenshots`.

Starts a server of its own on a fresh demo, and draws every page wide and on a phone, in the light and the dark theme.
Whatever a picture needs to be recorded is undone again, so that all pictures show the same data.
"""

import io
import re
import socket
import sys
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from PIL import Image
from playwright.sync_api import Browser, Page, expect, sync_playwright

from dashboard.kit.sinds.filter import quarter_ends
from tests.e2e.conftest import ARGUMENTS, Server, chromium
from wijkkompas_core.domain.tijd import today
from wijkkompas_core.settings import ROOT

FOLDER = ROOT / "docs" / "beelden"
WACHTWOORD = "Beelden-van-de-demo-1"
ACCOUNT = "programmamanager"
PHONE_AGENT = "Mozilla/5.0 (Linux; Android 14; Pixel 8) AppleWebKit/537.36 Chrome/126.0 Mobile Safari/537.36"
README_HEIGHT = 1040  # the part of the kompas that shows circle and legend
COLOURS = 128  # enough for flat colours and soft edges; keeps a picture under some 100 kB
TRIES = 40


@dataclass(frozen=True)
class Variant:
    """One way to look at a page: width and largest height in CSS pixels, theme, and whether it is a phone."""

    width: int
    tallest: int
    theme: str
    phone: bool = False

    @property
    def name(self) -> str:
        """The end of the file name."""
        return f"{self.width}-{self.theme}"

    def options(self) -> dict[str, Any]:
        """The options of a browser context."""
        options: dict[str, Any] = {
            "viewport": {"width": self.width, "height": 844 if self.phone else 900},
            "color_scheme": "dark" if self.theme == "donker" else "light",
            "locale": "nl-NL",
            "timezone_id": "Europe/Amsterdam",
            "reduced_motion": "reduce",
        }
        if self.phone:
            options |= {"user_agent": PHONE_AGENT, "is_mobile": True, "has_touch": True}
        return options


VARIANTS = (
    Variant(1440, 1500, "licht"),
    Variant(1440, 1500, "donker"),
    Variant(390, 1800, "licht", phone=True),
    Variant(390, 1800, "donker", phone=True),
)


def main() -> int:
    """Make all pictures; answers an exit code."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="wijkkompas-beelden-") as folder:
        server = _demo_server(Path(folder))
        server.start()
        try:
            with sync_playwright() as playwright:
                browser = playwright.chromium.launch(executable_path=chromium(), args=ARGUMENTS)
                for variant in VARIANTS:
                    _tour(browser, server.url, variant)
                _conflict(browser, server.url, VARIANTS[0])
                browser.close()
        finally:
            server.stop()
    with Image.open(FOLDER / f"kompas-{VARIANTS[0].name}.png") as whole:
        whole.crop((0, 0, whole.width, README_HEIGHT)).save(FOLDER / "kompas.png", optimize=True)
    pictures = sorted(FOLDER.glob("*.png"))
    size = sum(picture.stat().st_size for picture in pictures)
    print(f"{len(pictures)} beelden in {FOLDER.relative_to(ROOT)}, samen {size / 1e6:.1f} MB")
    return 0


def _demo_server(folder: Path) -> Server:
    """A server as `make demo` starts it, on a free port and a database of its own."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    environment = {"WIJKKOMPAS_POORT": str(port), "WIJKKOMPAS_DEMO_WACHTWOORD": WACHTWOORD}
    return Server(f"sqlite:///{folder / 'demo.db'}", environment, port, command=("dashboard", "--demo"))


def _tour(browser: Browser, url: str, variant: Variant) -> None:
    """Every page in one variant, before and after logging in."""
    context = browser.new_context(**variant.options())
    context.set_default_timeout(20_000)
    page = context.new_page()

    def picture(name: str, path: str = "", *, ready: Callable[[], object] | None = None) -> None:
        if path:
            page.goto(url + path)
        if ready:
            ready()
        _save(page, variant, name)

    picture("methode", "/", ready=lambda: _chart(page))
    picture("methode-vak", "/?selectie=strategieen-identificeren/sociaal-maatschappelijk/bewoners-doen-mee")
    picture("inloggen", "/inloggen", ready=lambda: page.get_by_label("Gebruikersnaam").wait_for())
    _log_in(page, url)
    picture("kompas", "/kompas?wijk=oude-werf", ready=lambda: _chart(page))
    vak = "keuzes-maken/technisch-economisch/passend-renovatieaanbod"
    picture("kompas-vak", f"/kompas?wijk=oude-werf&selectie={vak}", ready=lambda: _chart(page))
    picture("balans", "/balans?wijk=kastanjebuurt", ready=lambda: _chart(page))
    picture("programma", "/programma", ready=lambda: _groups(page))
    picture("rapport", "/rapport?wijk=lindenhof")
    picture("uitwisseling", "/uitwisseling", ready=lambda: _button(page, "Verder").wait_for())
    changing = page.locator("[data-testid=stDataFrame] canvas").first
    picture("rijen-wijzigen", "/uitwisseling?deel=wijzigen&wijk=lindenhof", ready=changing.wait_for)
    quarter, earlier = quarter_ends(today())
    picture("terugkijken", f"/programma?peildatum={earlier}", ready=lambda: _groups(page))
    picture("gewijzigd-sinds", f"/wijk?wijk=lindenhof&sinds={quarter}", ready=lambda: _chart(page))
    picture("wijk", "/wijk?wijk=lindenhof", ready=lambda: _chart(page))
    picture("afspraken", "/afspraken?wie=alle", ready=lambda: page.locator(".wk-afspraak").first.wait_for())
    picture("belanghebbenden", "/belanghebbenden?wijk=lindenhof", ready=lambda: page.locator("table").first.wait_for())
    picture("belanghebbenden-matrix", "/belanghebbenden?wijk=lindenhof&beeld=matrix", ready=lambda: _chart(page))
    picture("logboek", "/logboek?wijk=lindenhof&zoek=warmte", ready=lambda: page.locator("mark").first.wait_for())
    picture("voortgang", "/voortgang?wijk=oude-werf", ready=lambda: _chart(page))
    picture("vergelijken", "/vergelijken?wijken=kastanjebuurt,lindenhof,oude-werf", ready=lambda: _chart(page))
    beside = "/vergelijken?wijken=lindenhof&fase=karakteriseren"
    picture("zelfde-fase", beside, ready=lambda: _chart(page))
    picture("programmabalans", "/programmabalans", ready=lambda: _chart(page))
    picture("wijken", "/wijken", ready=lambda: page.locator("table").first.wait_for())
    picture(
        "weergaven",
        "/weergaven?doe=delen&adres=/kompas?wijk=lindenhof",
        ready=lambda: _button(page, "Link maken").wait_for(),
    )
    picture("account", "/account", ready=lambda: page.get_by_label("Huidig wachtwoord").wait_for())
    picture("team", "/beheer?wijk=lindenhof", ready=lambda: page.locator("table").first.wait_for())
    picture("vastleggen", "/vastleggen?wijk=lindenhof", ready=lambda: _button(page, "Vastleggen").wait_for())
    _button(page, "Vastleggen").click()
    picture("vastleggen-fout", ready=lambda: expect(page.get_by_role("alert").first).to_be_visible())

    page.goto(f"{url}/vastleggen?wijk=lindenhof&aspect=bewoners-doen-mee")
    page.get_by_role("combobox", name="Vorm").click()
    page.get_by_role("option", name="Bewonersavond").click()
    _settle(page)
    _button(page, "Vastleggen").click()
    picture("vastleggen-gedaan", ready=lambda: _button(page, "Ongedaan maken").wait_for())
    _button(page, "Ongedaan maken").click()
    expect(_button(page, "Ongedaan maken")).to_have_count(0)

    page.get_by_role("textbox", name="Wat leverde het op?").fill("De zaal zat vol.")
    page.keyboard.press("Tab")
    _settle(page)
    picture("vastleggen-concept", "/vastleggen?wijk=lindenhof", ready=lambda: _button(page, "Weggooien").wait_for())
    _button(page, "Weggooien").click()
    expect(_button(page, "Weggooien")).to_have_count(0)
    context.close()


def _conflict(browser: Browser, url: str, variant: Variant) -> None:
    """Two windows change the same contactmoment; the second is told so."""
    context = browser.new_context(**variant.options())
    context.set_default_timeout(20_000)
    first, second = context.new_page(), context.new_page()
    _log_in(first, url)
    first.goto(f"{url}/kompas?wijk=lindenhof")
    first.get_by_role("link", name=re.compile("^Wijzigen: contactmoment")).first.click()
    first.wait_for_url("**/vastleggen?*contactmoment=*")
    second.goto(first.url)
    for page, text in ((first, "De buurt wil eerst over de planning praten."), (second, "Er komt een tweede avond.")):
        field = page.get_by_role("textbox", name="Wat leverde het op?")
        field.wait_for()
        _settle(page)
        field.fill(text)
        field.press("Tab")
        _settle(page)
    for page in (first, second):
        _button(page, "Wijziging opslaan").click()
        _settle(page)
    _button(second, "Mijn versie bewaren").wait_for()
    _save(second, variant, "conflict")
    context.close()


def _log_in(page: Page, url: str) -> None:
    page.goto(f"{url}/account")
    page.get_by_label("Gebruikersnaam").fill(ACCOUNT)
    page.get_by_label("Wachtwoord", exact=True).fill(WACHTWOORD)
    _button(page, "Inloggen").click()
    page.get_by_role("heading", name="Mijn account").wait_for()
    _settle(page)
    if _button(page, "Gezien").is_visible():  # each size of screen is a new browser, and that is told
        _button(page, "Gezien").click()
        expect(_button(page, "Gezien")).to_have_count(0)


def _button(page: Page, name: str) -> Any:
    return page.get_by_test_id("stMain").get_by_role("button", name=name, exact=True)


def _chart(page: Page) -> None:
    """Wait for the first chart."""
    page.locator(".js-plotly-plot .main-svg").first.wait_for()


def _groups(page: Page) -> None:
    """Wait for the wijken of the programme."""
    page.locator(".wk-groepen").first.wait_for()


def _save(page: Page, variant: Variant, name: str) -> None:
    """The whole page, as far as `variant.tallest`, without what blinks or goes away by itself."""
    _settle(page)
    if page.get_by_test_id("stAlertContentError").count():
        raise RuntimeError(f"{page.url} toont een fout: {page.get_by_test_id('stAlertContentError').inner_text()}")
    page.mouse.move(0, 0)
    page.evaluate("document.activeElement && document.activeElement.blur()")
    before = page.viewport_size
    height = page.evaluate(
        "Math.ceil(Math.max(...['stMain', 'stMainBlockContainer'].map("
        "id => document.querySelector(`[data-testid=${id}]`).scrollHeight)))"
    )
    assert before is not None
    page.set_viewport_size({"width": variant.width, "height": max(before["height"], min(height, variant.tallest))})
    page.add_style_tag(content="[data-testid='stToastContainer'] { display: none }")
    _settle(page)
    image = Image.open(io.BytesIO(_steady(page))).convert("RGB")
    image.quantize(COLOURS, method=Image.Quantize.MEDIANCUT, dither=Image.Dither.NONE).save(
        FOLDER / f"{name}-{variant.name}.png", optimize=True
    )
    page.set_viewport_size(before)


def _settle(page: Page) -> None:
    """Wait until Streamlit has nothing left to run."""
    page.locator("[data-testid='stApp'][data-test-script-state='notRunning']").wait_for()
    expect(page.get_by_test_id("stSkeleton")).to_have_count(0)


def _steady(page: Page) -> bytes:
    """A picture that is the same as the one before it: nothing moves any more."""
    shot = page.screenshot()
    for _ in range(TRIES):
        page.wait_for_timeout(200)
        again = page.screenshot()
        if again == shot:
            return shot
        shot = again
    raise RuntimeError(f"{page.url} blijft bewegen.")


if __name__ == "__main__":
    sys.exit(main())
