"""The charts of the balans page, with their tables and downloads."""

from datetime import date

import pandas as pd
import plotly.graph_objects as go
import streamlit as st

from dashboard import state, texts
from dashboard.charts import balans as charts
from dashboard.components.chart import chart
from dashboard.components.screen import is_dark, is_phone
from dashboard.resources import BalansBeeld, Lezer
from wijkkompas_core.analysis.balans import UITLEG, Per
from wijkkompas_core.analysis.betrouwbaarheid import UITLEG as CONFIDENCE_EXPLAINED
from wijkkompas_core.domain.kompas import Kompas
from wijkkompas_core.queries.wijken import Wijk

PERS: tuple[Per, ...] = ("maand", "kwartaal")


def group_filter() -> Per:
    """Choose months or quarters; it stands in the URL as `per`."""
    per: Per = "maand" if state.get(state.PER) == "maand" else "kwartaal"
    st.segmented_control(
        "Per",
        PERS,
        required=True,
        **state.follow("filter_per", per, lambda value: state.put(per="maand" if value == "maand" else None)),  # type: ignore[arg-type]
    )
    return per


@st.cache_resource(show_spinner=False, max_entries=128)
def _balance_figure(
    view: tuple[object, ...], per: Per, dark: bool, smal: bool, _beeld: BalansBeeld, _kompas: Kompas
) -> tuple[go.Figure, str]:
    figure = charts.balans_figuur(
        _beeld.balans, _kompas, _beeld.perioden, _beeld.mijlpalen, per=per, dark=dark, smal=smal
    )
    return figure, charts.alt_balans(_beeld.balans, _kompas, per=per)


@st.cache_resource(show_spinner=False, max_entries=128)
def _aspect_figure(
    view: tuple[object, ...], per: Per, dark: bool, smal: bool, _beeld: BalansBeeld, _kompas: Kompas
) -> tuple[go.Figure, str]:
    figure = charts.per_aspect_figuur(_beeld.per_aspect, _kompas, per=per, dark=dark, smal=smal)
    return figure, charts.alt_per_aspect(_beeld.per_aspect, _kompas, per=per)


def balance_chart(lezer: Lezer, wijk: Wijk, beeld: BalansBeeld, van: date, tot: date, per: Per) -> None:
    """The balance line with its interval, above the counts of the sporen as mirrored bars."""
    kompas = lezer.methode.kompas
    figure, alt = _balance_figure((lezer.version, wijk.id, van, tot), per, is_dark(), is_phone(), beeld, kompas)
    chart(
        figure,
        key="balans",
        finding=beeld.bevinding,
        alt=alt,
        shown=_balance_table(beeld.balans, kompas, per),
        exported=beeld.balans,
        file_name=f"balans-{wijk.slug}-{tot:%Y-%m-%d}.csv",
        explained=f"{UITLEG} {CONFIDENCE_EXPLAINED}",
        confidence=texts.confidence(beeld.betrouwbaarheid),
    )


def aspect_chart(lezer: Lezer, wijk: Wijk, beeld: BalansBeeld, van: date, tot: date, per: Per) -> None:
    """The sums per aspect as small multiples on one scale."""
    kompas = lezer.methode.kompas
    figure, alt = _aspect_figure((lezer.version, wijk.id, van, tot), per, is_dark(), is_phone(), beeld, kompas)
    wide = beeld.per_aspect.pivot(index="periode", columns="aspect", values="som")[[a.slug for a in kompas.aspecten]]
    sums = wide.sum()
    most, least = kompas.aspect[str(sums.idxmax())], kompas.aspect[str(sums.idxmin())]
    shown = wide.map(texts.decimal).rename(columns={a.slug: a.naam for a in kompas.aspecten})
    shown.insert(0, per.capitalize(), [_period_name(p, per) for p in wide.index])
    chart(
        figure,
        key="aspecten",
        finding=f"Meeste aandacht voor {most.kort.lower()}, minste voor {least.kort.lower()}",
        alt=alt,
        shown=shown,
        exported=wide.reset_index(),
        file_name=f"aspecten-{wijk.slug}-{tot:%Y-%m-%d}.csv",
        explained=UITLEG,
        confidence=texts.confidence(beeld.betrouwbaarheid),
    )


def _balance_table(frame: pd.DataFrame, kompas: Kompas, per: Per) -> pd.DataFrame:
    shown = {per.capitalize(): [_period_name(p, per) for p in frame["periode"]]}
    for spoor in kompas.sporen:
        shown[f"{spoor.naam} (gewogen)"] = [texts.decimal(v) for v in frame[f"som_{spoor.slug}"]]
    shown["Contactmomenten"] = [str(n) for n in frame["n"]]
    for column, title in (("balans", "Balans"), ("laag", "Laag (80%)"), ("hoog", "Hoog (80%)")):
        shown[title] = [texts.decimal(v) for v in frame[column]]
    return pd.DataFrame(shown)


def _period_name(start: pd.Timestamp, per: Per) -> str:
    return f"{start:%m-%Y}" if per == "maand" else f"{start.quarter}e kwartaal {start.year}"
