"""The same fase in other wijken: worked examples and properties of rekenregels §8."""

from datetime import date, timedelta

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from wijkkompas_core.analysis.zelfde_fase import STAP, Verblijf, band, krommen, laatste_dag, stippen
from wijkkompas_core.domain.kompas import Aspect, Fase, Kompas, Spoor

KOMPAS = Kompas(
    (Fase("keuzes", 1, "Keuzes", "Keuzes", ""),),
    (Spoor("mens", 1, "Mens", "Mens", ""), Spoor("techniek", 2, "Techniek", "Techniek", "")),
    tuple(
        Aspect(slug, i, spoor, slug, slug, "")
        for i, (slug, spoor) in enumerate(
            [("m1", "mens"), ("m2", "mens"), ("m3", "mens"), ("t1", "techniek"), ("t2", "techniek"), ("t3", "techniek")]
        )
    ),
    {},
)
ALL = tuple(aspect.slug for aspect in KOMPAS.aspecten)
BEGIN, PEIL = date(2025, 1, 1), date(2025, 12, 31)


def stay(begin=BEGIN, end=None, vereist=ALL) -> Verblijf:
    return Verblijf(((begin, end),), vereist)


def contacts(*moments) -> pd.DataFrame:
    """Rows of (wijk, days after BEGIN, aspecten)."""
    rows = [
        (wijk, number, pd.Timestamp(BEGIN) + pd.Timedelta(days=day), aspect, len(aspecten))
        for number, (wijk, day, aspecten) in enumerate(moments)
        for aspect in aspecten
    ]
    frame = pd.DataFrame(rows, columns=["wijk", "contactmoment", "datum", "aspect", "k"])
    return frame.assign(datum=pd.to_datetime(frame["datum"]))


def curve(frame: pd.DataFrame, wijk: int = 1) -> dict[int, tuple]:
    """Day → (dekking, aantal, balans) of one wijk."""
    own = frame.loc[frame["wijk"] == wijk]
    return {d: (c, n, b) for d, c, n, b in zip(*(own[x] for x in ("dag", "dekking", "aantal", "balans")), strict=True)}


def test_a_curve_adds_up_from_the_first_day_of_the_fase():
    found = curve(
        krommen(
            contacts((1, 10, ("m1",)), (1, 20, ("m1",)), (1, 30, ("m2",)), (1, 31, ("t1",)), (1, 80, ("m1", "t2"))),
            {1: stay()},
            KOMPAS,
            peildatum=BEGIN + timedelta(days=95),
        )
    )
    assert list(found) == [0, 30, 60, 90]
    assert found[0][:2] == (0, 0) and np.isnan(found[0][2])
    assert found[30] == (2, 3, pytest.approx(3 / 7))  # (3 − 0) / (3 + 0 + 2·2)
    assert found[60] == (3, 4, pytest.approx((3 - 1) / (4 + 4)))
    assert found[90] == (4, 5, pytest.approx((3.5 - 1.5) / (5 + 4)))


def test_what_was_recorded_with_the_fase_before_it_began_counts_on_its_first_day():
    found = curve(krommen(contacts((1, -40, ("m1",))), {1: stay()}, KOMPAS, peildatum=BEGIN))
    assert found == {0: (1, 1, pytest.approx(0.2))}


def test_a_vak_that_does_not_apply_is_not_covered_but_its_contactmoment_counts():
    found = curve(
        krommen(contacts((1, 0, ("m1",)), (1, 0, ("m2",))), {1: stay(vereist=("m2", "m3"))}, KOMPAS, peildatum=BEGIN)
    )
    assert found[0][:2] == (1, 2)


def test_a_wijk_has_points_only_on_days_that_it_was_in_the_fase():
    back = Verblijf(((BEGIN, BEGIN + timedelta(days=40)), (BEGIN + timedelta(days=100), None)), ALL)
    found = krommen(contacts((1, 5, ("m1",))), {1: back}, KOMPAS, peildatum=BEGIN + timedelta(days=130), ook=(39, 40))
    assert found["dag"].tolist() == [0, 30, 39, 120]
    assert laatste_dag(back, BEGIN + timedelta(days=130)) == 130
    assert laatste_dag(back, BEGIN + timedelta(days=70)) == 39
    assert laatste_dag(stay(), BEGIN - timedelta(days=1)) is None


def test_wijken_that_began_on_other_days_are_laid_over_each_other():
    later = BEGIN + timedelta(days=200)
    frame = krommen(
        contacts((1, 10, ("m1",)), (2, 210, ("m1",))), {1: stay(), 2: stay(begin=later)}, KOMPAS, peildatum=PEIL
    )
    one, two = curve(frame), curve(frame, 2)
    assert {day: one[day][:2] for day in two} == {day: value[:2] for day, value in two.items()}


