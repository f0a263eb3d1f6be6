"""Reads about wijken: which there are for an actor, and the state of one."""

from dataclasses import dataclass
from datetime import date

import pandas as pd
from sqlalchemy import select
from sqlalchemy.orm import Session

from wijkkompas_core.domain.toegang import Actor, Recht, require
from wijkkompas_core.domain.wijken import ACTIEF, GEARCHIVEERD
from wijkkompas_core.storage.tables import KnooppuntstatusRow, MijlpaalRow, NvtVakRow, WijkfaseRow, WijkRow


@dataclass(frozen=True, slots=True)
class Wijk:
    """A wijk in short: `start` is the date on which its wijkaanpak began, `status` is that of the wijkaanpak."""

    id: int
    slug: str
    naam: str
    start: date
    gebied: str = ""
    regie: str = ""
    status: str = ACTIEF

    @property
    def label(self) -> str:
        """The name, with the status when the wijkaanpak is not going on."""
        return self.naam if self.status == ACTIEF else f"{self.naam} ({self.status})"


def wijken(session: Session, actor: Actor, recht: Recht = Recht.WIJK_ZIEN) -> tuple[Wijk, ...]:
    """The wijken where the actor holds `recht`, by name; those that were archived are left out."""
    columns = (WijkRow.id, WijkRow.slug, WijkRow.naam, WijkRow.start, WijkRow.gebied, WijkRow.regie, WijkRow.status)
    query = select(*columns).where(WijkRow.status != GEARCHIVEERD).order_by(WijkRow.naam)
    allowed = actor.wijken(recht)
    if allowed is not None:
        query = query.where(WijkRow.id.in_(allowed))
    return tuple(Wijk(*row) for row in session.execute(query))


def perioden(session: Session, actor: Actor, wijk: int) -> pd.DataFrame:
    """The spells of a wijk, not of its deelprojecten, oldest first: `fase, begonnen_op, afgesloten_op` (NaT: open)."""
    require(actor, Recht.WIJK_ZIEN, wijk)
    rows = session.execute(
        select(WijkfaseRow.fase, WijkfaseRow.begonnen_op, WijkfaseRow.afgesloten_op)
        .where(WijkfaseRow.wijk_id == wijk, WijkfaseRow.deelproject_id.is_(None))
        .order_by(WijkfaseRow.begonnen_op, WijkfaseRow.id)
    )
    frame = pd.DataFrame(rows.all(), columns=["fase", "begonnen_op", "afgesloten_op"])
    return frame.assign(
        begonnen_op=pd.to_datetime(frame["begonnen_op"]), afgesloten_op=pd.to_datetime(frame["afgesloten_op"])
    )


def mijlpalen(session: Session, actor: Actor, wijk: int) -> pd.DataFrame:
    """The mijlpalen of a wijk: `fase, datum, gepland, uitkomst, naam`; `gepland` is true while undecided."""
    require(actor, Recht.WIJK_ZIEN, wijk)
    rows = session.execute(
        select(MijlpaalRow).where(MijlpaalRow.wijk_id == wijk, MijlpaalRow.deelproject_id.is_(None))
    ).scalars()
    frame = pd.DataFrame(
        [(m.fase, m.besloten_op or m.gepland_op, m.besloten_op is None, m.uitkomst, m.naam) for m in rows],
        columns=["fase", "datum", "gepland", "uitkomst", "naam"],
    )
    frame["datum"] = pd.to_datetime(frame["datum"])
    return frame.dropna(subset="datum").sort_values("datum", ignore_index=True)


def nvt_vakken(session: Session, actor: Actor, wijk: int) -> pd.DataFrame:
    """The vakken that do not apply: `fase, aspect, reden`."""
    require(actor, Recht.WIJK_ZIEN, wijk)
    rows = session.execute(select(NvtVakRow.fase, NvtVakRow.aspect, NvtVakRow.reden).where(NvtVakRow.wijk_id == wijk))
    return pd.DataFrame(rows.all(), columns=["fase", "aspect", "reden"])


def knooppuntstatussen(session: Session, actor: Actor, wijk: int) -> dict[str, tuple[str, str]]:
    """Slug of a knooppunt → (status, reason); a knooppunt that is not in it has not been started."""
    require(actor, Recht.WIJK_ZIEN, wijk)
    rows = session.execute(
        select(KnooppuntstatusRow.knooppunt, KnooppuntstatusRow.status, KnooppuntstatusRow.reden).where(
            KnooppuntstatusRow.wijk_id == wijk
        )
    )
    return {row[0]: (row[1], row[2]) for row in rows}
