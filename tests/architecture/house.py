"""The program as it lies on disk: its files, what each imports (type imports too), and its functions."""

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
FOLDERS = ("dashboard", "pages", "wijkkompas_core", "benchmarks")


@dataclass(frozen=True)
class Function:
    """A function in a file, with its first and last line."""

    path: str
    name: str
    lines: int


@cache
def files() -> dict[str, Path]:
    """Module name → file, of the whole program but its migrations, which are history."""
    paths = [p for folder in FOLDERS for p in sorted((ROOT / folder).rglob("*.py")) if "versions" not in p.parts]
    return {".".join(p.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__"): p for p in paths}


@cache
def tree(module: str) -> ast.Module:
    """The syntax tree of a module."""
    return ast.parse(files()[module].read_text(encoding="utf-8"))


@cache
def imports() -> dict[str, frozenset[str]]:
    """Module → the modules of the program that it imports, wherever in the file the import stands."""
    return {module: frozenset(_imported(module)) for module in files()}


def _imported(module: str) -> Iterator[str]:
    ours = files()
    for node in ast.walk(tree(module)):
        if isinstance(node, ast.ImportFrom) and node.module:
            for alias in node.names:
                full = f"{node.module}.{alias.name}"
                yield from (
                    name for name in (full if full in ours else node.module,) if name in ours and name != module
                )
        elif isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names if alias.name in ours)


def circles() -> list[list[str]]:
    """Groups of modules that import one another, directly or by a detour (Tarjan's strongly connected components)."""
    index: dict[str, int] = {}
    low: dict[str, int] = {}
    stack: list[str] = []
    found: list[list[str]] = []

    def visit(module: str) -> None:
        index[module] = low[module] = len(index)
        stack.append(module)
        for other in imports()[module]:
            if other not in index:
                visit(other)
                low[module] = min(low[module], low[other])
            elif other in stack:
                low[module] = min(low[module], index[other])
        if low[module] == index[module]:
            circle = stack[stack.index(module) :]
            del stack[stack.index(module) :]
            if len(circle) > 1:
                found.append(sorted(circle))

    for module in files():
        if module not in index:
            visit(module)
    return sorted(found)


def room(module: str) -> str:
    """The room a module lies in: its folder, of which a folder of screens is one, or itself when it lies at the top."""
    parts = module.split(".")
    depth = 3 if parts[:2] == ["dashboard", "screens"] else 2
    is_folder = files()[module].name == "__init__.py"
    own = parts if is_folder else parts[:-1]
    return ".".join(own[:depth]) if len(own) >= 2 or parts[0] == "pages" else module


def arrows() -> dict[str, set[str]]:
    """Room → the other rooms it imports from."""
    found: dict[str, set[str]] = {}
    for module, others in imports().items():
        to = {room(other) for other in others} - {room(module)}
        found.setdefault(room(module), set()).update(to)
    return found


def functions() -> list[Function]:
    """Every function of the program."""
    return [
        Function(str(path.relative_to(ROOT)), node.name, (node.end_lineno or 0) - node.lineno + 1)
        for module, path in files().items()
        for node in ast.walk(tree(module))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
    ]
