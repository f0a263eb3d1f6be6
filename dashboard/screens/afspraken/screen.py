"""Afspraken: one's own in all wijken, or all of a wijk; what is too late comes first."""

from dashboard.kit.filters import filter_row
from dashboard.kit.peildatum import time_control
from dashboard.kit.undo import undo_bar
from dashboard.reading.lezer import Lezer
from dashboard.screens.afspraken.list import afspraken_list, choose, chosen_one
from wijkkompas_core.queries.wijken import Wijk


def draw(lezer: Lezer, wijken: tuple[Wijk, ...]) -> None:
    """The filters, the chosen afspraak and the list."""
    time_control(lezer)
    undo_bar(lezer)
    with filter_row():
        blik = choose(lezer, wijken, lezer.today)
    chosen_one(blik)
    afspraken_list(blik)
