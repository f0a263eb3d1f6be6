"""Noten under a chart over time: the list of them, and the form for who may add or change one."""

from collections.abc import Sequence
from datetime import date

import streamlit as st
from markupsafe import Markup

from dashboard.charts.noten import Noot
from dashboard.kit import texts
from dashboard.kit.editor import UseCases, Words, editor
from dashboard.kit.fields import Velden
from dashboard.kit.html import html, joined, paragraph, show
from dashboard.reading.lezer import Lezer
from wijkkompas_core.domain import nederlands as nl
from wijkkompas_core.domain.annotaties import MAX_NOOT, AnnotatieInvoer
from wijkkompas_core.domain.tijd import today
from wijkkompas_core.domain.toegang import Actie
from wijkkompas_core.queries.annotaties import Annotatie
from wijkkompas_core.queries.wijken import Wijk
from wijkkompas_core.services.annotaties import (
    change_annotatie,
    delete_annotatie,
    may_annotate,
    record_annotatie,
    restore_annotatie,
)

EVERY = 0
"""In the choice of a wijk: all of them. No wijk has this id."""
EVERYWHERE = "Alle wijken"
NEW = 0
NOTEN = UseCases(Actie.ANNOTATIE_WIJZIGEN, record_annotatie, change_annotatie, delete_annotatie, restore_annotatie)
SEEN_BY_ALL = "Een noot bij alle wijken leest iedereen met een rol in een wijk. Noem daarin geen dingen uit één wijk."


def read_noten(lezer: Lezer, wijken: Sequence[Wijk]) -> tuple[Annotatie, ...]:
    """The noten of these wijken and those about all wijken, oldest first."""
    return lezer.noten(tuple(wijk.id for wijk in wijken))


def within(found: Sequence[Annotatie], van: date, tot: date) -> tuple[Annotatie, ...]:
    """Those dated in a period, both days included."""
    return tuple(noot for noot in found if van <= noot.datum <= tot)


def numbered(found: Sequence[Annotatie], wijken: Sequence[Wijk] = ()) -> tuple[Noot, ...]:
    """For charts: numbered in this order; with the name of its wijk where `wijken` are given."""
    names = {wijk.id: wijk.naam for wijk in wijken}
    return tuple(
        Noot(number, noot.datum, noot.tekst, names.get(noot.wijk or EVERY, "alle wijken") if wijken else "")
        for number, noot in enumerate(found, start=1)
    )


def per_wijk(found: Sequence[Annotatie], wijken: Sequence[Wijk]) -> dict[int, list[Noot]]:
    """Id of each wijk → the noten that concern it, also those about all wijken, with their numbers in the list."""
    pairs = list(zip(found, numbered(found, wijken), strict=True))
    return {wijk.id: [noot for one, noot in pairs if one.wijk in (None, wijk.id)] for wijk in wijken}


def noten_panel(lezer: Lezer, key: str, wijken: Sequence[Wijk], found: Sequence[Annotatie]) -> None:
    """The list of the noten in a chart, and the form for who may; all of it folded, nothing when there is nothing.

    `wijken` are those of the chart: there a noot can be added. `key` tells this chart from others on the page.
    """
    places = {wijk.id: wijk.naam for wijk in wijken if may_annotate(lezer.actor, wijk.id)}
    if may_annotate(lezer.actor, None):
        places[EVERY] = EVERYWHERE
    if not found and not places:
        return
    # Without a number: with another label it would be another list, and close under who is typing in it.
    label = "Noten · noot toevoegen" if places else "Noten"
    opened = st.expander(label, key=f"noten_{key}", on_change="rerun", icon=":material/sticky_note_2:")
    if not opened.open:
        return
    with opened:
        show(_list(found, wijken))
        if places:
            # Of one wijk its own form, so that what is typed for it is not saved at the next.
            name = f"{key}_{wijken[0].id}" if len(wijken) == 1 else key
            _forms(lezer, key, name, places, found)


