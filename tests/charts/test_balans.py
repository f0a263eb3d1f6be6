"""What a reader sees in the charts over time."""

import json
import re
from dataclasses import replace

import pandas as pd
import plotly.graph_objects as go
import pytest

from dashboard.charts.balans import balans_grafiek
from dashboard.charts.per_aspect import per_aspect_grafiek
from dashboard.theme import aspect_fills, spoor_fills
from wijkkompas_core.domain.kompas import Kompas, Spoor

Frame = pd.DataFrame
ENGLISH = re.compile(r"\b(Jan|Feb|Mar|May|Aug|Oct|Dec|January|March|June|July|Quarter|Q[1-4])\b")


@pytest.fixture
def figuur(balans: Frame, kompas: Kompas, perioden: Frame, mijlpalen: Frame) -> go.Figure:
    return balans_grafiek(balans, kompas, perioden, mijlpalen, per="maand").figuur


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
    band = trace(figuur, "hoe weinig gegevens")
    assert band.fill == "toself" and list(band.y).count(None) == runs


def test_the_first_spoor_goes_up_and_the_second_down(figuur: go.Figure, balans: Frame, kompas: Kompas) -> None:
    first, second = kompas.sporen
    assert list(trace(figuur, first.naam).y) == balans[f"som_{first.slug}"].tolist()
    assert list(trace(figuur, second.naam).y) == (-balans[f"som_{second.slug}"]).tolist()
    for spoor in kompas.sporen:
        assert trace(figuur, spoor.naam).marker.color == spoor_fills(kompas)[spoor.slug]


def test_the_lower_axis_shows_no_negative_numbers(figuur: go.Figure) -> None:
    assert figuur.layout.yaxis2.ticktext[0] == figuur.layout.yaxis2.ticktext[2]
    assert not any("-" in text or "−" in text for text in figuur.layout.yaxis2.ticktext)


def test_the_balance_axis_says_in_words_which_way_it_leans(figuur: go.Figure) -> None:
    axis = figuur.layout.yaxis
    words = [re.sub("<[^>]+>", " ", text).split() for text in axis.ticktext]
    assert dict(zip(axis.tickvals, words, strict=True)) == {
        -1: ["meer", "techniek"], 0: ["in", "evenwicht"], 1: ["meer", "sociaal"],
    }  # fmt: skip
    assert axis.zeroline and axis.zerolinewidth > 1


@pytest.mark.parametrize("per", ["maand", "kwartaal"])
def test_numbers_and_months_are_dutch(
    balans: Frame, kompas: Kompas, perioden: Frame, mijlpalen: Frame, per: str
) -> None:
    figure = balans_grafiek(balans, kompas, perioden, mijlpalen, per=per).figuur
    assert figure.layout.separators == ",."
    shown = [*figure.layout.xaxis.ticktext, *trace(figure, "balans").hovertext, *notes(figure)]
    assert not any(ENGLISH.search(text) for text in shown)
    assert re.search(r"balans [+−]0,\d\d<br>tussen [+−]\d,\d\d en [+−]\d,\d\d", trace(figure, "balans").hovertext[0])
    assert "maart 2022" in " ".join(shown) if per == "maand" else "1e kwartaal 2022" in " ".join(shown)


def test_the_subtitle_tells_period_unit_and_n(figuur: go.Figure, balans: Frame) -> None:
    text = " ".join(notes(figuur)).replace("<br>", " ")
    assert f"{balans['n'].sum()} contactmomenten" in text
    assert "maart 2022 tot en met augustus 2025" in text


def test_overlapping_fasen_lie_in_lanes_of_their_own(figuur: go.Figure) -> None:
    lanes = [s for s in figuur.layout.shapes if s.type == "rect" and s.line.width == 1]
    assert len(lanes) == 4
    for i, one in enumerate(lanes):
        for other in lanes[i + 1 :]:
            in_time = one.x0 < other.x1 and other.x0 < one.x1
            in_height = one.y0 < other.y1 and other.y0 < one.y1
            assert not (in_time and in_height)
    assert [t for t in notes(figuur) if re.match(r"\d ", t)] == [
        "1 Starten", "2 Karakteriseren", "3 Strategieën", "4 Keuzes",
    ]  # fmt: skip


