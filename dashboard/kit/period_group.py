"""The choice between months and quarters, for charts over time."""

import streamlit as st

from dashboard.kit import state
from wijkkompas_core.analysis.balans import Per

PERS: tuple[Per, ...] = ("maand", "kwartaal")


def chosen_group() -> Per:
    """What stands in the URL: months, or else quarters."""
    return "maand" if state.get(state.PER) == "maand" else "kwartaal"


def group_filter() -> Per:
    """Choose months or quarters; it stands in the URL as `per`."""
    per = chosen_group()
    st.segmented_control(
        "Per",
        PERS,
        required=True,
        **state.follow("filter_per", per, lambda value: state.put(per="maand" if value == "maand" else None)),
    )
    return per
