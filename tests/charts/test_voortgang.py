"""What a reader sees in the timeline and in a figure over time."""

from datetime import date

import pandas as pd
import plotly.graph_objects as go
import pytest

from dashboard.charts.gantt import tijdlijn, tijdlijn_met_noten
from dashboard.charts.noten import Noot
from dashboard.charts.tijdlijnwoorden import tijdlijn_alt, tijdlijn_tekst
from dashboard.charts.voortgang import cijfer_alt, cijfer_tekst, cijfer_verloop
from wijkkompas_core.domain.kompas import Kompas

PEIL = date(2025, 3, 1)
Frame = pd.DataFrame


def spells(*rows: tuple[str, str, str | None]) -> Frame:
    frame = pd.DataFrame(list(rows), columns=["fase", "begonnen_op", "afgesloten_op"])
    return frame.assign(**{name: pd.to_datetime(frame[name]) for name in ("begonnen_op", "afgesloten_op")})


def plans(*rows: tuple[str, str, str]) -> Frame:
    frame = pd.DataFrame(list(rows), columns=["fase", "gepland_van", "gepland_tot"])
    return frame.assign(**{name: pd.to_datetime(frame[name]) for name in ("gepland_van", "gepland_tot")})


def marks(*rows: tuple[str, str, bool, str | None, str]) -> Frame:
    frame = pd.DataFrame(list(rows), columns=["fase", "datum", "gepland", "uitkomst", "naam"])
    return frame.assign(datum=pd.to_datetime(frame["datum"]))


BACK = spells(
    ("samen-starten", "2023-01-01", "2023-06-01"),
    ("keuzes-maken", "2023-06-01", "2024-06-01"),
    ("strategieen-identificeren", "2024-06-01", None),
)
PLAN = plans(("strategieen-identificeren", "2024-06-01", "2025-02-01"), ("uitvoering", "2026-01-01", "2028-01-01"))
MARKS = marks(
    ("keuzes-maken", "2024-06-01", False, "no-go", "Keuze per pand"),
    ("uitvoering", "2026-01-01", True, None, "<b>Eerste</b> schop"),
)


def texts(figure: go.Figure) -> str:
    return " ".join(str(note.text) for note in figure.layout.annotations) + " ".join(
        str(part) for trace in figure.data for part in (trace.text if trace.text is not None else ())
    )


@pytest.mark.parametrize("dark", [False, True])
@pytest.mark.parametrize("smal", [False, True])
def test_the_timeline_shows_planned_and_real_and_names_a_step_back(kompas: Kompas, dark: bool, smal: bool) -> None:
    figure = tijdlijn(BACK, PLAN, MARKS, kompas, peildatum=PEIL, dark=dark, smal=smal).figuur
    go.Figure(figure.to_dict())  # plotly itself finds no fault in it
    boxes = [shape for shape in figure.layout.shapes if shape.type == "rect"]
    outlines = [box for box in boxes if box.fillcolor == "rgba(0,0,0,0)"]
    assert (len(outlines), len(boxes) - len(outlines)) == (len(PLAN), len(BACK))
    assert "terug" in texts(figure) and "peildatum 01-03-2025" in texts(figure)
    assert "Keuze per pand" in texts(figure) and "<b>Eerste" not in texts(figure)


@pytest.mark.parametrize(("smal", "wide"), [(True, 310), (False, 620)])
def test_the_name_of_a_mijlpaal_stays_in_the_chart_wherever_it_falls(kompas: Kompas, smal: bool, wide: int) -> None:
    for month in pd.date_range("2023-01-01", "2028-01-01", freq="MS"):
        mark = marks(("uitvoering", f"{month:%Y-%m-%d}", False, "voorwaarden", "Strategie gekozen met alle bewoners"))
        figure = tijdlijn(BACK, PLAN, mark, kompas, peildatum=PEIL, smal=smal).figuur
        label = next(
            note
            for note in figure.layout.annotations
            if "Strategie g" in note.text.replace("-<br>", "").replace("<br>", " ")
        )
        begin, end = (pd.Timestamp(moment) for moment in figure.layout.xaxis.range)
        at = (month - begin) / (end - begin) * wide
        left, length = label.xanchor == "right", max(map(len, label.text.split("<br>"))) * 6.8
        assert (at - length if left else at) >= 0 and (at if left else at + length) <= wide, (month, label.text)
        whole = label.text.replace("-<br>", "").replace("<br>", " ")
        assert whole == "Strategie gekozen met alle bewoners · voorwaarden"
        assert label.bgcolor, "the line of the peildatum or of a noot may run behind it"


