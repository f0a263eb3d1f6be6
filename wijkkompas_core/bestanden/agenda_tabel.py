"""A calendar that a mail program exported as a table: the five columns of an ICS, and nobody who was invited."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from wijkkompas_core.bestanden.genodigden import MOST_OF_SHORT, PRIVATE, TITLES, Gezien, notes_of, plain_text
from wijkkompas_core.bestanden.inhoud import MAX_CELL, Cel, Ingelezen, Ingelezenblad

HEADS = (
    frozenset({"subject", "start date", "start time", "end date"}),
    frozenset({"onderwerp", "begindatum", "begintijd", "einddatum"}),
)
"""What stands above such a table, in each language: nobody makes that by hand."""
COLUMNS = (
    ("start date", "begindatum"),
    ("subject", "onderwerp"),
    ("categories", "categorie\u00ebn"),
    ("location", "locatie"),
    ("description", "beschrijving"),
)
"""As `TITLES`."""
PEOPLE = frozenset(
    {"meeting organizer", "required attendees", "optional attendees", "organisator van vergadering",
     "vereiste deelnemers", "optionele deelnemers"}
)  # fmt: skip
SECRET = {
    "private": frozenset({"true", "waar"}),
    "priv\u00e9": frozenset({"true", "waar"}),
    "sensitivity": frozenset({one.lower() for one in PRIVATE} | {"personal"}),
    "gevoeligheid": frozenset({"priv\u00e9", "vertrouwelijk", "persoonlijk"}),
}
"""Column \u2192 the words in it that say that a meeting is nobody else's business."""
TOLD = "Dit is een agenda uit Outlook: alleen datum, titel, categorie, plaats en beschrijving zijn gelezen."


def without_people(found: Ingelezen) -> Ingelezen:
    """The same file, with each sheet that is a calendar as one without people; the others as they are."""
    notes: list[str] = []
    sheets: list[Ingelezenblad] = []
    for blad in found.bladen:
        head = [_folded(cell) for cell in blad.rijen[0]] if blad.rijen else []
        if not any(one <= set(head) for one in HEADS):
            sheets.append(blad)
            continue
        seen = Gezien()
        places = [next((head.index(name) for name in names if name in head), -1) for names in COLUMNS]
        rows = [list[Cel](TITLES), *(_row(row, head, places, seen) for row in blad.rijen[1:])]
        sheets.append(replace(blad, rijen=rows, formules=(), fouten=()))
        notes += [TOLD, *notes_of(seen)]
    return Ingelezen(tuple(sheets), (*found.opmerkingen, *notes))


def _row(row: Sequence[Cel], head: Sequence[str], places: Sequence[int], seen: Gezien) -> list[Cel]:
    """One meeting; an empty row for one that is private, so that the others keep their number."""
    if any(_folded(cell) in SECRET.get(name, ()) for name, cell in zip(head, row, strict=False)):
        seen.prive += 1
        return []
    namen = tuple(sorted(_names(row, head, seen), key=len, reverse=True))
    day, *texts = (row[place] if 0 <= place < len(row) else None for place in places)
    most = (MOST_OF_SHORT, MOST_OF_SHORT, MOST_OF_SHORT, MAX_CELL)
    plain = [plain_text(text, namen, seen, length) or None for text, length in zip(texts, most, strict=True)]
    return [day, *plain]


def _names(row: Sequence[Cel], head: Sequence[str], seen: Gezien) -> Iterator[str]:
    """Who was invited, each of two words or more: one word is too little to look for in a text."""
    for name, cell in zip(head, row, strict=False):
        for part in str(cell or "")[:MAX_CELL].split(";") if name in PEOPLE else ():
            if person := " ".join(part.split()):
                seen.mensen.add(person.lower())
                if " " in person and "@" not in person:
                    yield person


def _folded(cell: Cel) -> str:
    return " ".join(str(cell or "")[:100].lower().split())
