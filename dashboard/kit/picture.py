"""A chart as a picture: two buttons that a script of ours works (grafiek.js); the browser makes the file."""

from markupsafe import Markup

from dashboard.kit.html import html, joined
from wijkkompas_core.domain import nederlands as nl
from wijkkompas_core.domain.tijd import today


def picture(key: str, titel: str, onder: str, bestand: str, voet: str = "", *, tekening: str = "") -> Markup:
    """The buttons for the chart that was drawn under `key`, or for the SVG `tekening` of what stands there as HTML.

    In the picture stand `titel`, under it `onder` (what is shown: wijk, part, period) and at the foot `voet` and the
    day on which it was made. `bestand` is the name of the file, without extension.
    """
    foot = " · ".join(part for part in (voet, f"Wijkkompas, gemaakt op {nl.day(today())}") if part)
    words = {"grafiek": key, "titel": titel, "onder": onder, "voet": foot, "bestand": bestand}
    words |= {"tekening": tekening} if tekening else {}
    data = joined(html(' data-{}="{}"', name, value) for name, value in words.items())
    buttons = joined(
        html(
            '<button type="button" data-wk="{}" aria-label="{}">{}</button> ',
            kind,
            f"Download als {kind.upper()}: {titel}",
            kind.upper(),
        )
        for kind in ("png", "svg")
    )
    return html('<p class="wk-plaatje"{}><span>Als afbeelding:</span> {}<span role="status"></span></p>', data, buttons)
