"""Files that are written: they open in other programs, mean the same there, and harm nobody."""

import csv
import io
import zipfile
from datetime import UTC, date, datetime
from typing import Any

import openpyxl
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from python_calamine import CalamineWorkbook

from wijkkompas_core.bestanden.cellen import join_list, split_list
from wijkkompas_core.bestanden.csv_schrijven import write_csv
from wijkkompas_core.bestanden.formules import harmless, unharmed
from wijkkompas_core.bestanden.ods_schrijven import write_ods
from wijkkompas_core.bestanden.schrijven import Formaat, write
from wijkkompas_core.bestanden.toelichting import MARK
from wijkkompas_core.bestanden.werkboek import Blad, Kolom, Soort, Werkboek, blad_from, sheet_names
from wijkkompas_core.bestanden.xlsx_schrijven import MAX_CELL, write_xlsx
from wijkkompas_core.domain.tijd import AMSTERDAM
from wijkkompas_core.errors import InvalidInput

MADE = datetime(2026, 3, 6, 0, 30, tzinfo=AMSTERDAM).astimezone(UTC)  # there still the day before
KOLOMMEN = (
    Kolom("datum", "Datum", Soort.DATUM, uitleg="De dag waarop het was."),
    Kolom("wat", "Opbrengst", uitleg="Wat het opleverde."),
    Kolom("n", "Aantal deelnemers", Soort.GEHEEL, eenheid="mensen"),
    Kolom("balans", "Balans", Soort.GETAL, uitleg="(A − B) / (A + B + 2κ)"),
    Kolom("wie", "Belanghebbenden", Soort.LIJST),
    Kolom("tafel", "Aan tafel", Soort.JA_NEE),
    Kolom("op", "Ingevoerd op", Soort.MOMENT),
)
ROWS: list[dict[str, Any]] = [
    {
        "datum": date(2024, 3, 1),
        "wat": '=HYPERLINK("http://kwaad")',
        "n": 1250,
        "balans": -0.25,
        "wie": ("VvE Noord", "Bewoners; hoek"),
        "tafel": True,
        "op": MADE,
    },
    {"datum": None, "wat": "twee\nregels  & <b>", "n": None, "balans": 0.5, "wie": (), "tafel": False, "op": None},
]


def werkboek(rows: list[dict[str, Any]] = ROWS) -> Werkboek:
    tabel = pd.DataFrame(rows, columns=[k.naam for k in KOLOMMEN], dtype=object)
    return Werkboek(
        titel="Contactmomenten van Lindenhof",
        bladen=(Blad("Contactmomenten", tabel, KOLOMMEN),),
        gemaakt_op=MADE,
        filters=(("Wijk", "Lindenhof"), ("Periode", "vanaf 01-01-2024")),
        peildatum=date(2026, 3, 1),
        auteur="Sanne de Vries",
        aantal="2 contactmomenten",
        betrouwbaarheid="80% binnen 14 dagen vastgelegd",
        adres="https://wijkkompas.example/logboek?wijk=lindenhof",
    )


def opened(content: bytes) -> CalamineWorkbook:
    return CalamineWorkbook.from_filelike(io.BytesIO(content))


def test_dutch_csv_opens_right_in_a_dutch_excel() -> None:
    content = write_csv(werkboek().bladen[0])
    assert content.startswith(b"\xef\xbb\xbfDatum;Opbrengst;Aantal deelnemers;Balans;")
    first, second = list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"), newline=""), delimiter=";"))
    assert first["Datum"] == "01-03-2024"
    assert first["Balans"] == "-0,25"
    assert first["Aantal deelnemers"] == "1250"
    assert first["Ingevoerd op"] == "06-03-2026 00:30"
    assert (first["Aan tafel"], second["Aan tafel"]) == ("ja", "nee")
    assert second["Datum"] == second["Aantal deelnemers"] == ""
    assert second["Opbrengst"] == "twee\nregels  & <b>"


