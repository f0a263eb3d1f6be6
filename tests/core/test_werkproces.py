"""Work in a process of its own: never too many, never too long, never too much, and no sentence gets lost."""

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from threading import Event, Thread
from typing import Any

import psutil
import pytest

from dashboard.rapport import starten
from tests.core.zwaar_werk import PROEF, RUIM
from wijkkompas_core import errors
from wijkkompas_core.errors import InvalidInput, Unavailable, WijkkompasError
from wijkkompas_core.services.importeren.worker import IMPORT
from wijkkompas_core.werkproces import Grenzen, Stopped, Werk, Werkproces, as_error, as_told

SENTENCE = "Dit is precies “deze” zin, met é en €."


def done(werk: Werk = PROEF, tell: Callable[..., None] = lambda *_: None, grenzen: Grenzen = RUIM, **order: Any) -> Any:
    return Werkproces(werk, order, grenzen).follow(tell)


def gone(pid: int) -> bool:
    """Whether a process is no more: ended, and reaped by who started it."""
    return not Path(f"/proc/{pid}").exists()


def kinds(kind: type[WijkkompasError] = WijkkompasError) -> Iterator[type[WijkkompasError]]:
    yield kind
    for one in kind.__subclasses__():
        yield from kinds(one)


def test_the_answer_comes_back_as_it_was_given() -> None:
    told: list[int] = []
    met = {"zin": SENTENCE, "rij": [1, None, 2.5], "lang": "x" * 300_000}
    assert done(tell=told.append, wat="antwoord", met=met) == met
    assert len(set(told)) == 1 and told[0] != os.getpid()


@pytest.mark.parametrize("kind", [k for k in kinds() if k.__module__ == errors.__name__], ids=lambda k: k.__name__)
def test_every_kind_of_refusal_comes_back_as_that_kind_with_its_sentence(kind: type[WijkkompasError]) -> None:
    velden = {"datum": SENTENCE, "wijk": "En deze."}
    with pytest.raises(WijkkompasError) as raised:
        done(wat="fout", soort=kind.__name__, zin=SENTENCE, velden=velden)
    assert type(raised.value) is kind
    if isinstance(raised.value, InvalidInput):
        assert raised.value.fields == velden
    else:
        assert str(raised.value) == SENTENCE


def test_no_kind_of_error_anywhere_in_the_program_loses_its_sentence_on_the_way() -> None:
    for kind in kinds():
        error = kind({"veld": SENTENCE}) if issubclass(kind, InvalidInput) else kind.__new__(kind)
        if not isinstance(error, InvalidInput):
            Exception.__init__(error, SENTENCE)
        back = as_error(as_told(error))
        assert str(back) == SENTENCE and isinstance(error, type(back)), kind


def test_who_takes_too_much_memory_is_stopped_and_told_so() -> None:
    assert done(wat="geheugen", megabytes=10) == 10_000_000
    with pytest.raises(Stopped, match=r"De proef vroeg meer geheugen dan .* Neem een kleinere proef\."):
        done(wat="geheugen", megabytes=500)


@pytest.mark.parametrize("wat", ["slaap", "reken"])
def test_who_never_ends_is_stopped_and_told_so(wat: str) -> None:
    pids: set[int] = set()
    with pytest.raises(Stopped, match=r"De proef duurde langer dan 1 minuut\. Neem een kleinere proef\."):
        done(tell=pids.add, grenzen=Grenzen(seconds=1, megabytes=400), wat=wat)
    assert len(pids) == 1 and gone(*pids)


def test_work_ends_with_its_server_whatever_that_died_of() -> None:
    code = "from tests.core.zwaar_werk import follow_for_ever; follow_for_ever()"
    with subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE) as server:
        assert server.stdout is not None
        work = psutil.Process(int(server.stdout.readline()))
        server.kill()
    assert psutil.wait_procs([work], timeout=2)[1] == []


