"""The two grids of the programme: wijken × aspecten and wijken × months. A click filters the rest of the page."""

from collections.abc import Mapping, Sequence
from datetime import date

import pandas as pd
import streamlit as st

from dashboard.charts.namen import in_regels
from dashboard.charts.noten import Noot, noot_hover, noten_alt
from dashboard.charts.raster import Cel, Kolom, Rij, raster
from dashboard.kit import state
from dashboard.kit.chart import MORE, clicked_points
from dashboard.kit.download import downloads
from dashboard.kit.html import esc, paragraph, show, table
from dashboard.kit.noten import noten_panel, numbered, per_wijk, read_noten, within
from dashboard.kit.picture import picture
from dashboard.kit.screen import is_dark, is_phone
from dashboard.reading.lezer import Lezer
from dashboard.screens.programma.filter import ALLEEN, MAAND, Filter
from dashboard.theme import PLOTLY_CONFIG, aspect_fills
from wijkkompas_core.analysis import STANDAARD
from wijkkompas_core.bestanden.werkboek import blad_from
from wijkkompas_core.domain import nederlands as nl
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


def grids(lezer: Lezer, lines: Sequence[Wijkregel], filter: Filter, peildatum: date) -> None:
    """Both grids for the wijken of this page."""
    kompas, smal = lezer.methode.kompas, is_phone()
    fills = aspect_fills(kompas)
    aspecten = [Kolom(a.slug, in_regels(a.kort, 7 if smal else 14, 2), fills[a.slug]) for a in kompas.aspecten]
    rows = [
        Rij(
            r.wijk.slug,
            r.wijk.naam,
            tuple(_aspect_cell(r, a.slug, a.naam, filter, peildatum) for a in kompas.aspecten),
        )
        for r in lines
    ]
    old = STANDAARD.verouderd_na_dagen
    silent = sum(cel.laatste is None or (peildatum - cel.laatste).days > old for row in rows for cel in row.cellen)
    _grid(
        lezer,
        "aspecten",
        f"{nl.count(silent, 'vierkant is', 'vierkanten zijn')} langer dan {old} dagen stil, of nog leeg",
        "Wijken × aspecten: het getal is het aantal contactmomenten, de kleur hoe vers het laatste is",
        rows,
        aspecten,
        [a.naam for a in kompas.aspecten],
        filter,
        peildatum,
        ASPECT_UITLEG,
    )
    months = lines[0].maanden if lines else ()
    wijken = [r.wijk for r in lines]
    found = within(read_noten(lezer, wijken), months[0], peildatum) if months else ()
    noten = numbered(found, wijken)
    at = _by_month([(one.wijk, noot) for one, noot in zip(found, noten, strict=True)])
    columns = [
        Kolom(
            f"{m:%Y-%m}",
            nl.MAANDEN_KORT[m.month - 1] + (f"<br>{m.year}" if i == 0 or m.month == 1 else ""),
            noten=tuple(at.get((None, m), ())),
        )
        for i, m in enumerate(months)
    ]
    counted = [
        Rij(
            r.wijk.slug,
            r.wijk.naam,
            tuple(
                _month_cell(r, m, n, at.get((r.wijk.id, m), ()))
                for m, n in zip(r.maanden, filter.per_maand(r), strict=True)
            ),
        )
        for r in lines
    ]
    empty = sum(not any(cel.aantal for cel in row.cellen[-3:]) for row in counted)
    about = f" over {kompas.aspect[filter.aspect].kort}" if filter.aspect else ""
    _grid(
        lezer,
        "maanden",
        f"{nl.count(empty, 'wijk had', 'wijken hadden')} in de laatste drie maanden geen contactmoment{about}"
        if empty
        else f"Elke wijk had in de laatste drie maanden een contactmoment{about}",
        "Wijken × maanden: het getal is het aantal contactmomenten",
        counted,
        columns,
        [f"{nl.MAANDEN[m.month - 1]} {m.year}" for m in months],
        filter,
        peildatum,
        MAAND_UITLEG,
        noten,
        {r.wijk.slug: own for r, own in zip(lines, per_wijk(found, wijken).values(), strict=True)},
    )
    noten_panel(lezer, "rasters", wijken, found)


def _by_month(pairs: Sequence[tuple[int | None, Noot]]) -> dict[tuple[int | None, date], list[Noot]]:
    """The noten by wijk (id, nothing for all) and month (its first day)."""
    found: dict[tuple[int | None, date], list[Noot]] = {}
    for wijk, noot in pairs:
        found.setdefault((wijk, noot.datum.replace(day=1)), []).append(noot)
    return found


