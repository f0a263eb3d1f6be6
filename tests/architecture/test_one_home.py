"""What has one home is written nowhere else: how Dutch dates, numbers and months look."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.architecture.house import ROOT, files

HOME = ROOT / "wijkkompas_core" / "domain" / "nederlands.py"
ELSEWHERE = {
    "a date for people": (r"%d[-/ ]%[mB]|\.strftime\(", {"dashboard/theme.py"}),  # the locale that plotly gets
    "thousands with a point": (r"""\.replace\(["'],["'], ["']\.["']\)""", {"wijkkompas_core/bestanden/waarden.py"}),
    "the names of the months": (  # easy passwords, and dates that are read
        r"januari.*februari",
        {"wijkkompas_core/domain/accounts.py", "wijkkompas_core/bestanden/waarden.py"},
    ),
}
"""What → how it is recognised, and the files that have it for another reason."""


def _program() -> Iterator[Path]:
    return (path for name, path in files().items() if path != HOME and not name.startswith("benchmarks"))


@pytest.mark.parametrize("what", ELSEWHERE)
def test_how_dutch_is_written_is_said_once(what: str) -> None:
    pattern, others = ELSEWHERE[what]
    found = {str(p.relative_to(ROOT)) for p in _program() if re.search(pattern, p.read_text(encoding="utf-8"), re.S)}
    assert found == others
