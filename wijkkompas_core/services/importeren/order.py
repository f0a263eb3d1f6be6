"""An import from its file to its result: what the page, the command line and the worker process all call."""

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any, cast

from wijkkompas_core.bestanden.inhoud import Cel
from wijkkompas_core.bestanden.waarden import as_text
from wijkkompas_core.domain.toegang import Actie, Actor
from wijkkompas_core.domain.uitwisseling import VELDEN, Toewijzing, Veld, Waardesoort
from wijkkompas_core.errors import Conflict
from wijkkompas_core.queries.methode import methode as read_methode
from wijkkompas_core.queries.toewijzingen import toewijzingen
from wijkkompas_core.queries.uitwisseling import bekend, with_rows
from wijkkompas_core.services.importeren.concepten import drop_importconcept
from wijkkompas_core.services.importeren.lezen import chosen_table, read_content
from wijkkompas_core.services.importeren.write import CHANGED, importeer
from wijkkompas_core.storage.database import Database
from wijkkompas_core.uitwisseling.bekend import Bekend
from wijkkompas_core.uitwisseling.opvallend import Opvallend
from wijkkompas_core.uitwisseling.plan import make_plan
from wijkkompas_core.uitwisseling.planrij import Plan, Planrij, Status
from wijkkompas_core.uitwisseling.raden import guess, guess_list
from wijkkompas_core.uitwisseling.tabel import Tabel
from wijkkompas_core.uitwisseling.woorden import Onbekend

SHOWN = 200
"""Rows per status that a preview shows; of wrong rows more, as they are what there is to do."""
SHOWN_WRONG = 1_000
Progress = Callable[[int, int], None]


def _quiet(_done: int, _all: int) -> None:
    return None


@dataclass(frozen=True, slots=True)
class Opdracht:
    """A file (or what was pasted) and how to read it. `kop` is the row number of the header, nothing when guessed."""

    inhoud: bytes
    bron: str
    geplakt: bool = False
    blad: int = 0
    kop: int | None = None
    toewijzing: Toewijzing | None = None
    verbeterd: tuple[tuple[int, str, str], ...] = ()
    """Cells that were put right in the preview: (row number, title of the column, text)."""
    concept: int | None = None
    """The number under which this import is kept as long as it is not finished."""

    def table(self) -> Tabel:
        """The table of the chosen sheet, read here: only where a file may be opened. Raises `InvalidInput`."""
        return chosen_table(read_content(self.inhoud, geplakt=self.geplakt), self.blad, self.kop)[0]


def _corrected(tabel: Tabel, verbeterd: tuple[tuple[int, str, str], ...]) -> Tabel:
    """The table with these cells replaced; an empty text empties a cell."""
    if not verbeterd:
        return tabel
    places = {nummer: place for place, nummer in enumerate(tabel.nummers)}
    rows = list(tabel.rijen)
    for nummer, titel, text in verbeterd:
        if nummer in places and titel in tabel.titels:
            cells = list(rows[places[nummer]])
            cells[tabel.titels.index(titel)] = text if text.strip() else None
            rows[places[nummer]] = tuple(cells)
    return replace(tabel, rijen=tuple(rows))


@dataclass(frozen=True, slots=True)
class Voorbeeldrij:
    """A row of the preview in words.

    `cellen`: field → text; `fouten`: field → sentence; `verschillen`: field → (old, new); `geschreven`: what stands in
    the cells of wrong fields.
    """

    nummer: int
    status: str
    wijk: str
    cellen: Mapping[str, str]
    fouten: Mapping[str, str]
    verschillen: Mapping[str, tuple[str, str]]
    reden: str
    geschreven: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Voorbeeld:
    """What an import would do. `rijen` are as many as are shown; `aantallen` counts all. `proef` is its fingerprint."""

    aantallen: Mapping[str, int]
    rijen: tuple[Voorbeeldrij, ...]
    onbekend: tuple[Onbekend, ...]
    overgeslagen: tuple[tuple[int, str], ...]
    ontbreekt: tuple[str, ...]
    nieuwe_partijen: tuple[tuple[str, str], ...]
    proef: str
    opvallend: tuple[Opvallend, ...] = ()
    """What to look at before it is imported."""

    @property
    def goed(self) -> int:
        """How many rows would be written."""
        return self.aantallen[Status.NIEUW.value] + self.aantallen[Status.GEWIJZIGD.value]


def propose(database: Database, actor: Actor, tabel: Tabel, lijst: str | None = None) -> Toewijzing:
    """The best mapping for a table, of kept ones first."""
    lijst = lijst or guess_list(tabel)
    with database.reading() as session:
        base = bekend(session, actor, read_methode(session), lijst)
        kept = list(toewijzingen(session, actor, lijst).values())
    return guess(tabel, base, kept)


def preview(
    database: Database, actor: Actor, opdracht: Opdracht, tabel: Tabel, progress: Progress = _quiet
) -> Voorbeeld:
    """What would happen with the rows of `tabel`, which was read from the file; nothing is changed."""
    plan, base, tabel = _plan(database, actor, opdracht, tabel, progress)
    return _summary(plan, base, tabel, opdracht)


