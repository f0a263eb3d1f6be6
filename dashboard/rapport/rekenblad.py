"""The same report as a workbook: the figures of every part as a sheet, with what each column means."""

from collections.abc import Callable, Iterable, Sequence

import pandas as pd

from dashboard.kit import texts
from dashboard.rapport.samenstellen import Rapport, filters, link
from wijkkompas_core.analysis.balans import UITLEG as BALANS_UITLEG
from wijkkompas_core.analysis.betrouwbaarheid import UITLEG as GEGEVENS_UITLEG
from wijkkompas_core.analysis.dekking import UITLEG as DEKKING_UITLEG
from wijkkompas_core.analysis.signaaluitleg import UITLEG as SIGNALEN_UITLEG
from wijkkompas_core.analysis.signalen import SOORTNAAM
from wijkkompas_core.analysis.tabel import dag
from wijkkompas_core.bestanden.schrijven import Formaat, write
from wijkkompas_core.bestanden.werkboek import Blad, Kolom, Soort, Werkboek
from wijkkompas_core.domain.belanghebbenden import BELANG, HOUDING, INVLOED
from wijkkompas_core.domain.rapport import Onderdeel, Rapportsoort
from wijkkompas_core.domain.voortgang import ONDERWERPNAAM
from wijkkompas_core.queries.afspraken import Afspraak
from wijkkompas_core.queries.rapport import Wijkblad

WIJK = Kolom("wijk", "Wijk", uitleg="De naam van de wijk.")
FASE = Kolom("fase", "Fase", uitleg="De fase van de methode.")


def to_workbook(rapport: Rapport, form: str, name: str) -> bytes:
    """The report as XLSX or ODS, `name` without its extension."""
    return write(workbook(rapport), Formaat(form), name).inhoud


def workbook(rapport: Rapport) -> Werkboek:
    """Everything in sheets: always the wijken, and a sheet for each part that was chosen."""
    makers: dict[Onderdeel, Callable[[Rapport], list[Blad]]] = {
        Onderdeel.KOMPAS: lambda r: [_vakken(r)],
        Onderdeel.DEKKING: lambda r: [_vakken(r)],
        Onderdeel.BALANS: lambda r: [_balans(r)],
        Onderdeel.BELANGHEBBENDEN: lambda r: [_belanghebbenden(r)],
        Onderdeel.OORDELEN: lambda r: [_oordelen(r)],
        Onderdeel.BLINDE_VLEKKEN: lambda r: [_blinde_vlekken(r)],
        Onderdeel.BESLUITEN: lambda r: [_besluiten(r)],
        Onderdeel.AFSPRAKEN: lambda r: [_afspraken(r)],
    }
    sheets = [_wijken(rapport)]
    for part in rapport.opdracht.onderdelen:
        sheets += [blad for blad in makers[part](rapport) if blad.naam not in [made.naam for made in sheets]]
    facts = dict(filters(rapport))
    told = {"Peildatum", "Aantal contactmomenten", "Betrouwbaarheid van de gegevens", "Gemaakt door", "Gemaakt"}
    return Werkboek(
        titel=rapport.titel,
        bladen=tuple(sheets),
        gemaakt_op=rapport.gemaakt_op,
        filters=tuple((name, value) for name, value in facts.items() if name not in told),
        peildatum=rapport.opdracht.peildatum,
        auteur=rapport.maker,
        aantal=facts["Aantal contactmomenten"],
        betrouwbaarheid=facts["Betrouwbaarheid van de gegevens"],
        adres=link(rapport),
        toelichting=(
            ("Dekking", DEKKING_UITLEG),
            ("Balans", BALANS_UITLEG),
            ("Blinde vlekken", SIGNALEN_UITLEG),
            ("Betrouwbaarheid", GEGEVENS_UITLEG),
        ),
    )


