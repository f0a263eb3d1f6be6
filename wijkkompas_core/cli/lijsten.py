"""The commands for lists: import, import-terug, export-lijst."""

import json
from argparse import Namespace
from dataclasses import replace
from pathlib import Path

from sqlalchemy import select

from wijkkompas_core.bestanden.schrijven import Formaat, write
from wijkkompas_core.bestanden.werkboek import Werkboek
from wijkkompas_core.cli.gereedschap import ACTOR, CommandFailed, open_database
from wijkkompas_core.cli.parser import say, warn
from wijkkompas_core.domain import nederlands as nl
from wijkkompas_core.domain.tijd import now, today
from wijkkompas_core.domain.toegang import Actie
from wijkkompas_core.domain.uitwisseling import OP_DATUM, VELDEN, Toewijzing
from wijkkompas_core.queries.exportlijsten import lijst_blad
from wijkkompas_core.queries.methode import methode
from wijkkompas_core.queries.toewijzingen import toewijzingen
from wijkkompas_core.services.importeren.lezen import Gelezen, look
from wijkkompas_core.services.importeren.order import Opdracht, Voorbeeld, execute, propose
from wijkkompas_core.services.importeren.undo import undo_import
from wijkkompas_core.services.importeren.worker import EXECUTE, previewed, worker
from wijkkompas_core.settings import Settings
from wijkkompas_core.storage.database import Database
from wijkkompas_core.storage.tables import WijkRow

SHOWN = 20


def run_import(arguments: Namespace, settings: Settings) -> int:
    """Bring a list in, or only tell what would happen; answers 1 when rows could not come along."""
    with open_database(settings) as database:
        opdracht, gelezen = _order(arguments, database)
        found = previewed(database, ACTOR, opdracht, gelezen)
        _tell(arguments.soort, found, gelezen)
        wrong = found.aantallen["fout"]
        if found.ontbreekt:
            names = ", ".join(v.titel.lower() for v in VELDEN[arguments.soort] if v.naam in found.ontbreekt)
            raise CommandFailed(f"Er is geen kolom voor: {names}. Geef een indeling mee met --mapping.")
        if arguments.dry_run:
            say("Er is niets opgeslagen (--dry-run).")
            return 1 if wrong else 0
        if wrong and arguments.alles_of_niets:
            raise CommandFailed("Er is niets geïmporteerd, want niet elke rij is goed.")
        if not found.goed:
            say("Er was niets om te importeren.")
            return 1 if wrong else 0
        key, rows = _executed(database, opdracht, gelezen, found.proef)
        say(f"Geïmporteerd: {rows} rijen. Ongedaan maken: python -m wijkkompas_core import-terug {key}")
        return 1 if wrong else 0


def run_undo(arguments: Namespace, settings: Settings) -> int:
    """Undo an import, and tell what stays."""
    with open_database(settings) as database, database.writing(ACTOR, Actie.IMPORT_TERUGDRAAIEN) as session:
        stayed = undo_import(session, arguments.nummer)
    say("De import is teruggedraaid.", *stayed)
    return 0


def run_export_lijst(arguments: Namespace, settings: Settings) -> int:
    """Write a list as a file."""
    kind = arguments.bestand.suffix.lower().lstrip(".")
    if kind not in ("xlsx", "ods", "csv", "zip"):
        raise CommandFailed("Geef het bestand een naam die eindigt op .xlsx, .ods, .csv of .zip.")
    formaat = Formaat.CSV_ISO if kind == "csv" and arguments.iso else Formaat(kind)
    with open_database(settings) as database, database.reading() as session:
        known = dict(session.execute(select(WijkRow.slug, WijkRow.id)).all())
        unknown = [slug for slug in arguments.wijk if slug not in known]
        if unknown:
            raise CommandFailed(f"Deze wijk is er niet: {', '.join(unknown)}.")
        wijken = [known[slug] for slug in arguments.wijk] or None
        blad = lijst_blad(
            session, ACTOR, methode(session), arguments.lijst, wijken=wijken, van=arguments.van, tot=arguments.tot
        )
    filters = [("Wijk", ", ".join(arguments.wijk))] if arguments.wijk else []
    filters += [(name, f"{nl.day(day)}") for name, day in (("Van", arguments.van), ("Tot", arguments.tot)) if day]
    werkboek = Werkboek(
        titel=arguments.lijst.capitalize(),
        bladen=(blad,),
        gemaakt_op=now(),
        filters=tuple(filters),
        peildatum=today(),
        auteur="opdrachtregel",
        aantal=f"{len(blad.tabel)} rijen",
    )
    arguments.bestand.write_bytes(write(werkboek, formaat, arguments.bestand.stem).inhoud)
    warn(f"{len(blad.tabel)} rijen staan in {arguments.bestand}.")
    return 0


