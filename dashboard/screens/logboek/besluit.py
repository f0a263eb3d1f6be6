"""The form for one besluit, new or to be changed. What is typed stays until it is saved, also after a clash."""

import secrets
from collections.abc import Sequence
from datetime import date

import streamlit as st

from dashboard.kit import state, texts
from dashboard.kit.editor import UseCases, Words, editor
from dashboard.kit.fields import Velden
from dashboard.kit.html import empty_state, paragraph, show
from dashboard.reading.lezer import Lezer
from wijkkompas_core.domain import nederlands as nl
from wijkkompas_core.domain.besluiten import BesluitInvoer
from wijkkompas_core.domain.tijd import today
from wijkkompas_core.domain.toegang import Actie, Recht
from wijkkompas_core.errors import NotFound
from wijkkompas_core.queries import besluiten as queries
from wijkkompas_core.queries.besluiten import Besluit, Keuze
from wijkkompas_core.queries.wijken import Wijk
from wijkkompas_core.services.besluiten import change_besluit, delete_besluit, record_besluit, restore_besluit

FORMULIER, ITEM, NEW = "formulier", "item", "besluit"
WHAT, BY, GROUND = "Wat is er besloten?", "Door wie?", "Waarom? (de grond van het besluit)"
BESLUITEN = UseCases(
    Actie.BESLUIT_WIJZIGEN,
    record_besluit,
    change_besluit,
    delete_besluit,
    restore_besluit,
    adding=Actie.BESLUIT_VASTLEGGEN,
)
FROM = "Welke contactmomenten leidden hiertoe? (mag leeg blijven)"


def form_view(lezer: Lezer, wijk: Wijk, wanted: str) -> None:
    """The form that the URL asks for: `besluit`, or `besluit-12` to change that one."""
    if not lezer.actor.may(Recht.VASTLEGGEN, wijk.id):
        empty_state("Je kunt hier geen besluit vastleggen.", "In deze wijk lees je alleen mee.")
        return
    with st.container(key="wk-formulier"):
        if wanted == NEW:
            _new(lezer, wijk)
            return
        try:
            found = read_besluit(lezer, wijk, wanted.removeprefix(f"{NEW}-"))
        except NotFound as error:
            empty_state(str(error), "Misschien klopt de link niet, of staat het besluit bij een andere wijk.")
            return
        if found.verwijderd:
            empty_state("Dit besluit is verwijderd.", "Zet het eerst terug; daarna kun je het wijzigen.")
            return
        _change(lezer, wijk, found)


def read_choices(lezer: Lezer, wijk: Wijk, also: Sequence[int]) -> dict[int, Keuze]:
    """The contactmomenten to choose from, by id; those in `also` are among them."""

    def read(wanted: tuple[int, ...]) -> dict[int, Keuze]:
        return {keuze.id: keuze for keuze in lezer.ask(queries.keuzes, wijk.id, lezer.methode, wanted)}

    newest = read(())
    older = tuple(sorted(set(also) - newest.keys()))
    return read(older) if older else newest


def choice_names(choices: dict[int, Keuze]) -> dict[int, str]:
    """What each contactmoment is called in the list; two of the same day, vorm and people get their number."""
    names = {
        key: f"{nl.day(k.datum)} · {k.vorm}"
        + (f" · {', '.join(k.wie)[:120]}" if k.wie else "")
        + (" (verwijderd)" if k.verwijderd else "")
        for key, k in choices.items()
    }
    shared = list(names.values())
    return {key: f"{name} (nr. {key})" if shared.count(name) > 1 else name for key, name in names.items()}


def read_besluit(lezer: Lezer, wijk: Wijk, key: str) -> Besluit:
    """One besluit of this wijk; `key` may be anything. Raises `NotFound` when it is not there."""
    return lezer.ask(queries.besluit_in, wijk.id, int(key) if key.isdecimal() and len(key) < 10 else 0)


