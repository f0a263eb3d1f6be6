"""Rekenregels §3, Triage: every reason with its points, and programmes with planted troubles among ordinary noise."""

import random
from datetime import date, timedelta
from typing import Any

import pytest

from wijkkompas_core.analysis.maten import balans_interval
from wijkkompas_core.analysis.triage import Groep, Triage, Wijkfeiten, triage, volgorde
from wijkkompas_core.domain.kompas import Aspect, Fase, Kompas, Spoor, Vak
from wijkkompas_core.domain.parameters import Rekenparameters

PEIL = date(2026, 11, 30)
KOMPAS = Kompas(
    (Fase("starten", 1, "Starten", "Starten", ""), Fase("keuzes", 2, "Keuzes", "Keuzes", "")),
    (Spoor("s", 1, "Sociaal-maatschappelijk", "Sociaal", ""), Spoor("t", 2, "Technisch-economisch", "Techniek", "")),
    tuple(Aspect(f"{s}{i}", i, s, f"{s}{i}", f"Aspect {s}{i}", "") for s in "st" for i in (1, 2, 3)),
    {},
)
ASPECTEN = [aspect.slug for aspect in KOMPAS.aspecten]


def ago(days: int) -> date:
    return PEIL - timedelta(days=days)


def feiten(a: float = 10, b: float = 10, **facts: Any) -> Wijkfeiten:
    """A wijk without any trouble, with these sums per spoor, changed by `facts`."""
    low, high = (float(x) for x in balans_interval(a, b))
    fine: dict[str, Any] = {
        "open": {"keuzes": ago(200)}, "nvt": frozenset(), "laatste": ago(5),
        "laatste_per_aspect": dict.fromkeys(ASPECTEN, ago(5)), "som": {"s": a, "t": b}, "laag": low, "hoog": high,
        "n": round(a + b), "tijdig": 0.9, "rood": (), "mijlpalen": (), "afspraken": (),
    }  # fmt: skip
    return Wijkfeiten(**fine | facts)


def of(wijk: Wijkfeiten) -> Triage:
    return triage(wijk, KOMPAS, PEIL)


def test_a_wijk_without_trouble_is_on_course_and_says_nothing():
    assert of(feiten()) == Triage(Groep.OP_KOERS, 0, ())


@pytest.mark.parametrize(
    ("wijk", "points", "why"),
    [
        (feiten(laatste=ago(60)), 0, ""),
        (feiten(laatste=ago(61)), 4, "Al 61 dagen geen contact."),
        (feiten(laatste=ago(61), open={}), 0, ""),
        (feiten(laatste=None, open={"starten": ago(61)}), 4, "Nog nooit contact, na 61 dagen."),
        (feiten(0, 8), 4, "In 12 maanden geen contact over sociaal."),
        (feiten(0, 7), 0, ""),
        (feiten(7, 93), 4, "Maar 7 van de 100 contacten gaan over sociaal."),
        (feiten(99, 1), 4, "Maar 1 van de 100 contacten gaat over techniek."),
        (feiten(5, 15), 0, ""),
        (feiten(rood=("Financiën", "Planning", "Risico's")), 3, "Rood: financiën, planning en risico's."),
        (feiten(mijlpalen=[ago(0)]), 0, ""),
        (feiten(mijlpalen=[ago(1), ago(-4)]), 1, "Mijlpaal 1 dag over de datum."),
        (feiten(mijlpalen=[ago(90), ago(40)]), 1, "Mijlpaal 90 dagen over de datum."),
        (feiten(mijlpalen=[ago(91), ago(140)]), 2, "Mijlpaal 140 dagen over de datum."),
        (feiten(afspraken=[ago(90)]), 0, ""),
        (feiten(afspraken=[ago(91), ago(240)]), 1, "Afspraak 240 dagen te laat."),
        (feiten(tijdig=0.49), 1, "Maar 49% is binnen 14 dagen vastgelegd."),
        (feiten(tijdig=0.5), 0, ""),
        (feiten(3, 4, tijdig=0.0), 0, ""),
    ],
)
def test_every_reason_has_its_points_from_its_border_on(wijk: Wijkfeiten, points: int, why: str):
    assert (of(wijk).punten, of(wijk).waarom) == (points, why)


def silent(*aspecten: str, days: int = 121, **facts: Any) -> Wijkfeiten:
    return feiten(laatste_per_aspect=dict.fromkeys(ASPECTEN, ago(5)) | dict.fromkeys(aspecten, ago(days)), **facts)


