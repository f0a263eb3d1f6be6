"""What the pages about belanghebbenden read."""

from collections.abc import Mapping
from datetime import date

import pandas as pd
from sqlalchemy.orm import Session

from dashboard.reading.lezer import Lezer
from wijkkompas_core.analysis.belofte import belofte_praktijk
from wijkkompas_core.analysis.betrouwbaarheid import Betrouwbaarheid, betrouwbaarheid
from wijkkompas_core.domain.betrokkenheid import PARTICIPATIENIVEAU
from wijkkompas_core.domain.toegang import Actor
from wijkkompas_core.queries import belanghebbenden as queries
from wijkkompas_core.queries.belanghebbende import Belanghebbendebeeld, belanghebbende
from wijkkompas_core.queries.contactmomenten import invoergegevens
from wijkkompas_core.queries.vraag import vraag
from wijkkompas_core.uitwisseling.dubbelen import Dubbel, dubbelen


def read_register(lezer: Lezer, wijk: int) -> pd.DataFrame:
    """The register of a wijk."""
    return lezer.ask(queries.register, wijk)


def read_one(lezer: Lezer, wijk: int, key: int, limit: int) -> Belanghebbendebeeld:
    """Everything about one belanghebbende; raises `NotFound` when it is not in this wijk."""
    return lezer.ask(belanghebbende, wijk, key, limit=limit)


def read_team(lezer: Lezer, wijk: int) -> Mapping[int, str]:
    """Who can be the contact person, id → name."""
    return lezer.ask(queries.teamleden, wijk)


def read_promises(lezer: Lezer, wijk: int, peildatum: date) -> pd.DataFrame:
    """Promised and reached levels, as `belofte_praktijk` gives them."""
    levels = tuple(lezer.methode.schalen.get(PARTICIPATIENIVEAU, {}))
    return lezer.ask(belofte_en_praktijk, wijk, peildatum, levels, lezer.open_fasen(wijk))


def belofte_en_praktijk(
    session: Session, actor: Actor, wijk: int, peildatum: date, levels: tuple[str, ...], running: tuple[str, ...]
) -> pd.DataFrame:
    """What was promised, beside what was reached up to the peildatum; `levels` from low to high."""
    return belofte_praktijk(
        queries.beloften(session, actor, wijk),
        queries.gehaalde_niveaus(session, actor, wijk, peildatum),
        niveaus={slug: place for place, slug in enumerate(levels, start=1)},
        open_fasen=running,
    )


def read_doubles(lezer: Lezer, wijk: int) -> tuple[Dubbel[int], ...]:
    """The belanghebbenden of a wijk (ids) that are probably one."""
    return lezer.ask(dubbele_belanghebbenden, wijk)


@vraag(wijk_alleen=True, rechten_van_nu=True)
def dubbele_belanghebbenden(session: Session, actor: Actor, wijk: int) -> tuple[Dubbel[int], ...]:
    """The groups of a register that are probably one, with what was merged into them before; most met goes first."""
    rows = queries.register(session, actor, wijk).to_dict("records")
    found = {int(row["id"]): ((str(row["naam"]), *row["ook"]), int(row["aantal"])) for row in rows}
    return dubbelen({key: names for key, (names, _) in found.items()}, lambda key: found[key][1])


def read_participation(lezer: Lezer, wijk: int, van: date | None, tot: date | None) -> pd.DataFrame:
    """In how many contactmomenten everyone took part: `naam, type, aantal`."""
    return lezer.ask(queries.deelnames, wijk, van=van, tot=tot)


def read_confidence(lezer: Lezer, wijk: int, van: date | None, tot: date | None) -> Betrouwbaarheid:
    """How far the data of a period can be trusted."""
    return lezer.ask(invoer_betrouwbaarheid, wijk, van, tot)


def invoer_betrouwbaarheid(
    session: Session, actor: Actor, wijk: int, van: date | None, tot: date | None
) -> Betrouwbaarheid:
    """How far what was entered about a period can be trusted."""
    return betrouwbaarheid(invoergegevens(session, actor, wijk, van=van, tot=tot))
