"""The one way to do heavy or risky work outside the server: a process of its own, with a limit to all it may take.

The order goes in as one line of JSON; out come lines that each hold one thing: `voortgang`, `antwoord`, or `fout`, an
error of the core by its kind. Whatever else the work prints goes with its complaints. Ending the process ends the
work: what it had not committed is gone.
"""

import json
import logging
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from queue import Empty, SimpleQueue
from threading import BoundedSemaphore, Event, Thread
from typing import IO, Any

from wijkkompas_core.domain import nederlands as nl
from wijkkompas_core.errors import Conflict, Forbidden, InvalidInput, NotFound, Unavailable, WijkkompasError

ROOT = Path(__file__).resolve().parents[1]
FEW_THREADS = {"OPENBLAS_NUM_THREADS": "1", "RAYON_NUM_THREADS": "2", "MALLOC_ARENA_MAX": "2"}
"""Every thread reserves addresses, of which a limit to memory counts all: on 64 processors gigabytes for nothing."""
STEP = 0.2
"""So many seconds pass at most before a stop, a limit or a reader who left is noticed."""
NEARLY = 4_000_000
"""With fewer bytes left than this a process has no memory to work with."""
OUT_OF_MEMORY = (b"MemoryError", b"memory allocation of", b"Cannot allocate memory")
"""How Python, Rust and C say it, where no sentence could be told any more."""

logger = logging.getLogger(__name__)


class Stopped(WijkkompasError):
    """Work that ended without an answer: stopped, over a limit, or failed. Nothing of it was saved."""


KINDS: dict[str, type[WijkkompasError]] = {
    kind.__name__: kind for kind in (Forbidden, NotFound, Conflict, Unavailable, Stopped)
}


@dataclass(frozen=True)
class Grenzen:
    """What one piece of work may take: seconds on the clock, and megabytes on top of its own program."""

    seconds: float
    megabytes: int


@dataclass(frozen=True)
class Werk:
    """A kind of work: the module that does it, how much of it at once, and the sentences about it.

    `niceness` is how far everyone in the app goes before it.
    """

    module: str
    naam: str
    at_once: int
    niceness: int
    bezet: str
    """To who waits: that others go first. `Probeer het …` follows when they need not wait any longer."""
    mislukt: str
    kleiner: str
    """What to do when it was too much."""
    alone: bool = False
    """Whether it is told nothing of the app, no settings and no secrets: it reads what strangers sent."""
    places: BoundedSemaphore = field(init=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "places", BoundedSemaphore(self.at_once))

    def te_lang(self, seconds: float) -> str:
        """That it took too long."""
        minutes = nl.count(max(1, round(seconds / 60)), "minuut", "minuten")
        return f"{self.naam} duurde langer dan {minutes}. {self.kleiner}"

    @property
    def te_groot(self) -> str:
        """That it needed too much memory."""
        return f"{self.naam} vroeg meer geheugen dan de server ervoor heeft. {self.kleiner}"


def as_told(error: WijkkompasError) -> dict[str, Any]:
    """An error as it crosses: its kind and its sentence, or its sentences at fields. A `current` state stays behind."""
    if isinstance(error, InvalidInput):
        return {"velden": error.fields}
    kind = next((name for name, one in KINDS.items() if isinstance(error, one)), "")
    return {"soort": kind, "zin": str(error)}


def as_error(told: dict[str, Any]) -> WijkkompasError:
    """The error that was told of."""
    if "velden" in told:
        return InvalidInput(told["velden"])
    if told["soort"] == Conflict.__name__:
        return Conflict(message=told["zin"])
    return KINDS.get(told["soort"], WijkkompasError)(told["zin"])


_RUNNING: set["Werkproces"] = set()
_WAITING: set["Werkproces"] = set()


def drukte() -> tuple[int, int]:
    """How many pieces of work are being done for this server now, and how many wait for a place."""
    return len(_RUNNING), len(_WAITING)


