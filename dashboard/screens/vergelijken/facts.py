"""Two to six wijken side by side; by name, never as a ranking."""

from collections.abc import Callable, Sequence
from datetime import date

import streamlit as st

from dashboard.kit import state
from dashboard.kit.filters import filter_row
from dashboard.kit.html import heading, how_calculated, href, html, joined, show
from dashboard.kit.wijkregels import fasen_words
from dashboard.reading.lezer import Lezer
from dashboard.screens.vergelijken.rows import Rij, all_rows_switch, beside, differing
from wijkkompas_core.analysis import STANDAARD
from wijkkompas_core.analysis.balans import UITLEG as BALANS_UITLEG
from wijkkompas_core.analysis.dekking import UITLEG as DEKKING_UITLEG
from wijkkompas_core.analysis.dekking import dekking_tekst
from wijkkompas_core.analysis.kop import Kop
from wijkkompas_core.analysis.overwicht import balans_in_woorden
from wijkkompas_core.analysis.paginakop import Vergeleken, vergelijkkop, vergelijkvoorstel
from wijkkompas_core.domain import nederlands as nl
from wijkkompas_core.domain.kompas import Kompas
from wijkkompas_core.domain.voortgang import ONDERWERPEN, ONDERWERPNAAM
from wijkkompas_core.queries.programma import Wijkregel
from wijkkompas_core.queries.wijken import Wijk

WIJKEN, LEAST, MOST = "wijken", 2, 6


def asked(wijken: Sequence[Wijk]) -> list[Wijk]:
    """The wijken in the address, by name."""
    slugs = (state.get(WIJKEN) or "").split(",")
    return [wijk for wijk in wijken if wijk.slug in slugs][:MOST]


def kop_van(regels: Sequence[Wijkregel], chosen: Sequence[Wijk], kompas: Kompas, peildatum: date) -> Kop:
    """What the chosen wijken say beside each other; of fewer than two what there is to choose."""
    if len(chosen) < LEAST:
        fasen = [(f"Fase {f.nummer} {f.naam}", sum(f.slug in regel.fasen for regel in regels)) for f in kompas.fasen]
        return vergelijkvoorstel(fasen, chosen[0].label if chosen else None)
    return vergelijkkop([_said(regel, kompas, peildatum) for regel in regels if regel.wijk in chosen], kompas)


def _said(regel: Wijkregel, kompas: Kompas, peildatum: date) -> Vergeleken:
    stand = regel.balans
    enough = stand.n >= STANDAARD.minimaal_n and len(kompas.sporen) == 2
    side = 0 if enough and stand.laag > 0 else 1 if enough and stand.hoog < 0 else None
    fasen = tuple(kompas.fase[slug].nummer for slug in regel.fasen)
    return Vergeleken(regel.wijk.label, fasen, regel.triage.stil, side, _last(regel, peildatum))


def choose(wijken: Sequence[Wijk], chosen: Sequence[Wijk]) -> None:
    """Choose the wijken."""
    names = {wijk.slug: wijk.label for wijk in wijken}
    found = [wijk.slug for wijk in chosen]
    with filter_row():
        st.multiselect(
            "Wijken (2 tot 6)",
            list(names),
            format_func=lambda slug: names.get(slug, str(slug)),
            max_selections=MOST,
            placeholder="Kies wijken om te vergelijken",
            **state.follow("vergelijken_wijken", found, lambda v: state.put(**{WIJKEN: ",".join(v) or None})),
        )


def same_fase(lezer: Lezer, regels: Sequence[Wijkregel], chosen: Sequence[Wijk]) -> None:
    """Other wijken that are in the same fase as what was chosen, to add with one click."""
    kompas = lezer.methode.kompas
    slugs = [wijk.slug for wijk in chosen]
    running = dict.fromkeys(f for regel in regels if regel.wijk in chosen for f in regel.fasen)
    parts = []
    for fase in running:
        others = [r.wijk for r in regels if fase in r.fasen and r.wijk not in chosen]
        if not others or len(slugs) >= MOST:
            continue
        links = joined(
            (
                html(
                    '<a href="{}" target="_self" dir="auto">{}</a>',
                    href("vergelijken", {WIJKEN: ",".join([*slugs, w.slug])}),
                    w.label,
                )
                for w in others[:12]
            ),
            ", ",
        )
        parts.append(html("<p>Ook in fase {}. {}: {}</p>", kompas.fase[fase].nummer, kompas.fase[fase].naam, links))
    if parts:
        show(html('<div class="wk-bandzinnen wk-zelfde-fase">{}</div>', joined(parts)))


