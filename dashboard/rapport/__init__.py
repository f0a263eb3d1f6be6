"""Reports on paper: what the core read, as pages in plain Dutch with the charts of the screen. Knows no Streamlit."""
