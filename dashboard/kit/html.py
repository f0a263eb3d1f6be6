"""Small pieces of HTML. A piece is `Markup`; every other text is escaped where it goes into one."""

import re
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from typing import LiteralString
from urllib.parse import urlencode

import streamlit as st
from markupsafe import Markup

from dashboard.kit import state

NOTHING = Markup()
HOW = "Hoe is dit berekend?"
"""Above every rule in words, on the screen and in a file."""
_DATE = re.compile(r"\b(\d\d-\d\d-\d{4})\b")
"""A date in a table stays on one line."""


def html(template: LiteralString, *values: object, **named: object) -> Markup:
    """A piece of HTML: our own template, with in its `{}` what was read. Only a value that is Markup stays as it is.

    The template stands in our source (an f-string with a value in it is a type error), so only values need escaping.
    """
    return Markup(template).format(*values, **named)  # noqa: S704 - a literal of our own, by its type


def joined(pieces: Iterable[str], between: LiteralString = "") -> Markup:
    """The pieces after one another, `between` (HTML of our own) in between; what is not Markup is escaped."""
    return html(between).join(pieces)


# What stands between < and > here is our own: whatever was typed has no bare < or > any more (see `html`).
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


def show(*parts: Markup) -> None:
    """Put pieces of HTML on the page as one element. A str could hold something typed, so it is refused (TypeError)."""
    for part in parts:
        if not isinstance(part, Markup):
            raise TypeError(f"show() takes Markup, not {type(part).__name__}: make it with html()")
    body = "".join(parts)
    if _linkless.get():
        body = _WAYS_ON.sub("", body)
    if body.strip():
        st.html(body)


def page_title(title: str, purpose: str, *, is_title: bool = True) -> None:
    """The name of a page without a bar, and what it is for: its title (h1), or a label above the finding that is."""
    sentence = html('<p class="wk-doel">{}</p>', purpose) if purpose else NOTHING
    name = html('<h1 class="wk-titel">{}</h1>' if is_title else '<p class="wk-balk-naam">{}</p>', title)
    show(name + sentence)


def heading(text: str, extra: str = "") -> Markup:
    """A heading inside a page, with a quiet remark behind it."""
    remark = html(' <span class="wk-stil">{}</span>', extra) if extra else NOTHING
    return html('<h2 class="wk-kop">{}{}</h2>', text, remark)


def paragraph(text: str, kind: str = "") -> Markup:
    """A paragraph; line breaks in the text stay."""
    return html('<p class="wk-alinea {}">{}</p>', kind, text)


def how_calculated(text: str) -> Markup:
    """The quiet "hoe is dit berekend?" under a figure, which opens the rule in words."""
    return html(
        '<details class="wk-uitleg"><summary>{}</summary>{}</details>',
        HOW,
        paragraph(text),
    )


def why_this_sentence(waarom: Iterable[tuple[str, str]], rule: str) -> Markup:
    """The quiet "waarom deze zin?" under a headline, which opens the figures behind it and its rule in words."""
    facts = joined(html("<li>{}: <strong>{}</strong></li>", name, value) for name, value in waarom)
    return html(
        '<details class="wk-uitleg wk-waaromzin"><summary>Waarom deze zin?</summary><ul>{}</ul>{}</details>',
        facts,
        paragraph(rule),
    )


def finding(text: str, *, is_title: bool = False) -> Markup:
    """What a picture says, above it; of the first picture of a page it can be the title."""
    return html('<h1 class="wk-kopzin">{}</h1>', text) if is_title else html('<h2 class="wk-bevinding">{}</h2>', text)


def empty_state(what: str, why: str, *, is_title: bool = False) -> None:
    """What this will show and why it is empty; the button that fills it comes after it."""
    first = finding(what, is_title=True) if is_title else html("<p><strong>{}</strong></p>", what)
    show(html('<div class="wk-leeg">{}<p>{}</p></div>', first, why))


def href(url: str, params: dict[str, str] | None = None) -> str:
    """The address of a page of the app with its query; the peildatum comes along."""
    query = urlencode({**(params or {}), **state.look()})
    return f"/{url}" + (f"?{query}" if query else "")


def table(
    columns: Sequence[str],
    rows: Iterable[Sequence[object]],
    *,
    numeric: Sequence[int] = (),
    caption: str,
    cards: bool = False,
) -> Markup:
    """A real table: readable aloud, and on a narrow screen it scrolls by itself. `numeric` columns align right.

    With `cards` each row is a card on a phone, the last column but one over its whole width: for rows of texts.
    """

    def style(place: int) -> Markup:
        if cards and place == len(columns) - 2:
            return html(' class="wk-breed"')
        return html(' class="getal"') if place in numeric else NOTHING

    def cell(place: int, value: object) -> Markup:
        shown = _dates_whole(value)
        if cards:  # as a card a table is none to a browser any more, unless it is told
            return html('<td role="cell" data-kop="{}"{}>{}</td>', columns[place], style(place), shown)
        return html("<td{}>{}</td>", style(place), shown)

    head = joined(
        html('<th{} scope="col"{}>{}</th>', _role("columnheader", cards), style(i), _dates_whole(name))
        for i, name in enumerate(columns)
    )
    row_role = _role("row", cards)
    body = joined(html("<tr{}>{}</tr>", row_role, joined(cell(i, v) for i, v in enumerate(row))) for row in rows)
    return html(
        '<div class="wk-tabel{kind}" tabindex="0" role="region" aria-label="{caption}"><table{table}>'
        "<caption>{caption}</caption><thead{group}><tr{row}>{head}</tr></thead><tbody{group}>{body}</tbody></table></div>",
        kind=" wk-kaartjes" if cards else "",
        table=_role("table", cards),
        group=_role("rowgroup", cards),
        row=row_role,
        caption=caption,
        head=head,
        body=body,
    )


def _role(name: str, said: bool) -> Markup:
    return html(' role="{}"', name) if said else NOTHING


def _dates_whole(value: object) -> Markup:
    """The text of a cell, in which every date stays on one line."""
    parts = _DATE.split(str(value))
    return joined(html('<span class="wk-heel">{}</span>', part) if i % 2 else part for i, part in enumerate(parts))
