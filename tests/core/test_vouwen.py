"""Spellings are one thing: whatever does not show, or shows the same, makes no other name."""

import unicodedata
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wijkkompas_core.domain.betrokkenheid import match_name
from wijkkompas_core.domain.tekst import plat, vouw, zichtbaar
from wijkkompas_core.storage.stroom import searchable

UNSEEN = ("\u00ad", "\u200b", "\u200c", "\u200d", "\u200e", "\u200f", "\u2060", "\ufeff", "\ufe0f", "\u034f", "\u180e")
SPACES = (" ", "\u00a0", "\u2009", "\u202f", "\u3000", "\t", "\n", "\u2028", "\u0085")
HYPHENS = ("-", "\u2010", "\u2011", "\u2012", "\u2013", "\u2014", "\u2015", "\u2212", "\ufe58", "\uff0d")
NAMES = st.text(max_size=60)


@given(NAMES)
def test_folding_what_is_folded_changes_nothing(naam: str) -> None:
    assert vouw(vouw(naam, 2_000), 2_000) == vouw(naam, 2_000)
    assert plat(plat(naam, 2_000), 2_000) == plat(naam, 2_000)


@given(NAMES)
def test_how_a_letter_is_stored_makes_no_other_name(naam: str) -> None:
    stored = (unicodedata.normalize("NFC", naam), unicodedata.normalize("NFD", naam), naam.replace(" ", "\u00a0"))
    assert {vouw(one, 2_000) for one in stored} == {vouw(naam, 2_000)}


@given(st.lists(st.sampled_from("abcdeéëïöüçñ ZØ.'&\u0301"), max_size=20), st.sampled_from(UNSEEN), st.integers(0, 20))
def test_what_does_not_show_makes_no_other_name_nor_another_cell(letters: list[str], unseen: str, place: int) -> None:
    plain, hidden = "".join(letters), "".join([*letters[:place], unseen, *letters[place:]])
    assert vouw(hidden, 2_000) == vouw(plain, 2_000)
    assert plat(hidden, 2_000) == plat(plain, 2_000)
    picture = unseen == "\ufe0f"  # that makes a sign a picture, so in a name it stays
    assert picture or zichtbaar(hidden, 2_000) == zichtbaar(plain, 2_000)


@pytest.mark.parametrize(("space", "hyphen"), list(product(SPACES, HYPHENS)))
def test_every_kind_of_space_and_hyphen_is_the_same(space: str, hyphen: str) -> None:
    assert match_name(f"Huis{hyphen}aan{hyphen}huis{space}Noord") == "huis aan huis noord"
    assert plat(f"07{hyphen}03{hyphen}2024{space}19:30", 100) == "07-03-2024 19:30"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Café 'De Hoek'", "CAFE\u0301 \u201cde  hoek\u201d"),
        ("Energiecoöperatie Ijsselland", "ENERGIECOOPERATIE ĲSSELLAND"),
        ("Straße", "STRASSE"),
        ("Ｆｕｌｌ ｗｉｄｔｈ", "full width"),
        ("Søren", "soren"),
        ("𝐕𝐯𝐄 𝐍𝐨𝐨𝐫𝐝", "VvE Noord"),
    ],
)
def test_two_spellings_of_one_name_are_the_same_from_either_side(one: str, other: str) -> None:
    assert match_name(one) == match_name(other) != ""


def test_names_that_differ_stay_different() -> None:
    names = ("VvE Noord", "VvE Noord 2", "VvE Zuid", "Noord VvE", "VvENoord", "日本", "日木")
    assert len({match_name(naam) for naam in names}) == len(names)


def test_only_punctuation_is_no_name_at_all() -> None:
    assert {match_name(text) for text in ("-", "\u2014", "?", "...", "*", "/", "\u200b", "\u00ad\ufeff", "")} == {""}


def test_a_name_is_kept_without_what_does_not_show() -> None:
    assert zichtbaar("Linden\u00adhof\u200b Cafe\u0301", 100) == "Lindenhof Café"


@given(NAMES)
def test_search_folds_the_same_way(naam: str) -> None:
    assert " ".join(searchable(naam)) == " ".join(word[:50] for word in match_name(naam).split())
