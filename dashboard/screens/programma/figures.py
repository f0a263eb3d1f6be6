"""Every figure of the programme: a row per wijk, sorted, grouped and with the columns that the address asks."""

from collections.abc import Sequence
from datetime import date
from itertools import groupby
from math import isfinite
from urllib.parse import quote

import pandas as pd
import streamlit as st
from markupsafe import Markup

from dashboard.kit import state, texts
from dashboard.kit.download import downloads
from dashboard.kit.html import HOW, how_calculated, href, html, joined, paragraph, show
from dashboard.kit.paging import BLAD, asked_page, page_buttons
from dashboard.kit.screen import is_dark
from dashboard.kit.sinds.changes import mark
from dashboard.kit.wijkregels import fasen_words
from dashboard.reading.lezer import Lezer
from dashboard.screens.programma.filter import GEBIED, GROEP, REGIE, SORTEER, Filter, ordered, orders
from dashboard.screens.programma.overview import oordelen
from dashboard.theme import tone
from wijkkompas_core.analysis import STANDAARD
from wijkkompas_core.analysis.balans import UITLEG as BALANS_UITLEG
from wijkkompas_core.analysis.overwicht import balans_in_woorden
from wijkkompas_core.analysis.triage import UITLEG as TRIAGE_UITLEG
from wijkkompas_core.bestanden.werkboek import blad_from
from wijkkompas_core.domain import nederlands as nl
from wijkkompas_core.domain.kompas import Kompas
from wijkkompas_core.queries.kop import naar_urgentie
from wijkkompas_core.queries.programma import Wijkregel

PER_PAGE = 25
KOLOMMEN = "kolommen"
GROEPEN = {"": "Niet", "fase": "Fase", GEBIED: "Gebied", REGIE: "Regie"}
COLUMNS = {
    "fase": "Fase",
    "dekking": "Dekking in vakken",
    "balans": "Balans, 12 maanden",
    "contacten": "Contacten, 12 maanden",
    "laatste": "Laatste contact",
    "telaat": "Afspraken te laat",
    "oordelen": "Oordelen",
    "gegevens": "Op tijd",
}


def all_figures(lezer: Lezer, regels: Sequence[Wijkregel], filter: Filter, peildatum: date) -> None:
    """The table with its choices, in pages, and as a file."""
    lines, number, last, total = _page_of(lezer, regels, filter)
    columns = _controls(lezer)
    _table(lezer, lines, columns, filter, peildatum)
    where = f"{total} van {len(regels)} wijken" if total != len(regels) else nl.count(total, "wijk", "wijken")
    show(paragraph(where + (f" · bladzijde {number} van {last}" if last > 1 else ""), "wk-stil"))
    if last > 1:
        page_buttons("programma", number, last, back="Vorige", on="Volgende")
    held = [regel for regel in regels if filter.holds(regel)]
    downloads(
        "programma",
        titel="Alle wijken van het programma",
        naam=f"programma-{peildatum:%Y-%m-%d}",
        bladen=lambda: [blad_from("Wijken", as_frame(held, lezer.methode.kompas, peildatum))],
        toelichting=[(HOW, TRIAGE_UITLEG), ("Balans", BALANS_UITLEG)],
    )


def shared_figures(lezer: Lezer, regels: Sequence[Wijkregel], filter: Filter, peildatum: date) -> None:
    """The table with the columns that the view asks, to look at."""
    lines, _, _, _ = _page_of(lezer, regels, filter)
    asked = (state.get(KOLOMMEN) or "").split(",")
    columns = [name for name in COLUMNS if name in asked] or list(COLUMNS)
    _table(lezer, lines, columns, filter, peildatum)


def as_frame(regels: Sequence[Wijkregel], kompas: Kompas, peildatum: date) -> pd.DataFrame:
    """A row per wijk with what the programme says of it, by urgency; days are those since the last contact."""
    rows = []
    for regel in naar_urgentie(regels):
        row: dict[str, object] = {
            "Wijk": regel.wijk.naam,
            "Groep": regel.triage.groep.value,
            "Punten": regel.triage.punten,
            "Waarom": regel.triage.waarom,
            "Fase": ", ".join(kompas.fase[slug].naam for slug in regel.fasen),
            "Laatste contact": regel.laatste,
        }
        for aspect in kompas.aspecten:
            last = regel.laatste_per_aspect.get(aspect.slug)
            row[f"Dagen sinds contact: {aspect.kort}"] = (peildatum - last).days if last else None
        row |= {
            "Contacten, 12 maanden": regel.balans.n,
            "Balans, 12 maanden": regel.balans.waarde if regel.balans.n else None,
            "Gedekte vakken": regel.dekking.gedekt,
            "Vereiste vakken": regel.dekking.vereist,
            "Afspraken te laat": regel.te_laat,
        }
        rows.append(row)
    return pd.DataFrame(rows)


