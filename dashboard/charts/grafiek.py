"""A chart with all it says: the figure, the same in words, its finding, its table and how it was calculated."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Self

import pandas as pd
import plotly.graph_objects as go

Tabel = Callable[[], pd.DataFrame]
"""Makes a table when somebody opens it, and not before."""


@dataclass(frozen=True, slots=True)
class Grafiek:
    """What a chart function answers and what `kit.chart` draws: no chart is without words, finding and table."""

    figuur: go.Figure
    alt: str
    """The figure in words, with its numbers, for who cannot see it."""
    bevinding: str
    """What there is to see, as one sentence without a full stop."""
    tabel: Tabel
    """What the figure shows as a table to read: texts, the first column says what a row is about."""
    cijfers: Tabel
    """The same as numbers, for a file."""
    uitleg: str
    """How it was calculated, in words."""
    ondertitel: str = ""
    """What is shown, of when and how much: under the finding, wherever that stands."""

    def op(self, change: Callable[[go.Figure], go.Figure], also: str = "") -> Self:
        """The same chart with something drawn over its figure (noten, a band), and what is said of it after the alt."""
        return replace(self, figuur=change(self.figuur), alt=self.alt + also)
