"""What Prometheus reads of a server: every figure that the examples ask for, and no name of anybody."""

import json
import re
import socket
from collections.abc import Iterator
from dataclasses import replace
from http.client import HTTPConnection

import pytest
import yaml
from prometheus_client import generate_latest
from prometheus_client.parser import text_string_to_metric_families
from sqlalchemy import select

from dashboard import server
from dashboard.kit.actions import unexpected
from dashboard.reading import meten, opened
from wijkkompas_core.domain.paginas import PAGINAS
from wijkkompas_core.domain.tijd import now
from wijkkompas_core.errors import InvalidInput, Unavailable
from wijkkompas_core.queries.taken import Taak
from wijkkompas_core.services.taken import note
from wijkkompas_core.settings import ROOT, Settings
from wijkkompas_core.storage.database import Database
from wijkkompas_core.storage.tables import BelanghebbendeRow, GebruikerRow, WijkRow

METINGEN = ROOT / "deploy" / "metingen"


@pytest.fixture
def served(demo_database: Database, monkeypatch: pytest.MonkeyPatch) -> Iterator[Database]:
    """A server on the demo of which every job was done, and every page and every fault was once seen."""
    monkeypatch.setenv("WIJKKOMPAS_DATABASE_URL", demo_database.url)
    opened.settings.cache_clear()
    for taak in Taak:
        note(demo_database, taak, "Gedaan voor Lindenhof", begun=now())
    for pagina in PAGINAS:
        with meten.page(pagina.adres):
            pass
    yield demo_database
    opened.settings.cache_clear()


def output() -> str:
    return generate_latest(meten.REGISTER).decode()


def samples() -> dict[str, float]:
    """Each figure under its name with labels."""
    return {
        f"{one.name}{json.dumps(one.labels, sort_keys=True)}": one.value
        for family in text_string_to_metric_families(output())
        for one in family.samples
    }


def test_it_counts_pages_and_faults_as_they_come(served: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("streamlit.error", lambda *_, **__: None)
    monkeypatch.setattr("streamlit.button", lambda *_, **__: None)
    before = samples()
    with pytest.raises(KeyError), meten.page("wijk"):
        raise KeyError("x")
    unexpected()
    server.show_error(Unavailable())
    after = samples()
    grown = {name for name, value in after.items() if value > before.get(name, 0) and "seconds" not in name}
    assert {'wijkkompas_fouten_total{"soort": "onverwacht"}', 'wijkkompas_fouten_total{"soort": "database"}'} <= grown
    count = 'wijkkompas_pagina_seconds_count{"pagina": "wijk"}'
    assert after[count] == before[count] + 1, "also when it stops halfway"
    assert 0 <= after["wijkkompas_backup_leeftijd_seconds{}"] < 60
    assert after['wijkkompas_taak_mislukt{"taak": "backup"}'] == 0 == after['wijkkompas_zwaar_werk{"stand": "wacht"}']


def test_no_name_of_a_person_or_a_wijk_is_in_it_whatever_address_is_asked(served: Database) -> None:
    with meten.page("wijk?wijk=Lindenhof&wie=Jan de Vries"), meten.page("../lindenhof"):
        pass
    with served.reading() as session:
        names = [*session.scalars(select(WijkRow.naam)), *session.scalars(select(WijkRow.slug))]
        names += session.scalars(select(BelanghebbendeRow.naam)).all()
        names += [*session.scalars(select(GebruikerRow.naam))]
    said = output().lower()
    assert len(names) > 100 and [name for name in names if name.lower() in said] == []
    assert "jan de vries" not in said and "gedaan voor" not in said and "sqlite:" not in said


def test_a_database_that_is_away_is_a_figure_and_no_fault(
    served: Database, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setenv("WIJKKOMPAS_DATABASE_URL", "postgresql+psycopg://wie:geheim-woord@127.0.0.1:1/niets")
    opened.settings.cache_clear()
    found = samples()
    assert found["wijkkompas_database_bereikbaar{}"] == 0 and "wijkkompas_sessies{}" not in found
    assert caplog.records == [] and "geheim-woord" not in output()


@pytest.mark.parametrize("name", ["alarmen.yaml", "grafana.json"])
def test_every_figure_that_the_examples_ask_for_exists(served: Database, name: str) -> None:
    text = (METINGEN / name).read_text(encoding="utf-8")
    asked = [
        *(rule["expr"] for group in yaml.safe_load(text).get("groups", []) for rule in group["rules"]),
        *(target["expr"] for panel in yaml.safe_load(text).get("panels", []) for target in panel["targets"]),
    ]
    wanted = {word for one in asked for word in re.findall(r"\b(?:wijkkompas|process)_\w+", one)}
    there = {one.name for family in text_string_to_metric_families(output()) for one in family.samples}
    assert len(asked) > 5 and wanted <= there, wanted - there


def test_the_example_of_prometheus_reads_two_processes_and_the_rules_that_lie_beside_it() -> None:
    found = yaml.safe_load((METINGEN / "prometheus.yml").read_text(encoding="utf-8"))
    assert len(found["scrape_configs"][0]["static_configs"][0]["targets"]) == 2
    assert all((METINGEN / name).is_file() for name in found["rule_files"])


def test_figures_are_only_given_at_an_address_of_their_own_and_a_taken_one_stops_nobody(
    served: Database, caplog: pytest.LogCaptureFixture
) -> None:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
        with meten.served(replace(Settings(), meten_adres=f"127.0.0.1:{port}")):
            assert "no figures at" in caplog.text, "somebody else has it"
    with meten.served(replace(Settings(), meten_adres=f"127.0.0.1:{port}")):
        connection = HTTPConnection("127.0.0.1", port, timeout=10)
        connection.request("GET", "/metrics")
        assert b"wijkkompas_pagina_seconds_bucket" in connection.getresponse().read()
        connection.close()
    with meten.served(Settings()), pytest.raises(ConnectionRefusedError):
        socket.create_connection(("127.0.0.1", port), timeout=5)
    assert "/metrics" not in {getattr(route, "path", "") for route in server.ROUTES}


@pytest.mark.parametrize("value", ["9464", "127.0.0.1:", ":9464", "127.0.0.1:0", "127.0.0.1:99999", "hier:daar"])
def test_an_address_without_a_good_port_is_refused(value: str) -> None:
    with pytest.raises(InvalidInput, match="WIJKKOMPAS_METEN_ADRES"):
        Settings.from_env({"WIJKKOMPAS_METEN_ADRES": value})
