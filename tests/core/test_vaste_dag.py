"""The tests live on a day of their own, and so does all that they start."""

import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

from tests.vaste_dag import BEGIN, DAY
from wijkkompas_core.domain.tijd import at, now, today

ROOT = Path(__file__).resolve().parents[2]


def test_today_is_the_day_of_the_tests_and_the_clock_goes_on() -> None:
    assert today() == DAY and BEGIN < now() < BEGIN + timedelta(hours=14)
    before = now()
    assert any(now() > before for _ in range(100_000))  # two readings may fall in the same microsecond


def test_the_clock_can_be_made_to_stand_as_ever() -> None:
    moment = datetime(2024, 2, 29, 12, tzinfo=UTC)
    with at(moment):
        assert now() == moment


def test_a_process_that_a_test_starts_lives_on_the_same_day() -> None:
    asked = [sys.executable, "-c", "from wijkkompas_core.domain.tijd import now; print(now().isoformat())"]
    told = subprocess.run(asked, cwd=ROOT, capture_output=True, text=True, check=True).stdout.strip()
    assert timedelta(0) < now() - datetime.fromisoformat(told) < timedelta(minutes=1)
