"""Bring the good rows of a file in: all of them or none, in one transaction, with one line in the logboek.

Everything that can be thought out before is thought out before (`uitwisseling/plan.py`), so that the transaction only
writes. New contactmomenten go around the ORM, in portions: a hundred thousand of them must not take minutes.
"""

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from typing import Any, cast

from sqlalchemy import Table, insert, select

from wijkkompas_core.domain.afspraken import OPEN, AfspraakInvoer
from wijkkompas_core.domain.belanghebbenden import BelanghebbendeInvoer
from wijkkompas_core.domain.besluiten import BesluitInvoer
from wijkkompas_core.domain.betrokkenheid import PARTICIPATIENIVEAU, VORM, ContactmomentInvoer, match_name
from wijkkompas_core.domain.tijd import now, today
from wijkkompas_core.domain.toegang import Recht, require
from wijkkompas_core.domain.uitwisseling import AFSPRAKEN, BELANGHEBBENDEN, CONTACTMOMENTEN, Toewijzing, as_ranges
from wijkkompas_core.errors import Conflict, InvalidInput
from wijkkompas_core.queries.methode import methode as read_methode
from wijkkompas_core.queries.uitwisseling import OWN_KEY, bekend, with_rows
from wijkkompas_core.services.afspraken import change_afspraak
from wijkkompas_core.services.belanghebbenden import change_belanghebbende
from wijkkompas_core.services.besluiten import change_besluit
from wijkkompas_core.services.contactmomenten import change_contactmoment
from wijkkompas_core.storage.engine import reserve_ids
from wijkkompas_core.storage.logboek import WritingSession, log, snapshot
from wijkkompas_core.storage.stroom import add, refresh
from wijkkompas_core.storage.stroombronnen import Entry
from wijkkompas_core.storage.tables import (
    AfspraakRow,
    AspectRow,
    BelanghebbendeRow,
    BesluitRow,
    ContactmomentAspectRow,
    ContactmomentRow,
    ImportRow,
    InstallatieRow,
    SchaalwaardeRow,
    besluit_contactmoment,
    contactmoment_belanghebbende,
)
from wijkkompas_core.uitwisseling.plan import make_plan
from wijkkompas_core.uitwisseling.planrij import Plan, Planrij, Status
from wijkkompas_core.uitwisseling.tabel import Tabel

PORTION = 5_000
CHANGED = (
    "Intussen heeft iemand anders iets gewijzigd, waardoor andere rijen goed of fout zijn. Er is niets geïmporteerd. "
    "Bekijk het voorbeeld opnieuw."
)
ROWS: dict[str, type[Any]] = {
    CONTACTMOMENTEN: ContactmomentRow,
    BELANGHEBBENDEN: BelanghebbendeRow,
    AFSPRAKEN: AfspraakRow,
    "besluiten": BesluitRow,
}
Progress = Callable[[int, int], None]


