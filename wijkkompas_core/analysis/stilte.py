"""How long it has been silent, per aspect (rekenregels §3)."""

from datetime import date

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from wijkkompas_core.analysis import STANDAARD
from wijkkompas_core.analysis.tabel import Tabel, dag, rijen
from wijkkompas_core.domain.kompas import Kompas

UITLEG = (
    "Per aspect kijken we alleen naar dagen waarop minstens één fase open was waarin het aspect niet op n.v.t. "
    "staat. De stilte nu is het aantal dagen sinds het laatste contactmoment over dat aspect, of sinds de fase "
    "openging als dat later was. De langste stilte is de grootste afstand tussen twee contactmomenten, of tussen een "
    "contactmoment en het openen of sluiten van de fasen. Staat er geen getal, dan is er voor dat aspect nu geen "
    f"open fase. De grens van {STANDAARD.stilte_na_dagen} dagen hebben we zelf gekozen: er is geen bron die hem "
    "voorschrijft."
)


def stilte(dagen: pd.DataFrame, perioden: Tabel, nvt: Tabel, kompas: Kompas, *, peildatum: date) -> pd.DataFrame:
    """Silence per aspect of the kompas, in kompas order, within the open spells of a wijk.

    Input: `dagen` (`aspect, datum`: the days with at least one contactmoment), `perioden` (`fase, begonnen_op,
    afgesloten_op`; NaT = open) and `nvt` (`fase, aspect, reden`): a spell does not count for an aspect that is n.v.t.
    in that fase. Spells that overlap or touch are one stretch of time; what lies after the peildatum does not count.

    Output: `aspect, laatste` (datetime64; NaT: never), `dagen_sinds` (float, days since the last contactmoment or
    since the stretch that is open now began; NaN: no fase is open), `langste_gat` (float, days; NaN: nothing begun).
    """
    today = np.datetime64(peildatum, "D")
    not_applicable = {(f, a) for f, a, r in rijen(nvt, "fase", "aspect", "reden") if _said(r)}
    spells = [
        (fase, *(np.datetime64(day if (day := dag(moment)) else "NaT", "D") for moment in (begonnen, afgesloten)))
        for fase, begonnen, afgesloten in rijen(perioden, "fase", "begonnen_op", "afgesloten_op")
    ]
    days = pd.to_datetime(dagen["datum"]).to_numpy().astype("datetime64[D]")
    aspects = dagen["aspect"].to_numpy()
    rows = []
    for aspect in kompas.aspecten:
        own = np.unique(days[(aspects == aspect.slug) & (days <= today)])
        stretches = _stretches([(b, e) for f, b, e in spells if (f, aspect.slug) not in not_applicable], today)
        longest = max((_longest_gap(own, begin, end) for begin, end, _ in stretches), default=np.nan)
        since = np.nan
        if stretches and stretches[-1][2]:
            start = stretches[-1][0]
            since = float((today - max(own[-1], start) if len(own) else today - start).astype(int))
        rows.append((aspect.slug, own[-1] if len(own) else np.datetime64("NaT", "D"), since, longest))
    frame = pd.DataFrame(rows, columns=["aspect", "laatste", "dagen_sinds", "langste_gat"])
    return frame.assign(
        laatste=pd.to_datetime(frame["laatste"]).astype("datetime64[us]"),
        dagen_sinds=frame["dagen_sinds"].astype(float),
        langste_gat=frame["langste_gat"].astype(float),
    )


def _said(reason: object) -> bool:
    return isinstance(reason, str) and bool(reason.strip())


def _stretches(
    spells: list[tuple[np.datetime64, np.datetime64]], today: np.datetime64
) -> list[tuple[np.datetime64, np.datetime64, bool]]:
    """Spells as separate stretches of time, oldest first: begin, end (today at most) and whether it is open now."""
    merged: list[tuple[np.datetime64, np.datetime64, bool]] = []
    for begin, closed in sorted(spells, key=lambda spell: spell[0]):
        if begin > today or closed < begin:  # a comparison with NaT is false: open
            continue
        still_open = bool(np.isnat(closed) or closed > today)
        end = today if still_open else closed
        if merged and begin <= merged[-1][1]:
            before = merged.pop()
            merged.append((before[0], max(before[1], end), before[2] or still_open))
        else:
            merged.append((begin, end, still_open))
    # Only a stretch that reaches today can be open, and the last one is the latest to end.
    return merged


def _longest_gap(days: NDArray[np.datetime64], begin: np.datetime64, end: np.datetime64) -> float:
    inside = days[(days >= begin) & (days <= end)]
    points = np.concatenate([[begin], inside, [end]]).astype("datetime64[D]")
    return float(np.diff(points).astype(int).max())
