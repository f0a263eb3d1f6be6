"""Reads about the signals and the silence of a wijk.

Everything about contactmomenten is added up by the database, so that many of them do not make it slow.
"""

from dataclasses import dataclass
from datetime import date, datetime

import pandas as pd
from sqlalchemy import and_, distinct, func, or_, select
from sqlalchemy.orm import Session

from wijkkompas_core.analysis.signalen import Signaal, Signaalgegevens, signalen
from wijkkompas_core.domain.afspraken import OPEN
from wijkkompas_core.domain.betrokkenheid import PARTICIPATIENIVEAU
from wijkkompas_core.domain.toegang import Actor, Recht, require
from wijkkompas_core.domain.wijken import ACTIEF
from wijkkompas_core.queries.belanghebbenden import MAIN
from wijkkompas_core.queries.contactmomenten import per_vak
from wijkkompas_core.queries.methode import Methode
from wijkkompas_core.queries.wijken import nvt_vakken, perioden
from wijkkompas_core.storage.tables import (
    AfspraakRow,
    BelanghebbendeRow,
    BelofteRow,
    ContactmomentAspectRow,
    ContactmomentRow,
    DeelprojectRow,
    GebruikerRow,
    MijlpaalRow,
    SchaalwaardeRow,
    SignaalreactieRow,
    WijkRow,
    contactmoment_belanghebbende,
)


@dataclass(frozen=True, slots=True)
class Weggelegd:
    """A signal that was set aside: why, by whom and when; `id` and `versie` are those of the reaction."""

    signaal: Signaal
    reden: str
    door: str
    op: datetime
    id: int
    versie: int


@dataclass(frozen=True)
class Signaalstand:
    """The signals of a wijk now, weightiest first, those that were set aside, and what they were made from."""

    signalen: tuple[Signaal, ...]
    weggelegd: tuple[Weggelegd, ...]
    gegevens: Signaalgegevens


def signaalgegevens(session: Session, actor: Actor, wijk: int) -> Signaalgegevens:
    """What the signals of a wijk are made from."""
    require(actor, Recht.WIJK_ZIEN, wijk)
    return Signaalgegevens(
        perioden=perioden(session, actor, wijk),
        nvt=nvt_vakken(session, actor, wijk),
        vakken=per_vak(session, actor, wijk),
        betrokken=_betrokken(session, wijk),
        partijen=_frame(
            session,
            select(BelanghebbendeRow.id, BelanghebbendeRow.naam, BelanghebbendeRow.type).where(
                BelanghebbendeRow.wijk_id == wijk, BelanghebbendeRow.hoofd_id.is_(None)
            ),
            "hoofd, naam, type",
        ),
        beloften=_frame(
            session,
            select(BelofteRow.fase, MAIN, BelofteRow.niveau)
            .join(BelanghebbendeRow, BelanghebbendeRow.id == BelofteRow.belanghebbende_id)
            .where(BelofteRow.wijk_id == wijk),
            "fase, hoofd, niveau",
        ),
        mijlpalen=_frame(
            session,
            select(MijlpaalRow.id, MijlpaalRow.naam, MijlpaalRow.fase, MijlpaalRow.gepland_op)
            .outerjoin(DeelprojectRow, DeelprojectRow.id == MijlpaalRow.deelproject_id)
            .where(
                MijlpaalRow.wijk_id == wijk,
                MijlpaalRow.besloten_op.is_(None),
                MijlpaalRow.gepland_op.is_not(None),
                or_(MijlpaalRow.deelproject_id.is_(None), DeelprojectRow.actief),
            ),
            "id, naam, fase, gepland_op",
        ),
        afspraken=_frame(
            session,
            select(
                AfspraakRow.id,
                AfspraakRow.wat,
                AfspraakRow.deadline,
                func.coalesce(GebruikerRow.naam, BelanghebbendeRow.naam),
            )
            .outerjoin(GebruikerRow, GebruikerRow.id == AfspraakRow.eigenaar_id)
            .outerjoin(BelanghebbendeRow, BelanghebbendeRow.id == AfspraakRow.belanghebbende_id)
            .where(
                AfspraakRow.wijk_id == wijk,
                AfspraakRow.status == OPEN,
                AfspraakRow.verwijderd_op.is_(None),
                AfspraakRow.deadline.is_not(None),
            ),
            "id, wat, deadline, eigenaar",
        ),
    )


