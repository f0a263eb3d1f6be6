"""The kompas of one wijk: which vakken get attention, and everything about the chosen part."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date

import streamlit as st

from dashboard.kit import state
from dashboard.kit.balk import filter_panel
from dashboard.kit.chart import plot, under
from dashboard.kit.filters import period_chip, period_filter, selectie_chip, selectie_filter, wijk_in_bar
from dashboard.kit.html import empty_state, heading, html, paragraph, show
from dashboard.kit.kopzin import kopzin
from dashboard.kit.peildatum import time_control
from dashboard.kit.undo import undo_bar
from dashboard.navigation import PAGES_DIR
from dashboard.reading.beelden import KompasBeeld, kompasbeeld
from dashboard.reading.lezer import Lezer
from dashboard.screens.kompas import circle as kompas_view
from dashboard.screens.kompas.contactlijst import contact_items, contact_list
from dashboard.screens.kompas.vakpaneel import explanation
from wijkkompas_core.analysis.vakraster import KOP_UITLEG, LEESWIJZER
from wijkkompas_core.domain import nederlands as nl
from wijkkompas_core.domain.kompas import Kompas
from wijkkompas_core.domain.selectie import ALLES, Selectie
from wijkkompas_core.domain.tijd import today
from wijkkompas_core.domain.toegang import Recht
from wijkkompas_core.queries.wijken import Wijk

STEP, SHARED = 3, 10
"""So many contactmomenten are shown at first, and in a shared view."""


@dataclass(frozen=True, slots=True)
class Keuze:
    """What is chosen: a wijk, a part of the kompas and a period, looked at on a day."""

    wijk: Wijk
    selectie: Selectie
    van: date | None
    tot: date | None
    peildatum: date

    def about(self, kompas: Kompas) -> str:
        """The same in words."""
        return kompas_view.about(self.wijk, self.selectie, kompas, self.van, self.tot, self.peildatum)


def draw(lezer: Lezer, wijken: tuple[Wijk, ...]) -> None:
    """The filters, the circle, and beside it the chosen part."""
    kompas = lezer.methode.kompas
    wijk = wijk_in_bar(wijken)
    with filter_panel([*period_chip(lezer.today), *selectie_chip(kompas)]):
        van, tot = period_filter(day=lezer.today)
        selectie = selectie_filter(kompas)
    time_control(lezer, since=True)

    shown_key = f"getoond_{wijk.slug}_{selectie.node}"
    limit = st.session_state.get(shown_key, STEP)
    state.keep_view()
    keuze = Keuze(wijk, selectie, van, tot, min(tot or lezer.today, lezer.today))
    beeld = _read(lezer, keuze, limit)
    undo_bar(lezer)
    with _beside_the_circle(lezer, keuze, beeld) as parts:
        show(parts.way, parts.summary)
        if lezer.actor.may(Recht.VASTLEGGEN, wijk.id) and st.button(
            "Vastleggen", type="primary", icon=":material/edit_note:", key="naar_vastleggen"
        ):
            params = state.view_params(wijk, fase=selectie.fase, aspect=selectie.aspect, van=None, tot=None)
            st.switch_page(PAGES_DIR / "vastleggen.py", query_params=params)
        above = parts.knooppunten + heading("Contactmomenten", f"{beeld.totaal} · {nl.period(van, tot)}")
        contact_list(lezer, beeld.contactmomenten, wijk.slug, above)
        if not beeld.totaal:
            empty_state(
                "Hier komen de contactmomenten te staan.", "Er is nog niets vastgelegd voor dit deel en deze periode."
            )
        if beeld.totaal > limit:
            st.button("Toon meer", on_click=lambda: st.session_state.update({shown_key: limit + 10}))


def shared(lezer: Lezer, wijken: tuple[Wijk, ...]) -> None:
    """The same circle to look at, and the part that was chosen when it was shared."""
    kompas, day = lezer.methode.kompas, lezer.today
    van, tot = state.current_period()
    tot = min(tot, day) if tot else (day if day < today() else None)
    keuze = Keuze(state.current_wijk(wijken), state.current_selectie(kompas), van, tot, min(tot or today(), day))
    beeld = _read(lezer, keuze, SHARED)
    show(html('<p class="wk-stil">{}</p>', keuze.about(kompas)))
    with _beside_the_circle(lezer, keuze, beeld) as parts:
        if keuze.selectie == ALLES:  # nothing can be chosen here, so nothing asks to choose
            show(parts.summary.replace(paragraph(explanation(keuze.selectie, kompas)), ""))
        else:
            show(parts.summary, parts.knooppunten)
        if lezer.vrije_tekst and beeld.contactmomenten:
            show(heading("Contactmomenten", str(beeld.totaal)), contact_items(lezer, beeld.contactmomenten))


def _read(lezer: Lezer, keuze: Keuze, limit: int) -> KompasBeeld:
    period = (keuze.van, keuze.tot)
    return lezer.ask(kompasbeeld, keuze.wijk.id, lezer.methode.kompas, keuze.selectie, period, keuze.peildatum, limit)


@contextmanager
def _beside_the_circle(lezer: Lezer, keuze: Keuze, beeld: KompasBeeld) -> Iterator[kompas_view.KompasDelen]:
    """Draw the circle with what is under it; what is drawn within comes to stand beside it."""
    wijk, selectie, kompas = keuze.wijk, keuze.selectie, lezer.methode.kompas
    parts = kompas_view.kompas_parts(lezer, wijk, selectie, keuze.peildatum, beeld)
    chart_side, part_side = st.columns([7, 5], gap="large")
    with chart_side:
        show(kopzin(parts.kop, KOP_UITLEG))
        if lezer.volgt_adres:
            show(parts.boom)
            drawn = kompas_view.sunburst(parts.grafiek, selectie, kompas)
        else:
            drawn = "gedeeld_kompas"
            plot(parts.grafiek, drawn)
        show(parts.legend, parts.involved)
        name, about = f"kompas-{wijk.slug}", keuze.about(kompas)
        under(parts.grafiek, "kompas", drawn, file_name=name, about=about, foot=LEESWIJZER)
    with part_side:
        yield parts
