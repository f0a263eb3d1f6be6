"""The headlines of wijken: their balance from the start, read for all of them together (rekenregels §3)."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy.orm import Session

from wijkkompas_core.analysis import STANDAARD
from wijkkompas_core.analysis.balans import balans_van_sommen
from wijkkompas_core.analysis.kop import Kop, kop
from wijkkompas_core.domain.kompas import Kompas
from wijkkompas_core.domain.parameters import Rekenparameters
from wijkkompas_core.domain.toegang import Actor
from wijkkompas_core.queries.programma import Wijkregel
from wijkkompas_core.queries.programmabalans import maandsommen


def koppen(
    session: Session,
    actor: Actor,
    regels: Sequence[Wijkregel],
    kompas: Kompas,
    peildatum: date,
    parameters: Rekenparameters = STANDAARD,
) -> dict[int, Kop]:
    """Id of each wijk of these lines → its headline on the peildatum."""
    sums = maandsommen(session, actor, [regel.wijk.id for regel in regels], kompas, tot=peildatum)
    found: dict[int, Kop] = {}
    for regel in regels:
        own = sums.loc[sums["wijk"] == regel.wijk.id]
        first = min([regel.wijk.start, peildatum, *(month.date() for month in own["maand"])])
        frame = balans_van_sommen(own, kompas, van=first, tot=peildatum, per="maand", parameters=parameters)
        found[regel.wijk.id] = kop(
            frame,
            kompas,
            laatste=regel.laatste,
            peildatum=peildatum,
            tijdig=regel.betrouwbaarheid.aandeel_tijdig,
            parameters=parameters,
        )
    return found
