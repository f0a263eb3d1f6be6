"""A chart on the screen with everything that belongs to it: finding, table, download, rule in words, confidence."""

from collections.abc import Callable, Sequence

import streamlit as st
from markupsafe import Markup

from dashboard.charts.grafiek import Grafiek
from dashboard.kit.download import downloads
from dashboard.kit.html import HOW, NOTHING, finding, html, paragraph, show, table
from dashboard.kit.picture import picture
from dashboard.theme import PLOTLY_CONFIG
from wijkkompas_core.bestanden.werkboek import blad_from
from wijkkompas_core.domain import nederlands as nl

MORE = "Tabel, download en hoe is dit berekend?"


def draw(
    grafiek: Grafiek,
    key: str,
    *,
    file_name: str,
    about: str,
    confidence: str,
    onder: Markup | Callable[[], None] = NOTHING,
    on_click: Callable[[list[dict]], None] | None = None,
    is_title: bool = False,
) -> None:
    """Draw it under its finding (`is_title`: that is the title of the page), with table and downloads folded below.

    `file_name` is without extension. `about` says what it is about (wijk, period); it stands in the picture, after the
    `ondertitel` of the chart. `onder` stands between its words and the figure, or draws what stands there.
    `on_click` gets the points that were clicked; what it does needs a widget that does the same.
    """
    about = " · ".join(part for part in (grafiek.ondertitel, about) if part)
    show(
        finding(grafiek.bevinding, is_title=is_title),
        html('<p class="wk-stil">{}</p>', grafiek.ondertitel or confidence),
        *(() if callable(onder) else (onder,)),
    )
    if callable(onder):
        onder()
    place = f"{key}_figuur"
    plot(grafiek, place, on_click=on_click)
    if grafiek.ondertitel:
        show(html('<p class="wk-stil">{}</p>', confidence))
    under(grafiek, key, place, file_name=file_name, about=about, confidence=confidence)


def under(
    grafiek: Grafiek, key: str, place: str, *, file_name: str, about: str, confidence: str = "", foot: str = ""
) -> None:
    """The quiet row under a chart that was plotted at `place`: its table, downloads, picture and rule, folded.

    What is asked is as with `draw`; here `about` is all that stands above the figure in the picture. `foot` stands
    under it there, unless that is its confidence.
    """
    opened = st.expander(MORE, key=f"{key}_tabel", on_change="rerun", icon=":material/table:")
    if not opened.open:  # until then nothing of it is made
        return
    shown = grafiek.tabel()
    with opened:
        with st.container(key=f"wk-rij-{key}", horizontal=True, vertical_alignment="center"):
            chart_downloads(grafiek, key, file_name=file_name, confidence=confidence)
            show(picture(place, grafiek.bevinding, about, file_name, foot or confidence))
        rows = list(shown.itertuples(index=False))
        twin = table(list(shown.columns), rows, numeric=columns_of_numbers(rows), caption=grafiek.bevinding)
        show(paragraph(grafiek.uitleg, "wk-stil"), twin)


def columns_of_numbers(rows: Sequence[Sequence[object]]) -> list[int]:
    """The places of the columns that hold numbers alone, or nothing; not the first, which says what a row is about."""
    said = [[str(cell) for cell in column if cell != ""] for column in zip(*rows, strict=True)]
    return [i for i, column in enumerate(said) if i and column and all(map(nl.is_number, column))]


def draw_small(
    grafiek: Grafiek, place: str, *, file_name: str, about: str, between: Markup = NOTHING, still: bool = True
) -> None:
    """Draw it small, where its finding stands already: under it the HTML of `between` and a menu with its downloads.

    `still`: nothing in it can be hovered or clicked.
    """
    plot(grafiek, place, still=still)
    show(between)
    chart_downloads(grafiek, place, file_name=file_name, boven=picture(place, grafiek.bevinding, about, file_name))


def plot(
    grafiek: Grafiek, place: str, *, on_click: Callable[[list[dict]], None] | None = None, still: bool = False
) -> None:
    """The figure alone with its words, where the rest of the chart stands apart from it."""
    clicks = {}
    if on_click is not None:
        clicks = {"selection_mode": "points", "on_select": lambda: on_click(clicked_points(place))}
    config = PLOTLY_CONFIG | ({"staticPlot": True} if still else {})
    st.plotly_chart(grafiek.figuur, key=place, config=config, theme=None, alt=grafiek.alt, **clicks)


def chart_downloads(
    grafiek: Grafiek, key: str, *, file_name: str, confidence: str = "", boven: Markup = NOTHING
) -> None:
    """The menu with the figures of a chart as a file."""
    downloads(
        key,
        titel=grafiek.bevinding,
        naam=file_name,
        bladen=lambda: [blad_from("Cijfers", grafiek.cijfers())],
        betrouwbaarheid=confidence,
        toelichting=[(HOW, grafiek.uitleg)],
        boven=boven,
    )


def clicked_points(key: str) -> list[dict]:
    """The points that were clicked in the chart under `key`; none when a click comes after that chart has gone."""
    drawn = st.session_state.get(key)
    return drawn.selection.points if drawn else []
