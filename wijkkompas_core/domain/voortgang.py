"""How far a wijkaanpak is: spells in a fase, planning, mijlpalen, judgements and figures, and their rules.

All of it belongs to a whole wijk, or to one of its deelprojecten (`deelproject` is then its id).
"""

import math
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from wijkkompas_core.domain import nederlands as nl
from wijkkompas_core.domain.betrokkenheid import MAX_NAME, match_name

MAX_SENTENCE = 2_000
MAX_SOORT = 80
MAX_FIGURE = 1e12

KNOOPPUNTSTATUS = "knooppuntstatus"
NIET_GESTART, NVT = "niet-gestart", "nvt"
MIJLPAALUITKOMST = "mijlpaaluitkomst"
GO = "go"
ONDERWERPNAAM = {"inhoud": "Inhoud", "financien": "Financiën", "planning": "Planning", "risicos": "Risico's"}
ONDERWERPEN = tuple(ONDERWERPNAAM)
GROEN, ORANJE, ROOD = "groen", "oranje", "rood"
KLEUREN = (GROEN, ORANJE, ROOD)
AARDGASVRIJ, DEELNAME = "woningen-aardgasvrij", "deelname"
CIJFERSOORTEN = (AARDGASVRIJ, DEELNAME)


@dataclass(frozen=True, slots=True)
class Faseperiode:
    """One spell in a fase: from `begonnen_op` up to, not including, `afgesloten_op` (`None`: open)."""

    id: int
    fase: str
    begonnen_op: date
    afgesloten_op: date | None
    versie: int = 1

    def open_on(self, day: date) -> bool:
        """Whether the fase was open by this spell on a day."""
        return self.begonnen_op <= day and (self.afgesloten_op is None or self.afgesloten_op > day)


@dataclass(frozen=True, slots=True)
class MijlpaalInvoer:
    """A mijlpaal as filled in: planned, decided (then with `uitkomst` and `besloten_op`), or both."""

    wijk: int
    deelproject: int | None
    fase: str
    naam: str
    gepland_op: date | None = None
    besloten_op: date | None = None
    uitkomst: str | None = None
    toelichting: str = ""


@dataclass(frozen=True, slots=True)
class OordeelInvoer:
    """A judgement as filled in: one `onderwerp`, one `kleur`, and a sentence that says why."""

    wijk: int
    deelproject: int | None
    peildatum: date | None
    onderwerp: str
    kleur: str
    zin: str = ""


@dataclass(frozen=True, slots=True)
class CijferInvoer:
    """A figure as filled in: `soort` is a known slug or a name of one's own; without `noemer` a plain number."""

    wijk: int
    deelproject: int | None
    soort: str
    peildatum: date | None
    teller: float | None
    noemer: float | None = None
    bron: str = ""


def open_fasen(perioden: Iterable[Faseperiode], day: date) -> set[str]:
    """Slugs of the fasen that were open on a day."""
    return {periode.fase for periode in perioden if periode.open_on(day)}


def steps_back(perioden: Collection[Faseperiode], nummers: Mapping[str, int]) -> set[int]:
    """Ids of the spells that began after a later fase had begun; `nummers` gives each fase (slug) its place."""
    return {
        p.id
        for p in perioden
        if any(
            o.begonnen_op < p.begonnen_op and nummers.get(o.fase, 0) > nummers.get(p.fase, math.inf) for o in perioden
        )
    }


