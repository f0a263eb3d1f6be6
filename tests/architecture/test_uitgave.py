"""What goes out with a version: its list of changes, what it is made of, and migrations that stop nobody who works."""

import ast
import json
import re
import subprocess
import sys
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import pytest
from cyclonedx.schema import SchemaVersion
from cyclonedx.validation.json import JsonStrictValidator

from tests.architecture.house import ROOT
from wijkkompas_core.settings import VERSIE
from wijkkompas_core.storage.migrations import head_revision

MIGRATIONS = sorted((ROOT / "wijkkompas_core" / "storage" / "migrations" / "versions").glob("0*.py"))
FROM_BEFORE = "0015"
"""The last migration from before versions had a number of their own."""
LAST_USED = "LAATST_GEBRUIKT_IN"
SECTION = re.compile(r"^## (\d+\.\d+\.\d+)\n\nMigreert: (ja|nee)\. Stil: (ja|nee)\. Tabellen: (\d{4})\.$", re.MULTILINE)


@dataclass(frozen=True)
class Uitgave:
    """A version in CHANGELOG.md: whether it migrates, whether the app has to stop, and its newest migration."""

    versie: str
    migreert: bool
    stil: bool
    tabellen: str

    @property
    def getal(self) -> tuple[int, ...]:
        """The version, to compare with."""
        return as_number(self.versie)


def as_number(versie: str) -> tuple[int, ...]:
    return tuple(int(part) for part in versie.split("."))


def uitgaven() -> list[Uitgave]:
    """Every version, the newest first."""
    text = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    found = [Uitgave(v, m == "ja", s == "ja", t) for v, m, s, t in SECTION.findall(text)]
    assert len(found) == text.count("\n## "), "each begins with: Migreert: ja|nee. Stil: ja|nee. Tabellen: 0000."
    return found


def test_the_list_of_changes_ends_with_this_version_and_its_newest_migration() -> None:
    newest = uitgaven()[0]
    assert newest.versie == VERSIE, "CHANGELOG.md begins with another version than settings.VERSIE"
    assert newest.tabellen == head_revision(), f"write in CHANGELOG.md, below {VERSIE}: Tabellen: {head_revision()}."


def test_a_version_says_that_it_migrates_exactly_when_it_has_a_new_migration() -> None:
    found = uitgaven()
    assert [u.getal for u in found] == sorted({u.getal for u in found}, reverse=True)
    for later, earlier in pairwise(found):
        assert later.migreert is (later.tabellen > earlier.tabellen), later.versie


def taken_away(source: str) -> list[str]:
    """What a migration takes from software that is still running: a table or column that goes or changes, or a new
    column that it would have to fill. An index is nobody's."""
    found: list[str] = []
    for node in ast.walk(ast.parse(source)):
        if not isinstance(node, ast.Call):
            continue
        name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
        named = {word.arg: word.value for word in node.keywords}
        alters = name == "alter_column" and named.keys() & {"new_column_name", "nullable", "type_"}
        if alters or name in ("drop_table", "drop_column", "rename_table", "drop_constraint"):
            found.append(name)
        elif name == "add_column" and re.search(r"nullable=False(?!.*server_default)", ast.unparse(node)):
            found.append("add_column not null")
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            found += re.findall(
                r"DROP TABLE|DROP COLUMN|\bRENAME\b|SET NOT NULL|DROP CONSTRAINT|ALTER COLUMN \S+ TYPE",
                node.value,
                re.IGNORECASE,
            )
            for added in re.findall(r"ADD COLUMN [^,;]*NOT NULL[^,;]*", node.value, re.IGNORECASE):
                found += [] if "DEFAULT" in added.upper() else [added]
    return found


def last_used(source: str) -> str | None:
    """The version that a migration names as the last that used what it takes away."""
    for node in ast.parse(source).body:
        if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == LAST_USED:
            return ast.literal_eval(node.value)
    return None


