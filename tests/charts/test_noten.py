"""Noten in charts: a line at the date, a number or words, the whole text in the hover, and never markup."""

import re
from datetime import date, timedelta

import pandas as pd
import plotly.graph_objects as go
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from markupsafe import escape

from dashboard.charts import balans as balans_charts
from dashboard.charts.bijschriften import Doos
from dashboard.charts.fasebalken import Fasebalk, fasebalken
from dashboard.charts.gantt import tijdlijn
from dashboard.charts.namen import schoon
from dashboard.charts.noten import Noot, in_panelen, noten_alt, onder_rijen, op_dagen, panelen
from dashboard.charts.paper.text import Font, size
from dashboard.charts.per_aspect import per_aspect_grafiek
from tests.charts.conftest import build_balans, build_kompas, build_mijlpalen, build_per_aspect, build_perioden

KOMPAS = build_kompas()
EVIL = '<script>alert(1)</script> <a href="javascript:x">klik</a> \u202emoc.live\u202c 🎉 שלום'
NOTEN = (
    Noot(1, date(2023, 1, 10), "De brug ging dicht"),
    Noot(2, date(2024, 5, 3), "Subsidie opengesteld"),
    Noot(3, date(2024, 5, 9), "Nieuw college"),
)


def balance_figure(noten=(), mijlpalen: bool = False, **options) -> go.Figure:
    milestones = build_mijlpalen() if mijlpalen else build_mijlpalen().head(0)
    around = balans_charts.Rondom(build_perioden(), milestones, tuple(noten))
    return balans_charts.balans_grafiek(build_balans(KOMPAS), KOMPAS, around, per="maand", **options).figuur


def said(figure: go.Figure) -> str:
    """All that stands in the texts of a figure, on one line."""
    return " ".join(note["text"].replace("<br>", " ") for note in figure.to_dict()["layout"]["annotations"])


def dotted(figure: go.Figure) -> list[dict]:
    return [shape for shape in figure.to_dict()["layout"].get("shapes", ()) if shape["line"].get("dash") == "1.5px,3px"]


def marks(figure: go.Figure) -> list[dict]:
    return [note for note in figure.to_dict()["layout"]["annotations"] if "Noot" in (note.get("hovertext") or "")]


def valid(figure: go.Figure) -> bool:
    """Whether plotly accepts what was put together unchecked."""
    go.Figure(figure.to_dict())
    return True


@pytest.mark.parametrize("breed", [328, 480, 800])
def test_a_noot_is_a_line_with_its_text_in_full_and_the_day_in_the_hover(breed):
    figure = balance_figure(NOTEN, breed=breed)
    assert valid(figure)
    assert sorted(line["x0"][:10] for line in dotted(figure)) == ["2023-01-10", "2024-05-03", "2024-05-09"]
    assert all(noot.tekst in said(figure) for noot in NOTEN)
    hovers = [mark["hovertext"] for mark in marks(figure)]
    assert len(hovers) == 3 and any("Nieuw college" in hover and "09-05-2024" in hover for hover in hovers)


@settings(max_examples=40, deadline=None)
@given(
    st.lists(st.tuples(st.integers(0, 1260), st.text("abc de", min_size=3, max_size=160)), min_size=1, max_size=12),
    st.sampled_from([328, 480, 800]),
    st.booleans(),
)
def test_no_text_stands_over_another_text_or_over_the_line(found, breed, mijlpalen):
    first = date(2022, 3, 1)
    noten = [Noot(n, first + timedelta(days=day), text) for n, (day, text) in enumerate(found, start=1)]
    figure = balance_figure(noten, mijlpalen, breed=breed).to_dict()
    layout, boxes = figure["layout"], []
    margin = layout["margin"]
    wide, high = breed - margin["l"] - margin["r"], layout["height"] - margin["t"] - margin["b"]
    begin, end = (pd.Timestamp(at) for at in layout["xaxis"]["range"])
    for note in layout["annotations"]:
        if not note.get("hovertext") or note["yanchor"] != "top":
            continue
        w, h = size(note["text"], Font(note["font"]["size"]))
        x = (pd.Timestamp(note["x"]) - begin) / (end - begin) * wide + note.get("xshift", 0)
        left = x - {"left": 0, "center": w / 2, "right": w}[note["xanchor"]]
        top = (1 - note["y"]) * high
        assert left >= -8 - margin["l"] and left + w <= wide + margin["r"]
        boxes.append(Doos(left + 1, top + 1, left + w - 1, top + h - 2))
    for i, one in enumerate(boxes):
        assert not any(one.raakt(other) for other in boxes[i + 1 :])
    line = next(trace for trace in figure["data"] if trace["name"] == "balans")
    low, top = layout["yaxis"]["domain"]
    least, most = layout["yaxis"]["range"]
    for at, value in zip(line["x"], line["y"], strict=True):
        if value is not None:
            x = (pd.Timestamp(at) - begin) / (end - begin) * wide
            y = (1 - low - (top - low) * (value - least) / (most - least)) * high
            assert not any(one.raakt(Doos(x - 1, y - 1, x + 1, y + 1)) for one in boxes)


