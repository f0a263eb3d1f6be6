"""What a reader sees in the kompas, and what a click on it gives."""

from collections import Counter
from collections.abc import Sequence
from datetime import date
from typing import Any

import pandas as pd
import plotly.graph_objects as go
import pytest

from dashboard.charts.kompas import alt_tekst, methode_sunburst, status_legenda
from dashboard.charts.kompas import sunburst as drawn
from dashboard.charts.namen import opmaak
from dashboard.charts.sectoren import Sector, layout_sectoren, outline
from dashboard.kit.vakraster import raster_van
from dashboard.theme import AA_TEXT, contrast, spoor_fills, tint, tone
from wijkkompas_core.domain.kompas import Kompas, VakStatus
from wijkkompas_core.domain.selectie import ALLES, Selectie, all_selecties

ASPECT, SPOOR, FASE = range(3)
PEIL = date(2025, 12, 1)


def sunburst(vakken: pd.DataFrame, kompas: Kompas, *, actieve_fasen: Sequence[str] = (), **more: Any) -> go.Figure:
    """The circle of these vakken as they are on a fixed day."""
    return drawn(raster_van(vakken, kompas, tuple(actieve_fasen), PEIL), vakken, kompas, **more).figuur


def sectors(figure: go.Figure, ring: int) -> list[dict[str, str]]:
    """The sectors of one ring clockwise from twelve o'clock, without the covered middle."""
    trace = figure.data[ring]
    rows = [
        {
            "id": node,
            "text": text,
            "hover": hover,
            "fill": fill,
            "ink": ink,
        }
        for node, text, hover, fill, ink in zip(
            trace.ids,
            trace.text,
            trace.hovertext,
            trace.marker.colors,
            trace.insidetextfont.color,
            strict=True,
        )
        if node.split("/")[0] != "alles"
    ]
    assert trace.sort is False and trace.rotation == 90
    return rows[::-1]  # plotly runs anticlockwise


def test_every_fase_spoor_and_vak_can_be_clicked_as_a_selectie(vakken: pd.DataFrame, kompas: Kompas) -> None:
    figure = sunburst(vakken, kompas)
    clickable = [row["id"] for ring in range(3) for row in sectors(figure, ring)]

    expected = {s.node for s in all_selecties(kompas) if s.fase}
    assert set(clickable) == expected and len(clickable) == len(expected)
    assert all(Selectie.from_node(node, kompas).node == node for node in clickable)


def test_the_middle_and_whatever_is_covered_mean_the_whole_wijk(vakken: pd.DataFrame, kompas: Kompas) -> None:
    for trace in sunburst(vakken, kompas).data:
        covered = [node for node in trace.ids if node.split("/")[0] == "alles"]
        assert covered and {Selectie.from_node(node, kompas) for node in covered} == {ALLES}


def test_sectors_of_a_ring_are_as_wide_as_the_vakken_in_them(vakken: pd.DataFrame, kompas: Kompas) -> None:
    figure = sunburst(vakken, kompas)
    for ring, width in ((ASPECT, 1), (SPOOR, 3), (FASE, 6)):
        trace = figure.data[ring]
        widths = {v for node, v in zip(trace.ids, trace.values, strict=True) if node.split("/")[0] != "alles"}
        assert widths == {width} and trace.branchvalues == "total"


def test_sectors_run_clockwise_in_the_order_of_the_method(vakken: pd.DataFrame, kompas: Kompas) -> None:
    figure = sunburst(vakken, kompas)
    assert [row["id"] for row in sectors(figure, FASE)] == [fase.slug for fase in kompas.fasen]
    wanted = [Selectie(v.fase, kompas.spoor_van[v.aspect], v.aspect).node for v in kompas.vakken()]
    assert [row["id"] for row in sectors(figure, ASPECT)] == wanted
    shuffled = sunburst(vakken.sample(frac=1, random_state=1), kompas)
    assert shuffled.to_json() == figure.to_json()


