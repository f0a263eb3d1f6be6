"""Correct many contactmomenten in one table: change cells, look at what is changed, save it all, undo it all."""

from math import ceil
from typing import Any

import pandas as pd
import streamlit as st
from markupsafe import Markup

from dashboard.kit import drafts, slow, state
from dashboard.kit.filters import fase_filter, filter_row, period_filter, wijk_filter
from dashboard.kit.geen_wijken import no_wijken
from dashboard.kit.html import empty_state, heading, href, html, paragraph, show, table
from dashboard.kit.paging import asked_page, page_buttons
from dashboard.kit.undo import undo_bar
from dashboard.reading.lezer import Lezer
from dashboard.screens.uitwisselen import rows_stand as stand_
from dashboard.screens.uitwisselen.rows_stand import PER_PAGE, ROW, Keuze, Rijenstand
from wijkkompas_core.domain import nederlands as nl
from wijkkompas_core.domain.betrokkenheid import PARTICIPATIENIVEAU, VORM
from wijkkompas_core.domain.cellen import CELLEN, cellen
from wijkkompas_core.domain.toegang import Recht
from wijkkompas_core.queries.wijken import Wijk

SAVING = "Rijen opslaan"
TITELS = {
    "datum": "Datum",
    "fase": "Fase",
    "vorm": "Vorm",
    "aspecten": "Aspecten",
    "participatieniveau": "Niveau",
    "belanghebbenden": "Belanghebbenden",
    "aantal_deelnemers": "Deelnemers",
    "opbrengst": "Opbrengst",
}
TOLD = (
    "Dubbelklik op een cel, of begin te typen. Een reeks cellen plakken kan ook. Er verandert pas iets als "
    "je opslaat. Links en nieuwe belanghebbenden voeg je toe bij het contactmoment zelf."
)


def change_rows(lezer: Lezer) -> None:
    """The table with its filters, what is changed in it, and what came of saving."""
    _rows(lezer)
    slow.ask_no_more()


def _rows(lezer: Lezer) -> None:
    wijken = lezer.wijken(Recht.VASTLEGGEN)
    if not wijken:
        no_wijken(lezer.actor)
        return
    here = stand_.unsaved(lezer, state.current_wijk(wijken).id)
    wijk = next((one for one in wijken if here is not None and one.id == here.keuze.wijk), None)
    if here is not None and wijk is not None:
        _say_choice(lezer, here.keuze, wijk)
    else:
        keuze, wijk = _choice(lezer, wijken)
        here = stand_.open_rows(lezer, keuze)
    undo_bar(lezer)
    if not here.rijen:
        empty_state(
            "Hier komen de contactmomenten als tabel te staan.",
            f"In {wijk.naam} is met deze filters niets vastgelegd. Kies een langere periode of alle fasen.",
        )
        return
    names = _names(lezer, here)
    show(paragraph(TOLD, "wk-stil"), _count(here))
    st.data_editor(
        _frame(here),
        key=here.key,
        hide_index=True,
        num_rows="fixed",
        placeholder="",
        column_config=_columns(names),
        height=min(35 * (len(here.rijen) + 1) + 3, 600),
        alt=f"Contactmomenten van {wijk.naam} als tabel waarin je cellen kunt wijzigen",
    )
    drafts.say_unkept()
    _clashes(lezer, here, names)
    if here.anders:
        _waiting(lezer, here, names)
    elif here.totaal > PER_PAGE:
        last = ceil(here.totaal / PER_PAGE)
        page_buttons("rijen", here.keuze.blad, last, back="Nieuwer", on="Ouder")


def _say_choice(lezer: Lezer, keuze: Keuze, wijk: Wijk) -> None:
    """In the place of the filters: what is not saved yet stays in sight."""
    fase = lezer.methode.kompas.fase.get(keuze.fase or "")
    which = (wijk.naam, nl.period(keuze.van, keuze.tot), fase.naam if fase else "alle fasen")
    show(paragraph(f"{' · '.join(which)}. Andere rijen kiezen kan als je hebt opgeslagen of weggegooid."))


def _choice(lezer: Lezer, wijken: tuple[Wijk, ...]) -> tuple[Keuze, Wijk]:
    """The filters."""
    with filter_row():
        wijk = wijk_filter(wijken)
        van, tot = period_filter()
        fase = fase_filter(lezer.methode.kompas, "rijen_fase")
    return Keuze(wijk.id, van, tot, fase, asked_page()), wijk


def _names(lezer: Lezer, here: Rijenstand) -> dict[str, dict[str, str]]:
    """Per cell with choices: value → what stands there. What a row has and the method dropped stays a choice."""
    methode = lezer.methode
    kompas = methode.kompas
    names = {
        "fase": {f.slug: f"{f.nummer}. {f.kort}" for f in kompas.fasen},
        "vorm": {s.slug: s.naam for s in methode.schalen.get(VORM, {}).values()},
        "aspecten": {a.slug: a.kort for a in kompas.aspecten},
        "participatieniveau": {s.slug: s.naam for s in methode.schalen.get(PARTICIPATIENIVEAU, {}).values()},
        "belanghebbenden": {str(b.id): b.naam for b in lezer.belanghebbenden(here.keuze.wijk)},
    }
    for rij in here.rijen:
        names["belanghebbenden"] |= {str(key): naam for key, naam in rij.belanghebbenden}
        for cell in ("fase", "vorm", "participatieniveau"):
            value = cellen(rij.as_invoer())[cell]
            if value:
                names[cell].setdefault(value, value)
        for slug in rij.aspecten:
            names["aspecten"].setdefault(slug, slug)
    return names


