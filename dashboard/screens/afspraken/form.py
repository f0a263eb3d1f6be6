"""What can be done with an afspraak: make one, change, finish, drop, delete; each with the way back."""

import secrets
from datetime import date
from time import monotonic

import streamlit as st

from dashboard.kit import state
from dashboard.kit.actions import submit
from dashboard.kit.fields import KEY, Gedaan, UseCase, Velden
from dashboard.reading.lezer import Lezer
from wijkkompas_core.domain.afspraken import KLAAR, OPEN, VERVALLEN, AfspraakInvoer
from wijkkompas_core.domain.toegang import Actie, Recht, require
from wijkkompas_core.queries.afspraken import Afspraak
from wijkkompas_core.queries.belanghebbenden import teamleden
from wijkkompas_core.queries.wijken import Wijk
from wijkkompas_core.services.afspraken import (
    change_afspraak,
    delete_afspraak,
    record_afspraak,
    restore_afspraak,
    set_status,
)

AFSPRAAK, DOE, NIEUW, WIJZIG = "afspraak", "doe", "nieuw", "wijzig"
BECAME = {KLAAR: "is klaar", VERVALLEN: "is vervallen", OPEN: "is weer open"}
ACT, DOUBLE_TAP_SECONDS = "afspraakstand_", 0.8


def short(text: str, most: int = 200) -> str:
    """The text on one line, cut at a word."""
    line = " ".join(text.split())
    return line if len(line) <= most else line[:most].rsplit(" ", 1)[0] + "…"


def new_form(lezer: Lezer, wijken: tuple[Wijk, ...]) -> None:
    """The form for a new afspraak in one of these wijken."""
    names = {w.slug: w.naam for w in wijken}
    wijk = wijken[0]
    if len(wijken) > 1:
        st.session_state.setdefault("afspraak_wijk", st.session_state.get(state.LAST_WIJK))
        if st.session_state["afspraak_wijk"] not in names:
            st.session_state["afspraak_wijk"] = wijk.slug
        st.selectbox("Wijk", list(names), format_func=lambda slug: names.get(slug, str(slug)), key="afspraak_wijk")
        wijk = next(w for w in wijken if w.slug == st.session_state["afspraak_wijk"])
    form = Velden(f"afspraak_nieuw_{wijk.id}", wijk.id)
    members = _members(lezer, wijk.id)
    me = lezer.actor.gebruiker if lezer.actor.gebruiker in members else None
    form.begin(wat="", eigenaar=me, belanghebbende=None, deadline=None, sleutel=secrets.token_hex(16))
    _fields(form, members, lezer)

    def save() -> None:
        invoer = _invoer(form, sleutel=form.value("sleutel"))
        if form.save(
            Actie.AFSPRAAK_VASTLEGGEN,
            lambda s: record_afspraak(s, invoer),
            f"de afspraak '{short(invoer.wat)}' staat in de lijst",
            lambda key: (Actie.AFSPRAAK_WIJZIGEN, lambda s: delete_afspraak(s, key, 1)),
        ):
            state.put(**{DOE: None})

    form.buttons("Afspraak opslaan", save, ("Annuleren", lambda: _close(form)))


def change_form(lezer: Lezer, record: Afspraak) -> None:
    """The form that changes an afspraak; its owner stays in the list, also after leaving the team."""
    form = Velden(f"afspraak_{record.id}", record.wijk)
    before = record.as_invoer()
    form.begin(
        record.versie,
        wat=before.wat,
        eigenaar=before.eigenaar,
        belanghebbende=before.belanghebbende,
        deadline=before.deadline,
    )
    members = _members(lezer, record.wijk)
    if record.eigenaar is not None:
        members = members | {record.eigenaar: record.eigenaar_naam or "onbekend"}
    _fields(form, members, lezer)

    def save() -> None:
        invoer, versie = _invoer(form, contactmoment=record.contactmoment), form.versie
        if form.save(
            Actie.AFSPRAAK_WIJZIGEN,
            lambda s: change_afspraak(s, record.id, versie, invoer),
            f"de afspraak '{short(invoer.wat)}' is gewijzigd",
            lambda _: (Actie.AFSPRAAK_WIJZIGEN, lambda s: change_afspraak(s, record.id, versie + 1, before)),
        ):
            state.put(**{DOE: None})

    form.buttons("Wijziging opslaan", save, ("Annuleren", lambda: _close(form)))


