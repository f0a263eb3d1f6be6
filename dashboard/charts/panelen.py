"""Where small charts stand that share one figure: rows and columns of panels, each with its head above it."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Plek:
    """The place of a panel: the number of its axes ("": the first) and its sides (0 to 1)."""

    number: str
    left: float
    right: float
    low: float
    high: float
    outer: bool
    """Whether it stands in the first column, so that its values are said."""
    lowest: bool
    """Whether nothing stands under it, so that its dates are said."""


@dataclass(frozen=True, slots=True)
class Panelen:
    """Panels in rows and columns, with a `gap` (share of the width) between columns; heights are in pixels."""

    rows: int
    columns: int
    gap: float
    panel_px: int
    head_px: int

    @property
    def height(self) -> int:
        """The height of all rows together."""
        return self.rows * (self.panel_px + self.head_px)

    def plek(self, index: int, row: int, column: int, *, lowest: bool) -> Plek:
        """The place of the panel with this index in the figure, at a row and column from 0."""
        row_px = self.panel_px + self.head_px
        width = (1 - self.gap * (self.columns - 1)) / self.columns
        left = column * (width + self.gap)
        return Plek(
            number=str(index + 1) if index else "",
            left=left,
            right=left + width,
            low=max(0.0, 1 - (row + 1) * row_px / self.height),
            high=1 - (row * row_px + self.head_px) / self.height,
            outer=column == 0,
            lowest=lowest,
        )
