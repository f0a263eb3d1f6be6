"""A few rows as columns: what a DataFrame is for many rows, without what it costs to make one."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import Any

import numpy as np
import pandas as pd

Frame = pd.DataFrame
"""What pandas calls a DataFrame. It comes without types, so whoever is checked strictly takes it from here."""
Tabel = pd.DataFrame | Mapping[str, Sequence[Any]]
"""Columns by name, all of one length. The rules below a wijk take either form and give the same answer."""


def kolommen(namen: str, rijen_: Iterable[Sequence[Any]]) -> dict[str, list[Any]]:
    """Rows as columns; `namen` are their names with a comma and a space between them."""
    columns: dict[str, list[Any]] = {naam: [] for naam in namen.split(", ")}
    for row in rijen_:
        for column, value in zip(columns.values(), row, strict=True):
            column.append(value)
    return columns


def frame(
    namen: str, rijen_: Iterable[Sequence[Any]], *, dagen: str = "", soorten: Mapping[str, type] | None = None
) -> Frame:
    """Rows as a DataFrame; `namen` as for `kolommen`, and `dagen` are those of them that hold dates.

    With `soorten` (column → type) every other column holds plain Python objects, whatever they are.
    """
    made = pd.DataFrame(list(rijen_), columns=pd.Index(namen.split(", ")), dtype=None if soorten is None else object)
    return made.astype(soorten or {}).assign(**{naam: pd.to_datetime(made[naam]) for naam in dagen.split(", ") if naam})


def per_wijk(tabel: Frame, wijken: Iterable[int]) -> dict[int, Frame]:
    """Id of each of these wijken → its rows, by the column `wijk`."""
    place = np.asarray(tabel["wijk"])
    return {wijk: tabel.loc[place == wijk] for wijk in wijken}


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
