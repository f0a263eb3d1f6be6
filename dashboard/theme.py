"""The look: colours, status styles, chart defaults and the style sheet.

Hue belongs to the sporen and nothing else, lightness to the aspecten; red only says that something needs action today.
"""

from collections.abc import Sequence
from colorsys import hls_to_rgb
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

from wijkkompas_core.domain import kleur
from wijkkompas_core.domain import nederlands as nl
from wijkkompas_core.domain.kleur import AA_TEXT
from wijkkompas_core.domain.kompas import Kompas

FONT = "'Source Sans', 'Liberation Sans', Arial, sans-serif"
"""One font everywhere; it ships with Streamlit. The others stand in where it cannot be had."""
SPOORKLEUREN = (("#7F2A12", "#B9561F", "#EBAA68"), ("#083D54", "#23789A", "#86C2D2"))
"""Per spoor, in order: dark, middle, light. Chosen to stay apart under the three colour vision deficiencies."""
_VOL_NIGHT = ("#E08A4E", "#5AAFCB")
_TINTS, _TINTS_NIGHT = ("#F0D9C8", "#CFE3EA"), ("#4A2F20", "#1F3A46")
_EXTRA_HUES = (0.78, 0.30, 0.90, 0.14)
MOST_SPOREN = len(SPOORKLEUREN) + len(_EXTRA_HUES)
"""For so many sporen there is a hue of their own."""
AA_MARK = 3.0
"""The least contrast of a mark with its ground (WCAG 1.4.11)."""
_WHITE, _DARK_INK, _BLACK = "#FFFFFF", "#1B2430", "#000000"


@dataclass(frozen=True, slots=True)
class Tone:
    """The neutral colours of one theme, as hex."""

    paper: str
    card: str
    ink: str
    secondary: str
    quiet: str
    """Lines and ticks that may recede."""
    rule: str
    """What parts rows and frames cards."""
    band: str
    """Background of fasen and of a vak that is not applicable."""
    ring: str
    """Fill of the fase ring."""
    red: str
    """What needs action today; nothing else is red."""


LIGHT = Tone("#FBFAF7", "#FFFFFF", "#1B2430", "#4A5563", "#C9C5BB", "#E3DFD6", "#EFECE5", "#DAD9D5", "#B3261E")
DARK = Tone("#14181F", "#1B212A", "#E8EAED", "#AEB6C1", "#48515D", "#323A45", "#1F252E", "#343C47", "#FF9C8F")


def tone(dark: bool) -> Tone:
    """The neutral colours for the light or the dark theme."""
    return DARK if dark else LIGHT


@cache
def _rgb(colour: str) -> tuple[int, int, int]:
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)


def _hex(rgb: Sequence[float]) -> str:
    return "#{:02X}{:02X}{:02X}".format(*(round(c) for c in rgb))


@cache
def mix(colour: str, other: str, share: float) -> str:
    """`colour` with `share` (0..1) of `other` mixed in, in sRGB."""
    return _hex([a + (b - a) * share for a, b in zip(_rgb(colour), _rgb(other), strict=True)])


def rgba(colour: str, alpha: float) -> str:
    """A hex colour with an alpha of 0..1, as plotly writes it."""
    return "rgba({},{},{},{})".format(*_rgb(colour), alpha)


@cache
def contrast(colour: str, other: str) -> float:
    """Contrast ratio of two hex colours, 1..21, kept since every drawing asks for it."""
    return kleur.contrast(colour, other)


@cache
def ink_on(fill: str) -> str:
    """The ink that reads on a fill: white, dark ink, or black where both fall under 4.5 : 1."""
    best = max((_WHITE, _DARK_INK), key=lambda ink: contrast(ink, fill))
    return best if contrast(best, fill) >= AA_TEXT else _BLACK


def _ramp(order: int) -> tuple[str, str, str]:
    """Dark, middle and light for the spoor at this place in the order; beyond the chosen two a hue of its own."""
    if order < len(SPOORKLEUREN):
        return SPOORKLEUREN[order]
    hue = _EXTRA_HUES[(order - len(SPOORKLEUREN)) % len(_EXTRA_HUES)]
    dark, middle, light = (_hex([c * 255 for c in hls_to_rgb(hue, lightness, 0.45)]) for lightness in (0.2, 0.4, 0.7))
    return dark, middle, light


