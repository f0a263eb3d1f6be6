"""Rekenregels §9: how complete and timely the data is."""

from datetime import date, timedelta

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from wijkkompas_core.analysis.betrouwbaarheid import UITLEG, Betrouwbaarheid, betrouwbaarheid
from wijkkompas_core.domain.parameters import Rekenparameters
from wijkkompas_core.domain.tijd import AMSTERDAM

DAY = date(2025, 3, 1)


def frame(rows: list[tuple]) -> pd.DataFrame:
    return pd.DataFrame(rows, columns=pd.Index(["datum", "ingevoerd_op", "participatieniveau"]))


def entered_after(days: int, niveau: str | None = "informeren") -> tuple:
    return pd.Timestamp(DAY), pd.Timestamp(DAY) + pd.Timedelta(days=days, hours=23), niveau


def test_the_fourteenth_day_is_in_time_and_the_fifteenth_is_not():
    result = betrouwbaarheid(frame([entered_after(0), entered_after(14), entered_after(15), entered_after(90)]))
    assert result == Betrouwbaarheid(4, 0.5, DAY + timedelta(days=90), 0.0)


def test_the_number_of_days_is_a_parameter():
    rows = frame([entered_after(3), entered_after(5)])
    assert betrouwbaarheid(rows, Rekenparameters(tijdig_binnen_dagen=3)).aandeel_tijdig == 0.5


def test_the_share_without_level_counts_what_is_missing():
    rows = frame([entered_after(0, None), entered_after(0), entered_after(0), entered_after(0, None)])
    assert betrouwbaarheid(rows).aandeel_zonder_niveau == 0.5
    numeric = frame([(pd.Timestamp(DAY), pd.Timestamp(DAY), float("nan"))])
    assert betrouwbaarheid(numeric).aandeel_zonder_niveau == 1.0


def test_a_moment_with_a_time_zone_counts_on_its_dutch_day():
    just_past_midnight = pd.Timestamp(2025, 3, 16, 0, 30, tz=AMSTERDAM).tz_convert("UTC")  # there still 15 March
    result = betrouwbaarheid(frame([(pd.Timestamp(DAY), just_past_midnight, "informeren")]))
    assert result.laatste_invoer == date(2025, 3, 16)
    assert result.aandeel_tijdig == 0.0


@pytest.mark.parametrize("dtype", [object, None])
def test_without_contactmomenten_there_are_no_shares(dtype):
    columns = pd.Index(["datum", "ingevoerd_op", "participatieniveau"])
    assert betrouwbaarheid(pd.DataFrame(columns=columns, dtype=dtype)) == Betrouwbaarheid(0, None, None, None)


@settings(max_examples=40, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 40), st.booleans()), min_size=1, max_size=30))
def test_every_number_equals_a_recount_in_plain_python(drawn):
    rows = [entered_after(days, "informeren" if niveau else None) for days, niveau in drawn]
    result = betrouwbaarheid(frame(rows))
    assert result.n == len(drawn)
    assert result.aandeel_tijdig == pytest.approx(sum(days <= 14 for days, _ in drawn) / len(drawn))
    assert result.aandeel_zonder_niveau == pytest.approx(sum(not niveau for _, niveau in drawn) / len(drawn))
    assert result.laatste_invoer == DAY + timedelta(days=max(days for days, _ in drawn))
    assert betrouwbaarheid(frame(rows[::-1])) == result


def test_the_explanation_calls_the_fourteen_days_ours():
    assert "14 dagen" in UITLEG and "zelf gekozen" in UITLEG
