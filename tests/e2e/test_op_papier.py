"""A chart as a file and a page on paper, made by a real browser and opened with other programs."""

from html import escape
from pathlib import Path
from xml.etree import ElementTree

import pytest
from PIL import Image
from playwright.sync_api import Page, expect

from dashboard.charts.paper.text import Font, size
from tests.e2e.axe import settled
from wijkkompas_core.domain.tijd import today

DAY = f"{today():%d-%m-%Y}"
CHARTS = {
    "kompas?wijk=lindenhof&selectie=keuzes-maken": ("Dekking: ", ["Lindenhof · 4. Keuzes maken · hele looptijd"]),
    "balans?wijk=lindenhof&per=maand&van=2025-01-01&tot=2025-12-31": (
        "",
        ["Lindenhof · per maand", "contacten", "01-01-2025 t/m 31-12-2025"],
    ),
    "programmabalans": ("", ["Naast elkaar · alle fasen · alle wijken"]),
}


@pytest.fixture
def reader(demo_server, demo_wachtwoord, new_context, log_in) -> Page:
    page = new_context(viewport={"width": 1440, "height": 900}, accept_downloads=True).new_page()
    log_in(page, demo_server.url, "programmamanager", demo_wachtwoord)
    return page


def download(page: Page, kind: str, folder: Path) -> Path:
    """Press the button of the first picture and answer the file."""
    with page.expect_download() as waiting:
        page.locator(".wk-plaatje").first.get_by_role("button", name=f"Download als {kind}").click()
    target = folder / waiting.value.suggested_filename
    waiting.value.save_as(target)
    return target


@pytest.mark.parametrize("adres", CHARTS)
def test_a_chart_is_a_picture_with_its_title_what_it_is_about_and_the_date(demo_server, reader, tmp_path, adres):
    begins, about = CHARTS[adres]
    reader.goto(f"{demo_server.url}/{adres}")
    expect(reader.locator(".js-plotly-plot .main-svg").first).to_be_visible()
    settled(reader)
    reader.get_by_text("Tabel, download").first.click()
    expect(reader.locator(".wk-plaatje").first).to_be_visible()
    settled(reader)
    drawing = download(reader, "SVG", tmp_path)
    root = ElementTree.parse(drawing).getroot()
    words = [text.text or "" for text in root.iter("{http://www.w3.org/2000/svg}text")]
    own = [text.text or "" for text in root.findall("{http://www.w3.org/2000/svg}text")]
    finding = reader.locator(".wk-kopzin, .wk-bevinding").first
    title = begins or finding.inner_text()
    assert "".join(own).replace(" ", "").startswith(title.replace(" ", ""))
    assert all(one in " ".join(own) for one in about) and f"gemaakt op {DAY}" in " ".join(own)
    assert len(words) > len(own) + 5  # the chart itself is in it
    assert len(list(root.iter("{http://www.w3.org/2000/svg}path"))) > 10
    check_letters(reader, drawing)
    picture = download(reader, "PNG", tmp_path)
    with Image.open(picture) as image:
        assert image.width >= 2000
        assert image.width / image.height == pytest.approx(
            float(root.get("width", 0)) / float(root.get("height", 1)), 0.01
        )
        assert len(image.convert("RGB").resize((200, 200)).getcolors(40_000) or []) > 50  # not an empty sheet


def check_letters(page: Page, drawing: Path) -> None:
    """The file brings its letters along: opened by itself, its texts are as wide as our own font makes them."""
    alone = page.context.new_page()
    alone.goto(drawing.as_uri())
    assert (
        alone.evaluate("document.fonts.ready.then(() => [...document.fonts].map(one => one.status))") == ["loaded"] * 2
    )
    text, wide = alone.locator("svg > text").first.evaluate("one => [one.textContent, one.getComputedTextLength()]")
    assert wide == pytest.approx(size(escape(text), Font(20, bold=True))[0], rel=0.02)
    alone.close()


@pytest.mark.parametrize("url", ["programma", "kompas", "logboek"])
def test_a_browser_without_feet_gets_the_address_and_the_day_once_under_the_title(demo_server, reader, url):
    reader.goto(f"{demo_server.url}/{url}?wijk=lindenhof")
    settled(reader)
    reader.evaluate("() => { delete window.CSSMarginRule; dispatchEvent(new Event('beforeprint')) }")
    line = reader.locator('[data-testid="stMain"] h1 + .wk-papier')
    expect(line).to_contain_text(f"/{url}?wijk=lindenhof · ")
    expect(line).to_contain_text(f"afgedrukt op {DAY}")
    reader.evaluate("() => dispatchEvent(new Event('afterprint'))")
    expect(line).to_have_count(0)
