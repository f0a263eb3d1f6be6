"""Start and stop the servers that are measured, each in a process of its own, and read what they use."""

import os
import secrets
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
KAAL = str(Path(__file__).with_name("kaal.py"))
START_SECONDS = 60


class Hoe(StrEnum):
    """How a server is run."""

    EIGEN = "eigen"
    """As the app runs itself: settings of the project, uvicorn, the imports frozen out of every collection."""
    STANDAARD = "standaard"
    """As `streamlit run` does out of the box: no settings of the project, nothing frozen, files watched."""
    STANDAARD_UVICORN = "standaard, met uvicorn"
    """The same settings as the one before, served by uvicorn itself."""


def free_port() -> int:
    """A port that was free a moment ago."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def own_environ(url: str) -> dict[str, str]:
    """What our own server needs to run on this database; with PostgreSQL that is also a key."""
    return {"WIJKKOMPAS_DATABASE_URL": url, "WIJKKOMPAS_GEHEIM": secrets.token_urlsafe(48)}


@dataclass
class Server:
    """One server under test: `wat` is "wijkkompas" or the path of a script.

    `map` is a directory for its log, without settings of Streamlit, in which it runs under the defaults. With
    `profiel` it writes a profile of its runs to that file when it stops.
    """

    naam: str
    wat: str
    map: Path
    hoe: Hoe = Hoe.EIGEN
    environ: Mapping[str, str] = field(default_factory=dict)
    profiel: Path | None = None
    poort: int = field(default_factory=free_port)
    _process: subprocess.Popen[bytes] | None = None

    @property
    def adres(self) -> str:
        """Host and port."""
        return f"127.0.0.1:{self.poort}"

    def __enter__(self) -> "Server":
        """Start, and wait until it answers; raises `RuntimeError` with the log when it does not."""
        # Settings of Streamlit in the caller's environment would count for every server, and blur the comparison.
        environ = {name: value for name, value in os.environ.items() if not name.startswith("STREAMLIT_")}
        environ |= {"PYTHONPATH": str(ROOT), **self.environ}
        command = [sys.executable, "-m", "benchmarks.serve", self.wat, "--poort", str(self.poort), "--hoe", self.hoe]
        if self.profiel:
            command += ["--profiel", str(self.profiel)]
        with self._log.open("wb") as log:
            self._process = subprocess.Popen(
                command,
                cwd=ROOT if self.hoe == Hoe.EIGEN else self.map,
                env=environ,
                stdout=log,
                stderr=subprocess.STDOUT,
            )
        try:
            self._wait()
        except BaseException:
            self.__exit__()
            raise
        return self

    def __exit__(self, *_: object) -> None:
        """Stop the server."""
        if self._process is not None and self._process.poll() is None:
            self._process.send_signal(signal.SIGINT)
            try:
                self._process.wait(timeout=5)
            except subprocess.TimeoutExpired:
                self._process.kill()
                self._process.wait()

    @property
    def _log(self) -> Path:
        return self.map / f"{self.naam}.log"

    def log(self) -> str:
        """The last lines that the server wrote."""
        return self._log.read_text(encoding="utf-8", errors="replace")[-4000:]

    def _wait(self) -> None:
        until = time.monotonic() + START_SECONDS
        while time.monotonic() < until:
            if self._process is None or self._process.poll() is not None:
                break
            try:
                with urllib.request.urlopen(f"http://{self.adres}/_stcore/health", timeout=1) as answer:
                    if answer.status == 200:
                        return
            except (urllib.error.URLError, OSError):
                time.sleep(0.05)
        raise RuntimeError(f"server {self.naam} did not start:\n{self.log()}")

    @property
    def pid(self) -> int:
        """The number of its process."""
        assert self._process is not None
        return self._process.pid

    def cpu(self) -> float:
        """Milliseconds of processor time that the process has used; unlike a clock it does not mind other work."""
        assert self._process is not None
        fields = Path(f"/proc/{self._process.pid}/stat").read_text().rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) * 1000 / os.sysconf("SC_CLK_TCK")

    def memory(self) -> float:
        """Memory of its own that the process holds, in MB, without the files it has mapped (Linux only)."""
        assert self._process is not None
        for line in Path(f"/proc/{self._process.pid}/status").read_text().splitlines():
            if line.startswith("RssAnon:"):
                return int(line.split()[1]) / 1024
        raise RuntimeError("the memory of the process cannot be read")