def _sheet(naam: str, kolommen: Sequence[Kolom], rows: Iterable[Sequence[object]]) -> Blad:
    frame = pd.DataFrame(list(rows), columns=pd.Index([kolom.naam for kolom in kolommen]), dtype=object)
    return Blad(naam, frame, tuple(kolommen))


def _fase(rapport: Rapport, slug: str) -> str:
    fase = rapport.methode.kompas.fase.get(slug)
    return f"{fase.nummer}. {fase.naam}" if fase else slug


def _number(value: float) -> float | None:
    return None if value != value else round(float(value), 4)


def _wijken(rapport: Rapport) -> Blad:
    kolommen = [
        WIJK,
        Kolom("status", "Status", uitleg="Hoe het met de wijkaanpak als geheel is."),
        Kolom("fasen", "Open fasen", Soort.LIJST, uitleg="De fasen die op de peildatum open waren."),
        Kolom("gedekt", "Vakken gedekt", Soort.GEHEEL, "vakken", "Vereiste vakken met minstens één contactmoment."),
        Kolom("vereist", "Vakken vereist", Soort.GEHEEL, "vakken", "Vakken in fasen die zijn begonnen, zonder n.v.t."),
        Kolom("nvt", "Vakken n.v.t.", Soort.GEHEEL, "vakken", "Vakken die met een reden niet meetellen."),
        Kolom("balans", "Balans, 12 maanden", Soort.GETAL, "van -1 tot +1", "Boven 0: meer voor het eerste spoor."),
        Kolom("laag", "Balans, laag", Soort.GETAL, "van -1 tot +1", f"Ondergrens van het interval van "
              f"{texts.INTERVAL}."),
        Kolom("hoog", "Balans, hoog", Soort.GETAL, "van -1 tot +1", f"Bovengrens van het interval van "
              f"{texts.INTERVAL}."),
        Kolom("jaar", "Contactmomenten, 12 maanden", Soort.GEHEEL, "contactmomenten", "In de 12 maanden tot de "
              "peildatum."),
        Kolom("totaal", "Contactmomenten in totaal", Soort.GEHEEL, "contactmomenten", "Tot en met de peildatum."),
        Kolom("sinds", "Contactmomenten sinds het vorige rapport", Soort.GEHEEL, "contactmomenten", "Na de dag die bij "
              "de filters staat."),
        Kolom("laatste", "Laatste contact", Soort.DATUM, uitleg="De dag van het laatste contactmoment."),
        Kolom("telaat", "Afspraken te laat", Soort.GEHEEL, "afspraken", "Open afspraken met een deadline die voorbij "
              "is."),
        Kolom("signalen", "Blinde vlekken", Soort.GEHEEL, "signalen", "Aantal signalen dat niet is weggelegd."),
        Kolom("tijdig", texts.ON_TIME.capitalize(), Soort.GETAL, "deel van 1", "Van de contactmomenten van 12 "
              "maanden."),
    ]  # fmt: skip
    rows = [
        (
            b.wijk.naam,
            b.wijk.status,
            [_fase(rapport, slug) for slug in b.regel.fasen],
            b.regel.dekking.gedekt,
            b.regel.dekking.vereist,
            b.regel.dekking.nvt,
            *(_number(v) for v in (b.regel.balans.waarde, b.regel.balans.laag, b.regel.balans.hoog)),
            sum(b.regel.aantallen),
            b.contacten,
            b.contacten_sinds,
            b.regel.laatste,
            b.regel.te_laat,
            len(b.regel.signalen),
            b.regel.betrouwbaarheid.aandeel_tijdig,
        )
        for b in rapport.bladen
    ]
    return _sheet("Wijken", kolommen, rows)


