"""A file from outside is never slow: four times as much takes about four times as long.

A reader that looks back takes the square of that, and one file of a few hundred bytes (which unpacks to a megabyte)
then stops a server. What is measured is time of the processor, and what seems slow is measured again: it has to be so
each time.
"""

import io
import time
import zipfile
from collections.abc import Callable
from contextlib import suppress

import pytest

from tests.core.bestanden_maken import changed_zip, ods_with, xlsx
from wijkkompas_core.bestanden.lezen import read_file
from wijkkompas_core.errors import WijkkompasError
from wijkkompas_core.uitwisseling.tabel import find_table

SMALL, TIMES, TRIES = 1_000, 4, 4
MOST = 10.0
"""How much longer four times as much may take; the square would be sixteen times."""
NOTHING = 0.004
"""Seconds that are too few to tell one thing from another."""


def _seconds(work: Callable[[], object]) -> float:
    start = time.process_time()
    work()
    return time.process_time() - start


def grows(work: Callable[[int], Callable[[], object]]) -> float:
    """How many times longer four times as much takes; the least of a few tries, and 1 for what takes no time at all."""
    least = float("inf")
    for _ in range(TRIES):
        few, many = work(SMALL), work(SMALL * TIMES)
        long = _seconds(many)
        least = min(least, long / max(_seconds(few), NOTHING / TIMES)) if long > NOTHING else 1.0
        if least <= MOST:
            break
    return least


def _sheet(xml: bytes) -> bytes:
    whole = b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">' + xml + b"</worksheet>"
    return changed_zip(xlsx(), lambda name, data: whole if name.endswith("sheet1.xml") else data)


def _row(cells: bytes) -> bytes:
    return _sheet(b'<sheetData><row r="1">' + cells + b"</row></sheetData>")


def _calendar(lines: bytes, more: bytes = b"") -> bytes:
    return b"BEGIN:VCALENDAR\r\n%sBEGIN:VEVENT\r\nUID:1\r\nDTSTART:20250101\r\n%sEND:VEVENT\r\nEND:VCALENDAR\r\n" % (
        more,
        lines,
    )


FILES: dict[str, Callable[[int], bytes]] = {
    "cells that never end": lambda n: _sheet(b"<c " * n),
    "cells with one attribute without end": lambda n: _sheet(b"<c " + b'a="1" ' * n),
    "quotes without end": lambda n: _sheet(b"<c '" * n + b'"<c ' * n),
    "cells in cells": lambda n: _row(b'<c r="A1">' * n),
    "cells without a place": lambda n: _row(b"<c/>" * n),
    "merged cells over one another": lambda n: _sheet(
        b'<sheetData><row r="1"><c r="A1"><v>1</v></c></row><row r="%d"><c r="A%d"><v>2</v></c></row></sheetData>'
        b"<mergeCells>%s</mergeCells>" % (n, n, b'<mergeCell ref="A1:A%d"/>' % n * n)
    ),
    "rows in rows (ods)": lambda n: ods_with('<table:table-row table:number-rows-repeated="2">' * n),
    "empty cells (ods)": lambda n: ods_with(
        '<table:table-row><table:table-cell table:number-columns-repeated="2" ' * n
    ),
    "cells that are covered (ods)": lambda n: ods_with(
        f"<table:table-row>{'<table:covered-table-cell/>' * n}</table:table-row>"
    ),
    "meetings (ics)": lambda n: _calendar(b"", b"BEGIN:VEVENT\r\nDTSTART:20250101\r\nSUMMARY:x\r\nEND:VEVENT\r\n" * n),
    "people (ics)": lambda n: _calendar(
        b"".join(b"ATTENDEE;CN=Jan P%d:mailto:p%d@x.nl\r\n" % (i, i) for i in range(n))
    ),
    "days of a series (ics)": lambda n: _calendar(b"EXDATE:%s\r\n" % b",".join([b"20250101"] * n)),
    "a title in parts (ics)": lambda n: _calendar(b"SUMMARY:x\r\n" + b" a.b@\r\n" * n),
    "parameters (ics)": lambda n: _calendar(b"CATEGORIES" + b";A=b" * n + b":x,y\r\n"),
    "parts in parts (ics)": lambda n: _calendar(b"BEGIN:VALARM\r\n" * n),
    "quotes (csv)": lambda n: b'"a""' * n,
    "separators (csv)": lambda n: b"a;b\n" * 3 + b'"' + b";" * n,
    "lines (csv)": lambda n: b"\n" * n,
    "spaces (csv)": lambda n: b"a;b\n" + b" " * n + b"x;1\n",
    "accents on accents (csv)": lambda n: b"a;b\n" + ("e\u0316\u0301" + "\u0316\u0301" * n + ";1\n").encode(),
    "columns of one name (csv)": lambda n: b";".join([b"a"] * min(n, 199)) + b"\n" + b"1\n" * n,
}


@pytest.mark.parametrize("kind", list(FILES))
def test_a_file_takes_no_longer_than_it_is(kind: str) -> None:
    def reading(length: int) -> Callable[[], object]:
        content = FILES[kind](length)

        def read() -> None:
            with suppress(WijkkompasError):  # refused is good too, as long as it is soon
                find_table(read_file(content).bladen[0])

        return read

    assert grows(reading) <= MOST


def test_a_file_of_a_few_hundred_bytes_is_refused_at_once() -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        archive.writestr("xl/worksheets/sheet1.xml", b"<c " * 350_000)
    assert len(packed.getvalue()) < 5_000
    start = time.process_time()
    with pytest.raises(WijkkompasError, match="beschadigd"):
        read_file(packed.getvalue())
    assert time.process_time() - start < 2.0
