"""Reads share links: what is shared and by whom, and what a browser that opened one may see now."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from hashlib import sha256
from typing import Any

from sqlalchemy import Select, and_, or_, select
from sqlalchemy.orm import Session

from wijkkompas_core.domain.tijd import as_date
from wijkkompas_core.domain.toegang import Actor, Recht, Rol, Toekenning, link_actor
from wijkkompas_core.domain.weergaven import Beeld, read_beeld
from wijkkompas_core.queries.vraag import vraag
from wijkkompas_core.storage.tables import (
    DeellinkRow,
    DeelsessieRow,
    GebruikerRow,
    InstallatieRow,
    ToekenningRow,
    WijkRow,
)

SESSION_LIFE, SESSION_LIFE_PASSWORD = timedelta(days=30), timedelta(hours=12)
"""So long a browser may look before the link must be opened again: without a password, and with one."""


@dataclass(frozen=True, slots=True)
class Deellink:
    """A share link as its list shows it; `werkt` is false when it expired, was revoked, or its maker lost the right."""

    id: int
    kenmerk: str
    naam: str
    beeld: Beeld | None
    wijken: tuple[str, ...]
    peildatum: date | None
    vrije_tekst: bool
    wachtwoord: bool
    door: str
    gemaakt_op: datetime
    verloopt_op: date
    ingetrokken_op: datetime | None
    geopend: int
    laatst_geopend_op: datetime | None
    versie: int
    werkt: bool
    in_te_trekken: bool


@dataclass(frozen=True, slots=True)
class Gedeeld:
    """What an open share link shows: a view, seen by an actor that may see its wijken and nothing more."""

    id: int
    actor: Actor
    beeld: Beeld
    peildatum: date | None
    vrije_tekst: bool
    verloopt_op: date


def hashed(secret: str) -> str:
    """How a token or cookie is kept."""
    return sha256(secret.encode(errors="surrogatepass")).hexdigest()


@vraag(persoonlijk=True)
def deellinks(session: Session, actor: Actor, moment: datetime) -> tuple[Deellink, ...]:
    """The share links of the wijken that this actor leads, and one's own; the newest first."""
    leads = actor.wijken(Recht.WIJK_STUREN)
    rows = session.execute(_with_maker(DeellinkRow).order_by(DeellinkRow.id.desc(), ToekenningRow.id)).all()
    names = {row.id: row.naam for row in session.execute(select(WijkRow.id, WijkRow.naam))}
    found: list[Deellink] = []
    for group in _grouped(rows):
        row: DeellinkRow = group[0][0]
        mine = row.gemaakt_door == actor.gebruiker
        if not mine and leads is not None and not leads & set(row.wijken):
            continue
        found.append(
            Deellink(
                id=row.id,
                kenmerk=row.kenmerk,
                naam=row.naam,
                beeld=read_beeld(f"/{row.pagina}?{row.vraag}"),
                wijken=tuple(names.get(wijk, "?") for wijk in row.wijken),
                peildatum=row.peildatum,
                vrije_tekst=row.vrije_tekst,
                wachtwoord=row.wachtwoord_hash is not None,
                door=group[0].maker,
                gemaakt_op=row.gemaakt_op,
                verloopt_op=row.verloopt_op,
                ingetrokken_op=row.ingetrokken_op,
                geopend=row.geopend,
                laatst_geopend_op=row.laatst_geopend_op,
                versie=row.versie,
                werkt=works(group, moment),
                in_te_trekken=may_revoke(actor, row),
            )
        )
    return tuple(found)


def may_revoke(actor: Actor, row: DeellinkRow) -> bool:
    """Whether this actor may revoke a share link: its maker, and whoever leads one of its wijken."""
    leads = any(actor.may(Recht.WIJK_STUREN, wijk) for wijk in row.wijken)
    return leads or (row.gemaakt_door == actor.gebruiker and actor.may(Recht.WIJK_STUREN))


def rows_for_token(session: Session, token: str) -> Sequence[Any]:
    """The share link of a token with the roles that its maker has now, a row per role; empty when there is none."""
    return session.execute(_with_maker(DeellinkRow).where(DeellinkRow.token_hash == hashed(token))).all()


def still_works(session: Session, deellink: int, moment: datetime) -> bool:
    """Whether a share link (its id) works at this moment."""
    return works(session.execute(_with_maker(DeellinkRow).where(DeellinkRow.id == deellink)).all(), moment)


def works(rows: Sequence[Any], moment: datetime) -> bool:
    """Whether a share link works now: not revoked, not expired, and its maker may still share all its wijken."""
    if not rows:
        return False
    link, first = rows[0][0], rows[0]
    roles = tuple(Toekenning(Rol(row.rol), row.wijk_id) for row in rows if row.rol is not None)
    maker = Actor(link.gemaakt_door, "", "", roles)
    return (
        link.ingetrokken_op is None
        and as_date(moment) <= link.verloopt_op
        and bool(first.actief)
        and bool(link.wijken)
        and all(maker.may(Recht.WIJK_STUREN, wijk) for wijk in link.wijken)
    )


def gedeeld(session: Session, kenmerk: str, cookie: str, moment: datetime) -> Gedeeld | None:
    """What the browser with this cookie may see of this share link now; `None` when it may see nothing (any more).

    One query, at every rerun: a link that was revoked or expired stops at the next one, also when its maker lost the
    right.
    """
    query = (
        _with_maker(DeellinkRow)
        .add_columns(select(InstallatieRow.dataversie).scalar_subquery().label("dataversie"))
        .join(DeelsessieRow, DeelsessieRow.deellink_id == DeellinkRow.id)
        .where(
            DeellinkRow.kenmerk == kenmerk,
            DeelsessieRow.cookie_hash == hashed(cookie),
            or_(
                DeelsessieRow.begonnen_op > moment - SESSION_LIFE_PASSWORD,
                and_(DeellinkRow.wachtwoord_hash.is_(None), DeelsessieRow.begonnen_op > moment - SESSION_LIFE),
            ),
        )
    )
    rows = session.execute(query).all()
    if not works(rows, moment):
        return None
    link: DeellinkRow = rows[0][0]
    beeld = read_beeld(f"/{link.pagina}?{link.vraag}")
    if beeld is None:
        return None
    actor = link_actor(link.id, frozenset(link.wijken), rows[0].dataversie)
    return Gedeeld(link.id, actor, beeld, link.peildatum, link.vrije_tekst, link.verloopt_op)


def _with_maker(link: type[DeellinkRow]) -> Select[*tuple[Any, ...]]:
    return (
        select(link, GebruikerRow.naam.label("maker"), GebruikerRow.actief, ToekenningRow.rol, ToekenningRow.wijk_id)
        .join(GebruikerRow, GebruikerRow.id == link.gemaakt_door)
        .outerjoin(ToekenningRow, ToekenningRow.gebruiker_id == link.gemaakt_door)
    )


def _grouped(rows: Sequence[Any]) -> list[list[Any]]:
    """The rows of each share link together, in the order in which they came."""
    groups: dict[int, list[Any]] = {}
    for row in rows:
        groups.setdefault(row[0].id, []).append(row)
    return list(groups.values())