def _vakken(rapport: Rapport) -> Blad:
    aspect = rapport.methode.kompas.aspect
    kolommen = [
        WIJK,
        FASE,
        Kolom("aspect", "Aspect", uitleg="Het aspect van de methode; samen met de fase is dat een vak."),
        Kolom("status", "Status", uitleg="later, gedaan, leeg, verouderd, eenmalig, actueel of n.v.t."),
        Kolom("aantal", "Contactmomenten", Soort.GEHEEL, "contactmomenten", "Die dit vak raken."),
        Kolom("laatste", "Laatste", Soort.DATUM, uitleg="De dag van het laatste contactmoment in dit vak."),
        Kolom("vereist", "Vereist", Soort.JA_NEE, uitleg="Of dit vak meetelt voor de dekking."),
        Kolom("reden", "Reden van n.v.t.", uitleg="Waarom het vak niet meetelt."),
    ]
    rows = [
        (b.wijk.naam, _fase(rapport, row["fase"]), aspect[row["aspect"]].naam, row["status"], row["aantal"],
         dag(row["laatste"]), row["vereist"], row["reden"])
        for b in rapport.bladen
        for row in b.vakken.to_dict("records")
    ]  # fmt: skip
    return _sheet("Vakken", kolommen, rows)


def _balans(rapport: Rapport) -> Blad:
    sporen = rapport.methode.kompas.sporen
    scale = "van -1 tot +1" if len(sporen) == 2 else "van 0 tot 1"
    kolommen = [
        WIJK,
        Kolom("kwartaal", "Kwartaal vanaf", Soort.DATUM, uitleg="De eerste dag van het kwartaal."),
        *(Kolom(f"som_{s.slug}", f"{s.naam} (gewogen)", Soort.GETAL, "contactmomenten", "Een contactmoment met meer "
                "aspecten telt voor elk een gelijk deel.") for s in sporen),
        Kolom("n", "Contactmomenten", Soort.GEHEEL, "contactmomenten", "Elk één keer geteld."),
        Kolom("balans", "Balans", Soort.GETAL, scale, "Zie 'Over dit bestand'. Leeg: geen contactmomenten."),
        Kolom("laag", f"Laag ({texts.INTERVAL})", Soort.GETAL, scale, "Ondergrens van het interval."),
        Kolom("hoog", f"Hoog ({texts.INTERVAL})", Soort.GETAL, scale, "Bovengrens van het interval."),
    ]  # fmt: skip
    rows = [
        (b.wijk.naam, dag(row["periode"]), *(_number(row[f"som_{s.slug}"]) for s in sporen), row["n"],
         *(_number(row[name]) for name in ("balans", "laag", "hoog")))
        for b in rapport.bladen
        for row in b.balans.to_dict("records")
    ]  # fmt: skip
    return _sheet("Balans per kwartaal", kolommen, rows)


def _belanghebbenden(rapport: Rapport) -> Blad:
    methode = rapport.methode
    kolommen = [
        WIJK,
        Kolom("naam", "Naam", uitleg="De organisatie of groep."),
        Kolom("soort", "Soort", uitleg="Het type belanghebbende."),
        Kolom("belang", "Belang", uitleg="laag, midden of hoog; leeg is onbekend."),
        Kolom("invloed", "Invloed", uitleg="laag, midden of hoog; leeg is onbekend."),
        Kolom("huidig", "Houding", uitleg="De laatst vastgelegde houding; leeg is onbekend."),
        Kolom("gewenst", "Gewenste houding", uitleg="Wat het team wil bereiken."),
        Kolom("tafel", "Aan tafel", Soort.JA_NEE, uitleg="Of deze partij al aan tafel zit."),
        Kolom("aantal", "Contactmomenten", Soort.GEHEEL, "contactmomenten", "Waar deze partij bij was."),
        Kolom("laatste", "Laatste contact", Soort.DATUM, uitleg="De dag van het laatste contactmoment."),
    ]
    rows = [
        (b.wijk.naam, row["naam"], methode.typen[row["type"]].naam if row["type"] in methode.typen else row["type"],
         methode.naam(BELANG, row["belang"]), methode.naam(INVLOED, row["invloed"]),
         methode.naam(HOUDING, row["huidig"]), methode.naam(HOUDING, row["gewenst"]), row["aan_tafel"],
         row["aantal"], dag(row["laatste"]))
        for b in rapport.bladen
        for row in b.register.to_dict("records")
    ]  # fmt: skip
    return _sheet("Belanghebbenden", kolommen, rows)


