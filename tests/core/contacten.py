"""For tests of the balance and its words: a method of two or three sporen, and contacten as the query gives them."""

from collections.abc import Sequence
from datetime import date

import pandas as pd
from hypothesis import strategies as st

from wijkkompas_core.analysis.balans import balans
from wijkkompas_core.domain.kompas import Aspect, Fase, Kompas, Spoor

VAN, TOT = date(2024, 1, 1), date(2025, 12, 31)
COLUMNS = ["contactmoment", "datum", "fase", "aspect", "k"]


def make_kompas(*korte_namen: str) -> Kompas:
    sporen = tuple(Spoor(k.lower(), i, k, k, "") for i, k in enumerate(korte_namen))
    aspecten = tuple(
        Aspect(f"{s.slug}-{i}", 3 * s.volgorde + i, s.slug, f"{s.naam} {i}", f"{s.kort} {i}", "")
        for s in sporen
        for i in (1, 2, 3)
    )
    return Kompas((Fase("start", 1, "Start", "Start", ""),), sporen, aspecten, {})


TWEE = make_kompas("Sociaal", "Techniek")
DRIE = make_kompas("Sociaal", "Techniek", "Organisatie")
ASPECTEN = [a.slug for a in TWEE.aspecten]


def make_frame(contacten: Sequence[tuple[date, tuple[str, ...]]]) -> pd.DataFrame:
    """Aanrakingen as the query gives them, from (datum, aspecten) per contactmoment."""
    rows = [
        (number, pd.Timestamp(datum), "start", aspect, len(aspecten))
        for number, (datum, aspecten) in enumerate(contacten, start=1)
        for aspect in aspecten
    ]
    frame = pd.DataFrame(rows, columns=pd.Index(COLUMNS))
    return frame.astype({"datum": "datetime64[us]"})


def per_month(*counts: tuple[int, int], van: tuple[int, int] = (2024, 1)) -> pd.DataFrame:
    """A balans frame with (sociaal, techniek) contactmomenten of one aspect in each month from `van`."""
    months = [date(van[0] + (van[1] - 1 + i) // 12, (van[1] - 1 + i) % 12 + 1, 5) for i in range(len(counts))]
    contacten = [
        (month, (aspect,))
        for month, (a, b) in zip(months, counts, strict=True)
        for aspect in ["sociaal-1"] * a + ["techniek-1"] * b
    ]
    return balans(make_frame(contacten), TWEE, van=months[0], tot=months[-1], per="maand")


contact = st.tuples(
    st.dates(date(2023, 11, 1), date(2026, 2, 28)),
    st.lists(st.sampled_from(ASPECTEN), min_size=1, max_size=6, unique=True).map(tuple),
)
contact_lists = st.lists(contact, max_size=40)
