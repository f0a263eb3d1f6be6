"""Load the method into the database; repeatable, and never deletes what records may point to."""

from dataclasses import asdict
from typing import Any

from sqlalchemy import inspect, select

from wijkkompas_core.services.laden.referentie_lezen import Referentie
from wijkkompas_core.storage.logboek import WritingSession
from wijkkompas_core.storage.tables import (
    AspectRow,
    Base,
    BelanghebbendeTypeRow,
    FaseRow,
    KnooppuntRow,
    SchaalwaardeRow,
    SpoorRow,
    VakRow,
)


def load_referentie(session: WritingSession, referentie: Referentie) -> None:
    """Insert what is new, change what differs, and set `actief` to false on what is no longer there."""
    kompas = referentie.kompas
    vakken = [{"fase": v.fase, "aspect": v.aspect, "uitleg": text} for v, text in kompas.vakuitleg.items()]
    contents: list[tuple[type[Base], list[dict[str, Any]]]] = [
        (FaseRow, [asdict(f) for f in kompas.fasen]),
        (SpoorRow, [asdict(s) for s in kompas.sporen]),
        (AspectRow, [asdict(a) for a in kompas.aspecten]),
        (VakRow, vakken),
        (KnooppuntRow, [asdict(k) | {"partijen": list(k.partijen)} for k in referentie.knooppunten]),
        (BelanghebbendeTypeRow, [asdict(t) | {"aspecten": list(t.aspecten)} for t in referentie.typen]),
        (SchaalwaardeRow, [asdict(s) for s in referentie.schalen]),
    ]
    for table, rows in contents:
        _upsert(session, table, rows)


def _upsert(session: WritingSession, table: type[Base], rows: list[dict[str, Any]]) -> None:
    mapper = inspect(table)
    keys = [str(column.key) for column in mapper.primary_key]
    existing: dict[tuple[Any, ...], Any] = {
        tuple(mapper.primary_key_from_instance(row)): row for row in session.scalars(select(table))
    }
    for values in rows:
        row = existing.pop(tuple(values[key] for key in keys), None)
        if row is None:
            session.add(table(**values, actief=True))
            continue
        for name, value in (values | {"actief": True}).items():
            if getattr(row, name) != value:
                setattr(row, name, value)
    for row in existing.values():
        if row.actief:
            row.actief = False
    session.flush()
