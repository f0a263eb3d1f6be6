"""Log in. Who is already in, goes on to the page where the work begins."""

import streamlit as st

from dashboard import login, session
from dashboard.navigation import PAGES_DIR, landing

if (actor := session.current_actor()) is not None:
    st.switch_page(PAGES_DIR / landing(actor).file)
login.show()
