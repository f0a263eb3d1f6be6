"""HTML comes from one place: `dashboard/kit/html.py`, where a text that is put into it is escaped."""

import ast
import re
from collections.abc import Iterator

import pytest

from tests.architecture.house import ROOT, files, tree

HOME = "dashboard.kit.html"
PROGRAM = [name for name in files() if name.startswith(("dashboard", "pages"))]
MAKES = re.compile(r"\bMarkup\(|\bst\.html\(|\bunsafe_allow_html\b|\bescape_silent\b|__html__|\bcomponents\.v1\b")
ESCAPES = re.compile(r"\bescape\(")
ESCAPING: set[str] = {
    "dashboard/charts/namen.py",  # `letterlijk`: what plotly reads as markup
    "dashboard/charts/paper/text.py",
    "dashboard/charts/paper/traces.py",
}
"""Where else a text is escaped: a figure is no HTML, and what we draw for paper is SVG."""


def _having(pattern: re.Pattern[str]) -> set[str]:
    return {
        str(files()[name].relative_to(ROOT))
        for name in PROGRAM
        if name != HOME and pattern.search(files()[name].read_text(encoding="utf-8"))
    }


def test_html_is_made_and_shown_in_one_place() -> None:
    assert _having(MAKES) == set()


def test_nothing_escapes_by_hand() -> None:
    assert _having(ESCAPES) == ESCAPING


def _calls(module: str, *names: str) -> Iterator[ast.Call]:
    for node in ast.walk(tree(module)):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in names:
            yield node


def _templates(module: str) -> Iterator[str]:
    """The first argument of every html(…) in a module."""
    for call in _calls(module, "html"):
        assert isinstance(call.args[0], ast.Constant), f"line {call.lineno}: a template is a text in the source"
        yield str(call.args[0].value)


A_TAG = re.compile(r"</?(?!br>)[a-z][a-z0-9]*[ >]")
OF_THE_SERVER = {"dashboard.server", "dashboard.web.deelroutes"}
"""Pages of our own beside Streamlit; nothing is put into them."""


@pytest.mark.parametrize("module", [n for n in PROGRAM if n not in {HOME, *OF_THE_SERVER} and ".charts" not in n])
def test_a_tag_stands_only_in_a_template(module: str) -> None:
    """Not in a text: that would stand on the page with its tags for all to see."""
    made = {id(part) for call in _calls(module, "html", "joined") for part in call.args}
    explained = {id(node.value) for node in ast.walk(tree(module)) if isinstance(node, ast.Expr)}
    texts = [n for n in ast.walk(tree(module)) if isinstance(n, ast.Constant) and isinstance(n.value, str)]
    assert [n.value for n in texts if id(n) not in made | explained and A_TAG.search(n.value)] == []


UNSAFE_PLACE = re.compile(r"""=\{|<\{|\bon\w+=["']?[^"'>]*\{|<script\b""")
"""A place where escaping does not help: an attribute without quotes, the name of a tag, a script."""


@pytest.mark.parametrize("module", [name for name in PROGRAM if name != HOME])
def test_a_value_stands_where_escaping_helps(module: str) -> None:
    assert [template for template in _templates(module) if UNSAFE_PLACE.search(template)] == []


@pytest.mark.parametrize(
    "template", ["<a href={}>", "<{}>", '<p onclick="go({})">', "<p onclick={}>", "<script>{}</script>"]
)
def test_a_place_where_escaping_does_not_help_is_recognised(template: str) -> None:
    assert UNSAFE_PLACE.search(template)
