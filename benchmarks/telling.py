"""The counts that the app keeps in its database: none, as before its first start ever, or those of every wijk."""

import time

from sqlalchemy import create_engine, delete, func, select

from wijkkompas_core.storage.tables import TellingRow

SECONDS = 300


def forget(url: str) -> None:
    """Take them away, so that a server that starts counts everything."""
    engine = create_engine(url)
    with engine.begin() as connection:
        connection.execute(delete(TellingRow))
    engine.dispose()


def wait_until_kept(url: str, wijken: int) -> None:
    """Wait until a running server has kept them of so many wijken; raises `RuntimeError` when it does not."""
    engine = create_engine(url)
    until = time.monotonic() + SECONDS
    kept = 0
    while time.monotonic() < until and kept < wijken:
        time.sleep(0.2)
        with engine.connect() as connection:
            kept = connection.scalar(select(func.count()).select_from(TellingRow)) or 0
    engine.dispose()
    if kept < wijken:
        raise RuntimeError(f"the counts of {kept} of {wijken} wijken were kept after {SECONDS} s")
