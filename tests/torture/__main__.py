"""`python -m tests.torture [onderdeel …]`: everything that takes minutes, one after another.

Prints what was seen; the exit code is 1 when something was lost, double, half or not in a sentence. Stops by itself.
"""

import argparse
import os
import shutil
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.conftest import DEMO_WACHTWOORD, fill_with_method
from tests.foute_invoer import bombard, hash_of, use_cases
from tests.nginx import free_port
from tests.postgres import running_postgres
from tests.torture.aanval import under_attack
from tests.torture.herstarten import restart_at_random
from tests.torture.schijf import Volle, fill_up, may_mount, small_disk
from tests.torture.sessies import record_together, start_server, wait_for
from tests.torture.stoppen import Uitkomst, stop_at_random
from tests.torture.vervalsen import Gezien, forge
from wijkkompas_core.__main__ import main as command_line
from wijkkompas_core.demo.load import load_demo
from wijkkompas_core.domain.toegang import Actie, system_actor
from wijkkompas_core.storage.database import Database

KILLS = 100
SESSIONS, SECONDS = 50, 120
CASES = 5_500
"""A little more than 5000: of what takes hardly any input there are fewer different cases than its share."""
ROLES, MESSAGES = ("lezer", "teamlid", "projectleider", "programmamanager", "beheerder"), 50


@contextmanager
def databases(folder: Path) -> Iterator[dict[str, Database]]:
    """An empty SQLite file and an empty database of a PostgreSQL that waits for the disk, both with the method."""
    with running_postgres(safe=True) as server:
        found = {
            "SQLite": fill_with_method(f"sqlite:///{folder / 'proef.db'}"),
            "PostgreSQL": fill_with_method(server.new_database()),
        }
        yield found
        for database in found.values():
            database.close()


def healthy(database: Database) -> bool:
    """Whether `check` finds nothing wrong."""
    os.environ["WIJKKOMPAS_DATABASE_URL"] = database.engine.url.render_as_string(hide_password=False)
    return command_line(["check"]) == 0


def _killed(folder: Path, kill: Callable[[Database, int, int], Uitkomst]) -> bool:
    """On each database: `kill` so many times (with a seed), look what is left, and tell."""
    good = True
    with databases(folder) as found:
        for kind, database in found.items():
            seen = kill(database, KILLS, KILLS)
            sound = healthy(database)
            print(
                f"{kind}: {seen.gestopt} keer gestopt, {seen.bevestigd} vastleggingen bevestigd, {seen.gevonden} "
                f"gevonden, {len(seen.fouten)} fouten, integriteit {'goed' if sound else 'NIET GOED'}"
            )
            print(*seen.fouten[:20], sep="\n")
            good &= not seen.fouten and sound and seen.gestopt == KILLS
    return good


def stoppen(folder: Path) -> bool:
    """Kill a writing process, a hundred times on each database."""
    return _killed(folder, stop_at_random)


def server(folder: Path) -> bool:
    """Kill the whole server while people record on the screen, a hundred times on each database."""
    return _killed(folder, restart_at_random)


def schijf(_: Path) -> bool:
    """A disk that is full, for both databases."""
    if not may_mount():
        print("Overgeslagen: een eigen schijf maken mag hier alleen als root.")
        return True
    good = True
    with small_disk() as disk:
        database = fill_with_method(f"sqlite:///{disk / 'proef.db'}")
        good &= _full("SQLite", database, fill_up(disk, database, recover=lambda: None))
    with small_disk() as disk, running_postgres(safe=True, disk=disk) as postgres:
        database = fill_with_method(postgres.new_database())
        seen = fill_up(disk, database, recover=postgres.start_again)
        good &= _full("PostgreSQL", database, seen)
    return good


