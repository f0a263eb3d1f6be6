"""A chart as a picture: two buttons that a script of ours works (grafiek.js); the browser makes the file."""

from dashboard.kit.html import esc
from wijkkompas_core.domain import nederlands as nl
from wijkkompas_core.domain.tijd import today


def picture(key: str, titel: str, onder: str, bestand: str, voet: str = "") -> str:
    """The buttons for the chart that was drawn under `key`.

    In the picture stand `titel`, under it `onder` (what is shown: wijk, part, period) and at the foot `voet` and the
    day on which it was made. `bestand` is the name of the file, without extension.
    """
    foot = " · ".join(part for part in (voet, f"Wijkkompas, gemaakt op {nl.day(today())}") if part)
    words = {"grafiek": key, "titel": titel, "onder": onder, "voet": foot, "bestand": bestand}
    data = "".join(f' data-{name}="{esc(value)}"' for name, value in words.items())
    buttons = "".join(
        f'<button type="button" data-wk="{kind}" aria-label="{esc(f"Download als {kind.upper()}: {titel}")}">'
        f"{kind.upper()}</button> "
        for kind in ("png", "svg")
    )
    return f'<p class="wk-plaatje"{data}><span>Als afbeelding:</span> {buttons}<span role="status"></span></p>'
