"""What the programme shows first: the wijken that ask for it now, and then all of them in three groups."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from markupsafe import Markup

from dashboard.kit import state, texts
from dashboard.kit.html import NOTHING, href, html, joined
from dashboard.kit.marks import ASPECT, MAAND, aspect_cells, puls_legend, puls_mark, spoor_kind
from dashboard.kit.signaal import actions, kan_van
from dashboard.kit.sinds.changes import mark
from dashboard.reading.lezer import Lezer
from dashboard.screens.programma.filter import Filter
from wijkkompas_core.analysis.puls import Puls, aspect_cel, puls, puls_schaal
from wijkkompas_core.analysis.rode_draad import verhalen
from wijkkompas_core.analysis.triage import Groep
from wijkkompas_core.domain import nederlands as nl
from wijkkompas_core.domain.kompas import Kompas
from wijkkompas_core.domain.voortgang import ONDERWERPEN, ONDERWERPNAAM
from wijkkompas_core.queries.kop import naar_urgentie
from wijkkompas_core.queries.programma import Wijkregel

CARDS = 3
FOLDED_FROM = 25
"""With so many wijken the group that is on course folds, and opens with a click."""
MOST_ROWS = 40
"""So many wijken of another group are shown at first; a click opens the rest."""
OPEN, WHOLE = "opkoers", "groepheel"
"""In the address: whether the group that is on course is opened, and which other group is shown whole."""
GROEPNAAM = {Groep.NU_HEEN: "Nu heen", Groep.LET_OP: "Let op", Groep.OP_KOERS: "Op koers"}


@dataclass(frozen=True)
class Beeld:
    """The wijken as the programme draws them: by urgency, with their puls on one scale."""

    regels: tuple[Wijkregel, ...]
    pulsen: dict[int, Puls]
    schaal: float
    peildatum: date


def beeld_van(regels: Sequence[Wijkregel], kompas: Kompas, peildatum: date) -> Beeld:
    """What is drawn of these lines."""
    found = tuple(naar_urgentie(regels))
    pulsen = {regel.wijk.id: puls(regel.maanden, regel.som, kompas, regel.wijk.start) for regel in found}
    return Beeld(found, pulsen, puls_schaal(pulsen.values()), peildatum)


def fasen_short(kompas: Kompas, regel: Wijkregel) -> str:
    """The open fasen with their short names: "2 Karakteriseren + 3 Strategieën"."""
    found = [f"{kompas.fase[slug].nummer} {kompas.fase[slug].kort}" for slug in regel.fasen]
    return " + ".join(found) or "geen fase open"


def cards(lezer: Lezer, beeld: Beeld) -> Markup:
    """Up to three wijken that ask for it now: why, the puls, and one thing to do."""
    urgent = [regel for regel in beeld.regels if regel.triage.groep is Groep.NU_HEEN][:CARDS]
    if not urgent:
        return NOTHING
    return html('<ul class="wk-nukaarten">{}</ul>', joined(_card(lezer, beeld, regel) for regel in urgent))


def _card(lezer: Lezer, beeld: Beeld, regel: Wijkregel) -> Markup:
    kompas, wijk = lezer.methode.kompas, regel.wijk
    one = beeld.pulsen[wijk.id]
    first, last = (nl.MAANDEN_KORT[month.month - 1] for month in (one.maanden[0], one.maanden[-1]))
    return html(
        '<li><h2><a href="{}" target="_self" dir="auto">{}</a><small>{}</small></h2>'
        '<p class="wk-waarom" dir="auto">{}</p>{}'
        '<div class="wk-pulsmaanden"><span>{}</span><span>{}</span><span>{}</span></div>{}</li>',
        href("wijk", {state.WIJK: wijk.slug}),
        wijk.label,
        fasen_short(kompas, regel),
        regel.triage.waarom,
        puls_mark(one, kompas, beeld.schaal),
        first,
        puls_legend(kompas, one),
        last,
        _deed(lezer, regel),
    )


def _deed(lezer: Lezer, regel: Wijkregel) -> Markup:
    """The likeliest thing to do about the weightiest story of a wijk."""
    stories = verhalen(regel.signalen)
    if not stories:
        return NOTHING
    signaal = stories[0].kop
    found = actions(regel.wijk.slug, signaal, kan_van(lezer.actor, regel.wijk.id))
    address = found[0][1] if found else href("wijk", {state.WIJK: regel.wijk.slug})
    return html(
        '<p class="wk-daad"><a href="{}" target="_self" title="{}" dir="auto">{} →</a></p>',
        address,
        signaal.zin,
        signaal.zin.removesuffix("."),
    )


def groups(lezer: Lezer, beeld: Beeld, filter: Filter, *, choose: bool) -> Markup:
    """All wijken in three groups, a row each; with `choose` months and aspecten can be chosen."""
    kompas = lezer.methode.kompas
    parts: list[Markup] = []
    for groep in Groep:
        members = [regel for regel in beeld.regels if regel.triage.groep is groep]
        if not members:
            continue
        title = html("{} · {}", GROEPNAAM[groep], len(members))
        if groep is Groep.OP_KOERS and choose and len(beeld.regels) >= FOLDED_FROM:
            opened = state.get(OPEN) == "1"
            word = "verbergen" if opened else "tonen"
            title += html(' <a href="{}" target="_self">{}</a>', state.address(**{OPEN: None if opened else "1"}), word)
            members = members if opened else []
        rest = NOTHING
        if choose and groep is not Groep.OP_KOERS and state.get(WHOLE) != groep.name.lower():
            members, rest = members[:MOST_ROWS], _rest(groep, len(members) - MOST_ROWS)
        rows = joined(_row(lezer, beeld, regel, filter, choose) for regel in members) + rest
        above = html(
            '<tr class="wk-groeprij"><th colspan="6" scope="rowgroup"><span>{}</span>'
            '<span class="wk-groeplegenda" aria-hidden="true">{}</span></th></tr>',
            title,
            puls_legend(kompas),
        )
        parts.append(html("<tbody>{}{}</tbody>", above, rows))
    chosen = MAAND if filter.maand else ASPECT if filter.aspect else ""
    grid = html(' data-raster="{}"', chosen) if choose else NOTHING
    return html(
        '<div class="wk-groepen" role="region" aria-label="Alle wijken"{}><table>'
        '<caption class="wk-alleen-voorlezen">Alle wijken op {}</caption>{}{}{}</table></div>',
        grid,
        nl.day(beeld.peildatum),
        _COLUMNS,
        _head(kompas),
        joined(parts),
    )


def _rest(groep: Groep, number: int) -> Markup:
    """The row that opens the other wijken of a long group: drawing hundreds at every click takes a second."""
    if number <= 0:
        return NOTHING
    words = f"Nog {nl.count(number, 'wijk', 'wijken')} tonen"
    return html(
        '<tr class="wk-groeprij"><th colspan="6"><a href="{}" target="_self">{}</a></th></tr>',
        state.address(**{WHOLE: groep.name.lower()}),
        words,
    )


_COLUMNS = html(
    '<colgroup><col class="wk-kol-wijk"><col class="wk-kol-puls"><col class="wk-kol-cellen">'
    '<col class="wk-kol-oordelen"><col class="wk-kol-laat"><col></colgroup>'
)


def _head(kompas: Kompas) -> Markup:
    short = joined(
        (
            html(
                '<span class="wk-spoornaam {}">{}</span>',
                spoor_kind(kompas, spoor.slug),
                " · ".join(_abbreviated(aspect.kort) for aspect in kompas.aspecten_van(spoor.slug)),
            )
            for spoor in kompas.sporen
        ),
        "&nbsp; ",
    )
    return html(
        '<thead><tr><th scope="col">Wijk</th><th scope="col">Contacten, 12 maanden<br>{}</th>'
        '<th scope="col">Maanden sinds contact<br>{}</th><th scope="col">Oordelen</th>'
        '<th scope="col">Te laat</th><th scope="col">Waarom</th></tr></thead>',
        puls_legend(kompas),
        short,
    )


def _abbreviated(name: str) -> str:
    return nl.in_sentence(name)[:4]


def _row(lezer: Lezer, beeld: Beeld, regel: Wijkregel, filter: Filter, choose: bool) -> Markup:
    kompas, wijk = lezer.methode.kompas, regel.wijk
    cells = [
        aspect_cel(regel.laatste_per_aspect.get(aspect.slug), beeld.peildatum, bool(regel.fasen))
        for aspect in kompas.aspecten
    ]
    return html(
        '<tr><th scope="row"><a href="{}" target="_self" dir="auto">{}</a>{}<small>{}</small></th>'
        '<td class="wk-kant-puls">{}</td><td class="wk-kant-cellen">{}</td><td class="wk-oordelen">{}</td>'
        '<td class="wk-laat">{}</td><td class="wk-waarom" dir="auto"><p title="{}">{}</p></td></tr>',
        href("wijk", {state.WIJK: wijk.slug}),
        wijk.label,
        mark(lezer, regel),
        fasen_short(kompas, regel),
        puls_mark(beeld.pulsen[wijk.id], kompas, beeld.schaal, filter.maand, choose=choose),
        aspect_cells(cells, kompas, filter.aspect, choose=choose),
        oordelen(regel),
        html('<span class="wk-laat-ja">{}</span>', regel.te_laat) if regel.te_laat else "",
        regel.triage.waarom,
        regel.triage.waarom,
    )


def oordelen(regel: Wijkregel) -> Markup:
    """The letter of each onderwerp with the sign of its last oordeel; red alone is coloured."""
    if not regel.oordelen:
        return html("geen")
    signs = []
    for onderwerp in ONDERWERPEN:
        one = regel.oordelen.get(onderwerp)
        naam = ONDERWERPNAAM[onderwerp]
        words = f"{naam}: {one.kleur}, {nl.day(one.peildatum)}" if one else f"{naam}: geen"
        sign = texts.OORDEELTEKENS.get(one.kleur, "●") if one else "–"
        kind = f" wk-oordeelteken-{one.kleur}" if one else ""
        signs.append(
            html(
                '<span class="wk-oordeelteken{}" title="{}"><span aria-hidden="true">{}{}</span>'
                '<span class="wk-alleen-voorlezen">{}. </span></span>',
                kind,
                words,
                naam[0],
                sign,
                words,
            )
        )
    return joined(signs)
