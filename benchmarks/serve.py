"""Serve for a measurement: `python -m benchmarks.serve wijkkompas|SCRIPT --poort N [--zonder-freeze]`.

Which settings count depends on the working directory: Streamlit reads `.streamlit/config.toml` from there.
"""

import argparse
import gc
import sys


def main() -> None:
    """Serve Wijkkompas or a single script through `st.App`, the way `dashboard/server.py` is served."""
    parser = argparse.ArgumentParser(prog="benchmarks.serve")
    parser.add_argument("wat", help="wijkkompas, of het pad van een script")
    parser.add_argument("--poort", type=int, required=True)
    parser.add_argument("--zonder-freeze", action="store_true", help="zoals Streamlit zelf: zonder gc.freeze()")
    arguments = parser.parse_args()
    del sys.argv[1:]
    if arguments.zonder_freeze:
        gc.freeze = lambda: None  # the server freezes by itself when it starts
    if arguments.wat == "wijkkompas":
        from dashboard.server import app
    else:
        import streamlit as st

        app = st.App(arguments.wat)
        gc.collect()
        gc.freeze()
    app.run(
        config={
            "server.port": arguments.poort,
            "server.address": "127.0.0.1",
            "server.headless": True,
            "browser.gatherUsageStats": False,
        }
    )


if __name__ == "__main__":
    main()
