"""The reference data: what ships is right, and what is wrong is told with file, line and reason."""

import csv
import shutil
from collections import Counter
from pathlib import Path

import pytest

from wijkkompas_core.domain.kompas import Vak
from wijkkompas_core.services.laden.referentie_lezen import Referentie, ReferentieFout, read_referentie

SHIPPED = Path(__file__).parents[2] / "data" / "referentie"
TITLES_OF_THE_SOURCE = 15


@pytest.fixture(scope="module")
def shipped() -> Referentie:
    return read_referentie(SHIPPED)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A gemeente's own copy, which a test may spoil."""
    return Path(shutil.copytree(SHIPPED, tmp_path / "referentie"))


def replace(folder: Path, name: str, old: str, new: str, *, times: int = 1) -> None:
    """Change the text of a file, and be sure that there was something to change."""
    text = (folder / name).read_text(encoding="utf-8-sig")
    assert old in text
    (folder / name).write_text(text.replace(old, new, times), encoding="utf-8-sig")


def problems(folder: Path) -> tuple[str, ...]:
    with pytest.raises(ReferentieFout) as caught:
        read_referentie(folder)
    return caught.value.problemen


# --- what ships ---


def test_the_shipped_method_has_six_fasen_two_sporen_and_three_aspecten_each(shipped: Referentie) -> None:
    kompas = shipped.kompas
    assert [f.nummer for f in kompas.fasen] == [1, 2, 3, 4, 5, 6]
    assert [len(kompas.aspecten_van(s.slug)) for s in kompas.sporen] == [3, 3]
    assert len(shipped.typen) == 29


def test_every_vak_has_an_explanation_and_at_least_two_knooppunten(shipped: Referentie) -> None:
    vakken = list(shipped.kompas.vakken())
    per_vak = Counter(Vak(k.fase, k.aspect) for k in shipped.knooppunten)
    assert len(vakken) == 36
    assert set(shipped.kompas.vakuitleg) == set(vakken)
    assert min(per_vak[vak] for vak in vakken) >= 2
    assert len(shipped.knooppunten) >= 95


def test_every_aspect_is_the_home_of_several_types_and_told_in_at_least_four_stories(shipped: Referentie) -> None:
    for aspect in shipped.kompas.aspecten:
        assert sum(aspect.slug in typ.aspecten for typ in shipped.typen) >= 3, aspect.slug
        assert sum(bool(k.praktijkverhaal) for k in shipped.knooppunten if k.aspect == aspect.slug) >= 4, aspect.slug


def test_what_leans_on_a_law_names_it_with_a_day_and_a_folder_of_before_may_do_without(
    shipped: Referentie, folder: Path
) -> None:
    sourced = [k for k in shipped.knooppunten if k.bron]
    assert len(sourced) >= 5 and all(k.nagekeken_op for k in sourced)
    path = folder / "knooppunten.csv"
    rows = list(csv.reader(path.read_text(encoding="utf-8-sig").splitlines(), delimiter=";"))
    kept = [i for i, name in enumerate(rows[0]) if name not in ("bron", "nagekeken_op")]
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, delimiter=";").writerows([[row[i] for i in kept] for row in rows])
    found = read_referentie(folder).knooppunten
    assert [k.slug for k in found] == [k.slug for k in shipped.knooppunten] and not any(k.bron for k in found)


def test_no_two_shipped_texts_are_the_same(shipped: Referentie) -> None:
    texts = [text for k in shipped.knooppunten for text in (k.doel, k.aanpak, k.tips, k.praktijkverhaal) if text]
    texts += shipped.kompas.vakuitleg.values()
    assert [text for text, n in Counter(texts).items() if n > 1] == []
    assert [titel for titel, n in Counter(k.titel for k in shipped.knooppunten).items() if n > 1] == []


def test_every_shipped_knooppunt_names_tips_and_parties(shipped: Referentie) -> None:
    assert [k.slug for k in shipped.knooppunten if not k.tips or not k.partijen] == []


def test_every_shipped_praktijkverhaal_is_about_the_fictitious_gemeente(shipped: Referentie) -> None:
    verhalen = [k.praktijkverhaal for k in shipped.knooppunten if k.praktijkverhaal]
    assert len(verhalen) >= 10
    assert [verhaal for verhaal in verhalen if "Zonnedaal" not in verhaal] == []


def test_only_titles_from_the_source_are_not_marked_as_our_own(shipped: Referentie) -> None:
    assert sum(not k.eigen for k in shipped.knooppunten) == TITLES_OF_THE_SOURCE
    sociaal = {a.slug for a in shipped.kompas.aspecten_van("sociaal-maatschappelijk")}
    assert {k.aspect for k in shipped.knooppunten if not k.eigen} <= sociaal


