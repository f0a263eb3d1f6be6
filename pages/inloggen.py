"""Log in. Who is already in, goes on to the kompas."""

import streamlit as st

from dashboard import login, session
from dashboard.navigation import PAGES_DIR

if session.current_actor() is not None:
    st.switch_page(PAGES_DIR / "kompas.py")
login.show()
