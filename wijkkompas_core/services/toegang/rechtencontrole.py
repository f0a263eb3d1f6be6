"""The yearly review of rights: a beheerder says of every role that somebody still needs it."""

from collections.abc import Sequence

from sqlalchemy import select

from wijkkompas_core.domain.tijd import now
from wijkkompas_core.errors import InvalidInput
from wijkkompas_core.services.toegang.accounts import require_everywhere
from wijkkompas_core.storage.logboek import WritingSession
from wijkkompas_core.storage.tables import ToekenningRow


def confirm(session: WritingSession, toekenningen: Sequence[int]) -> int:
    """Confirm roles (their ids), in the name of the actor and now; answers how many there still were.

    Run inside `database.writing(actor, Actie.RECHTEN_BEVESTIGEN)`. Who it was and when stands at the role and in the
    logboek.
    """
    require_everywhere(session)
    rows = session.scalars(select(ToekenningRow).where(ToekenningRow.id.in_(toekenningen))).all()
    if not rows:
        raise InvalidInput({"toekenningen": "Kies eerst welke rollen je bevestigt."})
    for row in rows:
        row.bevestigd_op, row.bevestigd_door = now(), session.actor.gebruiker
    session.flush()
    return len(rows)
