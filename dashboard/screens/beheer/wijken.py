"""The wijken themselves: the list, and the forms to begin one, change it, and pause, close, archive or reopen it."""

from collections.abc import Sequence

import streamlit as st
from markupsafe import Markup

from dashboard.kit import state
from dashboard.kit.editor import UseCases, Words, editor
from dashboard.kit.fields import Velden
from dashboard.kit.geen_wijken import BEHEER, NEW
from dashboard.kit.html import empty_state, html, joined, paragraph, show
from dashboard.kit.undo import undo_bar
from dashboard.reading.lezer import Lezer
from wijkkompas_core.domain import nederlands as nl
from wijkkompas_core.domain.tijd import today
from wijkkompas_core.domain.toegang import Actie, Recht
from wijkkompas_core.domain.wijken import ACTIEF, AFGESLOTEN, GEARCHIVEERD, GEPAUZEERD, WijkInvoer, read_codes
from wijkkompas_core.queries.wijkbeheer import Wijkbeheer, beheerde_wijken
from wijkkompas_core.services.wijken import change_wijk, create_wijk, set_wijkstatus

NO_EXAMPLE = ""
STEPS = {
    ACTIEF: (("Pauzeren", GEPAUZEERD), ("Afsluiten", AFGESLOTEN), ("Archiveren", GEARCHIVEERD)),
    GEPAUZEERD: (("Hervatten", ACTIEF), ("Afsluiten", AFGESLOTEN), ("Archiveren", GEARCHIVEERD)),
    AFGESLOTEN: (("Heropenen", ACTIEF), ("Archiveren", GEARCHIVEERD)),
    GEARCHIVEERD: (("Heropenen", ACTIEF),),
}
"""What can be done at each status: the name of the button and the status that follows."""
WIJKEN = UseCases[WijkInvoer](Actie.WIJK_BEHEREN, create_wijk, change_wijk)
MEANING = (
    "Een gepauzeerde of afgesloten wijkaanpak geeft geen signalen meer, maar blijft overal te zien. Een gearchiveerde "
    "staat alleen nog hier. Er gaat niets verloren: heropenen kan altijd."
)


def wijken_view(lezer: Lezer) -> None:
    """The form that the address asks for, and all wijken."""
    wijken = read_managed(lezer)
    undo_bar(lezer)
    manage(lezer, wijken)
    overview(lezer, wijken)


def read_managed(lezer: Lezer) -> tuple[Wijkbeheer, ...]:
    """The wijken that this user manages."""
    return lezer.now.ask_all(beheerde_wijken, today())


def overview(lezer: Lezer, wijken: Sequence[Wijkbeheer]) -> None:
    """A row per wijk, those that go on first."""
    if not wijken:
        empty_state("Hier komen de wijken te staan.", "Begin met een nieuwe wijk, of laad ze met load-wijken.")
        return
    order = list(STEPS)
    rows = joined(_row(lezer, w) for w in sorted(wijken, key=lambda w: (order.index(w.status), w.naam.casefold())))
    heads = ("Wijk", "Status", "Fase", "Start", "Gebied", "Regie", "CBS", "Wie")
    head = joined(html('<th scope="col">{}</th>', name) for name in heads)
    show(
        html(
            '<div class="wk-tabel wk-programma" tabindex="0" role="region" aria-label="Wijken"><table>'
            '<caption class="wk-alleen-voorlezen">De wijken</caption><thead><tr>{}</tr></thead>'
            "<tbody>{}</tbody></table></div>",
            head,
            rows,
        ),
        paragraph(MEANING, "wk-stil"),
    )


def _row(lezer: Lezer, wijk: Wijkbeheer) -> Markup:
    kompas = lezer.methode.kompas
    fasen = ", ".join(f"{kompas.fase[f].nummer}. {kompas.fase[f].naam}" for f in wijk.fasen if f in kompas.fase)
    since = (
        html('<br><span class="wk-stil wk-heel">sinds {}</span>', nl.day(wijk.status_sinds))
        if wijk.status_sinds
        else ""
    )
    parts = [wijk.cbs_code] if wijk.cbs_code else []
    parts += [nl.count(len(wijk.buurten), "buurt", "buurten")] if wijk.buurten else []
    cbs = f"{', '.join(parts)} ({wijk.cbs_editie})" if parts else ""
    team = nl.enumerate_words([naam for rol, naam in wijk.team if rol != "lezer"]) if wijk.team else ""
    cells = (
        html("{}{}", wijk.status, since if wijk.status != ACTIEF else ""),
        fasen or "geen fase open",
        html('<span class="wk-heel">{}</span>', nl.day(wijk.start)),
        wijk.gebied or "–",
        wijk.regie or "–",
        cbs or "–",
        team or "nog niemand",
    )
    naam = html('<th scope="row" dir="auto">{}</th>', wijk.naam)
    return html("<tr>{}{}</tr>", naam, joined(html("<td>{}</td>", cell) for cell in cells))


