"""Undo an import as one: what it added goes, what it changed becomes as it was, and what was touched since stays."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, and_, delete, or_, select, update

from wijkkompas_core.domain.tijd import now
from wijkkompas_core.domain.toegang import Recht, require
from wijkkompas_core.domain.uitwisseling import as_ranges
from wijkkompas_core.errors import Conflict, InvalidInput, NotFound
from wijkkompas_core.services.versies import put_back
from wijkkompas_core.storage.logboek import WritingSession, log, log_rows
from wijkkompas_core.storage.stroom import refresh
from wijkkompas_core.storage.tables import (
    AfspraakRow,
    BelanghebbendeRow,
    BelofteRow,
    BesluitRow,
    ContactmomentRow,
    HoudingsmetingRow,
    ImportRow,
    StroomRow,
    besluit_contactmoment,
    contactmoment_belanghebbende,
)

TABLES: dict[str, type[Any]] = {
    "besluit": BesluitRow,
    "afspraak": AfspraakRow,
    "contactmoment": ContactmomentRow,
    "belanghebbende": BelanghebbendeRow,
}
"""In an order in which nothing refers to what has gone before it."""
WORDS = {
    "contactmoment": ("contactmoment", "contactmomenten"),
    "besluit": ("besluit", "besluiten"),
    "afspraak": ("afspraak", "afspraken"),
    "belanghebbende": ("belanghebbende", "belanghebbenden"),
}
PORTION = 5_000


def undo_import(session: WritingSession, key: int) -> tuple[str, ...]:
    """Undo an import and answer a sentence per kind of record that stays, because it was changed or used since.

    Raises `NotFound` when the import is not there for this actor, `Conflict` when it was undone already.
    """
    row = session.get(ImportRow, key, with_for_update=True)
    wijken: list[int] = row.wijken["ids"] if row else []
    if row is None or not all(session.actor.may(Recht.WIJK_ZIEN, wijk) for wijk in wijken):
        raise NotFound("Deze import bestaat niet of is niet voor jou zichtbaar.")
    for wijk in wijken:
        require(session.actor, Recht.VASTLEGGEN, wijk)
    if row.teruggedraaid_op is not None:
        raise Conflict(message="Deze import is al teruggedraaid.")
    stayed: list[str] = []
    changed_back, changed_stay = _put_back_changed(session, row.inhoud["gewijzigd"])
    if changed_stay:
        stayed.append(
            _sentence("rij", "rijen", changed_stay, "die door de import was gewijzigd", "daarna nog eens gewijzigd")
        )
    gone = 0
    for name in TABLES:
        ranges = row.inhoud["nieuw"].get(name)
        if not ranges:
            continue
        removed, left = _remove(session, name, ranges, row.inhoud["nieuw"])
        gone += removed
        if left:
            one, many = WORDS[name]
            stayed.append(_sentence(one, many, left, "die was toegevoegd", "daarna gewijzigd of gebruikt"))
    row.teruggedraaid_op, row.teruggedraaid_door, row.gebleven = now(), session.actor.gebruiker, stayed
    session.dirty_wijken |= set(wijken)
    log(
        session,
        object="import",
        object_id=key,
        wijk=wijken[0] if len(wijken) == 1 else None,
        oud={"lijst": row.lijst, "bron": row.bron},
        nieuw={"weggehaald": gone, "teruggezet": changed_back, "gebleven": stayed},
    )
    return tuple(stayed)


def _sentence(one: str, many: str, count: int, what: str, why: str) -> str:
    noun, verb = (one, "is") if count == 1 else (many, "zijn")
    stays = "blijft" if count == 1 else "blijven"
    return f"{count} {noun} {what.replace('was', 'was' if count == 1 else 'waren')}, {stays} staan: {verb} {why}."


def _put_back_changed(session: WritingSession, changed: list[list[Any]]) -> tuple[int, int]:
    """How many rows became as they were, and how many had been changed again."""
    back = stay = 0
    for name, key, versie, before in changed:
        row = session.get(TABLES[name], key)
        if row is None or row.versie != versie or getattr(row, "verwijderd_op", None) is not None:
            stay += 1
            continue
        try:
            with session.no_autoflush, session.begin_nested():
                put_back(session, row, versie, before)
            session.flush()
            back += 1
        except InvalidInput:  # the old values are not allowed any more
            session.refresh(row)
            stay += 1
    return back, stay


def _within(table: type[Any], ranges: list[list[int]]) -> ColumnElement[bool]:
    return or_(*(table.id.between(first, last) for first, last in ranges))


def _remove(
    session: WritingSession, name: str, ranges: list[list[int]], nieuw: dict[str, list[list[int]]]
) -> tuple[int, int]:
    """Take away what an import added to a table; answers how many went and how many stay."""
    if name == "belanghebbende":
        return _remove_parties(session, ranges, nieuw)
    table = TABLES[name]
    untouched = and_(_within(table, ranges), table.versie == 1, table.verwijderd_op.is_(None))
    if name == "contactmoment":
        used = select(AfspraakRow.contactmoment_id).where(
            AfspraakRow.contactmoment_id.is_not(None), AfspraakRow.verwijderd_op.is_(None)
        )
        decided = (
            select(besluit_contactmoment.c.contactmoment_id)
            .join(BesluitRow, BesluitRow.id == besluit_contactmoment.c.besluit_id)
            .where(BesluitRow.verwijderd_op.is_(None))
        )
        untouched = and_(untouched, table.id.not_in(used), table.id.not_in(decided))
    moment = now()
    going = list(session.execute(select(table.id, table.wijk_id, table.gewijzigd_op).where(untouched)))
    total = sum(last - first + 1 for first, last in ranges)
    already = session.query(table.id).where(_within(table, ranges), table.verwijderd_op.is_not(None)).count()
    for begin in range(0, len(going), PORTION):
        portion = going[begin : begin + PORTION]
        ids = _as_condition(table, [line.id for line in portion])
        session.execute(
            update(table)
            .where(ids)
            .values(verwijderd_op=moment, gewijzigd_op=moment, versie=table.versie + 1, sleutel=None)
            .execution_options(synchronize_session=False)
        )
        keys = [str(line.id) for line in portion]
        for start in range(0, len(keys), 500):
            gone = (StroomRow.soort == name) & StroomRow.object_id.in_(keys[start : start + 500])
            session.execute(
                update(StroomRow).where(gone).values(verwijderd=True).execution_options(synchronize_session=False)
            )
        # ADR 0012: how a row was before is read from these lines.
        log_rows(session, name, _before_and_after(portion, moment))
    session.expire_all()
    return len(going), total - len(going) - already


def _as_condition(table: type[Any], ids: list[int]) -> ColumnElement[bool]:
    return _within(table, as_ranges(ids))


def _before_and_after(rows: list[Any], moment: datetime) -> Iterator[tuple[int, int, dict[str, Any], dict[str, Any]]]:
    """What changed of rows that were hidden at a moment, as the audit holds it."""
    hidden = {"verwijderd_op": moment.isoformat(), "gewijzigd_op": moment.isoformat(), "versie": 2}
    for line in rows:
        before = {"verwijderd_op": None, "gewijzigd_op": line.gewijzigd_op.isoformat(), "versie": 1}
        yield line.id, line.wijk_id, before, hidden


def _remove_parties(
    session: WritingSession, ranges: list[list[int]], nieuw: dict[str, list[list[int]]]
) -> tuple[int, int]:
    """Belanghebbenden have no way to be hidden: those that nothing living refers to are deleted."""
    mine = _within(BelanghebbendeRow, ranges)
    link = contactmoment_belanghebbende

    def of_import(name: str) -> ColumnElement[bool]:
        table = TABLES[name]
        inside = _within(table, nieuw[name]) if nieuw.get(name) else table.id.is_(None)
        return and_(inside, table.verwijderd_op.is_not(None))

    in_use = [
        select(link.c.belanghebbende_id)
        .join(ContactmomentRow, ContactmomentRow.id == link.c.contactmoment_id)
        .where(~of_import("contactmoment")),
        select(AfspraakRow.belanghebbende_id).where(AfspraakRow.belanghebbende_id.is_not(None), ~of_import("afspraak")),
        select(HoudingsmetingRow.belanghebbende_id),
        select(BelofteRow.belanghebbende_id),
        select(BelanghebbendeRow.samengevoegd_met).where(BelanghebbendeRow.samengevoegd_met.is_not(None)),
        select(BelanghebbendeRow.hoofd_id).where(BelanghebbendeRow.hoofd_id.is_not(None)),
    ]
    free = and_(
        mine,
        BelanghebbendeRow.versie == 1,
        BelanghebbendeRow.samengevoegd_met.is_(None),
        *(BelanghebbendeRow.id.not_in(used) for used in in_use),
    )
    going = list(session.scalars(select(BelanghebbendeRow).where(free)))
    ids = [row.id for row in going]
    for begin in range(0, len(ids), 500):
        portion = ids[begin : begin + 500]
        named = session.scalars(select(link.c.contactmoment_id).where(link.c.belanghebbende_id.in_(portion))).all()
        agreed = session.scalars(select(AfspraakRow.id).where(AfspraakRow.belanghebbende_id.in_(portion))).all()
        session.execute(delete(link).where(link.c.belanghebbende_id.in_(portion)))
        session.execute(
            update(AfspraakRow)
            .where(AfspraakRow.belanghebbende_id.in_(portion))
            .values(belanghebbende_id=None)
            .execution_options(synchronize_session=False)
        )
        refresh(session.connection(), "contactmoment", [(key,) for key in named])
        refresh(session.connection(), "afspraak", [(key,) for key in agreed])
    for row in going:
        session.delete(row)
    session.flush()
    return len(going), session.query(BelanghebbendeRow.id).where(mine).count()
