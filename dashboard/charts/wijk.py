"""The silence map of the start page of a wijk: how long each aspect was silent."""

from math import isfinite

import pandas as pd
import plotly.graph_objects as go

from dashboard.charts import columns, figure
from dashboard.charts.assen import title_block
from dashboard.charts.grafiek import Grafiek
from dashboard.charts.namen import lege_figuur, lijn, rij_naam, rijen_as, voluit
from dashboard.theme import aspect_fills, plotly_template, tone
from wijkkompas_core.analysis.stilte import UITLEG
from wijkkompas_core.domain import nederlands as nl
from wijkkompas_core.domain.kompas import Kompas


def _rows(frame: pd.DataFrame, kompas: Kompas) -> list[tuple[str, int | None, int | None]]:
    """Slug, days since the last contact and longest gap, in the order of the kompas; unknown aspecten drop out."""

    def days(value: float | None) -> int | None:
        return int(value) if value is not None and isfinite(value) else None

    found = {
        slug: (days(since), days(longest))
        for slug, since, longest in zip(*columns(frame, "aspect", "dagen_sinds", "langste_gat"), strict=True)
    }
    return [(a.slug, *found[a.slug]) for a in kompas.aspecten if a.slug in found]


def stilte_grafiek(
    frame: pd.DataFrame, kompas: Kompas, *, grens: int, dark: bool = False, smal: bool = False
) -> Grafiek:
    """The silence map: per aspect the days since the last contact (bar) and the longest gap (thin line), with a limit.

    `frame`: `aspect` (slug), `laatste` (NaT: never), `dagen_sinds` (None: never), `langste_gat` (days or None);
    `grens` in days.
    """
    return Grafiek(
        figuur=_figuur(frame, kompas, grens, dark, smal),
        alt=stilte_alt(frame, kompas, grens=grens),
        bevinding=stilte_tekst(frame, kompas, grens=grens),
        tabel=lambda: _tabel(frame, kompas),
        cijfers=lambda: frame,
        uitleg=UITLEG,
    )


def _tabel(frame: pd.DataFrame, kompas: Kompas) -> pd.DataFrame:
    last = dict(zip(*columns(frame, "aspect", "laatste"), strict=True))
    rows = [
        (
            kompas.aspect[slug].naam,
            "nog nooit" if pd.isna(last[slug]) else nl.day(last[slug]),
            "" if since is None else nl.whole(since),
            "" if longest is None else nl.whole(longest),
        )
        for slug, since, longest in _rows(frame, kompas)
    ]
    names = ["Aspect", "Laatste contactmoment", "Stil nu (dagen)", "Langste stilte (dagen)"]
    return pd.DataFrame(rows, columns=pd.Index(names))


