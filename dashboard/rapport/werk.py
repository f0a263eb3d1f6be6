"""Making one report from a task that fits on a line: read, compose, lay out. Runs in a process of its own."""

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from sqlalchemy.orm import Session

from dashboard.rapport.pdf import to_pdf, to_pictures
from dashboard.rapport.samenstellen import Rapport, document
from wijkkompas_core.domain import nederlands as nl
from wijkkompas_core.domain.rapport import Onderdeel, Rapportopdracht, Rapportsoort, check_opdracht
from wijkkompas_core.domain.tijd import now, today
from wijkkompas_core.domain.toegang import Actor, Recht, require
from wijkkompas_core.errors import InvalidInput, NotFound
from wijkkompas_core.queries import rapport as queries
from wijkkompas_core.queries.methode import methode as read_methode
from wijkkompas_core.queries.wijken import wijken as read_wijken
from wijkkompas_core.storage.database import Database, load_actor

PDF, XLSX, ODS, VOORBEELD = "pdf", "xlsx", "ods", "voorbeeld"
PREVIEW_WIJKEN = 3
Tell = Callable[[float, str], None]
"""Is told how far the work is, 0 to 1, and what is being done."""


@dataclass(frozen=True, slots=True)
class Taak:
    """A report to make for someone: `gebruiker` and `sessie` are ids, read again where it is made."""

    opdracht: Rapportopdracht
    vorm: str
    gebruiker: int
    sessie: int | None
    adres: str = ""

    def as_json(self) -> str:
        """The task on one line."""
        return json.dumps(asdict(self), default=lambda value: value.isoformat())


def read_taak(text: str) -> Taak:
    """The task of a line that `as_json` made."""
    values: dict[str, Any] = json.loads(text)
    given = values.pop("opdracht")
    opdracht = Rapportopdracht(
        soort=Rapportsoort(given["soort"]),
        wijken=tuple(given["wijken"]),
        peildatum=date.fromisoformat(given["peildatum"]),
        sinds=date.fromisoformat(given["sinds"]),
        onderdelen=tuple(Onderdeel(part) for part in given["onderdelen"]),
    )
    return Taak(opdracht, **values)


def make(database: Database, taak: Taak, tell: Tell) -> dict[str, bytes]:
    """Make what the task asks for its user: file names with their contents.

    The rights are those of this moment. Raises `Forbidden`, `NotFound` and `InvalidInput`.
    """
    with database.reading() as session:
        actor = load_actor(session, taak.gebruiker, taak.sessie)
    return make_for(database, actor, taak.opdracht, taak.vorm, taak.adres, tell)


def make_for(
    database: Database, actor: Actor, opdracht: Rapportopdracht, vorm: str, adres: str, tell: Tell
) -> dict[str, bytes]:
    """Make a report for an actor in one of the forms; see `make`."""
    rapport = read_rapport(database, actor, opdracht, adres, tell, most=PREVIEW_WIJKEN if vorm == VOORBEELD else None)
    tell(0.7, "De bladen worden gevuld" if vorm in (XLSX, ODS) else "De bladzijden worden opgemaakt")
    if vorm == VOORBEELD:
        pages = to_pictures(document(rapport))
        return {f"{number:03d}.png": page for number, page in enumerate(pages, start=1)}
    if vorm == PDF:
        contents, _ = to_pdf(document(rapport))
    else:
        from dashboard.rapport.rekenblad import to_workbook  # only now: a PDF need not wait for it

        contents = to_workbook(rapport, vorm, rapport.titel)
    tell(1.0, "Klaar")
    return {file_name(rapport, vorm): contents}


def read_rapport(
    database: Database,
    actor: Actor,
    opdracht: Rapportopdracht,
    adres: str,
    tell: Tell,
    most: int | None = None,
) -> Rapport:
    """Read what a report is made from; of at most `most` wijken. The wijken come in the order of their names."""
    if errors := check_opdracht(opdracht, today=today()):
        raise InvalidInput(errors)
    for wijk in opdracht.wijken:
        require(actor, Recht.WIJK_ZIEN, wijk)
    with database.reading() as session:
        method, look, gemeente = read_methode(session), queries.huisstijl(session, actor), queries.gemeente(session)
        chosen = [wijk for wijk in read_wijken(session, actor) if wijk.id in opdracht.wijken][:most]
    if not chosen:
        raise NotFound("Deze wijk bestaat niet of is niet voor jou zichtbaar.")
    bladen = []
    for number, wijk in enumerate(chosen):
        tell(0.7 * number / len(chosen), f"De wijken worden gelezen: {number + 1} van {len(chosen)}")
        with _as_known(database, actor, wijk.id, opdracht.peildatum) as session:
            then = next((one for one in read_wijken(session, actor) if one.id == wijk.id), None)
            if then is not None:  # else it was not there yet, and the page of that day does not show it either
                bladen.append(queries.wijkblad(session, actor, then, method, opdracht.peildatum, opdracht.sinds))
    if not bladen:
        which = "was deze wijk" if len(chosen) == 1 else "waren deze wijken"
        raise NotFound(f"Op {nl.day(opdracht.peildatum)} {which} er nog niet. Kies een latere peildatum.")
    return Rapport(opdracht, method, tuple(bladen), look, gemeente, actor.naam, now(), adres)


@contextmanager
def _as_known(database: Database, actor: Actor, wijk: int, peildatum: date) -> Iterator[Session]:
    """A session on a wijk as it was known on the peildatum: what was entered later is not in it.

    What was corrected or deleted since reads as it did for who may change it only.
    """
    if peildatum >= today():
        with database.reading() as session:
            yield session
        return
    then = database.as_known(wijk, peildatum, teksten_van_toen=actor.may(Recht.VASTLEGGEN, wijk))
    with then.reading() as session:
        yield session


def file_name(rapport: Rapport, kind: str) -> str:
    """The name of the file: kind, wijk and peildatum."""
    opdracht = rapport.opdracht
    about = f"-{rapport.bladen[0].wijk.slug}" if len(rapport.bladen) == 1 else ""
    return f"{opdracht.soort}{about}-{opdracht.peildatum:%Y-%m-%d}.{kind}"
