"""What was promised to belanghebbenden, and what came of it (rekenregels §4)."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from statistics import median

import pandas as pd

from wijkkompas_core.analysis import STANDAARD

UITLEG = (
    "Beloofd is het hoogste participatieniveau dat voor een fase die nu loopt is toegezegd. Gehaald is het hoogste "
    f"niveau van de contactmomenten met deze belanghebbende in de laatste {STANDAARD.praktijk_dagen} dagen. Het "
    "verschil is het aantal stappen tussen die twee op de schaal van informeren tot meebeslissen: 0 is belofte "
    "gehaald, 2 is twee stappen te laag, een minteken is meer dan beloofd. Zonder contactmoment met een niveau telt "
    "elke stap van de belofte. Omdat het hoogste niveau één uitschieter kan zijn, staat in de tabel ook het "
    f"middelste niveau (mediaan). De {STANDAARD.praktijk_dagen} dagen hebben we zelf gekozen: er is geen bron die ze "
    "voorschrijft. De houding staat hier los van."
)


@dataclass(frozen=True, slots=True)
class Belofteverschil:
    """The gaps of a wijk together: how many with a promise, how many below it, and the median gap (None when n = 0)."""

    n: int
    onder: int
    mediaan: float | None


def belofte_praktijk(
    beloften: pd.DataFrame, gehaald: pd.DataFrame, *, niveaus: Mapping[str, int], open_fasen: Collection[str]
) -> pd.DataFrame:
    """Promised and reached level per belanghebbende that has a promise in an open fase (rekenregels §4).

    Input: `beloften` (`belanghebbende, naam, fase, niveau`), `gehaald` (`belanghebbende, niveau, aantal`: contacts
    per level within the last `praktijk_dagen`, None for without a level), `niveaus` slug → place in the order
    (1 = lowest). A promise with an unknown level does not count.

    Output, largest gap first: `belanghebbende, naam, beloofd, gehaald, mediaan (slugs; None: nothing reached),
    contacten (with a level), gat (int steps; promised − reached, reached = 0 when nothing was)`. The median is the
    lower one of two middles, so that it is a level that occurred.
    """
    per_party: dict[int, dict[str, int]] = {}
    for party, niveau, aantal in gehaald[["belanghebbende", "niveau", "aantal"]].itertuples(index=False):
        if niveau in niveaus:
            counts = per_party.setdefault(party, {})
            counts[niveau] = counts.get(niveau, 0) + int(aantal)
    promised: dict[int, tuple[str, str]] = {}
    for party, naam, fase, niveau in beloften[["belanghebbende", "naam", "fase", "niveau"]].itertuples(index=False):
        if fase in open_fasen and niveau in niveaus:
            before = promised.get(party)
            if before is None or niveaus[niveau] > niveaus[before[1]]:
                promised[party] = (naam, niveau)
    rows = []
    for party, (naam, niveau) in promised.items():
        counts = per_party.get(party, {})
        highest = max(counts, key=niveaus.__getitem__, default=None)
        gap = niveaus[niveau] - (niveaus[highest] if highest else 0)
        rows.append((party, naam, niveau, highest, _median(counts, niveaus), sum(counts.values()), gap))
    rows.sort(key=lambda row: (-row[-1], row[1].casefold()))
    columns = ["belanghebbende", "naam", "beloofd", "gehaald", "mediaan", "contacten", "gat"]
    frame = pd.DataFrame(rows, columns=pd.Index(columns), dtype=object)
    return frame.astype({"belanghebbende": int, "contacten": int, "gat": int})


def verschil(frame: pd.DataFrame) -> Belofteverschil:
    """The gaps of `belofte_praktijk` together."""
    if frame.empty:
        return Belofteverschil(0, 0, None)
    gaps = [int(gap) for gap in frame["gat"]]
    return Belofteverschil(len(gaps), sum(gap > 0 for gap in gaps), float(median(gaps)))


def _median(counts: Mapping[str, int], niveaus: Mapping[str, int]) -> str | None:
    middle = (sum(counts.values()) + 1) // 2
    for niveau in sorted(counts, key=niveaus.__getitem__):
        middle -= counts[niveau]
        if middle <= 0:
            return niveau
    return None
