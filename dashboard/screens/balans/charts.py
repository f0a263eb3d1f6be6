"""The charts of the balans page, with their tables and downloads."""

from collections.abc import Iterable, Sequence
from datetime import date

import pandas as pd
import plotly.graph_objects as go
from markupsafe import Markup

from dashboard.charts import balans as charts
from dashboard.charts.noten import Noot, in_balans, in_panelen, noten_alt, panelen
from dashboard.kit import texts
from dashboard.kit.chart import chart
from dashboard.kit.html import NOTHING, show
from dashboard.kit.noten import noten_column, numbered, read_noten, within
from dashboard.kit.screen import is_dark, is_phone
from dashboard.kit.sinds.marks import Sinds, balans_then, mark_balans, marked_since
from dashboard.reading.beelden import BalansBeeld
from dashboard.reading.lezer import Lezer
from dashboard.screens.balans.band import with_band
from wijkkompas_core.analysis.balans import UITLEG, Per
from wijkkompas_core.analysis.betrouwbaarheid import UITLEG as CONFIDENCE_EXPLAINED
from wijkkompas_core.domain import nederlands as nl
from wijkkompas_core.domain.kompas import Kompas
from wijkkompas_core.queries.wijken import Wijk


def balance_chart(lezer: Lezer, wijk: Wijk, beeld: BalansBeeld, van: date, tot: date, per: Per) -> None:
    """The balance line with its interval, above the counts of the sporen as mirrored bars."""
    kompas, marked = lezer.methode.kompas, marked_since(lezer, wijk, "balans")
    figure, alt, since = lezer.made(
        draw_balance,
        beeld,
        kompas,
        balans_then(lezer, wijk, marked, van, tot, per),
        marked,
        wijk_noten(lezer, wijk, van, tot),
        per,
        dark=is_dark(),
        smal=is_phone(),
    )
    if since:
        show(since)
    chart(
        with_band(lezer, wijk, figure, tot),
        key="balans",
        finding=beeld.bevinding,
        alt=alt,
        shown=lambda: _balance_table(beeld.balans, kompas, per, wijk_noten(lezer, wijk, van, tot)),
        exported=lambda: beeld.balans,
        file_name=f"balans-{wijk.slug}-{tot:%Y-%m-%d}",
        about=f"{wijk.naam} · {nl.period(van, tot)} · per {per}",
        explained=f"{UITLEG} {CONFIDENCE_EXPLAINED}",
        confidence=texts.confidence(beeld.betrouwbaarheid),
    )


def draw_balance(
    beeld: BalansBeeld,
    kompas: Kompas,
    then: BalansBeeld | None,
    since: Sinds | None,
    noten: tuple[Noot, ...],
    per: Per,
    *,
    dark: bool,
    smal: bool,
) -> tuple[go.Figure, str, Markup]:
    """The figure, its alternative text, and what is marked in it `since` a day."""
    figure = charts.balans_figuur(beeld.balans, kompas, beeld.perioden, beeld.mijlpalen, per=per, dark=dark, smal=smal)
    said = NOTHING
    if since is not None:
        figure, said = mark_balans(figure, beeld, kompas, since, then, dark)
    alt = charts.alt_balans(beeld.balans, kompas, per=per) + noten_alt(noten)
    return in_balans(figure, noten, dark=dark, smal=smal), alt, said


def aspect_chart(lezer: Lezer, wijk: Wijk, beeld: BalansBeeld, van: date, tot: date, per: Per) -> None:
    """The sums per aspect as small multiples on one scale."""
    kompas = lezer.methode.kompas

    def wide() -> pd.DataFrame:
        table = beeld.per_aspect.pivot(index="periode", columns="aspect", values="som")
        return table[[aspect.slug for aspect in kompas.aspecten]].reset_index()

    def shown() -> pd.DataFrame:
        table = wide().rename(columns={aspect.slug: aspect.naam for aspect in kompas.aspecten})
        starts = table.pop("periode").tolist()
        texts_only = table.map(nl.decimal)
        texts_only.insert(0, per.capitalize(), [_period_name(start, per) for start in starts])
        return _with_noten(texts_only, starts, wijk_noten(lezer, wijk, van, tot))

    noten = wijk_noten(lezer, wijk, van, tot)
    figure, alt, finding = lezer.made(draw_aspecten, beeld, kompas, noten, per, dark=is_dark(), smal=is_phone())
    chart(
        figure,
        key="aspecten",
        finding=finding,
        alt=alt,
        shown=shown,
        exported=wide,
        file_name=f"aspecten-{wijk.slug}-{tot:%Y-%m-%d}",
        about=f"{wijk.naam} · {nl.period(van, tot)} · per {per}",
        explained=UITLEG,
        confidence=texts.confidence(beeld.betrouwbaarheid),
    )


def draw_aspecten(
    beeld: BalansBeeld, kompas: Kompas, noten: tuple[Noot, ...], per: Per, *, dark: bool, smal: bool
) -> tuple[go.Figure, str, str]:
    """The figure, its alternative text and its finding."""
    figure = charts.per_aspect_figuur(beeld.per_aspect, kompas, per=per, dark=dark, smal=smal)
    sums = dict.fromkeys(kompas.aspect, 0.0)
    for slug, som in zip(beeld.per_aspect["aspect"], beeld.per_aspect["som"], strict=True):
        sums[slug] += som
    ranked = sorted(kompas.aspecten, key=lambda aspect: sums[aspect.slug])
    most, least = ranked[-1], ranked[0]
    finding = f"Meeste aandacht voor {most.kort.lower()}, minste voor {least.kort.lower()}"
    figure = in_panelen(figure, dict.fromkeys(panelen(figure), noten), breed=250 if smal else 440, dark=dark)
    return figure, charts.alt_per_aspect(beeld.per_aspect, kompas, per=per) + noten_alt(noten), finding


def wijk_noten(lezer: Lezer, wijk: Wijk, van: date, tot: date) -> tuple[Noot, ...]:
    """The noten that concern a wijk in a period, with the numbers that they have in its charts."""
    return numbered(within(read_noten(lezer, (wijk,)), van, tot))


def _with_noten(shown: pd.DataFrame, starts: Iterable[pd.Timestamp], noten: Sequence[Noot]) -> pd.DataFrame:
    return shown.assign(Noten=noten_column([start.date() for start in starts], noten)) if noten else shown


def _balance_table(frame: pd.DataFrame, kompas: Kompas, per: Per, noten: Sequence[Noot]) -> pd.DataFrame:
    shown = {per.capitalize(): [_period_name(p, per) for p in frame["periode"]]}
    for spoor in kompas.sporen:
        shown[f"{spoor.naam} (gewogen)"] = [nl.decimal(v) for v in frame[f"som_{spoor.slug}"]]
    shown["Contactmomenten"] = [str(n) for n in frame["n"]]
    for column, title in (
        ("balans", "Balans"),
        ("laag", f"Laag ({texts.INTERVAL})"),
        ("hoog", f"Hoog ({texts.INTERVAL})"),
    ):
        shown[title] = [nl.decimal(v) for v in frame[column]]
    return _with_noten(pd.DataFrame(shown), frame["periode"].tolist(), noten)


def _period_name(start: pd.Timestamp, per: Per) -> str:
    return f"{start:%m-%Y}" if per == "maand" else f"{start.quarter}e kwartaal {start.year}"
