"""A chart with everything that belongs to it: the finding, table, download, "hoe berekend" and data confidence."""

from collections.abc import Callable

import pandas as pd
import plotly.graph_objects as go
import streamlit as st

from dashboard.components.html import esc, paragraph, show, table
from dashboard.theme import PLOTLY_CONFIG

CSV_MIME = "text/csv; charset=utf-8"
MORE = "Tabel, download en hoe is dit berekend?"


def chart(
    figure: go.Figure,
    *,
    key: str,
    finding: str,
    alt: str,
    shown: Callable[[], pd.DataFrame],
    exported: Callable[[], pd.DataFrame],
    file_name: str,
    explained: str,
    confidence: str,
    on_click: Callable[[list[dict]], None] | None = None,
) -> None:
    """Draw it. `shown` makes the table on screen (texts), `exported` the same numbers for the download.

    `on_click` gets the points that were clicked; what it does needs a widget that does the same.
    """
    show(f'<h2 class="wk-bevinding">{esc(finding)}</h2><p class="wk-stil">{esc(confidence)}</p>')
    place, clicks = f"{key}_figuur", {}
    if on_click is not None:
        clicks = {"selection_mode": "points", "on_select": lambda: on_click(st.session_state[place].selection.points)}
    st.plotly_chart(figure, key=place, config=PLOTLY_CONFIG, theme=None, alt=alt, **clicks)
    opened = st.expander(MORE, key=f"{key}_tabel", on_change="rerun", icon=":material/table:")
    if opened.open:  # until then nothing of it is made
        table_shown = shown()
        with opened:
            st.download_button(
                "Download (CSV)",
                data=lambda: dutch_csv(exported()),
                file_name=file_name,
                mime=CSV_MIME,
                key=f"{key}_download",
                on_click="ignore",
                icon=":material/download:",
            )
            numeric = range(1, len(table_shown.columns))
            rows = table_shown.itertuples(index=False)
            columns = list(table_shown.columns)
            show(paragraph(explained, "wk-stil"), table(columns, rows, numeric=numeric, caption=finding))


def dutch_csv(frame: pd.DataFrame) -> bytes:
    """CSV that opens right in Excel with Dutch settings: semicolon, decimal comma, UTF-8 with its mark."""
    return frame.to_csv(index=False, sep=";", decimal=",", date_format="%d-%m-%Y", float_format="%.6g").encode(
        "utf-8-sig"
    )
