"""What the reader's screen is like, as far as a server can know."""

import streamlit as st
from streamlit.components.v2 import component

from dashboard.charts.assen import MIDDLE, NARROW, WIDE

STEPS = (NARROW, MIDDLE, WIDE)
FOLLOWED = "breedte"
# Hears from breedte.js how wide a chart is now; only another step than the server drew for is worth another run.
_SCRIPT = """
let hear = null;

export default function ({data, setStateValue}) {
  const step = (width) => Math.max(...data.stappen.filter((one) => one <= Math.max(width, data.stappen[0])));
  if (hear) removeEventListener("wijkkompas-breedte", hear);
  hear = ({detail}) => { if (step(detail) !== data.nu) setStateValue("breed", step(detail)); };
  addEventListener("wijkkompas-breedte", hear);
}
"""


def is_dark() -> bool:
    """Whether the reader's screen is in the dark theme."""
    return st.context.theme.type == "dark"


def chart_width() -> int:
    """The least width in pixels that a chart over the whole page gets: one of three steps, as the browser measured it.

    A browser that keeps no cookies tells nothing: then it is a phone or it is wide.
    """
    since = st.session_state.get(FOLLOWED) or {}
    if isinstance(told := since.get("breed"), int):
        return _step(told)
    noted = st.context.cookies.get("wijkkompas-breedte", "")
    if not (noted.isascii() and noted.isdigit()):
        return NARROW if "Mobi" in (st.context.headers.get("User-Agent") or "") else WIDE
    return _step(int(noted[:6]))


def _step(width: int) -> int:
    return max(step for step in STEPS if step <= max(width, NARROW))


def follow_width() -> None:
    """Draw the page again when its charts get another width, as by turning a phone; once in every run, at its end."""
    script = component("wijkkompas_breedte", js=_SCRIPT)
    with st.container(key="wk-breedte"):
        script(
            data={"stappen": STEPS, "nu": chart_width()},
            key=FOLLOWED,
            on_breed_change=lambda: None,
            height="content",
        )


def is_narrow(least: int = MIDDLE) -> bool:
    """Whether a chart over the whole page gets less than it needs: then it stacks what else stands side by side."""
    return chart_width() < least


def chart_size() -> int:
    """The height of the kompas in pixels: about as high as it can be wide."""
    return 380 if is_narrow() else 620
