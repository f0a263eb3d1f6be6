"""Keep a mapping of columns under a name, for the next file of the same make."""

from sqlalchemy import select

from wijkkompas_core.domain.betrokkenheid import clean_text
from wijkkompas_core.domain.tijd import now
from wijkkompas_core.domain.uitwisseling import LIJSTEN, MAX_MAPPING_NAME, Toewijzing
from wijkkompas_core.errors import InvalidInput
from wijkkompas_core.storage.logboek import WritingSession, log
from wijkkompas_core.storage.tables import ToewijzingRow


def keep_toewijzing(session: WritingSession, naam: str, toewijzing: Toewijzing) -> None:
    """Keep a mapping under a name; one of that name and list is replaced. Raises `InvalidInput`."""
    naam = clean_text(naam)
    if not naam or len(naam) > MAX_MAPPING_NAME:
        raise InvalidInput({"naam": f"Geef een naam van 1 tot {MAX_MAPPING_NAME} tekens."})
    if toewijzing.lijst not in LIJSTEN:
        raise InvalidInput({"lijst": "Kies welke lijst dit is."})
    row = session.scalar(
        select(ToewijzingRow).where(ToewijzingRow.lijst == toewijzing.lijst, ToewijzingRow.naam == naam)
    )
    if row is None:
        row = ToewijzingRow(lijst=toewijzing.lijst, naam=naam)
        session.add(row)
    row.inhoud = toewijzing.as_dict()
    row.gewijzigd_op, row.gewijzigd_door = now(), session.actor.gebruiker
    session.flush()
    log(session, object="toewijzing", object_id=row.id, nieuw={"lijst": toewijzing.lijst, "naam": naam})


def delete_toewijzing(session: WritingSession, lijst: str, naam: str) -> None:
    """Throw a kept mapping away."""
    row = session.scalar(select(ToewijzingRow).where(ToewijzingRow.lijst == lijst, ToewijzingRow.naam == naam))
    if row is not None:
        session.delete(row)
        log(session, object="toewijzing", object_id=row.id, oud={"lijst": lijst, "naam": naam})
