"""Searching in the stream: what counts as found, and the indexes of the database that find it among many rows.

A word of three letters or more is found inside words too ("pomp" in "warmtepomp"), by groups of three letters; a
shorter one only at the beginning of a word, since it stands inside nearly every text.
"""

from collections.abc import Sequence

from sqlalchemy import ColumnElement, Connection, and_, literal, text, true
from sqlalchemy.exc import DBAPIError

from wijkkompas_core.storage.tables import StroomRow

INSIDE_FROM = 3
"""A word of so many characters is found inside words: both databases keep groups of three."""
MAX_GROUPS = 12
"""Of a long word so many groups are asked of the index of SQLite; the text itself decides."""


def holds(word: str, wanted: Sequence[str]) -> bool:
    """Whether a word, as it is compared, is found by one of these."""
    return any(one in word if len(one) >= INSIDE_FROM else word.startswith(one) for one in wanted)


def contains(words: Sequence[str]) -> ColumnElement[bool]:
    """Whether every word is found in the row, by reading its text: for few rows."""
    padded = literal(" ") + StroomRow.zoektekst
    return and_(
        true(),
        *(
            StroomRow.zoektekst.contains(word) if len(word) >= INSIDE_FROM else padded.contains(" " + word)
            for word in words
        ),
    )


def found_by_index(dialect: str, words: Sequence[str]) -> ColumnElement[bool]:
    """The same, by the indexes of the database: for many rows. `words` hold letters and digits only."""
    # Groups of three say that a word may be there; its text says whether it is.
    if dialect == "postgresql":
        short = [word for word in words if len(word) < INSIDE_FROM]
        if not short:
            return contains(words)
        query = text("array_to_tsvector(string_to_array(stroom.zoektekst, ' ')) @@ CAST(:woorden AS tsquery)")
        return and_(query.bindparams(woorden=" & ".join(f"'{word}':*" for word in short)), contains(words))
    groups = list(dict.fromkeys(group for word in words for group in _groups(word)))
    if not groups:
        return contains(words)
    query = text("stroom.id IN (SELECT rowid FROM zoek_stroom_deel WHERE zoek_stroom_deel MATCH :delen)")
    return and_(query.bindparams(delen=" AND ".join(f'"{group}"' for group in groups)), contains(words))


def _groups(word: str) -> list[str]:
    """Groups of three that a row with this word has; none of a single letter, which nearly every row has."""
    padded = word if len(word) >= INSIDE_FROM else f" {word}"
    groups = [padded[i : i + 3] for i in range(len(padded) - 2)]
    return groups[:: -(-len(groups) // MAX_GROUPS)] if groups else []


def has_index(connection: Connection) -> bool:
    """Whether the index on groups of letters is there."""
    if connection.dialect.name == "postgresql":
        query = "SELECT to_regclass(:naam)"
    else:
        query = "SELECT name FROM sqlite_master WHERE name = :naam"
    return connection.execute(text(query), {"naam": "zoek_stroom_deel"}).scalar() is not None


def make_index(connection: Connection) -> bool:
    """Make the index on groups of letters where it is not there yet; answers whether it is there.

    PostgreSQL needs the extension pg_trgm for it. Where that may not be made, a search reads the texts of the wijk:
    it finds the same, in a large wijk not as fast.
    """
    if has_index(connection):
        return True
    if connection.dialect.name == "postgresql":
        return _make_on_postgresql(connection)
    for trigger in ("zoek_stroom_in", "zoek_stroom_uit", "zoek_stroom_anders"):
        connection.exec_driver_sql(f"DROP TRIGGER IF EXISTS {trigger}")
    # It finds the beginning of words too, by the space before them: one index to keep up is enough.
    connection.exec_driver_sql("DROP TABLE IF EXISTS zoek_stroom")
    connection.exec_driver_sql("CREATE VIEW zoek_bron AS SELECT id, ' ' || zoektekst AS zoektekst FROM stroom")
    connection.exec_driver_sql(
        # Without places and sizes it takes a third of the room: the text itself decides what is found.
        "CREATE VIRTUAL TABLE zoek_stroom_deel USING fts5(zoektekst, content='zoek_bron', content_rowid='id', "
        "tokenize='trigram', detail=none, columnsize=0)"
    )
    new = "INSERT INTO zoek_stroom_deel (rowid, zoektekst) VALUES (new.id, ' ' || new.zoektekst);"
    old = (
        "INSERT INTO zoek_stroom_deel (zoek_stroom_deel, rowid, zoektekst) "
        "VALUES ('delete', old.id, ' ' || old.zoektekst);"
    )
    for name, moment, steps in (
        ("in", "INSERT", new),
        ("uit", "DELETE", old),
        ("anders", "UPDATE OF zoektekst", old + " " + new),
    ):
        connection.exec_driver_sql(f"CREATE TRIGGER zoek_stroom_deel_{name} AFTER {moment} ON stroom BEGIN {steps} END")
    connection.exec_driver_sql("INSERT INTO zoek_stroom_deel (zoek_stroom_deel) VALUES ('rebuild')")
    return True


def _make_on_postgresql(connection: Connection) -> bool:
    try:
        with connection.begin_nested():
            connection.exec_driver_sql("CREATE EXTENSION IF NOT EXISTS pg_trgm")
            connection.exec_driver_sql("CREATE INDEX zoek_stroom_deel ON stroom USING gin (zoektekst gin_trgm_ops)")
    except DBAPIError:  # not on this server, or not for this account
        return False
    return True


def forget_earlier_words(connection: Connection) -> None:
    """Take out of the index what rows said before they changed: SQLite keeps that until it merges."""
    if connection.dialect.name == "sqlite":
        connection.exec_driver_sql("INSERT INTO zoek_stroom_deel (zoek_stroom_deel) VALUES ('optimize')")
