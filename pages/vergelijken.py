"""Two to six wijken side by side."""

import streamlit as st

from dashboard import texts
from dashboard.components import vergelijken
from dashboard.components.html import empty_state, page_title
from dashboard.components.programma_lezen import read_lines
from dashboard.resources import Lezer
from dashboard.session import require_user
from wijkkompas_core.domain.tijd import today
from wijkkompas_core.domain.toegang import Recht

lezer = Lezer(require_user(Recht.WIJK_ZIEN))
page_title("Vergelijken", "Leg wijken naast elkaar om van elkaar te leren. Dit is geen ranglijst.")
wijken = lezer.wijken()
if len(wijken) < vergelijken.LEAST:
    empty_state(
        "Vergelijken kan vanaf twee wijken." if wijken else texts.NO_WIJKEN_TITLE,
        "Je hebt een rol in één wijk. Krijg je er een tweede bij, dan kun je ze hier naast elkaar leggen."
        if wijken
        else texts.NO_WIJKEN,
    )
    st.stop()

peildatum = today()
chosen = vergelijken.choose(wijken)
regels = read_lines(lezer, peildatum)
vergelijken.same_fase(lezer, regels, chosen)
if len(chosen) < vergelijken.LEAST:
    empty_state(
        "Kies hierboven ten minste twee wijken.",
        "Dan zie je hun kompas, balans, dekking, belanghebbenden en fasen naast elkaar.",
    )
    st.stop()
vergelijken.facts(lezer, [regel for regel in regels if regel.wijk in chosen], peildatum)
vergelijken.circles(lezer, chosen, peildatum)
vergelijken.balances(lezer, chosen, peildatum)
vergelijken.timeline(lezer, chosen, peildatum)