def test_an_open_fase_runs_up_to_the_peildatum(kompas: Kompas) -> None:
    figure = tijdlijn(BACK, PLAN, MARKS, kompas, peildatum=PEIL).figuur
    ends = {str(shape.x1)[:10] for shape in figure.layout.shapes if shape.type == "rect"}
    assert PEIL.isoformat() in ends


def test_the_finding_says_what_runs_how_late_it_is_and_that_there_was_a_step_back(kompas: Kompas) -> None:
    finding = tijdlijn_tekst(BACK, PLAN, MARKS, kompas, peildatum=PEIL)
    assert finding == "Nu loopt fase 3 Strategieën, 28 dagen na de geplande einddatum; er was één stap terug"
    alt = tijdlijn_alt(BACK, PLAN, MARKS, kompas, peildatum=PEIL)
    assert finding in alt and "Keuze per pand (01-06-2024, no-go)" in alt and "loopt nog" in alt


def test_the_table_of_the_timeline_has_planned_real_and_mijlpalen_and_at_the_end_the_noten(kompas: Kompas) -> None:
    plain = tijdlijn(BACK, PLAN, MARKS, kompas, peildatum=PEIL)
    noot = Noot(1, date(2024, 5, 3), "De brug ging dicht")
    told = tijdlijn_met_noten(plain, (noot,), dark=False, smal=False)
    rows = [tuple(row) for row in told.tabel().itertuples(index=False)]
    assert len(rows) == len(plain.tabel()) + 1 == len(PLAN) + len(BACK) + len(MARKS) + 1
    assert ("3. Strategieën", "Werkelijk", "01-06-2024", "loopt nog", "") in rows
    assert ("4. Keuzes", "Keuze per pand", "01-06-2024", "", "no-go") in [
        (r[0].split(" maken")[0], *r[1:]) for r in rows
    ]
    assert rows[-1][1:3] == ("Noot 1: De brug ging dicht", "03-05-2024") and "De brug ging dicht" in told.alt
    assert tijdlijn_met_noten(plain, (), dark=False, smal=False) is plain


def test_without_anything_the_timeline_says_so(kompas: Kompas) -> None:
    figure = tijdlijn(spells(), plans(), marks(), kompas, peildatum=PEIL).figuur
    assert "nog geen fase begonnen" in texts(figure)
    assert tijdlijn_tekst(spells(), plans(), marks(), kompas, peildatum=PEIL) == "Er is nog geen fase begonnen"


def figures(*rows: tuple[str, float, float | None]) -> Frame:
    frame = pd.DataFrame(list(rows), columns=["peildatum", "teller", "noemer"])
    return frame.assign(peildatum=pd.to_datetime(frame["peildatum"]), bron="CBS")


SHARES = figures(("2024-03-31", 12, 1200), ("2024-06-30", 60, 1200), ("2024-09-30", 90, 1200))


def test_a_figure_with_a_noemer_is_a_percentage_from_zero_with_its_numbers_at_hand() -> None:
    figure = cijfer_verloop(SHARES, naam="Woningen aardgasvrij").figuur
    go.Figure(figure.to_dict())
    line = figure.data[0]
    assert list(line.y) == [1.0, 5.0, 7.5]
    assert figure.layout.yaxis.range[0] <= 0
    assert "90 van 1.200" in str(line.to_plotly_json())
    assert "7,5%" in texts(figure)


def test_the_finding_of_a_figure_names_its_last_value_date_and_change() -> None:
    finding = cijfer_tekst(SHARES, naam="Woningen aardgasvrij")
    assert finding.startswith("Woningen aardgasvrij: 7,5% op 30-09-2024, 2,5 procentpunt meer dan op 30-06-2024")
    assert finding in cijfer_alt(SHARES, naam="Woningen aardgasvrij")


def test_a_row_that_cannot_stand_on_the_scale_is_left_out_and_counted() -> None:
    mixed = pd.concat([SHARES, figures(("2024-12-31", 4, None), ("2025-03-31", 4, 0))])
    figure = cijfer_verloop(mixed, naam="x").figuur
    assert len(figure.data[0].y) == 3
    assert "2 metingen passen niet op deze schaal" in texts(figure)


def test_plain_numbers_stay_plain_numbers() -> None:
    figure = cijfer_verloop(figures(("2024-03-31", 1210, None)), naam="Woningen").figuur
    assert "1.210" in texts(figure) and "%" not in texts(figure)
