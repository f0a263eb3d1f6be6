"""A real nginx in front of servers of ours, with exactly the configuration in deploy/: only ports and paths differ."""

import os
import re
import shutil
import socket
import ssl
import subprocess
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
CONFIG = ROOT / "deploy" / "nginx" / "wijkkompas.conf"
MAIN = """
{user}
worker_processes 1;
daemon off;
pid {folder}/nginx.pid;
error_log {folder}/error.log;
events {{ worker_connections 1024; }}
http {{
    log_format plek '$wk_plek $upstream_addr';
    access_log {folder}/access.log plek;
    client_body_temp_path {folder}/body; proxy_temp_path {folder}/proxy; fastcgi_temp_path {folder}/fastcgi;
    uwsgi_temp_path {folder}/uwsgi; scgi_temp_path {folder}/scgi;
    default_type application/octet-stream;
    types {{ text/html html; }}
    include {folder}/wijkkompas.conf;
}}
"""


@dataclass
class Nginx:
    """A running nginx: `url` is its address."""

    folder: Path
    port: int

    @property
    def url(self) -> str:
        """The address, over TLS, with a certificate of our own."""
        return f"https://localhost:{self.port}"

    def upstream(self, plek: str) -> str:
        """Host and port of the server where the browser with this cookie was sent last."""
        lines = [line.split() for line in (self.folder / "access.log").read_text().splitlines()]
        return next(addresses[-1].rstrip(",") for key, *addresses in reversed(lines) if key == plek)


def free_port() -> int:
    """A port that was free a moment ago."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return free.getsockname()[1]


def configuration(folder: Path, port: int, servers: Sequence[str]) -> str:
    """The configuration of deploy/ with these ports and paths; fails when it has changed beyond recognition."""
    text, number = CONFIG.read_text(encoding="utf-8"), 0
    for pattern, replacement in (
        (r"listen 80;", f"listen 127.0.0.1:{free_port()};"),
        (r"listen 443 ssl http2;", f"listen 127.0.0.1:{port} ssl http2;"),
        (r"listen \[::\]:\d+.*;", ""),
        (r"server_name \S+;", "server_name localhost;"),
        (r"/etc/ssl/wijkkompas/fullchain\.pem", f"{folder}/cert.pem"),
        (r"/etc/ssl/wijkkompas/privkey\.pem", f"{folder}/key.pem"),
        (r"127\.0\.0\.1:8501", servers[0]),
        (r"127\.0\.0\.1:8502", servers[1]),
    ):
        text, number = re.subn(pattern, replacement, text)
        assert number, f"{pattern} is not in {CONFIG}"
    return text


@contextmanager
def running_nginx(servers: Sequence[str]) -> Iterator[Nginx]:
    """nginx in front of these two servers (host:port)."""
    program = shutil.which("nginx") or shutil.which("nginx", path="/usr/sbin")
    if program is None:
        pytest.fail("nginx ontbreekt; tests/gereedschap.sh installeert het.", pytrace=False)
    folder = Path(tempfile.mkdtemp(prefix="wk-nginx-"))
    server = Nginx(folder, free_port())
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2",
         "-subj", "/CN=localhost", "-keyout", folder / "key.pem", "-out", folder / "cert.pem"],
        check=True, capture_output=True,
    )  # fmt: skip
    (folder / "wijkkompas.conf").write_text(configuration(folder, server.port, servers), encoding="utf-8")
    main = MAIN.format(folder=folder, user="user root;" if os.geteuid() == 0 else "")
    (folder / "nginx.conf").write_text(main, encoding="utf-8")
    command = [program, "-p", str(folder), "-c", str(folder / "nginx.conf"), "-e", str(folder / "error.log")]
    checked = subprocess.run([*command, "-t"], capture_output=True, text=True)
    assert checked.returncode == 0, checked.stderr
    process = subprocess.Popen(command)
    try:
        _wait(server.port, process)
        yield server
    finally:
        process.terminate()
        process.wait(10)
        shutil.rmtree(folder, ignore_errors=True)


def _wait(port: int, process: subprocess.Popen[bytes]) -> None:
    anyone = ssl._create_unverified_context()
    until = time.monotonic() + 20
    while time.monotonic() < until and process.poll() is None:
        try:
            with socket.create_connection(("127.0.0.1", port), 1) as plain, anyone.wrap_socket(plain):
                return
        except OSError:
            time.sleep(0.05)
    pytest.fail("nginx did not start.", pytrace=False)
