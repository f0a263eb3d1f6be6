"""Accounts as who manages them sees them, and what somebody sees of the own one."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from sqlalchemy import func, select
from sqlalchemy.orm import Session, selectinload

from wijkkompas_core.domain.accounts import LONGEST_WAIT, NOBODY, attempt_key
from wijkkompas_core.domain.betrokkenheid import match_name
from wijkkompas_core.domain.tijd import now
from wijkkompas_core.domain.toegang import Actor, Recht, Rol, Toekenning, require
from wijkkompas_core.errors import Forbidden, NotFound
from wijkkompas_core.queries.meldingen import LOOK_BACK, FouteCodes, foute_codes
from wijkkompas_core.queries.vraag import vraag
from wijkkompas_core.settings import Settings
from wijkkompas_core.storage.tables import (
    GebruikerRow,
    InlogpogingRow,
    SessieRow,
    ToekenningRow,
    TweedeFactorRow,
    UitnodigingRow,
    WijkRow,
)


class Stand(StrEnum):
    """How an account stands."""

    ACTIEF = "actief"
    UITGENODIGD = "uitgenodigd"
    ONGEBRUIKT = "ongebruikt"
    GESLOTEN = "gesloten"
    ANONIEM = "anoniem"


@dataclass(frozen=True, slots=True)
class Account:
    """An account; `toekenningen` are only those that the reader may know of."""

    id: int
    gebruikersnaam: str
    naam: str
    stand: Stand
    gezien_op: datetime | None
    aangemaakt_op: datetime | None
    toekenningen: tuple[Toekenning, ...]
    tweede_factor: bool
    link_tot: datetime | None
    op_slot_tot: datetime | None
    foute_codes: FouteCodes | None
    """Codes that were wrong after the right password, of the last month: somebody else may know the password."""
    versie: int

    @property
    def is_open(self) -> bool:
        """Whether somebody can come in with it, now or after using a link."""
        return self.stand not in (Stand.GESLOTEN, Stand.ANONIEM)


@dataclass(frozen=True, slots=True)
class Filter:
    """Which accounts: words of a name, a role, a stand, and an id of a wijk."""

    zoek: str = ""
    rol: Rol | None = None
    stand: Stand | None = None
    wijk: int | None = None


@dataclass(frozen=True, slots=True)
class Teamlid:
    """Somebody of the team of one wijk, and nothing of what the person does elsewhere."""

    id: int
    gebruikersnaam: str
    naam: str
    rol: Rol
    stand: Stand
    te_wijzigen: bool
    """Whether the reader may change this role."""
    link_te_maken: bool


@dataclass(frozen=True, slots=True)
class Sessie:
    """One of the open sessions of the reader; `deze` is the one that asks."""

    id: int
    toestel: str
    begonnen_op: datetime
    gezien_op: datetime
    deze: bool


@dataclass(frozen=True, slots=True)
class Rechtregel:
    """One role of somebody, with who last said that it is still right, and what is the matter with it."""

    toekenning: int
    gebruiker: int
    naam: str
    gebruikersnaam: str
    rol: Rol
    wijk: int | None
    gegeven_op: datetime | None
    bevestigd_op: datetime | None
    bevestigd_door: str
    te_laat: bool
    ongebruikt: bool
    gezien_op: datetime | None


def accounts(session: Session, actor: Actor, wanted: Filter, settings: Settings) -> tuple[Account, ...]:
    """The accounts of the gemeente, by name; anonymous ones only when asked for."""
    _require_beheerder(actor)
    rows = _rows(session)
    found = _as_accounts(session, rows, settings)
    words = match_name(wanted.zoek).split()

    def fits(one: Account) -> bool:
        hay = f"{match_name(one.naam)} {one.gebruikersnaam}"
        return (
            all(word in hay for word in words)
            and (one.stand == wanted.stand if wanted.stand else one.stand is not Stand.ANONIEM)
            and (wanted.rol is None or any(t.rol is wanted.rol for t in one.toekenningen))
            and (wanted.wijk is None or any(t.wijk in (None, wanted.wijk) for t in one.toekenningen))
        )

    return tuple(sorted(filter(fits, found), key=lambda one: (one.naam.casefold(), one.id)))


def account(session: Session, actor: Actor, key: int, settings: Settings) -> Account:
    """One account; raises `NotFound`."""
    _require_beheerder(actor)
    for one in _as_accounts(session, _rows(session, key), settings):
        return one
    raise NotFound("Dit account bestaat niet.")


@vraag(recht=Recht.TEAM_BEHEREN, persoonlijk=True)
def team(session: Session, actor: Actor, wijk: int, settings: Settings) -> tuple[Teamlid, ...]:
    """Who has a role in this wijk, and may be managed by who leads it."""
    require(actor, Recht.TEAM_BEHEREN, wijk)
    gives = actor.geeft(wijk)
    members: list[Teamlid] = []
    for row, _links, _factors in _rows(session):
        here = [Rol(t.rol) for t in row.toekenningen if t.wijk_id == wijk]
        if not here or not row.actief:
            continue
        may = set(here) <= gives and row.id != actor.gebruiker
        only_own = all(
            t.wijk_id is not None and actor.may(Recht.TEAM_BEHEREN, t.wijk_id) and Rol(t.rol) in actor.geeft(t.wijk_id)
            for t in row.toekenningen
        )
        members.append(
            Teamlid(
                id=row.id,
                gebruikersnaam=row.gebruikersnaam,
                naam=row.naam,
                rol=here[0],
                stand=stand_of(row, settings),
                te_wijzigen=may,
                link_te_maken=may and only_own and row.gezien_op is None and row.wachtwoord_hash == NOBODY,
            )
        )
    order = list(Rol)
    return tuple(sorted(members, key=lambda one: (order.index(one.rol), one.naam.casefold())))


@vraag(persoonlijk=True)
def own_sessions(session: Session, actor: Actor, settings: Settings, deze: int | None) -> tuple[Sessie, ...]:
    """The sessions of the actor that still open something: that with id `deze` first, then by last use."""
    moment = now()
    query = select(SessieRow).where(
        SessieRow.gebruiker_id == actor.gebruiker,
        SessieRow.beeindigd_op.is_(None),
        SessieRow.gezien_op > moment - timedelta(minutes=settings.sessie_inactief_minuten),
        SessieRow.begonnen_op > moment - timedelta(hours=settings.sessie_maximaal_uren),
    )
    found = [
        Sessie(row.id, row.toestel, row.begonnen_op, row.gezien_op, row.id == deze)
        for row in session.scalars(query.order_by(SessieRow.gezien_op.desc()))
    ]
    return tuple(sorted(found, key=lambda one: not one.deze))


def rechten(session: Session, actor: Actor, settings: Settings) -> tuple[Rechtregel, ...]:
    """Every role of every open account, for the yearly review; those in all wijken first, then by wijk."""
    _require_beheerder(actor)
    moment = now()
    names = dict(session.execute(select(GebruikerRow.id, GebruikerRow.naam)).all())
    wijken = dict(session.execute(select(WijkRow.id, WijkRow.naam)).all())
    query = (
        select(ToekenningRow, GebruikerRow)
        .join(GebruikerRow, GebruikerRow.id == ToekenningRow.gebruiker_id)
        .where(GebruikerRow.actief)
    )
    rows = [
        Rechtregel(
            toekenning=t.id,
            gebruiker=g.id,
            naam=g.naam,
            gebruikersnaam=g.gebruikersnaam,
            rol=Rol(t.rol),
            wijk=t.wijk_id,
            gegeven_op=t.gegeven_op,
            bevestigd_op=t.bevestigd_op,
            bevestigd_door=names.get(t.bevestigd_door or 0, ""),
            te_laat=_review_due(t.bevestigd_op or t.gegeven_op, settings, moment),
            ongebruikt=stand_of(g, settings) is Stand.ONGEBRUIKT,
            gezien_op=g.gezien_op,
        )
        for t, g in session.execute(query)
    ]
    order = list(Rol)

    def place(line: Rechtregel) -> tuple[bool, str, int, str]:
        wijk = wijken.get(line.wijk or 0, "")
        return line.wijk is not None, wijk.casefold(), order.index(line.rol), line.naam.casefold()

    return tuple(sorted(rows, key=place))


def reviews_due(session: Session, actor: Actor, settings: Settings) -> int:
    """How many roles wait for the yearly review; 0 for who is no beheerder."""
    if not actor.is_beheerder:
        return 0
    last = func.coalesce(ToekenningRow.bevestigd_op, ToekenningRow.gegeven_op)
    query = (
        select(func.count())
        .select_from(ToekenningRow)
        .join(GebruikerRow, GebruikerRow.id == ToekenningRow.gebruiker_id)
        .where(GebruikerRow.actief, last <= now() - timedelta(days=settings.controle_dagen))
    )
    return session.scalar(query) or 0


def stand_of(row: GebruikerRow, settings: Settings, moment: datetime | None = None) -> Stand:
    """How an account stands; an open one that nobody used for long is `ongebruikt`."""
    if row.geanonimiseerd_op is not None:
        return Stand.ANONIEM
    if not row.actief:
        return Stand.GESLOTEN
    last, moment = row.gezien_op or row.aangemaakt_op, moment or now()
    if last is not None and last <= moment - timedelta(days=settings.ongebruikt_dagen):
        return Stand.ONGEBRUIKT
    return Stand.UITGENODIGD if row.wachtwoord_hash == NOBODY else Stand.ACTIEF


def _review_due(since: datetime | None, settings: Settings, moment: datetime) -> bool:
    return since is not None and since <= moment - timedelta(days=settings.controle_dagen)


def _rows(session: Session, key: int | None = None) -> Sequence[tuple[GebruikerRow, datetime | None, bool]]:
    """Accounts with until when a link to them works, and whether they have a second factor."""
    query = select(GebruikerRow).options(selectinload(GebruikerRow.toekenningen))
    if key is not None:
        query = query.where(GebruikerRow.id == key)
    links = dict(
        session.execute(
            select(UitnodigingRow.gebruiker_id, UitnodigingRow.verloopt_op).where(UitnodigingRow.verloopt_op > now())
        ).all()
    )
    factors = set(session.scalars(select(TweedeFactorRow.gebruiker_id)))
    return [(row, links.get(row.id), row.id in factors) for row in session.scalars(query)]


def _as_accounts(
    session: Session, rows: Sequence[tuple[GebruikerRow, datetime | None, bool]], settings: Settings
) -> list[Account]:
    locks = locked_names(session, [row.gebruikersnaam for row, *_ in rows], now())
    wrong = foute_codes(session, [row.id for row, *_ in rows], now() - LOOK_BACK)
    return [
        Account(
            id=row.id,
            gebruikersnaam=row.gebruikersnaam,
            naam=row.naam,
            stand=stand_of(row, settings),
            gezien_op=row.gezien_op,
            aangemaakt_op=row.aangemaakt_op,
            toekenningen=tuple(Toekenning(Rol(t.rol), t.wijk_id) for t in row.toekenningen),
            tweede_factor=factor,
            link_tot=link_tot,
            op_slot_tot=locks.get(row.gebruikersnaam),
            foute_codes=wrong.get(row.id),
            versie=row.versie,
        )
        for row, link_tot, factor in rows
    ]


def _require_beheerder(actor: Actor) -> None:
    if not actor.is_beheerder:
        raise Forbidden()


def locked_names(session: Session, namen: Iterable[str], moment: datetime) -> dict[str, datetime]:
    """Which user names are closed for unknown browsers now, and until when, as a beheerder sees it."""
    keys = {attempt_key(f"wachtwoord|{naam}"): naam for naam in namen}
    locks = select(InlogpogingRow.sleutel, InlogpogingRow.op_slot_tot).where(
        InlogpogingRow.op_slot_tot > moment + LONGEST_WAIT
    )
    return {keys[key]: until for key, until in session.execute(locks) if key in keys and until is not None}
