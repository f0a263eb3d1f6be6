"""The register of a wijk as a table: search, filter, sort and download. What is chosen stands in the URL."""

from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

import pandas as pd
import streamlit as st
from markupsafe import Markup

from dashboard.kit import state
from dashboard.kit.balk import Chip, filter_panel
from dashboard.kit.download import downloads
from dashboard.kit.html import empty_state, href, html, joined, show
from dashboard.kit.screen import is_narrow
from dashboard.reading.belanghebbenden import read_register
from dashboard.reading.lezer import Lezer
from wijkkompas_core.bestanden.werkboek import blad_from
from wijkkompas_core.domain import nederlands as nl
from wijkkompas_core.domain.belanghebbenden import BELANG, HOUDING, INVLOED
from wijkkompas_core.domain.betrokkenheid import match_name
from wijkkompas_core.domain.toegang import Recht
from wijkkompas_core.queries.methode import Methode
from wijkkompas_core.queries.wijken import Wijk

PAGE = "belanghebbenden"
BELANGHEBBENDE, NIEUW, DUBBEL, DOEN, BEELD = "belanghebbende", "nieuw", "dubbel", "doen", "beeld"
LIJST, MATRIX, BELOFTE, SPREIDING = "lijst", "matrix", "belofte", "spreiding"
VIEWS = {LIJST: "Lijst", MATRIX: "Matrix", BELOFTE: "Belofte en praktijk", SPREIDING: "Spreiding"}
ZOEK, SOORT, STAND, TAFEL, SORTEER, ALLE = "zoek", "soort", "houding", "tafel", "sorteer", "alle"
FIRST = 100
ALL = ""
NONE, UNKNOWN_CELL = "–", html(" class=wk-onbekend")
UNKNOWN, OTHER_THAN_DESIRED = "onbekend", "anders-dan-gewenst"
Row = dict[str, Any]

TABLES = {ALL: "Iedereen", "aan": "Ja", "niet": "Nog niet"}
SORTS: dict[str, tuple[str, Callable[[Row], Any]]] = {
    ALL: ("Naam", lambda row: 0),
    "stil": ("Langst geen contact", lambda row: row["laatste"] if row["aantal"] else pd.Timestamp.min),
    "contact": ("Meeste contact", lambda row: -row["aantal"]),
    "soort": ("Soort", lambda row: row["type"]),
    "gewicht": ("Meeste invloed en belang", lambda row: -row["gewicht"]),
}


def current_view() -> str:
    """How the register is shown, by its slug in the address."""
    chosen = state.get(BEELD)
    return chosen if chosen in VIEWS else LIJST


def view_choice() -> None:
    """Choose how the register is shown."""
    chosen = current_view()
    names = VIEWS | {BELOFTE: "Belofte"} if is_narrow() else VIEWS  # there the four stand on one line
    st.segmented_control(
        "Beeld",
        list(names),
        format_func=lambda slug: names.get(slug, str(slug)),
        label_visibility="collapsed",
        **state.follow("register_beeld", chosen, lambda slug: state.put(**{BEELD: _unless(slug or chosen, LIJST)})),
    )


def _unless(value: object, standard: str) -> str | None:
    return None if value == standard else str(value)


def new_button(lezer: Lezer, wijk: Wijk) -> None:
    """The way to the form for a new one, for who may."""
    if lezer.actor.may(Recht.VASTLEGGEN, wijk.id):
        st.button(
            "Nieuwe belanghebbende",
            type="primary",
            icon=":material/group_add:",
            key="register_nieuw",
            on_click=lambda: state.put(**{BELANGHEBBENDE: NIEUW}),
        )


def view_place(wijk: Wijk) -> dict[str, str]:
    """The query of the register as it is filtered now."""
    kept = {name: state.get(name) for name in (BEELD, ZOEK, SOORT, state.ASPECT, STAND, TAFEL, SORTEER)}
    return {state.WIJK: wijk.slug} | {name: value for name, value in kept.items() if value}


def one_href(wijk: Wijk, key: int) -> str:
    """The address of one belanghebbende, for use inside an attribute; the way back keeps the filters."""
    return href(PAGE, view_place(wijk) | {BELANGHEBBENDE: str(key)})


def trail(wijk: Wijk, here: str) -> None:
    """The way back to the list, as it was last filtered."""
    show(
        html(
            '<nav class="wk-kruimels" aria-label="Kruimelpad"><ol>'
            '<li><a href="{}" target="_self">Belanghebbenden {}</a></li>'
            '<li><span aria-current="page" dir="auto">{}</span></li></ol></nav>',
            href(PAGE, view_place(wijk)),
            wijk.naam,
            here,
        )
    )


