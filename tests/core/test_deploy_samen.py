"""nginx, compose, units, cron and settings name the same things: what one of them promises, the others keep."""

import configparser
import json
import re
import shutil
import ssl
import subprocess
from collections.abc import Callable, Iterator
from http.client import HTTPSConnection
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

import psycopg
import pytest
import yaml
from sqlalchemy import make_url

from tests.core.rollen import manual
from tests.nginx import Nginx, free_port, running_nginx
from tests.postgres import WACHTWOORD, Postgres, program
from wijkkompas_core.__main__ import main
from wijkkompas_core.settings import ROOT, Settings
from wijkkompas_core.storage.postgresql import NEWEST, OLDEST

DEPLOY = ROOT / "deploy"
UNITS = sorted((DEPLOY / "systemd").iterdir())
SERVICES = [path for path in UNITS if path.suffix == ".service"]
DIFFERS = {
    "type", "remainafterexit", "execstart", "restart", "restartsec", "nice", "ioschedulingclass", "statedirectory",
    "environment", "loadcredential", "memoryhigh", "memorymax", "tasksmax", "timeoutstartsec", "timeoutstopsec",
}  # fmt: skip


def lines(path: Path) -> list[tuple[str, str]]:
    """The keys of a unit below [Service], as they stand; one may stand there more than once."""
    part = path.read_text(encoding="utf-8").partition("[Service]\n")[2].partition("\n[")[0]
    pairs = (line.partition("=") for line in part.splitlines() if line and not line.startswith("#"))
    return [(key.lower(), value) for key, _, value in pairs]


def values(path: Path, key: str) -> list[str]:
    return [value for name, value in lines(path) if name == key.lower()]


@pytest.fixture(scope="module")
def compose() -> dict[str, Any]:
    """compose.yaml as read."""
    return yaml.safe_load((DEPLOY / "compose.yaml").read_text(encoding="utf-8"))


@pytest.mark.parametrize("path", UNITS, ids=lambda p: p.name)
def test_systemd_takes_every_unit(path: Path, tmp_path: Path) -> None:
    configparser.RawConfigParser(strict=False, delimiters=("=",)).read_string(path.read_text(encoding="utf-8"))
    tool = shutil.which("systemd-analyze")
    if tool is None:
        return  # read as far as can be
    for unit in UNITS:
        text = unit.read_text(encoding="utf-8").replace("/opt/wijkkompas/.venv/bin/python", "/bin/true")
        (tmp_path / unit.name).write_text(text, encoding="utf-8")
    done = subprocess.run([tool, "verify", "--man=no", str(tmp_path / path.name)], capture_output=True, text=True)
    said = [
        line for line in done.stderr.splitlines() if path.stem.rstrip("@") in line and "Unknown" in line + done.stderr
    ]
    assert said == [], done.stderr


def test_every_service_is_hardened_alike_and_has_a_limit_to_memory_and_tasks() -> None:
    hardening = {path.name: {pair for pair in lines(path) if pair[0] not in DIFFERS} for path in SERVICES}
    first = hardening[SERVICES[0].name]
    assert {("nonewprivileges", "yes"), ("protectsystem", "strict"), ("user", "wijkkompas")} <= first
    for path in SERVICES:
        assert hardening[path.name] == first, path.name
        assert values(path, "MemoryMax") and values(path, "TasksMax"), path.name


def test_only_what_changes_tables_or_the_past_has_the_secret_of_the_owner(compose: dict[str, Any]) -> None:
    owner = {p.stem for p in SERVICES if any("database_url_eigenaar" in v for v in values(p, "LoadCredential"))}
    assert owner == {"wijkkompas-migrate", "wijkkompas-opruimen"}
    assert "database_url_eigenaar" not in (DEPLOY / "cron" / "wijkkompas-backup").read_text(encoding="utf-8")
    holders = {name for name, one in compose["services"].items() if "database_url_eigenaar" in one.get("secrets", ())}
    assert holders == {"migrate", "opruimen"}
    for name, one in compose["services"].items():
        said = one.get("environment", {}).get("WIJKKOMPAS_DATABASE_URL_BESTAND", "")
        assert not said or said.removeprefix("/run/secrets/") in one["secrets"], name


def test_the_app_starts_only_after_its_tables_were_brought_up_to_date(compose: dict[str, Any]) -> None:
    app = (DEPLOY / "systemd" / "wijkkompas@.service").read_text(encoding="utf-8")
    assert "Requires=wijkkompas-migrate.service" in app and re.search("After=.*wijkkompas-migrate.service", app)
    for name in ("app1", "app2"):
        assert compose["services"][name]["depends_on"]["migrate"] == {"condition": "service_completed_successfully"}
    assert compose["services"]["migrate"]["restart"] == "no"


