"""How a report opens: what the headline rests on, what asks for somebody, and the wijken in three groups."""

from collections.abc import Iterable, Sequence
from datetime import date

from dashboard.charts.puls import cellen_svg, puls_svg
from dashboard.kit import texts
from dashboard.rapport.blokken import Blok, alinea, feiten, figuur, groep, kop, lijst, naam, naast, tabel
from wijkkompas_core.analysis import VENSTER_MAANDEN
from wijkkompas_core.analysis.puls import Puls, aspect_cel, puls, puls_schaal, puls_tekst
from wijkkompas_core.analysis.rode_draad import IN_VERHAAL, sinds_wanneer, week
from wijkkompas_core.analysis.triage import Groep
from wijkkompas_core.domain import nederlands as nl
from wijkkompas_core.domain.kompas import Kompas
from wijkkompas_core.domain.voortgang import ONDERWERPEN, ONDERWERPNAAM
from wijkkompas_core.queries.kop import naar_urgentie
from wijkkompas_core.queries.programma import Wijkregel
from wijkkompas_core.queries.rapport import Wijkblad

PAGE_MM, PULS_MM, CELLEN_MM = 174.0, 29.0, 35.0
_PX = {"blad": (680, 84), "kolom": (330, 52), "rij": (180, 36)}
"""Widths and heights of a puls in pixels, by where it stands."""


def puls_van(regel: Wijkregel, kompas: Kompas) -> Puls:
    """The puls of a wijk up to the peildatum."""
    return puls(regel.maanden, regel.som, kompas, regel.wijk.start)


def puls_figuur(regel: Wijkregel, kompas: Kompas, breed: float, plaats: str = "kolom") -> Blok:
    """The puls of one wijk on its own scale, `breed` millimetres wide, with its months and sporen in words below it."""
    one = puls_van(regel, kompas)
    drawn = puls_svg(one, kompas, puls_schaal((one,)), *_PX[plaats], voet=True)
    return figuur(drawn, puls_tekst(one, kompas), breed)


def waarom(feiten_: Iterable[tuple[str, str]]) -> list[Blok]:
    """What unfolds under a headline on screen, on paper in full: the figures behind the sentence."""
    return [alinea("Waarom deze zin?", vet=True), feiten(feiten_)]


def wijk_opening(blad: Wijkblad, kompas: Kompas) -> list[Blok]:
    """Under the headline of a wijk: why it says so, the last twelve months, and what asks for somebody."""
    return [
        alinea(f"Contacten per maand, laatste {VENSTER_MAANDEN} maanden", vet=True),
        puls_figuur(blad.regel, kompas, PAGE_MM, "blad"),
        naast(rode_draad(blad), waarom(blad.kop.waarom), (1.7, 1)),
    ]


def rode_draad(blad: Wijkblad) -> list[Blok]:
    """The weightiest story whole, and the next in a line each: the same, in the same order, as the page of the wijk."""
    found = week(blad.regel.signalen)
    if not blad.regel.signalen:
        return [kop("Deze week"), alinea(f"Niets vraagt aandacht op {nl.day(blad.peildatum)}.")]
    blocks: list[Blok] = [kop("Deze week")]
    if found.eerst is not None:
        story = found.eerst
        also = [("", one.zin) for one in story.signalen[1 : IN_VERHAAL + 1]]
        blocks += [
            alinea(story.kop.zin, vet=True),
            alinea(story.kop.waarom, stil=True),
            *([lijst(also)] if also else []),
        ]
        if (more := len(story.signalen) - 1 - len(also)) > 0:
            blocks.append(alinea(f"En nog {nl.count(more, 'signaal', 'signalen')} over hetzelfde.", stil=True))
    lines = [(f"{_capital(sinds_wanneer(one.kop))}.", one.regel) for one in found.ook]
    if found.zwak:
        words = nl.count(found.zwak, "soort belanghebbende", "soorten belanghebbenden")
        lines.append(("Rustig.", f"{words} nog niet gesproken."))
    if lines:
        blocks += [kop("Ook deze week", 3), lijst(lines)]
    return blocks


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]


def groepen(bladen: Sequence[Wijkblad], kompas: Kompas) -> list[Blok]:
    """All wijken in three groups, the most urgent first, with the marks and the reasons of the screen."""
    regels = naar_urgentie(blad.regel for blad in bladen)
    peildatum = bladen[0].peildatum
    pulsen = {regel.wijk.id: puls_van(regel, kompas) for regel in regels}
    schaal = puls_schaal(pulsen.values())
    rows: list[Sequence[object]] = []
    for one in Groep:
        members = [regel for regel in regels if regel.triage.groep is one]
        if members:
            rows.append([groep(f"{_capital(one)} · {len(members)}")])
        rows += [_row(regel, pulsen[regel.wijk.id], kompas, schaal, peildatum) for regel in members]
    arrows = nl.enumerate_words(
        [
            f"{'▼' if len(kompas.sporen) == 2 and i else '▲'} {nl.in_sentence(s.kort)}"
            for i, s in enumerate(kompas.sporen)
        ]
    )
    aspecten = " · ".join(nl.in_sentence(aspect.kort) for aspect in kompas.aspecten)
    return [
        tabel(
            ["Wijk", f"Contacten, {VENSTER_MAANDEN} maanden", "Maanden sinds contact", "Oordelen", "Te laat", "Waarom"],
            rows,
            breed=[27, PULS_MM + 3.2, CELLEN_MM + 3.2, 22, 9, 46],
            getallen=[4],
            most=400,
        ),
        alinea(
            f"Contacten: {arrows}, één schaal voor alle wijken; gearceerd is stil. Maanden sinds contact, van links "
            f"naar rechts: {aspecten}; vol gekleurd is te lang geleden, leeg is minder dan een halve maand. Oordelen: "
            f"{nl.enumerate_words([nl.in_sentence(ONDERWERPNAAM[o]) for o in ONDERWERPEN])}; "
            + ", ".join(f"{sign} {kleur}" for kleur, sign in texts.OORDEELTEKENS.items())
            + ", – geen oordeel.",
            stil=True,
        ),
    ]


def _row(regel: Wijkregel, one: Puls, kompas: Kompas, schaal: float, peildatum: date) -> list[object]:
    cells = [
        aspect_cel(regel.laatste_per_aspect.get(aspect.slug), peildatum, bool(regel.fasen))
        for aspect in kompas.aspecten
    ]
    words = "; ".join(f"{aspect.kort}: {cel.words}" for aspect, cel in zip(kompas.aspecten, cells, strict=True))
    fasen = " + ".join(f"{kompas.fase[slug].nummer} {kompas.fase[slug].kort}" for slug in regel.fasen)
    return [
        naam(regel.wijk.label, fasen or "geen fase open"),
        figuur(puls_svg(one, kompas, schaal, *_PX["rij"]), puls_tekst(one, kompas), PULS_MM),
        figuur(cellen_svg(cells, kompas), f"{words}.", CELLEN_MM),
        oordelen_tekst(regel),
        str(regel.te_laat or ""),
        regel.triage.waarom,
    ]


def oordelen_tekst(regel: Wijkregel) -> str:
    """The letter of each onderwerp with the sign of its last oordeel."""
    if not regel.oordelen:
        return "geen"
    signs = {o: texts.OORDEELTEKENS.get(regel.oordelen[o].kleur, "●") for o in ONDERWERPEN if o in regel.oordelen}
    return " ".join(f"{ONDERWERPNAAM[o][0]}{signs.get(o, '–')}" for o in ONDERWERPEN)
