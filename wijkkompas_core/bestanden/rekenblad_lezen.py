"""XLSX, XLSM, XLSB, XLS and ODS, read by calamine: values only, so macros and formulas do nothing.

A small file can claim to be endless. It is looked at before it is opened: how much it unpacks to, and how far its
cells lie apart.
"""

import io
import zipfile
import zlib
from collections.abc import Iterable
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from typing import Any

from python_calamine import (
    CalamineError,
    CalamineSheet,
    CalamineWorkbook,
    PasswordError,
    SheetTypeEnum,
    SheetVisibleEnum,
)

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
from wijkkompas_core.bestanden.omvang import NoXml, Omvang, elements
from wijkkompas_core.domain import nederlands as nl

MAX_UNPACKED = 400_000_000
MAX_ENTRIES = 5_000
CHUNK = 1 << 20
BOOK, RELATIONS = "xl/workbook.xml", "xl/_rels/workbook.xml.rels"
LOCKED = "Dit bestand is beveiligd met een wachtwoord. Haal de beveiliging eraf en probeer het opnieuw."
BROKEN = "Dit rekenblad is beschadigd en niet te openen. Open het in je rekenprogramma en bewaar het opnieuw."
TOO_LARGE = "Dit bestand wordt na uitpakken te groot. Bewaar alleen het blad dat je wilt importeren."
OVERVIEWS = frozenset({"exportoverzicht", "export summary"})
"""The sheet that Numbers puts in front to say what the others are."""
MACROS = "In dit bestand zitten macro's. Die zijn niet uitgevoerd; alleen de waarden zijn gelezen."


def read_workbook(content: bytes) -> Ingelezen:
    """The sheets with something in them, visible ones first; raises `InvalidInput` with a sentence."""
    notes: list[str] = []
    seen: dict[str, Omvang] = {}
    if content.startswith(b"PK"):
        content, seen = _check_archive(content, notes)
    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(content))
        sheets: list[Ingelezenblad] = []
        for number, about in enumerate(book.sheets_metadata):
            if about.typ is SheetTypeEnum.WorkSheet:
                rows = _rows(book.get_sheet_by_index(number))
                hidden = about.visible is not SheetVisibleEnum.Visible
                far = seen.get(about.name)
                sheet = Ingelezenblad(about.name, rows, hidden)
                if far is not None:
                    shown = _without_outcome(rows, far)
                    rows_away = frozenset(far.verborgen)
                    sheet = replace(sheet, verborgen_rijen=rows_away, formules=shown, fouten=tuple(far.fouten))
                sheets.append(sheet)
    except PasswordError as error:
        raise refused(LOCKED) from error
    except (CalamineError, ValueError, OSError, KeyError) as error:
        if "password" in str(error).lower() or "encrypt" in str(error).lower():
            raise refused(LOCKED) from error
        raise refused(BROKEN) from error
    except BaseException as error:  # a panic in the reader is no Exception
        if isinstance(error, KeyboardInterrupt | SystemExit | MemoryError) or hasattr(error, "fields"):
            raise
        raise refused(BROKEN) from error
    if not sheets:
        raise refused(BROKEN)
    filled = [sheet for sheet in sheets if sheet.rijen]
    if not filled:
        raise refused("Er staat niets in dit rekenblad.")
    if any(sheet.verborgen for sheet in filled):
        notes.append("Er zijn verborgen bladen. Die staan achteraan in de lijst en worden niet vanzelf gekozen.")
    return Ingelezen(
        tuple(sorted(filled, key=lambda sheet: (sheet.verborgen, sheet.naam.lower() in OVERVIEWS))), tuple(notes)
    )


def _rows(sheet: CalamineSheet) -> list[list[Cel]]:
    if sheet.total_height > MAX_ROWS:
        raise refused(f"Blad {sheet.name} heeft meer dan {nl.whole(MAX_ROWS)} rijen. Splits het op.")
    if sheet.width > MAX_COLUMNS:
        raise refused(f"Blad {sheet.name} heeft meer dan {MAX_COLUMNS} kolommen. Laat weg wat je niet nodig hebt.")
    rows = [[_cell(value) for value in row] for row in sheet.to_python(skip_empty_area=False)]
    _spread_merged(rows, sheet.merged_cell_ranges or ())
    while rows and not any(cell is not None for cell in rows[-1]):
        rows.pop()
    return rows


def _spread_merged(rows: list[list[Cel]], ranges: Iterable[tuple[tuple[int, int], tuple[int, int]]]) -> None:
    """One cell over several rows counts for each. Ranges that overlap, which no program makes, count once per row."""
    done: dict[int, int] = {}
    for (top, left), (bottom, right) in sorted(ranges):
        if left == right and top < len(rows) and left < len(rows[top]):
            last = min(bottom, len(rows) - 1)
            for number in range(max(top, done.get(left, -1)) + 1, last + 1):
                rows[number][left] = rows[top][left]
            done[left] = max(last, done.get(left, -1))


def _cell(value: Any) -> Cel:
    if isinstance(value, str):
        text = unharmed(LINE_ENDS.sub("\n", value[:MAX_CELL].replace("_x000B_", "\v").replace("_x000D_", "\r")))
        return text if text.strip() else None
    if isinstance(value, float) and value.is_integer() and abs(value) < 2**53:
        return int(value)
    if isinstance(value, datetime) and value.time() == time(0):
        return value.date()
    if isinstance(value, time | timedelta):
        return str(value)
    if isinstance(value, bool | int | float | date):
        return value
    return None


