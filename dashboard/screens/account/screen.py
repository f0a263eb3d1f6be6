"""Who am I, what may I do where, where am I logged in, and how do I get in."""

import streamlit as st

from dashboard.access import session
from dashboard.kit.html import heading, paragraph, show
from dashboard.kit.undo import undo_bar
from dashboard.reading.lezer import Lezer
from dashboard.screens.account import own
from wijkkompas_core.settings import VERSIE


def draw(lezer: Lezer) -> None:
    """Everything about one's own account."""
    undo_bar(lezer)
    left, right = st.columns(2, gap="large")
    with left:
        own.who_and_what(lezer)
        own.sessions(lezer)
        session.log_out_button("account")
    with right:
        own.second_factor(lezer)
        show(heading("Een ander wachtwoord"))
        show(paragraph("Daarna log je overal opnieuw in: ook op je telefoon en in andere vensters."))
        session.change_password_form(lezer.actor)
    show(paragraph(f"Wijkkompas versie {VERSIE}", "wk-stil"))
