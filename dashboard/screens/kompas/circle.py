"""The kompas on screen: the sunburst that can be clicked, the way back, and the legend of statuses."""

from dataclasses import dataclass
from datetime import date

import pandas as pd
import streamlit as st
from markupsafe import Markup

from dashboard.charts import kompas as charts
from dashboard.charts.grafiek import Grafiek
from dashboard.charts.namen import opmaak
from dashboard.charts.vakken_tabel import binnen
from dashboard.kit import state, texts
from dashboard.kit.chart import plot
from dashboard.kit.html import NOTHING, how_calculated, href, html, joined
from dashboard.kit.screen import chart_size, is_dark
from dashboard.kit.sinds.marks import Sinds, kompas_then, mark_kompas, marked_since
from dashboard.kit.vakraster import raster_van
from dashboard.reading.beelden import KompasBeeld
from dashboard.reading.lezer import Lezer
from dashboard.reading.opened import made
from dashboard.screens.kompas import vakpaneel
from dashboard.screens.kompas.boom import boom
from wijkkompas_core.analysis import STANDAARD
from wijkkompas_core.analysis.dekking import UITLEG, dekking
from wijkkompas_core.analysis.kop import Kop
from wijkkompas_core.domain import nederlands as nl
from wijkkompas_core.domain.kompas import Kompas, VakStatus
from wijkkompas_core.domain.selectie import ALLES, Selectie
from wijkkompas_core.queries.methode import Methode
from wijkkompas_core.queries.wijken import Wijk

DRAWN = "kompas_getekend"
TEKENS = {
    VakStatus.ACTUEEL: "7 d",
    VakStatus.VEROUDERD: f"{STANDAARD.verouderd_na_dagen + 1} d",
    VakStatus.EENMALIG: "1×",
    VakStatus.LEEG: "leeg",
    VakStatus.GEDAAN: "✓",
    VakStatus.LATER: "·",
    VakStatus.NVT: "n.v.t.",
}
"""What a vak of each status says in the circle; of the days an example."""


@dataclass(frozen=True, slots=True)
class Blik:
    """What of a wijk is looked at on a day, with the fasen that run then; `params` are those of its own links."""

    wijk: Wijk
    selectie: Selectie
    peildatum: date
    running: tuple[str, ...]
    params: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class KompasDelen:
    """The drawn parts of the kompas page for one wijk, selection and period: a figure and pieces of HTML."""

    grafiek: Grafiek
    kop: Kop
    boom: Markup
    way: Markup
    legend: Markup
    summary: Markup
    knooppunten: Markup
    involved: Markup


def kompas_parts(
    lezer: Lezer,
    wijk: Wijk,
    selectie: Selectie,
    peildatum: date,
    beeld: KompasBeeld,
) -> KompasDelen:
    """Draw the parts, or take them as they were drawn before."""
    since = marked_since(lezer, wijk, "kompas")
    running = lezer.open_fasen(wijk.id, peildatum)
    blik = Blik(wijk, selectie, peildatum, running, tuple(state.view_params(wijk).items()))
    then = kompas_then(lezer, wijk, since)
    return lezer.made(draw_parts, beeld, then, since, lezer.methode, blik, dark=is_dark(), size=chart_size())


