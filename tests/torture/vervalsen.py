"""Someone with an account writes messages by hand: any page, any address, any button with any value.

What is shown stays within the rights of that account, what it may not change stays as it was, and no message brings
an error on the screen that is not a sentence.
"""

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from urllib.parse import urlencode

from sqlalchemy import Select, Table, select
from websockets.exceptions import ConnectionClosed

from dashboard.web.verbinding import TOO_LARGE
from tests.foute_adressen import EXPECTED, VALUES, parameters
from tests.foute_invoer import somebody
from tests.torture.gesprek import FIELDS, TRIGGER, Antwoord, Gesprek, Widget
from tests.torture.sessies import cookie
from wijkkompas_core.domain.paginas import PAGINAS
from wijkkompas_core.domain.toegang import Actor, Rol
from wijkkompas_core.queries.wijken import wijken
from wijkkompas_core.storage.database import Database
from wijkkompas_core.storage.tables import Base, TaakRow, TellingRow, WijkRow

NAMES = parameters()
PERSONAL = frozenset(
    {"sessie", "inlogticket", "inlogpoging", "toestel", "tweede_factor", "herstelcode", "weergave", "startweergave"}
)
"""What belongs to an account or to logging in, and so may change for whoever only reads; the logboek tells of it."""
READERS_TABLES = PERSONAL | {"logboek", "installatie", "wijkversie", "stroom", "concept", "rapport"}


@dataclass
class Gezien:
    """How many messages were sent, how many buttons pressed, and everything that is wrong."""

    berichten: int = 0
    gedrukt: int = 0
    fouten: list[str] = field(default_factory=list)


def out_of_reach(database: Database, actor: Actor) -> dict[str, str]:
    """A hash per table of what this actor may not change: the rows of other wijken, and for a reader nearly all."""
    with database.reading() as session:
        own = {wijk.id for wijk in wijken(session, actor)}
        reads_only = {one.rol for one in actor.toekenningen} == {Rol.LEZER}
        found = {}
        # What the server counted, and when it did, it keeps by itself, whatever anyone sends.
        by_itself = {TellingRow.__tablename__, TaakRow.__tablename__}
        for table in (one for one in Base.metadata.sorted_tables if one.name not in by_itself):
            if (reads_only and table.name not in READERS_TABLES) or "wijk_id" in table.c:
                rows = session.execute(_rows(table, actor, own, reads_only)).all()
                found[table.name] = sha256(repr(sorted(map(repr, rows))).encode()).hexdigest()
        return found


def _rows(table: Table, actor: Actor, own: set[int], reads_only: bool) -> Select:
    query = select(*table.c)
    if table.name in READERS_TABLES or not reads_only:
        query = query.where(table.c.wijk_id.notin_(own))
    if table.name == "gebruiker":
        query = query.where(table.c.id != actor.gebruiker)
    if table.name == "logboek":
        query = query.where(table.c.resultaat == "gelukt")  # that something was refused is written down
    return query


def secrets(database: Database, actor: Actor) -> list[str]:
    """The names of wijken that this actor may not see."""
    with database.reading() as session:
        own = {wijk.naam for wijk in wijken(session, actor)}
        return [naam for naam in session.scalars(select(WijkRow.naam)) if naam not in own]


def forge(url: str, database: Database, naam: str, per_page: int, seed: int, seen: Gezien) -> None:
    """Send so many messages for each page as this account; what is wrong comes to stand in `seen`."""
    chance = random.Random(seed)
    actor = somebody(database, naam)
    hidden, before = secrets(database, actor), out_of_reach(database, actor)
    with database.reading() as session:
        wijken_of_all = list(session.scalars(select(WijkRow.slug)))
    for info in PAGINAS:
        left = per_page
        while left > 0:
            for answer, what in _conversation(
                url, cookie(database, naam, https=False), info.adres, left, wijken_of_all, chance, seen
            ):
                left -= 1
                seen.fouten += [f"{naam}, {info.adres}, {what}: {wrong}" for wrong in wrongs(answer, hidden)]
    after = out_of_reach(database, actor)
    seen.fouten += [f"{naam} veranderde iets in {table}" for table in before if before[table] != after[table]]


def wrongs(answer: Antwoord, hidden: Sequence[str]) -> list[str]:
    """What of an answer should not be there."""
    found = [one for one in answer.exceptions if one.split(":")[0] not in EXPECTED]
    found += [f"toont {naam}" for naam in hidden if naam in answer.text]
    return (
        found
        + ["een onverwachte fout"] * ("Er ging iets mis" in answer.text)
        + ["Traceback"] * ("Traceback (most recent" in answer.text)
    )


def _conversation(
    url: str, header: str, page: str, most: int, slugs: Sequence[str], chance: random.Random, seen: Gezien
) -> Iterator[tuple[Antwoord, str]]:
    """One open page, until it has logged out or enough was sent; each answer with what was asked."""
    values = (*VALUES, *slugs, *(str(number) for number in range(1, 30)))
    known: dict[str, Widget] = {}
    with Gesprek(url, header) as gesprek:
        for _ in range(most):
            names = chance.sample(NAMES, chance.randrange(6))
            asked = {name: chance.choice(values) for name in names}
            if chance.random() < 0.7:
                asked["wijk"] = chance.choice(slugs)
            pressed = chance.sample(sorted(known), min(len(known), chance.randrange(5)))
            states = [known[key].state(chance.choice(values)) for key in pressed]
            try:
                answer = gesprek.run(urlencode(asked), *states, page=page)
            except ConnectionClosed as closed:
                if closed.rcvd is not None and closed.rcvd.code == TOO_LARGE:
                    return  # one of the buttons logged out, and nobody sends messages as large as this
                raise
            seen.berichten += 1
            seen.gedrukt += sum(FIELDS.get(known[key].soort) == TRIGGER for key in pressed)
            known |= {widget.id: widget for widget in answer.widgets}
            yield answer, f"{asked} {[(known[key].soort, known[key].naam) for key in pressed]}"
            if "Gebruikersnaam" in {widget.naam for widget in answer.widgets}:
                return
