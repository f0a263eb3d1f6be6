"""The puls of a wijk: twelve months, one scale, and silence only where it is silence (rekenregels §12)."""

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from tests.charts.conftest import build_kompas
from wijkkompas_core.analysis.puls import puls, puls_schaal, puls_tekst

KOMPAS = build_kompas()
SPOREN = [spoor.slug for spoor in KOMPAS.sporen]
MONTHS = tuple(date(2025 + n // 12, n % 12 + 1, 1) for n in range(10, 23))  # november 2025 up to november 2026


def build(first: list[float], second: list[float], start: date = date(2020, 1, 1)):
    return puls(MONTHS, dict(zip(SPOREN, (first, second), strict=True)), KOMPAS, start)


def test_the_puls_is_of_the_last_twelve_months_the_first_spoor_up_and_the_second_down():
    one = build([9.0, *[1.0] * 12], [0.0, *[2.0] * 12])
    assert one.maanden == MONTHS[1:] and one.sommen == ((1.0, 2.0),) * 12
    assert (one.boven, one.onder, one.stil) == ((0,), (1,), 0)


def test_one_empty_month_at_the_end_is_a_pause_and_two_are_silence():
    assert build([1.0] * 12 + [0.0], [0.0] * 13).stil == 0
    assert build([1.0] * 11 + [0.0] * 2, [0.0] * 13).stil == 2
    assert build([0.0] * 13, [0.0] * 13).stil == 12


def test_before_a_wijk_began_it_was_not_silent():
    nothing = [0.0] * 13
    assert build(nothing, nothing, date(2026, 11, 30)).stil == 0
    assert build(nothing, nothing, date(2026, 9, 30)).stil == 3


def test_empty_months_that_are_followed_by_contact_are_no_silence():
    assert build([1.0] + [0.0] * 11 + [1.0], [0.0] * 13).stil == 0


def test_the_sentence_says_the_months_the_sums_and_the_silence():
    one = build([0.0, 2.5, *[0.0] * 11], [0.0, 1.0, *[0.0] * 11])
    assert puls_tekst(one, KOMPAS) == (
        f"Contacten van december 2025 tot en met november 2026: 2,5 over {KOMPAS.sporen[0].kort.lower()} en 1 over "
        f"{KOMPAS.sporen[1].kort.lower()}; de laatste 11 maanden stil."
    )


SUMS = st.lists(st.integers(0, 40).map(lambda n: n / 2), min_size=13, max_size=13)


@given(st.lists(st.tuples(SUMS, SUMS), max_size=5))
def test_on_one_scale_no_month_of_any_wijk_is_higher_than_the_height(pairs):
    pulsen = [build(*pair) for pair in pairs]
    scale = puls_schaal(pulsen)
    assert scale >= 1 and all(max(max(month) for month in one.sommen) <= scale for one in pulsen)
    assert scale == 1 or any(max(month) == scale for one in pulsen for month in one.sommen)
