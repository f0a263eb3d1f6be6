"""Walking through every page as somebody: each view of it, everything opened, and every file that it offers."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

VIEWS: dict[str, tuple[dict[str, str], ...]] = {
    "programma": ({},),
    "programmabalans": ({},),
    "vergelijken": ({"wijken": "{wijk},molenkwartier"},),
    "rapport": ({"wijk": "{wijk}"},),
    "wijk": ({"wijk": "{wijk}"}, {"wijk": "{wijk}", "alle": "1"}, {"wijk": "{wijk}", "sinds": "2026-01-01"}),
    "kompas": ({"wijk": "{wijk}"}, {"wijk": "{wijk}", "sinds": "2026-01-01"}),
    "balans": ({"wijk": "{wijk}"},),
    "voortgang": tuple(
        {"wijk": "{wijk}", "beeld": beeld} for beeld in ("fasen", "knooppunten", "mijlpalen", "oordelen", "cijfers")
    ),
    "belanghebbenden": tuple(
        {"wijk": "{wijk}", "beeld": beeld} for beeld in ("lijst", "matrix", "belofte", "spreiding")
    ),
    "afspraken": ({"wijk": "{wijk}"}, {"wie": "alle"}),
    "logboek": ({"wijk": "{wijk}"}, {"wijk": "{wijk}", "zoek": "KnrO"}, {"wijk": "{wijk}", "zoek": "KnrW"}),
    "vastleggen": ({"wijk": "{wijk}"},),
    "uitwisseling": tuple({"wijk": "{wijk}", "deel": deel} for deel in ("exporteren", "wijzigen", "eerder")),
    "weergaven": ({},),
    "account": ({},),
    "beheer": ({"wijk": "{wijk}"},),
    "wijken": ({},),
    "audit": ({},),
}
"""Address of a page that asks a right → what its address holds, in turn; `{wijk}` is the wijk that is looked at."""

Files = list[tuple[str, Any]]


@pytest.fixture
def files(monkeypatch: pytest.MonkeyPatch) -> Files:
    """Every file that a page offers while it runs: the key of its button, and what it is or what makes it."""
    offered: Files = []
    button = st.download_button

    def offer(label: str, data: Any, *args: Any, **more: Any) -> Any:
        offered.append((str(more.get("key", label)), data))
        return button(label, data, *args, **more)

    monkeypatch.setattr(st, "download_button", offer)
    return offered


def open_all(test: AppTest) -> AppTest:
    """The page again with everything that folds or pops up opened, as far as it goes."""
    opened: set[str] = set()
    for _ in range(4):
        found = {key for block in _blocks(test) if (key := block.proto.id.split("-", 2)[-1])} - opened
        if not found:
            break
        opened |= found
        for key in found:
            test.session_state[key] = True
        test.run()
    return test


def _blocks(test: AppTest) -> Iterator[Any]:
    waiting: list[Any] = [test._tree]
    while waiting:
        block = waiting.pop()
        waiting += list(getattr(block, "children", {}).values())
        if getattr(block, "type", "") in ("popover", "expander") and getattr(block.proto, "id", ""):
            yield block


def walk(run_page: Callable[..., AppTest], name: str, wijk: str, **more: Any) -> Iterator[tuple[str, AppTest]]:
    """Every view of every page as somebody, opened as far as it goes."""
    for adres, views in VIEWS.items():
        for query in views:
            filled = {key: value.format(wijk=wijk) for key, value in query.items()}
            yield f"/{adres}?{filled}", open_all(run_page(f"{adres}.py", name, **more, **filled))
