"""The afspraken that are made at a contactmoment, in its own form: a row for each, as many as there are."""

from collections.abc import Sequence
from datetime import date
from typing import Any

import streamlit as st

from dashboard.kit import state
from dashboard.kit.errors import field_error, last_errors, set_errors
from dashboard.kit.html import NOTHING, heading, href, html, show
from dashboard.screens.vastleggen.typed import Invulling
from wijkkompas_core.domain import nederlands as nl
from wijkkompas_core.domain.betrokkenheid import MAX_AFSPRAKEN, NieuweAfspraak
from wijkkompas_core.queries.afspraken import afspraken_of
from wijkkompas_core.queries.belanghebbenden import teamleden

ROWS = "afspraakrijen"
MEMBER, PARTY = "lid", "partij"


def draw(form: Invulling, errors: dict[str, str]) -> None:
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
    field_error(errors, "afspraken")


def links(form: Invulling) -> None:
    """The afspraken that were made at a contactmoment recorded before, each with the way to its own page."""
    lezer, wijk, key = form.lezer, form.wijk, int(form.doel)
    found = lezer.now.ask(afspraken_of, wijk.id, key)
    if not found:
        return
    lines = NOTHING
    for one in found:
        when = f"uiterlijk {nl.day(one.deadline)}" if one.deadline else ""
        facts = ", ".join(fact for fact in (one.status, *one.wie, when) if fact)
        address = href("afspraken", {state.WIJK: wijk.slug, "afspraak": str(one.id)})
        lines += html('<li><a href="{}" target="_self" dir="auto">{}</a> <span>{}</span></li>', address, one.wat, facts)
    show(html('{}<ul class="wk-gemaakt">{}</ul>', heading("Afspraken"), lines))


def invoer(form: Invulling) -> tuple[NieuweAfspraak, ...]:
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


def contents(form: Invulling) -> list[list[Any]]:
    """The rows as plain values that can be kept."""
    return [[wat, who, day.isoformat() if day else None] for wat, who, day in _values(form)]


def resume(form: Invulling, kept: Sequence[Sequence[Any]]) -> None:
    """Fill the rows from what was kept."""
    form.put(ROWS, list(range(len(kept))))
    for row, (wat, who, day) in enumerate(kept):
        form.put(f"afspraak_{row}_wat", wat)
        form.put(f"afspraak_{row}_wie", who)
        form.put(f"afspraak_{row}_uiterlijk", date.fromisoformat(day) if day else None)


def _draw(form: Invulling, row: int, place: int, names: dict[str, str], errors: dict[str, str]) -> None:
    field = f"afspraak_{row}"
    wat = form.key(f"{field}_wat")
    st.text_input("Wat is er afgesproken?", key=wat, persist_state="session", max_chars=2000, live="2s")
    field_error(errors, f"afspraak_{place}_wat")
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
    field_error(errors, *(f"afspraak_{place}_{name}" for name in ("eigenaar", "belanghebbende", "deadline")))
    st.button(
        "Weghalen", key=form.key(f"{field}_weg"), on_click=_remove, args=(form, row), type="tertiary",
        icon=":material/delete:",
    )  # fmt: skip


def _values(form: Invulling) -> list[tuple[str, str | None, date | None]]:
    rows = _rows(form)
    return [
        (
            form.value(f"afspraak_{row}_wat") or "",
            form.value(f"afspraak_{row}_wie"),
            form.value(f"afspraak_{row}_uiterlijk"),
        )
        for row in rows
    ]


def _rows(form: Invulling) -> list[int]:
    return form.value(ROWS) or []


def _add(form: Invulling) -> None:
    rows = _rows(form)
    row = max(rows, default=-1) + 1
    form.put(ROWS, [*rows, row])
    form.put(f"afspraak_{row}_wat", "")
    form.put(f"afspraak_{row}_uiterlijk", None)
    me = f"{MEMBER}-{form.lezer.actor.gebruiker}"
    form.put(f"afspraak_{row}_wie", me if me in _owners(form) else None)


def _remove(form: Invulling, row: int) -> None:
    rows = _rows(form)
    if row not in rows:  # a second click came before the row had left the screen
        return
    place = rows.index(row)
    form.put(ROWS, [one for one in rows if one != row])
    errors, message = last_errors(form.doel)
    set_errors(form.doel, _moved_up(errors, place), message)


def _moved_up(errors: dict[str, str], gone: int) -> dict[str, str]:
    """The errors without those of the row that went; those of the rows below it go along one place up."""
    kept: dict[str, str] = {}
    for name, sentence in errors.items():
        parts = name.split("_")
        if parts[0] == "afspraak":
            place = int(parts[1])
            if place == gone:
                continue
            parts[1] = str(place - (place > gone))
        kept["_".join(parts)] = sentence
    return kept


def _owners(form: Invulling) -> dict[str, str]:
    """Who can do it: the team first, then the belanghebbenden."""
    lezer, wijk = form.lezer, form.wijk.id
    team = lezer.now.ask(teamleden, wijk)
    return {f"{MEMBER}-{key}": naam for key, naam in team.items()} | {
        f"{PARTY}-{b.id}": b.naam for b in lezer.belanghebbenden(wijk)
    }
