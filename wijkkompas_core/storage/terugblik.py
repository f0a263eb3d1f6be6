"""A wijk as it was known at a moment: a database of its own in memory, with the same tables (ADR 0026).

It is made from the rows of now and the audit read backwards, so every query that there is answers how it was, by the
same definition. Accounts, roles and the method are as they are now; so are rights, which are never looked up here.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from datetime import date, datetime
from functools import cache
from threading import Lock
from typing import Any

from sqlalchemy import JSON, Connection, Date, Engine, Table, and_, insert, inspect, or_, select
from sqlalchemy.orm import Session

from wijkkompas_core.domain.geschiedenis import before
from wijkkompas_core.domain.tijd import as_date
from wijkkompas_core.domain.vrije_tekst import VRIJE_TEKST
from wijkkompas_core.storage import stroom
from wijkkompas_core.storage.engine import memory_engine, read_at_one_moment
from wijkkompas_core.storage.logboek import DONE, plain
from wijkkompas_core.storage.migrations import migrate
from wijkkompas_core.storage.tables import (
    AnnotatieRow,
    AspectRow,
    BandRow,
    Base,
    BelanghebbendeTypeRow,
    FaseRow,
    GebruikerRow,
    InstallatieRow,
    KnooppuntRow,
    LogboekRow,
    SchaalwaardeRow,
    SpoorRow,
    ToekenningRow,
    UtcDateTime,
    VakRow,
    WijkRow,
)

AS_NOW: tuple[type[Base], ...] = (
    InstallatieRow,
    FaseRow,
    SpoorRow,
    AspectRow,
    VakRow,
    KnooppuntRow,
    BelanghebbendeTypeRow,
    SchaalwaardeRow,
    GebruikerRow,
    ToekenningRow,
)
"""What is copied as it is."""
OF_ALL: tuple[type[Base], ...] = (BandRow, AnnotatieRow)
"""What may belong to every wijk at once."""

Regels = dict[str, dict[str, list[tuple[Any, Any]]]]
"""Per table and key of a row its lines of the audit, (old values, new values), the newest first."""


class Terugblik:
    """The data of one wijk as they were known at a moment; without a wijk only what belongs to none, and which there
    were. Safe to share between threads: they read one after the other."""

    def __init__(
        self,
        source: Callable[[], AbstractContextManager[Session]],
        wijk: int | None,
        moment: datetime,
        *,
        teksten_van_toen: bool = True,
    ) -> None:
        """`source` opens a session on how it is now; `moment` is the first one that is not known any more: the end of
        the peildatum. Without `teksten_van_toen` what people typed reads as it does now, and is empty where it was
        deleted: then nothing comes back that was corrected."""
        self._source, self._wijk, self._moment = source, wijk, moment
        self._lock, self._engine, self._has_stroom = Lock(), _empty(), False
        with source() as now, self._engine.begin() as target:
            read_at_one_moment(now)
            _copy(now, target)
            _replay(now, target, wijk, moment, teksten_van_toen)

    @contextmanager
    def reading(self, *, logboek: bool = False) -> Iterator[Session]:
        """A session on it. With `logboek` the stream and the audit up to the moment are in it too."""
        with self._lock:
            if logboek and not self._has_stroom:
                self._add_logboek()
            with Session(self._engine, autoflush=False) as session:
                yield session

    def _add_logboek(self) -> None:
        of_all = LogboekRow.object.in_([row_class.__tablename__ for row_class in OF_ALL])
        lines = select(LogboekRow.__table__).where(
            LogboekRow.tijdstip < self._moment,
            LogboekRow.resultaat == DONE,
            or_(LogboekRow.wijk_id == self._wijk, and_(LogboekRow.wijk_id.is_(None), of_all)),
        )
        with self._source() as source, self._engine.begin() as target:
            _insert(target, _table(LogboekRow), [dict(row) for row in source.execute(lines).mappings()])
            stroom.fill(target)
        self._has_stroom = True


@cache
def _template() -> Engine:
    """A database with every table and nothing in it."""
    engine = memory_engine()
    migrate(engine)
    return engine


_template_lock = Lock()


def _empty() -> Engine:
    engine = memory_engine()
    with _template_lock, _template().connect() as template, engine.connect() as made:
        template.connection.driver_connection.backup(made.connection.driver_connection)  # type: ignore[union-attr]
        made.exec_driver_sql("DELETE FROM installatie")
        made.commit()
    return engine


def _table(row_class: type[Base]) -> Table:
    table = row_class.__table__
    assert isinstance(table, Table)
    return table


@cache
def _replayed() -> dict[str, type[Base]]:
    """Name of a table → its row class, of everything that the audit follows and that belongs to a wijk."""
    classes = [mapper.class_ for mapper in Base.registry.mappers]
    return {
        c.__tablename__: c
        for c in classes
        if c not in AS_NOW
        and _table(c).info.get("audit", True)
        and _table(c).info.get("data", True)  # not how someone likes to look
        and (c in (WijkRow, *OF_ALL) or "wijk_id" in _table(c).columns)
    }


def _copy(source: Session, target: Connection) -> None:
    for row_class in AS_NOW:
        rows = [dict(row) for row in source.execute(select(_table(row_class))).mappings()]
        hidden = [c.name for c in _table(row_class).columns if c.info.get("secret") and c.name != "naam"]
        rows = [row | dict.fromkeys(hidden, f"-{row.get('id')}") for row in rows]
        _insert(target, _table(row_class), rows)


def _replay(source: Session, target: Connection, wijk: int | None, moment: datetime, teksten_van_toen: bool) -> None:
    lines = _lines(source, wijk, moment)
    for name, row_class in _replayed().items():
        if wijk is None and row_class not in (WijkRow, *OF_ALL):
            continue
        table, links = _table(row_class), _links(source, row_class, wijk)
        changed = lines.pop(name, {})
        found: list[Mapping[str, Any]] = []
        inside: dict[str, list[dict[str, Any]]] = {field: [] for field in links}

        def keep(
            values: dict[str, Any],
            stand: Mapping[str, Any] | None,
            today: Mapping[str, Any] | None,
            table: Table = table,
            links: Mapping[str, tuple[Table, dict[Any, list[Any]]]] = links,
            found: list[Mapping[str, Any]] = found,
            inside: dict[str, list[dict[str, Any]]] = inside,
        ) -> None:
            entered = values.get("ingevoerd_op")
            if entered is not None and entered >= moment:
                return
            if table.name == AnnotatieRow.__tablename__ and values["wijk_id"] not in (None, wijk):
                return
            found.append(values if teksten_van_toen else values | _texts_of(table, today))
            for field, (link, others) in links.items():
                one, other = link.columns.keys()
                linked = others.get(values["id"], ()) if stand is None else stand.get(field, ())
                inside[field] += [{one: values["id"], other: key} for key in linked]

        for row in source.execute(_rows(row_class, wijk)).mappings():
            key = "/".join(str(row[column.name]) for column in table.primary_key.columns)
            undone = changed.pop(key, None)
            if undone is None:
                if row_class is WijkRow and row["start"] >= as_date(moment):
                    continue  # written around the audit: a wijk is known from its start
                keep(_alive(dict(row), moment), None, dict(row))
                continue
            now = {column: plain(value) for column, value in row.items()}
            now |= {field: sorted(others.get(row["id"], ())) for field, (_, others) in links.items()}
            stand = before(now, undone)
            if stand is not None:
                keep(_values(table, stand), stand, dict(row))
        for undone in changed.values():  # rows that are gone by now
            stand = before(None, undone)
            if stand is not None:
                keep(_values(table, stand), stand, None)
        _insert(target, table, found)
        for field, (link, _) in links.items():
            _insert(target, link, inside[field])


def _texts_of(table: Table, row: Mapping[str, Any] | None) -> dict[str, Any]:
    """What people typed in a row as it reads now: nothing when it was deleted."""
    fields = VRIJE_TEKST.get(table.name, ())
    if row is None or row.get("verwijderd_op") is not None:
        return {field: [] if isinstance(table.c[field].type, JSON) else "" for field in fields}
    return {field: row[field] for field in fields}


def _alive(row: dict[str, Any], moment: datetime) -> dict[str, Any]:
    """A row that was written around the audit: what was deleted later, was there then."""
    gone = row.get("verwijderd_op")
    return row | {"verwijderd_op": None} if gone is not None and gone >= moment else row


def _lines(source: Session, wijk: int | None, moment: datetime) -> Regels:
    """The lines from the moment on about what is replayed."""
    of_all = [row_class.__tablename__ for row_class in OF_ALL]
    if wijk is None:
        about = LogboekRow.object.in_([WijkRow.__tablename__, *of_all])
    else:
        about = or_(and_(LogboekRow.wijk_id == wijk, LogboekRow.object.in_(_replayed())), LogboekRow.object.in_(of_all))
    query = (
        select(LogboekRow.object, LogboekRow.object_id, LogboekRow.oud, LogboekRow.nieuw)
        .where(LogboekRow.tijdstip >= moment, LogboekRow.resultaat == DONE, about)
        .order_by(LogboekRow.id.desc())
    )
    found: Regels = defaultdict(lambda: defaultdict(list))
    for name, key, oud, nieuw in source.execute(query):
        found[name][key or ""].append((oud, nieuw))
    return found


def _rows(row_class: type[Base], wijk: int | None) -> Any:
    table = _table(row_class)
    query = select(table)
    if wijk is None or row_class in OF_ALL:
        return query
    return query.where((table.c.id if row_class is WijkRow else table.c.wijk_id) == wijk)


def _links(source: Session, row_class: type[Base], wijk: int | None) -> dict[str, tuple[Table, dict[Any, list[Any]]]]:
    """Per list that the audit keeps with a row: the table it stands in, and what it holds now, by id of the row."""
    found: dict[str, tuple[Table, dict[Any, list[Any]]]] = {}
    for relation in inspect(row_class).relationships:
        if relation.info.get("audit") is None:
            continue
        link = relation.secondary if relation.secondary is not None else relation.target
        assert isinstance(link, Table)
        one, other = link.columns
        table = _table(row_class)
        query = select(one, other).join(table, table.c.id == one).where(table.c.wijk_id == wijk)
        others: dict[Any, list[Any]] = defaultdict(list)
        for key, value in source.execute(query):
            others[key].append(value)
        found[relation.key] = (link, others)
    return found


def _values(table: Table, stand: Mapping[str, Any]) -> dict[str, Any]:
    """A state of the audit as values of a table; what a column did not hold yet is its default."""
    values: dict[str, Any] = {}
    for column in table.columns:
        value = stand.get(column.name)
        if value is None:
            value = _default(column)
        elif isinstance(column.type, Date):
            value = date.fromisoformat(value)
        elif isinstance(column.type, UtcDateTime):
            value = datetime.fromisoformat(value)
        values[column.name] = value
    return values


def _default(column: Any) -> Any:
    if column.nullable or column.default is None:
        return None
    return column.default.arg if column.default.is_scalar else []


def _insert(target: Connection, table: Table, rows: Iterable[Mapping[str, Any]]) -> None:
    if rows:
        target.execute(insert(table), list(rows))
