"""Filters: the same place and order on every page (wijk · periode · onderdeel)."""

from collections.abc import Sequence
from datetime import date
from typing import Literal

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from dashboard.kit import state, texts
from dashboard.kit.balk import Chip, bar
from dashboard.kit.html import html, show
from dashboard.reading.opened import made
from wijkkompas_core.domain import nederlands as nl
from wijkkompas_core.domain.kompas import Kompas
from wijkkompas_core.domain.selectie import ALLES, Selectie, all_selecties
from wijkkompas_core.domain.tijd import months_back, today
from wijkkompas_core.queries.wijken import Wijk

WHOLE_TERM, OWN = "Hele looptijd", "Eigen periode"
PRESETS = {"Laatste 3 maanden": 3, "Laatste 12 maanden": 12, "Laatste 24 maanden": 24}


LONG_NAME = 26
"""A longer name does not fit in its choice in the bar."""


def filter_row() -> DeltaGenerator:
    """Choices that belong to the work on the page, in a row; on a narrow screen they stand under each other."""
    return st.container(key="wk-keuzes", horizontal=True, vertical_alignment="bottom")


def wijk_in_bar(wijken: Sequence[Wijk]) -> Wijk:
    """Choose in the bar about which wijk the page is; answers the chosen one."""
    with bar().wat:
        wijk = wijk_filter(wijken, label="collapsed")
        if len(wijk.label) > LONG_NAME:  # a choice shows one line; the rest of the name has to be read somewhere
            show(html('<p class="wk-lange-naam" aria-hidden="true" dir="auto">{}</p>', wijk.label))
    return wijk


def wijk_filter(wijken: Sequence[Wijk], label: Literal["visible", "collapsed"] = "visible") -> Wijk:
    """Choose a wijk; answers the chosen one."""
    wijk = state.current_wijk(wijken)
    names = {w.slug: w.label for w in wijken}
    st.selectbox(
        "Wijk",
        list(names),
        format_func=lambda slug: names.get(slug) or str(slug),
        label_visibility=label,
        **state.follow("filter_wijk", wijk.slug, lambda slug: state.put(wijk=str(slug))),
    )
    return wijk


def period_chip(day: date) -> list[Chip]:
    """The chip of the period in the address, if there is one; `day` is the day of the view."""
    van, tot = state.current_period()
    if not (van or tot):
        return []
    ready = (label for label, n in PRESETS.items() if (van, tot) == (months_back(day, n), day))
    return [Chip("Periode", next(ready, nl.period(van, tot)), (state.VAN, state.TOT))]


def period_filter(default: str = WHOLE_TERM, *, day: date | None = None) -> tuple[date | None, date | None]:
    """Choose a period: a ready-made one up to `day` (today), or two dates of one's own. Answers `(van, tot)`."""
    van, tot = state.current_period()
    day = day or today()
    known: dict[tuple[date | None, date | None], str] = {(None, None): WHOLE_TERM}
    known |= {(months_back(day, n), day): label for label, n in PRESETS.items()}
    chosen = known.get((van, tot), OWN)
    if st.session_state.get("eigen_periode"):
        chosen = OWN

    def choose(label: object) -> None:
        st.session_state["eigen_periode"] = label == OWN
        if label == WHOLE_TERM:
            state.put(van=None, tot=None)
        elif label in PRESETS:
            state.put(van=months_back(day, PRESETS[str(label)]).isoformat(), tot=day.isoformat())

    st.selectbox(
        "Periode",
        [WHOLE_TERM, *PRESETS, OWN],
        **state.follow("filter_periode", chosen, choose),
    )
    if chosen == OWN:
        _own_dates(van, tot)
    return van, tot


def _own_dates(van: date | None, tot: date | None) -> None:
    def write(name: str, value: object) -> None:
        state.put(**{name: value.isoformat() if isinstance(value, date) else None})

    st.date_input(
        "Van",
        format="DD-MM-YYYY",
        min_value=state.FIRST_DAY,
        max_value=tot or state.LAST_DAY,
        **state.follow("filter_van", van, lambda v: write("van", v)),
    )
    st.date_input(
        "Tot en met",
        format="DD-MM-YYYY",
        min_value=van or state.FIRST_DAY,
        max_value=state.LAST_DAY,
        **state.follow("filter_tot", tot, lambda v: write("tot", v)),
    )


def part_names(kompas: Kompas, whole: str) -> dict[str, str]:
    """Every part of the kompas → what it is called, the whole of it first."""
    return {s.node: texts.selectie_name(s, kompas) or whole for s in all_selecties(kompas)}


def selectie_filter(kompas: Kompas, label: str = "Onderdeel", whole: str = texts.WHOLE) -> Selectie:
    """Choose a part of the kompas: the keyboard twin of a click in the chart. Answers the chosen part."""
    selectie = state.current_selectie(kompas)
    names = made(part_names, kompas, whole)
    st.selectbox(
        label,
        list(names),
        format_func=lambda node: names.get(node) or str(node),
        **state.follow("filter_onderdeel", selectie.node, lambda node: state.select(Selectie.from_node(node, kompas))),
    )
    return selectie


def selectie_chip(kompas: Kompas) -> list[Chip]:
    """The chip of the part of the kompas in the address, if one is chosen."""
    selectie = state.current_selectie(kompas)
    if selectie == ALLES:
        return []
    return [Chip("Onderdeel", texts.selectie_name(selectie, kompas), (state.SELECTIE,))]


def fase_chip(kompas: Kompas) -> list[Chip]:
    """The chip of the fase in the address, if there is one."""
    fase = kompas.fase.get(state.get(state.FASE) or "")
    return [Chip("Fase", f"{fase.nummer}. {fase.naam}", (state.FASE,))] if fase else []


def fase_filter(kompas: Kompas, key: str) -> str | None:
    """Choose a fase; a list in pages then begins at its first one. Answers the slug, nothing for all of them."""
    names = {"": "Alle fasen"} | {f.slug: f"{f.nummer}. {f.naam}" for f in kompas.fasen}
    fase = state.get(state.FASE) or ""
    fase = fase if fase in kompas.fase else ""
    st.selectbox(
        "Fase",
        list(names),
        format_func=lambda slug: names.get(slug, str(slug)),
        **state.follow(key, fase, lambda slug: state.put(fase=str(slug or ""), blad=None)),
    )
    return fase or None
