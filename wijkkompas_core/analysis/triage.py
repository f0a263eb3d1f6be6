"""Which wijk asks for the programme's attention first, and why (rekenregels §3, Triage).

Points per different reason, each once. A single old signal never decides: one that is very late would send people to a
wijk where all else goes well.
"""

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from wijkkompas_core.analysis import STANDAARD, VENSTER_MAANDEN
from wijkkompas_core.domain import nederlands as nl
from wijkkompas_core.domain.kompas import Kompas, Vak
from wijkkompas_core.domain.parameters import Rekenparameters

UITLEG = (
    "Per wijk tellen we punten, voor elke verschillende reden één keer. Langer dan "
    f"{STANDAARD.stilte_na_dagen} dagen helemaal geen contact terwijl er een fase open is: {STANDAARD.punten_stilte}. "
    f"Een spoor dat weg is (ten minste {STANDAARD.minimaal_n} contactmomenten in {VENSTER_MAANDEN} maanden en de "
    f"balans zeker verder dan {nl.number(STANDAARD.spoor_weg_vanaf)} van 0): {STANDAARD.punten_spoor}. Elk "
    f"oordeel dat op rood staat: {STANDAARD.punten_rood}. Een mijlpaal over de datum: {STANDAARD.punten_mijlpaal}, na "
    f"{STANDAARD.lang_te_laat_dagen} dagen {STANDAARD.punten_mijlpaal_lang}. Een afspraak die meer dan "
    f"{STANDAARD.lang_te_laat_dagen} dagen te laat is: {STANDAARD.punten_afspraak}. Een aspect dat in een open fase "
    f"langer dan {2 * STANDAARD.stilte_na_dagen} dagen stil is: {STANDAARD.punten_aspect}, samen niet meer dan "
    f"{STANDAARD.punten_aspect_hoogstens}. Minder dan {nl.percentage(STANDAARD.tijdig_aandeel)} binnen "
    f"{STANDAARD.tijdig_binnen_dagen} dagen vastgelegd: {STANDAARD.punten_laat_vastgelegd}. Vanaf "
    f"{STANDAARD.nu_heen_vanaf} punten staat een wijk bij Nu heen, vanaf {STANDAARD.let_op_vanaf} bij Let op, anders "
    "bij Op koers. De punten en de grenzen hebben we zelf gekozen: er is geen bron die ze voorschrijft."
)


class Groep(StrEnum):
    """The three groups of wijken, the most urgent first."""

    NU_HEEN = "nu heen"
    LET_OP = "let op"
    OP_KOERS = "op koers"


@dataclass(frozen=True, slots=True)
class Reden:
    """One reason: its kind, the sentence that says it, its points, and for how many days it has been so."""

    soort: str
    zin: str
    punten: int
    dagen: int = 0


@dataclass(frozen=True, slots=True)
class Triage:
    """The group of a wijk with its points and reasons, in the order in which they are said."""

    groep: Groep
    punten: int
    redenen: tuple[Reden, ...]

    @property
    def dagen(self) -> int:
        """For how long the oldest of its reasons has been so."""
        return max((reden.dagen for reden in self.redenen), default=0)

    @property
    def stil(self) -> int:
        """For how many days there has been no contact at all, where that is a reason; else 0."""
        return next((reden.dagen for reden in self.redenen if reden.soort == "stilte"), 0)

    @property
    def waarom(self) -> str:
        """All reasons as one text; empty where there are none."""
        return " ".join(reden.zin for reden in self.redenen)


@dataclass(frozen=True)
class Wijkfeiten:
    """What the triage of one wijk is made from, as known on the peildatum.

    `open` are the open fasen (slug) with the day on which they opened; `nvt` the vakken that do not apply. `laatste`
    is the last contactmoment, `laatste_per_aspect` the same per aspect. `som` are the weighted sums per spoor (slug)
    of the last `VENSTER_MAANDEN` months, `laag` and `hoog` the interval of their balance, `n` the contactmomenten they
    are of and `tijdig` the share of those recorded in time (None: none). `rood` are the names of the onderwerpen
    judged red, `mijlpalen` and `afspraken` the dates of what is still open.
    """

    open: Mapping[str, date]
    nvt: frozenset[Vak]
    laatste: date | None
    laatste_per_aspect: Mapping[str, date]
    mijlpalen: Sequence[date]
    afspraken: Sequence[date]
    som: Mapping[str, float] = field(default_factory=dict[str, float])
    laag: float = math.nan
    hoog: float = math.nan
    n: int = 0
    tijdig: float | None = None
    rood: Sequence[str] = ()


def triage(feiten: Wijkfeiten, kompas: Kompas, peildatum: date, parameters: Rekenparameters = STANDAARD) -> Triage:
    """The triage of one wijk on the peildatum."""
    reasons = tuple(
        reason
        for make in (_silence, _spoor_gone, _red, _mijlpaal, _afspraak, _aspects, _late_entry)
        for reason in make(feiten, kompas, peildatum, parameters)
    )
    points = sum(reason.punten for reason in reasons)
    group = (
        Groep.NU_HEEN
        if points >= parameters.nu_heen_vanaf
        else Groep.LET_OP
        if points >= parameters.let_op_vanaf
        else Groep.OP_KOERS
    )
    return Triage(group, points, reasons)


