"""Work of an import that takes longer than a click may: in a process of its own, with how far it is and a way to stop.

A session has one at a time; it stands instead of the step from which it was begun.
"""

import threading
from collections.abc import Callable
from typing import Any

import streamlit as st

from dashboard.kit.actions import unexpected
from dashboard.screens.uitwisselen import stand as stand_
from wijkkompas_core.domain import nederlands as nl
from wijkkompas_core.domain.toegang import Actor
from wijkkompas_core.errors import WijkkompasError
from wijkkompas_core.services.importeren.lezen import PATIENCE, Gelezen, as_gelezen, lookers_work
from wijkkompas_core.services.importeren.order import Opdracht
from wijkkompas_core.werkproces import Werkproces

RUNNING = "import_bezig"
AT_ONCE = 200_000
"""Bytes up to which a file is read while its button is down; of a larger one is shown that it is being read."""
STOPPED_READING = "Je hebt het lezen gestopt."
EVERY = 0.5
"""Seconds between two looks at how far it is."""


class Running:
    """Work in its own process, and how far it is. `take` hears its answer, in the session that began it."""

    def __init__(self, work: Werkproces, take: Callable[[Any], None], gestopt: str, veld: str) -> None:
        self.work, self.take = work, take
        self.gestopt, self.veld = gestopt, veld
        self.done, self.total = 0, 0
        self.waiting = ""
        self.answer: Any = None
        self.error = ""
        self.stopped = False
        self.thread = threading.Thread(target=self._follow, daemon=True)
        self.thread.start()

    def _follow(self) -> None:
        try:
            self.answer = self.work.follow(self._progress, self._wait)
        except WijkkompasError as error:
            self.error = self.gestopt if self.stopped else str(error)
        except Exception:
            self.error = unexpected()

    def _progress(self, done: int, total: int) -> None:
        self.done, self.total = done, total

    def _wait(self, sentence: str) -> None:
        self.waiting = sentence

    @property
    def told(self) -> str:
        """How far it is, in words."""
        if self.total:
            return f"{nl.whole(self.done)} van {nl.whole(self.total)} rijen"
        return self.waiting or "Bezig met lezen…"

    def stop(self) -> None:
        """End it; nothing of it is kept."""
        self.stopped = True
        self.work.stop()


def begin(work: Werkproces, take: Callable[[Any], None], gestopt: str, veld: str = "") -> None:
    """Have this done; `gestopt` is the sentence for who stopped it, `veld` the field at which a sentence stands."""
    before: Running | None = st.session_state.get(RUNNING)
    if before is not None:
        before.stop()
    st.session_state[RUNNING] = Running(work, take, gestopt, veld)


def is_running() -> bool:
    """Whether something of this session is at work."""
    return RUNNING in st.session_state


def read(opdracht: Opdracht, then: Callable[[Actor, Gelezen], None], veld: str = "") -> bool:
    """Have the file of this order read, and do `then` with what stands in it; a sentence comes at `veld`.

    A small file is read at once; answers whether nothing was refused so far.
    """

    def do(actor: Actor) -> None:
        work = lookers_work(opdracht.inhoud, geplakt=opdracht.geplakt, blad=opdracht.blad, kop=opdracht.kop)
        if opdracht.geplakt or len(opdracht.inhoud) <= AT_ONCE:
            then(actor, as_gelezen(work.follow(lambda *_: None, patience=PATIENCE)))
        else:
            begin(work, lambda told: later(as_gelezen(told)), STOPPED_READING, veld)

    def later(gelezen: Gelezen) -> None:
        stand_.attempt(lambda actor: then(actor, gelezen), veld)

    return stand_.attempt(do, veld)


@st.fragment(run_every=EVERY)
def running_step() -> None:
    """How far the work is, and the button that stops it."""
    running: Running | None = st.session_state.get(RUNNING)
    if running is None:
        return
    if running.answer is not None or running.error:
        del st.session_state[RUNNING]
        if running.answer is not None:
            running.take(running.answer)
        else:
            stand_.put(**({"fouten": {running.veld: running.error}} if running.veld else {"fout": running.error}))
        st.rerun()
    share = running.done / running.total if running.total else 0.0
    st.progress(min(share, 1.0), text=running.told)
    st.button("Stoppen", key="import_stop", on_click=running.stop)
