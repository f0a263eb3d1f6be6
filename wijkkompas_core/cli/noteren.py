"""Write down in the database how a command went that is done by the clock, as far as the database takes it."""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy.exc import SQLAlchemyError

from wijkkompas_core.cli.gereedschap import CommandFailed, open_database
from wijkkompas_core.cli.parser import warn
from wijkkompas_core.domain.tijd import now
from wijkkompas_core.errors import WijkkompasError
from wijkkompas_core.queries.taken import Taak
from wijkkompas_core.services.taken import note
from wijkkompas_core.settings import Settings


@contextmanager
def noted(settings: Settings, taak: Taak) -> Iterator[list[str]]:
    """Within this block a job is done; what is put in the list is how it went. A failure is written down as well."""
    begun, said = now(), list[str]()

    def write(melding: str, gelukt: bool) -> None:
        try:
            with open_database(settings) as database:
                note(database, taak, melding, begun=begun, gelukt=gelukt)
        except CommandFailed:  # there is none yet, or one of before these were written down
            return
        except (WijkkompasError, SQLAlchemyError) as error:
            reason = " ".join(str(getattr(error, "orig", None) or error).split())
            warn(f"Dat dit is gedaan, kon niet in de database worden genoteerd: {reason}")

    try:
        yield said
    except (WijkkompasError, SQLAlchemyError, OSError) as error:
        write(str(getattr(error, "orig", None) or error), gelukt=False)
        raise
    write(" ".join(said), gelukt=True)
