"""Text with separators, from a file or from the clipboard: which characters, which separator, which cells."""

import csv
import io
import re
from collections import Counter

from wijkkompas_core.bestanden.formules import unharmed
from wijkkompas_core.bestanden.inhoud import (
    LINE_ENDS,
    MAX_CELL,
    MAX_COLUMNS,
    MAX_ROWS,
    Cel,
    Ingelezen,
    Ingelezenblad,
    refused,
)
from wijkkompas_core.domain import nederlands as nl

SEPARATORS = ";\t,|"
LOOKED_AT = 60
"""Records from which the separator is judged."""
MARKS = (
    (b"\xef\xbb\xbf", "utf-8-sig"),
    (b"\xff\xfe\x00\x00", "utf-32"),
    (b"\x00\x00\xfe\xff", "utf-32"),
    (b"\xff\xfe", "utf-16"),
    (b"\xfe\xff", "utf-16"),
)
WINDOWS = "Dit bestand is gelezen als Windows-1252, de oude tekens van Excel. Kijk of letters als é en ë kloppen."
UNCLOSED = "Een aanhalingsteken werd niet gesloten. Elke regel daarna is als een eigen rij gelezen."
FEW_LINES, FEW_COLUMNS = 2, 3
"""Lines that a row may take, and columns that a table needs, before its cells are taken for rows that ran together."""
_SEP_LINE = re.compile(r"\A\s*sep=(.)\r?\n", re.IGNORECASE)
_CONTROL = re.compile("[\x00-\x08\x0e-\x1f]")

csv.field_size_limit(2_000_000)


def decode(content: bytes) -> tuple[str, str]:
    """The text of a file and the name of its encoding; raises `InvalidInput` for what is no text."""
    for mark, encoding in MARKS:
        if content.startswith(mark):
            try:
                return content.decode(encoding), encoding
            except UnicodeDecodeError as error:
                raise refused("Dit bestand is beschadigd: een deel van de tekens is niet te lezen.") from error
    zeros = content[:2000].count(0)
    if zeros and zeros >= len(content[:2000]) // 3:
        little = content[1:2000:2].count(0) >= content[0:2000:2].count(0)
        encoding = "utf-16-le" if little else "utf-16-be"
        try:
            return content.decode(encoding), encoding
        except UnicodeDecodeError as error:
            raise refused("Dit is geen tekstbestand dat we kunnen lezen.") from error
    if zeros:
        raise refused("Dit is geen tekstbestand of rekenblad dat we kunnen lezen.")
    try:
        return content.decode("utf-8"), "utf-8"
    except UnicodeDecodeError:
        return content.decode("cp1252", errors="replace"), "cp1252"


def read_text(content: bytes) -> Ingelezen:
    """A file with separators; raises `InvalidInput` with a sentence when it holds no table."""
    text, encoding = decode(content)
    notes = (WINDOWS,) if encoding == "cp1252" else ()
    return _parsed(text, notes)


def read_pasted(text: str) -> Ingelezen:
    """What was copied from a spreadsheet or a table: columns are separated by tabs, or as in a file."""
    return _parsed(text.lstrip("\ufeff"), ())


def _parsed(text: str, notes: tuple[str, ...]) -> Ingelezen:
    if len(_CONTROL.findall(text[:5000])) > 10:
        raise refused("Dit is geen tekstbestand of rekenblad dat we kunnen lezen.")
    if not text.strip():
        raise refused("Er staat niets in. Kies een bestand met rijen, of plak een tabel.")
    named = _SEP_LINE.match(text)
    if named:
        text = text[named.end() :]
    separator = named[1] if named else sniff(text)
    try:
        rows, mended = _records(text, separator)
    except csv.Error as error:
        raise refused(
            "Dit bestand is niet te lezen: een cel is te lang of de aanhalingstekens kloppen niet."
        ) from error
    notes += tuple(f"{UNCLOSED} Kijk rij {row} na." for row in mended[:3])
    return Ingelezen((Ingelezenblad("Tabel", rows),), notes)


def _records(text: str, separator: str) -> tuple[list[list[Cel]], list[int]]:
    """The rows, and the numbers of those of which a quotation mark was never closed."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator)
    rows: list[list[Cel]] = []
    mended: list[int] = []
    lines: list[str] | None = None
    begin = wide = 0
    for record in reader:
        found = [record]
        wide = max(wide, len(record)) if not rows else wide
        if reader.line_num - begin > FEW_LINES and _runs_on(record, separator, wide):
            lines = lines if lines is not None else io.StringIO(text, newline="").readlines()
            mended.append(len(rows) + 1)
            found = [one for line in lines[begin : reader.line_num] for one in _line_alone(line, separator)]
        begin = reader.line_num
        for one in found:
            if len(rows) >= MAX_ROWS:
                raise refused(f"Dit bestand heeft meer dan {nl.whole(MAX_ROWS)} rijen. Splits het op.")
            if len(one) > MAX_COLUMNS:
                raise refused(f"Dit bestand heeft meer dan {MAX_COLUMNS} kolommen. Laat weg wat je niet nodig hebt.")
            rows.append([_cell(value) for value in one])
    return rows, mended


def _runs_on(record: list[str], separator: str, wide: int) -> bool:
    """Whether a cell holds lines that look like rows: most of them have as many separators as the header."""
    if wide < FEW_COLUMNS:
        return False
    lines = [line for value in record for line in value.splitlines()[1:] if line.strip()]
    return bool(lines) and sum(line.count(separator) == wide - 1 for line in lines) * 2 > len(lines)


def _line_alone(line: str, separator: str) -> list[list[str]]:
    """A line as a row of its own; with a quotation mark too many all of them are plain characters."""
    line = line.rstrip("\r\n")
    odd = line.count('"') % 2 == 1
    quoting = csv.QUOTE_NONE if odd else csv.QUOTE_MINIMAL
    found = list(csv.reader([line], delimiter=separator, quoting=quoting))
    return [[value.strip().removeprefix('"').replace('""', '"') for value in row] for row in found] if odd else found


def sniff(text: str) -> str:
    """The separator that cuts the first records into the same number of columns, more than one; else a semicolon."""
    head = "".join(text[:200_000].splitlines(keepends=True)[: LOOKED_AT * 3])
    best, best_score = ";", 0.0
    for separator in SEPARATORS:
        try:
            records = [r for r in csv.reader(io.StringIO(head, newline=""), delimiter=separator) if any(r)][:LOOKED_AT]
        except csv.Error:
            continue
        widths = Counter(len(record) for record in records if len(record) > 1)
        if not widths:
            continue
        width, often = max(widths.items(), key=lambda pair: (pair[1] * pair[0], pair[0]))
        share = often / len(records)
        score = share * (1 + min(width, 20) / 20)
        if score > best_score:
            best, best_score = separator, score
    return best


def _cell(value: str) -> Cel:
    found = unharmed(LINE_ENDS.sub("\n", value[:MAX_CELL]).replace("\x00", ""))
    return found if found.strip() else None
