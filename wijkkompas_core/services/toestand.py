"""How the installation is doing, for who looks after it: what needs attention with what to do, and the plain facts.

One function for the screen (Beheer › Toestand) and the command line, so that both say the same.
"""

import shutil
import sys
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, func, make_url, select, text
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from wijkkompas_core.domain import nederlands as nl
from wijkkompas_core.domain.tijd import now
from wijkkompas_core.domain.toegang import Actor, Recht, require
from wijkkompas_core.errors import WijkkompasError
from wijkkompas_core.queries.taken import Taak, Taakstand, backup_alarm, taken
from wijkkompas_core.settings import ROOT, VERSIE, Settings
from wijkkompas_core.storage.database import Database
from wijkkompas_core.storage.engine import database_version
from wijkkompas_core.storage.gereedheid import problem_of
from wijkkompas_core.storage.migrations import current, head_revision
from wijkkompas_core.storage.postgresql import too_much
from wijkkompas_core.storage.tables import LogboekRow, SessieRow

CLOCK = timedelta(minutes=2)
RITME = {
    Taak.BACKUP: timedelta(days=1),
    Taak.PROEF: timedelta(days=7),
    Taak.OPRUIMEN: timedelta(days=1),
    Taak.REGELS: timedelta(hours=1),
}
"""How often each job is meant to be done."""
LATE = {Taak.PROEF: timedelta(days=35), Taak.OPRUIMEN: timedelta(days=3), Taak.REGELS: timedelta(hours=3)}
"""After so long without success a job is late; for the backup a setting tells."""
NAMEN = {
    Taak.BACKUP: "Back-up",
    Taak.PROEF: "Proef van de back-up",
    Taak.OPRUIMEN: "Opruimen",
    Taak.REGELS: "Regels van het programma",
}
DOE = {
    Taak.BACKUP: "Draai `python -m wijkkompas_core backup` en kijk of de nachtelijke taak nog loopt.",
    Taak.PROEF: "Draai `make backup-proef` en lees wat die zegt.",
    Taak.OPRUIMEN: "Draai `python -m wijkkompas_core opruimen` en zet dat in een dagelijkse taak.",
    Taak.REGELS: "Kijk in de uitvoer van de server waarom dit misgaat; opnieuw starten helpt vaak.",
}
_NUMBERS = ("Geen", "Eén", "Twee", "Drie", "Vier", "Vijf", "Zes", "Zeven", "Acht", "Negen", "Tien")


@dataclass(frozen=True, slots=True)
class Waarschuwing:
    """Something that needs attention: its kind, what is wrong, and what to do, in sentences."""

    soort: str
    wat: str
    doe: str


@dataclass(frozen=True, slots=True)
class Taakregel:
    """A job: when it was done last (`None`: never), how that went, and when it is next meant to be done."""

    naam: str
    laatst: datetime | None
    gelukt: bool
    melding: str
    volgende: datetime | None

    @property
    def uitkomst(self) -> str:
        """How it went last, in words."""
        return "nog nooit" if self.laatst is None else "gelukt" if self.gelukt else "mislukt"


@dataclass(frozen=True, slots=True)
class Toestand:
    """All there is to say at a moment; `feiten` is name → value, both in words."""

    moment: datetime
    waarschuwingen: tuple[Waarschuwing, ...]
    feiten: tuple[tuple[str, str], ...]
    taken: tuple[Taakregel, ...]

    @property
    def kop(self) -> str:
        """Whether anything has to be done, in one sentence."""
        number = len(self.waarschuwingen)
        if not number:
            return "Alles in orde"
        word = _NUMBERS[number] if number < len(_NUMBERS) else nl.whole(number)
        return f"{word} {'ding vraagt' if number == 1 else 'dingen vragen'} aandacht"

    def as_dict(self) -> dict[str, Any]:
        """The same for a machine; moments in UTC."""
        return {
            "moment": self.moment.isoformat(timespec="seconds"),
            "in_orde": not self.waarschuwingen,
            "kop": self.kop,
            "waarschuwingen": [asdict(one) for one in self.waarschuwingen],
            "feiten": dict(self.feiten),
            "taken": [
                asdict(one)
                | {name: moment and moment.isoformat(timespec="seconds") for name, moment in _moments(one).items()}
                for one in self.taken
            ],
        }


def _moments(one: Taakregel) -> dict[str, datetime | None]:
    return {"laatst": one.laatst, "volgende": one.volgende}


def toestand(database: Database, settings: Settings, actor: Actor, proces: Mapping[str, str] | None = None) -> Toestand:
    """How it is now. `proces` are facts that only the server itself knows. Raises `Forbidden` for who does not manage.

    Never fails on what is wrong with the database: that is what it tells.
    """
    require(actor, Recht.BEHEREN)
    moment = now()
    warnings: list[Waarschuwing] = []
    facts: dict[str, str] = {"Versie": VERSIE}
    jobs: dict[Taak, Taakstand] = {}
    try:
        with database.probing() as session:
            facts["Database"] = database_version(session.connection())
            facts["Tabellen"] = f"{current(session.connection()) or 'geen'} (deze versie kent {head_revision()})"
        if problem := problem_of(database):
            warnings.append(Waarschuwing("database", problem, "Zie *Als het misgaat* in docs/beheer.md."))
        with database.probing() as session:
            warnings += _of_connection(session.connection(), settings, moment)
            warnings += _of_clock(session, moment)
            facts["Sessies"] = nl.count(open_sessions(session, settings, moment), "open sessie", "open sessies")
            jobs = taken(session)
        warnings += _of_jobs(jobs, settings, moment)
    except (WijkkompasError, SQLAlchemyError) as error:
        if not warnings:
            reason = " ".join(str(getattr(error, "orig", None) or error).split())
            warnings.append(Waarschuwing("database", reason, "Zie *Als het misgaat* in docs/beheer.md."))
    warnings += _of_files(settings)
    for name, free, total in _disks(settings):
        facts[f"Schijf van {name}"] = f"{_size(free)} vrij van {_size(total)}"
        if free < settings.schijf_megabytes * 1_000_000:
            wat = f"Op de schijf van {name} is nog maar {_size(free)} vrij."
            warnings.append(Waarschuwing("schijf", wat, "Maak ruimte of vergroot de schijf."))
    facts["Mail"] = "niet ingericht: Wijkkompas stuurt geen mail"
    facts["Inlogprovider"] = "niet ingericht: inloggen gaat met wachtwoord en tweede factor"
    return Toestand(moment, tuple(warnings), tuple((facts | dict(proces or {})).items()), _lines(jobs))


