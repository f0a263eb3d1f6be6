"""A one-time link on the screen: shown once to whoever made it, to copy and hand over."""

import streamlit as st

from dashboard.access.uitnodiging import link_for
from dashboard.kit.html import html, paragraph, show
from dashboard.reading.opened import settings

KEY = "beheer_link"


def remember_link(naam: str, code: str) -> None:
    """Show this link at the next drawing, until it is put away."""
    st.session_state[KEY] = (naam, code)


def link_bar() -> None:
    """The link that was just made."""
    made = st.session_state.get(KEY)
    if made is None:
        return
    naam, code = made
    days = settings().uitnodiging_dagen
    with st.container(key="wk-link"):
        show(
            html('<p role="status"><strong>De link voor {}</strong></p>', naam),
            paragraph(
                "Kopieer de link en geef hem zelf door, alleen aan deze persoon. Er gaat geen mail uit. De link werkt "
                f"één keer, {days} dagen lang, en is hierna niet meer te zien."
            ),
        )
        st.code(link_for(code), language=None, wrap_lines=True)
        st.button("Ik heb de link gekopieerd", key="beheer_link_klaar", on_click=forget_link)


def forget_link() -> None:
    """Put the link away."""
    st.session_state.pop(KEY, None)
