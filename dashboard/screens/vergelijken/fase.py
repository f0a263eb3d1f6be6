""" "Zelfde fase, andere wijken": a wijk beside the others when they were in its fase; never a ranking."""

from collections.abc import Sequence
from datetime import date

import streamlit as st

from dashboard.charts.grafiek import Grafiek
from dashboard.charts.zelfde_fase import Verloop, zelfde_fase_grafiek
from dashboard.kit import state
from dashboard.kit.chart import draw
from dashboard.kit.html import empty_state, heading, paragraph, show
from dashboard.kit.screen import is_dark, is_narrow
from dashboard.reading.lezer import Lezer
from dashboard.screens.vergelijken.reads import Fasebeeld, read_fasebeeld, read_fasen
from wijkkompas_core.domain import nederlands as nl
from wijkkompas_core.domain.kompas import Kompas
from wijkkompas_core.domain.toegang import Recht
from wijkkompas_core.queries.wijken import Wijk

FASEWIJK = "fasewijk"
TITEL = "Zelfde fase, andere wijken"


def same_fase_view(lezer: Lezer, chosen: Sequence[Wijk], peildatum: date) -> None:
    """Choose one of the wijken and a fase it was in; its curves beside those of all others this user may see."""
    kompas = lezer.methode.kompas
    show(heading(TITEL), paragraph("Hoe stonden andere wijken ervoor, evenveel dagen nadat de fase bij hen begon?"))
    with st.container(key="wk-zelfde-fase", horizontal=True, vertical_alignment="bottom"):
        wijk = _choose_wijk(chosen)
        fasen = read_fasen(lezer, wijk, peildatum)
        names = {f.slug: f"{f.nummer}. {f.naam}" for f in kompas.fasen if f.slug in fasen}
        fase = _choose_fase(names) if names else None
    beeld = read_fasebeeld(lezer, wijk, fase, peildatum) if fase else None
    if fase is None or beeld is None:
        empty_state(
            f"Hier zie je {wijk.naam} naast andere wijken in dezelfde fase.",
            f"In {wijk.naam} is nog geen fase begonnen. Dat doe je bij Voortgang.",
        )
        return
    if not beeld.namen:
        rest = "Er is nog geen andere wijk in deze fase geweest."
        if lezer.actor.wijken(Recht.WIJK_ZIEN) is not None:
            rest = "Van de wijken die jij mag zien is er nog geen andere in deze fase geweest."
        show(paragraph(rest, "wk-stil"))
    _curves(lezer, beeld, kompas.fase[fase].naam, peildatum)


def _choose_wijk(chosen: Sequence[Wijk]) -> Wijk:
    by_slug = {wijk.slug: wijk for wijk in chosen}
    wijk = by_slug.get(state.get(FASEWIJK) or "") or chosen[0]
    if len(chosen) > 1:
        st.selectbox(
            "Welke wijk?",
            list(by_slug),
            format_func=lambda slug: by_slug[slug].label if slug in by_slug else str(slug),
            **state.follow(
                "zelfde_fase_wijk", wijk.slug, lambda slug: state.put(**{FASEWIJK: str(slug), "fase": None})
            ),
        )
    return wijk


def _choose_fase(names: dict[str, str]) -> str:
    """One of the fasen that the wijk was in, the last of the method unless the URL says another."""
    wanted = state.get(state.FASE) or ""
    fase = wanted if wanted in names else list(names)[-1]
    st.selectbox(
        "Welke fase?",
        list(names),
        format_func=lambda slug: names.get(slug, str(slug)),
        **state.follow("zelfde_fase_fase", fase, lambda slug: state.put(fase=str(slug))),
    )
    return fase


def _curves(lezer: Lezer, beeld: Fasebeeld, fase: str, peildatum: date) -> None:
    naam = beeld.wijk.label
    grafiek = lezer.made(draw_curves, beeld, lezer.methode.kompas, fase, dark=is_dark(), smal=is_narrow())
    others = nl.count(len(beeld.namen), "andere wijk", "andere wijken")
    draw(
        grafiek,
        "zelfde_fase",
        file_name=f"zelfde-fase-{beeld.wijk.slug}-{peildatum:%Y-%m-%d}",
        about=f"{naam} · fase {fase} · peildatum {nl.day(peildatum)}",
        confidence=f"{others} in deze fase geweest · fase begonnen op {nl.day(beeld.verblijf.begin)}",
    )


def draw_curves(beeld: Fasebeeld, kompas: Kompas, fase: str, *, dark: bool, smal: bool) -> Grafiek:
    """The curves of the wijk beside the others; `fase` by its name."""
    verloop = Verloop(
        naam=beeld.wijk.label,
        fase=fase,
        dag=beeld.dag,
        vereist=len(beeld.verblijf.vereist),
        kromme=beeld.kromme,
        band=beeld.band,
        stippen=beeld.stippen,
        namen=beeld.namen,
    )
    return zelfde_fase_grafiek(verloop, kompas, dark=dark, smal=smal)