def test_iso_csv_is_what_programs_expect() -> None:
    content = write_csv(werkboek().bladen[0], iso=True)
    assert not content.startswith(b"\xef\xbb\xbf")
    first = next(csv.DictReader(io.StringIO(content.decode("utf-8"), newline="")))
    assert (first["Datum"], first["Balans"], first["Ingevoerd op"]) == ("2024-03-01", "-0.25", "2026-03-06T00:30:00")


def test_large_and_small_numbers_are_written_out_in_full() -> None:
    numbers = blad_from("x", pd.DataFrame({"getal": [1234567.25, 0.0000012, 1e15, float("nan")]}))
    assert write_csv(numbers).decode("utf-8-sig").split("\r\n")[1:5] == [
        "1234567,25",
        "0,0000012",
        "1000000000000000",
        '""',
    ]


@pytest.mark.parametrize("formaat", [Formaat.XLSX, Formaat.ODS])
def test_a_spreadsheet_has_real_dates_and_numbers(formaat: Formaat) -> None:
    book = opened(write(werkboek(), formaat, "lijst").inhoud)
    assert book.sheet_names == ["Contactmomenten", "Uitleg", "Over dit bestand"]
    head, first, second = book.get_sheet_by_name("Contactmomenten").to_python()
    assert head == [k.titel for k in KOLOMMEN]
    assert first[0] == date(2024, 3, 1)
    assert first[2:4] == [1250, -0.25]
    assert first[4] == 'VvE Noord; "Bewoners; hoek"'
    assert first[5:] == ["ja", datetime(2026, 3, 6, 0, 30)]
    assert second[1] == "twee\nregels  & <b>"
    assert second[0] == second[2] == second[6] == ""


@pytest.mark.parametrize("formaat", [Formaat.XLSX, Formaat.ODS])
def test_a_spreadsheet_explains_itself(formaat: Formaat) -> None:
    book = opened(write(werkboek(), formaat, "lijst").inhoud)
    explained = book.get_sheet_by_name("Uitleg").to_python()
    assert ["Contactmomenten", "Aantal deelnemers", "geheel getal", "mensen", ""] in explained
    assert ["Contactmomenten", "Balans", "getal", "", "(A − B) / (A + B + 2κ)"] in explained
    told = {row[0]: row[1] for row in book.get_sheet_by_name("Over dit bestand").to_python()}
    assert told["Filter: Wijk"] == "Lindenhof"
    assert told["Peildatum"] == "01-03-2026"
    assert told["Gemaakt door"] == "Sanne de Vries"
    assert told["Gemaakt op"] == "06-03-2026 00:30"
    assert told["Betrouwbaarheid van de gegevens"] == "80% binnen 14 dagen vastgelegd"


def test_openpyxl_sees_a_fixed_header_filters_and_no_formula() -> None:
    book = openpyxl.load_workbook(io.BytesIO(write_xlsx(werkboek())))
    sheet = book["Contactmomenten"]
    assert sheet.freeze_panes == "A2"
    assert sheet.auto_filter.ref == "A1:G3"
    assert sheet["A2"].is_date and sheet["A2"].number_format == "dd-mm-yyyy"
    assert {cell.data_type for row in sheet.iter_rows() for cell in row} <= {"s", "n", "d"}
    assert sheet["B2"].value == '\'=HYPERLINK("http://kwaad")'
    assert all((sheet.column_dimensions[letter].width or 0) >= 9 for letter in "ABCDEFG")
    assert book.properties.title == "Contactmomenten van Lindenhof"


def test_a_text_too_long_for_excel_is_cut_and_the_file_says_so() -> None:
    long = [{**ROWS[1], "wat": "é" * (MAX_CELL + 1)}]
    book = opened(write_xlsx(werkboek(long)))
    text = book.get_sheet_by_name("Contactmomenten").to_python()[1][1]
    assert len(text) == MAX_CELL and text.endswith(MARK)
    assert any("1 tekst" in row[1] for row in book.get_sheet_by_name("Over dit bestand").to_python())
    assert opened(write_ods(werkboek(long))).get_sheet_by_name("Contactmomenten").to_python()[1][1] == long[0]["wat"]


