"""The contactmomenten of a made-up programme, in the order in which they were entered."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any, cast

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import Table

from benchmarks.bulk import insert_rows
from benchmarks.generate import ZINNEN, ZONDER_NIVEAU
from wijkkompas_core.domain.betrokkenheid import PARTICIPATIENIVEAU, VORM
from wijkkompas_core.queries.methode import Methode
from wijkkompas_core.storage.logboek import WritingSession
from wijkkompas_core.storage.tables import ContactmomentAspectRow, ContactmomentRow, contactmoment_belanghebbende

PORTIE = 20_000
ASPECTEN = ((1, 2, 3), (0.6, 0.3, 0.1))
PARTIJEN = ((0, 1, 2, 3, 4), (0.05, 0.35, 0.3, 0.2, 0.1))
NA_DAGEN = ((0, 1, 2, 6, 21), (0.4, 0.25, 0.15, 0.12, 0.08))
VERWIJDERD = 0.005
SNELST, PIEK = 0.5, 0.8
"""The weight of the n-th wijk is 1/n to this power; and where in the life of a wijk most contactmomenten lie."""


@dataclass(frozen=True)
class Wijkplan:
    """A wijk that is made up: `laatste` is the day of its last contactmoment, `leunt` the share of the first spoor.

    `perioden` are `fase, begonnen, afgesloten`; `partijen` the ids of its belanghebbenden, the most active first.
    """

    id: int
    naam: str
    start: date
    laatste: date
    status: str
    leunt: float
    perioden: tuple[tuple[str, date, date | None], ...]
    partijen: list[int]


def add_contacten(
    session: WritingSession,
    methode: Methode,
    plans: Sequence[Wijkplan],
    aantal: int,
    writers: Sequence[int],
    dag: date,
    seed: int,
) -> None:
    """Write `aantal` contactmomenten: uneven over the wijken, later years more than early ones, numbered from 1."""
    chance = np.random.default_rng(seed)
    weights = 1 / np.arange(1, len(plans) + 1) ** SNELST
    which = chance.choice(len(plans), size=aantal, p=weights / weights.sum())
    start = np.array([plan.start.toordinal() for plan in plans])
    last = np.array([plan.laatste.toordinal() for plan in plans])
    life = np.maximum(last - start, 1)[which]
    day = start[which] + (chance.triangular(0.0, PIEK, 1.0, size=aantal) * life).astype(np.int64)
    entered = np.minimum(day + chance.choice(NA_DAGEN[0], p=NA_DAGEN[1], size=aantal), dag.toordinal() - 1)
    entered = np.maximum(entered, day)
    order = np.lexsort((day, entered))
    connection, maker = session.connection(), _Portion(methode, plans, writers, chance)
    for begin in range(0, aantal, PORTIE):
        part = order[begin : begin + PORTIE]
        moments, about, met = maker(begin + 1, which[part], day[part], entered[part])
        insert_rows(connection, cast(Table, ContactmomentRow.__table__), _Portion.COLUMNS, moments)
        insert_rows(connection, cast(Table, ContactmomentAspectRow.__table__), ("contactmoment_id", "aspect"), about)
        insert_rows(connection, contactmoment_belanghebbende, ("contactmoment_id", "belanghebbende_id"), met)


class _Portion:
    """Makes the rows of some thousands of contactmomenten."""

    COLUMNS = (
        *("id", "wijk_id", "datum", "fase", "vorm", "participatieniveau", "aantal_deelnemers", "aantal_aspecten"),
        *("opbrengst", "links", "ingevoerd_op", "ingevoerd_door", "gewijzigd_op", "verwijderd_op", "versie"),
    )

    def __init__(
        self, methode: Methode, plans: Sequence[Wijkplan], writers: Sequence[int], chance: np.random.Generator
    ) -> None:
        self.plans, self.writers, self.chance = plans, writers, chance
        kompas = methode.kompas
        self.aspecten = [aspect.slug for aspect in kompas.aspecten]
        first = kompas.sporen[0].slug
        self.first = np.array([kompas.spoor_van[slug] == first for slug in self.aspecten])
        self.vormen, self.niveaus = list(methode.schalen[VORM]), list(methode.schalen[PARTICIPATIENIVEAU])

    def __call__(
        self, number: int, which: NDArray[np.int64], day: NDArray[np.int64], entered: NDArray[np.int64]
    ) -> tuple[list[tuple[Any, ...]], list[tuple[int, str]], list[tuple[int, int]]]:
        """The rows of the contactmomenten numbered from `number`, of what they are about and of who was there."""
        chance, size = self.chance, len(which)
        k = np.minimum(chance.choice(ASPECTEN[0], p=ASPECTEN[1], size=size), len(self.aspecten))
        lean = np.array([plan.leunt for plan in self.plans])[which]
        # The aspecten with the highest draw; those of the spoor to which the wijk leans draw higher.
        odds = np.where(self.first, lean[:, None] / self.first.sum(), (1 - lean[:, None]) / max((~self.first).sum(), 1))
        drawn = np.argsort(-(chance.random((size, len(self.aspecten))) ** (1 / odds)), axis=1)
        people = chance.choice(PARTIJEN[0], p=PARTIJEN[1], size=size)
        place = chance.random((size, PARTIJEN[0][-1])) ** 2  # the first of a wijk are there most
        vorm = chance.integers(len(self.vormen), size=size)
        niveau = np.where(
            chance.random(size) < ZONDER_NIVEAU,
            -1,
            chance.triangular(0, 0.5, len(self.niveaus), size=size).astype(np.int64),
        )
        deelnemers = chance.integers(1, 81, size=size)
        minute = chance.integers(8 * 60, 17 * 60, size=size)
        words = chance.integers(len(ZINNEN), size=(size, 2))
        gone = chance.random(size) < VERWIJDERD
        writer = chance.integers(len(self.writers), size=size)
        moments: list[tuple[Any, ...]] = []
        about: list[tuple[int, str]] = []
        met: list[tuple[int, int]] = []
        for i in range(size):
            key, plan, datum = number + i, self.plans[which[i]], date.fromordinal(int(day[i]))
            at = datetime.fromordinal(int(entered[i])).replace(tzinfo=UTC) + timedelta(minutes=int(minute[i]))
            moments.append(
                (
                    key,
                    plan.id,
                    datum,
                    _fase(plan, datum, i),
                    self.vormen[vorm[i]],
                    self.niveaus[niveau[i]] if niveau[i] >= 0 else None,
                    int(deelnemers[i]),
                    int(k[i]),
                    f"{ZINNEN[words[i, 0]]} {ZINNEN[words[i, 1]]}"
                    if words[i, 0] != words[i, 1]
                    else ZINNEN[words[i, 0]],
                    [],
                    at,
                    self.writers[writer[i]],
                    at,
                    at if gone[i] else None,
                    1,
                )
            )
            about += ((key, self.aspecten[a]) for a in drawn[i, : k[i]])
            there = {plan.partijen[int(p * len(plan.partijen))] for p in place[i, : people[i]]}
            met += ((key, party) for party in sorted(there))
        return moments, about, met


def _fase(plan: Wijkplan, datum: date, turn: int) -> str:
    """A fase that was open on that day, of more the one whose turn it is; else the last one that had begun."""
    running = [fase for fase, begin, end in plan.perioden if begin <= datum and (end is None or datum < end)]
    if running:
        return running[turn % len(running)]
    return [fase for fase, begin, _ in plan.perioden if begin <= datum][-1]
