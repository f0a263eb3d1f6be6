"""What changed in a wijk since a day: per object how it was then and how it is now, from the audit read backwards."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from wijkkompas_core.domain.geschiedenis import before
from wijkkompas_core.domain.tijd import end_of
from wijkkompas_core.domain.toegang import Actor, Recht, require
from wijkkompas_core.domain.voortgang import AARDGASVRIJ, DEELNAME, ONDERWERPNAAM
from wijkkompas_core.domain.vrije_tekst import recht_om_te_wijzigen
from wijkkompas_core.queries.geschiedenis import FIELDS, Woorden
from wijkkompas_core.queries.logboek_items import describe, names_of
from wijkkompas_core.queries.methode import Methode
from wijkkompas_core.queries.vraag import vraag
from wijkkompas_core.storage.logboek import DONE, snapshot
from wijkkompas_core.storage.stroombronnen import SOORTEN, primary_key
from wijkkompas_core.storage.tables import (
    BelanghebbendeRow,
    BelofteRow,
    CijferRow,
    DeelprojectRow,
    FaseplanningRow,
    GebruikerRow,
    LogboekRow,
    OordeelRow,
    WijkRow,
)

FOLLOWED: dict[str, Any] = {
    "besluit": SOORTEN["besluit"],
    "mijlpaal": SOORTEN["mijlpaal"],
    "fase": SOORTEN["fase"],
    "contactmoment": SOORTEN["contactmoment"],
    "afspraak": SOORTEN["afspraak"],
    "belanghebbende": BelanghebbendeRow,
    "houding": SOORTEN["houding"],
    "belofte": BelofteRow,
    "knooppunt": SOORTEN["knooppunt"],
    "nvt": SOORTEN["nvt"],
    "oordeel": OordeelRow,
    "cijfer": CijferRow,
    "planning": FaseplanningRow,
    "deelproject": DeelprojectRow,
    "wijk": WijkRow,
}
"""What is followed, with what decides first: soort → its table."""
GONE = "niet meer te zien"
CIJFERNAAM = {AARDGASVRIJ: "Woningen aardgasvrij", DEELNAME: "Deelname"}


class Wat(StrEnum):
    """What became of an object since the day."""

    ERBIJ = "erbij"
    GEWIJZIGD = "gewijzigd"
    WEG = "weg"


@dataclass(frozen=True, slots=True)
class Wijziging:
    """One object that is not as it was: what it is called, what became of it, who did that last and when.

    `verschillen` are (field, was, is) in words, only for what was changed; `sleutel` is its key within its soort.
    """

    soort: str
    sleutel: str
    wat: Wat
    naam: str
    door: str
    op: datetime
    verschillen: tuple[tuple[str, str, str], ...]


@vraag(logboek=True, wijk_alleen=True, rechten_van_nu=True)
def wijzigingen(session: Session, actor: Actor, wijk: int, methode: Methode, sinds: date) -> tuple[Wijziging, ...]:
    """Everything in a wijk that is not as it was known at the end of `sinds`, by soort, the newest first.

    Who may not change an item, learns that it was changed or deleted, not what it said. What was changed and changed
    back is not in it. On a session of a look back: until the peildatum of that.
    """
    require(actor, Recht.WIJK_ZIEN, wijk)
    tables = {row_class.__tablename__: soort for soort, row_class in FOLLOWED.items()}
    lines: dict[tuple[str, str], list[LogboekRow]] = defaultdict(list)
    query = select(LogboekRow).where(
        LogboekRow.wijk_id == wijk,
        LogboekRow.tijdstip >= end_of(sinds),
        LogboekRow.resultaat == DONE,
        LogboekRow.object.in_(tables),
    )
    for line in session.scalars(query.order_by(LogboekRow.id.desc())):
        lines[(tables[line.object], line.object_id or "")].append(line)
    states = {key: _states(session, key, found) for key, found in lines.items()}
    names = describe(session, methode, [key for key in lines if key[0] in SOORTEN])
    people = names_of(session, GebruikerRow, (found[0].actor_id for found in lines.values()))
    known = [stand for pair in states.values() for stand in pair if stand]
    words = {soort: Woorden(session, methode, soort, known) for soort in {soort for soort, _ in lines}}
    found: list[Wijziging] = []
    for key, (then, now) in states.items():
        differences = _differences(words[key[0]], then, now)
        what = _what(then, now, differences)
        if what is None:
            continue
        last = lines[key][0]
        said, may = names.get(key), actor.may(recht_om_te_wijzigen(key[0]), wijk)
        stand = now or then or {}
        titel = said.titel if said else _name(key[0], stand, methode, words[key[0]])
        found.append(
            Wijziging(
                soort=key[0],
                sleutel=key[1],
                wat=what,
                naam=GONE if what is Wat.WEG and not may else titel,
                door=people.get(last.actor_id) or last.actor,
                op=last.tijdstip,
                verschillen=differences if what is Wat.GEWIJZIGD and may else (),
            )
        )
    order = list(FOLLOWED)
    return tuple(sorted(found, key=lambda one: (order.index(one.soort), -one.op.timestamp(), one.sleutel)))


def _states(
    session: Session, key: tuple[str, str], lines: Sequence[LogboekRow]
) -> tuple[dict[str, Any] | None, dict[str, Any] | None]:
    """How an object was then and how it is now; nothing when it was or is not there, deleted counts as not there."""
    row_class = FOLLOWED[key[0]]
    primary = primary_key(row_class, key[1])
    row = session.get(row_class, primary) if primary else None
    now = snapshot(row) if row is not None else None
    then = before(now, [(line.oud, line.nieuw) for line in lines])
    return _there(then), _there(now)


def _there(stand: dict[str, Any] | None) -> dict[str, Any] | None:
    return None if stand is None or stand.get("verwijderd_op") else stand


def _differences(
    words: Woorden, then: Mapping[str, Any] | None, now: Mapping[str, Any] | None
) -> tuple[tuple[str, str, str], ...]:
    if then is None or now is None:
        return ()
    return tuple(
        (label, words(field, then.get(field)), words(field, now.get(field)))
        for field, label in FIELDS.items()
        if then.get(field) != now.get(field)
    )


def _what(then: object, now: object, differences: Sequence[object]) -> Wat | None:
    if then is None:
        return None if now is None else Wat.ERBIJ
    if now is None:
        return Wat.WEG
    return Wat.GEWIJZIGD if differences else None


def _name(soort: str, stand: Mapping[str, Any], methode: Methode, words: Woorden) -> str:
    """What an object that is not in the stream, or is gone, is called."""
    fase = words("fase", stand.get("fase"))
    part = words("deelproject_id", stand.get("deelproject_id"))
    part = f" ({part})" if part else ""
    match soort:
        case "belofte":
            return f"{words('belanghebbende_id', stand.get('belanghebbende_id'))}, {fase}"
        case "oordeel":
            about = ONDERWERPNAAM.get(str(stand.get("onderwerp")), "")
            return f"{about} op {words('datum', stand.get('peildatum'))}{part}"
        case "cijfer":
            about = CIJFERNAAM.get(str(stand.get("soort")), str(stand.get("soort")))
            return f"{about} op {words('datum', stand.get('peildatum'))}{part}"
        case "planning":
            return fase + part
        case "nvt":
            aspect = methode.kompas.aspect.get(str(stand.get("aspect")))
            return f"{aspect.naam if aspect else ''}, {fase}"
        case "fase":
            return f"{fase}, begonnen op {words('datum', stand.get('begonnen_op'))}"
        case "knooppunt":
            points = {p.slug: p.titel for found in methode.knooppunten.values() for p in found}
            return points.get(str(stand.get("knooppunt")), "")
        case _:
            return str(stand.get("naam") or stand.get("wat") or words("datum", stand.get("datum")))
