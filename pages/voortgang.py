"""How far a wijk is: fasen, mijlpalen, knooppunten, judgements and figures."""

import streamlit as st

from dashboard.access.session import require_user
from dashboard.kit import state
from dashboard.kit.fields import done_bar
from dashboard.kit.filters import filter_row, wijk_filter
from dashboard.kit.geen_wijken import no_wijken
from dashboard.kit.html import page_title, paragraph, show
from dashboard.kit.peildatum import looking_back, peildatum_filter
from dashboard.kit.share_menu import share_menu
from dashboard.reading.lezer import Lezer
from dashboard.screens.voortgang import overview as view
from dashboard.screens.voortgang.cijfers import cijfers_view
from dashboard.screens.voortgang.deelprojecten import deelprojecten_panel
from dashboard.screens.voortgang.fasen import fasen_view
from dashboard.screens.voortgang.knooppunten import knooppunten_view
from dashboard.screens.voortgang.oordelen import oordelen_view
from wijkkompas_core.domain.toegang import Recht

lezer = Lezer(require_user(Recht.WIJK_ZIEN), state.peildatum())
page_title(
    "Voortgang",
    "Zie hoe ver de wijk is, gepland en werkelijk, en waar het op vastzit.",
    share_menu(lezer.actor, "voortgang"),
)
looking_back(lezer)
wijken = lezer.wijken()
if not wijken:
    no_wijken(lezer.actor)
    st.stop()

with filter_row():
    wijk = wijk_filter(wijken)
    blik = view.deelproject_filter(lezer, wijk)
    peildatum_filter(lezer)
beeld = view.beeld_filter()
done_bar()
if blik.deel and not blik.deel.actief:
    show(paragraph("Dit deelproject is afgesloten. Je kunt alles nog bekijken."))
elif blik.deel and blik.deel.toelichting:
    show(paragraph(blik.deel.toelichting, "wk-stil"))

VIEWS = {
    view.TIJDLIJN: view.timeline,
    view.FASEN: fasen_view,
    view.KNOOPPUNTEN: knooppunten_view,
    view.OORDELEN: oordelen_view,
    view.CIJFERS: cijfers_view,
}
VIEWS[beeld](blik)
if beeld == view.FASEN:
    deelprojecten_panel(blik)
