"""Lists in and out: import from a spreadsheet, export to one, earlier imports, and many rows changed at once."""

import streamlit as st

from dashboard.kit import state
from dashboard.reading.lezer import Lezer
from dashboard.screens.uitwisselen.earlier import earlier_imports
from dashboard.screens.uitwisselen.export import export_lists
from dashboard.screens.uitwisselen.rows import change_rows
from dashboard.screens.uitwisselen.steps import import_steps
from wijkkompas_core.domain.toegang import Recht

IMPORT, EXPORT, EERDER, WIJZIGEN = "importeren", "exporteren", "eerder", "wijzigen"
PARTS = {IMPORT: "Importeren", EXPORT: "Exporteren", EERDER: "Eerdere imports", WIJZIGEN: "Veel rijen wijzigen"}


def draw(lezer: Lezer) -> None:
    """The part that stands in the address."""
    may_record = lezer.actor.may(Recht.VASTLEGGEN)
    parts = list(PARTS) if may_record else [EXPORT]
    asked = state.get("deel")
    part = asked if asked in parts else parts[0]
    if len(parts) > 1:
        st.segmented_control(
            "Wat wil je doen?",
            parts,
            format_func=lambda name: PARTS.get(name) or str(name),
            required=True,
            label_visibility="collapsed",
            **state.follow("uitwisseling_deel", part, lambda chosen: state.put(deel=str(chosen))),
        )
    if part == IMPORT:
        import_steps(lezer)
    elif part == EERDER:
        earlier_imports(lezer)
    elif part == WIJZIGEN:
        change_rows(lezer)
    else:
        export_lists(lezer)
