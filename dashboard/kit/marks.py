"""The marks of the programme as HTML: the puls of a wijk, and for each aspect how long ago the last contact was.

What can be chosen in them is a button with `data-kies="name:value"`; within `data-raster` a click puts it into the
address, and arrow keys walk from one to the next (assets/links.js).
"""

from collections.abc import Sequence
from datetime import date

from markupsafe import Markup

from dashboard.kit.html import NOTHING, html, joined
from dashboard.theme import MOST_SPOREN
from wijkkompas_core.analysis import STANDAARD
from wijkkompas_core.analysis.puls import Cel, Puls, puls_tekst
from wijkkompas_core.domain import nederlands as nl
from wijkkompas_core.domain.kompas import Kompas

MAAND, ASPECT = "maand", "aspect"
UITLEG = (
    "De staafjes zijn de contactmomenten per maand, met één schaal voor alle wijken op de pagina; een contactmoment "
    "over meer aspecten telt voor elk aspect een deel mee. Twee of meer lege maanden aan het eind zijn gearceerd. Een "
    "vakje zegt hoeveel maanden geleden het laatste contact over dat aspect was; leeg is minder dan een halve maand. "
    f"Vol gekleurd is langer dan {STANDAARD.verouderd_na_dagen} dagen geleden, gestippeld is nooit. Is er geen fase "
    "open, dan is lang geleden geen fout: dan staat er een ✓."
)


def spoor_kind(kompas: Kompas, spoor: str) -> str:
    """The class that gives a piece of HTML the colours of a spoor (slug); see `dashboard/stylesheet.py`."""
    return _kind([one.slug for one in kompas.sporen].index(spoor))


def _kind(place: int) -> str:
    return f"wk-s{place % MOST_SPOREN + 1}"


def puls_mark(one: Puls, kompas: Kompas, scale: float, chosen: date | None = None, *, choose: bool = False) -> Markup:
    """The puls on this scale (`puls_schaal`); with `choose` each month is a button. The size is that of its place."""
    silent = len(one.maanden) - one.stil
    months = joined(
        _month(month, sums, one, kompas, scale, chosen, choose)
        for month, sums in zip(one.maanden[:silent], one.sommen[:silent], strict=True)
    )
    block = html('<span class="wk-stilblok" style="flex:{}">stil</span>', one.stil) if one.stil else NOTHING
    kind = "" if one.onder else " wk-puls-op"
    return html(
        '<div class="wk-puls{}" role="group" aria-label="{}">{}{}</div>', kind, puls_tekst(one, kompas), months, block
    )


def _month(
    month: date, sums: Sequence[float], one: Puls, kompas: Kompas, scale: float, chosen: date | None, choose: bool
) -> Markup:
    words = ", ".join(
        f"{nl.number(round(value, 1))} {nl.in_sentence(spoor.kort)}"
        for spoor, value in zip(kompas.sporen, sums, strict=True)
    )
    title = f"{nl.month_or_quarter(month, 'maand')}: {words}"
    bars = joined(_bars(places, sums, scale) for places in (one.boven, one.onder) if places)
    if not choose:
        return html('<span title="{}">{}</span>', title, bars)
    return _button(f"{MAAND}:{month:%Y-%m}", month == chosen, title, bars)


def _bars(places: Sequence[int], sums: Sequence[float], scale: float) -> Markup:
    return html(
        "<i>{}</i>",
        joined(
            html('<b class="{}" style="height:{}%"></b>', _kind(place), round(100 * sums[place] / scale, 1))
            for place in places
            if sums[place]
        ),
    )


def _button(what: str, pressed: bool, title: str, inside: Markup, kind: str = "") -> Markup:
    return html(
        '<button type="button" tabindex="-1" data-kies="{}" aria-pressed="{}" title="{}" class="{}">{}</button>',
        what,
        "true" if pressed else "false",
        title,
        kind,
        inside,
    )


def puls_legend(kompas: Kompas, one: Puls | None = None) -> Markup:
    """Which colour is which spoor, and which way it goes."""
    down = len(kompas.sporen) == 2 if one is None else bool(one.onder)
    return joined(
        (
            html(
                '<span class="wk-spoornaam {}">{} {}</span>',
                _kind(place),
                "▼" if down and place else "▲",
                nl.in_sentence(spoor.kort),
            )
            for place, spoor in enumerate(kompas.sporen)
        ),
        " · ",
    )


def aspect_cells(cells: Sequence[Cel], kompas: Kompas, chosen: str | None = None, *, choose: bool = False) -> Markup:
    """The cells of a wijk, in the order of the aspecten; with `choose` each is a button."""
    parts = []
    for aspect, cel in zip(kompas.aspecten, cells, strict=True):
        kind = f"wk-cel wk-cel-{cel.kind} {spoor_kind(kompas, aspect.spoor)}"
        title = f"{aspect.kort}: {cel.words}"
        if choose:
            parts.append(_button(f"{ASPECT}:{aspect.slug}", aspect.slug == chosen, title, html("{}", cel.text), kind))
        else:
            parts.append(
                html(
                    '<span class="{}" title="{}">{}<span class="wk-alleen-voorlezen">{}</span></span>',
                    kind,
                    title,
                    cel.text,
                    title,
                )
            )
    return html('<div class="wk-cellen">{}</div>', joined(parts))
