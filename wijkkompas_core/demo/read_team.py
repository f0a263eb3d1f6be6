"""Reads what the teams of the demo keep beside contactmomenten; the columns are explained in `data/demo/README.md`."""

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field

Regel = dict[str, str]
"""One line of a file: column → text."""


@dataclass(frozen=True, slots=True)
class Houding:
    """A houdingsmeting, `maand` months before the last day."""

    belanghebbende: str
    maand: int
    huidig: str
    gewenst: str | None
    toelichting: str


@dataclass(frozen=True, slots=True)
class Belofte:
    """The niveau promised to a belanghebbende in a fase."""

    belanghebbende: str
    fase: str
    niveau: str


@dataclass(frozen=True, slots=True)
class Besluit:
    """A besluit; the last `aantal` contactmomenten about `aspect` led to it."""

    maand: int
    fase: str
    wat: str
    door: str
    grond: str
    aspect: str
    aantal: int


@dataclass(frozen=True, slots=True)
class Afspraak:
    """An afspraak. Times are days before the last day; `uit_contact`: it was born from a contactmoment."""

    gemaakt: int
    deadline: int | None
    wat: str
    eigenaar: str
    belanghebbende: str
    status: str
    afgerond: int | None
    uit_contact: bool


@dataclass(frozen=True, slots=True)
class Periode:
    """A planned stay in a fase, in months before the last day; `deelproject` is empty for the wijk itself."""

    deelproject: str
    fase: str
    van: int
    tot: int


@dataclass(frozen=True, slots=True)
class Deelproject:
    """A part of a wijk."""

    naam: str
    toelichting: str
    actief: bool


@dataclass(frozen=True, slots=True)
class Oordeel:
    """A judgement at the end of a quarter; 0 is the last one that has ended."""

    deelproject: str
    kwartaal: int
    onderwerp: str
    kleur: str
    zin: str


@dataclass(frozen=True, slots=True)
class Cijfer:
    """A figure at the end of a quarter; 0 is the last one that has ended."""

    deelproject: str
    soort: str
    kwartaal: int
    teller: float
    noemer: float | None
    bron: str


@dataclass(frozen=True, slots=True)
class Noot:
    """A noot, `maand` months before the last day."""

    maand: int
    tekst: str


@dataclass(slots=True)
class Teamverhaal:
    """What the team of one wijk keeps."""

    houdingen: list[Houding] = field(default_factory=list)
    beloften: list[Belofte] = field(default_factory=list)
    besluiten: list[Besluit] = field(default_factory=list)
    afspraken: list[Afspraak] = field(default_factory=list)
    planning: list[Periode] = field(default_factory=list)
    deelprojecten: list[Deelproject] = field(default_factory=list)
    oordelen: list[Oordeel] = field(default_factory=list)
    cijfers: list[Cijfer] = field(default_factory=list)
    noten: list[Noot] = field(default_factory=list)


def read_team(rows: Callable[[str], list[Regel]]) -> dict[str, Teamverhaal]:
    """The stories of the teams per slug of a wijk, under "" what is about every wijk; `rows` reads a file by its name.

    Raises `KeyError` and `ValueError` for what cannot be understood.
    """
    found: defaultdict[str, Teamverhaal] = defaultdict(Teamverhaal)
    for r in rows("houdingen"):
        found[r["wijk"]].houdingen.append(
            Houding(r["belanghebbende"], int(r["maand"]), r["huidig"], r["gewenst"] or None, r["toelichting"])
        )
    for r in rows("beloften"):
        found[r["wijk"]].beloften.append(Belofte(r["belanghebbende"], r["fase"], r["niveau"]))
    for r in rows("besluiten"):
        found[r["wijk"]].besluiten.append(
            Besluit(int(r["maand"]), r["fase"], r["wat"], r["door"], r["grond"], r["aspect"], int(r["aantal"] or 0))
        )
    for r in rows("afspraken"):
        found[r["wijk"]].afspraken.append(
            Afspraak(
                int(r["gemaakt"]),
                _whole(r["deadline"]),
                r["wat"],
                r["eigenaar"],
                r["belanghebbende"],
                r["status"],
                _whole(r["afgerond"]),
                r["uit_contact"] == "ja",
            )
        )
    for r in rows("planning"):
        found[r["wijk"]].planning.append(Periode(r["deelproject"], r["fase"], int(r["van"]), int(r["tot"])))
    for r in rows("deelprojecten"):
        found[r["wijk"]].deelprojecten.append(Deelproject(r["naam"], r["toelichting"], r["actief"] == "ja"))
    for r in rows("oordelen"):
        found[r["wijk"]].oordelen.append(
            Oordeel(r["deelproject"], int(r["kwartaal"]), r["onderwerp"], r["kleur"], r["zin"])
        )
    for r in rows("cijfers"):
        noemer = float(r["noemer"]) if r["noemer"] else None
        found[r["wijk"]].cijfers.append(
            Cijfer(r["deelproject"], r["soort"], int(r["kwartaal"]), float(r["teller"]), noemer, r["bron"])
        )
    for r in rows("annotaties"):
        found[r["wijk"]].noten.append(Noot(int(r["maand"]), r["tekst"]))
    return dict(found)


def _whole(cell: str) -> int | None:
    return int(cell) if cell else None