def _new(lezer: Lezer, wijk: Wijk) -> None:
    form = Velden(f"besluit_nieuw_{wijk.id}", wijk.id)
    linked = _linked(lezer, wijk)
    running, kompas = lezer.open_fasen(wijk.id), lezer.methode.kompas
    fase = linked.fase if linked else next((f.slug for f in reversed(kompas.fasen) if f.slug in running), None)
    form.begin(
        datum=linked.datum if linked else today(),
        fase=fase or kompas.fasen[0].slug,
        wat="",
        door="",
        grond="",
        contactmomenten=[linked.id] if linked else [],
        sleutel=secrets.token_hex(16),
    )
    if linked and form.value("uit_link") != linked.id:  # once, on top of what was already typed
        form.put("uit_link", linked.id)
        form.put("contactmomenten", list(dict.fromkeys([*form.value("contactmomenten", []), linked.id])))
    _fields(lezer, wijk, form, form.value("contactmomenten", []))

    def leave(item: str | None = None) -> None:
        state.put(**{FORMULIER: None, state.CONTACTMOMENT: None, ITEM: item})

    editor(
        form,
        BESLUITEN,
        None,
        lambda: _invoer(form, sleutel=form.value("sleutel")),
        Words("Besluit vastleggen", lambda _: "het besluit staat in het logboek."),
        leave=leave,
        then=lambda key: leave(f"{NEW}-{key}"),
    )


def _change(lezer: Lezer, wijk: Wijk, found: Besluit) -> None:
    form, before = Velden(f"besluit_{found.id}", wijk.id), found.invoer
    form.begin(
        found.versie,
        datum=before.datum,
        fase=before.fase,
        wat=before.wat,
        door=before.door,
        grond=before.grond,
        contactmomenten=list(before.contactmomenten),
    )
    _fields(lezer, wijk, form, (*before.contactmomenten, *form.value("contactmomenten", [])))
    editor(
        form,
        BESLUITEN,
        found,
        lambda: _invoer(form),
        Words(
            "Wijziging opslaan",
            lambda _: "de wijziging van het besluit.",
            "het besluit is verwijderd.",
            "Terug zonder opslaan",
        ),
        leave=lambda: state.put(**{FORMULIER: None, ITEM: f"{NEW}-{found.id}"}),
    )


def _fields(lezer: Lezer, wijk: Wijk, form: Velden, linked: Sequence[int]) -> None:
    kompas = lezer.methode.kompas
    fasen = {f.slug: f"{f.nummer}. {f.naam}" for f in kompas.fasen}
    present = form.value("fase")
    if present and present not in fasen:
        fasen[present] = present  # what it has stays choosable, also when the method has dropped it
    names = choice_names(read_choices(lezer, wijk, linked))
    left, right = st.columns(2)
    with left:
        form.date("Datum van het besluit", "datum")
    with right:
        form.select("Fase van de wijk toen", "fase", fasen)
    form.field(st.text_area, WHAT, "wat", height=96)
    form.field(st.text_input, BY, "door", placeholder="Bijvoorbeeld: stuurgroep, college, projectteam")
    form.field(st.text_area, GROUND, "grond", height=120)
    show(paragraph(texts.PRIVACY, "wk-privacy"))
    form.field(
        st.multiselect,
        FROM,
        "contactmomenten",
        options=list(names),
        format_func=lambda key: names.get(key, f"nr. {key}"),
        placeholder="Zoek op datum, vorm of naam",
        select_all=False,
    )


def _invoer(form: Velden, sleutel: str | None = None) -> BesluitInvoer:
    day = form.value("datum")
    return BesluitInvoer(
        wijk=form.wijk,
        datum=day if isinstance(day, date) else None,
        fase=form.text("fase"),
        wat=form.text("wat"),
        door=form.text("door"),
        grond=form.text("grond"),
        contactmomenten=tuple(sorted(form.value("contactmomenten", []))),
        sleutel=sleutel,
    )


def _linked(lezer: Lezer, wijk: Wijk) -> Keuze | None:
    """The contactmoment that the link names, if it lives in this wijk."""
    wanted = state.get(state.CONTACTMOMENT) or ""
    if not wanted.isdecimal() or len(wanted) > 9:
        return None
    found = read_choices(lezer, wijk, (int(wanted),)).get(int(wanted))
    return None if found is None or found.verwijderd else found
