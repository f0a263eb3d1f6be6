"""Bad input for everything that people can fill in, made from the types of the services themselves.

A new service is found by itself; one whose input cannot be made here fails the test, so that none is forgotten.
"""

import dataclasses
import importlib
import inspect
import pkgutil
import types
import typing
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, timezone
from enum import Enum
from typing import Any

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from sqlalchemy import func, select

import wijkkompas_core.services as services
from wijkkompas_core.domain.tijd import today
from wijkkompas_core.domain.toegang import Actie, Actor
from wijkkompas_core.errors import WijkkompasError
from wijkkompas_core.settings import Settings
from wijkkompas_core.storage.database import Database, load_actor
from wijkkompas_core.storage.inhoud import content_hash, contents
from wijkkompas_core.storage.logboek import REFUSED, WritingSession
from wijkkompas_core.storage.tables import Base, GebruikerRow, LogboekRow

NOT_FROM_PEOPLE = {
    "voortgang.find": "takes a table, from another service",
    "toegang.inlogstappen.new_ticket": "a step of logging in, after the password was right",
    "toegang.inlogstappen.claim_ticket": "a step of logging in",
    "toegang.opruimen.clean_up": "of the server itself",
    "toegang.opruimen.forget_old": "of the server itself",
    "toegang.pogingen.count": "of the server itself",
    "toegang.uitnodigingen.make_link": "takes an account that another service has looked up",
    "importeren.write.importeer": "takes what reading the file gave; its own tests",
    "belanghebbenden.scale": "reads",
    "voortgang.at_wijk": "reads",
    "laden.installatie.clear_data": "of the command line; throws away what there is",
    "laden.installatie.load_installatie": "of the command line; its own tests",
    "laden.referentie_laden.load_referentie": "of the command line; its own tests",
    "laden.wijken_laden.load_wijken": "of the command line; its own tests",
}

INTS = st.sampled_from([1, 2, 3, 4, 5, 17, 0, -1, 2**31 - 1, 2**31, 2**63 - 1, 2**63, 10**30]) | st.integers()
FLOATS = st.sampled_from([0.0, 0.5, 1.0, 100.0, -1.0, 1e308, float("inf"), float("-inf"), float("nan")]) | st.floats()
SLUGS = (
    "bewoners-doen-mee", "passend-renovatieaanbod", "karakteriseren", "keuzes-maken", "bewonersavond", "informeren",
    "neutraal", "weerstand", "hoog", "groen", "open", "afgerond", "nvt", "financien", "lopend", "gepauzeerd",
)  # fmt: skip
NASTY = (
    "", " ", "\0", "a\0b", "x" * 201, "x" * 20_000, "é" * 300, "'; DROP TABLE wijk; --", "<script>alert(1)</script>",
    "%s%d{0}", "../../etc/passwd", "=HYPERLINK(1)", "שלום 🏘️", "\u202eomgekeerd", "\n\r\t", "None", "null", "-1",
    "1e999", "http://", "javascript:alert(1)", "https://x" + "y" * 3000, "2025-02-30", "contactmoment/x/y",
)  # fmt: skip
TEXT = st.sampled_from(SLUGS) | st.sampled_from(NASTY) | st.text(max_size=60)
DATES = st.sampled_from([today(), today() - timedelta(days=30), date.min, date.max, date(1900, 1, 1)]) | st.dates()
ZONES = st.sampled_from([None, UTC, timezone(timedelta(hours=14))])
PLAIN = st.none() | st.booleans() | INTS | TEXT | st.floats(allow_nan=False, allow_infinity=False)
JSON = st.recursive(
    PLAIN, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TEXT, inner, max_size=3), max_leaves=8
)


@dataclass(frozen=True)
class UseCase:
    """One service: its name, the function, and what it takes beside the session."""

    name: str
    function: Callable[..., object]
    hints: dict[str, Any]


