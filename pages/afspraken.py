"""Afspraken: one's own in all wijken, or all of a wijk; what is too late comes first."""

import streamlit as st

from dashboard import texts
from dashboard.components.afspraken import afspraken_list, choose, chosen_one
from dashboard.components.filters import filter_row
from dashboard.components.html import empty_state, page_title
from dashboard.components.voortgang_formulier import done_bar
from dashboard.resources import Lezer
from dashboard.session import require_user
from wijkkompas_core.domain.tijd import today
from wijkkompas_core.domain.toegang import Recht

lezer = Lezer(require_user(Recht.WIJK_ZIEN))
page_title("Mijn afspraken", "Zie wat er is afgesproken, wie het doet en wanneer het klaar moet zijn.")
wijken = lezer.wijken()
if not wijken:
    empty_state(texts.NO_WIJKEN_TITLE, texts.NO_WIJKEN)
    st.stop()

with filter_row():
    blik = choose(lezer, wijken, today())
done_bar()
chosen_one(blik)
afspraken_list(blik)