def _figuur(frame: pd.DataFrame, kompas: Kompas, grens: int, dark: bool, smal: bool) -> go.Figure:
    rows = _rows(frame, kompas)
    if not rows:
        return lege_figuur("Er zijn nog geen aspecten om te laten zien.", dark)
    ground, fills = tone(dark), aspect_fills(kompas)
    step, left = (46, 12) if smal else (34, 248)
    top = max([grens * 1.25, *(v for _, *pair in rows for v in pair if v is not None)])
    ys = [i * step + (step - 15 if smal else step / 2) for i in range(len(rows))]
    notes, shapes, hovers = [], [], []
    for i, ((slug, since, longest), y) in enumerate(zip(rows, ys, strict=True)):
        naam = kompas.aspect[slug].naam
        notes.append(rij_naam(naam, i * step + 1 if smal else y, lengte=44 if smal else 34, smal=smal, dark=dark))
        if longest:
            shapes.append(lijn(0, y, longest, y, ground.secondary, width=1.5, layer="below"))
            shapes.append(lijn(longest, y - 8, longest, y + 8, ground.secondary, width=2))
        now = "nog nooit contact" if since is None else f"{nl.count(since, 'dag', 'dagen')} sinds het laatste contact"
        gap = f"<br>langste stilte: {nl.count(longest, 'dag', 'dagen')}" if longest is not None else ""
        hovers.append(f"<b>{voluit(naam)}</b><br>{now}{gap}")
        over = since is not None and since > grens
        text = "nog nooit" if since is None else f"<b>{since} !</b>" if over else str(since)
        # The number stands right of whatever is longest, so that no line runs through it.
        place = {"x": max(since or 0, longest or 0), "xref": "x", "xanchor": "left", "xshift": 6, "y": y, "yref": "y"}
        font = {"size": 13, "color": ground.ink}
        notes.append({"text": text, "showarrow": False, "borderpad": 0, "font": font, "yanchor": "middle", **place})
    bar = {
        "type": "bar",
        "orientation": "h",
        "name": "dagen sinds laatste contact",
        "x": [since or 0 for _, since, _ in rows],
        "y": ys,
        "width": 16,
        "hovertext": hovers,
        "hovertemplate": "%{hovertext}<extra></extra>",
        "marker": {
            "color": [fills[slug] for slug, _, _ in rows],
            "line": {"color": ground.ink, "width": [1 if since else 0 for _, since, _ in rows]},
        },
    }
    high = len(rows) * step
    shapes.append(lijn(grens, 0, grens, high, ground.ink, width=1.5, dash="5px,3px"))
    limit = {"x": grens, "xref": "x", "y": 0, "yref": "y", "yanchor": "bottom", "yshift": 2, "showarrow": False}
    near = grens / top  # its name stands beside the line where half of it would stick out
    limit["xanchor"] = "left" if near < 0.2 else "right" if near > 0.8 else "center"
    notes.append({"text": f"grens {grens} dagen", "font": {"size": 13, "color": ground.ink}, "borderpad": 0, **limit})
    what = "Staaf en getal: dagen sinds het laatste contact (! = over de grens). Dun streepje: langste stilte ooit."
    title, title_px = title_block("", what, left, smal, dark)
    layout = {
        "template": plotly_template(dark),
        "height": title_px + 22 + high + 8,
        "margin": {"l": left, "r": 72, "t": title_px + 22, "b": 8},
        "xaxis": {"range": [0, top], "showticklabels": False},
        "yaxis": rijen_as(high),
        "shapes": shapes,
        "annotations": [*(note | {"yshift": note["yshift"] + 22} for note in title), *notes],
    }
    return figure([bar], layout)


def stilte_tekst(frame: pd.DataFrame, kompas: Kompas, *, grens: int) -> str:
    """The finding: how many aspecten are silent for longer than the limit, and which one longest."""
    rows = _rows(frame, kompas)
    if not rows:
        return "Er zijn nog geen aspecten om te laten zien"
    never = [slug for slug, since, _ in rows if since is None]
    silent = sorted(((since, slug) for slug, since, _ in rows if since is not None and since > grens), reverse=True)
    tail = f"; over {nl.count(len(never), 'aspect', 'aspecten')} is er nog nooit contact geweest" if never else ""
    if len(never) == len(rows):
        return "Over geen enkel aspect is er al contact geweest"
    if not silent:
        return f"Geen enkel aspect is nu langer stil dan {nl.count(grens, 'dag', 'dagen')}{tail}"
    days, slug = silent[0]
    verb = "is" if len(silent) == 1 else "zijn"
    return (
        f"{len(silent)} van de {len(rows)} aspecten {verb} langer stil dan {nl.count(grens, 'dag', 'dagen')}, "
        f"het langst {kompas.aspect[slug].naam} ({nl.count(days, 'dag', 'dagen')}){tail}"
    )


def stilte_alt(frame: pd.DataFrame, kompas: Kompas, *, grens: int) -> str:
    """The silence map in words: the finding and the days per aspect."""
    parts = [
        f"{kompas.aspect[slug].naam}: {'nog nooit' if since is None else nl.count(since, 'dag', 'dagen')}"
        + (f" (langste stilte {longest})" if longest is not None else "")
        for slug, since, longest in _rows(frame, kompas)
    ]
    return f"{stilte_tekst(frame, kompas, grens=grens)}." + (f" {'; '.join(parts)}." if parts else "")
