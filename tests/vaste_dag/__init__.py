"""The tests live on one fixed day: the demo moves with today, and what a test reads of it must be the same tomorrow.

Importing `tests.vaste_dag.begin` sets the core's clock, in this process and in every Python process that it starts, to
the morning of that day; from there it goes on as clocks do. That must come before anything imports the clock.
"""

import os
from datetime import UTC, date, datetime, time
from pathlib import Path
from zoneinfo import ZoneInfo

from tests.vaste_dag.sitecustomize import SHIFT, follow

ZONE = "Europe/Amsterdam"
DAY = date(2026, 11, 28)
BEGIN = datetime.combine(DAY, time(10), ZoneInfo(ZONE))
"""The hour leaves the whole morning before it on the same day, and more after it than the tests last."""
HERE = str(Path(__file__).parent)


def begin_the_day() -> None:
    """Let the clock of the core begin at `BEGIN`; a process that was started by the tests already has it so."""
    if SHIFT not in os.environ:
        os.environ[SHIFT] = str((BEGIN - datetime.now(UTC)).total_seconds())
        os.environ["PYTHONPATH"] = os.pathsep.join(filter(None, (HERE, os.environ.get("PYTHONPATH"))))
        follow()


def shift() -> float:
    """How many seconds the clock of the tests is ahead of the real one, for a browser."""
    return float(os.environ.get(SHIFT, "0"))
