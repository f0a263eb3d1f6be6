"""What the pages about belanghebbenden read: each read checks the right and is kept until something changes."""

from collections.abc import Mapping
from datetime import date

import pandas as pd
from sqlalchemy.orm import Session

from dashboard.reading.lezer import Lezer
from wijkkompas_core.analysis.belofte import belofte_praktijk
from wijkkompas_core.analysis.betrouwbaarheid import Betrouwbaarheid, betrouwbaarheid
from wijkkompas_core.domain.betrokkenheid import PARTICIPATIENIVEAU
from wijkkompas_core.domain.toegang import Recht, require
from wijkkompas_core.queries import belanghebbenden as queries
from wijkkompas_core.queries.belanghebbende import Belanghebbendebeeld, belanghebbende
from wijkkompas_core.queries.contactmomenten import invoergegevens


def read_register(lezer: Lezer, wijk: int) -> pd.DataFrame:
    """The register of a wijk."""
    require(lezer.actor, Recht.WIJK_ZIEN, wijk)
    return lezer.read(("register", wijk), lambda session: queries.register(session, lezer.actor, wijk), wijk=wijk)


def read_one(lezer: Lezer, wijk: int, key: int, limit: int) -> Belanghebbendebeeld:
    """Everything about one belanghebbende; raises `NotFound` when it is not in this wijk."""
    require(lezer.actor, Recht.WIJK_ZIEN, wijk)
    return lezer.read(
        ("belanghebbende", wijk, key, limit),
        lambda session: belanghebbende(session, lezer.actor, wijk, key, limit=limit),
        wijk=wijk,
    )


def read_team(lezer: Lezer, wijk: int) -> Mapping[int, str]:
    """Who can be the contact person, id → name."""
    require(lezer.actor, Recht.WIJK_ZIEN, wijk)
    return lezer.read(("teamleden", wijk), lambda session: queries.teamleden(session, lezer.actor, wijk), wijk=wijk)


def read_promises(lezer: Lezer, wijk: int, peildatum: date) -> pd.DataFrame:
    """Promised and reached levels, as `belofte_praktijk` gives them."""
    require(lezer.actor, Recht.WIJK_ZIEN, wijk)
    levels = lezer.methode.schalen.get(PARTICIPATIENIVEAU, {})
    running = lezer.open_fasen(wijk)

    def query(session: Session) -> pd.DataFrame:
        return belofte_praktijk(
            queries.beloften(session, lezer.actor, wijk),
            queries.gehaalde_niveaus(session, lezer.actor, wijk, peildatum),
            niveaus={slug: place for place, slug in enumerate(levels, start=1)},
            open_fasen=running,
        )

    return lezer.read(("belofte en praktijk", wijk, peildatum), query, wijk=wijk)


def read_participation(lezer: Lezer, wijk: int, van: date | None, tot: date | None) -> pd.DataFrame:
    """In how many contactmomenten everyone took part: `naam, type, aantal`."""
    require(lezer.actor, Recht.WIJK_ZIEN, wijk)
    return lezer.read(
        ("deelnames", wijk, van, tot),
        lambda session: queries.deelnames(session, lezer.actor, wijk, van=van, tot=tot),
        wijk=wijk,
    )


def read_confidence(lezer: Lezer, wijk: int, van: date | None, tot: date | None) -> Betrouwbaarheid:
    """How far the data of a period can be trusted."""
    require(lezer.actor, Recht.WIJK_ZIEN, wijk)
    return lezer.read(
        ("betrouwbaarheid", wijk, van, tot),
        lambda session: betrouwbaarheid(invoergegevens(session, lezer.actor, wijk, van=van, tot=tot)),
        wijk=wijk,
    )
