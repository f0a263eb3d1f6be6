"""What the reader's screen is like, as far as a server can know."""

import streamlit as st


def is_dark() -> bool:
    """Whether the reader's screen is in the dark theme."""
    return st.context.theme.type == "dark"


def is_phone() -> bool:
    """Whether the browser says that it is one of a phone; charts then stack instead of standing side by side."""
    return "Mobi" in (st.context.headers.get("User-Agent") or "")


def chart_width() -> int:
    """The least width in pixels that a chart over the whole page gets."""
    return 328 if is_phone() else 800


def chart_size() -> int:
    """The height of the kompas in pixels: about as high as it can be wide."""
    return 380 if is_phone() else 620
