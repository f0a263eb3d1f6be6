"""The words of the house: the glossary is complete, and the settings are documented."""

import ast
import importlib
import inspect
import re
from collections.abc import Iterator
from dataclasses import fields
from pathlib import Path

import pytest

from wijkkompas_core.domain.paginas import PAGINAS, Pagina
from wijkkompas_core.settings import PREFIX, Settings

ROOT = Path(__file__).resolve().parents[2]
DOMAIN = [path.stem for path in (ROOT / "wijkkompas_core" / "domain").glob("*.py") if path.stem != "__init__"]


@pytest.mark.parametrize("module", DOMAIN)
def test_every_class_of_the_domain_is_in_the_glossary(module: str) -> None:
    glossary = (ROOT / "docs" / "begrippen.md").read_text(encoding="utf-8")
    found = inspect.getmembers(importlib.import_module(f"wijkkompas_core.domain.{module}"), inspect.isclass)
    own = [name for name, cls in found if cls.__module__ == f"wijkkompas_core.domain.{module}"]
    assert [name for name in own if f"`{name}`" not in glossary] == []


@pytest.mark.parametrize("name", [PREFIX + field.name.upper() for field in fields(Settings)])
def test_every_setting_is_in_the_example_and_in_the_manual(name: str) -> None:
    assert name in (ROOT / ".env.example").read_text(encoding="utf-8")
    assert name in (ROOT / "docs" / "beheer.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("pagina", [p for p in PAGINAS if p.in_menu and p.adres], ids=lambda p: p.adres)
def test_every_page_in_the_menu_has_an_icon_of_its_own(pagina: Pagina) -> None:
    """The first page has that of the menu itself."""
    style = (ROOT / "dashboard" / "assets" / "onderdelen.css").read_text(encoding="utf-8")
    assert f'[href$="/{pagina.adres}"]::before {{ --wk-icoon:' in style


HEADING = "## Woorden die we niet gebruiken"


def texts() -> Iterator[tuple[str, str]]:
    """Where it stands and what it says, of all that people read: sentences in the code, the data and the manuals."""
    for path in (path for top in ("dashboard", "pages", "wijkkompas_core") for path in (ROOT / top).rglob("*.py")):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        told = {id(node.body[0].value) for node in ast.walk(tree) if _begins_with_text(node)}
        for node in ast.walk(tree):
            if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in told:
                yield f"{path.relative_to(ROOT)}:{node.lineno}", node.value
    for path in (ROOT / "README.md", *(ROOT / "docs").glob("*.md"), *(ROOT / "data").rglob("*.csv")):
        words = path.read_text(encoding="utf-8-sig").partition(HEADING)[0]
        yield from ((f"{path.relative_to(ROOT)}:{n}", line) for n, line in enumerate(words.splitlines(), 1))


def _begins_with_text(node: ast.AST) -> bool:
    body = getattr(node, "body", None)
    return isinstance(body, list) and bool(body) and isinstance(body[0], ast.Expr)


def avoided() -> dict[str, str]:
    """The words that we do not use, each with what we say."""
    table = (ROOT / "docs" / "begrippen.md").read_text(encoding="utf-8").partition(HEADING)[2]
    rows = [tuple(part.strip() for part in line.strip("|").split("|")) for line in table.splitlines() if "|" in line]
    return {row[0]: row[1] for row in rows[2:]}


def test_no_text_uses_a_word_that_the_glossary_replaces() -> None:
    words = avoided()
    assert len(words) > 15
    wrong = re.compile(rf"\b({'|'.join(map(re.escape, words))})\b", re.IGNORECASE)
    found = [(where, hit[0], words.get(hit[0].lower())) for where, text in texts() if (hit := wrong.search(text))]
    assert found == []
