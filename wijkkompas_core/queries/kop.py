"""The headlines of wijken: their balance from the start, read for all of them together (rekenregels §3)."""

from collections.abc import Iterable, Sequence
from datetime import date

from sqlalchemy.orm import Session

from wijkkompas_core.analysis import STANDAARD, VENSTER_MAANDEN
from wijkkompas_core.analysis.betrouwbaarheid import betrouwbaarheid
from wijkkompas_core.analysis.kop import Kop, balans_sinds_start, kop, programmakop, spoornaam
from wijkkompas_core.analysis.triage import volgorde
from wijkkompas_core.domain.kompas import Kompas
from wijkkompas_core.domain.parameters import Rekenparameters
from wijkkompas_core.domain.tijd import months_back
from wijkkompas_core.domain.toegang import Actor
from wijkkompas_core.queries.contactmomenten import invoergegevens
from wijkkompas_core.queries.programma import Wijkregel
from wijkkompas_core.queries.programmabalans import maandsommen


def wijkkop(
    session: Session,
    actor: Actor,
    wijk: int,
    kompas: Kompas,
    start: date,
    peildatum: date,
    parameters: Rekenparameters = STANDAARD,
) -> Kop:
    """The headline of one wijk (id) that began on `start`, for who reads nothing else of it."""
    sums = maandsommen(session, actor, [wijk], kompas, tot=peildatum)
    entries, first = invoergegevens(session, actor, wijk, tot=peildatum), months_back(peildatum, VENSTER_MAANDEN)
    recent = [place for place, day in enumerate(entries["datum"]) if day >= first]
    lately = {name: [values[place] for place in recent] for name, values in entries.items()}
    return kop(
        balans_sinds_start(sums, kompas, wijk, start, peildatum, parameters),
        kompas,
        laatste=max(entries["datum"], default=None),
        peildatum=peildatum,
        tijdig=betrouwbaarheid(lately, parameters).aandeel_tijdig,
        parameters=parameters,
    )


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
    return {
        regel.wijk.id: kop(
            balans_sinds_start(sums, kompas, regel.wijk.id, regel.wijk.start, peildatum, parameters),
            kompas,
            laatste=regel.laatste,
            peildatum=peildatum,
            tijdig=regel.betrouwbaarheid.aandeel_tijdig,
            parameters=parameters,
        )
        for regel in regels
    }


def naar_urgentie(regels: Iterable[Wijkregel]) -> list[Wijkregel]:
    """The lines with the most urgent first: points, then days, then name."""
    return sorted(regels, key=lambda regel: volgorde(regel.triage, regel.wijk.naam))


def kop_van_programma(regels: Iterable[Wijkregel], kompas: Kompas) -> Kop:
    """The headline of the programme over these lines."""
    return programmakop(
        [
            (regel.wijk.label, regel.triage, spoornaam(kompas.spoor[regel.weg]) if regel.weg else None)
            for regel in naar_urgentie(regels)
        ]
    )
