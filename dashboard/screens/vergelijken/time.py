"""What happened in several wijken in time: their balance on one scale and their fasen on one axis, with noten."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import pandas as pd
import plotly.graph_objects as go

from dashboard.charts.assen import MIDDLE
from dashboard.charts.fasebalken import Fasebalk, fasebalken
from dashboard.charts.grafiek import Grafiek
from dashboard.charts.noten import Noot, in_panelen, noten_alt
from dashboard.charts.programmabalans import Paneel, kleine_figuur, noten_per_paneel, ondertitel
from dashboard.kit.chart import draw
from dashboard.kit.noten import numbered, per_wijk
from dashboard.kit.screen import chart_width, is_dark, is_narrow
from dashboard.reading.lezer import Lezer
from dashboard.reading.programmabalans import read_reeksen, read_stand
from dashboard.reading.wijk import read_wijk
from wijkkompas_core.analysis.balans import UITLEG as BALANS_UITLEG
from wijkkompas_core.analysis.tabel import rijen
from wijkkompas_core.domain import nederlands as nl
from wijkkompas_core.domain.kompas import Kompas
from wijkkompas_core.queries.annotaties import Annotatie
from wijkkompas_core.queries.wijken import Wijk

FASE_UITLEG = (
    "Elke balk is een tijd waarin de wijk in een fase was; het getal is het nummer van de fase. Loopt een wijk in twee "
    "fasen tegelijk, dan staan de balken onder elkaar. Deelprojecten staan er niet in."
)


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
        w.id: Paneel(naam=w.label, adres=f"/balans?wijk={w.slug}" if links else "") for w in chosen if w.id in have
    }
    if not panels:
        return
    silent = [wijk.label for wijk in chosen if wijk.id not in have]
    without = f" · zonder contactmomenten: {', '.join(silent)}" if silent else ""
    frame = read_reeksen(lezer, stand, min(first, peildatum), peildatum, "kwartaal")
    concerning = tuple((wijk, tuple(noten.per_wijk[wijk])) for wijk in panels)
    figure = lezer.made(
        draw_balances, frame, tuple(panels.items()), concerning, kompas, dark=is_dark(), breed=chart_width()
    )
    names = {w.id: w.label for w in chosen}

    def shown() -> pd.DataFrame:
        return pd.DataFrame(
            {
                "Wijk": [names[key] for key in frame["wijk"].tolist()],
                "Kwartaal vanaf": [nl.day(day) for day in frame["periode"].tolist()],
                "Balans": [nl.decimal(value) for value in frame["balans"].tolist()],
                "Contactmomenten": [str(n) for n in frame["n"].tolist()],
            }
        )

    draw(
        Grafiek(
            figuur=figure,
            alt=(
                f"Balans per kwartaal van {nl.enumerate_words(list(names.values()))}. De getallen staan in de tabel."
                + noten_alt(noten.alle)
            ),
            bevinding="De balans van elke wijk op één schaal",
            tabel=shown,
            cijfers=lambda: frame.assign(wijk=[names[key] for key in frame["wijk"].tolist()]),
            uitleg=BALANS_UITLEG,
            ondertitel=ondertitel(frame, kompas, "kwartaal"),
        ),
        "vergelijk_balans",
        file_name=f"vergelijken-balans-{peildatum:%Y-%m-%d}",
        about=nl.enumerate_words(list(names.values())),
        confidence=f"Per kwartaal · {nl.period(first, peildatum)}" + without,
    )


def draw_balances(
    reeks: pd.DataFrame,
    panels: tuple[tuple[int, Paneel], ...],
    noten: tuple[tuple[int, tuple[Noot, ...]], ...],
    kompas: Kompas,
    *,
    dark: bool,
    breed: int,
) -> go.Figure:
    """A panel per wijk (id) with the noten that concern it."""
    figure = kleine_figuur(reeks, dict(panels), kompas, per="kwartaal", dark=dark, breed=breed)
    return in_panelen(
        figure, noten_per_paneel(dict(panels), dict(noten)), breed=150 if breed < MIDDLE else 280, dark=dark
    )


def timeline(lezer: Lezer, chosen: Sequence[Wijk], peildatum: date, noten: Noten) -> None:
    """The fasen of every wijk on one time axis."""
    kompas = lezer.methode.kompas
    spells: list[tuple[Wijk, tuple[Fasebalk, ...]]] = []
    for wijk in chosen:
        perioden = read_wijk(lezer, wijk, peildatum).stand.gegevens.perioden
        rows = rijen(perioden, "fase", "begonnen_op", "afgesloten_op")
        balken = [Fasebalk(f, begin, end if end and end <= peildatum else None) for f, begin, end in rows]
        spells.append((wijk, tuple(balk for balk in balken if balk.van <= peildatum)))
    figure = lezer.made(
        fasebalken,
        tuple((w.label, b) for w, b in spells),
        kompas,
        peildatum=peildatum,
        noten=tuple(tuple(noten.per_wijk[w.id]) for w, _ in spells),
        dark=is_dark(),
        smal=is_narrow(),
    )

    def shown() -> pd.DataFrame:
        rows = [
            (
                wijk.label,
                f"{kompas.fase[b.fase].nummer}. {kompas.fase[b.fase].naam}" if b.fase in kompas.fase else b.fase,
                nl.day(b.van),
                nl.day(b.tot) if b.tot else "nog open",
            )
            for wijk, balken in spells
            for b in balken
        ]
        rows += [(noot.waar, f"Noot {noot.nummer}: {noot.tekst}", nl.day(noot.datum), "") for noot in noten.alle]
        return pd.DataFrame(rows, columns=["Wijk", "Fase", "Begonnen", "Afgesloten"])

    draw(
        Grafiek(
            figuur=figure,
            alt="Per wijk de fasen als balken op één tijdas. De datums staan in de tabel." + noten_alt(noten.alle),
            bevinding="Wanneer elke wijk in welke fase was",
            tabel=shown,
            cijfers=shown,
            uitleg=FASE_UITLEG,
        ),
        "vergelijk_fasen",
        file_name=f"vergelijken-fasen-{peildatum:%Y-%m-%d}",
        about=nl.enumerate_words([wijk.label for wijk in chosen]),
        confidence=f"Peildatum {nl.day(peildatum)}",
    )
