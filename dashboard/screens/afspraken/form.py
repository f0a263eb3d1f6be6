"""What can be done with an afspraak: make one, change, finish, drop, delete; each with the way back."""

import secrets
from datetime import date

import streamlit as st

from dashboard.kit import state
from dashboard.kit.editor import UseCases, Words, editor
from dashboard.kit.fields import Velden
from dashboard.kit.undo import Back, Done, UseCase, act
from dashboard.reading.lezer import Lezer
from wijkkompas_core.domain.afspraken import KLAAR, OPEN, VERVALLEN, AfspraakInvoer
from wijkkompas_core.domain.toegang import Actie
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
DOUBLE_TAP_SECONDS = 0.8
AFSPRAKEN = UseCases(
    Actie.AFSPRAAK_WIJZIGEN,
    record_afspraak,
    change_afspraak,
    delete_afspraak,
    restore_afspraak,
    adding=Actie.AFSPRAAK_VASTLEGGEN,
)


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

    words = Words[AfspraakInvoer](
        "Afspraak opslaan", lambda invoer: f"de afspraak '{short(invoer.wat)}' staat in de lijst"
    )
    editor(form, AFSPRAKEN, None, lambda: _invoer(form, sleutel=form.value("sleutel")), words, leave=_leave)


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

    words = Words[AfspraakInvoer]("Wijziging opslaan", lambda invoer: f"de afspraak '{short(invoer.wat)}' is gewijzigd")
    editor(form, AFSPRAKEN, record, lambda: _invoer(form, contactmoment=record.contactmoment), words, leave=_leave)


def become(record: Afspraak, status: str) -> None:
    """Finish, drop or reopen an afspraak."""
    _act(
        record,
        lambda s: set_status(s, record.id, record.versie, status),
        BECAME[status],
        lambda s, new: set_status(s, record.id, new, record.status),
    )


def delete(record: Afspraak) -> None:
    """Delete an afspraak."""
    _act(
        record,
        lambda s: delete_afspraak(s, record.id, record.versie),
        "is verwijderd",
        lambda s, _: restore_afspraak(s, record.id, record.versie + 1),
    )


def restore(record: Afspraak) -> None:
    """Take back a deletion of some time ago."""
    _act(
        record,
        lambda s: restore_afspraak(s, record.id, record.versie),
        "staat weer in de lijst",
        lambda s, _: delete_afspraak(s, record.id, record.versie + 1),
    )


def _act(record: Afspraak, use_case: UseCase, became: str, back: Back) -> None:
    """Do it and say so in the bar; a double tap does not also hit the row that moved up into its place."""
    done = Done("afspraakstand", f"'{short(record.wat)}' {became}", record.wijk)
    act(done, Actie.AFSPRAAK_WIJZIGEN, use_case, back, seconds=DOUBLE_TAP_SECONDS)


def _fields(form: Velden, members: dict[int, str], lezer: Lezer) -> None:
    parties = {b.id: b.naam for b in lezer.belanghebbenden(form.wijk)}
    form.field(st.text_area, "Wat is er afgesproken?", "wat", height=80, placeholder="Kort, in een of twee zinnen")
    with st.container(horizontal=True, key="wk-wie-doet-het"):
        for label, field, names in (
            ("Wie van het team?", "eigenaar", members),
            ("Belanghebbende", "belanghebbende", parties),
        ):
            if form.value(field) not in names:
                form.put(field, None)  # left or merged meanwhile
            form.select(label, field, names, placeholder="Niemand")
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


def _leave() -> None:
    state.put(**{DOE: None})


def _members(lezer: Lezer, wijk: int) -> dict[int, str]:
    return lezer.now.ask(teamleden, wijk)