def _list(found: Sequence[Annotatie], wijken: Sequence[Wijk]) -> Markup:
    if not found:
        return paragraph("Een noot zegt bij een datum wat er gebeurde. Iedereen ziet hem in de grafieken.", "wk-stil")
    names = {wijk.id: wijk.naam for wijk in wijken}
    items = joined(
        html(
            '<li><span class="wk-wanneer"><strong>{}</strong> '
            '<time datetime="{}">{}</time></span>'
            '<span><span class="wk-tekst" dir="auto">{}</span> '
            '<span class="wk-stil">{}</span></span></li>',
            number,
            noot.datum.isoformat(),
            nl.day(noot.datum),
            noot.tekst,
            _about(noot, names),
        )
        for number, noot in enumerate(found, start=1)
    )
    return html('<ul class="wk-tijdlijst wk-noten">{}</ul>', items)


def _about(noot: Annotatie, names: dict[int, str]) -> str:
    where = EVERYWHERE if noot.wijk is None else names.get(noot.wijk, "") if len(names) > 1 else ""
    return " · ".join(part for part in (where, noot.door and f"door {noot.door}") if part)


def _forms(lezer: Lezer, key: str, name: str, places: dict[int, str], found: Sequence[Annotatie]) -> None:
    """Choose between a new noot and one of the list that this user may change, and the form for it."""
    mine = {
        noot.id: f"Noot {number} wijzigen of verwijderen"
        for number, noot in enumerate(found, start=1)
        if may_annotate(lezer.actor, noot.wijk)
    }
    choices = {NEW: "Nieuwe noot"} | mine
    place = f"noten_{key}_keuze"
    if st.session_state.get(place, NEW) not in choices:
        st.session_state[place] = NEW
    if mine:
        st.selectbox(
            "Wat wil je doen?", list(choices), format_func=lambda one: choices.get(one, "Nieuwe noot"), key=place
        )
    chosen = next((noot for noot in found if noot.id == st.session_state.get(place, NEW)), None)
    with st.container(key=f"wk-noot-{key}"):
        if chosen is None:
            _new(name, places)
        else:
            _change(chosen, place)


def _new(name: str, places: dict[int, str]) -> None:
    form = Velden(f"noot_{name}", EVERY)  # the wijk is a field: the service checks the right there
    form.begin(datum=today(), waar=next(iter(places)), tekst="")
    if form.value("waar") not in places:
        form.put("waar", next(iter(places)))
    _fields(form, places)

    def typed() -> AnnotatieInvoer:
        return AnnotatieInvoer(form.value("waar") or None, form.value("datum"), form.text("tekst"))

    words = Words[AnnotatieInvoer](
        "Noot toevoegen", lambda noot: f"de noot bij {nl.day(noot.datum)} staat in de grafieken."
    )
    editor(form, NOTEN, None, typed, words)


def _change(noot: Annotatie, place: str) -> None:
    form = Velden(f"noot_{noot.id}", EVERY)
    form.begin(noot.versie, datum=noot.datum, tekst=noot.tekst)
    _fields(form, {})

    def typed() -> AnnotatieInvoer:
        return AnnotatieInvoer(noot.wijk, form.value("datum"), form.text("tekst"))

    def leave() -> None:
        st.session_state[place] = NEW

    words = Words("Wijziging opslaan", lambda _: "de noot is gewijzigd.", "de noot is verwijderd.")
    editor(form, NOTEN, noot, typed, words, leave=leave)


def _fields(form: Velden, places: dict[int, str]) -> None:
    with st.container(horizontal=True):
        form.date("Datum", "datum")
        if len(places) > 1:
            form.select("Bij welke wijk?", "waar", places, "wijk")
    form.field(
        st.text_area,
        "Wat gebeurde er?",
        "tekst",
        height=80,
        max_chars=MAX_NOOT,
        placeholder="Kort, bijvoorbeeld: subsidie opengesteld",
    )
    shared = f" {SEEN_BY_ALL}" if EVERY in places else ""
    show(paragraph(texts.PRIVACY + shared, "wk-privacy"))