@cache
def _night_ramp(order: int) -> tuple[str, str, str]:
    """The three steps at night: none so dark that it sinks into the paper."""
    full = _night(order)
    darker = (mix(full, DARK.paper, share / 100) for share in range(45, -1, -5))
    dark = next(colour for colour in darker if contrast(colour, DARK.paper) >= AA_MARK)
    return dark, full, mix(full, _WHITE, 0.5)


def _night(order: int) -> str:
    """The full colour at night of the spoor at this place: beyond the chosen two, as much lighter as a mark asks."""
    if order < len(_VOL_NIGHT):
        return _VOL_NIGHT[order]
    day = _ramp(order)[1]
    lighter = (mix(day, _WHITE, share / 100) for share in range(0, 100, 5))
    return next(colour for colour in lighter if contrast(colour, DARK.paper) >= AA_TEXT)


@cache
def vol(order: int, dark: bool) -> str:
    """The full colour of the spoor at this place in the order (from 0)."""
    return _night(order) if dark else _ramp(order)[1]


@cache
def tint(order: int, dark: bool) -> str:
    """The tint of the spoor at this place in the order (from 0)."""
    chosen = _TINTS_NIGHT if dark else _TINTS
    return chosen[order] if order < len(chosen) else mix(vol(order, dark), tone(dark).paper, 0.75)


def spoor_ink(order: int, dark: bool) -> str:
    """The shade of the spoor at this place (from 0) in which text reads on the paper."""
    return _ramp(order)[2 if dark else 0]


@cache
def edge(colour: str, dark: bool) -> str:
    """The colour as pale (at night as dark) as a mark may be, on the paper and on a card: for an outline or context."""
    grounds = (tone(dark).paper, tone(dark).card)
    paler = (mix(colour, grounds[0], share / 50) for share in range(49, -1, -1))
    return next(one for one in paler if min(contrast(one, ground) for ground in grounds) >= AA_MARK)


def context(dark: bool) -> str:
    """The grey of marks that are there to compare with."""
    return edge(tone(dark).secondary, dark)


def spoor_fills(kompas: Kompas, dark: bool = False) -> dict[str, str]:
    """Slug of each spoor → its full colour: "look here"."""
    return {spoor.slug: vol(i, dark) for i, spoor in enumerate(kompas.sporen)}


def spoor_inks(kompas: Kompas, dark: bool = False) -> dict[str, str]:
    """Slug of each spoor → the shade of its hue in which text reads on the paper."""
    return {spoor.slug: spoor_ink(i, dark) for i, spoor in enumerate(kompas.sporen)}


def aspect_fills(kompas: Kompas, night: bool = False) -> dict[str, str]:
    """Slug of each aspect → its colour: the hue of its spoor, from dark to light in order."""
    fills: dict[str, str] = {}
    for i, spoor in enumerate(kompas.sporen):
        dark, middle, light = _night_ramp(i) if night else _ramp(i)
        aspecten = kompas.aspecten_van(spoor.slug)
        for j, aspect in enumerate(aspecten):
            place = 2 * j / (len(aspecten) - 1) if len(aspecten) > 1 else 1.0
            fills[aspect.slug] = mix(dark, middle, place) if place <= 1 else mix(middle, light, place - 1)
    return fills


