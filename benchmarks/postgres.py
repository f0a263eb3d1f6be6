"""A PostgreSQL server for a measurement alone, whose data can be kept for the next time."""

import os
import pwd
import shutil
import subprocess
from pathlib import Path
from typing import Any

from sqlalchemy import create_engine, text

from benchmarks.servers import free_port

UNPRIVILEGED = ("postgres", "nobody")  # PostgreSQL refuses to run as root
OPTIES = "-c shared_buffers=256MB -c max_wal_size=4GB -c max_connections=120"


class Postgres:
    """Use as `with Postgres(folder) as server`; the folder keeps its databases."""

    def __init__(self, folder: Path) -> None:
        self._folder, self._poort = folder, free_port()
        self._as: dict[str, Any] = {}

    def __enter__(self) -> "Postgres":
        """Start, with new data when there are none yet; raises `RuntimeError` when PostgreSQL is not there."""
        self._folder.mkdir(parents=True, exist_ok=True)
        if os.geteuid() == 0:
            account = next(entry for name in UNPRIVILEGED for entry in pwd.getpwall() if entry.pw_name == name)
            os.chown(self._folder, account.pw_uid, account.pw_gid)
            self._as = {"user": account.pw_uid, "group": account.pw_gid, "extra_groups": []}
        data = self._folder / "data"
        if not data.exists():
            self._run("initdb", "-D", str(data), "-U", "wijkkompas", "--auth=trust", "--encoding=UTF8", "--no-sync")
        options = f"-h 127.0.0.1 -p {self._poort} -k {self._folder} {OPTIES}"
        self._run("pg_ctl", "-D", str(data), "-w", "-t", "60", "-l", str(self._folder / "log"), "-o", options, "start")
        return self

    def __exit__(self, *_: object) -> None:
        """Stop it as it should, so that what it holds is whole the next time."""
        self._run("pg_ctl", "-D", str(self._folder / "data"), "-w", "-m", "fast", "stop")

    def url(self, name: str) -> str:
        """The address of a database, which is made when it is not there."""
        server = f"postgresql+psycopg://wijkkompas@127.0.0.1:{self._poort}"
        engine = create_engine(f"{server}/postgres", isolation_level="AUTOCOMMIT")
        with engine.connect() as connection:
            if not connection.scalar(text("SELECT 1 FROM pg_database WHERE datname = :name"), {"name": name}):
                connection.execute(text(f"CREATE DATABASE {name}"))
        engine.dispose()
        return f"{server}/{name}"

    def _run(self, program: str, *arguments: str) -> None:
        found = shutil.which(program) or next(
            (str(path) for path in sorted(Path("/usr/lib/postgresql").glob(f"*/bin/{program}"), reverse=True)), None
        )
        if found is None:
            raise RuntimeError(f"PostgreSQL is not there: {program} was not found")
        done = subprocess.run(
            [found, *arguments],
            cwd=self._folder,
            capture_output=True,
            text=True,
            env={"PATH": os.environ["PATH"], "LC_ALL": "C"},
            **self._as,
        )
        if done.returncode:
            raise RuntimeError(done.stdout + done.stderr)
