"""What of the programme is looked at: the filters behind their button, and the chips of those that are set."""

from collections.abc import Iterable, Sequence

import streamlit as st

from dashboard.kit import state
from dashboard.kit.balk import Chip, filter_panel
from dashboard.kit.marks import MAAND
from dashboard.kit.paging import BLAD
from dashboard.reading.lezer import Lezer
from dashboard.screens.programma.filter import ALLEEN, GEBIED, NONE_GIVEN, REGIE, Filter
from wijkkompas_core.domain import nederlands as nl
from wijkkompas_core.queries.programma import Wijkregel


def filters(lezer: Lezer, regels: Sequence[Wijkregel], filter: Filter) -> None:
    """The choices; those that have nothing to choose from are left out."""
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
    chips = [
        Chip(label, names[value] + _count(regels, filter, name), (name,))
        for label, name, names, value in choices
        if value is not None
    ]
    with filter_panel(chips):
        for label, name, names, value in choices:
            if len(names) < 2 and value is None:
                continue
            st.selectbox(
                label,
                ["", *names],
                format_func=lambda key, names=names: names.get(key, "Alle") if key else "Alle",
                **state.follow(f"programma_{name}", value or "", lambda v, n=name: _choose(n, str(v))),
            )


def _count(regels: Sequence[Wijkregel], filter: Filter, name: str) -> str:
    """Behind a chosen aspect or month: how many contactmomenten the wijken had there."""
    if name not in (state.ASPECT, MAAND):
        return ""
    number = sum(filter.aantal(regel) for regel in regels if filter.holds(regel))
    return f", {nl.count(number, 'contactmoment', 'contactmomenten')}"


def _used(values: Iterable[str]) -> dict[str, str]:
    found = sorted(set(values), key=str.casefold)
    return {value or NONE_GIVEN: value or "niet ingevuld" for value in found} if any(found) else {}


def _choose(name: str, value: str) -> None:
    state.put(**{name: value or None, BLAD: None})
