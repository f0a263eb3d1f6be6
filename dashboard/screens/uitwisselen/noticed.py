"""What stood out in a list, each to be left so or changed, on the screen from which it is imported."""

from dataclasses import replace

import streamlit as st

from dashboard.kit import texts
from dashboard.kit.html import heading, html, joined, paragraph, show
from dashboard.screens.uitwisselen import stand as stand_
from wijkkompas_core.domain import nederlands as nl
from wijkkompas_core.services.importeren.order import Voorbeeld
from wijkkompas_core.uitwisseling.delen import row_name, row_names
from wijkkompas_core.uitwisseling.opvallend import Opvallend

SHOWN = 12


def noticed(found: Voorbeeld) -> None:
    """A sentence per thing that stood out, with what can be chosen instead, and rows that are skipped."""
    skipped = [(nummer, why) for nummer, why in found.overgeslagen if "totaal" not in why]
    notes = stand_.stand().gelezen
    told = [*(notes.opmerkingen if notes else ())]
    if not found.opvallend and not skipped and not told:
        return
    with st.container(key="wk-opgevallen"):
        show(heading("Wat viel op", "kijk dit na voordat je importeert"))
        if told:
            show(joined(paragraph(note) for note in told))
        for one in found.opvallend[:SHOWN]:
            _one(one)
        if skipped:
            words = nl.enumerate_words(
                [f"rij {row_name(nummer, stand_.stand().delen)} {why}" for nummer, why in skipped[:5]]
            )
            show(paragraph(f"Overgeslagen: {words}{' en meer' * (len(skipped) > 5)}.", "wk-stil"))


def _one(one: Opvallend) -> None:
    where = _where(one)
    if not one.keuzes:
        show(html('<p class="wk-alinea">{} <span class=wk-stil>{}</span></p>', one.zin, where))
        return
    names = dict(one.keuzes)
    st.segmented_control(
        f"{texts.as_typed(one.zin)} {texts.as_typed(where)}",
        list(names),
        default=one.keuze,
        format_func=lambda value: names.get(value) or str(value),
        required=True,
        key=f"opvallend_{one.sleutel}",
        on_change=_choose,
        args=(one.sleutel,),
    )


def _where(one: Opvallend) -> str:
    """The first rows in which it is."""
    numbers = row_names(one.rijen, stand_.stand().delen)
    if not numbers:
        return ""
    more = one.aantal > len(numbers)
    return f"Rij {', '.join(numbers)} en meer." if more else f"Rij {nl.enumerate_words(numbers)}."


def _choose(sleutel: str) -> None:
    """Take the choice along, and look at every row again."""
    tw = stand_.stand().toewijzing
    value = str(st.session_state.get(f"opvallend_{sleutel}") or "")
    keuzes = {naam: chosen for naam, chosen in tw.keuzes.items() if naam != sleutel}
    stand_.put_mapping(replace(tw, keuzes={**keuzes, sleutel: value} if value else keuzes))
