"""How something was before: the audit read backwards from how it is now (ADR 0012)."""

from collections.abc import Iterable, Mapping
from typing import Any

Stand = Mapping[str, Any]
"""The values of one object: field → value as it stands in the audit."""


def standen(nu: Stand, regels: Iterable[tuple[int, Stand | None, Stand | None]]) -> dict[int, dict[str, Any] | None]:
    """How an object was just before each line of the audit; nothing when it was not there yet.

    `regels` are (number, old values, new values), the newest first; old values only of what changed.
    """
    found: dict[int, dict[str, Any] | None] = {}
    stand: dict[str, Any] | None = dict(nu)
    for nummer, oud, _ in regels:
        stand = None if stand is None or oud is None else {**stand, **oud}
        found[nummer] = None if stand is None else dict(stand)
    return found


def before(nu: Stand | None, regels: Iterable[tuple[Stand | None, Stand | None]]) -> dict[str, Any] | None:
    """How an object was before all of these lines of the audit; nothing when it was not there.

    `nu` is how it is now (nothing: it is gone), `regels` are (old values, new values), the newest first. A line
    without new values took the object away, one without old values made it.
    """
    stand: dict[str, Any] | None = None if nu is None else dict(nu)
    for oud, nieuw in regels:
        if nieuw is None:
            stand = dict(oud or {})
        elif oud is None:
            stand = None
        elif stand is not None:
            stand |= oud
    return stand
