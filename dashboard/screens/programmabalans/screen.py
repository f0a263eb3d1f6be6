"""The balance of all wijken on one scale, and the band per fase."""

from dashboard.kit.undo import undo_bar
from dashboard.reading.lezer import Lezer
from dashboard.reading.programmabalans import read_stand
from dashboard.screens.programmabalans.band import banden_view
from dashboard.screens.programmabalans.charts import balance_view, shared_balance
from wijkkompas_core.queries.wijken import Wijk


def draw(lezer: Lezer, wijken: tuple[Wijk, ...]) -> None:
    """The balance of all wijken, and the bands."""
    undo_bar(lezer)
    stand = read_stand(lezer, wijken)
    balance_view(lezer, stand)
    banden_view(lezer, stand)


def shared(lezer: Lezer, wijken: tuple[Wijk, ...]) -> None:
    """The balance of what was chosen, to look at."""
    shared_balance(lezer, read_stand(lezer, wijken))
