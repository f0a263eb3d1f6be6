"""The belanghebbenden of a wijk: as a list, in pictures, one by one, and the form for a new one."""

from dashboard.kit import state
from dashboard.kit.filters import filter_row, period_filter, wijk_filter
from dashboard.kit.peildatum import peildatum_filter
from dashboard.kit.undo import undo_bar
from dashboard.reading.lezer import Lezer
from dashboard.screens.belanghebbenden import pictures as beelden
from dashboard.screens.belanghebbenden.form import new_form
from dashboard.screens.belanghebbenden.one import detail_view
from dashboard.screens.belanghebbenden.register import (
    BELANGHEBBENDE,
    BELOFTE,
    LIJST,
    MATRIX,
    NIEUW,
    SPREIDING,
    new_button,
    register_view,
    trail,
    view_choice,
)
from wijkkompas_core.domain.toegang import Recht
from wijkkompas_core.queries.wijken import Wijk


def draw(lezer: Lezer, wijken: tuple[Wijk, ...]) -> None:
    """One of them, the form for a new one, or all of a wijk in the chosen way."""
    wanted = state.get(BELANGHEBBENDE)
    if wanted == NIEUW and lezer.actor.may(Recht.VASTLEGGEN, state.current_wijk(wijken).id):
        wijk = state.current_wijk(wijken)
        undo_bar(lezer)
        trail(wijk, "Nieuwe belanghebbende")
        new_form(lezer, wijk)
        return
    if wanted and wanted != NIEUW:
        wijk = state.current_wijk(wijken)
        undo_bar(lezer)
        detail_view(lezer, wijk, wanted)
        return

    with filter_row():
        wijk = wijk_filter(wijken)
        beeld = view_choice()
        van, tot = period_filter(day=lezer.today) if beeld == SPREIDING else (None, None)
        peildatum_filter(lezer)
    undo_bar(lezer)
    new_button(lezer, wijk)
    if beeld == LIJST:
        register_view(lezer, wijk)
    elif beeld == MATRIX:
        beelden.matrix_view(lezer, wijk)
    elif beeld == BELOFTE:
        beelden.promise_view(lezer, wijk)
    else:
        beelden.spread_view(lezer, wijk, van, tot)
