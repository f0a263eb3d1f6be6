"""Reads the method from the CSV files in a folder such as `data/referentie/`, and names everything wrong in them.

The files are edited by people in a spreadsheet, so all problems are collected and told at once, each with the file
and the line. The meaning of every column is explained in `data/referentie/README.md`.
"""

import csv
import io
import re
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from wijkkompas_core.domain.kompas import Aspect, BelanghebbendeType, Fase, Knooppunt, Kompas, Schaalwaarde, Spoor, Vak
from wijkkompas_core.errors import WijkkompasError

# Per file its columns; an asterisk marks a column whose cells may be empty, a question mark one that came later: a
# folder of before may do without.
COLUMNS = {
    "fasen.csv": "slug nummer naam kort uitleg herkomst",
    "sporen.csv": "slug volgorde naam kort uitleg herkomst",
    "aspecten.csv": "slug volgorde spoor naam kort uitleg herkomst",
    "vakken.csv": "fase aspect uitleg",
    "knooppunten.csv": "slug fase aspect volgorde titel doel aanpak tips* praktijkverhaal* partijen* "
    "bestuurlijk_gevoelig herkomst bron*? nagekeken_op*?",
    "belanghebbendetypen.csv": "slug volgorde naam aspecten",
    "schalen.csv": "schaal slug volgorde naam uitleg*",
}

# Every schaal, with the slugs that the software itself names; more values may be added.
SCHALEN: dict[str, tuple[str, ...]] = {
    "participatieniveau": ("informeren", "raadplegen", "adviseren", "coproduceren", "meebeslissen"),
    "houding": ("onbewust", "weerstand", "neutraal", "ondersteunend", "leidend"),
    "belang": (),
    "invloed": (),
    "vorm": (),
    "knooppuntstatus": ("niet-gestart", "gestart", "gepauzeerd", "afgerond", "herzien", "nvt"),
    "mijlpaaluitkomst": (),
}

_SLUG = re.compile(r"[a-z0-9-]{1,80}")
_INTEGER = re.compile(r"[0-9]{1,6}")
_RESERVED = ("alle", "alles")  # node ids of the kompas use these words
_LABELS = ("naam", "kort", "titel")  # stored as at most 200 characters; the longer texts have no limit
_LABEL_LENGTH = 200


class ReferentieFout(WijkkompasError):
    """The reference data is wrong: `problemen` holds one Dutch sentence per problem, with file and line."""

    def __init__(self, folder: Path, problemen: Iterable[str]) -> None:
        self.problemen = tuple(problemen)
        regels = "\n".join(f"- {probleem}" for probleem in self.problemen)
        super().__init__(f"De referentiegegevens in {folder} kloppen niet:\n{regels}")


@dataclass(frozen=True)
class Referentie:
    """The whole method as read: ordered by `nummer` or `volgorde`, and by place in the file where these are equal.

    Knooppunten stand in the order of their vakken, schaalwaarden per schaal in the order of `SCHALEN`.
    """

    kompas: Kompas
    knooppunten: tuple[Knooppunt, ...]
    typen: tuple[BelanghebbendeType, ...]
    schalen: tuple[Schaalwaarde, ...]


@dataclass
class _File:
    """One CSV file: its good rows as (line number, cells), and the problems found in it so far."""

    name: str
    rows: list[tuple[int, dict[str, str]]] = field(default_factory=list[tuple[int, dict[str, str]]])
    problems: list[tuple[int, str]] = field(default_factory=list[tuple[int, str]])
    readable: bool = True

    def broken(self, line: int, reason: str) -> None:
        """Note a problem that hides rows, so that nothing else is concluded from what seems to be missing."""
        self.readable = False
        self.problem(line, reason)

    def problem(self, line: int, reason: str) -> None:
        """Note a problem; line 0 means the file as a whole."""
        self.problems.append((line, reason))

    def sentences(self) -> list[str]:
        """The problems in order of line."""
        where = "{}, regel {}: {}".format
        return [
            where(self.name, n, reason) if n else f"{self.name}: {reason}" for n, reason in sorted(set(self.problems))
        ]


def read_referentie(folder: Path) -> Referentie:
    """Read the seven CSV files of `folder` (UTF-8 with or without BOM, separated by semicolons).

    Raises ReferentieFout with every problem in every file; nothing is returned half.
    """
    files = {name: _read_file(folder, name) for name in COLUMNS}
    fasen, sporen, aspecten, vakken, knooppunten, typen, schalen = files.values()

    for file in (fasen, sporen, aspecten, knooppunten, typen, schalen):
        _check_slugs(file)
    _check_unique(fasen, ("nummer",))
    for file in (fasen, sporen, aspecten, knooppunten, typen, schalen):
        _check_cells(file, "nummer" if file is fasen else "volgorde", _INTEGER.fullmatch, "is geen geheel getal")
    for file in (fasen, sporen, aspecten, knooppunten):
        _check_cells(file, "herkomst", ("bron", "eigen").__contains__, "moet 'bron' of 'eigen' zijn")
    _check_cells(knooppunten, "bestuurlijk_gevoelig", ("ja", "nee").__contains__, "moet 'ja' of 'nee' zijn")
    _check_cells(knooppunten, "nagekeken_op", _day, "is geen datum; schrijf haar als 2026-11-30")

    _check_references(aspecten, "spoor", sporen)
    for file in (vakken, knooppunten):
        _check_references(file, "fase", fasen)
        _check_references(file, "aspect", aspecten)
    _check_references(knooppunten, "partijen", typen)
    _check_references(typen, "aspecten", aspecten)
    _check_unique(vakken, ("fase", "aspect"))
    _check_all_vakken(vakken, fasen, aspecten)
    _check_schalen(schalen)

    problemen = [sentence for file in files.values() for sentence in file.sentences()]
    if problemen:
        raise ReferentieFout(folder, problemen)
    return _build(files)


