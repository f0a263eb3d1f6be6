"""What is drawn of the balance of all wijken: laid over each other, or a small chart for each."""

from dataclasses import dataclass
from datetime import date
from math import isfinite

import pandas as pd

from dashboard.charts.grafiek import Grafiek
from dashboard.charts.noten import Noot
from dashboard.charts.over_elkaar import Nadruk, over_elkaar
from dashboard.charts.programmabalans import Paneel, naast_elkaar
from dashboard.reading.banden import among
from dashboard.reading.programmabalans import Programmastand
from wijkkompas_core.analysis.balans import Per
from wijkkompas_core.analysis.band import Plaats
from wijkkompas_core.analysis.programmabalans import uitgelijnd
from wijkkompas_core.domain.kompas import Kompas
from wijkkompas_core.queries.wijken import Wijk


@dataclass(frozen=True, slots=True)
class Getekend:
    """Which wijken are drawn, by month or quarter, up to a day, on what screen.

    `noten` are those of each wijk (by its id), `laatste` is its last contactmoment up to that day.
    """

    wijken: tuple[Wijk, ...]
    noten: tuple[tuple[int, tuple[Noot, ...]], ...]
    laatste: tuple[tuple[int, date], ...]
    per: Per
    tot: date
    dark: bool
    breed: int


def by_lean(wijken: tuple[Wijk, ...], whole: pd.DataFrame) -> tuple[Wijk, ...]:
    """The wijken by how their line ends (`whole` as `reeksen`): from most of the first spoor to most of the last.

    Without any balance they come last, and by name where it is the same.
    """
    ends = {wijk: value for wijk, value in zip(whole["wijk"], whole["balans"], strict=True) if isfinite(value)}
    return tuple(sorted(wijken, key=lambda w: (w.id not in ends, -ends.get(w.id, 0.0), w.naam.casefold())))


def draw_over(
    whole: pd.DataFrame,
    stand: Programmastand,
    drawn: Getekend,
    kompas: Kompas,
    fase: str | None,
    picked: int | None,
    said: str,
) -> Grafiek:
    """The wijken laid over each other since the start of their fase; `picked` (id) has its noten too."""
    band = stand.banden[fase].grenzen if fase in stand.banden else None
    begin = {w.id: stand.begin[w.id] for w in drawn.wijken}
    aligned = uitgelijnd(among(whole, "wijk", set(begin)), begin)
    own = [((n.datum - stand.begin[picked]).days, n) for n in dict(drawn.noten).get(picked, ())] if picked else []
    look = {"per": drawn.per, "dark": drawn.dark, "breed": drawn.breed}
    return over_elkaar(aligned, stand.namen, kompas, nadruk=Nadruk(band, picked, own), bevinding=said, **look)


def draw_beside(
    whole: pd.DataFrame, stand: Programmastand, drawn: Getekend, kompas: Kompas, links: bool, said: str
) -> Grafiek:
    """A small chart per wijk with the noten that concern it."""
    panels = _panels(stand, drawn, kompas, links)
    look = {"per": drawn.per, "tot": drawn.tot, "dark": drawn.dark, "breed": drawn.breed}
    return naast_elkaar(among(whole, "wijk", set(panels)), panels, kompas, bevinding=said, **look)


def _panels(stand: Programmastand, drawn: Getekend, kompas: Kompas, links: bool) -> dict[int, Paneel]:
    found, laatste, noten = {}, dict(drawn.laatste), dict(drawn.noten)
    said = {
        wijk: zin.replace(", vergeleken met de band", "")
        for wijk, plaats, zin in zip(*(stand.oordelen[c].tolist() for c in ("wijk", "plaats", "zin")), strict=True)
        if plaats != Plaats.GEEN_BAND
    }
    for wijk in drawn.wijken:
        slug = stand.fase.get(wijk.id)
        fase = kompas.fase.get(slug or "")
        under = said.get(wijk.id) or (f"{fase.nummer}. {fase.kort}" if fase else "geen open fase")
        band = stand.banden.get(slug or "")
        begin = stand.begin.get(wijk.id)
        found[wijk.id] = Paneel(
            naam=stand.namen[wijk.id],
            onder=under,
            adres=f"/balans?wijk={wijk.slug}&per={drawn.per}" if links else "",
            band=band.grenzen if band and len(kompas.sporen) == 2 else None,
            band_van=begin,
            laatste=laatste.get(wijk.id),
            noten=noten.get(wijk.id, ()),
        )
    return found
