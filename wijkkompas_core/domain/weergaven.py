"""A view that can be kept and shared: a page with what is chosen on it, as it stands in the address."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from re import compile
from urllib.parse import parse_qsl, urlencode, urlsplit

from wijkkompas_core.domain import nederlands as nl
from wijkkompas_core.domain.paginas import PAGINAS

TE_BEWAREN = {pagina.adres: pagina.titel for pagina in PAGINAS if pagina.weergave}
"""The pages of which a view can be kept, by their address, with their names."""
DEELBAAR = tuple(pagina.adres for pagina in PAGINAS if pagina.deelbaar)
"""The pages that can be shown to people without an account."""
FORMULIEREN = frozenset(("doe", "doen", "keuze", "signaal", "contactmoment", "formulier", "beheer"))
"""What in an address opens a form or holds what somebody typed: no part of a view."""
ONE_WIJK, SEVERAL, ONLY = "wijk", "wijken", "alleen"
"""Names in an address under which the slug of a wijk stands, or several with commas."""
LONGEST_NAAM, LONGEST_ADRES, MOST = 80, 2_000, 40
MAX_DAGEN = 366
"""For at most so many days a share link holds."""
STANDAARD_DAGEN = 30
SHORTEST_WACHTWOORD, LONGEST_WACHTWOORD = 8, 72
_NAME = compile(r"[a-z][a-z_]{0,39}")


class Bereik(StrEnum):
    """Who sees a kept view: its owner, everyone with a role in one wijk, or everyone."""

    EIGEN = "eigen"
    WIJK = "wijk"
    PROGRAMMA = "programma"


@dataclass(frozen=True, slots=True)
class Beeld:
    """A page (the last part of its address) and its query: names and values in order."""

    pagina: str
    vraag: tuple[tuple[str, str], ...] = ()

    @property
    def query(self) -> str:
        """The query as it stands in an address, without the question mark."""
        return urlencode(self.vraag)

    @property
    def adres(self) -> str:
        """The address inside the app, as in /kompas?wijk=dorp."""
        return f"/{self.pagina}" + (f"?{self.query}" if self.vraag else "")

    @property
    def params(self) -> dict[str, str]:
        """The query as names and values."""
        return dict(self.vraag)

    @property
    def wijken(self) -> tuple[str, ...]:
        """Slugs of the wijken that are chosen in it; empty when it is about every wijk."""
        chosen = [self.params.get(ONE_WIJK, ""), *self.params.get(SEVERAL, "").split(","), self.params.get(ONLY, "")]
        return tuple(dict.fromkeys(slug for slug in chosen if slug))

    @property
    def titel(self) -> str:
        """The name of the page."""
        return TE_BEWAREN.get(self.pagina, self.pagina)


def read_beeld(adres: str) -> Beeld | None:
    """The view that an address stands for; `None` when it is not a page that can be kept, or no address at all.

    Only path and query count, so that an address of another site becomes no view of it. Forms are left out.
    """
    if len(adres) > LONGEST_ADRES or not adres.isprintable():
        return None
    try:
        parts = urlsplit(adres)
        pairs = parse_qsl(parts.query, max_num_fields=MOST)
    except ValueError:
        return None
    pagina = parts.path.strip("/")
    if pagina not in TE_BEWAREN:
        return None
    kept = {name: value for name, value in pairs if _NAME.fullmatch(name) and name not in FORMULIEREN}
    return Beeld(pagina, tuple(kept.items()))


@dataclass(frozen=True, slots=True)
class WeergaveInvoer:
    """A view to keep; `wijk` (an id) belongs to `Bereik.WIJK`."""

    naam: str
    beeld: Beeld | None
    bereik: Bereik = Bereik.EIGEN
    wijk: int | None = None


@dataclass(frozen=True, slots=True)
class DeellinkInvoer:
    """A share link to make: for whom (`naam`), of which view, until and including when.

    `peildatum` freezes it at a date; `vrije_tekst` lets texts that people typed be seen; an empty password asks none.
    """

    naam: str
    beeld: Beeld | None
    verloopt_op: date | None
    peildatum: date | None = None
    vrije_tekst: bool = False
    wachtwoord: str = ""


def check_naam(naam: str, *, taken: Collection[str] = ()) -> dict[str, str]:
    """What is wrong with the name of a view; `taken` are the names that are in use, in small letters."""
    if not naam:
        return {"naam": "Geef de weergave een naam."}
    if len(naam) > LONGEST_NAAM:
        return {"naam": f"Houd de naam op {LONGEST_NAAM} tekens of minder."}
    if naam.casefold() in taken:
        return {"naam": "Je hebt al een weergave met deze naam. Kies een andere naam."}
    return {}


def check_deellink(invoer: DeellinkInvoer, *, today: date) -> dict[str, str]:
    """Everything that is wrong with a share link: field → sentence."""
    errors: dict[str, str] = {}
    if not invoer.naam:
        errors["naam"] = "Schrijf op voor wie deze link is. Zo weet je later welke je kunt intrekken."
    elif len(invoer.naam) > LONGEST_NAAM:
        errors["naam"] = f"Houd dit op {LONGEST_NAAM} tekens of minder."
    if invoer.beeld is None or invoer.beeld.pagina not in DEELBAAR:
        names = ", ".join(TE_BEWAREN[pagina] for pagina in DEELBAAR)
        errors["beeld"] = f"Deze pagina kun je niet delen zonder account. Dat kan met: {names}."
    last = today + timedelta(days=MAX_DAGEN)
    if invoer.verloopt_op is None:
        errors["verloopt_op"] = "Kies tot en met welke dag de link werkt."
    elif not today <= invoer.verloopt_op <= last:
        errors["verloopt_op"] = f"Kies een dag van vandaag tot en met {nl.day(last)}."
    if invoer.peildatum is not None and invoer.peildatum > today:
        errors["peildatum"] = "Een peildatum ligt vandaag of eerder."
    size = len(invoer.wachtwoord.encode())
    if invoer.wachtwoord and (size < SHORTEST_WACHTWOORD or not invoer.wachtwoord.isprintable()):
        errors["wachtwoord"] = f"Kies een wachtwoord van minstens {SHORTEST_WACHTWOORD} tekens, of laat het leeg."
    elif size > LONGEST_WACHTWOORD:
        errors["wachtwoord"] = f"Kies een wachtwoord van hoogstens {LONGEST_WACHTWOORD} tekens."
    return errors