def _read_file(folder: Path, name: str) -> _File:
    """The rows of one file; what cannot be read as a table with the right columns is noted in `problems`."""
    file = _File(name)
    path = folder / name
    if not path.is_file():
        file.broken(0, "het bestand ontbreekt")
        return file
    try:
        raw = path.read_bytes()
    except OSError:
        file.broken(0, "het bestand kan niet worden gelezen; kijk naar de rechten op het bestand")
        return file
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        file.broken(line, "dit is geen UTF-8; bewaar het bestand als 'CSV UTF-8 (gescheiden door puntkomma's)'")
        return file

    reader = csv.reader(io.StringIO(text, newline=""), delimiter=";", strict=True)
    header: list[str] = []
    start = 1  # a row starts on the line after the previous one ended: cells may hold newlines
    try:
        for cells in reader:
            cells = [cell.strip() for cell in cells]
            if any(cells):
                if header:
                    _read_row(file, start, header, cells)
                else:
                    header = cells
                    if not _check_header(file, start, header):
                        return file
            start = reader.line_num + 1
    except csv.Error:
        file.broken(start, "de rij die hier begint is niet te lezen; is er een aanhalingsteken te veel of te weinig?")
        return file
    if not header:
        file.broken(0, "het bestand is leeg")
    elif not file.rows and not file.problems and name != "knooppunten.csv":
        file.broken(0, "er staat niets onder de kolomnamen")
    return file


def _check_header(file: _File, line: int, header: list[str]) -> bool:
    """Whether the header holds exactly the columns of this file, in any order."""
    expected = [column.rstrip("*?") for column in COLUMNS[file.name].split()]
    later = [column.rstrip("*?") for column in COLUMNS[file.name].split() if column.endswith("?")]
    if len(header) == 1 and "," in header[0]:
        file.broken(line, "de kolommen zijn gescheiden door komma's; gebruik puntkomma's")
        return False
    for column in expected:
        if column not in header and column not in later:
            file.broken(line, f"de kolom '{column}' ontbreekt")
    for column in header:
        if column not in expected:
            file.broken(line, f"de kolom '{column}' is onbekend")
        elif header.count(column) > 1:
            file.broken(line, f"de kolom '{column}' staat er meer dan eens")
    return not file.problems


def _read_row(file: _File, line: int, header: list[str], cells: list[str]) -> None:
    if len(cells) != len(header):
        file.broken(line, f"hier staan {len(cells)} cellen, terwijl er {len(header)} kolommen zijn")
        return
    row = dict(zip(header, cells, strict=True))
    for column in COLUMNS[file.name].split():
        if column.endswith("?"):
            row.setdefault(column.rstrip("*?"), "")
        elif not column.endswith("*") and not row[column]:
            file.problem(line, f"de cel '{column}' is leeg")
        if column in _LABELS and len(row[column]) > _LABEL_LENGTH:
            file.problem(line, f"de cel '{column}' is langer dan {_LABEL_LENGTH} tekens")
    file.rows.append((line, row))


def _check_slugs(file: _File) -> None:
    for line, row in file.rows:
        slug = row["slug"]
        if slug and not _SLUG.fullmatch(slug):
            file.problem(line, f"slug '{slug}' mag alleen a-z, 0-9 en streepjes hebben, hoogstens 80")
        if slug in _RESERVED:
            file.problem(line, f"slug '{slug}' is bezet: de software gebruikt dit woord zelf")
    _check_unique(file, ("schaal", "slug") if file.name == "schalen.csv" else ("slug",))


def _check_unique(file: _File, columns: tuple[str, ...]) -> None:
    """Note each row whose cells in `columns` together occurred before; rows with an empty one are noted elsewhere."""
    seen: dict[tuple[str, ...], int] = {}
    for line, row in file.rows:
        key = tuple(row[column] for column in columns)
        if not all(key):
            continue
        if key in seen:
            what = " en ".join(f"{column} '{value}'" for column, value in zip(columns, key, strict=True))
            file.problem(line, f"{what} staat ook al op regel {seen[key]}")
        seen.setdefault(key, line)


