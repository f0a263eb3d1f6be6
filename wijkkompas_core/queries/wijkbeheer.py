"""What who steers the programme sees of the wijken themselves, the archived ones too."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from wijkkompas_core.domain.toegang import Actor, Recht, require
from wijkkompas_core.domain.wijken import WijkInvoer
from wijkkompas_core.storage.tables import GebruikerRow, ToekenningRow, WijkfaseRow, WijkRow


@dataclass(frozen=True, slots=True)
class Wijkbeheer:
    """A wijk as it is managed; `fasen` are the slugs of the open ones, `team` (role, name) of who has a role in it."""

    id: int
    slug: str
    naam: str
    start: date
    gebied: str
    regie: str
    cbs_code: str
    cbs_editie: int | None
    buurten: tuple[str, ...]
    status: str
    status_sinds: date | None
    versie: int
    fasen: tuple[str, ...]
    team: tuple[tuple[str, str], ...]

    def as_invoer(self) -> WijkInvoer:
        """As it would be filled in."""
        return WijkInvoer(self.naam, self.start, self.gebied, self.regie, self.cbs_code, self.buurten, self.cbs_editie)


def beheerde_wijken(session: Session, actor: Actor, day: date) -> tuple[Wijkbeheer, ...]:
    """The wijken that the actor steers as part of the programme, by name, with the fasen that are open on a day."""
    require(actor, Recht.PROGRAMMA_STUREN)
    allowed = actor.wijken(Recht.PROGRAMMA_STUREN)
    query = select(WijkRow).order_by(WijkRow.naam)
    if allowed is not None:
        query = query.where(WijkRow.id.in_(allowed))
    fasen: dict[int, list[str]] = {}
    spells = select(WijkfaseRow).where(WijkfaseRow.deelproject_id.is_(None), WijkfaseRow.begonnen_op <= day)
    for spell in session.scalars(spells.order_by(WijkfaseRow.begonnen_op)):
        if spell.afgesloten_op is None or spell.afgesloten_op > day:
            fasen.setdefault(spell.wijk_id, []).append(spell.fase)
    team: dict[int, list[tuple[str, str]]] = {}
    people = (
        select(ToekenningRow.wijk_id, ToekenningRow.rol, GebruikerRow.naam)
        .join(GebruikerRow, GebruikerRow.id == ToekenningRow.gebruiker_id)
        .where(ToekenningRow.wijk_id.is_not(None), GebruikerRow.actief)
        .order_by(ToekenningRow.rol, GebruikerRow.naam)
    )
    for wijk, rol, naam in session.execute(people):
        team.setdefault(wijk or 0, []).append((rol, naam))
    return tuple(
        Wijkbeheer(
            id=row.id,
            slug=row.slug,
            naam=row.naam,
            start=row.start,
            gebied=row.gebied,
            regie=row.regie,
            cbs_code=row.cbs_code or "",
            cbs_editie=row.cbs_editie,
            buurten=tuple(row.buurten),
            status=row.status,
            status_sinds=row.status_sinds,
            versie=row.versie,
            fasen=tuple(dict.fromkeys(fasen.get(row.id, ()))),
            team=tuple(team.get(row.id, ())),
        )
        for row in session.scalars(query)
    )
