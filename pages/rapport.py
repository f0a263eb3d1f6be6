"""Reports: choose what goes in, look at it, and make it as PDF or workbook; and those made before."""

import streamlit as st

from dashboard.components import huisstijl, rapport, rapport_maken
from dashboard.components.geen_wijken import no_wijken
from dashboard.components.html import page_title
from dashboard.resources import Lezer
from dashboard.session import require_user
from wijkkompas_core.domain.toegang import Recht

lezer = Lezer(require_user(Recht.WIJK_ZIEN))
page_title("Rapport", "Maak een rapport over een wijk of het hele programma, om te delen of te bewaren.")
if not lezer.wijken():
    no_wijken(lezer.actor)
    st.stop()

opdracht = rapport.choose(lezer)
rapport_maken.make(lezer, opdracht)
rapport.made_before(lezer)
if lezer.actor.may(Recht.BEHEREN):
    huisstijl.form()
