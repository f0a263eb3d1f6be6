"""Where the stream comes from: per soort the rows it stands for, and what has to be made again when a row changes."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from datetime import date
from typing import Any, NamedTuple

from sqlalchemy import Connection, Row, inspect, or_, select, tuple_

from wijkkompas_core.domain.betrokkenheid import PARTICIPATIENIVEAU, VORM
from wijkkompas_core.domain.tijd import as_date
from wijkkompas_core.storage.tables import (
    AfspraakRow,
    AnnotatieRow,
    AspectRow,
    Base,
    BelanghebbendeRow,
    BesluitRow,
    ContactmomentAspectRow,
    ContactmomentRow,
    FaseRow,
    GebruikerRow,
    HoudingsmetingRow,
    KnooppuntRow,
    KnooppuntstatusRow,
    MijlpaalRow,
    NvtVakRow,
    SchaalwaardeRow,
    WijkfaseRow,
    WijkRow,
    contactmoment_belanghebbende,
)

Keys = Sequence[tuple[Any, ...]]
SOORTEN: dict[str, type[Base]] = {
    "contactmoment": ContactmomentRow,
    "besluit": BesluitRow,
    "afspraak": AfspraakRow,
    "mijlpaal": MijlpaalRow,
    "houding": HoudingsmetingRow,
    "fase": WijkfaseRow,
    "knooppunt": KnooppuntstatusRow,
    "nvt": NvtVakRow,
    "noot": AnnotatieRow,
}
"""What there is in the stream, and the table that it comes from."""

METHOD = (FaseRow, AspectRow, KnooppuntRow, SchaalwaardeRow)


class Entry(NamedTuple):
    """One thing of the stream. Without a date it has not happened (yet) and is left out."""

    key: tuple[Any, ...]
    wijk: int
    datum: date | None
    fase: str | None
    teksten: tuple[str | None, ...]
    verwijderd: bool = False


def all_keys(connection: Connection, soort: str) -> list[tuple[Any, ...]]:
    """The primary keys of every object of a soort."""
    columns = inspect(SOORTEN[soort]).primary_key
    return [tuple(row) for row in connection.execute(select(*columns).order_by(*columns))]


def primary_key(row_class: type[Base], sleutel: str) -> tuple[Any, ...] | None:
    """The primary key that the key of an item stands for; nothing when it cannot be one."""
    columns, parts = inspect(row_class).primary_key, sleutel.split("/")
    if len(parts) != len(columns):
        return None
    found: list[Any] = []
    for column, part in zip(columns, parts, strict=True):
        if column.type.python_type is int:
            if not (part.isascii() and part.isdecimal() and len(part) < 10):
                return None
            found.append(int(part))
        else:
            found.append(part)
    return tuple(found)


def touched(connection: Connection, rows: Iterable[object], changed: set[object]) -> dict[str, list[Any]] | None:
    """Per soort the keys whose text or place may be another after these rows were flushed.

    `changed` are those that existed before. Answers nothing at all when the names of the method have changed.
    """
    found: dict[str, set[tuple[Any, ...]]] = defaultdict(set)
    kinds = {row_class: soort for soort, row_class in SOORTEN.items()}
    for row in rows:
        state = inspect(row)
        if isinstance(row, METHOD) and row in changed and _differs(row, "naam", "titel"):
            return None
        soort = kinds.get(type(row))  # type: ignore[arg-type]
        if soort is not None:
            found[soort].add(tuple(state.mapper.primary_key_from_instance(row)))  # type: ignore[union-attr]
        if row not in changed:
            continue
        if isinstance(row, ContactmomentRow) and _differs(row, "datum", "fase"):
            found["afspraak"] |= _keys(connection, AfspraakRow, AfspraakRow.contactmoment_id == row.id)
        elif isinstance(row, BelanghebbendeRow) and _differs(row, "naam", "hoofd_id"):
            _of_party(connection, row.id, found)
        elif isinstance(row, GebruikerRow) and _differs(row, "naam"):
            found["afspraak"] |= _keys(connection, AfspraakRow, AfspraakRow.eigenaar_id == row.id)
        elif isinstance(row, WijkRow) and _differs(row, "start"):
            found["nvt"] |= _keys(connection, NvtVakRow, NvtVakRow.wijk_id == row.id)
    return {soort: list(keys) for soort, keys in found.items() if keys}


def _of_party(connection: Connection, key: int, found: dict[str, set[tuple[Any, ...]]]) -> None:
    """Everything in which a belanghebbende is named, also by way of one that was merged into it."""
    same = select(BelanghebbendeRow.id).where(or_(BelanghebbendeRow.id == key, BelanghebbendeRow.hoofd_id == key))
    link = contactmoment_belanghebbende
    moments = select(link.c.contactmoment_id).where(link.c.belanghebbende_id.in_(same))
    found["contactmoment"] |= {tuple(row) for row in connection.execute(moments)}
    found["afspraak"] |= _keys(connection, AfspraakRow, AfspraakRow.belanghebbende_id.in_(same))
    found["houding"] |= _keys(connection, HoudingsmetingRow, HoudingsmetingRow.belanghebbende_id.in_(same))


def _keys(connection: Connection, row_class: type[Base], condition: Any) -> set[tuple[Any, ...]]:
    return {tuple(row) for row in connection.execute(select(*inspect(row_class).primary_key).where(condition))}


def _differs(row: Any, *names: str) -> bool:
    attributes = inspect(row).attrs
    return any(attributes[name].history.has_changes() for name in names if name in attributes)


def _rows(connection: Connection, row_class: type[Base], keys: Keys) -> list[Row[Any]]:
    columns = list(inspect(row_class).primary_key)
    wanted = columns[0].in_([key[0] for key in keys]) if len(columns) == 1 else tuple_(*columns).in_(list(keys))
    return list(connection.execute(select(row_class.__table__).where(wanted)))


def _names(connection: Connection, row_class: Any) -> dict[str, str]:
    return dict(connection.execute(select(row_class.slug, row_class.naam)).all())


def _scale(connection: Connection, schaal: str) -> dict[str, str]:
    query = select(SchaalwaardeRow.slug, SchaalwaardeRow.naam).where(SchaalwaardeRow.schaal == schaal)
    return dict(connection.execute(query).all())


def _parties(connection: Connection, keys: Iterable[int | None]) -> dict[int | None, str]:
    """Names of belanghebbenden; of one that was merged into another: both."""
    wanted = {key for key in keys if key is not None}
    hoofd = BelanghebbendeRow.__table__.alias()
    query = (
        select(BelanghebbendeRow.id, BelanghebbendeRow.naam, hoofd.c.naam)
        .outerjoin(hoofd, hoofd.c.id == BelanghebbendeRow.hoofd_id)
        .where(BelanghebbendeRow.id.in_(wanted))
    )
    return {key: f"{naam} {head or ''}" for key, naam, head in connection.execute(query)}


def _contactmomenten(connection: Connection, keys: Keys) -> list[Entry]:
    numbers = [key[0] for key in keys]
    vormen, niveaus = _scale(connection, VORM), _scale(connection, PARTICIPATIENIVEAU)
    link, hoofd = contactmoment_belanghebbende, BelanghebbendeRow.__table__.alias()
    about: dict[int, list[str]] = defaultdict(list)
    who = (
        select(link.c.contactmoment_id, BelanghebbendeRow.naam, hoofd.c.naam)
        .join(BelanghebbendeRow, BelanghebbendeRow.id == link.c.belanghebbende_id)
        .outerjoin(hoofd, hoofd.c.id == BelanghebbendeRow.hoofd_id)
        .where(link.c.contactmoment_id.in_(numbers))
        .order_by(BelanghebbendeRow.id)
    )
    for moment, naam, head in connection.execute(who):
        about[moment] += [naam, head] if head else [naam]
    what = (
        select(ContactmomentAspectRow.contactmoment_id, AspectRow.naam)
        .join(AspectRow, AspectRow.slug == ContactmomentAspectRow.aspect)
        .where(ContactmomentAspectRow.contactmoment_id.in_(numbers))
        .order_by(AspectRow.slug)
    )
    for moment, naam in connection.execute(what):
        about[moment].append(naam)
    return [
        Entry(
            (row.id,),
            row.wijk_id,
            row.datum,
            row.fase,
            (vormen.get(row.vorm), niveaus.get(row.participatieniveau), *about[row.id], row.opbrengst, *row.links),
            row.verwijderd_op is not None,
        )
        for row in _rows(connection, ContactmomentRow, keys)
    ]


def _besluiten(connection: Connection, keys: Keys) -> list[Entry]:
    return [
        Entry((r.id,), r.wijk_id, r.datum, r.fase, (r.wat, r.door, r.grond), r.verwijderd_op is not None)
        for r in _rows(connection, BesluitRow, keys)
    ]


def _afspraken(connection: Connection, keys: Keys) -> list[Entry]:
    """An afspraak happened when its contactmoment did; one without is as old as its entry."""
    rows = _rows(connection, AfspraakRow, keys)
    moments = {
        key: (datum, fase)
        for key, datum, fase in connection.execute(
            select(ContactmomentRow.id, ContactmomentRow.datum, ContactmomentRow.fase).where(
                ContactmomentRow.id.in_({r.contactmoment_id for r in rows if r.contactmoment_id is not None})
            )
        )
    }
    owners = select(GebruikerRow.id, GebruikerRow.naam).where(
        GebruikerRow.id.in_({r.eigenaar_id for r in rows} - {None})
    )
    people = dict(connection.execute(owners).all())
    parties = _parties(connection, (r.belanghebbende_id for r in rows))
    entries: list[Entry] = []
    for r in rows:
        datum, fase = moments.get(r.contactmoment_id, (as_date(r.ingevoerd_op), None))
        teksten = (r.wat, people.get(r.eigenaar_id), parties.get(r.belanghebbende_id))
        entries.append(Entry((r.id,), r.wijk_id, datum, fase, teksten, r.verwijderd_op is not None))
    return entries


def _mijlpalen(connection: Connection, keys: Keys) -> list[Entry]:
    """A mijlpaal is there from the day on which it was decided."""
    fasen, uitkomsten = _names(connection, FaseRow), _scale(connection, "mijlpaaluitkomst")
    return [
        Entry(
            (r.id,),
            r.wijk_id,
            r.besloten_op,
            r.fase,
            (r.naam, uitkomsten.get(r.uitkomst), r.toelichting, fasen.get(r.fase)),
        )
        for r in _rows(connection, MijlpaalRow, keys)
    ]


def _houdingen(connection: Connection, keys: Keys) -> list[Entry]:
    rows, names = _rows(connection, HoudingsmetingRow, keys), _scale(connection, "houding")
    parties = _parties(connection, (r.belanghebbende_id for r in rows))
    return [
        Entry(
            (r.id,),
            r.wijk_id,
            r.datum,
            None,
            (parties.get(r.belanghebbende_id), names.get(r.huidig), names.get(r.gewenst), r.toelichting),
            r.verwijderd_op is not None,
        )
        for r in rows
    ]


def _fasen(connection: Connection, keys: Keys) -> list[Entry]:
    names = _names(connection, FaseRow)
    return [
        Entry((r.id,), r.wijk_id, r.begonnen_op, r.fase, (names.get(r.fase),))
        for r in _rows(connection, WijkfaseRow, keys)
    ]


def _knooppunten(connection: Connection, keys: Keys) -> list[Entry]:
    names = _scale(connection, "knooppuntstatus")
    slugs = {key[1] for key in keys}
    query = select(KnooppuntRow.slug, KnooppuntRow.titel, KnooppuntRow.fase).where(KnooppuntRow.slug.in_(slugs))
    points = {slug: (titel, fase) for slug, titel, fase in connection.execute(query)}
    entries: list[Entry] = []
    for r in _rows(connection, KnooppuntstatusRow, keys):
        titel, fase = points.get(r.knooppunt, ("", None))
        teksten = (titel, names.get(r.status), r.reden)
        entries.append(Entry((r.wijk_id, r.knooppunt), r.wijk_id, r.sinds, fase, teksten))
    return entries


def _nvt(connection: Connection, keys: Keys) -> list[Entry]:
    """A vak without a date did not apply from the start."""
    fasen, aspecten = _names(connection, FaseRow), _names(connection, AspectRow)
    starts = dict(connection.execute(select(WijkRow.id, WijkRow.start)).all())
    return [
        Entry(
            (r.wijk_id, r.fase, r.aspect),
            r.wijk_id,
            r.sinds or starts[r.wijk_id],
            r.fase,
            (fasen.get(r.fase), aspecten.get(r.aspect), r.reden),
        )
        for r in _rows(connection, NvtVakRow, keys)
    ]


def _noten(connection: Connection, keys: Keys) -> list[Entry]:
    """A noot about every wijk is in the stream of none: it stands in the charts."""
    return [
        Entry((r.id,), r.wijk_id, r.datum, None, (r.tekst,), r.verwijderd_op is not None)
        for r in _rows(connection, AnnotatieRow, keys)
        if r.wijk_id is not None
    ]


BRONNEN: dict[str, Callable[[Connection, Keys], list[Entry]]] = {
    "contactmoment": _contactmomenten,
    "besluit": _besluiten,
    "afspraak": _afspraken,
    "mijlpaal": _mijlpalen,
    "houding": _houdingen,
    "fase": _fasen,
    "knooppunt": _knooppunten,
    "nvt": _nvt,
    "noot": _noten,
}