def importeer(
    session: WritingSession,
    tabel: Tabel,
    toewijzing: Toewijzing,
    plan: Plan,
    *,
    bron: str,
    progress: Progress = lambda _done, _all: None,
) -> int:
    """Write the new and changed rows of `plan` and answer the number of the import.

    When data changed since the plan was made it is made again; raises `Conflict` (with the new plan as `current`)
    when rows come out otherwise, `Forbidden` for a wijk where the actor may not record, `InvalidInput` when there is
    nothing to write. `progress` is told how many of how many are written; raising from it leaves nothing behind.
    """
    plan = _still(session, tabel, toewijzing, plan)
    goed = plan.goed
    if not goed:
        raise InvalidInput({"rijen": "Er is geen rij om te importeren."})
    wijken = sorted({rij.wijk for rij in goed})
    for wijk in wijken:
        require(session.actor, Recht.VASTLEGGEN, wijk)
    parties = _Parties(session, wijken, plan)
    new = [rij for rij in goed if rij.status is Status.NIEUW]
    changed = [rij for rij in goed if rij.status is Status.GEWIJZIGD]

    def told(done: int) -> None:
        progress(done, len(goed))

    told(0)
    numbers = _write_new(session, plan.lijst, new, parties, told)
    before = _write_changed(session, plan.lijst, changed, parties, lambda done: told(len(new) + done))
    nieuw = {ROWS[plan.lijst].__tablename__: numbers}
    if parties.added:
        nieuw[BelanghebbendeRow.__tablename__] = sorted(
            {*nieuw.get(BelanghebbendeRow.__tablename__, []), *parties.added}
        )
    counts = {status.value: plan.aantallen[status] for status in Status}
    row = ImportRow(
        lijst=plan.lijst,
        bron=bron[:200],
        wijken={"ids": wijken},
        aantallen=counts,
        inhoud={"nieuw": {name: as_ranges(ids) for name, ids in nieuw.items()}, "gewijzigd": before},
        gedaan_op=now(),
        gedaan_door=session.actor.gebruiker,
        gebleven=[],
    )
    session.add(row)
    session.flush()
    session.dirty_wijken |= set(wijken)
    told_of = {"lijst": plan.lijst, "bron": bron[:200], **counts, "nieuwe belanghebbenden": len(parties.added)}
    log(session, object="import", object_id=row.id, wijk=wijken[0] if len(wijken) == 1 else None, nieuw=told_of)
    told(len(goed))
    return row.id


def _still(session: WritingSession, tabel: Tabel, toewijzing: Toewijzing, plan: Plan) -> Plan:
    """The plan when nothing changed since; else a new one that does the same."""
    if session.scalar(select(InstallatieRow.dataversie)) == plan.dataversie:
        return plan
    base = bekend(session, session.actor, read_methode(session), plan.lijst)
    again = make_plan(tabel, toewijzing, with_rows(session, base, tabel, toewijzing))
    if [(rij.nummer, rij.status) for rij in again.rijen] != [(rij.nummer, rij.status) for rij in plan.rijen]:
        raise Conflict(current=again, message=CHANGED)
    return again


class _Parties:
    """The belanghebbenden of the wijken by comparable name, those that the file brings along included."""

    def __init__(self, session: WritingSession, wijken: Sequence[int], plan: Plan) -> None:
        fresh = [
            BelanghebbendeRow(
                wijk_id=wijk, naam=naam, zoeknaam=zoeknaam, type=kind, aan_tafel=True, aspecten=[], notitie=""
            )
            for (wijk, zoeknaam), (naam, kind) in plan.nieuwe_partijen.items()
        ]
        session.add_all(fresh)
        session.flush()
        self.added = [row.id for row in fresh]
        query = select(
            BelanghebbendeRow.wijk_id, BelanghebbendeRow.zoeknaam, BelanghebbendeRow.id, BelanghebbendeRow.naam
        )
        self._found = {
            (w, z): (key, n) for w, z, key, n in session.execute(query.where(BelanghebbendeRow.wijk_id.in_(wijken)))
        }

    def of(self, wijk: int, names: Sequence[str]) -> list[tuple[int, str]]:
        """(id, name) of these, by id."""
        return sorted(self._found[(wijk, name)] for name in names)

    def one(self, wijk: int, name: str | None) -> int | None:
        """The id of one."""
        return None if name is None else self._found[(wijk, name)][0]


def _portions(rows: Sequence[Planrij]) -> Iterator[Sequence[Planrij]]:
    for begin in range(0, len(rows), PORTION):
        yield rows[begin : begin + PORTION]


