"""The bands: which there are and why, the history of one, and the form that sets it with a look at what it does."""

import pandas as pd
import streamlit as st
from markupsafe import Markup

from dashboard.charts.band import band_stippen
from dashboard.kit import state
from dashboard.kit.chart import draw_small
from dashboard.kit.fields import Velden
from dashboard.kit.html import heading, how_calculated, html, paragraph, show, table
from dashboard.kit.screen import is_dark, is_narrow
from dashboard.reading.banden import among
from dashboard.reading.lezer import Lezer
from dashboard.reading.programmabalans import Programmastand
from wijkkompas_core.analysis import STANDAARD
from wijkkompas_core.analysis.band import UITLEG, Plaats, oordelen, voorstel
from wijkkompas_core.domain import nederlands as nl
from wijkkompas_core.domain.band import BandInvoer, check_band
from wijkkompas_core.domain.kompas import Fase
from wijkkompas_core.domain.toegang import Actie, Actor, Recht
from wijkkompas_core.queries.programmabalans import Band, bandgeschiedenis
from wijkkompas_core.services.band import remove_band, set_band
from wijkkompas_core.storage.logboek import WritingSession

BAND = "band"
EVERY_WIJK = 0
"""No wijk has this id: the door lets through only who holds the right in every wijk."""
UNDONE = "Ongedaan gemaakt."
NO_NORM = "Geen band. Geen enkele bron geeft een norm."


def banden_view(lezer: Lezer, stand: Programmastand) -> None:
    """All bands as a table, and one fase from near: its wijken, its history and, for who steers, the form."""
    kompas = lezer.methode.kompas
    show(heading("Band per fase"), paragraph("Tussen welke waarden verwacht je de balans van een wijk in deze fase?"))
    if len(kompas.sporen) != 2:
        show(paragraph("Een band kan alleen bij een methode met precies twee sporen."))
        return
    rows = [
        (
            f"{fase.nummer}. {fase.naam}",
            _bounds(band.grenzen),
            band.reden,
            f"{band.door}, {nl.day(band.gewijzigd_op)}",
        )
        for fase in kompas.fasen
        if (band := stand.banden.get(fase.slug)) is not None
    ]
    if rows:
        show(table(["Fase", "Band", "Waarom", "Gewijzigd door"], rows, caption="De banden van nu"))
    without = [f"{fase.nummer}. {fase.kort}" for fase in kompas.fasen if fase.slug not in stand.banden]
    if without:
        show(paragraph(f"Zonder band: {nl.enumerate_words(without)}. Geen enkele bron geeft een norm."))
    fase = _choose(kompas.fasen)
    if fase is not None:
        _one(lezer, stand, fase)
    show(how_calculated(UITLEG))


def may_set(actor: Actor) -> bool:
    """Whether this user may set bands: they hold for all wijken."""
    return actor.may(Recht.PROGRAMMA_STUREN) and actor.wijken(Recht.PROGRAMMA_STUREN) is None


def _choose(fasen: tuple[Fase, ...]) -> Fase | None:
    names = {fase.slug: f"{fase.nummer}. {fase.naam}" for fase in fasen}
    value = state.get(BAND)
    value = value if value in names else None
    st.selectbox(
        "Bekijk een fase van dichtbij",
        ["", *names],
        format_func=lambda key: names.get(key, "Kies een fase") if key else "Kies een fase",
        **state.follow("band_fase", value or "", lambda chosen: state.put(**{BAND: str(chosen or "") or None})),
    )
    return next((fase for fase in fasen if fase.slug == value), None)


def _one(lezer: Lezer, stand: Programmastand, fase: Fase) -> None:
    band = stand.banden.get(fase.slug)
    if not may_set(lezer.actor):
        _dots(lezer, stand, fase, band.grenzen if band else None)
        show(_effect(lezer, stand, fase, band.grenzen if band else None, "Met deze band"))
    else:
        _form(lezer, stand, fase, band)
    _history(lezer, fase)


