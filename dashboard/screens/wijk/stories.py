"""What asks for somebody now, as stories: one as a card with one thing to do, the others in a line each."""

from markupsafe import Markup

from dashboard.kit import state
from dashboard.kit.html import NOTHING, heading, html, joined
from dashboard.kit.signaal import Kan, actions
from dashboard.screens.wijk.blind_spots import ALLE
from wijkkompas_core.analysis.rode_draad import IN_VERHAAL, OVER_DATUM, Verhaal, sinds_wanneer, week
from wijkkompas_core.domain import nederlands as nl
from wijkkompas_core.queries.signalen import Signaalstand
from wijkkompas_core.queries.wijken import Wijk


def stories(wijk: Wijk, stand: Signaalstand, kan: Kan) -> Markup:
    """The card of the weightiest story, and a line for each of the next; the weak ones together in the last line."""
    found = week(stand.signalen)
    card = _card(wijk, found.eerst, kan) if found.eerst else NOTHING
    lines = [_line(wijk, story, kan) for story in found.ook]
    if found.zwak:
        words = nl.count(found.zwak, "soort belanghebbende", "soorten belanghebbenden")
        lines.append(_row("rustig", False, f"{words} nog niet gesproken", state.address(**{ALLE: "1"}), "Toon"))
    rest = html('{}<ol class="wk-ookweek">{}</ol>', heading("Ook deze week"), joined(lines)) if lines else NOTHING
    return card + rest


def _card(wijk: Wijk, story: Verhaal, kan: Kan) -> Markup:
    also = story.signalen[1 : IN_VERHAAL + 1]
    items = joined(html('<li dir="auto">{}</li>', one.zin) for one in also)
    more = len(story.signalen) - 1 - len(also)
    ways = joined(
        html('<a class="{}" href="{}" target="_self">{}</a>', "wk-daadknop" if first else "wk-rustig", address, label)
        for first, (label, address) in zip((True, False, False), actions(wijk.slug, story.kop, kan), strict=False)
    )
    if more:
        words = f"Nog {nl.count(more, 'signaal', 'signalen')}"
        ways += html('<a class="wk-rustig" href="{}" target="_self">{}</a>', state.address(**{ALLE: "1"}), words)
    return html(
        '<section class="wk-verhaal"><h2 dir="auto">{}</h2><p class="wk-stil" dir="auto">{}</p>{}'
        '<p class="wk-acties">{}</p></section>',
        story.kop.zin,
        story.kop.waarom,
        html("<ul>{}</ul>", items) if items else "",
        ways,
    )


def _line(wijk: Wijk, story: Verhaal, kan: Kan) -> Markup:
    signaal = story.kop
    label, address = next(iter(actions(wijk.slug, signaal, kan)), ("", ""))
    return _row(sinds_wanneer(signaal), signaal.soort in OVER_DATUM, story.regel, address, label)


def _row(when: str, late: bool, words: str, address: str, label: str) -> Markup:
    way = NOTHING
    if label:
        way = html('<a href="{}" target="_self" aria-label="{}: {}">{}</a>', address, label, words, label)
    kind = " wk-rood" if late else ""
    return html('<li><span class="wk-hoelang{}">{}</span><span dir="auto">{}</span>{}</li>', kind, when, words, way)
