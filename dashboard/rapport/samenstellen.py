"""Puts a whole report together: its head, its chapters in order, and how the figures were made."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from dashboard.kit import texts
from dashboard.rapport import delen
from dashboard.rapport.blokken import INHOUD, Blok, alinea, bijeen, feiten, klein, kop, lijst, naast, plain
from dashboard.rapport.opening import wijk_opening
from dashboard.rapport.pdf import fonts
from dashboard.rapport.programma import cijfer_blokken, overzicht_blokken, wijk_bladen
from dashboard.rapport.raad import raad_blokken
from wijkkompas_core.analysis import VENSTER_MAANDEN
from wijkkompas_core.analysis.balans import UITLEG as BALANS_UITLEG
from wijkkompas_core.analysis.betrouwbaarheid import UITLEG as GEGEVENS_UITLEG
from wijkkompas_core.analysis.dekking import UITLEG as DEKKING_UITLEG
from wijkkompas_core.analysis.signaaluitleg import UITLEG as SIGNALEN_UITLEG
from wijkkompas_core.domain import nederlands as nl
from wijkkompas_core.domain.rapport import Huisstijl, Onderdeel, Rapportopdracht, Rapportsoort
from wijkkompas_core.domain.tijd import AMSTERDAM
from wijkkompas_core.queries.kop import kop_van_programma
from wijkkompas_core.queries.methode import Methode
from wijkkompas_core.queries.rapport import Wijkblad

EXPLAINED = {
    Onderdeel.KOMPAS: ("Kompas en dekking.", DEKKING_UITLEG),
    Onderdeel.BALANS: ("Balans.", BALANS_UITLEG),
    Onderdeel.BLINDE_VLEKKEN: ("Blinde vlekken.", SIGNALEN_UITLEG),
}


@dataclass(frozen=True)
class Rapport:
    """All that a report is made from. `adres` is where Wijkkompas stands, without a slash at the end, or empty."""

    opdracht: Rapportopdracht
    methode: Methode
    bladen: tuple[Wijkblad, ...]
    huisstijl: Huisstijl
    gemeente: str
    door: str
    gemaakt_op: datetime
    adres: str = ""

    @property
    def titel(self) -> str:
        """The title: kind and wijk."""
        if len(self.bladen) == 1 and self.opdracht.soort is not Rapportsoort.PROGRAMMARAPPORT:
            return plain(f"{self.opdracht.soort.naam} {self.bladen[0].wijk.naam}", 120)
        return plain(f"{self.opdracht.soort.naam} {self.gemeente}".strip(), 120)

    @property
    def maker(self) -> str:
        """Who made it, for in the report; nobody in what goes to the council, which names no employees."""
        return "" if self.opdracht.soort is Rapportsoort.RAADSBIJLAGE else self.door

    def contacten(self) -> int:
        """How many contactmomenten there were up to the peildatum, in all wijken together."""
        return sum(blad.contacten for blad in self.bladen)


def document(rapport: Rapport) -> dict[str, Any]:
    """The report as the template wants it: plain values and blocks."""
    opdracht = rapport.opdracht
    day, made = nl.day(opdracht.peildatum), rapport.gemaakt_op.astimezone(AMSTERDAM)
    body: dict[Rapportsoort, Callable[[Rapport], list[Blok]]] = {
        Rapportsoort.WIJKRAPPORT: _wijk_blokken,
        Rapportsoort.PROGRAMMARAPPORT: lambda r: [
            *overzicht_blokken(r.bladen, r.methode),
            bijeen(naast(_verantwoording(r), [alinea("Inhoud", vet=True), INHOUD], (1.7, 1))),
            *cijfer_blokken(r.bladen, r.methode),
            *wijk_bladen(r.bladen, r.methode, opdracht.onderdelen),
            *uitleg(opdracht.onderdelen),
        ],
        Rapportsoort.RAADSBIJLAGE: _raad,
    }  # fmt: skip
    path, _ = _link(rapport)
    by = f"door {rapport.maker} " if rapport.maker else ""
    gemeente = f"Gemeente {rapport.gemeente} · " if rapport.gemeente else ""
    return {
        "titel": rapport.titel,
        "kopzin": kopzin(rapport),
        "ondertitel": plain(f"{gemeente}peildatum {day}"),
        "kopregel": rapport.titel,
        "voet": plain(f"{gemeente}gemaakt {by}op {nl.day(made)}", 120),
        "peildatum": day,
        "door": plain(rapport.maker or gemeente.removesuffix(" · ") or "Wijkkompas", 120),
        "omschrijving": f"{opdracht.soort.naam} met peildatum {day}",
        "trefwoorden": ["wijkaanpak", opdracht.soort.value],
        "gemaakt": [made.year, made.month, made.day],
        "kleur": rapport.huisstijl.kleur,
        "logo": list(rapport.huisstijl.logo),
        "logo_alt": f"Logo van de gemeente {rapport.gemeente}".strip(),
        "letters": fonts(),
        "adres": link(rapport),
        "adres_tekst": f"{rapport.adres}/{path}",
        "blokken": body[opdracht.soort](rapport),
    }


def kopzin(rapport: Rapport) -> str:
    """What the data say, as on screen: of the programme, or of the wijk; the council gets the name of the report."""
    match rapport.opdracht.soort:
        case Rapportsoort.PROGRAMMARAPPORT:
            found = kop_van_programma([blad.regel for blad in rapport.bladen], rapport.methode.kompas)
        case Rapportsoort.WIJKRAPPORT:
            found = rapport.bladen[0].kop
        case Rapportsoort.RAADSBIJLAGE:
            return ""
    return plain(f"{found.zin}.")


def link(rapport: Rapport) -> str:
    """The page that shows the same, or nothing when it is not known where Wijkkompas stands."""
    path, query = _link(rapport)
    return f"{rapport.adres}/{path}?{urlencode(query)}" if rapport.adres else ""


def _link(rapport: Rapport) -> tuple[str, dict[str, str]]:
    query = {"peildatum": rapport.opdracht.peildatum.isoformat()}
    if len(rapport.bladen) == 1:
        return "wijk", {"wijk": rapport.bladen[0].wijk.slug} | query
    return "programma", query


def filters(rapport: Rapport) -> list[tuple[str, str]]:
    """What was chosen and what it is based on: stands in every report and every workbook."""
    opdracht, bladen = rapport.opdracht, rapport.bladen
    made = rapport.gemaakt_op.astimezone(AMSTERDAM)
    when = f"op {nl.day(made)} om {made:%H:%M}"
    names = [blad.wijk.label for blad in bladen]
    n = sum(blad.betrouwbaarheid.n for blad in bladen)
    timely = sum((blad.betrouwbaarheid.aandeel_tijdig or 0) * blad.betrouwbaarheid.n for blad in bladen)
    trust = "nog geen contactmomenten"
    if len(bladen) == 1:
        trust = texts.confidence(bladen[0].betrouwbaarheid)
    elif n:
        trust = f"{nl.percentage(timely / n)} {texts.ON_TIME}"
    return [
        (
            "Wijken" if len(names) > 1 else "Wijk",
            nl.enumerate_words(names) if len(names) < 8 else f"{len(names)}, zie hieronder",
        ),
        ("Peildatum", nl.day(opdracht.peildatum)),
        ("Nieuw is wat kwam na", nl.day(opdracht.sinds)),
        ("Onderdelen", nl.enumerate_words([part.naam.lower() for part in opdracht.onderdelen])),
        ("Aantal contactmomenten", f"{nl.count(rapport.contacten(), 'contactmoment', 'contactmomenten')}"),
        ("Betrouwbaarheid van de gegevens", trust),
        ("Gemaakt door", f"{rapport.maker}, {when}") if rapport.maker else ("Gemaakt", when),
    ]


def _verantwoording(rapport: Rapport) -> list[Blok]:
    return [feiten(filters(rapport))]


def _wijk_blokken(rapport: Rapport) -> list[Blok]:
    blad, methode, opdracht = rapport.bladen[0], rapport.methode, rapport.opdracht
    parts: dict[Onderdeel, Callable[[], list[Blok]]] = {
        Onderdeel.KOMPAS: lambda: delen.kompas_deel(blad, methode),
        Onderdeel.BALANS: lambda: delen.balans_deel(blad, methode),
        Onderdeel.DEKKING: lambda: delen.dekking_deel(blad, methode),
        Onderdeel.BELANGHEBBENDEN: lambda: delen.belanghebbenden_deel(blad, methode),
        Onderdeel.OORDELEN: lambda: delen.oordelen_deel(blad),
        Onderdeel.BLINDE_VLEKKEN: lambda: delen.blinde_vlekken_deel(blad),
        Onderdeel.BESLUITEN: lambda: delen.besluiten_deel(blad, methode),
        Onderdeel.AFSPRAKEN: lambda: delen.afspraken_deel(blad),
    }
    blocks: list[Blok] = [
        *wijk_opening(blad, methode.kompas),
        kop("In het kort"),
        lijst(_short(blad, methode)),
        bijeen(naast(_verantwoording(rapport), [alinea("Inhoud", vet=True), INHOUD], (1.7, 1))),
    ]
    for part in opdracht.onderdelen:
        blocks += parts[part]()
    return [*blocks, *uitleg(opdracht.onderdelen)]


def _short(blad: Wijkblad, methode: Methode) -> Sequence[tuple[str, str]]:
    regel = blad.regel
    return [
        ("Fase:", delen.fasen_tekst(blad, methode) + "."),
        (f"{regel.triage.groep.capitalize()}:", regel.triage.waarom or "er is nu geen reden om te gaan."),
        (f"Balans, {VENSTER_MAANDEN} maanden:", f"{delen.balans_tekst(blad, methode.kompas)}."),
        ("Laatste contact:", f"{delen.laatste_tekst(blad)}; sinds {nl.day(blad.sinds)} "
         f"{nl.count(blad.contacten_sinds, 'contactmoment', 'contactmomenten')}."),
        ("Aandacht:", f"{nl.count(len(regel.signalen), 'blinde vlek', 'blinde vlekken')}, "
         f"{nl.count(regel.te_laat, 'afspraak', 'afspraken')} te laat."),
    ]  # fmt: skip


def _raad(rapport: Rapport) -> list[Blok]:
    blocks: list[Blok] = []
    if len(rapport.bladen) > 1:
        blocks = [*_verantwoording(rapport), kop("Inhoud", verborgen=True), INHOUD]
    pages = raad_blokken(rapport.bladen, rapport.methode, rapport.opdracht.onderdelen)
    return [*blocks, *pages]


def uitleg(onderdelen: Sequence[Onderdeel]) -> list[Blok]:
    """How the figures were calculated, in short, of the parts that are in the report."""
    found = [EXPLAINED[part] for part in onderdelen if part in EXPLAINED]
    items = [alinea(f"{name} {_beginning(text)}") for name, text in [*found, ("Gegevens.", GEGEVENS_UITLEG)]]
    rest = alinea(
        "De grenzen en gewichten hierin hebben we zelf gekozen: er is geen bron die ze voorschrijft. De volledige "
        "regels staan in Wijkkompas bij 'Hoe is dit berekend?' en in het rekenblad."
    )
    half = -(-len(items) // 2)
    return [bijeen(kop("Hoe is dit berekend?"), klein(items[:half], [*items[half:], rest]))]


def _beginning(text: str, most: int = 300) -> str:
    """The first sentences of an explanation."""
    return text if len(text) <= most else text[:most].rsplit(". ", 1)[0] + "."
