"""What tells one kept answer from another: the function that gives it, and what it was given."""

from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from wijkkompas_core.domain.toegang import Actor, Toekenning
from wijkkompas_core.queries.methode import Methode


class Itself:
    """An argument that has no value to compare by, such as a DataFrame: it is only the same as itself."""

    __slots__ = ("one",)

    def __init__(self, one: object) -> None:
        self.one = one

    def __hash__(self) -> int:
        return id(self.one)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Itself) and other.one is self.one


def name_of(function: Callable[..., Any]) -> str:
    """The name of a function with its module; one that was made inside another has none that tells it apart."""
    name = getattr(function, "__qualname__", "")
    if not name or "<" in name or hasattr(function, "__self__"):
        raise TypeError(f"what is asked must be a function of a module by its own name, not {function!r}")
    return f"{function.__module__}.{name}"


def asked_key(
    query: Callable[..., Any], methode: Methode, args: Sequence[object], kwargs: Mapping[str, object]
) -> tuple[Hashable, ...]:
    """The key of a question. Raises `TypeError` for an argument that cannot be compared by its value."""
    name = name_of(query)

    def one(argument: object) -> Hashable:
        if argument is methode or argument is methode.kompas:  # the data version tells which
            return type(argument).__name__
        try:
            hash(argument)
        except TypeError as error:
            raise TypeError(f"{name} is asked with something that cannot be in a key: {argument!r:.80}") from error
        return (type(argument), argument)

    return (name, *(one(argument) for argument in args), *((key, one(kwargs[key])) for key in sorted(kwargs)))


def made_key(make: Callable[..., Any], args: Sequence[object], kwargs: Mapping[str, object]) -> tuple[Hashable, ...]:
    """The key of what is made of answers. What cannot be compared by value counts as itself."""

    def one(argument: object) -> Hashable:
        try:
            hash(argument)
        except TypeError:
            return Itself(argument)
        return (type(argument), argument)

    return (name_of(make), *(one(argument) for argument in args), *((key, one(kwargs[key])) for key in sorted(kwargs)))


def nameless(actor: Actor, wijk: int | None = None) -> Actor:
    """Anyone with the same rights (in `wijk` only, when it is given): what a query may know of who asks.

    It stands in the key as it is given to the query. So what the key does not tell apart, the query cannot know.
    """
    if actor.is_system:
        return replace(actor, sessie=None, dataversie=None)
    if wijk is None:
        roles = frozenset(actor.toekenningen)
    else:
        roles = frozenset(Toekenning(t.rol, wijk) for t in actor.toekenningen if t.wijk in (None, wijk))
    held = tuple(sorted(roles, key=lambda t: (t.rol, t.wijk is None, t.wijk or 0)))
    link = None if actor.deellink is None else 0
    return Actor(0, "", "", held, moet_wachtwoord_wijzigen=actor.moet_wachtwoord_wijzigen, deellink=link)


def named(actor: Actor) -> Actor:
    """Who asks, for a query whose answer is theirs alone; in whichever of their sessions."""
    return replace(actor, sessie=None, dataversie=None)
