"""Making what should never have been typed unreadable for good: one field, in everything that keeps it (ADR 0039).

Of the deed stays who did it, when, why, and a keyed hash that proves what stood there to who knows it. The deeds are
lines of the logboek, so that they come along in a back-up and an export; `opnieuw` does them again after a restore.
"""

import hmac
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any, cast

from sqlalchemy import JSON, Table, delete, select, update

from wijkkompas_core.domain.betrokkenheid import clean_text, match_name
from wijkkompas_core.domain.tijd import now
from wijkkompas_core.domain.toegang import Recht, require
from wijkkompas_core.domain.vrije_tekst import MARK, VRIJE_TEKST, recht_om_te_wijzigen
from wijkkompas_core.errors import InvalidInput, NotFound, Unavailable
from wijkkompas_core.storage import stroom
from wijkkompas_core.storage.engine import logboek_unguarded
from wijkkompas_core.storage.logboek import WritingSession, log
from wijkkompas_core.storage.postgresql import owns_logboek
from wijkkompas_core.storage.storingen import REFUSED
from wijkkompas_core.storage.stroombronnen import SOORTEN, primary_key
from wijkkompas_core.storage.tables import Base, ConceptRow, ImportconceptRow, ImportRow, LogboekRow, TellingRow
from wijkkompas_core.storage.zoekindex import forget_earlier_words

DEED, PURPOSE = "onleesbaar", "onleesbaar maken"
LONGEST_REASON = 500
_SHORTEST_IN_DRAFT = 4


@dataclass(frozen=True, slots=True)
class Daad:
    """One field of one row (its table and key) that was made unreadable: in which wijk, when (ISO) and by whom (id),
    why, and the hash of what stood there."""

    tabel: str
    sleutel: str
    veld: str
    wijk: int
    op: str
    door: int | None
    reden: str
    hash: str


def maak_onleesbaar(
    session: WritingSession, wijk: int, tabel: str, sleutel: str, veld: str, reden: str, geheim: str
) -> bool:
    """Blank a field in the row, its history, the stream, drafts, imports and kept counts; it cannot be undone.

    Run inside `database.writing(actor, Actie.ONLEESBAAR_MAKEN, wijk)`. `geheim` is the key of the hash. Answers whether
    the history is blanked as well: on PostgreSQL only the owner of the tables can do that, by `opnieuw`. Raises
    `InvalidInput`, and `NotFound` when this wijk has no such row.
    """
    require(session.actor, Recht.WIJK_STUREN, wijk)
    require(session.actor, recht_om_te_wijzigen(tabel), wijk)
    reden = clean_text(reden)
    errors: dict[str, str] = {}
    if veld not in VRIJE_TEKST.get(tabel, ()):
        errors["veld"] = "Kies welk veld."
    if not reden or len(reden) > LONGEST_REASON:
        errors["reden"] = f"Geef een reden van hoogstens {LONGEST_REASON} tekens. Herhaal de tekst zelf niet."
    if errors:
        raise InvalidInput(errors)
    row = _row(session, tabel, sleutel)
    if row is None or wijk != getattr(row, "id" if tabel == "wijk" else "wijk_id", None):
        raise NotFound("Dit staat niet (meer) bij deze wijk.")
    value = getattr(row, veld)
    if not value or value == MARK:
        raise InvalidInput({"veld": "Dit veld is al leeg of al onleesbaar gemaakt."})
    proof = hmac.digest(geheim.encode(), json.dumps(value, ensure_ascii=False).encode(), "sha256").hex()
    moment = now()
    daad = Daad(tabel, sleutel, veld, wijk, moment.isoformat(), session.actor.gebruiker, reden, proof)
    log(session, object=DEED, object_id=f"{tabel}/{sleutel}", wijk=wijk, nieuw=asdict(daad))
    return _blank(session, daad, row, moment)


def daden(session: WritingSession) -> tuple[Daad, ...]:
    """Every deed that this database knows of, the oldest first."""
    lines = session.scalars(select(LogboekRow.nieuw).where(LogboekRow.object == DEED).order_by(LogboekRow.id))
    return tuple(Daad(**line) for line in lines if line)


def read_daden(document: str) -> tuple[Daad, ...]:
    """The deeds in a list that was kept outside the database; raises `InvalidInput`."""
    try:
        return tuple(Daad(**one) for one in json.loads(document))
    except (ValueError, TypeError) as error:
        raise InvalidInput({"bestand": "Dit is geen lijst van wat onleesbaar is gemaakt."}) from error


def opnieuw(session: WritingSession, extra: tuple[Daad, ...] = ()) -> int:
    """Do every deed again, of the database itself and of a list beside it; answers how many there are.

    What was typed in such a field after its deed stays. Raises `InvalidInput` for a list with a moment that is none,
    and `Unavailable` for who is not the owner of the tables and so cannot blank the history.
    """
    for daad in extra:
        _moment(daad)
    known = daden(session)
    added = [one for one in dict.fromkeys(extra) if one not in known]
    for daad in added:
        log(session, object=DEED, object_id=f"{daad.tabel}/{daad.sleutel}", wijk=daad.wijk, nieuw=asdict(daad))
    for daad in (*known, *added):
        row = _row(session, daad.tabel, daad.sleutel)
        if daad.veld in VRIJE_TEKST.get(daad.tabel, ()) and not _blank(session, daad, row, _moment(daad)):
            raise Unavailable(REFUSED)
    return len(known) + len(added)


def _moment(daad: Daad) -> datetime:
    try:
        moment = datetime.fromisoformat(daad.op)
    except ValueError:
        moment = None
    if moment is None or moment.tzinfo is None:
        raise InvalidInput({"bestand": "In de lijst staat een moment dat er geen is."})
    return moment


