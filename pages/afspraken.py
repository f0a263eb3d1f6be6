"""Afspraken: one's own in all wijken, or all of a wijk; what is too late comes first."""

import streamlit as st

from dashboard.access.session import require_user
from dashboard.kit import state
from dashboard.kit.fields import done_bar
from dashboard.kit.filters import filter_row
from dashboard.kit.geen_wijken import no_wijken
from dashboard.kit.html import page_title
from dashboard.kit.peildatum import looking_back, peildatum_filter
from dashboard.kit.share_menu import share_menu
from dashboard.reading.lezer import Lezer
from dashboard.screens.afspraken.list import afspraken_list, choose, chosen_one
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
