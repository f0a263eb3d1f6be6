"""The load program: how fast Wijkkompas answers, beside a bare Streamlit page on the same machine."""
