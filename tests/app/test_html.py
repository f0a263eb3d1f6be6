"""Whatever people type stays text in the HTML we make: no tag, no attribute, no way out of either."""

import inspect
from collections.abc import Callable
from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as some
from markupsafe import Markup
from streamlit.testing.v1 import AppTest

from dashboard.kit import html as kit
from dashboard.kit.html import (
    finding,
    heading,
    how_calculated,
    href,
    html,
    joined,
    paragraph,
    show,
    table,
    why_this_sentence,
)
from dashboard.kit.picture import picture
from tests.app.conftest import html_of

CANARY = """<img src=x onerror=alert(1)>&"' onclick=alert(1) </p></td></span>--><script>alert(1)</script>"""

MADE: dict[str, Callable[[str], Markup]] = {
    "html": lambda text: html('<p title="{}">{named}</p>', text, named=text),
    "joined": lambda text: joined([html("<b>{}</b>", text), text], "<br>"),
    "heading": lambda text: heading(text, text),
    "paragraph": lambda text: paragraph(text, text),
    "how_calculated": how_calculated,
    "finding": finding,
    "why_this_sentence": lambda text: why_this_sentence([(text, text)], text),
    "table": lambda text: table([text, "Dag"], [[text, f"{text} 01-02-2026 {text}"]], numeric=[0], caption=text),
    "picture": lambda text: picture(text, text, text, text, text),
    "href": lambda text: html('<a href="{}">{}</a>', href("wijk", {"wijk": text}), text),
}
SHOWN = ("show", "page_title", "empty_state")
"""What puts HTML on the page itself; the test on a page has them all."""


class _Read(HTMLParser):
    """What a browser reads in a piece of HTML: its tags, the names of its attributes, and everything that is text."""

    def __init__(self, piece: str) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.attributes: set[str] = set()
        self.values: list[str] = []
        self.text = ""
        self.feed(str(piece))
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.attributes |= {name for name, _ in attrs}
        self.values += [value or "" for _, value in attrs]

    def handle_data(self, data: str) -> None:
        self.text += data


def _same_shape(piece: str, quiet: str) -> None:
    """The same tags and attributes with the canary in it as with an ordinary word, and the canary stands there."""
    read, calm = _Read(piece), _Read(quiet)
    assert (read.tags, read.attributes) == (calm.tags, calm.attributes)
    assert any(CANARY in said for said in (read.text, *read.values))


@pytest.mark.parametrize("name", MADE)
def test_what_is_typed_stays_text_in_every_piece(name: str) -> None:
    piece = MADE[name](CANARY)
    assert isinstance(piece, Markup)
    _same_shape(piece, MADE[name]("gewoon"))


def test_every_function_that_makes_html_is_tried() -> None:
    public = {
        name
        for name, one in vars(kit).items()
        if inspect.isfunction(one) and one.__module__ == kit.__name__ and not name.startswith("_")
    }
    assert public - {"without_links"} == {*MADE, *SHOWN} - {"picture"}


@given(some.text())
def test_any_text_is_read_back_as_it_was_typed(text: str) -> None:
    read = _Read(html('<p title="{}">{}</p>', text, text))
    assert read.tags == {"p"}
    assert read.attributes == {"title"}
    assert (read.values, read.text) == ([text], text)


def test_a_piece_of_html_stays_html_inside_another() -> None:
    assert html("<p>{}</p>", html("<b>{}</b>", "a & b")) == "<p><b>a &amp; b</b></p>"
    assert joined([html("<i>a</i>"), "<b>"], "<br>") == "<i>a</i><br>&lt;b&gt;"


@pytest.mark.parametrize("piece", ["<p>tekst</p>", "tekst", "", None])
def test_show_refuses_what_could_hold_something_typed(piece: object) -> None:
    with pytest.raises(TypeError):
        show(html("<p>van ons</p>"), piece)


def _page() -> None:
    import streamlit as st

    from dashboard.kit.errors import FieldErrors, error_message, error_summary, field_error
    from dashboard.kit.html import empty_state, heading, page_title, show, without_links

    text = st.session_state["getypt"]
    page_title(text, text)
    empty_state(text, text)
    errors = FieldErrors({text: text, "elders": text})
    field_error(errors, text)
    error_summary(errors)
    error_message(text)
    with without_links():
        show(heading(text))


def test_what_is_typed_stays_text_on_a_page() -> None:
    def shown(text: str) -> str:
        test = AppTest.from_function(_page)
        test.session_state["getypt"] = text
        test.run()
        assert not test.exception
        return html_of(test)

    _same_shape(shown(CANARY), shown("gewoon"))
