"""The balance of all wijken on one scale, and the band per fase."""

import streamlit as st

from dashboard import state
from dashboard.components.bandformulier import banden_view
from dashboard.components.delen import share_menu
from dashboard.components.geen_wijken import no_wijken
from dashboard.components.html import page_title
from dashboard.components.peildatum import looking_back
from dashboard.components.programmabalans import balance_view
from dashboard.components.programmabalans_lezen import read_stand
from dashboard.components.voortgang_formulier import done_bar
from dashboard.resources import Lezer
from dashboard.session import require_user
from wijkkompas_core.domain.toegang import Recht

lezer = Lezer(require_user(Recht.WIJK_ZIEN), state.peildatum())
page_title(
    "Balans per wijk",
    "Zie in welke wijken een spoor meer aandacht nodig heeft.",
    share_menu(lezer.actor, "programmabalans"),
)
looking_back(lezer)
wijken = lezer.wijken()
if not wijken:
    no_wijken(lezer.actor)
    st.stop()

done_bar()
stand = read_stand(lezer, wijken)
balance_view(lezer, stand)
banden_view(lezer, stand)
