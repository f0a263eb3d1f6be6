"""The vakken of the kompas as a table to read."""

import pandas as pd

from dashboard.charts import columns
from wijkkompas_core.domain import nederlands as nl
from wijkkompas_core.domain.kompas import Kompas
from wijkkompas_core.domain.selectie import Selectie


def binnen(vakken: pd.DataFrame, selectie: Selectie, kompas: Kompas) -> pd.DataFrame:
    """The rows of a frame with `fase` and `aspect` that lie in the selection."""
    chosen = [selectie.covers(f, a, kompas) for f, a in zip(vakken["fase"], vakken["aspect"], strict=True)]
    return vakken.loc[chosen, :]


def vakken_tabel(vakken: pd.DataFrame, kompas: Kompas) -> pd.DataFrame:
    """The vakken of a frame as texts, one per row."""
    rows = [
        (
            f"{kompas.fase[fase].nummer}. {kompas.fase[fase].naam}",
            kompas.spoor[spoor].naam,
            kompas.aspect[aspect].naam,
            f"{status}: {reden}" if reden else status,
            str(aantal),
            "nog nooit" if pd.isna(laatste) else nl.day(laatste),
        )
        for fase, spoor, aspect, status, aantal, laatste, reden in zip(
            *columns(vakken, "fase", "spoor", "aspect", "status", "aantal", "laatste", "reden"), strict=True
        )
    ]
    return pd.DataFrame(rows, columns=["Fase", "Spoor", "Aspect", "Status", "Contacten", "Laatste"])


def methode_tabel(kompas: Kompas) -> pd.DataFrame:
    """The vakken of the method itself, one per row."""
    rows = [
        (
            f"{kompas.fase[v.fase].nummer}. {kompas.fase[v.fase].naam}",
            kompas.spoor[kompas.spoor_van[v.aspect]].naam,
            kompas.aspect[v.aspect].naam,
        )
        for v in kompas.vakken()
    ]
    return pd.DataFrame(rows, columns=["Fase", "Spoor", "Aspect"])
