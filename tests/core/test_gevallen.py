"""Lists as programs and people make them: what is read from each, what is asked, and what is said about it.

Each input is small and stands for a kind: the same rules are asked of a list of any length.
"""

import csv
import io
import zipfile
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wijkkompas_core.bestanden.lezen import read_file
from wijkkompas_core.domain.uitwisseling import Toewijzing
from wijkkompas_core.uitwisseling.bekend import Bekend, BekendeRij, BekendeWijk
from wijkkompas_core.uitwisseling.plan import make_plan
from wijkkompas_core.uitwisseling.planrij import Plan, Status
from wijkkompas_core.uitwisseling.raden import guess
from wijkkompas_core.uitwisseling.tabel import find_table

METHOD = Path(__file__).parents[2] / "data" / "referentie"
BEWONERS, BETAALBAAR, NET = (
    "bewoners-doen-mee", "overstap-betaalbaar-en-financierbaar", "energienetwerk-betrouwbaar-en-fossielvrij",
)  # fmt: skip
FIRST, THIRD = "samen-starten", "strategieen-identificeren"
HEAD = "Wijk;Datum;Vorm;Aspecten;Belanghebbenden;Aantal deelnemers;Opbrengst\n"


def named(file: str, column: str = "naam") -> dict[str, str]:
    """Slug → name of a file of the method."""
    with (METHOD / file).open(encoding="utf-8-sig") as lines:
        return {row["slug"]: row[column] for row in csv.DictReader(lines, delimiter=";")}


def scales() -> dict[str, dict[str, str]]:
    found: dict[str, dict[str, str]] = {
        "fase": named("fasen.csv"),
        "aspect": named("aspecten.csv"),
        "type": named("belanghebbendetypen.csv"),
        "afspraakstatus": {"open": "Open", "klaar": "Klaar", "vervallen": "Vervallen"},
    }
    with (METHOD / "schalen.csv").open(encoding="utf-8-sig") as lines:
        for row in csv.DictReader(lines, delimiter=";"):
            found.setdefault(row["schaal"], {})[row["slug"]] = row["naam"]
    return found


def wijk(number: int, slug: str, naam: str, code: str = "") -> BekendeWijk:
    fasen = ((FIRST, date(2024, 1, 1), date(2025, 1, 1)), (THIRD, date(2025, 1, 1), None))
    partijen = {"wijkraad zonnehoek": (1, "Wijkraad Zonnehoek"), "vve goudblad": (2, "VvE Goudblad")}
    return BekendeWijk(number, slug, naam, date(2023, 1, 1), code, fasen, {7: "Tess"}, partijen if number == 1 else {})


BEKEND = Bekend(
    "contactmomenten",
    date(2026, 11, 30),
    {1: wijk(1, "zonnehoek", "Zonnehoek"), 2: wijk(2, "kern", "Kern", "WK990001"), 3: wijk(3, "kern-2", "Kern")},
    scales(),
    {"aspect": named("aspecten.csv", "kort"), "fase": named("fasen.csv", "kort")},
)


def plan_of(content: str | bytes, bekend: Bekend = BEKEND, **choices: Any) -> Plan:
    """What would come of a file as it is guessed; the wijk is Zonnehoek when the file names none."""
    tabel = find_table(read_file(content.encode() if isinstance(content, str) else content).bladen[0])
    found = guess(tabel, bekend)
    if "wijk" not in found.kolommen:
        found = replace(found, vast={"wijk": "zonnehoek"})
    return make_plan(tabel, replace(found, **choices), bekend)


def values(plan: Plan, naam: str) -> list[object]:
    """The values of a field in every row, an error as its sentence."""
    return [(rij.fouten or {}).get(naam, rij.waarden.get(naam)) for rij in plan.rijen]


def said(plan: Plan) -> dict[str, str]:
    return {one.sleutel: one.zin for one in plan.opvallend}


