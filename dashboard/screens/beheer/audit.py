"""The logboek of the installation on the screen: filters, a page of lines, one line in detail, and the download."""

from collections.abc import Mapping
from typing import Any

import pandas as pd
import streamlit as st
from markupsafe import Markup

from dashboard.kit import state
from dashboard.kit.actions import perform
from dashboard.kit.download import downloads
from dashboard.kit.filters import period_filter
from dashboard.kit.html import empty_state, heading, href, html, joined, paragraph, show
from dashboard.reading.lezer import Lezer
from wijkkompas_core.bestanden.werkboek import Blad, Kolom, Soort
from wijkkompas_core.domain import nederlands as nl
from wijkkompas_core.domain.toegang import Actie
from wijkkompas_core.errors import NotFound
from wijkkompas_core.queries import audit as queries
from wijkkompas_core.queries.audit import Filter, Regel
from wijkkompas_core.services.toegang.audit import record_download
from wijkkompas_core.storage.logboek import DONE, FAILED, REFUSED

PAGE = "audit"
WIE, ACTIE, OBJECT, RESULTAAT, VOOR, REGEL = "wie", "actie", "object", "resultaat", "voor", "regel"
PER_PAGE, MOST_EXPORTED = 50, 50_000
KEPT = (WIE, ACTIE, OBJECT, RESULTAAT, state.WIJK, state.VAN, state.TOT, VOOR)
RESULTS = {"": "Alles", DONE: "Gelukt", FAILED: "Mislukt", REFUSED: "Geweigerd"}


def audit_view(lezer: Lezer) -> None:
    """One line when the URL names one, else the search."""
    if not lezer.actor.is_beheerder:
        empty_state("Dit is voor de beheerder van de hele gemeente.", "Met jouw rol zie je alleen je eigen wijken.")
        return
    if asked := state.get(REGEL):
        _detail(lezer, asked)
        return
    wanted = _filters(lezer)
    voor = _number(VOOR)
    page = lezer.afresh.ask_all(queries.audit, wanted, voor=voor, limit=PER_PAGE)
    if not page.regels:
        empty_state("Geen regels gevonden.", "Kies andere filters, of een langere periode.")
        if voor:
            st.button("Terug naar de nieuwste", on_click=lambda: state.put(voor=None))
        return
    _download(lezer, wanted)
    rows = joined(_row(line) for line in page.regels)
    head = joined(html('<th scope="col">{}</th>', n) for n in ("Wanneer", "Wie", "Wat", "Waaraan", "Wijk", "Uitkomst"))
    show(
        html(
            '<div class="wk-tabel wk-mensen" tabindex="0" role="region" aria-label="Regels van het logboek"><table>'
            '<caption class="wk-alleen-voorlezen">Regels van het logboek, de nieuwste boven</caption>'
            "<thead><tr>{}</tr></thead><tbody>{}</tbody></table></div>",
            head,
            rows,
        )
    )
    with st.container(horizontal=True):
        if voor:
            st.button(
                "Nieuwste", key="audit_nieuwste", icon=":material/first_page:", on_click=lambda: state.put(voor=None)
            )
        if page.meer:
            last = page.regels[-1].id
            st.button(
                "Ouder", key="audit_ouder", icon=":material/arrow_forward:", on_click=lambda: state.put(voor=str(last))
            )


def _filters(lezer: Lezer) -> Filter:
    people = lezer.afresh.ask_all(queries.people)
    wijken = {w.slug: w for w in lezer.wijken()}
    wie, wijk = _number(WIE), wijken.get(state.get(state.WIJK) or "")
    actie = next((a.value for a in Actie if a.value == state.get(ACTIE)), "")
    resultaat = state.get(RESULTAAT) if state.get(RESULTAAT) in RESULTS else ""
    with st.container(key="wk-filters", horizontal=True, vertical_alignment="bottom"):
        _choice(
            "Wijk", state.WIJK, wijk.slug if wijk else "", {"": "Alle wijken"} | {s: w.naam for s, w in wijken.items()}
        )
        van, tot = period_filter()
        _choice(
            "Wie", WIE, str(wie) if wie in people else "", {"": "Iedereen"} | {str(k): n for k, n in people.items()}
        )
        _choice("Wat", ACTIE, actie, {"": "Alles"} | {a.value: a.value.capitalize() for a in sorted(Actie)})
        _choice("Uitkomst", RESULTAAT, resultaat or "", RESULTS)
        st.text_input(
            "Waaraan",
            placeholder="gebruiker/3",
            max_chars=100,
            **state.follow("audit_object", _object(), lambda v: state.put(object=str(v or ""), voor=None)),
        )
    return Filter(
        wie if wie in people else None, wijk.id if wijk else None, actie, _object(), resultaat or "", van, tot
    )


def _object() -> str:
    return (state.get(OBJECT) or "").strip().lower().replace("\0", "")[:100]


def _number(name: str) -> int | None:
    value = state.get(name) or ""
    return int(value) if value.isascii() and value.isdecimal() and len(value) <= 9 else None


def _choice(label: str, name: str, value: str, names: Mapping[str, str]) -> None:
    st.selectbox(
        label,
        list(names),
        format_func=lambda key: names.get(key, str(key)),
        **state.follow(f"audit_{name}", value, lambda v: state.put(**{name: str(v or ""), VOOR: None})),
    )


