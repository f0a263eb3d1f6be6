"""Saving a contactmoment: a new one or a change, and what to do when someone else was first."""

from dataclasses import replace

import streamlit as st

from dashboard.kit import contactmoment, state, texts
from dashboard.kit.actions import submit
from dashboard.kit.errors import set_errors
from dashboard.kit.fields import two_versions
from dashboard.kit.html import heading, show
from dashboard.kit.undo import just_done
from dashboard.reading.lezer import Lezer
from dashboard.screens.vastleggen import concept
from dashboard.screens.vastleggen.form import Formulier
from dashboard.screens.vastleggen.typed import NEW
from wijkkompas_core.domain import nederlands as nl
from wijkkompas_core.domain.betrokkenheid import ContactmomentInvoer, match_name
from wijkkompas_core.domain.toegang import Actie
from wijkkompas_core.errors import NotFound
from wijkkompas_core.queries.contactmomenten import Contactmoment
from wijkkompas_core.queries.wijken import Wijk
from wijkkompas_core.services.contactmomenten import (
    change_contactmoment,
    delete_contactmoment,
    record_contactmoment,
    restore_contactmoment,
)
from wijkkompas_core.storage.logboek import WritingSession

SAVED = "contactmoment_gewijzigd"
CONFLICT = "contactmoment_conflict"
DELETED_MEANWHILE = "Iemand anders heeft dit contactmoment intussen verwijderd. Wat jij invulde staat er nog."


def open_form(lezer: Lezer, wijk: Wijk, record: Contactmoment | None) -> Formulier:
    """The form for this record or for a new one, filled in once; a link with fase or aspect fills in those."""
    form = Formulier(lezer, wijk, str(record.id) if record else NEW)
    if record is not None:
        if not form.started:
            form.start_from(record)
            concept.look(form)
        return form
    if not form.started:
        form.start_empty()
        concept.look(form)
    if form.value("wijk") not in (None, form.wijk.slug):
        _move(form)
    form.put("wijk", form.wijk.slug)
    _prefill(form)
    return form


def _move(form: Formulier) -> None:
    """Take a half-filled form along to another wijk: all but the belanghebbenden that only the old wijk knows."""
    old = next((w for w in form.lezer.wijken() if w.slug == form.value("wijk")), None)
    if old is None:
        return
    if form.value("fase") == replace(form, wijk=old).default_fase():
        form.put("fase", form.default_fase())
    here, there = ({match_name(b.naam) for b in form.lezer.belanghebbenden(wijk)} for wijk in (form.wijk.id, old.id))
    names = form.value("wie", [])
    left = [naam for naam in names if match_name(naam) in there - here]
    if left:
        form.put("wie", [naam for naam in names if naam not in left])
        st.toast(texts.as_typed(f"Niet meegenomen naar {form.wijk.naam}: {', '.join(left)}."), duration="long")


def _prefill(form: Formulier) -> None:
    """Take over fase and aspect from the link, once, on top of what was already typed."""
    wanted = (state.get(state.FASE), state.get(state.ASPECT))
    if wanted == form.value("uit_link", (None, None)):
        return
    form.put("uit_link", wanted)
    kompas = form.lezer.methode.kompas
    fase, aspect = wanted
    if fase in kompas.fase:
        form.put("fase", fase)
    if aspect in kompas.aspect:
        spoor = kompas.spoor_van[aspect]
        form.put(f"aspecten_{spoor}", list(dict.fromkeys([*form.value(f"aspecten_{spoor}", []), aspect])))


def save_new(form: Formulier) -> None:
    """Record what is filled in; the form is then ready for the next one."""
    invoer = form.invoer()
    if form.untouched(invoer) and just_done(contactmoment.KIND):
        return  # the second half of a double click: the first has just saved and emptied the form

    def write(session: WritingSession) -> int:
        key = record_contactmoment(session, invoer)
        concept.drop_within(session, form)
        return key

    outcome = submit(Actie.CONTACTMOMENT_VASTLEGGEN, write, wijk=form.wijk.id)
    set_errors(form.doel, outcome.fields, outcome.message)
    if outcome.ok:
        concept.dropped(form)
        form.forget()
        state.put(fase=None, aspect=None)
        contactmoment.remember(
            form.lezer,
            form.wijk,
            "Vastgelegd",
            invoer,
            Actie.CONTACTMOMENT_VERWIJDEREN,
            lambda session: delete_contactmoment(session, outcome.value, 1, with_afspraken=True),
        )


