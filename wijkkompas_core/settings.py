"""Every setting of an installation, read from the environment, with its default and what it means."""

import hmac
import ipaddress
import os
import re
import secrets
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any

from wijkkompas_core.domain.toegang import Rol
from wijkkompas_core.errors import InvalidInput

ROOT = Path(__file__).resolve().parent.parent
PREFIX = "WIJKKOMPAS_"
VERSIE = "0.2.0"
"""The version of the software; CHANGELOG.md tells what came with it."""
_ORIGIN = re.compile(r"https?://[a-z0-9.-]+(:[0-9]{1,5})?")


SETTINGS_FILE = f"{PREFIX}INSTELLINGEN"
"""The name of a file with settings, a line each; what stands in the environment goes before it."""
FILE = "_BESTAND"
"""After the name of a secret setting: the file that it stands in, as containers and systemd hand secrets over."""
BESIDE = ".geheim"
"""After the name of an SQLite database: the file with the secret that was made for it, when the settings have none."""
NOBODY = "niemand"
"""As the setting of the second factor: no role must use one."""
SHORTEST_SECRET = 32
FEWEST_CHARACTERS = 10


def _setting(default: Any, help: str, check: Callable[[str], str] | None = None, *, secret: bool = False) -> Any:
    """A field of `Settings`; `check` answers what is wrong with a text, or nothing. A secret is never printed."""
    return field(default=default, metadata={"help": help, "secret": secret, "check": check}, repr=not secret)


def _check_rollen(value: str) -> str:
    unknown = [name for name in _names(value) if name not in tuple(Rol)] if value != NOBODY else []
    return f"noemt een rol die er niet is ({', '.join(unknown)}); kies uit {', '.join(Rol)}" if unknown else ""


def _check_networks(value: str) -> str:
    try:
        [ipaddress.ip_network(name, strict=False) for name in _names(value)]
    except ValueError:
        return f"heeft adressen of netwerken met komma's, zoals 127.0.0.1,10.0.0.0/8; niet '{value}'"
    return ""


def _check_address(value: str) -> str:
    host, _, port = value.rpartition(":")
    right = host and port.isascii() and port.isdecimal() and 0 < int(port) < 65_536
    return "" if right else f"is een adres met een poort, zoals 127.0.0.1:9464, niet '{value}'"


def _names(value: str) -> list[str]:
    return [name.strip() for name in value.split(",") if name.strip()]


_MAKE_ONE = (
    f"Maak er een van minstens {SHORTEST_SECRET} tekens, zoals met: "
    "python -c 'import secrets; print(secrets.token_urlsafe(48))'"
)


def _listed(text: str) -> tuple[str, ...]:
    return tuple(part.strip().rstrip("/").lower() for part in text.split(",") if part.strip())


