"""A few rows as columns: what a DataFrame is for many rows, without what it costs to make one."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import Any

import pandas as pd

Tabel = pd.DataFrame | Mapping[str, Sequence[Any]]
"""Columns by name, all of one length. The rules below a wijk take either form and give the same answer."""


def kolommen(namen: str, rijen_: Iterable[Sequence[Any]]) -> dict[str, list[Any]]:
    """Rows as columns; `namen` are their names with a comma and a space between them."""
    columns: dict[str, list[Any]] = {naam: [] for naam in namen.split(", ")}
    for row in rijen_:
        for column, value in zip(columns.values(), row, strict=True):
            column.append(value)
    return columns


def rijen(tabel: Tabel, *namen: str) -> Iterator[tuple[Any, ...]]:
    """The rows, with only these columns."""
    columns = (tabel[naam] for naam in namen)
    return zip(*(c.tolist() if isinstance(c, pd.Series) else c for c in columns), strict=True)


def dag(value: object) -> date | None:
    """A date or moment as the day; nothing where it is missing."""
    if value is None or type(value) is date:
        return value
    moment = pd.Timestamp(value)  # type: ignore[arg-type]
    return None if pd.isna(moment) else moment.date()
