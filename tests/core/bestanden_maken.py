"""Files as people and programs really make them, and as they should not: built in memory for the tests."""

import io
import zipfile
import zlib
from collections.abc import Callable, Sequence
from datetime import date, datetime
from typing import Any

import openpyxl
import pandas as pd

from wijkkompas_core.bestanden.ods_schrijven import write_ods
from wijkkompas_core.bestanden.werkboek import Werkboek, blad_from

HEAD = ["Datum", "Vorm", "Aantal"]
ROWS: list[list[Any]] = [["1-3-2024", "overleg", "4"], ["8-3-2024", "enquête", "12"]]


def text(separator: str = ";", rows: Sequence[Sequence[Any]] = ROWS, end: str = "\r\n") -> str:
    return "".join(separator.join(map(str, row)) + end for row in [HEAD, *rows])


def xlsx(fill: Callable[[Any], None] | None = None, rows: Sequence[Sequence[Any]] = ROWS, head: Any = HEAD) -> bytes:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for row in [head, *rows]:
        sheet.append(row)
    if fill is not None:
        fill(book)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def ods(rows: Sequence[Sequence[Any]] = ROWS, head: Sequence[str] = HEAD) -> bytes:
    frame = pd.DataFrame(rows, columns=list(head), dtype=object)
    return write_ods(Werkboek("x", (blad_from("Blad1", frame),), datetime(2026, 1, 1)))


def changed_zip(
    content: bytes, change: Callable[[str, bytes], bytes | None], extra: dict[str, bytes] | None = None
) -> bytes:
    """An archive with entries changed, left out (None) or added."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as source, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target:
        for name in source.namelist():
            after = change(name, source.read(name))
            if after is not None:
                target.writestr(name, after)
        for name, data in (extra or {}).items():
            target.writestr(name, data)
    return out.getvalue()


def same(_name: str, data: bytes) -> bytes:
    return data


def with_doctype(content: bytes) -> bytes:
    """A spreadsheet of which the XML asks for a file of whoever reads it, in its first text."""
    opening = b'<!DOCTYPE x [<!ENTITY geheim SYSTEM "file:///etc/passwd">]>'

    def change(name: str, data: bytes) -> bytes:
        if not name.endswith(("sheet1.xml", "content.xml")):
            return data
        declared, end, rest = data.partition(b"?>")
        return declared + end + opening + rest if end else opening + data

    return changed_zip(content, change)


def bomb(megabytes: int, *, lie: bool = False) -> bytes:
    """A small spreadsheet that unpacks to a lot; `lie` lets it say that it does not."""
    filling = b"<row>" + b" " * (megabytes * 1_000_000) + b"</row>"
    content = changed_zip(xlsx(), same, {"xl/worksheets/sheet9.xml": filling})
    if lie:
        real, said = len(filling).to_bytes(4, "little"), (1000).to_bytes(4, "little")
        content = content.replace(real, said)
    return content


def far_cell(reference: str) -> bytes:
    def change(name: str, data: bytes) -> bytes:
        if name.endswith("sheet1.xml"):
            row = "".join(c for c in reference if c.isdigit())
            cell = f'<row r="{row}"><c r="{reference}"><v>1</v></c></row></sheetData>'
            return data.replace(b"</sheetData>", cell.encode())
        return data

    return changed_zip(xlsx(), change)


def ods_with(xml: str) -> bytes:
    """An ODS whose last row is this."""

    def change(name: str, data: bytes) -> bytes:
        return data.replace(b"</table:table>", xml.encode() + b"</table:table>", 1) if name == "content.xml" else data

    return changed_zip(ods(), change)


def encrypted_zip(content: bytes) -> bytes:
    """The flag of an encrypted entry on every entry."""
    data = bytearray(content)
    for mark, place in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = data.find(mark)
        while at >= 0:
            data[at + place] |= 1
            at = data.find(mark, at + 4)
    return bytes(data)


def ole(*words: str) -> bytes:
    return (
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504) + b"".join(w.encode("utf-16-le") for w in words) + bytes(600)
    )


def damaged(content: bytes) -> bytes:
    """The middle overwritten."""
    middle = len(content) // 2
    return content[:middle] + zlib.compress(b"nee") * 20 + content[middle + 200 :]


DAY = date(2024, 3, 1)
