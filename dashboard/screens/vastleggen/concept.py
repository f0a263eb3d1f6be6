"""What is half filled in is kept in the database, and offered again in the next session (ADR 0013)."""

import json
from hashlib import sha256

import streamlit as st

from dashboard.kit import drafts, state
from dashboard.kit.html import html, show
from dashboard.screens.vastleggen.form import Formulier
from dashboard.screens.vastleggen.typed import NEW
from wijkkompas_core.domain import nederlands as nl
from wijkkompas_core.domain.tijd import AMSTERDAM, now
from wijkkompas_core.queries.concepten import Concept, concept
from wijkkompas_core.services.concepten import drop_concept, save_concept, set_aside
from wijkkompas_core.storage.logboek import WritingSession

KEPT = "concepten_bewaard"
"""Per form what this session kept last, as a digest."""
OFFERED = "concepten_aangeboden"
"""Per form the draft of before and the name it is kept under, until someone has chosen what to do with it."""


def look(form: Formulier) -> None:
    """At a form that has just begun: find the draft. One of this session is filled in again without a word."""
    name, mine = _name(form), _name(form) in st.session_state.get(KEPT, {})
    lezer = form.lezer.afresh
    found = {key: one for key in (name, _aside(form)) if (one := lezer.ask_all(concept, key))}
    if mine and name in found:
        form.resume(found.pop(name).inhoud)
    offered = st.session_state.setdefault(OFFERED, {})
    if found:
        offered[name] = next(iter(found.items()))
    else:
        offered.pop(name, None)


def offer(form: Formulier) -> None:
    """Say that there is a draft of before, with the choice to go on or to throw it away."""
    waiting = _waiting(form)
    if waiting is None:
        return
    name, found = waiting
    wijk = next((w.naam for w in form.lezer.wijken() if w.slug == found.inhoud.get("wijk")), "")
    moment = found.bewaard_op.astimezone(AMSTERDAM)
    what = "een half ingevuld contactmoment" if form.doel == NEW else "een wijziging die niet is opgeslagen"
    where = f" ({wijk})" if wijk else ""
    with st.container(key="wk-concept", horizontal=True, vertical_alignment="center"):
        show(html('<p role="status">Je had nog {} van {} om {:%H:%M}{}.</p>', what, nl.day(moment), moment, where))
        choice = (form, name, found)
        st.button("Verder invullen", key="concept_verder", on_click=_resume, args=choice, icon=":material/edit:")
        st.button("Weggooien", key="concept_weg", type="tertiary", on_click=_throw_away, args=(form, name))


def keep(form: Formulier) -> None:
    """Keep what is filled in now when it is something else than last time, and say so when that cannot be done."""
    _keep(form)
    drafts.say_unkept()


def _keep(form: Formulier) -> None:
    """A draft of before waits aside."""
    name, kept = _name(form), st.session_state.setdefault(KEPT, {})
    if not form.worth_keeping():
        saved(form)
        return
    contents = form.contents()
    digest = sha256(json.dumps(contents, sort_keys=True).encode()).hexdigest()
    if kept.get(name) == digest:
        return
    waiting = _waiting(form)

    def write(session: WritingSession) -> None:
        if waiting and waiting[0] == name:
            set_aside(session, name, _aside(form))
        save_concept(session, name, contents)

    if drafts.write(write):
        kept[name] = digest
        if waiting:
            st.session_state[OFFERED][name] = (_aside(form), waiting[1])


def drop_within(session: WritingSession, form: Formulier) -> None:
    """Drop the draft of this session in the transaction that saves what it holds.

    So a server that stops right after saving leaves no draft behind, from which the same would be saved again.
    """
    if _name(form) in st.session_state.get(KEPT, {}):
        drop_concept(session, _name(form))


def dropped(form: Formulier) -> None:
    """After `drop_within`: this session keeps no draft any more."""
    st.session_state.get(KEPT, {}).pop(_name(form), None)


def saved(form: Formulier) -> None:
    """After leaving: the draft of this session goes; one of before, that waits for its choice, stays."""
    if st.session_state.get(KEPT, {}).pop(_name(form), None):
        drafts.write(lambda session: drop_concept(session, _name(form)))


def _throw_away(form: Formulier, name: str) -> None:
    st.session_state[OFFERED].pop(_name(form), None)
    drafts.write(lambda session: drop_concept(session, name))
    if _name(form) not in st.session_state.get(KEPT, {}):
        look(form)  # one from before that may wait aside


def _resume(form: Formulier, source: str, found: Concept) -> None:
    """Go on with the draft of before. What was begun since takes its place: it waits aside, and is offered."""
    name, aside = _name(form), _aside(form)
    begun = Concept(form.contents(), now()) if form.worth_keeping() else None

    def write(session: WritingSession) -> None:
        save_concept(session, name, found.inhoud)
        if begun:
            save_concept(session, aside, begun.inhoud)
        elif source == aside:
            drop_concept(session, aside)

    drafts.write(write)
    st.session_state[OFFERED].pop(name, None)
    if begun:
        st.session_state[OFFERED][name] = (aside, begun)
    form.resume(found.inhoud)
    st.session_state.setdefault(KEPT, {})[name] = "hervat"
    if form.doel == NEW:
        state.put(wijk=str(found.inhoud.get("wijk") or "") or None)


def _waiting(form: Formulier) -> tuple[str, Concept] | None:
    return st.session_state.get(OFFERED, {}).get(_name(form))


def _name(form: Formulier) -> str:
    return f"contactmoment-{form.doel}"


def _aside(form: Formulier) -> str:
    return f"{_name(form)}-eerder"