def test_a_list_too_long_for_a_sheet_is_refused_before_it_is_written() -> None:
    blad = Blad("Rijen", pd.DataFrame({"n": range(1_048_576)}), (Kolom("n", "N", Soort.GEHEEL),))
    for make in (write_xlsx, write_ods):
        with pytest.raises(InvalidInput, match=r"1\.048\.576"):
            make(Werkboek("x", (blad,), MADE))


def test_an_empty_list_is_a_file_with_a_header() -> None:
    for formaat in (Formaat.XLSX, Formaat.ODS):
        assert opened(write(werkboek([]), formaat, "leeg").inhoud).get_sheet_by_name("Contactmomenten").to_python() == [
            [k.titel for k in KOLOMMEN]
        ]


def test_sheet_names_fit_every_program() -> None:
    bladen = [Blad(name, pd.DataFrame(), ()) for name in ("Uitleg", "A/B: [c]?*\\", "x" * 40, "X" * 40, "''", "")]
    names = sheet_names(bladen)
    assert names == ["Uitleg 2", "A B   c", "x" * 31, "X" * 29 + " 2", "Blad", "Blad 2"]


def test_a_zip_holds_every_sheet_and_the_explanation() -> None:
    file = write(werkboek(), Formaat.ZIP, "lijst")
    with zipfile.ZipFile(io.BytesIO(file.inhoud)) as archive:
        assert archive.namelist() == ["Contactmomenten.csv", "Uitleg.csv", "Over dit bestand.csv"]
        assert "Sanne de Vries" in archive.read("Over dit bestand.csv").decode("utf-8-sig")
    assert (file.naam, file.mime) == ("lijst.zip", "application/zip")


def test_the_mimetype_of_an_ods_comes_first_and_is_not_compressed() -> None:
    with zipfile.ZipFile(io.BytesIO(write_ods(werkboek()))) as archive:
        first = archive.infolist()[0]
        assert (first.filename, first.compress_type) == ("mimetype", zipfile.ZIP_STORED)


@pytest.mark.parametrize("text", ["=1+1", "+31 6", "-5 graden", "@naam", "\tx", "\rx", "'=1", "''-x", "'", "'gewoon"])
def test_a_formula_is_made_harmless_and_comes_back(text: str) -> None:
    assert harmless(text)[0] not in "=+-@\t\r"
    assert unharmed(harmless(text)) == text


@given(st.text())
def test_any_text_comes_back_as_it_was(text: str) -> None:
    assert harmless(text)[:1] not in {*"=+-@\t\r\n"}
    assert unharmed(harmless(text)) == text


values = st.text(min_size=1).map(str.strip).filter(bool)


@given(st.lists(values, unique=True))
def test_a_list_in_a_cell_comes_back_as_it_was(items: list[str]) -> None:
    assert split_list(join_list(items)) == items


printable = st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cs", "Cn", "Co")), max_size=60)


@settings(deadline=None, max_examples=40)
@given(st.lists(st.tuples(printable, st.integers(-(10**9), 10**9), st.dates(date(1900, 3, 1))), max_size=5))
def test_texts_numbers_and_dates_survive_every_format(rows: list[tuple[str, int, date]]) -> None:
    tabel = pd.DataFrame(rows, columns=["t", "n", "d"], dtype=object)
    blad = Blad("B", tabel, (Kolom("t", "T"), Kolom("n", "N", Soort.GEHEEL), Kolom("d", "D", Soort.DATUM)))
    for make in (write_xlsx, write_ods):
        read = opened(make(Werkboek("x", (blad,), MADE))).get_sheet_by_name("B").to_python()[1:]
        assert [(unharmed(t), int(n), d) for t, n, d in read] == rows
    content = write_csv(blad).decode("utf-8-sig")
    written = list(csv.reader(io.StringIO(content, newline=""), delimiter=";"))[1:]
    assert [(unharmed(t), int(n), datetime.strptime(d, "%d-%m-%Y").date()) for t, n, d in written] == rows
