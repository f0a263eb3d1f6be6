"""The views that can be shared, drawn to look at: no filters, no buttons that change anything, no way to elsewhere."""

import logging
from collections.abc import Callable
from datetime import date

from dashboard.access.by_link import DeelLezer
from dashboard.kit import state
from dashboard.kit.html import empty_state, page_title, without_links
from dashboard.reading.lezer import Lezer
from dashboard.reading.shared_form import GeenDeelvorm
from dashboard.reading.who import known
from dashboard.screens.balans import screen as balans
from dashboard.screens.kompas import screen as kompas
from dashboard.screens.programma import screen as programma
from dashboard.screens.programmabalans import screen as programmabalans
from dashboard.screens.vergelijken import screen as vergelijken
from dashboard.screens.wijk import screen as wijk
from wijkkompas_core.domain import nederlands as nl
from wijkkompas_core.domain.paginas import Over, page_at
from wijkkompas_core.queries.deellinks import Gedeeld
from wijkkompas_core.queries.wijken import Wijk

logger = logging.getLogger(__name__)
SCREENS: dict[str, Callable[[Lezer, tuple[Wijk, ...]], None]] = {
    "programma": programma.shared,
    "programmabalans": programmabalans.shared,
    "vergelijken": vergelijken.shared,
    "wijk": wijk.shared,
    "kompas": kompas.shared,
    "balans": balans.shared,
}
"""Address of a page that can be shared → its screen, to look at."""


def show_shared(lezer: DeelLezer, link: Gedeeld) -> None:
    """The view of this link, as it stands now or stood at its peildatum."""
    wijken = lezer.wijken()
    with known(lezer.actor), without_links(), state.at(link.beeld.params):
        pagina = page_at(link.beeld.pagina)
        finds = bool(pagina and pagina.bevinding and wijken)  # then the title is what the data say
        page_title(link.beeld.titel, _about(wijken, link, lezer.today), is_title=not finds)
        if not wijken:
            empty_state("Er is hier niets te zien.", "De wijk in dit beeld staat in het archief.")
            return
        try:
            SCREENS[link.beeld.pagina](lezer, wijken)
        except GeenDeelvorm:
            logger.exception("a shared view asked for what it has no form of")
            empty_state("Dit deel is niet te delen.", "Vraag wie de link stuurde om een ander beeld.")


def _about(wijken: tuple[Wijk, ...], link: Gedeeld, peildatum: date) -> str:
    """Which wijken it is about, as of when, and until when the link works."""
    until = f"Je kijkt mee via een link, die werkt tot en met {nl.day(link.verloopt_op)}."
    pagina = page_at(link.beeld.pagina)
    if pagina and pagina.over is Over.WIJK:  # a line of its own tells which
        return until
    names = [wijk.naam for wijk in wijken]
    who = nl.enumerate_words(names) if len(names) <= 6 else nl.count(len(names), "wijk", "wijken")
    when = f"Peildatum {nl.day(peildatum)}" if link.peildatum else f"Stand van {nl.day(peildatum)}"
    return f"{who} · {when} · {until}"
