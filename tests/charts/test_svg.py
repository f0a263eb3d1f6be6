"""Our charts as SVG: every chart can be drawn, says the same as on screen, and nothing that is typed becomes markup."""

import re
from datetime import date
from xml.etree import ElementTree

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dashboard.charts import balans as balans_charts
from dashboard.charts import belanghebbenden, gantt, namen, programmabalans, wijk
from dashboard.charts import figure as make_figure
from dashboard.charts import kompas as kompas_charts
from dashboard.charts.namen import letterlijk
from dashboard.charts.noten import Noot, onder_rijen
from dashboard.charts.paper.axes import Frame, axes_of
from dashboard.charts.paper.svg import svg
from dashboard.charts.per_aspect import per_aspect_grafiek
from dashboard.kit.vakraster import raster_van
from dashboard.theme import plotly_template

SVG = "{http://www.w3.org/2000/svg}"
DAY = date(2025, 6, 1)
LONG = "<b>Bewoners & co</b> " * 4


def words(drawn: str) -> str:
    """All text of a drawing, in the order of drawing."""
    root = ElementTree.fromstring(drawn)
    return " ".join("".join(text.itertext()) for text in root.iter(f"{SVG}text"))


def register() -> pd.DataFrame:
    rows = [
        (LONG, "bewonersgroep", "hoog", "hoog", "weerstand", "neutraal"),
        ("Netbeheer", "netbeheerder", "laag", "hoog", "neutraal", "neutraal"),
        ("Wijkraad", "wijkraad", "hoog", "midden", None, None),
    ]
    return pd.DataFrame(rows, columns=["naam", "type", "belang", "invloed", "huidig", "gewenst"])


NIVEAUS = [(n, n.capitalize()) for n in ("informeren", "raadplegen", "adviseren", "coproduceren", "meebeslissen")]
BELOFTEN = pd.DataFrame(
    [(LONG, "adviseren", None, 3), ("Netbeheer", "raadplegen", "coproduceren", -2)],
    columns=["naam", "beloofd", "gehaald", "gat"],
)
PLANNING = pd.DataFrame(
    [("samen-starten", pd.Timestamp("2024-10-01"), pd.Timestamp("2025-01-01"))],
    columns=["fase", "gepland_van", "gepland_tot"],
)
STILTE = [("bewoners-doen-mee", 70.0, 90.0), ("passend-renovatieaanbod", np.nan, 12.0)]


def charts(kompas, vakken, balans, per_aspect, perioden, mijlpalen) -> dict:
    """Every kind of chart that a report may hold, wide and narrow; name → (figure, a word that it shows)."""
    found = {}
    noten = (Noot(1, date(2023, 1, 10), LONG), Noot(2, date(2024, 5, 3), "Subsidie"))
    silence = pd.DataFrame(STILTE, columns=["aspect", "dagen_sinds", "langste_gat"]).assign(laatste=pd.NaT)
    series = balans.assign(wijk=1, einde=balans["periode"] + pd.DateOffset(months=1))
    around = balans_charts.Rondom(perioden, mijlpalen, noten, laatste=date(2025, 3, 1), tot=date(2025, 8, 31))
    for smal in (False, True):
        more = {"smal": smal}
        found |= {
            f"balans {smal}": (
                balans_charts.balans_grafiek(balans, kompas, around, per="maand", breed=328 if smal else 800).figuur,
                "om half",
            ),
            f"aspecten {smal}": (per_aspect_grafiek(per_aspect, kompas, per="maand", **more).figuur, "Bewoners"),
            f"matrix {smal}": (belanghebbenden.matrix(register(), **more).figuur, "Netbeheer"),
            f"belofte {smal}": (belanghebbenden.belofte_praktijk(BELOFTEN, NIVEAUS, **more).figuur, "2 hoger"),
            f"spreiding {smal}": (
                belanghebbenden.spreiding_grafiek(register().assign(aantal=[5, 3, 0]), **more).figuur,
                "1. <b>",
            ),
            f"tijdlijn {smal}": (
                gantt.tijdlijn(perioden, PLANNING, mijlpalen, kompas, peildatum=DAY, **more).figuur,
                "peildatum 01-06-2025",
            ),
            f"stilte {smal}": (wijk.stilte_grafiek(silence, kompas, grens=60, **more).figuur, "grens 60 dagen"),
            f"klein {smal}": (
                programmabalans.naast_elkaar(
                    series, {1: programmabalans.Paneel("Dorp")}, kompas, per="maand", breed=328 if smal else 800
                ).figuur,
                "Dorp",
            ),
        }
    panel = programmabalans.Paneel("Dorp", noten=noten)
    small = programmabalans.naast_elkaar(series, {1: panel}, kompas, per="maand", breed=800)
    found["noten in een paneel"] = (small.figuur, "2")
    rows = gantt.tijdlijn(perioden, PLANNING, mijlpalen, kompas, peildatum=DAY).figuur
    found["noten onder rijen"] = (onder_rijen(rows, noten), "2 Subsidie")
    found["kompas"] = (
        kompas_charts.sunburst(
            raster_van(vakken, kompas, (), DAY), vakken, kompas, midden=letterlijk("17 van 24")
        ).figuur,
        "17 van 24",
    )
    found["methode"] = (kompas_charts.methode_sunburst(kompas).figuur, "De methode")
    found["leeg"] = (namen.lege_figuur("Er is nog niets.", False), "Er is nog niets.")
    return found


