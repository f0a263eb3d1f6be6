"""Everything Streamlit and plotly: the server, the login, navigation, components and charts."""
