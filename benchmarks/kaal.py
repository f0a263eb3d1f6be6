"""The bare page that everything is compared with."""

import streamlit as st

st.write("hallo")
