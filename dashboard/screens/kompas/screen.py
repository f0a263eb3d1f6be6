"""The kompas of one wijk: which vakken get attention, and everything about the chosen part."""

import streamlit as st

from dashboard.kit import state
from dashboard.kit.filters import filter_row, period_filter, selectie_filter, wijk_filter
from dashboard.kit.html import empty_state, heading, show
from dashboard.kit.peildatum import peildatum_filter
from dashboard.kit.undo import undo_bar
from dashboard.navigation import PAGES_DIR
from dashboard.reading.beelden import kompasbeeld
from dashboard.reading.lezer import Lezer
from dashboard.screens.kompas import circle as kompas_view
from dashboard.screens.kompas.contactlijst import contact_list
from wijkkompas_core.domain import nederlands as nl
from wijkkompas_core.domain.toegang import Recht
from wijkkompas_core.queries.wijken import Wijk

STEP = 3


def draw(lezer: Lezer, wijken: tuple[Wijk, ...]) -> None:
    """The filters, the circle, and beside it the chosen part."""
    kompas = lezer.methode.kompas
    with filter_row():
        wijk = wijk_filter(wijken)
        van, tot = period_filter(day=lezer.today)
        selectie = selectie_filter(lezer.version, kompas)
        peildatum_filter(lezer)

    shown_key = f"getoond_{wijk.slug}_{selectie.node}"
    limit = st.session_state.get(shown_key, STEP)
    state.keep_view()
    peildatum = min(tot or lezer.today, lezer.today)
    beeld = lezer.ask(kompasbeeld, wijk.id, lezer.methode.kompas, selectie, (van, tot), peildatum, limit)
    parts = kompas_view.kompas_parts(lezer, wijk, selectie, (van, tot), peildatum, beeld)

    undo_bar(lezer)
    chart_side, part_side = st.columns([7, 5], gap="large")
    with chart_side:
        show('<details class="wk-klap"><summary>Toon het kompas als cirkel</summary></details>')
        drawn = kompas_view.sunburst(parts.figure, parts.alt, selectie, kompas)
        show(parts.legend, parts.involved)
        about = kompas_view.about(wijk, selectie, kompas, van, tot, peildatum)
        kompas_view.table_and_downloads(lezer, wijk, selectie, beeld, about, drawn)

    with part_side:
        show(parts.way, parts.summary)
        if lezer.actor.may(Recht.VASTLEGGEN, wijk.id) and st.button(
            "Vastleggen", type="primary", icon=":material/edit_note:", key="naar_vastleggen"
        ):
            params = state.view_params(wijk, fase=selectie.fase, aspect=selectie.aspect, van=None, tot=None)
            st.switch_page(PAGES_DIR / "vastleggen.py", query_params=params)
        above = parts.knooppunten + heading("Contactmomenten", f"{beeld.totaal} · {nl.period(van, tot)}")
        contact_list(lezer, beeld.contactmomenten, wijk.slug, above)
        if not beeld.totaal:
            empty_state(
                "Hier komen de contactmomenten te staan.", "Er is nog niets vastgelegd voor dit deel en deze periode."
            )
        if beeld.totaal > limit:
            st.button("Toon meer", on_click=lambda: st.session_state.update({shown_key: limit + 10}))
