"""What comes of a list: per row what would happen, and the whole preview."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from wijkkompas_core.uitwisseling.bekend import BekendeRij
from wijkkompas_core.uitwisseling.opvallend import Opvallend
from wijkkompas_core.uitwisseling.woorden import Onbekend


class Status(StrEnum):
    """What will happen to a row."""

    NIEUW = "nieuw"
    GEWIJZIGD = "gewijzigd"
    GELIJK = "gelijk"
    FOUT = "fout"


@dataclass(frozen=True, slots=True)
class Planrij:
    """One row of the file: its number there, what will happen, with which values, and what is wrong per field.

    `bestaand` is the record that it is or changes; `waarden` are complete; `reden` tells why nothing has to happen.
    """

    nummer: int
    status: Status
    wijk: int
    waarden: Mapping[str, Any]
    kenmerk: str = ""
    fouten: Mapping[str, str] | None = None
    bestaand: BekendeRij | None = None
    reden: str = ""

    @property
    def verschillen(self) -> tuple[str, ...]:
        """The fields in which it differs from the record that is there."""
        if self.bestaand is None:
            return ()
        was = self.bestaand.waarden
        return tuple(naam for naam, value in self.waarden.items() if value != was.get(naam))


@dataclass(frozen=True, slots=True)
class Plan:
    """The whole preview, made at `dataversie`. `nieuwe_partijen`: (wijk, comparable name) → (name, type)."""

    lijst: str
    rijen: tuple[Planrij, ...]
    onbekend: tuple[Onbekend, ...]
    overgeslagen: tuple[tuple[int, str], ...]
    ontbreekt: tuple[str, ...]
    """Required fields that have no column and no value for all rows."""
    nieuwe_partijen: Mapping[tuple[int, str], tuple[str, str]]
    dataversie: int
    opvallend: tuple[Opvallend, ...] = ()

    @property
    def aantallen(self) -> Counter[Status]:
        """How many rows of each status."""
        return Counter(rij.status for rij in self.rijen)

    @property
    def goed(self) -> tuple[Planrij, ...]:
        """The rows that would be written."""
        return tuple(rij for rij in self.rijen if rij.status in (Status.NIEUW, Status.GEWIJZIGD))


def parties(rij: Planrij) -> tuple[str, ...]:
    """The comparable names of the belanghebbenden of a row."""
    one = rij.waarden.get("belanghebbende")
    return rij.waarden.get("belanghebbenden") or ((one,) if one else ())
