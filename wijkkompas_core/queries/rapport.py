"""What stands in a report about one wijk, which reports were made before, and how they look."""

import base64
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from sqlalchemy import ColumnElement, func, or_, select
from sqlalchemy.orm import Session

from wijkkompas_core.analysis import STANDAARD
from wijkkompas_core.analysis.balans import balans
from wijkkompas_core.analysis.betrouwbaarheid import Betrouwbaarheid, betrouwbaarheid
from wijkkompas_core.analysis.dekking import vakstatus
from wijkkompas_core.analysis.kop import Kop
from wijkkompas_core.analysis.tabel import Frame
from wijkkompas_core.domain.afspraken import KLAAR, OPEN
from wijkkompas_core.domain.parameters import Rekenparameters
from wijkkompas_core.domain.rapport import DEFAULT_COLOUR, Huisstijl, Onderdeel, Rapportopdracht, Rapportsoort
from wijkkompas_core.domain.tijd import AMSTERDAM, months_back
from wijkkompas_core.domain.toegang import Actor, Recht, require
from wijkkompas_core.queries import afspraken as afspraak_queries
from wijkkompas_core.queries import belanghebbenden as belanghebbenden_queries
from wijkkompas_core.queries import contactmomenten as contact_queries
from wijkkompas_core.queries import wijken as wijk_queries
from wijkkompas_core.queries.afspraken import Afspraak
from wijkkompas_core.queries.annotaties import Annotatie, annotaties
from wijkkompas_core.queries.kop import koppen
from wijkkompas_core.queries.methode import Methode
from wijkkompas_core.queries.programma import Wijkregel, wijkregels
from wijkkompas_core.queries.wijken import Wijk
from wijkkompas_core.storage.tables import (
    BesluitRow,
    ContactmomentRow,
    GebruikerRow,
    HuisstijlRow,
    InstallatieRow,
    RapportRow,
)

BALANS_MAANDEN = 24
"""So many months back the balance in a report goes."""
MOST = 500
"""So many afspraken of one kind are read."""


@dataclass(frozen=True, slots=True)
class Besluitregel:
    """A besluit as it stands in a report."""

    datum: date
    fase: str
    wat: str
    door: str
    grond: str


@dataclass(frozen=True)
class Wijkblad:
    """Everything about one wijk for any report: the line of the programme, and the frames its charts are made from.

    `balans` is per quarter over `van` to the peildatum, and `noten` are those of that time. `contacten` counts the
    contactmomenten up to the peildatum, `contacten_sinds` those after `sinds`; `vormen` is how often each vorm (slug)
    was used since. `besluiten` and `afgerond` are new since then, `afspraken` are open. `betrouwbaarheid` is about the
    same period as `balans`.
    """

    wijk: Wijk
    peildatum: date
    sinds: date
    van: date
    regel: Wijkregel
    vakken: Frame
    balans: Frame
    kop: Kop
    betrouwbaarheid: Betrouwbaarheid
    perioden: Frame
    mijlpalen: Frame
    noten: tuple[Annotatie, ...]
    register: Frame
    contacten: int
    contacten_sinds: int
    vormen: dict[str, int]
    besluiten: tuple[Besluitregel, ...]
    afspraken: tuple[Afspraak, ...]
    afgerond: tuple[Afspraak, ...]


@dataclass(frozen=True, slots=True)
class GemaaktRapport:
    """A report that was made before; `door` is the name of who made it."""

    id: int
    opdracht: Rapportopdracht
    gemaakt_op: datetime
    door: str


def wijkblad(
    session: Session,
    actor: Actor,
    wijk: Wijk,
    methode: Methode,
    peildatum: date,
    sinds: date,
    parameters: Rekenparameters = STANDAARD,
) -> Wijkblad:
    """Read everything about one wijk; every figure by the rule and the function of the page on screen."""
    require(actor, Recht.WIJK_ZIEN, wijk.id)
    kompas = methode.kompas
    perioden = wijk_queries.perioden(session, actor, wijk.id)
    per_vak = contact_queries.per_vak(session, actor, wijk.id, tot=peildatum)
    nvt = wijk_queries.nvt_vakken(session, actor, wijk.id)
    van = max(months_back(peildatum, BALANS_MAANDEN), min(wijk.start, peildatum))
    touched = contact_queries.aanrakingen(session, actor, wijk.id, van=van, tot=peildatum)
    frame = balans(touched, kompas, van=van, tot=peildatum, per="kwartaal", parameters=parameters)
    entries = contact_queries.invoergegevens(session, actor, wijk.id, van=van, tot=peildatum)
    vormen = _vormen(session, wijk.id, sinds, peildatum)
    regel = wijkregels(session, actor, [wijk], methode, peildatum, parameters)[0]
    finished = afspraak_queries.afspraken(session, actor, wijk.id, peildatum, filter=KLAAR, limit=MOST)
    return Wijkblad(
        wijk=wijk,
        peildatum=peildatum,
        sinds=sinds,
        van=van,
        regel=regel,
        vakken=vakstatus(per_vak, perioden, nvt, kompas, peildatum=peildatum, parameters=parameters),
        balans=frame,
        kop=koppen(session, actor, [regel], kompas, peildatum, parameters)[wijk.id],
        betrouwbaarheid=betrouwbaarheid(entries, parameters),
        perioden=perioden,
        mijlpalen=wijk_queries.mijlpalen(session, actor, wijk.id),
        noten=tuple(n for n in annotaties(session, actor, [wijk.id]) if van <= n.datum <= peildatum),
        register=belanghebbenden_queries.register(session, actor, wijk.id),
        contacten=session.scalar(select(func.count(ContactmomentRow.id)).where(*_living(wijk.id, peildatum))) or 0,
        contacten_sinds=sum(vormen.values()),
        vormen=vormen,
        besluiten=_besluiten(session, wijk.id, sinds, peildatum),
        afspraken=afspraak_queries.afspraken(session, actor, wijk.id, peildatum, filter=OPEN, limit=MOST),
        afgerond=tuple(a for a in finished if a.afgerond_op and sinds < a.afgerond_op <= peildatum),
    )