def _check_archive(content: bytes, notes: list[str]) -> tuple[bytes, dict[str, Omvang]]:
    """Raise for an archive that is no spreadsheet, is locked, or would unpack to more than we can hold.

    Answers the archive as it can be opened, and per sheet what was seen in it.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            infos = archive.infolist()
            names = {info.filename.replace("\\", "/") for info in infos}
            if len(infos) > MAX_ENTRIES:
                raise refused(TOO_LARGE)
            if any(info.flag_bits & 1 for info in infos):
                raise refused(LOCKED)
            if not _is_spreadsheet(archive, names):
                raise refused(
                    "Dit is een ingepakt bestand, maar geen rekenblad. Kies een bestand van Excel, LibreOffice of CSV."
                )
            if any(name.lower().endswith("vbaproject.bin") for name in names) or "Basic/script-lc.xml" in names:
                notes.append(MACROS)
            left = MAX_UNPACKED
            seen: dict[str, Omvang] = {}
            for info in infos:
                size, far = _unpack(content, info, left)
                left -= size
                if far is not None:
                    seen[info.filename.replace("\\", "/")] = far
            if any("\\" in info.filename for info in infos):  # some programs write the names as Windows does
                content = _with_plain_names(archive)
        return content, _by_sheet(content, seen)
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, EOFError, OSError, IndexError) as error:
        raise refused(BROKEN) from error


def _without_outcome(rows: list[list[Cel]], far: Omvang) -> tuple[tuple[int, int], ...]:
    """Of the formulas of a sheet those that give nothing: their program never reckoned them."""
    wrong = {(row, place) for row, place, _ in far.fouten}
    return tuple(
        (row, place)
        for row, place in far.formules
        if (row, place) not in wrong
        and row <= len(rows)
        and place < len(rows[row - 1])
        and rows[row - 1][place] is None
    )


def _with_plain_names(archive: zipfile.ZipFile) -> bytes:
    plain = io.BytesIO()
    with zipfile.ZipFile(plain, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as again:
        for info in archive.infolist():
            again.writestr(info.filename.replace("\\", "/"), archive.read(info))
    return plain.getvalue()


def _by_sheet(content: bytes, seen: dict[str, Omvang]) -> dict[str, Omvang]:
    """What was seen per name of a sheet; nothing for a spreadsheet that says it otherwise."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        names = set(archive.namelist())
        if not {BOOK, RELATIONS} <= names or max(archive.getinfo(n).file_size for n in (BOOK, RELATIONS)) > CHUNK:
            return {}
        targets = {
            one.get("Id", ""): one.get("Target", "") for one in elements(archive.read(RELATIONS), "Relationship")
        }
        places = {
            one.get("name", ""): targets.get(one.get("r:id", ""), "") for one in elements(archive.read(BOOK), "sheet")
        }
    return {
        name: far
        for name, target in places.items()
        if (far := seen.get(target.lstrip("/") if target.startswith("/") else f"xl/{target}")) is not None
    }


def _is_spreadsheet(archive: zipfile.ZipFile, names: set[str]) -> bool:
    if any(name.startswith("xl/") for name in names):
        return True
    if "content.xml" not in names:
        return False
    kind = archive.read("mimetype")[:100] if "mimetype" in names else b"spreadsheet"
    if "META-INF/manifest.xml" in names and b"encryption-data" in archive.read("META-INF/manifest.xml")[:1_000_000]:
        raise refused(LOCKED)
    return b"spreadsheet" in kind


def _unpack(content: bytes, info: zipfile.ZipInfo, left: int) -> tuple[int, Omvang | None]:
    """How much an entry really unpacks to (what it says of itself may be a lie), and what was seen in it.

    Raises when that is too much.
    """
    begin = info.header_offset
    name, extra = content[begin + 26 : begin + 28], content[begin + 28 : begin + 30]
    start = begin + 30 + int.from_bytes(name, "little") + int.from_bytes(extra, "little")
    packed = memoryview(content)[start : start + info.compress_size]
    if info.compress_type == zipfile.ZIP_STORED:
        parts = iter([bytes(packed)])
    elif info.compress_type == zipfile.ZIP_DEFLATED:
        parts = _inflated(packed)
    else:
        raise refused(BROKEN)
    far = _looks_far(info.filename.replace("\\", "/"))
    size = 0
    for part in parts:
        size += len(part)
        if size > left:
            raise refused(TOO_LARGE)
        if far is not None:
            try:
                far.feed(part)
            except NoXml as error:
                raise refused(BROKEN) from error
    return size, far


def _looks_far(name: str) -> Omvang | None:
    """What looks how far apart its cells lie; nothing for a file that holds none."""
    if name == "content.xml":
        return Omvang(ods=True)
    return Omvang(ods=False) if name.startswith("xl/") and name.endswith(".xml") else None


def _inflated(packed: memoryview) -> Any:
    machine = zlib.decompressobj(-15)
    rest: Any = packed
    while True:
        part = machine.decompress(rest, CHUNK)
        if not part and (machine.eof or not machine.unconsumed_tail):
            return
        yield part
        rest = machine.unconsumed_tail
