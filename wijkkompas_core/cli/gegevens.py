"""The commands that bring data in and out: load-demo, load-wijken, export, load."""

import errno
import json
import os
import sys
import tempfile
from argparse import Namespace
from dataclasses import replace
from pathlib import Path

from wijkkompas_core.cli.gereedschap import ACTOR, CommandFailed, migrate_with_method, new_database, open_database
from wijkkompas_core.cli.parser import say, table, warn
from wijkkompas_core.demo.load import load_demo
from wijkkompas_core.domain.toegang import Actie
from wijkkompas_core.errors import WijkkompasError
from wijkkompas_core.services.laden.installatie import export_installatie, load_installatie
from wijkkompas_core.services.laden.kerncijfers_lezen import read_kerncijfers
from wijkkompas_core.services.laden.wijken_laden import OnbevestigdeEditie, load_wijken
from wijkkompas_core.services.laden.wijken_lezen import read_json, read_wijken
from wijkkompas_core.services.toegang.tweede_factor import seal_plain
from wijkkompas_core.settings import Settings
from wijkkompas_core.storage.backup import is_empty
from wijkkompas_core.storage.engine import read_at_one_moment
from wijkkompas_core.storage.inhoud import content_hash
from wijkkompas_core.storage.migrations import migrate
from wijkkompas_core.storage.verhuizen import move

_ONE_MEGABYTE = 1_000_000
_REASONS = {
    errno.ENOENT: "de map bestaat niet",
    errno.EACCES: "je hebt daar geen rechten",
    errno.EISDIR: "dit is een map",
    errno.ENOSPC: "de schijf is vol",
}


def run_load_demo(arguments: Namespace, settings: Settings) -> int:
    """The demo gemeente, with address and accounts."""
    with new_database(settings) as database:
        migrate_with_method(database, settings)
        with database.writing(ACTOR, Actie.DEMO_LADEN) as session:
            result = load_demo(
                session, wachtwoord=settings.demo_wachtwoord, tot=arguments.tot, opnieuw=arguments.opnieuw
            )
    if result.nieuw:
        say(
            f"De demo is geladen: {result.aantallen['wijk']} wijken, {result.aantallen['contactmoment']} "
            f"contactmomenten, {result.aantallen['belanghebbende']} belanghebbenden."
        )
    else:
        say("De demo stond er al en is gebleven zoals hij was; alleen de wachtwoorden zijn nieuw (zie --opnieuw).")
    rows = [(a.gebruikersnaam, a.rol, ", ".join(a.wijken) or "alle wijken") for a in result.accounts]
    say(f"Adres:      http://{settings.adres}:{settings.poort}", f"Wachtwoord: {result.wachtwoord}", "Accounts:")
    say(*(f"  {line}" for line in table(rows)))
    return 0


def run_verhuis(arguments: Namespace, settings: Settings) -> int:
    """Everything from another database into the one of the settings, where nothing stands yet; all or nothing."""
    if not is_empty(settings.database_url):
        raise CommandFailed("In de nieuwe database staat al iets. Verhuizen gaat alleen naar een lege plek.")
    with (
        open_database(replace(settings, database_url=arguments.bron)) as old,
        old.reading() as reading,
        new_database(settings) as new,
    ):
        read_at_one_moment(reading)
        migrate(new.engine)
        with new.engine.begin() as writing:
            moved, wrong = move(reading.connection(), writing)
            if wrong:
                raise CommandFailed(f"Deze tabellen kwamen niet gelijk over: {', '.join(wrong)}. Er is niets verhuisd.")
        migrate_with_method(new, settings)
    say(
        f"Verhuisd: {sum(table.rijen for table in moved.values())} rijen. De inhoud is gelijk: sha256 "
        f"{content_hash(moved)}",
        "Geef de nieuwe database hetzelfde geheim als de oude; dan blijven tweede factoren werken.",
    )
    return 0


def run_load_wijken(arguments: Namespace, settings: Settings) -> int:
    """Wijken of a real gemeente from PDOK and CBS files; all or nothing."""
    found = read_wijken(arguments.bestand, arguments.indeling, arguments.samen)
    figures = read_kerncijfers(arguments.kerncijfers, arguments.editie) if arguments.kerncijfers else None
    with open_database(settings) as database, database.writing(ACTOR, Actie.WIJKEN_LADEN) as session:
        try:
            loaded = load_wijken(
                session,
                found,
                figures,
                start=arguments.start,
                akkoord={code.upper() for code in arguments.akkoord},
                ouder=arguments.oudere_indeling,
            )
        except OnbevestigdeEditie as error:
            codes = [gebied.code for one in error.verschillen for gebied in one.oud]
            raise WijkkompasError(
                f"{error}\nKlopt dit, geef dan dezelfde opdracht met --akkoord {' '.join(codes)}. "
                "Wat een andere code kreeg, houdt al zijn contactmomenten; wat is gesplitst, samengevoegd of weg, "
                "blijft staan naast wat nieuw is."
            ) from None
    say(f"Wijken: {loaded.nieuw} nieuw, {loaded.gewijzigd} gewijzigd, {loaded.gelijk} waren al goed.")
    if figures is not None:
        say(f"Kerncijfers {figures.editie}: {loaded.cijfers} cijfers.")
    if loaded.zonder_cijfers:
        say(f"Zonder kerncijfers: {', '.join(loaded.zonder_cijfers)}.")
    if figures is not None and figures.dubbel:
        say(f"Niet geladen, want meer kolommen heten zo: {', '.join(figures.dubbel)}.")
    return 0


def run_export(arguments: Namespace, settings: Settings) -> int:
    """The whole installation as JSON, to a file or to stdout."""
    with open_database(settings) as database, database.reading() as session:
        document = export_installatie(session)
    text = json.dumps(document, ensure_ascii=False, indent=1, allow_nan=False) + "\n"
    if str(arguments.bestand) == "-":
        sys.stdout.write(text)
        sys.stdout.flush()
        return 0
    write_private(arguments.bestand, text)
    size = max(0.1, len(text.encode()) / _ONE_MEGABYTE)
    warn(f"De export staat in {arguments.bestand} ({size:.1f} MB). Er staan wachtwoord-hashes in: bewaar hem veilig.")
    return 0


def write_private(path: Path, text: str) -> None:
    """Write a file that only its owner can read; an older one is replaced only when the new one is whole."""
    draft = ""
    try:
        handle, draft = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}-")
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        os.replace(draft, path)
    except OSError as error:
        reason = _REASONS.get(error.errno or 0, error.strerror)
        raise CommandFailed(f"{path} is niet te schrijven: {reason}.") from error
    finally:
        if draft:
            Path(draft).unlink(missing_ok=True)


def run_load(arguments: Namespace, settings: Settings) -> int:
    """An export into an empty installation; all or nothing."""
    document = read_json(arguments.bestand)
    with new_database(settings) as database:
        migrate(database.engine)
        with database.writing(ACTOR, Actie.INSTALLATIE_LADEN) as session:
            counts = load_installatie(session, document)
            seal_plain(session, settings)
    say("Geladen: " + ", ".join(f"{count} {name}" for name, count in counts.items()) + ".")
    return 0
