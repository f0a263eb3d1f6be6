"""Stop a writing process at a random moment, as `kill -9` or a power cut does, and look what is left."""

import multiprocessing
import random
import sys
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from multiprocessing.connection import Connection
from types import ModuleType

from sqlalchemy import func, select

from tests.core.wijken import add_person, add_wijk, right_input
from wijkkompas_core.domain.toegang import Actie, Actor, Rol
from wijkkompas_core.services.contactmomenten import record_contactmoment
from wijkkompas_core.storage.database import Database
from wijkkompas_core.storage.tables import ContactmomentAspectRow, ContactmomentRow, LogboekRow, StroomRow

LONGEST_SECONDS = 0.25


@dataclass
class Uitkomst:
    """What was seen: kills, records confirmed, records found, and everything that is wrong."""

    gestopt: int = 0
    bevestigd: int = 0
    gevonden: int = 0
    fouten: list[str] = field(default_factory=list)


def write(url: str, actor: Actor, wijk: int, run: int, told: Connection) -> None:
    """Record one contactmoment after another through the door, and tell of each once it is committed."""
    database, number = Database(url), 0
    while True:
        name = f"proef {run}-{number}"
        with database.writing(actor, Actie.CONTACTMOMENT_VASTLEGGEN, wijk) as session:
            record_contactmoment(session, right_input(wijk, opbrengst=name))
        told.send_bytes(name.encode())
        number += 1


@contextmanager
def _no_main() -> Iterator[None]:
    """A new process runs the main script again, and a test of a page leaves that page behind as the main script."""
    main = sys.modules["__main__"]
    sys.modules["__main__"] = ModuleType("__main__")
    try:
        yield
    finally:
        sys.modules["__main__"] = main


def prepare(database: Database) -> tuple[Actor, int]:
    """A wijk and who records in it."""
    wijk = add_wijk(database, "proefwijk")
    return add_person(database, "proef", Rol.TEAMLID, wijk), wijk


def stop_at_random(database: Database, times: int, seed: int) -> Uitkomst:
    """Start a writer `times` times and kill it a random moment after its first record. Then look."""
    chance = random.Random(seed)
    actor, wijk = prepare(database)
    database.close()
    context = multiprocessing.get_context("forkserver")  # has everything imported: a start takes milliseconds
    context.set_forkserver_preload(["tests.torture.stoppen"])
    seen, confirmed = Uitkomst(), []
    url = database.engine.url.render_as_string(hide_password=False)
    for run in range(times):
        here, there = context.Pipe(duplex=False)
        process = context.Process(target=write, args=(url, actor, wijk, run, there), daemon=True)
        with _no_main():
            process.start()
        there.close()
        if not here.poll(60):
            process.kill()
            seen.fouten.append(f"ronde {run}: de schrijver begon niet")
            continue
        time.sleep(chance.random() * LONGEST_SECONDS)
        if process.exitcode is not None:
            seen.fouten.append(f"ronde {run}: de schrijver stopte vanzelf")
        process.kill()
        process.join()
        seen.gestopt += 1
        try:
            while True:
                confirmed.append(here.recv_bytes().decode())
        except EOFError:
            here.close()
    seen.bevestigd = len(confirmed)
    again = Database(url)
    seen.fouten += problems(again, confirmed, seen)
    again.close()
    return seen


def problems(database: Database, confirmed: list[str], seen: Uitkomst) -> list[str]:
    """What is lost, double or half in the records whose text begins with `proef`."""
    found: list[str] = []
    with database.reading() as session:
        ours = select(ContactmomentRow.id).where(ContactmomentRow.opbrengst.startswith("proef "))
        rows = session.execute(
            select(ContactmomentRow.id, ContactmomentRow.opbrengst, ContactmomentRow.aantal_aspecten).where(
                ContactmomentRow.id.in_(ours)
            )
        ).all()
        aspects = dict(
            session.execute(
                select(ContactmomentAspectRow.contactmoment_id, func.count())
                .where(ContactmomentAspectRow.contactmoment_id.in_(ours))
                .group_by(ContactmomentAspectRow.contactmoment_id)
            ).all()
        )
        logged = Counter(
            session.scalars(select(LogboekRow.object_id).where(LogboekRow.actie == "contactmoment vastleggen"))
        )
        stream = set(session.scalars(select(StroomRow.object_id).where(StroomRow.soort == "contactmoment")))
        every = {str(key) for key in session.scalars(select(ContactmomentRow.id))}
    names = Counter(row.opbrengst for row in rows)
    seen.gevonden = len(rows)
    found += [f"{name}: bevestigd, maar weg" for name in confirmed if not names[name]]
    found += [f"{name}: {number} keer" for name, number in names.items() if number > 1]
    for row in rows:
        if aspects.get(row.id, 0) != row.aantal_aspecten:
            found.append(f"{row.opbrengst}: half, zonder al zijn aspecten")
        if logged[str(row.id)] != 1:
            found.append(f"{row.opbrengst}: {logged[str(row.id)]} regels in het logboek")
        if str(row.id) not in stream:
            found.append(f"{row.opbrengst}: niet te vinden in de stroom")
    found += [f"contactmoment {key}: wel in het logboek, maar weg" for key in logged if key not in every]
    return found
