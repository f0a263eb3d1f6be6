"""Reads the story of the demo gemeente from `data/demo/`; what each file and column means is in its README.

Times in these files are months before the last day of the demo; a negative number lies ahead of it.
"""

import csv
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from wijkkompas_core.demo.read_team import Teamverhaal, read_team
from wijkkompas_core.domain.kompas import Vak
from wijkkompas_core.errors import WijkkompasError
from wijkkompas_core.settings import ROOT

FOLDER = ROOT / "data" / "demo"
Rows = list[dict[str, str]]


class DemoFout(WijkkompasError):
    """The demo cannot be made or may not be loaded here."""


@dataclass(frozen=True, slots=True)
class Mijlpaal:
    """A mijlpaal in the story; `besloten` is None while it is undecided, `deelproject` empty for the wijk itself."""

    fase: str
    naam: str
    gepland: int
    besloten: int | None
    uitkomst: str | None
    toelichting: str
    deelproject: str


@dataclass(frozen=True, slots=True)
class Ritme:
    """How busy a wijk is from month `van` to month `tot`, and which part of it is for the first spoor (0 to 1)."""

    van: int
    tot: int
    per_maand: float
    sociaal: float


@dataclass(frozen=True, slots=True)
class Belanghebbende:
    """A belanghebbende of one wijk. `dubbel_van` names the one that it was entered beside by mistake."""

    naam: str
    type: str
    belang: str | None
    invloed: str | None
    aan_tafel: bool
    aspecten: tuple[str, ...]
    contactpersoon: str
    dubbel_van: str
    samengevoegd: bool
    notitie: str


@dataclass(frozen=True, slots=True)
class Vorm:
    """What goes with a vorm: the levels it is used at, how many people come, and when it takes place."""

    niveaus: tuple[str, ...]
    deelnemers: tuple[int, int] | None
    moment: str


@dataclass(frozen=True, slots=True)
class Zin:
    """What came of a contactmoment, in words, with the types of belanghebbenden that were there."""

    vorm: str
    typen: tuple[str, ...]
    tekst: str


@dataclass(frozen=True, slots=True)
class Wijkverhaal:
    """One wijk and its story. `tijdig`, `zonder_niveau` and `zonder_tekst` are shares from 0 to 1."""

    slug: str
    naam: str
    start: int
    straten: tuple[str, ...]
    tijdig: float
    zonder_niveau: float
    zonder_tekst: float
    zwak: tuple[str, ...]
    gebied: str
    regie: str
    fasen: list[tuple[str, int, int | None]] = field(default_factory=list)
    fasen_van_delen: list[tuple[str, str, int, int | None]] = field(default_factory=list)
    """Name of the deelproject, then as `fasen`."""
    ritme: list[Ritme] = field(default_factory=list)
    mijlpalen: list[Mijlpaal] = field(default_factory=list)
    nvt: dict[Vak, str] = field(default_factory=dict)
    nvt_sinds: dict[Vak, int] = field(default_factory=dict)
    aandacht: dict[Vak, tuple[str, int | None]] = field(default_factory=dict)
    """Vakken that got less attention than their share: `nooit`, `eenmalig`, or `tot` a month."""
    belanghebbenden: list[Belanghebbende] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Account:
    """A demo account with one role, in some wijken or (none named) in all."""

    gebruikersnaam: str
    naam: str
    rol: str
    wijken: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Verhaal:
    """Everything the demo is made from."""

    wijken: dict[str, Wijkverhaal]
    accounts: tuple[Account, ...]
    vormen: dict[str, Vorm]
    zinnen: dict[Vak, list[Zin]]
    vervolg: dict[str, list[str]]
    team: dict[str, Teamverhaal]


def read_verhaal(folder: Path = FOLDER) -> Verhaal:
    """Read all files of the demo; raises `DemoFout` when one is missing or cannot be understood."""
    try:
        return _read(folder)
    except (OSError, UnicodeDecodeError, KeyError, ValueError) as error:
        raise DemoFout(f"De bestanden van de demo in {folder} zijn niet te lezen ({error}).") from error


