"""What a reader sees in the charts over time."""

import json
import re
from dataclasses import replace
from datetime import date, timedelta

import pandas as pd
import plotly.graph_objects as go
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dashboard.charts.balans import Rondom, balans_grafiek
from dashboard.charts.balanslijn import ZEKER, Reeks, vlak
from dashboard.charts.bijschriften import DASH
from dashboard.charts.per_aspect import per_aspect_grafiek
from dashboard.theme import AA_MARK, aspect_fills, contrast, spoor_fills, tone
from tests.charts.conftest import build_kompas, build_mijlpalen, build_perioden
from wijkkompas_core.analysis import STANDAARD
from wijkkompas_core.analysis import balans as analysis
from wijkkompas_core.analysis.maten import spoorbalans
from wijkkompas_core.domain.kompas import Kompas, Spoor

Frame = pd.DataFrame
KOMPAS = build_kompas()
SIDES = tuple(KOMPAS.aspecten_van(spoor.slug)[0].slug for spoor in KOMPAS.sporen)
"""An aspect of each spoor."""
ENGLISH = re.compile(r"\b(Jan|Feb|Mar|May|Aug|Oct|Dec|January|March|June|July|Quarter|Q[1-4])\b")


@pytest.fixture
def figuur(balans: Frame, kompas: Kompas, perioden: Frame, mijlpalen: Frame) -> go.Figure:
    return balans_grafiek(balans, kompas, Rondom(perioden, mijlpalen), per="maand").figuur


def trace(figure: go.Figure, name: str) -> go.Scatter:
    return next(t for t in figure.data if t.name == name)


def notes(figure: go.Figure) -> list[str]:
    return [note.text for note in figure.layout.annotations]


def test_a_month_without_contactmomenten_is_a_gap_and_not_zero(figuur: go.Figure, balans: Frame) -> None:
    line = trace(figuur, "balans")
    empty = [n == 0 for n in balans["n"]]
    assert any(empty) and [y is None for y in line.y] == empty
    assert line.connectgaps is False
    sent = json.loads(figuur.to_json())["data"]
    assert next(t for t in sent if t["name"] == "balans")["y"].count(None) == sum(empty)


def test_the_band_breaks_where_the_line_breaks(figuur: go.Figure, balans: Frame) -> None:
    runs = (balans["n"] > 0).astype(int).diff().eq(1).sum() + int(balans["n"].iloc[0] > 0)
    band = trace(figuur, ZEKER)
    assert band.fill == "toself" and list(band.y).count(None) == runs


def test_the_first_spoor_goes_up_and_the_second_down(figuur: go.Figure, balans: Frame, kompas: Kompas) -> None:
    first, second = kompas.sporen
    assert list(trace(figuur, first.naam).y) == balans[f"som_{first.slug}"].tolist()
    assert list(trace(figuur, second.naam).y) == (-balans[f"som_{second.slug}"]).tolist()
    for spoor in kompas.sporen:
        assert trace(figuur, spoor.naam).marker.line.color == spoor_fills(kompas)[spoor.slug]


@pytest.mark.parametrize("dark", [False, True])
def test_the_area_up_to_the_line_has_the_hue_of_the_spoor_it_leans_to(
    balans: Frame, kompas: Kompas, perioden: Frame, mijlpalen: Frame, dark: bool
) -> None:
    figuur = balans_grafiek(balans, kompas, Rondom(perioden, mijlpalen), per="maand", dark=dark).figuur
    up, down = (trace(figuur, f"vlak {spoor.slug}") for spoor in kompas.sporen)
    assert [up.fillcolor, down.fillcolor] == list(spoor_fills(kompas, dark).values())
    assert min(contrast(one.fillcolor, tone(dark).paper) for one in (up, down)) >= AA_MARK
    bars = [trace(figuur, spoor.naam).marker.line.color for spoor in kompas.sporen]
    assert min(contrast(edge, tone(dark).paper) for edge in bars) >= AA_MARK
    assert {up.fill, down.fill} == {"toself"}
    heights, depths = ([y for y in one.y if y is not None] for one in (up, down))
    assert min(heights) == 0 < max(heights) and max(depths) == 0 > min(depths)
    line = [y for y in trace(figuur, "balans").y if y is not None]
    assert {y for y in line if y > 0} <= set(heights) and {y for y in line if y < 0} <= set(depths)


