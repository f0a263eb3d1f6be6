"""Keep a mapping of columns under a name, for the next file of the same make."""

from sqlalchemy import select

from wijkkompas_core.domain.betrokkenheid import clean_text
from wijkkompas_core.domain.tijd import now
from wijkkompas_core.domain.uitwisseling import LIJSTEN, MAX_MAPPING_NAME, Toewijzing
from wijkkompas_core.errors import InvalidInput, NotFound
from wijkkompas_core.queries.toewijzingen import own
from wijkkompas_core.storage.logboek import WritingSession, log
from wijkkompas_core.storage.tables import ToewijzingRow


def keep_toewijzing(session: WritingSession, naam: str, toewijzing: Toewijzing) -> None:
    """Keep a mapping under a name; an own one of that name and list is replaced. Raises `InvalidInput`, also for a name
    that somebody else uses."""
    naam = clean_text(naam)
    if not naam or len(naam) > MAX_MAPPING_NAME:
        raise InvalidInput({"naam": f"Geef een naam van 1 tot {MAX_MAPPING_NAME} tekens."})
    if toewijzing.lijst not in LIJSTEN:
        raise InvalidInput({"lijst": "Kies welke lijst dit is."})
    named = select(ToewijzingRow).where(ToewijzingRow.lijst == toewijzing.lijst, ToewijzingRow.naam == naam)
    row = session.scalar(named.where(own(session.actor)))
    if row is None:
        if session.scalar(named) is not None:
            raise InvalidInput({"naam": "Deze naam gebruikt een collega al. Kies een andere."})
        row = ToewijzingRow(lijst=toewijzing.lijst, naam=naam, gewijzigd_door=session.actor.gebruiker)
        session.add(row)
    row.inhoud = toewijzing.as_dict()
    row.gewijzigd_op = now()
    session.flush()
    log(session, object="toewijzing", object_id=row.id, nieuw={"lijst": toewijzing.lijst, "naam": naam})


def delete_toewijzing(session: WritingSession, lijst: str, naam: str) -> None:
    """Throw an own kept mapping away; raises `NotFound` when the actor has none of that name."""
    mine = (ToewijzingRow.lijst == lijst, ToewijzingRow.naam == naam, own(session.actor))
    row = session.scalar(select(ToewijzingRow).where(*mine))
    if row is None:
        raise NotFound("Deze indeling is er niet (meer).")
    session.delete(row)
    log(session, object="toewijzing", object_id=row.id, oud={"lijst": lijst, "naam": naam})
