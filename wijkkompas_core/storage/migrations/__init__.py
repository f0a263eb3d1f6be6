"""Schema changes, by Alembic, configured here in Python so that no ini file can go missing."""

import time
from pathlib import Path

from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.runtime.environment import EnvironmentContext
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine
from sqlalchemy.exc import OperationalError

from wijkkompas_core.errors import WijkkompasError
from wijkkompas_core.storage.engine import is_in_use, migration_lock
from wijkkompas_core.storage.tables import Base

FOLDER = Path(__file__).parent


def alembic_config() -> Config:
    """The configuration that Alembic's own commands take."""
    config = Config()
    config.set_main_option("script_location", str(FOLDER))
    return config


PAUSES = (1, 2, 4, 8, 8, 8, 8, 8)
"""The seconds between tries to get at a table that is in use."""


class TablesInUse(WijkkompasError):
    """The tables were in use all the time that a migration tried to change them; nothing was changed."""

    def __init__(self) -> None:
        super().__init__(
            "De tabellen zijn de hele tijd in gebruik, bijvoorbeeld door een back-up of een lange vraag. Er is niets "
            "veranderd; probeer het later opnieuw."
        )


class NewerDatabase(WijkkompasError):
    """The database was migrated by a later version of the software."""

    def __init__(self) -> None:
        super().__init__("De database is nieuwer dan deze versie van Wijkkompas: zet de nieuwe versie neer.")


def migrate(engine: Engine, revision: str = "head") -> None:
    """Bring the schema to `revision`; two servers doing this at once wait for each other.

    A table in use is tried again after a pause in which those who work get through; in the end raises `TablesInUse`.
    """
    for pause in (*PAUSES, None):
        try:
            with migration_lock(engine) as connection:
                run(connection, revision)
        except OperationalError as error:
            if not is_in_use(error):
                raise
            if pause is None:
                raise TablesInUse from error
            time.sleep(pause)
        else:
            return


def run(connection: Connection, revision: str) -> None:
    """Upgrade within the transaction of `connection`."""
    scripts = ScriptDirectory.from_config(alembic_config())
    with EnvironmentContext(
        alembic_config(),
        scripts,
        fn=lambda rev, _context: scripts._upgrade_revs(revision, rev),
        destination_rev=revision,
    ) as environment:
        environment.configure(connection=connection, target_metadata=Base.metadata, transactional_ddl=False)
        environment.run_migrations()


def head_revision() -> str | None:
    """The newest revision that this version of the software knows."""
    return ScriptDirectory.from_config(alembic_config()).get_current_head()


def knows(revision: str) -> bool:
    """Whether this version of the software knows a revision."""
    return revision in {script.revision for script in ScriptDirectory.from_config(alembic_config()).walk_revisions()}


def current(connection: Connection) -> str | None:
    """The revision that the schema has; `None` when there is nothing yet."""
    return MigrationContext.configure(connection).get_current_revision()


def is_newer(revision: str | None) -> bool:
    """Whether a schema was made by a later version of the software, which this one knows nothing of."""
    return revision is not None and not knows(revision)


def pending(engine: Engine) -> bool:
    """Whether the schema has to be brought up to date; raises `NewerDatabase` when it is the software that has to."""
    with engine.connect() as connection:
        found = current(connection)
    if is_newer(found):
        raise NewerDatabase
    return found != head_revision()


def differences(engine: Engine) -> list[object]:
    """How the schema differs from the tables in code; empty when the migrations are complete."""
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"include_name": _compared})
        return compare_metadata(context, Base.metadata)


def _compared(name: str | None, kind: str, _parents: object) -> bool:
    """The database's own full-text search is written in SQL and known to no table."""
    return not (kind in ("table", "index") and name is not None and name.startswith("zoek_"))