def test_an_area_begins_and_ends_where_the_line_lies_on_zero() -> None:
    """Half om half in a quarter is a point of the area, or half of it would be left open."""
    begin = [pd.Timestamp(2023, 1 + 3 * i, 1) for i in range(4)]
    values = [0.0, -0.4, 0.0, 0.3]
    reeks = Reeks(begin, [*begin[1:], pd.Timestamp(2024, 1, 1)], values, values, values)
    middles = [at.isoformat() for at in reeks.midden]
    (down_x, down_y), (up_x, up_y) = vlak(reeks, up=False), vlak(reeks, up=True)
    assert {(x, y) for x, y in zip(down_x, down_y, strict=True) if x} == {*zip(middles[:3], values[:3], strict=True)}
    assert {*zip(middles[2:], values[2:], strict=True)} <= {*zip(up_x, up_y, strict=True)}


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 30), st.integers(0, 30)), min_size=1, max_size=16))
def test_the_line_lies_in_its_band_and_the_areas_end_where_it_crosses_zero(sums: list[tuple[int, int]]) -> None:
    rows = [(i * 100 + k, pd.Timestamp(2023, 1, 5) + pd.DateOffset(months=i), "samen-starten", aspect, 1)
            for i, counts in enumerate(sums) for aspect, n in zip(SIDES, counts, strict=True)
            for k in (range(n) if aspect == SIDES[0] else range(50, 50 + n))]  # fmt: skip
    touched = pd.DataFrame(rows, columns=["contactmoment", "datum", "fase", "aspect", "k"])
    touched["datum"] = pd.to_datetime(touched["datum"])
    tot = (pd.Timestamp(2023, 1, 31) + pd.DateOffset(months=len(sums) - 1)).date()
    frame = analysis.balans(touched, KOMPAS, van=date(2023, 1, 1), tot=tot, per="maand")
    figure = balans_grafiek(frame, KOMPAS, Rondom(build_perioden(), build_mijlpalen()), per="maand").figuur
    band = trace(figure, ZEKER)
    edges: dict[str, list[float]] = {}
    for x, y in zip(band.x, band.y, strict=True):
        if y is not None:
            edges.setdefault(x, []).append(y)
    middles = [x for x, y in zip(*(trace(figure, "balans")[c] for c in "xy"), strict=True) if y is not None]
    for x, y in zip(*(trace(figure, "balans")[c] for c in "xy"), strict=True):
        if x in edges and y is not None:
            assert min(edges[x]) <= y <= max(edges[x])
    for spoor in KOMPAS.sporen:
        area = trace(figure, f"vlak {spoor.slug}")
        for x, y in zip(area.x, area.y, strict=True):
            assert x is None or y == 0 or x in middles or len(sums) == 1 or _alone(frame, x)


def _alone(frame: Frame, x: str) -> bool:
    """Whether a moment lies in a period that has empty ones beside it, or none."""
    known = [n > 0 for n in frame["n"]]
    place = sum(start <= pd.Timestamp(x) for start in frame["periode"]) - 1
    return not any(known[max(place - 1, 0) : place] + known[place + 1 : place + 2])


def test_beside_the_bars_stands_what_they_count_and_no_number(figuur: go.Figure) -> None:
    assert list(figuur.layout.yaxis2.ticktext) == ["aantal<br>contacten"]


def test_the_balance_axis_says_in_words_which_way_it_leans(figuur: go.Figure) -> None:
    axis = figuur.layout.yaxis
    words = [re.sub("<[^>]+>", " ", text).split() for text in axis.ticktext]
    assert dict(zip(axis.tickvals, words, strict=True)) == {
        -1: ["alles", "techniek"], 0: ["half", "om", "half"], 1: ["alles", "sociaal"],
    }  # fmt: skip
    assert axis.zeroline and axis.zerolinewidth > 1


