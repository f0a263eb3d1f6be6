"""The report of the programme: all wijken in one table, then one page for each."""

from collections.abc import Sequence

from dashboard.kit import texts
from dashboard.rapport import delen, figuren
from dashboard.rapport.blokken import Blok, alinea, bijeen, blad, feiten, figuur, kop, lijst, naast, tabel
from dashboard.rapport.opening import groepen, puls_figuur, waarom
from wijkkompas_core.analysis import VENSTER_MAANDEN
from wijkkompas_core.analysis.dekking import dekking_tekst
from wijkkompas_core.analysis.triage import Groep
from wijkkompas_core.analysis.vakraster import LEESWIJZER
from wijkkompas_core.domain import nederlands as nl
from wijkkompas_core.domain.rapport import Onderdeel
from wijkkompas_core.queries.kop import kop_van_programma
from wijkkompas_core.queries.methode import Methode
from wijkkompas_core.queries.rapport import Wijkblad

MOST_SIGNALS, MOST_BESLUITEN, MOST_LATE = 5, 4, 5
COLUMN_MM = 84.0


def wijk_bladen(bladen: Sequence[Wijkblad], methode: Methode, parts: Sequence[Onderdeel]) -> list[Blok]:
    """A page per wijk, in the order of the wijken."""
    return [_page(one, methode, parts) for one in bladen]


def overzicht_blokken(bladen: Sequence[Wijkblad], methode: Methode) -> list[Blok]:
    """All wijken in three groups with their reasons."""
    said = kop_van_programma([blad.regel for blad in bladen], methode.kompas)
    counts = said.waarom[: len(Groep)]  # the reasons of each wijk stand in the table
    return [kop("Alle wijken"), *groepen(bladen, methode.kompas), bijeen(*waarom(counts))]


def cijfer_blokken(bladen: Sequence[Wijkblad], methode: Methode) -> list[Blok]:
    """The figures of all wijken in one table, by name."""
    return [
        kop("Cijfers per wijk"),
        tabel(
            ["Wijk", "Fase", "Dekking", "Balans", "Contacten", "Laatste", "Te laat", "Op tijd"],
            [_line(one, methode) for one in bladen],
            breed=[2.3, 0.8, 1.3, 2, 1.25, 1.4, 0.95, 0.9],
            getallen=[4, 6],
            naam=f"Balans en contacten gaan over {VENSTER_MAANDEN} maanden",
            most=120,
        ),
        alinea(f"Op tijd: {texts.ON_TIME}.", stil=True),
    ]


def _line(one: Wijkblad, methode: Methode) -> list[str]:
    regel, kompas = one.regel, methode.kompas
    found = regel.dekking
    return [
        one.wijk.label,
        ", ".join(str(kompas.fase[slug].nummer) for slug in regel.fasen) or "geen",
        f"{found.gedekt} van {found.vereist}" if found.vereist else "nog geen",
        delen.balans_tekst(one, kompas) if regel.balans.n else "geen",
        str(sum(regel.aantallen)),
        nl.day(regel.laatste) if regel.laatste else "nog nooit",
        str(regel.te_laat),
        nl.percentage(regel.betrouwbaarheid.aandeel_tijdig),
    ]


def _page(one: Wijkblad, methode: Methode, parts: Sequence[Onderdeel]) -> Blok:
    regel = one.regel
    facts = [
        ("Fase", delen.fasen_tekst(one, methode)),
        ("Trekkers", nl.enumerate_words(regel.trekkers) if regel.trekkers else "nog niemand"),
        ("Dekking", dekking_tekst(regel.dekking)),
        ("Balans, 12 maanden", delen.balans_tekst(one, methode.kompas)),
        ("Contacten, 12 maanden", str(sum(regel.aantallen))),
        ("Laatste contact", delen.laatste_tekst(one)),
        ("Contactmomenten in totaal", str(one.contacten)),
        ("Gegevens", texts.confidence(one.betrouwbaarheid)),
    ]
    right: list[Blok] = [feiten(facts)]
    if Onderdeel.BALANS in parts:
        right += [puls_figuur(regel, methode.kompas, COLUMN_MM - 6)]
    head: list[Blok] = [kop(one.wijk.label, anker=f"wijk-{one.wijk.id}"), *_finding(one)]
    if Onderdeel.KOMPAS in parts:
        plaat = figuren.kompas_plaat(one, methode.kompas, figuren.SMALL)
        grid = figuur(plaat.svg, plaat.alt, COLUMN_MM)
        left = [alinea(plaat.titel, vet=True), grid, alinea(LEESWIJZER, stil=True)]
        head.append(naast(left, right, (1, 1)))
    else:
        head += right
    if Onderdeel.OORDELEN in parts:
        head += delen.oordelen_deel(one, niveau=3)
    if Onderdeel.BLINDE_VLEKKEN in parts:
        head += delen.blinde_vlekken_deel(one, niveau=3, most=MOST_SIGNALS)
    if Onderdeel.BESLUITEN in parts:
        head += _besluiten(one)
    if Onderdeel.AFSPRAKEN in parts:
        head += _late(one)
    return blad(*head)


def _finding(one: Wijkblad) -> list[Blok]:
    """The headline of the wijk, its group and the reasons for that."""
    found = one.regel.triage
    group = found.groep.capitalize()
    return [alinea(f"{one.kop.zin}.", vet=True), alinea(f"{group}. {found.waarom}" if found.waarom else f"{group}.")]


def _besluiten(one: Wijkblad) -> list[Blok]:
    head = kop(f"Besluiten sinds {nl.day(one.sinds)}", 3)
    if not one.besluiten:
        return [head, alinea("Er zijn sindsdien geen besluiten vastgelegd.")]
    shown = one.besluiten[:MOST_BESLUITEN]
    blocks = [head, lijst((f"{nl.day(b.datum)}.", shortened(f"{b.wat} ({b.door})")) for b in shown)]
    more = len(one.besluiten) - len(shown)
    return [*blocks, alinea(f"En nog {more}; ze staan in het wijkrapport.", stil=True)] if more else blocks


def _late(one: Wijkblad) -> list[Blok]:
    late = [a for a in one.afspraken if a.days_overdue(one.peildatum)]
    head = kop(f"Afspraken: {len(one.afspraken)} open, {len(late)} te laat", 3)
    if not late:
        return [head, alinea("Geen afspraak is te laat.")]
    items = [
        (f"{nl.count(a.days_overdue(one.peildatum), 'dag', 'dagen')} te laat.", shortened(a.wat, 160))
        for a in late[:MOST_LATE]
    ]
    return [head, lijst(items)]


def shortened(text: str, most: int = 260) -> str:
    """A text on one line, cut at a word where it is too long for a page that has to stay one page."""
    line = " ".join(text.split())
    return line if len(line) <= most else line[:most].rsplit(" ", 1)[0] + " …"
