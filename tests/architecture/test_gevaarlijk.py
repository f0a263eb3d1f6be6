"""What no program of ours does, whatever it is given: make code of text, call a shell, or guess at chance."""

import ast
import re
from collections.abc import Iterator

import pytest

from dashboard.access import browser
from tests.architecture.house import ROOT, files, tree

PROGRAM = [name for name in files() if not name.startswith("benchmarks")]
MAKES_CODE = {"eval", "exec", "__import__"}
MAKES_OBJECTS = {"pickle", "marshal", "shelve", "dill", "cloudpickle", "joblib", "yaml"}
GUESSES = {"random"}
WEAK = re.compile(r"\b(md5|sha1)\b", re.IGNORECASE)
ENCRYPTS = {"cryptography.fernet"}
"""The only one of the package that we use: it chooses how by itself, and sees when something was changed."""
FIXED_PATTERNS = {"wijkkompas_core.cli.parser"}
"""Where a function goes along a list of patterns that stands at the top of its module."""
ASSETS = ROOT / "dashboard" / "assets"
SCRIPTS = {path.name: path.read_text(encoding="utf-8") for path in sorted(ASSETS.glob("*.js"))} | {
    "browser.py": browser._SCRIPT
}
IN_A_SCRIPT = re.compile(
    r"\beval\(|\bnew Function\b|\b(inner|outer)HTML\b|insertAdjacentHTML|document\.write|\bsessionStorage\b|"
    r"\bindexedDB\b|postMessage|[\"']message[\"']"
)
KEEPS = re.compile(r"\blocalStorage\b")
MAY_KEEP = {"opbouw.js"}
"""How wide the menu is."""


def _imported(module: str) -> Iterator[str]:
    for node in ast.walk(tree(module)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            yield node.module


def _calls(module: str) -> Iterator[ast.Call]:
    return (node for node in ast.walk(tree(module)) if isinstance(node, ast.Call))


@pytest.mark.parametrize("module", PROGRAM)
def test_no_text_becomes_code(module: str) -> None:
    assert {name.partition(".")[0] for name in _imported(module)} & MAKES_OBJECTS == set()
    assert {call.func.id for call in _calls(module) if isinstance(call.func, ast.Name)} & MAKES_CODE == set()


@pytest.mark.parametrize("module", PROGRAM)
def test_no_command_goes_through_a_shell(module: str) -> None:
    asks = [call for call in _calls(module) if any(keyword.arg == "shell" for keyword in call.keywords)]
    named = [ast.unparse(call.func) for call in _calls(module)]
    assert asks == [] and not {"os.system", "os.popen", "subprocess.getoutput"} & set(named)


@pytest.mark.parametrize("module", [name for name in PROGRAM if not name.startswith("wijkkompas_core.demo")])
def test_chance_and_hashes_are_fit_for_secrets(module: str) -> None:
    """Secrets come from `secrets`; the demo is made up and keeps none."""
    imported = set(_imported(module))
    assert {name.partition(".")[0] for name in imported} & GUESSES == set()
    assert {name for name in imported if name.startswith("cryptography")} <= ENCRYPTS
    assert not WEAK.search(files()[module].read_text(encoding="utf-8"))


@pytest.mark.parametrize("module", [name for name in PROGRAM if name not in FIXED_PATTERNS])
def test_what_is_typed_is_no_pattern(module: str) -> None:
    """Inside a function a pattern stands in the source; what is put together is so at the top of a module."""
    inside = [node for node in ast.walk(tree(module)) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)]
    patterns = [
        call.args[0]
        for function in inside
        for call in ast.walk(function)
        if isinstance(call, ast.Call) and ast.unparse(call.func).startswith("re.") and call.args
    ]
    assert [ast.unparse(one) for one in patterns if not isinstance(one, ast.Constant)] == []


@pytest.mark.parametrize("name", SCRIPTS)
def test_our_scripts_make_no_code_and_no_html_and_keep_nothing(name: str) -> None:
    assert not IN_A_SCRIPT.search(SCRIPTS[name])
    assert name in MAY_KEEP or not KEEPS.search(SCRIPTS[name])


@pytest.mark.parametrize(
    "bad",
    ["eval(x)", "a.innerHTML = b", "document.write(a)", "parent.postMessage(a)", 'addEventListener("message", f)'],
)
def test_a_script_that_is_not_safe_is_recognised(bad: str) -> None:
    assert IN_A_SCRIPT.search(bad)
