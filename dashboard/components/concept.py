"""What is half filled in is kept in the database, and offered again in the next session (ADR 0013)."""

import json
from hashlib import sha256

import streamlit as st

from dashboard import state, texts
from dashboard.actions import submit
from dashboard.components.contactformulier import NEW, Formulier
from dashboard.components.html import esc, show
from dashboard.resources import database
from wijkkompas_core.domain.tijd import AMSTERDAM
from wijkkompas_core.domain.toegang import Actie
from wijkkompas_core.queries.concepten import Concept, concept
from wijkkompas_core.services.concepten import drop_concept, save_concept

KEPT = "concepten_bewaard"
"""Per form what this session kept last, as a digest."""
OFFERED = "concepten_aangeboden"
"""Per form the draft of an earlier session, until someone has chosen what to do with it."""


def look(form: Formulier) -> None:
    """At a form that has just begun: find the draft. One of this session is filled in again without a word."""
    name = _name(form)
    with database().reading() as session:
        found = concept(session, form.lezer.actor, name)
    if found is None:
        st.session_state.get(OFFERED, {}).pop(name, None)
    elif name in st.session_state.get(KEPT, {}):
        form.resume(found.inhoud)
    else:
        st.session_state.setdefault(OFFERED, {})[name] = found


def offer(form: Formulier) -> None:
    """Say that there is a draft of before, with the choice to go on or to throw it away."""
    found: Concept | None = st.session_state.get(OFFERED, {}).get(_name(form))
    if found is None:
        return
    wijk = next((w.naam for w in form.lezer.wijken() if w.slug == found.inhoud.get("wijk")), "")
    moment = found.bewaard_op.astimezone(AMSTERDAM)
    what = "een half ingevuld contactmoment" if form.doel == NEW else "een wijziging die niet is opgeslagen"
    where = f" ({esc(wijk)})" if wijk else ""
    with st.container(key="wk-concept", horizontal=True, vertical_alignment="center"):
        show(f'<p role="status">Je had nog {what} van {texts.day(moment)} om {moment:%H:%M}{where}.</p>')
        st.button("Verder invullen", key="concept_verder", on_click=_resume, args=(form, found), icon=":material/edit:")
        st.button("Weggooien", key="concept_weg", type="tertiary", on_click=forget, args=(form,))


def keep(form: Formulier) -> None:
    """Keep what is filled in now when it is something else than last time; a draft of before waits for its choice."""
    name, kept = _name(form), st.session_state.setdefault(KEPT, {})
    if name in st.session_state.get(OFFERED, {}):
        return
    if not form.worth_keeping():
        if name in kept:
            forget(form)
        return
    contents = form.contents()
    digest = sha256(json.dumps(contents, sort_keys=True).encode()).hexdigest()
    if kept.get(name) == digest:
        return
    if submit(Actie.CONCEPT_BEWAREN, lambda session: save_concept(session, name, contents)).ok:
        kept[name] = digest


def saved(form: Formulier) -> None:
    """After saving: the draft of this session goes; one of before, that waits for its choice, stays."""
    if _name(form) in st.session_state.get(KEPT, {}):
        forget(form)


def forget(form: Formulier) -> None:
    """Throw the draft away."""
    name = _name(form)
    submit(Actie.CONCEPT_BEWAREN, lambda session: drop_concept(session, name))
    st.session_state.get(KEPT, {}).pop(name, None)
    st.session_state.get(OFFERED, {}).pop(name, None)


def _resume(form: Formulier, found: Concept) -> None:
    st.session_state.get(OFFERED, {}).pop(_name(form), None)
    form.resume(found.inhoud)
    if form.doel == NEW:
        state.put(wijk=str(found.inhoud.get("wijk") or "") or None)


def _name(form: Formulier) -> str:
    return f"contactmoment-{form.doel}"
