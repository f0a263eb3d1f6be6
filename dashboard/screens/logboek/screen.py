"""Everything that happened in a wijk as one stream, each item with its history; and the form for a besluit."""

from dashboard.kit import state
from dashboard.kit.filters import filter_row, period_filter, wijk_filter
from dashboard.kit.peildatum import peildatum_filter
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

    with filter_row():
        wijk = wijk_filter(wijken)
        van, tot = period_filter(day=lezer.today)
        wanted = stream.search_filters(lezer, van, tot)
        peildatum_filter(lezer)
    undo_bar(lezer)
    stream.stream_view(lezer, wijk, wanted)
