"""Every page at every width in both themes: nothing jumps, no text lies over text, nothing sticks out or is faint.

It also breaks no rule of axe-core, loads nothing from elsewhere, and prints well. A run of all tests takes each view on
a wide screen and on a narrow one, the one light and the other dark, and every width has its turn; `pytest -m volledig`
takes each view on each screen in each theme.
"""

import re
from collections.abc import Callable, Iterable, Iterator
from datetime import timedelta
from itertools import cycle, product

import pytest
from playwright.sync_api import Page, expect
from sqlalchemy import select

from tests.e2e.axe import violations
from tests.e2e.bewaard import NOWHERE
from tests.e2e.maten import (
    CHARTS,
    NARROW,
    PHONE,
    PUBLIC,
    SCHERMEN,
    SCRIPT,
    THEMES,
    VIEWS,
    WIDE,
    Scherm,
    measured,
    opened,
)  # fmt: skip
from tests.e2e.papier import PRINTED, check_print
from wijkkompas_core.domain.paginas import PAGINAS
from wijkkompas_core.domain.tijd import today
from wijkkompas_core.domain.toegang import Actie
from wijkkompas_core.domain.weergaven import DeellinkInvoer, read_beeld
from wijkkompas_core.services.deellinks import make_deellink
from wijkkompas_core.storage.database import Database, load_actor
from wijkkompas_core.storage.tables import GebruikerRow

Opener = Callable[[Scherm, str, str | None], Page]
SHARED = ("programma", "wijk?wijk=lindenhof", "balans?wijk=kastanjebuurt", "kompas?wijk=lindenhof")


@pytest.fixture
def asked() -> list[str]:
    """The addresses of all that the windows asked for."""
    return []


@pytest.fixture
def window(demo_server, demo_wachtwoord, new_context, log_in, asked) -> Opener:
    """A window of this screen, in this theme, of this person or of nobody; one per kind, and made as wide as asked."""
    kept: dict[object, Page] = {}

    def give(scherm: Scherm, theme: str, who: str | None) -> Page:
        kind = scherm.telefoon, theme, who
        if kind not in kept:
            agent = {"user_agent": PHONE} if scherm.telefoon else {}
            page = kept[kind] = new_context(color_scheme=theme, **agent).new_page()
            page.add_init_script(SCRIPT)
            page.on("request", lambda request: asked.append(request.url))
            if who:
                log_in(page, demo_server.url, who, demo_wachtwoord)
        kept[kind].set_viewport_size({"width": scherm.breed, "height": scherm.hoog})
        return kept[kind]

    return give


@pytest.fixture(scope="module")
def links(demo_server) -> list[str]:
    """The address of a share link for each view of `SHARED`."""
    database = Database(demo_server.database_url)
    with database.reading() as session:
        key = session.scalar(select(GebruikerRow.id).where(GebruikerRow.gebruikersnaam == "programmamanager"))
        maker = load_actor(session, key or 0, None)
    found = []
    for view in SHARED:
        with database.writing(maker, Actie.DEELLINK_MAKEN) as session:
            made = make_deellink(session, DeellinkInvoer(view, read_beeld(view), today() + timedelta(days=1)))
        found.append(f"{demo_server.url}/deel#{made.token}")
    database.close()
    return found


Turn = tuple[str, Scherm, str]


def turns() -> Iterator[Turn]:
    """Each view on a wide screen and on a narrow one; every other one with marks is dark when wide, all else light."""
    for number, (view, wide, narrow) in enumerate(zip(VIEWS, cycle(WIDE), cycle(NARROW), strict=False)):
        light, dark = THEMES[::-1] if view in CHARTS and number % 2 else THEMES
        yield view, wide, light
        yield view, narrow, dark


def product_of_all() -> Iterator[Turn]:
    """Each view on each screen in each theme."""
    yield from product(VIEWS, SCHERMEN, THEMES)


def look_at(window: Opener, base: str, turns: Iterable[Turn], subtests: pytest.Subtests, who: str | None) -> Iterator:
    """Open each and measure it; answers each as it stands open, to look at more."""
    for view, scherm, theme in turns:
        page = window(scherm, theme, who)
        opened(page, f"{base}/{view}")
        with subtests.test(view, breed=scherm.breed, telefoon=scherm.telefoon, thema=theme):
            wrong = measured(page, scherm)
            assert not wrong, wrong
        yield view, theme, page


def look_at_links(window: Opener, links: list[str], screens: Iterable[tuple[Scherm, str]], subtests) -> None:
    """Follow each link as a stranger and measure what it shows."""
    for link, (scherm, theme) in zip(cycle(links), screens, strict=False):
        page = window(scherm, theme, None)
        page.goto("about:blank")
        page.goto(link)
        expect(page).to_have_url(re.compile(r"/gedeeld\?kenmerk="))
        opened(page, page.url)
        with subtests.test(link, breed=scherm.breed, telefoon=scherm.telefoon, thema=theme):
            wrong = measured(page, scherm)
            assert not wrong, wrong