def made_up(kompas: Kompas, first: float, second: float, months: int = 6) -> Frame:
    """Months that are all the same."""
    starts = pd.date_range("2026-01-01", periods=months, freq="MS")
    frame = pd.DataFrame({"periode": starts, "n": int(first + second)})
    for spoor, total in zip(kompas.sporen, (first, second), strict=True):
        frame[f"som_{spoor.slug}"], frame[f"n_{spoor.slug}"] = total, int(total)
    balans, laag, hoog = spoorbalans(frame[[f"som_{s.slug}" for s in kompas.sporen]].to_numpy(), STANDAARD)
    return frame.assign(balans=balans, laag=laag, hoog=hoog)


@pytest.mark.parametrize(
    ("first", "second", "said"),
    [
        (0, 30, "nu: 9 van 10 over techniek"),
        (30, 0, "nu: 9 van 10 over sociaal"),
        (10, 10, "nu: half om half"),
        (12, 4, "nu: 7 van 10 over sociaal"),
    ],
)
@pytest.mark.parametrize("breed", [328, 800])
def test_the_line_says_how_it_ends(
    kompas: Kompas, perioden: Frame, mijlpalen: Frame, first: int, second: int, said: str, breed: int
) -> None:
    around = Rondom(perioden, mijlpalen, laatste=date(2026, 6, 20), tot=date(2026, 6, 30))
    figure = balans_grafiek(made_up(kompas, first, second), kompas, around, per="maand", breed=breed).figuur
    words = [re.sub("<[^>]+>", " ", text) for text in notes(figure)]
    assert said in [" ".join(text.split()) for text in words]
    assert not [t for t in figure.data if t.name == "stil"]


@pytest.mark.parametrize(("breed", "dark"), [(328, False), (328, True), (680, False), (800, True)])
def test_a_silence_at_the_end_is_a_hatched_block_with_its_days(
    balans: Frame, kompas: Kompas, perioden: Frame, mijlpalen: Frame, breed: int, dark: bool
) -> None:
    last, day = date(2025, 1, 5), date(2025, 8, 31)
    around = Rondom(perioden, mijlpalen, laatste=last, tot=day)
    one = balans_grafiek(balans, kompas, around, per="maand", breed=breed, dark=dark)
    block = trace(one.figuur, "stil")
    assert block.marker.pattern.shape == "/"
    middle, width = pd.Timestamp(block.x[0]), pd.Timedelta(milliseconds=block.width[0])
    assert (middle - width / 2, middle + width / 2) == (pd.Timestamp(last), pd.Timestamp(day))
    said = [" ".join(re.sub("<[^>]+>", " ", text).split()) for text in notes(one.figuur)]
    assert "stil 238 dagen" in said and not [text for text in said if text.startswith("nu:")]
    assert "238 dagen stil" in one.alt


@pytest.mark.parametrize("ago", [0, 59, 60])
def test_what_is_not_long_ago_is_no_silence(
    balans: Frame, kompas: Kompas, perioden: Frame, mijlpalen: Frame, ago: int
) -> None:
    day = date(2025, 8, 31)
    around = Rondom(perioden, mijlpalen, laatste=day - timedelta(days=ago), tot=day)
    figure = balans_grafiek(balans, kompas, around, per="maand").figuur
    assert bool([t for t in figure.data if t.name == "stil"]) is (ago >= STANDAARD.stilte_na_dagen)


@pytest.mark.parametrize("per", ["maand", "kwartaal"])
def test_numbers_and_months_are_dutch(
    balans: Frame, kompas: Kompas, perioden: Frame, mijlpalen: Frame, per: str
) -> None:
    one = balans_grafiek(balans, kompas, Rondom(perioden, mijlpalen), per=per)
    figure = one.figuur
    assert figure.layout.separators == ",."
    shown = [one.bevinding, *figure.layout.xaxis.ticktext, *trace(figure, "balans").hovertext, *notes(figure)]
    assert not any(ENGLISH.search(text) for text in shown)
    assert re.search(r"balans [+−]0,\d\d<br>tussen [+−]\d,\d\d en [+−]\d,\d\d", trace(figure, "balans").hovertext[0])
    assert "maart 2022" in " ".join(shown) if per == "maand" else "1e kwartaal 2022" in " ".join(shown)