def manage(lezer: Lezer, wijken: Sequence[Wijkbeheer]) -> None:
    """Choose a wijk to change, or a new one, and its form."""
    may_begin = lezer.actor.wijken(Recht.PROGRAMMA_STUREN) is None
    names = {NO_EXAMPLE: "Kies een wijk"} | ({NEW: "Nieuwe wijk"} if may_begin else {})
    names |= {wijk.slug: f"{wijk.naam} ({wijk.status})" if wijk.status != ACTIEF else wijk.naam for wijk in wijken}
    asked = state.get(BEHEER) or ""
    value = asked if asked in names else ""
    st.selectbox(
        "Welke wijk wil je wijzigen of beginnen?",
        list(names),
        format_func=lambda key: names.get(key, str(key)),
        **state.follow("wijken_kies", value, lambda v: state.put(**{BEHEER: str(v or "") or None})),
    )
    chosen = next((wijk for wijk in wijken if wijk.slug == value), None)
    with st.container(key="wk-formulier"):
        if value == NEW:
            _new_form(wijken)
        elif chosen:
            _change_form(chosen, wijken)


def _fields(form: Velden, wijken: Sequence[Wijkbeheer]) -> None:
    form.field(st.text_input, "Naam", "naam")
    form.date("Start van de wijkaanpak", "start")
    for label, field in (("Gebied", "gebied"), ("Regie", "regie")):
        used = sorted({getattr(w, field) for w in wijken} - {""}, key=str.casefold)
        form.field(
            st.selectbox,
            f"{label} (mag leeg blijven)",
            field,
            options=used if form.value(field) in (None, "", *used) else [*used, form.value(field)],
            index=None,
            accept_new_options=True,
            placeholder="Kies, of typ iets nieuws",
        )
    form.field(st.text_input, "CBS-code van de wijk (mag leeg blijven)", "cbs_code", placeholder="WK036301")
    form.field(
        st.text_area,
        "CBS-buurten die erin liggen (mag leeg blijven)",
        "buurten",
        help="Codes zoals BU03630100, met een spatie, komma of nieuwe regel ertussen.",
    )
    form.field(st.number_input, "Jaar van de CBS-indeling", "cbs_editie", min_value=1900, max_value=2200, step=1)


def _invoer(form: Velden) -> WijkInvoer:
    year = form.value("cbs_editie")
    return WijkInvoer(
        naam=form.text("naam"),
        start=form.value("start"),
        gebied=form.text("gebied"),
        regie=form.text("regie"),
        cbs_code=form.text("cbs_code"),
        buurten=read_codes(form.text("buurten")),
        cbs_editie=None if year is None else int(year),
    )


def _new_form(wijken: Sequence[Wijkbeheer]) -> None:
    form = Velden("wijk_nieuw", 0)
    empty = dict.fromkeys(("naam", "cbs_code", "buurten"), "") | dict.fromkeys(("gebied", "regie", "cbs_editie"))
    form.begin(start=today(), voorbeeld=NO_EXAMPLE, partijen=False, **empty)
    _fields(form, wijken)
    names = {NO_EXAMPLE: "Geen"} | {str(w.id): w.naam for w in wijken}
    form.field(
        st.selectbox,
        "Neem de opzet over van",
        "voorbeeld",
        options=list(names),
        format_func=lambda key: names.get(key, str(key)),
        help="Je neemt de vakken op n.v.t. over en de planning van de fasen, verschoven naar de nieuwe start.",
    )
    if form.value("voorbeeld"):
        form.field(st.checkbox, "Neem ook de belanghebbenden over (nog niet aan tafel)", "partijen")

    def save() -> None:
        invoer, example, parties = _invoer(form), form.value("voorbeeld"), bool(form.value("partijen"))
        form.save(
            Actie.WIJK_BEHEREN,
            lambda s: create_wijk(s, invoer, int(example) if example else None, belanghebbenden=parties),
            f"{invoer.naam} is begonnen, in de eerste fase",
            lambda s, key: set_wijkstatus(s, key, 1, GEARCHIVEERD),
            lambda _: state.put(**{BEHEER: None}),
        )

    form.buttons("Wijk beginnen", save)


def _change_form(wijk: Wijkbeheer, wijken: Sequence[Wijkbeheer]) -> None:
    form = Velden(f"wijk_{wijk.id}", wijk.id)
    before = wijk.as_invoer()
    form.begin(
        wijk.versie,
        naam=before.naam,
        start=before.start,
        gebied=before.gebied or None,
        regie=before.regie or None,
        cbs_code=before.cbs_code,
        buurten="\n".join(before.buurten),
        cbs_editie=before.cbs_editie,
    )
    _fields(form, wijken)

    def go(status: str) -> None:
        form.save(
            WIJKEN.actie,
            lambda s: set_wijkstatus(s, wijk.id, form.versie, status),
            f"{wijk.naam} is {'weer actief' if status == ACTIEF else status}",
            lambda s, new: set_wijkstatus(s, wijk.id, new, wijk.status),
        )

    steps = [(name, lambda status=status: go(status)) for name, status in STEPS[wijk.status]]
    words = Words[WijkInvoer]("Wijziging opslaan", lambda invoer: f"{invoer.naam} is gewijzigd")
    editor(form, WIJKEN, wijk, lambda: _invoer(form), words, more=steps)
