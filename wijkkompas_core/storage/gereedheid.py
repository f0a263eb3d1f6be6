"""Whether people can work with the database as it is now: it has the tables of this software, and can be written."""

from wijkkompas_core.storage import migrations
from wijkkompas_core.storage.database import Database
from wijkkompas_core.storage.engine import can_be_written

OUDER = "De database mist een migratie: draai het commando migrate."
ALLEEN_LEZEN = "In de database kan niets worden opgeslagen: hij is alleen te lezen, of de schijf is vol."


def problem_of(database: Database) -> str | None:
    """What keeps people from reading and saving, in a sentence for who looks after the server; `None` when nothing.

    A database that does not answer raises the error of its driver.
    """
    with database.probing() as session:
        current = migrations.current(session.connection())
    if migrations.is_newer(current):
        return str(migrations.NewerDatabase())
    if current != migrations.head_revision():
        return OUDER
    return None if can_be_written(database.engine) else ALLEEN_LEZEN
