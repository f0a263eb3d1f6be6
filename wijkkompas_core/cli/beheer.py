"""The commands that keep an installation in order: migrate, check, add-gebruiker."""

import getpass
import secrets
import sys
from argparse import Namespace
from pathlib import Path

from sqlalchemy import func, select

from wijkkompas_core.cli.gereedschap import ACTOR, CommandFailed, migrate_with_method, new_database, open_database
from wijkkompas_core.cli.noteren import noted
from wijkkompas_core.cli.parser import say, warn
from wijkkompas_core.domain import nederlands as nl
from wijkkompas_core.domain.accounts import normal_gebruikersnaam
from wijkkompas_core.domain.tijd import now
from wijkkompas_core.domain.toegang import Actie, Rol, Toekenning
from wijkkompas_core.errors import NotFound, WijkkompasError
from wijkkompas_core.queries.taken import Taak, backup_alarm, taken
from wijkkompas_core.queries.wijken import wijken
from wijkkompas_core.services.laden.installatie import LISTS, export_installatie
from wijkkompas_core.services.laden.installatie_regels import domain_problems
from wijkkompas_core.services.laden.installatie_verwijzingen import reference_problems
from wijkkompas_core.services.laden.referentie_laden import load_referentie
from wijkkompas_core.services.laden.referentie_lezen import Referentie, ReferentieFout, read_referentie
from wijkkompas_core.services.onleesbaar import opnieuw
from wijkkompas_core.services.toegang.accounts import GebruikerInvoer, add_gebruiker, reset_access, reset_second_factor
from wijkkompas_core.services.toegang.opruimen import clean_up, clock_jumped
from wijkkompas_core.services.toegang.tweede_factor import problems_of_secrets, seal_plain
from wijkkompas_core.settings import VERSIE, Settings
from wijkkompas_core.storage.database import Database
from wijkkompas_core.storage.engine import check_integrity, database_version, take_install_lock
from wijkkompas_core.storage.logboek import WritingSession
from wijkkompas_core.storage.migrations import differences, head_revision
from wijkkompas_core.storage.postgresql import server_version, too_much, unfit, untried
from wijkkompas_core.storage.tables import ContactmomentAspectRow, ContactmomentRow, GebruikerRow
from wijkkompas_core.storage.zoekindex import has_index

EERSTE_BEHEERDER = "beheerder"


def run_migrate(arguments: Namespace, settings: Settings) -> int:
    """Schema and method up to date, and at wish a first administrator."""
    with new_database(settings) as database:
        referentie, was_older = migrate_with_method(database, settings)
        with database.writing(ACTOR, Actie.OPRUIMEN) as session:
            sealed = seal_plain(session, settings)
        say("De tabellen zijn bijgewerkt." if was_older else "De tabellen waren al bij.")
        if sealed:
            say(f"Leesbare geheimen van tweede factoren zijn versleuteld: {sealed}.")
        with database.reading() as session:
            if not has_index(session.connection()):
                say(
                    "Zoeken in het logboek werkt, maar is in een grote wijk trager: de uitbreiding pg_trgm ontbreekt. "
                    "Laat de beheerder van PostgreSQL 'CREATE EXTENSION pg_trgm' doen en geef daarna weer migrate."
                )
        kompas = referentie.kompas
        say(
            f"De methode uit {settings.referentie} is geladen: {len(kompas.fasen)} fasen, {len(kompas.sporen)} sporen, "
            f"{len(kompas.aspecten)} aspecten, {len(kompas.vakuitleg)} vakken en "
            f"{len(referentie.knooppunten)} knooppunten."
        )
        if arguments.eerste_beheerder:
            _first_beheerder(database)
    return 0


