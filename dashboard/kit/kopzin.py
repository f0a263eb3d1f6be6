"""The title of a page that says what the data say: the sentence, what is new since the last visit, and why."""

from collections.abc import Sequence

from markupsafe import Markup

from dashboard.kit.html import NOTHING, html, joined, why_this_sentence
from dashboard.reading.lezer import Lezer
from wijkkompas_core.analysis.kop import Kop
from wijkkompas_core.analysis.sinds_bezoek import nieuws, vorige_dag
from wijkkompas_core.domain import nederlands as nl
from wijkkompas_core.domain.tijd import as_date
from wijkkompas_core.queries.bezoek import vastgelegd_sinds, vorig_bezoek
from wijkkompas_core.queries.programma import Wijkregel


def kopzin(kop: Kop, uitleg: str, under: Markup = NOTHING) -> Markup:
    """The headline as the title (h1), `under` it one line, and what unfolds: the figures and the rule (`uitleg`)."""
    why = why_this_sentence(kop.waarom, uitleg)
    return html('<h1 class="wk-kopzin" dir="auto">{}.</h1><div class="wk-onder-kop">{}{}</div>', kop.zin, under, why)


def sinds_vorige_bezoek(lezer: Lezer, regels: Sequence[Wijkregel], *, named: bool) -> Markup:
    """One line: what is new in these wijken since this person was here last, `named` with the wijk of a mijlpaal.

    Nothing while looking back, and when no earlier visit is known.
    """
    if lezer.peildatum is not None or lezer.actor.sessie is None:
        return NOTHING
    before = lezer.ask_all(vorig_bezoek, lezer.actor.sessie)
    if before is None:
        return NOTHING
    recorded = lezer.ask_all(vastgelegd_sinds, before)
    day = as_date(before)
    new = nieuws(
        [(regel.wijk.naam, regel.signalen) for regel in regels],
        sum(recorded.get(regel.wijk.id, 0) for regel in regels),
        day,
        lezer.today,
    )
    parts = [
        html("<strong>{}</strong> erbij", nl.count(new.contactmomenten, "contactmoment", "contactmomenten"))
        if new.contactmomenten
        else html("geen nieuwe contactmomenten")
    ]
    when = vorige_dag(day, lezer.today)
    if not (new.contactmomenten or new.te_laat or new.mijlpalen):
        return html("<p>Niets nieuws sinds je vorige bezoek ({})</p>", when)
    if new.te_laat:
        parts.append(html("<strong>{}</strong> te laat geworden", nl.count(new.te_laat, "afspraak", "afspraken")))
    if new.mijlpalen:
        number = nl.count(len(new.mijlpalen), "mijlpaal", "mijlpalen")
        where = f" in {nl.enumerate_words([*dict.fromkeys(new.mijlpalen)])}" if named else ""
        parts.append(html('<span dir="auto"><strong>{}</strong>{} over de datum</span>', number, where))
    return html("<p>Sinds je vorige bezoek ({}): {}</p>", when, joined(parts, " · "))
