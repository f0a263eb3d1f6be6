"""Rekenregels §1: the balance of the sporen, checked against worked examples and a recount in plain Python."""

import random
import time
from collections import defaultdict
from datetime import date
from functools import partial
from math import isnan, log

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.core.contacten import (
    ASPECTEN,
    COLUMNS,
    DRIE,
    TOT,
    TWEE,
    VAN,
    contact_lists,
    make_frame,
    per_month,
)
from wijkkompas_core.analysis.balans import (
    UITLEG,
    balans,
    balans_index,
    balans_interval,
    per_aspect,
    pielou,
)
from wijkkompas_core.domain.parameters import Rekenparameters

counts = st.integers(0, 500)
quick = settings(max_examples=40, deadline=None)


# Worked examples


@pytest.mark.parametrize(("a", "b", "expected"), [(3, 1, 0.25), (12, 4, 0.40), (30, 10, 5 / 11), (0, 4, -0.5)])
def test_the_index_gives_the_worked_examples(a, b, expected):
    assert float(balans_index(a, b)) == pytest.approx(expected)


@pytest.mark.parametrize(
    ("a", "b", "low", "high"),
    [
        (3, 1, -0.19, 0.66),
        (12, 4, 0.13, 0.65),
        (30, 10, 0.28, 0.62),
        (0, 8, -0.90, -0.38),
        (2.5, 27.5, -0.87, -0.58),
    ],
)
def test_the_interval_gives_the_worked_examples_to_two_decimals(a, b, low, high):
    found = balans_interval(a, b)
    assert [round(float(x), 2) for x in found] == [low, high]


def test_pielou_counts_the_categories_of_the_method_and_not_those_observed():
    assert round(float(pielou([5, 5, 5, 0, 0, 0], 6)), 2) == 0.61
    assert float(pielou([5, 5, 5], 6)) == pytest.approx(log(3) / log(6))
    assert float(pielou([5, 5, 5], 3)) == pytest.approx(1)
    assert float(pielou([9, 0], 2)) == 0
    assert isnan(pielou([0, 0], 2)) and isnan(pielou([4], 1))


def test_nothing_recorded_means_no_value_and_never_zero():
    assert isnan(balans_index(0, 0)) and all(isnan(x) for x in balans_interval(0, 0))
    frame = per_month((1, 0), (0, 0), (0, 2))
    assert frame["n"].tolist() == [1, 0, 2]
    assert np.isnan(frame[["balans", "laag", "hoog"]].to_numpy()).all(axis=1).tolist() == [False, True, False]


def test_a_worked_period_through_the_whole_function():
    row = per_month((12, 4)).iloc[0]
    assert (row["som_sociaal"], row["som_techniek"], row["n"]) == (12, 4, 16)
    assert row["balans"] == pytest.approx(0.40)
    assert (round(row["laag"], 2), round(row["hoog"], 2)) == (0.13, 0.65)


def test_a_contactmoment_with_both_sporen_counts_once_in_n_and_once_in_each_spoor():
    frame = balans(
        make_frame([(date(2025, 1, 5), ("sociaal-1", "sociaal-2", "techniek-1"))]), TWEE, van=VAN, tot=TOT, per="maand"
    )
    row = frame.loc[frame["periode"] == pd.Timestamp(2025, 1, 1)].iloc[0]
    assert (row["n"], row["n_sociaal"], row["n_techniek"]) == (1, 1, 1)
    assert row["som_sociaal"] == pytest.approx(2 / 3) and row["som_techniek"] == pytest.approx(1 / 3)


def test_thirds_that_add_up_to_a_whole_are_exactly_even_with_a_whole():
    contacten = [(date(2025, 1, 5), ("sociaal-1", "techniek-1", "techniek-2"))] * 3 + [
        (date(2025, 1, 6), ("sociaal-1",))
    ]
    frame = balans(make_frame(contacten), TWEE, van=date(2025, 1, 1), tot=date(2025, 1, 31), per="maand")
    assert frame["balans"].tolist() == [0.0]


def test_the_weight_uses_the_aspecten_before_any_filter():
    frame = make_frame([(date(2025, 1, 5), ("sociaal-1", "techniek-1"))])
    filtered = frame.query("aspect == 'sociaal-1'")
    row = balans(filtered, TWEE, van=date(2025, 1, 1), tot=date(2025, 1, 31), per="maand").iloc[0]
    assert (row["som_sociaal"], row["som_techniek"], row["n"]) == (0.5, 0, 1)


def test_kappa_and_interval_come_from_the_parameters():
    contacten = [(date(2025, 1, 5), ("sociaal-1",))] * 3 + [(date(2025, 1, 5), ("techniek-1",))]
    month = partial(balans, make_frame(contacten), TWEE, van=date(2025, 1, 1), tot=date(2025, 1, 31), per="maand")
    raw = month(parameters=Rekenparameters(kappa=0, interval=0.5)).iloc[0]
    usual = month().iloc[0]
    assert raw["balans"] == pytest.approx(0.5)
    assert raw["hoog"] - raw["laag"] < usual["hoog"] - usual["laag"]


