"""Small pieces of HTML. Whatever came from a person or a file goes through `esc`."""

import re
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from html import escape
from urllib.parse import urlencode

import streamlit as st

from dashboard.kit import state

_DATE, _WHOLE = re.compile(r"\b\d\d-\d\d-\d{4}\b"), r'<span class="wk-heel">\g<0></span>'
"""A date in a table stays on one line."""


def esc(text: object) -> str:
    """Text as text: nothing in it can become markup."""
    return escape(str(text), quote=True)


# What stands between < and > here is our own: whatever was typed has no bare < or > any more (see `esc`).
_WAYS_ON = re.compile(r'<p class="wk-(?:verder|acties)">.*?</p>|</?a\b[^>]*>', re.DOTALL)
_linkless: ContextVar[bool] = ContextVar("linkless", default=False)


@contextmanager
def without_links() -> Iterator[None]:
    """On a page that shows one view and nothing else: the text of links stays, the way to elsewhere goes."""
    token = _linkless.set(True)
    try:
        yield
    finally:
        _linkless.reset(token)


def show(*parts: str) -> None:
    """Put pieces of HTML on the page as one element."""
    body = "".join(parts)
    if _linkless.get():
        body = _WAYS_ON.sub("", body)
    if body.strip():
        st.html(body)


def page_title(title: str, purpose: str, beside: str = "") -> None:
    """The one title of a page and the sentence that says what it is for; `beside` is HTML that stands to its right."""
    sentence = f'<p class="wk-doel">{esc(purpose)}</p>' if purpose else ""
    show(f'<div class="wk-kopregel"><h1 class="wk-titel">{esc(title)}</h1>{beside}</div>{sentence}')


def heading(text: str, extra: str = "") -> str:
    """A heading inside a page, with a quiet remark behind it."""
    remark = f' <span class="wk-stil">{esc(extra)}</span>' if extra else ""
    return f'<h2 class="wk-kop">{esc(text)}{remark}</h2>'


def paragraph(text: str, kind: str = "") -> str:
    """A paragraph; line breaks in the text stay."""
    return f'<p class="wk-alinea {kind}">{esc(text)}</p>'


def how_calculated(text: str) -> str:
    """The quiet "hoe is dit berekend?" under a figure, which opens the rule in words."""
    return f'<details class="wk-uitleg"><summary>Hoe is dit berekend?</summary>{paragraph(text)}</details>'


def empty_state(what: str, why: str) -> None:
    """What this will show and why it is empty; the button that fills it comes after it."""
    show(f'<div class="wk-leeg"><p><strong>{esc(what)}</strong></p><p>{esc(why)}</p></div>')


def href(url: str, params: dict[str, str] | None = None) -> str:
    """The address of a page of the app with its query, for use inside an attribute; the peildatum comes along."""
    query = urlencode({**(params or {}), **state.look()})
    return esc(f"/{url}" + (f"?{query}" if query else ""))


def table(
    columns: Sequence[str], rows: Iterable[Sequence[object]], *, numeric: Sequence[int] = (), caption: str
) -> str:
    """A real table: readable aloud, and on a narrow screen it scrolls by itself. `numeric` columns align right."""

    def cell(tag: str, place: int, value: object, scope: str = "") -> str:
        style = ' class="getal"' if place in numeric else ""
        return f"<{tag}{scope}{style}>{_DATE.sub(_WHOLE, esc(value))}</{tag}>"

    head = "".join(cell("th", i, name, ' scope="col"') for i, name in enumerate(columns))
    body = "".join("<tr>" + "".join(cell("td", i, v) for i, v in enumerate(row)) + "</tr>" for row in rows)
    return (
        f'<div class="wk-tabel" tabindex="0" role="region" aria-label="{esc(caption)}"><table>'
        f"<caption>{esc(caption)}</caption><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table></div>"
    )
