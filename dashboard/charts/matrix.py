"""The stakeholdermatrix: who has how much invloed and belang, and how far the houding is from what you want.

A cell is a small list: each belanghebbende is a mark with its name, those that ask attention first. What does not fit
stands under it as marks without a name; hover and table have every name.
"""

from dataclasses import dataclass
from typing import Any, Literal

import pandas as pd
import plotly.graph_objects as go

from dashboard.charts import columns, figure
from dashboard.charts.assen import title_block
from dashboard.charts.grafiek import Grafiek
from dashboard.charts.namen import in_regels, lege_figuur, meeste_regels, schoon, voluit
from dashboard.theme import mix, plotly_template, tone
from wijkkompas_core.domain import nederlands as nl

TREDEN = ("laag", "midden", "hoog")
HOUDINGEN = ("onbewust", "weerstand", "neutraal", "ondersteunend", "leidend")
Houding = Literal["weerstand", "anders", "zoals", "onbekend"]
NAMEN: dict[Houding, str] = {
    "weerstand": "weerstand",
    "anders": "anders dan gewenst",
    "zoals": "zoals gewenst",
    "onbekend": "houding onbekend",
}
"""In the order in which they ask attention."""
_SYMBOLS: dict[Houding, str] = {
    "weerstand": "triangle-down",
    "anders": "diamond",
    "zoals": "circle",
    "onbekend": "circle-open",
}
_NAMED = 6
"""So many names in a cell; of the rest only the marks."""
_LABEL = {True: (11, 4), False: (23, 3)}
"""If narrow or not: so many characters on a line of a name, and at most so many lines."""
_HEAD_PX, _MARK_PX, _GAP_PX = 26, 17, 4
UITLEG = (
    "Elke belanghebbende staat in het hokje van belang en invloed, zoals het team die heeft ingeschat. Vorm "
    "en kleur laten zien of de laatst vastgelegde houding de gewenste is. Binnen een vak zegt de plaats niets. Wie "
    "geen belang of geen invloed heeft, staat er niet in; hoeveel dat er zijn en waarom staat bij de figuur. Belang, "
    "invloed en houding zijn groepen: er wordt niets opgeteld of gemiddeld."
)
_SPACE = "\u00a0"  # one that stays, or the mark touches its name


def houding_groep(huidig: object, gewenst: object) -> Houding:
    """How the houding now compares with the desired one; categories, so there is no distance and no average."""
    if huidig == "weerstand":
        return "weerstand"
    if huidig not in HOUDINGEN or gewenst not in HOUDINGEN:
        return "onbekend"
    return "zoals" if huidig == gewenst else "anders"


def _rows(frame: pd.DataFrame) -> list[dict[str, Any]]:
    """Every row of the frame with its group, those that ask attention first, then by name."""
    names = ("naam", "type", "belang", "invloed", "huidig", "gewenst")
    rows = [
        {**dict(zip(names, values, strict=True)), "groep": houding_groep(values[4], values[5]), "rij": i}
        for i, values in enumerate(zip(*columns(frame, *names), strict=True))
    ]
    order = list(NAMEN)
    return sorted(rows, key=lambda row: (order.index(row["groep"]), schoon(row["naam"]).casefold(), row["rij"]))


