"""Reads for the same fase in several wijken: when they were in it, and the contactmomenten recorded with it."""

from collections.abc import Collection
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from wijkkompas_core.analysis.tabel import Frame, frame, per_wijk
from wijkkompas_core.analysis.zelfde_fase import Verblijf
from wijkkompas_core.domain.kompas import Kompas
from wijkkompas_core.domain.toegang import Actor, Recht, require
from wijkkompas_core.queries.vraag import vraag
from wijkkompas_core.storage.tables import ContactmomentAspectRow, ContactmomentRow, NvtVakRow, WijkfaseRow


@vraag(wijk_alleen=True)
def verblijven(
    session: Session, actor: Actor, wijken: Collection[int], fase: str, kompas: Kompas, peildatum: date
) -> dict[int, Verblijf]:
    """Id of each of these wijken that was in a fase (slug) up to the peildatum → its spells and its required vakken.

    Spells of deelprojecten do not count.
    """
    for wijk in wijken:
        require(actor, Recht.WIJK_ZIEN, wijk)
    spells: dict[int, list[tuple[date, date | None]]] = {}
    query = (
        select(WijkfaseRow.wijk_id, WijkfaseRow.begonnen_op, WijkfaseRow.afgesloten_op)
        .where(
            WijkfaseRow.wijk_id.in_(wijken),
            WijkfaseRow.fase == fase,
            WijkfaseRow.deelproject_id.is_(None),
            WijkfaseRow.begonnen_op <= peildatum,
        )
        .order_by(WijkfaseRow.wijk_id, WijkfaseRow.begonnen_op, WijkfaseRow.id)
    )
    for wijk, begin, end in session.execute(query):
        spells.setdefault(wijk, []).append((begin, end))
    dropped: dict[int, set[str]] = {}
    marked = select(NvtVakRow.wijk_id, NvtVakRow.aspect, NvtVakRow.reden).where(
        NvtVakRow.wijk_id.in_(wijken), NvtVakRow.fase == fase
    )
    for wijk, aspect, reden in session.execute(marked):
        if reden.strip():
            dropped.setdefault(wijk, set()).add(aspect)
    slugs = [aspect.slug for aspect in kompas.aspecten]
    return {
        wijk: Verblijf(tuple(found), tuple(slug for slug in slugs if slug not in dropped.get(wijk, ())))
        for wijk, found in spells.items()
    }


def fasecontacten(session: Session, actor: Actor, wijken: Collection[int], fase: str) -> Frame:
    """A row per contactmoment × aspect recorded with a fase (slug): `wijk, contactmoment, datum, aspect, k`."""
    for wijk in wijken:
        require(actor, Recht.WIJK_ZIEN, wijk)
    moment, link = ContactmomentRow, ContactmomentAspectRow
    rows = session.execute(
        select(moment.wijk_id, moment.id, moment.datum, link.aspect, moment.aantal_aspecten)
        .join(link, link.contactmoment_id == moment.id)
        .where(moment.wijk_id.in_(wijken), moment.fase == fase, moment.verwijderd_op.is_(None))
        .order_by(moment.wijk_id, moment.id, link.aspect)
    )
    return frame("wijk, contactmoment, datum, aspect, k", rows, dagen="datum")


@vraag(wijk_alleen=True)
def fasecontacten_van(session: Session, actor: Actor, wijken: Collection[int], fase: str) -> dict[int, Frame]:
    """Id of each of these wijken → its `fasecontacten`."""
    return per_wijk(fasecontacten(session, actor, wijken, fase), wijken)
