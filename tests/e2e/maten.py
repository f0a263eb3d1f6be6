"""What every page is measured on in the browser: nothing jumps, lies over something else, sticks out or fades away.

The measuring itself is `maten.js`; here stands how a page is opened for it, and what there is to open.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from playwright.sync_api import Page, expect

from wijkkompas_core.domain.paginas import PAGINAS
from wijkkompas_core.domain.tijd import today

SCRIPT = (Path(__file__).parent / "maten.js").read_text(encoding="utf-8")
PHONE = "Mozilla/5.0 (Linux; Android 14) AppleWebKit/537.36 Chrome/126 Mobile Safari/537.36"
THEMES = ("light", "dark")
QUESTIONS = ("jumped", "sideways", "tooWide", "over")
FAINT = ("texts", "marks")
"""Asked at a window so high that the whole page is in it."""
HIGHEST = 8000

EARLIER, LONG_AGO = today() - timedelta(days=60), today() - timedelta(days=150)
_W = "wijk=lindenhof"
PUBLIC = ("", "inloggen")
"""For these nobody is logged in."""
CHARTS = (
    f"programma?{_W}",
    "programma?aspect=bewoners-doen-mee",
    f"programma?maand={EARLIER:%Y-%m}",
    f"programmabalans?{_W}",
    "programmabalans?beeld=over",
    f"programmabalans?beeld=over&{_W}",
    "vergelijken?wijken=lindenhof,molenkwartier",
    f"wijk?{_W}",
    "wijk?wijk=de-rietlanden",
    f"kompas?{_W}",
    f"kompas?{_W}&selectie=strategieen-identificeren",
    f"belanghebbenden?{_W}&beeld=matrix",
    f"belanghebbenden?{_W}&beeld=belofte",
    f"belanghebbenden?{_W}&beeld=spreiding",
    f"balans?{_W}",
    "balans?wijk=kastanjebuurt",
    "balans?wijk=de-rietlanden",
    f"balans?{_W}&sinds={EARLIER}",
    f"voortgang?{_W}",
    f"voortgang?{_W}&beeld=fasen",
    f"voortgang?{_W}&beeld=cijfers",
)
"""Views with marks in them."""
OTHERS = (
    f"voortgang?{_W}&beeld=knooppunten",
    f"voortgang?{_W}&beeld=oordelen",
    f"programma?peildatum={EARLIER}&sinds={LONG_AGO}",
    f"wijk?{_W}&sinds={EARLIER}",
    f"wijk?{_W}&alle=1",
    f"kompas?{_W}&peildatum={EARLIER}&sinds={LONG_AGO}",
    "uitwisseling?deel=exporteren",
    "uitwisseling?deel=wijzigen",
    "beheer?deel=toestand",
)
PAGES = tuple(f"{page.adres}?{_W}" for page in PAGINAS if page.recht is not None)
"""Every page of the menu, as it opens."""
VIEWS = tuple(dict.fromkeys((*CHARTS, *OTHERS, *PAGES)))


@dataclass(frozen=True, slots=True)
class Scherm:
    """A screen: its width in pixels, and whether the browser says that it is one of a phone."""

    breed: int
    telefoon: bool = False

    @property
    def hoog(self) -> int:
        """Its height."""
        return 844 if self.breed < 480 else 900


WIDE = tuple(Scherm(wide) for wide in (1440, 1920, 1024, 900))
NARROW = (*(Scherm(narrow) for narrow in (390, 600, 768)), Scherm(390, telefoon=True))
SCHERMEN = (*WIDE, *NARROW)


# A browser may keep a page that it does not show waiting for its idle moment for ever: then half a second will do.
IDLE = """() => new Promise((done) =>
    requestIdleCallback(() => requestIdleCallback(done, { timeout: 500 }), { timeout: 500 }))"""


def opened(page: Page, url: str) -> None:
    """Open a page and wait until all of it is there and drawn."""
    page.goto(url)
    _drawn(page)


def _drawn(page: Page) -> None:
    expect(page.locator("h1").first).to_be_attached()
    expect(page.locator('[data-testid="stApp"][data-test-script-state="notRunning"]')).to_be_attached()
    expect(page.locator("html:not(.wk-opbouw)")).to_be_attached()
    page.evaluate(IDLE)


def measured(page: Page, scherm: Scherm) -> str:
    """What is wrong on the page as it was opened on this screen, a line each; empty when all is well."""
    found = _asked(page, QUESTIONS)
    high = page.locator('[data-testid="stMainBlockContainer"]').evaluate("(one) => one.scrollHeight + 80")
    page.set_viewport_size({"width": scherm.breed, "height": min(max(high, scherm.hoog), HIGHEST)})
    _drawn(page)
    found += _asked(page, FAINT)
    page.set_viewport_size({"width": scherm.breed, "height": scherm.hoog})
    return "\n".join(found)


def _asked(page: Page, questions: Iterable[str]) -> list[str]:
    answers = page.evaluate("(questions) => questions.map((one) => [one, window.maten[one]()])", list(questions))
    return [f"{question}: {words}" for question, wrong in answers for words in sorted(set(wrong))]