def _first_beheerder(database: Database) -> None:
    wachtwoord = one_time_password()
    with database.writing(ACTOR, Actie.GEBRUIKER_BEHEREN) as session:
        take_install_lock(session.connection())
        if session.scalar(select(GebruikerRow.id).limit(1)) is not None:
            say("Er zijn al accounts; er is geen beheerder toegevoegd.")
            return
        add_account(session, EERSTE_BEHEERDER, "Beheerder", wachtwoord, (Toekenning(Rol.BEHEERDER),), must_change=True)
    say(f"Eerste account: {EERSTE_BEHEERDER}", f"Wachtwoord voor de eerste keer inloggen: {wachtwoord}")


def one_time_password() -> str:
    """A password that nobody can guess."""
    return secrets.token_urlsafe(12)


def add_account(
    session: WritingSession,
    gebruikersnaam: str,
    naam: str,
    wachtwoord: str,
    toekenningen: tuple[Toekenning, ...],
    *,
    must_change: bool,
) -> None:
    """Add an account in the name of the system."""
    invoer = GebruikerInvoer(gebruikersnaam, naam, wachtwoord, toekenningen, moet_wachtwoord_wijzigen=must_change)
    add_gebruiker(session, invoer)


def run_add_gebruiker(arguments: Namespace, settings: Settings) -> int:
    """An account with one role in some wijken or in all."""
    with open_database(settings) as database:
        with database.reading() as session:
            known = {wijk.slug: wijk for wijk in wijken(session, ACTOR)}
        unknown = [slug for slug in arguments.wijk if slug not in known]
        if unknown:
            raise NotFound(f"Deze wijk is er niet: {', '.join(unknown)}. Er zijn: {', '.join(known) or 'nog geen'}.")
        rol = Rol(arguments.rol)
        chosen = [known[slug] for slug in dict.fromkeys(arguments.wijk)]
        toekenningen = tuple(Toekenning(rol, wijk.id) for wijk in chosen) or (Toekenning(rol),)
        typed = _ask_password()
        wachtwoord = typed or one_time_password()
        with database.writing(ACTOR, Actie.GEBRUIKER_BEHEREN) as session:
            naam = arguments.volledige_naam or arguments.naam
            add_account(session, arguments.naam, naam, wachtwoord, toekenningen, must_change=not typed)
    where = ", ".join(wijk.naam for wijk in chosen) or "alle wijken"
    say(f"Account {arguments.naam} is toegevoegd: {rol.value} in {where}.")
    if not typed:
        say(f"Wachtwoord voor de eerste keer inloggen: {wachtwoord}")
    return 0


def run_nieuwe_link(arguments: Namespace, settings: Settings) -> int:
    """A one-time link for an account, for when nobody can make one on the screen."""
    with open_database(settings) as database:
        with database.reading() as session:
            name = normal_gebruikersnaam(arguments.naam)
            key = session.scalar(select(GebruikerRow.id).where(GebruikerRow.gebruikersnaam == name))
        if key is None:
            raise NotFound(f"Er is geen account met de gebruikersnaam {arguments.naam}.")
        with database.writing(ACTOR, Actie.GEBRUIKER_BEHEREN) as session:
            if arguments.zonder_tweede_factor:
                reset_second_factor(session, key)
            code = reset_access(session, key, settings, last_as_well=True)
    say(
        f"Open dit adres op de plek waar Wijkkompas draait, binnen {settings.uitnodiging_dagen} dagen:",
        f"/uitnodiging#{code}",
    )
    return 0


def run_opruimen(arguments: Namespace, settings: Settings) -> int:
    """Apply the retention periods; refuses when the clock seems to have jumped, since nothing of it comes back."""
    with noted(settings, Taak.OPRUIMEN) as said:
        with open_database(settings) as database, database.writing(ACTOR, Actie.OPRUIMEN) as session:
            if not arguments.klok_klopt and clock_jumped(session, now()):
                raise CommandFailed(
                    f"Volgens de klok is het {nl.moment(now())}, en in het logboek staat al weken niets. Er is niets "
                    "opgeruimd. Zet de klok goed. Klopt zij wel, draai dan: opruimen --klok-klopt"
                )
            done = clean_up(session, settings).as_dict()
            opnieuw(session)  # as the owner of the tables, who alone can blank the history
        lines = [f"{name}: {number}" for name, number in done.items()] or ["Er was niets op te ruimen."]
        said.append("; ".join(lines))
    say(*lines)
    return 0


