"""The charts of the balans page, with their tables and downloads."""

from dataclasses import dataclass
from datetime import date

import plotly.graph_objects as go
from markupsafe import Markup

from dashboard.charts.assen import WIDE
from dashboard.charts.balans import Rondom, balans_grafiek
from dashboard.charts.grafiek import Grafiek
from dashboard.charts.noten import Noot, in_panelen, met_noten, panelen
from dashboard.charts.per_aspect import per_aspect_grafiek
from dashboard.kit import texts
from dashboard.kit.chart import draw
from dashboard.kit.html import NOTHING, show, why_this_sentence
from dashboard.kit.noten import numbered, read_noten, within
from dashboard.kit.screen import chart_width, is_dark
from dashboard.kit.sinds.marks import Sinds, balans_then, mark_balans, marked_since
from dashboard.reading.beelden import BalansBeeld
from dashboard.reading.lezer import Lezer
from dashboard.screens.balans.band import with_band
from wijkkompas_core.analysis.balans import Per
from wijkkompas_core.analysis.kop import UITLEG as KOP_UITLEG
from wijkkompas_core.domain import nederlands as nl
from wijkkompas_core.domain.kompas import Kompas
from wijkkompas_core.queries.wijken import Wijk


def balance_chart(lezer: Lezer, wijk: Wijk, beeld: BalansBeeld, van: date, tot: date, per: Per) -> None:
    """The balance line with its interval, above the counts of the sporen as mirrored bars."""
    marked = marked_since(lezer, wijk, "balans")
    noten = wijk_noten(lezer, wijk, van, tot)
    hoe = Getekend(wijk.naam, tot, noten, per, dark=is_dark(), breed=chart_width())
    then = balans_then(lezer, wijk, marked, van, tot, per)
    grafiek, since = lezer.made(draw_balance, beeld, lezer.methode.kompas, then, marked, hoe)
    if since:
        show(since)
    draw(
        grafiek.op(lambda drawn: with_band(lezer, wijk, drawn, tot)),
        "balans",
        file_name=f"balans-{wijk.slug}-{tot:%Y-%m-%d}",
        about=nl.period(van, tot),
        confidence=texts.confidence(beeld.betrouwbaarheid),
        onder=why_this_sentence(beeld.kop.waarom, KOP_UITLEG),
        is_title=True,
    )


@dataclass(frozen=True, slots=True)
class Getekend:
    """Of which wijk and up to what day the balance is drawn, with which noten, by month or quarter, for what screen."""

    wijk: str
    tot: date
    noten: tuple[Noot, ...]
    per: Per
    dark: bool
    breed: int


def draw_balance(
    beeld: BalansBeeld, kompas: Kompas, then: BalansBeeld | None, since: Sinds | None, hoe: Getekend
) -> tuple[Grafiek, Markup]:
    """The chart, and what is marked in it `since` a day."""
    rondom = Rondom(beeld.perioden, beeld.mijlpalen, hoe.noten, hoe.wijk, beeld.laatste, hoe.tot)
    look = {"per": hoe.per, "dark": hoe.dark, "breed": hoe.breed}
    grafiek = balans_grafiek(beeld.balans, kompas, rondom, bevinding=beeld.kop.zin, **look)
    if since is None:
        return grafiek, NOTHING
    figure, said = mark_balans(grafiek.figuur, beeld, kompas, since, then, hoe.dark)
    return grafiek.op(lambda _: figure), said


def aspect_chart(lezer: Lezer, wijk: Wijk, beeld: BalansBeeld, van: date, tot: date, per: Per) -> None:
    """The sums per aspect as small multiples on one scale."""
    noten = wijk_noten(lezer, wijk, van, tot)
    draw(
        lezer.made(draw_aspecten, beeld, lezer.methode.kompas, noten, per, dark=is_dark(), smal=chart_width() < WIDE),
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
