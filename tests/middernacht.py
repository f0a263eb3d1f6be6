"""One day lasts as long as the tests do: late in the evening they live where it is still afternoon.

When the day changes between the making of a test's data and its end, a test fails that is right. So in the last hours
before Dutch midnight "Europe/Amsterdam" stands for a zone further west, in this process and in all that it starts.
Importing this module does it, and that must come before anything asks for the zone.
"""

import atexit
import os
import shutil
import tempfile
from datetime import UTC, datetime
from importlib import resources
from pathlib import Path
from zoneinfo import ZoneInfo, reset_tzpath

AMSTERDAM = "Europe/Amsterdam"
WEST = "Etc/GMT+3"
LATE = 22
"""From this hour on the day might change before the tests end."""


def _file(zone: str) -> Path:
    """What is known of a zone, by the package: so also where `_use` made it another one."""
    return Path(str(resources.files("tzdata").joinpath("zoneinfo", zone)))


def dutch() -> ZoneInfo:
    """The real Dutch zone, whatever its name stands for here."""
    with _file(AMSTERDAM).open("rb") as data:
        return ZoneInfo.from_file(data)


def zone_at(moment: datetime) -> str:
    """The zone for tests that begin at an aware moment: the Dutch one, or one with the same date and hours to go."""
    return WEST if moment.astimezone(dutch()).hour >= LATE else AMSTERDAM


def _use(zone: str) -> None:
    """Let the name of the Dutch zone stand for another one, here and in processes to come."""
    folder = tempfile.mkdtemp(prefix="wk-zone-")
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    copy = Path(folder) / AMSTERDAM
    copy.parent.mkdir()
    shutil.copyfile(_file(zone), copy)
    os.environ["PYTHONTZPATH"] = folder
    reset_tzpath([folder])
    ZoneInfo.clear_cache()


ZONE = zone_at(datetime.now(UTC))
"""The zone of these tests, for browsers, which know the real ones."""
if ZONE != AMSTERDAM:
    _use(ZONE)