def test_three_sporen_give_evenness_without_interval():
    contacten = [(date(2025, 1, 5), ("sociaal-1",)), (date(2025, 1, 6), ("techniek-2",))]
    frame = balans(make_frame(contacten), DRIE, van=date(2025, 1, 1), tot=date(2025, 2, 28), per="maand")
    assert frame["balans"].iloc[0] == pytest.approx(log(2) / log(3))
    assert isnan(frame["balans"].iloc[1])
    assert np.isnan(frame[["laag", "hoog"]].to_numpy()).all()


# Window and shape


def test_rows_outside_the_window_do_not_count_and_its_first_and_last_day_do():
    days = [date(2025, 1, 9), date(2025, 1, 10), date(2025, 3, 20), date(2025, 3, 21)]
    frame = make_frame([(day, ("sociaal-1",)) for day in days])
    result = balans(frame, TWEE, van=days[1], tot=days[2], per="maand")
    assert result["periode"].tolist() == [pd.Timestamp(2025, m, 1) for m in (1, 2, 3)]
    assert result["n"].tolist() == [1, 0, 1]
    late = frame.assign(datum=frame["datum"] + pd.Timedelta(hours=23))
    assert balans(late, TWEE, van=days[1], tot=days[2], per="maand")["n"].tolist() == [1, 0, 1]


def test_quarters_start_in_january_april_july_and_october():
    result = balans(make_frame([]), TWEE, van=date(2024, 11, 30), tot=date(2025, 7, 1), per="kwartaal")
    assert result["periode"].tolist() == [
        pd.Timestamp(2024, 10, 1),
        *(pd.Timestamp(2025, m, 1) for m in (1, 4, 7)),
    ]


def test_an_empty_query_result_gives_every_period_without_values():
    for empty in (
        pd.DataFrame(columns=pd.Index(COLUMNS), dtype=object),
        pd.DataFrame(columns=pd.Index(COLUMNS)).astype({"datum": "datetime64[ns]"}),
        make_frame([]),
        make_frame([(date(1999, 1, 1), ("sociaal-1",))]),
    ):
        frame = balans(empty, TWEE, van=VAN, tot=TOT, per="maand")
        assert len(frame) == 24 and set(frame["n"]) == {0} and np.isnan(frame["balans"].to_numpy()).all()
        assert frame["n_sociaal"].dtype == np.int64 and frame["som_sociaal"].dtype == np.float64
        long = per_aspect(empty, TWEE, van=VAN, tot=TOT, per="maand")
        assert len(long) == 24 * 6 and set(long["som"]) == {0.0}


def test_a_window_that_ends_before_it_begins_is_refused():
    with pytest.raises(ValueError, match="na tot"):
        balans(make_frame([]), TWEE, van=TOT, tot=VAN, per="maand")


def test_an_unknown_aspect_is_refused_rather_than_left_out():
    with pytest.raises(ValueError, match="onbekend aspect: iets-anders"):
        balans(make_frame([(VAN, ("iets-anders",))]), TWEE, van=VAN, tot=TOT, per="maand")


# Properties


