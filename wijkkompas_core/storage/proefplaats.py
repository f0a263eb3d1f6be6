"""A place for a while, to put a backup back and see what it is worth: a file, or a database on a server."""

import re
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import Connection, create_engine, make_url, text
from sqlalchemy.exc import OperationalError, ProgrammingError

from wijkkompas_core.storage.backup import BackupFout

NAAM = "wijkkompas_proef_"
_OWN = re.compile(NAAM + "[0-9a-f]{12}")
_LOCK = 7_204_712
_REFUSED = "42501"


@contextmanager
def proof_place(soort: str, url: str, folder: Path) -> Iterator[str]:
    """The address of an empty place for a database of this kind; afterwards it is gone.

    On PostgreSQL it is a database of its own on the server at `url`, whose role must be allowed to make one; raises
    `BackupFout` that says what is missing when it is not, or when another proof is going on there.
    """
    if soort == "sqlite":
        yield f"sqlite:///{folder / 'proef.db'}"
        return
    address = make_url(url)
    if address.get_backend_name() != "postgresql":
        raise BackupFout(
            "Deze back-up is van PostgreSQL. Noem in WIJKKOMPAS_BACKUP_PROEF_URL een server om hem te proberen."
        )
    engine = create_engine(address, isolation_level="AUTOCOMMIT", hide_parameters=True)
    try:
        with engine.connect() as connection:
            if not connection.scalar(text("SELECT pg_try_advisory_lock(:key)"), {"key": _LOCK}):
                raise BackupFout("Op deze server loopt al een proef. Wacht tot die klaar is.")
            _clear(connection)
            name = NAAM + secrets.token_hex(6)
            try:
                connection.execute(text(f"CREATE DATABASE {name} TEMPLATE template0"))
            except ProgrammingError as error:
                if getattr(error.orig, "sqlstate", None) != _REFUSED:
                    raise
                raise BackupFout(
                    f"De rol {address.username} mag op PostgreSQL geen tijdelijke database maken. Geef haar dat recht "
                    f"(ALTER ROLE {address.username} CREATEDB), of zet in WIJKKOMPAS_BACKUP_PROEF_URL het adres van "
                    "een rol of een andere server waar het wel mag."
                ) from error
            try:
                yield address.set(database=name).render_as_string(hide_password=False)
            finally:
                connection.execute(text(f"DROP DATABASE {name} WITH (FORCE)"))
    finally:
        engine.dispose()


def _clear(connection: Connection) -> None:
    """Drop what a proof that was killed left behind; somebody still at work in it keeps it."""
    for (name,) in connection.execute(text("SELECT datname FROM pg_database WHERE datname LIKE 'wijkkompas_proef_%'")):
        if _OWN.fullmatch(name):
            try:
                connection.execute(text(f"DROP DATABASE {name}"))
            except (OperationalError, ProgrammingError):  # in use, or of another role
                continue
