"""Loads the demo gemeente Zonnedaal into an installation that holds nothing else."""

import secrets
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import cast

from sqlalchemy import Table, delete, insert, select, update

from wijkkompas_core.demo.read import Account, DemoFout, Verhaal, read_verhaal
from wijkkompas_core.demo.rows import make_rows
from wijkkompas_core.domain.accounts import LONGEST, normal_wachtwoord
from wijkkompas_core.domain.tijd import AMSTERDAM, now, today
from wijkkompas_core.queries.methode import Methode, methode
from wijkkompas_core.services.laden.installatie import clear_data, holds_data
from wijkkompas_core.services.toegang.wachtwoorden import hash_password
from wijkkompas_core.storage.engine import continue_numbering, take_install_lock
from wijkkompas_core.storage.logboek import WritingSession, log
from wijkkompas_core.storage.stroom import rebuild
from wijkkompas_core.storage.tables import (
    Base,
    GebruikerRow,
    HerstelcodeRow,
    InlogpogingRow,
    InstallatieRow,
    SessieRow,
    TweedeFactorRow,
)

GEMEENTE = "Zonnedaal"
EARLIER = timedelta(days=14)
"""So long before the last day of the demo everybody was here."""


@dataclass(frozen=True, slots=True)
class DemoResultaat:
    """What was loaded: `nieuw` is false when the demo was there and was kept; only the passwords changed then."""

    nieuw: bool
    wachtwoord: str
    accounts: tuple[Account, ...]
    aantallen: dict[str, int]


def load_demo(
    session: WritingSession, *, wachtwoord: str = "", tot: date | None = None, opnieuw: bool = False
) -> DemoResultaat:
    """Load the demo up to `tot` (default: today); raises `DemoFout` in an installation that holds something else.

    Without `wachtwoord` one is made up. A demo that is there stays as it is, with new passwords, since nobody can
    read the old ones; with `opnieuw` everything in it is thrown away first.
    """
    connection = session.connection()
    take_install_lock(connection)
    chosen = wachtwoord or secrets.token_urlsafe(12)
    if not 1 <= len(normal_wachtwoord(chosen).encode()) <= LONGEST or "\0" in chosen:
        raise DemoFout(f"Kies voor de demo een wachtwoord van 1 tot {LONGEST} tekens.")
    verhaal = read_verhaal()
    hashed = hash_password(chosen)

    is_demo = bool(session.scalar(select(InstallatieRow.demo)))
    if not is_demo and holds_data(session):
        raise DemoFout("Deze database is in gebruik. De demo gaat alleen in een lege database of over een oude demo.")
    if is_demo and not opnieuw:
        _renew_passwords(session, verhaal, hashed)
        return DemoResultaat(False, chosen, verhaal.accounts, {})

    method = methode(session)
    _check_method(verhaal, method)
    rows = make_rows(verhaal, method, tot or today(), hashed)
    clear_data(session)
    for table in Base.metadata.sorted_tables:
        if rows.get(table.name):
            session.execute(insert(table), rows[table.name])
    continue_numbering(connection, [Base.metadata.tables[name] for name, found in rows.items() if "id" in found[0]])
    _visit_earlier(session, tot or today())
    rebuild(session)
    session.execute(update(InstallatieRow).values(demo=True, gemeente=GEMEENTE))
    counts = {name: len(found) for name, found in rows.items()}
    log(session, object="demo", nieuw=counts)
    session.dirty_wijken.add(None)
    return DemoResultaat(True, chosen, verhaal.accounts, counts)


def _visit_earlier(session: WritingSession, tot: date) -> None:
    """Everybody was here two weeks ago, so that the pages can say what is new since. That session opens nothing."""
    began = datetime.combine(tot - EARLIER, time(9), AMSTERDAM)
    session.execute(
        insert(SessieRow),
        [
            {
                "gebruiker_id": gebruiker,
                "cookie_hash": secrets.token_hex(32),
                "begonnen_op": began,
                "gezien_op": began + timedelta(minutes=40),
                "beeindigd_op": began + timedelta(minutes=40),
                "toestel": "",
            }
            for gebruiker in session.scalars(select(GebruikerRow.id))
        ],
    )


def _renew_passwords(session: WritingSession, verhaal: Verhaal, hashed: str) -> None:
    names = [account.gebruikersnaam for account in verhaal.accounts]
    ids = list(session.scalars(select(GebruikerRow.id).where(GebruikerRow.gebruikersnaam.in_(names))))
    session.execute(
        update(cast(Table, GebruikerRow.__table__))
        .where(GebruikerRow.id.in_(ids))
        .values(wachtwoord_hash=hashed, moet_wachtwoord_wijzigen=False, versie=GebruikerRow.versie + 1)
    )
    session.execute(
        update(SessieRow)
        .where(SessieRow.gebruiker_id.in_(ids), SessieRow.beeindigd_op.is_(None))
        .values(beeindigd_op=now())
    )
    for row in (TweedeFactorRow, HerstelcodeRow):
        session.execute(delete(row).where(row.gebruiker_id.in_(ids)))
    session.execute(delete(InlogpogingRow))
    log(session, object="demo", nieuw={"wachtwoorden": "vernieuwd"})


def _check_method(verhaal: Verhaal, method: Methode) -> None:
    """The demo tells its story in the words of the delivered method; a changed method may lack some of them."""
    vakken = set(method.kompas.vakken())
    unknown = {
        f"{vak.fase} × {vak.aspect}" for vak in verhaal.zinnen if vak not in vakken or vak not in method.knooppunten
    }
    unknown |= {p.type for wijk in verhaal.wijken.values() for p in wijk.belanghebbenden if p.type not in method.typen}
    unknown |= {vorm for vorm in verhaal.vormen if vorm not in method.schalen.get("vorm", {})}
    for schaal, used in _scales(verhaal):
        unknown |= used - set(method.schalen.get(schaal, {}))
    if unknown:
        raise DemoFout("De demo past niet bij de geladen methode; onbekend: " + ", ".join(sorted(unknown)[:5]) + ".")


def _scales(verhaal: Verhaal) -> list[tuple[str, set[str]]]:
    """The values of each scale that the teams use."""
    teams = verhaal.team.values()
    parties = [party for wijk in verhaal.wijken.values() for party in wijk.belanghebbenden]
    houdingen = {slug for team in teams for h in team.houdingen for slug in (h.huidig, h.gewenst) if slug}
    return [
        ("houding", houdingen),
        ("participatieniveau", {belofte.niveau for team in teams for belofte in team.beloften}),
        ("belang", {party.belang for party in parties if party.belang}),
        ("invloed", {party.invloed for party in parties if party.invloed}),
    ]
