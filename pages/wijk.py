"""The start page of a wijk: what asks attention now, how it stands, and what happened lately."""

import streamlit as st

from dashboard import state
from dashboard.components import wijkbeeld
from dashboard.components.delen import share_menu
from dashboard.components.filters import filter_row, wijk_filter
from dashboard.components.geen_wijken import no_wijken
from dashboard.components.html import page_title
from dashboard.components.peildatum import looking_back, peildatum_filter
from dashboard.components.sinds import sinds_filter, wijk_changes
from dashboard.components.undo import undo_bar
from dashboard.components.wijk import blind_spots
from dashboard.navigation import PAGES_DIR
from dashboard.resources import Lezer
from dashboard.session import require_user
from wijkkompas_core.domain.toegang import Recht

lezer = Lezer(require_user(Recht.WIJK_ZIEN), state.peildatum())
page_title(
    "Mijn wijk",
    "Zie wat nu aandacht vraagt, hoe de wijk ervoor staat en wat er pas is gebeurd.",
    share_menu(lezer.actor, "wijk"),
)
looking_back(lezer)
wijken = lezer.wijken()
if not wijken:
    no_wijken(lezer.actor)
    st.stop()

with filter_row():
    wijk = wijk_filter(wijken)
    sinds_filter(lezer)
    peildatum_filter(lezer)
undo_bar(lezer)
wijk_changes(lezer, wijk)
peildatum = lezer.today
beeld = wijkbeeld.read_wijk(lezer, wijk, peildatum)

if lezer.actor.may(Recht.VASTLEGGEN, wijk.id) and st.button(
    "Vastleggen", type="primary", icon=":material/edit_note:", key="wijk_vastleggen"
):
    st.switch_page(PAGES_DIR / "vastleggen.py", query_params=state.view_params(wijk))

attention_side, state_side = st.columns([7, 5], gap="large")
with attention_side:
    blind_spots(lezer, wijk, beeld.stand, peildatum)
with state_side:
    wijkbeeld.kompas_and_balance(lezer, wijk, beeld, peildatum)
lately_side, fasen_side = st.columns([7, 5], gap="large")
with lately_side:
    wijkbeeld.lately_and_due(lezer, wijk, beeld, peildatum)
with fasen_side:
    wijkbeeld.fasen(lezer, wijk, beeld, peildatum)
wijkbeeld.silence_map(lezer, wijk, beeld, peildatum)
