"""What tests of recording need: a wijk, people with roles in it, and input that is right."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from sqlalchemy import select

from wijkkompas_core.domain.betrokkenheid import ContactmomentInvoer
from wijkkompas_core.domain.tijd import today
from wijkkompas_core.domain.toegang import Actie, Actor, Rol, system_actor
from wijkkompas_core.queries.contactmomenten import Contactmoment, contactmoment
from wijkkompas_core.services.contactmomenten import record_contactmoment
from wijkkompas_core.storage.database import Database, load_actor
from wijkkompas_core.storage.tables import GebruikerRow, ToekenningRow, WijkfaseRow, WijkRow

START = today() - timedelta(days=1000)
SYSTEM = system_actor("test")
FASE, SOCIAAL, TECHNIEK = "karakteriseren", "bewoners-doen-mee", "passend-renovatieaanbod"


def add_wijk(database: Database, slug: str = "dorp", start: date = START) -> int:
    """A wijk that is in one fase; answers its id."""
    with database.writing(SYSTEM, Actie.WIJKEN_LADEN) as session:
        wijk = WijkRow(slug=slug, naam=slug.capitalize(), start=start)
        session.add(wijk)
        session.flush()
        session.add(WijkfaseRow(wijk_id=wijk.id, fase=FASE, begonnen_op=start))
        return wijk.id


def add_person(database: Database, naam: str, rol: Rol, wijk: int | None) -> Actor:
    """An account with one role; answers its actor. It has no password, so nobody can log in with it."""
    with database.writing(SYSTEM, Actie.GEBRUIKER_BEHEREN) as session:
        row = GebruikerRow(gebruikersnaam=naam, naam=naam.capitalize(), wachtwoord_hash="-")
        row.toekenningen = [ToekenningRow(rol=rol.value, wijk_id=wijk)]
        session.add(row)
        session.flush()
        key = row.id
    with database.reading() as session:
        return load_actor(session, key, None)


def set_role(database: Database, actor: Actor, rol: Rol | None, wijk: int | None = None) -> None:
    """Replace all roles of a person by one, or by none."""
    with database.writing(SYSTEM, Actie.GEBRUIKER_BEHEREN) as session:
        row = session.scalar(select(GebruikerRow).where(GebruikerRow.id == actor.gebruiker))
        assert row is not None
        row.toekenningen = [] if rol is None else [ToekenningRow(rol=rol.value, wijk_id=wijk)]


def right_input(wijk: int, **changes: Any) -> ContactmomentInvoer:
    """Input that is accepted, with some of it changed."""
    plain = ContactmomentInvoer(
        wijk=wijk, datum=today() - timedelta(days=3), fase=FASE, aspecten=(SOCIAAL,), vorm="bewonersavond"
    )
    return replace(plain, **changes)


def record(database: Database, actor: Actor, invoer: ContactmomentInvoer) -> int:
    """Record it; answers its id."""
    with database.writing(actor, Actie.CONTACTMOMENT_VASTLEGGEN, invoer.wijk) as session:
        return record_contactmoment(session, invoer)


def read(database: Database, actor: Actor, key: int) -> Contactmoment:
    """Read it back."""
    with database.reading() as session:
        return contactmoment(session, actor, key)