def test_short_labels_fit_in_a_narrow_sector(shipped: Referentie) -> None:
    kompas = shipped.kompas
    labels = [part.kort for part in (*kompas.fasen, *kompas.sporen, *kompas.aspecten)]
    assert [label for label in labels if len(label) > 14] == []


def test_the_shipped_files_open_in_a_spreadsheet_with_their_accents() -> None:
    assert [p.name for p in SHIPPED.glob("*.csv") if not p.read_bytes().startswith(b"\xef\xbb\xbf")] == []


# --- what a gemeente may do ---


def test_a_file_without_bom_and_with_windows_line_ends_reads_the_same(folder: Path, shipped: Referentie) -> None:
    for path in folder.glob("*.csv"):
        path.write_bytes(path.read_text(encoding="utf-8-sig").replace("\n", "\r\n").encode())
    assert read_referentie(folder) == shipped


def test_a_new_name_is_read(folder: Path) -> None:
    replace(folder, "fasen.csv", ";Uitvoering;Uitvoering;", ";Aan de slag;Aan de slag;")
    assert read_referentie(folder).kompas.fase["uitvoering"].naam == "Aan de slag"


def test_columns_may_stand_in_another_order(folder: Path) -> None:
    (folder / "belanghebbendetypen.csv").write_text(
        reorder((folder / "belanghebbendetypen.csv").read_text(encoding="utf-8-sig")), encoding="utf-8"
    )
    assert read_referentie(folder).typen[0].naam == "Bewonersgroep"


def reorder(text: str) -> str:
    """The same table with its columns the other way round (only for cells without quotes)."""
    return "\n".join(";".join(reversed(line.split(";"))) for line in text.splitlines())


def test_a_third_spoor_with_its_own_aspect_is_read_without_a_change_in_code(folder: Path) -> None:
    add_line(folder, "sporen.csv", "organisatie;3;Organisatie;Organisatie;Over het werk zelf.;eigen")
    add_line(folder, "aspecten.csv", "team-op-orde;7;organisatie;Team op orde;Team;Genoeg mensen.;eigen")
    fasen = [fase.slug for fase in read_referentie(SHIPPED).kompas.fasen]
    for fase in fasen:
        add_line(folder, "vakken.csv", f"{fase};team-op-orde;Zorg voor genoeg mensen.")
    vakken = list(read_referentie(folder).kompas.vakken())
    assert len(vakken) == 42
    assert vakken[6] == Vak("samen-starten", "team-op-orde")


def add_line(folder: Path, name: str, line: str) -> None:
    with (folder / name).open("a", encoding="utf-8") as file:
        file.write(line + "\n")


def test_order_follows_volgorde_and_then_the_place_in_the_file(folder: Path) -> None:
    replace(folder, "belanghebbendetypen.csv", "bronhouder;25;", "bronhouder;1;")
    assert [t.slug for t in read_referentie(folder).typen][:3] == ["bewonersgroep", "bronhouder", "bewonersinitiatief"]


def test_knooppunten_come_in_the_order_of_the_vakken_wherever_they_stand_in_the_file(folder: Path) -> None:
    add_line(folder, "knooppunten.csv", knooppunt(slug="helemaal-vooraan", volgorde="0"))
    assert read_referentie(folder).knooppunten[0].slug == "helemaal-vooraan"


def test_the_scales_keep_their_order(shipped: Referentie) -> None:
    levels = [s.slug for s in shipped.schalen if s.schaal == "participatieniveau"]
    assert levels == ["informeren", "raadplegen", "adviseren", "coproduceren", "meebeslissen"]


def test_markup_and_formulas_in_a_text_stay_text(folder: Path) -> None:
    strange = '=HYPERLINK("x") <b>*vet*</b> \u202eomgekeerd 🙂'
    replace(folder, "fasen.csv", "Je brengt de partijen bij elkaar", '"' + strange.replace('"', '""'))
    replace(folder, "fasen.csv", "welke rol heeft.", 'welke rol heeft."')
    assert read_referentie(folder).kompas.fase["samen-starten"].uitleg.startswith(strange)


def test_blank_lines_and_empty_rows_of_a_spreadsheet_are_skipped(folder: Path, shipped: Referentie) -> None:
    add_line(folder, "sporen.csv", "\n;;;;;\n")
    assert read_referentie(folder) == shipped


# --- what is wrong ---


def knooppunt(**cells: str) -> str:
    """One line for knooppunten.csv, right unless `cells` says otherwise."""
    row = {
        "slug": "proef",
        "fase": "samen-starten",
        "aspect": "bewoners-doen-mee",
        "volgorde": "9",
        "titel": "Proef",
        "doel": "Een doel.",
        "aanpak": "Een aanpak.",
        "tips": "",
        "praktijkverhaal": "",
        "partijen": "",
        "bestuurlijk_gevoelig": "nee",
        "herkomst": "eigen",
        "bron": "",
        "nagekeken_op": "",
    }
    return ";".join((row | cells).values())