def _ask_password() -> str:
    """What the user types twice; empty when nobody is there to type or nothing was typed."""
    if not sys.stdin.isatty():
        return ""
    typed = getpass.getpass("Wachtwoord (leeg: maak er een voor één keer): ")
    if typed and getpass.getpass("Nog een keer: ") != typed:
        raise CommandFailed("De twee wachtwoorden zijn niet gelijk. Er is geen account toegevoegd.")
    return typed


def run_check(_arguments: Namespace, settings: Settings) -> int:
    """Everything that can be wrong with database and method; exit code 1 when something is."""
    problems: list[str] = []
    referentie = None
    try:
        referentie = read_referentie(Path(settings.referentie))
    except ReferentieFout as error:
        problems += [f"methode: {problem}" for problem in error.problemen]
    try:
        with open_database(settings) as database:
            found = _database_problems(database, settings)
            if not found and referentie is not None:
                found = _method_problems(database, referentie)
            problems += found
            if not found:
                _tell_backup(database, settings)
    except CommandFailed as error:
        problems.append(str(error))
    except WijkkompasError as error:
        problems.append(f"database: {error}")
    for problem in problems:
        warn(f"- {problem}")
    say("Alles klopt." if not problems else f"Er klopt iets niet: {len(problems)} keer (zie hierboven).")
    return 1 if problems else 0


def _tell_backup(database: Database, settings: Settings) -> None:
    """A backup that is late is no fault of the database, so it is only told; where none were ever made, nobody asks."""
    with database.reading() as session:
        stand = taken(session).get(Taak.BACKUP)
    if (stand or settings.backup_map) and (alarm := backup_alarm(stand, settings)):
        warn(f"Let op: {alarm}")


def _method_problems(database: Database, referentie: Referentie) -> list[str]:
    """Where the method in the database is another than in the files; then nobody has loaded it."""
    with database.engine.connect() as connection, connection.begin() as transaction:
        session = WritingSession(bind=connection)
        session.actor, session.actie = ACTOR, Actie.REFERENTIE_LADEN
        load_referentie(session, referentie)
        loaded = bool(session.dirty_wijken)
        transaction.rollback()  # only looked at
    return ["methode: de bestanden verschillen van wat er is geladen; draai: migrate"] if loaded else []


def _database_problems(database: Database, settings: Settings) -> list[str]:
    with database.engine.connect() as connection:
        say(f"Wijkkompas {VERSIE}, tabellen {head_revision()}, {database_version(connection)}.")
        problems = [f"database: {problem}" for problem in check_integrity(connection)]
        version = server_version(connection)
        if note := untried(version):
            say(note)
        problems += [f"database: {problem}" for problem in (unfit(version),) if problem]
        problems += [f"logboek: {problem}" for problem in (too_much(connection, settings.app_rol),) if problem]
    problems += [f"tabellen: {difference}" for difference in differences(database.engine)]
    if problems:
        return problems  # with a damaged database nothing that follows can be relied on
    with database.reading() as session:
        counted = (
            select(func.count()).where(ContactmomentAspectRow.contactmoment_id == ContactmomentRow.id).scalar_subquery()
        )
        wrong = session.scalars(select(ContactmomentRow.id).where(ContactmomentRow.aantal_aspecten != counted))
        problems += [f"contactmoment {key}: aantal_aspecten is niet het aantal aspecten" for key in wrong]
        problems += problems_of_secrets(session, settings)
        document = export_installatie(session)
    return problems + reference_problems(document, LISTS) + domain_problems(document)
