"""One item of the logboek: what it says, where it is kept, how it was before, and putting an older version back."""

from collections.abc import Sequence
from datetime import datetime

import streamlit as st
from markupsafe import Markup

from dashboard.kit import state
from dashboard.kit.actions import submit
from dashboard.kit.errors import error_message, last_errors, set_errors
from dashboard.kit.html import NOTHING, empty_state, heading, href, html, joined, show
from dashboard.kit.onleesbaar import onleesbaar_form
from dashboard.kit.undo import dismiss
from dashboard.reading.lezer import Lezer
from dashboard.screens.logboek.besluit import FORMULIER, ITEM, NEW, choice_names, read_besluit, read_choices
from dashboard.screens.logboek.stream import PAGE, SOORTNAAM, ZOEK, item_params, marked
from wijkkompas_core.domain import nederlands as nl
from wijkkompas_core.domain.betrokkenheid import match_name
from wijkkompas_core.domain.toegang import Actie, Recht, require
from wijkkompas_core.domain.vrije_tekst import recht_om_te_wijzigen
from wijkkompas_core.errors import NotFound
from wijkkompas_core.queries import logboek as queries
from wijkkompas_core.queries.geschiedenis import Versie, geschiedenis
from wijkkompas_core.queries.logboek import Item
from wijkkompas_core.queries.wijken import Wijk
from wijkkompas_core.services.versies import restore_version

RESTORE = "logboek_terugzetten"
SHOWN_VALUE, LINKS = 240, "Links"


def item_view(lezer: Lezer, wijk: Wijk, naam: str) -> None:
    """The item with its history; says so when there is no such item in this wijk."""
    actor = lezer.actor
    require(actor, Recht.WIJK_ZIEN, wijk.id)
    try:
        item = lezer.ask(queries.item, wijk.id, lezer.methode, naam)
        versies = lezer.ask(geschiedenis, wijk.id, lezer.methode, naam)
    except NotFound as error:
        trail(wijk, "Niet gevonden")
        empty_state(str(error), "Misschien klopt de link niet, of hoort dit bij een andere wijk.")
        return
    soort = SOORTNAAM[item.soort]
    words = match_name(state.get(ZOEK) or "").split()
    trail(wijk, soort)
    show(_body(lezer, wijk, item, soort, words))
    may_restore = actor.may(recht_om_te_wijzigen(item.soort), wijk.id)
    if item.verwijderd and may_restore and versies and versies[0].herstelbaar:
        st.button(
            "Terugzetten",
            key="item_terugzetten",
            type="primary",
            icon=":material/undo:",
            on_click=_restore,
            args=(wijk.id, item, versies[0]),
        )
    if lezer.account.may(recht_om_te_wijzigen(item.soort), wijk.id):
        show(heading("Geschiedenis"), _history(versies))
    if may_restore and not item.verwijderd:
        _choose_version(wijk, item, versies)
    onleesbaar_form(lezer, wijk.id, queries.TABEL[item.soort], str(item.sleutel))
    errors, message = last_errors(RESTORE)
    error_message(" ".join([message, *errors.values()]).strip())


def trail(wijk: Wijk, here: str) -> None:
    """The way back to the list, as it was found."""
    back = href(PAGE, item_params(wijk))
    show(
        html(
            '<nav class="wk-kruimels" aria-label="Kruimelpad"><ol>'
            '<li><a href="{}" target="_self">Logboek {}</a></li>'
            '<li><span aria-current="page">{}</span></li></ol></nav>',
            back,
            wijk.naam,
            here,
        )
    )


