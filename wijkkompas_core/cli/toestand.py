"""The command toestand: how the installation is doing, as on the screen of a beheerder."""

import json
from argparse import Namespace

from wijkkompas_core.cli.gereedschap import ACTOR, CommandFailed, new_database, require_there
from wijkkompas_core.cli.parser import say, table
from wijkkompas_core.domain.tijd import now
from wijkkompas_core.services.toestand import Toestand, Waarschuwing, toestand, wanneer
from wijkkompas_core.settings import VERSIE, Settings


def run_toestand(arguments: Namespace, settings: Settings) -> int:
    """The sentence, the warnings and the facts; exit code 1 when something needs attention."""
    try:
        require_there(settings)
        with new_database(settings) as database:
            found = toestand(database, settings, ACTOR)
    except CommandFailed as error:
        wrong = Waarschuwing("database", str(error), "Kijk of WIJKKOMPAS_DATABASE_URL klopt.")
        found = Toestand(now(), (wrong,), (("Versie", VERSIE),), ())
    if arguments.json:
        say(json.dumps(found.as_dict(), ensure_ascii=False, indent=1))
    else:
        say(f"{found.kop}.", *(f"- {one.wat} {one.doe.replace('`', '')}" for one in found.waarschuwingen), "")
        jobs = [(one.naam, wanneer(one.laatst), one.uitkomst) for one in found.taken]
        say(*table([*found.feiten]), *([""] if jobs else []), *table(jobs))
    return 1 if found.waarschuwingen else 0
