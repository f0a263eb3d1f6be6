"""All wijken at a glance: where to go this week."""

import streamlit as st

from dashboard import state
from dashboard.components import programma, programma_lezen, programma_rasters, programma_tabel, sinds
from dashboard.components.bladeren import page_buttons
from dashboard.components.delen import share_menu
from dashboard.components.geen_wijken import no_wijken
from dashboard.components.html import empty_state, heading, page_title, show
from dashboard.components.peildatum import looking_back
from dashboard.components.voortgang_formulier import done_bar
from dashboard.resources import Lezer
from dashboard.session import require_user
from wijkkompas_core.domain.toegang import Recht

lezer = Lezer(require_user(Recht.WIJK_ZIEN), state.peildatum())
page_title(
    "Programma", "Zie in één oogopslag welke wijk je deze week nodig heeft.", share_menu(lezer.actor, "programma")
)
looking_back(lezer)
if not lezer.wijken():
    no_wijken(lezer.actor)
    st.stop()

done_bar()
peildatum = lezer.today
regels = programma_lezen.read_lines(lezer, peildatum)
filter = programma_lezen.chosen(lezer, regels)
programma.filters(lezer, regels, filter)
programma.attention(lezer, [regel for regel in regels if filter.holds(regel)], filter)

sinds.programme_changes(lezer, [regel for regel in regels if filter.holds(regel)])

lines, number, last, total = programma_tabel.page_of(lezer, regels, filter)
where = f"{total} van {len(regels)}" if total != len(regels) else str(total)
show(heading("Wijken", where + (f" · bladzijde {number} van {last}" if last > 1 else "")))
columns = programma_tabel.table_controls(lezer)
if lines:
    programma_tabel.table_view(lezer, lines, columns, filter, peildatum)
else:
    empty_state("Geen wijk past bij deze filters.", "Wis de filters, of kies iets anders.")
if last > 1:
    page_buttons("programma", number, last, back="Vorige", on="Volgende")
if lines:
    programma_rasters.grids(lezer, lines, filter, peildatum)
