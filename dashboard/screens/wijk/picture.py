"""The rest of the start page of a wijk: kompas, balance, coverage, what happened, afspraken, fasen and silence."""

from datetime import date

import numpy as np
import pandas as pd
from markupsafe import Markup

from dashboard.charts.grafiek import Grafiek
from dashboard.charts.wijk import stilte_grafiek
from dashboard.kit import state, texts
from dashboard.kit.chart import draw
from dashboard.kit.html import NOTHING, heading, how_calculated, href, html, joined, show
from dashboard.kit.marks import puls_legend, puls_mark
from dashboard.kit.noten import read_noten, within
from dashboard.kit.screen import is_dark, is_narrow
from dashboard.kit.vakraster import leeswijzer, raster_downloads, raster_van, vakraster
from dashboard.reading.beelden import WijkBeeld
from dashboard.reading.lezer import Lezer
from wijkkompas_core.analysis import STANDAARD, VENSTER_MAANDEN
from wijkkompas_core.analysis.dekking import UITLEG as DEKKING_UITLEG
from wijkkompas_core.analysis.puls import puls, puls_schaal
from wijkkompas_core.analysis.signalen import open_fasen
from wijkkompas_core.domain import nederlands as nl
from wijkkompas_core.domain.kompas import Kompas
from wijkkompas_core.domain.selectie import Selectie
from wijkkompas_core.domain.tijd import months_back
from wijkkompas_core.queries.programma import Wijkregel
from wijkkompas_core.queries.wijken import Wijk
from wijkkompas_core.queries.wijkstart import OpenAfspraak, open_afspraken

GRENS = STANDAARD.stilte_na_dagen


def vakken_and_puls(lezer: Lezer, beeld: WijkBeeld, regel: Wijkregel, peildatum: date) -> None:
    """The vakken as a grid and the last twelve months as the puls; each with the way to its page."""
    kompas, wijk = lezer.methode.kompas, regel.wijk
    raster = lezer.made(raster_van, beeld.vakken, kompas, regel.fasen, peildatum)
    place = {state.WIJK: wijk.slug}

    def address(selectie: Selectie) -> str:
        return href("kompas", place | {state.SELECTIE: selectie.node})

    one = puls(regel.maanden, regel.som, kompas, wijk.start)
    first, last = (f"{nl.MAANDEN_KORT[month.month - 1]} {month.year}" for month in (one.maanden[0], one.maanden[-1]))
    show(
        heading(raster.kop),
        vakraster(raster, kompas, naam=f"{wijk.label}: {raster.kop}", adres=address),
        leeswijzer(),
        _link("Naar het kompas", "kompas", place),
    )
    titel, naam = f"{wijk.label}: {nl.in_sentence(raster.kop)}", f"vakken-{wijk.slug}-{peildatum:%Y-%m-%d}"
    raster_downloads(raster, kompas, beeld.vakken, "wijk_vakken", titel=titel, naam=naam, peildatum=peildatum)
    show(
        how_calculated(DEKKING_UITLEG),
        heading("Contacten", f"laatste {VENSTER_MAANDEN} maanden"),
        html(
            '<div class="wk-puls-groot">{}<div class="wk-pulsmaanden"><span>{}</span><span>{}</span><span>{}</span>'
            "</div></div>",
            puls_mark(one, kompas, puls_schaal((one,))),
            first,
            puls_legend(kompas, one),
            last,
        ),
        _noten_list(lezer, wijk, peildatum),
        _link("Naar de balans", "balans", place),
    )


def _noten_list(lezer: Lezer, wijk: Wijk, peildatum: date) -> Markup:
    """What was written beside these months."""
    listed = joined(
        html(
            '<li><span class="wk-wanneer">{}</span><span dir="auto">{}</span></li>',
            nl.day(noot.datum),
            _short(noot.tekst),
        )
        for noot in within(read_noten(lezer, (wijk,)), months_back(peildatum, VENSTER_MAANDEN), peildatum)
    )
    return html('<ul class="wk-tijdlijst wk-noten">{}</ul>', listed) if listed else NOTHING


def lately_and_due(lezer: Lezer, wijk: Wijk, beeld: WijkBeeld, peildatum: date) -> None:
    """What happened last in the wijk, and the afspraken that are open: your own first."""
    due, total, own = lezer.ask(open_afspraken, wijk.id)
    happened = happened_items(beeld)
    afspraken = joined(_afspraak(one, wijk, lezer.actor.gebruiker, peildatum) for one in due)
    place = {state.WIJK: wijk.slug}
    rest = f"{total} open, {own} van jou" if own else f"{total} open"
    show(
        heading("Afspraken", rest if total else ""),
        html('<ul class="wk-tijdlijst">{}</ul>', afspraken) + _link("Alle afspraken", "afspraken", place)
        if afspraken
        else _empty("Geen open afspraken.", "Een afspraak maak je bij het vastleggen van een contactmoment."),
        heading("Laatst gebeurd"),
        html('<ul class="wk-tijdlijst">{}</ul>', happened) + _link("Naar het logboek", "logboek", place)
        if happened
        else _empty("Hier zie je wat er in deze wijk is gebeurd.", "Er is nog niets vastgelegd."),
    )


