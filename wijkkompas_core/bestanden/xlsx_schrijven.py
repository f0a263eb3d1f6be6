"""XLSX with real dates and numbers, a fixed header, filters, and the sheets that explain it (XlsxWriter)."""

import io
from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any

from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from wijkkompas_core.bestanden.cellen import as_day, as_moment, as_number, plain_text
from wijkkompas_core.bestanden.formules import harmless
from wijkkompas_core.bestanden.toelichting import MARK, OVER, UITLEG, about, uitleg
from wijkkompas_core.bestanden.werkboek import Blad, Kolom, Soort, Werkboek, is_missing, sheet_names
from wijkkompas_core.domain import nederlands as nl
from wijkkompas_core.errors import InvalidInput

MAX_ROWS = 1_048_575
"""Rows below the header that a sheet holds in Excel."""
MAX_CELL = 32_767
"""Characters in a cell: what is longer Excel calls damaged."""
FIRST_DAY = date(1900, 3, 1)
"""Before it Excel counts a day that did not exist; such dates are written as text."""
NARROW, WIDE, SAMPLE = 9, 60, 200


def write_xlsx(werkboek: Werkboek) -> bytes:
    """The whole file. Raises `InvalidInput` when a sheet has more rows than the format holds."""
    for blad in werkboek.bladen:
        if len(blad.tabel) > MAX_ROWS:
            raise InvalidInput({"bestand": too_many(blad)})
    out = io.BytesIO()
    book = Workbook(out, {"constant_memory": True, "default_date_format": "dd-mm-yyyy"})
    book.set_properties({"title": werkboek.titel, "author": werkboek.auteur, "created": _utc(werkboek.gemaakt_op)})
    writer = _Writer(book)
    for name, blad in zip(sheet_names(werkboek.bladen), werkboek.bladen, strict=True):
        writer.sheet(name, blad)
    writer.texts(UITLEG, uitleg(werkboek), (24, 30, 28, 12, 90), header=True)
    writer.texts(OVER, about(werkboek, cut=writer.cut), (34, 100))
    book.close()
    return out.getvalue()


def too_many(blad: Blad) -> str:
    """The sentence for a sheet that does not fit."""
    return (
        f"Op het blad {blad.naam} passen {nl.whole(MAX_ROWS)} rijen; dit zijn er {nl.whole(len(blad.tabel))}. "
        + "Kies een kortere periode, of download CSV."
    )


class _Writer:
    """The formats of a file, and how many texts had to be cut."""

    def __init__(self, book: Workbook) -> None:
        self.book = book
        self.cut = 0
        self.head = book.add_format(
            {"bold": True, "bottom": 1, "bg_color": "#EEEBE3", "valign": "top", "text_wrap": True}
        )
        self.text = book.add_format({"valign": "top", "text_wrap": True})
        self.plain = book.add_format({"valign": "top"})
        self.day = book.add_format({"num_format": "dd-mm-yyyy", "valign": "top", "align": "left"})
        self.moment = book.add_format({"num_format": "dd-mm-yyyy hh:mm", "valign": "top", "align": "left"})
        self.whole = book.add_format({"num_format": "#,##0", "valign": "top"})
        self.number = book.add_format({"num_format": "#,##0.00####", "valign": "top"})
        self.bold = book.add_format({"bold": True, "valign": "top"})

    def sheet(self, name: str, blad: Blad) -> None:
        sheet = self.book.add_worksheet(name)
        for column, kolom in enumerate(blad.kolommen):
            sheet.set_column(column, column, width(kolom, blad))
        for column, kolom in enumerate(blad.kolommen):
            sheet.write_string(0, column, harmless(kolom.titel), self.head)
        writers = [self._cell_writer(sheet, kolom.soort) for kolom in blad.kolommen]
        columns = [blad.tabel[kolom.naam] for kolom in blad.kolommen]
        for row, values in enumerate(zip(*columns, strict=True), start=1):
            for column, (write, value) in enumerate(zip(writers, values, strict=True)):
                if not is_missing(value):
                    write(row, column, value)
        sheet.freeze_panes(1, 0)
        if blad.kolommen:
            sheet.autofilter(0, 0, max(len(blad.tabel), 1), len(blad.kolommen) - 1)
        sheet.set_landscape()
        sheet.set_paper(9)
        sheet.fit_to_pages(1, 0)
        sheet.repeat_rows(0)

    def texts(self, name: str, rows: list[Any], widths: tuple[int, ...], *, header: bool = False) -> None:
        sheet = self.book.add_worksheet(name)
        for column, wide in enumerate(widths):
            sheet.set_column(column, column, wide)
        for number, row in enumerate(rows):
            for column, value in enumerate(row):
                styled = self.head if header and number == 0 else self.bold if not header and column == 0 else self.text
                sheet.write_string(number, column, self._short(harmless(value)), styled)
        if header:
            sheet.freeze_panes(1, 0)
            sheet.autofilter(0, 0, max(len(rows) - 1, 1), len(widths) - 1)

    def _cell_writer(self, sheet: Worksheet, soort: Soort) -> Callable[[int, int, Any], object]:
        def text(row: int, column: int, value: Any) -> None:
            written = self._short(harmless(plain_text(value, soort)))
            if written:
                sheet.write_string(row, column, written, self.text if soort is Soort.TEKST else self.plain)

        def number(row: int, column: int, value: Any) -> None:
            found = as_number(value)
            if found is not None:
                whole: Format = self.whole if isinstance(found, int) else self.number
                sheet.write_number(row, column, found, whole)

        def moment(row: int, column: int, value: Any) -> None:
            when: Any = as_day(value) if soort is Soort.DATUM else as_moment(value)
            day = when.date() if isinstance(when, datetime) else when
            if day < FIRST_DAY:
                sheet.write_string(row, column, nl.day(day), self.plain)
            else:
                sheet.write_datetime(row, column, when, self.day if soort is Soort.DATUM else self.moment)

        kinds = {Soort.GETAL: number, Soort.GEHEEL: number, Soort.DATUM: moment, Soort.MOMENT: moment}
        return kinds.get(soort, text)

    def _short(self, text: str) -> str:
        if len(text.encode("utf-16-le")) // 2 <= MAX_CELL:  # Excel counts in UTF-16
            return text
        self.cut += 1
        kept = text.encode("utf-16-le")[: 2 * (MAX_CELL - len(MARK))]
        return kept.decode("utf-16-le", errors="ignore") + MARK


def width(kolom: Kolom, blad: Blad) -> int:
    """A width in characters in which the title and most values fit, judged by the first rows."""
    if kolom.soort in (Soort.DATUM, Soort.GETAL, Soort.GEHEEL, Soort.JA_NEE):
        return max(NARROW + 3, min(len(kolom.titel) + 3, 24))
    if kolom.soort is Soort.MOMENT:
        return 17
    sample = [plain_text(v, kolom.soort) for v in blad.tabel[kolom.naam].head(SAMPLE) if not is_missing(v)]
    longest = max((len(line) for text in sample for line in text.split("\n")), default=0)
    return max(NARROW, min(max(longest, len(kolom.titel)) + 3, WIDE))


def _utc(moment: datetime) -> datetime:
    return moment.astimezone(UTC).replace(tzinfo=None) if moment.tzinfo else moment
