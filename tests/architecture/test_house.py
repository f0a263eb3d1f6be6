"""The house as it should stand: which room may know which, no circles, and pieces small enough to read.

Exceptions are named, and each must still be needed: who mends one takes it off the list, so the lists only shrink.
"""

import re

import pytest

from tests.architecture.house import ROOT, arrows, circles, files, functions

CORE = "wijkkompas_core"
LONGEST_FUNCTION, MOST_IGNORES = 60, 10

# Room → the rooms it may import from. What a room of screens may know is said once, under "dashboard.screens.*".
ARROWS: dict[str, set[str]] = {
    f"{CORE}.errors": set(),
    f"{CORE}.settings": {"domain", "errors"},
    f"{CORE}.domain": {"errors"},
    f"{CORE}.storage": {"domain", "errors"},
    f"{CORE}.analysis": {"domain"},
    f"{CORE}.bestanden": {"domain", "errors"},
    f"{CORE}.uitwisseling": {"analysis", "bestanden", "domain", "errors"},
    f"{CORE}.queries": {"analysis", "bestanden", "domain", "errors", "settings", "storage", "uitwisseling"},
    f"{CORE}.services": {
        "bestanden", "domain", "errors", "queries", "settings", "storage", "uitwisseling", "werkproces",
    },
    f"{CORE}.werkproces": {"domain", "errors"},
    f"{CORE}.demo": {"domain", "errors", "queries", "services", "settings", "storage"},
    f"{CORE}.cli": {
        "analysis", "bestanden", "demo", "domain", "errors", "queries", "services", "settings", "storage", "werkproces",
    },
    f"{CORE}.__main__": {"cli", "domain", "errors", "settings"},
    "dashboard.theme": {CORE},
    "dashboard.stylesheet": {"dashboard.theme", CORE},
    "dashboard.navigation": {CORE},
    "dashboard.charts": {"dashboard.theme", f"{CORE}.analysis", f"{CORE}.domain"},
    "dashboard.reading": {CORE},
    "dashboard.web": {"dashboard.reading", CORE},
    "dashboard.kit": {"dashboard.charts", "dashboard.navigation", "dashboard.reading", "dashboard.theme", CORE},
    "dashboard.access": {"dashboard.kit", "dashboard.navigation", "dashboard.reading", "dashboard.theme", CORE},
    "dashboard.screens.*": {
        "dashboard.charts", "dashboard.kit", "dashboard.navigation", "dashboard.reading", "dashboard.theme", CORE,
    },
    "dashboard.rapport": {"dashboard.charts", "dashboard.theme", CORE},
    "dashboard.page": {"dashboard.access", "dashboard.kit", "dashboard.reading", CORE},
    "dashboard.app": {"dashboard.access", "dashboard.kit", "dashboard.navigation", "dashboard.reading", CORE},
    "dashboard.server": {"dashboard.kit", "dashboard.reading", "dashboard.stylesheet", "dashboard.web", CORE},
    "dashboard.__main__": {"dashboard.web", CORE},
    "dashboard.proef": {CORE},
    "pages": {"dashboard.access", "dashboard.page", "dashboard.reading", "dashboard.screens"},
}  # fmt: skip

EXCEPTIONS: set[tuple[str, str]] = {
    ("dashboard.rapport", "dashboard.kit"),
    # What a screen of access or of reports shows is made there.
    ("dashboard.screens.account", "dashboard.access"),
    ("dashboard.screens.beheer", "dashboard.access"),
    ("dashboard.screens.rapport", "dashboard.rapport"),
    ("dashboard.screens.weergaven", "dashboard.access"),
    ("dashboard.screens.weergaven", "dashboard.web"),
    # The shared view draws the screens that can be shared.
    ("dashboard.screens.weergaven", "dashboard.screens.balans"),
    ("dashboard.screens.weergaven", "dashboard.screens.kompas"),
    ("dashboard.screens.weergaven", "dashboard.screens.programma"),
    ("dashboard.screens.weergaven", "dashboard.screens.programmabalans"),
    ("dashboard.screens.weergaven", "dashboard.screens.vergelijken"),
    ("dashboard.screens.weergaven", "dashboard.screens.wijk"),
}
"""Arrows that are drawn and should not be: (from, to)."""


def _short(room_: str) -> str:
    return room_.removeprefix(f"{CORE}.")


def _allowed(source: str, target: str) -> bool:
    key = "dashboard.screens.*" if source.startswith("dashboard.screens.") else source
    for name in ARROWS[key]:
        if target == name or target.startswith(f"{name}.") or (source.startswith(CORE) and _short(target) == name):
            return True
    return False


def _rooms() -> list[str]:
    return sorted(
        r for r in arrows() if not r.startswith("benchmarks") and r not in ("dashboard", CORE, "dashboard.screens")
    )


@pytest.mark.parametrize("source", _rooms())
def test_a_room_knows_only_the_rooms_it_may_know(source: str) -> None:
    drawn = {(source, target) for target in arrows()[source] if not _allowed(source, target)}
    assert drawn == {pair for pair in EXCEPTIONS if pair[0] == source}


def test_no_files_import_each_other_in_a_circle() -> None:
    assert circles() == []


def test_no_folder_is_a_corridor() -> None:
    folders: dict[str, int] = {}
    for path in files().values():
        folders[str(path.parent.relative_to(ROOT))] = folders.get(str(path.parent.relative_to(ROOT)), 0) + 1
    assert {name: count for name, count in folders.items() if count > 45} == {}


def test_a_function_fits_on_a_screen() -> None:
    assert [f"{f.path}:{f.name}" for f in functions() if f.lines > LONGEST_FUNCTION] == []


def test_the_checker_of_types_is_hardly_ever_told_to_look_away() -> None:
    told = [
        str(path)
        for module, path in files().items()
        if not module.startswith("benchmarks")
        for _ in re.findall(r"# type: ignore", path.read_text(encoding="utf-8"))
    ]
    assert len(told) <= MOST_IGNORES