def test_every_timer_has_its_service_and_the_commands_are_those_of_the_program(
    compose: dict[str, Any], capsys: pytest.CaptureFixture[str]
) -> None:
    for timer in (path for path in UNITS if path.suffix == ".timer"):
        assert timer.with_suffix(".service") in SERVICES
    with pytest.raises(SystemExit):
        main(["--help"])
    known = set(re.findall(r"^    (\S+)", capsys.readouterr().out, re.M))
    texts = [path.read_text(encoding="utf-8") for path in (*SERVICES, *(DEPLOY / "cron").iterdir())]
    named = {word for text in texts for word in re.findall(r"-m wijkkompas_core (\S+)", text)}
    named |= {one["command"][3] for one in compose["services"].values() if "command" in one}
    assert named == {"migrate", "backup", "opruimen"} and named <= known


def test_compose_names_nothing_that_is_not_there(compose: dict[str, Any]) -> None:
    allowed = {
        "build", "image", "restart", "read_only", "tmpfs", "cap_drop", "security_opt", "environment", "secrets",
        "networks", "depends_on", "volumes", "healthcheck", "ports", "command", "profiles", "mem_limit", "pids_limit",
    }  # fmt: skip
    conditions = {"service_started", "service_healthy", "service_completed_successfully"}
    for name, one in compose["services"].items():
        assert one.keys() <= allowed, name
        assert set(one.get("secrets", ())) <= compose["secrets"].keys(), name
        assert set(one.get("networks", ())) <= compose["networks"].keys(), name
        assert one["mem_limit"] and one["pids_limit"] and "no-new-privileges:true" in one["security_opt"], name
        for other, how in one.get("depends_on", {}).items():
            assert other in compose["services"] and how["condition"] in conditions, name
            healthy = how["condition"] != "service_healthy" or "healthcheck" in compose["services"][other]
            assert healthy or "build" in compose["services"][other], f"{name} waits for {other} for ever"
        if "build" in one:
            assert one["read_only"] and one["cap_drop"] == ["ALL"], name
    used = {secret for one in compose["services"].values() for secret in one.get("secrets", ())}
    assert used == compose["secrets"].keys()
    assert compose["networks"]["intern"]["internal"] is True


def test_the_image_has_what_reports_and_backups_need_and_runs_as_nobody_special(compose: dict[str, Any]) -> None:
    text = (DEPLOY / "Dockerfile").read_text(encoding="utf-8")
    steps = re.findall(r"^([A-Z]+) (.*)$", text, re.M)
    assert next(what for name, what in steps if name == "FROM").count(":") == 1 and ":latest" not in text
    assert not any(name == "ADD" for name, _ in steps) and "--require-hashes" in text
    assert "--no-install-recommends" in text and "rm -rf /var/lib/apt/lists/*" in text
    assert [what for name, what in steps if name == "USER"][-1] not in ("root", "0")
    assert all(json.loads(what) for name, what in steps if name == "CMD")
    for name in ("fonts-liberation", "fonts-dejavu-core"):
        assert name in text and name in (ROOT / "docs" / "beheer.md").read_text(encoding="utf-8")
    let_through = (ROOT / ".dockerignore").read_text(encoding="utf-8")
    for source in (what.split()[0] for name, what in steps if name == "COPY"):
        assert (ROOT / source).exists() and f"!{source}" in let_through, source
    client = int(re.findall(r"postgresql-client-(\d+)", text)[0])
    server = int(re.findall(r"postgres:(\d+)", compose["services"]["postgres"]["image"])[0])
    assert OLDEST <= server <= client <= NEWEST


def test_one_header_tells_the_address_of_the_user_everywhere(compose: dict[str, Any]) -> None:
    said = {compose["services"][name]["environment"]["WIJKKOMPAS_ADRES_KOPREGEL"] for name in ("app1", "app2")}
    app = " ".join(values(DEPLOY / "systemd" / "wijkkompas@.service", "Environment"))
    said |= set(
        re.findall(r"ADRES_KOPREGEL=(\S+)", app + "\n" + (ROOT / "docs" / "beheer.md").read_text(encoding="utf-8"))
    )
    (header,) = said
    nginx = (DEPLOY / "nginx" / "wijkkompas.conf").read_text(encoding="utf-8")
    assert re.search(rf"proxy_set_header {header}\s+\$remote_addr;", nginx)


