"""What of the programme is looked at, and what in it asks attention first."""

from collections.abc import Iterable, Sequence

import streamlit as st
from markupsafe import Markup

from dashboard.kit import state
from dashboard.kit.filters import filter_row
from dashboard.kit.html import heading, how_calculated, href, html, joined, show
from dashboard.kit.paging import BLAD
from dashboard.kit.peildatum import peildatum_filter
from dashboard.kit.sinds.filter import sinds_filter
from dashboard.kit.wijkregels import fasen_words
from dashboard.reading.lezer import Lezer
from dashboard.screens.programma.filter import (
    ALLEEN,
    GEBIED,
    MAAND,
    NONE_GIVEN,
    REGIE,
    Filter,
    clear_filters,
)
from wijkkompas_core.analysis.signaaluitleg import UITLEG as SIGNAAL_UITLEG
from wijkkompas_core.analysis.signalen import Signaal
from wijkkompas_core.domain import nederlands as nl
from wijkkompas_core.queries.programma import Wijkregel

FIRST = 5
MEER = "meer"
NOBODY = "geen projectleider of team"


def filters(lezer: Lezer, regels: Sequence[Wijkregel], filter: Filter) -> None:
    """What is looked at: the keyboard's way to everything that a click in a grid does."""
    kompas = lezer.methode.kompas
    months = {f"{m:%Y-%m}": nl.month_or_quarter(m, "maand") for m in regels[0].maanden}
    choices: list[tuple[str, str, dict[str, str], str | None]] = [
        ("Fase", state.FASE, {f.slug: f"{f.nummer}. {f.naam}" for f in kompas.fasen}, filter.fase),
        ("Gebied", GEBIED, _used(r.wijk.gebied for r in regels), filter.gebied),
        ("Regie", REGIE, _used(r.wijk.regie for r in regels), filter.regie),
        ("Wijk", ALLEEN, {r.wijk.slug: r.wijk.naam for r in regels}, filter.wijk),
        ("Aspect", state.ASPECT, {a.slug: a.kort for a in kompas.aspecten}, filter.aspect),
        ("Maand", MAAND, months, f"{filter.maand:%Y-%m}" if filter.maand else None),
    ]
    with filter_row():
        for label, name, names, value in choices:
            if len(names) < 2 and value is None:
                continue
            st.selectbox(
                label,
                ["", *names],
                format_func=lambda key, names=names: names.get(key, "Alle") if key else "Alle",
                **state.follow(f"programma_{name}", value or "", lambda v, n=name: _choose(n, str(v))),
            )
        sinds_filter(lezer)
        peildatum_filter(lezer)
    if filter != Filter():
        st.button("Wis filters", key="programma_wis", on_click=clear_filters, icon=":material/filter_alt_off:")


def _used(values: Iterable[str]) -> dict[str, str]:
    found = sorted(set(values), key=str.casefold)
    return {value or NONE_GIVEN: value or "niet ingevuld" for value in found} if any(found) else {}


def _choose(name: str, value: str) -> None:
    state.put(**{name: value or None, BLAD: None})


def attention(lezer: Lezer, regels: Sequence[Wijkregel], filter: Filter) -> None:
    """The wijken with the heaviest signals first, each with its strongest signal and who is on it."""
    found = [(signals, regel) for regel in regels if (signals := filter.signalen(regel))]
    found.sort(key=lambda pair: (-pair[0][0].gewicht, pair[1].wijk.naam))
    everything = state.get(MEER) == "1"
    shown = found if everything else found[:FIRST]
    show(heading("Wat vraagt aandacht", nl.count(len(found), "wijk", "wijken") if found else ""))
    if not found:
        show(
            html(
                '<div class="wk-leeg"><p><strong>Geen enkele wijk heeft nu een blinde vlek.</strong></p>'
                "<p>{}</p></div>",
                "Met deze filters is er niets dat aandacht vraagt." if filter != Filter() else "Mooi zo.",
            )
        )
        return
    items = joined(_attention(lezer, regel, signals) for signals, regel in shown)
    show(html('<ol class="wk-signalen wk-aandacht">{}</ol>{}', items, how_calculated(SIGNAAL_UITLEG)))
    if len(found) > FIRST:
        label = f"Toon de eerste {FIRST}" if everything else f"Toon meer ({len(found) - FIRST})"
        st.button(label, key="programma_meer", on_click=lambda: state.put(meer=None if everything else "1"))


def _attention(lezer: Lezer, regel: Wijkregel, signals: Sequence[Signaal]) -> Markup:
    strongest, rest = signals[0], len(signals) - 1
    who = nl.enumerate_words(regel.trekkers) if regel.trekkers else NOBODY
    more = f" · en nog {nl.count(rest, 'signaal', 'signalen')}" if rest else ""
    return html(
        '<li><p><a href="{}" target="_self" dir="auto">'
        "<strong>{}</strong></a> "
        '<span class="wk-stil">{} · {}{}</span></p>'
        '<p dir="auto">{} <span class="wk-stil">{}</span></p></li>',
        href("wijk", {state.WIJK: regel.wijk.slug}),
        regel.wijk.label,
        fasen_words(lezer, regel),
        who,
        more,
        strongest.zin,
        strongest.reden,
    )
