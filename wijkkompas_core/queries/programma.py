"""One line per wijk: all that the programme shows of it. What of a wijk changed makes only its own line old."""

from dataclasses import dataclass
from datetime import date

import numpy as np
import pandas as pd
from sqlalchemy import select
from sqlalchemy.orm import Session

from wijkkompas_core.analysis.balans import balans, balans_index, jeffreys, pielou
from wijkkompas_core.analysis.betrouwbaarheid import Betrouwbaarheid, betrouwbaarheid
from wijkkompas_core.analysis.dekking import Dekking, dekking, vakstatus
from wijkkompas_core.analysis.signalen import Signaal, open_fasen
from wijkkompas_core.domain.kompas import Kompas
from wijkkompas_core.domain.parameters import Rekenparameters
from wijkkompas_core.domain.tijd import months_back
from wijkkompas_core.domain.toegang import Actor, Recht, Rol, require
from wijkkompas_core.domain.voortgang import ONDERWERPEN
from wijkkompas_core.queries.contactmomenten import aanrakingen, invoergegevens
from wijkkompas_core.queries.methode import Methode
from wijkkompas_core.queries.signalen import signaalstand
from wijkkompas_core.queries.voortgang import Oordeel, oordelen
from wijkkompas_core.queries.wijken import Wijk
from wijkkompas_core.storage.tables import GebruikerRow, ToekenningRow, WijkversieRow

MAANDEN = 12
"""So many months back the balance, the counts and the data confidence of a line go."""
TREKKERS = (Rol.PROJECTLEIDER, Rol.TEAMLID)


@dataclass(frozen=True)
class Balansstand:
    """The balance of all months together with its interval, NaN without contactmomenten, and each month by itself."""

    waarde: float
    laag: float
    hoog: float
    n: int
    per_maand: tuple[float, ...]


@dataclass(frozen=True)
class Wijkregel:
    """What the programme shows of a wijk at a peildatum.

    `fasen` are the slugs of the open fasen; `maanden` the first days of the months of the counts, of which the first
    and the last may be half months; `aantallen` has per month the number of contactmomenten, `per_aspect` the same
    per aspect (slug), each contactmoment once in every aspect it touches. `laatste` is the last contactmoment ever,
    `laatste_per_aspect` the same per aspect. `te_laat` counts afspraken over their deadline. `trekkers` are the
    names of the projectleiders, or of the team where there is none.
    """

    wijk: Wijk
    fasen: tuple[str, ...]
    dekking: Dekking
    balans: Balansstand
    maanden: tuple[date, ...]
    aantallen: tuple[int, ...]
    per_aspect: dict[str, tuple[int, ...]]
    laatste: date | None
    laatste_per_aspect: dict[str, date]
    te_laat: int
    oordelen: dict[str, Oordeel]
    betrouwbaarheid: Betrouwbaarheid
    signalen: tuple[Signaal, ...]
    trekkers: tuple[str, ...]

    @property
    def gewicht(self) -> int:
        """The weight of its heaviest signal: severity × days (rekenregels §3)."""
        return max((signaal.gewicht for signaal in self.signalen), default=0)


def wijkversies(session: Session) -> dict[int, int]:
    """Id of a wijk → the data version at its last change; a wijk that is not in it has not changed since loading."""
    return {
        row.wijk_id: row.dataversie for row in session.execute(select(WijkversieRow.wijk_id, WijkversieRow.dataversie))
    }


def wijkregel(
    session: Session, actor: Actor, wijk: Wijk, methode: Methode, peildatum: date, parameters: Rekenparameters
) -> Wijkregel:
    """The line of one wijk; every figure by the rule and the function of the page of that wijk."""
    require(actor, Recht.WIJK_ZIEN, wijk.id)
    kompas = methode.kompas
    stand = signaalstand(session, actor, wijk.id, methode, peildatum)
    facts = stand.gegevens
    vakken = vakstatus(facts.vakken, facts.perioden, facts.nvt, kompas, peildatum=peildatum)
    van = months_back(peildatum, MAANDEN)
    touched = aanrakingen(session, actor, wijk.id, van=van, tot=peildatum)
    frame = balans(touched, kompas, van=van, tot=peildatum, per="maand", parameters=parameters)
    periods = frame["periode"].dt.date.tolist()
    first = periods[0].year * 12 + periods[0].month
    month = touched["datum"].dt.year * 12 + touched["datum"].dt.month - first
    per_aspect = {
        aspect.slug: tuple(
            np.bincount(
                month[touched["aspect"] == aspect.slug].to_numpy(dtype=np.int64), minlength=len(periods)
            ).tolist()
        )
        for aspect in kompas.aspecten
    }
    last_per_aspect: dict[str, date] = {}
    for aspect, moment in zip(facts.vakken["aspect"], facts.vakken["laatste"].tolist(), strict=True):
        last_per_aspect[aspect] = max(moment.date(), last_per_aspect.get(aspect, date.min))
    judged: dict[str, Oordeel] = {}
    for oordeel in oordelen(session, actor, wijk.id):  # the newest first
        if oordeel.peildatum <= peildatum and oordeel.onderwerp in ONDERWERPEN:
            judged.setdefault(oordeel.onderwerp, oordeel)
    return Wijkregel(
        wijk=wijk,
        fasen=tuple(open_fasen(facts.perioden, kompas, peildatum)),
        dekking=dekking(vakken),
        balans=_pooled(frame, kompas, parameters),
        maanden=tuple(periods),
        aantallen=tuple(frame["n"].tolist()),
        per_aspect=per_aspect,
        laatste=max(last_per_aspect.values(), default=None),
        laatste_per_aspect=last_per_aspect,
        te_laat=sum(deadline < peildatum for deadline in facts.afspraken["deadline"]),
        oordelen=judged,
        betrouwbaarheid=betrouwbaarheid(invoergegevens(session, actor, wijk.id, van=van, tot=peildatum), parameters),
        signalen=stand.signalen,
        trekkers=_leaders(session, wijk.id),
    )


def _pooled(frame: pd.DataFrame, kompas: Kompas, parameters: Rekenparameters) -> Balansstand:
    """The balance of all periods of a `balans` frame together (rekenregels §1 on their sums)."""
    n = int(frame["n"].to_numpy().sum())
    sums = frame[[f"som_{spoor.slug}" for spoor in kompas.sporen]].to_numpy().sum(axis=0)
    counts = frame[[f"n_{spoor.slug}" for spoor in kompas.sporen]].to_numpy().sum(axis=0)
    value = low = high = float("nan")
    if n and len(kompas.sporen) == 2:
        value = float(balans_index(sums[0], sums[1], parameters.kappa))
        low, high = (float(bound) for bound in jeffreys(counts[0], counts[1], parameters.interval))
    elif n:
        value = float(pielou(sums, len(kompas.sporen)))
    return Balansstand(value, low, high, n, tuple(frame["balans"].tolist()))


def _leaders(session: Session, wijk: int) -> tuple[str, ...]:
    query = (
        select(ToekenningRow.rol, GebruikerRow.naam)
        .join(GebruikerRow, GebruikerRow.id == ToekenningRow.gebruiker_id)
        .where(ToekenningRow.wijk_id == wijk, GebruikerRow.actief, ToekenningRow.rol.in_(TREKKERS))
        .order_by(GebruikerRow.naam)
    )
    found = session.execute(query).all()
    leading = [naam for rol, naam in found if rol == Rol.PROJECTLEIDER]
    return tuple(dict.fromkeys(leading or [naam for _, naam in found]))
