"""The views that can be shared, drawn to look at: no filters, no buttons that change anything, no way to elsewhere."""

import logging
from collections.abc import Callable
from datetime import date

import streamlit as st

from dashboard.access.by_link import DeelLezer
from dashboard.kit import state
from dashboard.kit.html import empty_state, esc, heading, how_calculated, page_title, paragraph, show, without_links
from dashboard.kit.noten import read_noten, within
from dashboard.kit.wijkregels import read_lines
from dashboard.reading.beelden import balansbeeld, kompasbeeld
from dashboard.reading.programmabalans import read_stand
from dashboard.reading.shared_form import GeenDeelvorm
from dashboard.reading.who import known
from dashboard.reading.wijk import read_wijk
from dashboard.screens.balans.charts import aspect_chart, balance_chart
from dashboard.screens.kompas import circle as kompas_view
from dashboard.screens.kompas.contactlijst import contact_items
from dashboard.screens.kompas.vakpaneel import explanation
from dashboard.screens.programma import filter as programma_lezen
from dashboard.screens.programma import grids, table
from dashboard.screens.programmabalans.charts import shared_balance
from dashboard.screens.vergelijken.facts import WIJKEN, circles
from dashboard.screens.vergelijken.time import balances, noten_of, timeline
from dashboard.screens.wijk import picture
from dashboard.theme import PLOTLY_CONFIG
from wijkkompas_core.analysis.balans import Per
from wijkkompas_core.analysis.signalen import UITLEG as SIGNAAL_UITLEG
from wijkkompas_core.domain import nederlands as nl
from wijkkompas_core.domain.selectie import ALLES
from wijkkompas_core.domain.tijd import today
from wijkkompas_core.queries.deellinks import Gedeeld
from wijkkompas_core.queries.wijken import Wijk

logger = logging.getLogger(__name__)
CONTACTS = 10
OF_ONE_WIJK = ("kompas", "balans", "wijk")


def show_shared(lezer: DeelLezer, link: Gedeeld) -> None:
    """The view of this link, as it stands now or stood at its peildatum."""
    drawers: dict[str, Callable[[DeelLezer, date], None]] = {
        "kompas": _kompas,
        "balans": _balans,
        "wijk": _wijk,
        "programma": _programma,
        "programmabalans": _programmabalans,
        "vergelijken": _vergelijken,
    }
    peildatum = lezer.today
    with known(lezer.actor), without_links(), state.at(link.beeld.params):
        page_title(link.beeld.titel, _about(lezer, link, peildatum))
        if not lezer.wijken():
            empty_state("Er is hier niets te zien.", "De wijk in dit beeld staat in het archief.")
            return
        try:
            drawers[link.beeld.pagina](lezer, peildatum)
        except GeenDeelvorm:
            logger.exception("a shared view asked for what it has no form of")
            empty_state("Dit deel is niet te delen.", "Vraag wie de link stuurde om een ander beeld.")


def _about(lezer: DeelLezer, link: Gedeeld, peildatum: date) -> str:
    """Which wijken it is about, as of when, and until when the link works."""
    until = f"Je kijkt mee via een link, die werkt tot en met {nl.day(link.verloopt_op)}."
    if link.beeld.pagina in OF_ONE_WIJK:  # a line of its own tells which
        return until
    names = [wijk.naam for wijk in lezer.wijken()]
    who = nl.enumerate_words(names) if len(names) <= 6 else nl.count(len(names), "wijk", "wijken")
    when = f"Peildatum {nl.day(peildatum)}" if link.peildatum else f"Stand van {nl.day(peildatum)}"
    return f"{who} · {when} · {until}"


def _the_wijk(lezer: DeelLezer) -> Wijk:
    wijken = lezer.wijken()
    return next((wijk for wijk in wijken if wijk.slug == state.get(state.WIJK)), wijken[0])