def test_the_subtitle_tells_wijk_unit_n_and_how_sure_it_is(
    balans: Frame, kompas: Kompas, perioden: Frame, mijlpalen: Frame
) -> None:
    around = Rondom(perioden, mijlpalen, wijk="Duinwijk")
    one = balans_grafiek(balans, kompas, around, per="maand", bevinding="Zo staat het ervoor")
    assert one.bevinding == "Zo staat het ervoor"
    sure = f"{STANDAARD.interval:.0%}"
    said = f"Duinwijk · per maand, {balans['n'].sum()} contacten · grijze rand: zo zeker is het ({sure})"
    assert one.ondertitel == said


def test_overlapping_fasen_lie_in_lanes_of_their_own(figuur: go.Figure) -> None:
    lanes = [s for s in figuur.layout.shapes if s.type == "rect"]
    assert len(lanes) == 4
    for i, one in enumerate(lanes):
        for other in lanes[i + 1 :]:
            in_time = one.x0 < other.x1 and other.x0 < one.x1
            in_height = one.y0 < other.y1 and other.y0 < one.y1
            assert not (in_time and in_height)
    assert [t for t in notes(figuur) if re.match(r"\d ", t)] == [
        "1 Starten", "2 Karakteriseren", "3 Strategieën", "4 Keuzes",
    ]  # fmt: skip


@pytest.mark.parametrize("dark", [False, True])
def test_the_open_fase_is_in_ink_and_the_others_are_quiet(
    balans: Frame, kompas: Kompas, perioden: Frame, mijlpalen: Frame, dark: bool
) -> None:
    figure = balans_grafiek(balans, kompas, Rondom(perioden, mijlpalen), per="maand", dark=dark).figuur
    ground = tone(dark)
    lanes = [s for s in figure.layout.shapes if s.type == "rect"]
    assert [lane.fillcolor for lane in lanes] == [ground.band] * 3 + [ground.ink]
    names = {n.text: n.font.color for n in figure.layout.annotations if re.match(r"\d ", n.text)}
    assert names["4 Keuzes"] == ground.paper and names["1 Starten"] == ground.secondary


def test_a_mijlpaal_is_a_dotted_line_with_its_whole_name_and_says_that_it_is_planned(figuur: go.Figure) -> None:
    lines = [s for s in figuur.layout.shapes if s.type == "line"]
    assert len(lines) == 4 and {line.line.dash for line in lines} == {DASH}
    said = [" ".join(t.replace("<br>", " ").split()) for t in notes(figuur) if "◆" in t]
    assert set(said) == {
        "◆ Ambitie vastgesteld", "◆ Wijkbeeld vastgesteld", "◆ Herijking van het wijkbeeld met alle partners",
        "◆ Keuze van de strategie (gepland)",
    }  # fmt: skip


def test_a_name_with_markup_is_shown_as_text(balans: Frame, kompas: Kompas, perioden: Frame, mijlpalen: Frame) -> None:
    evil = mijlpalen.assign(naam='<a href="x">k</a>', uitkomst="<b>go</b>")
    figure = balans_grafiek(balans, kompas, Rondom(perioden, evil), per="maand").figuur
    assert not any("<a" in n.text or "<b>vet" in n.text for n in figure.layout.annotations)
    assert not any("<a" in (n.hovertext or "") or "<b>go" in (n.hovertext or "") for n in figure.layout.annotations)


@pytest.mark.parametrize("breed", [328, 800])
def test_a_wijk_without_fasen_mijlpalen_or_contactmomenten_still_has_a_chart(
    balans: Frame, kompas: Kompas, perioden: Frame, mijlpalen: Frame, breed: int
) -> None:
    empty = balans.assign(n=0, balans=float("nan"), laag=float("nan"), hoog=float("nan"))
    for spoor in kompas.sporen:
        empty[f"som_{spoor.slug}"] = 0.0
    around = Rondom(perioden.head(0), mijlpalen.head(0))
    figure = balans_grafiek(empty.head(1), kompas, around, per="maand", breed=breed).figuur
    assert list(trace(figure, "balans").y) == [None] and not trace(figure, ZEKER).y
    go.Figure(figure.to_dict())


