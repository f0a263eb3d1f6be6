"""What a reader sees in the grids of the programme."""

from datetime import date, timedelta

import plotly.graph_objects as go
import pytest

from dashboard.charts.raster import Cel, Kolom, Rij, raster

DAY = date(2026, 3, 1)
ROWS = [
    Rij("a-wijk", "A & <b>wijk</b>", (Cel(3, "drie", DAY), Cel(0, "stil", None))),
    Rij("b-wijk", "B", (Cel(1, "lang geleden", DAY - timedelta(days=400)), Cel(9, "negen", DAY))),
]
COLUMNS = [Kolom("x", "X", "#7F2A12"), Kolom("y", "Y", "#083D54")]


@pytest.mark.parametrize(("dark", "smal"), [(False, False), (True, True)])
def test_each_square_tells_its_number_and_carries_its_wijk_and_column(dark, smal):
    figure = raster(ROWS, COLUMNS, peildatum=DAY, dark=dark, smal=smal)
    go.Figure(figure.to_dict())
    (squares,) = figure.data
    assert [list(k) for k in squares.customdata] == [["a-wijk", "x"], ["a-wijk", "y"], ["b-wijk", "x"], ["b-wijk", "y"]]
    assert list(squares.text) == ["3", "", "1", "9"]
    assert "<b>" not in figure.layout.annotations[0].text


def test_silence_is_an_open_square_and_what_is_long_ago_is_pale():
    (squares,) = raster(ROWS, COLUMNS, peildatum=DAY).data
    fresh, never, long_ago, other = squares.marker.color
    assert fresh == "#7F2A12" and other == "#083D54"
    assert never != fresh and never == raster(ROWS, COLUMNS, peildatum=DAY).layout.paper_bgcolor
    assert long_ago not in (fresh, never)
    assert squares.marker.line.width[1] > 0 == squares.marker.line.width[0]


def test_without_colour_more_contactmomenten_are_darker():
    rows = [Rij("a", "A", tuple(Cel(n, str(n)) for n in (0, 1, 3, 5, 20)))]
    (squares,) = raster(rows, [Kolom(str(i), str(i)) for i in range(5)], peildatum=DAY).data
    light = [int(colour[1:3], 16) for colour in squares.marker.color]
    assert light == sorted(set(light), reverse=True) and len(light) == 5


def test_the_chosen_square_has_a_thick_edge_and_no_wijk_gives_a_sentence():
    (squares,) = raster(ROWS, COLUMNS, peildatum=DAY, gekozen=("b-wijk", "y")).data
    assert [width == 3 for width in squares.marker.line.width] == [False, False, False, True]
    assert "Geen wijk" in str(raster([], COLUMNS, peildatum=DAY).layout.annotations)
