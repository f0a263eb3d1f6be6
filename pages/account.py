"""Who am I, what may I do where, where am I logged in, and how do I get in."""

import streamlit as st

from dashboard.access import session
from dashboard.kit.fields import done_bar
from dashboard.kit.html import heading, page_title, paragraph, show
from dashboard.reading.lezer import Lezer
from dashboard.screens.account import own
from wijkkompas_core.domain.toegang import Recht

actor = session.require_user(Recht.EIGEN_ACCOUNT)
page_title("Mijn account", "Zie wat je in Wijkkompas kunt doen, waar je bent ingelogd, en hoe je binnenkomt.")
done_bar()
left, right = st.columns(2, gap="large")
with left:
    own.who_and_what(Lezer(actor))
    own.sessions(actor)
    session.log_out_button("account")
with right:
    own.second_factor(actor)
    show(heading("Een ander wachtwoord"))
    show(paragraph("Daarna log je overal opnieuw in: ook op je telefoon en in andere vensters."))
    session.change_password_form(actor)
