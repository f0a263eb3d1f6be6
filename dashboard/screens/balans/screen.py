"""The balance between the sporen of one wijk over time."""

import streamlit as st

from dashboard.kit.filters import filter_row, period_filter, wijk_filter
from dashboard.kit.html import empty_state
from dashboard.kit.noten import noten_panel, read_noten, within
from dashboard.kit.peildatum import peildatum_filter
from dashboard.kit.period_group import group_filter
from dashboard.kit.state import view_params
from dashboard.kit.undo import undo_bar
from dashboard.navigation import PAGES_DIR
from dashboard.reading.beelden import balansbeeld
from dashboard.reading.lezer import Lezer
from dashboard.screens.balans.band import band_sentence
from dashboard.screens.balans.charts import aspect_chart, balance_chart
from wijkkompas_core.domain import nederlands as nl
from wijkkompas_core.domain.toegang import Recht
from wijkkompas_core.queries.wijken import Wijk


def draw(lezer: Lezer, wijken: tuple[Wijk, ...]) -> None:
    """The filters, and both charts for what is chosen."""
    with filter_row():
        wijk = wijk_filter(wijken)
        van, tot = period_filter(day=lezer.today)
        per = group_filter()
        peildatum_filter(lezer)
    van, tot = max(van or wijk.start, wijk.start), min(tot or lezer.today, lezer.today)

    undo_bar(lezer)
    if van > tot:
        empty_state("Deze periode is leeg.", f"De wijkaanpak begon op {nl.day(wijk.start)}. Kies een latere periode.")
        return
    beeld = lezer.ask(balansbeeld, wijk.id, lezer.methode.kompas, van, tot, per)
    if not beeld.betrouwbaarheid.n:
        empty_state(
            "Hier komt de balans tussen de sporen te staan.",
            f"Er zijn geen contactmomenten in {wijk.naam} in deze periode ({nl.period(van, tot)}).",
        )
        if lezer.actor.may(Recht.VASTLEGGEN, wijk.id) and st.button("Contactmoment vastleggen", type="primary"):
            st.switch_page(PAGES_DIR / "vastleggen.py", query_params=view_params(wijk, van=None, tot=None))
        return
    balance_chart(lezer, wijk, beeld, van, tot, per)
    band_sentence(lezer, wijk)
    noten_panel(lezer, "balans", (wijk,), within(read_noten(lezer, (wijk,)), van, tot))
    aspect_chart(lezer, wijk, beeld, van, tot, per)
