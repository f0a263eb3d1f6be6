"""The parts of a report: what each says about one wijk, as blocks."""

from collections.abc import Sequence
from datetime import date

import pandas as pd

from dashboard.charts.namen import schoon
from dashboard.kit import texts
from dashboard.rapport import figuren
from dashboard.rapport.blokken import Blok, alinea, bijeen, figuur, kop, lijst, tabel
from wijkkompas_core.analysis import STANDAARD, VENSTER_MAANDEN
from wijkkompas_core.analysis.overwicht import balans_in_woorden
from wijkkompas_core.analysis.rode_draad import verhalen
from wijkkompas_core.analysis.vakraster import LEESWIJZER
from wijkkompas_core.domain import nederlands as nl
from wijkkompas_core.domain.belanghebbenden import BELANG, HOUDING, INVLOED
from wijkkompas_core.domain.kompas import Kompas
from wijkkompas_core.domain.voortgang import ONDERWERPEN, ONDERWERPNAAM
from wijkkompas_core.queries.afspraken import Afspraak
from wijkkompas_core.queries.methode import Methode
from wijkkompas_core.queries.rapport import Wijkblad

MOST_PARTIES, MOST_SIGNALS, MOST_OPEN, MOST_NOTEN = 10, 5, 6, 8
CHART_MM = 150.0


def fasen_tekst(blad: Wijkblad, methode: Methode) -> str:
    """The open fasen in words."""
    kompas = methode.kompas
    names = [f"{kompas.fase[slug].nummer}. {kompas.fase[slug].naam}" for slug in blad.regel.fasen]
    return nl.enumerate_words(names) if names else "geen fase open"


def balans_tekst(blad: Wijkblad, kompas: Kompas) -> str:
    """The balance of the last twelve months in words; with other than two sporen how equal their shares are."""
    stand = blad.regel.balans
    if not stand.n:
        return f"geen contactmomenten in de laatste {VENSTER_MAANDEN} maanden"
    few = "; weinig gegevens" if stand.n < STANDAARD.minimaal_n else ""
    if len(kompas.sporen) != 2:
        return f"{nl.decimal(stand.waarde)} (1 is gelijk verdeeld){few}"
    return balans_in_woorden(stand.waarde, kompas) + few


def laatste_tekst(blad: Wijkblad) -> str:
    """When there was contact for the last time."""
    day = blad.regel.laatste
    if day is None:
        return "nog nooit"
    days = (blad.peildatum - day).days
    ago = f"{nl.count(days, 'dag', 'dagen')} geleden" if days else "vandaag"
    return f"{nl.day(day)} ({ago})"


def kompas_deel(blad: Wijkblad, methode: Methode) -> list[Blok]:
    """The vakken as a grid, and how to read it."""
    plaat = figuren.kompas_plaat(blad, methode.kompas)
    drawn = figuur(plaat.svg, plaat.alt, CHART_MM)
    return [bijeen(kop("Kompas"), alinea(plaat.titel, vet=True), drawn, alinea(LEESWIJZER, stil=True))]


def balans_deel(blad: Wijkblad, methode: Methode) -> list[Blok]:
    """The balance as a chart and, of the last eight quarters, as a table."""
    plaat = figuren.balans_plaat(blad, methode.kompas)
    frame, sporen = blad.balans.tail(8), methode.kompas.sporen
    rows = []
    for row in frame.to_dict("records"):
        sums = [nl.decimal(row[f"som_{spoor.slug}"], 1) for spoor in sporen]
        low, high = nl.decimal(row["laag"]), nl.decimal(row["hoog"])
        numbers = [nl.decimal(row["balans"]) or "geen", f"{low} tot {high}" if low else "–"]
        rows.append([nl.month_or_quarter(row["periode"], "kwartaal"), *sums, str(row["n"]), *numbers])
    heads = ["Kwartaal", *(spoor.kort for spoor in sporen), "Contacten", "Balans", f"Hoe zeker ({texts.INTERVAL})"]
    return [
        bijeen(
            kop("Balans tussen de sporen"),
            alinea(plaat.titel, vet=True),
            alinea(plaat.onder, stil=True),
            figuur(plaat.svg, plaat.alt, CHART_MM),
        ),
        *noten_blok(blad),
        tabel(
            heads,
            rows,
            breed=[2.2, *([1.2] * len(sporen)), 1.2, 1, 1.8],
            getallen=range(1, len(heads)),
            naam="De balans in getallen",
        ),
        alinea(
            f"Gegevens van {nl.period(blad.van, blad.peildatum)}: {texts.confidence(blad.betrouwbaarheid)}.",
            stil=True,
        ),
    ]


