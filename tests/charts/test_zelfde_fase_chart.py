"""The curves of a wijk beside the others: band, dots, gaps and the sentence above them."""

import pandas as pd
import plotly.graph_objects as go

from dashboard.charts.zelfde_fase import Verloop, zelfde_fase_alt, zelfde_fase_grafiek, zelfde_fase_tekst
from tests.charts.conftest import build_kompas

KOMPAS = build_kompas()
NAAM = "<b>Lindenhof</b>"
KROMME = pd.DataFrame(
    {
        "wijk": 1,
        "dag": [0, 30, 90, 97],
        "dekking": [0, 2, 4, 5],
        "aantal": [0, 3, 7, 8],
        "balans": [float("nan"), 0.3, 0.1, -0.05],
    }
)
BAND = pd.DataFrame(
    [("dekking", 97, 3.0, 4.5, 7), ("aantal", 97, 5.0, 9.0, 7)], columns=["maat", "dag", "laag", "hoog", "n"]
)
DOTS = pd.DataFrame(
    [("dekking", 97, 2, 6.0), ("dekking", 97, 3, 1.0), ("balans", 97, 3, 0.2)],
    columns=["maat", "dag", "wijk", "waarde"],
)
NO_BAND, NO_DOTS = BAND.head(0), DOTS.head(0)


def verloop(band=BAND, dots=DOTS, naam=NAAM) -> Verloop:
    return Verloop(naam, "Keuzes maken", 97, 6, KROMME, band, dots, {2: "A <i>", 3: "B"})


def draw(band=BAND, dots=DOTS, **options):
    return zelfde_fase_grafiek(verloop(band, dots), KOMPAS, **options).figuur.to_dict()


def said(band, dots) -> str:
    return zelfde_fase_tekst(verloop(band, dots, "Lindenhof"))


def test_the_sentence_compares_with_the_others_on_the_same_day():
    own = "Lindenhof had na 97 dagen Keuzes maken contact in 5 van 6 vakken; "
    assert said(BAND, NO_DOTS) == own + "de middelste helft van 7 andere wijken had er toen 3 tot 4,5"
    assert said(NO_BAND, DOTS) == own + "2 andere wijken hadden er toen 1 tot 6"
    assert said(NO_BAND, DOTS.head(1)) == own + "één andere wijk had er toen 6"
    assert said(NO_BAND, NO_DOTS) == own + "geen andere wijk was zo lang in deze fase"


def test_plotly_accepts_it_in_every_form_and_names_stay_text():
    for options in ({}, {"dark": True}, {"smal": True}):
        figure = draw(**options)
        go.Figure(figure)
        assert "<b>Lindenhof" not in str(figure["data"]).replace("<b>&lt;b&gt;", "") and "<i>" not in str(figure)


def test_days_elsewhere_are_a_gap_in_the_line():
    line = next(trace for trace in draw()["data"] if trace.get("line", {}).get("width") == 2.5)
    assert line["x"] == [0, 30, None, 90, 97] and line["connectgaps"] is False


def test_the_sociale_spoor_is_up_and_three_panels_share_one_axis():
    layout = draw()["layout"]
    assert "sociaal" in layout["yaxis3"]["ticktext"][2] and "techniek" in layout["yaxis3"]["ticktext"][0]
    assert [axis for axis in layout if axis.startswith("xaxis")] == ["xaxis"]


def test_the_text_alternative_ends_with_the_other_two_measures():
    assert "8 contactmomenten, balans −0,05" in zelfde_fase_alt("Zo", KROMME, dag=97)


def test_the_table_has_the_wijk_and_the_others_day_by_day():
    table = zelfde_fase_grafiek(verloop(), KOMPAS).tabel().set_index("Dag")
    assert table.loc["97", ["Vakken", "Contactmomenten", "Balans"]].tolist() == ["5", "8", "−0,05"]
    assert table.loc["97", "Vakken bij anderen"] == "3 tot 4,5 (7 wijken)"
    assert table.loc["97", "Balans bij anderen"] == "B: +0,20" and table.loc["30", "Balans bij anderen"] == "geen"