def draw_parts(
    beeld: KompasBeeld,
    then: KompasBeeld | None,
    since: Sinds | None,
    methode: Methode,
    blik: Blik,
    *,
    dark: bool,
    size: int,
) -> KompasDelen:
    """The parts of the kompas, with what changed `since` a day marked in them."""
    coverage, kompas, marked = dekking(beeld.vakken), methode.kompas, NOTHING
    selectie, running = blik.selectie, blik.running
    middle = opmaak("{}<br>{} van {}", blik.wijk.naam, coverage.gedekt, coverage.vereist)
    raster = raster_van(beeld.vakken, kompas, running, blik.peildatum)
    grafiek = charts.sunburst(
        raster, beeld.vakken, kompas, gekozen=selectie.node, midden=middle, dark=dark, hoogte=size
    )
    if since is not None:
        circle, marked = mark_kompas(grafiek.figuur, beeld, kompas, since, then)
        grafiek = grafiek.op(lambda _: circle)
    part = binnen(beeld.vakken, selectie, kompas)

    def address(deel: Selectie) -> str:
        return href("kompas", dict(blik.params) | ({state.SELECTIE: deel.node} if deel != ALLES else {}))

    return KompasDelen(
        grafiek=grafiek,
        kop=Kop(raster.kop, raster.waarom),
        boom=boom(raster, kompas, selectie, address),
        way=breadcrumb(selectie, kompas, "kompas", dict(blik.params)),
        legend=legend(part) + marked,
        summary=vakpaneel.summary(beeld, selectie, kompas, blik.wijk.naam, blik.peildatum),
        knooppunten=vakpaneel.knooppunten(methode, selectie, beeld.knooppuntstatussen),
        involved=vakpaneel.involved(methode, beeld.betrokkenen),
    )


def method_sunburst(selectie: Selectie, kompas: Kompas) -> None:
    """The sunburst of the method itself, without the data of any wijk."""
    dark, size = is_dark(), chart_size()
    drawn = made(charts.methode_sunburst, kompas, gekozen=selectie.node, dark=dark, hoogte=size)
    sunburst(drawn, selectie, kompas)


def sunburst(grafiek: Grafiek, selectie: Selectie, kompas: Kompas) -> str:
    """The clickable circle: a click chooses a part, a click on the chosen part goes one step back. Answers its key."""
    # A chosen sector cannot be unset from here; a chart under a new key starts without one.
    drawn, number = st.session_state.get(DRAWN, ("", 0))
    if drawn != selectie.node:
        number += 1
        st.session_state[DRAWN] = (selectie.node, number)
    key = f"kompas_{number}"

    def clicked(points: list[dict]) -> None:
        if points:
            chosen = Selectie.from_node(points[0].get("id"), kompas)
            state.select(selectie.parent if chosen == selectie else chosen)

    plot(grafiek, key, on_click=clicked)
    return key


def about(wijk: Wijk, selectie: Selectie, kompas: Kompas, van: date | None, tot: date | None, peildatum: date) -> str:
    """What the circle is about, in words."""
    part = texts.selectie_name(selectie, kompas) or texts.WHOLE
    return f"{wijk.naam} · {part} · {nl.period(van, tot)} · peildatum {nl.day(peildatum)}"


def breadcrumb(
    selectie: Selectie, kompas: Kompas, page: str, params: dict[str, str], whole: str = texts.WHOLE
) -> Markup:
    """The way from the whole wijk to the chosen part; each step is a link, the last one is where you are."""
    steps = [("", whole), *zip(_nodes(selectie), texts.selectie_trail(selectie, kompas), strict=True)]
    *before, last = steps
    links = joined(
        html(
            '<li><a href="{}" target="_self">{}</a></li>',
            href(page, params | ({"selectie": node} if node else {})),
            name,
        )
        for node, name in before
    )
    here = html('<li aria-current="page">{}</li>', last[1])
    return html('<nav class="wk-kruimels" aria-label="Waar ben je"><ol>{}{}</ol></nav>', links, here)


def _nodes(selectie: Selectie) -> list[str]:
    nodes = []
    while selectie != ALLES:
        nodes.append(selectie.node)
        selectie = selectie.parent
    return nodes[::-1]


def legend(vakken: pd.DataFrame) -> Markup:
    """The statuses with their sign and how many of these vakken have each."""
    items = joined(
        html(
            '<li><span class="wk-teken wk-vak-{}" aria-hidden="true">{}</span> {} <strong>{}</strong></li>',
            status.name.lower(),
            TEKENS[status],
            status.value,
            aantal,
        )
        for status, aantal in charts.status_legenda(vakken)
    )
    return html('<ul class="wk-legenda" aria-label="Status van de vakken">{}</ul>', items) + how_calculated(UITLEG)
