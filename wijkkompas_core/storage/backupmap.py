"""The folder of backups that are made by the clock: their names, which of them may go, and what a killed one leaves."""

import os
import re
import shutil
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from wijkkompas_core.storage.backup import BackupFout

NAAM = "wijkkompas-{:%Y%m%d-%H%M%S}.zip"
DRAFT = ".wijkkompas-backup-"
"""What the folder begins with in which a backup is made, beside where it will stand."""
_OWN = re.compile(r"wijkkompas-(\d{8}-\d{6})\.zip(?:\.age)?", re.ASCII)


@dataclass(frozen=True, slots=True)
class Bewaartermijn:
    """Of how many days, ISO weeks, months and years that have a backup the last one stays; each at least 1."""

    dagen: int
    weken: int
    maanden: int
    jaren: int


def superfluous(names: Iterable[str], termijn: Bewaartermijn) -> list[str]:
    """The names of backups that no day, week, month or year needs any more, newest first; never the newest of all.

    The moment is read from the name, so a file that was copied or put back counts for when it was made. A file of any
    other name is somebody's own, and never among them.
    """
    moments = sorted(((moment, name) for name in names if (moment := _moment(name))), reverse=True)
    kept: set[str] = set()
    periods: tuple[tuple[int, Callable[[datetime], object]], ...] = (
        (termijn.dagen, datetime.date),
        (termijn.weken, lambda moment: moment.isocalendar()[:2]),
        (termijn.maanden, lambda moment: (moment.year, moment.month)),
        (termijn.jaren, lambda moment: moment.year),
    )
    for many, period in periods:
        last: dict[object, str] = {}
        for moment, name in moments:
            last.setdefault(period(moment), name)
        kept.update(list(last.values())[:many])
    return [name for _, name in moments if name not in kept]


def newest(names: Iterable[str]) -> str | None:
    """The name of the backup that was made last by the clock; `None` when there is none."""
    made = {name: moment for name in names if (moment := _moment(name))}
    return max(made, key=lambda name: (made[name], name), default=None)


def _moment(name: str) -> datetime | None:
    found = _OWN.fullmatch(name)
    try:
        return datetime.strptime(found[1], "%Y%m%d-%H%M%S") if found else None
    except ValueError:  # a 13th month: not a name of ours
        return None


@contextmanager
def alone_in(folder: Path) -> Iterator[None]:
    """Be the only backup that is made in this folder, and clear away what one that was killed left.

    Such a leftover holds the data of people, unpacked. Raises `BackupFout` when another is being made. On Windows
    nothing is locked, and so nothing cleared away.
    """
    if sys.platform == "win32":
        yield
        return
    import fcntl

    handle = os.open(folder, os.O_RDONLY)
    try:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise BackupFout(f"In {folder} wordt al een back-up gemaakt. Wacht tot die klaar is.") from error
        for left in folder.glob(f"{DRAFT}*"):
            if left.is_dir() and not left.is_symlink():  # anything else was not left by us
                shutil.rmtree(left)
        yield
    finally:
        os.close(handle)
