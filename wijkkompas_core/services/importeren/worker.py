"""An import of many rows in a process of its own, so that the server stays as fast as it was for everyone else."""

import base64
import dataclasses
import gc
import sys
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any, TypeVar

from wijkkompas_core.domain.toegang import Actor, system_actor
from wijkkompas_core.domain.uitwisseling import Toewijzing
from wijkkompas_core.services.importeren.lezen import PATIENCE, Gelezen
from wijkkompas_core.services.importeren.order import Opdracht, Voorbeeld, Voorbeeldrij, execute, preview
from wijkkompas_core.settings import Settings
from wijkkompas_core.storage.database import Database, load_actor
from wijkkompas_core.uitwisseling.opvallend import Opvallend
from wijkkompas_core.uitwisseling.woorden import Onbekend
from wijkkompas_core.werkproces import Grenzen, Werk, Werkproces, serve

Kind = TypeVar("Kind", Onbekend, Opvallend)
LISTS = ("wijken", "sleutels", "spellingen")
PREVIEW, EXECUTE = "voorbeeld", "importeer"
IMPORT = Werk(
    module="wijkkompas_core.services.importeren.worker",
    naam="De import",
    at_once=2,  # a server has two processors, and one writes at a time on SQLite
    niceness=10,
    bezet="Er lopen al andere imports",
    mislukt="De import is gestopt en er is niets opgeslagen. Probeer het opnieuw.",
    kleiner="Er is niets opgeslagen. Deel de lijst op in kleinere lijsten.",
)


def worker(database: Database, actor: Actor, taak: str, opdracht: Opdracht, proef: str = "") -> Werkproces:
    """The work of a preview or an import of `proef`, in a process of its own with its own connection to the database.

    The actor is read again where it is done: rights are those of that moment.
    """
    assert opdracht.toewijzing is not None
    settings = Settings.from_env()
    return Werkproces(
        IMPORT,
        {
            "taak": taak,
            "url": database.url,
            "gebruiker": actor.gebruiker,
            "sessie": actor.sessie,
            "oorsprong": actor.oorsprong,
            "inhoud": base64.b64encode(opdracht.inhoud).decode(),
            "bron": opdracht.bron,
            "geplakt": opdracht.geplakt,
            "blad": opdracht.blad,
            "kop": opdracht.kop,
            "toewijzing": opdracht.toewijzing.as_dict(),
            "verbeterd": opdracht.verbeterd,
            "concept": opdracht.concept,
            "proef": proef,
        },
        Grenzen(60 * settings.import_minuten, settings.import_megabytes),
    )


def _unheard(*_: Any) -> None:
    return None


def previewed(database: Database, actor: Actor, opdracht: Opdracht, gelezen: Gelezen) -> Voorbeeld:
    """What an import would do: told here for a table that is all here, and of more by a worker of its own."""
    if gelezen.heel:
        return preview(database, actor, opdracht, gelezen.tabel)
    told = worker(database, actor, PREVIEW, opdracht).follow(_unheard, patience=PATIENCE)
    return as_voorbeeld(told)


def as_voorbeeld(answer: dict[str, Any]) -> Voorbeeld:
    """The preview that a worker of `PREVIEW` answered."""
    told = answer["voorbeeld"]
    rijen = tuple(
        replace(Voorbeeldrij(**rij), verschillen={n: (o, w) for n, (o, w) in rij["verschillen"].items()})
        for rij in told["rijen"]
    )
    onbekend = tuple(_as(Onbekend, one, ("suggesties",), LISTS) for one in told["onbekend"])
    opvallend = tuple(_as(Opvallend, one, ("keuzes",), ("rijen",)) for one in told["opvallend"])
    pairs = {name: tuple((a, b) for a, b in told[name]) for name in ("overgeslagen", "nieuwe_partijen")}
    return Voorbeeld(
        told["aantallen"],
        rijen,
        onbekend,
        ontbreekt=tuple(told["ontbreekt"]),
        proef=told["proef"],
        opvallend=opvallend,
        **pairs,
    )


def _as(kind: type[Kind], told: dict[str, Any], pairs: Sequence[str], lists: Sequence[str]) -> Kind:
    """What a worker told, with its lists as they were."""
    made: dict[str, Any] = {**told, **{name: tuple(told[name]) for name in lists}}
    made |= {name: tuple((a, b) for a, b in told[name]) for name in pairs}
    return kind(**made)


def _do(told: dict[str, Any], progress: Callable[[int, int], None]) -> dict[str, Any]:
    gc.disable()  # a short life full of plain values: looking for circles in them costs a fifth of it
    opdracht = Opdracht(
        base64.b64decode(told.pop("inhoud")),
        told["bron"],
        told["geplakt"],
        told["blad"],
        told["kop"],
        Toewijzing.from_dict(told["toewijzing"]),
        tuple((nummer, titel, text) for nummer, titel, text in told["verbeterd"]),
        told["concept"],
    )
    database = Database(told["url"])
    try:
        if told["gebruiker"] is None:
            actor = system_actor(told["oorsprong"])
        else:
            with database.reading() as session:
                actor = load_actor(session, told["gebruiker"], told["sessie"], told["oorsprong"])
        if told["taak"] == PREVIEW:
            return {"voorbeeld": dataclasses.asdict(preview(database, actor, opdracht, opdracht.table(), progress))}
        key, rows = execute(database, actor, opdracht, opdracht.table(), told["proef"], progress)
        return {"import": key, "rijen": rows}
    finally:
        database.close()


if __name__ == "__main__":
    sys.exit(serve(IMPORT, _do))
