"""A chart with everything that belongs to it: the finding, table, download, "hoe berekend" and data confidence."""

from collections.abc import Callable

import pandas as pd
import plotly.graph_objects as go
import streamlit as st

from dashboard.kit.download import downloads
from dashboard.kit.html import html, paragraph, show, table
from dashboard.kit.picture import picture
from dashboard.theme import PLOTLY_CONFIG
from wijkkompas_core.bestanden.werkboek import blad_from

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
    about: str,
    on_click: Callable[[list[dict]], None] | None = None,
) -> None:
    """Draw it. `shown` makes the table on screen (texts), `exported` the same numbers for the download, whose
    name without extension is `file_name`. `about` says what it is about (wijk, period); it stands in the picture.

    `on_click` gets the points that were clicked; what it does needs a widget that does the same.
    """
    show(html('<h2 class="wk-bevinding">{}</h2><p class="wk-stil">{}</p>', finding, confidence))
    place, clicks = f"{key}_figuur", {}
    if on_click is not None:
        clicks = {"selection_mode": "points", "on_select": lambda: on_click(clicked_points(place))}
    st.plotly_chart(figure, key=place, config=PLOTLY_CONFIG, theme=None, alt=alt, **clicks)
    opened = st.expander(MORE, key=f"{key}_tabel", on_change="rerun", icon=":material/table:")
    if opened.open:  # until then nothing of it is made
        table_shown = shown()
        with opened:
            with st.container(key=f"wk-rij-{key}", horizontal=True, vertical_alignment="center"):
                downloads(
                    key,
                    titel=finding,
                    naam=file_name,
                    bladen=lambda: [blad_from("Cijfers", exported())],
                    betrouwbaarheid=confidence,
                    toelichting=[("Hoe is dit berekend?", explained)],
                )
                show(picture(place, finding, about, file_name, confidence))
            numeric = range(1, len(table_shown.columns))
            rows = table_shown.itertuples(index=False)
            columns = list(table_shown.columns)
            show(paragraph(explained, "wk-stil"), table(columns, rows, numeric=numeric, caption=finding))


def clicked_points(key: str) -> list[dict]:
    """The points that were clicked in the chart under `key`; none when a click comes after that chart has gone."""
    drawn = st.session_state.get(key)
    return drawn.selection.points if drawn else []


def small_downloads(
    place: str, *, titel: str, about: str, file_name: str, exported: Callable[[], pd.DataFrame], explained: str
) -> None:
    """The menu of a small chart that was drawn under `place`: the picture, and its figures as a file, as in `chart`."""
    downloads(
        place,
        titel=titel,
        naam=file_name,
        bladen=lambda: [blad_from("Cijfers", exported())],
        toelichting=[("Hoe is dit berekend?", explained)],
        boven=picture(place, titel, about, file_name),
    )
