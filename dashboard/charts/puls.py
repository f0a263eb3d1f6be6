"""The puls of a wijk and its cells per aspect as SVG, for paper: the same marks as on screen (`kit.marks`)."""

from collections.abc import Sequence

from dashboard.charts.namen import letterlijk
from dashboard.charts.paper.text import FONTS, Font, draw
from dashboard.theme import ink_on, spoor_inks, tint, tone, vol
from wijkkompas_core.analysis.puls import Cel, Puls
from wijkkompas_core.domain import nederlands as nl
from wijkkompas_core.domain.kompas import Kompas

CEL_BREED, CEL_HOOG = 30, 26
_GAP, _SIZE, _FOOT = 3, 13, 20
"""Pixels: between months and between cells, of letters, and of the line of words under a large puls."""


def puls_svg(one: Puls, kompas: Kompas, schaal: float, breed: float, hoog: float, *, voet: bool = False) -> str:
    """The puls of `breed` × `hoog` pixels on this scale; with `voet` the months and sporen stand in words below it."""
    ground, step = tone(False), breed / max(1, len(one.maanden))
    line = hoog / 2 if one.onder else hoog
    reach = line - 1
    silent = len(one.maanden) - one.stil
    parts = [f'<path d="M0 {line:.1f}H{breed:.1f}" stroke="{ground.quiet}" stroke-width="1"/>']
    for place, sums in enumerate(one.sommen[:silent]):
        x, wide = place * step, step - min(_GAP, step / 4)
        for places, way in ((one.boven, -1), (one.onder, 1)):
            y = line
            for spoor in places:
                if not (high := sums[spoor] / schaal * reach):
                    continue
                top = y - high if way < 0 else y
                parts.append(_rect(x, top, wide, high, vol(spoor, False)))
                y += way * high
    hatch = ""
    if one.stil:
        x = silent * step
        hatch = _hatch(ground.band, ground.quiet)
        parts.append(_rect(x, 0, breed - x, hoog, "url(#stil)"))
        parts.append(draw("stil", x + (breed - x) / 2, hoog / 2, Font(_SIZE, ground.ink, True), anchor="center"))
    if voet:
        parts += _foot(one, kompas, breed, hoog)
    return _svg(breed, hoog + (_FOOT if voet else 0), hatch + "".join(parts))


def _foot(one: Puls, kompas: Kompas, breed: float, hoog: float) -> list[str]:
    """Under the months: the first and the last of them, and which colour goes which way."""
    ground, inks, y = tone(False), spoor_inks(kompas), hoog + _FOOT / 2 + 2
    first, last = (f"{nl.MAANDEN_KORT[day.month - 1]} {day.year}" for day in (one.maanden[0], one.maanden[-1]))
    names = " · ".join(
        f'<span style="color:{inks[spoor.slug]}"><b>{"▼" if place in one.onder else "▲"} '
        f"{letterlijk(nl.in_sentence(spoor.kort))}</b></span>"
        for place, spoor in enumerate(kompas.sporen)
    )
    font = Font(_SIZE, ground.secondary)
    return [
        draw(first, 0, y, font),
        draw(names, breed / 2, y, font, anchor="center"),
        draw(last, breed, y, font, anchor="right"),
    ]


def cellen_svg(cellen: Sequence[Cel], kompas: Kompas) -> str:
    """How long ago the last contact about each aspect was, a cell per aspect in their order."""
    places = {spoor.slug: place for place, spoor in enumerate(kompas.sporen)}
    parts = [
        _cel(cel, places[aspect.spoor], number * (CEL_BREED + _GAP))
        for number, (aspect, cel) in enumerate(zip(kompas.aspecten, cellen, strict=True))
    ]
    return _svg(len(parts) * (CEL_BREED + _GAP) - _GAP, CEL_HOOG, "".join(parts))


def _cel(cel: Cel, spoor: int, x: float) -> str:
    ground, full = tone(False), vol(spoor, False)
    fill, ink = {
        "oud": (full, ink_on(full)),
        "rust": (ground.band, ground.secondary),
        "nooit": ("none", ground.ink),
    }.get(cel.kind, (tint(spoor, False), ground.ink))
    never = cel.kind == "nooit"
    font = Font(11 if never else _SIZE, ink, cel.kind in ("oud", "nooit"))
    text = draw(cel.text, x + CEL_BREED / 2, CEL_HOOG / 2, font, anchor="center")
    if never:
        edge = f' stroke="{ink}" stroke-dasharray="4 3"'
        return _rect(x + 0.5, 0.5, CEL_BREED - 1, CEL_HOOG - 1, fill, edge) + text
    return _rect(x, 0, CEL_BREED, CEL_HOOG, fill) + text


def _rect(x: float, y: float, wide: float, high: float, fill: str, more: str = "") -> str:
    return f'<rect x="{x:.1f}" y="{y:.1f}" width="{wide:.1f}" height="{high:.1f}" fill="{fill}"{more}/>'


def _hatch(ground: str, line: str) -> str:
    return (
        '<defs><pattern id="stil" width="7" height="7" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">'
        f'<rect width="7" height="7" fill="{ground}"/><rect width="3" height="7" fill="{line}"/></pattern></defs>'
    )


def _svg(breed: float, hoog: float, inside: str) -> str:
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{breed:g}" height="{hoog:g}" viewBox="0 0 {breed:g} {hoog:g}" '
        f'font-family="{FONTS}">{inside}</svg>'
    )
