"""Everything that happened in a wijk as one stream, each item with its history; and the form for a besluit."""

import streamlit as st

from dashboard.access.session import require_user
from dashboard.kit import state
from dashboard.kit.fields import done_bar
from dashboard.kit.filters import filter_row, period_filter, wijk_filter
from dashboard.kit.geen_wijken import no_wijken
from dashboard.kit.html import page_title
from dashboard.kit.peildatum import looking_back, peildatum_filter
from dashboard.kit.share_menu import share_menu
from dashboard.reading.lezer import Lezer
from dashboard.screens.logboek import stream
from dashboard.screens.logboek.besluit import FORMULIER, ITEM, form_view
from dashboard.screens.logboek.item import item_view, trail
from wijkkompas_core.domain.toegang import Recht

lezer = Lezer(require_user(Recht.WIJK_ZIEN), state.peildatum())
form, item = state.get(FORMULIER), state.get(ITEM)
page_title(
    "Logboek",
    "Vind terug wat er in de wijk gebeurde, wat er is besloten en hoe het eerder was opgeschreven.",
    share_menu(lezer.actor, "logboek"),
)
looking_back(lezer)
wijken = lezer.wijken()
if not wijken:
    no_wijken(lezer.actor)
    st.stop()

if form or item:
    wijk = state.current_wijk(wijken)
    done_bar()
    if form:
        trail(wijk, "Besluit vastleggen" if form == stream.NEW else "Besluit wijzigen")
        form_view(lezer, wijk, form)
    else:
        item_view(lezer, wijk, item or "")
    st.stop()

with filter_row():
    wijk = wijk_filter(wijken)
    van, tot = period_filter(day=lezer.today)
    wanted = stream.search_filters(lezer, van, tot)
    peildatum_filter(lezer)
done_bar()
stream.stream_view(lezer, wijk, wanted)
