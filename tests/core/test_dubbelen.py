"""Which parties of a register are probably one: found with the reason, and never two that only look alike."""

from string import punctuation

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wijkkompas_core.uitwisseling.dubbelen import ALIKE, SHORTENED, SHORTER, SPACED, dubbelen

SAME = [
    ("Woonstichting De Zonnewijzer", "Woonst. Zonnewijzer", SHORTER),
    ("Woonstichting De Zonnewijzer", "Woonst. de Zonnewijzer", SHORTENED),
    ("Netbeheer Zonneland", "NETBEHEER  zonne-land", SPACED),
    ("Netbeheer Zonneland", "Netbeheer Zonneland B.V.", SHORTER),
    ("Winkeliersvereniging Molenkwartier", "WV Molenkwartier", SHORTENED),
    ("Energieloket Zonnedaal", "Energieloket Zonedaal", ALIKE),
    ("VvE Noord 1", "V.v.E. Noord 1", SPACED),
]
OTHERS = [
    ("VvE Noord 1", "VvE Noord 2"),
    ("VvE De Proef", "VvE De Proef 2"),
    ("VvE Noord", "VvE Zuid"),
    ("Woonstichting De Zonnewijzer", "Huurdersvereniging De Zonnewijzer"),
    ("Basisschool Noord", "Bank Noord"),
    ("Wijkraad Molenkwartier", "Projectteam Molenkwartier"),
    ("Warmtefonds Zonnedaal", "Zonnedaalse Warmte"),
]
NAMES = st.lists(st.text("abnoz B-é.1", max_size=12), max_size=9)


@pytest.mark.parametrize(("one", "other", "why"), SAME)
def test_two_spellings_of_one_party_are_found_with_the_reason(one: str, other: str, why: str) -> None:
    (group,) = dubbelen({1: [one], 2: [other], 3: ["Waterschap Daal en Lande"]})
    assert {party.sleutel for party in group.leden} == {1, 2}
    assert [party.waarom for party in group.leden] == ["", why]


@pytest.mark.parametrize(("one", "other"), OTHERS)
def test_two_parties_of_which_the_names_look_alike_stay_apart(one: str, other: str) -> None:
    assert dubbelen({1: [one], 2: [other]}) == ()


def test_a_name_that_may_be_short_for_two_goes_with_neither() -> None:
    assert dubbelen({1: ["De Brug"], 2: ["Dorpshuis De Brug"], 3: ["Zorgcentrum De Brug"]}) == ()


def test_a_name_that_was_merged_before_finds_the_next_one() -> None:
    (group,) = dubbelen({"a": ["Stichting Samen Wonen", "Zonnewijzer"], "b": ["De Zonnewijzer"]})
    assert [party.sleutel for party in group.leden] == ["a", "b"]


def test_more_than_two_stand_together_and_the_fullest_name_is_proposed() -> None:
    names = ["netbeheer zonneland", "Netbeheer Zonneland", "Netbeheer Zonne-land", "Netb. Zonneland"]
    (group,) = dubbelen({number: [naam] for number, naam in enumerate(names)})
    assert len(group.leden) == 4
    assert group.blijft.naam == "Netbeheer Zonne-land"
    (met,) = dubbelen(dict(enumerate([naam] for naam in names)), lambda key: 5 * (key == 3))
    assert met.blijft.naam == "Netb. Zonneland"  # the one that was met most often goes first


@given(NAMES)
def test_nobody_stands_in_two_groups_and_the_order_makes_no_difference(names: list[str]) -> None:
    parties = {number: [naam] for number, naam in enumerate(names)}
    groups = dubbelen(parties)
    members = [party.sleutel for group in groups for party in group.leden]
    assert len(members) == len(set(members))
    assert all(len(group.leden) > 1 for group in groups)
    backwards = dubbelen(dict(reversed(parties.items())))
    assert {frozenset(p.sleutel for p in group.leden) for group in backwards} == {
        frozenset(p.sleutel for p in group.leden) for group in groups
    }


@given(st.text("abcdefgh ", min_size=4, max_size=20).filter(str.strip), st.sampled_from(punctuation))
def test_capitals_and_punctuation_never_make_another_party(naam: str, sign: str) -> None:
    (group,) = dubbelen({1: [naam], 2: [f"{naam.upper()}{sign}"]})
    assert len(group.leden) == 2


def test_a_large_register_is_looked_through_in_a_moment() -> None:
    parties = {number: [f"Vereniging {number:04d} {'abcdefgh'[number % 8]}"] for number in range(3_000)}
    assert dubbelen(parties | {9_999: ["vereniging 0007 H"]})[0].leden[0].sleutel in (7, 9_999)