def _oordelen(rapport: Rapport) -> Blad:
    kolommen = [
        WIJK,
        Kolom("onderwerp", "Onderwerp", uitleg="Inhoud, financiën, planning of risico's."),
        Kolom("kleur", "Oordeel", uitleg="groen, oranje of rood."),
        Kolom("zin", "Waarom", uitleg="De zin bij het oordeel."),
        Kolom("dag", "Peildatum van het oordeel", Soort.DATUM, uitleg="Wanneer dit gold."),
    ]
    rows = [
        (b.wijk.naam, ONDERWERPNAAM.get(name, name), one.kleur, one.zin, one.peildatum)
        for b in rapport.bladen
        for name, one in b.regel.oordelen.items()
    ]
    return _sheet("Oordelen", kolommen, rows)


def _blinde_vlekken(rapport: Rapport) -> Blad:
    kolommen = [
        WIJK,
        Kolom("soort", "Soort", uitleg="Welke regel dit signaal geeft."),
        Kolom("zin", "Wat", uitleg="Het signaal in één zin."),
        Kolom("reden", "Waarom", uitleg="Waarop het signaal berust."),
        Kolom("dagen", "Dagen", Soort.GEHEEL, "dagen", "Hoe lang het al zo is."),
        Kolom("gewicht", "Gewicht", Soort.GEHEEL, "ernst keer dagen", "Hiermee is de volgorde bepaald."),
    ]
    rows = [
        (b.wijk.naam, SOORTNAAM[one.soort], one.zin, one.waarom, one.dagen, one.gewicht)
        for b in rapport.bladen
        for one in b.regel.signalen
    ]
    return _sheet("Blinde vlekken", kolommen, rows)


def _besluiten(rapport: Rapport) -> Blad:
    kolommen = [
        WIJK,
        Kolom("datum", "Datum", Soort.DATUM, uitleg="Wanneer het is besloten."),
        FASE,
        Kolom("wat", "Besluit", uitleg="Wat er is besloten."),
        Kolom("door", "Door", uitleg="Wie het besloot."),
        Kolom("grond", "Op grond van", uitleg="Waarom."),
    ]
    rows = [
        (b.wijk.naam, one.datum, _fase(rapport, one.fase), one.wat, one.door, one.grond)
        for b in rapport.bladen
        for one in b.besluiten
    ]
    return _sheet("Besluiten", kolommen, rows)


def _afspraken(rapport: Rapport) -> Blad:
    staff = rapport.opdracht.soort is not Rapportsoort.RAADSBIJLAGE
    kolommen = [
        WIJK,
        Kolom("wat", "Afspraak", uitleg="Wat er is afgesproken."),
        *([Kolom("wie", "Wie", Soort.LIJST, uitleg="Wie het doet.")] if staff else []),
        Kolom("deadline", "Deadline", Soort.DATUM, uitleg="Wanneer het klaar moet zijn."),
        Kolom("status", "Status", uitleg="open of klaar."),
        Kolom("telaat", "Dagen te laat", Soort.GEHEEL, "dagen", "Op de peildatum; 0 als het nog kan."),
        Kolom("klaar", "Klaar op", Soort.DATUM, uitleg="Wanneer het is afgerond."),
    ]

    def row(b: Wijkblad, one: Afspraak) -> tuple[object, ...]:
        who = [list(one.wie)] if staff else []
        return (b.wijk.naam, one.wat, *who, one.deadline, one.status, one.days_overdue(b.peildatum), one.afgerond_op)

    rows = [row(b, one) for b in rapport.bladen for one in (*b.afspraken, *b.afgerond)]
    return _sheet("Afspraken", kolommen, rows)
