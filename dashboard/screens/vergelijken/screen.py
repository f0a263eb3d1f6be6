"""Two to six wijken side by side."""

from datetime import date

from dashboard.kit.html import empty_state, show
from dashboard.kit.kopzin import kopzin
from dashboard.kit.noten import noten_panel, read_noten, within
from dashboard.kit.peildatum import time_control
from dashboard.kit.undo import undo_bar
from dashboard.kit.wijkregels import read_lines
from dashboard.reading.lezer import Lezer
from dashboard.screens.vergelijken import facts, fase, parties, rasters, time
from wijkkompas_core.analysis.paginakop import VERGELIJK_UITLEG
from wijkkompas_core.queries.wijken import Wijk


def draw(lezer: Lezer, wijken: tuple[Wijk, ...]) -> None:
    """The chosen wijken side by side."""
    if len(wijken) < facts.LEAST:
        empty_state(
            "Vergelijken kan vanaf twee wijken.",
            "Je ziet nu één wijk. Komt er een tweede bij, dan kun je ze hier naast elkaar leggen.",
            is_title=True,
        )
        return

    peildatum = lezer.today
    chosen = facts.asked(wijken)
    time_control(lezer)
    undo_bar(lezer)
    regels = read_lines(lezer, peildatum)
    show(kopzin(facts.kop_van(regels, chosen, lezer.methode.kompas, peildatum), VERGELIJK_UITLEG))
    facts.choose(wijken, chosen)
    facts.same_fase(lezer, regels, chosen)
    if not chosen:
        facts.suggestions(lezer, regels)
    if len(chosen) < facts.LEAST:
        empty_state(
            "Kies hierboven ten minste twee wijken.",
            "Dan zie je hun kompas, balans, dekking, belanghebbenden en fasen naast elkaar.",
        )
        if chosen:
            fase.same_fase_view(lezer, chosen, peildatum)
        return
    rasters.rasters(lezer, chosen, peildatum)
    facts.facts(lezer, [regel for regel in regels if regel.wijk in chosen], peildatum)
    parties.parties(lezer, chosen, peildatum)
    found = read_noten(lezer, chosen)
    noten = time.noten_of(found, chosen)
    time.balances(lezer, chosen, peildatum, noten)
    time.timeline(lezer, chosen, peildatum, noten)
    noten_panel(lezer, "vergelijken", chosen, found)
    fase.same_fase_view(lezer, chosen, peildatum)


def shared(lezer: Lezer, wijken: tuple[Wijk, ...]) -> None:
    """The kompas, the balance and the fasen of the wijken that were chosen, to look at."""
    peildatum = lezer.today
    chosen = facts.asked(wijken)
    kop = facts.kop_van(read_lines(lezer, peildatum), chosen, lezer.methode.kompas, peildatum)
    show(kopzin(kop, VERGELIJK_UITLEG))
    rasters.rasters(lezer, chosen, peildatum, links=False)
    noten = time.noten_of(within(read_noten(lezer, chosen), date.min, peildatum), chosen)
    time.balances(lezer, chosen, peildatum, noten, links=False)
    time.timeline(lezer, chosen, peildatum, noten)