def noten_blok(blad: Wijkblad) -> list[Blok]:
    """The noten in the balance, under the numbers that they have in the chart; nothing without any."""
    if not blad.noten:
        return []
    items = [
        (f"{number}. {nl.day(noot.datum)}:", f"{noot.tekst} ({noot.door})")
        for number, noot in enumerate(blad.noten, start=1)
    ]
    blocks = [alinea("Noten in de figuur", vet=True), lijst(items[-MOST_NOTEN:])]
    if (earlier := len(items) - MOST_NOTEN) > 0:
        blocks.append(alinea(f"Nog {nl.count(earlier, 'eerdere noot', 'eerdere noten')} in Wijkkompas.", stil=True))
    return blocks


def dekking_deel(blad: Wijkblad, methode: Methode) -> list[Blok]:
    """Per vak the status and how many contactmomenten there were: the kompas as a table."""
    kompas = methode.kompas
    cells = {
        (row["fase"], row["aspect"]): f"{row['status']} {row['aantal'] or ''}".strip()
        for row in blad.vakken.to_dict("records")
    }
    rows = [
        [f"{fase.nummer}. {fase.kort}", *(cells.get((fase.slug, aspect.slug), "") for aspect in kompas.aspecten)]
        for fase in kompas.fasen
    ]
    table = tabel(
        ["Fase", *(aspect.kort for aspect in kompas.aspecten)],
        rows,
        breed=[1.9, *([1.2] * len(kompas.aspecten))],
        naam="Van elk vak de status en het aantal contactmomenten",
    )
    return [bijeen(kop("Dekking per vak"), table)]


def belanghebbenden_deel(blad: Wijkblad, methode: Methode) -> list[Blok]:
    """The matrix and the belanghebbenden who were met most."""
    frame = blad.register
    if frame.empty:
        return [kop("Belanghebbenden"), alinea("Er staat nog niemand in het register van deze wijk.")]
    plaat = figuren.matrix_plaat(blad, methode)
    first = frame.sort_values(["aantal", "naam"], ascending=[False, True]).head(MOST_PARTIES)
    blocks = [bijeen(kop("Belanghebbenden"), alinea(plaat.titel, vet=True), figuur(plaat.svg, plaat.alt, CHART_MM))]
    if missing := figuren.niet_geplaatst(blad):
        blocks.append(alinea(missing, stil=True))
    name = f"De {len(first)} belanghebbenden met de meeste contacten" if len(first) < len(frame) else "Het register"
    blocks.append(
        tabel(
            ["Naam", "Soort", "Belang", "Invloed", "Houding → gewenst", "Contacten", "Laatste"],
            [_party(row, methode) for row in first.to_dict("records")],
            breed=[2.6, 2, 0.9, 0.9, 2, 1.1, 1.2],
            getallen=[5],
            naam=name,
            most=90,
        )
    )
    if len(first) < len(frame):
        rest = len(frame) - len(first)
        blocks.append(alinea(f"Nog {rest} staan in het register in Wijkkompas en in het rekenblad.", stil=True))
    return blocks


def _party(row: dict, methode: Methode) -> list[str]:
    now = methode.naam(HOUDING, row["huidig"]).lower() or "onbekend"
    wanted = methode.naam(HOUDING, row["gewenst"]).lower()
    return [
        schoon(row["naam"]),
        figuren.type_naam(methode, row["type"]),
        methode.naam(BELANG, row["belang"]).lower() or "onbekend",
        methode.naam(INVLOED, row["invloed"]).lower() or "onbekend",
        f"{now} → {wanted}" if wanted and wanted != now else now,
        str(row["aantal"]),
        "nog nooit" if pd.isna(row["laatste"]) else nl.day(row["laatste"]),
    ]


