"""One font: what is measured is what is drawn, on paper and on screen."""

from pathlib import Path

import pytest
import streamlit
from PIL import ImageFont

from dashboard.charts.paper.text import FONTS, LETTERS, Font, size
from dashboard.rapport.pdf import OWN, fonts

TEXTS = (
    "Bewoners doen mee: 248 dagen stil",
    "▲ sociaal · ▼ techniek ◆ ● ✓ − × →",
    "Financiën € 1.250 (17 van 24)",
    "éëïöü",
)
WEIGHTS = {"Regular": 400, "Bold": 700}


@pytest.mark.parametrize("style", WEIGHTS)
@pytest.mark.parametrize("kind", ["ttf", "woff2"])
def test_our_static_letters_are_as_wide_as_those_of_the_screen(style: str, kind: str) -> None:
    (screen,) = Path(streamlit.__file__).parent.glob("static/static/media/SourceSansVF-Upright*.woff2")
    variable = ImageFont.truetype(str(screen), 1000, layout_engine=ImageFont.Layout.BASIC)
    variable.set_variation_by_axes([WEIGHTS[style]])
    own = ImageFont.truetype(
        str(LETTERS / f"WijkkompasSans-{style}.{kind}"), 1000, layout_engine=ImageFont.Layout.BASIC
    )
    assert own.getname() == (OWN, style)
    assert [own.getlength(text) for text in TEXTS] == [variable.getlength(text) for text in TEXTS]


def test_a_text_is_measured_in_its_own_weight_and_size() -> None:
    plain, bold = size("evenwicht", Font(14))[0], size("evenwicht", Font(14, bold=True))[0]
    assert 14 * 3 < plain < bold < 14 * 6
    assert size("even<b>wicht</b>", Font(14))[0] == pytest.approx(
        size("even", Font(14))[0] + size("wicht", Font(14, bold=True))[0]
    )
    assert size("evenwicht", Font(28))[0] == pytest.approx(2 * plain)
    assert size("111", Font(14)) == size("888", Font(14))  # figures stand in columns


def test_the_report_and_its_charts_ask_for_our_own_letters_first() -> None:
    assert fonts()[0] == OWN and FONTS.startswith(f"'{OWN}'")
    assert (LETTERS / "OFL.txt").read_text(encoding="utf-8").startswith("Copyright 2023 Adobe")
