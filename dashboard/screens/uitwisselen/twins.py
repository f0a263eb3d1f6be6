"""After an import: what it added to the register and what was probably there already under another name."""

from dashboard.kit.html import heading, href, html, paragraph, show, table
from dashboard.reading.belanghebbenden import read_doubles
from dashboard.reading.lezer import Lezer
from wijkkompas_core.domain import nederlands as nl
from wijkkompas_core.domain.toegang import Recht
from wijkkompas_core.queries.importresultaat import nieuwe_belanghebbenden

SHOWN = 20


def likely_doubles(lezer: Lezer, key: int) -> None:
    """One table of the groups in which something new of import `key` stands, and per wijk the way to merge them."""
    wijken, new = lezer.afresh.ask_all(nieuwe_belanghebbenden, key)
    if not new:
        return
    known = {wijk.id: wijk for wijk in lezer.wijken()}
    groups = [
        (known[wijk], group)
        for wijk in wijken
        if wijk in known
        for group in read_doubles(lezer.now, wijk)
        if any(one.sleutel in new for one in group.leden)
    ]
    if not groups:
        return
    title = f"{nl.count(len(groups), 'naam lijkt', 'namen lijken')} dubbel"
    show(heading(title, "vergelijk wat nieuw is met wat er al stond"))
    rows = [
        (group.blijft.naam, "; ".join(f"{one.naam} ({one.waarom})" for one in group.anderen), wijk.naam)
        for wijk, group in groups[:SHOWN]
    ]
    show(table(("Naam", "Lijkt op", "Wijk"), rows, caption="Dubbele namen"))
    if len(groups) > SHOWN:
        show(paragraph(f"Dit zijn de eerste {SHOWN}.", "wk-stil"))
    merging = {wijk.slug: wijk for wijk, _ in groups if lezer.actor.may(Recht.WIJK_STUREN, wijk.id)}
    if not merging:
        show(paragraph("Is het dezelfde partij? Wie de wijk stuurt, kan ze in het register samenvoegen.", "wk-stil"))
    for wijk in merging.values():
        address = href("belanghebbenden", {"wijk": wijk.slug, "belanghebbende": "dubbel"})
        link = html('<a href="{}" target="_self">Bekijk en voeg samen in {}</a>', address, wijk.naam)
        show(html('<p class="wk-alinea">{}</p>', link))
