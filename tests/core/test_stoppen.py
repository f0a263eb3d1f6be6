"""A short turn of what `make torture` does two hundred times: kill the writer, and nothing confirmed is lost."""

import pytest

from tests.torture.stoppen import stop_at_random
from wijkkompas_core.__main__ import main
from wijkkompas_core.storage.database import Database


def test_a_writer_that_is_killed_loses_nothing_confirmed_and_leaves_nothing_half(
    any_database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen = stop_at_random(any_database, 4, seed=1)
    assert seen.fouten == []
    assert seen.gestopt == 4 and 4 <= seen.bevestigd <= seen.gevonden <= seen.bevestigd + 4
    monkeypatch.setenv("WIJKKOMPAS_DATABASE_URL", any_database.engine.url.render_as_string(hide_password=False))
    assert main(["check"]) == 0
