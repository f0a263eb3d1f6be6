"""After recording, changing or deleting: a bar that says what was done, with a way to look at it and to undo it."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from time import monotonic

import streamlit as st

from dashboard.kit.actions import Outcome, submit
from dashboard.kit.html import esc, show
from dashboard.navigation import PAGES_DIR
from dashboard.reading.lezer import Lezer
from wijkkompas_core.domain import nederlands as nl
from wijkkompas_core.domain.betrokkenheid import ContactmomentInvoer
from wijkkompas_core.domain.toegang import Actie
from wijkkompas_core.errors import NotFound
from wijkkompas_core.queries.contactmomenten import Contactmoment
from wijkkompas_core.services.contactmomenten import (
    change_contactmoment,
    delete_contactmoment,
    restore_contactmoment,
)

KEY = "laatst_gedaan"
DOUBLE_CLICK_SECONDS = 2
RECORDED, CHANGED, DELETED, RESTORED = "Vastgelegd", "Gewijzigd", "Verwijderd", "Teruggezet"


@dataclass(frozen=True)
class Done:
    """What was just done to a contactmoment (`key`), which then had `versie`; `before` is what a change replaced.

    Undoing asks for exactly that version, so that it never takes away what someone else has done since.
    """

    what: str
    key: int
    versie: int
    before: ContactmomentInvoer | None = None
    error: str = ""
    moment: float = 0.0


def remember(what: str, key: int, versie: int, before: ContactmomentInvoer | None = None) -> None:
    """Offer to undo this at the next drawing of the bar."""
    st.session_state[KEY] = Done(what, key, versie, before, moment=monotonic())
    st.toast(f"{what}.", icon=":material/check:")


def just_done() -> bool:
    """Whether something was done in the last moment: what comes now may be the second half of a double click."""
    done: Done | None = st.session_state.get(KEY)
    return done is not None and monotonic() - done.moment < DOUBLE_CLICK_SECONDS


def delete(record: Contactmoment) -> None:
    """Delete a contactmoment from a list, and offer to undo it."""
    outcome = submit(
        Actie.CONTACTMOMENT_VERWIJDEREN,
        lambda session: delete_contactmoment(session, record.id, record.versie),
        wijk=record.wijk,
    )
    if outcome.ok:
        remember(DELETED, record.id, record.versie + 1)
    else:
        st.session_state[KEY] = Done(DELETED, record.id, record.versie, error=_sentence(outcome))


def undo_bar(lezer: Lezer) -> None:
    """The bar, if there is something to say; it goes away when it is used or dismissed."""
    done: Done | None = st.session_state.get(KEY)
    if done is None or lezer.peildatum is not None:
        return
    try:
        record = lezer.contactmoment(done.key)
    except NotFound:  # a role was taken away meanwhile
        dismiss()
        return
    with st.container(key="wk-gedaan", horizontal=True, vertical_alignment="center"):
        if done.error:
            show(f'<p class="wk-fout" role="alert">{esc(done.error)}</p>')
        else:
            kompas = lezer.methode.kompas
            vorm = lezer.methode.naam("vorm", record.vorm).lower()
            show(f'<p role="status"><strong>{done.what}:</strong> {esc(vorm)} op {nl.day(record.datum)}</p>')
            if done.what != DELETED and st.button("Bekijk", key="gedaan_bekijk"):
                wijk = next(w for w in lezer.wijken() if w.id == record.wijk)
                aspect = record.aspecten[0]
                node = f"{record.fase}/{kompas.spoor_van.get(aspect, '')}/{aspect}"
                st.switch_page(PAGES_DIR / "kompas.py", query_params={"wijk": wijk.slug, "selectie": node})
            st.button("Ongedaan maken", key="gedaan_terug", on_click=_undo, args=(done, record), icon=":material/undo:")
        st.button("Sluiten", key="gedaan_sluit", type="tertiary", on_click=dismiss)


def dismiss() -> None:
    """Take the bar away."""
    st.session_state.pop(KEY, None)


def _undo(done: Done, record: Contactmoment) -> None:
    steps: dict[str, tuple[Actie, Callable]] = {
        RESTORED: (Actie.CONTACTMOMENT_VERWIJDEREN, lambda s: delete_contactmoment(s, done.key, done.versie)),
        RECORDED: (
            Actie.CONTACTMOMENT_VERWIJDEREN,
            lambda s: delete_contactmoment(s, done.key, done.versie, with_afspraken=True),
        ),
        DELETED: (Actie.CONTACTMOMENT_TERUGZETTEN, lambda s: restore_contactmoment(s, done.key, done.versie)),
        CHANGED: (
            Actie.CONTACTMOMENT_WIJZIGEN,
            lambda s: change_contactmoment(s, done.key, done.versie, done.before or record.as_invoer()),
        ),
    }
    actie, step = steps[done.what]
    outcome = submit(actie, step, wijk=record.wijk)
    if outcome.ok:
        dismiss()
        st.toast("Ongedaan gemaakt.", icon=":material/undo:")
    else:
        st.session_state[KEY] = replace(done, error=_sentence(outcome))


def _sentence(outcome: Outcome) -> str:
    look = " Kijk in de lijst hoe het nu is en probeer het daarna opnieuw." if outcome.conflict else ""
    return outcome.sentence + look
