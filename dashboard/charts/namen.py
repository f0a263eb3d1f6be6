"""What charts with a row per name share: names as plain text, short on the axis and whole in the hover."""

import re
from collections.abc import Iterable
from textwrap import wrap
from typing import Any, LiteralString

import plotly.graph_objects as go
from markupsafe import escape

from dashboard.charts import figure
from dashboard.theme import plotly_template, tone

# Characters that turn the direction of the text after them: they would mix up the label next door.
_DIRECTION = dict.fromkeys([*range(0x202A, 0x202F), *range(0x2066, 0x206A)])

# A Dutch syllable begins with a consonant, or with some that are said together, before a vowel. Nearly right will do.
_SYLLABLE = re.compile(r"(?:sch|ch|[bcdfgkptvw][lr]|[bcdfghjklmnpqrstvwxz])(?=[aeiouyäëïöüáéíóúàèìòù])", re.IGNORECASE)


class Figuurtekst(str):
    """A text as plotly reads it, tags and all; what was typed becomes one only by the functions below.

    As Markup is for HTML: where a chart asks for one, a plain str (a name, an f-string with a name in it) is a type
    error.
    """

    __slots__ = ()


NIETS = Figuurtekst()


def letterlijk(tekst: str) -> Figuurtekst:
    """A text as plotly shows it: as it stands, whatever it holds. The only way for what is typed into a figure.

    Plotly reads tags (`<b>`, `<a href>`), and of `&…;` only numbers and a few names: `&quot;`, which `html.escape`
    writes, would stand on the screen as such. As part of a `hovertemplate` a text is not safe: that reads `%{…}`.
    """
    return Figuurtekst(escape(tekst))


def opmaak(sjabloon: LiteralString, *waarden: object) -> Figuurtekst:
    """A text with tags of our own: `opmaak("<b>{}</b>", naam)`. Only a value that is a Figuurtekst stays as it is."""
    return Figuurtekst(sjabloon.format(*map(_veilig, waarden)))


def onder_elkaar(delen: Iterable[str]) -> Figuurtekst:
    """The parts as lines; what is no Figuurtekst is escaped."""
    return Figuurtekst("<br>".join(map(_veilig, delen)))


def _veilig(waarde: object) -> Figuurtekst:
    return waarde if isinstance(waarde, Figuurtekst) else letterlijk(str(waarde))


def schoon(naam: object) -> str:
    """A name on one line; without a name "zonder naam"."""
    tekst = naam if isinstance(naam, str) else ""
    return " ".join(tekst.translate(_DIRECTION).split()) or "zonder naam"


def ingekort(naam: object, lengte: int) -> Figuurtekst:
    """A name of at most `lengte` characters."""
    tekst = schoon(naam)
    return letterlijk(tekst if len(tekst) <= lengte else tekst[: lengte - 1].rstrip() + "…")


def in_regels(naam: object, breed: int, regels: int) -> Figuurtekst:
    """A name over at most `regels` lines of `breed` characters."""
    parts = wrap(" ".join(_afgebroken(word, breed) for word in schoon(naam).split()), breed, break_on_hyphens=False)
    shown = parts[:regels]
    if len(parts) > regels:
        shown[-1] = shown[-1][: breed - 1] + "…"
    return onder_elkaar(shown)


def meeste_regels(namen: Iterable[object], breed: int, regels: int) -> int:
    """Over how many lines the longest of these names stands; 1 when there are none."""
    return max((in_regels(naam, breed, regels).count("<br>") + 1 for naam in namen), default=1)


def _afgebroken(word: str, breed: int) -> str:
    """A word that is too long for a line, in pieces with a hyphen, between syllables where it can."""
    pieces = []
    while len(word) > breed:
        starts = [found.start() for found in _SYLLABLE.finditer(word) if 3 <= found.start() < breed]
        cut = starts[-1] if starts else breed - 1
        pieces.append(f"{word[:cut]}-")
        word = word[cut:]
    return " ".join([*pieces, word])


def voluit(naam: object, breed: int = 56) -> Figuurtekst:
    """The whole name for the hover, wrapped since plotly does not."""
    return onder_elkaar(wrap(schoon(naam), breed))


def rij_naam(naam: object, y: float, *, lengte: int, smal: bool, dark: bool, regels: int = 1) -> dict[str, Any]:
    """The name of a row: left of the chart at height `y`, or if `smal` inside it, hanging under `y`.

    It has at most so many lines (`regels`) of `lengte` characters. Inside the chart lines run behind it.
    """
    place = {"xanchor": "left", "yanchor": "top"} if smal else {"xanchor": "right", "xshift": -10, "yanchor": "middle"}
    return {
        "text": in_regels(naam, lengte, regels) if regels > 1 else ingekort(naam, lengte),
        "align": place["xanchor"],
        "hovertext": voluit(naam),
        "x": 0,
        "xref": "paper",
        "y": y,
        "yref": "y",
        "showarrow": False,
        "borderpad": 0,
        "font": {"size": 13, "color": tone(dark).ink},
        **place,
        **({"bgcolor": tone(dark).paper} if smal else {}),
    }


def rijen_as(hoog: float) -> dict[str, Any]:
    """The y axis of a chart with rows: one unit is one pixel, downwards from the top."""
    return {"range": [hoog, 0], "showticklabels": False}


def lijn(x0: object, y0: float, x1: object, y1: float, kleur: str, **more: Any) -> dict[str, Any]:
    """A straight line as a shape on the axes; `more` goes to the shape, `width` and `dash` to its line."""
    style = {key: more.pop(key) for key in ("width", "dash") if key in more}
    line = {"color": kleur, "width": 1, **style}
    return {"type": "line", "xref": "x", "yref": "y", "x0": x0, "x1": x1, "y0": y0, "y1": y1, "line": line, **more}


def lege_figuur(tekst: str, dark: bool, hoogte: int = 120) -> go.Figure:
    """A figure that says why there is nothing to see."""
    note = {
        "text": "<br>".join(wrap(tekst, 44)),
        "x": 0.5,
        "y": 0.5,
        "xref": "paper",
        "yref": "paper",
        "showarrow": False,
        "font": {"size": 14, "color": tone(dark).secondary},
    }
    layout = {
        "template": plotly_template(dark),
        "height": hoogte,
        "margin": {"l": 8, "r": 8, "t": 8, "b": 8},
        "xaxis": {"visible": False},
        "yaxis": {"visible": False},
        "annotations": [note],
    }
    return figure([], layout)
