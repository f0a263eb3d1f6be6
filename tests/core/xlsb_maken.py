"""Writes the smallest XLSB that Excel could have written: the binary kin of XLSX, for which Python has no writer."""

import io
import struct
import zipfile
from collections.abc import Sequence
from datetime import date

R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
P = "http://schemas.openxmlformats.org/package/2006/relationships"
T = "http://schemas.openxmlformats.org/package/2006/content-types"
DAY_ZERO = date(1899, 12, 30)


def _record(kind: int, body: bytes = b"") -> bytes:
    head = bytes([kind]) if kind < 128 else bytes([kind & 0x7F | 0x80, kind >> 7])
    size, left = b"", len(body)
    while True:
        left, low = left >> 7, left & 0x7F
        size += bytes([low | (0x80 if left else 0)])
        if not left:
            return head + size + body


def _text(text: str) -> bytes:
    return struct.pack("<I", len(text)) + text.encode("utf-16-le")


def _cell(place: int, value: str | float | date) -> bytes:
    head = struct.pack("<II", place, 1 if isinstance(value, date) else 0)
    if isinstance(value, str):
        return _record(6, head + _text(value))
    number = (value - DAY_ZERO).days if isinstance(value, date) else value
    return _record(5, head + struct.pack("<d", number))


def _format(number: int) -> bytes:
    return _record(0x2F, struct.pack("<HHHHHBBHBB", 0, number, 0, 0, 0, 0, 0, 0, 0, 0))


def _relations(*targets: tuple[str, str]) -> str:
    lines = (f'<Relationship Id="rId{n}" Type="{R}/{k}" Target="{t}"/>' for n, (k, t) in enumerate(targets, start=1))
    return f'<Relationships xmlns="{P}">{"".join(lines)}</Relationships>'


def xlsb(rows: Sequence[Sequence[str | float | date | None]], naam: str = "Blad1") -> bytes:
    """A workbook with one sheet of these rows; a date is a number with the format of a date, as in Excel."""
    cells = b""
    for number, row in enumerate(rows):
        cells += _record(0, struct.pack("<IIHHBI", number, 0, 300, 0, 0, 0))
        cells += b"".join(_cell(place, value) for place, value in enumerate(row) if value is not None)
    size = struct.pack("<IIII", 0, len(rows) - 1, 0, max(map(len, rows)) - 1)
    sheet = (_record(0x81), _record(0x94, size), _record(0x91), cells, _record(0x92), _record(0x82))
    about = struct.pack("<II", 0, 1) + _text("rId1") + _text(naam)
    book = (_record(0x83), _record(0x8F), _record(0x9C, about), _record(0x90), _record(0x84))
    formats = (_record(0x269, struct.pack("<I", 2)), _format(0), _format(14), _record(0x26A))
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        kind = "application/vnd.ms-excel.sheet.binary.macroEnabled.main"
        archive.writestr(
            "[Content_Types].xml", f'<Types xmlns="{T}"><Default Extension="bin" ContentType="{kind}"/></Types>'
        )
        archive.writestr("_rels/.rels", _relations(("officeDocument", "xl/workbook.bin")))
        sheets = _relations(("worksheet", "worksheets/sheet1.bin"), ("styles", "styles.bin"))
        archive.writestr("xl/_rels/workbook.bin.rels", sheets)
        archive.writestr("xl/workbook.bin", b"".join(book))
        archive.writestr("xl/worksheets/sheet1.bin", b"".join(sheet))
        archive.writestr("xl/styles.bin", b"".join((_record(0x116), *formats, _record(0x117))))
    return out.getvalue()
