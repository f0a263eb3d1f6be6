"""Work that a click asks for and that shows its progress: it is done in the page, and no click is lost (ADR 0029)."""

from collections.abc import Callable

import streamlit as st

from dashboard.kit.callbacks import uninterrupted

ASKED = "gevraagd_werk"
Tell = Callable[[int, int], object]
"""Hears how much is done, and of how much."""


def ask(what: str) -> None:
    """In a callback: this must be done."""
    st.session_state[ASKED] = what


def ask_no_more() -> None:
    """At the end of a page: what was asked for and cannot be done any more."""
    st.session_state.pop(ASKED, None)


def do_if_asked(what: str, work: Callable[[Tell], object]) -> None:
    """Do what a click asked for, with its progress, and draw the page again."""
    if st.session_state.get(ASKED) != what:
        return
    bar = st.progress(0.0, what)
    with uninterrupted():
        ask_no_more()
        work(lambda done, of: bar.progress(done / of, f"{what}: {done} van {of}"))
    bar.empty()  # whoever went elsewhere meanwhile, goes there now
    st.rerun()