NEXT = len((SHIPPED / "knooppunten.csv").read_text(encoding="utf-8-sig").splitlines()) + 1


@pytest.mark.parametrize(
    ("cells", "reason"),
    [
        ({"slug": "Proef 1"}, "slug 'Proef 1' mag alleen a-z, 0-9 en streepjes hebben, hoogstens 80"),
        ({"slug": "a" * 81}, f"slug '{'a' * 81}' mag alleen a-z, 0-9 en streepjes hebben, hoogstens 80"),
        ({"slug": "alle"}, "slug 'alle' is bezet: de software gebruikt dit woord zelf"),
        ({"slug": "alles"}, "slug 'alles' is bezet: de software gebruikt dit woord zelf"),
        ({"slug": "communicatieplan"}, "slug 'communicatieplan' staat ook al op regel 2"),
        ({"slug": ""}, "de cel 'slug' is leeg"),
        ({"doel": "  "}, "de cel 'doel' is leeg"),
        ({"titel": "t" * 201}, "de cel 'titel' is langer dan 200 tekens"),
        ({"fase": "fase-7"}, "fase 'fase-7' staat niet in fasen.csv"),
        ({"aspect": "dieren-doen-mee"}, "aspect 'dieren-doen-mee' staat niet in aspecten.csv"),
        ({"partijen": "vve|sterrenwacht"}, "partijen 'sterrenwacht' staat niet in belanghebbendetypen.csv"),
        ({"partijen": "vve|vve"}, "partijen 'vve' staat er meer dan eens"),
        ({"volgorde": "1,5"}, "volgorde '1,5' is geen geheel getal"),
        ({"volgorde": "²"}, "volgorde '²' is geen geheel getal"),
        ({"bestuurlijk_gevoelig": "misschien"}, "bestuurlijk_gevoelig 'misschien' moet 'ja' of 'nee' zijn"),
        ({"nagekeken_op": "morgen"}, "nagekeken_op 'morgen' is geen datum; schrijf haar als 2026-11-30"),
        ({"herkomst": "B"}, "herkomst 'B' moet 'bron' of 'eigen' zijn"),
        ({"herkomst": "eigen;te veel"}, "hier staan 15 cellen, terwijl er 14 kolommen zijn"),
    ],
)
def test_a_wrong_cell_is_told_with_file_line_and_reason(folder: Path, cells: dict[str, str], reason: str) -> None:
    add_line(folder, "knooppunten.csv", knooppunt(**cells))
    assert problems(folder) == (f"knooppunten.csv, regel {NEXT}: {reason}",)


@pytest.mark.parametrize(
    ("name", "old", "new", "expected"),
    [
        ("fasen.csv", "slug;nummer", "slug;getal", "fasen.csv, regel 1: de kolom 'nummer' ontbreekt"),
        ("fasen.csv", ";herkomst", ";herkomst;kleur", "fasen.csv, regel 1: de kolom 'kleur' is onbekend"),
        ("fasen.csv", "slug;nummer", "slug;slug;nummer", "fasen.csv, regel 1: de kolom 'slug' staat er meer dan eens"),
        (
            "fasen.csv",
            "karakteriseren;2;",
            "karakteriseren;1;",
            "fasen.csv, regel 3: nummer '1' staat ook al op regel 2",
        ),
        (
            "aspecten.csv",
            ";1;sociaal-",
            ";1;asociaal-",
            "aspecten.csv, regel 2: spoor 'asociaal-maatschappelijk' staat",
        ),
        (
            "vakken.csv",
            "samen-starten;zak",
            "starten;zak",
            "vakken.csv, regel 3: fase 'starten' staat niet in fasen.csv",
        ),
        (
            "schalen.csv",
            "vorm;overleg",
            "vormen;overleg",
            "schalen.csv, regel 28: schaal 'vormen' is onbekend; kies uit",
        ),
        (
            "schalen.csv",
            ";adviseren;",
            ";advies;",
            "schalen.csv: de waarde 'adviseren' van de schaal 'participatieniveau'",
        ),
        (
            "schalen.csv",
            ";weerstand;",
            ";tegen;",
            "schalen.csv: de waarde 'weerstand' van de schaal 'houding' ontbreekt",
        ),
        ("schalen.csv", ";nvt;", ";nvt2;", "schalen.csv: de waarde 'nvt' van de schaal 'knooppuntstatus' ontbreekt"),
        (
            "belanghebbendetypen.csv",
            "Wijkraad;bewoners",
            "Wijkraad;bewoner",
            "belanghebbendetypen.csv, regel 7: aspecten 'bewoner-",
        ),
        (
            "sporen.csv",
            "In dit spoor kijk je naar mensen",
            '"In',
            "sporen.csv, regel 2: de rij die hier begint is niet te",
        ),
    ],
)
def test_a_wrong_file_is_told_with_file_line_and_reason(
    folder: Path, name: str, old: str, new: str, expected: str
) -> None:
    replace(folder, name, old, new)
    assert any(problem.startswith(expected) for problem in problems(folder)), problems(folder)


