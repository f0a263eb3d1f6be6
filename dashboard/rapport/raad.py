"""The annex for the council: one page per wijk in plain Dutch, without names of employees."""

from collections.abc import Sequence

from dashboard.kit import texts
from dashboard.rapport import delen, figuren
from dashboard.rapport.blokken import Blok, alinea, blad, figuur, kop, lijst, naast
from dashboard.rapport.opening import puls_figuur, waarom
from dashboard.rapport.programma import shortened
from wijkkompas_core.analysis.vakraster import LEESWIJZER
from wijkkompas_core.domain import nederlands as nl
from wijkkompas_core.domain.betrokkenheid import VORM
from wijkkompas_core.domain.rapport import Onderdeel
from wijkkompas_core.domain.voortgang import ONDERWERPEN, ONDERWERPNAAM
from wijkkompas_core.queries.methode import Methode
from wijkkompas_core.queries.rapport import Wijkblad

MOST_BESLUITEN, MOST_VORMEN = 4, 3
COLUMN_MM = 82.0


def raad_blokken(bladen: Sequence[Wijkblad], methode: Methode, parts: Sequence[Onderdeel]) -> list[Blok]:
    """A page per wijk."""
    return [_page(one, methode, parts, alone=len(bladen) == 1) for one in bladen]


def _page(one: Wijkblad, methode: Methode, parts: Sequence[Onderdeel], *, alone: bool) -> Blok:
    left: list[Blok] = []
    if Onderdeel.KOMPAS in parts:
        plaat = figuren.kompas_plaat(one, methode.kompas, figuren.SMALL)
        grid = figuur(plaat.svg, plaat.alt, COLUMN_MM)
        left = [alinea(plaat.titel, vet=True), grid, alinea(LEESWIJZER, stil=True)]
    right: list[Blok] = [kop("Wat is er gedaan?", 3), alinea(_done(one, methode))]
    if Onderdeel.BELANGHEBBENDEN in parts:
        right += [kop("Wie doen er mee?", 3), alinea(_who(one))]
    if Onderdeel.BALANS in parts:
        sporen = [spoor.naam.lower() for spoor in methode.kompas.sporen]
        right += [
            kop("Krijgen mensen en techniek allebei aandacht?", 3),
            alinea(f"{one.kop.zin}."),
            puls_figuur(one.regel, methode.kompas, COLUMN_MM - 4),
        ]
        if len(sporen) == 2:
            right.append(
                alinea(f"Boven de lijn: contacten over {sporen[0]}. Onder de lijn: over {sporen[1]}.", stil=True)
            )
        right += waarom(one.kop.waarom)
    body: list[Blok] = [
        kop("Waar staat deze wijk?" if alone else one.wijk.label, anker=f"wijk-{one.wijk.id}"),
        alinea(_where(one, methode)),
        *([naast(left, right, (1, 1))] if left else right),
    ]
    if Onderdeel.OORDELEN in parts:
        body += [kop("Hoe gaat het?", 3), *_judged(one)]
    if Onderdeel.BESLUITEN in parts:
        body += [kop(f"Wat is er besloten sinds {nl.day(one.sinds)}?", 3), *_decided(one)]
    body += [kop("Wat komt eraan?", 3), alinea(_next(one))]
    trust = texts.confidence(one.betrouwbaarheid)
    numbers = f"Op basis van {nl.count(one.contacten, 'contactmoment', 'contactmomenten')} tot en met "
    body.append(alinea(f"{numbers}{nl.day(one.peildatum)}. Gegevens: {trust}.", stil=True))
    return blad(*body, nieuw=not alone)


def _where(one: Wijkblad, methode: Methode) -> str:
    started = f"De wijkaanpak begon op {nl.day(one.wijk.start)}."
    if not one.regel.fasen:
        return f"{started} Er is nu geen fase open."
    verb = "loopt" if len(one.regel.fasen) == 1 else "lopen"
    noun = "fase" if len(one.regel.fasen) == 1 else "fasen"
    return f"{started} Nu {verb} {noun} {delen.fasen_tekst(one, methode)}."


def _done(one: Wijkblad, methode: Methode) -> str:
    if not one.contacten_sinds:
        return f"Sinds {nl.day(one.sinds)} is er geen contact vastgelegd."
    verb = "was er" if one.contacten_sinds == 1 else "waren er"
    forms = [f"{methode.naam(VORM, slug).lower()} ({n})" for slug, n in list(one.vormen.items())[:MOST_VORMEN]]
    count = nl.count(one.contacten_sinds, "contactmoment", "contactmomenten")
    found = one.regel.dekking
    covered = (
        f" Van de {found.vereist} onderwerpen tot nu toe is over {found.gedekt} contact geweest."
        if found.vereist
        else ""
    )
    return f"Sinds {nl.day(one.sinds)} {verb} {count}, vooral {nl.enumerate_words(forms)}.{covered}"


def _who(one: Wijkblad) -> str:
    frame = one.register
    if frame.empty:
        return "Er zijn nog geen organisaties of groepen in beeld."
    met = sum(n > 0 for n in frame["aantal"])
    table = sum(map(bool, frame["aan_tafel"]))
    who = nl.count(len(frame), "organisatie of groep", "organisaties en groepen")
    return f"Er zijn {who} in beeld. {table} doen mee; met {met} is contact vastgelegd."


def _judged(one: Wijkblad) -> list[Blok]:
    words = {kleur: words.partition(": ")[2] for kleur, words in texts.OORDEELWOORDEN.items()}
    items = []
    for onderwerp in ONDERWERPEN:
        found = one.regel.oordelen.get(onderwerp)
        if found is not None:
            sign = texts.OORDEELTEKENS.get(found.kleur, "●")
            head = f"{ONDERWERPNAAM[onderwerp]}: {words.get(found.kleur, found.kleur)} ({sign} {found.kleur})."
            items.append((head, shortened(found.zin)))
    return [lijst(items)] if items else [alinea("Hierover is nog geen oordeel gegeven.")]


def _decided(one: Wijkblad) -> list[Blok]:
    if not one.besluiten:
        return [alinea("Er zijn in deze periode geen besluiten vastgelegd.")]
    shown = one.besluiten[:MOST_BESLUITEN]
    items = [(f"{nl.day(b.datum)}, {shortened(b.door, 60)}.", shortened(b.wat)) for b in shown]
    more = len(one.besluiten) - len(shown)
    return [lijst(items), *([alinea(f"En nog {nl.count(more, 'besluit', 'besluiten')}.")] if more else [])]


def _next(one: Wijkblad) -> str:
    rows = zip(*(one.mijlpalen[name] for name in ("naam", "datum", "gepland")), strict=True)
    coming = [(naam, day.date()) for naam, day, planned in rows if planned and day.date() >= one.peildatum]
    if not coming:
        return "Er is nog geen volgende mijlpaal gepland."
    naam, day = coming[0]
    return f"De volgende mijlpaal is {shortened(naam, 120)}, gepland op {nl.day(day)}."