def _kompas(lezer: DeelLezer, peildatum: date) -> None:
    wijk, kompas = _the_wijk(lezer), lezer.methode.kompas
    selectie = state.current_selectie(kompas)
    van, tot = state.current_period()
    tot = min(tot, peildatum) if tot else (peildatum if peildatum < today() else None)
    beeld = lezer.ask(kompasbeeld, wijk.id, kompas, selectie, (van, tot), min(tot or today(), peildatum), CONTACTS)
    parts = kompas_view.kompas_parts(lezer, wijk, selectie, (van, tot), min(tot or today(), peildatum), beeld)
    about = kompas_view.about(wijk, selectie, kompas, van, tot, min(tot or today(), peildatum))
    show(f'<p class="wk-stil">{esc(about)}</p>')
    chart_side, part_side = st.columns([7, 5], gap="large")
    with chart_side:
        st.plotly_chart(parts.figure, key="gedeeld_kompas", config=PLOTLY_CONFIG, theme=None, alt=parts.alt)
        show(parts.legend, parts.involved)
        kompas_view.table_and_downloads(lezer, wijk, selectie, beeld, about, "gedeeld_kompas")
    with part_side:
        if selectie == ALLES:  # nothing can be chosen here, so nothing asks to choose
            show(parts.summary.replace(paragraph(explanation(selectie, kompas)), ""))
        else:
            show(parts.summary, parts.knooppunten)
        if lezer.vrije_tekst and beeld.contactmomenten:
            show(heading("Contactmomenten", str(beeld.totaal)), contact_items(lezer, beeld.contactmomenten))


def _balans(lezer: DeelLezer, peildatum: date) -> None:
    wijk = _the_wijk(lezer)
    van, tot = state.current_period()
    van, tot = max(van or wijk.start, wijk.start), min(tot or peildatum, peildatum)
    per: Per = "maand" if state.get(state.PER) == "maand" else "kwartaal"
    show(f'<p class="wk-stil">{esc(wijk.naam)} · {nl.period(van, tot)} · per {per}</p>')
    beeld = lezer.ask(balansbeeld, wijk.id, lezer.methode.kompas, van, tot, per) if van <= tot else None
    if beeld is None or not beeld.betrouwbaarheid.n:
        empty_state("Hier is nog geen balans te zien.", "In deze periode is er niets vastgelegd.")
        return
    balance_chart(lezer, wijk, beeld, van, tot, per)
    aspect_chart(lezer, wijk, beeld, van, tot, per)


def _wijk(lezer: DeelLezer, peildatum: date) -> None:
    wijk = _the_wijk(lezer)
    beeld = read_wijk(lezer, wijk, peildatum)
    show(f'<p class="wk-stil">{esc(wijk.naam)} · op {nl.day(peildatum)}</p>')
    left, right = st.columns([7, 5], gap="large")
    with left:
        picture.kompas_and_balance(lezer, wijk, beeld, peildatum)
    with right:
        picture.fasen(lezer, wijk, beeld, peildatum)
        if lezer.vrije_tekst:
            items = "".join(
                f'<li><p class="wk-signaal" dir="auto"><strong>{esc(one.zin)}</strong></p>'
                f'<p class="wk-stil" dir="auto">{esc(one.reden)}</p></li>'
                for one in beeld.stand.signalen
            )
            show(
                heading("Blinde vlekken", str(len(beeld.stand.signalen))),
                f'<ol class="wk-signalen">{items}</ol>{how_calculated(SIGNAAL_UITLEG)}',
                heading("Laatst gebeurd"),
                f'<ul class="wk-tijdlijst">{picture.happened_items(beeld)}</ul>',
            )
    picture.silence_map(lezer, wijk, beeld, peildatum)


def _programma(lezer: DeelLezer, peildatum: date) -> None:
    regels = read_lines(lezer, peildatum)
    filter = programma_lezen.chosen(lezer, regels)
    lines, _, _, total = table.page_of(lezer, regels, filter)
    show(heading("Wijken", f"{total} van {len(regels)}" if total != len(regels) else str(total)))
    if not lines:
        empty_state("Geen wijk past bij dit beeld.", "Vraag wie de link stuurde om een ander beeld.")
        return
    asked = (state.get(table.KOLOMMEN) or "").split(",")
    columns = [name for name in table.COLUMNS if name in asked] or list(table.COLUMNS)
    table.table_view(lezer, lines, columns, filter, peildatum)
    grids.grids(lezer, lines, filter, peildatum)


def _programmabalans(lezer: DeelLezer, _peildatum: date) -> None:
    shared_balance(lezer, read_stand(lezer, lezer.wijken()))


def _vergelijken(lezer: DeelLezer, peildatum: date) -> None:
    asked = (state.get(WIJKEN) or "").split(",")
    chosen = [wijk for wijk in lezer.wijken() if wijk.slug in asked]
    circles(lezer, chosen, peildatum)
    noten = noten_of(within(read_noten(lezer, chosen), date.min, peildatum), chosen)
    balances(lezer, chosen, peildatum, noten, links=False)
    timeline(lezer, chosen, peildatum, noten)