def become(record: Afspraak, status: str) -> None:
    """Finish, drop or reopen an afspraak."""
    _act(
        record,
        lambda s: set_status(s, record.id, record.versie, status),
        BECAME[status],
        lambda s: set_status(s, record.id, record.versie + 1, record.status),
    )


def delete(record: Afspraak) -> None:
    """Delete an afspraak."""
    _act(
        record,
        lambda s: delete_afspraak(s, record.id, record.versie),
        "is verwijderd",
        lambda s: restore_afspraak(s, record.id, record.versie + 1),
    )


def restore(record: Afspraak) -> None:
    """Take back a deletion of some time ago."""
    _act(
        record,
        lambda s: restore_afspraak(s, record.id, record.versie),
        "staat weer in de lijst",
        lambda s: delete_afspraak(s, record.id, record.versie + 1),
    )


def _act(record: Afspraak, use_case: UseCase, became: str, back: UseCase) -> None:
    """Do it and say so in the bar; a double tap does not also hit the row that moved up into its place."""
    done: Gedaan | None = st.session_state.get(KEY)
    if done and done.form.startswith(ACT) and monotonic() - done.moment < DOUBLE_TAP_SECONDS:
        return
    outcome = submit(Actie.AFSPRAAK_WIJZIGEN, use_case, wijk=record.wijk)
    said, form = f"'{short(record.wat)}' {became}", f"{ACT}{record.id}"
    if outcome.ok:
        st.session_state[KEY] = Gedaan(said, form, record.wijk, (Actie.AFSPRAAK_WIJZIGEN, back), moment=monotonic())
        st.toast("Opgeslagen.", icon=":material/check:")
        return
    sentence = outcome.sentence
    st.session_state[KEY] = Gedaan(said, form, record.wijk, error=f"Niet opgeslagen. {sentence}")


def _fields(form: Velden, members: dict[int, str], lezer: Lezer) -> None:
    parties = {b.id: b.naam for b in lezer.belanghebbenden(form.wijk)}
    form.field(st.text_area, "Wat is er afgesproken?", "wat", height=80, placeholder="Kort, in een of twee zinnen")
    with st.container(horizontal=True, key="wk-wie-doet-het"):
        for label, field, names in (
            ("Wie van het team?", "eigenaar", members),
            ("Belanghebbende", "belanghebbende", parties),
        ):
            if form.value(field) not in names:
                st.session_state[form.key(field)] = None  # left or merged meanwhile
            form.field(
                st.selectbox,
                label,
                field,
                options=list(names),
                format_func=lambda key, names=names: names.get(key, "onbekend"),
                index=None,
                placeholder="Niemand",
            )
    form.date("Deadline (mag leeg blijven)", "deadline", "deadline", "contactmoment")


def _invoer(form: Velden, contactmoment: int | None = None, sleutel: str | None = None) -> AfspraakInvoer:
    day = form.value("deadline")
    return AfspraakInvoer(
        wijk=form.wijk,
        wat=form.text("wat"),
        eigenaar=form.value("eigenaar"),
        belanghebbende=form.value("belanghebbende"),
        deadline=day if isinstance(day, date) else None,
        contactmoment=contactmoment,
        sleutel=sleutel,
    )


def _close(form: Velden) -> None:
    form.forget()
    state.put(**{DOE: None})


def _members(lezer: Lezer, wijk: int) -> dict[int, str]:
    require(lezer.actor, Recht.WIJK_ZIEN, wijk)
    return lezer.read_now(("teamleden", wijk), lambda session: teamleden(session, lezer.actor, wijk))
