"""The page of one belanghebbende: the facts, how it stands, what was promised and everything that happened."""

from collections.abc import Iterable
from datetime import date

import pandas as pd
import streamlit as st
from markupsafe import Markup

from dashboard.charts import belanghebbenden as charts
from dashboard.kit import state, texts
from dashboard.kit.chart import draw
from dashboard.kit.html import empty_state, heading, href, html, joined, show, table
from dashboard.kit.onleesbaar import onleesbaar_form
from dashboard.kit.screen import is_dark, is_narrow
from dashboard.reading.belanghebbenden import read_one
from dashboard.reading.lezer import Lezer
from dashboard.screens.belanghebbenden.actions import (
    HOUDEN,
    MERGE,
    PROMISE,
    delete_meting,
    houding_form,
    merge_form,
    promise_form,
    split,
)
from dashboard.screens.belanghebbenden.form import change_form
from dashboard.screens.belanghebbenden.register import DOEN, aspecten_of, houding_words, trail, type_name
from wijkkompas_core.domain import nederlands as nl
from wijkkompas_core.domain.belanghebbenden import BELANG, HOUDING, INVLOED
from wijkkompas_core.domain.betrokkenheid import PARTICIPATIENIVEAU
from wijkkompas_core.domain.toegang import Recht
from wijkkompas_core.errors import NotFound
from wijkkompas_core.queries.belanghebbende import Belanghebbendebeeld, Houdingsmeting
from wijkkompas_core.queries.contactmomenten import Contactmoment
from wijkkompas_core.queries.wijken import Wijk

CHANGE = "wijzigen"
STEP, EXCERPT = 20, 160
SHOWN = "belanghebbende_getoond"


def detail_view(lezer: Lezer, wijk: Wijk, wanted: str) -> None:
    """Everything about the belanghebbende in the address, and what can be done with it."""
    key = int(wanted) if wanted.isdecimal() and len(wanted) < 10 else 0
    limit = st.session_state.get(SHOWN, {}).get(key, STEP)
    try:
        beeld = read_one(lezer, wijk.id, key, limit)
    except NotFound as error:
        trail(wijk, "Niet gevonden")
        empty_state(str(error), "Misschien klopt de link niet, of gaat hij over een andere wijk.", is_title=True)
        return
    gegevens = beeld.gegevens
    trail(wijk, gegevens.naam)
    show(_head(lezer, beeld))
    doing = state.get(DOEN)
    records, steers = (lezer.actor.may(right, wijk.id) for right in (Recht.VASTLEGGEN, Recht.WIJK_STUREN))
    forms = {CHANGE: change_form, HOUDEN: houding_form, PROMISE: promise_form} if records else {}
    forms |= {MERGE: merge_form} if steers else {}
    if doing in forms:
        with st.container(key="wk-belanghebbende-doen"):
            forms[doing](lezer, wijk, beeld)
    elif records:
        _buttons(steers)
    left, right = st.columns([1, 1], gap="large")
    with left:
        _houding(lezer, wijk, beeld, records)
        show(_promises(lezer, beeld))
        _merged(beeld, steers)
    with right:
        show(_afspraken(beeld, lezer.today), _besluiten(wijk, beeld), _timeline(lezer, wijk, beeld))
        if len(beeld.contactmomenten) < beeld.totaal:
            st.button("Toon meer contactmomenten", key="belanghebbende_meer", on_click=_more, args=(key, limit))
    onleesbaar_form(lezer, wijk.id, "belanghebbende", str(gegevens.id))


def _more(key: int, limit: int) -> None:
    st.session_state[SHOWN] = {key: limit + STEP}


def _buttons(steers: bool) -> None:
    acts = [(HOUDEN, "Houding vastleggen"), (PROMISE, "Beloften wijzigen"), (CHANGE, "Gegevens wijzigen")]
    acts += [(MERGE, "Samenvoegen met…")] if steers else []
    with st.container(horizontal=True):
        for doing, label in acts:
            kind = "primary" if doing == HOUDEN else "secondary"
            st.button(label, key=f"belanghebbende_{doing}", type=kind, on_click=_begin, args=(doing,))


def _begin(doing: str) -> None:
    state.put(**{DOEN: doing})


