"""Reports: choose what goes in, look at it, and make it as PDF or workbook; and those made before."""

from dashboard.page import open_page
from dashboard.screens.rapport import choose, huisstijl, make
from wijkkompas_core.domain.toegang import Recht

lezer = open_page("rapport").lezer

opdracht = choose.choose(lezer)
make.make(lezer, opdracht)
choose.made_before(lezer)
if lezer.actor.may(Recht.BEHEREN):
    huisstijl.form()