def check_periode(
    begonnen_op: date | None,
    afgesloten_op: date | None,
    *,
    others: Iterable[Faseperiode],
    start: date,
    today: date,
) -> dict[str, str]:
    """Every error in a spell; `others` are the other spells of the same fase, `start` that of the wijkaanpak."""
    errors: dict[str, str] = {}
    if begonnen_op is None:
        errors["begonnen_op"] = "Vul de datum in waarop de fase begon."
    elif begonnen_op > today:
        errors["begonnen_op"] = "Deze datum ligt in de toekomst. Zet een fase die nog komt in de planning."
    elif begonnen_op < start:
        errors["begonnen_op"] = f"Deze datum ligt vóór de start van de wijkaanpak ({nl.day(start)})."
    if afgesloten_op is not None and afgesloten_op > today:
        errors["afgesloten_op"] = "Deze datum ligt in de toekomst. Sluit een fase af als zij klaar is."
    elif afgesloten_op is not None and begonnen_op is not None and afgesloten_op < begonnen_op:
        errors["afgesloten_op"] = f"De fase begon op {nl.day(begonnen_op)}. Kies een latere datum voor het afsluiten."
    if errors or begonnen_op is None:
        return errors
    clash = next((o for o in others if _overlap(begonnen_op, afgesloten_op, o)), None)
    if clash is not None:
        until = f"tot {nl.day(clash.afgesloten_op)}" if clash.afgesloten_op else "en loopt nog"
        errors["begonnen_op"] = f"Deze fase was al open: vanaf {nl.day(clash.begonnen_op)} {until}. Kies andere datums."
    return errors


def _overlap(begin: date, end: date | None, other: Faseperiode) -> bool:
    """Whether two spells share a day, or the one begins on the day the other does."""
    before = end is not None and end <= other.begonnen_op and begin < other.begonnen_op
    after = other.afgesloten_op is not None and other.afgesloten_op <= begin and other.begonnen_op < begin
    return not (before or after)


def check_planning(gepland_van: date | None, gepland_tot: date | None) -> dict[str, str]:
    """Every error in the planning of a fase."""
    errors: dict[str, str] = {}
    if gepland_van is None:
        errors["gepland_van"] = "Vul in wanneer de fase volgens de planning begint."
    if gepland_tot is None:
        errors["gepland_tot"] = "Vul in wanneer de fase volgens de planning klaar is."
    elif gepland_van is not None and gepland_tot < gepland_van:
        errors["gepland_tot"] = "De fase is volgens deze planning klaar voordat zij begint. Draai de datums om."
    return errors


def check_mijlpaal(
    invoer: MijlpaalInvoer, *, fasen: Collection[str], uitkomsten: Collection[str], start: date, today: date
) -> dict[str, str]:
    """Every error in a mijlpaal. A decision needs its date, and words when it is not simply go."""
    errors: dict[str, str] = {}
    if invoer.fase not in fasen:
        errors["fase"] = "Kies de fase die met deze mijlpaal wordt afgesloten."
    if not match_name(invoer.naam) or len(invoer.naam) > MAX_NAME:
        errors["naam"] = f"Geef de mijlpaal een naam van 1 tot {MAX_NAME} tekens."
    if invoer.gepland_op is None and invoer.uitkomst is None:
        errors["gepland_op"] = "Vul in wanneer het besluit is gepland, of leg vast wat er is besloten."
    elif invoer.gepland_op is not None and invoer.gepland_op < start:
        errors["gepland_op"] = f"Deze datum ligt vóór de start van de wijkaanpak ({nl.day(start)})."
    if invoer.uitkomst is None:
        if invoer.besloten_op is not None:
            errors["uitkomst"] = "Kies wat er is besloten, of haal de datum van het besluit weg."
    else:
        if invoer.uitkomst not in uitkomsten:
            errors["uitkomst"] = "Kies een uitkomst uit de lijst."
        if invoer.besloten_op is None:
            errors["besloten_op"] = "Vul de datum in waarop dit is besloten."
        elif invoer.besloten_op > today:
            errors["besloten_op"] = "Deze datum ligt in de toekomst. Leg een besluit vast als het is genomen."
        elif invoer.besloten_op < start:
            errors["besloten_op"] = f"Deze datum ligt vóór de start van de wijkaanpak ({nl.day(start)})."
        if invoer.uitkomst != GO and not invoer.toelichting.strip():
            errors["toelichting"] = (
                "Schrijf op waarom de partners niet zonder meer doorgaan, of welke voorwaarden er zijn."
            )
    return errors | _too_long("toelichting", invoer.toelichting)


def check_knooppuntstatus(
    status: str, reden: str, sinds: date | None, *, statussen: Collection[str], start: date, today: date
) -> dict[str, str]:
    """Every error in the status of a knooppunt; only 'n.v.t.' has to say why."""
    errors = _check_day("sinds", sinds, start, today, "Vul in sinds wanneer dit zo is.")
    if status not in statussen:
        errors["status"] = "Kies een status uit de lijst."
    elif status == NVT and not reden.strip():
        errors["reden"] = "Schrijf op waarom dit knooppunt in deze wijk niet van toepassing is."
    return errors | _too_long("reden", reden)


