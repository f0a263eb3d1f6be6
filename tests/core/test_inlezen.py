"""A corpus of files as they come: what is read from each, or which sentence its user gets."""

import re
from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.core import bestanden_maken as maak
from tests.core.bestanden_maken import DAY, HEAD, ROWS, text, xlsx
from wijkkompas_core.bestanden.datums import Datumsoort, Unreadable, month_first, parse_date, read_date
from wijkkompas_core.bestanden.inhoud import MAX_BYTES, Ingelezenblad
from wijkkompas_core.bestanden.lezen import read_file
from wijkkompas_core.bestanden.tekst_lezen import read_pasted, sniff
from wijkkompas_core.bestanden.waarden import as_text, is_nothing, parse_number, parse_whole, parse_yes
from wijkkompas_core.errors import InvalidInput
from wijkkompas_core.uitwisseling.tabel import find_table

READ = [[as_text(cell) for cell in row] for row in ROWS]
"""What every good file below holds, as text."""


def on(book: Any) -> Any:
    return book.worksheets[0]


def merged(book: Any) -> None:
    sheet = on(book)
    sheet.delete_rows(2, 5)
    for row in (["1-3-2024", "overleg", "4"], [None, "enquête", "12"]):
        sheet.append(row)
    sheet.merge_cells("A2:A3")


def with_title(book: Any) -> None:
    sheet = on(book)
    sheet.insert_rows(1, 3)
    sheet["A1"] = "Contacten wijk Noord"
    sheet.merge_cells("A1:C1")


def hidden(book: Any) -> None:
    extra = book.create_sheet("Geheim", 0)
    extra.append(["a", "b"])
    extra.append([1, 2])
    extra.sheet_state = "hidden"


def very_hidden(book: Any) -> None:
    hidden(book)
    book.worksheets[0].sheet_state = "veryHidden"


def empty_first(book: Any) -> None:
    book.create_sheet("Leeg", 0)


def footer(book: Any) -> None:
    on(book).append([])
    on(book).append(["Totaal", None, "16"])
    on(book).append(["Bron: projectteam"])


def gaps(book: Any) -> None:
    on(book).insert_rows(3)
    on(book).append([None, "  ", None])


def empty_column(book: Any) -> None:
    on(book).insert_cols(2)


def formulas(book: Any) -> None:
    on(book)["D1"] = "Som"
    on(book)["D2"] = "=1+1"


def comments(book: Any) -> None:
    on(book)["A2"].comment = openpyxl.comments.Comment("let op", "ik")
    on(book)["A2"].hyperlink = "https://example.org"


