"""Wrong codes after a right password: who types those may be somebody who stole the password.

The counts of `pogingen` begin again after a quarter of an hour; these last for weeks. After ten wrong codes each next
one waits twice as long as the one before, to a day. The owner is told at the next login, and is never shut out: a
browser in which the account logged in before counts apart, and a recovery code need not wait.
"""

from datetime import datetime, timedelta

from sqlalchemy import delete, or_, select, update
from sqlalchemy.orm import Session

from wijkkompas_core.domain import nederlands as nl
from wijkkompas_core.domain.accounts import attempt_key
from wijkkompas_core.services.toegang.herstelcodes import looks_like_one
from wijkkompas_core.services.toegang.pogingen import Herkomst, is_known
from wijkkompas_core.storage.tables import CodefoutRow, TweedeFactorRow

FREE_CODES = 10
FIRST_PAUSE, LONGEST_PAUSE = timedelta(minutes=15), timedelta(days=1)
KEEP_WRONG_CODES = timedelta(days=30)
INSIDE = "binnen"
"""Where somebody is who has a session and is asked for a code again."""


def where_from(session: Session, gebruiker: int, herkomst: Herkomst) -> str:
    """What wrong codes count under: the browser that this account knows, or all others together."""
    return attempt_key(herkomst.toestel) if is_known(session, gebruiker, herkomst.toestel) else ""


def one_at_a_time(session: Session, gebruiker: int) -> None:
    """Let the attempts on one account wait for each other: first in the transaction, or two could wait for ever."""
    factor = select(TweedeFactorRow.gebruiker_id).where(TweedeFactorRow.gebruiker_id == gebruiker)
    session.execute(factor.with_for_update())


def pause_after(aantal: int) -> timedelta:
    """How long after the last of this many wrong codes the next may be tried."""
    if aantal < FREE_CODES:
        return timedelta()
    return min(FIRST_PAUSE * 2 ** min(aantal - FREE_CODES, 10), LONGEST_PAUSE)


def try_one(session: Session, gebruiker: int, waar: str, ronde: str, typed: str, moment: datetime) -> str:
    """Count a code as wrong before it is looked at; answers the sentence that refuses it, and then it does not count.

    `ronde` is the login that it belongs to. Run after `one_at_a_time`.
    """
    wrong = session.scalars(
        select(CodefoutRow.op)
        .where(
            CodefoutRow.gebruiker_id == gebruiker,
            CodefoutRow.waar == waar,
            CodefoutRow.telt,
            CodefoutRow.op > moment - KEEP_WRONG_CODES,
        )
        .order_by(CodefoutRow.op)
    ).all()
    if wrong and moment < (until := wrong[-1] + pause_after(len(wrong))) and not looks_like_one(typed):
        again = f"Probeer het opnieuw na {nl.moment(until)} uur, of gebruik een herstelcode."
        return f"Er zijn te veel verkeerde codes ingevuld. {again}"
    session.add(CodefoutRow(gebruiker_id=gebruiker, waar=waar, ronde=ronde, op=moment, telt=True))
    session.flush()
    return ""


def was_right(session: Session, gebruiker: int, waar: str, ronde: str) -> None:
    """The last code of this login was right: what was wrong in it was a slip of its owner, and counting begins again.

    What others typed elsewhere stays, to be told.
    """
    of_owner = waar not in ("", INSIDE)
    own = or_(CodefoutRow.ronde == ronde, CodefoutRow.waar == waar) if of_owner else CodefoutRow.ronde == ronde
    of_account = CodefoutRow.gebruiker_id == gebruiker
    session.execute(delete(CodefoutRow).where(of_account, own))
    session.execute(update(CodefoutRow).where(of_account, CodefoutRow.waar == waar).values(telt=False))
