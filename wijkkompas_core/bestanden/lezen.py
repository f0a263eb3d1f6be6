"""One way to read: what a file is, is told by its content and not by its name."""

from wijkkompas_core.bestanden.agenda_lezen import is_calendar, read_calendar
from wijkkompas_core.bestanden.agenda_tabel import without_people
from wijkkompas_core.bestanden.inhoud import MAX_BYTES, Ingelezen, refused
from wijkkompas_core.bestanden.rekenblad_lezen import LOCKED, read_workbook
from wijkkompas_core.bestanden.tekst_lezen import read_text

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
OTHERS = {
    b"%PDF": "een PDF",
    b"\x89PNG": "een afbeelding",
    b"\xff\xd8\xff": "een afbeelding",
    b"GIF8": "een afbeelding",
    b"Rar!": "een ingepakt bestand",
    b"7z\xbc\xaf": "een ingepakt bestand",
    b"\x1f\x8b": "een ingepakt bestand",
    b"SQLite format 3": "een database",
    b"{\\rtf": "een tekstdocument",
    b"MZ": "een programma",
}


def read_file(content: bytes) -> Ingelezen:
    """The sheets of a file; raises `InvalidInput` with a sentence for everything that is no table."""
    if not content:
        raise refused("Dit bestand is leeg.")
    if len(content) > MAX_BYTES:
        size = f"{len(content) / 1_000_000:.0f} MB, en {MAX_BYTES // 1_000_000} MB is het meeste dat kan"
        raise refused(f"Dit bestand is te groot: {size}. Splits het op of laat kolommen weg.")
    for begin, what in OTHERS.items():
        if content.startswith(begin):
            raise refused(f"Dit is {what}, geen tabel. Kies een bestand van Excel (XLSX), LibreOffice (ODS) of CSV.")
    if content.startswith(OLE) and "EncryptedPackage".encode("utf-16-le") in content:
        raise refused(LOCKED)
    if content.startswith((b"PK", OLE)):
        return without_people(read_workbook(content))
    if is_calendar(content):
        return read_calendar(content)
    start = content[:2000].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if start.startswith((b"<!doctype html", b"<html", b"<table", b"<meta")):
        raise refused("Dit is een webpagina. Open hem in je rekenprogramma en bewaar hem als XLSX of CSV.")
    if start.startswith((b"<?xml", b"<workbook")):
        raise refused("Dit is een XML-bestand. Open het in je rekenprogramma en bewaar het als XLSX of CSV.")
    if start.startswith((b"{", b"[{")):
        raise refused("Dit is een JSON-bestand, geen tabel. Een hele installatie laadt een beheerder met load.")
    return without_people(read_text(content))