BOM = b"\xef\xbb\xbf"
GOOD: dict[str, Callable[[], bytes]] = {
    "puntkomma utf-8": lambda: text().encode(),
    "puntkomma utf-8 met bom": lambda: BOM + text().encode(),
    "komma": lambda: text(",").encode(),
    "komma met bom": lambda: BOM + text(",").encode(),
    "tab": lambda: text("\t").encode(),
    "streepje": lambda: text("|").encode(),
    "utf-16 met bom": lambda: text().encode("utf-16"),
    "utf-16 groot met bom": lambda: b"\xfe\xff" + text().encode("utf-16-be"),
    "utf-16 klein zonder bom": lambda: text().encode("utf-16-le"),
    "utf-16 groot zonder bom": lambda: text().encode("utf-16-be"),
    "utf-16 met tabs, zoals Excel unicode-tekst": lambda: text("\t").encode("utf-16"),
    "utf-32": lambda: text().encode("utf-32"),
    "windows-1252 puntkomma": lambda: text().encode("cp1252"),
    "windows-1252 komma": lambda: text(",").encode("cp1252"),
    "windows-1252 tab": lambda: text("\t").encode("cp1252"),
    "regels van unix": lambda: text(end="\n").encode(),
    "regels van een oude mac": lambda: text(end="\r").encode(),
    "geen laatste regeleinde": lambda: text().strip().encode(),
    "lege regels tussendoor": lambda: text().replace("\r\n", "\r\n\r\n").encode(),
    "regels met alleen scheidingstekens": lambda: (text() + ";;\r\n;;\r\n").encode(),
    "sep-regel van excel": lambda: ("sep=;\r\n" + text()).encode(),
    "sep-regel met vreemd teken": lambda: ("sep=^\r\n" + text("^")).encode(),
    "aanhalingstekens": lambda: text().replace("overleg", '"overleg"').encode(),
    "titel erboven": lambda: ("Contacten wijk Noord;;\r\n;;\r\n" + text()).encode(),
    "titel zonder puntkomma's erboven": lambda: ("Contacten wijk Noord\r\n\r\n" + text()).encode(),
    "totaalregel eronder": lambda: (text() + "Totaal;;16\r\n").encode(),
    "bronvermelding eronder": lambda: (text() + "\r\nBron: eigen lijst\r\n").encode(),
    "kolomnamen herhaald per pagina": lambda: (text() + "Datum;Vorm;Aantal\r\n").encode(),
    "spaties in de kolomnamen": lambda: text().replace("Datum", "  Datum  ").encode(),
    "korte rijen": lambda: (text(rows=[ROWS[0], [*ROWS[1]]])).encode(),
    "puntkomma's achteraan elke regel": lambda: text().replace("\r\n", ";;;\r\n").encode(),
    "csv met de naam xlsx": lambda: text().encode(),
    "nulbytes in een cel": lambda: text().replace("overleg", "over\x00leg").encode("utf-16"),
    "xlsx": xlsx,
    "xlsx met titel en samengevoegde kop": lambda: xlsx(with_title),
    "xlsx met samengevoegde datum": lambda: xlsx(merged),
    "xlsx met verborgen blad vooraan": lambda: xlsx(hidden),
    "xlsx met diep verborgen blad": lambda: xlsx(very_hidden),
    "xlsx met leeg eerste blad": lambda: xlsx(empty_first),
    "xlsx met voetregels": lambda: xlsx(footer),
    "xlsx met lege rijen": lambda: xlsx(gaps),
    "xlsx met lege kolom": lambda: xlsx(empty_column),
    "xlsx met opmerking en link": lambda: xlsx(comments),
    "xlsx met getallen als getal": lambda: xlsx(rows=[["1-3-2024", "overleg", 4], ["8-3-2024", "enquête", 12.0]]),
    "xlsx met rijke tekst en spaties": lambda: xlsx(rows=[["1-3-2024", "overleg", "4"], ["8-3-2024", "enquête", "12"]]),
    "xlsx met macro": lambda: maak.changed_zip(xlsx(), maak.same, {"xl/vbaProject.bin": b"macro"}),
    "xlsx zonder dimensie": lambda: maak.changed_zip(xlsx(), lambda _n, d: re.sub(rb"<dimension[^>]*/>", b"", d)),
    "xlsx met verkeerde dimensie": lambda: maak.changed_zip(
        xlsx(), lambda _n, d: re.sub(rb'<dimension ref="[^"]*"', b'<dimension ref="A1:A1"', d)
    ),
    "xlsx met de naam csv": xlsx,
    "xlsx met vreemde bestanden erin": lambda: maak.changed_zip(xlsx(), maak.same, {"xl/media/x.png": b"\x89PNG"}),
    "ods": maak.ods,
    "ods met getallen": lambda: maak.ods([["1-3-2024", "overleg", 4], ["8-3-2024", "enquête", 12]]),
    "ods met een miljoen lege rijen": lambda: maak.ods_with(
        '<table:table-row table:number-rows-repeated="1048500">'
        '<table:table-cell table:number-columns-repeated="16384"/></table:table-row>'
    ),
}


def rows_of(content: bytes) -> list[list[str]]:
    tabel = find_table(read_file(content).bladen[0])
    places = [tabel.titels.index(name) for name in HEAD]
    return [[as_text(row[place]) for place in places] for row in tabel.rijen]


@pytest.mark.parametrize("name", GOOD)
def test_a_file_is_read_as_its_maker_meant_it(name: str) -> None:
    found = rows_of(GOOD[name]())
    assert found == [[*READ[0]], ["1-3-2024" if "samengevoegde datum" in name else READ[1][0], *READ[1][1:]]]