def test_a_third_one_hears_that_it_waits_and_gets_its_turn() -> None:
    busy = replace(PROEF)  # with places of its own
    words: list[str] = []
    running = [Werkproces(busy, {"wat": "slaap"}, RUIM) for _ in range(busy.at_once)]
    started = [Event() for _ in running]
    threads = [Thread(target=_ended, args=(one, event)) for one, event in zip(running, started, strict=True)]
    for thread in threads:
        thread.start()
    assert all(event.wait(20) for event in started)
    third = Werkproces(busy, {"wat": "antwoord", "met": "klaar"}, RUIM)

    def heard(sentence: str) -> None:
        words.append(sentence)
        running[0].stop()

    assert third.follow(lambda *_: None, heard) == "klaar"
    assert set(words) == {"Er lopen al andere proeven. Die van jou begint zo"}
    running[1].stop()
    for thread in threads:
        thread.join(20)
    assert all(busy.places.acquire(blocking=False) for _ in range(busy.at_once))


def _ended(one: Werkproces, started: Event) -> None:
    with pytest.raises(Stopped):
        one.follow(lambda *_: started.set())


@pytest.fixture
def full() -> Werk:
    """Work of which every place is taken."""
    werk = replace(PROEF, at_once=1)
    werk.places.acquire()
    return werk


def test_who_cannot_wait_is_refused_in_words(full: Werk) -> None:
    work = Werkproces(full, {"wat": "antwoord", "met": 1}, RUIM)
    sentence = r"^Er lopen al andere proeven\. Probeer het over een paar minuten opnieuw\.$"
    with pytest.raises(Unavailable, match=sentence):
        work.follow(lambda *_: None, patience=0.1)
    assert work.pid is None
    full.places.release()
    assert work.follow(lambda *_: None, patience=0.1) == 1


def test_who_waits_can_stop_and_never_begins(full: Werk) -> None:
    work = Werkproces(full, {"wat": "antwoord", "met": 1}, RUIM)
    with ThreadPoolExecutor() as pool:
        waiting = pool.submit(work.follow, lambda *_: None)
        work.stop()
        with pytest.raises(Stopped):
            waiting.result(20)
    assert work.pid is None


def test_stopping_ends_the_work() -> None:
    work = Werkproces(PROEF, {"wat": "slaap"}, RUIM)
    with pytest.raises(Stopped, match="mislukt"):
        work.follow(lambda _pid: work.stop())
    assert work.pid is not None and gone(work.pid)


def test_who_presses_something_else_stops_the_work_even_when_it_says_nothing_new_and_gives_its_place_back() -> None:
    single, pids = replace(PROEF, at_once=1), []

    def leave(pid: int) -> None:
        pids.append(pid)
        if pids.count(pid) == 2:
            raise KeyboardInterrupt  # as Streamlit does: not an Exception

    for _ in range(2):
        with pytest.raises(KeyboardInterrupt):
            done(single, leave, wat="slaap")
    assert len(set(pids)) == 2 and all(gone(pid) for pid in pids)


def test_a_crash_is_a_sentence_and_its_cause_is_in_the_log(caplog) -> None:
    with pytest.raises(Stopped, match=r"^De proef is mislukt\.$"):
        done(wat="iets onbekends")
    assert "een fout die niemand verwachtte" in caplog.text


def test_half_an_answer_is_no_answer_and_chatter_does_no_harm() -> None:
    with pytest.raises(Stopped, match="mislukt"):
        done(wat="half")
    assert done(wat="klets") is None


def test_everyone_in_the_app_goes_before_it() -> None:
    assert done(wat="voorrang") == os.nice(0) + PROEF.niceness


@pytest.mark.parametrize("werk", [IMPORT, starten.RAPPORT], ids=lambda werk: werk.naam)
def test_the_imports_and_the_reports_of_one_server_are_bounded_and_say_what_to_do(werk: Werk) -> None:
    assert werk.at_once == 2 and werk.niceness >= 5
    for sentence in (werk.te_lang(60), werk.te_groot, werk.mislukt):
        assert sentence.startswith(werk.naam) and sentence.endswith(".")
