"""The balance of all wijken on one scale, and the band per fase."""

import streamlit as st

from dashboard.access.session import require_user
from dashboard.kit import state
from dashboard.kit.fields import done_bar
from dashboard.kit.geen_wijken import no_wijken
from dashboard.kit.html import page_title
from dashboard.kit.peildatum import looking_back
from dashboard.kit.share_menu import share_menu
from dashboard.reading.lezer import Lezer
from dashboard.screens.programmabalans.band import banden_view
from dashboard.screens.programmabalans.charts import balance_view
from dashboard.screens.programmabalans.reads import read_stand
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
