"""What every figure is made of: the house style written out, and data that plotly recognises."""

from html import unescape

from hypothesis import given
from hypothesis import strategies as st

from dashboard.charts import figure
from dashboard.charts.namen import Figuurtekst, in_regels, letterlijk, onder_elkaar, opmaak, voluit
from dashboard.theme import plotly_template

LINE = {"type": "scatter", "x": [1, 2], "y": [3, 4]}
RING = {"type": "sunburst", "ids": ["a"], "labels": ["a"], "parents": [""]}


def layout_of(data, **layout):
    return figure(data, {"template": plotly_template(False), **layout}).to_dict()["layout"]


def test_the_house_style_stands_in_the_figure_itself_and_what_a_chart_says_counts():
    style = plotly_template(False)["layout"]
    found = layout_of([LINE], hovermode=False, xaxis={"tickfont": {"size": 99}}, xaxis2={"anchor": "y"})
    assert "template" not in found
    assert found["font"] == style["font"] and found["separators"] == ",."
    assert found["hovermode"] is False
    assert found["xaxis"] == style["xaxis"] | {"tickfont": style["xaxis"]["tickfont"] | {"size": 99}}
    assert found["xaxis2"] == style["xaxis"] | {"anchor": "y"}
    assert found["yaxis"] == style["yaxis"]


def test_a_chart_without_axes_gets_none():
    assert not [name for name in layout_of([RING]) if "axis" in name]


def test_writing_the_style_out_changes_neither_the_style_nor_what_was_given():
    style, given = plotly_template(False), {"template": plotly_template(False), "xaxis": {"range": [0, 1]}}
    before = repr(style), repr(given)
    figure([LINE], given)
    assert (repr(style), repr(given)) == before


def test_a_figure_of_a_figure_keeps_the_style():
    first = figure([LINE], {"template": plotly_template(True)}).to_dict()
    assert figure(first["data"], first["layout"]).to_dict() == first


def test_the_revision_is_the_same_for_the_same_data_and_another_for_others():
    one, same = (layout_of([LINE], height=height)["datarevision"] for height in (100, 200))
    assert one == same
    assert layout_of([LINE | {"y": [3, 5]}])["datarevision"] != one


@given(st.text(max_size=40))
def test_a_name_in_a_text_of_a_chart_stays_the_name_it_is(naam: str) -> None:
    """Tags are those of the template; of two ways in, a name is escaped once and never twice."""
    said = opmaak("<b>{}</b><br>{}", naam, letterlijk(naam))
    assert said.count("<") == 3 and said == opmaak("<b>{}</b><br>{}", letterlijk(naam), naam)
    first, second = said.removeprefix("<b>").split("</b><br>")
    assert unescape(first) == unescape(second) == naam
    assert onder_elkaar([naam, said]).endswith(said) and onder_elkaar([naam]).count("<") == 0
    assert all(isinstance(one, Figuurtekst) for one in (said, letterlijk(naam), voluit(naam), in_regels(naam, 9, 2)))