def _executed(database: Database, opdracht: Opdracht, gelezen: Gelezen, proef: str) -> tuple[int, int]:
    if gelezen.heel:
        return execute(database, ACTOR, opdracht, gelezen.tabel, proef)
    told = worker(database, ACTOR, EXECUTE, opdracht, proef).follow(lambda _done, _all: None)
    return told["import"], told["rijen"]


def _order(arguments: Namespace, database: Database) -> tuple[Opdracht, Gelezen]:
    opdracht = Opdracht(arguments.bestand.read_bytes(), arguments.bestand.name)
    gelezen = look(opdracht.inhoud, blad=arguments.blad or 0)
    if arguments.blad:
        names = [blad.naam for blad in gelezen.bladen]
        if arguments.blad not in names:
            raise CommandFailed(f"Er is geen blad {arguments.blad}. Wel: {', '.join(names)}.")
        opdracht = replace(opdracht, blad=names.index(arguments.blad))
    tw = _mapping(arguments, database) or propose(database, ACTOR, gelezen.tabel, arguments.soort)
    vast = dict(tw.vast)
    if arguments.wijk:
        vast["wijk"] = arguments.wijk
    if "fase" not in tw.kolommen and any(v.naam == "fase" for v in VELDEN[arguments.soort]):
        vast.setdefault("fase", OP_DATUM)
    return replace(opdracht, toewijzing=replace(tw, vast=vast)), gelezen


def _mapping(arguments: Namespace, database: Database) -> Toewijzing | None:
    """The kept mapping of this name, or one in a file; raises `CommandFailed` when there is none."""
    if not arguments.mapping:
        return None
    with database.reading() as session:
        kept = toewijzingen(session, ACTOR, arguments.soort).get(arguments.mapping)
    if kept is not None:
        return kept
    path = Path(arguments.mapping)
    if not path.is_file():
        raise CommandFailed(f"Er is geen bewaarde indeling en geen bestand {arguments.mapping}.")
    try:
        found = Toewijzing.from_dict(json.loads(path.read_text(encoding="utf-8")))
    except (ValueError, TypeError, AttributeError) as error:
        raise CommandFailed(f"{path} is geen indeling (JSON met kolommen, vast en woorden).") from error
    return replace(found, lijst=arguments.soort)


def _tell(lijst: str, found: Voorbeeld, gelezen: Gelezen) -> None:
    counts = found.aantallen
    say(
        f"{lijst.capitalize()}: {counts['nieuw']} nieuw, {counts['gewijzigd']} gewijzigd, "
        f"{counts['gelijk']} staan er al, {counts['fout']} fout."
    )
    for one in found.opvallend:
        rows = f" (rij {', '.join(gelezen.rijen(one.rijen))})" if one.rijen else ""
        warn(f"Wat viel op: {one.zin}{rows}")
    for word in found.onbekend[:SHOWN]:
        guess = f" (bedoel je {word.suggesties[0][1]}?)" if word.suggesties else ""
        warn(f"Onbekend bij {word.veld}: '{word.woord}', {word.aantal} keer{guess}")
    wrong = [rij for rij in found.rijen if rij.status == "fout"]
    for rij in wrong[:SHOWN]:
        warn(f"Rij {gelezen.rijen([rij.nummer])[0]}: {' '.join(rij.fouten.values())}")
    if counts["fout"] > SHOWN:
        warn(f"… en nog {counts['fout'] - SHOWN} foute rijen.")
