"""Serve for a measurement: `python -m benchmarks.serve wijkkompas|SCRIPT --poort N [--standaard]`.

Which settings count depends on the working directory: Streamlit reads `.streamlit/config.toml` from there.
"""

import argparse
import gc
import sys
from pathlib import Path

import uvicorn

from benchmarks.profiel import Profiel


def main() -> None:
    """Serve Wijkkompas or a single script through `st.App`, the way `dashboard/server.py` is served."""
    parser = argparse.ArgumentParser(prog="benchmarks.serve")
    parser.add_argument("wat", help="wijkkompas, of het pad van een script")
    parser.add_argument("--poort", type=int, required=True)
    parser.add_argument("--standaard", action="store_true", help="Streamlit's eigen server, zonder gc.freeze()")
    parser.add_argument("--profiel", type=Path, help="schrijf bij het stoppen een profiel van de runs")
    arguments = parser.parse_args()
    del sys.argv[1:]
    if arguments.standaard:
        gc.freeze = lambda: None  # the server freezes by itself when it starts
    if arguments.wat == "wijkkompas":
        from dashboard.server import app
    else:
        import streamlit as st

        app = st.App(arguments.wat)
        gc.collect()
        gc.freeze()
    profiel = Profiel()
    if arguments.profiel:
        profiel.install()
    if arguments.standaard:
        app.run(
            config={
                "server.port": arguments.poort,
                "server.address": "127.0.0.1",
                "server.headless": True,
                "browser.gatherUsageStats": False,
            }
        )
    else:
        uvicorn.run(app, host="127.0.0.1", port=arguments.poort, ws_per_message_deflate=False, log_level="warning")
    if arguments.profiel:
        profiel.save(arguments.profiel)


if __name__ == "__main__":
    main()
