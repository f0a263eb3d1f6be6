"""The download menu that every list and chart has: the same table in the format someone can use."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

import streamlit as st
from markupsafe import Markup

from dashboard.kit import state, texts
from dashboard.kit.html import NOTHING, show
from dashboard.reading.lezer import Lezer
from dashboard.reading.who import actor_of_run, require_still
from wijkkompas_core.bestanden.schrijven import MIME, NAMEN, Formaat, extension, write
from wijkkompas_core.bestanden.werkboek import Blad, Werkboek
from wijkkompas_core.domain import nederlands as nl
from wijkkompas_core.domain.selectie import Selectie
from wijkkompas_core.domain.tijd import now, today
from wijkkompas_core.domain.toegang import Actor
from wijkkompas_core.errors import Forbidden

LABEL = "Download"
_PLAIN = {
    "per": "Per",
    "zoek": "Zoekwoord",
    "soort": "Soort",
    "type": "Soort belanghebbende",
    "aspect": "Aspect",
    "fase": "Fase",
    "sorteer": "Volgorde",
}


@dataclass(frozen=True)
class Herkomst:
    """Where a table comes from, as the file tells it."""

    filters: tuple[tuple[str, str], ...]
    peildatum: date
    auteur: str
    adres: str


def downloads(
    key: str,
    *,
    titel: str,
    naam: str,
    bladen: Callable[[], Sequence[Blad]],
    aantal: str = "",
    betrouwbaarheid: str = "",
    toelichting: Sequence[tuple[str, str]] = (),
    label: str = LABEL,
    boven: Markup = NOTHING,
) -> None:
    """A button that opens the choice of formats. `naam` is the name of the file, without extension; `boven`
    stands above the formats.

    Nothing is made before it is opened, and the file itself only when it is asked for.
    """
    opened = st.popover(label, key=f"{key}_download", on_change="rerun", icon=":material/download:")
    if not opened.open:
        return
    reader, origin, back = _reader(), herkomst(), state.peildatum()
    if back:
        naam = f"{naam}-bekend-op-{back:%Y-%m-%d}"

    def make(formaat: Formaat) -> bytes:
        require_still(reader)  # made when it is asked for: the page may stand open long after that was allowed
        werkboek = Werkboek(
            titel=titel,
            bladen=tuple(bladen()),
            gemaakt_op=now(),
            filters=origin.filters,
            peildatum=origin.peildatum,
            auteur=origin.auteur,
            aantal=aantal,
            betrouwbaarheid=betrouwbaarheid,
            adres=origin.adres,
            toelichting=tuple(toelichting),
        )
        return write(werkboek, formaat, naam).inhoud

    with opened:
        show(boven)
        for formaat, shown in NAMEN.items():
            st.download_button(
                shown,
                data=lambda formaat=formaat: make(formaat),
                file_name=f"{naam}{extension(formaat)}",
                mime=MIME[formaat],
                key=f"{key}_download_{formaat.value}",
                on_click="ignore",
                type="tertiary",
            )


def _reader() -> Actor:
    """Who downloads, with the rights of this moment: the file is made after the page was."""
    actor = actor_of_run()
    if actor is None or actor.moet_wachtwoord_wijzigen:
        raise Forbidden("Je bent uitgelogd. Log opnieuw in.")
    return actor


def herkomst() -> Herkomst:
    """The present view in words: it stands in the URL, and the URL holds no more than its reader may see."""
    back = state.peildatum()
    lezer = Lezer(_reader(), back)
    filters: list[tuple[str, str]] = []
    slugs = (state.get(state.WIJK) or "").split(",")
    wijken = [w.naam for w in lezer.wijken() if w.slug in slugs]
    if wijken:
        filters.append(("Wijk", nl.enumerate_words(wijken)))
    van, tot = state.get_date(state.VAN), state.get_date(state.TOT)
    if van or tot:
        filters.append(("Periode", nl.period(van, tot)))
    kompas = lezer.methode.kompas
    part = texts.selectie_name(Selectie.from_node(state.get(state.SELECTIE), kompas), kompas)
    if part:
        filters.append(("Onderdeel", part))
    names = {slug: fase.naam for slug, fase in kompas.fase.items()} | {s: a.naam for s, a in kompas.aspect.items()}
    for param, title in _PLAIN.items():
        value = state.get(param)
        if value:
            filters.append((title, names.get(value, value)[:200]))
    if back:
        filters.append(("Wat telt mee", f"alleen wat op {nl.day(back)} bekend was"))
    peildatum = back or min(tot or today(), today())
    return Herkomst(tuple(filters), peildatum, lezer.actor.naam, str(st.context.url or ""))
