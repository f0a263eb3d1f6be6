"""Retention: what may be kept no longer is really thrown away, at every login in passing and by the command line.

The logboek keeps every change of data, because the history of an item is read from it (ADR 0012). What has a term there
is about people only: lines of logging in and of refusals.
"""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import datetime, timedelta
from typing import Any, cast

from sqlalchemy import CursorResult, delete, func, or_, select
from sqlalchemy.orm import Session
from sqlalchemy.sql.dml import Delete

from wijkkompas_core.domain.tijd import now
from wijkkompas_core.domain.toegang import Actie
from wijkkompas_core.queries.concepten import KEPT
from wijkkompas_core.services.toegang.anonimiseren import wipe
from wijkkompas_core.services.toegang.codefouten import KEEP_WRONG_CODES
from wijkkompas_core.settings import Settings
from wijkkompas_core.storage.engine import logboek_unguarded
from wijkkompas_core.storage.logboek import REFUSED, WritingSession, log
from wijkkompas_core.storage.tables import (
    CodefoutRow,
    ConceptRow,
    GebruikerRow,
    ImportconceptRow,
    InlogpogingRow,
    InlogticketRow,
    LogboekRow,
    SessieRow,
    ToestelRow,
    UitnodigingRow,
)

KEEP_ATTEMPTS = timedelta(days=1)
KEEP_BROWSERS = timedelta(days=365)
SETTLED, SILENT = timedelta(days=7), timedelta(days=30)
_SIGNING_IN = (Actie.INLOGGEN, Actie.UITLOGGEN, Actie.SESSIE_BEEINDIGEN)


@dataclass(frozen=True, slots=True)
class Opgeruimd:
    """How many rows of each kind were thrown away, or accounts made anonymous."""

    sessies: int = 0
    inlogpogingen: int = 0
    links: int = 0
    toestellen: int = 0
    concepten: int = 0
    accounts: int = 0
    logregels: int = 0

    def as_dict(self) -> Mapping[str, int]:
        """The counts that are not zero."""
        return {field.name: n for field in fields(self) if (n := getattr(self, field.name))}


def clock_jumped(session: Session, moment: datetime) -> bool:
    """Whether nothing at all happened between thirty and seven days ago, while something did before.

    Then the clock is probably ahead, and what looks old may be of today; or nobody was here for weeks, and there is no
    hurry. A clock that stays wrong counts as right after a week.
    """
    last = session.scalar(select(func.max(LogboekRow.tijdstip)).where(LogboekRow.tijdstip <= moment - SETTLED))
    return last is not None and last < moment - SILENT


def forget_old(session: WritingSession, settings: Settings, moment: datetime) -> Opgeruimd:
    """Drop what no longer serves: used-up tickets and links, long-ended sessions, attempts of a past day."""
    _delete(session, delete(InlogticketRow).where(InlogticketRow.verloopt_op <= moment))
    _delete(session, delete(CodefoutRow).where(CodefoutRow.op <= moment - KEEP_WRONG_CODES))
    keep = timedelta(days=settings.bewaar_sessies_dagen)
    oldest = moment - timedelta(hours=settings.sessie_maximaal_uren)
    return Opgeruimd(
        sessies=_delete(
            session,
            delete(SessieRow).where(
                or_(SessieRow.beeindigd_op <= moment - keep, SessieRow.begonnen_op <= oldest - keep)
            ),
        ),
        inlogpogingen=_delete(
            session,
            delete(InlogpogingRow).where(
                InlogpogingRow.laatste_op <= moment - KEEP_ATTEMPTS,
                or_(InlogpogingRow.op_slot_tot.is_(None), InlogpogingRow.op_slot_tot <= moment),
            ),
        ),
        links=_delete(session, delete(UitnodigingRow).where(UitnodigingRow.verloopt_op <= moment)),
        toestellen=_delete(session, delete(ToestelRow).where(ToestelRow.laatst_op <= moment - KEEP_BROWSERS)),
    )


def clean_up(session: WritingSession, settings: Settings, moment: datetime | None = None) -> Opgeruimd:
    """Apply every retention period, and write down in the logboek what was thrown away."""
    moment = moment or now()
    found = forget_old(session, settings, moment)
    closed = moment - timedelta(days=settings.bewaar_gesloten_dagen)
    rows = session.scalars(
        select(GebruikerRow).where(
            GebruikerRow.actief.is_(False),
            GebruikerRow.geanonimiseerd_op.is_(None),
            GebruikerRow.gesloten_op <= closed,
        )
    ).all()
    for row in rows:
        wipe(session, row)
    lines = 0
    if session.scalar(select(func.count()).select_from(_old_lines(settings, moment).subquery())):
        with logboek_unguarded(session.connection()):
            lines = _delete(session, delete(LogboekRow).where(LogboekRow.id.in_(_old_lines(settings, moment))))
    done = Opgeruimd(
        found.sessies,
        found.inlogpogingen,
        found.links,
        found.toestellen,
        concepten=sum(
            _delete(session, delete(table).where(table.bewaard_op <= moment - KEPT))
            for table in (ConceptRow, ImportconceptRow)
        ),
        accounts=len(rows),
        logregels=lines,
    )
    log(session, object="bewaartermijn", nieuw=dict(done.as_dict()))
    return done


def _old_lines(settings: Settings, moment: datetime):
    """Lines about logging in and out and about refusals; never one that the history of an item is read from."""
    term = moment - timedelta(days=settings.bewaar_inlogregels_dagen)
    return select(LogboekRow.id).where(
        LogboekRow.tijdstip <= term,
        or_(LogboekRow.actie.in_(_SIGNING_IN), LogboekRow.resultaat == REFUSED),
        LogboekRow.object.in_(("gebruiker", "sessie", "toegang", "tweede factor")),
    )


def _delete(session: Session, statement: Delete) -> int:
    done = session.execute(statement.execution_options(synchronize_session=False))
    return cast(CursorResult[Any], done).rowcount
