"""The pictures of the register: what stands in them, what is left out, and that names stay text."""

from datetime import date

import pandas as pd
import plotly.graph_objects as go
import pytest

from dashboard.charts import belanghebbenden as charts
from dashboard.charts.grafiek import Grafiek
from dashboard.charts.namen import in_regels

NIVEAUS = [("informeren", "Informeren"), ("raadplegen", "Raadplegen"), ("adviseren", "Adviseren")]
HOUDINGEN = [("weerstand", "Weerstand"), ("neutraal", "Neutraal"), ("ondersteunend", "Ondersteunend")]
BOTH = pytest.mark.parametrize("smal", [False, True])


def register(*rows: tuple) -> pd.DataFrame:
    names = ["naam", "type", "belang", "invloed", "huidig", "gewenst"]
    return pd.DataFrame(rows, columns=pd.Index(names), dtype=object)


def promises(*rows: tuple) -> pd.DataFrame:
    frame = pd.DataFrame(rows, columns=pd.Index(["naam", "beloofd", "gehaald", "gat"]), dtype=object)
    return frame.assign(mediaan=frame["gehaald"], contacten=[0 if slug is None else 3 for slug in frame["gehaald"]])


def stands(*rows: tuple) -> pd.DataFrame:
    return pd.DataFrame(rows, columns=pd.Index(["datum", "huidig", "gewenst"]), dtype=object)


def counts(*rows: tuple) -> pd.DataFrame:
    return pd.DataFrame(rows, columns=pd.Index(["naam", "aantal"])).assign(type="Bewonersgroep")


def valid(grafiek: Grafiek) -> dict:
    """The figure as plotly takes it: the charts leave out that check, so the tests do it."""
    return go.Figure(grafiek.figuur.to_dict()).to_dict()


def points(figure: Grafiek) -> list[tuple[float, float]]:
    return [pair for trace in valid(figure)["data"] for pair in zip(trace["x"], trace["y"], strict=True)]


@BOTH
def test_thirty_in_one_cell_of_the_matrix_all_get_a_place_of_their_own(smal):
    frame = register(*((f"Groep {i}", "vve", "hoog", "hoog", "neutraal", "leidend") for i in range(30)))
    places = points(charts.matrix(frame, smal=smal))
    assert len(set(places)) == 30
    assert all(2 <= x <= 3 for x, _ in places), "all in the column of a high belang"


def test_shape_and_colour_of_the_matrix_tell_how_the_houding_compares_with_the_desired_one():
    frame = register(
        ("Tegen", "vve", "hoog", "laag", "weerstand", "neutraal"),
        ("Anders", "vve", "hoog", "laag", "neutraal", "leidend"),
        ("Zoals", "vve", "hoog", "laag", "leidend", "leidend"),
        ("Onbekend", "vve", "hoog", "laag", None, None),
    )
    traces = valid(charts.matrix(frame))["data"]
    assert [trace["name"] for trace in traces] == [
        "weerstand (1)",
        "anders dan gewenst (1)",
        "zoals gewenst (1)",
        "houding onbekend (1)",
    ]
    assert len({(trace["marker"]["symbol"], trace["marker"]["color"]) for trace in traces}) == 4
    assert len({trace["marker"]["symbol"] for trace in traces}) == 4, "also without colour"


def test_who_cannot_be_in_the_matrix_is_counted_with_the_reason():
    frame = register(
        ("Erin", "vve", "hoog", "laag", None, None),
        ("A", "vve", None, "laag", None, None),
        ("B", "vve", None, None, None, None),
        ("C", "vve", None, None, None, None),
    )
    assert len(points(charts.matrix(frame))) == 1
    assert charts.niet_geplaatst(frame) == [("belang en invloed onbekend", [2, 3]), ("belang onbekend", [1])]
    assert "Niet geplaatst: 2 keer belang en invloed onbekend; 1 keer belang onbekend." in charts.matrix_alt(frame)


def test_the_finding_of_the_matrix_is_about_those_who_matter_most():
    frame = register(
        ("A", "vve", "hoog", "hoog", "neutraal", "leidend"),
        ("B", "vve", "hoog", "hoog", "leidend", "leidend"),
        ("C", "vve", "laag", "hoog", "weerstand", "leidend"),
    )
    assert (
        charts.matrix_tekst(frame)
        == "Van 2 belanghebbenden met hoog belang en hoge invloed heeft 1 nog niet de gewenste houding"
    )


@BOTH
def test_a_dumbbell_runs_from_what_was_promised_to_what_was_reached_with_the_largest_gap_on_top(smal):
    frame = promises(("Klein", "raadplegen", "informeren", 1), ("Groot", "adviseren", None, 3))
    traces = {trace["name"]: trace for trace in valid(charts.belofte_praktijk(frame, NIVEAUS, smal=smal))["data"]}
    assert list(traces["beloofd"]["x"]) == [2, 1]
    assert list(traces["gehaald"]["x"]) == [-1, 0], "nothing reached stands before the lowest level"
    assert traces["beloofd"]["y"][0] < traces["beloofd"]["y"][1], "the axis runs downwards"
    assert charts.belofte_tekst(frame, NIVEAUS) == "2 van de 2 beloften zijn nog niet gehaald"
    assert "Groot (3 niveaus lager)" in charts.belofte_alt(frame, NIVEAUS)


