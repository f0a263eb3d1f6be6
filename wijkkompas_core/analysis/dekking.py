"""Which vakken got attention, and how many of the required ones (rekenregels §2)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

import pandas as pd

from wijkkompas_core.analysis import STANDAARD
from wijkkompas_core.analysis.tabel import Tabel, dag, rijen
from wijkkompas_core.domain.kompas import Kompas, VakStatus
from wijkkompas_core.domain.parameters import Rekenparameters

UITLEG = (
    "Een vak is één aspect in één fase. Een vak is vereist als de fase in deze wijk is begonnen, ook als die fase al "
    "is afgesloten. Vakken die met een reden op n.v.t. staan, zijn niet vereist. Een vereist vak is gedekt als er "
    "minstens 1 contactmoment is. De dekking is het aantal gedekte vakken van het aantal vereiste vakken. De status "
    "van een vak: later (fase nog niet begonnen), gedaan (wel contact, fase niet meer open), leeg (geen contact), "
    f"verouderd (laatste contact meer dan {STANDAARD.verouderd_na_dagen} dagen geleden), eenmalig (1 contact) of "
    "actueel. Die grens hebben we zelf gekozen: geen bron schrijft hem voor. Dekking zegt dat er contact was, niet "
    "hoe goed het was."
)


@dataclass(frozen=True, slots=True)
class Dekking:
    """Numbers of vakken: covered, required, and marked n.v.t."""

    gedekt: int
    vereist: int
    nvt: int

    @property
    def aandeel(self) -> float | None:
        """Covered as a share of required, 0 to 1; None when nothing is required."""
        return self.gedekt / self.vereist if self.vereist else None


class Vakstand(NamedTuple):
    """Where one vak of a wijk stands; `status` is a VakStatus value, `reden` is "" unless it is n.v.t."""

    fase: str
    spoor: str
    aspect: str
    aantal: int
    laatste: date | None
    status: str
    vereist: bool
    reden: str


def vakstanden(
    contacten: Tabel,
    perioden: Tabel,
    nvt: Tabel,
    kompas: Kompas,
    *,
    peildatum: date,
    parameters: Rekenparameters = STANDAARD,
) -> list[Vakstand]:
    """Where every vak of the kompas stands for one wijk, in kompas order (rekenregels §2).

    Input: `contacten` (`fase, aspect, aantal, laatste`: one row per vak, as known on the peildatum), `perioden`
    (`fase, begonnen_op, afgesloten_op`; missing = open; several spells per fase allowed), `nvt` (`fase, aspect,
    reden`; without a reason it does not count). Vakken outside the kompas are left out. Raises ValueError when a vak
    occurs twice in `contacten`.

    First that fits: n.v.t., later (a fase that never began, without contact), gedaan (a fase that is not open, with
    contact), leeg (no contact), verouderd (the last is more than `verouderd_na_dagen` days before the peildatum),
    eenmalig (1), actueel. A fase is open on the peildatum when a spell has begun and is closed later or
    not at all; on its closing day it is closed.
    """
    counted: dict[tuple[str, str], tuple[int, date | None]] = {}
    for fase, aspect, aantal, laatste in rijen(contacten, "fase", "aspect", "aantal", "laatste"):
        if (fase, aspect) in counted:
            raise ValueError("contacten: meer dan één rij voor hetzelfde vak")
        counted[fase, aspect] = int(aantal), dag(laatste)
    started_fasen: set[str] = set()
    open_fasen: set[str] = set()
    for fase, begonnen, afgesloten in rijen(perioden, "fase", "begonnen_op", "afgesloten_op"):
        begin, end = dag(begonnen), dag(afgesloten)
        if begin is not None and begin <= peildatum:
            started_fasen.add(fase)
            if end is None or end > peildatum:
                open_fasen.add(fase)
    reasons = {
        (fase, aspect): reden.strip()
        for fase, aspect, reden in rijen(nvt, "fase", "aspect", "reden")
        if isinstance(reden, str) and reden.strip()
    }

    found: list[Vakstand] = []
    for vak in kompas.vakken():
        key = (vak.fase, vak.aspect)
        aantal, laatste = counted.get(key, (0, None))
        if key in reasons:
            status = VakStatus.NVT
        elif aantal == 0:
            status = VakStatus.LEEG if vak.fase in started_fasen else VakStatus.LATER
        elif vak.fase not in open_fasen:
            status = VakStatus.GEDAAN
        elif laatste and (peildatum - laatste).days > parameters.verouderd_na_dagen:
            status = VakStatus.VEROUDERD
        elif aantal == 1:
            status = VakStatus.EENMALIG
        else:
            status = VakStatus.ACTUEEL
        required = vak.fase in started_fasen and key not in reasons
        spoor, reden = kompas.spoor_van[vak.aspect], reasons.get(key, "")
        found.append(Vakstand(vak.fase, spoor, vak.aspect, aantal, laatste, status.value, required, reden))
    return found


def vakstatus(
    contacten: Tabel,
    perioden: Tabel,
    nvt: Tabel,
    kompas: Kompas,
    *,
    peildatum: date,
    parameters: Rekenparameters = STANDAARD,
) -> pd.DataFrame:
    """The same as `vakstanden`, as a DataFrame with a row per vak and a column per field.

    `aantal` is int, `laatste` datetime64, `status` a VakStatus value, `vereist` bool.
    """
    found = vakstanden(contacten, perioden, nvt, kompas, peildatum=peildatum, parameters=parameters)
    frame = pd.DataFrame(found, columns=list(Vakstand._fields))
    return frame.assign(laatste=pd.to_datetime(frame["laatste"]).astype("datetime64[us]"))


def geteld(standen: Iterable[Vakstand]) -> Dekking:
    """Coverage of these vakken: covered = required with at least one contactmoment.

    `nvt` counts every vak marked n.v.t. among them, also in fasen that have not begun.
    """
    known = list(standen)
    required = [stand for stand in known if stand.vereist]
    return Dekking(
        gedekt=sum(stand.aantal > 0 for stand in required),
        vereist=len(required),
        nvt=sum(stand.status == VakStatus.NVT for stand in known),
    )


def dekking(vakken: pd.DataFrame) -> Dekking:
    """Coverage of a `vakstatus` frame or any part of it."""
    return geteld(standen_van(vakken))


def standen_van(vakken: pd.DataFrame) -> list[Vakstand]:
    """The rows of a `vakstatus` frame, or of any part of it, as `vakstanden` gives them."""
    rows = zip(*(vakken[name].tolist() for name in Vakstand._fields), strict=True)
    return [(stand := Vakstand(*row))._replace(laatste=dag(stand.laatste)) for row in rows]


def dekking_tekst(cijfers: Dekking) -> str:
    """Both numbers in words: "17 van 24 vakken; 3 n.v.t."."""
    word = "vak" if cijfers.vereist == 1 else "vakken"
    text = f"{cijfers.gedekt} van {cijfers.vereist} {word}" if cijfers.vereist else "nog geen vakken vereist"
    return f"{text}; {cijfers.nvt} n.v.t." if cijfers.nvt else text