def check_nvt(reden: str) -> dict[str, str]:
    """Every error in marking a vak as not applying."""
    if not reden.strip():
        return {"reden": "Schrijf op waarom dit vak in deze wijk niet van toepassing is."}
    return _too_long("reden", reden)


def check_oordeel(invoer: OordeelInvoer, *, taken: Collection[date], start: date, today: date) -> dict[str, str]:
    """Every error in a judgement; `taken` are the peildatums that this onderwerp already has a judgement at."""
    errors = _check_day("peildatum", invoer.peildatum, start, today, "Vul de peildatum in.")
    if invoer.onderwerp not in ONDERWERPEN:
        errors["onderwerp"] = "Kies inhoud, financiën, planning of risico's."
    if invoer.kleur not in KLEUREN:
        errors["kleur"] = "Kies groen, oranje of rood."
    elif invoer.kleur != GROEN and not invoer.zin.strip():
        errors["zin"] = f"Schrijf in één zin op waarom dit {invoer.kleur} is."
    if not errors and invoer.peildatum in taken:
        errors["peildatum"] = (
            "Er is al een oordeel over dit onderwerp op deze peildatum. Verbeter dat, of kies een andere."
        )
    return errors | _too_long("zin", invoer.zin)


def check_cijfer(invoer: CijferInvoer, *, taken: Collection[date], today: date) -> dict[str, str]:
    """Every error in a figure; `taken` are the peildatums that this soort already has a figure at."""
    errors = _check_day("peildatum", invoer.peildatum, date.min, today, "Vul de peildatum in.")
    if not match_name(invoer.soort) or len(invoer.soort) > MAX_SOORT:
        errors["soort"] = f"Geef het cijfer een naam van 1 tot {MAX_SOORT} tekens."
    if invoer.teller is None or not 0 <= invoer.teller <= MAX_FIGURE:
        errors["teller"] = "Vul een getal van 0 of hoger in."
    if invoer.noemer is None:
        if invoer.soort in CIJFERSOORTEN:
            errors["noemer"] = "Vul in van hoeveel: zonder dat getal is er geen percentage."
    elif not 0 < invoer.noemer <= MAX_FIGURE:
        errors["noemer"] = "Vul een getal hoger dan 0 in."
    elif invoer.teller is not None and invoer.teller > invoer.noemer:
        errors.setdefault("teller", "Dit is meer dan het geheel. Kijk beide getallen na.")
    if len(invoer.bron) > MAX_NAME:
        errors["bron"] = f"Maak de bron korter dan {MAX_NAME} tekens."
    if not errors and invoer.peildatum in taken:
        errors["peildatum"] = "Dit cijfer is er al op deze peildatum. Verbeter dat, of kies een andere peildatum."
    return errors


def check_deelproject(naam: str, toelichting: str, *, others: Collection[str]) -> dict[str, str]:
    """Every error in a deelproject; `others` are the names of the other deelprojecten of the wijk."""
    errors: dict[str, str] = {}
    if not match_name(naam) or len(naam) > MAX_NAME:
        errors["naam"] = f"Geef het deelproject een naam van 1 tot {MAX_NAME} tekens."
    elif match_name(naam) in {match_name(other) for other in others}:
        errors["naam"] = "Deze wijk heeft al een deelproject met deze naam. Kies een andere."
    return errors | _too_long("toelichting", toelichting)


def _check_day(field: str, day: date | None, start: date, today: date, missing: str) -> dict[str, str]:
    if day is None:
        return {field: missing}
    if day > today:
        return {field: "Deze datum ligt in de toekomst. Kies vandaag of eerder."}
    if day < start:
        return {field: f"Deze datum ligt vóór de start van de wijkaanpak ({nl.day(start)})."}
    return {}


def _too_long(field: str, text: str) -> dict[str, str]:
    return {field: "Deze tekst is langer dan 2.000 tekens. Maak hem korter."} if len(text) > MAX_SENTENCE else {}