def test_every_vak_says_what_its_cell_in_the_grid_says(vakken: pd.DataFrame, kompas: Kompas) -> None:
    raster = raster_van(vakken, kompas, (), PEIL)
    cells = {cell.selectie.node: cell for row in raster.rijen for cell in row.cellen}
    rows = sectors(drawn(raster, vakken, kompas).figuur, ASPECT)
    for row in rows:
        cell, naam = cells[row["id"]], kompas.aspect[row["id"].split("/")[2]].kort
        said = naam if cell.status is VakStatus.LATER else f"{naam} · {cell.kort}"
        assert row["text"].strip("\u00a0").replace("<b>", "").replace("</b>", "") == said
    assert {cell.status for cell in cells.values()} == set(VakStatus)
    small = sectors(drawn(raster, vakken, kompas, hoogte=380).figuur, ASPECT)
    assert [row["text"] for row in small] == [f"<b>{cells[row['id']].kort}</b>" for row in small]


def test_a_fase_that_is_over_has_a_tick_and_one_that_is_to_come_has_not(vakken: pd.DataFrame, kompas: Kompas) -> None:
    started = {fase.slug: i < 3 for i, fase in enumerate(kompas.fasen)}
    status = [("gedaan" if started[fase] else "later") for fase in vakken["fase"]]
    running = kompas.fasen[2].slug
    raster = raster_van(vakken.assign(status=status), kompas, (running,), PEIL)
    texts = [row["text"].split("<br>")[0] for row in sectors(drawn(raster, vakken, kompas).figuur, FASE)]
    assert texts == ["✓ 1", "✓ 2", "<b>● 3</b>", "4", "5", "6"]


@pytest.mark.parametrize("dark", [False, True])
def test_full_colour_is_too_long_silent_a_tint_is_fine_and_the_rest_is_grey(
    vakken: pd.DataFrame, kompas: Kompas, dark: bool
) -> None:
    rows, ground = sectors(sunburst(vakken, kompas, dark=dark), ASPECT), tone(dark)
    tints = {spoor.slug: tint(place, dark) for place, spoor in enumerate(kompas.sporen)}
    for row, status, spoor in zip(rows, vakken["status"], vakken["spoor"], strict=True):
        expected = {
            "verouderd": spoor_fills(kompas, dark)[spoor],
            "actueel": tints[spoor],
            "eenmalig": tints[spoor],
            "gedaan": ground.band,
        }.get(status, ground.paper)
        assert row["fill"] == expected, status


def test_empty_vakken_get_a_dashed_outline_each(vakken: pd.DataFrame, kompas: Kompas) -> None:
    dashed = [shape for shape in sunburst(vakken, kompas).layout.shapes if shape.line.dash != "solid"]
    assert sum(shape.path.count("M") for shape in dashed) == (vakken["status"] == "leeg").sum()


def test_a_vak_that_is_not_in_the_frame_counts_as_empty(vakken: pd.DataFrame, kompas: Kompas) -> None:
    first = sectors(sunburst(vakken.iloc[1:], kompas), ASPECT)[0]
    assert "Status: leeg" in first["hover"] and "Nog geen contactmoment" in first["hover"]


def test_the_hover_tells_name_status_number_and_date_in_dutch(vakken: pd.DataFrame, kompas: Kompas) -> None:
    one = vakken.assign(aantal=7, status="verouderd", laatste=pd.Timestamp(2025, 3, 4))
    hover = sectors(sunburst(one, kompas), ASPECT)[0]["hover"]
    assert "Bewoners doen mee" in hover and "Fase 1 Samen starten" in hover
    assert "Status: verouderd" in hover and "7 contactmomenten, laatste op 04-03-2025" in hover


def test_markup_in_a_reason_is_shown_as_text(vakken: pd.DataFrame, kompas: Kompas) -> None:
    evil = vakken.assign(reden='<a href="javascript:x">klik</a>')
    figure = sunburst(evil, kompas).to_json()
    assert "<a " not in figure and "\\u003ca " not in figure


@pytest.mark.parametrize("dark", [False, True])
@pytest.mark.parametrize("gekozen", ["alles", "keuzes-maken", "alle/technisch-economisch"])
def test_every_label_reads_on_its_fill(vakken: pd.DataFrame, kompas: Kompas, dark: bool, gekozen: str) -> None:
    for status in VakStatus:
        every = vakken.assign(status=status.value)
        figure = sunburst(every, kompas, gekozen=gekozen, actieve_fasen=["keuzes-maken"], dark=dark)
        for row in (row for ring in range(3) for row in sectors(figure, ring)):
            assert contrast(row["ink"], row["fill"]) >= AA_TEXT, row


