"""What screens read passes `Lezer.ask`: no database, no cache and no key made by hand."""

import ast
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
BY_HAND = {"database", "kept", "Cache", "asked_key", "made_key"}


def reads_by_hand(source: str) -> bool:
    """Whether code opens the database, makes a cache, or makes a key."""
    calls = [ast.unparse(node.func) for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Call)]
    inside = any(call.startswith(("lezer._", "earlier._")) or "lezer._" in call for call in calls)
    return inside or bool({call.rsplit(".", 1)[-1] for call in calls} & BY_HAND)


def test_no_screen_reads_by_hand() -> None:
    rooms = ROOT / "dashboard"
    files = [path for room in ("screens", "kit") for path in (rooms / room).rglob("*.py") if path.name != "actions.py"]
    found = {str(path.relative_to(rooms)) for path in files if reads_by_hand(path.read_text())}
    assert not found


def test_reading_by_hand_is_recognised() -> None:
    assert reads_by_hand("blik.lezer._kept(key, draw)") and reads_by_hand("opened.kept((1,), read)")
    assert reads_by_hand("with database().reading() as session: pass") and reads_by_hand("_mine = Cache(8)")
    assert not reads_by_hand("lezer.ask(register, wijk.id)") and not reads_by_hand("lezer.made(draw, frame)")
