"""The kompas on screen: the sunburst that can be clicked, the way back, and the legend of statuses."""

import pandas as pd
import plotly.graph_objects as go
import streamlit as st

from dashboard import state, texts
from dashboard.charts import kompas as charts
from dashboard.components.html import esc, how_calculated, href, show
from dashboard.components.screen import is_dark
from dashboard.theme import PLOTLY_CONFIG
from wijkkompas_core.analysis.dekking import UITLEG
from wijkkompas_core.domain.kompas import Kompas
from wijkkompas_core.domain.selectie import ALLES, Selectie

DRAWN = "kompas_getekend"


@st.cache_resource(show_spinner=False, max_entries=256)
def _figure(
    version: int, wijk: int, period: tuple, peildatum: object, node: str, actief: tuple[str, ...], dark: bool,
    _vakken: pd.DataFrame, _kompas: Kompas, _midden: str,
) -> tuple[go.Figure, str]:  # fmt: skip
    figure = charts.sunburst(_vakken, _kompas, gekozen=node, actieve_fasen=actief, midden=_midden, dark=dark)
    return figure, charts.alt_tekst(_vakken, _kompas, gekozen=node, actieve_fasen=actief)


@st.cache_resource(show_spinner=False, max_entries=256)
def _method_figure(version: int, node: str, dark: bool, _kompas: Kompas) -> go.Figure:
    return charts.methode_sunburst(_kompas, gekozen=node, dark=dark)


def wijk_sunburst(
    *,
    version: int,
    wijk: int,
    period: tuple,
    peildatum: object,
    selectie: Selectie,
    vakken: pd.DataFrame,
    open_fasen: tuple[str, ...],
    kompas: Kompas,
    midden: str,
) -> None:
    """The sunburst of a wijk; a click chooses a part, a click on the chosen part goes one step back."""
    figure, alt = _figure(
        version, wijk, period, peildatum, selectie.node, open_fasen, is_dark(), vakken, kompas, midden
    )  # fmt: skip
    _draw(figure, alt, selectie, kompas)


def method_sunburst(version: int, selectie: Selectie, kompas: Kompas) -> None:
    """The sunburst of the method itself, without the data of any wijk."""
    alt = "De methode als cirkel: binnen de fasen, daaromheen de sporen en aan de rand de aspecten."
    _draw(_method_figure(version, selectie.node, is_dark(), kompas), alt, selectie, kompas)


def _draw(figure: go.Figure, alt: str, selectie: Selectie, kompas: Kompas) -> None:
    # A chosen sector cannot be unset from here; a chart under a new key starts without one.
    drawn, number = st.session_state.get(DRAWN, ("", 0))
    if drawn != selectie.node:
        number += 1
        st.session_state[DRAWN] = (selectie.node, number)
    key = f"kompas_{number}"

    def clicked() -> None:
        points = st.session_state[key].selection.points
        if points:
            chosen = Selectie.from_node(points[0].get("id"), kompas)
            state.select(selectie.parent if chosen == selectie else chosen)

    st.plotly_chart(
        figure, key=key, on_select=clicked, selection_mode="points", config=PLOTLY_CONFIG, theme=None, alt=alt
    )


def breadcrumb(selectie: Selectie, kompas: Kompas, page: str, params: dict[str, str], whole: str = texts.WHOLE) -> None:
    """The way from the whole wijk to the chosen part; each step is a link, the last one is where you are."""
    steps = [("", whole), *zip(_nodes(selectie), texts.selectie_trail(selectie, kompas), strict=True)]
    *before, last = steps
    links = "".join(
        f'<li><a href="{href(page, params | ({"selectie": node} if node else {}))}" target="_self">{esc(name)}</a></li>'
        for node, name in before
    )
    here = f'<li aria-current="page">{esc(last[1])}</li>'
    show(f'<nav class="wk-kruimels" aria-label="Waar ben je"><ol>{links}{here}</ol></nav>')


def _nodes(selectie: Selectie) -> list[str]:
    nodes = []
    while selectie != ALLES:
        nodes.append(selectie.node)
        selectie = selectie.parent
    return nodes[::-1]


def legend(vakken: pd.DataFrame, selectie: Selectie, kompas: Kompas) -> None:
    """The statuses with their letters and how many vakken have each, within the chosen part."""
    inside = [selectie.covers(f, a, kompas) for f, a in zip(vakken["fase"], vakken["aspect"], strict=True)]
    items = "".join(
        f'<li class="wk-status-{status.name.lower()}"><span class="wk-letter" aria-hidden="true">{letter}</span> '
        f"{status.value} <strong>{aantal}</strong></li>"
        for status, letter, aantal in charts.status_legenda(vakken[inside])
    )
    show(f'<ul class="wk-legenda" aria-label="Status van de vakken">{items}</ul>', how_calculated(UITLEG))
