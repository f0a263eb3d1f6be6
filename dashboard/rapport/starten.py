"""Having a report made in a process of its own, so that other users do not wait for it and its memory comes back."""

import base64
import sys
from collections.abc import Callable

from dashboard.rapport.werk import Taak, Tell, make, read_taak
from wijkkompas_core.settings import Settings
from wijkkompas_core.storage.database import Database
from wijkkompas_core.werkproces import Grenzen, Werk, Werkproces, serve

RAPPORT = Werk(
    module="dashboard.rapport.starten",
    naam="Het rapport",
    at_once=2,  # a server has two processors
    niceness=5,
    bezet="Er worden al andere rapporten gemaakt",
    mislukt="Het rapport kon niet worden gemaakt. Probeer het opnieuw, kies minder onderdelen, of maak een rekenblad. "
    "Blijft het misgaan, meld het dan bij de beheerder.",
    kleiner="Kies minder wijken of onderdelen, of maak een rekenblad.",
)


def have_made(taak: Taak, tell: Tell) -> dict[str, bytes]:
    """The files of a report: names and contents.

    `tell` hears how far it is; when it raises, as Streamlit does when the user presses something else, the work is
    stopped. Raises what the core raises there, and `Stopped` when there is no report.
    """
    settings = Settings.from_env()
    grenzen = Grenzen(60 * settings.rapport_minuten, settings.rapport_megabytes)
    made = Werkproces(RAPPORT, taak.as_json(), grenzen).follow(tell, lambda words: tell(0.0, words))
    return {name: base64.b64decode(contents) for name, contents in made.items()}


def _do(taak: str, tell: Callable[..., None]) -> dict[str, str]:
    database = Database(Settings.from_env().database_url)
    try:
        files = make(database, read_taak(taak), tell)
        return {name: base64.b64encode(contents).decode() for name, contents in sorted(files.items())}
    finally:
        database.close()


if __name__ == "__main__":
    sys.exit(serve(RAPPORT, _do))
