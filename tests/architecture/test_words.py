"""The words of the house: the glossary is complete, and the settings are documented."""

import importlib
import inspect
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
