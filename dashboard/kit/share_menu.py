"""The menu "Delen" beside a page title: plain HTML that a script of ours works (delen.js), no widget, no rerun."""

from markupsafe import Markup

from dashboard.kit.html import href, html
from wijkkompas_core.domain.paginas import Pagina
from wijkkompas_core.domain.toegang import Actor, Recht

PAGE, DOE, ADRES = "weergaven", "doe", "adres"
BEWAREN, DELEN = "bewaren", "delen"


def share_menu(actor: Actor, pagina: Pagina) -> Markup:
    """Copy the link of this view, keep it under a name, show it to people without an account, and print it."""
    start = {ADRES: f"/{pagina.adres}"}
    without = (
        html(
            '<li><a data-wk="adres" href="{}" target="_self">Delen zonder account</a></li>',
            href(PAGE, {DOE: DELEN} | start),
        )
        if pagina.deelbaar and actor.may(Recht.WIJK_STUREN)
        else ""
    )
    return html(
        '<details class="wk-delen"><summary>Delen</summary><ul>'
        '<li><button type="button" data-wk="kopieer">Kopieer link</button></li>'
        '<li><a data-wk="adres" href="{}" target="_self">Bewaar als weergave</a>'
        "</li>"
        "{}"
        '<li><button type="button" data-wk="print">Afdrukken</button></li>'
        '<li><a href="{}" target="_self">Mijn weergaven</a></li></ul>'
        '<p class="wk-delen-melding" role="status"></p></details>',
        href(PAGE, {DOE: BEWAREN} | start),
        without,
        href(PAGE),
    )
