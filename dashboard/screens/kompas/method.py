"""The method itself as a circle, for everyone: no data of any wijk."""

import streamlit as st
from markupsafe import Markup

from dashboard.kit import state
from dashboard.kit.filters import selectie_filter
from dashboard.kit.html import heading, href, html, joined, paragraph, show
from dashboard.kit.texts import WHOLE_METHOD, selectie_trail
from dashboard.reading.opened import methode
from dashboard.screens.kompas import circle as kompas_view
from dashboard.screens.kompas.vakpaneel import explanation, knooppunten
from wijkkompas_core.domain.kompas import Kompas, Spoor
from wijkkompas_core.domain.selectie import ALLES, Selectie
from wijkkompas_core.queries.methode import Methode


def draw() -> None:
    """The circle, beside it the fasen or the chosen part, and under both the sporen with their aspecten in full."""
    method = methode()
    kompas = method.kompas
    selectie = state.current_selectie(kompas)
    with st.container(key="wk-methode" if selectie == ALLES else None):
        _circle_and_words(method, selectie)


def _circle_and_words(method: Methode, selectie: Selectie) -> None:
    kompas = method.kompas
    chart_side, part_side = st.columns([7, 5], gap="large")
    with chart_side:
        show(kompas_view.breadcrumb(selectie, kompas, "", {}, WHOLE_METHOD))
        kompas_view.method_sunburst(selectie, kompas)
    with part_side:
        selectie_filter(kompas, "Kies een onderdeel", WHOLE_METHOD)
        if selectie == ALLES:
            show(heading("De fasen"), _fasen(kompas))
        else:
            show(
                heading(selectie_trail(selectie, kompas)[-1]),
                paragraph(explanation(selectie, kompas)),
                knooppunten(method, selectie, None),
            )
    if selectie == ALLES:
        for spoor, side in zip(kompas.sporen, st.columns(len(kompas.sporen), gap="large"), strict=True):
            with side:
                show(_spoor(spoor, kompas))


def _fasen(kompas: Kompas) -> Markup:
    """The fasen in order, each leading to what is done in it."""
    steps = joined(html("<li>{} {}</li>", _link(Selectie(fase.slug), fase.naam), fase.uitleg) for fase in kompas.fasen)
    return html('<ol class="wk-fasenlijst">{}</ol>', steps)


def _spoor(spoor: Spoor, kompas: Kompas) -> Markup:
    """What a spoor looks at, and its aspecten with their whole explanation."""
    aspecten = joined(
        html(
            "<dt>{}</dt><dd>{}</dd>",
            _link(Selectie(None, spoor.slug, aspect.slug), aspect.naam),
            aspect.uitleg,
        )
        for aspect in kompas.aspecten_van(spoor.slug)
    )
    return (
        heading(f"Spoor: {spoor.naam.lower()}")
        + paragraph(spoor.uitleg)
        + html('<dl class="wk-uitgelegd">{}</dl>', aspecten)
    )


def _link(selectie: Selectie, naam: str) -> Markup:
    return html('<a href="{}" target="_self">{}</a>', href("", {state.SELECTIE: selectie.node}), naam)
