"""The lines of the programme, a wijk each, as several screens read and say them."""

from datetime import date

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from dashboard.reading.lezer import Lezer
from dashboard.reading.regels import read_regels
from wijkkompas_core.queries.programma import Wijkregel

PATIENCE = 60
"""From so many lines on that have to be made, their progress is shown."""


def read_lines(lezer: Lezer, peildatum: date) -> tuple[Wijkregel, ...]:
    """The lines of all wijken that this user may see, by name; tells how far it is when many have to be made."""
    bars: list[DeltaGenerator] = []

    def tell(made: int, missing: int) -> None:
        if missing < PATIENCE:
            return
        if not bars:
            bars.append(st.empty())
        bars[0].progress(min(1.0, made / missing), f"De wijken worden doorgerekend: {made} van {missing}")

    found = read_regels(lezer.telling(tell), peildatum)
    for bar in bars:
        bar.empty()
    return found


def fasen_words(lezer: Lezer, regel: Wijkregel) -> str:
    """The open fasen of a wijk in words."""
    kompas = lezer.methode.kompas
    names = [f"{kompas.fase[slug].nummer}. {kompas.fase[slug].naam}" for slug in regel.fasen]
    return ", ".join(names) or "geen fase open"