def _write_new(
    session: WritingSession, lijst: str, rows: Sequence[Planrij], parties: _Parties, told: Callable[[int], None]
) -> list[int]:
    """Insert the new rows; answers their numbers."""
    if not rows:
        return []
    session.flush()
    if lijst == BELANGHEBBENDEN:
        return _new_parties(session, rows)
    table = cast(Table, ROWS[lijst].__table__)
    numbers = reserve_ids(session.connection(), table, len(rows))
    taken = _taken_keys(session, lijst, rows)
    moment, done = now(), 0
    texts = _Texts(session) if lijst == CONTACTMOMENTEN else None
    for portion in _portions(rows):
        ids = numbers[done : done + len(portion)]
        common = {
            "ingevoerd_op": moment,
            "ingevoerd_door": session.actor.gebruiker,
            "gewijzigd_op": moment,
            "verwijderd_op": None,
            "versie": 1,
        }
        values = [
            {
                "id": key,
                "wijk_id": rij.wijk,
                "sleutel": OWN_KEY + rij.kenmerk if rij.kenmerk and rij.kenmerk not in taken else None,
                **common,
                **_columns(lijst, rij, parties),
            }
            for key, rij in zip(ids, portion, strict=True)
        ]
        connection = session.connection()
        connection.execute(insert(table), values)
        if texts is not None:
            _links_of_moments(session, ids, portion, parties, texts)
        else:
            linked = [
                {"besluit_id": key, "contactmoment_id": m}
                for key, rij in zip(ids, portion, strict=True)
                for m in rij.waarden.get("contactmomenten", ())
            ]
            if linked:
                connection.execute(insert(besluit_contactmoment), linked)
            refresh(connection, ROWS[lijst].__tablename__, [(key,) for key in ids])
        done += len(portion)
        told(done)
    return numbers


def _columns(lijst: str, rij: Planrij, parties: _Parties) -> dict[str, Any]:
    w = rij.waarden
    if lijst == CONTACTMOMENTEN:
        return {
            "datum": w["datum"],
            "fase": w["fase"],
            "vorm": w["vorm"],
            "participatieniveau": w["participatieniveau"],
            "aantal_deelnemers": w["aantal_deelnemers"],
            "aantal_aspecten": len(w["aspecten"]),
            "opbrengst": w["opbrengst"],
            "links": list(w["links"]),
        }
    if lijst == AFSPRAKEN:
        done = w["status"] != OPEN
        return {
            "wat": w["wat"],
            "eigenaar_id": w["eigenaar"],
            "belanghebbende_id": parties.one(rij.wijk, w["belanghebbende"]),
            "deadline": w["deadline"],
            "status": w["status"],
            "afgerond_op": w["afgerond_op"] or (today() if done else None),
            "contactmoment_id": w["contactmoment"][0] if w["contactmoment"] else None,
        }
    return {name: w[name] for name in ("datum", "fase", "wat", "door", "grond")}


def _links_of_moments(
    session: WritingSession, ids: Sequence[int], rows: Sequence[Planrij], parties: _Parties, texts: "_Texts"
) -> None:
    about: list[dict[str, Any]] = []
    who: list[dict[str, Any]] = []
    entries: list[Entry] = []
    for key, rij in zip(ids, rows, strict=True):
        w = rij.waarden
        found = parties.of(rij.wijk, w["belanghebbenden"])
        about += [{"contactmoment_id": key, "aspect": slug} for slug in w["aspecten"]]
        who += [{"contactmoment_id": key, "belanghebbende_id": party} for party, _ in found]
        entries.append(Entry((key,), rij.wijk, w["datum"], w["fase"], texts.of(w, [naam for _, naam in found])))
    connection = session.connection()
    connection.execute(insert(cast(Table, ContactmomentAspectRow.__table__)), about)
    if who:
        connection.execute(insert(contactmoment_belanghebbende), who)
    add(connection, "contactmoment", entries)


