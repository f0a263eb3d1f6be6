"""Views under a name, where you begin, and what is shared with people without an account."""

from dashboard.kit.undo import undo_bar
from dashboard.reading.lezer import Lezer
from dashboard.screens.weergaven import deellinks, weergaven


def draw(lezer: Lezer) -> None:
    """The forms that the address asks for, and both lists."""
    undo_bar(lezer)
    weergaven.save_form(lezer)
    deellinks.share_form(lezer)
    weergaven.overview(lezer)
    deellinks.overview(lezer)
