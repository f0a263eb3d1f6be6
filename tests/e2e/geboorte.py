"""How the tests start a server: it begins as a copy of a process that has the libraries already.

It runs the same program with the same arguments and environment as `python -m` would; only reading Streamlit, pandas
and plotly, most of what a start takes, is done once.
"""

import multiprocessing
import os
import runpy
import sys
from collections.abc import Mapping, Sequence
from multiprocessing.process import BaseProcess
from pathlib import Path
from types import ModuleType

ROOT = Path(__file__).resolve().parents[2]
# All but `dashboard.server`, which reads the settings of the server that it becomes.
BEFOREHAND = ["uvicorn.main", "streamlit.web.server.starlette", "dashboard.reading.regels", "dashboard.web.portier"]

_copies = multiprocessing.get_context("forkserver")
_copies.set_forkserver_preload(BEFOREHAND)


def run_module(command: Sequence[str], environment: Mapping[str, str]) -> BaseProcess:
    """Run `python -m command …` from the root of the project, in a process of its own whose output nobody reads."""
    process = _copies.Process(target=_become, args=(list(command), dict(environment)))
    # A copy would first run the main program again; tests of a page leave that page there.
    main, sys.modules["__main__"] = sys.modules["__main__"], ModuleType("__main__")
    try:
        process.start()
    finally:
        sys.modules["__main__"] = main
    return process


def _become(command: list[str], environment: dict[str, str]) -> None:
    os.chdir(ROOT)
    os.environ.clear()
    os.environ.update(environment)
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    if "LUISTER" in environment:  # also what the libraries do when they are read is listened to
        os.execve(sys.executable, [sys.executable, "-m", *command], environment)
    sys.path.insert(0, str(ROOT))
    sys.argv = command
    runpy.run_module(command[0], run_name="__main__", alter_sys=True)