class Werkproces:
    """One piece of work: `follow` has it done and answers; `stop` may come from another thread, at any time."""

    def __init__(self, werk: Werk, opdracht: Any, grenzen: Grenzen) -> None:
        self.werk, self.grenzen = werk, grenzen
        self.pid: int | None = None
        order = {"niceness": werk.niceness, "megabytes": grenzen.megabytes, "opdracht": opdracht}
        self._order = json.dumps(order).encode() + b"\n"
        self._stopped = Event()

    def stop(self) -> None:
        """End it, or leave the waiting line."""
        self._stopped.set()

    def follow(
        self,
        progress: Callable[..., None],
        waiting: Callable[[str], None] = lambda _: None,
        patience: float | None = None,
    ) -> Any:
        """Its answer; raises what it raised there, and `Stopped` with a sentence when it ended without an answer.

        When all places are taken, `waiting` hears a sentence while it waits, `patience` seconds at the most. Both
        `progress` and `waiting` hear the same again when there is no news: when they raise, as Streamlit does when the
        user presses something else or leaves, the work is stopped.
        """
        self._take_place(waiting, patience)
        _RUNNING.add(self)
        try:
            with tempfile.TemporaryFile() as complaints:
                return self._run(progress, complaints)
        finally:
            _RUNNING.discard(self)
            self.werk.places.release()

    def _take_place(self, waiting: Callable[[str], None], patience: float | None) -> None:
        _WAITING.add(self)
        try:
            self._wait_for_place(waiting, patience)
        finally:
            _WAITING.discard(self)

    def _wait_for_place(self, waiting: Callable[[str], None], patience: float | None) -> None:
        until = None if patience is None else time.monotonic() + patience
        while not self.werk.places.acquire(timeout=STEP):
            if self._stopped.is_set():
                raise Stopped(self.werk.mislukt)
            if until is not None and time.monotonic() > until:
                raise Unavailable(f"{self.werk.bezet}. Probeer het over een paar minuten opnieuw.")
            waiting(f"{self.werk.bezet}. Die van jou begint zo")

    def _run(self, progress: Callable[..., None], complaints: IO[bytes]) -> Any:
        with subprocess.Popen(  # noqa: S603  our own module, with nothing of the user in the command
            [sys.executable, "-m", self.werk.module],
            cwd=ROOT,
            env={**_environment(alone=self.werk.alone), **FEW_THREADS},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=complaints,
        ) as process:
            self.pid = process.pid
            lines: SimpleQueue[bytes] = SimpleQueue()
            talk = Thread(target=_talk, args=(process, self._order, lines), daemon=True)
            try:
                talk.start()
                answer = self._listen(lines, progress)
                if answer is None:
                    raise Stopped(self._why(process.wait(), complaints))
            finally:
                process.kill()
                talk.join()
        if "fout" in answer:
            raise as_error(answer["fout"])
        return answer["antwoord"]

    def _listen(self, lines: "SimpleQueue[bytes]", progress: Callable[..., None]) -> dict[str, Any] | None:
        """What it told at last; nothing when it ended without a last word."""
        until, news = time.monotonic() + self.grenzen.seconds, None
        while True:
            if self._stopped.is_set():
                raise Stopped(self.werk.mislukt)
            if time.monotonic() > until:
                raise Stopped(self.werk.te_lang(self.grenzen.seconds))
            with suppress(Empty):
                line = lines.get(timeout=STEP)
                if not line.endswith(b"\n"):  # nothing, or it was ended in the middle of a word
                    return None
                told = json.loads(line)
                if "voortgang" not in told:
                    return told
                news = told["voortgang"]
            if news is not None:
                progress(*news)

    def _why(self, code: int, complaints: IO[bytes]) -> str:
        complaints.seek(0)
        said = complaints.read()[-4000:]
        logger.error("%s ended with code %s: %s", self.werk.module, code, said.decode("utf-8", "replace"))
        killed_by_system = code == -9  # it was not us: a server that runs out of memory ends what takes most
        return self.werk.te_groot if killed_by_system or any(w in said for w in OUT_OF_MEMORY) else self.werk.mislukt


def _environment(*, alone: bool) -> dict[str, str]:
    """What the work may know of its surroundings; alone, that is how to run and nothing else."""
    needed = ("PATH", "LANG", "LC_ALL", "TZ", "TMPDIR", "SYSTEMROOT", "PYTHONPATH", "LD_PRELOAD")
    return {name: value for name, value in os.environ.items() if not alone or name in needed}


def _talk(process: subprocess.Popen[bytes], order: bytes, lines: "SimpleQueue[bytes]") -> None:
    """Give the order and pass on what is said, until the process ends; then nothing, as a last line."""
    assert process.stdin is not None and process.stdout is not None
    with suppress(BrokenPipeError):  # it has ended; why, `_why` says
        process.stdin.write(order)
        process.stdin.flush()
    for line in process.stdout:
        lines.put(line)
    lines.put(b"")
    with suppress(BrokenPipeError):
        process.stdin.close()  # only now: while it is open, the process knows that its server lives


def serve(werk: Werk, do: Callable[[Any, Callable[..., None]], Any]) -> int:
    """In the process itself: do the order within its limits, and tell. Answers an exit code."""
    order = json.loads(sys.stdin.readline())
    Thread(target=_end_with_server, daemon=True).start()
    _limit(order["niceness"], order["megabytes"])
    out, sys.stdout = sys.stdout, sys.stderr

    def tell(**what: Any) -> None:
        out.write(json.dumps(what) + "\n")
        out.flush()

    try:
        tell(antwoord=do(order["opdracht"], lambda *parts: tell(voortgang=parts)))
    except Unavailable as error:
        tell(fout=as_told(Stopped(werk.te_groot) if _is_full() else error))
    except WijkkompasError as error:
        tell(fout=as_told(error))
    except MemoryError:
        tell(fout=as_told(Stopped(werk.te_groot)))
    return 0


def _end_with_server() -> None:
    """Nobody waits for work whose server is gone, whatever it died of."""
    os.read(0, 1)  # nothing more is written: this answers when the server is gone
    os._exit(1)


def _limit(niceness: int, megabytes: int) -> None:
    """Bound the memory that this process may take, and let everyone else go first."""
    if sys.platform == "win32":
        return
    import resource

    os.nice(niceness)
    most = _size() + megabytes * 1_000_000
    _, hard = resource.getrlimit(resource.RLIMIT_AS)
    most = most if hard == resource.RLIM_INFINITY else min(most, hard)
    with suppress(ValueError, OSError):  # a system that knows no such limit
        resource.setrlimit(resource.RLIMIT_AS, (most, most))


def _is_full() -> bool:
    """Whether this process has all the memory that it may take: then a database fails for want of that."""
    if sys.platform == "win32":
        return False
    import resource

    most, _ = resource.getrlimit(resource.RLIMIT_AS)
    return most != resource.RLIM_INFINITY and most - _size() < NEARLY


def _size() -> int:
    """Bytes of address space that this process has, where the system tells."""
    with suppress(OSError):
        return int(Path("/proc/self/statm").read_text(encoding="ascii").split()[0]) * os.sysconf("SC_PAGE_SIZE")
    return 0