def row(
    wijk: str = "Zonnehoek", datum: str = "07-03-2024", vorm: str = "overleg", over: str = "Bewoners", wie="", n="5"
):
    return f"{wijk};{datum};{vorm};{over};{wie};{n};tekst\n"


@pytest.mark.parametrize(
    "line",
    [
        row(datum="\u200e07-03-2024"), row(datum="07\u201003\u20102024"), row(datum="07\u00a0maart\u00a02024"),
        row(wijk="\u200bZonne\u00adhoek\ufeff"), row(vorm="over\u00adleg\u200b"), row(over="Bewo\u00adners\u2060"),
        row(n="5\u200b"), row(datum="2024-03-06T23:30:00Z"), row(datum="7-3-2024 7:30 PM"), row(n="ca. 5"),
        row(wijk="ZONNEHOEK"), row(vorm="Overleg - vervolg"), row(vorm="overleg (2e keer)"),
    ],
)  # fmt: skip
def test_what_does_not_show_or_is_written_otherwise_makes_no_other_row(line: str) -> None:
    (rij,) = plan_of(HEAD + line).rijen
    assert rij.status is Status.NIEUW
    assert rij.waarden["datum"] == date(2024, 3, 7) and rij.waarden["fase"] == FIRST
    assert (rij.wijk, rij.waarden["vorm"], rij.waarden["aspecten"]) == (1, "overleg", (BEWONERS,))
    assert rij.waarden["aantal_deelnemers"] == 5


@pytest.mark.parametrize("nothing", ["-", "\u2014", "?", "...", "*", "/", "(leeg)", "nvt", "NULL", "n.v.t.", "#N/B"])
def test_a_placeholder_is_empty_and_matches_nothing(nothing: str) -> None:
    plan = plan_of(HEAD + row(wijk=nothing) + row(wie=nothing, n=nothing) + row(datum=nothing))
    assert [rij.status for rij in plan.rijen] == [Status.FOUT, Status.NIEUW, Status.FOUT]
    assert plan.rijen[0].fouten == {"wijk": "Kies een wijk."} and plan.onbekend == ()
    fixed = plan_of(HEAD + row(wijk=nothing), vast={"wijk": "kern-2"})
    assert fixed.rijen[0].wijk == 3


@pytest.mark.parametrize(
    ("cell", "meant"),
    [
        ("Overstap is betaalbaar en financierbaar, Bewoners doen mee", {BETAALBAAR, BEWONERS}),
        ("Energienetwerk is betrouwbaar en fossielvrij en Bewoners doen mee", {NET, BEWONERS}),
        ('"Overstap is betaalbaar en financierbaar\nBewoners doen mee"', {BETAALBAAR, BEWONERS}),
        ('"Bewoners;#Betaalbaar"', {BETAALBAAR, BEWONERS}),
        ('"[""Bewoners"",""Betaalbaar""]"', {BETAALBAAR, BEWONERS}),
        ("Bewoners / Betaalbaar", {BETAALBAAR, BEWONERS}),
        ('"Bewoners;Betaalbaar;"', {BETAALBAAR, BEWONERS}),
    ],
)
def test_our_own_names_are_known_first_and_lists_of_programs_are_lists(cell: str, meant: set[str]) -> None:
    assert set(plan_of(HEAD + row(over=cell)).rijen[0].waarden["aspecten"]) == meant


def test_a_looked_up_list_of_sharepoint_holds_names_and_no_numbers() -> None:
    plan = plan_of(HEAD + row(wie='"Wijkraad Zonnehoek;#3;#VvE Goudblad;#7"'))
    assert values(plan, "belanghebbenden") == [("vve goudblad", "wijkraad zonnehoek")]


@pytest.mark.parametrize("heading", ["Kwartaal", "Uren", "Nr", "Score", "Einddatum", "Cijfer (1-5)"])
def test_a_column_is_not_taken_for_a_fase_because_it_holds_numbers(heading: str) -> None:
    cells = ("3/7/2024", "4/7/2024") if heading == "Einddatum" else ("4", "2")
    lines = "".join(f"{cell};Zonnehoek;05-05-2026;overleg;Bewoners\n" for cell in cells)
    plan = plan_of(f"{heading};Wijk;Datum;Vorm;Aspecten\n{lines}")
    assert values(plan, "fase") == [THIRD, THIRD] and not plan.opvallend


