"""What has one home is written nowhere else: how Dutch dates, numbers and months look, and the adjustable numbers."""

import ast
import re
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import fields
from pathlib import Path

import pytest

from tests.architecture.house import ROOT, files, tree
from wijkkompas_core.domain.parameters import Rekenparameters

HOME = ROOT / "wijkkompas_core" / "domain" / "nederlands.py"
ELSEWHERE = {
    "a date for people": (r"%d[-/ ]%[mB]|\.strftime\(", {"dashboard/theme.py"}),  # the locale that plotly gets
    "thousands with a point": (r"""\.replace\(["'],["'], ["']\.["']\)""", {"wijkkompas_core/bestanden/datums.py"}),
    "the names of the months": (r"januari.*februari", {"wijkkompas_core/bestanden/datums.py"}),  # dates that are read
    # Elsewhere a text could be normalised before it is cut: fifteen megabytes took fifteen seconds.
    "the normal form of a text": (r"unicodedata\.normalize|import normalize", {"wijkkompas_core/domain/tekst.py"}),
}
"""What → how it is recognised, and the files that have it for another reason."""


def _program() -> Iterator[Path]:
    return (path for name, path in files().items() if path != HOME and not name.startswith("benchmarks"))


@pytest.mark.parametrize("what", ELSEWHERE)
def test_how_dutch_is_written_is_said_once(what: str) -> None:
    pattern, others = ELSEWHERE[what]
    found = {str(p.relative_to(ROOT)) for p in _program() if re.search(pattern, p.read_text(encoding="utf-8"), re.S)}
    assert found == others


def _days() -> str:
    """The parameters that are days, as an alternative in a pattern."""
    return "|".join(str(f.default) for f in fields(Rekenparameters) if "dagen" in f.name and isinstance(f.default, int))


PARAMETER = re.compile(
    rf"(?<![\d.,-])(?:(?:{_days()}) dagen|80 ?%|8 contactmomenten|κ = \d)|\b(?:De|dan|de) 8\b|\(vanaf 3\)|ernst is \d"
)
"""How a text looks that writes the value of a parameter out."""


def _texts(module: str) -> Iterator[str]:
    """Every text of a module, also the pieces of one with values in it; explanations of the code are no texts."""
    program = tree(module)
    explained = {id(node.value) for node in ast.walk(program) if isinstance(node, ast.Expr)}
    for node in ast.walk(program):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in explained:
            yield node.value


@pytest.mark.parametrize("module", [name for name in files() if not name.startswith("benchmarks")])
def test_a_text_takes_the_number_it_names_from_the_parameters(module: str) -> None:
    assert [text for text in _texts(module) if PARAMETER.search(text)] == []


OTHER_NUMBERS = """
from dataclasses import fields
from wijkkompas_core.domain.parameters import Rekenparameters
other = {"kappa": 7.0, "interval": 0.61, "overheersing_aandeel": 0.57, "stilte_per_fase": ()}
other |= {"spoor_weg_vanaf": 0.43, "tijdig_aandeel": 0.59}
names = [f.name for f in fields(Rekenparameters)]
Rekenparameters.__init__.__defaults__ = tuple(other.get(name, 1001 + i) for i, name in enumerate(names))
from dashboard.kit import texts
from dashboard.kit.marks import UITLEG as MARKS_UITLEG
from wijkkompas_core.analysis import STANDAARD, balans, band, belofte, betrouwbaarheid, dekking, kop, rode_draad
from wijkkompas_core.analysis import signaaluitleg, stilte, triage, zelfde_fase
told = [balans, band, belofte, betrouwbaarheid, dekking, kop, rode_draad, signaaluitleg, stilte, triage, zelfde_fase]
shown = " ".join([*(one.UITLEG for one in told), MARKS_UITLEG, texts.ON_TIME, texts.INTERVAL])
for name in names:
    if name == "stilte_per_fase":
        continue
    value = getattr(STANDAARD, name)
    shares = {"interval": "61%", "overheersing_aandeel": "57%", "tijdig_aandeel": "59%", "spoor_weg_vanaf": "0,43"}
    written = ({"kappa": "κ = 7"} | shares).get(name, str(value))
    assert written in shown, name
"""


def test_another_parameter_is_another_number_in_every_explanation() -> None:
    done = subprocess.run([sys.executable, "-c", OTHER_NUMBERS], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr[-600:]
