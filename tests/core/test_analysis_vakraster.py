"""What each vak of a wijk says in a word and in a sentence, and the finding above the grid (rekenregels §2)."""

from datetime import date, timedelta

import pytest

from wijkkompas_core.analysis.dekking import Vakstand, standen_van, vakstanden, vakstatus
from wijkkompas_core.analysis.vakraster import Vakraster, deelzin, fase_kort, vakkenkop, vakraster
from wijkkompas_core.domain.kompas import Aspect, Fase, Kompas, Spoor, VakStatus
from wijkkompas_core.domain.selectie import Selectie, all_selecties

PEIL = date(2026, 11, 30)
NAMEN = ("Starten", "Karakteriseren", "Keuzes", "Uitvoering")
KOMPAS = Kompas(
    tuple(Fase(naam.lower(), i, f"{naam} van de wijk", naam, "") for i, naam in enumerate(NAMEN, start=1)),
    (Spoor("mens", 1, "Mensen", "Mens", ""), Spoor("ding", 2, "Dingen", "Ding", "")),
    # Deliberately not grouped by spoor: the grid is.
    tuple(Aspect(f"{s}-{i}", i, s, f"Het {s} {i}", f"{s} {i}", "") for i in (1, 2) for s in ("mens", "ding")),
    {},
)


def stand(fase: str, aspect: str, status: VakStatus, aantal: int = 0, days: int | None = None, reden: str = ""):
    last = None if days is None else PEIL - timedelta(days=days)
    counts = status not in (VakStatus.NVT, VakStatus.LATER)
    return Vakstand(fase, KOMPAS.spoor_van[aspect], aspect, aantal, last, status.value, counts, reden)


STANDEN = [
    stand("starten", "mens-1", VakStatus.GEDAAN, 9, 700),
    stand("starten", "mens-2", VakStatus.LEEG),
    stand("starten", "ding-1", VakStatus.NVT, reden="Er staan geen dingen."),
    stand("starten", "ding-2", VakStatus.GEDAAN, 1, 400),
    stand("keuzes", "mens-1", VakStatus.ACTUEEL, 28, 7),
    stand("keuzes", "mens-2", VakStatus.VEROUDERD, 1, 474),
    stand("keuzes", "ding-1", VakStatus.EENMALIG, 1, 18),
    stand("keuzes", "ding-2", VakStatus.LEEG),
    *(stand("uitvoering", a.slug, VakStatus.LATER) for a in KOMPAS.aspecten),
]


def raster(standen=STANDEN, open_fasen=("keuzes",)) -> Vakraster:
    return vakraster(standen, KOMPAS, open_fasen, PEIL)


def words(fase: str) -> dict[str, tuple[str, str]]:
    return {c.aspect: (c.kort, c.rest) for row in raster().rijen for c in row.cellen if c.fase == fase}


def test_age_goes_before_number_and_what_is_over_only_says_that_it_is_done() -> None:
    assert words("starten") == {
        "mens-1": ("✓", ""),
        "mens-2": ("leeg", ""),
        "ding-1": ("n.v.t.", ""),
        "ding-2": ("✓", ""),
    }
    assert words("keuzes") == {
        "mens-1": ("7 d", ""),
        "mens-2": ("474 d", " stil"),
        "ding-1": ("1×", " 18 d"),
        "ding-2": ("leeg", ""),
    }
    assert set(words("uitvoering").values()) == {("·", "")}


def test_the_rows_are_the_aspecten_by_spoor_and_the_columns_the_fasen() -> None:
    found = raster()
    assert [row.aspect.slug for row in found.rijen] == ["mens-1", "mens-2", "ding-1", "ding-2"]
    assert all([c.fase for c in row.cellen] == [f.slug for f in KOMPAS.fasen] for row in found.rijen)
    assert all(c.aspect == row.aspect.slug and c.spoor == row.aspect.spoor for row in found.rijen for c in row.cellen)


@pytest.mark.parametrize(("days", "word"), [(0, "0 d"), (999, "999 d"), (1000, "33 mnd"), (3650, "120 mnd")])
def test_long_silence_is_said_in_months(days: int, word: str) -> None:
    found = raster([stand("keuzes", "mens-1", VakStatus.VEROUDERD, 3, days)])
    assert found.rijen[0].cellen[2].kort == word


