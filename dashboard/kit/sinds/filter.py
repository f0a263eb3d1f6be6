"""The choice of the day since which changes are shown."""

from datetime import date, timedelta

import streamlit as st

from dashboard.kit import state
from dashboard.kit.sinds.marks import sinds
from dashboard.reading.lezer import Lezer
from wijkkompas_core.domain import nederlands as nl

NOTHING, OTHER = "niet", "anders"


def quarter_ends(day: date) -> tuple[date, date]:
    """The last days of the two quarters that had ended before a day."""
    last = date(day.year, (day.month - 1) // 3 * 3 + 1, 1) - timedelta(days=1)
    return last, date(last.year, (last.month - 1) // 3 * 3 + 1, 1) - timedelta(days=1)


def sinds_filter(lezer: Lezer) -> None:
    """Choose since when; ready-made days first, since most reports go by quarter."""
    last, before = quarter_ends(lezer.today)
    names = {
        NOTHING: "Niet tonen",
        last.isoformat(): f"Einde vorig kwartaal ({nl.day(last)})",
        before.isoformat(): f"Een kwartaal eerder ({nl.day(before)})",
        OTHER: "Andere datum",
    }
    day = sinds(lezer)
    chosen = NOTHING if day is None else day.isoformat() if day.isoformat() in names else OTHER
    if st.session_state.get("sinds_anders") and day is not None:
        chosen = OTHER

    def choose(value: object) -> None:
        st.session_state["sinds_anders"] = value == OTHER
        put = last.isoformat() if value == OTHER and day is None else None if value == NOTHING else str(value)
        if value != OTHER or day is None:
            state.put(sinds=put)

    st.selectbox(
        "Gewijzigd sinds",
        list(names),
        format_func=lambda key: names.get(key, str(key)),
        **state.follow("filter_sinds", chosen, choose),
    )
    if chosen == OTHER:
        st.date_input(
            "Sinds",
            format="DD-MM-YYYY",
            min_value=state.FIRST_DAY,
            max_value=lezer.today - timedelta(days=1),
            **state.follow(
                "filter_sinds_dag", day, lambda v: state.put(sinds=v.isoformat() if isinstance(v, date) else None)
            ),
        )
