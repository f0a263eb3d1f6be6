"""The headlines of the register, the progress and the comparison: situations, each with its sentence."""

from datetime import date, timedelta

import pandas as pd
import pytest

from tests.core.contacten import DRIE, TWEE
from wijkkompas_core.analysis.paginakop import (
    Vergeleken,
    registerkop,
    vergelijkkop,
    vergelijkvoorstel,
    voortgangkop,
)

PEIL = date(2026, 11, 30)


def register(*days: int | None, absent: int = 0) -> pd.DataFrame:
    """Belanghebbenden last met so many days ago (None: never), of whom the first `absent` are not at the table."""
    rows = [(0 if d is None else 2, PEIL - timedelta(days=d or 0), i >= absent) for i, d in enumerate(days)]
    return pd.DataFrame(rows, columns=["aantal", "laatste", "aan_tafel"]).assign(huidig=None, gewenst=None)


REGISTERS = [
    ((), 0, "Nog niemand in het register"),
    ((None,), 0, "Met de ene belanghebbende nog niet gesproken"),
    ((None, None), 2, "Nog met geen van de 2 belanghebbenden gesproken; nog niemand zit aan tafel"),
    ((None, 3, 4), 0, "1 van de 3 belanghebbenden is nog nooit gesproken"),
    ((None, None, 4), 1, "2 van de 3 belanghebbenden zijn nog nooit gesproken; 1 zit nog niet aan tafel"),
    ((90, 3, 4), 0, "Alle 3 belanghebbenden zijn gesproken"),
    ((91, 300, 4), 2, "Alle 3 belanghebbenden zijn gesproken, 2 daarvan al meer dan 90 dagen niet; "
     "2 zitten nog niet aan tafel"),
    ((91, 300), 0, "Alle 2 belanghebbenden zijn gesproken, maar al meer dan 90 dagen niet"),
    ((5,), 0, "De ene belanghebbende is gesproken"),
]  # fmt: skip


@pytest.mark.parametrize(("days", "absent", "zin"), REGISTERS)
def test_a_register_says_who_was_never_spoken_to(days, absent, zin):
    assert registerkop(register(*days, absent=absent), PEIL).zin == zin


def test_behind_the_headline_of_a_register_stand_its_figures():
    frame = register(None, 3, 400, absent=1).assign(huidig=["neutraal"] * 3, gewenst=["leidend", "neutraal", None])
    waarom = dict(registerkop(frame, PEIL).waarom)
    assert waarom["Gesproken"] == "2" and waarom["Langer dan 90 dagen niet gesproken"] == "1"
    assert waarom["Houding anders dan gewenst"] == "1"


def test_the_progress_names_the_mijlpaal_that_is_latest_and_else_the_first_to_come():
    def said(*planned: int, decided: int = 0) -> str:
        rows = [(f"M{n}", PEIL + timedelta(days=n), i < decided) for i, n in enumerate(planned)]
        return voortgangkop("Nu loopt fase 2", rows, PEIL).zin

    assert said() == "Nu loopt fase 2"
    assert said(-3, -47, 5) == "Nu loopt fase 2; mijlpaal M-47 is 47 dagen over de datum"
    assert said(-1) == "Nu loopt fase 2; mijlpaal M-1 is 1 dag over de datum"
    assert said(0, 5) == "Nu loopt fase 2; de volgende mijlpaal is M0, vandaag"
    assert said(-9, 5, 12, decided=1) == "Nu loopt fase 2; de volgende mijlpaal is M5, over 5 dagen"


def wijk(naam: str, *, stil: int = 0, kant: int | None = None, fasen: tuple[int, ...] = (2,)) -> Vergeleken:
    return Vergeleken(naam, fasen, stil, kant, "nog nooit")


COMPARED = [
    ([wijk("A", stil=70), wijk("B")], "A ligt stil, de rest niet"),
    ([wijk("A", stil=70), wijk("B", stil=90)], "Alle 2 wijken liggen stil"),
    ([wijk("A", kant=1), wijk("B")],
     "In A gaan de meeste contacten over techniek; in B heeft geen spoor de overhand"),
    ([wijk("A", kant=1), wijk("B", kant=0)],
     "In B gaan de meeste contacten over sociaal; in A gaan de meeste contacten over techniek"),
    ([wijk("A", kant=1), wijk("B", kant=1)], "In alle 2 gaan de meeste contacten over techniek"),
    ([wijk("A"), wijk("B")], "De 2 wijken zijn even ver, zonder een spoor dat zeker de overhand heeft"),
    ([wijk("A"), wijk("B", fasen=(3, 4))],
     "De wijken zijn in verschillende fasen, zonder een spoor dat zeker de overhand heeft"),
    ([wijk(n, kant=1) for n in "ABCD"] + [wijk("E", kant=0)],
     "In E gaan de meeste contacten over sociaal; in A, B en 2 andere gaan de meeste contacten over techniek"),
]  # fmt: skip


@pytest.mark.parametrize(("wijken", "zin"), COMPARED)
def test_wijken_beside_each_other_say_what_surely_differs(wijken, zin):
    assert vergelijkkop(wijken, TWEE).zin == zin


def test_the_figures_behind_a_comparison_are_of_every_wijk_also_with_three_sporen():
    found = vergelijkkop([wijk("A", fasen=()), wijk("B", fasen=(2, 3))], DRIE)
    assert [name for name, _ in found.waarom] == ["A", "B"]
    assert found.waarom[0][1].startswith("geen fase open") and found.waarom[1][1].startswith("fasen 2 en 3")


def test_before_there_are_two_the_headline_says_what_there_is_to_lay_beside_each_other():
    fasen = [("Fase 1 Starten", 1), ("Fase 4 Keuzes", 3)]
    assert vergelijkvoorstel(fasen, None).zin == "In fase 4 Keuzes zijn nu 3 wijken: die leg je zo naast elkaar"
    assert vergelijkvoorstel(fasen, "A").zin == "Kies een wijk om naast A te leggen"
    assert vergelijkvoorstel(fasen[:1], None).zin == "Kies twee wijken om naast elkaar te leggen"
