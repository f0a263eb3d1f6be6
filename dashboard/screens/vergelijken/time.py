"""What happened in several wijken in time: their balance on one scale and their fasen on one axis, with noten."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import pandas as pd

from dashboard.charts.fasebalken import Fasebalk, fasebalken
from dashboard.charts.grafiek import Grafiek
from dashboard.charts.noten import Noot
from dashboard.charts.programmabalans import Paneel, naast_elkaar
from dashboard.kit.chart import draw
from dashboard.kit.noten import numbered, per_wijk
from dashboard.kit.screen import chart_width, is_dark, is_narrow
from dashboard.reading.lezer import Lezer
from dashboard.reading.programmabalans import read_reeksen, read_stand
from dashboard.reading.wijk import read_wijk
from wijkkompas_core.analysis.tabel import rijen
from wijkkompas_core.domain import nederlands as nl
from wijkkompas_core.domain.kompas import Kompas
from wijkkompas_core.queries.annotaties import Annotatie
from wijkkompas_core.queries.wijken import Wijk


@dataclass(frozen=True)
class Noten:
    """The noten of the wijken that are compared: all of them, and per wijk (id) those that concern it."""

    alle: tuple[Noot, ...]
    per_wijk: dict[int, list[Noot]]


def noten_of(found: Sequence[Annotatie], chosen: Sequence[Wijk]) -> Noten:
    """The noten with the numbers that they have in the list."""
    return Noten(numbered(found, chosen), per_wijk(found, chosen))


def balances(lezer: Lezer, chosen: Sequence[Wijk], peildatum: date, noten: Noten, *, links: bool = True) -> None:
    """The balance of every wijk per quarter, all on one scale."""
    kompas = lezer.methode.kompas
    stand = read_stand(lezer, tuple(chosen))
    first = min(wijk.start for wijk in chosen)
    have = set(stand.sommen["wijk"].tolist())
    panels = {
        w.id: Paneel(naam=w.label, adres=f"/balans?wijk={w.slug}" if links else "", noten=tuple(noten.per_wijk[w.id]))
        for w in chosen
        if w.id in have
    }
    if not panels:
        return
    silent = [wijk.label for wijk in chosen if wijk.id not in have]
    without = f" · zonder contactmomenten: {', '.join(silent)}" if silent else ""
    frame = read_reeksen(lezer, stand, min(first, peildatum), peildatum, "kwartaal")
    draw(
        lezer.made(draw_balances, frame, tuple(panels.items()), kompas, dark=is_dark(), breed=chart_width()),
        "vergelijk_balans",
        file_name=f"vergelijken-balans-{peildatum:%Y-%m-%d}",
        about=nl.enumerate_words([wijk.label for wijk in chosen]),
        confidence=f"Per kwartaal · {nl.period(first, peildatum)}" + without,
    )


def draw_balances(
    reeks: pd.DataFrame, panels: tuple[tuple[int, Paneel], ...], kompas: Kompas, *, dark: bool, breed: int
) -> Grafiek:
    """A panel per wijk (id) with the noten that concern it."""
    return naast_elkaar(reeks, dict(panels), kompas, per="kwartaal", dark=dark, breed=breed)


def timeline(lezer: Lezer, chosen: Sequence[Wijk], peildatum: date, noten: Noten) -> None:
    """The fasen of every wijk on one time axis."""
    kompas = lezer.methode.kompas
    spells: list[tuple[Wijk, tuple[Fasebalk, ...]]] = []
    for wijk in chosen:
        perioden = read_wijk(lezer, wijk, peildatum).stand.gegevens.perioden
        rows = rijen(perioden, "fase", "begonnen_op", "afgesloten_op")
        balken = [Fasebalk(f, begin, end if end and end <= peildatum else None) for f, begin, end in rows]
        spells.append((wijk, tuple(balk for balk in balken if balk.van <= peildatum)))
    grafiek = lezer.made(
        fasebalken,
        tuple((w.label, b) for w, b in spells),
        kompas,
        peildatum=peildatum,
        noten=tuple(tuple(noten.per_wijk[w.id]) for w, _ in spells),
        dark=is_dark(),
        smal=is_narrow(),
    )
    draw(
        grafiek,
        "vergelijk_fasen",
        file_name=f"vergelijken-fasen-{peildatum:%Y-%m-%d}",
        about=nl.enumerate_words([wijk.label for wijk in chosen]),
        confidence=f"Peildatum {nl.day(peildatum)}",
    )