def test_a_column_that_is_known_by_its_contents_alone_is_said() -> None:
    plan = plan_of(
        "Kop 1;Datum;Vorm;Aspecten\nZonnehoek;05-05-2026;overleg;Bewoners\nKern;06-05-2026;overleg;Bewoners\n"
    )
    assert said(plan)["inhoud:wijk"] == "1 kolom is alleen aan haar inhoud herkend: Kop 1 als wijk."


def test_a_foreign_number_is_no_kenmerk_of_ours() -> None:
    form = "Id;Wijk;Datum;Vorm;Aspecten;Opbrengst\n1;Zonnehoek;01-03-2024;overleg;Bewoners;Eerst\n"
    there = BekendeRij(5, 1, "1", 1, dict(plan_of(form).rijen[0].waarden))
    later = form.replace("01-03-2024", "11-09-2025").replace("Eerst", "Later")
    plan = plan_of(later, replace(BEKEND, rijen=(there,)))
    assert plan.rijen[0].status is Status.NIEUW and "niet van ons" in said(plan)["vreemd:kenmerk"]


def test_a_kenmerk_of_ours_before_quite_another_record_is_asked() -> None:
    ours = "Kenmerk;Wijk;Datum;Vorm;Aspecten;Opbrengst\nc5-0123abcd;Zonnehoek;01-03-2024;overleg;Bewoners;Eerst\n"
    there = BekendeRij(5, 1, "c5-0123abcd", 1, dict(plan_of(ours).rijen[0].waarden))
    bekend = replace(BEKEND, rijen=(there,))
    other = "Kenmerk;Wijk;Datum;Vorm;Aspecten;Opbrengst\nc5-0123abcd;Zonnehoek;02-04-2025;enquête;Betaalbaar;Ander\n"
    assert plan_of(other, bekend).rijen[0].status is Status.NIEUW
    assert "elk veld is anders" in said(plan_of(other, bekend))["alles-anders"]
    assert plan_of(other, bekend, keuzes={"alles-anders": "wijzig"}).rijen[0].status is Status.GEWIJZIGD
    assert plan_of(ours.replace("Eerst", "Anders"), bekend).rijen[0].status is Status.GEWIJZIGD


def test_a_name_of_several_wijken_is_asked_and_a_code_tells_which() -> None:
    lines = "".join(row(wijk=naam) for naam in ("Kern", "WK990001", "kern-2", "Kern (kern-2)", "Kern (WK990001)"))
    plan = plan_of(HEAD + lines)
    assert "2 wijken heten zo" in str(values(plan, "wijk")[0])
    assert [rij.wijk for rij in plan.rijen[1:]] == [2, 3, 3, 2]


def test_an_optional_cell_that_cannot_be_read_is_kept_as_a_remark() -> None:
    line = row(wie="Wijkraad Zonnehoek, Club X", n="Jan en Fatima")
    plan = plan_of(HEAD + line)
    (rij,) = plan.rijen
    assert rij.status is Status.NIEUW and rij.waarden["aantal_deelnemers"] is None
    assert rij.waarden["belanghebbenden"] == ("wijkraad zonnehoek",)
    assert rij.waarden["opbrengst"].splitlines() == [
        "tekst", "Belanghebbenden: Wijkraad Zonnehoek, Club X", "Aantal deelnemers: Jan en Fatima",
    ]  # fmt: skip
    left = plan_of(HEAD + line, keuzes={"opmerking:aantal_deelnemers": "weg"})
    assert "Jan" not in left.rijen[0].waarden["opbrengst"]
    again = plan_of(HEAD + line, replace(BEKEND, rijen=(BekendeRij(1, 1, "", 1, dict(rij.waarden)),)))
    assert again.rijen[0].status is Status.GELIJK