def use_cases() -> list[UseCase]:
    """Every function of the services that takes a writing session, but those that only other services use."""
    found: list[UseCase] = []
    for module in pkgutil.walk_packages(services.__path__, f"{services.__name__}."):
        loaded = importlib.import_module(module.name)
        for name, function in inspect.getmembers(loaded, inspect.isfunction):
            full = f"{module.name}.{name}".removeprefix(f"{services.__name__}.")
            if function.__module__ != loaded.__name__ or name.startswith("_") or full in NOT_FROM_PEOPLE:
                continue
            hints = typing.get_type_hints(function)
            parameters = list(inspect.signature(function).parameters)
            if not parameters or hints.get(parameters[0]) is not WritingSession:
                continue
            if not any(isinstance(hint, type) and issubclass(hint, Base) for hint in hints.values()):
                found.append(UseCase(full, function, {p: hints[p] for p in parameters[1:]}))
    return found


def strategy(hint: Any) -> st.SearchStrategy[Any]:
    """Values of a type, most of them wrong in what they mean; raises `TypeError` for a type that is not known here."""
    plain: dict[Any, st.SearchStrategy[Any]] = {
        int: INTS,
        str: TEXT,
        bool: st.booleans(),
        bytes: st.binary(max_size=200),
        Settings: st.just(Settings()),
        float: FLOATS,
        date: DATES,
        datetime: st.datetimes(timezones=ZONES),
        type(None): st.none(),
        Any: JSON,
        object: JSON,
    }
    if hint in plain:
        return plain[hint]
    origin, arguments = typing.get_origin(hint), typing.get_args(hint)
    if origin in (typing.Union, types.UnionType):
        return st.one_of(*(strategy(one) for one in arguments))
    if origin is typing.Literal:
        return st.sampled_from(arguments) | TEXT
    if origin is tuple and len(arguments) == 2 and arguments[1] is Ellipsis:
        return st.lists(strategy(arguments[0]), max_size=4).map(tuple)
    if origin is tuple:
        return st.tuples(*(strategy(one) for one in arguments))
    if origin is Callable:
        return st.just(lambda *_: None)
    if origin in (list, Sequence):
        return st.lists(strategy(arguments[0]), max_size=4)
    if origin in (frozenset, set):
        return st.frozensets(strategy(arguments[0]), max_size=4)
    if origin is dict or getattr(origin, "__name__", "") == "Mapping":
        return st.dictionaries(strategy(arguments[0]), strategy(arguments[1]), max_size=4)
    if isinstance(hint, type) and issubclass(hint, Enum):
        return st.sampled_from(list(hint))
    if dataclasses.is_dataclass(hint):
        hints = typing.get_type_hints(hint)
        return st.builds(hint, **{field.name: strategy(hints[field.name]) for field in dataclasses.fields(hint)})
    raise TypeError(f"geef tests/foute_invoer.py een strategie voor {hint}")


class _Accepted(Exception):
    """The input was good after all: the transaction is rolled back, so that every case meets the same database."""


def somebody(database: Database, naam: str = "beheerder") -> Actor:
    """Who may do everything, so that the input reaches as deep as it can."""
    with database.reading() as session:
        key = session.scalar(select(GebruikerRow.id).where(GebruikerRow.gebruikersnaam == naam))
        assert key is not None
        return load_actor(session, key, None)


def hash_of(database: Database) -> str:
    """What the database holds, but for the lines of the logboek that tell of a refusal: those are meant to come."""
    with database.engine.connect() as connection, connection.begin():
        tables = contents(connection)
        del tables["logboek"]
        done = connection.scalar(select(func.count(LogboekRow.id)).where(LogboekRow.resultaat != REFUSED))
        return f"{content_hash(tables)} {done}"


def bombard(database: Database, use_case: UseCase, examples: int) -> tuple[int, int]:
    """Give a use case bad input; fails on any error but those of the core. Answers the refusals and the rest."""
    actor, counts = somebody(database), [0, 0]

    @settings(
        max_examples=examples,
        deadline=None,
        database=None,
        phases=[Phase.generate, Phase.shrink],
        suppress_health_check=list(HealthCheck),
    )
    @given(st.fixed_dictionaries({name: strategy(hint) for name, hint in use_case.hints.items()}))
    def case(values: dict[str, Any]) -> None:
        try:
            with database.writing(actor, Actie.GEBRUIKER_BEHEREN) as session:
                use_case.function(session, **values)
                session.flush()
                raise _Accepted
        except WijkkompasError as error:
            counts[0] += 1
            refusal = str(error)
        except _Accepted:
            counts[1] += 1
            return
        assert refusal.strip(), "a refusal says why"

    case()
    return counts[0], counts[1]