def _living(wijk: int, peildatum: date) -> tuple[ColumnElement[bool], ...]:
    return (
        ContactmomentRow.wijk_id == wijk,
        ContactmomentRow.verwijderd_op.is_(None),
        ContactmomentRow.datum <= peildatum,
    )


def _vormen(session: Session, wijk: int, sinds: date, peildatum: date) -> dict[str, int]:
    """How often each vorm was used after `sinds`, most often first."""
    rows = session.execute(
        select(ContactmomentRow.vorm, func.count(ContactmomentRow.id))
        .where(*_living(wijk, peildatum), ContactmomentRow.datum > sinds)
        .group_by(ContactmomentRow.vorm)
    ).all()
    return dict(sorted(((vorm, n) for vorm, n in rows), key=lambda row: (-row[1], row[0])))


def _besluiten(session: Session, wijk: int, sinds: date, peildatum: date) -> tuple[Besluitregel, ...]:
    """The besluiten that the report before this one could not have: taken or entered after `sinds`, newest first."""
    next_day = datetime.combine(sinds + timedelta(days=1), time(), AMSTERDAM)
    rows = session.scalars(
        select(BesluitRow)
        .where(
            BesluitRow.wijk_id == wijk,
            BesluitRow.verwijderd_op.is_(None),
            BesluitRow.datum <= peildatum,
            or_(BesluitRow.datum > sinds, BesluitRow.ingevoerd_op >= next_day),
        )
        .order_by(BesluitRow.datum.desc(), BesluitRow.id.desc())
        .limit(MOST)
    )
    return tuple(Besluitregel(row.datum, row.fase, row.wat, row.door, row.grond) for row in rows)


def rapporten(session: Session, actor: Actor, limit: int = 20) -> tuple[GemaaktRapport, ...]:
    """The reports made before, newest first; only those of which this actor may see every wijk."""
    require(actor, Recht.WIJK_ZIEN)
    visible = actor.wijken(Recht.WIJK_ZIEN)
    rows = session.execute(
        select(RapportRow, GebruikerRow.naam)
        .outerjoin(GebruikerRow, GebruikerRow.id == RapportRow.gemaakt_door)
        .order_by(RapportRow.gemaakt_op.desc(), RapportRow.id.desc())
        .limit(MOST)
    )
    found: list[GemaaktRapport] = []
    for row, naam in rows:
        if visible is None or set(row.wijken) <= visible:
            found.append(GemaaktRapport(row.id, _opdracht(row), row.gemaakt_op, naam or "Systeem"))
        if len(found) == limit:
            break
    return tuple(found)


def last_peildatum(
    session: Session, actor: Actor, soort: Rapportsoort, wijken: Collection[int], before: date
) -> date | None:
    """The peildatum of the last report of this kind about all of these wijken, if it lies before a day."""
    days = (
        made.opdracht.peildatum
        for made in rapporten(session, actor, MOST)
        if made.opdracht.soort is soort and set(wijken) <= set(made.opdracht.wijken)
    )
    return max((day for day in days if day < before), default=None)


def _opdracht(row: RapportRow) -> Rapportopdracht:
    known = {part.value for part in Onderdeel}
    return Rapportopdracht(
        Rapportsoort(row.soort),
        tuple(row.wijken),
        row.peildatum,
        row.sinds,
        tuple(Onderdeel(value) for value in row.onderdelen if value in known),
    )


def huisstijl(session: Session, _actor: Actor) -> Huisstijl:
    """How the reports of this gemeente look."""
    row = session.scalars(select(HuisstijlRow)).one_or_none()
    return Huisstijl(row.kleur, base64.b64decode(row.logo), row.versie) if row else Huisstijl(DEFAULT_COLOUR)


def gemeente(session: Session) -> str:
    """The name of the gemeente, empty when nobody filled it in."""
    return session.scalar(select(InstallatieRow.gemeente)) or ""