def _read(folder: Path) -> Verhaal:
    def rows(name: str) -> Rows:
        with (folder / f"{name}.csv").open(encoding="utf-8-sig", newline="") as file:
            return list(csv.DictReader(file, delimiter=";"))

    wijken = {row["slug"]: _wijkverhaal(row) for row in rows("wijken")}
    _add_course(wijken, rows)
    _add_vakken(wijken, rows)
    for row in rows("belanghebbenden"):
        wijken[row["wijk"]].belanghebbenden.append(_belanghebbende(row))
    zinnen: dict[Vak, list[Zin]] = defaultdict(list)
    for row in rows("opbrengsten"):
        zinnen[_vak(row)].append(Zin(row["vorm"], _split(row["typen"]), row["zin"]))
    vervolg: dict[str, list[str]] = defaultdict(list)
    for row in rows("vervolg"):
        vervolg[row["vorm"]].append(row["zin"])
    vormen = {
        row["vorm"]: Vorm(
            _split(row["niveaus"]), (int(row["van"]), int(row["tot"])) if row["van"] else None, row["moment"]
        )
        for row in rows("vormen")
    }
    accounts = tuple(
        Account(row["gebruikersnaam"], row["naam"], row["rol"], _split(row["wijken"])) for row in rows("accounts")
    )
    return Verhaal(wijken, accounts, vormen, dict(zinnen), dict(vervolg), read_team(rows))


def _add_course(wijken: dict[str, Wijkverhaal], rows: Callable[[str], Rows]) -> None:
    """How each wijk goes through its fasen: when, how busily, and with which mijlpalen."""
    for row in rows("fasen"):
        spell = (row["fase"], int(row["van"]), _month(row["tot"]))
        if row["deelproject"]:
            wijken[row["wijk"]].fasen_van_delen.append((row["deelproject"], *spell))
        else:
            wijken[row["wijk"]].fasen.append(spell)
    for row in rows("ritme"):
        ritme = Ritme(int(row["van"]), int(row["tot"]), float(row["per_maand"]), int(row["sociaal"]) / 100)
        wijken[row["wijk"]].ritme.append(ritme)
    for row in rows("mijlpalen"):
        mijlpaal = Mijlpaal(
            row["fase"],
            row["naam"],
            int(row["gepland"]),
            _month(row["besloten"]),
            row["uitkomst"] or None,
            row["toelichting"],
            row["deelproject"],
        )
        wijken[row["wijk"]].mijlpalen.append(mijlpaal)


def _add_vakken(wijken: dict[str, Wijkverhaal], rows: Callable[[str], Rows]) -> None:
    """The vakken of each wijk that are not its business, and those that got little attention."""
    for row in rows("nvt"):
        wijken[row["wijk"]].nvt[_vak(row)] = row["reden"]
        if row["sinds"]:
            wijken[row["wijk"]].nvt_sinds[_vak(row)] = int(row["sinds"])
    for row in rows("aandacht"):
        wijken[row["wijk"]].aandacht[_vak(row)] = (row["hoe"], _month(row["maand"]))


def _wijkverhaal(row: dict[str, str]) -> Wijkverhaal:
    return Wijkverhaal(
        slug=row["slug"],
        naam=row["naam"],
        start=int(row["start"]),
        straten=_split(row["straten"]),
        tijdig=int(row["tijdig"]) / 100,
        zonder_niveau=int(row["zonder_niveau"]) / 100,
        zonder_tekst=int(row["zonder_tekst"]) / 100,
        zwak=_split(row["zwak"]),
        gebied=row["gebied"],
        regie=row["regie"],
    )


def _belanghebbende(row: dict[str, str]) -> Belanghebbende:
    return Belanghebbende(
        row["naam"],
        row["type"],
        row["belang"] or None,
        row["invloed"] or None,
        row["aan_tafel"] == "ja",
        _split(row["aspecten"]),
        row["contactpersoon"],
        row["dubbel_van"],
        row["samengevoegd"] == "ja",
        row["notitie"],
    )


def _vak(row: dict[str, str]) -> Vak:
    return Vak(row["fase"], row["aspect"])


def _month(cell: str) -> int | None:
    return int(cell) if cell else None


def _split(cell: str) -> tuple[str, ...]:
    return tuple(cell.split("|")) if cell else ()