def test_every_chart_can_be_drawn_and_its_words_stay_text(
    kompas, vakken, balans, per_aspect, perioden, mijlpalen, subtests
) -> None:
    for name, (figure, word) in charts(kompas, vakken, balans, per_aspect, perioden, mijlpalen).items():
        with subtests.test(name):
            drawn = svg(figure, 720)
            assert word in words(drawn)
            root = ElementTree.fromstring(drawn)
            assert float(root.get("height", 0)) == figure.to_dict()["layout"]["height"]
            assert not re.search(r'"[^"]*\bnan\b[^"]*"', drawn)


def test_the_kompas_shows_every_vak_with_the_colour_and_word_of_the_screen(kompas, vakken) -> None:
    raster = raster_van(vakken, kompas, (), DAY)
    figure = kompas_charts.sunburst(raster, vakken, kompas).figuur
    drawn = svg(figure, 560)
    said = [cell.kort for row in raster.rijen for cell in row.cellen if cell.kort != "·"]
    assert all(words(drawn).count(f"· {word}") >= said.count(word) for word in said)
    ring = figure.to_dict()["data"][0]["marker"]
    assert all(f'fill="{colour}"' in drawn for colour in ring["colors"][2:])


def test_a_gap_in_the_balance_is_a_gap_on_paper_too(kompas, balans, perioden, mijlpalen) -> None:
    figure = balans_charts.balans_grafiek(balans, kompas, balans_charts.Rondom(perioden, mijlpalen), per="maand").figuur
    known = [value == value for value in balans["balans"]]
    runs = sum(now and not before for before, now in zip([False, *known], known, strict=False))
    alone = sum(
        now and not before and not after
        for before, now, after in zip([False, *known], known, [*known[1:], False], strict=False)
    )
    paths = re.findall(r'<path d="([^"]+)" fill="none" stroke="#1B2430" stroke-width="2.5"', svg(figure, 720))
    assert runs > 1
    assert [path.count("M") for path in paths] == [runs - alone]


@pytest.mark.parametrize("width", [400, 680])
def test_a_silence_is_hatched_on_paper_and_a_noot_stands_there_in_full(
    kompas, balans, perioden, mijlpalen, width
) -> None:
    noten = (Noot(1, date(2023, 1, 10), LONG), Noot(2, date(2024, 5, 3), "Subsidie voor alle wijken opengesteld"))
    around = balans_charts.Rondom(perioden, mijlpalen, noten, laatste=date(2025, 1, 5), tot=date(2025, 8, 31))
    figure = balans_charts.balans_grafiek(balans, kompas, around, per="maand", breed=width).figuur
    drawn = svg(figure, width)
    assert drawn.count("<pattern") == 1 and re.search(r'<rect [^>]*fill="url\(#p0\)"', drawn)
    said = words(drawn)
    assert "238 dagen" in said and "Subsidie voor alle" in said and "…" not in said
    assert "".join(LONG.split()) in "".join(said.split())
    ground = figure.to_dict()["layout"]["paper_bgcolor"]  # no text in a box of another colour than the sheet
    assert f'fill="{ground}"' in drawn and not re.search(
        rf'<rect [^>]*fill="{ground}"', svg(figure, width, paper=False)
    )


def test_a_value_lies_where_the_axis_says(kompas, balans, perioden, mijlpalen) -> None:
    layout = balans_charts.balans_grafiek(
        balans, kompas, balans_charts.Rondom(perioden, mijlpalen), per="maand"
    ).figuur.to_dict()["layout"]
    margin = layout["margin"]
    wide, high = 720 - margin["l"] - margin["r"], layout["height"] - margin["t"] - margin["b"]
    frame = Frame(margin["l"], margin["t"], wide, high)
    axes = axes_of(layout, [{"type": "scatter", "x": [], "y": []}], frame)
    first, last = layout["xaxis"]["range"]
    assert axes["x"].at(first) == pytest.approx(frame.left)
    assert axes["x"].at(last) == pytest.approx(frame.left + frame.width)
    assert axes["y"].at(1) < axes["y"].at(0) < axes["y"].at(-1)  # up on paper is a smaller number


@pytest.mark.parametrize(
    "change",
    [
        {"data": [{"type": "pie"}]},
        {"data": [{"type": "scatter", "mode": "markers", "x": [1], "y": [1], "marker": {"symbol": "star"}}]},
        {"shapes": [{"type": "circle", "x0": 0, "x1": 1, "y0": 0, "y1": 1}]},
        {"annotations": [{"text": "<i>schuin</i>", "x": 0, "y": 0, "xref": "paper", "yref": "paper"}]},
    ],
)
def test_what_cannot_be_drawn_is_refused_instead_of_left_out(change) -> None:
    data = change.pop("data", [])
    hidden = {"visible": False, "range": [0, 1]}
    layout = {"template": plotly_template(False), "height": 100, "margin": {"l": 0, "r": 0, "t": 0, "b": 0},
              "xaxis": hidden, "yaxis": hidden}  # fmt: skip
    with pytest.raises(ValueError, match="cannot be drawn"):
        svg(make_figure(data, layout | change), 100)


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=60))
def test_whatever_a_name_is_the_drawing_stays_well_formed_and_shows_it(naam) -> None:
    frame = register().assign(naam=[naam, "b", "c"])
    drawn = svg(belanghebbenden.matrix(frame).figuur, 720)
    root = ElementTree.fromstring(drawn.encode("utf-8"))
    assert {element.tag.removeprefix(SVG) for element in root.iter()} <= {
        "svg", "g", "rect", "path", "text", "tspan", "circle", "defs", "pattern",
    }  # fmt: skip
