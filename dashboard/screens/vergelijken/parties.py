"""The belanghebbenden of several wijken side by side: how many, of which type, who is missing, and how it is spread."""

from collections.abc import Callable, Sequence
from datetime import date

import pandas as pd

from dashboard.kit import state
from dashboard.kit.html import NOTHING, heading, how_calculated, href, html, paragraph, show
from dashboard.reading.belanghebbenden import read_participation, read_register
from dashboard.reading.lezer import Lezer
from dashboard.screens.vergelijken.rows import Rij, beside, differing
from wijkkompas_core.analysis import VENSTER_MAANDEN
from wijkkompas_core.analysis.spreiding import UITLEG, Spreiding, spreiding
from wijkkompas_core.domain import nederlands as nl
from wijkkompas_core.domain.tijd import months_back
from wijkkompas_core.queries.wijken import Wijk

FEW = "te weinig gegevens"


def parties(lezer: Lezer, chosen: Sequence[Wijk], peildatum: date) -> None:
    """One table: the totals and the spread (rekenregels §7), then a row per type that any of these wijken has."""
    registers = {wijk.id: read_register(lezer, wijk.id) for wijk in chosen}
    spread = {wijk.id: _spread(lezer, wijk, peildatum) for wijk in chosen}
    facts: list[tuple[str, Callable[[Wijk], str]]] = [
        ("In het register", lambda w: str(len(registers[w.id]))),
        ("Aan tafel", lambda w: _at_table(registers[w.id])),
        ("Gesproken, 12 maanden", lambda w: f"{spread[w.id].gesproken} van {spread[w.id].n}"),
        ("Soorten gesproken", lambda w: f"{spread[w.id].typen_gesproken} van {spread[w.id].typen_verwacht}"),
        ("Top 3 van de contacten", lambda w: _known(spread[w.id].top3, nl.percentage)),
        ("Hoe scheef verdeeld (0 tot 1)", lambda w: _known(spread[w.id].gini, nl.decimal)),
    ]
    have = {slug for frame in registers.values() for slug in frame["type"].tolist()}
    typen = [typ for typ in lezer.methode.typen.values() if typ.slug in have]
    body, alike = differing([Rij(name, tuple(fact(w) for w in chosen)) for name, fact in facts])
    kinds, same = differing([Rij(t.naam, tuple(_of_type(registers[w.id], t.slug) for w in chosen)) for t in typen])
    if kinds:
        body += html(
            '<tr role="row" class="wk-tussenkop"><th role="rowheader" scope="rowgroup" colspan="{}">Per soort</th>'
            "</tr>",
            len(chosen) + 1,
        )
    missing = [typ.naam for typ in lezer.methode.typen.values() if typ.slug not in have]
    show(
        heading("Belanghebbenden", f"register van nu, contacten van {VENSTER_MAANDEN} maanden"),
        beside(
            "Belanghebbenden naast elkaar",
            ((href("belanghebbenden", {state.WIJK: w.slug}), w.label) for w in chosen),
            body + kinds,
        ),
        alike + same,
        paragraph(f"In geen van deze wijken in het register: {nl.enumerate_words(missing)}.", "wk-stil")
        if missing
        else NOTHING,
        how_calculated(UITLEG),
    )


def _at_table(register: pd.DataFrame) -> str:
    seated = sum(register["aan_tafel"].tolist())
    return f"{seated}, nog niet: {len(register) - seated}" if seated < len(register) else str(seated)


def _of_type(register: pd.DataFrame, typ: str) -> str:
    seats = [
        at for one, at in zip(register["type"].tolist(), register["aan_tafel"].tolist(), strict=True) if one == typ
    ]
    if not seats:
        return "–"
    away = len(seats) - sum(seats)
    if not away:
        return str(len(seats))
    return f"{len(seats)}, nog niet aan tafel" if away == len(seats) else f"{len(seats)} ({away} nog niet aan tafel)"


def _spread(lezer: Lezer, wijk: Wijk, peildatum: date) -> Spreiding:
    frame = read_participation(lezer, wijk.id, months_back(peildatum, VENSTER_MAANDEN), peildatum)
    return spreiding(frame, lezer.methode.typen.keys())


def _known(value: float | None, words: Callable[[float], str]) -> str:
    return FEW if value is None else words(value)
