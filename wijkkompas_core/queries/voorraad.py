"""Counts of wijken that are kept, to start from the next time: packed in memory, and in the database (ADR 0028)."""

import json
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from threading import Lock
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from wijkkompas_core.analysis.betrouwbaarheid import Betrouwbaarheid
from wijkkompas_core.analysis.telling import Maand, Telling
from wijkkompas_core.storage.tables import TellingRow

VORM = 1
"""Goes up when what is packed changes; what has another one is counted anew."""


@dataclass(frozen=True)
class Bewaard:
    """The counts of a wijk up to and including the contactmoment with number `tot`.

    `stempel` tells whether those contactmomenten are still the same, `maat` by which rules the months were counted.
    There are whole months only, from `vanaf` on.
    """

    tot: int
    stempel: str
    maat: str
    vanaf: Maand
    telling: Telling


class Voorraad:
    """The counts of the wijken of one database. Thread-safe."""

    def __init__(self, gevonden: Mapping[int, bytes] | None = None) -> None:
        self._lock = Lock()
        self._packed = dict(gevonden or {})
        self._changed: set[int] = set()

    def get(self, wijk: int) -> Bewaard | None:
        """What is kept of a wijk (its id)."""
        with self._lock:
            packed = self._packed.get(wijk)
        return None if packed is None else unpack(packed)

    def put(self, wijk: int, bewaard: Bewaard) -> None:
        """Keep this of a wijk instead of what there was."""
        packed = pack(bewaard)
        with self._lock:
            self._packed[wijk] = packed
            self._changed.add(wijk)

    def unsaved(self) -> dict[int, bytes]:
        """Per wijk what is not in the database yet."""
        with self._lock:
            return {wijk: self._packed[wijk] for wijk in self._changed}

    def saved(self, packed: Mapping[int, bytes]) -> None:
        """This is in the database now; what has changed meanwhile is not."""
        with self._lock:
            self._changed -= {wijk for wijk, content in packed.items() if self._packed[wijk] is content}


def read_voorraad(session: Session) -> Voorraad:
    """What the database kept. A wijk of which it has nothing is counted when it is asked for."""
    rows = session.execute(select(TellingRow.wijk_id, TellingRow.inhoud))
    return Voorraad({wijk: inhoud for wijk, inhoud in rows})  # noqa: C416  a row is no pair to a type checker


def pack(bewaard: Bewaard) -> bytes:
    """As bytes: some 2.5 KB for a wijk with 17 belanghebbenden, where the objects take fifty times that."""
    telling = bewaard.telling
    betrokken: dict[str, dict[str, list[tuple[int, int, int | None]]]] = {}
    for (fase, aspect, hoofd), (n, level) in telling.betrokken.items():
        betrokken.setdefault(fase, {}).setdefault(aspect, []).append((hoofd, n, level))
    content = {
        "vorm": VORM,
        "tot": bewaard.tot,
        "stempel": bewaard.stempel,
        "maat": bewaard.maat,
        "vanaf": bewaard.vanaf,
        "vakken": [(*vak, n, last.isoformat()) for vak, (n, last) in telling.vakken.items()],
        "betrokken": betrokken,
        "maanden": [(*maand, values) for maand, values in telling.maanden.items()],
        "invoer": [(*maand, *_entry(entry)) for maand, entry in telling.invoer.items()],
    }
    return zlib.compress(json.dumps(content, separators=(",", ":")).encode())


def unpack(packed: bytes) -> Bewaard | None:
    """What `pack` made; nothing when it is damaged or was made by another version of this program."""
    try:
        content: dict[str, Any] = json.loads(zlib.decompress(packed))
        if content["vorm"] != VORM:
            return None
        telling = Telling(
            {(fase, aspect): (n, date.fromisoformat(last)) for fase, aspect, n, last in content["vakken"]},
            {
                (fase, aspect, hoofd): (n, level)
                for fase, aspecten in content["betrokken"].items()
                for aspect, parties in aspecten.items()
                for hoofd, n, level in parties
            },
            {(year, number): tuple(values) for year, number, values in content["maanden"]},
            {(year, number): _from_entry(*entry) for year, number, *entry in content["invoer"]},
        )
        year, number = content["vanaf"]
        return Bewaard(content["tot"], content["stempel"], content["maat"], (year, number), telling)
    except (zlib.error, ValueError, KeyError, TypeError, AttributeError):
        return None


def _entry(entry: Betrouwbaarheid) -> tuple[Any, ...]:
    last = entry.laatste_invoer
    return entry.n, entry.aandeel_tijdig, last.isoformat() if last else None, entry.aandeel_zonder_niveau


def _from_entry(n: int, on_time: float | None, last: str | None, without: float | None) -> Betrouwbaarheid:
    return Betrouwbaarheid(n, on_time, date.fromisoformat(last) if last else None, without)
