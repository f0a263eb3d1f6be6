"""Blinde vlekken: what a team may have overlooked in its wijk (rekenregels §3)."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from hashlib import sha256

import pandas as pd

from wijkkompas_core.analysis import STANDAARD
from wijkkompas_core.analysis.tabel import Tabel, dag, rijen
from wijkkompas_core.domain import nederlands as nl
from wijkkompas_core.domain.kompas import BelanghebbendeType, Kompas, Schaalwaarde, Vak
from wijkkompas_core.domain.parameters import Rekenparameters

LOWEST = 1
"""Place of 'informeren' on the scale of participatieniveaus: telling is not yet a say."""


class Soort(StrEnum):
    """The kinds of signals; the value stands in the key of a signal."""

    LEEG = "leeg"
    STILTE = "stilte"
    TYPE = "type"
    OVERHEERSING = "overheersing"
    BELOFTE = "belofte"
    MIJLPAAL = "mijlpaal"
    AFSPRAAK = "afspraak"


SOORTNAAM = {
    Soort.LEEG: "Leeg vak",
    Soort.STILTE: "Stilte",
    Soort.TYPE: "Nog niet gesproken",
    Soort.OVERHEERSING: "Eenzijdig",
    Soort.BELOFTE: "Belofte",
    Soort.MIJLPAAL: "Mijlpaal",
    Soort.AFSPRAAK: "Afspraak",
}


@dataclass(frozen=True, slots=True)
class Signaal:
    """One blind spot. `sleutel` stays the same as long as it is about the same thing, `feiten` until that changes.

    `zin` says what it is, `reden` why it is one; `dagen` is for how long it has been so. `object` is the id of the
    mijlpaal, afspraak or belanghebbende that it is about; `eigenaar` names somebody of the team, apart from the rest so
    that it can be left out. `deelt` names the aspecten and belanghebbenden that make it
    one story with other signals (see `rode_draad`).
    """

    sleutel: str
    soort: Soort
    zin: str
    reden: str
    ernst: int
    dagen: int
    feiten: str
    fase: str | None = None
    aspect: str | None = None
    object: int | None = None
    deelt: frozenset[str] = frozenset()
    eigenaar: str = ""

    @property
    def waarom(self) -> str:
        """Why it is one, with who of the team it is up to."""
        return f"{self.reden} {self.eigenaar}".strip()

    @property
    def gewicht(self) -> int:
        """Rank: severity × days."""
        return self.ernst * self.dagen


@dataclass(frozen=True)
class Signaalgegevens:
    """What the signals of one wijk are made from; a belanghebbende (`hoofd`) includes those merged into it.

    perioden `fase, begonnen_op, afgesloten_op` · nvt `fase, aspect, reden` · vakken `fase, aspect, aantal, laatste`
    · betrokken `fase, aspect, hoofd, aantal, hoogste` (contactmomenten and highest level as place on its scale, NaN:
    none) · partijen `hoofd, naam, type` · beloften `fase, hoofd, niveau` (slug) · mijlpalen `id, naam, fase,
    gepland_op` (undecided) · afspraken `id, wat, deadline, eigenaar, hoofd` (open; `hoofd` missing: no belanghebbende).
    """

    perioden: Tabel
    nvt: Tabel
    vakken: Tabel
    betrokken: Tabel
    partijen: Tabel
    beloften: Tabel
    mijlpalen: Tabel
    afspraken: Tabel


def signalen(
    gegevens: Signaalgegevens,
    kompas: Kompas,
    typen: Mapping[str, BelanghebbendeType],
    niveaus: Mapping[str, Schaalwaarde],
    *,
    peildatum: date,
    parameters: Rekenparameters = STANDAARD,
) -> list[Signaal]:
    """All signals of a wijk on the peildatum, the weightiest first and types never met last (rekenregels §3).

    A vak gives signals only while its fase is open and it is not n.v.t. with a reason; mijlpalen and afspraken always.
    """
    stand = _Stand(gegevens, kompas, typen, niveaus, peildatum, parameters)
    found = [
        *stand.vakken(),
        *stand.types_never_met(),
        *stand.promises(),
        *stand.dates_passed(),
    ]
    return sorted(found, key=lambda signaal: (signaal.soort is Soort.TYPE, -signaal.gewicht, signaal.sleutel))


def open_fasen(perioden: Tabel, kompas: Kompas, peildatum: date) -> dict[str, date]:
    """Fasen (slug) that are open on the peildatum → when the spell that is open began, in the order of the method."""
    began: dict[str, date] = {}
    for fase, begin, end in rijen(perioden, "fase", "begonnen_op", "afgesloten_op"):
        begin, end = dag(begin), dag(end)
        if begin is not None and begin <= peildatum and (end is None or end > peildatum):
            began[fase] = max(begin, began.get(fase, begin))
    return {fase.slug: began[fase.slug] for fase in kompas.fasen if fase.slug in began}


class _Stand:
    """The facts of one wijk, arranged for the rules."""

    def __init__(
        self,
        gegevens: Signaalgegevens,
        kompas: Kompas,
        typen: Mapping[str, BelanghebbendeType],
        niveaus: Mapping[str, Schaalwaarde],
        peildatum: date,
        parameters: Rekenparameters,
    ) -> None:
        self.kompas, self.typen, self.niveaus = kompas, typen, niveaus
        self.peildatum, self.parameters, self.gegevens = peildatum, parameters, gegevens
        self.open = open_fasen(gegevens.perioden, kompas, peildatum)
        not_applicable = {
            Vak(f, a)
            for f, a, reason in rijen(gegevens.nvt, "fase", "aspect", "reden")
            if isinstance(reason, str) and reason.strip()
        }
        self.required = [vak for vak in kompas.vakken() if vak.fase in self.open and vak not in not_applicable]
        self.party = {hoofd: (naam, type_) for hoofd, naam, type_ in rijen(gegevens.partijen, "hoofd", "naam", "type")}

    def days(self, since: date) -> int:
        return max((self.peildatum - since).days, 0)

    def shared(self, *, aspect: str | None = None, hoofd: int | None = None) -> frozenset[str]:
        """What a signal shares with others: its aspect, its belanghebbende, and the one aspect that its type is for."""
        keys = {f"aspect:{aspect}"} if aspect else set[str]()
        if hoofd in self.party:
            keys.add(f"belanghebbende:{hoofd}")
            type_ = self.typen.get(self.party[hoofd][1])
            if type_ is not None and len(type_.aspecten) == 1:
                keys.add(f"aspect:{type_.aspecten[0]}")
        return frozenset(keys)

    def fase_name(self, slug: str) -> str:
        fase = self.kompas.fase.get(slug)
        return f"fase {fase.nummer}" if fase else slug

    def vakken(self) -> Iterator[Signaal]:
        """Empty vakken, silent ones, and those that one belanghebbende dominates."""
        counted = {
            Vak(f, a): (int(n), dag(last))
            for f, a, n, last in rijen(self.gegevens.vakken, "fase", "aspect", "aantal", "laatste")
        }
        shares: dict[Vak, tuple[int, int]] = {}
        for f, a, hoofd, n in rijen(self.gegevens.betrokken, "fase", "aspect", "hoofd", "aantal"):
            most = shares.get(Vak(f, a), (0, 0))
            shares[Vak(f, a)] = max(most, (int(n), -int(hoofd)))  # of equals the oldest belanghebbende
        for vak in self.required:
            n, last = counted.get(vak, (0, None))
            if n == 0 or last is None:
                yield self._empty(vak)
                continue
            since = max(last, self.open[vak.fase])
            if self.days(since) > self.parameters.stilte_na(vak.fase):
                yield self._silent(vak, last, since)
            most, hoofd = shares.get(vak, (0, 0))
            enough = n >= self.parameters.overheersing_minimaal_n
            if enough and most >= self.parameters.overheersing_aandeel * n - 1e-9 and -hoofd in self.party:
                yield self._one_sided(vak, -hoofd, most, n)

    def _empty(self, vak: Vak) -> Signaal:
        since = self.open[vak.fase]
        days = self.days(since)
        return Signaal(
            sleutel=f"{Soort.LEEG}:{vak.fase}/{vak.aspect}",
            soort=Soort.LEEG,
            zin=f"{self.kompas.aspect[vak.aspect].naam}: nog geen contactmoment in {self.fase_name(vak.fase)}.",
            reden=f"De fase is {_days(days)} open, sinds {nl.day(since)}.",
            ernst=self.parameters.ernst_leeg,
            dagen=days,
            feiten=since.isoformat(),
            fase=vak.fase,
            aspect=vak.aspect,
            deelt=self.shared(aspect=vak.aspect),
        )

    def _silent(self, vak: Vak, last: date, since: date) -> Signaal:
        days, limit = self.days(since), self.parameters.stilte_na(vak.fase)
        reopened = "" if since == last else f" De fase ging op {nl.day(since)} weer open."
        return Signaal(
            sleutel=f"{Soort.STILTE}:{vak.fase}/{vak.aspect}",
            soort=Soort.STILTE,
            zin=f"{self.kompas.aspect[vak.aspect].naam}: {_days(days)} stil in {self.fase_name(vak.fase)}.",
            reden=f"Het laatste contactmoment was op {nl.day(last)}.{reopened} Na {limit} dagen stilte melden we dat.",
            ernst=self.parameters.ernst_stilte,
            dagen=days,
            feiten=f"{last.isoformat()} {since.isoformat()}",
            fase=vak.fase,
            aspect=vak.aspect,
            deelt=self.shared(aspect=vak.aspect),
        )

    def _one_sided(self, vak: Vak, hoofd: int, most: int, n: int) -> Signaal:
        naam, since = self.party[hoofd][0], self.open[vak.fase]
        return Signaal(
            sleutel=f"{Soort.OVERHEERSING}:{vak.fase}/{vak.aspect}",
            soort=Soort.OVERHEERSING,
            zin=f"{self.kompas.aspect[vak.aspect].naam}: {naam} was bij {most} van {n} contactmomenten in "
            f"{self.fase_name(vak.fase)}.",
            reden=f"Eén belanghebbende was bij minstens {self.parameters.overheersing_aandeel * 100:.0f}%. "
            "Wie hoor je nog niet?",
            ernst=self.parameters.ernst_eenzijdig,
            dagen=self.days(since),
            # Not every new contactmoment is news: who it is, and how much in tenths.
            feiten=f"{hoofd} {most * 10 // n}",
            fase=vak.fase,
            aspect=vak.aspect,
            object=hoofd,
            deelt=self.shared(aspect=vak.aspect, hoofd=hoofd),
        )

    def types_never_met(self) -> Iterator[Signaal]:
        """Types that belong to an aspect of an open fase and took part in none of its contactmomenten, in any fase."""
        met = {
            (aspect, self.party[int(hoofd)][1])
            for aspect, hoofd in rijen(self.gegevens.betrokken, "aspect", "hoofd")
            if int(hoofd) in self.party
        }
        known: dict[str, list[int]] = {}
        for hoofd, (_, type_) in sorted(self.party.items()):
            known.setdefault(type_, []).append(hoofd)
        for aspect in self.kompas.aspecten:
            fasen = [vak.fase for vak in self.required if vak.aspect == aspect.slug]
            if not fasen:
                continue
            since = min(self.open[fase] for fase in fasen)
            for type_ in self.typen.values():
                if aspect.slug not in type_.aspecten or (aspect.slug, type_.slug) in met:
                    continue
                parties = known.get(type_.slug, [])
                names = " en ".join(self.party[hoofd][0] for hoofd in parties[:2])
                listed = f"In het register: {names}{' en meer' if len(parties) > 2 else ''}."
                yield Signaal(
                    sleutel=f"{Soort.TYPE}:{aspect.slug}/{type_.slug}",
                    soort=Soort.TYPE,
                    zin=f"{aspect.naam}: nog geen contact met {nl.een(type_.naam)}.",
                    reden=f"Deze soort hoort meestal bij dit aspect. "
                    f"{listed if parties else 'In het register staat er nog geen.'}",
                    ernst=self.parameters.ernst_eenzijdig,
                    dagen=self.days(since),
                    feiten=_fingerprint(*parties),
                    fase=fasen[0],
                    aspect=aspect.slug,
                    deelt=self.shared(aspect=aspect.slug),
                )

    def promises(self) -> Iterator[Signaal]:
        """Who was promised more than informeren in an open fase, and never got beyond it in that fase."""
        reached: dict[tuple[str, int], int] = {}
        for fase, hoofd, highest in rijen(self.gegevens.betrokken, "fase", "hoofd", "hoogste"):
            level = 0 if pd.isna(highest) else int(highest)
            reached[fase, int(hoofd)] = max(level, reached.get((fase, int(hoofd)), 0))
        promised: dict[tuple[str, int], Schaalwaarde] = {}
        for fase, hoofd, niveau in rijen(self.gegevens.beloften, "fase", "hoofd", "niveau"):
            step, key = self.niveaus.get(niveau), (fase, int(hoofd))
            if step and step.volgorde > (promised[key].volgorde if key in promised else LOWEST):
                promised[key] = step
        for (fase, hoofd), step in sorted(promised.items()):
            if fase not in self.open or hoofd not in self.party or reached.get((fase, hoofd), 0) > LOWEST:
                continue
            since, met = self.open[fase], (fase, hoofd) in reached
            so_far = "kwam nog niet verder dan informeren" if met else "was nog bij geen enkel contactmoment"
            yield Signaal(
                sleutel=f"{Soort.BELOFTE}:{fase}/{hoofd}",
                soort=Soort.BELOFTE,
                zin=f"{self.party[hoofd][0]} {so_far} in {self.fase_name(fase)}.",
                reden=f"Beloofd is {step.naam.lower()}. De fase is {_days(self.days(since))} open.",
                ernst=self.parameters.ernst_belofte,
                dagen=self.days(since),
                feiten=f"{step.slug} {reached.get((fase, hoofd), 'geen')} {since.isoformat()}",
                fase=fase,
                object=hoofd,
                deelt=self.shared(hoofd=hoofd),
            )

    def dates_passed(self) -> Iterator[Signaal]:
        """Mijlpalen without a decision and open afspraken whose date lies before the peildatum."""
        columns = ("id", "naam", "fase", "gepland_op")
        for key, naam, fase, planned in rijen(self.gegevens.mijlpalen, *columns):
            day = dag(planned)
            if day is not None and day < self.peildatum:
                yield Signaal(
                    sleutel=f"{Soort.MIJLPAAL}:{int(key)}",
                    soort=Soort.MIJLPAAL,
                    zin=f"Mijlpaal {naam} is {_days(self.days(day))} over de datum.",
                    reden=f"Gepland op {nl.day(day)} in {self.fase_name(fase)}; er is nog geen besluit vastgelegd.",
                    ernst=self.parameters.ernst_voorbij,
                    dagen=self.days(day),
                    feiten=day.isoformat(),
                    fase=fase,
                    object=int(key),
                )
        columns = ("id", "wat", "deadline", "eigenaar", "hoofd")
        for key, wat, deadline, eigenaar, hoofd in rijen(self.gegevens.afspraken, *columns):
            day = dag(deadline)
            if day is not None and day < self.peildatum:
                owner = eigenaar if isinstance(eigenaar, str) and eigenaar else ""
                yield Signaal(
                    sleutel=f"{Soort.AFSPRAAK}:{int(key)}",
                    soort=Soort.AFSPRAAK,
                    zin=f"Afspraak {_days(self.days(day))} te laat: {_short(wat)}",
                    reden=f"De deadline was {nl.day(day)}.",
                    eigenaar=f"Eigenaar: {owner}." if owner else "Er is geen eigenaar.",
                    ernst=self.parameters.ernst_voorbij,
                    dagen=self.days(day),
                    feiten=f"{day.isoformat()} {_fingerprint(wat, owner)}",
                    object=int(key),
                    deelt=self.shared(hoofd=None if pd.isna(hoofd) else int(hoofd)),
                )


def _days(number: int) -> str:
    return f"{number} dag" if number == 1 else f"{number} dagen"


def _short(text: str, most: int = 120) -> str:
    line = " ".join(text.split())
    return line if len(line) <= most else line[:most].rsplit(" ", 1)[0] + "…"


def _fingerprint(*parts: object) -> str:
    return sha256("\0".join(str(part) for part in parts).encode()).hexdigest()[:16] if parts else "geen"
