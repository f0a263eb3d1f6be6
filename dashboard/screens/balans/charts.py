"""The charts of the balans page, with their tables and downloads."""

from datetime import date

import plotly.graph_objects as go
from markupsafe import Markup

from dashboard.charts.balans import balans_grafiek
from dashboard.charts.grafiek import Grafiek
from dashboard.charts.noten import Noot, in_balans, in_panelen, met_noten, panelen
from dashboard.charts.per_aspect import per_aspect_grafiek
from dashboard.kit import texts
from dashboard.kit.chart import draw
from dashboard.kit.html import NOTHING, show
from dashboard.kit.noten import numbered, read_noten, within
from dashboard.kit.screen import is_dark, is_phone
from dashboard.kit.sinds.marks import Sinds, balans_then, mark_balans, marked_since
from dashboard.reading.beelden import BalansBeeld
from dashboard.reading.lezer import Lezer
from dashboard.screens.balans.band import with_band
from wijkkompas_core.analysis.balans import Per
from wijkkompas_core.domain import nederlands as nl
from wijkkompas_core.domain.kompas import Kompas
from wijkkompas_core.queries.wijken import Wijk


def balance_chart(lezer: Lezer, wijk: Wijk, beeld: BalansBeeld, van: date, tot: date, per: Per) -> None:
    """The balance line with its interval, above the counts of the sporen as mirrored bars."""
    marked = marked_since(lezer, wijk, "balans")
    grafiek, since = lezer.made(
        draw_balance,
        beeld,
        lezer.methode.kompas,
        balans_then(lezer, wijk, marked, van, tot, per),
        marked,
        wijk_noten(lezer, wijk, van, tot),
        per,
        dark=is_dark(),
        smal=is_phone(),
    )
    if since:
        show(since)
    draw(
        grafiek.op(lambda drawn: with_band(lezer, wijk, drawn, tot)),
        "balans",
        file_name=f"balans-{wijk.slug}-{tot:%Y-%m-%d}",
        about=f"{wijk.naam} · {nl.period(van, tot)} · per {per}",
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
) -> tuple[Grafiek, Markup]:
    """The chart with its noten, and what is marked in it `since` a day."""
    look = {"dark": dark, "smal": smal}
    frames, said = (beeld.perioden, beeld.mijlpalen), NOTHING
    grafiek = balans_grafiek(beeld.balans, kompas, *frames, per=per, bevinding=beeld.bevinding, **look)
    if since is not None:
        figure, said = mark_balans(grafiek.figuur, beeld, kompas, since, then, dark)
        grafiek = grafiek.op(lambda _: figure)
    return met_noten(grafiek, noten, lambda drawn: in_balans(drawn, noten, **look), "periode"), said


def aspect_chart(lezer: Lezer, wijk: Wijk, beeld: BalansBeeld, van: date, tot: date, per: Per) -> None:
    """The sums per aspect as small multiples on one scale."""
    noten = wijk_noten(lezer, wijk, van, tot)
    draw(
        lezer.made(draw_aspecten, beeld, lezer.methode.kompas, noten, per, dark=is_dark(), smal=is_phone()),
        "aspecten",
        file_name=f"aspecten-{wijk.slug}-{tot:%Y-%m-%d}",
        about=f"{wijk.naam} · {nl.period(van, tot)} · per {per}",
        confidence=texts.confidence(beeld.betrouwbaarheid),
    )


def draw_aspecten(
    beeld: BalansBeeld, kompas: Kompas, noten: tuple[Noot, ...], per: Per, *, dark: bool, smal: bool
) -> Grafiek:
    """The chart with the noten in every panel."""

    def in_all(drawn: go.Figure) -> go.Figure:
        return in_panelen(drawn, dict.fromkeys(panelen(drawn), noten), breed=250 if smal else 440, dark=dark)

    grafiek = per_aspect_grafiek(beeld.per_aspect, kompas, per=per, dark=dark, smal=smal)
    return met_noten(grafiek, noten, in_all, "periode")


def wijk_noten(lezer: Lezer, wijk: Wijk, van: date, tot: date) -> tuple[Noot, ...]:
    """The noten that concern a wijk in a period, with the numbers that they have in its charts."""
    return numbered(within(read_noten(lezer, (wijk,)), van, tot))
