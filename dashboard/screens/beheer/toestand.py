"""How the installation is doing: whether anything has to be done, what, and then quietly all the facts."""

from markupsafe import Markup

from dashboard.kit.html import NOTHING, heading, html, joined, paragraph, show, table
from dashboard.reading.lezer import Lezer
from dashboard.reading.toestand import read_toestand
from wijkkompas_core.services.toestand import Taakregel, Waarschuwing, wanneer


def toestand_view(lezer: Lezer) -> None:
    """The sentence, the warnings, the jobs, the facts; read anew each time."""
    found = read_toestand(lezer)
    show(
        html('<h2 class="wk-kop" role="status">{}</h2>', f"{found.kop}."),
        paragraph(f"Zo was het op {wanneer(found.moment)}.", "wk-stil"),
        html('<ul class="wk-toestand">{}</ul>', joined(_warning(one) for one in found.waarschuwingen))
        if found.waarschuwingen
        else NOTHING,
    )
    show(
        table(
            ("Taak", "Laatst", "Uitkomst", "Volgende"), [_job(one) for one in found.taken], caption="Taken", cards=True
        ),
        heading("Installatie"),
        html(
            '<dl class="wk-feiten">{}</dl>',
            joined(html('<div><dt>{}</dt><dd dir="auto">{}</dd></div>', name, value) for name, value in found.feiten),
        ),
    )


def _warning(one: Waarschuwing) -> Markup:
    return html('<li><strong dir="auto">{}</strong><br>{}</li>', one.wat, _commands(one.doe))


def _commands(sentence: str) -> Markup:
    """What stands between back quotes is a command."""
    parts = sentence.split("`")
    return joined(html("<code>{}</code>", part) if n % 2 else html("{}", part) for n, part in enumerate(parts))


def _job(one: Taakregel) -> tuple[str, ...]:
    said = f"{one.uitkomst}: {one.melding}" if one.melding else one.uitkomst
    return one.naam, wanneer(one.laatst), said, f"rond {wanneer(one.volgende)}" if one.volgende else "–"
