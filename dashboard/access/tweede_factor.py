"""Showing a second factor: the QR code of a new one, and the recovery codes, once."""

from collections.abc import Sequence

import segno
import streamlit as st

from dashboard.kit.html import html, joined, paragraph, show
from wijkkompas_core.services.toegang.tweede_factor import ISSUER, NieuweFactor

CODE = "Code uit je app"
HOW = (
    "Open een app voor inlogcodes op je telefoon, zoals Microsoft Authenticator, Google Authenticator of een "
    "wachtwoordkluis. Voeg daarin een account toe en scan deze code."
)
KEEP = (
    "Raak je je telefoon kwijt, dan kom je met een van deze codes binnen. Elke code werkt één keer. "
    "Bewaar ze buiten je telefoon, bijvoorbeeld in je wachtwoordkluis. Je ziet ze maar één keer."
)


def show_new_factor(factor: NieuweFactor) -> None:
    """The QR code, drawn on white in either theme, and the same in letters for who cannot scan."""
    image = segno.make(factor.uri, error="m").svg_data_uri(scale=4, border=3, light="#ffffff", dark="#000000")
    show(
        paragraph(HOW),
        html('<img class="wk-qr" alt="QR-code om Wijkkompas aan je app toe te voegen" src="{}">', image),
        html(
            "<details class='wk-uitleg'><summary>Lukt scannen niet? Typ de sleutel over</summary>"
            "<p class='wk-alinea'>Naam: {}<br>Sleutel: <code class='wk-code'>{}</code>"
            "<br>Soort: op tijd (TOTP), 6 cijfers, elke 30 seconden</p></details>",
            ISSUER,
            _in_fours(factor.geheim),
        ),
    )


def show_codes(codes: Sequence[str]) -> None:
    """The recovery codes, and a way to keep them."""
    rows = joined(html("<li><code class='wk-code'>{}</code></li>", code) for code in codes)
    show(paragraph(KEEP), html("<ul class='wk-codes' aria-label='Herstelcodes'>{}</ul>", rows))
    st.download_button(
        "Bewaar als tekstbestand",
        data="Herstelcodes van Wijkkompas. Elke code werkt één keer.\n\n" + "\n".join(codes) + "\n",
        file_name="herstelcodes-wijkkompas.txt",
        mime="text/plain",
        on_click="ignore",
        icon=":material/download:",
        key="herstelcodes_download",
    )


def _in_fours(text: str) -> str:
    return " ".join(text[n : n + 4] for n in range(0, len(text), 4))