def test_every_view_has_its_turn_and_no_page_of_the_menu_is_left_out() -> None:
    found = list(turns())
    assert {view for view, *_ in found} == set(VIEWS)
    assert {screen for _, screen, _ in found} == set(SCHERMEN) and {theme for *_, theme in found} == set(THEMES)
    seen = {view.partition("?")[0] for view in VIEWS} | set(PUBLIC) | {"gedeeld"}
    assert seen == {page.adres for page in PAGINAS} - {"uitnodiging"}  # that asks a token of its own
    assert set(PRINTED) <= {*VIEWS, *PUBLIC}


WRONG = """<style>body { margin: 0; background: #FBFAF7; color: #1B2430; font: 15px sans-serif; }</style>
<p style="color: #B0B4BA">bleek</p>
<p style="background: #1B2430"><span style="color: #E8EAED">licht op donker</span></p>
<p style="background: linear-gradient(90deg, #FBFAF7 50%, #1B2430 50%)">half donker</p>
<div style="opacity: 0.4">gedimd</div>
<input placeholder="vaag" style="color: #1B2430"><style>::placeholder { color: #C0C4CA; opacity: 1; }</style>
<b class="wk-cel" style="display: block; width: 30px; height: 26px; background: #F0D9C8"></b>
<b class="wk-cel" style="display: block; width: 30px; height: 26px; background: #B9561F"></b>
<div data-testid="stElementContainer" style="width: 300px"><div class="js-plotly-plot">
<svg class="main-svg" width="400" height="160"><g class="scatterlayer"><g class="trace">
<path class="js-line" d="M0,100 L300,100" style="fill: none; stroke: #E3DFD6; stroke-width: 2"/></g></g>
<text x="10" y="30">Mijlpaal</text><text x="30" y="32">Noot</text><text x="200" y="30">Los</text>
<text x="10" y="80" transform="rotate(-40 10 80)">schuin</text><text x="390" y="60">eruit</text></svg></div></div>
<div style="width: 2000px">breed</div>"""


def test_what_is_wrong_is_seen(page) -> None:
    page.route("**/*", lambda route: route.fulfill(content_type="text/html", body=f"<!doctype html>{WRONG}"))
    page.goto(NOWHERE)
    page.evaluate(f"() => {{ {SCRIPT} }}")

    def seen(question: str) -> str:
        return "\n".join(page.evaluate("(one) => window.maten[one]()", question))

    assert re.findall(r'"([^"]+)" over "([^"]+)"', seen("over")) == [("Mijlpaal", "Noot")]
    assert "wider than its place" in seen("tooWide") and '"eruit" sticks out' in seen("tooWide")
    assert "too wide" in seen("sideways")
    faint = seen("texts")
    assert [word for word in ("bleek", "licht op donker", "half donker", "gedimd", "vaag") if word not in faint] == [
        "licht op donker"
    ]
    marks = seen("marks").splitlines()
    assert len(marks) == 2 and "js-line" in marks[0] and "wk-cel" in marks[1]
    page.evaluate("() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))")
    page.evaluate("() => { document.body.style.paddingTop = '500px'; }")
    page.wait_for_function("() => window.maten.jumped().length")


def test_nothing_jumps_overlaps_sticks_out_is_faint_breaks_a_rule_or_comes_from_elsewhere_and_all_prints(
    window, asked, demo_server, subtests, tmp_path
) -> None:
    for view, theme, page in look_at(window, demo_server.url, turns(), subtests, "beheerder"):
        with subtests.test(view, thema=theme):
            expect(page.get_by_role("button", name="Uitloggen").first, "there is a way out").to_be_attached()
            assert violations(page) == []
            if theme == "light" and view in PRINTED:
                check_print(page, view, tmp_path)
    elsewhere = [url for url in asked if not url.startswith((demo_server.url, "data:", "blob:"))]
    assert elsewhere == [], "nothing comes from outside"


def test_nor_before_someone_has_logged_in(window, demo_server, subtests, tmp_path) -> None:
    screens = [(SCHERMEN[0], THEMES[0]), (SCHERMEN[-1], THEMES[1])]
    found = ((view, *screen) for view, screen in product(PUBLIC, screens))
    for view, theme, page in look_at(window, demo_server.url, found, subtests, None):
        with subtests.test(view or "de methode", thema=theme):
            assert violations(page) == []
            if theme == "light" and view in PRINTED:
                check_print(page, view, tmp_path)


def test_nor_in_what_a_share_link_shows(window, links, subtests) -> None:
    look_at_links(window, links, zip(SCHERMEN[: len(SHARED)], cycle(THEMES), strict=False), subtests)


@pytest.mark.volledig
def test_no_view_fails_on_any_screen_in_either_theme(window, demo_server, links, subtests) -> None:
    every = look_at(window, demo_server.url, product_of_all(), subtests, "beheerder")
    public = look_at(window, demo_server.url, product(PUBLIC, SCHERMEN, THEMES), subtests, None)
    assert len([*every, *public]) == (len(VIEWS) + len(PUBLIC)) * len(SCHERMEN) * len(THEMES)
    for link in links:
        look_at_links(window, [link], product(SCHERMEN, THEMES), subtests)