def _body(lezer: Lezer, wijk: Wijk, item: Item, soort: str, words: Sequence[str]) -> Markup:
    fase = lezer.methode.kompas.fase.get(item.fase or "")
    about = [nl.day(item.datum)] + ([f"fase {fase.nummer}. {fase.naam}"] if fase else [])
    facts = joined(
        html('<div><dt>{}</dt><dd dir="auto">{}</dd></div>', name, _fact(name, value, words))
        for name, value in item.details
    )
    gone = html('<p class="wk-fout wk-fout-blok" role="status">Dit is verwijderd en telt nergens mee.</p>')
    links = joined(
        html('<a class="wk-actie" href="{}" target="_self">{}</a>', address, label)
        for label, address in _links(lezer, wijk, item)
    )
    return (
        (gone if item.verwijderd else NOTHING)
        + html('<h2 class="wk-kop" dir="auto">{}</h2>', marked(item.titel, words))
        + html('<p class="wk-stil"><span class="wk-badge">{}</span> {}</p>', soort, " · ".join(about))
        + (html('<p class="wk-alinea wk-tekst" dir="auto">{}</p>', marked(item.tekst, words)) if item.tekst else "")
        + (html('<dl class="wk-feiten wk-itemfeiten">{}</dl>', facts) if facts else "")
        + (html('<p class="wk-acties">{}</p>', links) if links else "")
        + (_led_to(lezer, wijk, item) if item.soort == NEW else "")
    )


def _fact(name: str, value: str, words: Sequence[str]) -> Markup:
    """A fact; links (checked when they were recorded) can be followed."""
    if name != LINKS:
        return marked(value, words)
    return joined(
        (
            html('<a href="{}" target="_blank" rel="noopener noreferrer">{}</a>', link, link[:80])
            for link in value.split()
            if link.startswith(("https://", "http://"))
        ),
        "<br>",
    )


def _links(lezer: Lezer, wijk: Wijk, item: Item) -> list[tuple[str, str]]:
    """Where to go from here: (label, address), without what this reader may not do."""
    place, kompas = {state.WIJK: wijk.slug}, lezer.methode.kompas
    key = str(item.sleutel)
    changeable = not item.verwijderd and lezer.actor.may(Recht.VASTLEGGEN, wijk.id)
    links: list[tuple[str, str]] = []
    if item.soort == "contactmoment" and changeable:
        links.append(("Contactmoment wijzigen", href("vastleggen", place | {state.CONTACTMOMENT: key})))
        new = {FORMULIER: NEW, state.CONTACTMOMENT: key}
        links.append(("Besluit hierover vastleggen", href(PAGE, place | new)))
    elif item.soort == "besluit":
        if changeable:
            links.append(("Besluit wijzigen", href(PAGE, place | {FORMULIER: item.naam})))
    elif item.soort == "afspraak":
        links.append(("Naar de afspraak", href("afspraken", place | {"afspraak": key})))
    elif item.soort == "houding" and item.belanghebbende:
        links.append(
            ("Naar de belanghebbende", href("belanghebbenden", place | {"belanghebbende": str(item.belanghebbende)}))
        )
    elif item.soort == "noot":
        links.append(("Naar de balans", href("balans", place)))
    elif item.soort in ("mijlpaal", "fase"):
        here = {"beeld": "fasen"} | ({state.FASE: item.fase} if item.fase else {})
        links.append(("Naar de voortgang", href("voortgang", place | here)))
    elif item.soort in ("knooppunt", "nvt"):
        parts = key.split("/")
        aspect = parts[-1] if item.soort == "nvt" else _aspect_of(lezer, parts[-1])
        node = f"{item.fase}/{kompas.spoor_van[aspect]}/{aspect}" if aspect in kompas.spoor_van else ""
        here = {"beeld": "knooppunten"} | ({state.SELECTIE: node} if node else {})
        links.append(("Naar de voortgang", href("voortgang", place | here)))
    return links


def _aspect_of(lezer: Lezer, knooppunt: str) -> str:
    return next(
        (v.aspect for v, points in lezer.methode.knooppunten.items() for p in points if p.slug == knooppunt), ""
    )