def test_a_missing_file_is_one_problem_and_not_a_hundred(folder: Path) -> None:
    (folder / "fasen.csv").unlink()
    assert problems(folder) == ("fasen.csv: het bestand ontbreekt",)


def test_a_missing_folder_names_the_folder(tmp_path: Path) -> None:
    with pytest.raises(ReferentieFout, match="nergens"):
        read_referentie(tmp_path / "nergens")


@pytest.mark.parametrize(
    ("content", "reason"),
    [("", "het bestand is leeg"), ("slug;volgorde;naam;kort;uitleg;herkomst\n", "er staat niets onder de kolomnamen")],
)
def test_a_file_without_rows_is_told(folder: Path, content: str, reason: str) -> None:
    (folder / "sporen.csv").write_text(content, encoding="utf-8")
    assert problems(folder) == (f"sporen.csv: {reason}",)


def test_a_file_with_commas_says_to_use_semicolons(folder: Path) -> None:
    (folder / "sporen.csv").write_text("slug,volgorde,naam,kort,uitleg,herkomst\n", encoding="utf-8")
    assert problems(folder) == ("sporen.csv, regel 1: de kolommen zijn gescheiden door komma's; gebruik puntkomma's",)


def test_another_encoding_is_told_with_its_line(folder: Path) -> None:
    text = (folder / "fasen.csv").read_text(encoding="utf-8-sig")
    (folder / "fasen.csv").write_bytes(text.encode("cp1252"))
    (problem,) = problems(folder)
    assert problem.startswith("fasen.csv, regel 4: dit is geen UTF-8")


def test_a_missing_vak_is_told(folder: Path) -> None:
    lines = (folder / "vakken.csv").read_text(encoding="utf-8-sig").splitlines(keepends=True)
    (folder / "vakken.csv").write_text("".join(lines[:1] + lines[2:]), encoding="utf-8")
    expected = "vakken.csv: het vak met fase 'samen-starten' en aspect 'bewoners-doen-mee' ontbreekt"
    assert problems(folder) == (expected,)


def test_a_duplicate_vak_is_told(folder: Path) -> None:
    add_line(folder, "vakken.csv", "samen-starten;bewoners-doen-mee;Nog eens.")
    expected = "vakken.csv, regel 38: fase 'samen-starten' en aspect 'bewoners-doen-mee' staat ook al op regel 2"
    assert problems(folder) == (expected,)


def test_a_schaal_without_values_is_told(folder: Path) -> None:
    lines = (folder / "schalen.csv").read_text(encoding="utf-8-sig").splitlines(keepends=True)
    (folder / "schalen.csv").write_text("".join(x for x in lines if not x.startswith("vorm;")), encoding="utf-8")
    assert problems(folder) == ("schalen.csv: de schaal 'vorm' heeft geen waarden",)


def test_lines_are_counted_right_after_a_cell_with_newlines(folder: Path) -> None:
    add_line(folder, "knooppunten.csv", knooppunt(doel='"Eerste alinea.\n\nTweede alinea."'))
    add_line(folder, "knooppunten.csv", knooppunt(slug="fout", volgorde="x"))
    assert problems(folder) == (f"knooppunten.csv, regel {NEXT + 3}: volgorde 'x' is geen geheel getal",)


def test_all_problems_in_all_files_are_told_at_once_and_in_order(folder: Path) -> None:
    replace(folder, "fasen.csv", "uitvoering;6;", "uitvoering;zes;")
    add_line(folder, "knooppunten.csv", knooppunt(fase="fase-7", volgorde="x"))
    add_line(folder, "knooppunten.csv", knooppunt(herkomst=""))
    assert problems(folder) == (
        "fasen.csv, regel 7: nummer 'zes' is geen geheel getal",
        f"knooppunten.csv, regel {NEXT}: fase 'fase-7' staat niet in fasen.csv",
        f"knooppunten.csv, regel {NEXT}: volgorde 'x' is geen geheel getal",
        f"knooppunten.csv, regel {NEXT + 1}: de cel 'herkomst' is leeg",
        f"knooppunten.csv, regel {NEXT + 1}: slug 'proef' staat ook al op regel {NEXT}",
    )
