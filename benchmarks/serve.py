"""Serve for a measurement: `python -m benchmarks.serve wijkkompas|SCRIPT --poort N --hoe HOE`.

Which settings count depends on the working directory: Streamlit reads `.streamlit/config.toml` from there.
"""

import argparse
import gc
import sys
from pathlib import Path

import uvicorn

from benchmarks.profiel import Profiel
from benchmarks.servers import ROOT, Hoe

ADRES = "127.0.0.1"


def main() -> None:
    """Serve Wijkkompas or a single script in one of the ways of `Hoe`."""
    parser = argparse.ArgumentParser(prog="benchmarks.serve")
    parser.add_argument("wat", help="wijkkompas, of het pad van een script")
    parser.add_argument("--poort", type=int, required=True)
    parser.add_argument("--hoe", type=Hoe, default=Hoe.EIGEN, choices=list(Hoe))
    parser.add_argument("--profiel", type=Path, help="schrijf bij het stoppen een profiel van de runs")
    arguments = parser.parse_args()
    del sys.argv[1:]
    if arguments.hoe != Hoe.EIGEN:
        gc.freeze = lambda: None  # the app freezes by itself when it starts, which Streamlit does not
    if arguments.hoe == Hoe.STANDAARD:
        _streamlit_run(arguments.wat, arguments.poort)
        return
    profiel = Profiel()
    if arguments.profiel:
        profiel.install()
    _uvicorn(arguments.wat, arguments.poort)
    if arguments.profiel:
        profiel.save(arguments.profiel)


def _uvicorn(wat: str, poort: int) -> None:
    """As `dashboard/__main__.py` serves."""
    if wat == "wijkkompas":
        from dashboard.server import app
    else:
        import streamlit as st

        app = st.App(wat)
        gc.collect()
        gc.freeze()
    uvicorn.run(app, host=ADRES, port=poort, ws_per_message_deflate=False, server_header=False, log_level="warning")


def _streamlit_run(wat: str, poort: int) -> None:
    """`streamlit run`, told only where to listen and to open no browser and call nobody; that costs no speed."""
    from streamlit.web.cli import main as streamlit

    script = str(ROOT / "dashboard" / "server.py") if wat == "wijkkompas" else wat
    quiet = ["--server.headless=true", "--browser.gatherUsageStats=false"]
    streamlit(["run", script, f"--server.address={ADRES}", f"--server.port={poort}", *quiet], prog_name="streamlit")


if __name__ == "__main__":
    main()
