"""The vakken of every wijk as a grid, side by side."""

from collections.abc import Sequence
from datetime import date

import streamlit as st
from markupsafe import Markup

from dashboard.kit import state
from dashboard.kit.html import heading, href, html, show
from dashboard.kit.vakraster import leeswijzer, raster_downloads, raster_van, vakraster
from dashboard.reading.lezer import Lezer
from dashboard.reading.wijk import read_wijk
from wijkkompas_core.analysis.vakraster import Vakraster
from wijkkompas_core.domain import nederlands as nl
from wijkkompas_core.domain.kompas import Kompas
from wijkkompas_core.domain.selectie import Selectie
from wijkkompas_core.queries.wijken import Wijk


def rasters(lezer: Lezer, chosen: Sequence[Wijk], peildatum: date, *, links: bool = True) -> None:
    """A grid per wijk under its finding; with `links` every vak leads to its place in the kompas."""
    kompas = lezer.methode.kompas
    show(heading("Vakken"), leeswijzer())
    with st.container(key="wk-rasters"):
        for wijk in chosen:
            vakken, running = read_wijk(lezer, wijk, peildatum).vakken, lezer.open_fasen(wijk.id, peildatum)
            raster = lezer.made(raster_van, vakken, kompas, running, peildatum)
            key, titel = f"vergelijk_{wijk.slug}", f"{wijk.label}: {nl.in_sentence(raster.kop)}"
            name = f"vakken-{wijk.slug}-{peildatum:%Y-%m-%d}"
            with st.container(gap="xsmall"):
                show(lezer.made(draw_raster, raster, kompas, wijk, links=links))
                raster_downloads(raster, kompas, vakken, key, titel=titel, naam=name, peildatum=peildatum)


def draw_raster(raster: Vakraster, kompas: Kompas, wijk: Wijk, *, links: bool) -> Markup:
    """The name of a wijk, what its vakken say in a sentence, and the grid."""
    place = {state.WIJK: wijk.slug}

    def address(part: Selectie) -> str:
        return href("kompas", place | {state.SELECTIE: part.node})

    return html(
        '<h3 class="wk-wijknaam"><a href="{}" target="_self" dir="auto">{}</a></h3><p class="wk-rasterkop">{}</p>{}',
        href("kompas", place),
        wijk.label,
        raster.kop,
        vakraster(raster, kompas, naam=f"{wijk.label}: {raster.kop}", adres=address if links else None),
    )