def _month_cell(regel: Wijkregel, maand: date, n: int, noten: Sequence[Noot]) -> Cel:
    hover = f"{esc(regel.wijk.naam)}, {nl.MAANDEN[maand.month - 1]} {maand.year}: {_contacts(n)}"
    return Cel(n, f"{hover}<br>{noot_hover(noten)}" if noten else hover, noot=bool(noten))


def _contacts(n: int) -> str:
    return nl.count(n, "contactmoment", "contactmomenten") if n else "stil"


def _aspect_cell(regel: Wijkregel, aspect: str, naam: str, filter: Filter, peildatum: date) -> Cel:
    counts = regel.per_aspect[aspect]
    if filter.maand:
        n = sum(c for m, c in zip(regel.maanden, counts, strict=True) if m == filter.maand)
        when = f"in {nl.MAANDEN[filter.maand.month - 1]} {filter.maand.year}"
    else:
        n, when = sum(counts), "in 12 maanden"
    last = regel.laatste_per_aspect.get(aspect)
    since = f"laatste op {nl.day(last)}, {(peildatum - last).days} dagen geleden" if last else "nog nooit"
    return Cel(n, f"{esc(regel.wijk.naam)}<br>{esc(naam)}<br>{_contacts(n)} {when}<br>{since}", last)


def _grid(
    lezer: Lezer,
    name: str,
    finding: str,
    what: str,
    rows: list[Rij],
    columns: list[Kolom],
    words: list[str],
    filter: Filter,
    peildatum: date,
    explained: str,
    noten: Sequence[Noot] = (),
    noten_of: Mapping[str, Sequence[Noot]] | None = None,
) -> None:
    about = ALLEEN, (state.ASPECT if name == "aspecten" else MAAND)
    chosen = (filter.wijk, filter.aspect if name == "aspecten" else (f"{filter.maand:%Y-%m}" if filter.maand else None))
    dark, smal = is_dark(), is_phone()
    figure = lezer.cached(
        ("raster", name, tuple(rows), tuple(columns), chosen, peildatum, dark, smal),
        lambda: raster(rows, columns, peildatum=peildatum, gekozen=chosen, dark=dark, smal=smal),
    )
    show(f'<h2 class="wk-bevinding">{esc(finding)}</h2><p class="wk-stil">{esc(what)}</p>')
    # A square that was clicked stays chosen in the browser; a chart under a new key starts without one.
    memory = f"raster_{name}_getekend"
    drawn, number = st.session_state.get(memory, (None, 0))
    if drawn != chosen:
        number += 1
        st.session_state[memory] = (chosen, number)
    key = f"raster_{name}_{number}"

    def clicked() -> None:
        points = clicked_points(key)
        if points:
            wanted = tuple(points[0].get("customdata") or ())
            values = dict.fromkeys(about) if wanted == chosen else dict(zip(about, wanted, strict=False))
            state.put(**values, blad=None)

    alt = f"{what}. {finding}. Dezelfde keuzes staan in de filters, de getallen in de tabel."
    alt += noten_alt(noten)
    st.plotly_chart(
        figure, key=key, on_select=clicked, selection_mode="points", config=PLOTLY_CONFIG, theme=None, alt=alt
    )
    opened = st.expander(MORE, key=f"raster_{name}_tabel", on_change="rerun", icon=":material/table:")
    if opened.open:
        body = [[row.naam, *(cel.aantal for cel in row.cellen)] for row in rows]
        with opened:
            downloads(
                f"raster_{name}",
                titel=finding,
                naam=f"programma-{name}-{peildatum:%Y-%m-%d}",
                bladen=lambda: [blad_from("Cijfers", pd.DataFrame(body, columns=["Wijk", *words]))],
                toelichting=[("Hoe is dit berekend?", explained)],
            )
            which = f"{nl.count(len(rows), 'wijk', 'wijken')} · peildatum {nl.day(peildatum)}"
            numeric = range(1, len(words) + 1)
            if noten and noten_of:
                words = [*words, "Noten"]
                said = {slug: "\n".join(f"{n.nummer}. {n.tekst}" for n in found) for slug, found in noten_of.items()}
                body = [[*cells, said[row.slug]] for cells, row in zip(body, rows, strict=True)]
            show(
                picture(key, finding, f"{what} · {which}", f"programma-{name}-{peildatum:%Y-%m-%d}"),
                paragraph(explained, "wk-stil"),
                table(["Wijk", *words], body, numeric=numeric, caption=what),
            )
