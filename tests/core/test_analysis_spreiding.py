"""Rekenregels §7: how evenly the contact is spread over belanghebbenden."""

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from wijkkompas_core.analysis.spreiding import gini, spreiding, top_share

TYPES = ("vve", "wijkraad", "netbeheerder")


def spread(*rows):
    frame = pd.DataFrame([(str(i), *row) for i, row in enumerate(rows)], columns=["naam", "type", "aantal"])
    return spreiding(frame, TYPES)


@pytest.mark.parametrize(
    ("aantallen", "expected"),
    [
        ([0, 0, 0, 0, 0, 6], 1.0),  # without the correction 0.83: the example of the rule
        ([5, 5, 5, 5], 0.0),
        ([1, 2, 3, 4], 1 / 3),  # raw 0.25, × 4/3
        ([0, 1], 1.0),
        ([3, 3], 0.0),
    ],
)
def test_the_gini_reaches_from_nought_to_one_however_few_there_are(aantallen, expected):
    assert gini(aantallen) == pytest.approx(expected)


@pytest.mark.parametrize("aantallen", [[], [4], [0, 0, 0]])
def test_where_there_is_nothing_to_divide_there_is_no_gini(aantallen):
    assert gini(aantallen) is None


def test_the_share_of_the_top_three():
    assert top_share([10, 5, 3, 1, 1]) == pytest.approx(18 / 20)
    assert top_share([0, 0]) is None


def test_of_three_belanghebbenden_nothing_is_said_about_the_spread():
    small, enough = spread(("vve", 9), ("vve", 1), ("vve", 0)), spread(*[("vve", n) for n in (9, 1, 0, 0)])
    assert (small.gini, small.top3) == (None, None)
    assert enough.top3 == 1.0 and enough.gini is not None and enough.gini > 0.9


def test_types_count_when_they_were_met_and_belong_to_the_method():
    found = spread(("vve", 2), ("vve", 1), ("wijkraad", 0), ("oud-type", 5))
    assert (found.typen_gesproken, found.typen_verwacht) == (1, 3)
    assert (found.n, found.gesproken, found.deelnames) == (4, 3, 8)


counts = st.lists(st.integers(0, 1000), min_size=2, max_size=40).filter(any)


@given(counts)
def test_the_gini_stays_between_nought_and_one_and_does_not_depend_on_order_or_unit(aantallen):
    value = gini(aantallen)
    assert value is not None and 0 <= value <= 1
    assert gini(sorted(aantallen, reverse=True)) == pytest.approx(value)
    assert gini([7 * n for n in aantallen]) == pytest.approx(value)


@given(counts)
def test_giving_one_contact_of_the_most_met_to_the_least_met_never_raises_the_gini(aantallen):
    values = sorted(aantallen)
    if values[-1] - values[0] < 2:
        return
    fairer = [values[0] + 1, *values[1:-1], values[-1] - 1]
    before, after = gini(values), gini(fairer)
    assert before is not None and after is not None and after <= before + 1e-12


@given(counts)
def test_the_top_three_never_have_less_than_their_even_share(aantallen):
    share = top_share(aantallen)
    assert share is not None and min(3 / len(aantallen), 1) - 1e-9 <= share <= 1