def problem(revision: str, source: str, released: list[Uitgave]) -> str | None:
    """Why a migration may not go out as it is; `released` is newest first."""
    gone = taken_away(source)
    if not gone or revision <= FROM_BEFORE:
        return None
    before = [u for u in released if u.tabellen < revision]
    known = {u.versie for u in before}
    said = last_used(source)
    if said not in known:
        return (
            f"{revision} takes away ({', '.join(gone)}): say in {LAST_USED} which version of CHANGELOG.md used it last"
        )
    if as_number(str(said)) >= before[0].getal:
        return f"{revision} takes away what {said} still uses, which runs while people upgrade: wait one version"
    return None


@pytest.mark.parametrize("path", MIGRATIONS, ids=lambda p: p.stem)
def test_a_migration_takes_away_only_what_the_version_before_it_no_longer_used(path: Path) -> None:
    assert problem(path.stem[:4], path.read_text(encoding="utf-8"), uitgaven()) is None


@pytest.mark.parametrize(
    "step",
    [
        "op.drop_table('wijk')",
        "op.drop_column('wijk', 'naam')",
        "op.rename_table('wijk', 'buurt')",
        "op.alter_column('wijk', 'naam', new_column_name='titel')",
        "op.alter_column('wijk', 'naam', nullable=False)",
        "op.add_column('wijk', sa.Column('x', sa.Integer(), nullable=False))",
        "op.execute('ALTER TABLE wijk DROP COLUMN naam')",
        "op.execute('ALTER TABLE wijk RENAME TO buurt')",
        "op.execute(f'ALTER TABLE {t} ADD COLUMN x INTEGER NOT NULL')",
        "connection.exec_driver_sql('drop table wijk')",
    ],
)
def test_a_step_that_takes_away_waits_for_a_version_that_no_longer_used_it(step: str) -> None:
    source = f"def upgrade():\n    {step}\n"
    released = [Uitgave(v, True, False, t) for v, t in (("0.4.0", "0018"), ("0.3.0", "0017"), ("0.2.0", "0016"))]
    assert "say in" in str(problem("0018", source, released))
    assert "wait one version" in str(problem("0018", f"{LAST_USED} = '0.3.0'\n{source}", released))
    assert problem("0018", f"{LAST_USED} = '0.2.0'\n{source}", released) is None


@pytest.mark.parametrize(
    "step",
    [
        "op.create_table('x', sa.Column('id', sa.Integer(), nullable=False))",
        "op.add_column('wijk', sa.Column('x', sa.Integer()))",
        "op.execute('ALTER TABLE wijk ADD COLUMN x INTEGER NOT NULL DEFAULT 0')",
        "op.drop_index('ix_wijk')",
    ],
)
def test_a_step_that_only_adds_may_go_out_at_once(step: str) -> None:
    assert taken_away(f"def upgrade():\n    {step}\n") == []


def test_the_list_of_parts_is_that_of_the_pins_and_every_part_has_a_licence() -> None:
    document = (ROOT / "deploy" / "sbom.cdx.json").read_text(encoding="utf-8")
    assert JsonStrictValidator(SchemaVersion.V1_6).validate_str(document) is None
    again = "run: make sbom (after make pin or another version)"
    pinned = re.findall(r"^([a-z0-9._-]+)==([^\s;]+)", (ROOT / "requirements.txt").read_text(encoding="utf-8"), re.M)
    read = json.loads(document)
    assert sorted((one["name"], one["version"]) for one in read["components"]) == sorted(pinned), again
    hashes = {hash["content"] for one in read["components"] for hash in one["hashes"]}
    assert hashes == set(re.findall(r"sha256:(\w{64})", (ROOT / "requirements.txt").read_text(encoding="utf-8"))), again
    assert read["metadata"]["component"]["version"] == VERSIE, again
    listed = (ROOT / "docs" / "licenties.md").read_text(encoding="utf-8")
    assert re.findall(r"^\| ([a-z0-9._-]+) \| (\d\S*) \|", listed, re.M) == pinned, again
    assert "niet genoemd" not in listed
    assert all(one["licenses"] for one in read["components"])


def test_the_program_says_which_version_it_is() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "wijkkompas_core", "--version"], capture_output=True, text=True, cwd=ROOT, check=True
    )
    assert done.stdout == f"Wijkkompas {VERSIE}\n"