BAD: dict[str, tuple[Callable[[], bytes], str]] = {
    "leeg": (lambda: b"", "leeg"),
    "alleen spaties": (lambda: b"  \n \n", "niets in"),
    "alleen een bom": (lambda: BOM, "niets in"),
    "alleen kolomnamen": (lambda: b"Datum;Vorm\r\n", "geen gegevens"),
    "200 MB": (lambda: b"a;b\n" * 50_000_000, "te groot: 200 MB"),
    "te veel rijen": (lambda: b"a;b\n" * 200_002, r"meer dan 200\.000 rijen"),
    "te veel kolommen": (lambda: (";".join("k" * 300) + "\n").encode(), "meer dan 200 kolommen"),
    "pdf": (lambda: b"%PDF-1.7\n...", "een PDF"),
    "png met de naam xlsx": (lambda: b"\x89PNG\r\n\x1a\n", "een afbeelding"),
    "jpeg": (lambda: b"\xff\xd8\xff\xe0", "een afbeelding"),
    "gif": (lambda: b"GIF89a", "een afbeelding"),
    "rar": (lambda: b"Rar!\x1a\x07", "ingepakt bestand"),
    "7z": (lambda: b"7z\xbc\xaf\x27\x1c", "ingepakt bestand"),
    "gzip": (lambda: b"\x1f\x8b\x08", "ingepakt bestand"),
    "sqlite": (lambda: b"SQLite format 3\x00", "een database"),
    "rtf": (lambda: b"{\\rtf1 hallo}", "tekstdocument"),
    "programma": (lambda: b"MZ\x90\x00", "een programma"),
    "webpagina met de naam xls": (lambda: b"<html><table><tr><td>1</td></tr></table>", "webpagina"),
    "webpagina met bom": (lambda: BOM + b"<!DOCTYPE html><p>", "webpagina"),
    "xml van excel 2003": (lambda: b'<?xml version="1.0"?><Workbook/>', "XML-bestand"),
    "json": (lambda: b'{"schema_versie": 3}', "JSON-bestand"),
    "willekeurige bytes": (lambda: bytes(range(256)) * 50, "kunnen lezen"),
    "kapotte utf-8 met bom": (lambda: BOM + b"Datum\xff\xfe;x\n1;2", "beschadigd"),
    "kapotte utf-16": (lambda: b"\xff\xfe" + "a;b\n1;2".encode("utf-16-le") + b"\x00", "beschadigd"),
    "eindeloze cel": (lambda: b'"' + b"a" * 2_100_000 + b'";b\n1;2', "te lang"),
    "docx": (lambda: maak.changed_zip(xlsx(), lambda _n, _d: None, {"word/document.xml": b"<x/>"}), "geen rekenblad"),
    "gewone zip": (lambda: maak.changed_zip(xlsx(), lambda _n, _d: None, {"lijst.csv": b"a;b"}), "geen rekenblad"),
    "odt": (
        lambda: maak.changed_zip(
            maak.ods(), lambda n, d: b"application/vnd.oasis.opendocument.text" if n == "mimetype" else d
        ),
        "geen rekenblad",
    ),
    "halve xlsx": (lambda: xlsx()[: len(xlsx()) // 2], "beschadigd"),
    "kapotte xlsx": (lambda: maak.damaged(xlsx()), "beschadigd"),
    "xlsx zonder werkmap": (
        lambda: maak.changed_zip(xlsx(), lambda n, d: None if n == "xl/workbook.xml" else d),
        "beschadigd",
    ),
    "xlsx met kapotte xml": (
        lambda: maak.changed_zip(xlsx(), lambda n, d: b"<worksheet><a" if n.endswith("sheet1.xml") else d),
        "beschadigd|niets in",
    ),
    "kapotte ods": (lambda: maak.damaged(maak.ods()), "beschadigd"),
    "lege xlsx": (lambda: xlsx(rows=[], head=[]), "niets in"),
    "wachtwoord op xlsx": (lambda: maak.ole("EncryptionInfo", "EncryptedPackage"), "wachtwoord"),
    "wachtwoord op de zip": (lambda: maak.encrypted_zip(xlsx()), "wachtwoord"),
    "wachtwoord op ods": (
        lambda: maak.changed_zip(
            maak.ods(),
            lambda n, d: d.replace(b"</manifest", b"<manifest:encryption-data/></manifest") if "manifest" in n else d,
        ),
        "wachtwoord",
    ),
    "kapotte xls": (lambda: maak.ole("Workbook"), "beschadigd"),
    "zipbom": (lambda: maak.bomb(450), "te groot"),
    "zipbom die liegt over zijn grootte": (lambda: maak.bomb(450, lie=True), "te groot|beschadigd"),
    "xlsx met een cel in kolom XFD": (lambda: maak.far_cell("XFD5"), "meer dan 200 kolommen"),
    "xlsx met een cel in rij 1048576": (lambda: maak.far_cell("A1048576"), r"meer dan 200\.000 rijen"),
    "xlsx met een cel helemaal onderaan rechts": (lambda: maak.far_cell("XFD1048576"), "meer dan 200 kolommen"),
    "ods met eindeloos herhaalde cel": (
        lambda: maak.ods_with(
            '<table:table-row><table:table-cell table:number-columns-repeated="16384" office:value-type="float" '
            'office:value="1"><text:p>1</text:p></table:table-cell></table:table-row>'
        ),
        "meer dan 200 kolommen",
    ),
    "ods met eindeloos herhaalde rij": (
        lambda: maak.ods_with(
            '<table:table-row table:number-rows-repeated="1000000"><table:table-cell office:value-type="float" '
            'office:value="1"><text:p>1</text:p></table:table-cell></table:table-row>'
        ),
        r"meer dan 200\.000 rijen",
    ),
    "xlsx die een ander bestand erbij haalt": (lambda: maak.with_doctype(xlsx()), "beschadigd"),
    "ods die een ander bestand erbij haalt": (lambda: maak.with_doctype(maak.ods()), "beschadigd"),
    "xlsx met duizenden onderdelen": (
        lambda: maak.changed_zip(xlsx(), maak.same, {f"xl/x{n}": b"" for n in range(5_001)}),
        "te groot",
    ),
}


@pytest.mark.parametrize("name", BAD)
def test_what_is_no_table_gets_a_sentence(name: str) -> None:
    make, sentence = BAD[name]
    with pytest.raises(InvalidInput) as refused:
        rows_of(make())
    assert re.search(sentence, str(refused.value)), str(refused.value)


def test_the_corpus_is_large_enough() -> None:
    assert len(GOOD) + len(BAD) >= 80


def test_real_dates_and_numbers_come_as_such() -> None:
    content = xlsx(rows=[[DAY, "overleg", 4.5], [datetime(2024, 3, 8, 19, 30), True, None]])
    tabel = find_table(read_file(content).bladen[0])
    assert tabel.rijen[0] == (DAY, "overleg", 4.5)
    assert tabel.rijen[1] == (datetime(2024, 3, 8, 19, 30), True, None)


def test_a_formula_is_its_value_and_is_never_run() -> None:
    tabel = find_table(read_file(xlsx(formulas)).bladen[0])
    assert all("=" not in as_text(cell) for row in tabel.rijen for cell in row)


def test_hidden_sheets_come_last_and_it_is_told() -> None:
    found = read_file(xlsx(hidden))
    assert [(blad.naam, blad.verborgen) for blad in found.bladen] == [("Sheet", False), ("Geheim", True)]
    assert any("verborgen" in note for note in found.opmerkingen)


def test_macros_are_told_of() -> None:
    assert any("macro" in note for note in read_file(GOOD["xlsx met macro"]()).opmerkingen)


def test_old_characters_are_told_of() -> None:
    assert any("Windows-1252" in note for note in read_file(text().encode("cp1252")).opmerkingen)


def test_a_text_made_harmless_comes_back_unharmed() -> None:
    tabel = find_table(read_file(b"Datum;Vorm\r\n1-3-2024;'=SOM(A1)\r\n2-3-2024;'gewoon\r\n").bladen[0])
    assert [row[1] for row in tabel.rijen] == ["=SOM(A1)", "'gewoon"]


def test_columns_with_the_same_name_are_told_apart() -> None:
    tabel = find_table(Ingelezenblad("x", [["Datum", "Datum", None], ["1-3-2024", "2-3-2024", "x"]]))
    assert tabel.titels == ("Datum", "Datum (2)", "Kolom 3")


def test_pasted_rows_are_read_with_their_lines_in_a_cell() -> None:
    tabel = find_table(read_pasted('Datum\tVerslag\n1-3-2024\t"twee\nregels"\n').bladen[0])
    assert tabel.rijen[0][1] == "twee\nregels"


DATES = {
    "1-3-2024": DAY, "01-03-24": DAY, "1 maart 2024": DAY, "1 mrt. '24": DAY, "2024-03-01": DAY, "45352": DAY,
    "1/3/2024": DAY, "1.3.2024": DAY, "01 - 03 - 2024": DAY, "vr 1 maart 2024": DAY, "vrijdag 1 maart 2024": DAY,
    "1e maart 2024": DAY, "1-mrt-24": DAY, "1 Maart 2024": DAY, "1 MRT 2024": DAY, "20240301": DAY,
    "2024/3/1": DAY, "2024-03-01T19:30:00Z": DAY, "1-3-2024 19:30": DAY, "1 maart 2024 om 19.30 uur": DAY,
    "1 sept 2024": date(2024, 9, 1), "29-2-2024": date(2024, 2, 29), "1-3-99": date(1999, 3, 1), "": None,
}  # fmt: skip


@pytest.mark.parametrize("written", DATES)
def test_a_date_as_people_write_it(written: str) -> None:
    assert parse_date(written) == DATES[written]


HERE = {
    "2024-02-29T23:00:00Z": DAY, "2024-02-29T23:30:00+00:00": DAY, "2024-02-29 23:30 UTC": DAY,
    "2024-02-29T22:30:00.0000000Z": date(2024, 2, 29), "2024-07-06T22:00:00.000Z": date(2024, 7, 7),
    "2024-03-01T00:30:00+01:00": DAY, "2024-03-01T00:30:00+05:30": date(2024, 2, 29), "2024-03-01 01:30 EET": DAY,
    "2024-03-01 00:30 EET": date(2024, 2, 29), "2024-02-29T19:00:00-0500": DAY, "1-3-2024 7:30 PM": DAY,
    "3/1/2024 7:30:00 PM": DAY, "2024/03/01 7:30:00 p.m. CET": DAY, "1-3-2024 12:05 a.m.": DAY,
    "Fri Mar 01 2024": DAY, "March 1, 2024": DAY, "Fri, 1 Mar 2024 00:10:00 GMT": DAY,
    "2024-03-01T00:10:00+01:00[Europe/Amsterdam]": DAY, "1-3-2024 19:30-21:00 uur": DAY, "1-3-2024 19u": DAY,
    "1-3-2024 23:30 (GMT)": DAY, "01032024": DAY, "2024-03-01Z": DAY, "week 9 2024": date(2024, 2, 26),
    "wk 9 '24": date(2024, 2, 26), "2024-W09-5": DAY, "1\u2011\u00ad3\u20112024\u200e": DAY, "１-３-２０２４": DAY,
}  # fmt: skip


@pytest.mark.parametrize("written", HERE)
def test_a_moment_with_a_zone_is_the_day_that_it_was_here(written: str) -> None:
    assert parse_date(written) == HERE[written]


def test_what_was_moved_or_made_of_a_week_is_said() -> None:
    written = ("2024-02-29T23:00:00Z", "week 9 2024", "3/1/2024 7:30 PM", "1-3-2024")
    said = [found.soort for text in written if (found := read_date(text))]
    assert said == [Datumsoort.ZONE, Datumsoort.WEEK, Datumsoort.AMERIKAANS, None]
    assert parse_date(1032024) == DAY  # a spreadsheet took the zero in front away


@pytest.mark.parametrize(
    "cell", ["-", "\u2014", "?", "...", "…", "*", "/", "(leeg)", "(blank)", "NULL", "None", "nvt", "N.v.t.", "\u00ad",
             "n.b.", "NaN", "#N/B", "#REF!", "--", "()", None, " "]
)  # fmt: skip
def test_what_only_stands_for_nothing_is_nothing(cell: Any) -> None:
    assert is_nothing(cell) and parse_number(cell) is None


@pytest.mark.parametrize("cell", ["nee", "0", 0, False, "x", "☑", "Ja", "no", "VvE", "👍", "1-3-2024"])
def test_what_says_something_is_not_nothing(cell: Any) -> None:
    assert not is_nothing(cell)


@pytest.mark.parametrize("cell", [45352, 45352.75, 20240301, datetime(2024, 3, 1, 12), DAY])
def test_a_date_as_a_spreadsheet_keeps_it(cell: Any) -> None:
    assert parse_date(cell) == DAY


@pytest.mark.parametrize(
    "written",
    [
        "31-02-2024",
        "29-2-2023",
        "maart 2024",
        "1-2 maart 2024",
        "32-1-2024",
        "1-13-2024",
        "x",
        "12",
        "9999999",
        "1-3-2024 25:00",
        "1-3-2024 19:30 XYZ",
        "1-3-2024 en 8-3-2024",
        "week 60 2024",
        "1-3-2024 7",
        "0001-01-01T00:10:00+14:00",
    ],
)
def test_what_is_no_date_is_no_date(written: str) -> None:
    with pytest.raises(Unreadable):
        parse_date(written)


def test_a_column_can_be_american() -> None:
    assert month_first(["3/14/2024", "1/2/2024"]) and not month_first(["14/3/2024", "1/2/2024"])
    assert not month_first(["3/14/2024", "14/3/2024"])
    assert parse_date("3/14/2024", month_first=True) == date(2024, 3, 14)


WRITTEN = (
    "{d.day}-{d.month}-{d.year}",
    "{d:%d-%m-%Y}",
    "{d.day} {m} {d.year}",
    "{d:%Y-%m-%d}",
    "{d.day}/{d.month}/{d.year}",
)
MONTHS = [
    "januari",
    "februari",
    "maart",
    "april",
    "mei",
    "juni",
    "juli",
    "augustus",
    "september",
    "oktober",
    "november",
    "december",
]


@given(st.dates(date(1950, 1, 1), date(2099, 12, 31)), st.sampled_from(WRITTEN))
def test_every_day_is_read_back_from_every_way_of_writing(day: date, way: str) -> None:
    assert parse_date(way.format(d=day, m=MONTHS[day.month - 1])) == day


@given(st.dates(date(1950, 1, 1), date(2099, 12, 31)))
def test_every_day_is_read_back_from_its_serial_number(day: date) -> None:
    assert parse_date((day - date(1899, 12, 30)) // timedelta(days=1)) == day


@given(st.text(max_size=40))
def test_any_text_is_a_date_or_a_sentence(written: str) -> None:
    found, sentence = None, "."
    try:
        found = parse_date(written)
    except Unreadable as error:
        sentence = str(error)
    assert sentence.endswith(".")
    assert found is None or isinstance(found, date)


NUMBERS = {
    "1.250": 1250, "1250": 1250, "2,5": 2.5, "2.5": 2.5, "1.250,50": 1250.5, "1,250.5": 1250.5, "1.250.000": 1250000,
    "ca. 40": 40, "± 40": 40, "40 personen": 40, "-3": -3, "−3": -3, "1 250": 1250, "0": 0, "": None, "n.b.": None,
    "onbekend": None, "0,75": 0.75, "1,250,000": 1250000, "12,0": 12,
}  # fmt: skip


@pytest.mark.parametrize("written", NUMBERS)
def test_a_number_as_people_write_it(written: str) -> None:
    assert parse_number(written) == NUMBERS[written]


@pytest.mark.parametrize("written", ["30-40", "veertig", "1.25.0", "12,5,5", "40?", "1e5", "inf"])
def test_what_is_no_number_is_no_number(written: str) -> None:
    with pytest.raises(Unreadable):
        parse_number(written)


def test_a_number_of_people_is_whole() -> None:
    assert parse_whole("1,250") == 1250
    with pytest.raises(Unreadable):
        parse_whole("2,5")


@given(st.decimals(-(10**9), 10**9, places=2, allow_nan=False, allow_infinity=False))
def test_every_number_is_read_back_in_dutch_and_in_english(number: Any) -> None:
    english = f"{number:,}"
    dutch = english.translate(str.maketrans(",.", ".,"))
    assert parse_number(dutch) == pytest.approx(float(number))
    assert parse_number(english) == pytest.approx(float(number))


@given(st.text(max_size=30))
def test_any_text_is_a_number_or_a_sentence(written: str) -> None:
    found, sentence = None, "."
    try:
        found = parse_number(written)
    except Unreadable as error:
        sentence = str(error)
    assert sentence.endswith(".")
    assert found is None or isinstance(found, int | float)


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("ja", True),
        ("Nee", False),
        ("x", True),
        (True, True),
        (0, False),
        (None, None),
        ("☑", True),
        ("☒", True),
        ("☐", False),
        ("[x]", True),
        ("[ ]", False),
        ("✗", False),
        ("WAAR", True),
        ("ONWAAR", False),
        ("Ja, al jaren", True),
        ("nee, nog niet", False),
        ("J\u00ada", True),
    ],
)
def test_yes_and_no(written: Any, meant: bool | None) -> None:
    assert parse_yes(written) is meant


cells = st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cs")), max_size=12)


@settings(deadline=None)
@given(
    st.sampled_from(";,\t|"),
    st.lists(st.lists(cells, min_size=4, max_size=4), min_size=3, max_size=8),
)
def test_the_separator_is_found_whatever_stands_in_the_cells(separator: str, rows: list[list[str]]) -> None:
    quoted = [[f'"{cell.replace(chr(34), chr(34) * 2)}"' for cell in row] for row in [["A", "B", "C", "D"], *rows]]
    assert sniff("\n".join(separator.join(row) for row in quoted)) == separator


def test_a_file_of_the_largest_size_is_not_refused_for_its_size() -> None:
    assert MAX_BYTES == 50_000_000
