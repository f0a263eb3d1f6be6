"""The core of Wijkkompas: domain, storage, services, queries and analysis. Knows no Streamlit and no plotly."""
