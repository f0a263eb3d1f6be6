"""The logboek of a wijk as a stream: search, filters, what was found per month, and the download of it."""

import re
from collections.abc import Sequence
from datetime import date
from itertools import groupby
from math import ceil

import pandas as pd
import streamlit as st
from markupsafe import Markup

from dashboard.kit import state
from dashboard.kit.download import downloads
from dashboard.kit.html import empty_state, href, html, joined, show
from dashboard.kit.paging import BLAD, asked_page, page_buttons
from dashboard.navigation import PAGES_DIR
from dashboard.reading.lezer import Lezer
from dashboard.screens.logboek.besluit import FORMULIER, ITEM, NEW
from wijkkompas_core.bestanden.werkboek import blad_from
from wijkkompas_core.domain import nederlands as nl
from wijkkompas_core.domain.betrokkenheid import MAX_TEXT, match_name
from wijkkompas_core.domain.tekst import normaal
from wijkkompas_core.domain.toegang import Recht, require
from wijkkompas_core.queries import logboek as queries
from wijkkompas_core.queries.logboek import Filter, Item, Logboekbeeld
from wijkkompas_core.queries.wijken import Wijk
from wijkkompas_core.storage.zoekindex import holds

PAGE = "logboek"
ZOEK, SOORT = "zoek", "soort"
PER_PAGE, MOST_EXPORTED = 25, 10_000
MAX_SEARCH, SHOWN_TEXT, BEFORE = 200, 260, 80
SOORTNAAM = {
    "contactmoment": "Contactmoment",
    "besluit": "Besluit",
    "afspraak": "Afspraak",
    "mijlpaal": "Mijlpaal",
    "houding": "Houding",
    "fase": "Fase",
    "knooppunt": "Knooppunt",
    "nvt": "N.v.t.",
    "noot": "Noot",
}
MONTHS = (
    "Januari", "Februari", "Maart", "April", "Mei", "Juni",
    "Juli", "Augustus", "September", "Oktober", "November", "December",
)  # fmt: skip
_WORD = re.compile(r"[^\W_]+")


def search_field(van: date | None, tot: date | None, fase: str | None) -> Filter:
    """The search field. Answers what is asked for: what is typed there, with what the filters of the page say."""
    zoek = (state.get(ZOEK) or "")[:MAX_SEARCH]
    soorten = tuple(s for s in queries.SOORTEN if s in (state.get(SOORT) or "").split(","))
    st.text_input(
        "Zoeken",
        placeholder="Zoek in alle teksten en namen",
        max_chars=MAX_SEARCH,
        icon=":material/search:",
        **state.follow("logboek_zoek", zoek, lambda v: state.put(zoek=str(v or ""), blad=None)),
    )
    return Filter(zoek=" ".join(zoek.split()), soorten=soorten, fase=fase, van=van, tot=tot)


def stream_view(lezer: Lezer, wijk: Wijk, wanted: Filter) -> None:
    """What was found, newest first, with the way to every item."""
    number = asked_page()
    beeld = read_stream(lezer, wijk, wanted, (number - 1) * PER_PAGE)
    last = _last(beeld)
    if number > last:
        beeld = read_stream(lezer, wijk, wanted, (last - 1) * PER_PAGE)
        number, last = last, _last(beeld)
    _kinds(wanted, beeld)
    may_record = lezer.actor.may(Recht.VASTLEGGEN, wijk.id)
    with st.container(horizontal=True, key="wk-logboek-acties"):
        if may_record:
            st.button(
                "Besluit vastleggen",
                type="primary",
                key="besluit_nieuw",
                icon=":material/gavel:",
                on_click=lambda: state.put(**{FORMULIER: NEW}),
            )
        if beeld.totaal:
            downloads(
                "logboek",
                titel=f"Logboek van {wijk.naam}",
                naam=f"logboek-{wijk.slug}",
                bladen=lambda: [blad_from("Logboek", export(lezer, wijk, wanted))],
            )
            if may_record and st.button("Veel rijen wijzigen", key="logboek_rijen", icon=":material/table_edit:"):
                params = state.view_params(wijk, deel="wijzigen", fase=wanted.fase)
                st.switch_page(PAGES_DIR / "uitwisseling.py", query_params=params)
    if not beeld.totaal:
        _nothing(wijk, wanted, may_record)
        return
    words = tuple(match_name(wanted.zoek).split())
    show(_count(beeld, wanted, number, last), *_months(lezer, wijk, beeld.items, words))
    if last > 1:
        page_buttons("blad", number, last, back="Nieuwer", on="Ouder")


def _last(beeld: Logboekbeeld) -> int:
    return max(1, ceil(beeld.totaal / PER_PAGE) + beeld.meer)


def read_stream(lezer: Lezer, wijk: Wijk, wanted: Filter, offset: int, limit: int = PER_PAGE) -> Logboekbeeld:
    """A part of the stream, and how much there is in all."""
    return lezer.ask(queries.logboek, wijk.id, lezer.methode, wanted, offset=offset, limit=limit)


def item_params(wijk: Wijk, **more: str | None) -> dict[str, str]:
    """The query of a link within the logboek; the search comes along, so that there is a way back to it."""
    search = {name: state.get(name) for name in (ZOEK, SOORT, state.FASE, BLAD)}
    return state.view_params(wijk, **search | more)


