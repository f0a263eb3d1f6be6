"""The bar on top of every page: what it is, what it is about, and what one can do with it."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from typing import NamedTuple

import streamlit as st
from markupsafe import Markup
from streamlit.delta_generator import DeltaGenerator

from dashboard.kit import state
from dashboard.kit.html import NOTHING, html, joined, show


class Chip(NamedTuple):
    """A filter that is set: its name, what is chosen in words, and the names in the address that hold it."""

    label: str
    waarde: str
    namen: tuple[str, ...]


class Balk(NamedTuple):
    """The places of the bar, from left to right, and the line under it where the chips stand."""

    wat: DeltaGenerator
    filters: DeltaGenerator
    tijd: DeltaGenerator
    actie: DeltaGenerator
    chips: DeltaGenerator


_balk: ContextVar[Balk] = ContextVar("balk")


def draw_bar(title: str, *, is_title: bool, share: Markup = NOTHING) -> None:
    """Draw the bar with the name of the page: its title (h1), or a label above the finding that is the title."""
    with st.container(key="wk-balk", horizontal=True, vertical_alignment="center", gap="small"):
        wat = st.container(key="wk-balk-wat", horizontal=True, vertical_alignment="center", gap="small")
        with wat:
            show(
                html('<h1 class="wk-titel">{}</h1>', title)
                if is_title
                else html('<p class="wk-balk-naam">{}</p>', title)
            )
        with st.container(key="wk-balk-knoppen", horizontal=True, vertical_alignment="center", gap="small"):
            filters, tijd = _place("filters"), _place("tijd")
            if share:
                show(share)
            actie = _place("actie")
    _balk.set(Balk(wat, filters, tijd, actie, st.container(key="wk-balk-chips")))


def _place(name: str) -> DeltaGenerator:
    return st.container(key=f"wk-balk-{name}", width="content")


def bar() -> Balk:
    """The bar of this page; only there after `draw_bar`."""
    return _balk.get()


def about(text: str) -> None:
    """What the page is about, behind its name: "9 wijken · maandag 30 november 2026"."""
    with bar().wat:
        show(html('<p class="wk-balk-over">{}</p>', text))


@contextmanager
def filter_panel(chips: Sequence[Chip] = ()) -> Iterator[None]:
    """What is drawn within comes into the panel behind the button Filters; each chip shows one that is set."""
    label = f"Filters ({len(chips)})" if chips else "Filters"
    with (
        bar().filters,
        st.popover(label, key="wk-filterknop", icon=":material/tune:"),
        st.container(key="wk-filters", horizontal=True, vertical_alignment="bottom"),
    ):
        yield
    if chips:
        with bar().chips:
            show(html('<p class="wk-chips">{}</p>', joined(map(_chip, chips))))


def _chip(chip: Chip) -> Markup:
    return html(
        '<a class="wk-filterchip" href="{}" target="_self" aria-label="{}: {} wissen">'
        '<span dir="auto">{}: {}</span> <span aria-hidden="true">✕</span></a>',
        state.address(**dict.fromkeys(chip.namen)),
        chip.label,
        chip.waarde,
        chip.label,
        chip.waarde,
    )