def register_filters(lezer: Lezer, wijk: Wijk) -> None:
    """The choices behind the button Filters, with a chip for each that is set."""
    frame = read_register(lezer, wijk.id)
    if frame.empty:
        return
    choices = _choices(lezer.methode, frame)
    chips = [Chip(one.label, one.namen[one.chosen], (name,)) for name, one in choices.items() if one.chosen]
    with filter_panel(chips):
        for name, one in choices.items():
            st.selectbox(
                one.label,
                list(one.namen),
                format_func=lambda slug, namen=one.namen: namen.get(slug, str(slug)),
                **state.follow(f"register_{name}", one.chosen, lambda v, n=name: state.put(**{n: str(v or "")})),
            )


def register_view(lezer: Lezer, wijk: Wijk) -> None:
    """The search field and the table of those that fit what is searched and filtered."""
    frame = read_register(lezer, wijk.id)
    if frame.empty:
        empty_state(
            "Hier komen de belanghebbenden van deze wijk te staan.",
            f"Er staat nog niemand in het register van {wijk.naam}. Voeg organisaties en groepen toe, ook als ze nog "
            "niet aan tafel zitten.",
        )
        return
    st.text_input(
        "Zoek op naam",
        placeholder="Een deel van de naam",
        icon=":material/search:",
        **state.follow("register_zoek", state.get(ZOEK) or "", lambda v: state.put(zoek=str(v or ""))),
    )
    rows = _filtered(lezer, frame)
    absent = sum(not at_table for at_table in frame["aan_tafel"])
    of = f"{len(rows)} van {len(frame)}" if len(rows) < len(frame) else str(len(frame))
    note = f"{of} {'belanghebbende' if len(frame) == 1 else 'belanghebbenden'} · {absent} nog niet aan tafel"
    if not rows:
        empty_state("Geen belanghebbende past bij deze keuze.", "Kies een ruimer filter of een ander zoekwoord.")
        return
    shown = rows if state.get(ALLE) else rows[:FIRST]
    show(html('<p class="wk-stil" role="status">{}</p>', note), _table(lezer.methode, wijk, shown))
    with st.container(horizontal=True):
        if len(shown) < len(rows):
            st.button(f"Toon alle {len(rows)}", key="register_alle", on_click=lambda: state.put(alle="1"))
        downloads(
            "register",
            titel=f"Belanghebbenden van {wijk.naam}",
            naam=f"belanghebbenden-{wijk.slug}",
            bladen=lambda: [blad_from("Belanghebbenden", export(lezer.methode, rows))],
            aantal=note,
        )


def aspecten_of(methode: Methode, row: Mapping[str, Any]) -> tuple[str, ...]:
    """The aspecten of a belanghebbende; without any of its own those of its type."""
    known = methode.typen.get(row["type"])
    return tuple(row["aspecten"]) or (known.aspecten if known else ())


def type_name(methode: Methode, slug: str) -> str:
    """The name of a type; one that the method no longer has shows as it is."""
    return methode.typen[slug].naam if slug in methode.typen else slug


class _Keuze(NamedTuple):
    """A choice in the panel: its label, its options by slug with their names, and which is chosen."""

    label: str
    namen: dict[str, str]
    chosen: str


def _choices(methode: Methode, frame: pd.DataFrame) -> dict[str, _Keuze]:
    """The choices by their name in the address."""
    present = set(frame["type"])
    standen = {ALL: "Elke houding"} | {h.slug: h.naam for h in methode.schalen.get(HOUDING, {}).values()}
    standen |= {OTHER_THAN_DESIRED: "Anders dan gewenst", UNKNOWN: "Nog niet bekend"}
    offered = {
        SOORT: ("Soort", {ALL: "Alle soorten"} | {t.slug: t.naam for t in methode.typen.values() if t.slug in present}),
        state.ASPECT: ("Aspect", {ALL: "Alle aspecten"} | {a.slug: a.naam for a in methode.kompas.aspecten}),
        STAND: ("Houding", standen),
        TAFEL: ("Aan tafel", TABLES),
        SORTEER: ("Sorteer op", {slug: name for slug, (name, _) in SORTS.items()}),
    }
    return {
        name: _Keuze(label, namen, wanted if (wanted := state.get(name)) in namen else ALL)
        for name, (label, namen) in offered.items()
    }


