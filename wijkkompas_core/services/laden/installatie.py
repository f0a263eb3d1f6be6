"""Everything of an installation as one JSON document, out and in: `docs/installatie.schema.json` describes it.

Not in it: sessions, of accounts and of share links, tickets, open links,
known browsers, failed attempts and drafts, which mean nothing
elsewhere, and the stream, which is made again on loading.
"""

import json
from collections import defaultdict
from datetime import date, datetime
from typing import Any, cast

from jsonschema import Draft202012Validator
from sqlalchemy import Date, Table, bindparam, delete, insert, select, update
from sqlalchemy.orm import Session

from wijkkompas_core.errors import WijkkompasError
from wijkkompas_core.services.laden.installatie_regels import FORMATS, in_dutch
from wijkkompas_core.services.laden.installatie_versies import SCHEMA_VERSIE, upgraded
from wijkkompas_core.services.laden.installatie_verwijzingen import reference_problems
from wijkkompas_core.settings import ROOT
from wijkkompas_core.storage.engine import continue_numbering, logboek_unguarded, take_install_lock
from wijkkompas_core.storage.logboek import WritingSession
from wijkkompas_core.storage.stroom import rebuild
from wijkkompas_core.storage.tables import (
    AfspraakRow,
    AnnotatieRow,
    AspectRow,
    BandRow,
    Base,
    BelanghebbendeRow,
    BelanghebbendeTypeRow,
    BelofteRow,
    BesluitRow,
    CijferRow,
    ContactmomentAspectRow,
    ContactmomentRow,
    DeellinkRow,
    DeelprojectRow,
    FaseplanningRow,
    FaseRow,
    GebruikerRow,
    HerstelcodeRow,
    HoudingsmetingRow,
    HuisstijlRow,
    ImportRow,
    InstallatieRow,
    KnooppuntRow,
    KnooppuntstatusRow,
    LogboekRow,
    MijlpaalRow,
    NvtVakRow,
    OordeelRow,
    OudWachtwoordRow,
    RapportRow,
    SchaalwaardeRow,
    SignaalreactieRow,
    SpoorRow,
    StartweergaveRow,
    ToekenningRow,
    ToewijzingRow,
    TweedeFactorRow,
    UtcDateTime,
    VakRow,
    WeergaveRow,
    WijkcijferRow,
    WijkfaseRow,
    WijkRow,
    besluit_contactmoment,
    contactmoment_belanghebbende,
)

SCHEMA_FILE = ROOT / "docs" / "installatie.schema.json"
SHOWN = 50

METHODE: dict[str, type[Base]] = {
    "fasen": FaseRow,
    "sporen": SpoorRow,
    "aspecten": AspectRow,
    "vakken": VakRow,
    "knooppunten": KnooppuntRow,
    "belanghebbendetypen": BelanghebbendeTypeRow,
    "schaalwaarden": SchaalwaardeRow,
}
LISTS: dict[str, type[Base]] = METHODE | {
    "gebruikers": GebruikerRow,
    "wijken": WijkRow,
    "toekenningen": ToekenningRow,
    "oude_wachtwoorden": OudWachtwoordRow,
    "tweede_factoren": TweedeFactorRow,
    "herstelcodes": HerstelcodeRow,
    "wijkcijfers": WijkcijferRow,
    "deelprojecten": DeelprojectRow,
    "wijkfasen": WijkfaseRow,
    "mijlpalen": MijlpaalRow,
    "nvt_vakken": NvtVakRow,
    "knooppuntstatussen": KnooppuntstatusRow,
    "belanghebbenden": BelanghebbendeRow,
    "houdingsmetingen": HoudingsmetingRow,
    "beloften": BelofteRow,
    "contactmomenten": ContactmomentRow,
    "besluiten": BesluitRow,
    "afspraken": AfspraakRow,
    "faseplanningen": FaseplanningRow,
    "oordelen": OordeelRow,
    "cijfers": CijferRow,
    "signaalreacties": SignaalreactieRow,
    "annotaties": AnnotatieRow,
    "banden": BandRow,
    "weergaven": WeergaveRow,
    "startweergaven": StartweergaveRow,
    "deellinks": DeellinkRow,
    "rapporten": RapportRow,
    "huisstijlen": HuisstijlRow,
    "imports": ImportRow,
    "toewijzingen": ToewijzingRow,
    "logboek": LogboekRow,
}
"""Every list in the document and its table, in an order in which each refers only to itself and lists before it."""

NOT_EXPORTED = {"contactmoment": {"aantal_aspecten"}}


class InstallatieFout(WijkkompasError):
    """A document that was refused, or an installation that is not empty; `problemen` are Dutch sentences."""

    def __init__(self, problemen: list[str]) -> None:
        """`problemen` has one sentence per problem, each beginning with the JSON path where it is."""
        self.problemen = tuple(problemen)
        lines = [f"- {problem}" for problem in problemen[:SHOWN]]
        if len(problemen) > SHOWN:
            lines.append(f"- en nog {len(problemen) - SHOWN} problemen")
        super().__init__("Er is niets geladen. Dit klopt niet:\n" + "\n".join(lines))


def table_of(row: type[Base]) -> Table[Any]:
    """The table of a row class."""
    return cast("Table[Any]", row.__table__)  # every row class is of one table