def oordelen_deel(blad: Wijkblad, niveau: int = 2) -> list[Blok]:
    """The latest judgement about each subject."""
    head = kop("Oordelen", niveau)
    if not blad.regel.oordelen:
        return [head, alinea("Er is nog geen oordeel vastgelegd.")]
    rows = []
    for onderwerp in ONDERWERPEN:
        one = blad.regel.oordelen.get(onderwerp)
        name = ONDERWERPNAAM[onderwerp]
        if one is None:
            rows.append([name, "geen oordeel", "", ""])
        else:
            sign = f"{texts.OORDEELTEKENS.get(one.kleur, '●')} {one.kleur}"
            rows.append([name, sign, one.zin or "–", nl.day(one.peildatum)])
    return [bijeen(head, tabel(["Onderwerp", "Oordeel", "Waarom", "Peildatum"], rows, breed=[1.2, 1.1, 4, 1.2]))]


def blinde_vlekken_deel(blad: Wijkblad, niveau: int = 2, most: int = MOST_SIGNALS) -> list[Blok]:
    """The stories, the weightiest first: the sentence and the reason of each, and how many signals say the same."""
    stories = verhalen(blad.regel.signalen)
    head = kop("Blinde vlekken", niveau)
    if not stories:
        return [head, alinea(f"Geen blinde vlekken op {nl.day(blad.peildatum)}.")]
    shown = stories[:most]
    blocks = [head, lijst((one.kop.zin, one.kop.waarom + _also(len(one.signalen) - 1)) for one in shown)]
    rest = len(blad.regel.signalen) - sum(len(one.signalen) for one in shown)
    if rest:
        words = nl.count(rest, "signaal", "signalen")
        blocks.append(alinea(f"En nog {words} over iets anders, met minder gewicht.", stil=True))
    return blocks


def _also(number: int) -> str:
    return f" En nog {nl.count(number, 'signaal', 'signalen')} over hetzelfde." if number else ""


def besluiten_deel(blad: Wijkblad, methode: Methode) -> list[Blok]:
    """The besluiten since the last report."""
    head = kop(f"Besluiten sinds {nl.day(blad.sinds)}")
    if not blad.besluiten:
        return [head, alinea("Er zijn sindsdien geen besluiten vastgelegd.")]
    rows = [[nl.day(b.datum), b.wat, b.door, b.grond or "–"] for b in blad.besluiten]
    return [head, tabel(["Datum", "Besluit", "Door", "Op grond van"], rows, breed=[1.1, 3.8, 2.4, 2.6], most=600)]


def afspraken_deel(blad: Wijkblad) -> list[Blok]:
    """The afspraken that are open, those too late first, and those that were done since the last report."""
    blocks = [kop(f"Afspraken op {nl.day(blad.peildatum)}")]
    if not (blad.afspraken or blad.afgerond):
        return [*blocks, alinea("Er zijn geen open afspraken, en er is sinds het vorige rapport niets afgerond.")]
    heads, wide = ["Afspraak", "Wie", "Deadline", "Stand"], [4.2, 3, 1.1, 2]
    if blad.afspraken:
        rows = [_agreement(one, blad.peildatum) for one in blad.afspraken[:MOST_OPEN]]
        blocks.append(tabel(heads, rows, breed=wide, naam=f"Open ({len(blad.afspraken)})"))
        if len(blad.afspraken) > MOST_OPEN:
            rest = len(blad.afspraken) - MOST_OPEN
            blocks.append(
                alinea(f"Nog {rest} met een latere deadline staan in Wijkkompas en in het rekenblad.", stil=True)
            )
    else:
        blocks.append(alinea("Er zijn geen open afspraken."))
    if blad.afgerond:
        rows = [
            [
                a.wat,
                _who(a),
                nl.day(a.deadline) if a.deadline else "–",
                f"klaar op {nl.day(a.afgerond_op)}",
            ]
            for a in blad.afgerond
        ]
        blocks.append(tabel(heads, rows, breed=wide, naam=f"Afgerond sinds {nl.day(blad.sinds)} ({len(rows)})"))
    return blocks


def _who(one: Afspraak) -> str:
    return nl.enumerate_words(one.wie) or "zonder eigenaar"


def _agreement(one: Afspraak, peildatum: date) -> Sequence[str]:
    late = one.days_overdue(peildatum)
    state = f"{nl.count(late, 'dag', 'dagen')} te laat" if late else "open"
    return [one.wat, _who(one), nl.day(one.deadline) if one.deadline else "geen", state]
