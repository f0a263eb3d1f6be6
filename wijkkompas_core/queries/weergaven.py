"""Reads the views that were kept under a name, and with which one someone begins."""

from dataclasses import dataclass

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from wijkkompas_core.domain.toegang import Actor, Recht
from wijkkompas_core.domain.weergaven import Beeld, Bereik, read_beeld
from wijkkompas_core.queries.vraag import vraag
from wijkkompas_core.storage.tables import GebruikerRow, StartweergaveRow, WeergaveRow, WijkRow


@dataclass(frozen=True, slots=True)
class Weergave:
    """A kept view as this actor sees it: `van` is who keeps it, `wijknaam` the wijk whose team it is for."""

    id: int
    naam: str
    beeld: Beeld
    bereik: Bereik
    wijk: int | None
    wijknaam: str
    eigenaar: int
    van: str
    versie: int
    te_wijzigen: bool


@vraag(persoonlijk=True)
def weergaven(session: Session, actor: Actor) -> tuple[Weergave, ...]:
    """The views that this actor may open, by name: one's own, those of the team of a wijk, and those for everyone."""
    if actor.gebruiker is None or not actor.may(Recht.EIGEN_ACCOUNT):
        return ()
    visible = [WeergaveRow.eigenaar_id == actor.gebruiker]
    if actor.may(Recht.WIJK_ZIEN):
        visible.append(WeergaveRow.bereik == Bereik.PROGRAMMA)
        places, of_wijk = actor.wijken(), WeergaveRow.bereik == Bereik.WIJK
        visible.append(of_wijk if places is None else of_wijk & WeergaveRow.wijk_id.in_(places))
    rows = session.execute(
        select(WeergaveRow, WijkRow.naam, GebruikerRow.naam)
        .outerjoin(WijkRow, WijkRow.id == WeergaveRow.wijk_id)
        .join(GebruikerRow, GebruikerRow.id == WeergaveRow.eigenaar_id)
        .where(WeergaveRow.verwijderd_op.is_(None), or_(*visible))
    )
    found = [
        Weergave(
            row.id,
            row.naam,
            beeld,
            Bereik(row.bereik),
            row.wijk_id,
            wijknaam or "",
            row.eigenaar_id,
            van,
            row.versie,
            may_change(actor, Bereik(row.bereik), row.wijk_id, row.eigenaar_id),
        )
        for row, wijknaam, van in rows
        if (beeld := read_beeld(f"/{row.pagina}?{row.vraag}")) is not None  # a page may have gone since
    ]
    return tuple(sorted(found, key=lambda one: (one.naam.casefold(), one.id)))


def may_change(actor: Actor, bereik: Bereik, wijk: int | None, eigenaar: int) -> bool:
    """Whether this actor may rename and delete such a view: its owner, and who leads the team that it is for."""
    if actor.gebruiker == eigenaar:
        return True
    if bereik is Bereik.WIJK:
        return actor.may(Recht.WIJK_STUREN, wijk)
    return bereik is Bereik.PROGRAMMA and actor.wijken(Recht.PROGRAMMA_STUREN) is None


@vraag(persoonlijk=True)
def startweergave(session: Session, actor: Actor) -> Weergave | None:
    """The view with which this actor begins; `None` without one, and when it is no longer there for the actor."""
    chosen = session.scalar(
        select(StartweergaveRow.weergave_id).where(StartweergaveRow.gebruiker_id == actor.gebruiker)
    )
    if chosen is None:
        return None
    return next((one for one in weergaven(session, actor) if one.id == chosen), None)
