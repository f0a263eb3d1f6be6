"""What the charts of many wijken say in words: what they show, their table, and the whole for who cannot see them."""

from collections.abc import Mapping, Sequence
from math import isfinite

import pandas as pd

from dashboard.charts import columns, moment
from dashboard.charts.assen import Per, periode_naam
from dashboard.charts.namen import schoon
from dashboard.charts.noten import Noot, noten_alt, noten_column
from wijkkompas_core.analysis import STANDAARD
from wijkkompas_core.domain import nederlands as nl
from wijkkompas_core.domain.kompas import Kompas

SPOKEN = 12
"""So many wijken are named in the text for who cannot see the chart."""


def ondertitel(reeks: pd.DataFrame, kompas: Kompas, per: Per) -> str:
    """What small charts show: by what period, of when, and what the edge around each line says."""
    sure = f"grijze rand: zo zeker is het ({nl.percentage(STANDAARD.interval)})"
    even = "0: alle aandacht bij één spoor, 1: overal evenveel"
    return f"per {per}, {looptijd(reeks, per)} · {sure if len(kompas.sporen) == 2 else even}"


def looptijd(reeks: pd.DataFrame, per: Per) -> str:
    """From the first to the last period of a frame, in words."""
    starts = sorted({moment(value) for value in reeks["periode"].tolist()})
    first, last = nl.month_or_quarter(starts[0], per), nl.month_or_quarter(starts[-1], per)
    return first if first == last else f"{first} tot en met {last}"


def per_wijk(frame: pd.DataFrame) -> dict[int, pd.DataFrame]:
    """The rows of each wijk (id), in the order of the frame."""
    keys = frame["wijk"].to_numpy()
    return {key: frame.loc[keys == key] for key in dict.fromkeys(keys.tolist())}


def bekend(part: pd.DataFrame, column: str) -> list[tuple[float, float]]:
    """The values of a column where the balance is known, with that balance."""
    return [(at, value) for at, value in zip(*columns(part, column, "balans"), strict=True) if isfinite(value)]


def reeks_alt(bevinding: str, eindes: Sequence[tuple[str, str]], noten: Mapping[int, Sequence[Noot]]) -> str:
    """A chart of many wijken in words: the finding, how each line ends (name and words), and the noten."""
    said = "; ".join(f"{schoon(naam)}: {einde or 'geen contactmomenten'}" for naam, einde in eindes[:SPOKEN])
    rest = f"; en nog {len(eindes) - SPOKEN}" if len(eindes) > SPOKEN else ""
    every = sorted({noot for own in noten.values() for noot in own}, key=lambda noot: noot.nummer)
    return f"{bevinding}. {nl.count(len(eindes), 'wijk', 'wijken')}. {said}{rest}.{noten_alt(every)}"


def reeks_tabel(
    parts: Mapping[int, pd.DataFrame],
    namen: Mapping[int, str],
    per: Per,
    *,
    nu: Mapping[int, str],
    noten: Mapping[int, Sequence[Noot]],
) -> pd.DataFrame:
    """Per wijk (id) and period the balance, its interval and how many contactmomenten it is of, as texts.

    `nu` is what the chart says of each wijk beside its line. Nothing in it or in `noten`: no such column.
    """
    width = nl.percentage(STANDAARD.interval)
    tables = []
    for wijk, part in parts.items():
        starts = [moment(value) for value in part["periode"].tolist()]
        shown = {"Wijk": [namen.get(wijk, "")] * len(starts), per.capitalize(): [periode_naam(s, per) for s in starts]}
        if "dag" in part:
            shown["Dag sinds de start van de fase"] = [nl.decimal(day, 0) for day in part["dag"].tolist()]
        for column, title in (("balans", "Balans"), ("laag", f"Laag ({width})"), ("hoog", f"Hoog ({width})")):
            shown[title] = [nl.decimal(value) for value in part[column].tolist()]
        shown["Contactmomenten"] = [nl.whole(n) for n in part["n"].tolist()]
        if any(nu.values()):
            shown["Fase van nu"] = [nu.get(wijk, "")] * len(starts)
        if any(noten.values()):
            shown["Noten"] = noten_column([start.date() for start in starts], noten.get(wijk, ()))
        tables.append(pd.DataFrame(shown))
    return pd.concat(tables, ignore_index=True)


def reeks_cijfers(parts: Mapping[int, pd.DataFrame], namen: Mapping[int, str]) -> pd.DataFrame:
    """The same as numbers, each wijk by its name."""
    return pd.concat([part.assign(wijk=namen.get(wijk, "")) for wijk, part in parts.items()], ignore_index=True)
