"""The URL holds the view: which wijk, which part of the kompas, which period. Widgets follow it, never the reverse.

At each rerun a widget is given the value that stands in the URL; when the user changes it, its callback writes the
URL first. So a link, the back button, a reload and a click all end in the same state. Everything read from the URL is
input: what is unknown or malformed means "alles".
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date
from typing import Any, TypedDict
from urllib.parse import urlencode

import streamlit as st

from wijkkompas_core.domain.kompas import Kompas
from wijkkompas_core.domain.selectie import ALLES, Selectie
from wijkkompas_core.domain.tijd import today
from wijkkompas_core.queries.wijken import Wijk

WIJK, SELECTIE, VAN, TOT, PER, CONTACTMOMENT, FASE, ASPECT = (
    "wijk",
    "selectie",
    "van",
    "tot",
    "per",
    "contactmoment",
    "fase",
    "aspect",
)
PEILDATUM, SINDS, BLAD = "peildatum", "sinds", "blad"
LAST_WIJK = "laatste_wijk"
LAST_LOOK, LAST_PAGE = "laatste_blik", "laatste_pagina"
LAST_VIEW = "laatste_kompas"
LAST_PERIOD = "laatste_periode"
FIRST_DAY, LAST_DAY = date(1950, 1, 1), date(2100, 12, 31)


# A shared view stands in place of the URL: what is drawn then follows the view, whatever the URL says.
_instead: ContextVar[Mapping[str, str] | None] = ContextVar("view_instead_of_url", default=None)


@contextmanager
def at(view: Mapping[str, str]) -> Iterator[None]:
    """Draw as if this query stood in the URL."""
    token = _instead.set(view)
    try:
        yield
    finally:
        _instead.reset(token)


def get(name: str) -> str | None:
    """A value in the URL, or nothing."""
    view = _instead.get()
    return st.query_params.get(name) if view is None else view.get(name)


def put(**values: str | None) -> None:
    """Write values into the URL, as one step of the browser's history; `None` or an empty one leaves it."""
    if _instead.get() is not None:
        return
    before = st.query_params.to_dict()
    after = {name: value for name, value in {**before, **values}.items() if value}
    if after != before:
        st.query_params.from_dict(after)


def address(**values: str | None) -> str:
    """The address of this page with these values in its query, for a link; `None` takes one out of it."""
    found = {name: value for name, value in {**st.query_params.to_dict(), BLAD: None, **values}.items() if value}
    return "?" + urlencode(found)


def get_date(name: str) -> date | None:
    """A date in the URL, as jjjj-mm-dd; nothing when it is not a date, or one outside what can be chosen."""
    return as_day(get(name))


def as_day(text: str | None) -> date | None:
    """A date written as jjjj-mm-dd; nothing when it is not a date, or one outside what can be chosen."""
    try:
        day = date.fromisoformat(text or "")
    except ValueError:
        return None
    return day if FIRST_DAY <= day <= LAST_DAY else None


def peildatum() -> date | None:
    """The day in the URL as of which is looked; nothing for today, a day to come, or what is no date."""
    day = get_date(PEILDATUM)
    return day if day is not None and day < today() else None


def keep_look() -> None:
    """Remember how is looked in time, for the next page."""
    st.session_state[LAST_LOOK] = look() | _since()


def _since() -> dict[str, str]:
    day = get_date(SINDS)
    return {SINDS: day.isoformat()} if day else {}


def look() -> dict[str, str]:
    """The query that keeps the peildatum of this view, for links to other pages."""
    day = peildatum()
    return {PEILDATUM: day.isoformat()} if day else {}


def look_back(day: date | None) -> None:
    """Look as of this day; without one as of today."""
    put(peildatum=day.isoformat() if day and day < today() else None)
    keep_look()


def entered(page: str, looks_back: bool) -> None:
    """On a page (its address) that can look back and is reached from the menu, the last peildatum comes along."""
    kept = st.session_state.get(LAST_LOOK) if looks_back else None
    if kept and st.session_state.get(LAST_PAGE) != page and not st.query_params.to_dict():
        put(**kept)
    st.session_state[LAST_PAGE] = page


class Following(TypedDict):
    """What ties a widget to the URL: its key, and what it does when it changes."""

    key: str
    on_change: Callable[[], None]


def follow(key: str, value: object, on_change: Callable[[Any], None]) -> Following:
    """Arguments that tie a widget to the URL: it shows `value`, and a change goes to `on_change`."""
    st.session_state[key] = value

    def changed() -> None:
        if key in st.session_state:  # not when the change comes after the widget has gone
            on_change(st.session_state[key])

    return {"key": key, "on_change": changed}


def current_wijk(wijken: Sequence[Wijk]) -> Wijk:
    """The wijk in the URL if this user may see it, else the last one used, else the first.

    An address without wijk and period comes from the menu: then the last period comes along as well.
    """
    by_slug = {w.slug: w for w in wijken}
    if _instead.get() is not None:  # a shared view is not where somebody is
        return by_slug.get(get(WIJK) or "") or wijken[0]
    wijk = by_slug.get(get(WIJK) or "") or by_slug.get(st.session_state.get(LAST_WIJK, "")) or wijken[0]
    st.session_state[LAST_WIJK] = wijk.slug
    if not (get(WIJK) or get(VAN) or get(TOT)):
        put(wijk=wijk.slug, **st.session_state.get(LAST_PERIOD, {}))
    elif get(WIJK) != wijk.slug:
        put(wijk=wijk.slug)
    return wijk


def current_selectie(kompas: Kompas) -> Selectie:
    """The part of the kompas in the URL."""
    return Selectie.from_node(get(SELECTIE), kompas)


def select(selectie: Selectie) -> None:
    """Choose a part of the kompas."""
    put(selectie=None if selectie == ALLES else selectie.node)


def current_period() -> tuple[date | None, date | None]:
    """`van` and `tot` in the URL; a period that ends before it begins is no period."""
    van, tot = get_date(VAN), get_date(TOT)
    if van and tot and van > tot:
        van = tot = None
    st.session_state[LAST_PERIOD] = {VAN: van and van.isoformat(), TOT: tot and tot.isoformat()}
    return van, tot


def view_params(wijk: Wijk, **more: str | None) -> dict[str, str]:
    """The query of a link to a page about this wijk, keeping the period of the present view."""
    values = {WIJK: wijk.slug, VAN: get(VAN), TOT: get(TOT), **look(), **_since(), **more}
    return {name: value for name, value in values.items() if value}


def keep_view() -> None:
    """Remember the present view of the kompas, to come back to."""
    st.session_state[LAST_VIEW] = st.query_params.to_dict()


def kept_view(wijk: str) -> dict[str, str]:
    """The query of the kompas of a wijk (its slug), as it was last seen."""
    view = st.session_state.get(LAST_VIEW, {})
    return view if view.get(WIJK) == wijk else {WIJK: wijk}
