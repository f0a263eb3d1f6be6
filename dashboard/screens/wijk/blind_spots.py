"""The signals on the start page of a wijk one by one: each with what you can do about it, and those set aside."""

from datetime import date

import streamlit as st
from markupsafe import Markup

from dashboard.kit import state
from dashboard.kit.actions import Outcome, submit
from dashboard.kit.errors import error_message, field_error, last_errors, set_errors
from dashboard.kit.html import heading, how_calculated, href, html, joined, show
from dashboard.kit.signaal import ABOUT_A_VAK, DOE, NVT, SIGNAAL, Kan, actions, kan_van
from dashboard.reading.lezer import Lezer
from wijkkompas_core.analysis.signaaluitleg import UITLEG
from wijkkompas_core.analysis.signalen import SOORTNAAM, Signaal, open_fasen
from wijkkompas_core.domain import nederlands as nl
from wijkkompas_core.domain.kompas import Kompas
from wijkkompas_core.domain.toegang import Actie, Recht
from wijkkompas_core.domain.wijken import ACTIEF
from wijkkompas_core.queries.signalen import Signaalstand, Weggelegd
from wijkkompas_core.queries.wijken import Wijk
from wijkkompas_core.services.signalen import set_aside, take_back
from wijkkompas_core.services.voortgang import mark_nvt

ALLE = "alle"
FORM = "signaal"


def blind_spots(lezer: Lezer, wijk: Wijk, stand: Signaalstand, peildatum: date) -> None:
    """All signals one by one, when the address asks for them; above them the form for the one that was chosen."""
    found, opened = stand.signalen, state.get(ALLE) == "1"
    errors, message = last_errors(FORM)
    if not (opened or state.get(SIGNAAL) or errors or message):
        number = nl.count(len(found), "signaal", "signalen")
        aside = f", {len(stand.weggelegd)} weggelegd" if stand.weggelegd else ""
        if found or aside:
            words = f"Toon alles wat aandacht vraagt: {number}{aside}"
            show(html('<p class="wk-verder"><a href="{}" target="_self">{}</a></p>', state.address(alle="1"), words))
        return
    show(heading("Alle signalen", str(len(found)) if found else ""))
    if lezer.actor.may(Recht.VASTLEGGEN, wijk.id):
        _form(lezer, wijk, found)
    show(lezer.made(draw_signals, wijk, stand, kan_van(lezer.actor, wijk.id)))
    _aside(lezer, wijk, stand.weggelegd)
    st.button("Verberg de losse signalen", key="signalen_alle", type="tertiary", on_click=_fold)


def _fold() -> None:
    _close()
    state.put(alle=None)


def draw_signals(wijk: Wijk, stand: Signaalstand, kan: Kan) -> Markup:
    """Every signal with what may be done, the weightiest first."""
    items = joined(_item(wijk, signaal, kan) for signaal in stand.signalen)
    return html('<ol class="wk-signalen">{}</ol>{}', items, how_calculated(UITLEG))


def _item(wijk: Wijk, signaal: Signaal, kan: Kan) -> Markup:
    ways = joined(
        html(
            '<a class="wk-actie{}" href="{}" target="_self" aria-label="{}">{}</a>',
            " wk-actie-hoofd" if first else "",
            address,
            f"{label}: {signaal.zin}",
            label,
        )
        for first, (label, address) in zip((True, False, False, False), actions(wijk.slug, signaal, kan), strict=False)
    )
    return (
        html(
            '<li><p class="wk-signaal"><span class="wk-badge">{}</span>'
            '<strong dir="auto">{}</strong></p><p class="wk-stil" dir="auto">{}</p>',
            SOORTNAAM[signaal.soort],
            signaal.zin,
            signaal.waarom,
        )
        + (html('<p class="wk-acties">{}</p>', ways) if ways else "")
        + html("</li>")
    )


def nothing_found(wijk: Wijk, stand: Signaalstand, kompas: Kompas, peildatum: date, kan: Kan) -> Markup:
    """That there is no signal, and what was looked at."""
    facts = stand.gegevens
    running = open_fasen(facts.perioden, kompas, peildatum)
    looked = [
        nl.count(len(running) * len(kompas.aspecten), "vak", "vakken")
        + f" in {nl.count(len(running), 'open fase', 'open fasen')}",
        nl.count(len(facts.partijen), "belanghebbende", "belanghebbenden"),
        nl.count(len(facts.beloften), "belofte", "beloften"),
        nl.count(len(facts.mijlpalen), "geplande mijlpaal", "geplande mijlpalen"),
        nl.count(len(facts.afspraken), "open afspraak met deadline", "open afspraken met deadline"),
    ]
    why = f"Bekeken: {nl.enumerate_words(looked)}."
    if stand.weggelegd:
        why += f" {nl.count(len(stand.weggelegd), 'signaal is', 'signalen zijn')} weggelegd."
    step = ""
    if not running:
        why = "Er is nu geen fase open. Blinde vlekken in de vakken zie je zodra er een fase begint."
        if kan.sturen:
            address = href("voortgang", {state.WIJK: wijk.slug})
            step = html(
                '<p class="wk-acties"><a class="wk-actie" href="{}" target="_self">Fase beginnen</a></p>', address
            )
    if wijk.status != ACTIEF:
        why = f"De wijkaanpak is {wijk.status}. Zolang dat zo is, geven we geen signalen."
    title = f"Geen blinde vlekken op {nl.day(peildatum)}"
    return html('<div class="wk-leeg"><p><strong>{}</strong></p><p>{}</p>{}</div>', title, why, step)


