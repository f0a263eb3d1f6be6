"""Marks in the charts of one wijk of what changed since the day in the URL; without such a day nothing at all."""

from dataclasses import dataclass
from datetime import date

import plotly.graph_objects as go
from markupsafe import Markup

from dashboard.charts.sinds import RUIT, met_invoer_sinds, met_ruiten, veranderde_vakken
from dashboard.kit import state
from dashboard.kit.html import href, html, joined
from dashboard.reading.beelden import BalansBeeld, KompasBeeld, balansbeeld, kompasbeeld
from dashboard.reading.lezer import Lezer
from wijkkompas_core.analysis.balans import Per
from wijkkompas_core.domain import nederlands as nl
from wijkkompas_core.domain.kompas import Kompas
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


@dataclass(frozen=True, slots=True)
class Sinds:
    """The day since which changes are marked in a chart, and the link that takes the marks away."""

    dag: date
    stop: Markup


def marked_since(lezer: Lezer, wijk: Wijk, page: str) -> Sinds | None:
    """Since when changes are marked on a page about a wijk; nothing without such a day."""
    day = sinds(lezer)
    return None if day is None else Sinds(day, _stop(page, wijk))


def kompas_then(lezer: Lezer, wijk: Wijk, since: Sinds | None) -> KompasBeeld | None:
    """The kompas as it was known on the day; nothing without one, or when the wijk was not known then."""
    earlier = None if since is None else then_of(lezer, wijk, since.dag)
    if since is None or earlier is None:
        return None
    return earlier.ask(kompasbeeld, wijk.id, earlier.methode.kompas, ALLES, (None, None), since.dag, 1)


def balans_then(lezer: Lezer, wijk: Wijk, since: Sinds | None, van: date, tot: date, per: Per) -> BalansBeeld | None:
    """As `kompas_then`, of the balance."""
    earlier = None if since is None else then_of(lezer, wijk, since.dag)
    if earlier is None:
        return None
    return earlier.ask(balansbeeld, wijk.id, earlier.methode.kompas, wijk.start, van, tot, per)


def mark_kompas(
    figure: go.Figure, beeld: KompasBeeld, kompas: Kompas, since: Sinds, then: KompasBeeld | None
) -> tuple[go.Figure, Markup]:
    """The kompas with a diamond in the vakken of which the status changed, and which those are, in words."""
    changed = veranderde_vakken(then.vakken, beeld.vakken) if then is not None else {}
    items = joined(
        html("<li>Fase {}, {}: {} → {}</li>", kompas.fase[fase].nummer, kompas.aspect[aspect].naam, was, now)
        for (fase, aspect), (was, now) in changed.items()
        if fase in kompas.fase and aspect in kompas.aspect
    )
    said = f"{nl.count(len(changed), 'vak heeft', 'vakken hebben')} een andere status"
    return met_ruiten(figure, changed, kompas, nl.day(since.dag)), html(
        '<div class="wk-sinds"><p class="wk-alinea"><strong>{} Sinds {}:</strong> {}. {}</p><ul>{}</ul></div>',
        RUIT,
        nl.day(since.dag),
        said,
        since.stop,
        items,
    )


def mark_balans(
    figure: go.Figure, beeld: BalansBeeld, kompas: Kompas, since: Sinds, then: BalansBeeld | None, dark: bool
) -> tuple[go.Figure, Markup]:
    """The balance chart with hatching where the bars were entered after the day, and a sentence about it."""
    before = beeld.balans.iloc[:0] if then is None else then.balans
    marked = met_invoer_sinds(figure, before, beeld.balans, kompas, nl.day(since.dag), dark)
    return marked, html(
        '<p class="wk-alinea wk-sinds"><strong>Gearceerd:</strong> ingevoerd na {}, ook als het eerder '
        "gebeurde. {}</p>",
        nl.day(since.dag),
        since.stop,
    )


def _stop(page: str, wijk: Wijk) -> Markup:
    params = {name: value for name, value in state.view_params(wijk).items() if name != state.SINDS}
    return html('<a href="{}" target="_self">Niet meer tonen</a>', href(page, params))
