"""The two grids of the programme: wijken × aspecten and wijken × months. A click filters the rest of the page."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

import pandas as pd
import streamlit as st

from dashboard.charts.grafiek import Grafiek
from dashboard.charts.namen import in_regels, letterlijk
from dashboard.charts.noten import Noot, noot_hover, noten_alt
from dashboard.charts.raster import Cel, Kolom, Rij, raster
from dashboard.kit import state
from dashboard.kit.chart import MORE, chart_downloads, plot
from dashboard.kit.html import html, paragraph, show, table
from dashboard.kit.noten import noten_panel, numbered, per_wijk, read_noten, within
from dashboard.kit.picture import picture
from dashboard.kit.screen import is_dark, is_phone
from dashboard.reading.lezer import Lezer
from dashboard.screens.programma.filter import ALLEEN, MAAND, Filter
from dashboard.theme import aspect_fills
from wijkkompas_core.analysis import STANDAARD
from wijkkompas_core.domain import nederlands as nl
from wijkkompas_core.domain.kompas import Kompas
from wijkkompas_core.queries.annotaties import Annotatie
from wijkkompas_core.queries.programma import Wijkregel

ASPECT_UITLEG = (
    "Het getal is het aantal contactmomenten van de laatste 12 maanden, of van de gekozen maand; een contactmoment "
    "met meer aspecten telt bij elk aspect mee. De kleur laat zien hoe lang het laatste contactmoment geleden is: "
    f"elke {STANDAARD.halfwaardetijd_dagen} dagen wordt de kleur half zo sterk. Een leeg vierkant betekent: er was "
    f"nog nooit een contactmoment. De {STANDAARD.halfwaardetijd_dagen} dagen hebben we zelf gekozen."
)
MAAND_UITLEG = (
    "Het getal is het aantal contactmomenten in die maand, of het deel daarvan dat over het gekozen aspect ging. De "
    "eerste en de laatste maand kunnen halve maanden zijn. Een leeg vierkant betekent: in die maand was er geen "
    "contactmoment."
)


@dataclass(frozen=True)
class Vel:
    """What one grid shows: its squares with the name of each column, the finding, what it is, and the noten in it."""

    naam: str
    bevinding: str
    wat: str
    uitleg: str
    rijen: tuple[Rij, ...]
    kolommen: tuple[Kolom, ...]
    koppen: tuple[str, ...]
    noten: Sequence[Noot] = ()
    noten_van: Mapping[str, Sequence[Noot]] = field(default_factory=dict)
    """The noten per wijk (slug)."""

    def cijfers(self) -> pd.DataFrame:
        """A row per wijk, a column per column of the grid."""
        body = [[row.naam, *(cel.aantal for cel in row.cellen)] for row in self.rijen]
        return pd.DataFrame(body, columns=["Wijk", *self.koppen])

    def tabel(self) -> pd.DataFrame:
        """The same with the noten of each wijk behind it, if there are any."""
        if not (self.noten and self.noten_van):
            return self.cijfers()
        said = {slug: "\n".join(f"{n.nummer}. {n.tekst}" for n in found) for slug, found in self.noten_van.items()}
        return self.cijfers().assign(Noten=[said[row.slug] for row in self.rijen])


def grids(lezer: Lezer, lines: Sequence[Wijkregel], filter: Filter, peildatum: date) -> None:
    """Both grids for the wijken of this page."""
    wijken = [r.wijk for r in lines]
    months = lines[0].maanden if lines else ()
    found = within(read_noten(lezer, wijken), months[0], peildatum) if months else ()
    _grid(lezer, _aspecten(lezer.methode.kompas, lines, filter, peildatum), filter, peildatum)
    _grid(lezer, _maanden(lezer.methode.kompas, lines, filter, found), filter, peildatum)
    noten_panel(lezer, "rasters", wijken, found)


def _aspecten(kompas: Kompas, lines: Sequence[Wijkregel], filter: Filter, peildatum: date) -> Vel:
    """Wijken × aspecten."""
    fills, smal = aspect_fills(kompas), is_phone()
    rows = tuple(
        Rij(
            r.wijk.slug,
            r.wijk.naam,
            tuple(_aspect_cell(r, a.slug, a.naam, filter, peildatum) for a in kompas.aspecten),
        )
        for r in lines
    )
    old = STANDAARD.verouderd_na_dagen
    silent = sum(cel.laatste is None or (peildatum - cel.laatste).days > old for row in rows for cel in row.cellen)
    return Vel(
        naam="aspecten",
        bevinding=f"{nl.count(silent, 'vierkant is', 'vierkanten zijn')} langer dan {old} dagen stil, of nog leeg",
        wat="Wijken × aspecten: het getal is het aantal contactmomenten, de kleur hoe vers het laatste is",
        uitleg=ASPECT_UITLEG,
        rijen=rows,
        kolommen=tuple(Kolom(a.slug, in_regels(a.kort, 7 if smal else 14, 2), fills[a.slug]) for a in kompas.aspecten),
        koppen=tuple(a.naam for a in kompas.aspecten),
    )


def _maanden(kompas: Kompas, lines: Sequence[Wijkregel], filter: Filter, found: Sequence[Annotatie]) -> Vel:
    """Wijken × months, with the noten where they fall."""
    wijken, months = [r.wijk for r in lines], lines[0].maanden if lines else ()
    noten = numbered(found, wijken)
    at = _by_month([(one.wijk, noot) for one, noot in zip(found, noten, strict=True)])
    rows = tuple(
        Rij(
            r.wijk.slug,
            r.wijk.naam,
            tuple(
                _month_cell(r, m, n, at.get((r.wijk.id, m), ()))
                for m, n in zip(r.maanden, filter.per_maand(r), strict=True)
            ),
        )
        for r in lines
    )
    empty = sum(not any(cel.aantal for cel in row.cellen[-3:]) for row in rows)
    about = f" over {kompas.aspect[filter.aspect].kort}" if filter.aspect else ""
    silent = f"{nl.count(empty, 'wijk had', 'wijken hadden')} in de laatste drie maanden geen contactmoment{about}"
    return Vel(
        naam="maanden",
        bevinding=silent if empty else f"Elke wijk had in de laatste drie maanden een contactmoment{about}",
        wat="Wijken × maanden: het getal is het aantal contactmomenten",
        uitleg=MAAND_UITLEG,
        rijen=rows,
        kolommen=tuple(
            Kolom(
                f"{m:%Y-%m}",
                nl.MAANDEN_KORT[m.month - 1] + (f"<br>{m.year}" if i == 0 or m.month == 1 else ""),
                noten=tuple(at.get((None, m), ())),
            )
            for i, m in enumerate(months)
        ),
        koppen=tuple(nl.month_or_quarter(m, "maand") for m in months),
        noten=noten,
        noten_van={r.wijk.slug: own for r, own in zip(lines, per_wijk(found, wijken).values(), strict=True)},
    )


def _by_month(pairs: Sequence[tuple[int | None, Noot]]) -> dict[tuple[int | None, date], list[Noot]]:
    """The noten by wijk (id, nothing for all) and month (its first day)."""
    found: dict[tuple[int | None, date], list[Noot]] = {}
    for wijk, noot in pairs:
        found.setdefault((wijk, noot.datum.replace(day=1)), []).append(noot)
    return found


def _month_cell(regel: Wijkregel, maand: date, n: int, noten: Sequence[Noot]) -> Cel:
    hover = f"{letterlijk(regel.wijk.naam)}, {nl.month_or_quarter(maand, 'maand')}: {_contacts(n)}"
    return Cel(n, f"{hover}<br>{noot_hover(noten)}" if noten else hover, noot=bool(noten))


def _contacts(n: int) -> str:
    return nl.count(n, "contactmoment", "contactmomenten") if n else "stil"


def _aspect_cell(regel: Wijkregel, aspect: str, naam: str, filter: Filter, peildatum: date) -> Cel:
    counts = regel.per_aspect[aspect]
    if filter.maand:
        n = sum(c for m, c in zip(regel.maanden, counts, strict=True) if m == filter.maand)
        when = f"in {nl.month_or_quarter(filter.maand, 'maand')}"
    else:
        n, when = sum(counts), "in 12 maanden"
    last = regel.laatste_per_aspect.get(aspect)
    since = f"laatste op {nl.day(last)}, {(peildatum - last).days} dagen geleden" if last else "nog nooit"
    return Cel(n, f"{letterlijk(regel.wijk.naam)}<br>{letterlijk(naam)}<br>{_contacts(n)} {when}<br>{since}", last)


def _grid(lezer: Lezer, vel: Vel, filter: Filter, peildatum: date) -> None:
    about = ALLEEN, (state.ASPECT if vel.naam == "aspecten" else MAAND)
    month = f"{filter.maand:%Y-%m}" if filter.maand else None
    chosen = (filter.wijk, filter.aspect if vel.naam == "aspecten" else month)
    figure = lezer.made(
        raster,
        vel.rijen,
        vel.kolommen,
        peildatum=peildatum,
        gekozen=chosen,
        dark=is_dark(),
        smal=is_phone(),
    )
    show(html('<h2 class="wk-bevinding">{}</h2><p class="wk-stil">{}</p>', vel.bevinding, vel.wat))
    # A square that was clicked stays chosen in the browser; a chart under a new key starts without one.
    memory = f"raster_{vel.naam}_getekend"
    drawn, number = st.session_state.get(memory, (None, 0))
    if drawn != chosen:
        number += 1
        st.session_state[memory] = (chosen, number)
    key = f"raster_{vel.naam}_{number}"

    def clicked(points: list[dict]) -> None:
        if points:
            wanted = tuple(points[0].get("customdata") or ())
            values = dict.fromkeys(about) if wanted == chosen else dict(zip(about, wanted, strict=False))
            state.put(**values, blad=None)

    alt = f"{vel.wat}. {vel.bevinding}. Dezelfde keuzes staan in de filters, de getallen in de tabel."
    grafiek = Grafiek(figure, alt + noten_alt(vel.noten), vel.bevinding, vel.tabel, vel.cijfers, vel.uitleg)
    plot(grafiek, key, on_click=clicked)
    opened = st.expander(MORE, key=f"raster_{vel.naam}_tabel", on_change="rerun", icon=":material/table:")
    if opened.open:
        with opened:
            _below(vel, grafiek, key, peildatum)


def _below(vel: Vel, grafiek: Grafiek, key: str, peildatum: date) -> None:
    """The downloads of a grid that was drawn under `key`, the rule in words and the table."""
    file_name, shown = f"programma-{vel.naam}-{peildatum:%Y-%m-%d}", grafiek.tabel()
    chart_downloads(grafiek, f"raster_{vel.naam}", file_name=file_name)
    which = f"{nl.count(len(vel.rijen), 'wijk', 'wijken')} · peildatum {nl.day(peildatum)}"
    rows, numeric = shown.itertuples(index=False), range(1, len(vel.koppen) + 1)
    show(
        picture(key, vel.bevinding, f"{vel.wat} · {which}", file_name),
        paragraph(vel.uitleg, "wk-stil"),
        table(list(shown.columns), rows, numeric=numeric, caption=vel.wat),
    )
