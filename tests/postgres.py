"""A real PostgreSQL server, in a folder of its own, that a test may also stop and start."""

import os
import pwd
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import quote
from uuid import uuid4

import pytest
from sqlalchemy import create_engine, text

WACHTWOORD = "w8w/oo%rd @#$:1"
"""As a real server's, of what an address, a shell and a settings file would read otherwise."""
UNPRIVILEGED = ("postgres", "nobody")  # PostgreSQL refuses to run as root


def program(name: str) -> str:
    """The path of a program of PostgreSQL; fails the test when it is not there."""
    found = shutil.which(name) or next(
        (str(path) for path in sorted(Path("/usr/lib/postgresql").glob(f"*/bin/{name}"), reverse=True)), None
    )
    if found is None:
        pytest.fail(f"PostgreSQL ontbreekt: het programma {name} is niet gevonden.", pytrace=False)
    return found


@dataclass
class Postgres:
    """A server of our own. With `safe` it waits for the disk before it confirms, as a real one does."""

    folder: Path
    port: int
    safe: bool = False
    as_user: dict[str, Any] = field(default_factory=dict)

    @property
    def url(self) -> str:
        """The address of the server, without a database."""
        return f"postgresql+psycopg://wijkkompas:{quote(WACHTWOORD, safe='')}@127.0.0.1:{self.port}"

    def create(self) -> None:
        """Make its files."""
        secret = self.folder / "wachtwoord"
        secret.write_text(WACHTWOORD, encoding="utf-8")
        self._run(
            "initdb", "-U", "wijkkompas", "--auth=scram-sha-256", f"--pwfile={secret}", "--encoding=UTF8", "--no-sync"
        )

    def start(self) -> None:
        """Start it and wait until it answers."""
        options = f"-h 127.0.0.1 -p {self.port} -k {self.folder} -c max_connections=120"
        if not self.safe:
            options += " -c fsync=off"
        self._run("pg_ctl", "-w", "-t", "60", "-l", str(self.folder / "log"), "-o", options, "start")

    def stop(self, mode: str = "immediate") -> None:
        """Stop it: at once, as when the power fails, or `fast`, with every connection cut."""
        self._run("pg_ctl", "-w", "-m", mode, "stop")

    def start_again(self) -> None:
        """Start it, if it stopped by itself."""
        if not self._answers():
            self.start()

    def new_database(self) -> str:
        """The address of a new, empty database."""
        name = f"test_{uuid4().hex[:12]}"
        engine = create_engine(f"{self.url}/postgres", isolation_level="AUTOCOMMIT")
        with engine.connect() as connection:
            connection.execute(text(f"CREATE DATABASE {name}"))
        engine.dispose()
        return f"{self.url}/{name}"

    def cut_connections(self) -> int:
        """End every connection but this one, as a restart or a firewall does; answers how many there were."""
        engine = create_engine(f"{self.url}/postgres", isolation_level="AUTOCOMMIT")
        with engine.connect() as connection:
            cut = connection.execute(
                text(
                    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
                    "WHERE pid <> pg_backend_pid() AND backend_type = 'client backend'"
                )
            ).all()
        engine.dispose()
        return len(cut)

    def _answers(self) -> bool:
        done = subprocess.run(
            [program("pg_isready"), "-q", "-t", "20", "-h", "127.0.0.1", "-p", str(self.port)], check=False
        )
        return done.returncode == 0

    def _run(self, name: str, *options: str) -> None:
        done = subprocess.run(
            [program(name), "-D", str(self.folder / "data"), *options],
            cwd=self.folder,
            stdout=(self.folder / "uitvoer").open("wb"),
            stderr=subprocess.STDOUT,
            env={"PATH": os.environ["PATH"], "LC_ALL": "C"},
            **self.as_user,
        )
        assert done.returncode == 0, (self.folder / "uitvoer").read_text()


@contextmanager
def running_postgres(*, safe: bool = False, disk: Path | None = None) -> Iterator[Postgres]:
    """A new server, running, on this disk if one is given; it and its files are gone afterwards."""
    # A socket path has to be short, so not pytest's own folder.
    folder = Path(tempfile.mkdtemp(prefix="wk-pg-", dir=disk))
    as_user: dict[str, Any] = {}
    if os.geteuid() == 0:
        account = next(entry for name in UNPRIVILEGED for entry in pwd.getpwall() if entry.pw_name == name)
        os.chown(folder, account.pw_uid, account.pw_gid)
        as_user = {"user": account.pw_uid, "group": account.pw_gid, "extra_groups": []}
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    server = Postgres(folder, port, safe, as_user)
    try:
        server.create()
        server.start()
        yield server
    finally:
        if (folder / "data" / "postmaster.pid").exists():
            server.stop()
        shutil.rmtree(folder, ignore_errors=True)