def _row(session: WritingSession, tabel: str, sleutel: str) -> Base | None:
    row_class = next((m.class_ for m in Base.registry.mappers if m.class_.__tablename__ == tabel), None)
    key = primary_key(row_class, sleutel) if row_class else None
    return session.get(row_class, key) if row_class and key else None


def _blank(session: WritingSession, daad: Daad, row: Base | None, until: datetime) -> bool:
    lines = session.scalars(
        select(LogboekRow).where(LogboekRow.object == daad.tabel, LogboekRow.object_id == daad.sleutel)
    ).all()
    typed_later = any(line.tijdstip > until and daad.veld in (line.nieuw or {}) for line in lines)
    stood = [getattr(row, daad.veld)] if row is not None and not typed_later else []
    stood += [
        values[daad.veld] for line in lines for values in (line.oud, line.nieuw) if values and daad.veld in values
    ]
    _blank_drafts(session, [value for value in stood if not _is_blank(value)])
    if row is not None and not typed_later and not _is_blank(getattr(row, daad.veld)):
        _blank_row(session, daad, row)
    _blank_imports(session, daad)
    forget_earlier_words(session.connection())
    session.execute(delete(TellingRow).where(TellingRow.wijk_id == daad.wijk))
    session.dirty_wijken.add(daad.wijk)
    earlier = [(line.id, *_blanked(daad, line)) for line in lines if line.tijdstip <= until]
    return _blank_history(session, [line for line in earlier if line[1] or line[2]])


def _blank_row(session: WritingSession, daad: Daad, row: Base) -> None:
    table = cast(Table, row.__table__)
    values: dict[str, Any] = {daad.veld: _mark(table, daad)}
    if "zoeknaam" in table.c and daad.veld == "naam":
        values["zoeknaam"] = match_name(values["naam"])
    if "versie" in table.c:
        values["versie"] = table.c.versie + 1
    same = [column == value for column, value in zip(table.primary_key, _key(row), strict=True)]
    session.execute(update(table).where(*same).values(values))
    session.expire(row)
    soort = next((name for name, row_class in SOORTEN.items() if isinstance(row, row_class)), None)
    if soort:
        stroom.refresh(session.connection(), soort, [_key(row)])
    elif daad.veld == "naam":  # it may be named in any other
        stroom.rebuild(session)


def _key(row: Base) -> tuple[Any, ...]:
    return tuple(row.__mapper__.primary_key_from_instance(row))


def _mark(table: Table, daad: Daad) -> Any:
    if isinstance(table.c[daad.veld].type, JSON):
        return []
    return f"{MARK} {daad.sleutel}" if daad.tabel == "belanghebbende" and daad.veld == "naam" else MARK


def _is_blank(value: Any) -> bool:
    return not value or (isinstance(value, str) and value.startswith(MARK))


def _blanked(daad: Daad, line: LogboekRow) -> tuple[dict[str, Any] | None, dict[str, Any] | None]:
    """The old and new values of a line without the field; nothing where there is nothing to blank."""

    def without(values: Mapping[str, Any] | None) -> dict[str, Any] | None:
        names = (daad.veld, "zoeknaam") if daad.veld == "naam" else (daad.veld,)
        found = {name for name in names if values and not _is_blank(values.get(name))}
        blank: dict[str, Any] = {name: [] if isinstance((values or {})[name], list) else MARK for name in found}
        return {**(values or {}), **blank} if found else None

    return without(line.oud), without(line.nieuw)


def _blank_history(
    session: WritingSession, lines: list[tuple[int, dict[str, Any] | None, dict[str, Any] | None]]
) -> bool:
    if not lines:
        return True
    connection = session.connection()
    if not owns_logboek(connection):
        return False
    with logboek_unguarded(connection):
        for key, oud, nieuw in lines:
            values = {name: value for name, value in (("oud", oud), ("nieuw", nieuw)) if value is not None}
            table = cast(Table, LogboekRow.__table__)
            connection.execute(update(table).where(table.c.id == key).values(values))
    session.expire_all()
    return True


def _blank_drafts(session: WritingSession, values: list[Any]) -> None:
    """Throw away every draft, of whoever, in which the text stands.

    What stands in the file of an import on its way cannot be looked up: those all go. Who was at it has the file.
    """
    typed: list[str] = []
    for value in values:
        typed += value if isinstance(value, list) else [value]
    texts = [one for one in typed if len(one) >= _SHORTEST_IN_DRAFT]
    for row in session.scalars(select(ConceptRow)).all() if texts else ():
        kept = json.dumps(row.inhoud, ensure_ascii=False)
        if any(json.dumps(one, ensure_ascii=False)[1:-1] in kept for one in texts):
            session.delete(row)
    if texts:
        session.execute(delete(ImportconceptRow))
    session.flush()


def _blank_imports(session: WritingSession, daad: Daad) -> None:
    """What an import keeps to be undone: the values from before it."""
    for row in session.scalars(select(ImportRow)).all():
        changed: list[list[Any]] = [list(one) for one in row.inhoud.get("gewijzigd", ())]
        touched = False
        for one in changed:
            before: dict[str, Any] = one[3] or {}
            if one[0] == daad.tabel and str(one[1]) == daad.sleutel and not _is_blank(before.get(daad.veld)):
                one[3] = {**before, daad.veld: [] if isinstance(before[daad.veld], list) else MARK}
                touched = True
        if touched:
            row.inhoud = {**row.inhoud, "gewijzigd": changed}
    session.flush()
