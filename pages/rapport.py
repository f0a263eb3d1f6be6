"""Reports: choose what goes in, look at it, and make it as PDF or workbook; and those made before."""

import streamlit as st

from dashboard.access.session import require_user
from dashboard.kit.geen_wijken import no_wijken
from dashboard.kit.html import page_title
from dashboard.reading.lezer import Lezer
from dashboard.screens.rapport import choose, huisstijl, make
from wijkkompas_core.domain.toegang import Recht

lezer = Lezer(require_user(Recht.WIJK_ZIEN))
page_title("Rapport", "Maak een rapport over een wijk of het hele programma, om te delen of te bewaren.")
if not lezer.wijken():
    no_wijken(lezer.actor)
    st.stop()

opdracht = choose.choose(lezer)
make.make(lezer, opdracht)
choose.made_before(lezer)
if lezer.actor.may(Recht.BEHEREN):
    huisstijl.form()
