"""Whatever people typed stands on the screen as they typed it, on every page and in every chart: never as a tag."""

import json
import re
from collections.abc import Iterator
from html.parser import HTMLParser
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as some
from sqlalchemy import String, update
from streamlit.testing.v1 import AppTest

from dashboard.charts.namen import in_regels, ingekort, letterlijk, voluit
from tests.app.conftest import html_of
from wijkkompas_core.storage.database import Database
from wijkkompas_core.storage.tables import Base

CANARY = "\"'<kanarie>&lt;"
TYPED = {
    "aanpak", "bron", "doel", "door", "gebied", "grond", "kort", "naam", "notitie", "opbrengst", "praktijkverhaal",
    "reden", "regie", "tekst", "tips", "titel", "toelichting", "uitleg", "wat", "zin",
}  # fmt: skip
"""The columns that hold what people typed, in whatever table."""

LINDENHOF = {"wijk": "lindenhof"}
PAGES: list[tuple[str, dict[str, str], bool]] = [
    ("afspraken.py", LINDENHOF, False),
    ("balans.py", LINDENHOF, True),
    ("belanghebbenden.py", LINDENHOF, False),
    ("belanghebbenden.py", LINDENHOF | {"beeld": "matrix"}, True),
    ("belanghebbenden.py", LINDENHOF | {"beeld": "belofte"}, True),
    ("belanghebbenden.py", LINDENHOF | {"beeld": "spreiding"}, True),
    ("belanghebbenden.py", LINDENHOF | {"belanghebbende": "1"}, False),
    ("kompas.py", LINDENHOF, True),
    ("logboek.py", LINDENHOF, False),
    ("programma.py", {}, False),
    ("programmabalans.py", {}, True),
    ("rapport.py", {}, False),
    ("start.py", {}, True),
    ("uitwisseling.py", LINDENHOF, False),
    ("vergelijken.py", {"wijken": "lindenhof,molenkwartier"}, True),
    ("voortgang.py", LINDENHOF, True),
    ("voortgang.py", LINDENHOF | {"beeld": "knooppunten"}, False),
    ("voortgang.py", LINDENHOF | {"beeld": "cijfers"}, True),
    ("voortgang.py", LINDENHOF | {"beeld": "oordelen"}, False),
    ("weergaven.py", {}, False),
    ("wijk.py", LINDENHOF, True),
    ("wijken.py", {}, False),
]
"""Page, question, and whether a chart on it shows something that was typed."""

# As plotly.js 3 does (svg_text_utils.js: SPLIT_TAGS, ONE_TAG, convertEntities).
_TAG, _ENTITY = re.compile(r"<(/?)([^ >]*)(\s+[^<>]*)?>"), re.compile(r"&(#\d+|#x[\da-fA-F]+|[a-z]+);")
_KNOWN = {"mu": "μ", "amp": "&", "lt": "<", "gt": ">", "nbsp": "\xa0", "times": "×", "plusmn": "±", "deg": "°"}


def _decoded(match: re.Match[str]) -> str:
    name = match[1]
    if name.startswith("#"):
        return chr(int(name[2:], 16) if name[1] == "x" else int(name[1:]))
    return _KNOWN.get(name, match[0])


def plotly_shows(text: str) -> tuple[set[str], str]:
    """The tags that plotly reads in a text, and what stands on the screen (a new line as a space)."""
    tags = {match[2] for match in _TAG.finditer(text)}
    return tags, _ENTITY.sub(_decoded, _TAG.sub(lambda m: " " if m[2] == "br" else "", text))


@given(some.text(some.characters(exclude_categories=("Cs", "Cc"))))
def test_plotly_shows_any_text_as_it_was_typed(text: str) -> None:
    assert plotly_shows(letterlijk(text)) == (set(), text)


@given(some.text(some.characters(exclude_categories=("Cs", "Cc"))))
def test_a_name_on_an_axis_or_in_a_hover_holds_no_tag_but_a_new_line(text: str) -> None:
    for shown in (ingekort(text, 12), in_regels(text, 12, 3), voluit(text, 12)):
        assert plotly_shows(shown)[0] <= {"br"}
        assert "&quot;" not in shown.replace("&amp;", "")


@pytest.fixture
def typed_database(demo_database: Database) -> Database:
    """The demo in which every text that people type begins with the canary."""
    with demo_database.engine.begin() as connection:
        for table in Base.metadata.sorted_tables:
            columns = [c for c in table.columns if c.name in TYPED and isinstance(c.type, String) and not c.primary_key]
            if columns:
                connection.execute(update(table).values({c: CANARY + c for c in columns}))
    return demo_database


class _Reader(HTMLParser):
    def __init__(self, body: str) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.text = ""
        self.feed(body)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags |= {tag, *(name for name, _ in attrs)}
        self.text += " ".join(value or "" for _, value in attrs)

    def handle_data(self, data: str) -> None:
        self.text += data


def _strings(value: Any, key: str = "") -> Iterator[tuple[str, str]]:
    """Every text in the description of a figure, with the name it stands under."""
    if isinstance(value, dict):
        for name, one in value.items():
            yield from _strings(one, name)
    elif isinstance(value, list):
        for one in value:
            yield from _strings(one, key)
    elif isinstance(value, str):
        yield key, value


def _charts(test: AppTest) -> list[list[tuple[str, str]]]:
    return [list(_strings(json.loads(chart.proto.spec))) for chart in test.get("plotly_chart")]


@pytest.mark.usefixtures("typed_database")
@pytest.mark.parametrize(("page", "query", "in_charts"), PAGES)
def test_what_is_typed_is_text_on_the_page_and_in_its_charts(run_page, page: str, query: dict, in_charts: bool) -> None:
    test = run_page(page, "programmamanager", **query)
    assert not test.exception
    read = _Reader(html_of(test))
    assert {tag for tag in read.tags if "kanarie" in tag or "&" in tag} == set()
    assert "&lt;kanarie" not in read.text and "&#34;" not in read.text, "escaped twice"
    charts = _charts(test)
    for chart in charts:
        for key, text in chart:
            tags, shown = plotly_shows(text)
            assert tags <= {"a", "b", "br", "s", "span", "extra"}, text
            assert "&lt;kan" not in shown and "&quot;" not in shown, f"escaped twice: {text}"
            assert "template" not in key or "kanarie" not in text, "a template is read once more"
    assert any(CANARY[:4] in plotly_shows(text)[1] for chart in charts for _, text in chart) is in_charts
