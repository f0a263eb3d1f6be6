"""A database of canaries: every name and text in it is a word of its own, which tells what it is and of which wijk.

Whoever walks through pages and files of it sees at once what comes out where it should not.
"""

import io
import re
import subprocess
import zipfile
from enum import StrEnum
from typing import Any

from sqlalchemy import select, text
from streamlit.testing.v1 import AppTest

from wijkkompas_core.domain.tijd import now
from wijkkompas_core.domain.toegang import Actie, system_actor
from wijkkompas_core.storage import stroom
from wijkkompas_core.storage.database import Database
from wijkkompas_core.storage.tables import (
    AfspraakRow,
    AnnotatieRow,
    BesluitRow,
    CijferRow,
    ContactmomentRow,
    DeelprojectRow,
    HoudingsmetingRow,
    KnooppuntstatusRow,
    MijlpaalRow,
    NvtVakRow,
    OordeelRow,
    SignaalreactieRow,
    WijkRow,
)


class Soort(StrEnum):
    """What a canary is: somebody of the gemeente, a text, a belanghebbende, a notitie, what something was before it
    was corrected, and what was deleted."""

    MENS = "M"
    TEKST = "T"
    PARTIJ = "P"
    NOTITIE = "N"
    OUD = "O"
    WEG = "W"


WORD = re.compile(r"Knr([MTPNOW])(\d+)x\d+")
TEXTS: dict[type[Any], tuple[str, ...]] = {
    ContactmomentRow: ("opbrengst",),
    BesluitRow: ("wat", "grond", "door"),
    AfspraakRow: ("wat",),
    MijlpaalRow: ("naam", "toelichting"),
    NvtVakRow: ("reden",),
    KnooppuntstatusRow: ("reden",),
    AnnotatieRow: ("tekst",),
    HoudingsmetingRow: ("toelichting",),
    SignaalreactieRow: ("reden",),
    OordeelRow: ("zin",),
    CijferRow: ("bron",),
    DeelprojectRow: ("naam", "toelichting"),
}
CORRECTED = (ContactmomentRow, BesluitRow, AfspraakRow, MijlpaalRow, HoudingsmetingRow, KnooppuntstatusRow, OordeelRow)
DELETED = (ContactmomentRow, BesluitRow, AfspraakRow, HoudingsmetingRow)


def fill(database: Database) -> None:
    """Make the demo in this database one of canaries; per wijk some texts are corrected and some items deleted."""
    with database.engine.begin() as connection:
        number = 0
        for row_class, fields in TEXTS.items():
            table = row_class.__tablename__
            for field in fields:
                number += 1
                connection.execute(
                    text(
                        f"UPDATE {table} SET {field} = 'KnrT' || COALESCE(wijk_id, 0) || 'x' || rowid || '{number:02}' "
                        f"WHERE {field} <> ''"
                    )
                )
        connection.execute(
            text(
                "UPDATE belanghebbende SET naam = 'KnrP' || wijk_id || 'x' || id, notitie = 'KnrN' || wijk_id || 'x' "
                "|| id, zoeknaam = 'knrp' || wijk_id || 'x' || id"
            )
        )
        connection.execute(text("UPDATE gebruiker SET naam = 'KnrM0x' || id"))
        connection.execute(text("UPDATE band SET reden = 'KnrT0x9' || rowid"))
        # In every wijk an afspraak of somebody that should have been done long ago: what asks attention names it.
        connection.execute(
            text(
                "UPDATE afspraak SET deadline = '2025-01-01', status = 'open', eigenaar_id = (SELECT min(id) FROM "
                "gebruiker) WHERE id IN (SELECT min(id) FROM afspraak WHERE verwijderd_op IS NULL GROUP BY wijk_id)"
            )
        )
        stroom.fill(connection)
    before, after = [], []
    with database.reading() as session:
        for wijk in session.scalars(select(WijkRow.id)):
            for row_class in CORRECTED:
                before += _newest(session, row_class, wijk, 0)
            for row_class in DELETED:
                after += _newest(session, row_class, wijk, 1)
            after += _newest(session, ContactmomentRow, wijk, 2)
    with database.engine.begin() as connection:
        for letter, rows in (("O", before), ("W", after)):
            for row_class, key, wijk, field in rows:
                word = f"Knr{letter}{wijk}x{key if isinstance(key, int) else 1}"
                connection.execute(
                    text(f"UPDATE {row_class.__tablename__} SET {field} = :word WHERE rowid = :row"),
                    {"word": word, "row": _rowid(connection, row_class, key, wijk)},
                )
        stroom.fill(connection)
    with database.writing(system_actor("test"), Actie.CONTACTMOMENT_WIJZIGEN) as session:
        for row_class, key, wijk, field in before:
            row = session.get_one(row_class, key)
            setattr(row, field, f"KnrT{wijk}x0{key if isinstance(key, int) else 1}")
        for row_class, key, _wijk, _field in after:
            session.get_one(row_class, key).verwijderd_op = now()


