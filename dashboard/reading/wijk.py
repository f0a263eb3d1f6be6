"""What is read of one wijk for a page about it."""

from datetime import date

from dashboard.reading.beelden import WijkBeeld, wijkbeeld
from dashboard.reading.lezer import Lezer
from wijkkompas_core.queries.wijken import Wijk


def read_wijk(lezer: Lezer, wijk: Wijk, peildatum: date) -> WijkBeeld:
    """All reads of the page but the afspraken, which differ per person."""
    return lezer.ask(wijkbeeld, wijk.id, lezer.methode, wijk.start, peildatum)
