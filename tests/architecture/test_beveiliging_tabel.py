"""What docs/beveiliging.md says of itself is so: the tests it names exist, and its counts are those of its rows."""

import re
from collections import Counter

import pytest

from tests.architecture.house import ROOT

DOC = (ROOT / "docs" / "beveiliging.md").read_text(encoding="utf-8")
STANDEN = ("voldaan", "deels", "niet", "n.v.t.")
ASVS = {"V1": 27, "V2": 11, "V3": 19, "V4": 10, "V5": 9, "V6": 35, "V7": 18, "V8": 7, "V9": 7}
ASVS |= {"V10": 29, "V11": 14, "V12": 9, "V13": 13, "V14": 9, "V15": 13, "V16": 16, "V17": 7}
"""How many requirements of level 1 and 2 each chapter of ASVS 5.0.0 has."""
MOST_WORDS = 10


def _cells(line: str) -> list[str]:
    return [cell.strip() for cell in line.strip().strip("|").split("|")]


LINES = [_cells(line) for line in DOC.splitlines() if line.startswith("|")]
ROWS = {
    "ASVS": [(c[0], c[2], c[3], c[4]) for c in LINES if re.fullmatch(r"V\d+\.\d+\.\d+", c[0]) and len(c) == 5],
    "BIO2": [(c[0], c[1], c[2], c[3]) for c in LINES if re.fullmatch(r"[58]\.\d+(\.\d+)?", c[0]) and len(c) == 4],
}
ALL = [row for rows in ROWS.values() for row in rows]
NAMED = sorted(set(re.findall(r"`([\w./-]+\.(?:py|md|yaml|conf|json|txt))(?:::(\w+))?`", DOC)))
FILES = sorted({path for path, _function in NAMED if "/" in path})


@pytest.mark.parametrize("path", FILES)
def test_every_file_that_is_named_exists_with_its_functions(path: str) -> None:
    text = (ROOT / path).read_text(encoding="utf-8")
    functions = [function for name, function in NAMED if name == path and function]
    assert [function for function in functions if f"def {function}(" not in text] == []


@pytest.mark.parametrize("norm", ROWS)
def test_the_counts_at_the_top_are_those_of_the_rows(norm: str) -> None:
    told = [c for c in LINES if c[0] == norm]
    counts = Counter(stand for _number, _what, stand, _why in ROWS[norm])
    assert told == [[norm, *(str(counts[stand]) for stand in STANDEN), str(counts.total())]]
    assert DOC.index(f"| {norm} |") < len("\n".join(DOC.splitlines()[:10])), "it stands in the first ten lines"


def test_each_requirement_stands_there_once_and_none_is_left_out() -> None:
    numbers = [row[0] for row in ALL]
    assert len(set(numbers)) == len(numbers)
    assert Counter(number.partition(".")[0] for number, *_rest in ROWS["ASVS"]) == ASVS


def test_what_is_met_has_its_proof_and_what_is_not_has_its_reason() -> None:
    assert [row[0] for row in ALL if row[2] not in STANDEN or not row[3]] == []
    proof = re.compile(r"`(tests|docs|deploy)/[\w./:-]+`")
    assert [row[0] for row in ALL if row[2] == "voldaan" and not proof.search(row[3])] == []


def test_what_is_asked_is_said_in_a_few_words() -> None:
    assert [row[0] for row in ALL if len(row[1].split()) > MOST_WORDS] == []
