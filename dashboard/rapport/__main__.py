"""`python -m dashboard.rapport`: make a report from the command line.

Exit codes as those of `python -m wijkkompas_core`: 0 made, 1 refused with a sentence, 2 wrong use.
"""

import logging
import sys
from collections.abc import Sequence
from pathlib import Path

from wijkkompas_core.cli.parser import Parser, a_date, say, warn
from wijkkompas_core.domain.rapport import ONDERDELEN, Onderdeel, Rapportopdracht, Rapportsoort, default_since
from wijkkompas_core.domain.tijd import today
from wijkkompas_core.errors import WijkkompasError
from wijkkompas_core.settings import Settings


def build_parser() -> Parser:
    """The options of the command line."""
    parser = Parser(prog="python -m dashboard.rapport", description="Maak een rapport als PDF of als rekenblad.")
    parser.add_argument("soort", choices=[soort.value for soort in Rapportsoort], help="welk rapport")
    parser.add_argument("bestand", type=Path, metavar="BESTAND", help="waar het komt: eindigt op .pdf, .xlsx of .ods")
    parser.add_argument(
        "--wijk", nargs="+", action="extend", default=[], metavar="SLUG", help="alleen deze wijken (standaard alle)"
    )
    parser.add_argument("--peildatum", type=a_date, metavar="JJJJ-MM-DD", help="standaard vandaag")
    parser.add_argument(
        "--sinds", type=a_date, metavar="JJJJ-MM-DD", help="wat hierna kwam is nieuw (standaard het vorige rapport)"
    )
    parser.add_argument(
        "--onderdeel", nargs="+", action="extend", default=[], choices=[part.value for part in Onderdeel],
        metavar="ONDERDEEL", help="alleen deze onderdelen (standaard alle)",
    )  # fmt: skip
    parser.add_argument("--adres", default="", metavar="ADRES", help="adres van Wijkkompas, voor de link terug")
    return parser


def main(arguments: Sequence[str]) -> int:
    """Make a report as the system itself, for who has the command line."""
    parser = build_parser()
    chosen = parser.parse_args(arguments)
    form = chosen.bestand.suffix.lstrip(".").lower()
    if form not in ("pdf", "xlsx", "ods"):
        parser.error(f"'{chosen.bestand}' moet eindigen op .pdf, .xlsx of .ods")
    from dashboard.rapport.werk import make_for
    from wijkkompas_core.cli.gereedschap import ACTOR, CommandFailed, open_database
    from wijkkompas_core.domain.toegang import Actie
    from wijkkompas_core.queries.rapport import last_peildatum
    from wijkkompas_core.queries.wijken import wijken
    from wijkkompas_core.services.rapport import record_rapport

    soort, day = Rapportsoort(chosen.soort), chosen.peildatum or today()
    parts = tuple(Onderdeel(part) for part in chosen.onderdeel) or ONDERDELEN[soort]
    try:
        with open_database(Settings.from_env()) as database:
            with database.reading() as session:
                known = {wijk.slug: wijk.id for wijk in wijken(session, ACTOR)}
                if unknown := [slug for slug in chosen.wijk if slug not in known]:
                    raise CommandFailed(f"Onbekend: {', '.join(unknown)}. Bekend: {', '.join(known) or 'geen wijk'}.")
                ids = tuple(known[slug] for slug in chosen.wijk) or tuple(known.values())
                since = chosen.sinds or default_since(day, last_peildatum(session, ACTOR, soort, ids, day))
            opdracht = Rapportopdracht(soort, ids, day, min(since, day), parts)
            files = make_for(database, ACTOR, opdracht, form, chosen.adres, lambda share, what: None)
            (contents,) = files.values()
            chosen.bestand.write_bytes(contents)
            with database.writing(ACTOR, Actie.RAPPORT_MAKEN) as writing:
                record_rapport(writing, opdracht)
    except WijkkompasError as error:
        warn(str(error))
        return 1
    except OSError as error:
        warn(f"{error.filename or chosen.bestand} is niet te schrijven: {error.strerror}.")
        return 1
    say(f"{chosen.bestand}: {len(contents) // 1000} kB")
    return 0


if __name__ == "__main__":
    logging.basicConfig(level=logging.WARNING)
    sys.exit(main(sys.argv[1:]))