def export(lezer: Lezer, wijk: Wijk, wanted: Filter) -> pd.DataFrame:
    """What was found as rows, in words."""
    require(lezer.actor, Recht.WIJK_ZIEN, wijk.id)
    beeld = read_stream(lezer, wijk, wanted, 0, MOST_EXPORTED)
    fasen = lezer.methode.kompas.fase
    rows = [
        {
            "datum": pd.Timestamp(item.datum),
            "soort": SOORTNAAM.get(item.soort, item.soort),
            "fase": fasen[item.fase].naam if item.fase in fasen else item.fase or "",
            "titel": item.titel,
            "tekst": item.tekst,
            "details": "; ".join(f"{name}: {value}" for name, value in item.details),
            "nummer": item.naam,
        }
        for item in beeld.items
    ]
    return pd.DataFrame(rows, columns=["datum", "soort", "fase", "titel", "tekst", "details", "nummer"])


def excerpt(text: str, words: Sequence[str], most: int = SHOWN_TEXT) -> str:
    """The text on one line, cut at a word; when it is long, from shortly before the first found word."""
    line = " ".join(normaal("NFC", text, 5 * MAX_TEXT).split())
    if len(line) <= most:
        return line
    begin = next((m.start() for m in _WORD.finditer(line) if _found(m[0], words)), 0)
    begin = 0 if begin < most - BEFORE else line.find(" ", begin - BEFORE) + 1
    piece = line[begin : begin + most]
    if begin + most < len(line):
        piece = (piece.rsplit(" ", 1)[0] if " " in piece else piece) + "…"
    return ("…" if begin else "") + piece


def marked(text: str, words: Sequence[str]) -> Markup:
    """The text as HTML, with every word in which one of these is found (as the search finds) marked."""
    if not words:
        return html("{}", text)
    text, parts, place = normaal("NFC", text, 5 * MAX_TEXT), [], 0
    for match in _WORD.finditer(text):
        if _found(match[0], words):
            parts += [text[place : match.start()], html("<mark>{}</mark>", match[0])]
            place = match.end()
    return joined([*parts, text[place:]])


def _found(word: str, words: Sequence[str]) -> bool:
    return holds(match_name(word), words)


def _kinds(wanted: Filter, beeld: Logboekbeeld) -> None:
    st.pills(
        "Soort",
        list(queries.SOORTEN),
        format_func=lambda soort: (
            SOORTNAAM.get(soort, str(soort)) + (f" ({beeld.per_soort.get(soort, 0)})" if beeld.per_soort else "")
        ),
        selection_mode="multi",
        **state.follow(
            "logboek_soort",
            list(wanted.soorten),
            lambda chosen: state.put(soort=",".join(chosen or ()), blad=None),
        ),
    )


def _nothing(wijk: Wijk, wanted: Filter, may_record: bool) -> None:
    if wanted != Filter():
        empty_state(
            "Niets gevonden.",
            "Zoek met minder woorden of alleen het begin van een woord, of kies meer soorten of een langere periode.",
        )
        names = (ZOEK, SOORT, state.FASE, state.VAN, state.TOT, BLAD)
        st.button("Wis zoekwoord en filters", key="logboek_wis", on_click=lambda: state.put(**dict.fromkeys(names)))
        return
    empty_state(
        "Hier komt alles te staan wat er in deze wijk gebeurt.",
        f"In {wijk.naam} is nog niets vastgelegd. "
        + (
            "Begin met een contactmoment of een besluit." if may_record else "Zodra het team dat doet, zie je het hier."
        ),
    )
    if may_record and st.button("Contactmoment vastleggen", key="logboek_vastleggen", icon=":material/edit_note:"):
        st.switch_page(PAGES_DIR / "vastleggen.py", query_params={state.WIJK: wijk.slug})


def _count(beeld: Logboekbeeld, wanted: Filter, number: int, last: int) -> Markup:
    what = ("meer dan " if beeld.meer else "") + nl.count(beeld.totaal, "gebeurtenis", "gebeurtenissen")
    found = " gevonden" if wanted != Filter() else ""
    pages = f" · bladzijde {number}" + ("" if beeld.meer else f" van {last}") if last > 1 else ""
    return html('<p class="wk-stil" role="status">{}{}{}</p>', what, found, pages)


def _months(lezer: Lezer, wijk: Wijk, items: Sequence[Item], words: Sequence[str]) -> list[Markup]:
    parts: list[Markup] = []
    for (year, month), group in groupby(items, key=lambda item: (item.datum.year, item.datum.month)):
        rows = joined(_row(lezer, wijk, item, words) for item in group)
        parts.append(
            html('<h2 class="wk-kop">{} {}</h2><ul class="wk-tijdlijst">{}</ul>', MONTHS[month - 1], year, rows)
        )
    return parts


def _row(lezer: Lezer, wijk: Wijk, item: Item, words: Sequence[str]) -> Markup:
    fase = lezer.methode.kompas.fase.get(item.fase or "")
    text = marked(excerpt(item.tekst, words), words)
    titel = marked(excerpt(item.titel, words), words)
    return (
        html(
            '<li><span class="wk-wanneer"><time datetime="{}">{}</time></span>'
            '<div class="wk-gebeurd"><p><span class="wk-badge">{}</span>'
            '<a href="{}" target="_self" dir="auto">{}</a>',
            item.datum.isoformat(),
            nl.day(item.datum),
            SOORTNAAM.get(item.soort, item.soort),
            href(PAGE, item_params(wijk, **{ITEM: item.naam})),
            titel,
        )
        + (html(' <span class="wk-stil">fase {}</span></p>', fase.nummer) if fase else html("</p>"))
        + (html('<p dir="auto">{}</p>', text) if text else "")
        + html("</div></li>")
    )
