"""Colours that read, Dutch dates and numbers, and settings that Streamlit knows."""

import re
import tomllib
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from dashboard.stylesheet import CSS
from dashboard.theme import (
    AA_MARK,
    AA_TEXT,
    DARK,
    LIGHT,
    MOST_SPOREN,
    PLOTLY_CONFIG,
    SPOORKLEUREN,
    aspect_fills,
    context,
    contrast,
    datumas,
    edge,
    ink_on,
    spoor_inks,
    tint,
    tone,
    vol,
)
from wijkkompas_core.domain import nederlands as nl
from wijkkompas_core.domain.kompas import Aspect, Kompas, Spoor

ROOT = Path(__file__).parents[2]


def test_known_contrasts_are_computed_as_wcag_does() -> None:
    assert contrast("#000000", "#FFFFFF") == pytest.approx(21)
    assert contrast("#767676", "#FFFFFF") == pytest.approx(4.54, abs=0.01)


def test_text_reads_on_every_colour_of_the_palette() -> None:
    for ramp in SPOORKLEUREN:
        assert [ink_on(fill) for fill in ramp] == ["#FFFFFF", "#FFFFFF", "#1B2430"]
        assert all(contrast(ink_on(fill), fill) >= AA_TEXT for fill in ramp)


@pytest.mark.parametrize("ground", [LIGHT, DARK])
def test_text_reads_on_the_paper(ground) -> None:
    for text in (ground.ink, ground.secondary):
        assert contrast(text, ground.paper) >= AA_TEXT and contrast(text, ground.band) >= AA_TEXT


@pytest.mark.parametrize("dark", [False, True])
def test_the_name_of_a_spoor_reads_in_its_own_hue(kompas: Kompas, dark: bool) -> None:
    third = replace(kompas, sporen=(*kompas.sporen, Spoor("derde", 3, "Derde", "Derde", "")))
    assert all(contrast(ink, tone(dark).paper) >= AA_TEXT for ink in spoor_inks(third, dark).values())


def test_aspecten_get_the_fixed_colours_in_order(kompas: Kompas) -> None:
    assert list(aspect_fills(kompas).values()) == [colour for ramp in SPOORKLEUREN for colour in ramp]


def test_a_fourth_aspect_and_a_third_spoor_get_colours_of_their_own(kompas: Kompas) -> None:
    more = replace(
        kompas,
        sporen=(*kompas.sporen, Spoor("derde", 3, "Derde", "Derde", "")),
        aspecten=(
            *kompas.aspecten,
            Aspect("extra", 7, kompas.sporen[0].slug, "Extra", "Extra", ""),
            Aspect("regie", 8, "derde", "Regie", "Regie", ""),
        ),
    )
    fills = aspect_fills(more)
    assert len(fills) == 8 and len(set(fills.values())) == 8


def test_dates_and_numbers_are_written_in_dutch() -> None:
    assert nl.day(date(2025, 3, 4)) == "04-03-2025"
    assert nl.month_or_quarter(date(2025, 3, 1), "maand") == "maart 2025"
    assert nl.month_or_quarter(date(2025, 10, 1), "kwartaal") == "4e kwartaal 2025"
    assert nl.signed(-0.25) == "−0,25" and nl.decimal(1234.5, 1) == "1.234,5"


@pytest.mark.parametrize(
    ("first", "last", "texts"),
    [
        (date(2025, 3, 1), date(2025, 5, 31), ["mrt<br>2025", "apr", "mei"]),
        (date(2024, 11, 1), date(2025, 2, 28), ["nov<br>2024", "dec", "jan<br>2025", "feb"]),
        (date(2022, 3, 1), date(2025, 8, 31), ["jul<br>2022", "jan<br>2023", "jul", "jan<br>2024", "jul",
                                               "jan<br>2025", "jul"]),
        (date(2010, 1, 1), date(2025, 12, 31), [str(year) for year in range(2010, 2026, 2)]),
    ],
)  # fmt: skip
def test_ticks_are_few_and_dutch(first: date, last: date, texts: list[str]) -> None:
    ticks, shown = datumas(first, last)
    assert shown == texts and all(first <= tick <= last for tick in ticks)


def test_plotly_gets_the_whole_dutch_locale() -> None:
    nl = PLOTLY_CONFIG["locales"][PLOTLY_CONFIG["locale"]]
    assert nl["format"]["months"][2] == "maart" and len(nl["format"]["shortMonths"]) == 12
    assert nl["format"]["decimal"] == "," and nl["dictionary"]["Download plot as a PNG"].startswith("Download de")


def test_streamlit_takes_over_every_setting_in_the_config_file() -> None:
    from streamlit import config

    text = (ROOT / ".streamlit" / "config.toml").read_text(encoding="utf-8")
    known = config.get_config_options(force_reparse=False)

    def names(part: dict, prefix: str = "") -> list[str]:
        found = []
        for key, value in part.items():
            found += names(value, f"{prefix}{key}.") if isinstance(value, dict) else [f"{prefix}{key}"]
        return found

    assert [name for name in names(tomllib.loads(text)) if name not in known] == []


def test_nothing_in_the_look_is_loaded_from_elsewhere() -> None:
    sheets = [one for one in (ROOT / "dashboard" / "assets").iterdir() if one.is_file()]
    files = [*sheets, ROOT / ".streamlit" / "config.toml"]
    for file in files:
        text = file.read_text(encoding="utf-8").replace("http://www.w3.org/2000/svg", "")
        assert "http" not in text and "@import" not in text, file.name
    sources = re.findall(r"url\(([^)]{0,12})", CSS)
    assert sources
    assert all(source.startswith(('"/', "'data:image/")) and not source.startswith('"//') for source in sources)


@pytest.mark.parametrize("dark", [False, True])
@pytest.mark.parametrize("order", range(MOST_SPOREN))
def test_the_full_colour_of_a_spoor_stands_out_and_text_reads_on_it_and_on_its_tint(order: int, dark: bool) -> None:
    ground = tone(dark)
    assert contrast(vol(order, dark), ground.paper) >= AA_MARK
    assert contrast(ink_on(vol(order, dark)), vol(order, dark)) >= AA_TEXT
    assert contrast(ground.ink, tint(order, dark)) >= AA_TEXT


@pytest.mark.parametrize("dark", [False, True])
def test_an_edge_and_what_is_there_to_compare_with_stand_out_on_the_paper_and_on_a_card(dark: bool) -> None:
    for colour in (context(dark), *(edge(vol(order, dark), dark) for order in range(MOST_SPOREN))):
        for ground in (tone(dark).paper, tone(dark).card):
            assert contrast(colour, ground) >= AA_MARK
    assert contrast(context(dark), tone(dark).paper) < AA_TEXT  # and no more than they must


def test_at_night_no_aspect_sinks_into_the_paper_and_a_full_colour_has_dark_ink(kompas: Kompas) -> None:
    assert all(contrast(fill, DARK.paper) >= AA_MARK for fill in aspect_fills(kompas, night=True).values())
    assert {ink_on(vol(order, True)) for order in (0, 1)} == {LIGHT.ink}
    assert len(set(aspect_fills(kompas, night=True).values())) == len(kompas.aspecten)


def test_the_style_sheet_has_the_colours_of_both_themes() -> None:
    day, night = CSS.split("@media (prefers-color-scheme: dark)", 1)
    assert f"--wk-vol-1:{vol(0, False)};" in day and f"--wk-papier:{LIGHT.paper};" in day
    assert f"--wk-vol-1:{vol(0, True)};" in night and f"--wk-papier:{DARK.paper};" in night
