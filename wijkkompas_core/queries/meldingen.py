"""What happened to one's own account that its owner should know: wrong codes after the right password, new browsers."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from wijkkompas_core.domain.accounts import attempt_key
from wijkkompas_core.domain.tijd import now
from wijkkompas_core.domain.toegang import Actor
from wijkkompas_core.queries.vraag import vraag
from wijkkompas_core.storage.tables import CodefoutRow, SessieRow, ToestelRow

LOOK_BACK = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class FouteCodes:
    """How often the password was right and the code was not, and when last."""

    aantal: int
    laatst: datetime


@dataclass(frozen=True, slots=True)
class NieuwToestel:
    """A login in a browser where the account had not been before."""

    op: datetime
    toestel: str


@dataclass(frozen=True, slots=True)
class Meldingen:
    """What the owner of an account has not yet seen in this browser; new browsers, the newest first."""

    foute_codes: FouteCodes | None = None
    toestellen: tuple[NieuwToestel, ...] = ()

    def __bool__(self) -> bool:
        """Whether there is anything to tell."""
        return self.foute_codes is not None or bool(self.toestellen)


@vraag(persoonlijk=True)
def meldingen(
    session: Session, actor: Actor, toestel: str, sessie: int | None, moment: datetime | None = None
) -> Meldingen:
    """What to tell the actor in the browser with this cookie; nothing in one that is not known.

    That this very session began, with the number `sessie`, is no news.
    """
    here = session.get(ToestelRow, (attempt_key(toestel), actor.gebruiker)) if toestel and actor.gebruiker else None
    if here is None:
        return Meldingen()
    since = max((moment or now()) - LOOK_BACK, here.gezien_tot or datetime.min.replace(tzinfo=here.laatst_op.tzinfo))
    sessions = select(SessieRow.begonnen_op, SessieRow.toestel).where(
        SessieRow.gebruiker_id == actor.gebruiker,
        SessieRow.nieuw,
        SessieRow.id != sessie,
        SessieRow.begonnen_op > since,
    )
    rows = session.execute(sessions.order_by(SessieRow.begonnen_op.desc())).all()
    wrong = foute_codes(session, [here.gebruiker_id], since)
    return Meldingen(wrong.get(here.gebruiker_id), tuple(NieuwToestel(*row) for row in rows))


def foute_codes(session: Session, gebruikers: Iterable[int], since: datetime) -> dict[int, FouteCodes]:
    """Per account its wrong codes since a moment, of those that have any."""
    query = (
        select(CodefoutRow.gebruiker_id, func.count(), func.max(CodefoutRow.op))
        .where(CodefoutRow.gebruiker_id.in_(list(gebruikers)), CodefoutRow.op > since)
        .group_by(CodefoutRow.gebruiker_id)
    )
    return {key: FouteCodes(aantal, last) for key, aantal, last in session.execute(query)}
