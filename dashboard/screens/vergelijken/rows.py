"""Rows with a cell per wijk: shown where the wijken differ, and on request where they are alike."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import streamlit as st
from markupsafe import Markup

from dashboard.kit.html import NOTHING, html, joined, paragraph
from wijkkompas_core.domain import nederlands as nl

ALL = "vergelijken_alles"


@dataclass(frozen=True, slots=True)
class Rij:
    """One fact by its name, with what it is in each wijk."""

    naam: str
    cellen: tuple[str, ...]

    @property
    def gelijk(self) -> bool:
        """Whether every wijk has the same."""
        return len(set(self.cellen)) == 1


def beside(label: str, heads: Iterable[tuple[str, str]], body: Markup) -> Markup:
    """The table of such rows under the wijken: of each the address its name leads to, and that name.

    On a phone the name of a row stands above its cells; the roles keep it a table for who has it read aloud.
    """
    head = joined(
        html(
            '<th role="columnheader" scope="col"><a href="{}" target="_self" dir="auto">{}</a></th>',
            address,
            name,
        )
        for address, name in heads
    )
    return html(
        '<div class="wk-tabel wk-programma wk-vergelijk" tabindex="0" role="region" aria-label="{}">'
        '<table role="table"><thead role="rowgroup"><tr role="row"><td role="cell"></td>{}</tr></thead>'
        '<tbody role="rowgroup">{}</tbody></table></div>',
        label,
        head,
        body,
    )


def all_rows_switch() -> None:
    """The switch that also shows what is the same in every wijk."""
    st.toggle("Toon ook wat gelijk is", key=ALL)


def differing(rows: Sequence[Rij]) -> tuple[Markup, Markup]:
    """The rows to show as HTML, and a sentence that names what was left out since it is the same everywhere."""
    alike = [] if st.session_state.get(ALL) else [row for row in rows if row.gelijk]
    shown = joined(
        html(
            '<tr role="row"><th role="rowheader" scope="row">{}</th>{}</tr>',
            row.naam,
            joined(html('<td role="cell">{}</td>', cell) for cell in row.cellen),
        )
        for row in rows
        if row not in alike
    )
    if not alike:
        return shown, NOTHING
    said = nl.enumerate_words([f"{nl.in_sentence(row.naam)} ({row.cellen[0]})" for row in alike])
    return shown, paragraph(f"In al deze wijken gelijk: {said}.", "wk-stil")