def execute(
    database: Database, actor: Actor, opdracht: Opdracht, tabel: Tabel, proef: str, progress: Progress = _quiet
) -> tuple[int, int]:
    """Import the good rows of the preview with fingerprint `proef`; answers the number of the import and of rows.

    Raises `Conflict` when the preview would be another now, and what the services raise; nothing is saved then.
    """
    plan, _, tabel = _plan(database, actor, opdracht, tabel, _quiet)
    if fingerprint(plan) != proef:
        raise Conflict(message=CHANGED)
    assert opdracht.toewijzing is not None
    with database.writing(actor, Actie.IMPORTEREN) as session:
        key = importeer(session, tabel, opdracht.toewijzing, plan, bron=opdracht.bron, progress=progress)
        if opdracht.concept is not None:  # together, or a server that stops here would offer the same once more
            drop_importconcept(session, opdracht.concept)
    return key, len(plan.goed)


def fingerprint(plan: Plan) -> str:
    """Of what would happen to every row: equal when exactly the same rows are good."""
    told = ";".join(f"{rij.nummer}{rij.status.value}" for rij in plan.rijen)
    return hashlib.sha256(told.encode()).hexdigest()[:16]


def _plan(
    database: Database, actor: Actor, opdracht: Opdracht, tabel: Tabel, progress: Progress
) -> tuple[Plan, Bekend, Tabel]:
    tabel = _corrected(tabel, opdracht.verbeterd)
    toewijzing = opdracht.toewijzing
    assert toewijzing is not None
    with database.reading() as session:
        base = bekend(session, actor, read_methode(session), toewijzing.lijst)
        full = with_rows(session, base, tabel, toewijzing)
    return make_plan(tabel, toewijzing, full, progress), full, tabel


def _summary(plan: Plan, base: Bekend, tabel: Tabel, opdracht: Opdracht) -> Voorbeeld:
    counts = plan.aantallen
    left = {status: SHOWN_WRONG if status is Status.FOUT else SHOWN for status in Status}
    rijen: list[Voorbeeldrij] = []
    words = _Words(base, plan)
    rows = dict(zip(tabel.nummers, tabel.rijen, strict=True)) | dict(tabel.totalen)
    assert opdracht.toewijzing is not None
    kolommen = opdracht.toewijzing.kolommen
    for rij in plan.rijen:
        if left[rij.status] > 0:
            left[rij.status] -= 1
            cells = dict(zip(tabel.titels, rows[rij.nummer], strict=True))
            wrong = {naam: as_text(cells[kolommen[naam]])[:2_000] for naam in rij.fouten or () if naam in kolommen}
            rijen.append(words.row(rij, wrong))
    return Voorbeeld(
        aantallen={status.value: counts[status] for status in Status},
        rijen=tuple(rijen),
        onbekend=plan.onbekend,
        overgeslagen=plan.overgeslagen,
        ontbreekt=plan.ontbreekt,
        nieuwe_partijen=tuple((naam, base.types.get(kind, kind)) for naam, kind in plan.nieuwe_partijen.values()),
        proef=fingerprint(plan),
        opvallend=plan.opvallend,
    )


class _Words:
    """Values of a plan in words."""

    def __init__(self, base: Bekend, plan: Plan) -> None:
        self.base = base
        self.velden = [v for v in VELDEN[plan.lijst] if v.soort not in (Waardesoort.KENMERK, Waardesoort.WIJK)]
        self.new = plan.nieuwe_partijen

    def row(self, rij: Planrij, geschreven: Mapping[str, str]) -> Voorbeeldrij:
        wijk = self.base.wijken.get(rij.wijk)
        was: Mapping[str, Any] = rij.bestaand.waarden if rij.bestaand else {}
        changed: set[str] = set(rij.verschillen) if rij.status is Status.GEWIJZIGD else set()
        return Voorbeeldrij(
            rij.nummer,
            rij.status.value,
            wijk.naam if wijk else "",
            {v.naam: self.text(v, rij.waarden.get(v.naam), rij.wijk) for v in self.velden if v.naam in rij.waarden},
            dict(rij.fouten or {}),
            {
                v.naam: (self.text(v, was.get(v.naam), rij.wijk), self.text(v, rij.waarden[v.naam], rij.wijk))
                for v in self.velden
                if v.naam in changed
            },
            rij.reden,
            geschreven,
        )

    def text(self, one: Veld, value: Any, wijk: int) -> str:
        if isinstance(value, tuple):
            return "; ".join(self.text(one, part, wijk) for part in cast("tuple[Any, ...]", value))
        if value is None or value == "":
            return ""
        if one.schaal:
            return self.base.keuzes[one.schaal].get(value, value)
        known = self.base.wijken[wijk]
        match one.soort:
            case Waardesoort.BELANGHEBBENDE | Waardesoort.BELANGHEBBENDEN:
                if value in known.partijen:
                    return known.partijen[value][1]
                return self.new.get((wijk, value), (value, ""))[0]
            case Waardesoort.TEAMLID:
                return known.lid(value)
            case _:
                return as_text(value)


def examples(tabel: Tabel, titel: str, most: int = 3) -> tuple[str, ...]:
    """Different values from a column, to show what stands in it."""
    found: dict[str, None] = {}
    cells: list[Cel] = tabel.column(titel)
    for cell in cells[:500]:
        text = " ".join(as_text(cell).split())
        if text:
            found.setdefault(text[:60] + "…" * (len(text) > 60))
        if len(found) == most:
            break
    return tuple(found)
