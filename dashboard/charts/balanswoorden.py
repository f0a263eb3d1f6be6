"""What the chart of a balance says in words: how much it shows, its table, and the whole for who cannot see it."""

from math import isfinite

import pandas as pd

from dashboard.charts import columns
from dashboard.charts.assen import Per, periode_naam
from dashboard.charts.balanslijn import Stilte
from wijkkompas_core.analysis import STANDAARD
from wijkkompas_core.domain import nederlands as nl
from wijkkompas_core.domain.kompas import Kompas


def hoeveel(balans: pd.DataFrame, kompas: Kompas, per: Per) -> str:
    """How much there was and when: what the chart says without a finding."""
    starts, counts = columns(balans, "periode", "n")
    what = f"Balans per {per}" if len(kompas.sporen) == 2 else f"Verdeling over de sporen per {per}"
    span = nl.month_or_quarter(starts[0], per)
    span += "" if len(starts) == 1 else f" tot en met {nl.month_or_quarter(starts[-1], per)}"
    return f"{what}, {span}, {nl.count(int(sum(counts)), 'contactmoment', 'contactmomenten')}"


def ondertitel(balans: pd.DataFrame, kompas: Kompas, per: Per, wijk: str) -> str:
    """What is shown: the wijk, by what period, how much, and what the edge around the line says."""
    counts, lows = columns(balans, "n", "laag")
    words = nl.count(int(sum(counts)), "contact", "contacten")
    parts = [*([wijk] if wijk else []), f"per {per}, {words}"]
    if any(isfinite(low) for low in lows):
        parts.append(f"grijze rand: zo zeker is het ({nl.percentage(STANDAARD.interval)})")
    elif len(kompas.sporen) != 2:
        parts.append("hoe gelijk de aandacht over de sporen is verdeeld")
    return " · ".join(parts)


def balans_tabel(frame: pd.DataFrame, kompas: Kompas, per: Per) -> pd.DataFrame:
    """The balance per period as texts: the sums of the sporen, the contactmomenten and the interval."""
    width = nl.percentage(STANDAARD.interval)
    shown = {per.capitalize(): [periode_naam(p, per) for p in frame["periode"]]}
    for spoor in kompas.sporen:
        shown[f"{spoor.naam} (gewogen)"] = [nl.decimal(v) for v in frame[f"som_{spoor.slug}"]]
    shown["Contactmomenten"] = [str(n) for n in frame["n"]]
    for column, title in (("balans", "Balans"), ("laag", f"Laag ({width})"), ("hoog", f"Hoog ({width})")):
        shown[title] = [nl.decimal(v) for v in frame[column]]
    return pd.DataFrame(shown)


def alt_tekst(balans: pd.DataFrame, kompas: Kompas, per: Per, stil: Stilte | None) -> str:
    """The balance chart in two or three sentences, for who cannot see it."""
    known = [row for row in zip(*columns(balans, "periode", "balans"), strict=True) if isfinite(row[1])]
    if not known:
        return "Er zijn in deze periode geen contactmomenten, dus er is geen balans."
    start, value = known[-1]
    sums = " en ".join(
        f"{nl.decimal(sum(*columns(balans, f'som_{s.slug}')), 1)} {s.kort.lower()}" for s in kompas.sporen
    )
    gaps = len(balans) - len(known)
    empty = f"; {gaps} van de {len(balans)} perioden zijn leeg" if gaps else ""
    scale = "−1 tot +1" if len(kompas.sporen) == 2 else "0 tot 1"
    silent = f" Het is {stil.dagen} stil, sinds {nl.day(stil.van)}." if stil else ""
    return (
        f"Laatste balans, {nl.month_or_quarter(start, per)}: {nl.signed(value)} "
        f"op een schaal van {scale}. "
        f"Gewogen aantal contactmomenten: {sums}{empty}.{silent}"
    )
