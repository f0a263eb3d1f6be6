"""The band of the open fase on the balance page of a wijk: dashed lines in its chart and a sentence under it."""

from datetime import date

import plotly.graph_objects as go

from dashboard.charts.band import met_band
from dashboard.kit.html import how_calculated, href, html, joined, show
from dashboard.kit.screen import is_dark
from dashboard.reading.banden import read_wijkbanden
from dashboard.reading.lezer import Lezer
from wijkkompas_core.analysis.band import UITLEG
from wijkkompas_core.domain import nederlands as nl
from wijkkompas_core.queries.wijken import Wijk


def with_band(lezer: Lezer, wijk: Wijk, figure: go.Figure, tot: date) -> go.Figure:
    """The balance chart of a wijk with the band of the fase that opened last, if that has one."""
    found = read_wijkbanden(lezer, wijk)
    if not found:
        return figure
    last = found[-1]
    return met_band(figure, last.band.grenzen, last.begin, tot, is_dark()) if last.begin < tot else figure


def band_sentence(lezer: Lezer, wijk: Wijk) -> None:
    """What the bands of the open fasen say of this wijk; nothing without a band."""
    found = read_wijkbanden(lezer, wijk)
    if not found:
        return
    kompas = lezer.methode.kompas
    lines = []
    for one in found:
        low, high = (nl.signed(bound) for bound in one.band.grenzen)
        fase = kompas.fase[one.fase].naam if one.fase in kompas.fase else one.fase
        counted = nl.count(one.n, "contactmoment", "contactmomenten")
        lines.append(
            html(
                "<li><strong>{}</strong> in fase {}: de band is {} tot {}, {} bij deze fase.</li>",
                one.oordeel.zin,
                fase,
                low,
                high,
                counted,
            )
        )
    show(
        html(
            '<ul class="wk-bandzinnen">{}</ul>'
            '<p class="wk-stil">De streepjeslijnen in de grafiek zijn de band. '
            '<a href="{}" target="_self">'
            "Wie koos deze band, en waarom?</a></p>",
            joined(lines),
            href("programmabalans", {"band": found[-1].fase}),
        ),
        how_calculated(UITLEG),
    )
