"""The jobs of the installation itself, such as the backup: how each went last, and what is late."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from sqlalchemy import select
from sqlalchemy.orm import Session

from wijkkompas_core.domain import nederlands as nl
from wijkkompas_core.domain.tijd import now
from wijkkompas_core.settings import Settings
from wijkkompas_core.storage.tables import TaakRow


class Taak(StrEnum):
    """The jobs that are written down."""

    BACKUP = "backup"
    PROEF = "backup-proef"
    OPRUIMEN = "opruimen"
    REGELS = "regels"


@dataclass(frozen=True, slots=True)
class Taakstand:
    """How a job went last: when, whether it went well, when it last did, how long it took and what it said."""

    laatst_op: datetime
    gelukt: bool
    gelukt_op: datetime | None
    seconden: float
    melding: str


def taken(session: Session) -> dict[Taak, Taakstand]:
    """Each job that was ever done here. Says nothing of people, so whoever asks may know."""
    known = [one.value for one in Taak]
    rows = session.scalars(select(TaakRow).where(TaakRow.naam.in_(known)))
    return {
        Taak(row.naam): Taakstand(row.laatst_op, row.gelukt, row.gelukt_op, row.seconden, row.melding) for row in rows
    }


def backup_alarm(stand: Taakstand | None, settings: Settings, moment: datetime | None = None) -> str | None:
    """What is wrong with when the last backup was made, in a sentence; `None` when nothing is."""
    if stand is None or stand.gelukt_op is None:
        return "Er is nog nooit een back-up gemaakt."
    age = (moment or now()) - stand.gelukt_op
    if age <= timedelta(hours=settings.backup_alarm_uren):
        return None
    made = nl.moment(stand.gelukt_op)
    return f"De laatste back-up is van {made}, langer dan {settings.backup_alarm_uren} uur geleden."
