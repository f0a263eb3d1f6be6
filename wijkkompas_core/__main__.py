"""The command line: `python -m wijkkompas_core --help`.

Exit codes: 0 done, 1 refused or something is wrong (with a sentence), 2 wrong use (with one line).
"""

import os
import sys
from collections.abc import Sequence
from importlib import import_module
from pathlib import Path

from wijkkompas_core.cli.parser import Parser, a_date, a_year, warn
from wijkkompas_core.domain.toegang import Rol
from wijkkompas_core.domain.uitwisseling import LIJSTEN
from wijkkompas_core.errors import WijkkompasError
from wijkkompas_core.settings import Settings

OMGEVING = "De instellingen komen uit de omgeving, zoals WIJKKOMPAS_DATABASE_URL; .env.example noemt ze alle."


def build_parser() -> Parser:
    """All commands with their options; `run` in the result is module and function of the command."""
    parser = Parser(prog="python -m wijkkompas_core", description="Beheer van Wijkkompas.", epilog=OMGEVING)
    commands = parser.add_subparsers(title="opdrachten", metavar="OPDRACHT", dest="opdracht", required=True)

    def command(name: str, run: str, help: str, more: str = "") -> Parser:
        added: Parser = commands.add_parser(name, help=help, description=f"{help}. {more}".strip(), epilog=OMGEVING)
        added.set_defaults(run=run)
        return added

    added = command("migrate", "beheer:run_migrate", "Werk de tabellen bij en laad de methode")
    added.add_argument(
        "--eerste-beheerder",
        action="store_true",
        help="maak het account 'beheerder' met een wachtwoord voor één keer, als er nog geen accounts zijn",
    )

    added = command(
        "load-demo",
        "gegevens:run_load_demo",
        "Laad de demo-gemeente Zonnedaal",
        "Alleen in een lege database of in een demo. Het wachtwoord komt uit WIJKKOMPAS_DEMO_WACHTWOORD of wordt "
        "verzonnen.",
    )
    added.add_argument("--tot", type=a_date, metavar="JJJJ-MM-DD", help="laatste dag van de demo (standaard vandaag)")
    added.add_argument("--opnieuw", action="store_true", help="gooi een oude demo eerst helemaal weg")

    added = command("add-gebruiker", "beheer:run_add_gebruiker", "Voeg een account toe")
    added.add_argument("naam", metavar="NAAM", help="gebruikersnaam")
    added.add_argument("--rol", required=True, choices=[rol.value for rol in Rol], help="de rol van het account")
    added.add_argument(
        "--wijk", nargs="+", action="extend", default=[], metavar="SLUG", help="alleen in deze wijken (standaard alle)"
    )
    added.add_argument("--volledige-naam", metavar="TEKST", help="naam zoals anderen die zien")

    added = command(
        "nieuwe-link",
        "beheer:run_nieuwe_link",
        "Maak een eenmalige link waarmee iemand een nieuw wachtwoord kiest",
        "Het oude wachtwoord werkt dan niet meer. Bedoeld voor als geen beheerder er meer in kan.",
    )
    added.add_argument("naam", metavar="NAAM", help="gebruikersnaam")
    added.add_argument(
        "--zonder-tweede-factor", action="store_true", help="haal ook de tweede factor weg, van wie die kwijt is"
    )

    command(
        "opruimen",
        "beheer:run_opruimen",
        "Gooi weg wat niet langer bewaard mag blijven",
        "Past alle bewaartermijnen toe. Draai dit elke dag, op PostgreSQL als eigenaar van de tabellen.",
    )

    added = command(
        "load-wijken",
        "gegevens:run_load_wijken",
        "Laad wijken met code, jaar, naam en grens",
        "Wat al bekend is, wordt bijgewerkt. Bij een fout wordt er niets geladen.",
    )
    added.add_argument("bestand", type=Path, metavar="BESTAND", help="GeoJSON met wijken, zoals PDOK die levert")
    added.add_argument("--kerncijfers", type=Path, metavar="BESTAND", help="kerncijfers van het CBS (OData, JSON)")
    added.add_argument(
        "--editie", type=a_year, metavar="JJJJ", help="jaar van de kerncijfers, als het niet in de naam staat"
    )
    added.add_argument("--start", type=a_date, metavar="JJJJ-MM-DD", help="start van nieuwe wijken (standaard vandaag)")

    command("check", "beheer:run_check", "Controleer database en methode", "De uitkomst is 1 als er iets niet klopt.")

    added = command("export", "gegevens:run_export", "Schrijf de hele installatie als JSON")
    added.add_argument("bestand", type=Path, metavar="BESTAND", help="waar de export komt; - is het scherm")

    added = command(
        "export-lijst",
        "lijsten:run_export_lijst",
        "Schrijf een lijst als rekenblad",
        "De soort volgt uit de naam van het bestand: .xlsx, .ods, .csv of .zip. Wat eruit komt, kan er weer in.",
    )
    added.add_argument("lijst", choices=LIJSTEN, help="welke lijst")
    added.add_argument("bestand", type=Path, metavar="BESTAND", help="waar de lijst komt")
    added.add_argument("--iso", action="store_true", help="CSV met komma's, punten in getallen en jjjj-mm-dd")
    added.add_argument("--wijk", nargs="+", default=[], metavar="SLUG", help="alleen deze wijken (standaard alle)")
    added.add_argument("--van", type=a_date, metavar="JJJJ-MM-DD", help="eerste dag")
    added.add_argument("--tot", type=a_date, metavar="JJJJ-MM-DD", help="laatste dag")

    added = command(
        "import",
        "lijsten:run_import",
        "Haal een lijst uit een rekenblad of CSV binnen",
        "Alleen de goede rijen, in één keer. De rijen die niet mee kunnen, worden genoemd; dan is de uitkomst 1.",
    )
    added.add_argument("bestand", type=Path, metavar="BESTAND", help="XLSX, XLS, ODS of CSV")
    added.add_argument("--soort", required=True, choices=LIJSTEN, help="welke lijst dit is")
    added.add_argument(
        "--mapping", metavar="NAAM", help="een bewaarde indeling, of een JSON-bestand (standaard raden we de kolommen)"
    )
    added.add_argument("--wijk", metavar="SLUG", help="de wijk van rijen waar geen wijk bij staat")
    added.add_argument("--blad", metavar="NAAM", help="het blad (standaard het eerste)")
    added.add_argument("--dry-run", action="store_true", help="alleen vertellen wat er zou gebeuren")
    added.add_argument("--alles-of-niets", action="store_true", help="importeer alleen als elke rij goed is")

    added = command("import-terug", "lijsten:run_undo", "Maak een import ongedaan")
    added.add_argument("nummer", type=int, metavar="NUMMER", help="het nummer dat import noemde")

    added = command("load", "gegevens:run_load", "Laad een export in een lege database", "Alles of niets.")
    added.add_argument("bestand", type=Path, metavar="BESTAND", help="een bestand dat met export is gemaakt")

    added = command(
        "backup",
        "backup:run_backup",
        "Maak een back-up van de hele database in één bestand",
        "Dit kan terwijl mensen werken. Een bestand dat er al is, wordt nooit overschreven.",
    )
    added.add_argument("bestand", type=Path, metavar="BESTAND", help="waar de back-up komt")

    added = command(
        "restore",
        "backup:run_restore",
        "Zet een back-up terug op een lege plek",
        "Bewijst daarna dat de inhoud gelijk is. Een database waar al iets in staat, blijft zoals zij is.",
    )
    added.add_argument("bestand", type=Path, metavar="BESTAND", help="een bestand dat met backup is gemaakt")

    added = command(
        "cijfers",
        "cijfers:run_cijfers",
        "Toon de cijfers van een wijk of van alle wijken",
        "Dezelfde cijfers als op het scherm. In CSV staan komma's tussen de kolommen en is de punt het decimaalteken.",
    )
    added.add_argument("cijfer", choices=["balans", "dekking", "kop", "signalen", "triage"], help="welk cijfer")
    added.add_argument(
        "--wijk",
        metavar="SLUG",
        help="de wijk, zoals in het adres op het scherm; bij kop, signalen en triage mag ze weg",
    )
    added.add_argument(
        "--peildatum", type=a_date, metavar="JJJJ-MM-DD", help="bij kop, signalen en triage: zoals bekend op die dag"
    )
    added.add_argument("--van", type=a_date, metavar="JJJJ-MM-DD", help="eerste dag (standaard de start van de wijk)")
    added.add_argument("--tot", type=a_date, metavar="JJJJ-MM-DD", help="laatste dag (standaard vandaag)")
    added.add_argument(
        "--per", choices=["maand", "kwartaal"], default="maand", help="alleen voor balans (standaard maand)"
    )
    added.add_argument("--format", choices=["json", "csv"], default="json", help="standaard json")
    return parser


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command and answer its exit code; wrong use ends the process with 2."""
    parser = build_parser()
    arguments = parser.parse_args(argv)
    van, tot = getattr(arguments, "van", None), getattr(arguments, "tot", None)
    if van and tot and van > tot:
        parser.error("--van ligt na --tot")
    from sqlalchemy.exc import SQLAlchemyError  # only now: --help need not wait for it

    module, function = arguments.run.split(":")
    try:
        run = getattr(import_module(f"wijkkompas_core.cli.{module}"), function)
        return run(arguments, Settings.from_env())
    except WijkkompasError as error:
        warn(str(error))
    except SQLAlchemyError as error:
        reason = " ".join(str(getattr(error, "orig", None) or error).split())
        warn(f"De database is niet te gebruiken: {reason}")
    except BrokenPipeError:  # the reader of our output has gone, as `head` does
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    except OSError as error:
        warn(f"{error.filename or 'Een bestand'} is niet te lezen of te schrijven: {error.strerror}.")
    except KeyboardInterrupt:
        warn("Afgebroken; er is niets opgeslagen.")
    return 1


if __name__ == "__main__":
    sys.exit(main())