def _head(lezer: Lezer, beeld: Belanghebbendebeeld) -> Markup:
    """The name and the facts."""
    methode, kompas, g = lezer.methode, lezer.methode.kompas, beeld.gegevens
    slugs = aspecten_of(methode, {"aspecten": g.aspecten, "type": g.type})
    names = [kompas.aspect[slug].naam for slug in slugs if slug in kompas.aspect]
    own = "" if g.aspecten or not names else " (van de soort)"
    newest = beeld.metingen[0] if beeld.metingen else None
    stands = houding_words(methode, newest.huidig, newest.gewenst) if newest else "nog niet bekend"
    facts = {
        "Soort": type_name(methode, g.type),
        "Aspecten": ", ".join(names) + own if names else "geen",
        "Belang": methode.naam(BELANG, g.belang).lower() or "niet ingeschat",
        "Invloed": methode.naam(INVLOED, g.invloed).lower() or "niet ingeschat",
        "Houding → gewenst": stands + (f" (sinds {nl.day(newest.datum)})" if newest else ""),
        "Contactpersoon in het team": g.contactpersoon[1] if g.contactpersoon else "niemand",
    }
    if beeld.samengevoegd:
        facts["Ook bekend als"] = ", ".join(other.naam for other in beeld.samengevoegd)
    if g.notitie:
        facts["Notitie"] = g.notitie
    lines = joined(html('<div><dt>{}</dt><dd dir="auto">{}</dd></div>', name, value) for name, value in facts.items())
    absent = "" if g.aan_tafel else html(' <span class="wk-badge wk-knoop-niet-gestart">nog niet aan tafel</span>')
    merged = (
        html('<p class="wk-stil" role="status">{} is samengevoegd met {}.</p>', beeld.gevraagd, g.naam)
        if beeld.gevraagd
        else ""
    )
    return html(
        '<h1 class="wk-kop wk-partijnaam"><bdi>{}</bdi>{}</h1>{}<dl class="wk-feiten wk-itemfeiten">{}</dl>',
        g.naam,
        absent,
        merged,
        lines,
    )


def _houding(lezer: Lezer, wijk: Wijk, beeld: Belanghebbendebeeld, records: bool) -> None:
    """The houding over time as a chart (from two metingen on), and every meting with the way to delete it."""
    methode, metingen = lezer.methode, beeld.metingen
    if not metingen:
        show(heading("Houding"), html('<p class="wk-stil">Er is nog geen houding vastgelegd.</p>'))
        return
    if len(metingen) > 1:
        frame = pd.DataFrame([{"datum": m.datum, "huidig": m.huidig, "gewenst": m.gewenst} for m in metingen])
        levels = [(step.slug, step.naam) for step in methode.schalen.get(HOUDING, {}).values()]
        draw(
            charts.houding_verloop(frame, levels, dark=is_dark(), smal=is_narrow()),
            "houding",
            file_name=f"houding-{wijk.slug}-{beeld.gegevens.id}",
            about=f"{beeld.gegevens.naam} · {wijk.naam}",
            confidence=f"{len(metingen)} metingen · laatste op {nl.day(metingen[0].datum)}",
        )
    show(heading("Vastgelegde houdingen", str(len(metingen))))
    if not records:
        show(*(_meting(lezer, meting) for meting in metingen))
        return
    with st.container(key="wk-houdingen", horizontal=True, gap=None):
        for meting in metingen:
            show(_meting(lezer, meting))
            st.button(
                "Verwijderen",
                key=f"houding_weg_{meting.id}",
                type="tertiary",
                icon=":material/delete:",
                help=f"Verwijder de houding van {nl.day(meting.datum)}; je kunt het ongedaan maken.",
                on_click=delete_meting,
                args=(wijk.id, meting),
            )


def _meting(lezer: Lezer, meting: Houdingsmeting) -> Markup:
    words = houding_words(lezer.methode, meting.huidig, meting.gewenst)
    whose = f" · als {meting.naam}" if meting.naam else ""
    text = html('<p class="wk-tekst" dir="auto">{}</p>', meting.toelichting) if meting.toelichting else ""
    return html(
        '<article class="wk-contact wk-meting"><p><time datetime="{}">'
        "{}</time> <strong>{}</strong></p>{}"
        '<p class="wk-stil">Vastgelegd door {}{}</p></article>',
        meting.datum.isoformat(),
        nl.day(meting.datum),
        words,
        text,
        meting.door,
        whose,
    )


def _promises(lezer: Lezer, beeld: Belanghebbendebeeld) -> Markup:
    title = heading("Belofte per fase")
    rows = [
        (f"{fase.nummer}. {fase.naam}", lezer.methode.naam(PARTICIPATIENIVEAU, beeld.beloften[fase.slug]))
        for fase in lezer.methode.kompas.fasen
        if fase.slug in beeld.beloften
    ]
    if not rows:
        return title + html('<p class="wk-stil">Er is nog geen belofte vastgelegd.</p>')
    return title + table(("Fase", "Beloofd niveau"), rows, caption="Wat is toegezegd")


