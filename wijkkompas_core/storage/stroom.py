"""The stream of a wijk: one row per thing that happened, with its text as it is searched.

It is kept right after each flush, in the same transaction, from the same reads that `rebuild` uses. A search gives
the same on SQLite and PostgreSQL: the text is made equal before it is stored, and a word is what stands between two
spaces. What is written around the ORM is not seen here: call `rebuild` after it.
"""

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import Any, cast

from sqlalchemy import Connection, Table, bindparam, delete, event, select, update
from sqlalchemy.orm import UOWTransaction

from wijkkompas_core.domain.betrokkenheid import MAX_TEXT
from wijkkompas_core.domain.tekst import vouw
from wijkkompas_core.storage import stroombronnen as bronnen
from wijkkompas_core.storage.engine import insert_as_one
from wijkkompas_core.storage.logboek import WritingSession
from wijkkompas_core.storage.tables import StroomRow

PORTION = 500
BATCH = 100_000
"""So many rows of the whole stream are held at once when it is made again."""
MAX_WORD = 50
MAX_WORDS = 20
"""Of a search only so many words count; more say nothing more."""
LONGEST_SEARCH, LONGEST_TEXT = 2_000, 5 * MAX_TEXT
"""Characters of a search, and of a text that is searched: a row holds a few texts of a form."""

_STROOM = cast(Table, StroomRow.__table__)


def searchable(typed: str) -> list[str]:
    """The words of a text as they are compared: case, accents and punctuation do not count, long words are cut."""
    return [word[:MAX_WORD] for word in vouw(typed, LONGEST_TEXT).split()]


def search_words(typed: str) -> tuple[str, ...]:
    """The words to search for, each once."""
    return tuple(list(dict.fromkeys(searchable(typed[:LONGEST_SEARCH])))[:MAX_WORDS])


def rebuild(session: WritingSession) -> int:
    """Make the whole stream again from the tables; answers how many rows it has."""
    session.flush()
    return fill(session.connection())


def fill(connection: Connection) -> int:
    """Make the whole stream of a database; answers how many rows it has."""
    connection.execute(delete(_STROOM))
    written = 0
    entries = (row for soort in bronnen.BRONNEN for row in _entries(connection, soort, None))
    while part := list(islice(entries, BATCH)):
        # In order of date, so that what lies together in time lies together on disk.
        part.sort(key=lambda row: (row["datum"], row["soort"], row["object_id"]))
        for portion in _portions(part, 5_000):
            insert_as_one(connection, _STROOM, portion)
        written += len(part)
    return written


def refresh(connection: Connection, soort: str, keys: Iterable[tuple[Any, ...]]) -> None:
    """Make the rows of these objects right; a row whose object is gone, or has no date, goes."""
    for portion in _portions(sorted(set(keys), key=str), PORTION):
        names = ["/".join(str(part) for part in key) for key in portion]
        mine = (_STROOM.c.soort == soort) & _STROOM.c.object_id.in_(names)
        # Locked before the sources are read: of two that touch the same row, the last one sees the other's work.
        query = select(_STROOM.c.object_id, _STROOM.c.id).where(mine).order_by(_STROOM.c.id).with_for_update()
        present = {row.object_id: row.id for row in connection.execute(query)}
        entries = {row["object_id"]: row for row in _entries(connection, soort, portion)}
        gone = [number for name, number in present.items() if name not in entries]
        if gone:
            connection.execute(delete(_STROOM).where(_STROOM.c.id.in_(gone)))
        fresh = [row for name, row in entries.items() if name not in present]
        if fresh:
            insert_as_one(connection, _STROOM, fresh)
        known = [{**row, "nummer": present[name]} for name, row in entries.items() if name in present]
        if known:
            columns = {name: bindparam(name) for name in known[0] if name != "nummer"}
            connection.execute(update(_STROOM).where(_STROOM.c.id == bindparam("nummer")).values(columns), known)


def add(connection: Connection, soort: str, entries: Iterable[bronnen.Entry]) -> None:
    """Add rows for objects that were written around the ORM just now; the texts as `stroombronnen` gives them."""
    insert_as_one(connection, _STROOM, [_row(soort, entry) for entry in entries if entry.datum is not None])


@event.listens_for(WritingSession, "after_flush")
def _follow(session: WritingSession, _context: UOWTransaction) -> None:
    rows = [*session.new, *session.dirty, *session.deleted]
    touched = bronnen.touched(session.connection(), rows, set(session.dirty)) if rows else {}
    if touched is None:  # names of the method have changed: every text may hold one
        _catch_up(session)
    else:
        for soort, keys in touched.items():
            refresh(session.connection(), soort, keys)


def _catch_up(session: WritingSession) -> None:
    for soort in bronnen.BRONNEN:
        refresh(session.connection(), soort, bronnen.all_keys(session.connection(), soort))


def _entries(connection: Connection, soort: str, keys: Sequence[tuple[Any, ...]] | None) -> Iterator[dict[str, Any]]:
    """Rows of the stream for these objects, or for all of a soort."""
    wanted = bronnen.all_keys(connection, soort) if keys is None else keys
    for portion in _portions(wanted, PORTION):
        for entry in bronnen.BRONNEN[soort](connection, portion):
            if entry.datum is not None:
                yield _row(soort, entry)


def _row(soort: str, entry: bronnen.Entry) -> dict[str, Any]:
    return {
        "wijk_id": entry.wijk,
        "soort": soort,
        "object_id": "/".join(str(part) for part in entry.key),
        "datum": entry.datum,
        "fase": entry.fase,
        "zoektekst": " ".join(_words(entry.teksten)),
        "verwijderd": entry.verwijderd,
    }


def _words(teksten: Iterable[str | None]) -> dict[str, None]:
    """Every word once, in order."""
    return dict.fromkeys(word for part in teksten if part for word in searchable(part))


def _portions(items: Sequence[Any], size: int) -> Iterator[Sequence[Any]]:
    for begin in range(0, len(items), size):
        yield items[begin : begin + size]
