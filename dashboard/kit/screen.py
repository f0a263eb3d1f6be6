"""What the reader's screen is like, as far as a server can know."""

import streamlit as st

from dashboard.charts.assen import MIDDLE, NARROW, WIDE


def is_dark() -> bool:
    """Whether the reader's screen is in the dark theme."""
    return st.context.theme.type == "dark"


def chart_width() -> int:
    """The least width in pixels that a chart over the whole page gets: one of three steps, as the browser measured it.

    A browser that keeps no cookies tells nothing: then it is a phone or it is wide.
    """
    told = st.context.cookies.get("wijkkompas-breedte", "")
    if not (told.isascii() and told.isdigit()):
        return NARROW if "Mobi" in (st.context.headers.get("User-Agent") or "") else WIDE
    return max(step for step in (NARROW, MIDDLE, WIDE) if step <= max(int(told[:6]), NARROW))


def is_narrow(least: int = MIDDLE) -> bool:
    """Whether a chart over the whole page gets less than it needs: then it stacks what else stands side by side."""
    return chart_width() < least


def chart_size() -> int:
    """The height of the kompas in pixels: about as high as it can be wide."""
    return 380 if is_narrow() else 620
