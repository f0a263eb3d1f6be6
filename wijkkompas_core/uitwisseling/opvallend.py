"""What stands out in a list before it is imported: each with how often, where, and what can be chosen instead."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from wijkkompas_core.domain import nederlands as nl

SHOWN = 5
LAAT = ""
"""The choice to leave it as it is."""


@dataclass(frozen=True, slots=True)
class Opvallend:
    """Something to look at. `keuzes` are (value, title), the first to leave it so; `keuze` is what is chosen now.

    `sleutel` names it in the choices of a mapping; `rijen` are the first rows in which it is.
    """

    sleutel: str
    zin: str
    aantal: int
    rijen: tuple[int, ...]
    keuzes: tuple[tuple[str, str], ...] = ()
    keuze: str = LAAT


@dataclass
class Merk:
    """Counts one thing that stands out."""

    aantal: int = 0
    rijen: list[int] = field(default_factory=list[int])
    voorbeeld: str = ""


class Merken:
    """Collects what stands out while rows are read: sort, and what it is about."""

    def __init__(self) -> None:
        self.found: dict[tuple[str, str], Merk] = {}

    def add(self, soort: str, over: str, nummer: int, voorbeeld: str = "") -> None:
        """Once more, in this row; the first example is kept."""
        merk = self.found.setdefault((soort, over), Merk())
        merk.aantal += 1
        if len(merk.rijen) < SHOWN:
            merk.rijen.append(nummer)
        if not merk.voorbeeld:
            merk.voorbeeld = " ".join(voorbeeld.split())[:60]

    def told(self, titels: Mapping[str, str], keuzes: Mapping[str, str]) -> tuple[Opvallend, ...]:
        """Everything that was found, in words. `titels` names fields, `keuzes` is what was chosen."""
        return tuple(_told(*key, merk, titels, keuzes) for key, merk in sorted(self.found.items(), key=_order))


SENTENCES: dict[str, tuple[str, str, tuple[tuple[str, str], ...]]] = {
    "alles-anders": (
        "rij heeft een kenmerk van ons, maar elk veld is anders dan wat er staat",
        "rijen hebben een kenmerk van ons, maar elk veld is anders dan wat er staat",
        ((LAAT, "Zet ze er nieuw bij"), ("wijzig", "Wijzig wat er staat")),
    ),
    "vreemd": (
        "rij heeft bij {over} een nummer dat niet van ons is; daaraan herkennen we niets",
        "rijen hebben bij {over} een nummer dat niet van ons is; daaraan herkennen we niets",
        (),
    ),
    "verdwenen": (
        "rij heeft een kenmerk dat in deze wijk bij niets hoort, en komt er nieuw bij. Misschien is het hier "
        "verwijderd, of komt de lijst van een andere gemeente",
        "rijen hebben een kenmerk dat in hun wijk bij niets hoort, en komen er nieuw bij. Misschien is het hier "
        "verwijderd, of komt de lijst van een andere gemeente",
        (),
    ),
    "gemengd": (
        "echte datum staat tussen datums als tekst. Waarschijnlijk zijn dag en maand verwisseld: {voorbeeld}",
        "echte datums staan tussen datums als tekst. Waarschijnlijk zijn dag en maand verwisseld: {voorbeeld}",
        ((LAAT, "Laat zo"), ("om", "Draai dag en maand om")),
    ),
    "zone": (
        "datum is een dag verschoven, want de tijd had een andere zone: {voorbeeld}",
        "datums zijn een dag verschoven, want de tijd had een andere zone: {voorbeeld}",
        ((LAAT, "De dag hier"), ("geschreven", "De dag die er staat")),
    ),
    "week": (
        "datum is alleen een week; we nemen de maandag: {voorbeeld}",
        "datums zijn alleen een week; we nemen de maandag: {voorbeeld}",
        ((LAAT, "De maandag"), ("weg", "Sla deze rijen over")),
    ),
    "amerikaans": (
        "datum is gelezen met de maand voorop: {voorbeeld}",
        "datums zijn gelezen met de maand voorop: {voorbeeld}",
        ((LAAT, "Maand voorop"), ("dag", "Dag voorop")),
    ),
    "fase": (
        "rij heeft een andere fase dan die op die datum open was: {voorbeeld}",
        "rijen hebben een andere fase dan die op die datum open was: {voorbeeld}",
        ((LAAT, "De fase uit de lijst"), ("datum", "De fase van de datum")),
    ),
    "opmerking": (
        "cel bij {over} past niet en wordt een opmerking bij de rij: {voorbeeld}",
        "cellen bij {over} passen niet en worden een opmerking bij de rij: {voorbeeld}",
        ((LAAT, "Als opmerking"), ("weg", "Laat weg")),
    ),
    "foutcel": (
        "cel bij {over} is een fout uit het rekenblad en telt als leeg: {voorbeeld}",
        "cellen bij {over} zijn een fout uit het rekenblad en tellen als leeg: {voorbeeld}",
        (),
    ),
    "formule": (
        "formule heeft geen uitkomst in het bestand en telt als leeg: {voorbeeld}",
        "formules hebben geen uitkomst in het bestand en tellen als leeg: {voorbeeld}",
        (),
    ),
    "verborgen": (
        "rij is in het rekenblad verborgen of weggefilterd",
        "rijen zijn in het rekenblad verborgen of weggefilterd",
        ((LAAT, "Neem ze mee"), ("weg", "Sla ze over")),
    ),
    "regels": (
        "cel bij {over} heeft veel regels; kijk of er geen rijen in elkaar zijn geschoven",
        "cellen bij {over} hebben veel regels; kijk of er geen rijen in elkaar zijn geschoven",
        (),
    ),
    "inhoud": (
        "kolom is alleen aan haar inhoud herkend: {voorbeeld} als {over}",
        "kolommen zijn alleen aan hun inhoud herkend: {voorbeeld} als {over}",
        (),
    ),
    "totaal": (
        "rij is overgeslagen, want ze lijkt een totaal of voetregel: {voorbeeld}",
        "rijen zijn overgeslagen, want ze lijken een totaal of voetregel: {voorbeeld}",
        ((LAAT, "Sla over"), ("mee", "Neem ze toch mee")),
    ),
}
"""Sort → what is said of one, of more, and what can be chosen."""


def _order(found: tuple[tuple[str, str], Merk]) -> tuple[int, str]:
    (soort, over), _ = found
    return list(SENTENCES).index(soort), over


def _told(soort: str, over: str, merk: Merk, titels: Mapping[str, str], keuzes: Mapping[str, str]) -> Opvallend:
    one, many, choices = SENTENCES[soort]
    words = (one if merk.aantal == 1 else many).replace("{over}", titels.get(over, over).lower())
    zin = f"{nl.whole(merk.aantal)} {words.replace('{voorbeeld}', merk.voorbeeld)}."
    sleutel = f"{soort}:{over}" if over else soort
    return Opvallend(sleutel, zin, merk.aantal, tuple(merk.rijen), choices, keuzes.get(sleutel, LAAT))
