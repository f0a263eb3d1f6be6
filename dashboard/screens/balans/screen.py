"""The balance between the sporen of one wijk over time."""

from datetime import date

import streamlit as st

from dashboard.kit import state
from dashboard.kit.balk import filter_panel
from dashboard.kit.filters import period_chip, period_filter, wijk_in_bar
from dashboard.kit.html import empty_state, html, show
from dashboard.kit.noten import noten_panel, read_noten, within
from dashboard.kit.peildatum import time_control
from dashboard.kit.period_group import chosen_group, group_filter
from dashboard.kit.undo import undo_bar
from dashboard.navigation import PAGES_DIR
from dashboard.reading.beelden import BalansBeeld, balansbeeld
from dashboard.reading.lezer import Lezer
from dashboard.screens.balans.band import band_sentence
from dashboard.screens.balans.charts import aspect_chart, balance_chart
from wijkkompas_core.analysis.balans import Per
from wijkkompas_core.domain import nederlands as nl
from wijkkompas_core.domain.toegang import Recht
from wijkkompas_core.queries.wijken import Wijk


def draw(lezer: Lezer, wijken: tuple[Wijk, ...]) -> None:
    """The filters, and both charts for what is chosen."""
    wijk = wijk_in_bar(wijken)
    with filter_panel(period_chip(lezer.today)):
        van, tot = period_filter(day=lezer.today)
        per = group_filter()
    time_control(lezer, since=True)
    van, tot = _within_reach(lezer, wijk, van, tot)
    undo_bar(lezer)
    if van > tot:
        why = f"De wijkaanpak begon op {nl.day(wijk.start)}. Kies een latere periode."
        empty_state("Deze periode is leeg.", why, is_title=True)
        return
    beeld = lezer.ask(balansbeeld, wijk.id, lezer.methode.kompas, wijk.start, van, tot, per)
    if not beeld.betrouwbaarheid.n:
        empty_state(
            "Hier komt de balans tussen de sporen te staan.",
            f"Er zijn geen contactmomenten in {wijk.naam} in deze periode ({nl.period(van, tot)}).",
            is_title=True,
        )
        if lezer.actor.may(Recht.VASTLEGGEN, wijk.id) and st.button("Contactmoment vastleggen", type="primary"):
            st.switch_page(PAGES_DIR / "vastleggen.py", query_params=state.view_params(wijk, van=None, tot=None))
        return
    _charts(lezer, wijk, beeld, van, tot, per)


def shared(lezer: Lezer, wijken: tuple[Wijk, ...]) -> None:
    """The same charts to look at, of what was chosen when it was shared."""
    wijk = state.current_wijk(wijken)
    van, tot = _within_reach(lezer, wijk, *state.current_period())
    per = chosen_group()
    show(html('<p class="wk-stil">{} · {} · per {}</p>', wijk.naam, nl.period(van, tot), per))
    beeld = lezer.ask(balansbeeld, wijk.id, lezer.methode.kompas, wijk.start, van, tot, per) if van <= tot else None
    if beeld is None or not beeld.betrouwbaarheid.n:
        empty_state("Hier is nog geen balans te zien.", "In deze periode is er niets vastgelegd.", is_title=True)
        return
    _charts(lezer, wijk, beeld, van, tot, per)


def _within_reach(lezer: Lezer, wijk: Wijk, van: date | None, tot: date | None) -> tuple[date, date]:
    """The chosen period as far as there can be data: from the start of the wijk up to the day of the view."""
    return max(van or wijk.start, wijk.start), min(tot or lezer.today, lezer.today)


def _charts(lezer: Lezer, wijk: Wijk, beeld: BalansBeeld, van: date, tot: date, per: Per) -> None:
    balance_chart(lezer, wijk, beeld, van, tot, per)
    if lezer.volgt_adres:
        band_sentence(lezer, wijk)
        noten_panel(lezer, "balans", (wijk,), within(read_noten(lezer, (wijk,)), van, tot))
    aspect_chart(lezer, wijk, beeld, van, tot, per)
