"""The measurement beside Superset: what it says when Superset is not there, and its rows."""

import os
from datetime import date
from pathlib import Path

import pytest

from benchmarks.superset import meten
from benchmarks.superset.beelden import Beurt
from benchmarks.superset.dashboard import _charts, _cross_filters, _layout
from benchmarks.superset.peer import VENV, pss
from benchmarks.superset.verslag import BEGIN, EINDE, Meting, publish, report
from tests.charts.conftest import build_kompas


@pytest.mark.parametrize("place", ["", "/nergens"])
def test_without_superset_it_says_what_is_missing_and_how_to_give_it(monkeypatch, capsys, place):
    monkeypatch.setenv(VENV, place)
    assert meten.main(["--snel"]) == 2
    said = capsys.readouterr().err
    assert "Superset ontbreekt" in said and VENV in said and "apache-superset==6.1.*" in said


def test_the_rows_say_of_each_aim_whether_it_was_reached():
    peer = Meting("Superset", Beurt(5000, 900), 2000, 600, 400)
    text = report([peer, Meting("Wijkkompas", Beurt(9000, 100), 1000, 200, 201)], 1_000_000, 400, date(2026, 11, 26))
    assert "1.000.000 contactmomenten over 400 wijken" in text
    assert "| daarna, klik → alles bijgewerkt (mediaan) | 600 ms | 200 ms | 3,0× |" in text
    assert "niet trager (gehaald), klik minstens 3× sneller (gehaald)" in text
    assert "helft van het geheugen (niet gehaald)" in text


def test_publishing_replaces_what_stood_between_the_marks_and_nothing_else(tmp_path: Path):
    document = tmp_path / "prestaties.md"
    document.write_text(f"boven\n{BEGIN}\noud\n{EINDE}\nonder\n", encoding="utf-8")
    publish("nieuw", document)
    assert document.read_text(encoding="utf-8") == f"boven\n{BEGIN}\nnieuw\n{EINDE}\nonder\n"
    document.write_text("niets", encoding="utf-8")
    with pytest.raises(RuntimeError):
        publish("nieuw", document)


def test_a_click_in_one_chart_of_the_peer_reaches_every_other():
    names = list(_charts(build_kompas()))
    keys = {name: number for number, name in enumerate(names, start=7)}
    assert len(names) == 4
    scopes = _cross_filters(list(keys.values()))["chart_configuration"]
    for key in keys.values():
        assert sorted([*scopes[str(key)]["crossFilters"]["chartsInScope"], key]) == sorted(keys.values())
    assert {f"CHART-{key}" for key in keys.values()} <= _layout(keys).keys()


def test_the_memory_of_this_process_is_some_megabytes():
    assert 1 < pss(os.getpid()) < 100_000