@dataclass(frozen=True)
class Settings:
    """The settings. Each is read from `WIJKKOMPAS_<NAME>`; booleans are `ja` or `nee`.

    What is secret may stand in a file instead, named by `WIJKKOMPAS_<NAME>_BESTAND`.
    """

    database_url: str = _setting(
        f"sqlite:///{ROOT / 'data' / 'wijkkompas.db'}",
        "Adres van de database: sqlite:///pad of postgresql+psycopg://…",
        secret=True,
    )
    geheim: str = _setting(
        "",
        f"Sleutel van minstens {SHORTEST_SECRET} willekeurige tekens, gelijk op alle servers; verplicht bij "
        "PostgreSQL, bij SQLite komt er anders een in een bestand naast de database",
        secret=True,
    )
    app_rol: str = _setting(
        "", "Rol van PostgreSQL waaronder de app draait; migrate en restore, als de eigenaar, geven haar haar rechten"
    )
    pool_grootte: int = _setting(15, "Zoveel verbindingen om te lezen, en evenveel om te schrijven, blijven open")
    pool_extra: int = _setting(5, "Zoveel verbindingen mogen daar bij drukte even bij, per soort")
    pool_wachttijd: int = _setting(15, "Zoveel seconden wacht een handeling hoogstens op een vrije verbinding")
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
    logregels: bool = _setting(False, "Schrijf elke handeling ook als regel JSON op de foutuitvoer van de server")
    pogingen_per_adres: int = _setting(
        100, "Zoveel foute pogingen vanaf één netwerkadres binnen slot_minuten sluiten dat adres even lang"
    )
    adres_kopregel: str = _setting(
        "", "Kopregel waarin jouw proxy het adres van de gebruiker zet, zoals X-Real-IP; leeg zonder proxy"
    )
    proxy_adressen: str = _setting(
        "127.0.0.1,::1",
        "Adressen of netwerken van jouw eigen proxy's, met komma's; alleen van hen wordt die kopregel geloofd",
        _check_networks,
    )
    bezoek_schermen: int = _setting(
        100, "Zoveel schermen van wie niet is ingelogd, mogen vanaf één netwerkadres tegelijk open staan"
    )
    bezoek_verzoeken: int = _setting(
        40, "Zoveel verzoeken per seconde gaan direct door van wie niet is ingelogd, per netwerkadres; meer wacht"
    )
    upload_per_account_megabytes: int = _setting(
        150, "Zoveel megabytes aan bestanden mag één account tegelijk open hebben staan"
    )
    upload_megabytes: int = _setting(600, "Zoveel megabytes aan bestanden mogen er samen open staan, per server")
    wachtwoorden_onthouden: int = _setting(5, "Zoveel vorige wachtwoorden kan iemand niet opnieuw kiezen")
    uitnodiging_dagen: int = _setting(7, "Zoveel dagen werkt een eenmalige link")
    tweede_factor: str = _setting(
        "beheerder",
        "Rollen met komma's die een tweede factor moeten gebruiken; niemand: alleen wie wil",
        _check_rollen,
    )
    ongebruikt_dagen: int = _setting(90, "Na zoveel dagen zonder gebruik valt een account op als ongebruikt")
    controle_dagen: int = _setting(365, "Na zoveel dagen moet een beheerder een rol opnieuw bevestigen")
    bewaar_sessies_dagen: int = _setting(30, "Zoveel dagen blijft een beëindigde sessie bewaard")
    bewaar_gesloten_dagen: int = _setting(365, "Na zoveel dagen gesloten wordt een account anoniem")
    bewaar_inlogregels_dagen: int = _setting(
        1095, "Zoveel dagen blijven regels over inloggen en weigeringen in het logboek"
    )
    backup_map: str = _setting("", "Map waarin `backup` zonder bestandsnaam schrijft, en oude back-ups opruimt")
    backup_dagen: int = _setting(30, "Van zoveel dagen blijft daar de laatste back-up staan")
    backup_weken: int = _setting(8, "Van zoveel weken blijft de laatste back-up staan")
    backup_maanden: int = _setting(12, "Van zoveel maanden blijft de laatste back-up staan")
    backup_jaren: int = _setting(1, "Van zoveel jaren blijft de laatste back-up staan")
    backup_sleutel: str = _setting(
        "", "Publieke sleutels met komma's (age1… of ssh-…) waarmee back-ups worden versleuteld; leeg: niet versleuteld"
    )
    backup_identiteit: str = _setting(
        "", "Bestand met de geheime sleutel van age, om versleutelde back-ups te bewijzen en terug te zetten"
    )
    backup_alarm_uren: int = _setting(36, "Is de laatste back-up ouder dan zoveel uur, dan volgt een waarschuwing")
    backup_proef_url: str = _setting(
        "",
        "Adres op PostgreSQL waar de proef een tijdelijke database mag maken; leeg: dat van de database zelf",
        secret=True,
    )
    schijf_megabytes: int = _setting(
        1_000, "Is er op een schijf minder dan zoveel megabytes vrij, dan volgt een waarschuwing"
    )
    meten_adres: str = _setting(
        "",
        "Adres en poort waarop Prometheus de metingen leest, zoals 127.0.0.1:9464, per proces een eigen; leeg: niet",
        _check_address,
    )
    import_minuten: int = _setting(30, "Zoveel minuten mag een import van veel rijen duren")
    import_megabytes: int = _setting(1_500, "Zoveel megabytes geheugen mag zo'n import vragen")
    rapport_minuten: int = _setting(5, "Zoveel minuten mag een rapport maken duren")
    rapport_megabytes: int = _setting(3_000, "Zoveel megabytes geheugen mag een rapport maken vragen")
    demo_wachtwoord: str = _setting(
        "", "Wachtwoord van de demo-accounts; leeg: bij het laden wordt er een gekozen", secret=True
    )
    deel_insluiten: str = _setting(
        "", "Sites (https://…) waarvan een pagina een gedeeld beeld mag insluiten, met komma's; leeg: geen"
    )

    @classmethod
    def from_env(cls, environ: Mapping[str, str] | None = None) -> "Settings":
        """Read the settings; raises `InvalidInput` that names each wrong variable."""
        environ = _with_file(os.environ if environ is None else environ)
        values: dict[str, Any] = {}
        errors: dict[str, str] = {}
        for item in fields(cls):
            name = PREFIX + item.name.upper()
            raw = environ.get(name, "").strip()
            path = environ.get(name + FILE, "").strip() if item.metadata["secret"] else ""
            if path and raw:
                errors[name] = f"Geef {name} of {name}{FILE}, niet allebei."
            elif path:
                try:
                    raw = Path(path).read_text(encoding="utf-8").strip()
                except (OSError, ValueError):
                    errors[name] = f"Het bestand {path} van {name}{FILE} is niet te lezen."
                else:
                    if not raw:
                        errors[name] = f"Het bestand {path} van {name}{FILE} is leeg."
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
                if (check := item.metadata["check"]) and (problem := check(raw)):
                    errors[name] = f"{name} {problem}."
                values[item.name] = raw
        if wrong := [one for one in _listed(values.get("deel_insluiten", "")) if not _ORIGIN.fullmatch(one)]:
            name = PREFIX + "DEEL_INSLUITEN"
            errors[name] = f"{name} heeft adressen als https://intranet.voorbeeld.nl, zonder pad; niet '{wrong[0]}'."
        if errors:
            raise InvalidInput(errors)
        return cls(**values)

    @property
    def tweede_factor_rollen(self) -> frozenset[Rol]:
        """The roles that must use a second factor."""
        return frozenset(Rol(name) for name in _names(self.tweede_factor) if name != NOBODY)

    def key_for(self, purpose: str) -> str:
        """A key for one purpose, made from `geheim`: the same on every server, and of no use for another purpose.

        Without `geheim` an SQLite database gets one of its own, in a file beside it (`secret_file`). Raises
        `InvalidInput` when `geheim` is missing where it is needed, can be guessed, or that file cannot be made or read.
        """
        geheim = self.geheim or _made_once(self.secret_file)
        if len(geheim) < SHORTEST_SECRET or len(set(geheim)) < FEWEST_CHARACTERS:
            raise InvalidInput({"geheim": f"{PREFIX}GEHEIM is te makkelijk te raden. {_MAKE_ONE}"})
        return hmac.digest(geheim.encode(), purpose.encode(), "sha256").hex()

    @property
    def secret_file(self) -> Path:
        """Where the secret of an SQLite database lies that has none in the settings, for its owner only.

        Raises `InvalidInput` for PostgreSQL: each server would make its own, and none could read what another sealed.
        """
        if not self.database_url.startswith("sqlite:///"):
            raise InvalidInput({"geheim": f"{PREFIX}GEHEIM ontbreekt. Met PostgreSQL is die verplicht. {_MAKE_ONE}"})
        return Path(self.database_url.partition(":///")[2].partition("?")[0] + BESIDE)

    @property
    def insluiten(self) -> tuple[str, ...]:
        """The sites of which a page may hold a shared view, as a browser names them."""
        return _listed(self.deel_insluiten)


