"""The vakken of a wijk as rows of cells: what each says in a word and in a sentence, and the finding above them.

The same cells are the grid on screen and on paper, the circle and the tree of the kompas, so that they cannot differ.
"""

from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date

from wijkkompas_core.analysis import STANDAARD
from wijkkompas_core.analysis.dekking import Vakstand, geteld
from wijkkompas_core.domain import nederlands as nl
from wijkkompas_core.domain.kompas import Aspect, Fase, Kompas, Vak, VakStatus
from wijkkompas_core.domain.selectie import ALLES, Selectie

LEESWIJZER = (
    "Getal: dagen sinds het laatste contact; vol gekleurd is te lang stil. 1×: één keer contact. ✓: gedaan in een fase "
    "die niet meer loopt. Stip: fase nog niet begonnen."
)
"""How a grid is read, to stand under it."""
KOP_UITLEG = (
    "Een vak is één aspect in één fase. We tellen de vakken van alle fasen die zijn begonnen, zonder die op n.v.t. "
    f"staan. In een fase die nu loopt is een vak stil na {STANDAARD.verouderd_na_dagen} dagen zonder contact."
)
_MANY_DAYS = 1000
_WORDS = {VakStatus.GEDAAN: "✓", VakStatus.LEEG: "leeg", VakStatus.LATER: "·", VakStatus.NVT: "n.v.t."}


@dataclass(frozen=True, slots=True)
class Cel:
    """One vak: `dagen` since its last contact on `laatste` (None without one), and the same in one sentence."""

    fase: str
    spoor: str
    aspect: str
    status: VakStatus
    aantal: int
    laatste: date | None
    dagen: int | None
    reden: str
    zin: str

    @property
    def selectie(self) -> Selectie:
        """The vak as a part of the kompas."""
        return Selectie(self.fase, self.spoor, self.aspect)

    @property
    def kort(self) -> str:
        """What stands in a narrow cell: "7 d", "474 d", "1×", "✓", "leeg", "·" or "n.v.t."."""
        if self.status is VakStatus.EENMALIG:
            return "1×"
        return _WORDS.get(self.status) or age(self.dagen or 0)

    @property
    def rest(self) -> str:
        """What stands behind it where there is room: " stil", or the days of what was met once; else nothing."""
        if self.status is VakStatus.VEROUDERD:
            return " stil"
        if self.status is VakStatus.EENMALIG and self.dagen is not None:
            return f" {age(self.dagen)}"
        return ""


@dataclass(frozen=True, slots=True)
class Rij:
    """The cells of one aspect, in the order of the fasen."""

    aspect: Aspect
    cellen: tuple[Cel, ...]


@dataclass(frozen=True, slots=True)
class Vakraster:
    """Fasen as columns and aspecten as rows; `open` has the fasen that run, `kop` is the finding."""

    fasen: tuple[Fase, ...]
    open: frozenset[str]
    rijen: tuple[Rij, ...]
    kop: str
    waarom: tuple[tuple[str, str], ...]
    """The figures behind the finding."""

    def cellen(self, kompas: Kompas, selectie: Selectie = ALLES) -> list[Cel]:
        """The cells inside a part of the kompas, in its order."""
        found = [c for row in self.rijen for c in row.cellen if selectie.covers(c.fase, c.aspect, kompas)]
        order = {vak: place for place, vak in enumerate(kompas.vakken())}
        return sorted(found, key=lambda c: order[Vak(c.fase, c.aspect)])


def age(days: int) -> str:
    """So many days as they stand in a cell: "7 d", and from a thousand on in months: "33 mnd"."""
    return f"{days} d" if days < _MANY_DAYS else f"{round(days / 365 * 12)} mnd"


def fase_kort(fase: Fase) -> str:
    """The number and name of a fase for the head of a column, shortened with a point: "2 Karakte."."""
    return f"{fase.nummer} {fase.kort if len(fase.kort) <= 8 else fase.kort[:7] + '.'}"


def vakraster(standen: Iterable[Vakstand], kompas: Kompas, open_fasen: Collection[str], peildatum: date) -> Vakraster:
    """The grid of one wijk on a day.

    `open_fasen` are the slugs of the fasen that run then. A vak that is not among the `standen` counts as empty; what
    lies outside the kompas is left out.
    """
    known = [stand for stand in standen if stand.fase in kompas.fase and stand.aspect in kompas.aspect]
    by_vak = {Vak(stand.fase, stand.aspect): stand for stand in known}

    def cell(fase: Fase, aspect: Aspect) -> Cel:
        empty = Vakstand(fase.slug, aspect.spoor, aspect.slug, 0, None, VakStatus.LEEG.value, False, "")
        stand = by_vak.get(Vak(fase.slug, aspect.slug), empty)
        days = None if stand.laatste is None else max(0, (peildatum - stand.laatste).days)
        status, words = VakStatus(stand.status), f"Fase {fase.nummer} {fase.naam}, {aspect.naam}: "
        words += _said(status, stand, days)
        facts = (status, stand.aantal, stand.laatste, days, stand.reden)
        return Cel(fase.slug, aspect.spoor, aspect.slug, *facts, words)

    rows = tuple(
        Rij(aspect, tuple(cell(fase, aspect) for fase in kompas.fasen))
        for spoor in kompas.sporen
        for aspect in kompas.aspecten_van(spoor.slug)
    )
    said, why = vakkenkop(known, kompas, open_fasen), _waarom(known, kompas, open_fasen)
    return Vakraster(kompas.fasen, frozenset(open_fasen), rows, said, why)