def volgorde(triage_: Triage, naam: str) -> tuple[int, int, str]:
    """The key to sort wijken by, the most urgent first: points, then days, then name. Groups follow from points."""
    return (-triage_.punten, -triage_.dagen, naam.casefold())


def stil_sinds(feiten: Wijkfeiten) -> date | None:
    """The day since which there is no contact: the last one, else the day the first open fase opened."""
    return feiten.laatste or min(feiten.open.values(), default=None)


def _silence(feiten: Wijkfeiten, _: Kompas, day: date, parameters: Rekenparameters) -> Iterator[Reden]:
    since = stil_sinds(feiten)
    if not feiten.open or since is None:
        return
    days = (day - since).days
    if days > min(parameters.stilte_na(fase) for fase in feiten.open):
        never = "Nog nooit contact, na" if feiten.laatste is None else "Al"
        end = "" if feiten.laatste is None else " geen contact"
        yield Reden("stilte", f"{never} {nl.count(days, 'dag', 'dagen')}{end}.", parameters.punten_stilte, days)


def _spoor_gone(feiten: Wijkfeiten, kompas: Kompas, _: date, parameters: Rekenparameters) -> Iterator[Reden]:
    gone = weg_spoor(feiten, kompas, parameters)
    if gone is None:
        return
    spoor = kompas.spoor[gone]
    of_hundred = round(100 * feiten.som[gone] / sum(feiten.som.values()))
    kort = nl.in_sentence(spoor.kort)
    if feiten.som[gone] == 0:
        zin = f"In {VENSTER_MAANDEN} maanden geen contact over {kort}."
    elif of_hundred == 0:
        zin = f"Bijna geen contact gaat over {kort}."
    else:
        zin = f"Maar {of_hundred} van de 100 contacten {'gaat' if of_hundred == 1 else 'gaan'} over {kort}."
    yield Reden("spoor", zin, parameters.punten_spoor)


def weg_spoor(feiten: Wijkfeiten, kompas: Kompas, parameters: Rekenparameters = STANDAARD) -> str | None:
    """The spoor (slug) that is gone: enough contactmomenten, and the whole interval beyond a third to the other."""
    if len(kompas.sporen) != 2 or feiten.n < parameters.minimaal_n:
        return None
    first, second = kompas.sporen
    if feiten.laag > parameters.spoor_weg_vanaf:
        return second.slug
    return first.slug if feiten.hoog < -parameters.spoor_weg_vanaf else None


def _red(feiten: Wijkfeiten, _: Kompas, __: date, parameters: Rekenparameters) -> Iterator[Reden]:
    if feiten.rood:
        names = nl.enumerate_words([naam.lower() for naam in feiten.rood])
        yield Reden("rood", f"Rood: {names}.", parameters.punten_rood * len(feiten.rood))


def _mijlpaal(feiten: Wijkfeiten, _: Kompas, day: date, parameters: Rekenparameters) -> Iterator[Reden]:
    days = max(((day - planned).days for planned in feiten.mijlpalen), default=0)
    if days > 0:
        long = days > parameters.lang_te_laat_dagen
        points = parameters.punten_mijlpaal_lang if long else parameters.punten_mijlpaal
        yield Reden("mijlpaal", f"Mijlpaal {nl.count(days, 'dag', 'dagen')} over de datum.", points, days)


def _afspraak(feiten: Wijkfeiten, _: Kompas, day: date, parameters: Rekenparameters) -> Iterator[Reden]:
    days = max(((day - deadline).days for deadline in feiten.afspraken), default=0)
    if days > parameters.lang_te_laat_dagen:
        yield Reden("afspraak", f"Afspraak {nl.count(days, 'dag', 'dagen')} te laat.", parameters.punten_afspraak, days)


def _aspects(feiten: Wijkfeiten, kompas: Kompas, day: date, parameters: Rekenparameters) -> Iterator[Reden]:
    silent: list[tuple[int, str]] = []
    for aspect in kompas.aspecten:
        last = feiten.laatste_per_aspect.get(aspect.slug, date.min)
        waits = [
            (day - max(last, opened)).days
            for fase, opened in feiten.open.items()
            if Vak(fase, aspect.slug) not in feiten.nvt
            and (day - max(last, opened)).days > 2 * parameters.stilte_na(fase)
        ]
        if waits:
            silent.append((max(waits), aspect.kort))
    if silent:
        points = min(parameters.punten_aspect * len(silent), parameters.punten_aspect_hoogstens)
        silent.sort(key=lambda pair: -pair[0])
        longest, names = silent[0][0], [nl.in_sentence(kort) for _, kort in silent]
        named = nl.enumerate_words(names) if len(names) <= 2 else f"{names[0]} en {len(names) - 1} andere aspecten"
        yield Reden("aspect", f"Stil, tot {nl.count(longest, 'dag', 'dagen')}: {named}.", points, longest)


def _late_entry(feiten: Wijkfeiten, _: Kompas, __: date, parameters: Rekenparameters) -> Iterator[Reden]:
    if feiten.n >= parameters.minimaal_n and feiten.tijdig is not None and feiten.tijdig < parameters.tijdig_aandeel:
        yield Reden(
            "vastlegging",
            f"Maar {nl.percentage(feiten.tijdig)} is binnen {parameters.tijdig_binnen_dagen} dagen vastgelegd.",
            parameters.punten_laat_vastgelegd,
        )
