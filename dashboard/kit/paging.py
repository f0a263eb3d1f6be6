"""A long list in pages: which page the address asks for, and the buttons to its neighbours."""

import streamlit as st

from dashboard.kit import state

BLAD = state.BLAD


def asked_page() -> int:
    """The page that the address asks for, from 1 up; the caller keeps it within what there is."""
    asked = state.get(BLAD) or ""
    return max(1, int(asked)) if asked.isdecimal() and len(asked) < 7 else 1


def page_buttons(key: str, number: int, last: int, *, back: str, on: str) -> None:
    """The buttons `back` and `on` to the page before and after this one, as far as there are."""

    def turn(to: int) -> None:
        state.put(blad=None if to == 1 else str(to))

    with st.container(horizontal=True, vertical_alignment="center"):
        if number > 1:
            st.button(back, key=f"{key}_terug", on_click=turn, args=(number - 1,), icon=":material/arrow_back:")
        if number < last:
            st.button(on, key=f"{key}_verder", on_click=turn, args=(number + 1,), icon=":material/arrow_forward:")