def test_a_mijlpaal_is_a_line_with_its_name_and_dashed_when_planned(figuur: go.Figure) -> None:
    lines = [s for s in figuur.layout.shapes if s.type == "line"]
    assert [line.line.dash != "solid" for line in lines] == [False, False, False, True]
    labels = [t for t in notes(figuur) if "◆" in t]
    assert labels[0] == "◆ Ambitie vastgesteld" and not any("Start van de uitvoering" in t for t in labels)


def test_labels_of_mijlpalen_close_together_stand_at_different_heights(figuur: go.Figure) -> None:
    heights = {n.text: n.y for n in figuur.layout.annotations if "◆" in n.text}
    close = [height for text, height in heights.items() if "wijkbeeld" in text.lower()]
    assert len(set(close)) == 2


def test_a_name_with_markup_is_shown_as_text(balans: Frame, kompas: Kompas, perioden: Frame, mijlpalen: Frame) -> None:
    evil = mijlpalen.assign(naam='<a href="x">k</a>', uitkomst="<b>go</b>")
    figure = balans_grafiek(balans, kompas, perioden, evil, per="maand").figuur
    assert not any("<a" in n.text or "<b>vet" in n.text for n in figure.layout.annotations)
    assert not any("<a" in (n.hovertext or "") or "<b>go" in (n.hovertext or "") for n in figure.layout.annotations)


@pytest.mark.parametrize("smal", [False, True])
def test_a_wijk_without_fasen_mijlpalen_or_contactmomenten_still_has_a_chart(
    balans: Frame, kompas: Kompas, perioden: Frame, mijlpalen: Frame, smal: bool
) -> None:
    empty = balans.assign(n=0, balans=float("nan"), laag=float("nan"), hoog=float("nan"))
    for spoor in kompas.sporen:
        empty[f"som_{spoor.slug}"] = 0.0
    figure = balans_grafiek(empty.head(1), kompas, perioden.head(0), mijlpalen.head(0), per="maand", smal=smal).figuur
    assert list(trace(figure, "balans").y) == [None] and not trace(figure, "hoe weinig gegevens").y
    go.Figure(figure.to_dict())


def test_a_third_spoor_gives_an_evenness_chart(
    balans: Frame, kompas: Kompas, perioden: Frame, mijlpalen: Frame
) -> None:
    third = replace(kompas, sporen=(*kompas.sporen, Spoor("organisatie", 3, "Organisatie", "Organisatie", "")))
    frame = balans.assign(som_organisatie=1.0, n_organisatie=1, laag=float("nan"), hoog=float("nan"))
    figure = balans_grafiek(frame, third, perioden, mijlpalen, per="maand").figuur
    assert list(figure.layout.yaxis.tickvals) == [0, 1]
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
    text = balans_grafiek(balans, kompas, perioden, mijlpalen, per="maand").alt
    assert text.startswith("Laatste balans, augustus 2025: ")
    assert f"{(balans['n'] == 0).sum()} van de {len(balans)} perioden zijn leeg" in text
    totals = per_aspect.groupby("aspect")["som"].sum()
    assert kompas.aspect[str(totals.idxmax())].naam in per_aspect_grafiek(per_aspect, kompas, per="maand").alt


def test_charts_leave_their_input_alone(
    balans: Frame, per_aspect: Frame, kompas: Kompas, perioden: Frame, mijlpalen: Frame
) -> None:
    frames = (balans, per_aspect, perioden, mijlpalen)
    before = [frame.copy() for frame in frames]
    one, two = (balans_grafiek(balans, kompas, perioden, mijlpalen, per="maand").figuur.to_json() for _ in range(2))
    per_aspect_grafiek(per_aspect, kompas, per="maand")
    assert one == two
    for frame, old in zip(frames, before, strict=True):
        pd.testing.assert_frame_equal(frame, old)
