"""Kept views: the list, the form that keeps one, and one from near: rename it, take it away, begin with it."""

import streamlit as st
from markupsafe import Markup

from dashboard.kit import state, texts
from dashboard.kit.fields import Velden
from dashboard.kit.html import empty_state, heading, href, html, joined, paragraph, show
from dashboard.kit.share_menu import ADRES, BEWAREN, DOE, PAGE
from dashboard.reading.lezer import Lezer
from wijkkompas_core.domain import nederlands as nl
from wijkkompas_core.domain.selectie import Selectie
from wijkkompas_core.domain.toegang import Actie, Recht
from wijkkompas_core.domain.weergaven import Beeld, Bereik, WeergaveInvoer, read_beeld
from wijkkompas_core.queries.weergaven import Weergave, startweergave, weergaven
from wijkkompas_core.services import weergaven as services
from wijkkompas_core.storage.logboek import WritingSession

WEERGAVE = "weergave"
ACTIE = Actie.WEERGAVE_BEWAREN


def read_weergaven(lezer: Lezer) -> tuple[tuple[Weergave, ...], Weergave | None]:
    """The views of this user and the one to begin with. Not kept: they change without a new data version."""
    return lezer.afresh.ask_all(weergaven), lezer.afresh.ask_all(startweergave)


def beeld_words(lezer: Lezer, beeld: Beeld) -> str:
    """What is in a view, in words: the page, the wijken, the part of the kompas and the period."""
    names = {wijk.slug: wijk.naam for wijk in lezer.wijken()}
    parts = [beeld.titel]
    if beeld.wijken:
        parts.append(nl.enumerate_words([names.get(slug, "een wijk die je niet ziet") for slug in beeld.wijken]))
    kompas = lezer.methode.kompas
    if part := texts.selectie_name(Selectie.from_node(beeld.params.get(state.SELECTIE), kompas), kompas):
        parts.append(part)
    van, tot = (state.as_day(beeld.params.get(name)) for name in (state.VAN, state.TOT))
    if van or tot:
        parts.append(nl.period(van, tot))
    if peildatum := state.as_day(beeld.params.get("peildatum")):
        parts.append(f"peildatum {nl.day(peildatum)}")
    return " · ".join(parts)


def save_form(lezer: Lezer) -> None:
    """Keep the view in the address under a name, when the address asks for that."""
    if state.get(DOE) != BEWAREN:
        return
    beeld = read_beeld(state.get(ADRES) or "")
    with st.container(key="wk-formulier"):
        show(heading("Bewaar als weergave"))
        if beeld is None:
            show(paragraph("Van deze pagina kun je geen weergave bewaren. Begin op een pagina met cijfers."))
            return
        show(paragraph(beeld_words(lezer, beeld)))
        form = Velden("weergave_nieuw", 0)
        teams = {str(w.id): f"Iedereen met een rol in {w.naam}" for w in lezer.wijken(Recht.VASTLEGGEN)}
        first = next((str(w.id) for w in lezer.wijken() if w.slug in beeld.wijken and str(w.id) in teams), None)
        order = ([first] if first else []) + [key for key in teams if key != first]
        choices = {Bereik.EIGEN.value: "Alleen ik"} | {key: teams[key] for key in order}
        if lezer.actor.wijken(Recht.PROGRAMMA_STUREN) is None:
            choices[Bereik.PROGRAMMA.value] = "Iedereen"
        form.begin(naam="", voor=Bereik.EIGEN.value, begin=False)
        form.field(st.text_input, "Naam", "naam", "naam", "beeld", max_chars=80)
        form.select("Wie ziet deze weergave?", "voor", choices, "wijk")
        form.field(st.checkbox, "Begin hier voortaan na het inloggen", "begin")

        def close(_: object = None) -> None:
            state.put(**{DOE: None, ADRES: None})

        def save() -> None:
            voor, start = str(form.value("voor")), bool(form.value("begin"))
            bereik = Bereik.WIJK if voor.isdecimal() else Bereik(voor)
            invoer = WeergaveInvoer(form.text("naam"), beeld, bereik, int(voor) if voor.isdecimal() else None)

            def keep(session: WritingSession) -> int:
                key = services.save_weergave(session, invoer)
                if start:
                    services.set_startweergave(session, key)
                return key

            said = f"weergave {invoer.naam}"
            form.save(ACTIE, keep, said, lambda s, key: services.delete_weergave(s, key, 1), close)

        form.buttons("Bewaren", save, ("Annuleren", close))


