"""Which vakken got attention, and how many of the required ones (rekenregels §2)."""

from dataclasses import dataclass
from datetime import date

import pandas as pd

from wijkkompas_core.analysis import STANDAARD
from wijkkompas_core.domain.kompas import Kompas, VakStatus
from wijkkompas_core.domain.parameters import Rekenparameters

UITLEG = (
    "Een vak is één aspect in één fase. Een vak is vereist als de fase in deze wijk is begonnen, ook als die fase "
    "al is afgesloten. Vakken die met een reden op n.v.t. staan, zijn niet vereist. Een vereist vak is gedekt als "
    "er minstens 1 contactmoment is. De dekking is het aantal gedekte vakken van het aantal vereiste vakken. De "
    "status laat zien hoe het met een vak staat: leeg (geen contactmoment), eenmalig (1), verouderd (in een open "
    "fase en het laatste is meer dan 90 dagen geleden) of actueel (de rest). De grens van 90 dagen hebben we zelf "
    "gekozen: er is geen bron die hem voorschrijft. Dekking zegt dat er contact was, niet hoe goed het was."
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


def vakstatus(
    contacten: pd.DataFrame,
    perioden: pd.DataFrame,
    nvt: pd.DataFrame,
    kompas: Kompas,
    *,
    peildatum: date,
    parameters: Rekenparameters = STANDAARD,
) -> pd.DataFrame:
    """Status of every vak of the kompas for one wijk, in kompas order (rekenregels §2).

    Input: `contacten` (`fase, aspect, aantal, laatste`: one row per vak, as known on the peildatum), `perioden`
    (`fase, begonnen_op, afgesloten_op`; NaT = open; several spells per fase allowed), `nvt` (`fase, aspect, reden`;
    without a reason it does not count). Vakken outside the kompas are left out. Raises ValueError when a vak occurs
    twice in `contacten`.

    Output: `fase, spoor, aspect, aantal (int), laatste (datetime64), status (VakStatus value), vereist (bool),
    reden (str, "" unless n.v.t.)`. First that fits: n.v.t., leeg (0), eenmalig (1), verouderd (more than
    `verouderd_na_dagen` days before the peildatum in an open fase), actueel. A fase is open on the peildatum when a
    spell has begun and is closed later or not at all; on its closing day it is closed.
    """
    if contacten.duplicated(["fase", "aspect"]).any():
        raise ValueError("contacten: meer dan één rij voor hetzelfde vak")
    today = pd.Timestamp(peildatum)
    latest = pd.to_datetime(contacten["laatste"])
    counted = {
        (fase, aspect): (int(aantal), laatste)
        for fase, aspect, aantal, laatste in zip(
            contacten["fase"], contacten["aspect"], contacten["aantal"], latest, strict=True
        )
    }
    begun = pd.to_datetime(perioden["begonnen_op"]) <= today
    closed = pd.to_datetime(perioden["afgesloten_op"]) <= today
    started_fasen = set(perioden.loc[begun, "fase"])
    open_fasen = set(perioden.loc[begun & ~closed, "fase"])
    reasons = {
        (fase, aspect): reden.strip()
        for fase, aspect, reden in zip(nvt["fase"], nvt["aspect"], nvt["reden"], strict=True)
        if isinstance(reden, str) and reden.strip()
    }

    rows = []
    for vak in kompas.vakken():
        key = (vak.fase, vak.aspect)
        aantal, laatste = counted.get(key, (0, pd.NaT))
        if key in reasons:
            status = VakStatus.NVT
        elif aantal == 0:
            status = VakStatus.LEEG
        elif aantal == 1:
            status = VakStatus.EENMALIG
        elif vak.fase in open_fasen and (today - laatste.normalize()).days > parameters.verouderd_na_dagen:
            status = VakStatus.VEROUDERD
        else:
            status = VakStatus.ACTUEEL
        rows.append(
            {
                "fase": vak.fase,
                "spoor": kompas.spoor_van[vak.aspect],
                "aspect": vak.aspect,
                "aantal": aantal,
                "laatste": laatste,
                "status": status.value,
                "vereist": vak.fase in started_fasen and key not in reasons,
                "reden": reasons.get(key, ""),
            }
        )
    frame = pd.DataFrame(rows)
    return frame.assign(laatste=frame["laatste"].astype("datetime64[us]"))


def dekking(vakken: pd.DataFrame) -> Dekking:
    """Coverage of a `vakstatus` frame or any part of it: covered = required with at least one contactmoment.

    `nvt` counts every vak marked n.v.t. in the frame, also in fasen that have not begun.
    """
    required = vakken["vereist"].to_numpy(dtype=bool)
    return Dekking(
        gedekt=int((required & (vakken["aantal"].to_numpy() > 0)).sum()),
        vereist=int(required.sum()),
        nvt=vakken["status"].tolist().count(VakStatus.NVT.value),
    )


def dekking_tekst(cijfers: Dekking) -> str:
    """Both numbers in words: "17 van 24 vakken; 3 n.v.t."."""
    word = "vak" if cijfers.vereist == 1 else "vakken"
    text = f"{cijfers.gedekt} van {cijfers.vereist} {word}" if cijfers.vereist else "nog geen vakken vereist"
    return f"{text}; {cijfers.nvt} n.v.t." if cijfers.nvt else text