def _row(line: Regel) -> Markup:
    kept = {name: value for name in KEPT if (value := state.get(name))}
    when = f"{nl.moment(line.tijdstip, seconds=True)}"
    link = html('<a href="{}" target="_self">{}</a>', href(PAGE, kept | {REGEL: str(line.id)}), when)
    cells = (
        html('<span dir="auto">{}</span>', line.wie),
        line.actie,
        _what(line),
        html('<span dir="auto">{}</span>', line.wijk or "–"),
        line.resultaat if line.resultaat == DONE else html("<strong>{}</strong>", line.resultaat),
    )
    return html('<tr><th scope="row">{}</th>{}</tr>', link, joined(html("<td>{}</td>", cell) for cell in cells))


def _what(line: Regel) -> str:
    return " ".join(part for part in (line.object.replace("_", " "), line.object_id) if part)


def _detail(lezer: Lezer, asked: str) -> None:
    st.button(
        "Terug naar de lijst", icon=":material/arrow_back:", type="tertiary", on_click=lambda: state.put(regel=None)
    )
    try:
        key = _number(REGEL)
        if key is None:
            raise NotFound("Deze regel staat niet in het logboek.")
        line = lezer.afresh.ask_all(queries.regel, key)
    except NotFound as error:
        show(html('<p class="wk-fout wk-fout-blok" role="alert">{}</p>', error))
        return
    when = f"{nl.moment(line.tijdstip, seconds=True).replace(' ', ' om ')}"
    facts = (
        ("Wie", line.wie), ("Wanneer", when), ("Waaraan", _what(line)), ("Wijk", line.wijk or "–"),
        ("Uitkomst", line.resultaat), ("Vanaf", line.oorsprong), ("Regel", str(line.id)),
    )  # fmt: skip
    show(
        heading(line.actie.capitalize()),
        html("<dl class='wk-feiten'>")
        + joined(html("<dt>{}</dt><dd dir='auto'>{}</dd>", n, v) for n, v in facts)
        + html("</dl>"),
    )
    names = list(dict.fromkeys((*line.oud, *line.nieuw)))
    if not names:
        show(paragraph("Bij deze regel horen geen oude of nieuwe waarden.", "wk-stil"))
        return
    rows = joined(
        html(
            "<tr><th scope='row'>{}</th><td dir='auto'>{}</td><td dir='auto'>{}</td></tr>",
            name.replace("_", " "),
            _words(line.oud.get(name)),
            _words(line.nieuw.get(name)),
        )
        for name in names
    )
    show(
        html(
            "<div class='wk-tabel wk-mensen' tabindex='0' role='region' aria-label='Oude en nieuwe waarden'><table>"
            "<caption class='wk-alleen-voorlezen'>Oude en nieuwe waarden</caption><thead><tr><th scope='col'>Veld</th>"
            "<th scope='col'>Was</th><th scope='col'>Werd</th></tr></thead><tbody>{}</tbody></table></div>",
            rows,
        )
    )


def _words(value: Any) -> str:
    if value is None or value == "":
        return "–"
    if isinstance(value, bool):
        return "ja" if value else "nee"
    if isinstance(value, list):
        return ", ".join(_words(part) for part in value) or "–"
    text = str(value)
    try:
        return nl.moment(text) if len(text) >= 10 and text[4:5] == "-" else text
    except ValueError:
        return text


KOLOMMEN = (
    Kolom("regel", "Regel", Soort.GEHEEL, uitleg="Het nummer van de regel; een hoger nummer is later geschreven."),
    Kolom("tijdstip", "Tijdstip", Soort.MOMENT),
    Kolom("wie", "Wie", uitleg="De naam die bij het nummer hoort, zoals die nu is; wie anoniem is, heeft een nummer."),
    Kolom("actie", "Wat"),
    Kolom("object", "Waaraan"),
    Kolom("object_id", "Nummer"),
    Kolom("wijk", "Wijk"),
    Kolom("resultaat", "Uitkomst", uitleg="Gelukt, mislukt of geweigerd."),
    Kolom("oorsprong", "Vanaf", uitleg="Het scherm, het inloggen, een uitnodiging of de opdrachtregel."),
    Kolom("oud", "Was"),
    Kolom("nieuw", "Werd"),
)


def _download(lezer: Lezer, wanted: Filter) -> None:
    def sheets() -> tuple[Blad, ...]:
        perform(lezer.actor, Actie.LOGBOEK_INZIEN, record_download)
        page = lezer.afresh.ask_all(queries.audit, wanted, limit=MOST_EXPORTED)
        columns = [kolom.naam for kolom in KOLOMMEN]
        return (Blad("Logboek", pd.DataFrame([_exported(line) for line in page.regels], columns=columns), KOLOMMEN),)

    downloads(
        "audit",
        titel="Wie deed wat",
        naam="wie-deed-wat",
        bladen=sheets,
        aantal=f"Hoogstens de nieuwste {nl.whole(MOST_EXPORTED)} regels",
    )


def _exported(line: Regel) -> dict[str, object]:
    return {
        "regel": line.id,
        "tijdstip": line.tijdstip,
        "wie": line.wie,
        "actie": line.actie,
        "object": line.object,
        "object_id": line.object_id,
        "wijk": line.wijk,
        "resultaat": line.resultaat,
        "oorsprong": line.oorsprong,
        "oud": "; ".join(f"{k}: {_words(v)}" for k, v in line.oud.items()),
        "nieuw": "; ".join(f"{k}: {_words(v)}" for k, v in line.nieuw.items()),
    }