def test_what_waits_for_the_app_waits_shorter_than_the_app(compose: dict[str, Any]) -> None:
    nginx = (DEPLOY / "nginx" / "wijkkompas.conf").read_text(encoding="utf-8")
    kept = int(re.findall(r"keepalive_timeout (\d+)s;", nginx)[0])
    texts = ((ROOT / "docs" / "beheer.md").read_text("utf-8"), (ROOT / "dashboard" / "__main__.py").read_text("utf-8"))
    for found in (int(one) for text in texts for one in re.findall(r"timeout[-_]keep[-_]alive[ =](\d+)", text)):
        assert found > kept
    assert all(re.search(r"timeout[-_]keep[-_]alive", text) for text in texts)
    allowed = int(re.findall(r"client_max_body_size (\d+)m;", nginx)[0])
    config = (ROOT / ".streamlit" / "config.toml").read_text(encoding="utf-8")
    assert allowed > int(re.findall(r"maxUploadSize = (\d+)", config)[0])
    assert Settings().upload_megabytes > allowed


def test_the_configuration_for_containers_asks_for_their_address_again_and_again() -> None:
    done = subprocess.run(
        ["sh", DEPLOY / "nginx" / "voor_compose.sh", "wijk.gemeente.nl"], capture_output=True, text=True, check=True
    )
    made = done.stdout
    assert made.count("server_name wijk.gemeente.nl;") == 2
    assert "resolver 127.0.0.11 valid=10s" in made and "zone wijkkompas 64k;" in made
    assert re.findall(r"server (app\d):8501 resolve max_fails", made) == ["app1", "app2"] and "127.0.0.1:" not in made


class _Echo(BaseHTTPRequestHandler):
    """Answers with the headers it got, and how much was sent."""

    def do_GET(self) -> None:
        self._tell(0)

    def do_POST(self) -> None:
        left = size = int(self.headers["Content-Length"])
        while left:
            left -= len(self.rfile.read(min(left, 1 << 20)))
        self._tell(size)

    def _tell(self, size: int) -> None:
        told = json.dumps({"size": size} | {name.lower(): value for name, value in self.headers.items()}).encode()
        self.send_response(200)
        self.send_header("Content-Length", str(len(told)))
        self.end_headers()
        self.wfile.write(told)

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""


@pytest.fixture(scope="module")
def nginx() -> Iterator[Nginx]:
    """nginx as in deploy/, before one that tells what it got."""
    server = HTTPServer(("127.0.0.1", 0), _Echo)
    Thread(target=server.serve_forever, daemon=True).start()
    with running_nginx([f"127.0.0.1:{server.server_port}", f"127.0.0.1:{free_port()}"]) as running:
        yield running
    server.shutdown()
    server.server_close()


def ask(nginx: Nginx, size: int = 0, **headers: str) -> tuple[int, str]:
    connection = HTTPSConnection("localhost", nginx.port, context=ssl._create_unverified_context(), timeout=60)
    connection.request("POST" if size else "GET", "/", b"x" * size or None, {"Host": "localhost"} | headers)
    answer = connection.getresponse()
    return answer.status, answer.read().decode()


def test_an_address_that_a_browser_makes_up_does_not_get_through(nginx: Nginx) -> None:
    forged = {"X-Real-IP": "6.6.6.6", "X-Forwarded-For": "6.6.6.6", "Forwarded": "for=6.6.6.6", "x-real-ip": "6.6.6.6"}
    status, told = ask(nginx, **forged)
    got = json.loads(told)
    assert status == 200 and "6.6.6.6" not in told
    assert got["x-real-ip"] == got["x-forwarded-for"] == "127.0.0.1"


def test_forty_megabytes_get_through_and_sixty_are_refused_in_dutch(nginx: Nginx) -> None:
    status, told = ask(nginx, 40_000_000)
    assert status == 200 and json.loads(told)["size"] == 40_000_000
    connection = HTTPSConnection("localhost", nginx.port, context=ssl._create_unverified_context(), timeout=60)
    connection.putrequest("POST", "/")
    connection.putheader("Content-Length", "60000000")
    connection.endheaders()
    answer = connection.getresponse()
    assert answer.status == 413 and "Dit bestand is te groot" in answer.read().decode()