def _columns(names: dict[str, dict[str, str]]) -> dict[str, Any]:
    config = st.column_config

    def one(cell: str, width: int) -> Any:
        known = names[cell]
        return config.SelectboxColumn(
            TITELS[cell], options=list(known), format_func=lambda value: known.get(str(value), str(value)), width=width
        )

    def several(cell: str) -> Any:
        known = names[cell]
        return config.MultiselectColumn(
            TITELS[cell],
            options=list(known),
            format_func=lambda value: known.get(str(value), str(value)),
            color="gray",
            width=148,
        )

    return {
        "datum": config.DateColumn(TITELS["datum"], format="DD-MM-YYYY", width=112, pinned=True),
        "fase": one("fase", 108),
        "vorm": one("vorm", 140),
        "aspecten": several("aspecten"),
        "participatieniveau": one("participatieniveau", 116),
        "belanghebbenden": several("belanghebbenden"),
        "aantal_deelnemers": config.NumberColumn(TITELS["aantal_deelnemers"], step=1, width=104),
        "opbrengst": config.TextColumn(TITELS["opbrengst"], width="large"),
    }


def _frame(here: Rijenstand) -> pd.DataFrame:
    rows = [cellen(rij.as_invoer()) | dict(here.getoond.get(rij.id, {})) for rij in here.rijen]
    frame = pd.DataFrame(rows, columns=list(CELLEN))
    frame["datum"] = pd.to_datetime(frame["datum"]).dt.date
    return frame.astype({"aantal_deelnemers": "Int64"})


def _count(here: Rijenstand) -> Markup:
    last = ceil(here.totaal / PER_PAGE)
    pages = f" · bladzijde {here.keuze.blad} van {last}, {PER_PAGE} per bladzijde" if last > 1 else ""
    return paragraph(f"{nl.count(here.totaal, 'contactmoment', 'contactmomenten')}{pages}", "wk-stil")


def _shown(names: dict[str, dict[str, str]], cell: str, value: Any) -> str:
    """A value of a cell in words."""
    if value in (None, "", []):
        return "(leeg)"
    known = names.get(cell, {})
    if isinstance(value, list):
        return ", ".join(known.get(str(one), str(one)) for one in value)
    day = state.as_day(value) if cell == "datum" else None
    return nl.day(day) if day else known.get(str(value), str(value)[:200])


def _waiting(lezer: Lezer, here: Rijenstand, names: dict[str, dict[str, str]]) -> None:
    """What is changed and not saved yet, with what is wrong about it, and the two buttons."""
    show(heading(f"{nl.count(len(here.anders), 'rij', 'rijen')} gewijzigd", "nog niet opgeslagen"))
    rows: list[tuple[str, ...]] = []
    wrong: list[Markup] = []
    for key, cells in here.anders.items():
        before, called = cellen(here.rij(key).as_invoer()), stand_.name(lezer, here.rij(key))
        for cell, value in cells.items():
            rows.append((called, TITELS[cell], _shown(names, cell, before[cell]), _shown(names, cell, value)))
        for cell, sentence in here.fouten.get(key, {}).items():
            where = called if cell == ROW else f"{called}, {TITELS.get(cell, cell).lower()}"
            wrong.append(html('<p class="wk-fout" role="alert">{}: {}</p>', where, sentence))
    if wrong:
        summary = f"{nl.count(len(here.fouten), 'rij is', 'rijen zijn')} niet opgeslagen."
        show(html('<p class="wk-fout wk-fout-blok" role="alert">{} Verbeter de cel in de tabel.</p>', summary), *wrong)
    if rows:
        show(table(("Rij", "Cel", "Was", "Wordt"), rows, caption="Wat er wordt opgeslagen"))
    may_save = len(here.anders) > len(here.botsingen)
    with st.container(horizontal=True, key="wk-opslaan"):
        if may_save:
            st.button(
                "Wijzigingen opslaan",
                key="rijen_opslaan",
                type="primary",
                icon=":material/check:",
                on_click=slow.ask,
                args=(SAVING,),
            )
        st.button("Alles weggooien", key="rijen_weg", type="tertiary", on_click=stand_.throw_away)
    if may_save:
        slow.do_if_asked(SAVING, lambda tell: stand_.save(lezer, tell))


def _clashes(lezer: Lezer, here: Rijenstand, names: dict[str, dict[str, str]]) -> None:
    """Per row that someone else changed meanwhile: both versions side by side, and the choice."""
    for key, theirs in here.botsingen.items():
        rij, cells = here.rij(key), here.anders[key]
        was, other = cellen(rij.as_invoer()), cellen(theirs.as_invoer())
        mine = was | dict(cells)
        called = stand_.name(lezer, rij)
        with st.container(key=f"wk-import-botsing-{key}"):
            if theirs.verwijderd:
                form = href("vastleggen", {"contactmoment": str(key)})
                what = html(
                    'verwijderd. <a href="{}" target="_self">Open het contactmoment</a> om het terug te zetten.', form
                )
            else:
                what = "gewijzigd; jouw cellen zijn nog niet opgeslagen. Kies wat er moet blijven."
            sentence = html("{} is intussen door iemand anders {}", called, what)
            show(html('<p class="wk-fout wk-fout-blok" role="alert">{}</p>', sentence))
            rows = [
                (TITELS[cell], _shown(names, cell, other[cell]), _shown(names, cell, mine[cell]))
                for cell in CELLEN
                if cell in cells or other[cell] != was[cell]
            ]
            show(table(("Cel", "Van de ander", "Van jou"), rows, caption=f"Twee versies van {called}"))
            with st.container(horizontal=True):
                if not theirs.verwijderd:
                    st.button("Mijn cellen houden", key=f"rijen_mijn_{key}", on_click=stand_.keep_mine, args=(key,))
                st.button("Die van de ander houden", key=f"rijen_ander_{key}", on_click=stand_.keep_theirs, args=(key,))
