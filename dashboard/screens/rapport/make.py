"""Making a report: the buttons, the progress with a way to stop, the preview and the download."""

import base64
from dataclasses import dataclass
from time import monotonic
from urllib.parse import urlsplit

import streamlit as st

from dashboard.kit.actions import submit, unexpected
from dashboard.kit.html import heading, html, joined, show
from dashboard.rapport.pdf import fonts
from dashboard.rapport.starten import have_made
from dashboard.rapport.werk import ODS, PDF, PREVIEW_WIJKEN, VOORBEELD, XLSX, Taak
from dashboard.reading.lezer import Lezer
from wijkkompas_core.domain import nederlands as nl
from wijkkompas_core.domain.rapport import Rapportopdracht, check_opdracht
from wijkkompas_core.domain.tijd import today
from wijkkompas_core.domain.toegang import Actie
from wijkkompas_core.errors import WijkkompasError
from wijkkompas_core.services.rapport import record_rapport

ASKED, MADE = "rapport_gevraagd", "rapport_gemaakt"
SHOWN_PAGES = 6
MIME = {
    PDF: "application/pdf",
    XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ODS: "application/vnd.oasis.opendocument.spreadsheet",
}
NAMES = {PDF: "PDF", XLSX: "rekenblad (XLSX)", ODS: "rekenblad (ODS)"}


@dataclass(frozen=True)
class Gemaakt:
    """What was made last in this session: for which choices, in which form, and the files."""

    opdracht: Rapportopdracht
    vorm: str
    files: dict[str, bytes]
    seconds: float


def make(lezer: Lezer, opdracht: Rapportopdracht) -> None:
    """The buttons, and whatever the last one brought."""
    asked = st.session_state.pop(ASKED, None)
    possible = not check_opdracht(opdracht, today=today())
    with st.container(horizontal=True, key="wk-rapport-knoppen"):
        for vorm, label in (
            (PDF, "PDF maken"),
            (VOORBEELD, "Voorbeeld bekijken"),
            (XLSX, "Rekenblad (XLSX)"),
            (ODS, "Rekenblad (ODS)"),
        ):
            st.button(
                label,
                type="primary" if vorm == PDF else "secondary",
                key=f"rapport_{vorm}",
                disabled=not possible,
                on_click=_ask,
                args=(vorm,),
            )
    if not fonts():
        show(
            html(
                '<p class="wk-stil">Op de server staat geen lettertype dat we kennen. Het rapport kan er anders '
                "uitzien; vraag de beheerder om het pakket fonts-liberation.</p>"
            )
        )
    if asked and possible:
        _run(lezer, opdracht, asked)
    made: Gemaakt | None = st.session_state.get(MADE)
    if made is not None and made.opdracht == opdracht:
        _preview(made) if made.vorm == VOORBEELD else _download(made)


def _ask(vorm: str) -> None:
    st.session_state[ASKED] = vorm


def _run(lezer: Lezer, opdracht: Rapportopdracht, vorm: str) -> None:
    """Have it made while the reader looks on. A press on anything else stops it."""
    st.session_state.pop(MADE, None)
    place, stop = st.empty(), st.empty()
    bar = place.progress(0.0, "Het rapport wordt gemaakt")
    stop.button("Stoppen", key="rapport_stop", icon=":material/stop_circle:")
    start = monotonic()
    actor = lezer.actor
    taak = Taak(opdracht, vorm, actor.gebruiker or 0, actor.sessie, _address())

    def tell(share: float, what: str) -> None:
        bar.progress(min(share, 1.0), what)  # stops here when the reader pressed something else

    try:
        files = have_made(taak, tell)
        seconds = monotonic() - start
        if vorm != VOORBEELD:
            outcome = submit(Actie.RAPPORT_MAKEN, lambda session: record_rapport(session, opdracht))
            if not outcome.ok:
                raise WijkkompasError(outcome.sentence)
        st.session_state[MADE] = Gemaakt(opdracht, vorm, files, seconds)
    except WijkkompasError as error:
        show(html('<p class="wk-fout wk-fout-blok" role="alert">{}</p>', error))
    except OSError:
        show(html('<p class="wk-fout wk-fout-blok" role="alert">{}</p>', unexpected()))
    place.empty()
    stop.empty()


def _address() -> str:
    """Where this installation stands, as the reader sees it."""
    parts = urlsplit(str(st.context.url or ""))
    return f"{parts.scheme}://{parts.netloc}" if parts.scheme in ("http", "https") and parts.netloc else ""


def _download(made: Gemaakt) -> None:
    ((name, contents),) = made.files.items()
    size = f"{nl.whole(max(1, len(contents) // 1000))} kB"
    took = nl.decimal(made.seconds, 1)
    sentence = f"{name}, {size}, gemaakt in {took} seconden."
    show(html('<p class="wk-alinea" role="status"><strong>Klaar.</strong> {}</p>', sentence))
    st.download_button(
        f"Download het {NAMES[made.vorm]}" if made.vorm != PDF else "Download de PDF",
        data=contents,
        file_name=name,
        mime=MIME[made.vorm],
        type="primary",
        key="rapport_download",
        on_click="ignore",
        icon=":material/download:",
    )


def _preview(made: Gemaakt) -> None:
    pages = list(made.files.values())
    wijken = len(made.opdracht.wijken)
    about = f"met de eerste {PREVIEW_WIJKEN} van {wijken} wijken" if wijken > PREVIEW_WIJKEN else ""
    show(heading("Voorbeeld", about))
    shown = pages[:SHOWN_PAGES]
    images = joined(
        html(
            '<img class="wk-blad" alt="Voorbeeld van bladzijde {} van {}. In de PDF kun je de tekst laten '
            'voorlezen." src="data:image/png;base64,{}">',
            number,
            len(pages),
            base64.b64encode(page).decode(),
        )
        for number, page in enumerate(shown, start=1)
    )
    show(
        html(
            '<div class="wk-bladen" tabindex="0" role="region" aria-label="Voorbeeld van het rapport">{}</div>', images
        )
    )
    if len(pages) > len(shown):
        show(
            html(
                '<p class="wk-stil">Dit zijn de eerste {} van {} bladzijden van het voorbeeld.</p>',
                len(shown),
                len(pages),
            )
        )
