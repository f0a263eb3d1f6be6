"""The vakken as a table on screen: fasen across, aspecten down; each cell says how long ago there was contact."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

import pandas as pd
from markupsafe import Markup

from dashboard.charts.vakraster import vakraster_svg
from dashboard.kit.download import downloads
from dashboard.kit.html import HOW, NOTHING, html, joined
from dashboard.kit.marks import spoor_kind
from dashboard.kit.picture import picture
from dashboard.kit.screen import is_dark
from wijkkompas_core.analysis.dekking import UITLEG, standen_van
from wijkkompas_core.analysis.vakraster import LEESWIJZER, Cel, Rij, Vakraster, fase_kort
from wijkkompas_core.analysis.vakraster import vakraster as placed
from wijkkompas_core.bestanden.werkboek import blad_from
from wijkkompas_core.domain import nederlands as nl
from wijkkompas_core.domain.kompas import Fase, Kompas
from wijkkompas_core.domain.selectie import ALLES, Selectie

FILE_PX = 560
"""So wide is the drawing in a file."""


@dataclass(frozen=True, slots=True)
class _Kiezen:
    """What is chosen, and the address of every choice; without one the cells are only to read."""

    adres: Callable[[Selectie], str] | None
    gekozen: Selectie
    eerste: Selectie
    """Where the tab key comes in."""


def raster_van(vakken: pd.DataFrame, kompas: Kompas, open_fasen: tuple[str, ...], peildatum: date) -> Vakraster:
    """The grid of a wijk from its frame of `vakstatus`; with `lezer.made` it is placed once."""
    return placed(standen_van(vakken), kompas, open_fasen, peildatum)


def vakraster(
    raster: Vakraster,
    kompas: Kompas,
    *,
    naam: str,
    adres: Callable[[Selectie], str] | None = None,
    gekozen: Selectie = ALLES,
) -> Markup:
    """The grid as a real table, `naam` its caption for who hears it; as wide as where it stands.

    With `adres` every cell is a link to that address, and the arrow keys walk through them. What lies outside the part
    that is `gekozen` is dimmed; a vak that is chosen itself is marked as the present one.
    """
    cells = [cell.selectie for row in raster.rijen for cell in row.cellen]
    first = gekozen if gekozen in cells else next(iter(cells), ALLES)
    choosing = _Kiezen(adres, gekozen, first)
    heads = joined(_head(fase, fase.slug in raster.open) for fase in raster.fasen)
    rows = joined(_row(row, kompas, choosing) for row in raster.rijen)
    walk = html(' data-raster="{}"', "vak" if gekozen.vak else "") if adres else NOTHING
    return html(
        '<div class="wk-vakraster"{}><table><caption class="wk-alleen-voorlezen">{}</caption>'
        "<thead><tr><td></td>{}</tr></thead><tbody>{}</tbody></table></div>",
        walk,
        naam,
        heads,
        rows,
    )


def raster_downloads(
    raster: Vakraster, kompas: Kompas, vakken: pd.DataFrame, key: str, *, titel: str, naam: str, peildatum: date
) -> None:
    """The menu Download of a grid: its drawing, and the frame of `vakstatus` behind it; `naam` is that of the file."""
    drawing = vakraster_svg(raster, kompas, FILE_PX, dark=is_dark())
    downloads(
        key,
        titel=titel,
        naam=naam,
        bladen=lambda: [blad_from("Cijfers", vakken)],
        toelichting=[(HOW, UITLEG)],
        boven=picture(key, titel, f"Peildatum {nl.day(peildatum)}", naam, tekening=drawing),
    )


def leeswijzer() -> Markup:
    """How a grid is read: one line, for under one grid or several."""
    return html('<p class="wk-stil wk-leeswijzer">{}</p>', LEESWIJZER)


def _head(fase: Fase, running: bool) -> Markup:
    number, _, name = fase_kort(fase).partition(" ")
    return html(
        '<th scope="col"{}><span aria-hidden="true">{}<span class="wk-ruim"> {}</span></span>'
        '<span class="wk-alleen-voorlezen">Fase {} {}{}</span></th>',
        html(' class="wk-open"') if running else NOTHING,
        number,
        name,
        fase.nummer,
        fase.naam,
        ", loopt nu" if running else "",
    )


def _row(row: Rij, kompas: Kompas, choosing: _Kiezen) -> Markup:
    return html(
        '<tr class="{}"><th scope="row"><span aria-hidden="true">{}</span>'
        '<span class="wk-alleen-voorlezen">{}</span></th>{}</tr>',
        spoor_kind(kompas, row.aspect.spoor),
        row.aspect.kort,
        row.aspect.naam,
        joined(_cell(cell, kompas, choosing) for cell in row.cellen),
    )


def _cell(cell: Cel, kompas: Kompas, choosing: _Kiezen) -> Markup:
    rest = html('<span class="wk-ruim">{}</span>', cell.rest) if cell.rest else NOTHING
    dim = "" if choosing.gekozen.covers(cell.fase, cell.aspect, kompas) else " wk-buiten"
    kind, words = f"wk-vak wk-vak-{cell.status.name.lower()}{dim}", html("{}{}", cell.kort, rest)
    if choosing.adres is None:
        return html(
            '<td class="{}" title="{}"><span aria-hidden="true">{}</span>'
            '<span class="wk-alleen-voorlezen">{}</span></td>',
            kind,
            cell.zin,
            words,
            cell.zin,
        )
    return html(
        '<td class="{}"><a href="{}" target="_self" data-kies="vak:{}" tabindex="{}" title="{}" aria-label="{}"{}>'
        "{}</a></td>",
        kind,
        choosing.adres(cell.selectie),
        cell.selectie.node,
        "0" if cell.selectie == choosing.eerste else "-1",
        cell.zin,
        cell.zin,
        html(' aria-current="true"') if cell.selectie == choosing.gekozen else NOTHING,
        words,
    )