def _merged(beeld: Belanghebbendebeeld, steers: bool) -> None:
    """What counts as this one; each can stand on its own again."""
    if not beeld.samengevoegd:
        return
    names = {beeld.gegevens.id: beeld.gegevens.naam} | {other.id: other.naam for other in beeld.samengevoegd}
    show(heading("Samengevoegd", "telt hier mee"))
    for other in beeld.samengevoegd:
        through = f" (via {names[other.in_]})" if other.in_ != beeld.gegevens.id else ""
        with st.container(horizontal=True, vertical_alignment="center", key=f"wk-samengevoegd-{other.id}"):
            show(html('<p class="wk-alinea"><bdi>{}</bdi>{}</p>', other.naam, through))
            if steers:
                label = f"{texts.as_typed(other.naam)} weer splitsen"
                st.button(label, key=f"splits_{other.id}", on_click=split, args=(beeld.gegevens.wijk, other))


def _list(title: Markup, rows: Iterable[tuple[str, Markup]], nothing: str) -> Markup:
    """A heading with a list of (when, what), or the sentence that there is nothing."""
    items = joined(
        html('<li><span class="wk-wanneer">{}</span><div class="wk-gebeurd">{}</div></li>', when, what)
        for when, what in rows
    )
    return title + (
        html('<ul class="wk-tijdlijst">{}</ul>', items) if items else html('<p class="wk-stil">{}</p>', nothing)
    )


def _link(address: str, text: str) -> Markup:
    line = " ".join(text.split())
    line = line if len(line) <= EXCERPT else line[:EXCERPT].rsplit(" ", 1)[0] + "…"
    return html('<p><a href="{}" target="_self" dir="auto">{}</a></p>', address, line)


def _afspraken(beeld: Belanghebbendebeeld, day: date) -> Markup:
    rows = []
    for afspraak in beeld.afspraken:
        when = nl.day(afspraak.deadline) if afspraak.deadline else "zonder deadline"
        if afspraak.deadline and afspraak.deadline < day:
            when += html(' <strong class="wk-te-laat">▲ te laat</strong>')
        who = html('<p class="wk-stil">{}</p>', afspraak.eigenaar) if afspraak.eigenaar else ""
        rows.append((when, _link(href("afspraken", {"afspraak": str(afspraak.id)}), afspraak.wat) + who))
    return _list(heading("Open afspraken", str(len(rows) or "")), rows, "Er zijn geen open afspraken.")


def _besluiten(wijk: Wijk, beeld: Belanghebbendebeeld) -> Markup:
    rows = [
        (
            nl.day(besluit.datum),
            _link(_item(wijk, "besluit", besluit.id), besluit.wat) + html('<p class="wk-stil">{}</p>', besluit.door),
        )
        for besluit in beeld.besluiten
    ]
    return _list(heading("Besluiten", str(len(rows) or "")), rows, "Er is nog geen besluit dat hieruit voortkwam.")


def _timeline(lezer: Lezer, wijk: Wijk, beeld: Belanghebbendebeeld) -> Markup:
    title = heading("Contactmomenten", str(beeld.totaal or ""))
    rows = [(nl.day(record.datum), _contact(lezer, wijk, record)) for record in beeld.contactmomenten]
    return _list(title, rows, "Er is nog geen contact geweest.")


def _contact(lezer: Lezer, wijk: Wijk, record: Contactmoment) -> Markup:
    methode = lezer.methode
    about = [methode.naam("vorm", record.vorm)]
    if record.participatieniveau:
        about.append(methode.naam(PARTICIPATIENIVEAU, record.participatieniveau).lower())
    kompas = methode.kompas
    fase = kompas.fase.get(record.fase)
    parts = [f"fase {fase.nummer}"] if fase else []
    parts += [kompas.aspect[slug].kort for slug in record.aspecten if slug in kompas.aspect]
    text = " ".join(record.opbrengst.split())
    text = text if len(text) <= EXCERPT else text[:EXCERPT].rsplit(" ", 1)[0] + "…"
    return (
        _link(_item(wijk, "contactmoment", record.id), " · ".join(about))
        + html('<p class="wk-stil">{}</p>', " · ".join(parts))
        + (html('<p dir="auto">{}</p>', text) if text else "")
    )


def _item(wijk: Wijk, kind: str, key: int) -> str:
    return href("logboek", {state.WIJK: wijk.slug, "item": f"{kind}-{key}"})
