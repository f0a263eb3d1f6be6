"""The balance of many wijken in charts: one scale, every name, the band, gaps as gaps."""

from datetime import date

import pandas as pd
import plotly.graph_objects as go
import pytest

from dashboard.charts.assen import MIDDLE, NARROW, WIDE
from dashboard.charts.balans import Rondom, balans_grafiek
from dashboard.charts.band import band_stippen, met_band
from dashboard.charts.grafiek import Grafiek
from dashboard.charts.noten import Noot
from dashboard.charts.over_elkaar import Nadruk, over_elkaar
from dashboard.charts.programmabalans import Paneel, naast_elkaar
from dashboard.theme import spoor_fills, tone
from wijkkompas_core.analysis.band import fasestanden
from wijkkompas_core.analysis.programmabalans import reeksen, uitgelijnd

VAN, TOT = date(2023, 1, 1), date(2025, 12, 31)


def make_sums(kompas, number: int) -> pd.DataFrame:
    """Sums of so many wijken over three years; the first wijk has an empty half year."""
    first, second = (spoor.slug for spoor in kompas.sporen)
    rows = []
    for wijk in range(1, number + 1):
        for month in range(36):
            if wijk == 1 and 12 <= month < 18:
                continue
            a, b = (month + wijk) % 4, wijk % 3
            if a + b:
                rows.append(
                    (wijk, "keuzes-maken", pd.Timestamp(2023, 1, 1) + pd.DateOffset(months=month), a + b, a, b, a, b)
                )
    names = ["wijk", "fase", "maand", "n", f"som_{first}", f"som_{second}", f"n_{first}", f"n_{second}"]
    return pd.DataFrame(rows, columns=pd.Index(names))


def series(kompas, number: int, per="kwartaal") -> pd.DataFrame:
    return reeksen(make_sums(kompas, number), kompas, van=VAN, tot=TOT, per=per)


def checked(drawn: Grafiek | go.Figure) -> go.Figure:
    """The same figure, this time checked by plotly: an unknown property raises."""
    return go.Figure((drawn.figuur if isinstance(drawn, Grafiek) else drawn).to_dict())


@pytest.mark.parametrize("breed", [NARROW, MIDDLE, WIDE])
@pytest.mark.parametrize("number", [1, 3, 24])
def test_every_wijk_has_its_own_panel_on_the_same_scale(kompas, number, breed):
    panels = {wijk: Paneel(f"Wijk {wijk}", "onder", f"/balans?wijk=w{wijk}") for wijk in range(1, number + 1)}
    figure = checked(naast_elkaar(series(kompas, number), panels, kompas, per="kwartaal", breed=breed))
    layout = figure.to_dict()["layout"]
    y_axes = [axis for name, axis in layout.items() if name.startswith("yaxis")]
    x_axes = [axis for name, axis in layout.items() if name.startswith("xaxis")]
    assert len(y_axes) == number and len({tuple(axis["range"]) for axis in y_axes}) == 1
    assert len({tuple(axis["range"]) for axis in x_axes}) == 1
    texts = " ".join(note["text"] for note in layout["annotations"])
    assert all(f"<b>Wijk {wijk}</b>" in texts and f"wijk=w{wijk}" in texts for wijk in panels)
    assert all(0 <= axis["domain"][0] < axis["domain"][1] <= 1 for axis in y_axes + x_axes)


@pytest.mark.parametrize("breed", [NARROW, MIDDLE, WIDE])
def test_a_long_name_stands_whole_above_its_panel_and_makes_room_for_itself(kompas, breed):
    naam = "De Wijk Met De Allerlangste Naam Van Heel De Gemeente Zonnedaal En Omstreken Tot Aan De Rivier"
    drawn = [
        naast_elkaar(series(kompas, 3), {i: Paneel(name if i == 3 else "Kort") for i in (1, 2, 3)}, kompas, per="maand",
                     breed=breed).figuur.to_dict()["layout"]
        for name in ("Kort", naam)
    ]  # fmt: skip
    (said,) = [note["text"] for note in drawn[1]["annotations"] if "Allerlangste" in note["text"]]
    lines = said.removeprefix("<b>").removesuffix("</b>").split("<br>")
    across = 2 if breed < WIDE else 3
    assert " ".join(lines) == naam and max(map(len, lines)) * 7 < breed / across
    rows = 3 // across + (3 % across > 0)
    assert drawn[1]["height"] - drawn[0]["height"] == max(0, len(lines) - 2) * 20 * rows