@BOTH
def test_the_houding_goes_in_steps_and_its_title_says_since_when(smal):
    frame = stands(
        (date(2025, 3, 1), "neutraal", "ondersteunend"),
        (date(2024, 1, 1), "weerstand", "ondersteunend"),
        (date(2025, 9, 1), "neutraal", "ondersteunend"),
    )
    traces = {trace["name"]: trace for trace in valid(charts.houding_verloop(frame, HOUDINGEN, smal=smal))["data"]}
    assert list(traces["nu"]["y"]) == [0, 1, 1] and list(traces["gewenst"]["y"]) == [2, 2, 2]
    assert traces["nu"]["line"]["shape"] == "hv"
    assert charts.houding_tekst(frame, HOUDINGEN) == (
        "De houding is neutraal sinds 01-03-2025; gewenst is ondersteunend"
    )


def test_the_spread_has_a_bar_for_everyone_also_without_contact():
    frame = counts(("B", 1), ("A", 7), ("C", 0), ("D", 1), ("E", 1))
    (bars,) = valid(charts.spreiding_grafiek(frame))["data"]
    assert list(bars["x"]) == [7, 1, 1, 1, 0]
    assert charts.spreiding_tekst(frame) == "Drie van de 4 belanghebbenden met contact hebben 90% van de contacten"
    assert charts.spreiding_alt(frame).endswith("Zonder contact: 1.")


@BOTH
@pytest.mark.parametrize("dark", [False, True])
def test_a_name_is_never_markup(smal, dark):
    naam = '<b onmouseover="x()">VvE</b> & co'
    drawn = [
        charts.matrix(register((naam, naam, "hoog", "hoog", None, None)), dark=dark, smal=smal),
        charts.belofte_praktijk(promises((naam, "raadplegen", None, 2)), NIVEAUS, dark=dark, smal=smal),
        charts.spreiding_grafiek(counts((naam, 3)), dark=dark, smal=smal),
    ]
    for figure in drawn:
        text = figure.figuur.to_json() or ""
        assert "<b onmouseover" not in text and "\\u003cb onmouseover" not in text


@pytest.mark.parametrize(
    "figure",
    [
        charts.matrix(register()),
        charts.matrix(register(("A", "vve", None, None, None, None))),
        charts.belofte_praktijk(promises(), NIVEAUS),
        charts.houding_verloop(stands(), HOUDINGEN),
        charts.spreiding_grafiek(counts()),
        charts.spreiding_grafiek(counts(("A", 0))),
    ],
)
def test_a_picture_without_anything_says_so(figure):
    drawn = valid(figure)
    assert not drawn["data"] or not any(len(trace["x"]) for trace in drawn["data"])
    assert drawn["layout"]["annotations"][0]["text"]


def test_a_long_word_is_broken_with_a_hyphen():
    assert in_regels("Huurdersvereniging", 10, 2) == "Huurders-<br>vereniging"
    assert in_regels("Gemeenteraad", 10, 2) == "Gemeente-<br>raad"
    assert in_regels("Basisschool", 10, 2) == "Basis-<br>school"
    assert in_regels("Energiecoöperatie", 10, 2) == "Energie-<br>coöperatie"
    assert in_regels("Xxxxxxxxxxxx", 10, 2) == "Xxxxxxxxx-<br>xxx", "no syllables to break between"
    assert in_regels("VvE Bladgoud", 10, 2) == "VvE<br>Bladgoud"


LONG = "Bewonersvereniging Zonnepark en Schorsweg-Noord"


@BOTH
@pytest.mark.parametrize(
    ("draw", "naam"),
    [
        (lambda naam, smal: charts.matrix(register((naam, "", "hoog", "hoog", None, None)), smal=smal), LONG[:28]),
        (
            lambda naam, smal: charts.belofte_praktijk(promises((naam, "adviseren", None, 3.0)), NIVEAUS, smal=smal),
            LONG,
        ),
        (lambda naam, smal: charts.spreiding_grafiek(counts((naam, 3)), smal=smal), LONG),
    ],
    ids=["matrix", "belofte", "spreiding"],
)
def test_a_long_name_stands_whole_over_more_lines_for_which_there_is_room(draw, naam, smal):
    figure = valid(draw(naam, smal))
    texts = [note["text"] for note in figure["layout"]["annotations"]]
    texts += [text for trace in figure["data"] for text in trace.get("text") or ()]
    shown = next(text.replace("\u00a0", "") for text in texts if "Bewon" in text)
    lines = shown.split("<br>")
    assert len(lines) > 1 and "".join(f"{line} ".replace("- ", "") for line in lines).strip().endswith(naam)
    assert figure["layout"]["yaxis"]["range"][0] >= 13 * len(lines)