def _filtered(lezer: Lezer, frame: pd.DataFrame) -> list[Row]:
    methode = lezer.methode
    soort, aspect, stand, tafel, order = (one.chosen for one in _choices(methode, frame).values())
    wanted = match_name(state.get(ZOEK) or "")
    weights = {
        scale: {slug: i for i, slug in enumerate(methode.schalen.get(scale, {}), 1)} for scale in (BELANG, INVLOED)
    }

    def fits(row: Row) -> bool:
        return (
            any(wanted in match_name(name) for name in (row["naam"], *row["ook"]))
            and soort in (ALL, row["type"])
            and (aspect == ALL or aspect in aspecten_of(methode, row))
            and _stands(row, stand)
            and (tafel == ALL or row["aan_tafel"] == (tafel == "aan"))
        )

    rows = [row for row in frame.to_dict("records") if fits(row)]  # type: ignore[arg-type]
    for row in rows:
        row["gewicht"] = sum(weights[scale].get(row[scale], 0) for scale in (BELANG, INVLOED))
    return sorted(rows, key=SORTS[order][1])


def _stands(row: Row, stand: str) -> bool:
    if stand == UNKNOWN:
        return row["huidig"] is None
    if stand == OTHER_THAN_DESIRED:
        return row["huidig"] is not None and row["gewenst"] not in (None, row["huidig"])
    return stand in (ALL, row["huidig"])


def houding_words(methode: Methode, huidig: str | None, gewenst: str | None) -> str:
    """'neutraal → ondersteunend'; one word when it is as desired or nothing is desired."""
    if huidig is None:
        return "nog niet bekend"
    now = methode.naam(HOUDING, huidig).lower()
    return now if gewenst in (None, huidig) else f"{now} → {methode.naam(HOUDING, gewenst).lower()}"


def _table(methode: Methode, wijk: Wijk, rows: list[Row]) -> Markup:
    """The table as HTML. On a phone it is drawn as cards; the roles keep it a table for who has it read aloud."""
    heads = ("Naam", "Soort", "Belang", "Invloed", "Houding → gewenst", "Contact", "Laatste", "Contactpersoon")
    numeric = {"Contact": html(" class=getal")}
    head = joined(html('<th role="columnheader" scope="col"{}>{}</th>', numeric.get(name, ""), name) for name in heads)
    body = joined(_row(methode, wijk, row, heads) for row in rows)
    return html(
        '<div class="wk-tabel wk-register" tabindex="0" role="region" aria-label="Belanghebbenden"><table role="table">'
        "<caption>Belanghebbenden in {}</caption>"
        '<thead role="rowgroup"><tr role="row">{}</tr></thead><tbody role="rowgroup">{}</tbody></table></div>',
        wijk.naam,
        head,
        body,
    )


def _row(methode: Methode, wijk: Wijk, row: Row, heads: tuple[str, ...]) -> Markup:
    address = one_href(wijk, row["id"])
    absent = "" if row["aan_tafel"] else html(' <span class="wk-badge wk-knoop-niet-gestart">nog niet aan tafel</span>')
    values = (
        type_name(methode, row["type"]),
        methode.naam(BELANG, row["belang"]).lower() or NONE,
        methode.naam(INVLOED, row["invloed"]).lower() or NONE,
        houding_words(methode, row["huidig"], row["gewenst"]),
        str(row["aantal"]),
        nl.day(row["laatste"]) if row["aantal"] else "nog nooit",
        row["contactpersoon"] or NONE,
    )
    cells = joined(_cell(head, value) for head, value in zip(heads[1:], values, strict=True))
    name = html('<a href="{}" target="_self" dir="auto">{}</a>', address, row["naam"])
    return html('<tr role="row"><th role="rowheader" scope="row">{}{}</th>{}</tr>', name, absent, cells)


def _cell(head: str, value: str) -> Markup:
    kind = html(" class=getal") if head == "Contact" else UNKNOWN_CELL if value == NONE else ""
    return html('<td role="cell" data-kop="{}"{}>{}</td>', head, kind, value)


def export(methode: Methode, rows: list[Row]) -> pd.DataFrame:
    """The rows as they are downloaded, in words."""
    kompas = methode.kompas
    return pd.DataFrame(
        [
            {
                "naam": row["naam"],
                "ook bekend als": list(row["ook"]),
                "soort": type_name(methode, row["type"]),
                "aspecten": [kompas.aspect[a].naam for a in aspecten_of(methode, row) if a in kompas.aspect],
                "belang": methode.naam(BELANG, row["belang"]),
                "invloed": methode.naam(INVLOED, row["invloed"]),
                "houding": methode.naam(HOUDING, row["huidig"]),
                "gewenste houding": methode.naam(HOUDING, row["gewenst"]),
                "houding sinds": row["houding_sinds"],
                "aan tafel": bool(row["aan_tafel"]),
                "contactmomenten": row["aantal"],
                "laatste contact": row["laatste"],
                "contactpersoon": row["contactpersoon"] or "",
                "notitie": row["notitie"],
            }
            for row in rows
        ]
    )
