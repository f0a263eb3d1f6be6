"""Keep what was counted of wijken, for a server that starts (ADR 0028). It changes no data and comes in no logboek."""

from collections.abc import Mapping

from sqlalchemy.dialects import postgresql, sqlite

from wijkkompas_core.storage.logboek import WritingSession
from wijkkompas_core.storage.tables import TellingRow


def save_tellingen(session: WritingSession, packed: Mapping[int, bytes]) -> None:
    """Keep these counts, per wijk (id) as `queries.voorraad.pack` made them, instead of what there was.

    Several servers may do so at once; of each wijk the last one stays, and either is right.
    """
    insert = (postgresql if session.get_bind().dialect.name == "postgresql" else sqlite).insert(TellingRow)
    statement = insert.on_conflict_do_update(index_elements=["wijk_id"], set_={"inhoud": insert.excluded.inhoud})
    # In one order, so that two servers never wait for each other.
    session.execute(statement, [{"wijk_id": wijk, "inhoud": packed[wijk]} for wijk in sorted(packed)])
