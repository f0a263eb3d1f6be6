"""What happened since somebody was here last: when that was, and how much was recorded since."""

from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from wijkkompas_core.domain.toegang import Actor, Recht
from wijkkompas_core.queries.vraag import vraag
from wijkkompas_core.storage.tables import ContactmomentRow, SessieRow


@vraag(persoonlijk=True)
def vorig_bezoek(session: Session, actor: Actor, sessie: int | None) -> datetime | None:
    """When the actor was last here before the session with id `sessie` began; nothing when that is not known.

    Sessions that ended are kept for some time only, see the setting `bewaar_sessies_dagen`.
    """
    began = select(SessieRow.begonnen_op).where(SessieRow.id == sessie).scalar_subquery()
    query = select(func.max(SessieRow.gezien_op)).where(
        SessieRow.gebruiker_id == actor.gebruiker, SessieRow.id != sessie, SessieRow.gezien_op < began
    )
    return session.scalar(query)


def vastgelegd_sinds(session: Session, actor: Actor, moment: datetime) -> dict[int, int]:
    """Id of each wijk that the actor may see → how many contactmomenten were recorded there since this moment."""
    query = (
        select(ContactmomentRow.wijk_id, func.count())
        .where(ContactmomentRow.ingevoerd_op > moment, ContactmomentRow.verwijderd_op.is_(None))
        .group_by(ContactmomentRow.wijk_id)
    )
    may = actor.wijken(Recht.WIJK_ZIEN)
    return {wijk: number for wijk, number in session.execute(query) if may is None or wijk in may}
