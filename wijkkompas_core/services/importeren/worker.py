"""An import of many rows in a process of its own, so that the server stays as fast as it was for everyone else.

`python -m wijkkompas_core.services.importeren.worker TAAK` reads one JSON object from stdin (see `order`) and the file
itself from the path in it. It tells of its progress and its answer in lines of JSON on stdout. Ending the process
undoes everything.
"""

import base64
import dataclasses
import gc
import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from wijkkompas_core.domain.toegang import Actor, system_actor
from wijkkompas_core.domain.uitwisseling import Toewijzing
from wijkkompas_core.errors import Conflict, InvalidInput, WijkkompasError
from wijkkompas_core.services.importeren.order import Opdracht, Voorbeeld, Voorbeeldrij, execute, preview
from wijkkompas_core.storage.database import Database, load_actor
from wijkkompas_core.uitwisseling.woorden import Onbekend

PREVIEW, EXECUTE = "voorbeeld", "importeer"
FAILED = "De import is gestopt en er is niets opgeslagen. Probeer het opnieuw."


class Stopped(WijkkompasError):
    """The import was stopped by its user; nothing was saved."""


def order(url: str, actor: Actor, opdracht: Opdracht, proef: str = "") -> bytes:
    """What the worker needs, as JSON. The actor is read again from the database: rights are those of that moment."""
    assert opdracht.toewijzing is not None
    return json.dumps(
        {
            "url": url,
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
            "proef": proef,
        }
    ).encode()


class Worker:
    """A running worker. `follow` reads what it tells until it is done; `stop` ends it."""

    def __init__(self, taak: str, order: bytes) -> None:
        self.process = subprocess.Popen(  # noqa: S603  our own module, and the file goes through stdin
            [sys.executable, "-m", "wijkkompas_core.services.importeren.worker", taak],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            cwd=Path(__file__).resolve().parents[3],
        )
        assert self.process.stdin is not None
        try:
            self.process.stdin.write(order)
            self.process.stdin.close()
        except BrokenPipeError:
            pass

    def stop(self) -> None:
        """End it; what it had not committed is gone."""
        self.process.terminate()

    def follow(self, progress: Callable[[int, int], None]) -> dict[str, Any]:
        """Its answer; raises what it raised there, and `Stopped` when it ended without one."""
        assert self.process.stdout is not None
        answer: dict[str, Any] | None = None
        with self.process.stdout as lines:
            for line in lines:
                told = json.loads(line)
                if "voortgang" in told:
                    progress(*told["voortgang"])
                else:
                    answer = told
        self.process.wait()
        if answer is None:
            raise Stopped(FAILED)
        if "velden" in answer:
            raise InvalidInput(answer["velden"])
        if "conflict" in answer:
            raise Conflict(message=answer["conflict"])
        if "fout" in answer:
            raise WijkkompasError(answer["fout"])
        return answer


def to_voorbeeld(told: dict[str, Any]) -> Voorbeeld:
    """The preview that a worker told of."""
    rijen = tuple(
        Voorbeeldrij(**{**rij, "verschillen": {n: (o, w) for n, (o, w) in rij["verschillen"].items()}})
        for rij in told["rijen"]
    )
    onbekend = tuple(
        Onbekend(o["veld"], o["woord"], o["aantal"], tuple(o["wijken"]), tuple((a, b) for a, b in o["suggesties"]))
        for o in told["onbekend"]
    )
    pairs = {name: tuple((a, b) for a, b in told[name]) for name in ("overgeslagen", "nieuwe_partijen")}
    return Voorbeeld(
        told["aantallen"], rijen, onbekend, ontbreekt=tuple(told["ontbreekt"]), proef=told["proef"], **pairs
    )


def _tell(what: dict[str, Any]) -> None:
    sys.stdout.write(json.dumps(what, ensure_ascii=True) + "\n")
    sys.stdout.flush()


def main(taak: str) -> int:
    """Do one order; answers an exit code."""
    if hasattr(os, "nice"):
        os.nice(10)  # who works in the app goes first
    gc.disable()  # a short life full of plain values: looking for circles in them costs a fifth of it
    told = json.load(sys.stdin)
    opdracht = Opdracht(
        base64.b64decode(told["inhoud"]),
        told["bron"],
        told["geplakt"],
        told["blad"],
        told["kop"],
        Toewijzing.from_dict(told["toewijzing"]),
        tuple((nummer, titel, text) for nummer, titel, text in told["verbeterd"]),
    )
    del told["inhoud"]
    database = Database(told["url"])

    def progress(done: int, total: int) -> None:
        _tell({"voortgang": [done, total]})

    try:
        if told["gebruiker"] is None:
            actor = system_actor(told["oorsprong"])
        else:
            with database.reading() as session:
                actor = load_actor(session, told["gebruiker"], told["sessie"], told["oorsprong"])
        if taak == PREVIEW:
            _tell({"voorbeeld": dataclasses.asdict(preview(database, actor, opdracht, progress))})
        else:
            key, rows = execute(database, actor, opdracht, told["proef"], progress)
            _tell({"import": key, "rijen": rows})
    except InvalidInput as error:
        _tell({"velden": error.fields})
    except Conflict as error:
        _tell({"conflict": str(error)})
    except WijkkompasError as error:
        _tell({"fout": str(error)})
    finally:
        database.close()
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
