"""Rekenregels §4: promised against reached, per belanghebbende and together."""

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from wijkkompas_core.analysis.belofte import belofte_praktijk, verschil

LEVELS = {"informeren": 1, "raadplegen": 2, "adviseren": 3, "coproduceren": 4, "meebeslissen": 5}
NAMES = list(LEVELS)


def compare(beloften, gehaald=(), open_fasen=("nu",)):
    promised = pd.DataFrame(beloften, columns=["belanghebbende", "naam", "fase", "niveau"])
    reached = pd.DataFrame(gehaald, columns=["belanghebbende", "niveau", "aantal"])
    return belofte_praktijk(promised, reached, niveaus=LEVELS, open_fasen=open_fasen)


def row(*arguments, **more):
    (found,) = compare(*arguments, **more).to_dict("records")
    return found


@pytest.mark.parametrize(
    ("beloofd", "niveaus", "gehaald", "gat"),
    [
        ("meebeslissen", ["informeren", "adviseren"], "adviseren", 2),
        ("adviseren", ["adviseren"], "adviseren", 0),
        ("informeren", ["coproduceren"], "coproduceren", -3),
        ("informeren", [], None, 1),
        ("meebeslissen", [], None, 5),
    ],
)
def test_the_gap_is_promised_minus_the_highest_level_reached(beloofd, niveaus, gehaald, gat):
    found = row([(1, "A", "nu", beloofd)], [(1, n, 1) for n in niveaus])
    assert (found["beloofd"], found["gehaald"], found["gat"]) == (beloofd, gehaald, gat)


def test_one_high_level_among_many_low_ones_stays_visible_in_the_median():
    found = row([(1, "A", "nu", "meebeslissen")], [(1, "informeren", 9), (1, "meebeslissen", 1)])
    assert (found["gehaald"], found["gat"], found["mediaan"], found["contacten"]) == (
        "meebeslissen", 0, "informeren", 10,
    )  # fmt: skip


def test_of_two_middle_levels_the_lower_one_is_the_median():
    assert row([(1, "A", "nu", "adviseren")], [(1, "raadplegen", 1), (1, "adviseren", 1)])["mediaan"] == "raadplegen"


def test_only_promises_in_a_fase_that_is_open_count_and_the_highest_of_them():
    beloften = [(1, "A", "nu", "raadplegen"), (1, "A", "ook", "adviseren"), (1, "A", "later", "meebeslissen")]
    assert row(beloften, open_fasen=("nu", "ook"))["beloofd"] == "adviseren"
    assert compare(beloften, open_fasen=()).empty


def test_a_promise_to_one_is_not_kept_by_contact_with_another():
    assert row([(1, "A", "nu", "adviseren")], [(2, "meebeslissen", 4)])["gat"] == 3


def test_levels_that_the_method_does_not_know_count_nowhere():
    assert compare([(1, "A", "nu", "bevelen")]).empty
    assert row([(1, "A", "nu", "adviseren")], [(1, "bevelen", 2), (1, None, 1)])["gehaald"] is None


def test_together_they_have_a_median_and_a_number_below_the_promise():
    beloften = [(i, naam, "nu", "adviseren") for i, naam in enumerate("ABC")]
    both = verschil(compare(beloften, [(0, "adviseren", 1), (1, "informeren", 1), (2, "meebeslissen", 1)]))
    assert (both.n, both.onder, both.mediaan) == (3, 1, 0.0)
    assert verschil(compare([])).mediaan is None


contacts = st.lists(st.tuples(st.integers(0, 3), st.sampled_from(NAMES), st.integers(1, 5)), max_size=12)
promises = st.lists(
    st.tuples(st.integers(0, 3), st.just("X"), st.sampled_from(["nu", "later"]), st.sampled_from(NAMES)), max_size=8
)


@given(promises, contacts)
def test_the_gap_lies_between_the_ends_of_the_scale_and_the_median_never_above_what_was_reached(beloften, gehaald):
    frame = compare(beloften, gehaald)
    assert list(frame["gat"]) == sorted(frame["gat"], reverse=True)
    for found in frame.to_dict("records"):
        top = LEVELS.get(found["gehaald"], 0)
        assert -4 <= found["gat"] <= 5
        assert found["gat"] == LEVELS[found["beloofd"]] - top
        assert LEVELS.get(found["mediaan"], 0) <= top


@given(promises, contacts, st.integers(0, 3))
def test_another_contact_never_makes_a_gap_larger(beloften, gehaald, party):
    before = compare(beloften, gehaald).set_index("belanghebbende")["gat"].to_dict()
    after = compare(beloften, [*gehaald, (party, "adviseren", 1)]).set_index("belanghebbende")["gat"].to_dict()
    assert before.keys() == after.keys()
    assert all(after[key] <= before[key] for key in before)
