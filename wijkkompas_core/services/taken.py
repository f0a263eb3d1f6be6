"""What is done by the clock or by hand for the installation itself: written down, so that a beheerder sees it stop."""

from datetime import datetime, timedelta

from sqlalchemy.dialects import postgresql, sqlite

from wijkkompas_core.domain.tijd import now
from wijkkompas_core.domain.toegang import Actie, system_actor
from wijkkompas_core.queries.taken import Taak
from wijkkompas_core.storage.database import Database
from wijkkompas_core.storage.tables import TaakRow

SYSTEM = system_actor("taken")
LONGEST = 500


def note(database: Database, taak: Taak, melding: str, *, begun: datetime, gelukt: bool = True) -> None:
    """Write down how a job that began at `begun` went, instead of how it went before. It comes in no logboek."""
    moment = now()
    said = {
        "laatst_op": moment,
        "gelukt": gelukt,
        "seconden": max(timedelta(), moment - begun).total_seconds(),
        "melding": melding[:LONGEST],
    } | ({"gelukt_op": moment} if gelukt else {})
    with database.writing(SYSTEM, Actie.TAAK_NOTEREN) as session:
        insert = (postgresql if session.get_bind().dialect.name == "postgresql" else sqlite).insert(TaakRow)
        statement = insert.values(naam=taak.value, **said)
        session.execute(statement.on_conflict_do_update(index_elements=["naam"], set_=said))
