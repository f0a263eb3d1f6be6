"""What a reader sees in the small charts of the start page of a wijk."""

import pandas as pd
import plotly.graph_objects as go
import pytest

from dashboard.charts.wijk import stilte_alt, stilte_grafiek, stilte_tekst
from wijkkompas_core.domain.kompas import Kompas

Frame = pd.DataFrame


def silence(kompas: Kompas, *values: tuple[float | None, float | None]) -> Frame:
    rows = [(aspect.slug, *pair) for aspect, pair in zip(kompas.aspecten, values, strict=False)]
    frame = pd.DataFrame(rows, columns=["aspect", "dagen_sinds", "langste_gat"]).astype({"dagen_sinds": "float64"})
    return frame.assign(laatste=pd.Timestamp(2025, 12, 2) - pd.to_timedelta(frame["dagen_sinds"], unit="D"))


def test_the_silence_map_marks_who_is_over_the_limit_with_a_sign_and_not_only_colour(kompas: Kompas) -> None:
    frame = silence(kompas, (8, 40), (449, 449), (None, None), (60, 70), (61, 61), (1, 20))
    grafiek = stilte_grafiek(frame, kompas, grens=60)
    figure = grafiek.figuur
    go.Figure(figure.to_dict())
    written = str(figure.layout.annotations) + str([trace.text for trace in figure.data])
    assert "449 !" in written and "61 !" in written and "60 !" not in written and "8 !" not in written
    assert "grens 60 dagen" in written
    table = grafiek.tabel().set_index("Aspect")
    assert table["Stil nu (dagen)"].tolist() == ["8", "449", "", "60", "61", "1"]
    assert table["Laatste contactmoment"].tolist()[1:4] == ["09-09-2024", "nog nooit", "03-10-2025"]


@pytest.mark.parametrize(
    ("values", "finding"),
    [
        ([(449, 449), (61, 70)], "2 van de 2 aspecten zijn langer stil dan 60 dagen, het langst "),
        ([(10, 20), (60, 70)], "Geen enkel aspect is nu langer stil dan 60 dagen"),
        ([(None, None), (None, None)], "Over geen enkel aspect is er al contact geweest"),
        ([(10, 20), (None, None)], "Geen enkel aspect is nu langer stil dan 60 dagen; over 1 aspect is er nog nooit"),
    ],
)
def test_the_finding_counts_the_silent_aspecten(kompas: Kompas, values: list, finding: str) -> None:
    frame = silence(kompas, *values)
    assert stilte_tekst(frame, kompas, grens=60).startswith(finding)
    assert stilte_alt(frame, kompas, grens=60).startswith(finding)
