"""Our own HTTP beside Streamlit: what every route needs, and the way in for a shared link."""