def test_without_noten_a_figure_stays_the_very_same():
    figure = balance_figure()
    assert in_panelen(figure, {"": ()}, breed=100) is figure
    assert onder_rijen(figure, ()) is figure


def test_the_figure_it_was_drawn_in_is_not_changed():
    figure = per_aspect_grafiek(build_per_aspect(KOMPAS), KOMPAS, per="maand").figuur
    before = len(figure.to_dict()["layout"].get("shapes", ()))
    assert len(dotted(in_panelen(figure, {"": NOTEN}, breed=400))) == 3
    assert len(figure.to_dict()["layout"].get("shapes", ())) == before


def test_what_lies_outside_the_chart_is_not_drawn():
    outside = (Noot(1, date(2019, 1, 1), "Vroeger"), Noot(2, date(2030, 1, 1), "Later"))
    assert marks(balance_figure(outside)) == dotted(balance_figure(outside)) == []


def test_every_panel_of_the_aspecten_has_the_same_noten():
    plain = per_aspect_grafiek(build_per_aspect(KOMPAS), KOMPAS, per="maand").figuur
    figure = in_panelen(plain, dict.fromkeys(panelen(plain), NOTEN), breed=400)
    assert valid(figure) and len(panelen(plain)) == 6
    assert len(dotted(figure)) == 18 and {mark["xref"] for mark in marks(figure)} == {
        "x", "x2", "x3", "x4", "x5", "x6"
    }  # fmt: skip


def test_what_people_typed_stays_text():
    figure = balance_figure([Noot(1, date(2023, 1, 10), EVIL, waar="<b>wijk</b>")])
    drawn = str([(mark["text"], mark["hovertext"]) for mark in marks(figure)])
    assert "&lt;script" in drawn and "<script" not in drawn and "<a " not in drawn and "<b>wijk" not in drawn
    assert "\u202e" not in drawn and "🎉" in drawn


def test_a_chart_with_rows_gets_a_row_for_noten_and_keeps_its_own():
    frames = build_perioden(), build_perioden().head(0).assign(gepland_van=None, gepland_tot=None), build_mijlpalen()
    plain = tijdlijn(*frames, KOMPAS, peildatum=date(2025, 8, 31)).figuur
    figure = onder_rijen(plain, NOTEN)
    before, after = (one.to_dict()["layout"] for one in (plain, figure))
    assert valid(figure) and after["height"] > before["height"]
    assert after["height"] - before["height"] == after["yaxis"]["range"][0] - before["yaxis"]["range"][0]
    assert all(mark["y"] > before["yaxis"]["range"][0] for mark in marks(figure))


def test_in_a_chart_of_several_wijken_a_noot_crosses_the_bars_of_its_own_wijk_only():
    spells = [Fasebalk("samen-starten", date(2023, 1, 1), None)]
    figure = fasebalken(
        [("A", spells), ("B", spells)], KOMPAS, peildatum=date(2024, 6, 1), noten=[NOTEN[:1], NOTEN[1:2]]
    ).figuur
    first, second = dotted(figure)
    assert valid(figure) and first["y1"] < second["y0"]
    plain = fasebalken([("A", spells), ("B", spells)], KOMPAS, peildatum=date(2024, 6, 1)).figuur
    assert figure.to_dict()["layout"]["height"] > plain.to_dict()["layout"]["height"]


def test_on_an_axis_of_days_a_noot_before_the_start_is_left_out():
    lines, found = op_dagen([(-3, NOTEN[0]), (100, NOTEN[1]), (103, NOTEN[2])], 400, dark=False)
    assert [line["x0"] for line in lines] == [100, 103] and [mark["text"] for mark in found] == ["<b>2, 3</b>"]


def test_the_text_alternative_names_them_and_says_how_many_more_there_are():
    many = [Noot(n, date(2023, 1, n), f"Nummer {n} " + "x" * 300) for n in range(1, 12)]
    said = noten_alt(many)
    assert said.startswith(" Noten: 1. 01-01-2023: Nummer 1") and said.endswith("en nog 3.") and len(said) < 1300
    assert noten_alt(()) == ""


@settings(max_examples=25, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 1260), st.text(max_size=80)), max_size=30))
def test_every_noot_in_the_window_has_one_line_and_stands_there_in_full_or_with_its_number(found):
    first = date(2022, 3, 1)
    noten = [Noot(n, first + timedelta(days=day), text) for n, (day, text) in enumerate(sorted(found), start=1)]
    figure = balance_figure(noten)
    assert len(dotted(figure)) == len(noten)
    texts = [mark["text"] for mark in marks(figure)]
    numbers = [n for text in texts if text.startswith("<b>") for n in re.findall(r"\d+", text)]
    whole = ["".join(text.replace("<br>", " ").split()) for text in texts if not text.startswith("<b>")]
    assert len(numbers) + len(whole) == len(noten)
    for noot in noten:
        assert str(noot.nummer) in numbers or "".join(str(escape(schoon(noot.tekst))).split()) in whole


@pytest.mark.parametrize("dark", [False, True])
def test_the_marks_are_readable_in_both_themes(dark):
    from dashboard.theme import AA_TEXT, contrast

    for mark in marks(balance_figure(NOTEN, dark=dark)):
        assert contrast(mark["font"]["color"], mark["bgcolor"]) >= AA_TEXT
