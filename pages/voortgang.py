"""How far a wijk is: fasen, mijlpalen, knooppunten, judgements and figures."""

import streamlit as st

from dashboard import state
from dashboard.components import voortgang as view
from dashboard.components.delen import share_menu
from dashboard.components.filters import filter_row, wijk_filter
from dashboard.components.geen_wijken import no_wijken
from dashboard.components.html import page_title, paragraph, show
from dashboard.components.peildatum import looking_back, peildatum_filter
from dashboard.components.voortgang_cijfers import cijfers_view
from dashboard.components.voortgang_deelprojecten import deelprojecten_panel
from dashboard.components.voortgang_fasen import fasen_view
from dashboard.components.voortgang_formulier import done_bar
from dashboard.components.voortgang_knooppunten import knooppunten_view
from dashboard.components.voortgang_oordelen import oordelen_view
from dashboard.resources import Lezer
from dashboard.session import require_user
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
