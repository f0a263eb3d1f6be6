"""What screens read passes `Lezer.ask`: no database, no cache and no key made by hand."""

import ast
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
BY_HAND = {"database", "cached", "Cache", "read", "read_now", "each"}
LEFT = frozenset(
    {
        "uitwisselen/preview.py",
        "uitwisselen/stand.py",
        "vergelijken/reads.py",
    }
)
"""Screens that still do; this list only gets shorter."""


def reads_by_hand(source: str) -> bool:
    """Whether code opens the database, makes a cache, or reads with a key of its own."""
    calls = [node.func for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Call)]
    plain = {call.id for call in calls if isinstance(call, ast.Name)} & {"database", "cached", "Cache"}
    methods = {call.attr for call in calls if isinstance(call, ast.Attribute) and "lezer" in ast.unparse(call.value)}
    return bool(plain or methods & BY_HAND)


def test_only_these_screens_still_read_by_hand() -> None:
    places = (ROOT / "dashboard" / "screens", ROOT / "dashboard" / "kit")
    paths = [(place, path) for place in places for path in place.glob("*/*.py")]
    found = {str(path.relative_to(place)) for place, path in paths if reads_by_hand(path.read_text())}
    assert found == LEFT


def test_reading_by_hand_is_recognised() -> None:
    assert reads_by_hand("lezer.read(('a', 1), query, wijk=1)") and reads_by_hand("blik.lezer.cached(key, draw)")
    assert reads_by_hand("with database().reading() as session: pass") and reads_by_hand("_kept = Cache(8)")
    assert not reads_by_hand("lezer.ask(register, wijk.id)")
