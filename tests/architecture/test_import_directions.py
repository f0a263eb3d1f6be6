"""The import directions of the house, proved in fresh interpreters so that indirect imports are caught too."""

import ast
import json
import subprocess
import sys
from pathlib import Path

import pytest

from wijkkompas_core.domain.paginas import PAGINAS, Pagina

ROOT = Path(__file__).resolve().parents[2]
STANDARD = sys.stdlib_module_names


def modules_after_importing(*packages: str) -> set[str]:
    """Every module that is loaded once all modules of the packages have been imported."""
    names = [
        ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")
        for package in packages
        for path in sorted((ROOT / package).rglob("*.py"))
        if path.name != "__main__.py" and "versions" not in path.parts
    ]
    code = (
        "import importlib, json, sys\n"
        f"for name in {names!r}: importlib.import_module(name)\n"
        "print(json.dumps(sorted(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    return set(json.loads(done.stdout.splitlines()[-1]))


def roots(modules: set[str]) -> set[str]:
    return {name.split(".")[0] for name in modules}


def test_the_domain_needs_only_the_standard_library() -> None:
    own = {n for n in modules_after_importing("wijkkompas_core/domain") if n.startswith("wijkkompas_core")}
    allowed = ("wijkkompas_core.domain", "wijkkompas_core.errors")
    assert [n for n in own if not n.startswith(allowed) and n != "wijkkompas_core"] == []
    for path in (ROOT / "wijkkompas_core" / "domain").glob("*.py"):
        assert imported_roots(path) <= STANDARD | {"wijkkompas_core"}, path.name


def test_the_core_knows_no_streamlit_and_no_plotly() -> None:
    loaded = roots(modules_after_importing("wijkkompas_core"))
    assert loaded & {"streamlit", "streamlit_authenticator", "plotly", "dashboard", "pages"} == set()


def test_analysis_knows_no_database() -> None:
    loaded = modules_after_importing("wijkkompas_core/analysis")
    assert roots(loaded) & {"sqlalchemy", "alembic"} == set()
    assert not [n for n in loaded if n.startswith(("wijkkompas_core.storage", "wijkkompas_core.queries"))]


def test_files_know_no_database_and_no_use_case() -> None:
    loaded = modules_after_importing("wijkkompas_core/bestanden")
    assert roots(loaded) & {"sqlalchemy", "alembic"} == set()
    unknown = ("storage", "queries", "services", "analysis", "cli")
    assert not [n for n in loaded if n.startswith(tuple(f"wijkkompas_core.{room}" for room in unknown))]


def test_understanding_a_file_knows_no_database() -> None:
    loaded = modules_after_importing("wijkkompas_core/uitwisseling")
    assert roots(loaded) & {"sqlalchemy", "alembic"} == set()
    assert not [n for n in loaded if n.startswith(("wijkkompas_core.storage", "wijkkompas_core.queries"))]


def test_storage_knows_no_services_and_no_queries() -> None:
    loaded = modules_after_importing("wijkkompas_core/storage")
    assert not [n for n in loaded if n.startswith(("wijkkompas_core.services", "wijkkompas_core.queries"))]


def test_charts_know_no_streamlit_and_no_database() -> None:
    loaded = modules_after_importing("dashboard/charts")
    assert roots(loaded) & {"streamlit", "sqlalchemy", "alembic"} == set()
    assert not [n for n in loaded if n.startswith("wijkkompas_core.storage")]


def test_reports_are_made_without_streamlit() -> None:
    loaded = modules_after_importing("dashboard/rapport")
    assert roots(loaded) & {"streamlit", "streamlit_authenticator", "pages"} == set()


PAGES = sorted((ROOT / "pages").glob("*.py"))


@pytest.mark.parametrize("page", PAGES, ids=lambda p: p.name)
def test_a_page_imports_no_database_no_plotly_and_no_other_page(page: Path) -> None:
    names = imported_names(page)
    assert {n.split(".")[0] for n in names} & {"sqlalchemy", "plotly", "pages", "alembic"} == set()
    assert not [n for n in names if n.startswith("wijkkompas_core.storage")]


@pytest.mark.parametrize("page", PAGES, ids=lambda p: p.name)
def test_a_page_is_a_few_lines(page: Path) -> None:
    assert len(page.read_text(encoding="utf-8").splitlines()) <= 15


@pytest.mark.parametrize("page", [p for p in PAGINAS if p.recht is not None], ids=lambda p: p.bestand)
def test_the_first_thing_a_page_does_is_open_itself(page: Pagina) -> None:
    """By its own address: that of another would ask another right."""
    body = ast.parse((ROOT / "pages" / page.bestand).read_text(encoding="utf-8")).body
    calls = [node for statement in body for node in ast.walk(statement) if isinstance(node, ast.Call)]
    assert ast.unparse(calls[0]).startswith(f"open_page({page.adres!r}")


def test_every_page_is_a_script_and_every_script_a_page() -> None:
    assert {page.name for page in PAGES} == {page.bestand for page in PAGINAS}


def test_the_shared_page_first_asks_whether_the_link_works() -> None:
    body = ast.parse((ROOT / "pages" / "gedeeld.py").read_text(encoding="utf-8")).body
    first = next(node for node in body if isinstance(node, ast.Assign | ast.Expr) and "(" in ast.unparse(node))
    assert ast.unparse(first) == "link = require_link()"


def test_no_file_of_the_program_is_long() -> None:
    long = {
        str(path.relative_to(ROOT)): lines
        for folder in ("wijkkompas_core", "dashboard", "pages", "benchmarks")
        for path in (ROOT / folder).rglob("*.py")
        if "versions" not in path.parts and (lines := len(path.read_text(encoding="utf-8").splitlines())) > 360
    }
    assert long == {}


def imported_names(path: Path) -> set[str]:
    names: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            names.add(node.module)
    return names


def imported_roots(path: Path) -> set[str]:
    return {name.split(".")[0] for name in imported_names(path)}
