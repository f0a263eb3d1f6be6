"""The method itself as a circle, for everyone: no data of any wijk."""

import streamlit as st

from dashboard.kit import state
from dashboard.kit.filters import selectie_filter
from dashboard.kit.html import heading, html, joined, paragraph, show
from dashboard.kit.texts import WHOLE_METHOD, selectie_trail
from dashboard.reading.opened import methode
from dashboard.screens.kompas import circle as kompas_view
from dashboard.screens.kompas.vakpaneel import explanation, knooppunten
from wijkkompas_core.domain.selectie import ALLES


def draw() -> None:
    """The circle, and beside it the chosen part or how it works."""
    method = methode()
    kompas = method.kompas
    selectie = state.current_selectie(kompas)
    chart_side, part_side = st.columns([7, 5], gap="large")
    with chart_side:
        show(kompas_view.breadcrumb(selectie, kompas, "", {}, WHOLE_METHOD))
        kompas_view.method_sunburst(selectie, kompas)
    with part_side:
        selectie_filter(kompas, "Kies een onderdeel", WHOLE_METHOD)
        if selectie == ALLES:
            show(
                heading("Zo werkt het"), paragraph("Klik op een deel van de cirkel, of kies het in de lijst hierboven.")
            )
            for spoor in kompas.sporen:
                aspecten = joined(html("<li>{}</li>", a.naam) for a in kompas.aspecten_van(spoor.slug))
                show(html("<h3>{}</h3>", spoor.naam), paragraph(spoor.uitleg), html("<ul>{}</ul>", aspecten))
        else:
            show(
                heading(selectie_trail(selectie, kompas)[-1]),
                paragraph(explanation(selectie, kompas)),
                knooppunten(method, selectie, None),
            )
