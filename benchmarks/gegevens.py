"""The databases that are measured."""

from pathlib import Path

from benchmarks.aanmelden import Account
from benchmarks.generate import add_contactmomenten
from wijkkompas_core.demo.load import load_demo
from wijkkompas_core.domain.toegang import Actie, system_actor
from wijkkompas_core.services.laden.referentie_laden import load_referentie
from wijkkompas_core.services.laden.referentie_lezen import read_referentie
from wijkkompas_core.settings import Settings
from wijkkompas_core.storage.database import Database
from wijkkompas_core.storage.migrations import migrate

ACCOUNT = Account("programmamanager", "Alleen-om-te-meten-1")
WIJK = "vlietzicht"
"""The wijk that is looked at: the one with the most contactmomenten."""


def make_demo(path: Path) -> str:
    """A new SQLite file with the demo; answers its address."""
    url = f"sqlite:///{path}"
    database = Database(url)
    migrate(database.engine)
    with database.writing(system_actor("benchmark"), Actie.REFERENTIE_LADEN) as session:
        load_referentie(session, read_referentie(Path(Settings().referentie)))
    with database.writing(system_actor("benchmark"), Actie.DEMO_LADEN) as session:
        load_demo(session, wachtwoord=ACCOUNT.wachtwoord)
    database.close()
    return url


def make_large(path: Path, aantal: int) -> str:
    """A new SQLite file with the demo and `aantal` contactmomenten more; answers its address."""
    database = Database(url := make_demo(path))
    add_contactmomenten(database, aantal, WIJK)
    database.close()
    return url


def change(url: str) -> None:
    """Let the servers of this database think that someone has just recorded something: what they cached is old."""
    database = Database(url)
    with database.writing(system_actor("benchmark"), Actie.DEMO_LADEN) as session:
        session.dirty_wijken.add(None)
    database.close()
