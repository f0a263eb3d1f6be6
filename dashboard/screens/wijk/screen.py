"""The start page of a wijk: what asks attention now, how it stands, and what happened lately."""

import streamlit as st

from dashboard.kit import state
from dashboard.kit.filters import filter_row, wijk_filter
from dashboard.kit.html import heading, how_calculated, html, joined, show
from dashboard.kit.peildatum import peildatum_filter
from dashboard.kit.sinds.changes import wijk_changes
from dashboard.kit.sinds.filter import sinds_filter
from dashboard.kit.undo import undo_bar
from dashboard.navigation import PAGES_DIR
from dashboard.reading.lezer import Lezer
from dashboard.reading.wijk import read_wijk
from dashboard.screens.wijk import picture
from dashboard.screens.wijk.blind_spots import blind_spots
from wijkkompas_core.analysis.signaaluitleg import UITLEG as SIGNAAL_UITLEG
from wijkkompas_core.domain import nederlands as nl
from wijkkompas_core.domain.toegang import Recht
from wijkkompas_core.queries.wijken import Wijk


def draw(lezer: Lezer, wijken: tuple[Wijk, ...]) -> None:
    """The filters, what changed, and how the wijk stands."""
    with filter_row():
        wijk = wijk_filter(wijken)
        sinds_filter(lezer)
        peildatum_filter(lezer)
    undo_bar(lezer)
    wijk_changes(lezer, wijk)
    peildatum = lezer.today
    beeld = read_wijk(lezer, wijk, peildatum)

    if lezer.actor.may(Recht.VASTLEGGEN, wijk.id) and st.button(
        "Vastleggen", type="primary", icon=":material/edit_note:", key="wijk_vastleggen"
    ):
        st.switch_page(PAGES_DIR / "vastleggen.py", query_params=state.view_params(wijk))

    attention_side, state_side = st.columns([7, 5], gap="large")
    with attention_side:
        blind_spots(lezer, wijk, beeld.stand, peildatum)
    with state_side:
        picture.kompas_and_balance(lezer, wijk, beeld, peildatum)
    lately_side, fasen_side = st.columns([7, 5], gap="large")
    with lately_side:
        picture.lately_and_due(lezer, wijk, beeld, peildatum)
    with fasen_side:
        picture.fasen(lezer, wijk, beeld, peildatum)
    picture.silence_map(lezer, wijk, beeld, peildatum)


def shared(lezer: Lezer, wijken: tuple[Wijk, ...]) -> None:
    """How the wijk stands, to look at."""
    wijk, peildatum = state.current_wijk(wijken), lezer.today
    beeld = read_wijk(lezer, wijk, peildatum)
    show(html('<p class="wk-stil">{} · op {}</p>', wijk.naam, nl.day(peildatum)))
    left, right = st.columns([7, 5], gap="large")
    with left:
        picture.kompas_and_balance(lezer, wijk, beeld, peildatum)
    with right:
        picture.fasen(lezer, wijk, beeld, peildatum)
        if lezer.vrije_tekst:
            items = joined(
                html(
                    '<li><p class="wk-signaal" dir="auto"><strong>{}</strong></p>'
                    '<p class="wk-stil" dir="auto">{}</p></li>',
                    one.zin,
                    one.reden,
                )
                for one in beeld.stand.signalen
            )
            show(
                heading("Blinde vlekken", str(len(beeld.stand.signalen))),
                html('<ol class="wk-signalen">{}</ol>{}', items, how_calculated(SIGNAAL_UITLEG)),
                heading("Laatst gebeurd"),
                html('<ul class="wk-tijdlijst">{}</ul>', picture.happened_items(beeld)),
            )
    picture.silence_map(lezer, wijk, beeld, peildatum)