def signaalstand(session: Session, actor: Actor, wijk: int, methode: Methode, peildatum: date) -> Signaalstand:
    """The signals of a wijk; a reaction hides its signal for as long as the facts are those it was about.

    A wijk that is paused, closed or archived gives no signals.
    """
    gegevens = signaalgegevens(session, actor, wijk)
    if session.scalar(select(WijkRow.status).where(WijkRow.id == wijk)) != ACTIEF:
        return Signaalstand((), (), gegevens)
    found = signalen(
        gegevens,
        methode.kompas,
        methode.typen,
        methode.schalen.get(PARTICIPATIENIVEAU, {}),
        peildatum=peildatum,
    )
    rows = session.execute(
        select(SignaalreactieRow, GebruikerRow.naam)
        .outerjoin(GebruikerRow, GebruikerRow.id == SignaalreactieRow.weggelegd_door)
        .where(SignaalreactieRow.wijk_id == wijk)
    )
    reactions = {(row.signaal, row.feiten): (row, naam or "onbekend") for row, naam in rows}
    kept, aside = [], []
    for signaal in found:
        row, naam = reactions.get((signaal.sleutel, signaal.feiten), (None, ""))
        if row is None:
            kept.append(signaal)
        else:
            aside.append(Weggelegd(signaal, row.reden, naam, row.weggelegd_op, row.id, row.versie))
    aside.sort(key=lambda one: one.op, reverse=True)
    return Signaalstand(tuple(kept), tuple(aside), gegevens)


def contactdagen(session: Session, actor: Actor, wijk: int) -> pd.DataFrame:
    """The days with a contactmoment, per aspect: `aspect, datum`, each pair once."""
    require(actor, Recht.WIJK_ZIEN, wijk)
    query = (
        select(ContactmomentAspectRow.aspect, ContactmomentRow.datum)
        .join(ContactmomentRow, ContactmomentRow.id == ContactmomentAspectRow.contactmoment_id)
        .where(ContactmomentRow.wijk_id == wijk, ContactmomentRow.verwijderd_op.is_(None))
        .distinct()
    )
    return _frame(session, query, "aspect, datum")


def _betrokken(session: Session, wijk: int) -> pd.DataFrame:
    """Per vak and belanghebbende: in how many contactmomenten, and the highest level as place on its scale."""
    link = contactmoment_belanghebbende.c
    query = (
        select(
            ContactmomentRow.fase,
            ContactmomentAspectRow.aspect,
            MAIN,
            func.count(distinct(ContactmomentRow.id)),
            func.max(SchaalwaardeRow.volgorde),
        )
        .select_from(ContactmomentRow)
        .join(ContactmomentAspectRow, ContactmomentAspectRow.contactmoment_id == ContactmomentRow.id)
        .join(contactmoment_belanghebbende, link.contactmoment_id == ContactmomentRow.id)
        .join(BelanghebbendeRow, BelanghebbendeRow.id == link.belanghebbende_id)
        .outerjoin(
            SchaalwaardeRow,
            and_(
                SchaalwaardeRow.schaal == PARTICIPATIENIVEAU,
                SchaalwaardeRow.slug == ContactmomentRow.participatieniveau,
            ),
        )
        .where(ContactmomentRow.wijk_id == wijk, ContactmomentRow.verwijderd_op.is_(None))
        .group_by(ContactmomentRow.fase, ContactmomentAspectRow.aspect, MAIN)
    )
    return _frame(session, query, "fase, aspect, hoofd, aantal, hoogste")


def _frame(session: Session, query: object, columns: str) -> pd.DataFrame:
    return pd.DataFrame(session.execute(query).all(), columns=columns.split(", "))  # type: ignore[call-overload]