def datumas(eerste: date, laatste: date, hoogstens: int = 8) -> tuple[list[date], list[str]]:
    """Tick dates and their Dutch texts between two days, at most about `hoogstens` of them.

    The year stands under the first tick and under each January.
    """
    maanden = (laatste.year - eerste.year) * 12 + laatste.month - eerste.month + 1
    stap = next((s for s in (1, 2, 3, 6, 12, 24, 60) if maanden / s <= hoogstens), 120)
    nummer = eerste.year * 12 + eerste.month - 1
    einde = laatste.year * 12 + laatste.month - 1
    dagen = [date(n // 12, n % 12 + 1, 1) for n in range(-(-nummer // stap) * stap, einde + 1, stap)]
    if stap >= 12:
        return dagen, [str(dag.year) for dag in dagen]
    return dagen, [
        nl.MAANDEN_KORT[dag.month - 1] + (f"<br>{dag.year}" if i == 0 or dag.month == 1 else "")
        for i, dag in enumerate(dagen)
    ]


_NL: dict[str, Any] = {
    "moduleType": "locale",
    "name": "nl",
    "dictionary": {
        "Autoscale": "Alles in beeld",
        "Box Select": "Selecteer een rechthoek",
        "Compare data on hover": "Vergelijk waarden",
        "Download plot": "Download de grafiek",
        "Download plot as a PNG": "Download de grafiek als PNG",
        "Double-click to zoom back out": "Dubbelklik om alles te zien",
        "Lasso Select": "Selecteer met een lus",
        "Pan": "Verschuiven",
        "Produced with Plotly.js": "",
        "Reset": "Terugzetten",
        "Reset axes": "Zet de assen terug",
        "Show closest data on hover": "Toon de dichtstbijzijnde waarde",
        "Snapshot succeeded": "Afbeelding gemaakt",
        "Sorry, there was a problem downloading your snapshot!": "De afbeelding kon niet worden gemaakt.",
        "Taking snapshot - this may take a few seconds": "De afbeelding wordt gemaakt",
        "Zoom": "Inzoomen",
        "Zoom in": "Inzoomen",
        "Zoom out": "Uitzoomen",
    },
    "format": {
        "days": [nl.DAGEN[-1], *nl.DAGEN[:-1]],
        "shortDays": ["zo", "ma", "di", "wo", "do", "vr", "za"],
        "months": list(nl.MAANDEN),
        "shortMonths": list(nl.MAANDEN_KORT),
        "periods": ["", ""],
        "dateTime": "%a %e %B %Y %X",
        "date": "%d-%m-%Y",
        "time": "%H:%M:%S",
        "decimal": ",",
        "thousands": ".",
        "grouping": [3],
        "currency": ["€ ", ""],
    },
}

SEPARATORS = ",."
"""Decimal comma, thousands point: for `layout.separators`."""

PLOTLY_CONFIG: dict[str, Any] = {
    "locale": "nl",
    "locales": {"nl": _NL},
    "displaylogo": False,
    "displayModeBar": False,
    "scrollZoom": False,
    "doubleClick": False,
    "showTips": False,
    "responsive": True,
    "toImageButtonOptions": {"format": "png", "scale": 2, "filename": "wijkkompas"},
}
"""For `st.plotly_chart(…, config=PLOTLY_CONFIG, theme=None)`: the locale alone, without its texts, does nothing."""


@cache
def _template(dark: bool) -> dict[str, Any]:
    ground = tone(dark)
    axis = {
        "automargin": False,
        "fixedrange": True,
        "showgrid": False,
        "zeroline": False,
        "showline": False,
        "ticks": "",
        "tickfont": {"size": 13, "color": ground.secondary},
        "gridcolor": ground.quiet,
        "linecolor": ground.secondary,
    }
    return {
        "layout": {
            "paper_bgcolor": ground.paper,
            "plot_bgcolor": ground.paper,
            "font": {"family": FONT, "size": 14, "color": ground.ink},
            "title": {
                "x": 0,
                "xref": "container",
                "xanchor": "left",
                "font": {"size": 20, "color": ground.ink, "weight": 600},
                "subtitle": {"font": {"size": 14, "color": ground.secondary}},
            },
            "colorway": [ramp[1] for ramp in SPOORKLEUREN],
            "xaxis": axis,
            "yaxis": axis,
            "hoverlabel": {
                "bgcolor": ground.paper,
                "bordercolor": ground.secondary,
                "align": "left",
                "font": {"family": FONT, "size": 14, "color": ground.ink},
            },
            "hovermode": "closest",
            "dragmode": False,
            "showlegend": False,
            "separators": SEPARATORS,
        }
    }


def plotly_template(dark: bool) -> dict[str, Any]:
    """The template that every figure starts from; separators and fonts must be in it, not set per chart."""
    return _template(dark)