def _full(kind: str, database: Database, seen: Volle) -> bool:
    sound = healthy(database)
    database.close()
    print(
        f"{kind}: {seen.voor} vastleggingen tot de schijf vol was, toen de zin '{seen.zin}', daarna nog {seen.na}; "
        f"{len(seen.fouten)} fouten, integriteit {'goed' if sound else 'NIET GOED'}",
        *seen.fouten[:20],
        sep="\n",
    )
    return not seen.fouten and bool(seen.zin) and sound


def sessies(folder: Path) -> bool:
    """Many sessions record through two servers behind nginx while a backup runs and one server is killed."""
    seen = record_together(folder, SESSIONS, SECONDS)
    print(*seen.regels, *seen.fouten[:20], sep="\n")
    return not seen.fouten


def aanval(_: Path) -> bool:
    """Many people record while somebody without an account tries everything that costs a server time or memory."""
    seen = under_attack(SESSIONS, SECONDS)
    print(*seen.regels, *seen.fouten[:20], sep="\n")
    return not seen.fouten


def invoer(folder: Path) -> bool:
    """Bad input for every service, on both databases."""
    cases, good = use_cases(), True
    each = -(-CASES // len(cases))
    with databases(folder) as found:
        for kind, database in found.items():
            with database.writing(system_actor("proef"), Actie.DEMO_LADEN) as session:
                load_demo(session, wachtwoord=DEMO_WACHTWOORD)
            before, refused, accepted = hash_of(database), 0, 0
            for case in cases:
                try:
                    counts = bombard(database, case, each)
                except Exception as error:
                    print(f"{kind}, {case.name}: {type(error).__name__}: {str(error)[:500]}")
                    good = False
                else:
                    refused, accepted = refused + counts[0], accepted + counts[1]
            same = hash_of(database) == before
            print(
                f"{kind}: {len(cases)} handelingen, {refused + accepted} keer invoer, {refused} geweigerd met een zin, "
                f"{accepted} goed bevonden en teruggedraaid, inhoud {'gelijk' if same else 'NIET GELIJK'}"
            )
            good &= same
    return good


def berichten(folder: Path) -> bool:
    """Messages that are written by hand, for every page, as each role, on both databases."""
    good, port = True, free_port()
    with databases(folder) as found:
        for kind, database in found.items():
            with database.writing(system_actor("proef"), Actie.DEMO_LADEN) as session:
                load_demo(session, wachtwoord=DEMO_WACHTWOORD)
            process, seen = start_server(database.engine.url.render_as_string(False), port, https=False), Gezien()
            try:
                wait_for(port)
                for seed, naam in enumerate(ROLES):
                    forge(f"http://127.0.0.1:{port}", database, naam, MESSAGES, seed, seen)
            finally:
                process.kill()
                process.wait()
            sound = healthy(database)
            print(
                f"{kind}: {len(ROLES)} rollen, {seen.berichten} berichten, {seen.gedrukt} keer op een knop, "
                f"{len(seen.fouten)} fouten, integriteit {'goed' if sound else 'NIET GOED'}",
                *seen.fouten[:20],
                sep="\n",
            )
            good &= not seen.fouten and sound
    return good


PARTS: dict[str, Callable[[Path], bool]] = {
    "stoppen": stoppen,
    "server": server,
    "sessies": sessies,
    "schijf": schijf,
    "invoer": invoer,
    "berichten": berichten,
    "aanval": aanval,
}


def main(arguments: list[str]) -> int:
    """Run the parts that are named, or all; answers an exit code."""
    parser = argparse.ArgumentParser(prog="python -m tests.torture")
    parser.add_argument("onderdeel", nargs="*", choices=[*PARTS, []], help="wat er gebeurt; standaard alles")
    good = True
    for name in parser.parse_args(arguments).onderdeel or PARTS:
        folder, start = Path(tempfile.mkdtemp(prefix="wk-torture-")), time.monotonic()
        print(f"== {name}", flush=True)
        try:
            good &= PARTS[name](folder)
        finally:
            shutil.rmtree(folder, ignore_errors=True)
        print(f"   {time.monotonic() - start:.0f} seconden", flush=True)
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