def test_every_vak_says_itself_in_one_sentence() -> None:
    said = {(c.fase, c.aspect): c.zin for row in raster().rijen for c in row.cellen}
    assert said["keuzes", "mens-2"] == "Fase 3 Keuzes van de wijk, Het mens 2: 474 dagen stil, 1 contactmoment."
    assert said["keuzes", "mens-1"].endswith("28 contactmomenten, het laatste 7 dagen geleden.")
    assert said["keuzes", "ding-1"].endswith(": 1 contactmoment, 18 dagen geleden.")
    assert said["starten", "mens-1"].endswith(": gedaan, 9 contactmomenten.")
    assert said["starten", "ding-1"].endswith(": telt niet mee. Er staan geen dingen.")
    assert said["keuzes", "ding-2"].endswith(": nog nooit contact.")
    assert said["uitvoering", "mens-1"].endswith(": de fase is nog niet begonnen.")


FULL = [stand("keuzes", a.slug, VakStatus.ACTUEEL, 5, 3) for a in KOMPAS.aspecten]
OLD = [stand("keuzes", a.slug, VakStatus.VEROUDERD, 5, 100) for a in KOMPAS.aspecten]


@pytest.mark.parametrize(
    ("standen", "open_fasen", "sentence"),
    [
        (STANDEN, ("keuzes",), "5 van 7 vakken hebben contact; in fase 3 is er 1 stil"),
        (STANDEN[:4], (), "2 van 3 vakken hebben contact"),
        (STANDEN[1:4], (), "1 van 2 vakken heeft contact"),
        (FULL, ("keuzes",), "Alle 4 vakken hebben contact; in fase 3 is er geen stil"),
        (OLD, ("keuzes",), "Alle 4 vakken hebben contact; in fase 3 zijn er 4 stil"),
        (OLD, ("keuzes", "starten"), "Alle 4 vakken hebben contact; in de fasen 1 en 3 zijn er 4 stil"),
        (FULL[:1], ("keuzes",), "Het ene vak heeft contact; in fase 3 is er geen stil"),
        (STANDEN[1:2], ("starten",), "Het ene vak heeft nog geen contact"),
        (STANDEN[5:8][2:] + STANDEN[1:2], ("keuzes",), "Nog geen van de 2 vakken heeft contact"),
        (STANDEN[8:], (), "Er is nog geen fase begonnen"),
        ([], (), "Er is nog geen fase begonnen"),
    ],
)
def test_the_finding_says_both_numbers_and_what_is_silent_in_the_fase_that_runs(standen, open_fasen, sentence) -> None:
    assert vakkenkop(standen, KOMPAS, open_fasen) == sentence
    assert raster(standen, open_fasen).kop == sentence


def test_any_part_of_the_kompas_says_itself_in_one_sentence() -> None:
    found = raster()
    assert deelzin(found, Selectie("keuzes"), KOMPAS) == (
        "Fase 3 Keuzes van de wijk, loopt nu: 1 actueel, 1 verouderd, 1 eenmalig en 1 leeg."
    )
    assert deelzin(found, Selectie("starten", "ding"), KOMPAS) == (
        "Fase 1 Starten van de wijk, Dingen: 1 gedaan en 1 n.v.t."
    )
    assert deelzin(found, Selectie("keuzes", "mens", "mens-2"), KOMPAS) == found.rijen[1].cellen[2].zin
    assert all(deelzin(found, part, KOMPAS).count("\n") == 0 for part in all_selecties(KOMPAS))


def test_what_is_unknown_counts_as_empty_and_what_lies_outside_the_kompas_is_left_out() -> None:
    strange = Vakstand("elders", "mens", "mens-1", 4, PEIL, "actueel", True, "")
    found = raster([strange])
    assert {c.status for row in found.rijen for c in row.cellen} == {VakStatus.LEEG}
    assert found.kop == "Er is nog geen fase begonnen"


def test_a_frame_gives_the_standen_that_it_was_made_of() -> None:
    contacten = {"fase": ["keuzes"], "aspect": ["mens-1"], "aantal": [3], "laatste": [PEIL]}
    perioden = {"fase": ["keuzes"], "begonnen_op": [date(2026, 1, 1)], "afgesloten_op": [None]}
    nvt = {"fase": ["starten"], "aspect": ["ding-1"], "reden": ["Geen dingen."]}
    known = vakstanden(contacten, perioden, nvt, KOMPAS, peildatum=PEIL)
    assert standen_van(vakstatus(contacten, perioden, nvt, KOMPAS, peildatum=PEIL)) == known


def test_the_head_of_a_column_is_short() -> None:
    assert [fase_kort(fase) for fase in KOMPAS.fasen] == ["1 Starten", "2 Karakte.", "3 Keuzes", "4 Uitvoer."]
