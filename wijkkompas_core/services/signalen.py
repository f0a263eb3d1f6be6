"""Set a signal aside with a reason, and take it back; `session.actor` is who does it, read afresh by the door."""

from sqlalchemy import select

from wijkkompas_core.domain.betrokkenheid import clean_text
from wijkkompas_core.domain.tijd import now, today
from wijkkompas_core.domain.toegang import NEEDS, Recht, require
from wijkkompas_core.errors import Conflict, InvalidInput, NotFound
from wijkkompas_core.queries.methode import methode
from wijkkompas_core.queries.signalen import signaalstand
from wijkkompas_core.storage.logboek import WritingSession
from wijkkompas_core.storage.tables import SignaalreactieRow

LONGEST_REASON = 1_000


def set_aside(session: WritingSession, wijk: int, sleutel: str, feiten: str, reden: str) -> int:
    """Hide a signal of a wijk for as long as its facts stay as they are; answers the id of the reaction.

    Raises `InvalidInput` without a reason, `NotFound` when there is no such signal (any more), and `Conflict` when its
    facts are no longer those (`feiten`) that were seen, or someone else has just set it aside.
    """
    require(session.actor, NEEDS[session.actie], wijk)
    reden = clean_text(reden)
    if not reden:
        raise InvalidInput({"reden": "Schrijf kort waarom dit signaal nu geen aandacht vraagt."})
    if len(reden) > LONGEST_REASON:
        raise InvalidInput({"reden": "Deze reden is langer dan 1.000 tekens. Maak hem korter."})
    stand = signaalstand(session, session.actor, wijk, methode(session), today())
    found = next((signaal for signaal in stand.signalen if signaal.sleutel == sleutel), None)
    if found is None:
        if any(one.signaal.sleutel == sleutel for one in stand.weggelegd):
            raise Conflict(message="Iemand anders heeft dit signaal net weggelegd.")
        raise NotFound("Dit signaal is er niet meer.")
    if found.feiten != feiten:
        raise Conflict(found, "De feiten van dit signaal zijn intussen veranderd. Bekijk het opnieuw.")
    row = session.scalar(
        select(SignaalreactieRow).where(SignaalreactieRow.wijk_id == wijk, SignaalreactieRow.signaal == sleutel)
    )
    if row is None:
        row = SignaalreactieRow(wijk_id=wijk, signaal=sleutel)
        session.add(row)
    row.feiten, row.reden = feiten, reden
    row.weggelegd_op, row.weggelegd_door = now(), session.actor.gebruiker
    session.flush()
    return row.id


def take_back(session: WritingSession, key: int, versie: int) -> None:
    """Let a signal that was set aside ask attention again; `versie` is that of the reaction as it was read."""
    row = session.get(SignaalreactieRow, key)
    if row is None or not session.actor.may(Recht.WIJK_ZIEN, row.wijk_id):
        raise NotFound("Dit signaal is niet (meer) weggelegd.")
    require(session.actor, NEEDS[session.actie], row.wijk_id)
    if row.versie != versie:
        raise Conflict()
    session.delete(row)
