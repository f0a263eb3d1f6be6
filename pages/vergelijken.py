"""Two to six wijken side by side."""

import streamlit as st

from dashboard.access.session import require_user
from dashboard.kit import state
from dashboard.kit.fields import done_bar
from dashboard.kit.geen_wijken import no_wijken
from dashboard.kit.html import empty_state, page_title
from dashboard.kit.noten import noten_panel, read_noten
from dashboard.kit.peildatum import looking_back
from dashboard.kit.share_menu import share_menu
from dashboard.reading.lezer import Lezer
from dashboard.screens.programma.filter import read_lines
from dashboard.screens.vergelijken import facts, fase, parties, time
from wijkkompas_core.domain.toegang import Recht

lezer = Lezer(require_user(Recht.WIJK_ZIEN), state.peildatum())
page_title(
    "Vergelijken",
    "Leg wijken naast elkaar om van elkaar te leren. Dit is geen ranglijst.",
    share_menu(lezer.actor, "vergelijken"),
)
looking_back(lezer)
wijken = lezer.wijken()
if not wijken:
    no_wijken(lezer.actor)
    st.stop()
if len(wijken) < facts.LEAST:
    empty_state(
        "Vergelijken kan vanaf twee wijken.",
        "Je ziet nu één wijk. Komt er een tweede bij, dan kun je ze hier naast elkaar leggen.",
    )
    st.stop()

peildatum = lezer.today
chosen = facts.choose(lezer, wijken)
done_bar()
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
