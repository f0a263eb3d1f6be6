"""Bring a list in, one question at a time: which list, which columns, which words, what will happen, done."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import streamlit as st

from dashboard.kit.actions import through
from dashboard.kit.html import html, joined, paragraph, show
from dashboard.reading.lezer import Lezer
from dashboard.screens.uitwisselen import concept
from dashboard.screens.uitwisselen import stand as stand_
from dashboard.screens.uitwisselen.columns import kolommen_step
from dashboard.screens.uitwisselen.preview import klaar_step, make_preview, voorbeeld_step
from dashboard.screens.uitwisselen.running import is_running, read, running_step
from dashboard.screens.uitwisselen.stand import KLAAR, KOLOMMEN, STAPPEN, VOORBEELD, WOORDEN, Importstand, stand
from dashboard.screens.uitwisselen.words import woorden_step
from wijkkompas_core.bestanden.bundel import MOST, bundle
from wijkkompas_core.bestanden.inhoud import MAX_BYTES
from wijkkompas_core.domain import nederlands as nl
from wijkkompas_core.domain.toegang import Actor
from wijkkompas_core.domain.uitwisseling import LIJSTEN
from wijkkompas_core.services.importeren.lezen import ALLE, Gelezen
from wijkkompas_core.services.importeren.order import Opdracht, propose

FILE, PASTE = "Bestand", "Plakken"
TYPES = ["csv", "tsv", "txt", "xlsx", "xlsm", "xlsb", "xls", "ods", "ics"]
WHAT = {
    "contactmomenten": "wanneer er met wie contact was, en waarover",
    "belanghebbenden": "het register van organisaties en groepen",
    "afspraken": "wie wat gaat doen, en wanneer",
    "besluiten": "wat er is besloten, door wie en waarom",
}
FORMAT = (
    "Excel (XLSX, XLSB, XLS), LibreOffice (ODS), CSV of een agenda (ICS), tot 50 MB. Kijk eerst of er geen namen van "
    "bewoners in staan."
)


def import_steps(lezer: Lezer) -> None:
    """The step at which this session is."""
    stand_.take_along()
    # What the step before drew goes away only when all is drawn, and keeping a large file takes a while: so first keep.
    # The container is there also when nothing is said or offered: else all below it has another place, and stands there
    # twice meanwhile.
    with st.container():
        concept.keep()
        here = stand()
        if not is_running():
            concept.offer(lezer, here)
    _progress(here)
    _step(lezer, here)


def _step(lezer: Lezer, here: Importstand) -> None:
    if here.fout:
        show(html('<p class="wk-fout wk-fout-blok" role="alert" data-poging="{}">{}</p>', here.poging, here.fout))
    if is_running():
        running_step()
    elif here.stap == KOLOMMEN and here.gelezen is not None:
        kolommen_step(lezer, here)
    elif here.stap == WOORDEN and here.voorbeeld is not None:
        woorden_step(lezer, here)
    elif here.stap in (WOORDEN, VOORBEELD):
        if here.voorbeeld is None and not here.fout:
            make_preview()
            if is_running():
                running_step()
                return
            here = stand()
        voorbeeld_step(lezer, here)
    elif here.stap == KLAAR and here.resultaat is not None:
        klaar_step(lezer, here)
    else:
        _bron_step(here)


def _progress(here: Importstand) -> None:
    order = list(STAPPEN)
    place = order.index(here.stap)
    kinds = {True: html(" aria-current=step class=nu"), False: ""}
    items = joined(
        html("<li{}>{}. {}</li>", kinds[n == place] or (html(" class=af") if n < place else ""), n + 1, naam)
        for n, naam in enumerate(STAPPEN.values())
    )
    show(html('<ol class="wk-stappen" aria-label="Stappen">{}</ol>', items))


def _bron_step(here: Importstand) -> None:
    with st.container(key="wk-formulier"):
        st.radio(
            "Welke lijst wil je importeren?",
            LIJSTEN,
            index=LIJSTEN.index(here.lijst),
            format_func=lambda lijst: f"{lijst.capitalize()}: {WHAT[lijst]}",
            key="import_lijst",
        )
        how = st.segmented_control(
            "Hoe geef je de lijst?", [FILE, PASTE], default=FILE, required=True, key="import_hoe"
        )
        # A file is shown as chosen before all of it has come: until then there is nothing to go on with. Pasted text is
        # told only when one leaves the field, so there the button itself must answer.
        waits = False
        if how == PASTE:
            st.text_area("Plak hier de rijen", height=220, key="import_plak")
            stand_.say(here, PASTE)
            show(paragraph("Kopieer de rijen in je rekenprogramma, met de kolomnamen erbij.", "wk-stil"))
        else:
            files = st.file_uploader(
                "Kies een bestand, of meer van dezelfde soort",
                type=TYPES,
                accept_multiple_files=True,
                key="import_bestand",
                max_upload_size=MAX_BYTES // 1_000_000,
            )
            waits = not files
            stand_.say(here, FILE)
            show(paragraph(FORMAT, "wk-stil"))
        if here.opdracht is not None and here.gelezen is not None:
            rows = nl.count(here.gelezen.aantal, "rij", "rijen")
            show(paragraph(f"Al gelezen: {here.opdracht.bron}, {rows}.", "wk-stil"))
        with st.container(horizontal=True):
            st.button("Verder", type="primary", key="import_verder", disabled=waits, on_click=_read)
            if here.opdracht is not None:
                st.button(
                    "Verder met wat al gelezen is", key="import_houden", on_click=lambda: stand_.put(stap=KOLOMMEN)
                )
                st.button("Begin opnieuw", key="import_opnieuw", type="tertiary", on_click=concept.begin_again)


def _read() -> None:
    """Read what was given and guess its columns."""
    chosen = st.session_state.get("import_lijst")
    lijst = chosen if chosen in LIJSTEN else LIJSTEN[0]
    pasted = st.session_state.get("import_hoe") == PASTE
    text, files = st.session_state.get("import_plak") or "", st.session_state.get("import_bestand") or []
    if pasted and not text.strip():
        stand_.put(lijst=lijst, fouten={PASTE: "Plak eerst de rijen in het vak, met de kolomnamen erbij."})
        return
    if not pasted and (refusal := _refusal(files)):
        stand_.put(lijst=lijst, fouten={FILE: refusal})
        return

    stand_.put(lijst=lijst)
    if pasted:
        _read_order(Opdracht(text.encode(), "geplakte rijen", geplakt=True), lijst, PASTE)
    elif len(files) == 1:
        _read_order(Opdracht(files[0].getvalue(), files[0].name), lijst, FILE)
    else:
        content = bundle([(file.name, file.getvalue()) for file in files])
        bron = f"{len(files)} bestanden: {', '.join(file.name for file in files)}"
        _read_order(Opdracht(content, bron, blad=ALLE), lijst, FILE)


def _refusal(files: Sequence[Any]) -> str:
    """Why these files cannot go together, if so."""
    if not files:
        return "Kies eerst een bestand."
    if len(files) > MOST:
        return f"Kies hooguit {MOST} bestanden tegelijk."
    if sum(file.size for file in files) > MAX_BYTES:
        return f"Samen zijn deze bestanden groter dan {MAX_BYTES // 1_000_000} MB. Importeer er minder tegelijk."
    return ""


def _read_order(opdracht: Opdracht, lijst: str, veld: str) -> None:
    """Take this file, with the columns as they are guessed, to the next step."""
    read(opdracht, lambda actor, gelezen: _take(actor, opdracht, lijst, gelezen), veld)


def _take(actor: Actor, opdracht: Opdracht, lijst: str, gelezen: Gelezen) -> None:
    toewijzing = through(propose, actor, gelezen.tabel, lijst)
    stand_.put(
        stap=KOLOMMEN,
        lijst=lijst,
        opdracht=replace(opdracht, toewijzing=toewijzing, kop=gelezen.tabel.kop),
        gelezen=gelezen,
        voorbeeld=None,
        resultaat=None,
        ingevuld={},
    )
