"""A file from outside is read in a process of its own, which knows nothing of the app and may take only so much.

Here stands no more than reading needs, so that such a process begins at once.
"""

import base64
import dataclasses
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any, cast

from wijkkompas_core.bestanden.bundel import unbundled
from wijkkompas_core.bestanden.inhoud import Cel, Ingelezen, Ingelezenblad, refused
from wijkkompas_core.bestanden.lezen import read_file
from wijkkompas_core.bestanden.tekst_lezen import read_pasted
from wijkkompas_core.errors import InvalidInput
from wijkkompas_core.uitwisseling.delen import row_names, together
from wijkkompas_core.uitwisseling.tabel import Tabel, find_table
from wijkkompas_core.werkproces import Grenzen, Werk, Werkproces, serve

ALLE = -1
"""Instead of a sheet: all of the same kind together."""
MANY = 2_000
"""Rows up to which a table is handed over as it is; of more only these, and the whole stays with who works on it."""
SECONDS, MEGABYTES = 120, 1_500
LEZEN = Werk(
    module="wijkkompas_core.services.importeren.lezen",
    naam="Het lezen van dit bestand",
    at_once=2,
    niceness=5,
    bezet="Er worden al andere bestanden gelezen",
    mislukt="Dit bestand is niet te lezen. Open het in je rekenprogramma en bewaar het opnieuw.",
    kleiner="Bewaar alleen het blad dat je wilt importeren, of deel het op.",
    alone=True,
)
PATIENCE = 20.0
"""So many seconds someone waits for a turn: the click on it shows no progress meanwhile."""


@dataclass(frozen=True, slots=True)
class Bladkop:
    """A sheet of a file: its name, how many rows it has, and whether it is hidden."""

    naam: str
    rijen: int
    verborgen: bool


@dataclass(frozen=True, slots=True)
class Gelezen:
    """What stands in a file: its sheets, sentences about how it was read, and the table of the chosen sheet.

    `aantal` is how many rows the table has; `tabel` holds the first `MANY` of them.
    """

    bladen: tuple[Bladkop, ...]
    opmerkingen: tuple[str, ...]
    aantal: int
    tabel: Tabel

    @property
    def heel(self) -> bool:
        """Whether the table is all here."""
        return len(self.tabel.rijen) == self.aantal

    def rijen(self, nummers: Sequence[int]) -> list[str]:
        """Which rows these are for who looks them up: of several sheets or files also in which."""
        return row_names(nummers, self.tabel.delen)


def read_content(inhoud: bytes, *, geplakt: bool) -> Ingelezen:
    """The sheets of a file, of several files, or of what was pasted; raises `InvalidInput` with a sentence."""
    if geplakt:
        return read_pasted(inhoud.decode("utf-8"))
    files = unbundled(inhoud)
    if files is None:
        return read_file(inhoud)
    sheets: list[Ingelezenblad] = []
    notes: list[str] = []
    for naam, content in files:
        try:
            found = read_file(content)
        except InvalidInput as error:
            raise refused(f"{naam}: {error}") from error
        several = len(found.bladen) > 1
        sheets += [replace(blad, naam=f"{naam}, blad {blad.naam}" if several else naam) for blad in found.bladen]
        notes += [f"{naam}: {note}" for note in found.opmerkingen]
    return Ingelezen(tuple(sheets), tuple(notes))


def chosen_table(found: Ingelezen, blad: int | str, kop: int | None) -> tuple[Tabel, tuple[str, ...]]:
    """The table of a sheet (its place or its name), or of `ALLE`, with sentences about sheets that were left out."""
    if blad == ALLE:
        return together(found.bladen)
    sheets: dict[int | str, Ingelezenblad] = dict(enumerate(found.bladen))
    sheets |= {one.naam: one for one in reversed(found.bladen)}
    return find_table(sheets.get(blad, found.bladen[0]), kop), ()


def look(inhoud: bytes, *, geplakt: bool = False, blad: int | str = 0, kop: int | None = None) -> Gelezen:
    """What stands in a file, read elsewhere; raises `InvalidInput`, or `Stopped` when it was too much.

    `blad` is the number of the sheet, or its name, the first when there is none, `ALLE` for all of the same kind; `kop`
    the number of the row with the titles, found when not given.
    """
    work = lookers_work(inhoud, geplakt=geplakt, blad=blad, kop=kop)
    return as_gelezen(work.follow(lambda *_: None, patience=PATIENCE))


def lookers_work(inhoud: bytes, *, geplakt: bool = False, blad: int | str = 0, kop: int | None = None) -> Werkproces:
    """What `look` has done, for who follows it: `as_gelezen` takes its answer."""
    order = {"inhoud": base64.b64encode(inhoud).decode(), "geplakt": geplakt, "blad": blad, "kop": kop}
    return Werkproces(LEZEN, order, Grenzen(SECONDS, MEGABYTES))


def as_gelezen(told: dict[str, Any]) -> Gelezen:
    """What stands in a file, as the process told that read it."""
    tabel = told["tabel"]
    return Gelezen(
        tuple(Bladkop(**one) for one in told["bladen"]),
        tuple(told["opmerkingen"]),
        told["aantal"],
        Tabel(
            tuple(tabel["titels"]),
            tuple(tabel["nummers"]),
            tuple(tuple(_cell(cell) for cell in row) for row in tabel["rijen"]),
            tuple((nummer, why) for nummer, why in tabel["overgeslagen"]),
            tabel["kop"],
            tuple((nummer, tuple(_cell(cell) for cell in row)) for nummer, row in tabel["totalen"]),
            frozenset(tabel["verborgen"]),
            tuple((nummer, titel) for nummer, titel in tabel["formules"]),
            tuple((nummer, titel, what) for nummer, titel, what in tabel["fouten"]),
            tuple(tabel["delen"]),
        ),
    )


def _told(cell: Cel) -> Any:
    """A cell as JSON takes it: a day and a moment as a list of their kind and their text."""
    if isinstance(cell, datetime):
        return ["moment", cell.isoformat()]
    return ["dag", cell.isoformat()] if isinstance(cell, date) else cell


def _cell(told: Any) -> Cel:
    if isinstance(told, list):
        kind, text = cast("list[str]", told)
        return datetime.fromisoformat(text) if kind == "moment" else date.fromisoformat(text)
    return told


def _do(order: dict[str, Any], _progress: Callable[..., None]) -> dict[str, Any]:
    found = read_content(base64.b64decode(order["inhoud"]), geplakt=order["geplakt"])
    whole, left_out = chosen_table(found, order["blad"], order["kop"])
    first = replace(whole, rijen=whole.rijen[:MANY], nummers=whole.nummers[:MANY])
    return {
        "bladen": [dataclasses.asdict(Bladkop(b.naam, len(b.rijen), b.verborgen)) for b in found.bladen],
        "opmerkingen": (*left_out, *found.opmerkingen),
        "aantal": len(whole.rijen),
        "tabel": dataclasses.asdict(first)
        | {
            "rijen": [[_told(cell) for cell in row] for row in first.rijen],
            "totalen": [[nummer, [_told(cell) for cell in row]] for nummer, row in first.totalen[:MANY]],
            "verborgen": sorted(first.verborgen)[:MANY],
            "formules": first.formules[:MANY],
            "fouten": first.fouten[:MANY],
        },
    }


if __name__ == "__main__":
    sys.exit(serve(LEZEN, _do))