def _placed(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [row for row in rows if row["belang"] in TREDEN and row["invloed"] in TREDEN]


def _hover(row: dict[str, Any]) -> str:
    lines = [f"<b>{voluit(row['naam'])}</b>"]
    lines += [voluit(row["type"])] if isinstance(row["type"], str) and row["type"] else []
    lines.append(f"invloed {row['invloed']}, belang {row['belang']}")
    now, wanted = (row[key] if row[key] in HOUDINGEN else "onbekend" for key in ("huidig", "gewenst"))
    return "<br>".join([*lines, f"houding {now}, gewenst {wanted}"])


@dataclass(frozen=True, slots=True)
class _Vlak:
    """A cell of the matrix: column, top and height in pixels, and how many belanghebbenden are in it."""

    x: int
    y: int
    hoog: int
    aantal: int


@dataclass(frozen=True, slots=True)
class _Maten:
    """Sizes in a cell: the height of a name, how many marks without a name fit on a line, where the marks begin."""

    line_px: int
    per_line: int
    begin: float

    def tall(self, n: int) -> int:
        """The height of a cell with so many belanghebbenden."""
        return _HEAD_PX + min(n, _NAMED) * self.line_px + -(-max(0, n - _NAMED) // self.per_line) * _MARK_PX + 6

    def place(self, i: int, x: float, y: float) -> tuple[float, float]:
        """Where the mark of number `i` stands in the cell that begins at (x, y)."""
        extra = i - _NAMED
        if extra < 0:
            return x + self.begin, y + _HEAD_PX + i * self.line_px + self.line_px / 2
        line, column = divmod(extra, self.per_line)
        down = _HEAD_PX + _NAMED * self.line_px + line * _MARK_PX + 8
        return x + self.begin + column * 0.86 / self.per_line, y + down


def _place(rows: list[dict[str, Any]], smal: bool) -> list[_Vlak]:
    """The cells row by row from hoog to laag; each belanghebbende gets its `x`, `y` and `label`."""
    most = meeste_regels((row["naam"] for row in rows), *_LABEL[smal])
    sizes = _Maten(max(34, 16 * most), 5, 0.09) if smal else _Maten(22 + 15 * (most - 1), 11, 0.05)
    cells: dict[tuple[str, str], list[dict[str, Any]]] = {}
    for row in rows:
        cells.setdefault((row["invloed"], row["belang"]), []).append(row)
    fields, top = [], 0
    for invloed in reversed(TREDEN):
        across = [cells.get((invloed, belang), []) for belang in TREDEN]
        high = max([64, *(sizes.tall(len(cell)) for cell in across)])
        fields += [_Vlak(x, top, high, len(cell)) for x, cell in enumerate(across)]
        for x, cell in enumerate(across):
            for i, row in enumerate(cell):
                row["x"], row["y"] = sizes.place(i, x, top)
                row["label"] = _label(row["naam"], smal) if i < _NAMED else ""
        top += high + _GAP_PX
    return fields


def _label(naam: object, smal: bool) -> str:
    label = in_regels(naam, *_LABEL[smal])
    return "<br>".join(f"{_SPACE}{line}" for line in label.split("<br>"))


def matrix(frame: pd.DataFrame, *, dark: bool = False, smal: bool = False) -> Grafiek:
    """The matrix, invloed upwards and belang to the right, of who has both; see `niet_geplaatst` for the others.

    `frame`: `naam, type` (its name), `belang, invloed` (laag, midden, hoog or None), `huidig, gewenst` (a houding or
    None). Each mark carries the place of its row in the frame as `customdata`. The table has who is not placed too.
    """
    return Grafiek(
        figuur=_figuur(frame, dark, smal),
        alt=matrix_alt(frame),
        bevinding=matrix_tekst(frame),
        tabel=lambda: _tabel(frame),
        cijfers=lambda: _tabel(frame),
        uitleg=UITLEG,
    )


def _tabel(frame: pd.DataFrame) -> pd.DataFrame:
    columns_of = {"Naam": "naam", "Soort": "type", "Belang": "belang", "Invloed": "invloed"}
    columns_of |= {"Houding": "huidig", "Gewenste houding": "gewenst"}
    known = {"belang": TREDEN, "invloed": TREDEN, "huidig": HOUDINGEN, "gewenst": HOUDINGEN}

    def said(column: str) -> list[str]:
        (values,) = columns(frame, column)
        if column not in known:
            return [value or "" for value in values]
        return [value if value in known[column] else "onbekend" for value in values]

    return pd.DataFrame({title: said(column) for title, column in columns_of.items()})


def _figuur(frame: pd.DataFrame, dark: bool, smal: bool) -> go.Figure:
    rows = _placed(_rows(frame))
    if not rows:
        return lege_figuur("Leg belang en invloed vast, dan staan de belanghebbenden hier.", dark)
    ground, fields = tone(dark), _place(rows, smal)
    bottom = fields[-1].y + fields[-1].hoog + _GAP_PX
    # On a phone the names of the groups stand under each other.
    left, legend_px = (56, 12 + 20 * len({row["groep"] for row in rows})) if smal else (68, 34)
    what = f"{nl.count(len(rows), 'belanghebbende', 'belanghebbenden')}; invloed naar boven, belang naar rechts."
    title, title_px = title_block("", what, left, smal, dark)
    counts = [_count(f.x, f.y, f.aantal, ground.secondary) for f in fields if f.aantal]
    layout = {
        "template": plotly_template(dark),
        "height": title_px + legend_px + bottom + 48,
        "margin": {"l": left, "r": 8, "t": title_px + legend_px, "b": 48},
        **_axes(fields, bottom, smal, dark),
        **_legend(smal, dark),
        "shapes": [_cell(f.x, f.y, f.hoog, ground.band) for f in fields],
        "annotations": [*(note | {"yshift": note["yshift"] + legend_px} for note in title), *counts],
    }
    return figure([trace for groep in NAMEN for trace in _marks(rows, groep, smal, dark)], layout)


def _axes(fields: list[_Vlak], bottom: int, smal: bool, dark: bool) -> dict[str, Any]:
    quiet = {"size": 13, "color": tone(dark).secondary}
    return {
        "xaxis": {
            "range": [0, 3],
            "tickvals": [0.5, 1.5, 2.5],
            "ticktext": list(TREDEN),
            "title": {"text": "belang", "font": quiet, "standoff": 4},
        },
        "yaxis": {
            "range": [bottom, 0],
            "tickvals": [field.y + field.hoog / 2 for field in fields if field.x == 0],
            "ticktext": list(reversed(TREDEN)),
            "title": {"text": "" if smal else "invloed", "font": quiet, "standoff": 4},
        },
    }


def _legend(smal: bool, dark: bool) -> dict[str, Any]:
    return {
        "showlegend": True,
        "legend": {
            "orientation": "h",
            "x": 0,
            "xanchor": "left",
            "y": 1,
            "yanchor": "bottom",
            "font": {"size": 13, "color": tone(dark).ink},
            "itemclick": False,
            "itemdoubleclick": False,
            "entrywidth": 220 if smal else 170,
            "bgcolor": "rgba(0,0,0,0)",
        },
    }


def _marks(rows: list[dict[str, Any]], groep: Houding, smal: bool, dark: bool) -> list[dict[str, Any]]:
    ground = tone(dark)
    own = [row for row in rows if row["groep"] == groep]
    if not own:
        return []
    fills: dict[Houding, str] = {
        "weerstand": ground.ink,
        "anders": mix(ground.ink, ground.paper, 0.4),
        "zoals": mix(ground.ink, ground.paper, 0.75),
        "onbekend": ground.ink,
    }
    return [
        {
            "type": "scatter",
            "mode": "markers+text",
            "name": f"{NAMEN[groep]} ({len(own)})",
            "x": [row["x"] for row in own],
            "y": [row["y"] for row in own],
            "text": [row["label"] for row in own],
            "textposition": "middle right",
            "textfont": {"size": 12 if smal else 13, "color": ground.ink},
            "cliponaxis": False,
            "customdata": [row["rij"] for row in own],
            "hovertext": [_hover(row) for row in own],
            "hovertemplate": "%{hovertext}<extra></extra>",
            "marker": {
                "symbol": _SYMBOLS[groep],
                "size": 12,
                "color": fills[groep],
                "line": {"color": ground.ink, "width": 1.25},
            },
        }
    ]


def _cell(x: int, y: int, high: int, fill: str) -> dict[str, Any]:
    return {
        "type": "rect",
        "layer": "below",
        "x0": x + 0.008,
        "x1": x + 0.992,
        "y0": y,
        "y1": y + high,
        "fillcolor": fill,
        "line": {"width": 0},
    }


def _count(x: int, y: int, n: int, colour: str) -> dict[str, Any]:
    font = {"size": 13, "color": colour}
    place = {"x": x + 0.97, "xref": "x", "xanchor": "right", "y": y + 4, "yref": "y", "yanchor": "top"}
    return {"text": str(n), "showarrow": False, "borderpad": 0, "font": font, **place}


def niet_geplaatst(frame: pd.DataFrame) -> list[tuple[str, list[int]]]:
    """Who is not in the matrix: the reason and the places of the rows, most first; empty when everybody is in it."""
    found: dict[str, list[int]] = {}
    for place, (belang, invloed) in enumerate(zip(*columns(frame, "belang", "invloed"), strict=True)):
        missing = [name for name, value in (("belang", belang), ("invloed", invloed)) if value not in TREDEN]
        if missing:
            found.setdefault(" en ".join(missing) + " onbekend", []).append(place)
    return sorted(found.items(), key=lambda pair: (-len(pair[1]), pair[0]))


def matrix_tekst(frame: pd.DataFrame) -> str:
    """The finding: how many of those who matter most are not yet where you want them."""
    rows = _rows(frame)
    placed = _placed(rows)
    if not rows:
        return "Er zijn nog geen belanghebbenden"
    if not placed:
        return "Van geen enkele belanghebbende zijn belang en invloed allebei bekend"
    top = [row for row in placed if row["belang"] == row["invloed"] == "hoog"]
    if not top:
        return "Geen enkele belanghebbende heeft én hoog belang én hoge invloed"
    known = [row for row in top if row["groep"] != "onbekend"]
    whose = f"{nl.count(len(top), 'belanghebbende', 'belanghebbenden')} met hoog belang en hoge invloed"
    if not known:
        return f"Van {whose} is de houding nog niet bekend"
    off = sum(row["groep"] != "zoals" for row in known)
    if off:
        return f"Van {whose} {'heeft' if off == 1 else 'hebben'} {off} nog niet de gewenste houding"
    unknown = len(top) - len(known)
    return f"Van {whose} {'heeft' if len(known) == 1 else 'hebben'} {len(known)} de gewenste houding" + (
        f", van {unknown} is die onbekend" if unknown else ""
    )


def matrix_alt(frame: pd.DataFrame) -> str:
    """The matrix in words: who is in the corner of most weight, how the houding is and who is not in it."""
    rows = _placed(_rows(frame))
    if not rows:
        return f"Lege stakeholdermatrix. {matrix_tekst(frame)}."
    groups = ", ".join(f"{n} {name}" for key, name in NAMEN.items() if (n := sum(row["groep"] == key for row in rows)))
    top = [schoon(row["naam"]) for row in rows if row["belang"] == row["invloed"] == "hoog"]
    more = f" en nog {len(top) - 5}" if len(top) > 5 else ""
    corner = f" Hoog belang en hoge invloed: {', '.join(top[:5])}{more}." if top else ""
    missing = "; ".join(f"{len(left)} keer {reason}" for reason, left in niet_geplaatst(frame))
    tail = f" Niet geplaatst: {missing}." if missing else ""
    who = nl.count(len(rows), "belanghebbende", "belanghebbenden")
    return f"Stakeholdermatrix van invloed en belang met {who}: {groups}.{corner}{tail}"