def _page_of(lezer: Lezer, regels: Sequence[Wijkregel], filter: Filter) -> tuple[list[Wijkregel], int, int, int]:
    """The lines on this page of the table, its number, the number of pages and of wijken in all."""
    fasen = [fase.slug for fase in lezer.methode.kompas.fasen]
    by = state.get(SORTEER)
    group = state.get(GROEP)
    lines = ordered([r for r in regels if filter.holds(r)], by if by in orders(fasen) else "aandacht", fasen)
    if group in GROEPEN and group:
        lines.sort(key=lambda r: _group(lezer, r, group)[0])
    last = max(1, -(-len(lines) // PER_PAGE))
    number = min(asked_page(), last)
    return lines[(number - 1) * PER_PAGE : number * PER_PAGE], number, last, len(lines)


def _group(lezer: Lezer, regel: Wijkregel, group: str) -> tuple[tuple[int, str], str]:
    """What a wijk is grouped by: something to sort on, and its name."""
    if group == "fase":
        kompas = lezer.methode.kompas
        if not regel.fasen:
            return (99, ""), "Geen fase open"
        fase = kompas.fase[regel.fasen[-1]]
        return (fase.nummer, ""), f"{fase.nummer}. {fase.naam}"
    value = regel.wijk.gebied if group == GEBIED else regel.wijk.regie
    return (int(not value), value.casefold()), value or "Niet ingevuld"


def _controls(lezer: Lezer) -> list[str]:
    """How the table is sorted and grouped and which columns it has; answers the columns."""
    fasen = [fase.slug for fase in lezer.methode.kompas.fasen]
    names = {key: name for key, (name, _) in orders(fasen).items()}
    by, group = state.get(SORTEER), state.get(GROEP)
    asked = [name for name in (state.get(KOLOMMEN) or "").split(",") if name in COLUMNS]
    columns = [name for name in COLUMNS if name in asked] or list(COLUMNS)
    with st.container(horizontal=True, key="wk-programma-tabel", vertical_alignment="bottom"):
        st.selectbox(
            "Sorteer op",
            list(names),
            format_func=lambda key: names.get(key, str(key)),
            **state.follow(
                "programma_sorteer",
                by if by in names else "aandacht",
                lambda v: state.put(**{SORTEER: None if v == "aandacht" else str(v), BLAD: None}),
            ),
        )
        st.selectbox(
            "Groepeer op",
            list(GROEPEN),
            format_func=lambda key: GROEPEN.get(key, str(key)),
            **state.follow(
                "programma_groep",
                group if group in GROEPEN else "",
                lambda v: state.put(**{GROEP: str(v or "") or None, BLAD: None}),
            ),
        )
        st.multiselect(
            "Kolommen",
            list(COLUMNS),
            format_func=lambda key: COLUMNS.get(key, str(key)),
            **state.follow(
                "programma_kolommen",
                columns,
                lambda v: state.put(**{KOLOMMEN: ",".join(v) if 0 < len(v) < len(COLUMNS) else None}),
            ),
        )
    return columns


def _table(lezer: Lezer, lines: Sequence[Wijkregel], columns: list[str], filter: Filter, peildatum: date) -> None:
    """A row per wijk; the name opens the wijk."""
    group = state.get(GROEP)
    head = joined(
        html(
            '<th scope="col"{}>{}</th>', html(" class=getal") if name in ("contacten", "telaat") else "", COLUMNS[name]
        )
        for name in columns
    )
    parts = [html('<thead><tr><th scope="col">Wijk</th>{}</tr></thead>', head)]
    key = (lambda r: _group(lezer, r, group)[1]) if group and group in GROEPEN else (lambda r: "")
    for name, members in groupby(lines, key):
        above = html('<tr><th colspan="{}" scope="rowgroup">{}</th></tr>', len(columns) + 1, name) if name else ""
        rows = joined(_row(lezer, regel, columns, filter, peildatum) for regel in members)
        parts.append(html("<tbody>{}{}</tbody>", above, rows))
    show(
        html(
            '<div class="wk-tabel wk-programma" tabindex="0" role="region" aria-label="Wijken"><table>'
            '<caption class="wk-alleen-voorlezen">Wijken op {}</caption>{}</table></div>',
            nl.day(peildatum),
            joined(parts),
        )
        + how_calculated(BALANS_UITLEG)
    )


def _row(lezer: Lezer, regel: Wijkregel, columns: list[str], filter: Filter, peildatum: date) -> Markup:
    link = html(
        '<a href="{}" target="_self" dir="auto">{}</a>', href("wijk", {state.WIJK: regel.wijk.slug}), regel.wijk.label
    ) + mark(lezer, regel)
    cells = {
        "fase": fasen_words(lezer, regel),
        "dekking": joined((html('<span class="wk-heel">{}</span>', part) for part in _coverage(regel)), "<br>"),
        "balans": _balans(regel, lezer.methode.kompas),
        "contacten": str(filter.aantal(regel)),
        "laatste": _last(regel, filter, peildatum),
        "telaat": html("<strong>{}</strong>", regel.te_laat) if regel.te_laat else "0",
        "oordelen": oordelen(regel),
        "gegevens": nl.percentage(regel.betrouwbaarheid.aandeel_tijdig),
    }
    right = {"contacten": html(' class="getal"'), "telaat": html(' class="getal"')}
    return (
        html('<tr><th scope="row">{}</th>', link)
        + joined(html("<td{}>{}</td>", right.get(name, ""), cells[name]) for name in columns)
        + html("</tr>")
    )


def _coverage(regel: Wijkregel) -> list[str]:
    found = regel.dekking
    first = f"{found.gedekt} van {found.vereist}" if found.vereist else "nog geen vakken die meetellen"
    return [first, f"{found.nvt} n.v.t."] if found.nvt else [first]


def _balans(regel: Wijkregel, kompas: Kompas) -> str:
    stand = regel.balans
    if not stand.n:
        return "geen contactmomenten"
    if not isfinite(stand.laag):
        return nl.decimal(stand.waarde)
    few = " · weinig gegevens" if stand.n < STANDAARD.minimaal_n else ""
    return html(
        '<span class="wk-heel">{} {}</span><br><span class="wk-stil wk-heel">{} ({} tot {}){}</span>',
        balans_in_woorden(stand.waarde, kompas),
        _sparkline(stand.per_maand, is_dark()),
        nl.signed(stand.waarde),
        nl.signed(stand.laag),
        nl.signed(stand.hoog),
        few,
    )


def _sparkline(values: Sequence[float], dark: bool, width: int = 72, height: int = 24) -> Markup:
    """Twelve months of balance as a small line around zero; a gap where there was nothing."""
    step = width / max(1, len(values) - 1)

    def y(value: float) -> float:
        return round(height / 2 - value * (height / 2 - 2), 1)

    pieces: list[list[str]] = [[]]
    for place, value in enumerate(values):
        if isfinite(value):
            pieces[-1].append(f"{place * step:.1f},{y(value)}")
        elif pieces[-1]:
            pieces.append([])
    lines = joined(
        html('<polyline points="{}" fill="none" stroke="currentColor" stroke-width="1.5"/>', " ".join(points))
        if len(points) > 1
        else html(
            '<circle cx="{}" cy="{}" r="1.8" fill="currentColor"/>', points[0].split(",")[0], points[0].split(",")[1]
        )
        for points in pieces
        if points
    )
    picture = html(
        '<svg xmlns="http://www.w3.org/2000/svg" width="{}" height="{}" '
        'viewBox="-2 0 {} {}" color="{}">'
        '<path d="M0 {}H{}" stroke="currentColor" stroke-opacity="0.35"/>'
        "{}</svg>",
        width,
        height,
        width + 4,
        height,
        tone(dark).ink,
        height / 2,
        width,
        lines,
    )
    # As a picture: what a page may hold of drawings is taken out of HTML before it is shown.
    return html('<img class="wk-vonk" alt="" src="data:image/svg+xml,{}">', quote(picture))


def _last(regel: Wijkregel, filter: Filter, peildatum: date) -> str:
    day = regel.laatste_per_aspect.get(filter.aspect) if filter.aspect else regel.laatste
    if day is None:
        return "nog nooit"
    days = (peildatum - day).days
    ago = texts.same_day(peildatum) if not days else f"{nl.count(days, 'dag', 'dagen')} geleden"
    return html('<span class="wk-heel">{}</span><br><span class="wk-stil wk-heel">{}</span>', nl.day(day), ago)
