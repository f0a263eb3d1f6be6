"""A disk that is really full: a small one of its own, on which a database lives until nothing more fits."""

import os
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from tests.core.wijken import right_input
from tests.torture.stoppen import Uitkomst, prepare, problems
from wijkkompas_core.domain.toegang import Actie
from wijkkompas_core.errors import WijkkompasError
from wijkkompas_core.services.contactmomenten import record_contactmoment
from wijkkompas_core.storage.database import Database

MEGABYTES = 160
LEFT = 1 << 20
LONG = "x" * 4_000
MOST = 5_000


@dataclass
class Volle:
    """What was seen: records confirmed before and after the disk was full, and the sentence in between."""

    voor: int = 0
    na: int = 0
    zin: str = ""
    fouten: list[str] = field(default_factory=list)


def may_mount() -> bool:
    """Whether this process may make a disk of its own."""
    return os.geteuid() == 0


@contextmanager
def small_disk() -> Iterator[Path]:
    """A disk in memory of `MEGABYTES`, on which everyone may write."""
    folder = Path(tempfile.mkdtemp(prefix="wk-schijf-"))
    folder.chmod(0o755)
    subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={MEGABYTES}m,mode=777", "tmpfs", folder], check=True)
    try:
        yield folder
    finally:
        subprocess.run(["umount", "--lazy", folder], check=True)
        folder.rmdir()


def fill_up(disk: Path, database: Database, recover: Callable[[], None]) -> Volle:
    """Record until the disk is full, make room, `recover` the database and record again. Then look what is left."""
    actor, wijk = prepare(database)
    seen, confirmed = Volle(), []

    def record() -> None:
        name = f"proef {len(confirmed)} {LONG}"
        with database.writing(actor, Actie.CONTACTMOMENT_VASTLEGGEN, wijk) as session:
            record_contactmoment(session, right_input(wijk, opbrengst=name))
        confirmed.append(name)

    record()
    ballast = disk / "ballast"
    space = os.statvfs(disk)
    ballast.write_bytes(b"\0" * max(0, space.f_bavail * space.f_frsize - LEFT))
    try:
        for _ in range(MOST):
            record()
        seen.fouten.append("de schijf liep niet vol")
    except WijkkompasError as error:
        seen.zin = str(error)
    seen.voor = len(confirmed)
    ballast.unlink()
    recover()
    for _ in range(10):
        record()
    seen.na = len(confirmed) - seen.voor
    seen.fouten += problems(database, confirmed, Uitkomst())
    return seen
