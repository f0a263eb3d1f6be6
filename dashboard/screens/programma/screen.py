"""All wijken at a glance: where to go this week.

The reader is a programmamanager on Monday: which wijk needs me, why, and what do I do there. The headline names it, the
cards say why and what to do, the table shows all wijken beside one another; the wijk is one click away.
"""

import streamlit as st

from dashboard.kit import balk, state
from dashboard.kit.html import empty_state, how_calculated, show
from dashboard.kit.kopzin import kopzin, sinds_vorige_bezoek
from dashboard.kit.marks import UITLEG as MARKS_UITLEG
from dashboard.kit.peildatum import time_control
from dashboard.kit.sinds import changes
from dashboard.kit.undo import undo_bar
from dashboard.kit.wijkregels import read_lines
from dashboard.reading.lezer import Lezer
from dashboard.screens.programma import figures, overview, panel
from dashboard.screens.programma import filter as chosen_filter
from wijkkompas_core.analysis.triage import UITLEG
from wijkkompas_core.domain import nederlands as nl
from wijkkompas_core.queries.kop import kop_van_programma
from wijkkompas_core.queries.wijken import Wijk

ALL_FIGURES = "Alle cijfers per wijk"


def draw(lezer: Lezer) -> None:
    """The headline, the cards, all wijken in three groups; folded under it every figure."""
    kompas, peildatum = lezer.methode.kompas, lezer.today
    regels = read_lines(lezer, peildatum)
    filter = chosen_filter.chosen(lezer, regels)
    held = [regel for regel in regels if filter.holds(regel)]
    where = (
        nl.count(len(held), "wijk", "wijken") if len(held) == len(regels) else f"{len(held)} van {len(regels)} wijken"
    )
    balk.about(f"{where} · {nl.weekday_and_day(peildatum)}")
    panel.filters(lezer, regels, filter)
    time_control(lezer, since=True)
    undo_bar(lezer)
    beeld = overview.beeld_van(held, kompas, peildatum)
    show(kopzin(kop_van_programma(held, kompas), UITLEG, sinds_vorige_bezoek(lezer, held, named=True)))
    if not held:
        empty_state("Geen wijk past bij deze filters.", "Wis een filter hierboven, of kies iets anders.")
        return
    changes.programme_changes(lezer, held)
    show(overview.cards(lezer, beeld))
    show(overview.groups(lezer, beeld, filter, choose=True), how_calculated(MARKS_UITLEG))
    opened = st.expander(ALL_FIGURES, key="programma_cijfers", on_change="rerun", icon=":material/table:")
    if opened.open:
        with opened:
            figures.all_figures(lezer, regels, filter, peildatum)


def shared(lezer: Lezer, _wijken: tuple[Wijk, ...]) -> None:
    """The headline and the groups of what was chosen, to look at."""
    kompas, peildatum = lezer.methode.kompas, lezer.today
    regels = read_lines(lezer, peildatum)
    filter = chosen_filter.chosen(lezer, regels)
    held = [regel for regel in regels if filter.holds(regel)]
    if not held:
        empty_state("Geen wijk past bij dit beeld.", "Vraag wie de link stuurde om een ander beeld.", is_title=True)
        return
    beeld = overview.beeld_van(held, kompas, peildatum)
    show(kopzin(kop_van_programma(held, kompas), UITLEG))
    show(overview.groups(lezer, beeld, filter, choose=False))
    if state.get(figures.KOLOMMEN):
        figures.shared_figures(lezer, regels, filter, peildatum)
