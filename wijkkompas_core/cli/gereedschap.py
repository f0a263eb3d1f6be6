"""What several commands share: opening a database that is ready, and the system as actor."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import make_url, select

from wijkkompas_core.domain.toegang import Actie, system_actor
from wijkkompas_core.errors import WijkkompasError
from wijkkompas_core.services.laden.referentie_laden import load_referentie
from wijkkompas_core.services.laden.referentie_lezen import Referentie, read_referentie
from wijkkompas_core.settings import Settings
from wijkkompas_core.storage.database import Database
from wijkkompas_core.storage.engine import take_install_lock
from wijkkompas_core.storage.migrations import migrate, pending
from wijkkompas_core.storage.postgresql import give_rights, require_owner, server_version, unfit
from wijkkompas_core.storage.stroom import rebuild
from wijkkompas_core.storage.tables import StroomRow
from wijkkompas_core.storage.zoekindex import make_index

ACTOR = system_actor("opdrachtregel")


class CommandFailed(WijkkompasError):
    """A command could not do its work; the text says why."""


def require_there(settings: Settings) -> None:
    """Raise `CommandFailed` when the file of an SQLite database is not there: opening it would make an empty one."""
    url = make_url(settings.database_url) if "://" in settings.database_url else None
    path = url.database if url is not None and url.get_backend_name() == "sqlite" else None
    if path and not Path(path).exists():
        raise CommandFailed(f"De database {path} bestaat niet. Draai eerst: python -m wijkkompas_core migrate")


@contextmanager
def open_database(settings: Settings) -> Iterator[Database]:
    """The database, which has to be there with the newest schema."""
    require_there(settings)
    with new_database(settings) as database:
        if pending(database.engine):
            raise CommandFailed(
                "De database past niet bij deze versie van de software. Draai eerst: python -m wijkkompas_core migrate"
            )
        yield database


@contextmanager
def new_database(settings: Settings) -> Iterator[Database]:
    """The database, which may still have to be made."""
    database = Database(settings.database_url)
    try:
        yield database
    finally:
        database.close()


def migrate_with_method(database: Database, settings: Settings) -> tuple[Referentie, bool]:
    """Bring the schema up to date and load the method; answers the method and whether the schema was older.

    The stream is made when it is not there yet, as in an installation from before there was one.
    The method is read first: when it is wrong, nothing has happened to the database. Several processes may do this
    at once. As the owner of the tables it gives the role of the app its rights: a restore brings none along.
    """
    referentie = read_referentie(Path(settings.referentie))
    with database.engine.connect() as connection:
        if problem := unfit(server_version(connection)):
            raise CommandFailed(problem)
    was_older = pending(database.engine)
    if was_older:
        with database.engine.connect() as connection:
            require_owner(connection)
    migrate(database.engine)
    with database.writing(ACTOR, Actie.REFERENTIE_LADEN) as session:
        take_install_lock(session.connection())
        load_referentie(session, referentie)
        make_index(session.connection())  # where the extension for it came after the tables
        if was_older or session.scalar(select(StroomRow.id).limit(1)) is None:
            rebuild(session)
        if settings.app_rol:
            give_rights(session.connection(), settings.app_rol)
    return referentie, was_older