def _newest(session: Any, row_class: type[Any], wijk: int, place: int) -> list[tuple[type[Any], Any, int, str]]:
    keys = list(row_class.__mapper__.primary_key)
    field = TEXTS[row_class][0]
    query = select(*keys).where(row_class.wijk_id == wijk, getattr(row_class, field) != "")
    if hasattr(row_class, "verwijderd_op"):
        query = query.where(row_class.verwijderd_op.is_(None))
    rows = session.execute(query.order_by(*(key.desc() for key in keys)).offset(place).limit(1)).all()
    return [(row_class, row[0] if len(row) == 1 else tuple(row), wijk, field) for row in rows]


def _rowid(connection: Any, row_class: type[Any], key: Any, wijk: int) -> int:
    if isinstance(key, int):
        return key
    names = [column.name for column in row_class.__mapper__.primary_key]
    where = " AND ".join(f"{name} = :{name}" for name in names)
    query = text(f"SELECT rowid FROM {row_class.__tablename__} WHERE {where}")
    return int(connection.execute(query, dict(zip(names, key, strict=True))).scalar_one())


def canaries(sent: str) -> set[tuple[Soort, int]]:
    """What is in a text that somebody got: which kinds, of which wijken (ids; 0 belongs to none)."""
    return {(Soort(letter), int(wijk)) for letter, wijk in WORD.findall(sent)}


def words(sent: str, soorten: set[Soort]) -> set[str]:
    """The canaries of these kinds themselves, to say what leaked."""
    return {found[0] for found in WORD.finditer(sent) if Soort(found[1]) in soorten}


def sent_by(test: AppTest) -> str:
    """All that a page sent to the browser, charts as well."""
    found, waiting = [], [test._tree]
    while waiting:
        block = waiting.pop()
        waiting += list(getattr(block, "children", {}).values())
        proto = getattr(block, "proto", None)
        if proto is not None:
            found.append(proto.SerializeToString())
    return b"\n".join(found).decode(errors="replace")


def in_file(contents: bytes) -> str:
    """Every text in a file, with what stands in it about the file: PDF, XLSX, ODS, ZIP or plain text."""
    if contents.startswith(b"%PDF"):
        done = subprocess.run(["pdftotext", "-", "-"], input=contents, capture_output=True, check=True)
        about = subprocess.run(["pdfinfo", "-meta", "-"], input=contents, capture_output=True, check=True)
        info = subprocess.run(["pdfinfo", "-"], input=contents, capture_output=True, check=True)
        return b"\n".join((done.stdout, about.stdout, info.stdout)).decode(errors="replace").replace("\u200b", "")
    if contents.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(contents)) as archive:
            return "\n".join(in_file(archive.read(name)) for name in archive.namelist())
    return contents.decode(errors="replace")
