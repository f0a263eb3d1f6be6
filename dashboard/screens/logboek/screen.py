"""Everything that happened in a wijk as one stream, each item with its history; and the form for a besluit."""

from dashboard.kit import state
from dashboard.kit.balk import filter_panel
from dashboard.kit.filters import fase_chip, fase_filter, period_chip, period_filter, wijk_in_bar
from dashboard.kit.peildatum import time_control
from dashboard.kit.undo import undo_bar
from dashboard.reading.lezer import Lezer
from dashboard.screens.logboek import stream
from dashboard.screens.logboek.besluit import FORMULIER, ITEM, form_view
from dashboard.screens.logboek.item import item_view, trail
from wijkkompas_core.queries.wijken import Wijk


def draw(lezer: Lezer, wijken: tuple[Wijk, ...]) -> None:
    """One item, the form for a besluit, or the stream."""
    form, item = state.get(FORMULIER), state.get(ITEM)

    if form or item:
        wijk = state.current_wijk(wijken)
        undo_bar(lezer)
        if form:
            trail(wijk, "Besluit vastleggen" if form == stream.NEW else "Besluit wijzigen")
            form_view(lezer, wijk, form)
        else:
            item_view(lezer, wijk, item or "")
        return

    kompas = lezer.methode.kompas
    wijk = wijk_in_bar(wijken)
    with filter_panel([*period_chip(lezer.today), *fase_chip(kompas)]):
        van, tot = period_filter(day=lezer.today)
        fase = fase_filter(kompas, "logboek_fase")
    time_control(lezer)
    undo_bar(lezer)
    wanted = stream.search_field(van, tot, fase)
    stream.stream_view(lezer, wijk, wanted)
