"""Parties of a register that are probably one, on one page: choose per group which name stays, merge all at once."""

from collections.abc import Mapping
from typing import Any

import streamlit as st
from markupsafe import Markup

from dashboard.kit import state, texts
from dashboard.kit.html import empty_state, finding, heading, html, joined, paragraph, show
from dashboard.kit.undo import Done, act
from dashboard.reading.belanghebbenden import read_doubles, read_register
from dashboard.reading.lezer import Lezer
from dashboard.screens.belanghebbenden.register import BELANGHEBBENDE, DUBBEL, one_href, trail, type_name
from wijkkompas_core.domain import nederlands as nl
from wijkkompas_core.domain.belanghebbenden import Samenvoeging
from wijkkompas_core.domain.toegang import Actie, Recht
from wijkkompas_core.queries.wijken import Wijk
from wijkkompas_core.services.belanghebbenden import merge_belanghebbenden, unmerge_belanghebbenden
from wijkkompas_core.uitwisseling.dubbelen import Dubbel, Dubbelganger

TITLE = "Dubbele namen"
PER_PAGE = 20
TOLD = (
    "Deze namen lijken op elkaar. Kies per groep welke naam blijft staan; wat je leeg laat, blijft apart. Alles van de "
    "andere namen telt daarna bij die naam mee. Er gaat niets verloren: je kunt ze later weer splitsen."
)
Rows = Mapping[int, Any]
"""The register: id → its row."""


def doubles_button(lezer: Lezer, wijk: Wijk) -> None:
    """The way to this page, for who may merge, when there is something on it."""
    if lezer.actor.may(Recht.WIJK_STUREN, wijk.id) and (groups := read_doubles(lezer, wijk.id)):
        st.button(
            f"{nl.count(len(groups), 'dubbele naam', 'dubbele namen')}?",
            key="register_dubbel",
            icon=":material/merge:",
            on_click=lambda: state.put(**{BELANGHEBBENDE: DUBBEL}),
            help="Bekijk welke namen op elkaar lijken, en voeg ze samen.",
        )


def doubles_view(lezer: Lezer, wijk: Wijk) -> None:
    """Every group with the reason and the choice, and one button for all that was chosen."""
    trail(wijk, TITLE)
    groups = read_doubles(lezer, wijk.id)
    if not groups:
        empty_state("Geen dubbele namen gevonden.", f"In {wijk.naam} lijkt geen naam op een andere.", is_title=True)
        return
    count = nl.count(len(groups), "groep namen is", "groepen namen zijn")
    title = f"{count} misschien dezelfde partij"
    show(finding(title, is_title=True), paragraph(TOLD))
    rows: Rows = {row["id"]: row for row in read_register(lezer, wijk.id).to_dict("records")}
    shown = groups[:PER_PAGE]
    open_ones = [group for group in shown if st.session_state.get(_key(group)) is None]
    if open_ones:
        st.button(
            f"Neem {nl.count(len(open_ones), 'voorstel', 'voorstellen')} over",
            key="dubbel_voorstellen",
            icon=":material/done_all:",
            on_click=_take,
            args=(open_ones,),
            help="Je ziet daarna per groep welke naam blijft staan, en kunt het veranderen.",
        )
    with st.container(key="wk-dubbelen"):
        for group in shown:
            _group(lezer, wijk, group, rows)
    if len(groups) > PER_PAGE:
        show(paragraph(f"Na deze {PER_PAGE} volgen er nog {len(groups) - PER_PAGE}.", "wk-stil"))
    chosen = [samen for group in shown if (samen := _chosen(group, rows)) is not None]
    count = sum(len(samen.dubbelen) for samen in chosen)
    with st.container(horizontal=True):
        st.button(
            f"Voeg {nl.count(count, 'naam', 'namen')} samen" if count else "Voeg samen",
            key="dubbel_samenvoegen",
            type="primary",
            disabled=not count,
            on_click=_merge,
            args=(wijk.id, chosen),
        )
        st.button("Terug naar de lijst", key="dubbel_terug", on_click=lambda: state.put(**{BELANGHEBBENDE: None}))


def _key(group: Dubbel[int]) -> str:
    return f"dubbel_{'_'.join(str(number) for number in sorted(one.sleutel for one in group.leden))}"


def _take(groups: list[Dubbel[int]]) -> None:
    """Fill in the name that is proposed; each can still be changed."""
    for group in groups:
        st.session_state[_key(group)] = group.blijft.sleutel


def _group(lezer: Lezer, wijk: Wijk, group: Dubbel[int], rows: Rows) -> None:
    names = {one.sleutel: one.naam for one in group.leden}
    lines = joined(_line(lezer, wijk, one, rows[one.sleutel]) for one in group.leden)
    show(heading(group.blijft.naam), html('<ul class="wk-dubbel">{}</ul>', lines))
    st.selectbox(
        f"Welke naam blijft staan? {texts.as_typed(group.blijft.naam)}",
        list(names),
        index=None,
        format_func=lambda key: names.get(key, str(key)),
        placeholder="Laat ze apart",
        key=_key(group),
    )
    if len(names) > 2:
        st.multiselect(
            f"Welke zijn dezelfde? {texts.as_typed(group.blijft.naam)}",
            list(names),
            default=list(names),
            format_func=lambda key: names.get(key, str(key)),
            placeholder="Kies er twee of meer",
            key=f"{_key(group)}_wie",
        )


def _line(lezer: Lezer, wijk: Wijk, one: Dubbelganger[int], row: Mapping[str, Any]) -> Markup:
    contact = nl.count(row["aantal"], "contactmoment", "contactmomenten")
    last = f", het laatste op {nl.day(row['laatste'])}" if row["aantal"] else ""
    why = html(' <span class="wk-stil">({})</span>', one.waarom) if one.waarom else ""
    link = html('<a href="{}" target="_self" dir="auto">{}</a>', one_href(wijk, one.sleutel), one.naam)
    about = f"{type_name(lezer.methode, row['type']).lower()}, {contact}{last}"
    return html("<li>{}: {}{}</li>", link, about, why)


def _chosen(group: Dubbel[int], rows: Rows) -> Samenvoeging | None:
    """What is to be merged of a group, at the versions that were shown; nothing while no name is chosen."""
    stays = st.session_state.get(_key(group))
    members = [one.sleutel for one in group.leden]
    same = st.session_state.get(f"{_key(group)}_wie", members)
    if stays not in members or stays not in same:
        return None
    others = tuple((key, int(rows[key]["versie"])) for key in members if key in same and key != stays)
    return Samenvoeging(stays, others) if others else None


def _merge(wijk: int, chosen: list[Samenvoeging]) -> None:
    count = sum(len(samen.dubbelen) for samen in chosen)
    act(
        Done("dubbelen", f"{nl.count(count, 'naam telt', 'namen tellen')} nu mee bij een andere", wijk),
        Actie.BELANGHEBBENDE_SAMENVOEGEN,
        lambda session: merge_belanghebbenden(session, chosen),
        lambda session, merged: unmerge_belanghebbenden(session, merged),
    )