def _check_cells(file: _File, column: str, is_right: Callable[[str], object], reason: str) -> None:
    for line, row in file.rows:
        if row[column] and not is_right(row[column]):
            file.problem(line, f"{column} '{row[column]}' {reason}")


def _check_references(file: _File, column: str, target: _File) -> None:
    """Every slug in `column` (several may be separated by `|`) is a slug of `target`.

    An unreadable target is not held against this file: its own problem is told already.
    """
    if not target.readable:
        return
    known = _slugs(target)
    several = column in ("partijen", "aspecten")
    for line, row in file.rows:
        slugs = _split(row[column]) if several else (row[column],)
        for slug in slugs:
            if slug not in known and (slug or several):
                file.problem(line, f"{column} '{slug}' staat niet in {target.name}")
            elif slugs.count(slug) > 1:
                file.problem(line, f"{column} '{slug}' staat er meer dan eens")


def _check_all_vakken(vakken: _File, fasen: _File, aspecten: _File) -> None:
    if not (vakken.readable and fasen.readable and aspecten.readable):
        return
    present = {(row["fase"], row["aspect"]) for _, row in vakken.rows}
    for fase in _slugs(fasen):
        for aspect in _slugs(aspecten):
            if (fase, aspect) not in present:
                vakken.problem(0, f"het vak met fase '{fase}' en aspect '{aspect}' ontbreekt")


def _check_schalen(schalen: _File) -> None:
    if not schalen.readable:
        return
    _check_cells(schalen, "schaal", SCHALEN.__contains__, "is onbekend; kies uit " + ", ".join(SCHALEN))
    present = {(row["schaal"], row["slug"]) for _, row in schalen.rows}
    for schaal, needed in SCHALEN.items():
        for slug in needed:
            if (schaal, slug) not in present:
                schalen.problem(
                    0, f"de waarde '{slug}' van de schaal '{schaal}' ontbreekt; de software heeft die nodig"
                )
        if not needed and schaal not in {name for name, _ in present}:
            schalen.problem(0, f"de schaal '{schaal}' heeft geen waarden")


def _day(cell: str) -> date | None:
    """The day that a cell names, or nothing."""
    try:
        return date.fromisoformat(cell)
    except ValueError:
        return None


def _slugs(file: _File) -> Collection[str]:
    """The slugs of a file in order, the empty one left out."""
    return dict.fromkeys(row["slug"] for _, row in file.rows if row["slug"])


def _split(cell: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in cell.split("|")) if cell else ()


def _build(files: dict[str, _File]) -> Referentie:
    """The dataclasses from files without problems."""

    def rows(name: str, order: str | None = "volgorde") -> list[dict[str, str]]:
        found = [row for _, row in files[name].rows]
        return sorted(found, key=lambda row: int(row[order])) if order else found

    kompas = Kompas(
        fasen=tuple(
            Fase(r["slug"], int(r["nummer"]), r["naam"], r["kort"], r["uitleg"]) for r in rows("fasen.csv", "nummer")
        ),
        sporen=tuple(
            Spoor(r["slug"], int(r["volgorde"]), r["naam"], r["kort"], r["uitleg"]) for r in rows("sporen.csv")
        ),
        aspecten=tuple(
            Aspect(r["slug"], int(r["volgorde"]), r["spoor"], r["naam"], r["kort"], r["uitleg"])
            for r in rows("aspecten.csv")
        ),
        vakuitleg={Vak(r["fase"], r["aspect"]): r["uitleg"] for r in rows("vakken.csv", order=None)},
    )
    knooppunten = (
        Knooppunt(
            slug=r["slug"],
            fase=r["fase"],
            aspect=r["aspect"],
            volgorde=int(r["volgorde"]),
            titel=r["titel"],
            doel=r["doel"],
            aanpak=r["aanpak"],
            tips=r["tips"],
            praktijkverhaal=r["praktijkverhaal"],
            partijen=_split(r["partijen"]),
            bestuurlijk_gevoelig=r["bestuurlijk_gevoelig"] == "ja",
            eigen=r["herkomst"] == "eigen",
            bron=r["bron"],
            nagekeken_op=_day(r["nagekeken_op"]),
        )
        for r in rows("knooppunten.csv")
    )
    place = {vak: n for n, vak in enumerate(kompas.vakken())}
    schaal_place = {schaal: n for n, schaal in enumerate(SCHALEN)}
    schalen = (
        Schaalwaarde(r["schaal"], r["slug"], int(r["volgorde"]), r["naam"], r["uitleg"]) for r in rows("schalen.csv")
    )
    return Referentie(
        kompas=kompas,
        knooppunten=tuple(sorted(knooppunten, key=lambda k: place[Vak(k.fase, k.aspect)])),
        typen=tuple(
            BelanghebbendeType(r["slug"], int(r["volgorde"]), r["naam"], _split(r["aspecten"]))
            for r in rows("belanghebbendetypen.csv")
        ),
        schalen=tuple(sorted(schalen, key=lambda s: schaal_place[s.schaal])),
    )
