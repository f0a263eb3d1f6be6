"""Reports: choose what goes in, look at it, and make it as PDF or workbook; and those made before."""

from dashboard.reading.lezer import Lezer
from dashboard.screens.rapport import choose, huisstijl, make


def draw(lezer: Lezer) -> None:
    """Choose, make, and those made before."""
    opdracht = choose.choose(lezer)
    make.make(lezer, opdracht)
    choose.made_before(lezer)
    if lezer.actor.is_beheerder:
        huisstijl.form(lezer)