@pytest.mark.parametrize("dark", [False, True])
def test_every_panel_is_filled_by_hue_and_says_how_its_line_ends(kompas, dark):
    frame = series(kompas, 3)
    figure = checked(naast_elkaar(frame, {w: Paneel(f"W{w}") for w in (1, 2, 3)}, kompas, per="kwartaal", dark=dark))
    fills = spoor_fills(kompas, dark)
    for spoor in kompas.sporen:
        areas = [trace for trace in figure.data if trace.name == f"vlak {spoor.slug}"]
        assert len(areas) == 3 and {area.fillcolor for area in areas} == {fills[spoor.slug]}
    texts = [note.text for note in figure.layout.annotations]
    ends = frame.groupby("wijk")["balans"].last()
    for value in ends:
        lean = kompas.sporen[0 if value > 0 else 1].kort.lower()
        tenths = round((1 + abs(value)) / 2 * 10)
        said = f"nu: {tenths} van 10 over {lean}" if tenths > 5 else "nu: half om half"
        assert f"<b>{said}</b>" in texts


def test_only_the_wijk_that_is_silent_is_hatched_and_says_how_long(kompas):
    panels = {1: Paneel("Stil", laatste=date(2025, 5, 7)), 2: Paneel("Druk", laatste=date(2025, 12, 1)), 3: Paneel("?")}
    figure = checked(naast_elkaar(series(kompas, 3), panels, kompas, per="kwartaal", tot=TOT))
    (block,) = [trace for trace in figure.data if trace.name == "stil"]
    silent = next(trace for trace in figure.data if trace.name == "Stil")
    assert (block.xaxis, block.yaxis) == (silent.xaxis, silent.yaxis) and block.marker.pattern.shape == "/"
    texts = [note.text for note in figure.layout.annotations]
    assert texts.count("<b>stil, 238 dagen</b>") == 1 == sum("stil" in text for text in texts)
    assert sum("nu:" in text for text in texts) == 2


def test_a_period_without_contactmomenten_is_a_gap(kompas):
    figure = checked(naast_elkaar(series(kompas, 1), {1: Paneel("Eén")}, kompas, per="kwartaal"))
    line = next(trace for trace in figure.data if trace.name == "Eén")
    assert list(line.y).count(None) == 2 and line.connectgaps is False


def test_a_noot_stands_in_the_panel_the_words_and_the_row_of_its_own_wijk_only(kompas):
    noot = Noot(1, date(2024, 5, 3), "De brug ging dicht")
    panels = {1: Paneel("Eén", "4. Keuzes"), 2: Paneel("Twee", noten=(noot,))}
    drawn = naast_elkaar(series(kompas, 2), panels, kompas, per="kwartaal")
    (line,) = [shape for shape in checked(drawn).layout.shapes if shape.line.dash == "1.5px,3px"]
    assert (line.xref, str(line.x0)) == ("x2", "2024-05-03") and "De brug ging dicht" in drawn.alt
    table = drawn.tabel().set_index(["Wijk", "Kwartaal"])
    assert table["Noten"][table["Noten"] != ""].to_dict() == {("Twee", "2e kwartaal 2024"): "1. De brug ging dicht"}
    assert set(table.loc["Eén", "Fase van nu"]) == {"4. Keuzes"}


def test_the_band_is_drawn_from_the_start_of_the_fase_only_where_there_is_one(kompas):
    panels = {1: Paneel("Eén", band=(-0.2, 0.3), band_van=date(2024, 6, 1)), 2: Paneel("Twee")}
    figure = checked(naast_elkaar(series(kompas, 2), panels, kompas, per="kwartaal"))
    assert [(s.y0, s.yref, str(s.x0)[:10]) for s in figure.layout.shapes] == [
        (-0.2, "y", "2024-06-01"),
        (0.3, "y", "2024-06-01"),
    ]


