"""How dates, numbers and lists are written for people."""

from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wijkkompas_core.domain import nederlands as nl


@given(st.dates())
def test_a_date_can_be_read_back_from_how_it_is_written(value: date) -> None:
    assert [int(part) for part in nl.day(value).split("-")] == [value.day, value.month, value.year]
    assert len(nl.day(value)) == len("01-01-2026")


def test_a_moment_falls_on_the_dutch_date() -> None:
    late = datetime(2026, 6, 30, 22, 30, 5, tzinfo=UTC)
    assert (nl.day(late), nl.moment(late)) == ("01-07-2026", "01-07-2026 00:30")
    assert nl.moment(late, seconds=True) == "01-07-2026 00:30:05"
    assert nl.day(None) == "onbekend"


@pytest.mark.parametrize(
    ("value", "text"), [(0, "0 wijken"), (1, "1 wijk"), (999, "999 wijken"), (1250, "1.250 wijken")]
)
def test_a_number_has_its_noun_and_a_point_for_thousands(value: int, text: str) -> None:
    assert nl.count(value, "wijk", "wijken") == text


@given(st.integers(-(10**12), 10**12))
def test_a_whole_number_is_the_same_number_with_points(value: int) -> None:
    assert int(nl.whole(value).replace(".", "").replace("−", "-")) == value


@given(st.floats(-1e9, 1e9))
def test_a_decimal_number_has_a_comma_and_a_real_minus(value: float) -> None:
    text = nl.decimal(value)
    assert float(text.replace(".", "").replace(",", ".").replace("−", "-")) == pytest.approx(value, abs=0.00501)
    assert text[-3] == "," and "-" not in text
    assert nl.signed(value)[0] in "+−"


def test_what_is_missing_is_not_a_number() -> None:
    assert nl.decimal(float("nan")) == nl.signed(float("nan")) == ""
    assert nl.percentage(None) == "onbekend"
    said = {0: "0%", 0.004: "minder dan 1%", 0.006: "1%", 0.5: "50%", 0.996: "99%", 1: "100%"}
    assert {share: nl.percentage(share) for share in said} == said
    fine = {0: "0,0%", 0.0004: "minder dan 0,1%", 0.333: "33,3%", 0.9996: "99,9%", 1: "100,0%", 1.0004: "100,1%"}
    assert {share: nl.percentage(share, 1) for share in fine} == fine
    assert nl.percentage(0.1 + 0.2 + 0.7) == nl.percentage(1 - 1e-15) == "100%"


@given(st.integers(0, 10**7), st.integers(1, 10**7), st.sampled_from([0, 1, 2]))
def test_a_percentage_is_all_or_nothing_only_when_it_is(part: int, whole: int, digits: int) -> None:
    said = nl.percentage(part / whole, digits)
    assert (said in ("0%", "0,0%", "0,00%")) == (part == 0)
    assert (said in ("100%", "100,0%", "100,00%")) == (part == whole)
    if "dan" not in said and part < whole:
        assert abs(float(said.rstrip("%").replace(",", ".")) - 100 * part / whole) <= 10**-digits


def test_a_number_is_known_as_it_is_written_and_a_date_or_a_name_is_none() -> None:
    written = (
        nl.whole(1250),
        nl.decimal(-0.25),
        nl.signed(0.5),
        nl.number(1210.5),
        nl.percentage(0.996),
        "minder dan 1%",
    )
    assert all(map(nl.is_number, (*written, nl.percentage(None), "–")))
    assert not any(
        map(nl.is_number, ("", "05-2024", "31-03-2024", "2. Karakteriseren", "17 van 24", "geen", "1 lager"))
    )


@pytest.mark.parametrize(
    ("words", "text"), [([], ""), (["a"], "a"), (["a", "b"], "a en b"), (["a", "b", "c"], "a, b en c")]
)
def test_words_are_enumerated(words: list[str], text: str) -> None:
    assert nl.enumerate_words(words) == text


@pytest.mark.parametrize(
    ("soort", "text"),
    [
        ("Provincie", "een provincie"),
        ("VvE", "een VvE"),
        ("Ondernemers", "ondernemers"),
        ("Zorg of onderwijs", "zorg of onderwijs"),
    ],
)
def test_a_kind_stands_in_a_sentence_with_an_article_when_it_is_one(soort: str, text: str) -> None:
    assert nl.een(soort) == text
