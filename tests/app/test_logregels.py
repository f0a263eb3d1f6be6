"""What a server tells is one line of JSON per event, also where a library or Python itself tells it."""

import json
import os
import subprocess
import sys
from pathlib import Path

from wijkkompas_core.settings import ROOT

TALK = """
import logging, threading, warnings
import uvicorn
from dashboard import server
from dashboard.kit.actions import unexpected
from streamlit.logger import get_logger, update_formatter
uvicorn.Config(server.app, log_level="warning")
def deep(n):
    if n: deep(n - 1)
    raise KeyError("diep")
try: deep(900)
except KeyError: print(json.dumps({"zin": unexpected()}))
try: 1 / 0
except ZeroDivisionError: logging.getLogger("uvicorn.error").exception("Exception in ASGI application\\n")
update_formatter()
get_logger("streamlit.iets").warning("eerste\\ntweede " + "x" * 5000)
thread = threading.Thread(target=deep, args=(3,))
thread.start(); thread.join()
warnings.warn("oud")
server.security.info('{"tijdstempel": "2026", "actie": "inloggen"}')
raise SystemError("klaar")
"""


def test_every_line_is_json_and_a_fault_has_the_number_of_the_screen_and_its_trace_in_one_field(tmp_path: Path) -> None:
    environ = os.environ | {"WIJKKOMPAS_DATABASE_URL": f"sqlite:///{tmp_path / 'x.db'}", "WIJKKOMPAS_LOGREGELS": "ja"}
    done = subprocess.run(
        [sys.executable, "-c", "import json\n" + TALK],
        cwd=ROOT, env=environ, capture_output=True, text=True, timeout=60, check=False,
    )  # fmt: skip
    lines = [json.loads(line) for line in (done.stdout + done.stderr).splitlines()]
    assert all(len(line) < 12_000 for line in done.stderr.splitlines())
    sentence = next(line["zin"] for line in lines if "zin" in line)
    told = {line["bron"]: line for line in lines if "bron" in line}
    assert all(line["tijdstempel"].endswith("+00:00") and line["niveau"] for line in told.values())
    ours = told["dashboard.kit.actions"]
    assert ours["nummer"] in sentence and ours["fout"].endswith("KeyError: 'diep'") and len(ours["fout"]) <= 8_000
    assert told["uvicorn.error"]["fout"].endswith("ZeroDivisionError: division by zero")
    assert (
        told["streamlit.iets"]["melding"].startswith("eerste\ntweede xxx") and "oud" in told["py.warnings"]["melding"]
    )
    assert any(line.get("actie") == "inloggen" for line in lines), "what is JSON already stays as it is"
    assert [line["melding"] for line in lines if line.get("bron") == "wijkkompas"] == ["a thread failed", "stopped"]


def test_without_the_setting_a_fault_reads_as_everywhere(tmp_path: Path) -> None:
    environ = os.environ | {"WIJKKOMPAS_DATABASE_URL": f"sqlite:///{tmp_path / 'x.db'}", "WIJKKOMPAS_LOGREGELS": "nee"}
    code = "from dashboard import server\nraise SystemError('klaar')"
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, env=environ, capture_output=True, text=True, timeout=60, check=False
    )
    assert "Traceback (most recent call last)" in done.stderr.splitlines()[0]