def test_a_name_that_looks_like_markup_stays_text(kompas):
    name = "<script>x</script>"
    frame = series(kompas, 1)
    small = naast_elkaar(frame, {1: Paneel(name, name)}, kompas, per="kwartaal")
    laid = over_elkaar(uitgelijnd(frame, {1: VAN}), {1: name}, kompas, per="kwartaal", nadruk=Nadruk(wijk=1))
    dots = band_stippen(fasestanden(make_sums(kompas, 1), kompas), {1: name}, kompas, None, fase="Keuzes", minimaal_n=8)
    for grafiek in (small, laid, dots):
        assert "<script>" not in str(grafiek.figuur.to_dict())


@pytest.mark.parametrize("dark", [False, True])
def test_the_chosen_wijk_lies_on_top_and_its_name_stands_out(kompas, dark):
    aligned = uitgelijnd(series(kompas, 5), {wijk: date(2023, wijk, 1) for wijk in range(1, 6)})
    names = {wijk: f"Wijk {wijk}" for wijk in range(1, 6)}
    options = {"per": "kwartaal", "nadruk": Nadruk((-0.1, 0.1), 2), "dark": dark}
    figure = checked(over_elkaar(aligned, names, kompas, **options))
    assert [trace.name for trace in figure.data][-1] == "Wijk 2"
    widths = [trace.line.width for trace in figure.data]
    assert widths[-1] > max(widths[:-1])
    names = {note.text: note.font.color for note in figure.layout.annotations if "Wijk" in note.text}
    assert [name for name in names if name.startswith("<b>")] == ["<b>Wijk 2</b>"]
    assert names["<b>Wijk 2</b>"] == tone(dark).ink and len(names) > 1
    assert {colour for name, colour in names.items() if name != "<b>Wijk 2</b>"} == {tone(dark).secondary}
    assert all(set(trace.customdata) == {int(trace.name.split()[1])} for trace in figure.data)
    assert [shape.y0 for shape in figure.layout.shapes] == [-0.1, 0.1]


def test_each_wijk_is_a_dot_and_few_data_make_it_open(kompas):
    states = fasestanden(make_sums(kompas, 12), kompas)
    few = states.assign(n=[3, *states["n"].tolist()[1:]])
    figure = checked(band_stippen(few, {1: "Eén"}, kompas, (-0.2, 0.2), fase="Keuzes", minimaal_n=8))
    dots = figure.data[0]
    assert len(dots.x) == 12 and len(set(zip(dots.x, dots.y, strict=True))) == 12
    assert len(set(dots.marker.color)) == 2
    assert [(s.x0, s.x1) for s in figure.layout.shapes if s.type == "rect"] == [(-0.2, 0.2)]
    bare = band_stippen(states, {}, kompas, None, fase="Keuzes", minimaal_n=8)
    assert not [s for s in bare.figuur.to_dict()["layout"]["shapes"] if s["type"] == "rect"]


def test_the_band_in_the_chart_of_one_wijk_leaves_the_cached_figure_as_it_was(kompas, balans, perioden, mijlpalen):
    plain = balans_grafiek(balans, kompas, Rondom(perioden, mijlpalen), per="maand").figuur
    before = len(plain.to_dict()["layout"]["shapes"])
    drawn = checked(met_band(plain, (-0.2, 0.4), date(2024, 11, 1), date(2025, 8, 31), dark=False))
    added = drawn.layout.shapes[before:]
    assert [(s.y0, str(s.x0)[:10], str(s.x1)[:10]) for s in added] == [
        (-0.2, "2024-11-01", "2025-08-31"),
        (0.4, "2024-11-01", "2025-08-31"),
    ]
    assert len(plain.to_dict()["layout"]["shapes"]) == before
    early = checked(met_band(plain, (-0.2, 0.4), date(2001, 1, 1), date(2025, 8, 31), dark=False))
    assert str(early.layout.shapes[-1].x0)[:7] == "2022-03"
