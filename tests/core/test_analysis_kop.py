"""Rekenregels §3, Headline: situations of a wijk and of a programme, each with its sentence."""

from datetime import date, timedelta

import pandas as pd
import pytest

from tests.core.contacten import DRIE, TWEE, make_frame, make_kompas
from wijkkompas_core.analysis.balans import balans
from wijkkompas_core.analysis.kop import kop, programmakop, spoornaam
from wijkkompas_core.analysis.triage import Groep, Reden, Triage

PEIL = date(2026, 11, 30)
EVEN, TECH, SOC = [(2, 2)] * 12, [(0, 3)] * 12, [(3, 0)] * 12


def of(months: list[tuple[int, int]], *, silent: int = 2, tijdig: float | None = 0.9, kompas=TWEE):
    """The headline of a wijk with (sociaal, techniek) in each month, last seen `silent` days before the peildatum."""
    last = PEIL - timedelta(days=silent)
    days = [
        date((last.year * 12 + last.month - 1 - i) // 12, (last.month - 1 - i) % 12 + 1, 1) for i in range(len(months))
    ]
    contacten = [
        (last if i == 0 else day, (aspect,))
        for i, (day, (a, b)) in enumerate(zip(days, reversed(months), strict=True))
        for aspect in ["sociaal-1"] * a + ["techniek-1"] * b
    ]
    frame = balans(make_frame(contacten), kompas, van=min(days, default=PEIL), tot=PEIL, per="maand")
    latest = max((day for day, _ in contacten), default=None)
    return kop(frame, kompas, laatste=latest, peildatum=PEIL, tijdig=tijdig)


LATE = "; minder dan de helft is binnen 14 dagen vastgelegd"
SITUATIONS = [
    # Silence goes first, and says how it was until then.
    (EVEN, {"silent": 238}, "Sinds 6 april 2026 geen contact; tot dan waren beide sporen in evenwicht"),
    (EVEN, {"silent": 60}, "Sinds 1 oktober 2026 geen contact; tot dan waren beide sporen in evenwicht"),
    (EVEN, {"silent": 59}, "Beide sporen in evenwicht"),
    (TECH, {"silent": 238}, "Sinds 6 april 2026 geen contact; tot dan ging elk contact over techniek"),
    (SOC, {"silent": 61}, "Sinds 30 september 2026 geen contact; tot dan ging elk contact over sociaal"),
    ([(1, 9)] * 12, {"silent": 100},
     "Sinds 22 augustus 2026 geen contact; tot dan gingen 9 van de 10 contacten over techniek"),
    ([(1, 1)] * 3, {"silent": 90}, "Sinds 1 september 2026 geen contact"),
    ([(7, 0)], {"silent": 400}, "Sinds 26 oktober 2025 geen contact"),
    ([(2, 1)] * 3, {"silent": 70},
     "Sinds 21 september 2026 geen contact; tot dan had geen van beide sporen de overhand"),
    (EVEN, {"silent": 238, "tijdig": 0.4},
     "Sinds 6 april 2026 geen contact; tot dan waren beide sporen in evenwicht" + LATE),
    ([(1, 1)], {"silent": 90, "tijdig": 0.1}, "Sinds 1 september 2026 geen contact"),
    # Then too few data.
    ([], {}, "Nog geen contact vastgelegd"),
    ([(0, 0)], {}, "Nog geen contact vastgelegd"),
    ([(1, 0)], {}, "Te weinig gegevens voor een uitspraak: 1 contact in 12 maanden"),
    ([(7, 0)], {}, "Te weinig gegevens voor een uitspraak: 7 contacten in 12 maanden"),
    ([(0, 7)], {"tijdig": 0.1}, "Te weinig gegevens voor een uitspraak: 7 contacten in 12 maanden"),
    ([(40, 0), *[(0, 0)] * 12, (2, 2)], {}, "Te weinig gegevens voor een uitspraak: 4 contacten in 12 maanden"),
    # Then the lean, in counts that people read.
    ([(8, 0)], {}, "Al sinds de start gaat elk contact over sociaal"),
    ([(0, 8)], {}, "Al sinds de start gaat elk contact over techniek"),
    (TECH, {}, "Al sinds de start gaat elk contact over techniek"),
    (SOC * 2, {}, "Al sinds de start gaat elk contact over sociaal"),
    ([(1, 40)] * 12, {}, "Al sinds de start gaat bijna elk contact over techniek"),
    ([(19, 1)] * 12, {}, "Al sinds de start gaat bijna elk contact over sociaal"),
    ([(18, 2)] * 12, {}, "Al sinds de start gaan 9 van de 10 contacten over sociaal"),
    ([(1, 4)] * 12, {}, "Al sinds de start gaan 8 van de 10 contacten over techniek"),
    ([(7, 3)] * 12, {}, "Al sinds de start gaan 7 van de 10 contacten over sociaal"),
    ([(6, 4)] * 12, {}, "Al sinds de start gaan 6 van de 10 contacten over sociaal"),
    ([(54, 46)] * 12, {}, "Al sinds de start gaat iets meer dan de helft van de contacten over sociaal"),
    ([(5, 1)] * 10 + [(0, 4)] * 8, {}, "Sinds april 2026 gaat elk contact over techniek"),
    ([(5, 1)] * 10 + [(1, 9)] * 8, {}, "Sinds april 2026 gaan 9 van de 10 contacten over techniek"),
    ([(0, 4)] * 14 + [(9, 1)] * 7, {}, "Sinds mei 2026 gaan 9 van de 10 contacten over sociaal"),
    ([(3, 3)] * 12 + [(1, 19)] * 12, {}, "Sinds december 2025 gaat bijna elk contact over techniek"),
    (TECH, {"tijdig": 0.49}, "Al sinds de start gaat elk contact over techniek" + LATE),
    (TECH, {"tijdig": 0.5}, "Al sinds de start gaat elk contact over techniek"),
    (TECH, {"tijdig": None}, "Al sinds de start gaat elk contact over techniek"),
    # Then evenwicht, or nothing to claim.
    (EVEN, {}, "Beide sporen in evenwicht"),
    ([(30, 30)], {}, "Beide sporen in evenwicht"),
    (EVEN, {"tijdig": 0.2}, "Beide sporen in evenwicht" + LATE),
    ([(4, 4)], {}, "Geen van beide sporen heeft duidelijk de overhand"),
    ([(6, 3)], {}, "Geen van beide sporen heeft duidelijk de overhand"),
    # What turned long ago and is even by now is no lean any more.
    ([(0, 9)] * 12 + [(9, 0)] * 6 + [(5, 5)] * 14, {}, "Beide sporen in evenwicht"),
    ([(0, 9)] * 6 + [(9, 0)] * 6, {"silent": 1}, "Sinds juni 2026 gaat elk contact over sociaal"),
]  # fmt: skip


@pytest.mark.parametrize(("months", "more", "zin"), SITUATIONS)
def test_the_headline_of_a_wijk(months, more, zin):
    assert of(months, **more).zin == zin


def test_the_headline_says_which_figures_are_behind_it():
    waarom = dict(of([(1, 9)] * 12).waarom)
    assert waarom["Laatste contactmoment"] == "28-11-2026, 2 dagen geleden"
    assert waarom["Contactmomenten in 12 maanden"] == "120"
    assert (waarom["Daarvan over sociaal"], waarom["Daarvan over techniek"]) == ("12", "108")
    assert waarom["Vastgelegd binnen 14 dagen"] == "90%"


def test_with_three_sporen_the_headline_is_about_evenness():
    assert of([(5, 5)] * 2, kompas=DRIE).zin == "De aandacht is verdeeld over 3 sporen: 0,63 (1 is gelijk verdeeld)"


def test_a_spoor_is_called_as_people_say_it_also_one_of_another_method():
    assert [spoornaam(spoor) for spoor in DRIE.sporen] == [
        "het sociale spoor", "het technische spoor", "het spoor organisatie",
    ]  # fmt: skip


def test_whatever_a_spoor_is_called_its_name_stands_in_the_headline_as_it_is():
    odd = make_kompas("{0} Sociaal %s", "Techniek")
    frame = pd.DataFrame(
        {"periode": pd.to_datetime([date(2026, 11, 1)]), "n": [9], "som_{0} sociaal %s": [9.0], "som_techniek": [0.0]}
    )
    found = kop(frame, odd, laatste=PEIL, peildatum=PEIL)
    assert found.zin == "Al sinds de start gaat elk contact over {0} Sociaal %s"


def wijk(naam: str, groep: Groep, *, stil: int = 0, weg: str | None = None) -> tuple[str, Triage, str | None]:
    redenen = (Reden("stilte", f"Al {stil} dagen geen contact.", 4, stil),) if stil else ()
    return naam, Triage(groep, {Groep.NU_HEEN: 5, Groep.LET_OP: 2, Groep.OP_KOERS: 0}[groep], redenen), weg


NU, LET, KOERS, SPOOR = Groep.NU_HEEN, Groep.LET_OP, Groep.OP_KOERS, "het sociale spoor"


@pytest.mark.parametrize(
    ("wijken", "zin"),
    [
        ([], "Nog geen wijken"),
        ([wijk("Noord", KOERS)], "Noord ligt op koers"),
        ([wijk("Noord", KOERS), wijk("Zuid", KOERS)], "Alle wijken liggen op koers"),
        ([wijk("Noord", LET), wijk("Zuid", KOERS)], "Geen wijk vraagt er nu om; let op Noord"),
        ([wijk("Noord", NU, stil=238)], "Noord ligt al 238 dagen stil"),
        (
            [wijk("Noord", NU, stil=238), wijk("Oost", NU, weg=SPOOR), wijk("West", NU, weg=SPOOR)],
            "Noord ligt al 238 dagen stil. In Oost en West is het sociale spoor weg",
        ),
        ([wijk("Noord", NU, stil=90), wijk("Oost", NU, stil=70)], "Noord en Oost liggen stil, tot 90 dagen"),
        ([wijk(n, NU, stil=70) for n in "ABCD"], "A, B en 2 andere wijken liggen stil, tot 70 dagen"),
        ([wijk("Noord", NU), wijk("Oost", LET)], "Nu heen: Noord"),
        ([wijk("Noord", NU, stil=70), wijk("Oost", NU)], "Noord ligt al 70 dagen stil. Ook nu heen: Oost"),
        (
            [wijk("Noord", NU, stil=70, weg=SPOOR), wijk("Oost", NU, weg=SPOOR)],
            "Noord ligt al 70 dagen stil. In Oost is het sociale spoor weg",
        ),
    ],
)
def test_the_headline_of_the_programme(wijken, zin):
    assert programmakop(wijken).zin == zin
