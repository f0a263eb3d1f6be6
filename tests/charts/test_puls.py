"""The puls and the cells of a wijk on paper: the same marks as on screen."""

import re
from datetime import date
from xml.etree import ElementTree

from dashboard.charts.puls import cellen_svg, puls_svg
from dashboard.kit.marks import aspect_cells, puls_mark
from dashboard.theme import vol
from tests.charts.conftest import build_kompas
from wijkkompas_core.analysis.puls import aspect_cel, puls, puls_schaal

KOMPAS = build_kompas()
MONTHS = tuple(date(2025 + (11 + i) // 12, (11 + i) % 12 + 1, 1) for i in range(12))
SOM = {"sociaal-maatschappelijk": (3.0, 1.0) + (0.0,) * 10, "technisch-economisch": (1.5, 0.0, 2.0) + (0.0,) * 9}
PULS = puls(MONTHS, SOM, KOMPAS, date(2020, 1, 1))
SVG = "{http://www.w3.org/2000/svg}"


def bars(drawn: str, colour: str) -> list[tuple[float, float]]:
    """Top and height of every bar of a colour, in order."""
    found = [one for one in ElementTree.fromstring(drawn).iter(f"{SVG}rect") if one.get("fill") == colour]
    return [(float(one.get("y", 0)), float(one.get("height", 0))) for one in found]


def test_sociaal_stands_on_the_line_and_techniek_hangs_from_it_on_the_scale_of_the_page() -> None:
    drawn = puls_svg(PULS, KOMPAS, puls_schaal((PULS,)), 180, 36)
    assert bars(drawn, vol(0, False)) == [(1.0, 17.0), (12.3, 5.7)]
    assert bars(drawn, vol(1, False)) == [(18.0, 8.5), (18.0, 11.3)]
    halved = puls_svg(PULS, KOMPAS, 2 * puls_schaal((PULS,)), 180, 36)
    assert bars(halved, vol(0, False))[0][1] == 8.5


def test_the_silent_months_at_the_end_are_one_hatched_block_that_says_so() -> None:
    drawn = puls_svg(PULS, KOMPAS, 3.0, 180, 36, voet=True)
    words = ["".join(one.itertext()) for one in ElementTree.fromstring(drawn).iter(f"{SVG}text")]
    assert words == ["stil", "dec 2025", "▲ sociaal · ▼ techniek", "nov 2026"]
    assert bars(drawn, "url(#stil)") == [(0.0, 36.0)]
    assert "stil</span>" in puls_mark(PULS, KOMPAS, 3.0) and PULS.stil == 9


def test_the_cells_say_the_same_on_paper_and_on_screen() -> None:
    day = date(2026, 11, 30)
    lasts = [None, date(2026, 11, 25), date(2026, 9, 30), date(2025, 6, 1), date(2026, 8, 1), date(2026, 11, 30)]
    cells = [aspect_cel(last, day, True) for last in lasts]
    drawn = ElementTree.fromstring(cellen_svg(cells, KOMPAS))
    words = ["".join(one.itertext()) for one in drawn.iter(f"{SVG}text")]
    screen = re.findall(r'wk-cel-\w+ [^>]*">([^<]*)<span', aspect_cells(cells, KOMPAS))
    assert words == [word for word in screen if word] == ["nooit", "2", "18", "4"]
    assert [cell.kind for cell in cells] == ["nooit", "vers", "vers", "oud", "oud", "vers"]
