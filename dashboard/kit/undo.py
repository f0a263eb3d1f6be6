"""After something was done: one bar that says what, with a way to look at it and to undo it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from time import monotonic
from typing import Any

import streamlit as st

from dashboard.kit import slow, state
from dashboard.kit.actions import submit
from dashboard.kit.html import html, show
from dashboard.navigation import PAGES_DIR
from dashboard.reading.lezer import Lezer
from wijkkompas_core.domain.toegang import Actie, Recht
from wijkkompas_core.storage.logboek import WritingSession

KEY = "laatst_gedaan"
DOUBLE_CLICK_SECONDS = 2
UNDOING = "Terugzetten"
TRY_AGAIN = " Kijk in de lijst hoe het nu is en probeer het daarna opnieuw."
LOOK_FIRST = " Kijk eerst hoe het nu is."
UseCase = Callable[[WritingSession], Any]
Back = Callable[[WritingSession, Any], Any]
"""The way back of a use case; it is given what the use case answered."""


@dataclass(frozen=True)
class Done:
    """What was just done: `what` in a word and `text` about what.

    `kind` tells it from other deeds, to know the second half of a double click. The bar goes away with the right to
    see `wijk` (its id, 0 without one). `back` undoes it; `slow_back` undoes many things, telling how far it is, and
    answers what the bar says then. `look` is the page and the query that show it.
    """

    kind: str
    text: str
    wijk: int = 0
    what: str = "Opgeslagen"
    back: tuple[Actie, UseCase] | None = None
    slow_back: Callable[[Lezer, slow.Tell], "Done"] | None = None
    look: tuple[str, Mapping[str, str]] | None = None
    error: str = ""
    moment: float = field(default_factory=monotonic)


def remember(done: Done) -> None:
    """Say it, and offer to undo it at the next drawing of the bar."""
    put(done)
    st.toast(f"{done.what}.", icon=":material/check:")


def put(done: Done) -> None:
    """This is in the bar from now on."""
    st.session_state[KEY] = done


def just_done(kind: str, seconds: float = DOUBLE_CLICK_SECONDS) -> bool:
    """Whether this was done in the last moment: what comes now may be the second half of a double click."""
    done: Done | None = st.session_state.get(KEY)
    return done is not None and done.kind == kind and monotonic() - done.moment < seconds


def way_back(actie: Actie, back: Back | None, answer: Any) -> tuple[Actie, UseCase] | None:
    """The way back of what a use case answered, for the bar."""
    return (actie, lambda session: back(session, answer)) if back else None


def act(
    done: Done,
    actie: Actie,
    use_case: UseCase,
    back: Back,
    *,
    back_actie: Actie | None = None,
    seconds: float = DOUBLE_CLICK_SECONDS,
) -> None:
    """Do what needs no form and say so in the bar; the second half of a double click does nothing."""
    if just_done(done.kind, seconds):
        return
    outcome = submit(actie, use_case, wijk=done.wijk or None)
    done = replace(done, moment=monotonic())
    if outcome.ok:
        remember(replace(done, back=way_back(back_actie or actie, back, outcome.value)))
    else:
        again = TRY_AGAIN if outcome.conflict else ""
        put(replace(done, error=f"Niet opgeslagen. {outcome.sentence}{again}"))


def undo_bar(lezer: Lezer) -> None:
    """The bar, if there is something to say; it goes away when it is used or dismissed."""
    done: Done | None = st.session_state.get(KEY)
    if done is None or state.peildatum() is not None:  # how it was is not how it is: nothing can be undone there
        return
    if done.wijk and not lezer.actor.may(Recht.WIJK_ZIEN, done.wijk):  # a role was taken away meanwhile
        dismiss()
        return
    with st.container(key="wk-gedaan", horizontal=True, vertical_alignment="center"):
        if done.error:
            show(html('<p class="wk-fout" role="alert">{}</p>', done.error))
        else:
            colon = ":" if done.text else ""
            what = html("<strong>{}{}</strong> ", done.what, colon) if done.what else ""
            show(html('<p role="status">{}{}</p>', what, done.text))
            if done.look and st.button("Bekijk", key="gedaan_bekijk"):
                page, query = done.look
                st.switch_page(PAGES_DIR / page, query_params=dict(query))
        if done.back or done.slow_back:
            st.button("Ongedaan maken", key="gedaan_terug", on_click=_undo, args=(done,), icon=":material/undo:")
        st.button("Sluiten", key="gedaan_sluit", type="tertiary", on_click=dismiss)
    if slow_back := done.slow_back:
        slow.do_if_asked(UNDOING, lambda tell: put(slow_back(lezer, tell)))


def dismiss() -> None:
    """Take the bar away."""
    st.session_state.pop(KEY, None)


def _undo(done: Done) -> None:
    if done.back is None:
        slow.ask(UNDOING)
        return
    outcome = submit(*done.back, wijk=done.wijk or None)
    if outcome.ok:
        dismiss()
        st.toast("Ongedaan gemaakt.", icon=":material/undo:")
        return
    # What someone else changed since then can be undone no more; what failed for another reason can be tried again.
    look, back = (LOOK_FIRST, None) if outcome.conflict else ("", done.back)
    put(replace(done, error=f"Niet ongedaan gemaakt. {outcome.sentence}{look}", back=back))