def _said(status: VakStatus, stand: Vakstand, days: int | None) -> str:
    met = nl.count(stand.aantal, "contactmoment", "contactmomenten")
    if status is VakStatus.NVT:
        return f"telt niet mee. {stand.reden}" if stand.reden else "telt niet mee."
    if status is VakStatus.LATER:
        return "de fase is nog niet begonnen."
    if status is VakStatus.LEEG or days is None:
        return "nog nooit contact."
    if status is VakStatus.GEDAAN:
        return f"gedaan, {met}."
    if status is VakStatus.VEROUDERD:
        return f"{nl.count(days, 'dag', 'dagen')} stil, {met}."
    ago = f"{nl.count(days, 'dag', 'dagen')} geleden" if days else "op de peildatum zelf"
    if status is VakStatus.EENMALIG:
        return f"{met}, {ago}."
    return f"{met}, het laatste {ago}."


def vakkenkop(standen: Iterable[Vakstand], kompas: Kompas, open_fasen: Collection[str]) -> str:
    """The finding in a sentence: "22 van 23 vakken hebben contact; in fase 4 zijn er 2 stil"."""
    known = list(standen)
    found = geteld(known)
    if not found.vereist:
        return "Er is nog geen fase begonnen"
    if found.gedekt == found.vereist:
        whole = f"Alle {found.vereist} vakken hebben contact" if found.vereist > 1 else "Het ene vak heeft contact"
    elif not found.gedekt:
        whole = f"Nog geen van de {found.vereist} vakken heeft contact"
        whole = whole if found.vereist > 1 else "Het ene vak heeft nog geen contact"
    else:
        whole = f"{found.gedekt} van {found.vereist} vakken {'heeft' if found.gedekt == 1 else 'hebben'} contact"
    running = [fase for fase in kompas.fasen if fase.slug in open_fasen]
    if not running or not found.gedekt:
        return whole
    here = {fase.slug for fase in running}
    silent = sum(stand.status == VakStatus.VEROUDERD and stand.fase in here for stand in known)
    numbers = nl.enumerate_words([str(fase.nummer) for fase in running])
    where = f"in {'fase' if len(running) == 1 else 'de fasen'} {numbers}"
    if not silent:
        return f"{whole}; {where} is er geen stil"
    return f"{whole}; {where} {'is' if silent == 1 else 'zijn'} er {silent} stil"


def _waarom(standen: Iterable[Vakstand], kompas: Kompas, open_fasen: Collection[str]) -> tuple[tuple[str, str], ...]:
    known = list(standen)
    found, here = geteld(known), [stand for stand in known if stand.fase in open_fasen]
    silent = sum(stand.status == VakStatus.VEROUDERD for stand in here)
    empty = sum(stand.status == VakStatus.LEEG for stand in here)
    numbers = [str(fase.nummer) for fase in kompas.fasen if fase.slug in open_fasen]
    return (
        ("Vakken die meetellen", nl.whole(found.vereist)),
        ("Daarvan met contact", nl.whole(found.gedekt)),
        ("Op n.v.t.", nl.whole(found.nvt)),
        ("Fasen die nu lopen", nl.enumerate_words(numbers) or "geen"),
        ("Daarin stil", nl.whole(silent)),
        ("Daarin nog leeg", nl.whole(empty)),
    )


def deelzin(raster: Vakraster, selectie: Selectie, kompas: Kompas) -> str:
    """One sentence about any part of the kompas: of a vak its own, else how many of its vakken stand how."""
    cells = raster.cellen(kompas, selectie)
    if selectie.vak and len(cells) == 1:
        return cells[0].zin
    counted = Counter(cell.status for cell in cells)
    stand = nl.enumerate_words([f"{counted[status]} {status.value}" for status in VakStatus if counted[status]])
    return f"{_named(raster, selectie, kompas)}: {(stand or 'geen vakken').removesuffix('.')}."


def _named(raster: Vakraster, selectie: Selectie, kompas: Kompas) -> str:
    parts = []
    if selectie.fase:
        fase = kompas.fase[selectie.fase]
        parts.append(f"Fase {fase.nummer} {fase.naam}" + (", loopt nu" if fase.slug in raster.open else ""))
    if selectie.aspect:
        parts.append(kompas.aspect[selectie.aspect].naam)
    elif selectie.spoor:
        parts.append(kompas.spoor[selectie.spoor].naam)
    return ", ".join(parts) or "Hele wijk"
