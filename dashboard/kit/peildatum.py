"""Looking back: the one time control of every page with figures, and the banner that says what day is looked at."""

from datetime import date

import streamlit as st

from dashboard.kit import state
from dashboard.kit.balk import bar
from dashboard.kit.filters import PRESETS, wijk_in_bar
from dashboard.kit.html import empty_state, html, show
from dashboard.kit.sinds.filter import sinds_filter
from dashboard.kit.sinds.marks import sinds
from dashboard.reading.lezer import Lezer
from wijkkompas_core.domain import nederlands as nl
from wijkkompas_core.domain.tijd import months_back, today


def time_control(lezer: Lezer, *, since: bool = False) -> None:
    """How is looked in time, behind one button in the bar: the peildatum and, on some pages, since when things changed.

    The button says what is chosen.
    """
    day = lezer.peildatum
    label = f"Peildatum: {nl.day(day)}" if day else "Peildatum: vandaag"
    begin = sinds(lezer) if since else None
    if begin:
        label += f", sinds {nl.day(begin)}"
    with bar().tijd, st.popover(label, key="wk-tijdknop", icon=":material/event:"):
        _peildatum_filter(lezer)
        if since:
            sinds_filter(lezer)


def _peildatum_filter(lezer: Lezer) -> None:
    """Choose a day to look back to; empty is today."""
    st.date_input(
        "Peildatum",
        format="DD-MM-YYYY",
        min_value=state.FIRST_DAY,
        max_value=today(),
        **state.follow("filter_peildatum", lezer.peildatum, _choose),
    )


def _choose(value: object) -> None:
    """Look back to a day, or to none. A ready-made period moves along: the last twelve months are those of that day."""
    day = value if isinstance(value, date) and value < today() else None
    before, after = state.peildatum() or today(), day or today()
    for months in PRESETS.values():
        if state.current_period() == (months_back(before, months), before):
            state.put(van=months_back(after, months).isoformat(), tot=after.isoformat())
            break
    state.look_back(day)


def looking_back(lezer: Lezer) -> None:
    """The banner, while looking back. A wijk that was not known yet on the peildatum ends the page here, in words."""
    state.keep_look()
    if lezer.peildatum is None:
        return
    day = nl.day(lezer.peildatum)
    with st.container(key="wk-terugblik", horizontal=True, vertical_alignment="center"):
        show(
            html(
                '<p role="status">Je kijkt naar wat op <strong>{}</strong> bekend was. '
                '<span class="wk-stil">Vastleggen en wijzigen kan weer als je teruggaat.</span></p>',
                day,
            )
        )
        st.button("Terug naar vandaag", key="terugblik_uit", icon=":material/today:", on_click=_choose, args=(None,))
    known, now = lezer.wijken(), lezer.wijken_now()
    wanted = state.get(state.WIJK) or st.session_state.get(state.LAST_WIJK)
    wijk = next((w for w in now if w.slug == wanted), None) if state.get(state.WIJK) or not known else None
    if not now or (known and (wijk is None or any(w.id == wijk.id for w in known))):
        return
    wijk_in_bar(now)
    time_control(lezer)
    empty_state(
        f"Van {wijk.naam} was op {day} nog niets bekend." if wijk else f"Op {day} was er nog geen wijk bekend.",
        "De wijk stond toen nog niet in Wijkkompas, of was gearchiveerd. Kies een latere peildatum of een andere wijk.",
    )
    st.stop()
