"""Many contactmomenten in the wijken of the demo, to see what a gemeente of years notices of its size."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import accumulate
from random import Random
from typing import Any

from sqlalchemy import Insert, func, insert, select, text
from sqlalchemy.orm import Session

from wijkkompas_core.domain.betrokkenheid import PARTICIPATIENIVEAU, VORM
from wijkkompas_core.domain.tijd import AMSTERDAM, today
from wijkkompas_core.domain.toegang import Actie, system_actor
from wijkkompas_core.queries.methode import methode
from wijkkompas_core.storage.database import Database
from wijkkompas_core.storage.engine import continue_numbering
from wijkkompas_core.storage.stroom import rebuild
from wijkkompas_core.storage.tables import (
    BelanghebbendeRow,
    ContactmomentAspectRow,
    ContactmomentRow,
    GebruikerRow,
    WijkfaseRow,
    WijkRow,
    contactmoment_belanghebbende,
)

PORTIE = 10_000
ASPECTEN, ASPECT_GEWICHT = (1, 2, 3), (60, 30, 10)
ZONDER_NIVEAU, VERWIJDERD = 0.15, 0.005
ZINNEN = (
    "Bewoners vroegen vooral wanneer de werkzaamheden in hun straat beginnen.",
    "De woningcorporatie wil eerst weten wat er met de huur gebeurt.",
    "Er is afgesproken dat we de uitkomst aan alle deelnemers terugkoppelen.",
    "Een deel van de aanwezigen wil zelf meedenken over de volgende stap.",
    "De netbeheerder geeft aan dat er ruimte nodig is voor een extra station.",
)


@dataclass(frozen=True)
class _Wijk:
    id: int
    start: date
    fasen: list[tuple[str, date, date | None]]
    belanghebbenden: list[int]


def add_contactmomenten(database: Database, aantal: int, eerst: str, seed: int = 1) -> int:
    """Add `aantal` made-up contactmomenten to the demo in `database`; answers how many there are now, with its own.

    They are spread unevenly: the wijk with slug `eerst` gets most, each next wijk less (as 1, 1/2, 1/3 …), and later
    years get more than early ones. The same `seed` on the same day gives the same rows. Afterwards the database
    renews the statistics by which it plans its queries.
    """
    chance = Random(seed)
    with database.writing(system_actor("benchmark"), Actie.DEMO_LADEN) as session:
        number = session.scalar(select(func.max(ContactmomentRow.id))) or 0
        for begin in range(0, aantal, PORTIE):
            part = min(PORTIE, aantal - begin)
            for statement, rows in _rows(session, chance, eerst, number + begin + 1, part):
                session.execute(statement, rows)
        continue_numbering(session.connection(), [ContactmomentRow.metadata.tables["contactmoment"]])
        rebuild(session)
        session.dirty_wijken.add(None)
    with database.engine.begin() as connection:
        connection.execute(text("ANALYZE"))
    with database.reading() as session:
        return session.scalar(select(func.count(ContactmomentRow.id))) or 0


def _rows(
    session: Session, chance: Random, eerst: str, number: int, aantal: int
) -> list[tuple[Insert, list[dict[str, Any]]]]:
    """What to insert for `aantal` contactmomenten numbered from `number`."""
    wijken = _wijken(session, eerst)
    weights = list(accumulate(1 / place for place in range(1, len(wijken) + 1)))
    method = methode(session)
    aspecten = [aspect.slug for aspect in method.kompas.aspecten]
    vormen, niveaus = list(method.schalen[VORM]), list(method.schalen[PARTICIPATIENIVEAU])
    gebruikers = list(session.scalars(select(GebruikerRow.id).order_by(GebruikerRow.id)))
    moments: list[dict[str, Any]] = []
    over: list[dict[str, Any]] = []
    met: list[dict[str, Any]] = []
    for key in range(number, number + aantal):
        wijk = chance.choices(wijken, cum_weights=weights)[0]
        datum = _datum(chance, wijk)
        fase = _fase(chance, wijk, datum)
        about = chance.sample(aspecten, chance.choices(ASPECTEN, ASPECT_GEWICHT)[0])
        entered = _entered(chance, datum)
        moments.append(
            {
                "id": key,
                "wijk_id": wijk.id,
                "datum": datum,
                "fase": fase,
                "vorm": chance.choice(vormen),
                "participatieniveau": None if chance.random() < ZONDER_NIVEAU else chance.choice(niveaus),
                "aantal_deelnemers": chance.randint(1, 80),
                "aantal_aspecten": len(about),
                "opbrengst": " ".join(chance.sample(ZINNEN, chance.randint(1, 4))),
                "links": [],
                "sleutel": None,
                "ingevoerd_op": entered,
                "ingevoerd_door": chance.choice(gebruikers),
                "gewijzigd_op": entered,
                "verwijderd_op": entered if chance.random() < VERWIJDERD else None,
                "versie": 1,
            }
        )
        over += [{"contactmoment_id": key, "aspect": slug} for slug in about]
        who = chance.sample(wijk.belanghebbenden, min(len(wijk.belanghebbenden), chance.randint(1, 3)))
        met += [{"contactmoment_id": key, "belanghebbende_id": one} for one in who]
    tables = ContactmomentRow.metadata.tables
    return [
        (insert(tables[ContactmomentRow.__tablename__]), moments),
        (insert(tables[ContactmomentAspectRow.__tablename__]), over),
        (insert(contactmoment_belanghebbende), met),
    ]


def _wijken(session: Session, eerst: str) -> list[_Wijk]:
    """The wijken with what belongs to them; the one called `eerst` first."""
    found: list[_Wijk] = []
    for row in session.scalars(select(WijkRow).order_by(WijkRow.slug != eerst, WijkRow.id)):
        fasen = session.scalars(select(WijkfaseRow).where(WijkfaseRow.wijk_id == row.id).order_by(WijkfaseRow.id))
        parties = session.scalars(
            select(BelanghebbendeRow.id).where(BelanghebbendeRow.wijk_id == row.id).order_by(BelanghebbendeRow.id)
        )
        spells = [(fase.fase, fase.begonnen_op, fase.afgesloten_op) for fase in fasen]
        found.append(_Wijk(row.id, row.start, spells, list(parties)))
    return found


def _datum(chance: Random, wijk: _Wijk) -> date:
    """A day between the start of the wijk and yesterday, later ones more often."""
    days = (today() - wijk.start).days - 1
    return wijk.start + timedelta(days=int(chance.triangular(0, days, days * 0.8)))


def _fase(chance: Random, wijk: _Wijk, datum: date) -> str:
    """A fase that was open on that day, else the last one that had begun."""
    begun = [spell for spell in wijk.fasen if spell[1] <= datum] or wijk.fasen[:1]
    is_open: Sequence[tuple[str, date, date | None]] = [s for s in begun if s[2] is None or datum < s[2]]
    return chance.choice(is_open or begun[-1:])[0]


def _entered(chance: Random, datum: date) -> datetime:
    """When it was entered: within days, in office hours, and not later than yesterday."""
    day = min(datum + timedelta(days=chance.choice((0, 0, 1, 2, 6, 21))), today() - timedelta(days=1))
    return datetime.combine(day, time(chance.randrange(9, 17), chance.randrange(60)), AMSTERDAM)
