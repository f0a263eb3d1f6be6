"""Rekenregels §1 in words: a change that is dated and a signal against a band claim no more than the counts support."""

from datetime import date

import numpy as np
import pytest
from hypothesis import given, settings

from tests.core.contacten import DRIE, TOT, TWEE, VAN, contact_lists, make_frame, per_month
from wijkkompas_core.analysis.balans import balans, balans_index, balans_interval
from wijkkompas_core.analysis.band import signaal
from wijkkompas_core.analysis.overwicht import sinds
from wijkkompas_core.domain.parameters import Rekenparameters

quick = settings(max_examples=40, deadline=None)


# Since when one spoor leads


@pytest.mark.parametrize(
    ("months", "since"),
    [
        ([(0, 0)] * 3, None),
        ([(5, 0)], None),
        ([(3, 3)] * 12, None),
        ([(1, 4)] * 6, None),
        ([(4, 1)] * 10 + [(0, 3)] * 8, (-1, date(2024, 11, 1))),
        ([(0, 3)] * 8 + [(4, 0)] * 4, (1, date(2024, 9, 1))),
        ([(4, 1)] * 10 + [(0, 3)] * 8 + [(0, 0)] * 2, (-1, date(2024, 11, 1))),
        ([(4, 0)] * 6 + [(0, 16)] + [(0, 0)] * 4, (-1, date(2024, 7, 1))),
        ([(300, 250)] * 2, None),
    ],
)
def test_a_change_is_dated_from_where_the_lead_began(months, since):
    assert sinds(per_month(*months), TWEE) == since


def test_one_odd_month_at_the_start_is_no_change():
    assert sinds(per_month((1, 0), *[(1, 4)] * 8), TWEE) is None


def test_one_odd_month_in_between_does_not_hide_a_change():
    months = [(4, 1)] * 10 + [(0, 3)] * 6 + [(2, 1)] + [(0, 3)] * 3
    assert sinds(per_month(*months), TWEE) == (-1, date(2024, 11, 1))


def test_chance_seldom_makes_a_change():
    rng = np.random.default_rng(7)
    claims = 0
    for _ in range(150):
        n = rng.poisson(3, 24)
        a = rng.binomial(n, 0.5)
        claims += sinds(per_month(*zip(a.tolist(), (n - a).tolist(), strict=True)), TWEE) is not None
    assert claims <= 12  # about 2 in 100 expected; without the wider interval about 40 in 100


@quick
@given(contact_lists)
def test_a_change_is_never_claimed_with_fewer_than_eight_contactmomenten(contacten):
    frame = balans(make_frame(contacten), TWEE, van=VAN, tot=TOT, per="maand")
    if sum(frame["n"]) < 8:
        assert sinds(frame, TWEE) is None


def test_with_three_sporen_nothing_is_dated():
    contacten = [(VAN, (f"{s}-1",)) for s in ("sociaal", "techniek") for _ in range(5)]
    assert sinds(balans(make_frame(contacten), DRIE, van=VAN, tot=VAN, per="maand"), DRIE) is None


# The signal against a band


@pytest.mark.parametrize(
    ("a", "b", "n", "band", "expected"),
    [
        (1, 20, 21, None, None),
        (1, 20, 21, (-0.3, 0.3), "Sociaal loopt achter"),
        (20, 1, 21, (-0.3, 0.3), "Techniek loopt achter"),
        (0, 7, 7, (-0.3, 0.3), "Te weinig gegevens"),
        (0, 8, 8, (-0.3, 0.3), "Sociaal loopt achter"),
        (5, 15, 20, (-0.3, 0.3), "Neigt naar techniek, vergeleken met de band"),
        (15, 5, 20, (-0.3, 0.3), "Neigt naar sociaal, vergeleken met de band"),
        (10, 10, 20, (-0.3, 0.3), None),
        (0, 0, 0, (-0.3, 0.3), "Te weinig gegevens"),
    ],
)
def test_a_spoor_is_behind_only_with_enough_data_and_the_whole_interval_outside(a, b, n, band, expected):
    low, high = balans_interval(a, b)
    found = signaal(float(balans_index(a, b)), float(low), float(high), n, band, kompas=TWEE)
    assert found == expected


def test_the_number_needed_for_a_signal_is_a_parameter():
    strict = Rekenparameters(minimaal_n=30)
    assert signaal(-0.7, -0.97, -0.6, 21, (-0.3, 0.3), strict, kompas=TWEE) == "Te weinig gegevens"