@pytest.fixture(scope="module")
def with_tls(own_postgres: Postgres, tmp_path_factory: pytest.TempPathFactory) -> tuple[str, Path]:
    """A server with a certificate of its own: the address of a new database, and the certificate."""
    folder = tmp_path_factory.mktemp("tls")
    data = own_postgres.folder / "data"
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2",
         "-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost", "-keyout", folder / "key.pem",
         "-out", folder / "cert.pem"],
        check=True, capture_output=True,
    )  # fmt: skip
    for name, kept in (("key.pem", "server.key"), ("cert.pem", "server.crt")):
        shutil.copy(folder / name, data / kept)
        (data / kept).chmod(0o600)
        if "user" in own_postgres.as_user:
            shutil.chown(data / kept, own_postgres.as_user["user"], own_postgres.as_user["group"])
    with psycopg.connect(f"{own_postgres.url}/postgres".replace("+psycopg", ""), autocommit=True) as connection:
        connection.execute("ALTER SYSTEM SET ssl = on")
        connection.execute("SELECT pg_reload_conf()")
    return own_postgres.new_database().replace("127.0.0.1", "localhost"), folder / "cert.pem"


def test_the_way_to_the_database_is_sealed_when_asked_and_refused_when_the_certificate_is_another(
    with_tls: tuple[str, Path],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    url, certificate = with_tls
    sealed = f"{url}?sslmode=verify-full&sslrootcert={certificate}"
    monkeypatch.setenv("WIJKKOMPAS_DATABASE_URL", sealed)
    assert main(["migrate"]) == 0 and main(["backup", str(tmp_path / "b.zip")]) == 0
    with psycopg.connect(sealed.replace("+psycopg", "")) as connection:
        assert connection.execute("SELECT ssl FROM pg_stat_ssl WHERE pid = pg_backend_pid()").fetchone() == (True,)
    for wrong in (
        sealed.replace("localhost:", "127.0.0.1:"),
        f"{url}?sslmode=verify-full&sslrootcert={tmp_path / 'x'}",
    ):
        monkeypatch.setenv("WIJKKOMPAS_DATABASE_URL", wrong)
        assert main(["check"]) == 1 and main(["backup", str(tmp_path / "nee.zip")]) == 1
        assert WACHTWOORD not in capsys.readouterr().err


def test_the_container_of_postgresql_makes_the_roles_of_the_manual(
    postgres_server: str, new_postgres: Callable[[], str], tmp_path: Path
) -> None:
    script = (DEPLOY / "postgres" / "rollen.sh").read_text(encoding="utf-8")
    shapes = [re.sub(r"(PASSWORD) .*|DATABASE \S+", r"\1", one) for one in (script, manual())]
    assert set(re.findall(r"^(?:CREATE|ALTER|GRANT).*$", shapes[0], re.M)) == set(shapes[1].strip().splitlines())
    url = make_url(new_postgres())
    name = str(url.database)
    own = script.replace("wijkkompas_eigenaar", f"eigenaar_{name}").replace("wijkkompas_app", f"app_{name}")
    (tmp_path / "rollen.sh").write_text(own.replace("psql -v", f"{program('psql')} -v"), encoding="utf-8")
    (tmp_path / "eigenaar_wachtwoord").write_text("een 'zin' met \"tekens\" $x\n", encoding="utf-8")
    (tmp_path / "app_wachtwoord").write_text("een andere\n", encoding="utf-8")
    environment = {
        "PATH": "/usr/bin:/bin", "GEHEIMEN": str(tmp_path), "POSTGRES_USER": str(url.username), "POSTGRES_DB": name,
        "PGHOST": "127.0.0.1", "PGPORT": str(url.port), "PGPASSWORD": WACHTWOORD,
    }  # fmt: skip
    try:
        done = subprocess.run(["sh", tmp_path / "rollen.sh"], env=environment, capture_output=True, text=True)
        assert done.returncode == 0, done.stderr
        secret = "een 'zin' met \"tekens\" $x"
        with psycopg.connect(
            host=url.host, port=url.port, dbname=name, user=f"eigenaar_{name}", password=secret
        ) as connection:
            connection.execute("CREATE TABLE proef (x integer)")
            connection.rollback()
    finally:
        with psycopg.connect(f"{postgres_server}/{name}".replace("+psycopg", ""), autocommit=True) as connection:
            connection.execute(f"ALTER DATABASE {name} OWNER TO wijkkompas")  # type: ignore[arg-type]
            for role in ("app", "eigenaar"):
                connection.execute(f"DROP OWNED BY {role}_{name} CASCADE")  # type: ignore[arg-type]
                connection.execute(f"DROP ROLE {role}_{name}")  # type: ignore[arg-type]
