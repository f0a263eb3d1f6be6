"""What a page must be on paper, looked at with another program."""

import re
import subprocess
from pathlib import Path

from playwright.sync_api import Page

from wijkkompas_core.domain.paginas import PAGINAS
from wijkkompas_core.domain.tijd import today
from wijkkompas_core.domain.toegang import Recht

DAY = f"{today():%d-%m-%Y}"
PRINTED = [
    "",
    *(f"{info.adres}?wijk=lindenhof" for info in PAGINAS if info.recht is Recht.WIJK_ZIEN),
]
"""The addresses, as they open, of what is made to be read: the method, and all of a wijk."""

# What only works on a screen: buttons, but a chosen one, whose words say what is shown; and drawings but in charts.
LEFT_OVER = """() => [...document.querySelectorAll("button, svg, [data-placeholder]")]
    .filter(one => !one.matches('[data-selected="true"], body > svg'))
    .filter(one => !one.closest(".js-plotly-plot, .wk-merk, table"))
    .filter(one => one.checkVisibility() && one.getBoundingClientRect().width > 1)
    .map(one => one.outerHTML.slice(0, 300))"""


def check_print(page: Page, address: str, folder: Path) -> None:
    """The page that stands open at this address prints on A4 without menu and buttons and with a foot."""
    target = folder / "pagina.pdf"
    page.pdf(path=target, prefer_css_page_size=True, print_background=True)
    _check_sheets(page, address, _printed(target), target)
    page.emulate_media(media="print")
    assert page.evaluate(LEFT_OVER) == []
    page.emulate_media(media="null")


def _printed(pdf: Path) -> str:
    """The text of a PDF as another program reads it."""
    return subprocess.run(["pdftotext", "-layout", pdf, "-"], capture_output=True, text=True, check=True).stdout


def _check_sheets(page: Page, address: str, text: str, pdf: Path) -> None:
    """A4, each sheet with something on it and a foot, and nothing that only works on a screen."""
    facts = subprocess.run(["pdfinfo", pdf], capture_output=True, text=True, check=True).stdout
    size = re.search(r"Page size: +([\d.]+) x ([\d.]+)", facts)
    assert size and [round(float(side)) for side in size.groups()] == [595, 842]
    sheets = text.strip("\f\n").split("\f")
    for number, sheet in enumerate(sheets, start=1):
        assert f"afgedrukt op {DAY}" in " ".join(sheet.split()) and f"{number} van {len(sheets)}" in sheet
        assert len(sheet.split()) > 12, f"sheet {number} is empty"
    assert address or len(sheets) == 1, "the method stands on one sheet"
    heading = page.get_by_role("heading", level=1).inner_text()  # a line may end after a hyphen
    assert "".join(heading.split()) in "".join(sheets[0].split())
    assert f"/{address}" in text.replace("\n", "").replace(" ", "")
    for word in ("Uitloggen", "Ingelogd als", "Kopieer link", "Downloaden"):
        assert word not in text