def _form(lezer: Lezer, wijk: Wijk, found: tuple[Signaal, ...]) -> None:
    """Set the signal that stands in the URL aside, or mark its vak n.v.t.: both ask a reason."""
    chosen = next((signaal for signaal in found if signaal.sleutel == state.get(SIGNAAL)), None)
    if chosen is None:
        errors, message = last_errors(FORM)
        error_message(message or errors.unsaid())  # it went away under one's hands
        return
    not_applicable = state.get(DOE) == NVT and chosen.soort in ABOUT_A_VAK
    not_applicable = not_applicable and lezer.actor.may(Recht.WIJK_STUREN, wijk.id)
    errors, message = last_errors(FORM)
    with st.container(key="wk-wegleggen"):
        what = "Dit vak op n.v.t. zetten" if not_applicable else "Dit signaal wegleggen"
        after = (
            "Het vak telt dan niet meer mee. Je kunt het terugdraaien bij Voortgang."
            if not_applicable
            else "Het komt terug zodra de feiten veranderen. Iedereen in de wijk ziet je reden."
        )
        show(
            html('<h3 class="wk-kop">{}</h3><p dir="auto">{}</p><p class="wk-stil">{}</p>', what, chosen.zin, after),
        )
        st.text_area(
            "Reden", key=_reason_key(chosen), height=80, max_chars=1000, placeholder="Kort, in een of twee zinnen"
        )
        field_error(errors, "reden")
        error_message(message or errors.unsaid())
        with st.container(horizontal=True):
            label = "Op n.v.t. zetten" if not_applicable else "Wegleggen"
            save = _mark_nvt if not_applicable else _set_aside
            st.button(label, type="primary", key="wegleggen_doe", on_click=save, args=(wijk, chosen))
            st.button("Annuleren", type="tertiary", key="wegleggen_niet", on_click=_close)


def _reason_key(signaal: Signaal) -> str:
    """Of its own for each signal: what was typed about one must not come to stand with the next."""
    return f"signaal_reden_{signaal.sleutel}"


def _reason(signaal: Signaal) -> str:
    return str(st.session_state.get(_reason_key(signaal)) or "")


def _close() -> None:
    set_errors(FORM, {})
    state.put(**{SIGNAAL: None, DOE: None, ALLE: "1"})


def _set_aside(wijk: Wijk, signaal: Signaal) -> None:
    reason = _reason(signaal)
    outcome = submit(
        Actie.SIGNAAL_WEGLEGGEN,
        lambda session: set_aside(session, wijk.id, signaal.sleutel, signaal.feiten, reason),
        wijk=wijk.id,
    )
    _finish(outcome, "Weggelegd. Terughalen kan onder de lijst.")


def _mark_nvt(wijk: Wijk, signaal: Signaal) -> None:
    reason = _reason(signaal)
    outcome = submit(
        Actie.NVT_WIJZIGEN,
        lambda session: mark_nvt(session, wijk.id, signaal.fase or "", signaal.aspect or "", 0, reason),
        wijk=wijk.id,
    )
    _finish(outcome, "Het vak staat op n.v.t.")


def _finish(outcome: Outcome, sentence: str) -> None:
    if outcome.ok:
        _close()
        st.toast(sentence, icon=":material/check:")
    else:
        set_errors(FORM, outcome.fields, outcome.message or str(outcome.conflict or ""))


def _aside(lezer: Lezer, wijk: Wijk, aside: tuple[Weggelegd, ...]) -> None:
    """The signals set aside, folded: why, by whom and when, and the way back for who may."""
    if not aside:
        return
    opened = st.expander(f"Weggelegd ({len(aside)})", key=f"weggelegd_{wijk.slug}", on_change="rerun")
    if not opened.open:
        return
    may = lezer.actor.may(Recht.VASTLEGGEN, wijk.id)
    with opened:
        for one in aside:
            show(
                html(
                    '<p class="wk-signaal" dir="auto"><strong>{}</strong></p>'
                    '<p class="wk-tekst" dir="auto">{}</p>'
                    '<p class="wk-stil">Weggelegd door {} op {}</p>',
                    one.signaal.zin,
                    one.reden,
                    one.door,
                    nl.day(one.op),
                )
            )
            if may:
                st.button("Terughalen", key=f"terughalen_{one.id}", on_click=_take_back, args=(wijk, one))


def _take_back(wijk: Wijk, one: Weggelegd) -> None:
    outcome = submit(Actie.SIGNAAL_WEGLEGGEN, lambda session: take_back(session, one.id, one.versie), wijk=wijk.id)
    if outcome.ok:
        st.toast("Teruggehaald: het signaal staat weer in de lijst.", icon=":material/undo:")
    else:
        set_errors(FORM, {}, outcome.sentence)