def _form(lezer: Lezer, stand: Programmastand, fase: Fase, band: Band | None) -> None:
    form = Velden(f"band_{fase.slug}", EVERY_WIJK)
    form.begin(band.versie if band else 0, laag=band.laag if band else None, hoog=band.hoog if band else None, reden="")
    # Drawn above the fields, but made from what they hold now.
    invoer = BandInvoer(fase.slug, form.value("laag"), form.value("hoog"), form.text("reden"))
    wrong = check_band(invoer, fasen={fase.slug}).keys() & {"laag", "hoog"}
    typed = None if wrong or invoer.laag is None or invoer.hoog is None else (invoer.laag, invoer.hoog)
    _dots(lezer, stand, fase, typed)
    new = typed is not None and (band is None or typed != band.grenzen)
    show(_effect(lezer, stand, fase, typed, "Zo wordt het als je opslaat: met deze band" if new else "Met deze band"))
    own = voorstel(pd.Series(_of(stand, fase)["balans"].tolist()))
    if own is not None:
        show(paragraph(f"Voorstel uit onze eigen wijken: {_bounds(own)}. Dit is geen norm, maar hoe het nu is."))

    def take_over() -> None:
        if own is not None:
            form.put("laag", own[0])
            form.put("hoog", own[1])

    def save() -> None:
        invoer = BandInvoer(fase.slug, form.value("laag"), form.value("hoog"), form.text("reden"))
        form.save(
            Actie.BAND_WIJZIGEN,
            lambda s: set_band(s, invoer, form.versie),
            f"de band van fase {fase.naam}",
            lambda s, versie: _put_back(s, fase.slug, band, versie),
        )

    def remove() -> None:
        reden = form.text("reden")
        form.save(
            Actie.BAND_WIJZIGEN,
            lambda s: remove_band(s, fase.slug, form.versie, reden),
            f"fase {fase.naam} heeft geen band meer",
            lambda s, _: _put_back(s, fase.slug, band, 0),
        )

    with st.container(key="wk-formulier"):
        with st.container(horizontal=True):
            number = {"min_value": -1.0, "max_value": 1.0, "step": 0.05, "format": "%.2f"}
            form.field(st.number_input, "Ondergrens", "laag", **number)
            form.field(st.number_input, "Bovengrens", "hoog", **number)
        form.field(st.text_area, "Waarom deze band?", "reden", height=80)
        more = [("Voorstel overnemen", take_over)] if own is not None and typed != own else []
        more += [("Band weghalen", remove)] if band is not None else []
        form.buttons("Band opslaan", save, *more)


def _put_back(session: WritingSession, fase: str, before: Band | None, versie: int) -> None:
    """Make the band what it was before: with the reason it had then, or gone."""
    if before is None:
        remove_band(session, fase, versie, UNDONE)
    else:
        set_band(session, BandInvoer(fase, before.laag, before.hoog, before.reden), versie)


def _of(stand: Programmastand, fase: Fase) -> pd.DataFrame:
    return among(stand.standen, "fase", {fase.slug})


def _dots(lezer: Lezer, stand: Programmastand, fase: Fase, band: tuple[float, float] | None) -> None:
    standen = _of(stand, fase)
    if standen.empty:
        show(paragraph("Nog geen wijk heeft contactmomenten bij deze fase.", "wk-stil"))
        return
    grafiek = band_stippen(
        standen,
        stand.namen,
        lezer.methode.kompas,
        band,
        fase=fase.naam,
        minimaal_n=STANDAARD.minimaal_n,
        dark=is_dark(),
        smal=is_narrow(),
    )
    show(html('<h3 class="wk-kop">{}</h3><p class="wk-stil">{}</p>', grafiek.bevinding, grafiek.ondertitel))
    about = grafiek.ondertitel
    draw_small(grafiek, "band_stippen", about=about, file_name=f"balans-in-fase-{fase.slug}", still=False)


def _effect(lezer: Lezer, stand: Programmastand, fase: Fase, band: tuple[float, float] | None, opening: str) -> Markup:
    """How many of the wijken that are in this fase now fall outside a band."""
    now = among(stand.oordelen, "fase", {fase.slug}).drop(columns=["plaats", "zin"])
    if band is None:
        return paragraph(f"{NO_NORM} Er wordt dus ook niet gezegd dat een spoor achterloopt.")
    if now.empty:
        return paragraph("Er is nu geen wijk met contactmomenten in deze fase.")
    judged = oordelen(now, {fase.slug: band}, lezer.methode.kompas)["plaats"].tolist()
    behind, leans, few = (judged.count(kind.value) for kind in (Plaats.ACHTER, Plaats.NEIGT, Plaats.WEINIG))
    verb = "valt" if behind == 1 else "vallen"
    return html(
        '<p class="wk-alinea" role="status"><strong>{} {} er nu {} van de '
        "{} in deze fase helemaal buiten.</strong> "
        "{} {} naar buiten, {} "
        "{} te weinig gegevens.</p>",
        opening,
        verb,
        behind,
        nl.count(len(judged), "wijk", "wijken"),
        leans,
        "neigt" if leans == 1 else "neigen",
        few,
        "heeft" if few == 1 else "hebben",
    )


def _history(lezer: Lezer, fase: Fase) -> None:
    changes = lezer.ask_all(bandgeschiedenis, fase.slug)
    if not changes:
        show(paragraph("Deze fase heeft nog nooit een band gehad.", "wk-stil"))
        return
    rows = [
        (nl.day(one.tijdstip), one.door, _bounds(one.grenzen) if one.grenzen else "weggehaald", one.reden)
        for one in changes
    ]
    show(table(["Wanneer", "Wie", "Band", "Waarom"], rows, caption="Eerdere wijzigingen van deze band"))


def _bounds(bounds: tuple[float, float]) -> str:
    return f"{nl.signed(bounds[0])} tot {nl.signed(bounds[1])}"
