"""What a query says of itself to who asks it for a screen: which right it needs, whose answer it is, what it reads."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar

from wijkkompas_core.domain.toegang import Recht

Q = TypeVar("Q", bound=Callable[..., Any])


@dataclass(frozen=True, slots=True)
class Vraag:
    """`recht` is needed in the wijk that is asked about. `persoonlijk`: the answer differs per person, not only per
    rights. `logboek`: it reads the stream of changes. `wijk_alleen`: it reads what belongs to that wijk, the method and
    the names of people, and nothing else (no noten or bands of all wijken, no roles in all wijken); then its answer
    stays until something of that wijk changes, whatever happens elsewhere. `rechten_van_nu`: looking back it is told
    what the person may do today instead of a lezer, since it holds more for who may change things."""

    recht: Recht | None = Recht.WIJK_ZIEN
    persoonlijk: bool = False
    logboek: bool = False
    wijk_alleen: bool = False
    rechten_van_nu: bool = False


GEWOON = Vraag()
_declared: dict[Callable[..., Any], Vraag] = {}


def vraag(
    *,
    recht: Recht | None = Recht.WIJK_ZIEN,
    persoonlijk: bool = False,
    logboek: bool = False,
    wijk_alleen: bool = False,
    rechten_van_nu: bool = False,
) -> Callable[[Q], Q]:
    """Declare of a query what is not ordinary about it."""

    def declare(query: Q) -> Q:
        _declared[query] = Vraag(recht, persoonlijk, logboek, wijk_alleen, rechten_van_nu)
        return query

    return declare


def vraag_of(query: Callable[..., Any]) -> Vraag:
    """What a query said of itself; without a word it is ordinary."""
    return _declared.get(query, GEWOON)
