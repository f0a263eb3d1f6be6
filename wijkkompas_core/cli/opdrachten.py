"""The commands of the command line, with their options: a function per group of them."""

from collections.abc import Callable
from pathlib import Path

from wijkkompas_core.cli.parser import Parser, a_date, a_year
from wijkkompas_core.domain.toegang import Rol
from wijkkompas_core.domain.uitwisseling import LIJSTEN
from wijkkompas_core.settings import VERSIE

OMGEVING = "De instellingen komen uit de omgeving, zoals WIJKKOMPAS_DATABASE_URL; .env.example noemt ze alle."
Command = Callable[..., Parser]
"""Adds a command: its name, `module:function` in this folder, what it does, and perhaps more about it."""


def build_parser() -> Parser:
    """All commands with their options; `run` in the result is module and function of the command."""
    parser = Parser(prog="python -m wijkkompas_core", description="Beheer van Wijkkompas.", epilog=OMGEVING)
    parser.add_argument("--version", action="version", version=f"Wijkkompas {VERSIE}", help="toon de versie en stop")
    commands = parser.add_subparsers(title="opdrachten", metavar="OPDRACHT", dest="opdracht", required=True)

    def command(name: str, run: str, help: str, more: str = "") -> Parser:
        added: Parser = commands.add_parser(name, help=help, description=f"{help}. {more}".strip(), epilog=OMGEVING)
        added.set_defaults(run=run)
        return added

    for add_group in (_installatie, _accounts, _inhoud, _lijsten, _backup, _cijfers):
        add_group(command)
    return parser


def _installatie(command: Command) -> None:
    """An installation of one's own: its tables, or the demo."""
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


def _accounts(command: Command) -> None:
    """Accounts, and what may no longer be kept of them."""
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

    added = command(
        "opruimen",
        "beheer:run_opruimen",
        "Gooi weg wat niet langer bewaard mag blijven",
        "Past alle bewaartermijnen toe. Draai dit elke dag, op PostgreSQL als eigenaar van de tabellen.",
    )
    added.add_argument(
        "--klok-klopt", action="store_true", help="ruim ook op als er weken niets is gebeurd volgens het logboek"
    )


def _inhoud(command: Command) -> None:
    """Wijken to work with, and whether all that is there is right."""
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
    added.add_argument("--indeling", type=a_year, metavar="JJJJ", help="jaar van de grenzen, als het er niet bij staat")
    added.add_argument("--samen", default="", metavar="NAAM", help="maak van alle buurten hierin één wijkaanpak")
    added.add_argument(
        "--akkoord", nargs="+", default=[], metavar="CODE", help="wat de nieuwe indeling met deze wijken doet, klopt"
    )
    added.add_argument("--oudere-indeling", action="store_true", help="laad ook wat ouder is dan wat er staat")

    added = command(
        "toestand",
        "toestand:run_toestand",
        "Vertel hoe de installatie ervoor staat",
        "Hetzelfde als op het scherm bij Beheer. De uitkomst is 1 als iets aandacht vraagt.",
    )
    added.add_argument("--json", action="store_true", help="als JSON, voor een ander programma")

    command("check", "beheer:run_check", "Controleer database en methode", "De uitkomst is 1 als er iets niet klopt.")


def _lijsten(command: Command) -> None:
    """Everything, or one list, out and in again."""
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

    added = command(
        "verhuis",
        "gegevens:run_verhuis",
        "Neem alles over uit een andere database, zoals van SQLite naar PostgreSQL",
        "De database in de instellingen is de nieuwe, en moet leeg zijn. Stop de app eerst. Alles of niets; daarna is "
        "bewezen dat de inhoud gelijk is.",
    )
    added.add_argument("bron", metavar="ADRES", help="adres van de oude database, zoals sqlite:////pad/wijkkompas.db")

    added = command("load", "gegevens:run_load", "Laad een export in een lege database", "Alles of niets.")
    added.add_argument("bestand", type=Path, metavar="BESTAND", help="een bestand dat met export is gemaakt")


def _backup(command: Command) -> None:
    """A copy of the whole database, and what must not come back with it."""
    added = command(
        "onleesbaar",
        "onleesbaar:run_onleesbaar",
        "Doe opnieuw wat onleesbaar is gemaakt, zoals na het terugzetten van een back-up",
        "Ook in de geschiedenis; op PostgreSQL kan dat alleen de eigenaar van de tabellen. Zonder opties gaat het om "
        "wat deze database zelf weet.",
    )
    group = added.add_mutually_exclusive_group()
    group.add_argument("--bewaar", type=Path, metavar="BESTAND", help="schrijf alleen de lijst naar een bestand")
    group.add_argument("--opnieuw", type=Path, metavar="BESTAND", help="ook wat in een bewaarde lijst staat")

    added = command(
        "backup",
        "backup:run_backup",
        "Maak een back-up van de hele database in één bestand",
        "Dit kan terwijl mensen werken. Een bestand dat er al is, wordt nooit overschreven. Noem je geen bestand, dan "
        "komt hij met zijn moment in de naam in WIJKKOMPAS_BACKUP_MAP, en gaan daar de oude weg die geen dag, week, "
        "maand of jaar meer nodig heeft.",
    )
    added.add_argument("bestand", type=Path, nargs="?", metavar="BESTAND", help="waar de back-up komt")

    added = command(
        "backup-proef",
        "proef:run_backup_proef",
        "Bewijs dat een back-up werkt",
        "Zet hem elders terug, vergelijkt de inhoud, start de app erop, logt in en zoekt; daarna is alles daarvan weer "
        "weg. Noem je geen bestand, dan neemt hij de nieuwste in WIJKKOMPAS_BACKUP_MAP.",
    )
    added.add_argument("bestand", type=Path, nargs="?", metavar="BESTAND", help="een bestand dat met backup is gemaakt")

    added = command(
        "restore",
        "backup:run_restore",
        "Zet een back-up terug op een lege plek",
        "Bewijst daarna dat de inhoud gelijk is. Een database waar al iets in staat, blijft zoals zij is.",
    )
    added.add_argument("bestand", type=Path, metavar="BESTAND", help="een bestand dat met backup is gemaakt")


def _cijfers(command: Command) -> None:
    """The numbers of the screen."""
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
