"""Two to six wijken side by side."""

import streamlit as st

from dashboard import state
from dashboard.components import vergelijken, vergelijken_fase, vergelijken_partijen, vergelijken_tijd
from dashboard.components.delen import share_menu
from dashboard.components.geen_wijken import no_wijken
from dashboard.components.html import empty_state, page_title
from dashboard.components.noten import noten_panel, read_noten
from dashboard.components.peildatum import looking_back
from dashboard.components.programma_lezen import read_lines
from dashboard.components.voortgang_formulier import done_bar
from dashboard.resources import Lezer
from dashboard.session import require_user
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
if len(wijken) < vergelijken.LEAST:
    empty_state(
        "Vergelijken kan vanaf twee wijken.",
        "Je ziet nu één wijk. Komt er een tweede bij, dan kun je ze hier naast elkaar leggen.",
    )
    st.stop()

peildatum = lezer.today
chosen = vergelijken.choose(lezer, wijken)
done_bar()
regels = read_lines(lezer, peildatum)
vergelijken.same_fase(lezer, regels, chosen)
if len(chosen) < vergelijken.LEAST:
    empty_state(
        "Kies hierboven ten minste twee wijken.",
        "Dan zie je hun kompas, balans, dekking, belanghebbenden en fasen naast elkaar.",
    )
    if chosen:
        vergelijken_fase.same_fase_view(lezer, chosen, peildatum)
    st.stop()
vergelijken.facts(lezer, [regel for regel in regels if regel.wijk in chosen], peildatum)
vergelijken.circles(lezer, chosen, peildatum)
vergelijken_partijen.parties(lezer, chosen, peildatum)
found = read_noten(lezer, chosen)
noten = vergelijken_tijd.noten_of(found, chosen)
vergelijken_tijd.balances(lezer, chosen, peildatum, noten)
vergelijken_tijd.timeline(lezer, chosen, peildatum, noten)
noten_panel(lezer, "vergelijken", chosen, found)
vergelijken_fase.same_fase_view(lezer, chosen, peildatum)
