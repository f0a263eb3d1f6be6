"""The folder of backups: which stay and which go, and that what was killed leaves nothing of anybody."""

import os
import signal
import subprocess
import sys
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import create_engine, text

from wijkkompas_core.settings import ROOT
from wijkkompas_core.storage.backupmap import DRAFT, NAAM, Bewaartermijn, alone_in, superfluous
from wijkkompas_core.storage.database import Database

MOMENTS = st.lists(
    st.datetimes(datetime(2020, 1, 1), datetime(2029, 12, 31)).map(lambda one: one.replace(microsecond=0))
)
TERMIJNEN = st.builds(Bewaartermijn, *[st.integers(1, 40)] * 4)


def names(moments: list[datetime]) -> set[str]:
    return {NAAM.format(one) for one in moments}


def nights(last: date, many: int) -> list[datetime]:
    return [datetime(last.year, last.month, last.day, 2, 30) - timedelta(days=back) for back in range(many)]


def test_of_three_years_of_nights_stay_thirty_days_eight_weeks_twelve_months_and_the_year() -> None:
    made = nights(date(2026, 11, 28), 1100)
    kept = names(made) - set(superfluous(names(made), Bewaartermijn(30, 8, 12, 2)))
    days = {one for one in made if one > datetime(2026, 10, 30)}
    sundays = {datetime(2026, 10, day, 2, 30) for day in (11, 18, 25)}
    ends = {datetime(2026, month, day, 2, 30) for month, day in ((1, 31), (2, 28), (3, 31), (4, 30), (5, 31))}
    ends |= {datetime(2026, month, day, 2, 30) for month, day in ((6, 30), (7, 31), (8, 31), (9, 30), (10, 31))}
    assert kept == names(list(days | sundays | ends)) | names([datetime(2025, 12, 31, 2, 30)])


@given(MOMENTS, TERMIJNEN)
def test_the_newest_always_stays_and_a_day_on_which_nothing_was_made_throws_nothing_away(moments, termijn) -> None:
    given_ = names(moments)
    gone = superfluous(given_, termijn)
    assert set(gone) <= given_ and (not given_ or max(given_) not in gone)
    assert superfluous(given_ - set(gone), termijn) == [], "what stayed stays as long as there is no new one"


def test_what_somebody_named_is_never_cleared_away() -> None:
    own = {
        "wijkkompas-voor-de-verhuizing.zip",
        "wijkkompas-20200101-000000-bewaren.zip",
        "wijkkompas-20201399-000000.zip",
    }
    assert superfluous(
        {*own, "wijkkompas-20200101-000000.zip", NAAM.format(datetime(2026, 1, 1))}, Bewaartermijn(1, 1, 1, 1)
    ) == ["wijkkompas-20200101-000000.zip"]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "backups"
    made.mkdir()
    return made


def run(database: Database, folder: Path, **more: str) -> subprocess.CompletedProcess[str]:
    environ = os.environ | {"WIJKKOMPAS_DATABASE_URL": database.url, "WIJKKOMPAS_BACKUP_MAP": str(folder), **more}
    command = [sys.executable, "-m", "wijkkompas_core", "backup"]
    return subprocess.run(command, cwd=ROOT, env=environ, capture_output=True, text=True, timeout=60)


def test_old_ones_go_only_when_the_new_one_stands_there(database: Database, folder: Path) -> None:
    old, other = folder / "wijkkompas-20200101-000000.zip", folder / "iets-anders.zip"
    for path in (old, other):
        path.write_bytes(b"oud")
    failed = run(database, folder, WIJKKOMPAS_DATABASE_URL="sqlite:////bestaat/niet.db")
    assert failed.returncode != 0 and old.exists()
    one_of_each = {f"WIJKKOMPAS_BACKUP_{tier}": "1" for tier in ("DAGEN", "WEKEN", "MAANDEN", "JAREN")}
    done = run(database, folder, **one_of_each)
    assert done.returncode == 0, done.stderr
    assert "Opgeruimd: 1 oude back-up." in done.stdout
    assert not old.exists() and other.exists()
    (new,) = folder.glob("wijkkompas-*.zip")
    assert new.stat().st_mode & 0o077 == 0


def test_without_a_file_and_without_a_folder_it_says_what_is_missing(database: Database) -> None:
    done = run(database, Path(), WIJKKOMPAS_BACKUP_MAP="")
    assert done.returncode == 1 and "zet in WIJKKOMPAS_BACKUP_MAP de map voor back-ups" in done.stderr


def test_one_is_made_at_a_time_and_it_clears_away_what_a_killed_one_left(database: Database, folder: Path) -> None:
    left = folder / f"{DRAFT}abc"
    left.mkdir()
    (left / "kopie").write_bytes(b"Jan de Vries")
    strange, elsewhere = folder / f"{DRAFT}vreemd", folder.with_name("elders")
    elsewhere.mkdir()
    strange.symlink_to(elsewhere)
    with alone_in(folder):
        assert not left.exists()
        refused = run(database, folder)
        assert refused.returncode == 1 and "wordt al een back-up gemaakt" in refused.stderr
    assert run(database, folder).returncode == 0
    assert elsewhere.exists(), "what was not left by a backup is not followed, and stops none"


def test_who_is_asked_to_stop_leaves_no_copy_behind(request: pytest.FixtureRequest, folder: Path) -> None:
    url = request.getfixturevalue("new_postgres")(request.getfixturevalue("_filled_postgres"))
    environ = os.environ | {"WIJKKOMPAS_DATABASE_URL": url, "WIJKKOMPAS_BACKUP_MAP": str(folder)}
    command = [sys.executable, "-m", "wijkkompas_core", "backup"]
    engine = create_engine(url)
    with engine.begin() as holder:
        holder.execute(text("LOCK TABLE contactmoment IN ACCESS EXCLUSIVE MODE"))  # there pg_dump waits
        with subprocess.Popen(command, cwd=ROOT, env=environ) as process:
            while not (waiting := holder.scalar(text("SELECT count(*) FROM pg_locks WHERE NOT granted"))):
                assert process.poll() is None
            assert waiting and len(list(folder.iterdir())) == 1
            process.send_signal(signal.SIGTERM)
            assert process.wait(30) == 128 + signal.SIGTERM
    engine.dispose()
    assert list(folder.iterdir()) == []
