"""Two to six wijken side by side."""

import streamlit as st

from dashboard.kit.html import empty_state
from dashboard.kit.noten import noten_panel, read_noten
from dashboard.kit.undo import undo_bar
from dashboard.kit.wijkregels import read_lines
from dashboard.page import open_page
from dashboard.screens.vergelijken import facts, fase, parties, time

lezer, wijken = open_page("vergelijken")
if len(wijken) < facts.LEAST:
    empty_state(
        "Vergelijken kan vanaf twee wijken.",
        "Je ziet nu één wijk. Komt er een tweede bij, dan kun je ze hier naast elkaar leggen.",
    )
    st.stop()

peildatum = lezer.today
chosen = facts.choose(lezer, wijken)
undo_bar(lezer)
regels = read_lines(lezer, peildatum)
facts.same_fase(lezer, regels, chosen)
if len(chosen) < facts.LEAST:
    empty_state(
        "Kies hierboven ten minste twee wijken.",
        "Dan zie je hun kompas, balans, dekking, belanghebbenden en fasen naast elkaar.",
    )
    if chosen:
        fase.same_fase_view(lezer, chosen, peildatum)
    st.stop()
facts.facts(lezer, [regel for regel in regels if regel.wijk in chosen], peildatum)
facts.circles(lezer, chosen, peildatum)
parties.parties(lezer, chosen, peildatum)
found = read_noten(lezer, chosen)
noten = time.noten_of(found, chosen)
time.balances(lezer, chosen, peildatum, noten)
time.timeline(lezer, chosen, peildatum, noten)
noten_panel(lezer, "vergelijken", chosen, found)
fase.same_fase_view(lezer, chosen, peildatum)