def _of_jobs(jobs: Mapping[Taak, Taakstand], settings: Settings, moment: datetime) -> Iterator[Waarschuwing]:
    if alarm := backup_alarm(jobs.get(Taak.BACKUP), settings, moment):
        yield Waarschuwing("backup", alarm, DOE[Taak.BACKUP])
    for taak, naam in NAMEN.items():
        stand = jobs.get(taak)
        if stand is not None and not stand.gelukt:
            wat = f"{naam} is op {nl.moment(stand.laatst_op)} mislukt: {stand.melding}"
            yield Waarschuwing(taak.value, wat, DOE[taak])
        elif taak in LATE and (stand is None or moment - (stand.gelukt_op or stand.laatst_op) > LATE[taak]):
            if stand is None and taak is Taak.REGELS:
                continue  # only a server that runs makes them
            since = "nog nooit gedaan" if stand is None else f"niet gedaan sinds {nl.moment(stand.laatst_op)}"
            yield Waarschuwing(taak.value, f"{naam}: {since}.", DOE[taak])


def _of_connection(connection: Connection, settings: Settings, moment: datetime) -> Iterator[Waarschuwing]:
    if connection.dialect.name != "postgresql":
        return
    if said := too_much(connection, settings.app_rol):
        yield Waarschuwing(
            "rechten", f"{said[:1].upper()}{said[1:].partition(';')[0]}.", "Draai `migrate` als eigenaar."
        )
    there = connection.scalar(text("SELECT clock_timestamp()"))
    if there is not None and abs(there - moment) > CLOCK:
        wat = f"De klok van de database zegt {nl.moment(there)}, die van deze server {nl.moment(moment)}."
        yield Waarschuwing("klok", wat, "Zet op beide machines de klok gelijk met NTP.")


def _of_clock(session: Session, moment: datetime) -> Iterator[Waarschuwing]:
    last = session.scalar(select(func.max(LogboekRow.tijdstip)))
    if last is not None and last - moment > CLOCK:
        wat = f"De klok staat achter: in het logboek staat al iets van {nl.moment(last)}."
        yield Waarschuwing("klok", wat, "Zet de klok van de server gelijk met NTP.")


def _of_files(settings: Settings) -> Iterator[Waarschuwing]:
    """An SQLite database that others on the machine may read."""
    path = _sqlite_file(settings)
    if path is None or sys.platform == "win32":
        return
    beside = [path, *(path.with_name(path.name + suffix) for suffix in ("-wal", "-shm", ".geheim"))]
    if any(one.exists() and one.stat().st_mode & 0o077 for one in beside):
        yield Waarschuwing(
            "rechten", f"Anderen op deze machine mogen {path} lezen.", f"Draai `chmod 600 {path}*` als de eigenaar."
        )


def _sqlite_file(settings: Settings) -> Path | None:
    address = make_url(settings.database_url)
    return Path(address.database) if address.get_backend_name() == "sqlite" and address.database else None


def _disks(settings: Settings) -> Iterator[tuple[str, int, int]]:
    """The name, free and total bytes of each disk that must not fill up; one that is the same is told once."""
    database = _sqlite_file(settings)
    places = {
        "de database" if database else "de server": database.parent if database else ROOT,
        "de back-ups": Path(settings.backup_map) if settings.backup_map else None,
    }
    seen: set[int] = set()
    for name, place in places.items():
        if place is not None and place.is_dir() and (device := place.stat().st_dev) not in seen:
            seen.add(device)
            usage = shutil.disk_usage(place)
            yield name, usage.free, usage.total


def wanneer(moment: datetime | None) -> str:
    """A moment as it is told of a job; a dash when there is none."""
    return nl.moment(moment) if moment else "–"


def open_sessions(session: Session, settings: Settings, moment: datetime | None = None) -> int:
    """How many people are logged in, on all servers together."""
    seen = (moment or now()) - timedelta(minutes=settings.sessie_inactief_minuten)
    wanted = select(func.count()).where(SessieRow.beeindigd_op.is_(None), SessieRow.gezien_op > seen)
    return session.scalar(wanted) or 0


def _lines(jobs: Mapping[Taak, Taakstand]) -> tuple[Taakregel, ...]:
    return tuple(
        Taakregel(naam, stand.laatst_op, stand.gelukt, stand.melding, stand.laatst_op + RITME[taak])
        if (stand := jobs.get(taak))
        else Taakregel(naam, None, False, "", None)
        for taak, naam in NAMEN.items()
    )


def _size(number: float) -> str:
    return f"{nl.decimal(number / 1e9, 1)} GB" if number >= 1e9 else f"{nl.whole(round(number / 1e6))} MB"