@pytest.mark.parametrize(
    ("wijk", "points"),
    [
        (silent("s1", days=120), 0),
        (silent("s1"), 1),
        (silent("s1", "t1"), 2),
        (silent(*ASPECTEN[:4]), 2),
        (silent("s1", days=300, open={"keuzes": ago(121)}), 1),
        (silent("s1", days=300, open={"keuzes": ago(120)}), 0),
        (silent("s1", nvt=frozenset({Vak("keuzes", "s1")})), 0),
        (feiten(laatste_per_aspect={}, open={"keuzes": ago(121)}), 2),
        (feiten(laatste_per_aspect={}, open={}), 0),
    ],
)
def test_an_aspect_counts_from_its_last_contact_or_the_opening_of_the_fase_and_together_at_most_two(wijk, points):
    assert of(wijk).punten == points


def test_a_fase_may_wait_longer_or_shorter_before_silence_counts():
    patient = Rekenparameters(stilte_per_fase=(("keuzes", 100),))
    assert triage(feiten(laatste=ago(99)), KOMPAS, PEIL, patient).punten == 0
    assert triage(feiten(laatste=ago(101)), KOMPAS, PEIL, patient).punten == 4


@pytest.mark.parametrize(
    ("wijk", "groep"),
    [
        (feiten(rood=("Inhoud",)), Groep.OP_KOERS),
        (feiten(rood=("Inhoud", "Planning")), Groep.LET_OP),
        (feiten(laatste=ago(61)), Groep.LET_OP),
        (feiten(laatste=ago(61), rood=("Inhoud",)), Groep.NU_HEEN),
    ],
)
def test_the_group_follows_from_the_points(wijk: Wijkfeiten, groep: Groep):
    assert of(wijk).groep is groep


def test_within_a_group_points_come_first_then_days_then_the_name():
    wijken = [
        ("Zuid", of(feiten(laatste=ago(100)))), ("West", of(feiten(laatste=ago(70), rood=("Inhoud",)))),
        ("Noord", of(feiten(laatste=ago(100)))), ("Oost", of(feiten(laatste=ago(101)))),
    ]  # fmt: skip
    assert [naam for naam, t in sorted(wijken, key=lambda w: volgorde(w[1], w[0]))] == ["West", "Oost", "Noord", "Zuid"]


def test_one_very_late_afspraak_does_not_send_anyone_to_a_wijk_that_goes_well():
    assert of(feiten(afspraken=[ago(900)])).groep is Groep.OP_KOERS


TROUBLES = {
    "silence": lambda r: {"laatste": ago(r.randint(75, 300)), "rood": r.sample(["Inhoud", "Planning"], 1)},
    "spoor gone": lambda r: {"a": 0.0, "b": float(r.randint(12, 60)), "mijlpalen": [ago(r.randint(1, 80))]},
    "red": lambda r: {"rood": ("Inhoud", "Financiën", "Planning", "Risico's"), "mijlpalen": [ago(r.randint(1, 200))]},
    "passed": lambda r: {
        "mijlpalen": [ago(r.randint(95, 300))], "afspraken": [ago(r.randint(95, 300))],
        "rood": ("Planning", "Risico's"),
    },
    "bad recording": lambda r: {"tijdig": r.uniform(0, 0.45), "laatste": ago(r.randint(65, 120))},
}  # fmt: skip


def ordinary(r: random.Random, **trouble: Any) -> Wijkfeiten:
    """A wijk with the noise of every programme: uneven, now and then late, sometimes one red oordeel."""
    a, b = (float(r.randint(6, 30)) for _ in "ab")
    noise: dict[str, Any] = {
        "a": a, "b": b, "laatste": ago(r.randint(0, 40)), "tijdig": r.uniform(0.55, 1.0),
        "laatste_per_aspect": {slug: ago(r.randint(0, 110)) for slug in ASPECTEN},
        "rood": ("Planning",) if r.random() < 0.15 else (),
        "mijlpalen": [ago(r.randint(-60, 30))] if r.random() < 0.5 else [],
        "afspraken": [ago(r.randint(-60, 60)) for _ in range(r.randint(0, 3))],
    }  # fmt: skip
    return feiten(**noise | trouble)


def test_of_two_hundred_programmes_the_troubled_wijken_stand_in_nu_heen_and_the_others_do_not():
    r = random.Random(20261130)
    troubled = seen = untroubled = alarmed = 0
    for _ in range(200):
        for _ in range(r.randint(9, 60)):
            if r.random() < 0.2:
                trouble = TROUBLES[r.choice(sorted(TROUBLES))](r)
                troubled, seen = troubled + 1, seen + (of(ordinary(r, **trouble)).groep is Groep.NU_HEEN)
            else:
                untroubled, alarmed = untroubled + 1, alarmed + (of(ordinary(r)).groep is Groep.NU_HEEN)
    assert seen >= 0.95 * troubled and alarmed <= 0.05 * untroubled
