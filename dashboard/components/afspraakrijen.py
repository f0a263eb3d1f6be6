"""The afspraken that are made at a contactmoment, in its own form: a row for each, as many as there are."""

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

import streamlit as st

from dashboard import state
from dashboard.components.forms import field_error
from dashboard.components.html import heading, show
from wijkkompas_core.domain.betrokkenheid import MAX_AFSPRAKEN, NieuweAfspraak
from wijkkompas_core.domain.toegang import Recht, require
from wijkkompas_core.queries.belanghebbenden import teamleden

if TYPE_CHECKING:
    from dashboard.components.contactformulier import Formulier

ROWS = "afspraakrijen"
MEMBER, PARTY = "lid", "partij"


def draw(form: "Formulier", errors: dict[str, str]) -> None:
    """The rows with their errors, and the button that adds one."""
    rows = _rows(form)
    if rows:
        show(heading("Afspraken"))
    names = _owners(form) if rows else {}
    for place, row in enumerate(rows):
        with st.container(key=form.key(f"rij_{row}"), horizontal=True, vertical_alignment="bottom"):
            _draw(form, row, place, names, errors)
    if len(rows) < MAX_AFSPRAKEN:
        label = "Nog een afspraak" if rows else "Afspraak toevoegen"
        st.button(label, key=form.key("afspraak_erbij"), on_click=_add, args=(form,), icon=":material/add_task:")


def invoer(form: "Formulier") -> tuple[NieuweAfspraak, ...]:
    """The rows as input, in order."""
    found: list[NieuweAfspraak] = []
    for wat, who, day in _values(form):
        kind, _, key = (who or "").partition("-")
        found.append(
            NieuweAfspraak(
                wat,
                int(key) if kind == MEMBER else None,
                int(key) if kind == PARTY else None,
                day,
            )
        )
    return tuple(found)


def contents(form: "Formulier") -> list[list[Any]]:
    """The rows as plain values that can be kept."""
    return [[wat, who, day.isoformat() if day else None] for wat, who, day in _values(form)]


def resume(form: "Formulier", kept: Sequence[Sequence[Any]]) -> None:
    """Fill the rows from what was kept."""
    form.put(ROWS, list(range(len(kept))))
    for row, (wat, who, day) in enumerate(kept):
        form.put(f"afspraak_{row}_wat", wat)
        form.put(f"afspraak_{row}_wie", who)
        form.put(f"afspraak_{row}_uiterlijk", date.fromisoformat(day) if day else None)


def _draw(form: "Formulier", row: int, place: int, names: dict[str, str], errors: dict[str, str]) -> None:
    field = f"afspraak_{row}"
    st.text_input("Wat is er afgesproken?", key=form.key(f"{field}_wat"), persist_state="session", max_chars=2000)
    if form.value(f"{field}_wie") not in names:
        form.put(f"{field}_wie", None)
    st.selectbox(
        "Wie doet het?",
        list(names),
        format_func=lambda key: names.get(key, str(key)),
        index=None,
        placeholder="Kies…",
        key=form.key(f"{field}_wie"),
        persist_state="session",
    )
    st.date_input(
        "Uiterlijk (mag leeg blijven)",
        value=None,
        format="DD-MM-YYYY",
        min_value=state.FIRST_DAY,
        max_value=state.LAST_DAY,
        key=form.key(f"{field}_uiterlijk"),
        persist_state="session",
    )
    st.button(
        "Weghalen", key=form.key(f"{field}_weg"), on_click=_remove, args=(form, row), type="tertiary",
        icon=":material/delete:",
    )  # fmt: skip
    names_of_errors = (f"afspraak_{place}_{name}" for name in ("wat", "eigenaar", "belanghebbende", "deadline"))
    field_error(errors, *names_of_errors)


def _values(form: "Formulier") -> list[tuple[str, str | None, date | None]]:
    rows = _rows(form)
    return [
        (
            form.value(f"afspraak_{row}_wat") or "",
            form.value(f"afspraak_{row}_wie"),
            form.value(f"afspraak_{row}_uiterlijk"),
        )
        for row in rows
    ]


def _rows(form: "Formulier") -> list[int]:
    return form.value(ROWS) or []


def _add(form: "Formulier") -> None:
    rows = _rows(form)
    row = max(rows, default=-1) + 1
    form.put(ROWS, [*rows, row])
    form.put(f"afspraak_{row}_wat", "")
    form.put(f"afspraak_{row}_uiterlijk", None)
    me = f"{MEMBER}-{form.lezer.actor.gebruiker}"
    form.put(f"afspraak_{row}_wie", me if me in _owners(form) else None)


def _remove(form: "Formulier", row: int) -> None:
    form.put(ROWS, [one for one in _rows(form) if one != row])


def _owners(form: "Formulier") -> dict[str, str]:
    """Who can do it: the team first, then the belanghebbenden."""
    lezer, wijk = form.lezer, form.wijk.id
    require(lezer.actor, Recht.WIJK_ZIEN, wijk)
    team = lezer.read(("teamleden", wijk), lambda session: teamleden(session, lezer.actor, wijk))
    return {f"{MEMBER}-{key}": naam for key, naam in team.items()} | {
        f"{PARTY}-{b.id}": b.naam for b in lezer.belanghebbenden(wijk)
    }