class _Texts:
    """The words of a contactmoment as the stream holds them, in the order of `stroombronnen`."""

    def __init__(self, session: WritingSession) -> None:
        scale = select(SchaalwaardeRow.schaal, SchaalwaardeRow.slug, SchaalwaardeRow.naam)
        self.steps: defaultdict[str, dict[str | None, str]] = defaultdict(dict)
        for schaal, slug, naam in session.execute(scale):
            self.steps[schaal][slug] = naam
        self.aspecten = dict(session.execute(select(AspectRow.slug, AspectRow.naam)).all())

    def of(self, w: Any, names: Sequence[str]) -> tuple[str | None, ...]:
        return (
            self.steps[VORM].get(w["vorm"]),
            self.steps[PARTICIPATIENIVEAU].get(w["participatieniveau"]),
            *names,
            *(self.aspecten[slug] for slug in w["aspecten"]),
            w["opbrengst"],
            *w["links"],
        )


def _taken_keys(session: WritingSession, lijst: str, rows: Sequence[Planrij]) -> set[str]:
    """Kenmerken that a deleted record still holds: a new one goes without."""
    wanted = [OWN_KEY + rij.kenmerk for rij in rows if rij.kenmerk]
    column = ROWS[lijst].sleutel
    found: set[str] = set()
    for begin in range(0, len(wanted), 500):
        query = select(column).where(column.in_(wanted[begin : begin + 500]))
        found |= {sleutel[len(OWN_KEY) :] for sleutel in session.scalars(query)}
    return found


def _new_parties(session: WritingSession, rows: Sequence[Planrij]) -> list[int]:
    fresh = [
        BelanghebbendeRow(
            wijk_id=rij.wijk,
            zoeknaam=match_name(rij.waarden["naam"]),
            contactpersoon_id=rij.waarden["contactpersoon"],
            aspecten=list(rij.waarden["aspecten"]),
            **{name: rij.waarden[name] for name in ("naam", "type", "belang", "invloed", "aan_tafel", "notitie")},
        )
        for rij in rows
    ]
    session.add_all(fresh)
    session.flush()
    return [row.id for row in fresh]


def _write_changed(
    session: WritingSession, lijst: str, rows: Sequence[Planrij], parties: _Parties, told: Callable[[int], None]
) -> list[list[Any]]:
    """Change rows as the forms do; answers [table, id, version after, values before] of each."""
    found: list[list[Any]] = []
    for done, rij in enumerate(rows, start=1):
        assert rij.bestaand is not None
        key, versie, w = rij.bestaand.id, rij.bestaand.versie, rij.waarden
        row = session.get_one(ROWS[lijst], key)
        before = snapshot(row)
        with session.no_autoflush:
            _change(session, lijst, rij, row, key, versie, parties, w)
        session.flush()
        found.append([row.__tablename__, key, row.versie, before])
        if done % 100 == 0:
            told(done)
    return found


def _change(
    session: WritingSession, lijst: str, rij: Planrij, row: Any, key: int, versie: int, parties: _Parties, w: Any
) -> None:
    wijk = rij.wijk
    if lijst == CONTACTMOMENTEN:
        ids = tuple(party for party, _ in parties.of(wijk, w["belanghebbenden"]))
        fields = {name: value for name, value in w.items() if name != "belanghebbenden"}
        change_contactmoment(session, key, versie, ContactmomentInvoer(wijk, belanghebbenden=ids, **fields))
    elif lijst == BELANGHEBBENDEN:
        change_belanghebbende(session, key, versie, BelanghebbendeInvoer(wijk, **w))
    elif lijst == AFSPRAKEN:
        moment = w["contactmoment"][0] if w["contactmoment"] else None
        party = parties.one(wijk, w["belanghebbende"])
        change_afspraak(
            session, key, versie, AfspraakInvoer(wijk, w["wat"], w["eigenaar"], party, w["deadline"], moment)
        )
        row.status = w["status"]
        row.afgerond_op = None if w["status"] == OPEN else w["afgerond_op"] or today()
    else:
        change_besluit(session, key, versie, BesluitInvoer(wijk, **w))
