"""Every setting of an installation, read from the environment, with its default and what it means."""

import os
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any

from wijkkompas_core.errors import InvalidInput

ROOT = Path(__file__).resolve().parent.parent
PREFIX = "WIJKKOMPAS_"


def _setting(default: Any, help: str) -> Any:
    return field(default=default, metadata={"help": help})


@dataclass(frozen=True)
class Settings:
    """The settings. Each is read from `WIJKKOMPAS_<NAME>`; booleans are `ja` or `nee`."""

    database_url: str = _setting(
        f"sqlite:///{ROOT / 'data' / 'wijkkompas.db'}", "Adres van de database: sqlite:///pad of postgresql+psycopg://…"
    )
    referentie: str = _setting(str(ROOT / "data" / "referentie"), "Map met de methode als gegevens (CSV-bestanden)")
    adres: str = _setting("127.0.0.1", "Netwerkadres waarop de server luistert")
    poort: int = _setting(8501, "Poort waarop de server luistert")
    toegestane_hosts: str = _setting(
        "localhost,127.0.0.1", "Hostnamen waaronder de app bereikbaar is, met komma's; alleen hiervan wordt ingelogd"
    )
    cookie_secure: bool = _setting(False, "Stuur het sessiecookie alleen over HTTPS: zet dit op ja achter HTTPS")
    sessie_inactief_minuten: int = _setting(480, "Na zoveel minuten zonder gebruik is opnieuw inloggen nodig")
    sessie_maximaal_uren: int = _setting(168, "Na zoveel uur is in elk geval opnieuw inloggen nodig")
    inlogpogingen: int = _setting(10, "Zoveel foute pogingen achter elkaar zetten een account op slot")
    slot_minuten: int = _setting(15, "Zoveel minuten blijft een account op slot")
    demo_wachtwoord: str = _setting("", "Wachtwoord van de demo-accounts; leeg: bij het laden wordt er een gekozen")

    @classmethod
    def from_env(cls, environ: Mapping[str, str] | None = None) -> "Settings":
        """Read the settings; raises `InvalidInput` that names each wrong variable."""
        environ = os.environ if environ is None else environ
        values: dict[str, Any] = {}
        errors: dict[str, str] = {}
        for item in fields(cls):
            name = PREFIX + item.name.upper()
            raw = environ.get(name, "").strip()
            if not raw:
                continue
            if isinstance(item.default, bool):
                if raw.lower() not in ("ja", "nee"):
                    errors[name] = f"{name} is 'ja' of 'nee', niet '{raw}'."
                values[item.name] = raw.lower() == "ja"
            elif isinstance(item.default, int):
                if not raw.isdecimal() or int(raw) < 1:
                    errors[name] = f"{name} is een geheel getal vanaf 1, niet '{raw}'."
                else:
                    values[item.name] = int(raw)
            else:
                values[item.name] = raw
        if errors:
            raise InvalidInput(errors)
        return cls(**values)