def test_the_fase_follows_from_the_date_and_one_that_contradicts_it_is_pointed_out() -> None:
    head = "Datum;Fase;Vorm;Aspecten\n"
    plan = plan_of(head + "01-03-2024;;overleg;Bewoners\n01-03-2024;fase 3;overleg;Betaalbaar\n")
    assert values(plan, "fase") == [FIRST, THIRD] and "andere fase" in said(plan)["fase:fase"]
    by_date = plan_of(head + "01-03-2024;fase 3;overleg;Betaalbaar\n", keuzes={"fase:fase": "datum"})
    assert values(by_date, "fase") == [FIRST]
    before = plan_of(head + "01-03-2023;;overleg;Bewoners\n", vast={"wijk": "zonnehoek", "fase": THIRD})
    assert values(before, "fase") == [THIRD]
    assert "geen fase open" in str(values(plan_of(head + "01-03-2023;;overleg;Bewoners\n"), "fase")[0])


def test_totals_are_skipped_with_their_text_and_names_that_look_like_one_are_not() -> None:
    words = ("Eindtotaal", "Totaal 2024", "Som", "Gemiddelde", "Total", "Aantal: 1", "Subtotaal")
    plan = plan_of(HEAD + row() + "".join(f"{word};;;;;5;\n" for word in words))
    assert len(plan.rijen) == 1 and said(plan)["totaal"].startswith("7 rijen") and "Eindtotaal" in said(plan)["totaal"]
    names = ("Totaal Installaties BV;Installateur", "Totaalwonen;Woningcorporatie", "Bron: wijkraad;Wijkraad")
    register = plan_of("Naam;Soort\n" + "\n".join(names), replace(BEKEND, lijst="belanghebbenden"))
    assert values(register, "naam") == [line.split(";")[0] for line in names]
    kept = plan_of(
        "Naam;Soort\nVvE A;VvE\nTotaal;\n", replace(BEKEND, lijst="belanghebbenden"), keuzes={"totaal": "mee"}
    )
    assert values(kept, "naam") == ["VvE A", "Totaal"]


def test_a_quotation_mark_that_is_never_closed_does_not_swallow_rows() -> None:
    lines = "".join(f"Zonnehoek;{day:02}-03-2024;overleg;Bewoners;;5;regel {day}\n" for day in range(2, 29))
    content = HEAD + 'Zonnehoek;01-03-2024;overleg;Bewoners;;5;"Goed ""gesprek\n' + lines
    assert len(plan_of(content).rijen) == 28
    assert any("nooit" in note or "niet gesloten" in note for note in read_file(content.encode()).opmerkingen)


def test_lines_within_a_cell_stay_lines() -> None:
    plan = plan_of(HEAD + row().replace("tekst", "een\vtwee\fdrie"))
    assert values(plan, "opbrengst") == ["een\ntwee\ndrie"]


def test_a_table_drawn_with_bars_is_a_table() -> None:
    plan = plan_of(
        "| Wijk | Datum | Vorm | Aspecten |\n|---|:--|--:|---|\n| Zonnehoek | 07-03-2024 | overleg | Bewoners |\n"
    )
    assert values(plan, "datum") == [date(2024, 3, 7)] and plan.aantallen == {Status.NIEUW: 1}


def sheet(*rows: str, name: str = "Blad 1", slash: str = "/") -> bytes:
    """An XLSX whose sheet holds these rows of XML, with the names in the archive parted by `slash`."""
    head = '<row r="1">' + "".join(
        f'<c r="{"ABCDE"[n]}1" t="inlineStr"><is><t>{title}</t></is></c>'
        for n, title in enumerate(("Wijk", "Datum", "Vorm", "Aspecten", "Opbrengst"))
    )
    parts = {
        "[Content_Types].xml": TYPES,
        "_rels/.rels": RELATIONS.format("officeDocument", "xl/workbook.xml"),
        "xl/_rels/workbook.xml.rels": RELATIONS.format("worksheet", "worksheets/sheet1.xml"),
        "xl/workbook.xml": f'<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}"><sheets>'
        f'<sheet name="{name}" sheetId="1" r:id="rId1"/></sheets></workbook>',
        "xl/worksheets/sheet1.xml": f'<worksheet xmlns="{MAIN}"><sheetData>{head}</row>'
        f"{''.join(rows)}</sheetData></worksheet>",
    }
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        for path, xml in parts.items():
            archive.writestr(path.replace("/", slash), xml)
    return file.getvalue()


MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
RELATIONS = (
    f'<Relationships xmlns="{PACKAGE}/relationships">'
    f'<Relationship Id="rId1" Type="{OFFICE}/{{}}" Target="{{}}"/></Relationships>'
)
TYPES = f'<Types xmlns="{PACKAGE}/content-types"><Default Extension="xml" ContentType="application/xml"/></Types>'


def line(number: int, *, hidden: bool = False, about: str = "", text: str = "x") -> str:
    """A row of XML; `about` takes the place of its aspecten."""
    values = ("Zonnehoek", f"0{number}-03-2024", "overleg", "Bewoners", text)
    cells = [f'<c r="{"ABCDE"[n]}{number}" t="inlineStr"><is><t>{v}</t></is></c>' for n, v in enumerate(values)]
    if about:
        cells[4] = about.format(f"E{number}")
    return f'<row r="{number}"{" hidden=" + chr(34) + "1" + chr(34) if hidden else ""}>{"".join(cells)}</row>'


def test_rows_that_are_hidden_or_filtered_away_are_said_and_can_be_left_out() -> None:
    file = sheet(line(2), line(3, hidden=True), line(4, hidden=True))
    assert said(plan_of(file))["verborgen"].startswith("2 rijen") and len(plan_of(file).rijen) == 3
    assert len(plan_of(file, keuzes={"verborgen": "weg"}).rijen) == 1


def test_a_cell_with_an_error_and_a_formula_without_an_outcome_are_said() -> None:
    wrong = '<c r="{}" t="e"><f>A1/0</f><v>#DIV/0!</v></c>'
    empty = '<c r="{}"><f>TODAY()</f><v/></c>'
    right = '<c r="{}"><f>1+1</f><v>2</v></c>'
    plan = plan_of(sheet(line(2, about=wrong), line(3, about=empty), line(4, about=right)))
    assert "#DIV/0!" in said(plan)["foutcel:Opbrengst"] and said(plan)["formule"].startswith("1 formule")
    assert [rij.waarden["opbrengst"] for rij in plan.rijen] == ["", "", "2"]


def test_an_archive_with_names_as_windows_writes_them_is_read() -> None:
    assert len(plan_of(sheet(line(2), line(3), slash="\\")).rijen) == 2


def test_what_a_pivot_table_does_not_repeat_is_filled_in_from_above() -> None:
    lines = "2024;Zonnehoek;01-03-2024;overleg;Bewoners\n;;02-03-2024;overleg;Betaalbaar\nEindtotaal;;;;\n"
    plan = plan_of("Rijlabels;Wijk;Datum;Vorm;Aspecten\n" + lines)
    assert [rij.wijk for rij in plan.rijen] == [1, 1] and plan.aantallen == {Status.NIEUW: 2}


ORGANISATIONS = {
    "Winkeliersvereniging Plein": ("winkeliersver. Plein", "WV Plein"),
    "Liander Netbeheer": ("Liander (net)", "liander"),
    "Warmtehuis Daal BV": ("WarmteHuis B.V.", "Warmtehuis"),
    "Huurdersraad Goudwoon": ("HR Goudwoon", "huurdersraad"),
    "Goudwoon": ("Goudwoon (corp.)", "woningcorporatie Goudwoon"),
    "Gemeenteraad": ("de raad", "raad"),
    "VvE Beukenlaan": ("vve Beukenlaan 2-40", "VvE Beukenl."),
    "Basisschool De Brug": ("De Brug", "basisschool de brug"),
}


