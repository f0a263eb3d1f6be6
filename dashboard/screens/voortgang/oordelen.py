"""The judgements about inhoud, financiën, planning and risico's: the latest, their history, and the form."""

from dataclasses import replace

import streamlit as st
from markupsafe import Markup

from dashboard.kit import texts
from dashboard.kit.editor import UseCases, Words, editor
from dashboard.kit.errors import field_error, last_errors
from dashboard.kit.fields import Velden
from dashboard.kit.html import NOTHING, empty_state, heading, html, show, table
from dashboard.screens.voortgang.overview import Blik, pick
from wijkkompas_core.domain import nederlands as nl
from wijkkompas_core.domain.tijd import today
from wijkkompas_core.domain.toegang import Actie
from wijkkompas_core.domain.voortgang import KLEUREN, ONDERWERPEN, ONDERWERPNAAM, OordeelInvoer
from wijkkompas_core.queries.voortgang import Oordeel
from wijkkompas_core.services.cijfers import change_oordeel, delete_oordeel, record_oordelen

NEW = "nieuw"
NAMEN, WOORDEN, TEKENS = ONDERWERPNAAM, texts.OORDEELWOORDEN, texts.OORDEELTEKENS

OORDELEN = UseCases[OordeelInvoer](
    Actie.OORDEEL_VASTLEGGEN,
    lambda session, oordeel: record_oordelen(session, (oordeel,))[0],
    change_oordeel,
    delete_oordeel,
)


def oordelen_view(blik: Blik) -> None:
    """The four latest as cards, all of them as a table, and the form for who may."""
    found = blik.oordelen()
    if found:
        show(_cards(found))
    else:
        where = blik.deel.naam if blik.deel else blik.wijk.naam
        empty_state(
            "Hier staat straks hoe het gaat met inhoud, financiën, planning en risico's.",
            f"Over {where} is nog geen oordeel vastgelegd.",
        )
    if blik.sturen:
        names = {NEW: "Nieuwe oordelen"} | {
            str(o.id): f"Verbeter: {NAMEN.get(o.onderwerp, o.onderwerp)} op {nl.day(o.peildatum)}" for o in found
        }
        chosen = pick("Wat wil je vastleggen?", names, NEW)
        with st.container(key="wk-formulier"):
            old = next((o for o in found if str(o.id) == chosen), None)
            if old is None:
                _new_form(blik)
            else:
                _change_form(blik, old)
    if found:
        rows = [
            (nl.day(o.peildatum), NAMEN.get(o.onderwerp, o.onderwerp), o.kleur, o.zin or "–", o.door) for o in found
        ]
        caption = f"{len(found)} keer een oordeel, de nieuwste eerst"
        columns = ["Peildatum", "Onderwerp", "Oordeel", "Waarom", "Vastgelegd door"]
        show(heading("Eerdere oordelen"), table(columns, rows, caption=caption, cards=True))


def _cards(found: tuple[Oordeel, ...]) -> Markup:
    latest: dict[str, Oordeel] = {}
    for oordeel in found:
        latest.setdefault(oordeel.onderwerp, oordeel)
    cards = NOTHING
    for onderwerp in ONDERWERPEN:
        oordeel = latest.get(onderwerp)
        if oordeel is None:
            cards += html(
                '<li class="wk-kaart"><h3>{}</h3><p class="wk-stil">Nog geen oordeel</p></li>', NAMEN[onderwerp]
            )
            continue
        sign = TEKENS.get(oordeel.kleur, "●")
        cards += (
            html(
                '<li class="wk-kaart wk-oordeel-{}"><h3>{}</h3>'
                '<p class="wk-kaart-groot"><span class="wk-teken" aria-hidden="true">{}</span> '
                "{}</p>",
                oordeel.kleur,
                NAMEN[onderwerp],
                sign,
                WOORDEN.get(oordeel.kleur, oordeel.kleur),
            )
            + (html("<p>{}</p>", oordeel.zin) if oordeel.zin else "")
            + html('<p class="wk-stil">Peildatum {}</p></li>', nl.day(oordeel.peildatum))
        )
    return html('<ul class="wk-kaarten">{}</ul>', cards)


def _new_form(blik: Blik) -> None:
    form = Velden(f"oordelen_{blik.place}", blik.wijk.id)
    empty = {f"kleur_{o}": None for o in ONDERWERPEN} | {f"zin_{o}": "" for o in ONDERWERPEN}
    form.begin(0, peildatum=today(), **empty)
    form.date("Peildatum", "peildatum")
    for onderwerp in ONDERWERPEN:
        form.choice(NAMEN[onderwerp], f"kleur_{onderwerp}", {k: k.capitalize() for k in KLEUREN})
        if form.value(f"kleur_{onderwerp}"):
            form.field(st.text_input, f"Waarom? ({NAMEN[onderwerp].lower()}, één zin)", f"zin_{onderwerp}")
    field_error(last_errors(form.naam)[0], "kleur")

    def save() -> None:
        day = form.value("peildatum")
        typed = tuple(
            OordeelInvoer(blik.wijk.id, blik.deel_id, day, o, form.text(f"kleur_{o}"), form.text(f"zin_{o}"))
            for o in ONDERWERPEN
            if form.value(f"kleur_{o}")
        )

        form.save(
            OORDELEN.actie,
            lambda s: record_oordelen(s, typed),
            f"{nl.count(len(typed), 'oordeel', 'oordelen')} op peildatum {nl.day(day)}",
            lambda s, keys: [delete_oordeel(s, key, 1) for key in keys],
        )

    form.buttons("Oordelen vastleggen", save)


def _change_form(blik: Blik, old: Oordeel) -> None:
    form = Velden(f"oordeel_{old.id}", blik.wijk.id)
    form.begin(old.versie, peildatum=old.peildatum, kleur=old.kleur, zin=old.zin)
    form.date("Peildatum", "peildatum")
    form.choice(NAMEN.get(old.onderwerp, old.onderwerp), "kleur", {k: k.capitalize() for k in KLEUREN})
    form.field(st.text_input, "Waarom? (één zin)", "zin")

    def typed() -> OordeelInvoer:
        filled = {"peildatum": form.value("peildatum"), "kleur": form.text("kleur"), "zin": form.text("zin")}
        return replace(old.as_invoer(), **filled)

    about = f"het oordeel over {NAMEN.get(old.onderwerp, old.onderwerp).lower()}"
    words = Words[OordeelInvoer]("Verbetering opslaan", lambda _: f"{about} is verbeterd", f"{about} is verwijderd")
    editor(form, OORDELEN, old, typed, words)
