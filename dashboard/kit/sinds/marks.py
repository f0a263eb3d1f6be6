"""Marks in the charts of one wijk of what changed since the day in the URL; without such a day nothing at all."""

from datetime import date

import plotly.graph_objects as go
from markupsafe import Markup

from dashboard.charts.sinds import RUIT, met_invoer_sinds, met_ruiten, veranderde_vakken
from dashboard.kit import state
from dashboard.kit.html import NOTHING, href, html, joined
from dashboard.kit.screen import is_dark
from dashboard.reading.beelden import BalansBeeld, KompasBeeld, balansbeeld, kompasbeeld
from dashboard.reading.lezer import Lezer
from wijkkompas_core.analysis.balans import Per
from wijkkompas_core.domain import nederlands as nl
from wijkkompas_core.domain.selectie import ALLES
from wijkkompas_core.queries.wijken import Wijk


def sinds(lezer: Lezer) -> date | None:
    """The day in the URL since which changes are shown; nothing for a day that is not before the day of the view."""
    day = state.get_date(state.SINDS) if lezer.volgt_adres else None
    return day if day is not None and day < lezer.today else None


def then_of(lezer: Lezer, wijk: Wijk, day: date) -> Lezer | None:
    """A reader of how it was known on a day; nothing when the wijk was not known then."""
    earlier = Lezer(lezer.account, day)
    return earlier if any(known.id == wijk.id for known in earlier.wijken()) else None


def _kompas_then(earlier: Lezer, wijk: Wijk, day: date) -> KompasBeeld:
    return earlier.ask(kompasbeeld, wijk.id, earlier.methode.kompas, ALLES, (None, None), day, 1)


def _balans_then(earlier: Lezer, wijk: Wijk, van: date, tot: date, per: Per) -> BalansBeeld:
    return earlier.ask(balansbeeld, wijk.id, earlier.methode.kompas, van, tot, per)


def mark_kompas(lezer: Lezer, wijk: Wijk, figure: go.Figure, beeld: KompasBeeld) -> tuple[go.Figure, Markup]:
    """The kompas with a diamond in the vakken of which the status changed, and which those are, in words."""
    day = sinds(lezer)
    if day is None:
        return figure, NOTHING
    kompas, earlier = lezer.methode.kompas, then_of(lezer, wijk, day)
    then = beeld.vakken.iloc[:0] if earlier is None else _kompas_then(earlier, wijk, day).vakken
    changed = veranderde_vakken(then, beeld.vakken) if earlier is not None else {}
    items = joined(
        html("<li>Fase {}, {}: {} → {}</li>", kompas.fase[fase].nummer, kompas.aspect[aspect].naam, was, now)
        for (fase, aspect), (was, now) in changed.items()
        if fase in kompas.fase and aspect in kompas.aspect
    )
    said = f"{nl.count(len(changed), 'vak heeft', 'vakken hebben')} een andere status"
    return met_ruiten(figure, changed, kompas, nl.day(day)), html(
        '<div class="wk-sinds"><p class="wk-alinea"><strong>{} Sinds {}:</strong> {}. {}</p><ul>{}</ul></div>',
        RUIT,
        nl.day(day),
        said,
        stop("kompas", wijk),
        items,
    )


def mark_balans(
    lezer: Lezer, wijk: Wijk, figure: go.Figure, beeld: BalansBeeld, van: date, tot: date, per: Per
) -> tuple[go.Figure, Markup]:
    """The balance chart with hatching where the bars were entered after the day, and a sentence about it."""
    day = sinds(lezer)
    if day is None:
        return figure, NOTHING
    earlier = then_of(lezer, wijk, day)
    then = beeld.balans.iloc[:0] if earlier is None else _balans_then(earlier, wijk, van, tot, per).balans
    marked = met_invoer_sinds(figure, then, beeld.balans, lezer.methode.kompas, nl.day(day), is_dark())
    return marked, html(
        '<p class="wk-alinea wk-sinds"><strong>Gearceerd:</strong> ingevoerd na {}, ook als het eerder '
        "gebeurde. {}</p>",
        nl.day(day),
        stop("balans", wijk),
    )


def stop(page: str, wijk: Wijk) -> Markup:
    """The link that takes the marks away."""
    params = {name: value for name, value in state.view_params(wijk).items() if name != state.SINDS}
    return html('<a href="{}" target="_self">Niet meer tonen</a>', href(page, params))
