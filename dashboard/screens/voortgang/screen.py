"""How far a wijk is: fasen, mijlpalen, knooppunten, judgements and figures."""

from dashboard.kit.balk import bar
from dashboard.kit.filters import wijk_in_bar
from dashboard.kit.html import paragraph, show
from dashboard.kit.kopzin import kopzin
from dashboard.kit.onleesbaar import onleesbaar_list
from dashboard.kit.peildatum import time_control
from dashboard.kit.undo import undo_bar
from dashboard.reading.lezer import Lezer
from dashboard.screens.voortgang import overview as view
from dashboard.screens.voortgang.cijfers import cijfers_view
from dashboard.screens.voortgang.deelprojecten import deelprojecten_panel
from dashboard.screens.voortgang.fasen import fasen_view
from dashboard.screens.voortgang.knooppunten import knooppunten_view
from dashboard.screens.voortgang.oordelen import oordelen_view
from wijkkompas_core.analysis.paginakop import VOORTGANG_UITLEG
from wijkkompas_core.queries.wijken import Wijk

VIEWS = {
    view.TIJDLIJN: view.timeline,
    view.FASEN: fasen_view,
    view.KNOOPPUNTEN: knooppunten_view,
    view.OORDELEN: oordelen_view,
    view.CIJFERS: cijfers_view,
}


def draw(lezer: Lezer, wijken: tuple[Wijk, ...]) -> None:
    """The view that stands in the address."""
    wijk = wijk_in_bar(wijken)
    with bar().wat:
        blik = view.deelproject_filter(lezer, wijk)
    time_control(lezer)
    undo_bar(lezer)
    beeld = view.asked_beeld()
    # The first view has its picture right under the same sentence, and draws it itself.
    if beeld != view.TIJDLIJN or not view.begun(blik):
        show(kopzin(view.kop_van(blik), VOORTGANG_UITLEG))
        view.beeld_filter(beeld)
    if blik.deel and not blik.deel.actief:
        show(paragraph("Dit deelproject is afgesloten. Je kunt alles nog bekijken."))
    elif blik.deel and blik.deel.toelichting:
        show(paragraph(blik.deel.toelichting, "wk-stil"))
    VIEWS[beeld](blik)
    if beeld == view.FASEN:
        deelprojecten_panel(blik)
    onleesbaar_list(lezer, wijk.id)
