"""The belanghebbenden of a wijk: as a list, in pictures, one by one, and the form for a new one."""

import streamlit as st

from dashboard.kit import state
from dashboard.kit.balk import filter_panel
from dashboard.kit.filters import period_chip, period_filter, wijk_in_bar
from dashboard.kit.html import finding, show
from dashboard.kit.kopzin import kopzin
from dashboard.kit.peildatum import time_control
from dashboard.kit.undo import undo_bar
from dashboard.reading.belanghebbenden import read_register
from dashboard.reading.lezer import Lezer
from dashboard.screens.belanghebbenden import pictures as beelden
from dashboard.screens.belanghebbenden.doubles import doubles_button, doubles_view
from dashboard.screens.belanghebbenden.form import new_form
from dashboard.screens.belanghebbenden.one import detail_view
from dashboard.screens.belanghebbenden.register import (
    BELANGHEBBENDE,
    BELOFTE,
    DUBBEL,
    LIJST,
    MATRIX,
    NIEUW,
    SPREIDING,
    current_view,
    new_button,
    register_filters,
    register_view,
    trail,
    view_choice,
)
from wijkkompas_core.analysis.paginakop import REGISTER_UITLEG, registerkop
from wijkkompas_core.domain.toegang import Recht
from wijkkompas_core.queries.wijken import Wijk


def draw(lezer: Lezer, wijken: tuple[Wijk, ...]) -> None:
    """One of them, the form for a new one, or all of a wijk in the chosen way."""
    wanted = state.get(BELANGHEBBENDE)
    if wanted == NIEUW and lezer.actor.may(Recht.VASTLEGGEN, state.current_wijk(wijken).id):
        wijk = state.current_wijk(wijken)
        undo_bar(lezer)
        trail(wijk, "Nieuwe belanghebbende")
        show(finding("Nieuwe belanghebbende", is_title=True))
        new_form(lezer, wijk)
        return
    if wanted == DUBBEL and lezer.actor.may(Recht.WIJK_STUREN, state.current_wijk(wijken).id):
        undo_bar(lezer)
        doubles_view(lezer, state.current_wijk(wijken))
        return
    if wanted and wanted not in (NIEUW, DUBBEL):
        wijk = state.current_wijk(wijken)
        undo_bar(lezer)
        detail_view(lezer, wijk, wanted)
        return

    wijk, beeld = wijk_in_bar(wijken), current_view()
    van, tot = None, None
    if beeld == LIJST:
        register_filters(lezer, wijk)
    elif beeld == SPREIDING:
        with filter_panel(period_chip(lezer.today)):
            van, tot = period_filter(day=lezer.today)
    time_control(lezer)
    undo_bar(lezer)
    show(kopzin(registerkop(read_register(lezer, wijk.id), lezer.today), REGISTER_UITLEG))
    with st.container(key="wk-register-keuze", horizontal=True, vertical_alignment="bottom"):
        view_choice()
        doubles_button(lezer, wijk)
        new_button(lezer, wijk)
    if beeld == LIJST:
        register_view(lezer, wijk)
    elif beeld == MATRIX:
        beelden.matrix_view(lezer, wijk)
    elif beeld == BELOFTE:
        beelden.promise_view(lezer, wijk)
    else:
        beelden.spread_view(lezer, wijk, van, tot)