def test_spellings_of_one_organisation_are_one_question_and_nothing_is_filled_in() -> None:
    words = [word for naam, others in ORGANISATIONS.items() for word in (naam, *others)]
    plan = plan_of(HEAD + "".join(row(datum=f"{1 + n % 28:02}-03-2024", wie=word) for n, word in enumerate(words)))
    assert {one.woord for one in plan.onbekend} == set(ORGANISATIONS)
    assert all(not one.zeker and one.voorstel.startswith("nieuw:") for one in plan.onbekend)
    assert plan.nieuwe_partijen == {}
    woorden = {"belanghebbenden": {key: one.voorstel for one in plan.onbekend for key in one.sleutels}}
    answered = plan_of(
        HEAD + "".join(row(datum=f"{1 + n % 28:02}-03-2024", wie=word) for n, word in enumerate(words)), woorden=woorden
    )
    assert {naam for naam, _ in answered.nieuwe_partijen.values()} == set(ORGANISATIONS) and not answered.onbekend


def test_names_that_only_look_alike_are_asked_apart() -> None:
    words = ("VvE Weg 1-11", "VvE Weg 12-48", "Bewoners Noord", "Bewoners Zuid", "Huurdersraad Liander", "Liander")
    plan = plan_of(HEAD + "".join(row(datum=f"0{1 + n}-03-2024", wie=word) for n, word in enumerate(words)))
    assert {one.woord for one in plan.onbekend} == set(words)


@pytest.mark.parametrize(
    ("word", "sure", "proposed"),
    [
        ("warmtenet", "", NET), ("besluit wijkuitvoeringsplan", "", "besluitvorming-zorgvuldig-en-transparant"),
        ("Bewnoers doen mee", BEWONERS, BEWONERS), ("wijkschouw", "", ""), ("draagvlak voor subsidie", "", ""),
    ],
)  # fmt: skip
def test_only_a_typing_error_is_filled_in_and_what_points_to_one_aspect_is_proposed(
    word: str, sure: str, proposed: str
) -> None:
    (asked,) = plan_of(HEAD + row(over=word)).onbekend
    assert (asked.zeker, asked.voorstel) == (sure, proposed)


@pytest.mark.parametrize(
    ("word", "sure"), [("telefonisch", "overleg"), ("mail", ""), ("rondrit", ""), ("teams", "overleg")]
)
def test_a_vorm_is_filled_in_only_when_it_is_known(word: str, sure: str) -> None:
    (asked,) = plan_of(HEAD + row(vorm=word)).onbekend
    assert asked.zeker == sure and not {slug for slug, _ in asked.suggesties} & {"inloopspreekuur"}


FIELDS = ("over", "vorm", "wie", "n")


@given(
    st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cs")), min_size=1, max_size=30),
    st.sampled_from(FIELDS),
)
def test_an_unknown_word_never_changes_a_figure_without_a_choice(word: str, field: str) -> None:
    line = row(**{field: '"' + word.replace('"', "") + '"'})
    plan = plan_of(HEAD + row(datum="08-03-2024") + line)
    if plan.onbekend and len(plan.rijen) == 2:
        rij = plan.rijen[1]
        assert rij.status is Status.FOUT or field == "wie"
        assert not {p for p in rij.waarden.get("belanghebbenden", ()) if p not in BEKEND.wijken[1].partijen}
    assert plan.nieuwe_partijen == {}


def test_choices_about_what_stands_out_come_back_with_the_mapping() -> None:
    one = Toewijzing("contactmomenten", keuzes={"week:datum": "weg"})
    assert Toewijzing.from_dict(one.as_dict()) == one
    weeks = plan_of(HEAD + row(datum="week 13 2024"), keuzes=one.keuzes)
    assert "een week, geen dag" in str(values(weeks, "datum")[0])
    assert values(plan_of(HEAD + row(datum="week 13 2024")), "datum") == [date(2024, 3, 25)]
