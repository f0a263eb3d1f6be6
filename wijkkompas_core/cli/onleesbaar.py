"""The command onleesbaar: keep the list of what was made unreadable outside the database, and do it again."""

import json
from argparse import Namespace
from dataclasses import asdict
from pathlib import Path

from wijkkompas_core.cli.gereedschap import ACTOR, open_database
from wijkkompas_core.cli.parser import say
from wijkkompas_core.domain.toegang import Actie
from wijkkompas_core.services.onleesbaar import Daad, daden, opnieuw, read_daden
from wijkkompas_core.settings import Settings


def run_onleesbaar(arguments: Namespace, settings: Settings) -> int:
    """Write the list to a file, or do every deed of the database and of a list again."""
    with open_database(settings) as database:
        if arguments.bewaar is not None:
            with database.writing(ACTOR, Actie.ONLEESBAAR_MAKEN) as session:
                found = daden(session)
            path: Path = arguments.bewaar
            path.write_text(json.dumps([asdict(one) for one in found], ensure_ascii=False, indent=1), encoding="utf-8")
            say(f"In {path} staan {len(found)} velden die onleesbaar zijn gemaakt, zonder wat er stond.")
            return 0
        extra: tuple[Daad, ...] = ()
        if arguments.opnieuw is not None:
            extra = read_daden(arguments.opnieuw.read_text(encoding="utf-8"))
        with database.writing(ACTOR, Actie.ONLEESBAAR_MAKEN) as session:
            number = opnieuw(session, extra)
        say(f"Opnieuw gedaan: {number} velden zijn onleesbaar, ook in de geschiedenis.")
    return 0
