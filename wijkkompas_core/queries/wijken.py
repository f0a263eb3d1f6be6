"""Reads about wijken: which there are for an actor, and the state of one."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from wijkkompas_core.analysis.tabel import Frame, frame
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


def perioden(session: Session, actor: Actor, wijk: int) -> Frame:
    """The spells of a wijk, not of its deelprojecten, oldest first: `fase, begonnen_op, afgesloten_op` (NaT: open)."""
    require(actor, Recht.WIJK_ZIEN, wijk)
    rows = session.execute(
        select(WijkfaseRow.fase, WijkfaseRow.begonnen_op, WijkfaseRow.afgesloten_op)
        .where(WijkfaseRow.wijk_id == wijk, WijkfaseRow.deelproject_id.is_(None))
        .order_by(WijkfaseRow.begonnen_op, WijkfaseRow.id)
    )
    return frame("fase, begonnen_op, afgesloten_op", rows, dagen="begonnen_op, afgesloten_op")


def mijlpalen(session: Session, actor: Actor, wijk: int) -> Frame:
    """The mijlpalen of a wijk: `fase, datum, gepland, uitkomst, naam`; `gepland` is true while undecided."""
    require(actor, Recht.WIJK_ZIEN, wijk)
    rows = session.scalars(select(MijlpaalRow).where(MijlpaalRow.wijk_id == wijk, MijlpaalRow.deelproject_id.is_(None)))
    dated = [(day, m) for m in rows if (day := m.besloten_op or m.gepland_op)]
    dated.sort(key=lambda one: one[0])
    found = [(m.fase, day, m.besloten_op is None, m.uitkomst, m.naam) for day, m in dated]
    return frame("fase, datum, gepland, uitkomst, naam", found, dagen="datum")


def nvt_vakken(session: Session, actor: Actor, wijk: int) -> Frame:
    """The vakken that do not apply: `fase, aspect, reden`."""
    require(actor, Recht.WIJK_ZIEN, wijk)
    rows = session.execute(select(NvtVakRow.fase, NvtVakRow.aspect, NvtVakRow.reden).where(NvtVakRow.wijk_id == wijk))
    return frame("fase, aspect, reden", rows)


def knooppuntstatussen(session: Session, actor: Actor, wijk: int) -> dict[str, tuple[str, str]]:
    """Slug of a knooppunt → (status, reason); a knooppunt that is not in it has not been started."""
    require(actor, Recht.WIJK_ZIEN, wijk)
    rows = session.execute(
        select(KnooppuntstatusRow.knooppunt, KnooppuntstatusRow.status, KnooppuntstatusRow.reden).where(
            KnooppuntstatusRow.wijk_id == wijk
        )
    )
    return {row[0]: (row[1], row[2]) for row in rows}
