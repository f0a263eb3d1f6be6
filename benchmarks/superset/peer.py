"""A Superset of our own for one measurement: its settings, its own small database, and its server."""

import os
import signal
import subprocess
import time
import urllib.error
import urllib.request
from dataclasses import dataclass, field
from pathlib import Path

from benchmarks.servers import free_port

VENV = "WIJKKOMPAS_SUPERSET_VENV"
GEBRUIKER, WACHTWOORD = "meten", "Alleen-om-te-meten-1"
START_SECONDS, COMMAND_SECONDS = 300, 1_800
UITLEG = f"""Superset ontbreekt. Zet het in een eigen omgeving, buiten het project, en wijs die aan:

    python3 -m venv /een/eigen/map
    /een/eigen/map/bin/pip install "apache-superset==6.1.*" rich cachetools "flask-caching==2.3.1" \\
        gunicorn psycopg2-binary
    {VENV}=/een/eigen/map python -m benchmarks superset
"""
# Its cache is on, for queries as well; without protection against abuse, which would only make it slower. Charts below
# the edge of the window are loaded too, as Wijkkompas does: both are ready when the last chart is.
CONFIG = """SECRET_KEY = "alleen-om-te-meten-0123456789abcdef0123456789abcdef"
SQLALCHEMY_DATABASE_URI = "sqlite:///{map}/superset.db"
CACHE_CONFIG = {{"CACHE_TYPE": "SimpleCache", "CACHE_DEFAULT_TIMEOUT": 86400, "CACHE_THRESHOLD": 5000}}
DATA_CACHE_CONFIG = CACHE_CONFIG
FILTER_STATE_CACHE_CONFIG = CACHE_CONFIG
EXPLORE_FORM_DATA_CACHE_CONFIG = CACHE_CONFIG
TALISMAN_ENABLED = False
WTF_CSRF_ENABLED = False
RATELIMIT_ENABLED = False
FEATURE_FLAGS = {{"DASHBOARD_VIRTUALIZATION": False}}
"""


class SupersetMissing(RuntimeError):
    """Superset is not installed where the environment says; the text says what to do."""


def find_venv() -> Path:
    """The environment in which Superset lives; raises `SupersetMissing` when it does not."""
    named = os.environ.get(VENV, "")
    venv = Path(named)
    if not named or not all((venv / "bin" / name).exists() for name in ("superset", "gunicorn")):
        raise SupersetMissing(UITLEG)
    return venv


@dataclass
class Superset:
    """Use as `with Superset(find_venv(), folder) as peer`. The folder keeps its settings, users and dashboards."""

    venv: Path
    map: Path
    poort: int = field(default_factory=free_port)
    _process: subprocess.Popen[bytes] | None = None

    @property
    def adres(self) -> str:
        """Its address."""
        return f"http://127.0.0.1:{self.poort}"

    def prepare(self) -> None:
        """Make its own database and an admin; nothing when they are there."""
        self.map.mkdir(parents=True, exist_ok=True)
        if (self.map / "klaar").exists():
            return
        (self.map / "superset_config.py").write_text(CONFIG.format(map=self.map))
        self._superset("db", "upgrade")
        person = ("--firstname", "Meten", "--lastname", "Meten", "--email", "meten@example.org")
        self._superset("fab", "create-admin", "--username", GEBRUIKER, "--password", WACHTWOORD, *person)
        self._superset("init")
        (self.map / "klaar").touch()

    def __enter__(self) -> "Superset":
        """Start the server as its container image does, with one worker, and wait until it answers."""
        command = [
            *(str(self.venv / "bin" / "gunicorn"), "--bind", f"127.0.0.1:{self.poort}", "--workers", "1"),
            *("--worker-class", "gthread", "--threads", "20", "--timeout", "300", "superset.app:create_app()"),
        ]
        with (self.map / "server.log").open("wb") as log:
            self._process = subprocess.Popen(command, cwd=self.map, env=self._environ(), stdout=log, stderr=log)
        until = time.monotonic() + START_SECONDS
        while time.monotonic() < until and self._process.poll() is None:
            try:
                with urllib.request.urlopen(f"{self.adres}/health", timeout=2) as answer:
                    if answer.status == 200:
                        return self
            except (urllib.error.URLError, OSError):
                time.sleep(0.2)
        self.__exit__()
        raise RuntimeError("Superset did not start:\n" + (self.map / "server.log").read_text(errors="replace")[-4000:])

    def __exit__(self, *_: object) -> None:
        """Stop the server and its worker."""
        if self._process is not None and self._process.poll() is None:
            self._process.send_signal(signal.SIGTERM)
            try:
                self._process.wait(timeout=20)
            except subprocess.TimeoutExpired:
                self._process.kill()
                self._process.wait()

    def memory(self) -> float:
        """What all its processes hold together, in MB."""
        assert self._process is not None
        return pss(self._process.pid)

    def _superset(self, *arguments: str) -> None:
        done = subprocess.run(
            [str(self.venv / "bin" / "superset"), *arguments],
            cwd=self.map,
            env=self._environ(),
            capture_output=True,
            text=True,
            timeout=COMMAND_SECONDS,
        )
        if done.returncode:
            raise RuntimeError(f"superset {' '.join(arguments)} failed:\n{(done.stdout + done.stderr)[-4000:]}")

    def _environ(self) -> dict[str, str]:
        return {
            "PATH": f"{self.venv / 'bin'}:{os.environ['PATH']}",
            "HOME": str(self.map),
            "SUPERSET_HOME": str(self.map),
            "SUPERSET_CONFIG_PATH": str(self.map / "superset_config.py"),
            "FLASK_APP": "superset",
        }


def pss(pid: int) -> float:
    """The proportional share of memory of a process and all below it, in MB (Linux only)."""
    total = 0.0
    for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines():
        if line.startswith("Pss:"):
            total += int(line.split()[1]) / 1024
    children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    return total + sum(pss(int(child)) for child in children)