def save_change(form: Formulier, versie: int | None = None) -> None:
    """Save the change to the record that was read at a version; keeps everything when someone else was first."""
    invoer, key = form.invoer(), int(form.doel)
    read_at = form.value("versie") if versie is None else versie

    def write(session: WritingSession) -> None:
        change_contactmoment(session, key, read_at, invoer)
        concept.drop_within(session, form)

    outcome = submit(Actie.CONTACTMOMENT_WIJZIGEN, write, wijk=form.wijk.id)
    message = outcome.message
    st.session_state.pop(CONFLICT, None)
    if outcome.conflict:
        message = f"{outcome.conflict} Er is nog niets opgeslagen; wat jij invulde staat er nog."
        st.session_state[CONFLICT] = key
    set_errors(form.doel, outcome.fields, message)
    if outcome.ok:
        before = form.value("voor")
        concept.dropped(form)
        form.forget()
        contactmoment.remember(
            form.lezer,
            form.wijk,
            "Gewijzigd",
            invoer,
            Actie.CONTACTMOMENT_WIJZIGEN,
            lambda session: change_contactmoment(session, key, read_at + 1, before),
        )
        st.session_state[SAVED] = True


def put_back(record: Contactmoment) -> None:
    """Undo the deletion of a record, so that it can be changed."""
    outcome = submit(
        Actie.CONTACTMOMENT_TERUGZETTEN,
        lambda session: restore_contactmoment(session, record.id, record.versie),
        wijk=record.wijk,
    )
    st.toast("Teruggezet." if outcome.ok else outcome.sentence)


def restore_button(form: Formulier, record: Contactmoment) -> None:
    """In the place of saving, when another deleted the record while someone was typing: nothing typed is lost."""
    label = "Terugzetten met mijn wijziging"
    st.button(label, type="primary", on_click=_restore_changed, args=(form, record), icon=":material/undo:")


def _restore_changed(form: Formulier, record: Contactmoment) -> None:
    invoer = form.invoer()

    def both(session: WritingSession) -> None:
        restore_contactmoment(session, record.id, record.versie)
        session.flush()
        change_contactmoment(session, record.id, record.versie + 1, invoer)

    outcome = submit(Actie.CONTACTMOMENT_TERUGZETTEN, both, wijk=record.wijk)
    set_errors(form.doel, outcome.fields, str(outcome.conflict or outcome.message))
    if outcome.ok:
        concept.saved(form)
        form.forget()
        contactmoment.remember(
            form.lezer,
            form.wijk,
            "Teruggezet",
            invoer,
            Actie.CONTACTMOMENT_VERWIJDEREN,
            lambda session: delete_contactmoment(session, record.id, record.versie + 2),
        )
        st.session_state[SAVED] = True


def take_theirs(form: Formulier, theirs: Contactmoment) -> None:
    """Drop one's own version and go on from the other one."""
    form.start_from(theirs)
    set_errors(form.doel, {})
    st.session_state.pop(CONFLICT, None)


def conflict_choice(form: Formulier) -> None:
    """When someone else was first: both versions side by side, and which of the two to keep."""
    if st.session_state.get(CONFLICT) != int(form.doel):
        return
    try:
        theirs = form.lezer.contactmoment(int(form.doel))
    except NotFound:
        return
    if theirs.verwijderd:
        return
    rows = difference(form.invoer(), theirs.as_invoer(), form.lezer)
    show(heading("Twee versies"))
    two_versions(rows)
    with st.container(horizontal=True):
        st.button("Mijn versie bewaren", on_click=save_change, args=(form, theirs.versie), type="primary")
        st.button("Opgeslagen versie overnemen", on_click=take_theirs, args=(form, theirs))


def difference(mine: ContactmomentInvoer, theirs: ContactmomentInvoer, lezer: Lezer) -> list[tuple[str, str, str]]:
    """What differs between two versions: (field, theirs, mine), in words."""
    methode = lezer.methode
    known = {b.id: b.naam for b in lezer.belanghebbenden(mine.wijk)}

    def words(invoer: ContactmomentInvoer) -> dict[str, str]:
        kompas = methode.kompas
        fase = kompas.fase.get(invoer.fase)
        who = [known.get(b, "onbekend") for b in invoer.belanghebbenden] + [
            n.naam for n in invoer.nieuwe_belanghebbenden
        ]
        return {
            "Datum": nl.day(invoer.datum),
            "Fase": fase.naam if fase else invoer.fase,
            "Vorm": methode.naam("vorm", invoer.vorm),
            "Aspecten": ", ".join(sorted(kompas.aspect[a].naam for a in invoer.aspecten if a in kompas.aspect)),
            "Wie waren erbij": ", ".join(sorted(who)),
            "Participatieniveau": methode.naam("participatieniveau", invoer.participatieniveau),
            "Aantal deelnemers": "" if invoer.aantal_deelnemers is None else str(invoer.aantal_deelnemers),
            "Wat leverde het op": invoer.opbrengst,
            "Links": ", ".join(invoer.links),
        }

    ours, others = words(replace(mine, sleutel=None)), words(theirs)
    return [(name, others[name], ours[name]) for name in ours if ours[name] != others[name]]
