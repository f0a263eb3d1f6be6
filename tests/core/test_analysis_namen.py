"""Names that are written otherwise are suggested, names of others are not."""

import csv
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wijkkompas_core.analysis.namen import gelijkenis, lijkt_op
from wijkkompas_core.domain.betrokkenheid import match_name

DEMO = Path(__file__).parents[2] / "data" / "demo" / "belanghebbenden.csv"
SAME = [
    ("woonst. Noord", "Woonstichting Noord"),
    ("V.v.E. Zonzijde", "VvE Zonzijde"),
    ("Energiecoop Zon", "Energiecoöperatie Zon"),
    ("Woon stichting noord", "Woonstichting Noord"),
    ("Warmtebedrif Oost", "Warmtebedrijf Oost"),
    ("De Brug", "Woonstichting De Brug"),
    ("Noord Woonstichting", "Woonstichting Noord"),
]
OTHERS = [
    ("VvE Noord", "VvE Zuid"),
    ("VvE Zonzijde", "VvE Maanzijde"),
    ("Blok 1", "Blok 2"),
    ("Bewonersgroep Lindenhof", "Bewonersinitiatief Lindenhof"),
    ("Warmtebedrijf Oost", "Warmtebedrijf West"),
    ("Wo", "Woonstichting Noord"),
    ("Zonnedaalse Warmte", "Warmtefonds Zonnedaal"),
    ("Bewoners", "Bewoners van de Werf"),
    ("Bewoners", "Bewonersgroep Wiekenplein"),
]


@pytest.mark.parametrize(("typed", "known"), SAME)
def test_a_name_written_otherwise_is_suggested(typed, known):
    assert lijkt_op(typed, ["Waterschap Delta", known, "Gemeenteraad"]) == [known]


@pytest.mark.parametrize(("typed", "known"), OTHERS)
def test_a_name_of_another_is_not_suggested(typed, known):
    assert lijkt_op(typed, [known]) == []


def test_in_the_demo_only_real_duplicates_are_like_each_other_and_nobody_is_like_just_bewoners():
    registers: dict[str, list[str]] = {}
    with DEMO.open(encoding="utf-8-sig", newline="") as file:
        for row in csv.DictReader(file, delimiter=";"):
            registers.setdefault(row["wijk"], []).append(row["naam"])
    found = {
        frozenset((naam, like)) for names in registers.values() for naam in names for like in lijkt_op(naam, names)
    }
    assert found == {
        frozenset(("Woonstichting De Zonnewijzer", "Woonst. De Zonnewijzer")),
        frozenset(("Energiecoöperatie Daalstroom", "Energiecoop Daalstroom")),
        frozenset(("VvE De Sluiswachter", "VvE Sluiswachter")),
    }
    assert not any(lijkt_op("Bewoners", names) for names in registers.values())


@given(st.text(max_size=30), st.text(max_size=30))
def test_likeness_lies_between_nought_and_one_and_is_the_same_both_ways(a, b):
    one, other = gelijkenis(match_name(a), match_name(b)), gelijkenis(match_name(b), match_name(a))
    assert one == other and 0 <= one <= 1