def _with_file(environ: Mapping[str, str]) -> Mapping[str, str]:
    """The environment, with what the file of settings adds to it; raises `InvalidInput` for a line that is none.

    A value stands as it is typed, also with $, # and quotes in it: no shell and no make reads it first.
    """
    path = environ.get(SETTINGS_FILE, "").strip()
    if not path:
        return environ
    try:
        lines = Path(path).read_text(encoding="utf-8-sig").splitlines()
    except (OSError, ValueError):
        raise InvalidInput({SETTINGS_FILE: f"Het bestand {path} met instellingen is niet te lezen."}) from None
    found: dict[str, str] = {}
    for number, line in enumerate(map(str.strip, lines), start=1):
        if not line or line.startswith("#"):
            continue
        name, equals, value = line.partition("=")
        name, value = name.strip(), value.strip()
        if not equals or not re.fullmatch(r"[A-Za-z_][A-Za-z0-9_]*", name):
            raise InvalidInput({SETTINGS_FILE: f"Regel {number} van {path} is geen NAAM=waarde."})
        quoted = len(value) > 1 and value[0] == value[-1] and value[0] in "'\""
        found[name] = value[1:-1] if quoted else value
    elsewhere = {name.removesuffix(FILE) for name, value in environ.items() if value.strip()}
    added = {name: value for name, value in found.items() if name.removesuffix(FILE) not in elsewhere}
    return dict(environ) | added


def _made_once(path: Path) -> str:
    """The secret in this file, made when there is none; of two that make it at once both get the same."""
    try:
        if not path.exists():
            draft = path.with_name(f"{path.name}.{secrets.token_hex(8)}")
            with open(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="ascii") as file:
                file.write(secrets.token_urlsafe(48))
                file.flush()
                os.fsync(file.fileno())
            with suppress(FileExistsError):
                os.link(draft, path)  # whole, or not at all
            draft.unlink()
        return path.read_text(encoding="ascii").strip()
    except (OSError, ValueError):
        said = f"Het bestand {path} met het geheim is niet te maken of te lezen. Geef anders {PREFIX}GEHEIM."
        raise InvalidInput({"geheim": said}) from None