def eight(*values: int) -> pd.DataFrame:
    """One point per wijk, 1, 2, …, with these numbers of contactmomenten on day 0."""
    moments = [(wijk, 0, ("m1",)) for wijk, n in enumerate(values, start=1) for _ in range(n)]
    stays = dict.fromkeys(range(1, len(values) + 1), stay())
    return krommen(contacts(*moments), stays, KOMPAS, peildatum=BEGIN)


def test_the_band_is_the_middle_half_of_the_others_and_never_of_the_wijk_itself():
    found = band(eight(100, 1, 2, 3, 4, 5), 1).set_index("maat")
    assert found.loc["aantal", ["laag", "hoog", "n"]].tolist() == [2.0, 4.0, 5]
    assert stippen(eight(100, 1, 2, 3, 4, 5), 1).empty


def test_under_five_others_there_are_dots_and_no_band():
    frame = eight(9, 1, 2, 3, 4)
    assert band(frame, 1).empty
    dots = stippen(frame, 1)
    counts = dots.loc[dots["maat"] == "aantal", ["wijk", "waarde"]]
    assert counts.to_numpy().tolist() == [
        [2, 1],
        [3, 2],
        [4, 3],
        [5, 4],
    ]


def test_a_wijk_without_contactmomenten_has_no_balance_so_it_counts_in_no_band_of_the_balance():
    frame = eight(9, 0, 1, 2, 3, 4)
    assert set(band(frame, 1)["maat"]) == {"dekking", "aantal"}
    assert set(stippen(frame, 1)["maat"]) == {"balans"} and 2 not in set(stippen(frame, 1)["wijk"])


def test_without_any_wijk_there_is_nothing():
    frame = krommen(contacts(), {}, KOMPAS, peildatum=PEIL)
    assert frame.empty and band(frame, 1).empty and stippen(frame, 1).empty


EXAMPLES = settings(max_examples=40, deadline=None)
MOMENTS = st.lists(
    st.tuples(
        st.integers(1, 8), st.integers(-50, 400), st.lists(st.sampled_from(ALL), min_size=1, max_size=6, unique=True)
    ),
    max_size=60,
)


@EXAMPLES
@given(MOMENTS, st.integers(0, 364))
def test_every_point_is_what_plain_counting_gives(moments, extra):
    stays = {w: stay(end=BEGIN + timedelta(days=40 * w) if w % 2 else None) for w in range(1, 9)}
    frame = krommen(contacts(*moments), stays, KOMPAS, peildatum=PEIL, ook=(extra,))
    spoor = {aspect.slug: aspect.spoor for aspect in KOMPAS.aspecten}
    for wijk, day, covered, n, balance in frame.itertuples(index=False):
        assert stays[wijk].there(BEGIN + timedelta(days=int(day))) and (day % STAP == 0 or day == extra)
        own = [aspecten for w, d, aspecten in moments if w == wijk and max(d, 0) <= day]
        assert covered == len({a for aspecten in own for a in aspecten}) and n == len(own)
        a, b = (sum(1 / len(x) for x in own for y in x if spoor[y] == s) for s in ("mens", "techniek"))
        assert (np.isnan(balance) and not own) or balance == pytest.approx((a - b) / (a + b + 4))


@EXAMPLES
@given(MOMENTS, st.integers(1, 8))
def test_what_the_wijk_itself_does_changes_nothing_about_the_others(moments, wijk):
    stays = {w: stay() for w in range(1, 9)}
    without = [one for one in moments if one[0] != wijk]
    full, rest = (krommen(contacts(*some), stays, KOMPAS, peildatum=PEIL) for some in (moments, without))
    pd.testing.assert_frame_equal(band(full, wijk), band(rest, wijk))
    pd.testing.assert_frame_equal(stippen(full, wijk), stippen(rest, wijk))


@EXAMPLES
@given(MOMENTS)
def test_each_other_wijk_is_in_the_band_or_a_dot_and_the_band_lies_within_what_there_was(moments):
    frame = krommen(contacts(*moments), {w: stay() for w in range(1, 9)}, KOMPAS, peildatum=PEIL)
    found, dots = band(frame, 1), stippen(frame, 1)
    banded = {(m, d): n for m, d, n in zip(found["maat"], found["dag"], found["n"], strict=True)}
    others = frame.loc[frame["wijk"] != 1]
    for maat in ("dekking", "aantal", "balans"):
        for day, group in others.dropna(subset=[maat]).groupby("dag"):
            dotted = ((dots["maat"] == maat) & (dots["dag"] == day)).sum()
            assert banded.get((maat, day), 0) + dotted == len(group)
            assert not (dotted and (maat, day) in banded)
    assert (found["laag"] <= found["hoog"]).all()


@EXAMPLES
@given(MOMENTS)
def test_a_curve_never_goes_down(moments):
    frame = krommen(contacts(*moments), {w: stay() for w in range(1, 9)}, KOMPAS, peildatum=PEIL)
    for _, one in frame.groupby("wijk"):
        assert one["dekking"].is_monotonic_increasing and one["aantal"].is_monotonic_increasing