def happened_items(beeld: WijkBeeld) -> Markup:
    """What happened last, an item of a list each."""
    return joined(
        html(
            '<li><span class="wk-wanneer"><time datetime="{}">{}</time></span>'
            '<span dir="auto"><strong>{}</strong> {}</span></li>',
            one.datum.isoformat(),
            nl.day(one.datum),
            one.soort,
            _short(one.tekst),
        )
        for one in beeld.gebeurd
    )


def fasen(lezer: Lezer, wijk: Wijk, beeld: WijkBeeld, peildatum: date) -> None:
    """The fasen that are open and the mijlpaal that comes next."""
    kompas = lezer.methode.kompas
    running = open_fasen(beeld.stand.gegevens.perioden, kompas, peildatum)
    items = joined(
        html(
            '<li><span class="wk-wanneer">sinds {}</span><strong>{}. {}</strong></li>',
            nl.day(since),
            kompas.fase[slug].nummer,
            kompas.fase[slug].naam,
        )
        for slug, since in running.items()
    )
    coming = next_mijlpaal(beeld, peildatum)
    sentence = "er is er geen gepland."
    if coming:
        naam, day = coming
        sentence = f"{naam}, {nl.day(day)} ({days_away(day, peildatum)})."
    show(
        heading("Open fasen"),
        html('<ul class="wk-tijdlijst">{}</ul>', items)
        if items
        else _empty("Er is nu geen fase open.", "Bij Voortgang kun je een fase beginnen."),
        html('<p class="wk-alinea" dir="auto"><strong>Volgende mijlpaal:</strong> {}</p>', sentence),
        _link("Naar de voortgang", "voortgang", {state.WIJK: wijk.slug}),
        _link("Andere wijken in deze fase", "vergelijken", {"wijken": wijk.slug} | ({state.FASE: [*running][-1]}))
        if running and len(lezer.wijken()) > 1
        else NOTHING,
    )


def next_mijlpaal(beeld: WijkBeeld, peildatum: date) -> tuple[str, date] | None:
    """The planned mijlpaal that comes next, with its day."""
    rows = zip(*(beeld.mijlpalen[name] for name in ("naam", "datum", "gepland")), strict=True)
    return next(((naam, day.date()) for naam, day, planned in rows if planned and day.date() >= peildatum), None)


def days_away(day: date, peildatum: date) -> str:
    """How far a day to come is: "over 38 dagen"."""
    days = (day - peildatum).days
    return f"over {nl.count(days, 'dag', 'dagen')}" if days else texts.same_day(peildatum)


def silence_map(lezer: Lezer, wijk: Wijk, beeld: WijkBeeld, peildatum: date) -> None:
    """Per aspect how long it has been silent; aspecten without an open fase are left out."""
    kompas = lezer.methode.kompas
    if silent(beeld.stilte).empty:
        show(heading("Stilte"), _empty("Hier zie je hoe lang het per aspect stil is.", "Er is nu geen fase open."))
        return
    draw(
        lezer.made(draw_silence, beeld.stilte, kompas, dark=is_dark(), smal=is_narrow()),
        "stilte",
        file_name=f"stilte-{wijk.slug}-{peildatum:%Y-%m-%d}",
        about=f"{wijk.naam} · stilte per aspect",
        confidence=f"Peildatum {nl.day(peildatum)}",
    )


def silent(stilte: pd.DataFrame) -> pd.DataFrame:
    """The aspecten with an open fase; without a single contactmoment it is unknown for how long (NaN)."""
    known = stilte.dropna(subset="dagen_sinds")
    return known.assign(dagen_sinds=np.where(known["laatste"].isna(), np.nan, known["dagen_sinds"]))


def draw_silence(stilte: pd.DataFrame, kompas: Kompas, *, dark: bool, smal: bool) -> Grafiek:
    """How long it has been silent per aspect with an open fase."""
    return stilte_grafiek(silent(stilte), kompas, grens=GRENS, dark=dark, smal=smal)


def _afspraak(one: OpenAfspraak, wijk: Wijk, me: int | None, peildatum: date) -> Markup:
    who = ", ".join(("van jou", *one.wie[1:]) if me is not None and one.eigenaar == me else one.wie)
    when = "zonder deadline"
    if one.deadline is not None:
        days = (one.deadline - peildatum).days
        when = nl.day(one.deadline)
        if days < 0:
            when += html(' <strong class="wk-tijd-om">{} te laat</strong>', nl.count(-days, "dag", "dagen"))
        elif days <= 7:
            when += " " + (texts.same_day(peildatum) if not days else f"over {nl.count(days, 'dag', 'dagen')}")
    owner = html(' <span class="wk-stil">{}</span>', who or "zonder eigenaar")
    address = href("afspraken", {state.WIJK: wijk.slug, "afspraak": str(one.id)})
    what = html('<a href="{}" target="_self">{}</a>', address, _short(one.wat))
    return html('<li><span class="wk-wanneer">{}</span><span dir="auto">{}{}</span></li>', when, what, owner)


def _link(label: str, page: str, place: dict[str, str]) -> Markup:
    return html('<p class="wk-verder"><a href="{}" target="_self">{}</a></p>', href(page, place), label)


def _empty(what: str, why: str) -> Markup:
    return html('<div class="wk-leeg"><p><strong>{}</strong></p><p>{}</p></div>', what, why)


def _short(text: str, most: int = 140) -> str:
    line = " ".join(text.split())
    return line if len(line) <= most else line[:most].rsplit(" ", 1)[0] + "…"
