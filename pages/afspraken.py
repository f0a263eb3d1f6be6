"""Afspraken: one's own in all wijken, or all of a wijk; what is too late comes first."""

import streamlit as st

from dashboard import state
from dashboard.components.afspraken import afspraken_list, choose, chosen_one
from dashboard.components.delen import share_menu
from dashboard.components.filters import filter_row
from dashboard.components.geen_wijken import no_wijken
from dashboard.components.html import page_title
from dashboard.components.peildatum import looking_back, peildatum_filter
from dashboard.components.voortgang_formulier import done_bar
from dashboard.resources import Lezer
from dashboard.session import require_user
from wijkkompas_core.domain.toegang import Recht

lezer = Lezer(require_user(Recht.WIJK_ZIEN), state.peildatum())
page_title(
    "Mijn afspraken",
    "Zie wat er is afgesproken, wie het doet en wanneer het klaar moet zijn.",
    share_menu(lezer.actor, "afspraken"),
)
looking_back(lezer)
wijken = lezer.wijken()
if not wijken:
    no_wijken(lezer.actor)
    st.stop()

with filter_row():
    blik = choose(lezer, wijken, lezer.today)
    peildatum_filter(lezer)
done_bar()
chosen_one(blik)
afspraken_list(blik)