LINKS: tuple[tuple[str, str, Table], ...] = (
    ("contactmomenten", "aspecten", table_of(ContactmomentAspectRow)),
    ("contactmomenten", "belanghebbenden", contactmoment_belanghebbende),
    ("besluiten", "contactmomenten", besluit_contactmoment),
)
"""Lists inside entries: the list of entries, the field, and the table that links the two by its two columns."""


def exported_columns(table: Table) -> list[str]:
    """Names of the columns of a table that stand in the document."""
    return [c.name for c in table.columns if c.name not in NOT_EXPORTED.get(table.name, ())]


def holds_data(session: Session) -> bool:
    """Whether the installation holds anything of a gemeente: an account, a wijk, or something recorded."""
    tables = (GebruikerRow, WijkRow, BelanghebbendeRow, ContactmomentRow)
    return any(session.execute(select(table_of(row)).limit(1)).first() is not None for row in tables)


def clear_data(session: WritingSession, *, methode: bool = False) -> None:
    """Throw away everything but the row about the installation and, unless `methode` is set, the method."""
    kept = {InstallatieRow.__tablename__, *(row.__tablename__ for row in METHODE.values() if not methode)}
    with logboek_unguarded(session.connection()):
        for table in reversed(Base.metadata.sorted_tables):
            if table.name not in kept:
                session.execute(delete(table))


def export_installatie(session: Session) -> dict[str, Any]:
    """The document; the same contents always give the same document."""
    installatie = session.execute(select(InstallatieRow.gemeente, InstallatieRow.demo)).one()
    document: dict[str, Any] = {
        "schema_versie": SCHEMA_VERSIE,
        "installatie": {"gemeente": installatie.gemeente, "demo": installatie.demo},
    }
    for name, row in LISTS.items():
        table = table_of(row)
        columns = [table.c[column] for column in exported_columns(table)]
        found = session.execute(select(*columns).order_by(*table.primary_key.columns))
        document[name] = [{c.name: _plain(value) for c, value in zip(columns, line, strict=True)} for line in found]
    for name, field, table in LINKS:
        inside: defaultdict[int, list[Any]] = defaultdict(list)
        one, other = table.columns
        for line in session.execute(select(one, other)):
            inside[line[0]].append(line[1])
        for entry in document[name]:
            entry[field] = sorted(inside[entry["id"]])
    return document


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date | datetime) else value


def read_schema() -> dict[str, Any]:
    """The JSON Schema of the document."""
    return json.loads(SCHEMA_FILE.read_text(encoding="utf-8"))


def document_problems(document: Any) -> list[str]:
    """Everything that keeps a document from being loaded, each with its JSON path; empty when there is nothing."""
    validator = cast("Any", Draft202012Validator(read_schema(), format_checker=FORMATS))  # its errors have no type
    problems = [f"{error.json_path}: {in_dutch(error)}" for error in validator.iter_errors(document)]
    return problems or reference_problems(document, LISTS)


def load_installatie(session: WritingSession, document: Any) -> dict[str, int]:
    """Load a document of this or an older version into an empty installation; answers the number of rows per list.

    The method and the logboek become those of the document, so that loading and exporting again gives the same.
    Raises `InstallatieFout` with every problem; nothing is loaded then.
    """
    take_install_lock(session.connection())
    if holds_data(session):
        raise InstallatieFout(["Deze database is in gebruik. Laad een export alleen in een lege database."])
    document = upgraded(document)
    if problems := document_problems(document):
        raise InstallatieFout(problems)
    clear_data(session, methode=True)
    for name, row in LISTS.items():
        table = table_of(row)
        _insert(session, table, [_values(table, entry) for entry in document[name]])
    for name, field, table in LINKS:
        one, other = table.columns.keys()
        _insert(session, table, [{one: e["id"], other: value} for e in document[name] for value in e[field]])
    tables = [table_of(row) for row in LISTS.values()]
    continue_numbering(session.connection(), [table for table in tables if "id" in table.c])
    session.execute(update(InstallatieRow).values(**document["installatie"]))
    rebuild(session)
    session.dirty_wijken.add(None)
    return {name: len(document[name]) for name in LISTS}


def _insert(session: WritingSession, table: Table, rows: list[dict[str, Any]]) -> None:
    """Insert rows in any order: what refers to a row of the same table is filled in when all of them are there."""
    if not rows:
        return
    own = [c.name for c in table.columns if any(key.column.table is table for key in c.foreign_keys)]
    session.execute(insert(table), [row | dict.fromkeys(own) for row in rows])
    later = [
        {"sleutel": row["id"], **{name: row[name] for name in own}}
        for row in rows
        if any(row[name] is not None for name in own)
    ]
    if later:
        session.connection().execute(update(table).where(table.c.id == bindparam("sleutel")), later)


def _values(table: Table, entry: dict[str, Any]) -> dict[str, Any]:
    """An entry of the document as values for its table."""
    values: dict[str, Any] = {}
    for column in table.columns:
        if column.name not in entry:
            continue
        value = entry[column.name]
        if value is not None and isinstance(column.type, Date):
            value = date.fromisoformat(value)
        elif value is not None and isinstance(column.type, UtcDateTime):
            value = datetime.fromisoformat(value)
        values[column.name] = value
    if table.name == ContactmomentRow.__tablename__:
        values["aantal_aspecten"] = len(entry["aspecten"])
    return values