def test_what_is_not_chosen_fades_and_what_is_chosen_does_not(vakken: pd.DataFrame, kompas: Kompas) -> None:
    full = vakken.assign(status="actueel")
    chosen = Selectie.from_node("keuzes-maken/sociaal-maatschappelijk", kompas)
    before, after = (sectors(sunburst(full, kompas, gekozen=node), ASPECT) for node in ("alles", chosen.node))
    for old, new, vak in zip(before, after, kompas.vakken(), strict=True):
        assert (old["fill"] == new["fill"]) == chosen.covers(vak.fase, vak.aspect, kompas)


def test_the_chosen_part_is_outlined_once_per_fase_it_runs_through(vakken: pd.DataFrame, kompas: Kompas) -> None:
    plain = len(sunburst(vakken, kompas).layout.shapes)
    for node, parts in (("keuzes-maken", 1), ("alle/technisch-economisch", 6), ("unknown", 0)):
        shapes = sunburst(vakken, kompas, gekozen=node).layout.shapes
        extra = [shape for shape in shapes if shape.line.width == 3.5]
        assert sum(shape.path.count("M") for shape in extra) == parts
        assert (len(shapes) > plain) == bool(parts) or node != "unknown"


def test_a_running_fase_is_marked_by_a_dot_and_in_words(vakken: pd.DataFrame, kompas: Kompas) -> None:
    rows = sectors(sunburst(vakken, kompas, actieve_fasen=["keuzes-maken"]), FASE)
    assert [row["id"] for row in rows if "●" in row["text"]] == ["keuzes-maken"]
    assert [row["id"] for row in rows if "Deze fase loopt nu" in row["hover"]] == ["keuzes-maken"]


def test_the_public_kompas_says_nothing_of_any_wijk(kompas: Kompas) -> None:
    figure = methode_sunburst(kompas, gekozen="keuzes-maken").figuur
    text = figure.to_json()
    assert "Status" not in text and "contactmoment" not in text and " · " not in text
    assert len(sectors(figure, ASPECT)) == 36


def test_the_legend_counts_every_vak_once(vakken: pd.DataFrame) -> None:
    legenda = status_legenda(vakken)
    assert [status for status, _ in legenda] == list(VakStatus)
    assert Counter({status.value: aantal for status, aantal in legenda}) == Counter(vakken["status"])


def test_the_text_alternative_names_counts_fasen_and_choice(vakken: pd.DataFrame, kompas: Kompas) -> None:
    text = alt_tekst(vakken, kompas, gekozen="keuzes-maken", actieve_fasen=["keuzes-maken"])
    assert "36 vakken" in text and "Nu loopt fase 4 Keuzes maken." in text and "Gekozen: fase 4" in text
    assert f"{(vakken['status'] == 'leeg').sum()} leeg" in text


def test_the_table_is_about_the_chosen_part_and_the_whole_has_every_vak(vakken: pd.DataFrame, kompas: Kompas) -> None:
    raster = raster_van(vakken, kompas, (), PEIL)
    whole, part = (drawn(raster, vakken, kompas, gekozen=node) for node in ("alles", "keuzes-maken"))
    assert len(whole.tabel()) == 36 and set(part.tabel()["Fase"]) == {"4. Keuzes maken"}
    assert part.bevinding != whole.bevinding and len(part.cijfers()) == 6


def test_equal_sectors_fill_the_circle_without_overlap(kompas: Kompas) -> None:
    vakken = [s for s in layout_sectoren(kompas).values() if s.outer == 1.0]
    assert [s.start for s in vakken] == pytest.approx([10 * i for i in range(36)])
    assert [s.end for s in vakken] == pytest.approx([10 * (i + 1) for i in range(36)])


def test_an_outline_starts_at_twelve_o_clock_and_closes() -> None:
    path = outline([Sector(0, 90, 0.5, 1.0)])
    assert path.startswith("M0.0000,1.0000") and path.endswith("Z") and "1.0000,0.0000" in path


def test_the_figure_is_valid_for_plotly(vakken: pd.DataFrame, kompas: Kompas) -> None:
    figure = sunburst(vakken, kompas, gekozen="keuzes-maken", midden=opmaak("<b>17 van 24</b><br>vakken"))
    go.Figure(figure.to_dict())