def overview(lezer: Lezer) -> None:
    """The views, one's own first, then those of the team; above them the one that is chosen."""
    found, start = read_weergaven(lezer)
    chosen = next((one for one in found if str(one.id) == state.get(WEERGAVE)), None)
    if chosen is not None:
        _one(lezer, chosen, start)
    show(heading("Weergaven", str(len(found)) if found else ""))
    if not found:
        empty_state(
            "Hier komen je weergaven te staan.",
            "Kies op een pagina wat je wilt zien, open rechts bovenaan Delen en kies Bewaar als weergave.",
        )
        return
    groups = [("Alleen voor jou", [one for one in found if one.bereik is Bereik.EIGEN])]
    groups.append(("Voor het team", [one for one in found if one.bereik is not Bereik.EIGEN]))
    for name, members in groups:
        if members:
            items = joined(_item(lezer, one, start) for one in members)
            show(html('<h3 class="wk-vaknaam">{}</h3><ul class="wk-tijdlijst wk-weergaven">{}</ul>', name, items))


def _item(lezer: Lezer, one: Weergave, start: Weergave | None) -> Markup:
    for_whom = {Bereik.EIGEN: "", Bereik.WIJK: f"voor {one.wijknaam}", Bereik.PROGRAMMA: "voor iedereen"}[one.bereik]
    begins = html('<span class="wk-badge">hier begin je</span>') if start and start.id == one.id else ""
    by = f"van {one.van}" if one.bereik is not Bereik.EIGEN else ""
    about = " · ".join(part for part in (beeld_words(lezer, one.beeld), for_whom, by) if part)
    change = href(PAGE, {WEERGAVE: str(one.id)})
    return html(
        '<li><span class="wk-gebeurd" dir="auto"><a href="{}" target="_self">'
        '<strong>{}</strong></a> {}<br><span class="wk-stil">{}</span></span>'
        '<a href="{}" target="_self" aria-label="{}">Meer</a></li>',
        one.beeld.adres,
        one.naam,
        begins,
        about,
        change,
        f"Meer met {one.naam}",
    )


def _one(lezer: Lezer, one: Weergave, start: Weergave | None) -> None:
    form = Velden(f"weergave_{one.id}", 0)
    form.begin(one.versie, naam=one.naam)
    begins = start is not None and start.id == one.id

    def close(_: object = None) -> None:
        state.put(**{WEERGAVE: None})

    def rename() -> None:
        naam, before = form.text("naam"), one.naam
        form.save(
            ACTIE,
            lambda s: services.rename_weergave(s, one.id, form.versie, naam),
            f"de weergave heet nu {naam}",
            lambda s, new: services.rename_weergave(s, one.id, new, before),
        )

    def begin() -> None:
        form.save(
            ACTIE,
            lambda s: services.set_startweergave(s, None if begins else one.id),
            "je begint weer op de pagina die bij je rol hoort" if begins else f"je begint voortaan bij {one.naam}",
            lambda s, before: services.set_startweergave(s, before),
        )

    def remove() -> None:
        form.save(
            ACTIE,
            lambda s: services.delete_weergave(s, one.id, one.versie),
            f"weergave {one.naam} is verwijderd",
            lambda s, new: services.restore_weergave(s, one.id, new),
            close,
        )

    with st.container(key="wk-weergave-gekozen"):
        show(
            html('<h2 class="wk-kop" dir="auto">{}</h2>', one.naam), paragraph(beeld_words(lezer, one.beeld), "wk-stil")
        )
        show(html('<p class="wk-verder"><a href="{}" target="_self">Openen</a></p>', one.beeld.adres))
        more = [("Niet meer hier beginnen" if begins else "Hier beginnen na het inloggen", begin)]
        if not one.te_wijzigen:
            with st.container(horizontal=True):
                st.button(more[0][0], key=form.key("begin_knop"), on_click=begin)
                st.button("Sluiten", key=form.key("sluit"), type="tertiary", on_click=close)
            return
        form.field(st.text_input, "Naam", "naam", max_chars=80)
        form.buttons("Hernoemen", rename, *more, ("Verwijderen", remove), ("Sluiten", close))
