"""All wijken at a glance: where to go this week."""

from dashboard.kit import state
from dashboard.kit.html import empty_state, heading, show
from dashboard.kit.paging import page_buttons
from dashboard.kit.sinds import changes
from dashboard.kit.undo import undo_bar
from dashboard.kit.wijkregels import read_lines
from dashboard.reading.lezer import Lezer
from dashboard.screens.programma import attention, grids, table
from dashboard.screens.programma import filter as programma_lezen
from wijkkompas_core.queries.wijken import Wijk


def draw(lezer: Lezer) -> None:
    """What asks attention, what changed, the table and the grids."""
    undo_bar(lezer)
    peildatum = lezer.today
    regels = read_lines(lezer, peildatum)
    filter = programma_lezen.chosen(lezer, regels)
    attention.filters(lezer, regels, filter)
    attention.attention(lezer, [regel for regel in regels if filter.holds(regel)], filter)

    changes.programme_changes(lezer, [regel for regel in regels if filter.holds(regel)])

    lines, number, last, total = table.page_of(lezer, regels, filter)
    where = f"{total} van {len(regels)}" if total != len(regels) else str(total)
    show(heading("Wijken", where + (f" · bladzijde {number} van {last}" if last > 1 else "")))
    columns = table.table_controls(lezer)
    if lines:
        table.table_view(lezer, lines, columns, filter, peildatum)
    else:
        empty_state("Geen wijk past bij deze filters.", "Wis de filters, of kies iets anders.")
    if last > 1:
        page_buttons("programma", number, last, back="Vorige", on="Volgende")
    if lines:
        grids.grids(lezer, lines, filter, peildatum)


def shared(lezer: Lezer, _wijken: tuple[Wijk, ...]) -> None:
    """The table and the grids of what was chosen, to look at."""
    peildatum = lezer.today
    regels = read_lines(lezer, peildatum)
    filter = programma_lezen.chosen(lezer, regels)
    lines, _, _, total = table.page_of(lezer, regels, filter)
    show(heading("Wijken", f"{total} van {len(regels)}" if total != len(regels) else str(total)))
    if not lines:
        empty_state("Geen wijk past bij dit beeld.", "Vraag wie de link stuurde om een ander beeld.")
        return
    asked = (state.get(table.KOLOMMEN) or "").split(",")
    columns = [name for name in table.COLUMNS if name in asked] or list(table.COLUMNS)
    table.table_view(lezer, lines, columns, filter, peildatum)
    grids.grids(lezer, lines, filter, peildatum)