def test_a_third_spoor_gives_an_evenness_chart(
    balans: Frame, kompas: Kompas, perioden: Frame, mijlpalen: Frame
) -> None:
    third = replace(kompas, sporen=(*kompas.sporen, Spoor("organisatie", 3, "Organisatie", "Organisatie", "")))
    frame = balans.assign(som_organisatie=1.0, n_organisatie=1, laag=float("nan"), hoog=float("nan"))
    figure = balans_grafiek(frame, third, Rondom(perioden, mijlpalen), per="maand").figuur
    assert list(figure.layout.yaxis.tickvals) == [0, 1]
    assert not [t for t in figure.data if (t.name or "").startswith("vlak")]
    assert max(trace(figure, "Organisatie").y) < 0
    assert len(set(spoor_fills(third).values())) == 3


def test_aspecten_stand_in_a_column_per_spoor_on_one_scale(per_aspect: Frame, kompas: Kompas) -> None:
    figure = per_aspect_grafiek(per_aspect, kompas, per="maand").figuur
    assert [t.name for t in figure.data] == [a.naam for a in kompas.aspecten]
    layout = figure.layout.to_plotly_json()
    keys = ["", *map(str, range(2, 7))]
    assert {tuple(layout[f"yaxis{k}"]["range"]) for k in keys} == {tuple(layout["yaxis"]["range"])}
    lefts = [layout[f"xaxis{k}"]["domain"][0] for k in keys]
    assert lefts[:3] == [0, 0, 0] and all(left > 0.4 for left in lefts[3:])
    assert [t.marker.color for t in figure.data] == list(aspect_fills(kompas).values())
    go.Figure(figure.to_dict())


def test_on_a_phone_the_aspecten_stand_in_one_column(per_aspect: Frame, kompas: Kompas) -> None:
    layout = per_aspect_grafiek(per_aspect, kompas, per="maand", smal=True).figuur.layout.to_plotly_json()
    assert {tuple(layout[f"xaxis{k}"]["domain"]) for k in ("", *map(str, range(2, 7)))} == {(0, 1)}


def test_an_aspect_without_attention_keeps_its_empty_panel(per_aspect: Frame, kompas: Kompas) -> None:
    first = kompas.aspecten[0]
    figure = per_aspect_grafiek(per_aspect[per_aspect["aspect"] != first.slug], kompas, per="maand").figuur
    assert set(trace(figure, first.naam).y) == {0.0}


def test_the_text_alternatives_tell_what_matters(
    balans: Frame, per_aspect: Frame, kompas: Kompas, perioden: Frame, mijlpalen: Frame
) -> None:
    text = balans_grafiek(balans, kompas, Rondom(perioden, mijlpalen), per="maand").alt
    assert text.startswith("Laatste balans, augustus 2025: ")
    assert f"{(balans['n'] == 0).sum()} van de {len(balans)} perioden zijn leeg" in text
    totals = per_aspect.groupby("aspect")["som"].sum()
    assert kompas.aspect[str(totals.idxmax())].naam in per_aspect_grafiek(per_aspect, kompas, per="maand").alt


def test_charts_leave_their_input_alone(
    balans: Frame, per_aspect: Frame, kompas: Kompas, perioden: Frame, mijlpalen: Frame
) -> None:
    frames = (balans, per_aspect, perioden, mijlpalen)
    before = [frame.copy() for frame in frames]
    one, two = (
        balans_grafiek(balans, kompas, Rondom(perioden, mijlpalen), per="maand").figuur.to_json() for _ in range(2)
    )
    per_aspect_grafiek(per_aspect, kompas, per="maand")
    assert one == two
    for frame, old in zip(frames, before, strict=True):
        pd.testing.assert_frame_equal(frame, old)