def _led_to(lezer: Lezer, wijk: Wijk, item: Item) -> Markup:
    """The contactmomenten that led to a besluit, as links to their items."""
    linked = read_besluit(lezer, wijk, str(item.sleutel)).invoer.contactmomenten
    choices = read_choices(lezer, wijk, linked)
    names = choice_names({key: one for key, one in choices.items() if key in linked})
    rows = joined(
        html(
            '<li><a href="{}" target="_self" dir="auto">{}</a></li>',
            href(PAGE, {state.WIJK: wijk.slug, ITEM: f"contactmoment-{key}"}),
            name,
        )
        for key, name in names.items()
    )
    return (
        html('{}<ul class="wk-tijdlijst wk-verder">{}</ul>', heading("Wat hieraan voorafging"), rows)
        if rows
        else NOTHING
    )


def _history(versies: Sequence[Versie]) -> Markup:
    """Who changed what when, newest first, as one table; long values are folded."""
    if not versies:
        return html('<p class="wk-alinea wk-stil">Hier komt te staan wie dit wanneer heeft veranderd.</p>')
    heads = ("Wanneer", "Wie", "Wat", "Veld", "Was", "Werd")
    head = joined(html('<th scope="col">{}</th>', name) for name in heads)
    return html(
        '<div class="wk-tabel wk-geschiedenis" tabindex="0" role="region" aria-label="Geschiedenis"><table>'
        "<caption>Wie wat wanneer heeft veranderd, het laatste eerst</caption><thead><tr>{}</tr></thead>"
        "<tbody>{}</tbody></table></div>",
        head,
        joined(_version(one) for one in versies),
    )


def _version(versie: Versie) -> Markup:
    rows = versie.verschillen or (("", "", ""),)
    span = html(' rowspan="{}"', len(rows)) if len(rows) > 1 else ""
    first = html(
        "<td{}>{}</td><td{}>{}</td><td{}>{}</td>", span, _moment(versie.tijdstip), span, versie.door, span, versie.actie
    )
    return joined(
        html(
            "<tr>{}<td>{}</td><td>{}</td><td>{}</td></tr>",
            first if number == 0 else "",
            field,
            _value(was),
            _value(now),
        )
        for number, (field, was, now) in enumerate(rows)
    )


def _value(value: str) -> Markup:
    if len(value) <= SHOWN_VALUE:
        return html('<span dir="auto">{}</span>', value)
    start = value[:SHOWN_VALUE].rsplit(None, 1)[0] + "…"
    return html('<details dir="auto"><summary>{}</summary>{}</details>', start, value)


def _choose_version(wijk: Wijk, item: Item, versies: Sequence[Versie]) -> None:
    """An older version to choose, and the button that puts it back."""
    older = {one.regel: one for one in versies if one.herstelbaar}
    if not older:
        return
    with st.container(key="wk-terugzetten", horizontal=True, vertical_alignment="bottom"):
        chosen = st.selectbox(
            "Oudere versie terugzetten",
            list(older),
            format_func=lambda regel: _before(older[regel]) if regel in older else str(regel),
            index=None,
            placeholder="Kies welke versie",
            key=f"terugzetten_{item.naam}_{item.versie}",
        )
        if chosen in older:
            st.button(
                "Deze versie terugzetten",
                key="versie_terugzetten",
                icon=":material/history:",
                on_click=_restore,
                args=(wijk.id, item, older[chosen]),
            )


def _moment(moment: datetime) -> str:
    """A moment as someone here reads it on the clock: 24-11-2026 14:03."""
    return nl.moment(moment)


def _before(versie: Versie) -> str:
    return f"Zoals het was vóór {_moment(versie.tijdstip)} ({versie.door}: {versie.actie})"


def _restore(wijk: int, item: Item, versie: Versie) -> None:
    outcome = submit(
        Actie.VERSIE_TERUGZETTEN,
        lambda session: restore_version(session, wijk, item.naam, item.versie, versie.regel),
        wijk=wijk,
    )
    message = f"{outcome.conflict} Kijk hoe het nu is en kies daarna opnieuw." if outcome.conflict else outcome.message
    set_errors(RESTORE, outcome.fields, message)
    if outcome.ok:
        dismiss()  # what the bar offers to undo is no longer the last thing that was done
        st.toast("Teruggezet.", icon=":material/check:")
