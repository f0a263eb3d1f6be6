"""What is wrong with a database that fails, as a sentence for who was working. What to do about it: docs/beheer.md."""

import sqlite3

from sqlalchemy.exc import DBAPIError

from wijkkompas_core.errors import AWAY

KEPT = "Er is niets opgeslagen; wat je invulde staat er nog."
FULL = f"De schijf van de server is vol. {KEPT} Waarschuw de beheerder en probeer het daarna opnieuw."
READ_ONLY = f"Er kan nu alleen worden gelezen. {KEPT} Waarschuw de beheerder en probeer het daarna opnieuw."
BUSY = f"Het opslaan van iemand anders duurt lang. {KEPT} Probeer het zo opnieuw."
REFUSED = f"De databaserol waaronder dit draait, mag dit niet. {KEPT} De beheerder kan het doen als de eigenaar."
DAMAGED = f"De database is beschadigd. {KEPT} Werk niet verder en waarschuw meteen de beheerder."

# The low byte of an SQLite code is the kind of fault; the rest says where it was noticed.
_SQLITE = {
    sqlite3.SQLITE_FULL: FULL,
    sqlite3.SQLITE_READONLY: READ_ONLY,
    sqlite3.SQLITE_PERM: READ_ONLY,
    sqlite3.SQLITE_BUSY: BUSY,
    sqlite3.SQLITE_LOCKED: BUSY,
    sqlite3.SQLITE_CORRUPT: DAMAGED,
    sqlite3.SQLITE_NOTADB: DAMAGED,
    sqlite3.SQLITE_CANTOPEN: AWAY,
    sqlite3.SQLITE_IOERR: AWAY,
}
_POSTGRESQL = {
    "53100": FULL,
    "25006": READ_ONLY,
    "42501": REFUSED,
    "55P03": BUSY,
    "40P01": BUSY,
    "57014": BUSY,
    "XX001": DAMAGED,
    "XX002": DAMAGED,
}


def sentence(error: DBAPIError) -> str | None:
    """The sentence for a fault of the database itself; nothing when our own query is at fault."""
    cause = error.orig
    code = getattr(cause, "sqlite_errorcode", None)
    if code is not None:
        return _SQLITE.get(code & 0xFF)
    state = getattr(cause, "sqlstate", None)
    if state is not None and state in _POSTGRESQL:
        return _POSTGRESQL[state]
    return AWAY if error.connection_invalidated else None
