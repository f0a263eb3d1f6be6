"""What all sessions share: the settings, the open database, the method, and what is kept of earlier reads.

What is kept is keyed on the data version, so a change by anyone, in any server process, is seen at the next rerun.
"""

from collections.abc import Callable, Hashable
from functools import cache
from typing import TypeVar

from dashboard.reading.cache import Cache
from wijkkompas_core.queries.methode import Methode
from wijkkompas_core.queries.methode import methode as read_methode
from wijkkompas_core.settings import Settings
from wijkkompas_core.storage.database import Database
from wijkkompas_core.storage.engine import Pool

T = TypeVar("T")
_answers = Cache(1024)
_databases = Cache(8)


@cache
def settings() -> Settings:
    """The settings of this installation."""
    return Settings.from_env()


def database() -> Database:
    """The open database."""
    ours = settings()
    pool = Pool(ours.pool_grootte, ours.pool_extra, ours.pool_wachttijd)
    return _databases.get(ours.database_url, lambda: Database(ours.database_url, pool))


def methode(version: int | None = None) -> Methode:
    """The method at a data version, or as it is now."""
    version = database().data_version() if version is None else version

    def read() -> Methode:
        with database().reading() as session:
            return read_methode(session)

    return cached((version, "methode"), read)


def cached(key: tuple[Hashable, ...], make: Callable[[], T]) -> T:
    """What `make` gives, made once; `key` begins with the data version and holds no more than anyone may see."""
    return _answers.get((database().url, *key), make)
