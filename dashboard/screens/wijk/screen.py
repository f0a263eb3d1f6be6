"""The start page of a wijk: what asks attention now, how it stands, and what happened lately.

The reader is of the team, or a programmamanager who came from the programme: what is going on here, and what do I do
next. The headline says it, the card gives the one thing to do, the grid beside it shows where it is silent.
"""

import streamlit as st
from markupsafe import Markup

from dashboard.kit import balk, state
from dashboard.kit.filters import wijk_in_bar
from dashboard.kit.html import heading, how_calculated, html, joined, show
from dashboard.kit.kopzin import kopzin, sinds_vorige_bezoek
from dashboard.kit.peildatum import time_control
from dashboard.kit.signaal import kan_van
from dashboard.kit.sinds.changes import wijk_changes
from dashboard.kit.undo import undo_bar
from dashboard.navigation import PAGES_DIR
from dashboard.reading.beelden import WijkBeeld
from dashboard.reading.lezer import Lezer
from dashboard.reading.regels import read_regel
from dashboard.reading.wijk import read_wijk
from dashboard.screens.wijk import picture
from dashboard.screens.wijk.blind_spots import blind_spots, nothing_found
from dashboard.screens.wijk.stories import stories
from wijkkompas_core.analysis.kop import UITLEG as KOP_UITLEG
from wijkkompas_core.analysis.signaaluitleg import UITLEG as SIGNAAL_UITLEG
from wijkkompas_core.domain import nederlands as nl
from wijkkompas_core.domain.kompas import Kompas
from wijkkompas_core.domain.toegang import Recht
from wijkkompas_core.queries.programma import Wijkregel
from wijkkompas_core.queries.wijken import Wijk


def draw(lezer: Lezer, wijken: tuple[Wijk, ...]) -> None:
    """The headline, what asks attention beside how the wijk stands, and under it what happened and what comes."""
    wijk, peildatum, kompas = wijk_in_bar(wijken), lezer.today, lezer.methode.kompas
    regel, beeld = read_regel(lezer, wijk, peildatum), read_wijk(lezer, wijk, peildatum)
    balk.about(_fasen(kompas, regel))
    time_control(lezer, since=True)
    if lezer.actor.may(Recht.VASTLEGGEN, wijk.id):
        with balk.bar().actie:
            _record_button(wijk)
    undo_bar(lezer)
    show(kopzin(beeld.kop, KOP_UITLEG, _under(lezer, regel, beeld)))
    wijk_changes(lezer, wijk)
    attention_side, state_side = st.columns([6, 5], gap="large")
    with attention_side:
        kan = kan_van(lezer.actor, wijk.id)
        if beeld.stand.signalen:
            show(stories(wijk, beeld.stand, kan))
        else:
            show(nothing_found(wijk, beeld.stand, kompas, peildatum, kan))
        blind_spots(lezer, wijk, beeld.stand, peildatum)
    with state_side:
        picture.vakken_and_puls(lezer, beeld, regel, peildatum)
    lately_side, fasen_side = st.columns([6, 5], gap="large")
    with lately_side:
        picture.lately_and_due(lezer, wijk, beeld, peildatum)
    with fasen_side:
        picture.fasen(lezer, wijk, beeld, peildatum)
    picture.silence_map(lezer, wijk, beeld, peildatum)


def _record_button(wijk: Wijk) -> None:
    if st.button("Vastleggen", type="primary", icon=":material/edit_note:", key="wijk_vastleggen"):
        st.switch_page(PAGES_DIR / "vastleggen.py", query_params=state.view_params(wijk))


def _fasen(kompas: Kompas, regel: Wijkregel) -> str:
    """The open fasen: "fase 4 Keuzes"."""
    found = [f"{kompas.fase[slug].nummer} {kompas.fase[slug].kort}" for slug in regel.fasen]
    return f"fase {nl.enumerate_words(found)}" if found else "geen fase open"


def _under(lezer: Lezer, regel: Wijkregel, beeld: WijkBeeld) -> Markup:
    """Under the headline: what is new since the last visit, and the mijlpaal that comes next."""
    since = sinds_vorige_bezoek(lezer, (regel,), named=False)
    coming = picture.next_mijlpaal(beeld, lezer.today)
    if not coming:
        return since
    naam, day = coming
    away = picture.days_away(day, lezer.today)
    return since + html('<p dir="auto">Volgende mijlpaal <strong>{}</strong>: {}</p>', away, naam)


def shared(lezer: Lezer, wijken: tuple[Wijk, ...]) -> None:
    """How the wijk stands, to look at."""
    wijk, peildatum = state.current_wijk(wijken), lezer.today
    regel, beeld = read_regel(lezer, wijk, peildatum), read_wijk(lezer, wijk, peildatum)
    show(
        html('<p class="wk-stil">{} · op {}</p>', wijk.naam, nl.day(peildatum)),
        kopzin(beeld.kop, KOP_UITLEG),
    )
    left, right = st.columns([6, 5], gap="large")
    with left:
        picture.vakken_and_puls(lezer, beeld, regel, peildatum)
    with right:
        picture.fasen(lezer, wijk, beeld, peildatum)
        if lezer.vrije_tekst:
            items = joined(
                html(
                    '<li><p class="wk-signaal" dir="auto"><strong>{}</strong></p>'
                    '<p class="wk-stil" dir="auto">{}</p></li>',
                    one.zin,
                    one.reden,
                )
                for one in beeld.stand.signalen
            )
            show(
                heading("Blinde vlekken", str(len(beeld.stand.signalen))),
                html('<ol class="wk-signalen">{}</ol>{}', items, how_calculated(SIGNAAL_UITLEG)),
                heading("Laatst gebeurd"),
                html('<ul class="wk-tijdlijst">{}</ul>', picture.happened_items(beeld)),
            )
    picture.silence_map(lezer, wijk, beeld, peildatum)
