"""What may stand in an address: every name that a page may read, found in the code, and mostly wrong values."""

import ast
import importlib
import pkgutil
from functools import cache
from pathlib import Path

import dashboard
import dashboard.screens
from dashboard.kit import state
from dashboard.navigation import PAGES_DIR
from tests.foute_invoer import NASTY, SLUGS
from wijkkompas_core import errors
from wijkkompas_core.errors import WijkkompasError

PLAUSIBLE = (
    "lindenhof", "molenkwartier,lindenhof", "1", "2", "nieuw", "wijzig", "alle", "wijk", "mij", "matrix",
    "belofte", "fasen", "2025-01-01", "2099-12-31", "2025-13", "2025-01", "kwartaal", "samen-starten",
    "afspraak/1", "naam", "open",
)  # fmt: skip
VALUES = (*NASTY, *PLAUSIBLE, *SLUGS)
EXPECTED = {name for name, kind in vars(errors).items() if isinstance(kind, type) and issubclass(kind, WijkkompasError)}
"""The names of the errors that are a sentence for whoever asked."""


@cache
def parameters() -> tuple[str, ...]:
    """Every name that some page may read from the address: the constants of the state and the screens, and what is
    written out where the address is read or written."""
    modules = [
        state,
        *(
            importlib.import_module(m.name)
            for m in pkgutil.walk_packages(dashboard.screens.__path__, "dashboard.screens.")
            if not m.ispkg
        ),
    ]
    found = {
        value
        for module in modules
        for name, value in vars(module).items()
        if name.isupper() and isinstance(value, str) and value.isidentifier() and value.islower()
    }
    for path in Path(dashboard.__path__[0]).rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and ast.unparse(node.func) in ("state.get", "state.get_date", "state.put"):
                found |= {arg.value for arg in node.args if isinstance(arg, ast.Constant)}
                found |= {keyword.arg for keyword in node.keywords if keyword.arg}
    for path in PAGES_DIR.glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Constant) and isinstance(node.value, str) and node.value.isidentifier():
                found.add(node.value)
    return tuple(sorted(found))