def suggestions(lezer: Lezer, regels: Sequence[Wijkregel]) -> None:
    """Where nothing is chosen yet: the wijken that are in the same fase, each group one click."""
    kompas = lezer.methode.kompas
    items = []
    for fase in kompas.fasen:
        here = [regel.wijk for regel in regels if fase.slug in regel.fasen]
        if len(here) < LEAST:
            continue
        some = here[:MOST]
        most = f" (de eerste {MOST} van {len(here)})" if len(here) > MOST else ""
        items.append(
            html(
                '<li><a href="{}" target="_self"><strong>Fase {}. {}</strong><span dir="auto">{}{}</span></a></li>',
                href("vergelijken", {WIJKEN: ",".join(wijk.slug for wijk in some)}),
                fase.nummer,
                fase.naam,
                nl.enumerate_words([wijk.label for wijk in some]),
                most,
            )
        )
    if items:
        show(heading("Wijken in dezelfde fase"), html('<ul class="wk-voorstel">{}</ul>', joined(items)))


def facts(lezer: Lezer, regels: Sequence[Wijkregel], peildatum: date) -> None:
    """The same facts of every wijk in the same order, a column per wijk."""
    rows: list[tuple[str, Callable[[Wijkregel], str]]] = [
        ("Fase", lambda r: fasen_words(lezer, r)),
        ("Dekking", lambda r: dekking_tekst(r.dekking)),
        ("Balans, 12 maanden", lambda r: _balance(r, lezer.methode.kompas)),
        ("Contacten, 12 maanden", lambda r: str(r.balans.n)),
        ("Laatste contact", lambda r: _last(r, peildatum)),
        ("Afspraken te laat", lambda r: str(r.te_laat)),
        ("Signalen", lambda r: str(len(r.signalen))),
        *((ONDERWERPNAAM[o], lambda r, o=o: _oordeel(r, o)) for o in ONDERWERPEN),
        ("Op tijd ingevoerd", lambda r: nl.percentage(r.betrouwbaarheid.aandeel_tijdig)),
        ("Wie", lambda r: nl.enumerate_words(r.trekkers) if r.trekkers else "nog niemand in het team"),
    ]
    body, alike = differing([Rij(name, tuple(cell(regel) for regel in regels)) for name, cell in rows])
    show(heading("Wat verschilt", f"op {nl.day(peildatum)}"))
    all_rows_switch()
    show(
        beside("Wijken naast elkaar", ((href("wijk", {state.WIJK: r.wijk.slug}), r.wijk.label) for r in regels), body),
        alike,
        how_calculated(f"{DEKKING_UITLEG} {BALANS_UITLEG}"),
    )


def _balance(regel: Wijkregel, kompas: Kompas) -> str:
    stand = regel.balans
    if not stand.n:
        return "geen contactmomenten"
    if len(kompas.sporen) != 2:
        return f"{nl.decimal(stand.waarde)} (1 is gelijk verdeeld)"
    return balans_in_woorden(stand.waarde, kompas) + (", weinig gegevens" if stand.n < STANDAARD.minimaal_n else "")


def _last(regel: Wijkregel, peildatum: date) -> str:
    if regel.laatste is None:
        return "nog nooit"
    return f"{nl.day(regel.laatste)}, {nl.count((peildatum - regel.laatste).days, 'dag', 'dagen')} geleden"


def _oordeel(regel: Wijkregel, onderwerp: str) -> str:
    one = regel.oordelen.get(onderwerp)
    return f"{one.kleur}, {nl.day(one.peildatum)}" if one else "geen oordeel"
