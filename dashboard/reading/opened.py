"""What all sessions share: the settings, the open database, the method, and what is kept of earlier reads.

What is kept is keyed on the data version, so a change by anyone, in any server process, is seen at the next rerun.
"""

from collections.abc import Callable, Hashable
from functools import cache
from typing import ParamSpec, TypeVar

from dashboard.reading.cache import Cache
from dashboard.reading.keys import made_key
from wijkkompas_core.queries.methode import Methode
from wijkkompas_core.queries.methode import methode as read_methode
from wijkkompas_core.settings import Settings
from wijkkompas_core.storage.database import Database
from wijkkompas_core.storage.engine import Pool

T = TypeVar("T")
P = ParamSpec("P")
_answers = Cache(1024)
_databases = Cache(8)
_methoden: dict[str, Methode] = {}
"""Per database the method as it was read last."""


@cache
def settings() -> Settings:
    """The settings of this installation."""
    return Settings.from_env()


def database() -> Database:
    """The open database."""
    ours = settings()
    pool = Pool(ours.pool_grootte, ours.pool_extra, ours.pool_wachttijd, begrensd=True)
    return _databases.get(ours.database_url, lambda: Database(ours.database_url, pool))


def methode(version: int | None = None) -> Methode:
    """The method at a data version, or as it is now; the same object for as long as it says the same."""
    url, version = database().url, database().data_version() if version is None else version

    def read() -> Methode:
        with database().reading() as session:
            found = read_methode(session)
        if _methoden.get(url) != found:
            _methoden[url] = found
        return _methoden[url]

    return kept((version, "methode"), read)


def kept(key: tuple[Hashable, ...], make: Callable[[], T]) -> T:
    """What `make` gives, made once; only for what reads: `key` holds the data version and whatever else decides."""
    return _answers.get((database().url, *key), make)


def made(make: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
    """What a function of a module makes of its arguments and nothing else, made once: `made(draw, kompas, dark)`.

    As `Lezer.made`, for who reads nothing of a wijk.
    """
    return kept(("made", *made_key(make, args, kwargs)), lambda: make(*args, **kwargs))