@quick
@given(contact_lists, st.sampled_from(["maand", "kwartaal"]))
def test_every_number_equals_a_recount_in_plain_python(contacten, per):
    size = 1 if per == "maand" else 3
    sums, touched, number, aspects = defaultdict(float), defaultdict(int), defaultdict(int), defaultdict(float)
    for day, aspecten in contacten:
        if not VAN <= day <= TOT:
            continue
        period = pd.Timestamp(day.year, (day.month - 1) // size * size + 1, 1)
        number[period] += 1
        for spoor in {TWEE.spoor_van[a] for a in aspecten}:
            touched[period, spoor] += 1
        for aspect in aspecten:
            sums[period, TWEE.spoor_van[aspect]] += 1 / len(aspecten)
            aspects[period, aspect] += 1 / len(aspecten)

    frame = balans(make_frame(contacten), TWEE, van=VAN, tot=TOT, per=per)
    assert len(frame) == 24 // size
    for row in frame.to_dict("records"):
        period = row["periode"]
        a, b = sums[period, "sociaal"], sums[period, "techniek"]
        assert row["n"] == number[period]
        assert (row["som_sociaal"], row["som_techniek"]) == pytest.approx((a, b))
        assert (row["n_sociaal"], row["n_techniek"]) == (touched[period, "sociaal"], touched[period, "techniek"])
        if number[period]:
            assert row["balans"] == pytest.approx((a - b) / (a + b + 4))
        else:
            assert isnan(row["balans"]) and isnan(row["laag"]) and isnan(row["hoog"])
    for row in per_aspect(make_frame(contacten), TWEE, van=VAN, tot=TOT, per=per).to_dict("records"):
        assert row["som"] == pytest.approx(aspects[row["periode"], row["aspect"]])


@quick
@given(contact_lists)
def test_the_weights_add_up_to_the_number_of_contactmomenten(contacten):
    frame = make_frame(contacten)
    wide = balans(frame, TWEE, van=VAN, tot=TOT, per="maand")
    long = per_aspect(frame, TWEE, van=VAN, tot=TOT, per="maand")
    assert (wide["som_sociaal"] + wide["som_techniek"]).tolist() == pytest.approx(wide["n"].tolist())
    assert long["som"].to_numpy().reshape(24, 6).sum(axis=1).tolist() == pytest.approx(wide["n"].tolist())


@quick
@given(contact_lists)
def test_three_months_add_up_to_their_quarter(contacten):
    frame = make_frame(contacten)
    columns = ["som_sociaal", "som_techniek", "n_sociaal", "n_techniek", "n"]
    months = balans(frame, TWEE, van=VAN, tot=TOT, per="maand")[columns].to_numpy()
    quarters = balans(frame, TWEE, van=VAN, tot=TOT, per="kwartaal")[columns].to_numpy()
    assert months.reshape(8, 3, 5).sum(axis=1) == pytest.approx(quarters)


@quick
@given(contact_lists, st.randoms(use_true_random=False))
def test_the_order_of_the_rows_does_not_matter(contacten, rng: random.Random):
    frame = make_frame(contacten)
    order = list(range(len(frame)))
    rng.shuffle(order)
    usual, shuffled = (balans(f, TWEE, van=VAN, tot=TOT, per="kwartaal") for f in (frame, frame.iloc[order]))
    pd.testing.assert_frame_equal(usual, shuffled, check_exact=True)


@quick
@given(contact_lists)
def test_swapping_the_sporen_mirrors_balance_and_interval(contacten):
    mirror = {a: a.replace("sociaal", "x").replace("techniek", "sociaal").replace("x", "techniek") for a in ASPECTEN}
    mirrored = [(day, tuple(mirror[a] for a in aspecten)) for day, aspecten in contacten]
    one, other = (balans(make_frame(c), TWEE, van=VAN, tot=TOT, per="kwartaal") for c in (contacten, mirrored))
    np.testing.assert_allclose(one["balans"], -other["balans"], atol=1e-9)
    np.testing.assert_allclose(one["laag"], -other["hoog"], atol=1e-9)


@quick
@given(counts, counts, st.integers(2, 50))
def test_the_index_stays_inside_one_and_more_data_moves_it_away_from_zero(a, b, factor):
    if a + b == 0:
        return
    small, large = float(balans_index(a, b)), float(balans_index(factor * a, factor * b))
    assert -1 < small < 1 and -1 < large < 1
    assert small == large == 0 if a == b else abs(large) > abs(small) and small * large > 0


@quick
@given(counts, counts, st.integers(2, 20))
def test_the_line_lies_inside_its_band_which_shrinks_with_more_data(a, b, factor):
    if a + b == 0:
        return
    (low, high), (low2, high2) = balans_interval(a, b), balans_interval(factor * a, factor * b)
    assert -1 <= low < float(balans_index(a, b)) < high <= 1
    assert high2 - low2 < high - low


@quick
@given(contact_lists)
def test_in_every_period_the_line_lies_inside_its_band_however_the_aspecten_are_divided(contacten):
    frame = balans(make_frame(contacten), TWEE, van=VAN, tot=TOT, per="kwartaal").query("n > 0")
    assert ((frame["laag"] < frame["balans"]) & (frame["balans"] < frame["hoog"])).all()


def test_twenty_thousand_rows_take_milliseconds():
    rng = np.random.default_rng(1)
    frame = pd.DataFrame(
        {
            "contactmoment": np.arange(20_000) // 2,
            "datum": np.datetime64("2022-01-01") + (rng.integers(0, 1400, 10_000).repeat(2)).astype("timedelta64[D]"),
            "fase": "start",
            "aspect": rng.choice(ASPECTEN, 20_000),
            "k": 2,
        }
    )
    seconds = []
    for _ in range(5):
        begin = time.perf_counter()
        balans(frame, TWEE, van=date(2022, 1, 1), tot=TOT, per="maand")
        seconds.append(time.perf_counter() - begin)
    assert min(seconds) < 0.1  # 20 ms on an idle machine; a loop over the rows takes far longer


def test_the_explanation_calls_the_defaults_ours_and_the_interval_a_lack_of_data():
    assert "hoe weinig gegevens" in UITLEG and "zelf gekozen" in UITLEG
    assert "significant" not in UITLEG.lower()
