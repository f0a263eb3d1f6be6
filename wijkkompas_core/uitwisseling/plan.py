"""The preview: what would happen to every row of a file, before anything happens."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from wijkkompas_core.bestanden.datums import Unreadable, month_first
from wijkkompas_core.bestanden.inhoud import Cel
from wijkkompas_core.domain.uitwisseling import OP_DATUM, VELDEN, Toewijzing, Waardesoort
from wijkkompas_core.uitwisseling.bekend import Bekend, BekendeRij, BekendeWijk
from wijkkompas_core.uitwisseling.regels import DEFAULTS, check, natural_key
from wijkkompas_core.uitwisseling.tabel import Tabel
from wijkkompas_core.uitwisseling.waarden import Lezing
from wijkkompas_core.uitwisseling.woorden import Onbekend, suggest_names

MAY_DIFFER = 2
"""A row without kenmerk that is there already may differ from it in so many fields; else it is another."""
NO_WIJK = "Deze wijk is er niet, of je mag er niet vastleggen."
PORTION = 2_000


class Status(StrEnum):
    """What will happen to a row."""

    NIEUW = "nieuw"
    GEWIJZIGD = "gewijzigd"
    GELIJK = "gelijk"
    FOUT = "fout"


@dataclass(frozen=True, slots=True)
class Planrij:
    """One row of the file: its number there, what will happen, with which values, and what is wrong per field.

    `bestaand` is the record that it is or changes; `waarden` are complete; `reden` tells why nothing has to happen.
    """

    nummer: int
    status: Status
    wijk: int
    waarden: Mapping[str, Any]
    kenmerk: str = ""
    fouten: Mapping[str, str] | None = None
    bestaand: BekendeRij | None = None
    reden: str = ""

    @property
    def verschillen(self) -> tuple[str, ...]:
        """The fields in which it differs from the record that is there."""
        if self.bestaand is None:
            return ()
        was = self.bestaand.waarden
        return tuple(naam for naam, value in self.waarden.items() if value != was.get(naam))


@dataclass(frozen=True, slots=True)
class Plan:
    """The whole preview, made at `dataversie`. `nieuwe_partijen`: (wijk, comparable name) → (name, type)."""

    lijst: str
    rijen: tuple[Planrij, ...]
    onbekend: tuple[Onbekend, ...]
    overgeslagen: tuple[tuple[int, str], ...]
    ontbreekt: tuple[str, ...]
    """Required fields that have no column and no value for all rows."""
    nieuwe_partijen: Mapping[tuple[int, str], tuple[str, str]]
    dataversie: int

    @property
    def aantallen(self) -> Counter[Status]:
        """How many rows of each status."""
        return Counter(rij.status for rij in self.rijen)

    @property
    def goed(self) -> tuple[Planrij, ...]:
        """The rows that would be written."""
        return tuple(rij for rij in self.rijen if rij.status in (Status.NIEUW, Status.GEWIJZIGD))


def make_plan(
    tabel: Tabel,
    toewijzing: Toewijzing,
    bekend: Bekend,
    progress: Callable[[int, int], None] = lambda _done, _all: None,
) -> Plan:
    """Compare every row with what is there. `progress` is told now and then how many of how many are done."""
    maker = _Maker(tabel, toewijzing, bekend)
    rijen: list[Planrij] = []
    for place, (nummer, cells) in enumerate(zip(tabel.nummers, tabel.rijen, strict=True)):
        if place % PORTION == 0:
            progress(place, len(tabel.rijen))
        rijen.append(maker.row(nummer, cells))
    progress(len(tabel.rijen), len(tabel.rijen))
    ontbreekt = tuple(
        one.naam
        for one in VELDEN[toewijzing.lijst]
        if one.verplicht and one.naam not in maker.places and one.naam not in toewijzing.vast
    )
    used = {(rij.wijk, p) for rij in rijen if rij.status in (Status.NIEUW, Status.GEWIJZIGD) for p in _parties(rij)}
    new = {key: party for key, party in maker.lezing.nieuw.items() if key in used}
    return Plan(
        toewijzing.lijst, tuple(rijen), tuple(maker.unknown()), tabel.overgeslagen, ontbreekt, new, bekend.dataversie
    )


def _parties(rij: Planrij) -> tuple[str, ...]:
    one = rij.waarden.get("belanghebbende")
    return rij.waarden.get("belanghebbenden") or ((one,) if one else ())


class _Maker:
    def __init__(self, tabel: Tabel, toewijzing: Toewijzing, bekend: Bekend) -> None:
        self.bekend, self.toewijzing = bekend, toewijzing
        self.lezing = Lezing(bekend, toewijzing)
        self.velden = VELDEN[toewijzing.lijst]
        self.places = {n: tabel.titels.index(t) for n, t in toewijzing.kolommen.items() if t in tabel.titels}
        self.american = {
            one.naam: month_first(tabel.column(toewijzing.kolommen[one.naam]))
            for one in self.velden
            if one.soort is Waardesoort.DATUM and one.naam in self.places
        }
        self.by_kenmerk = {rij.kenmerk: rij for rij in bekend.rijen if rij.kenmerk}
        self.by_key: defaultdict[Any, list[BekendeRij]] = defaultdict(list)
        for rij in bekend.rijen:
            self.by_key[natural_key(bekend.lijst, rij.wijk, rij.waarden)].append(rij)
        self.taken: set[int] = set()
        self.seen: dict[Any, int] = {}
        self.fixed_wijk = bekend.wijk_named(toewijzing.vast["wijk"]) if toewijzing.vast.get("wijk") else None
        self.fixed = {n: v for n, v in toewijzing.vast.items() if n != "wijk" and v}

    def row(self, nummer: int, cells: tuple[Cel, ...]) -> Planrij:
        place = self.places.get("wijk")
        named = cells[place] if place is not None else None
        wijk = self.lezing.wijk(named) if named is not None else self.fixed_wijk
        if wijk is None:
            return Planrij(nummer, Status.FOUT, 0, {}, fouten={"wijk": NO_WIJK if named else "Kies een wijk."})
        given, fouten = self._given(cells, wijk)
        kenmerk = given.pop("kenmerk", "") or ""
        waarden = self._complete(given, wijk, fouten)
        was = self._existing(kenmerk, wijk, waarden, given)
        if was is not None:
            waarden = {naam: given.get(naam, value) for naam, value in was.waarden.items()}
        found = check(self.bekend, wijk, waarden, was)
        if "datum" in found and self.fixed.get("fase") == OP_DATUM:
            fouten.pop("fase", None)  # of a wrong date the fase is no second mistake
            found.pop("fase", None)
        fouten = found | fouten  # what cannot be read is told before what is not allowed
        self._check_names(wijk, waarden, was, fouten)
        if kenmerk and not fouten:
            earlier = self.seen.setdefault(("kenmerk", kenmerk), nummer)
            if earlier != nummer:
                fouten["kenmerk"] = f"Ditzelfde kenmerk staat ook in rij {earlier}."
        if fouten:
            return Planrij(nummer, Status.FOUT, wijk.id, waarden, kenmerk, fouten, was)
        if was is not None:
            self.taken.add(was.id)
            status = Status.GELIJK if waarden == was.waarden else Status.GEWIJZIGD
            return Planrij(
                nummer, status, wijk.id, waarden, kenmerk, None, was, "staat er al" * (status is Status.GELIJK)
            )
        if not kenmerk:
            earlier = self.seen.setdefault((wijk.id, *_hashable(waarden)), nummer)
            if earlier != nummer:
                reden = f"is gelijk aan rij {earlier} van dit bestand"
                return Planrij(nummer, Status.GELIJK, wijk.id, waarden, kenmerk, None, None, reden)
        return Planrij(nummer, Status.NIEUW, wijk.id, waarden, kenmerk)

    def _given(self, cells: tuple[Cel, ...], wijk: BekendeWijk) -> tuple[dict[str, Any], dict[str, str]]:
        given: dict[str, Any] = {}
        fouten: dict[str, str] = {}
        for one in self.velden:
            place = self.places.get(one.naam)
            if place is None or one.soort is Waardesoort.WIJK:
                continue
            cell = cells[place]
            if cell is None and one.naam in self.fixed:
                continue
            try:
                given[one.naam] = self.lezing.value(one, cell, wijk, month_first=self.american.get(one.naam, False))
            except Unreadable as error:
                fouten[one.naam] = str(error)
        return given, fouten

    def _complete(self, given: dict[str, Any], wijk: BekendeWijk, fouten: dict[str, str]) -> dict[str, Any]:
        """The values as those of a new row: what the file does not say is what was chosen for all, or the default."""
        waarden = {**DEFAULTS[self.toewijzing.lijst], **given}
        for one in self.velden:
            if one.naam in self.fixed and one.naam not in given and one.naam not in fouten:
                waarden[one.naam] = self._fixed(one.naam, wijk, waarden)
                if waarden[one.naam] is None and waarden["datum"] is not None:
                    fouten[one.naam] = "Op deze datum was in deze wijk geen fase open. Zet de fase in het bestand."
        for naam, value in DEFAULTS[self.toewijzing.lijst].items():
            if value is not None and waarden.get(naam) is None:
                waarden[naam] = value
        return waarden

    def _fixed(self, naam: str, wijk: BekendeWijk, waarden: Mapping[str, Any]) -> Any:
        value = self.fixed[naam]
        if value == OP_DATUM:
            return wijk.fase_at(waarden["datum"]) if waarden.get("datum") else None
        return tuple(value.split(";")) if naam == "aspecten" else value

    def _existing(
        self, kenmerk: str, wijk: BekendeWijk, waarden: Mapping[str, Any], given: Mapping[str, Any]
    ) -> BekendeRij | None:
        if kenmerk:
            found = self.by_kenmerk.get(kenmerk)
            if found is not None:
                return found if found.wijk == wijk.id else None
        best: tuple[int, BekendeRij] | None = None
        for rij in self.by_key.get(natural_key(self.bekend.lijst, wijk.id, waarden), ()):
            if rij.id not in self.taken:
                differ = sum(value != rij.waarden.get(naam) for naam, value in given.items())
                if best is None or differ < best[0]:
                    best = (differ, rij)
        unique = self.bekend.lijst == "belanghebbenden"
        return best[1] if best is not None and (unique or best[0] <= MAY_DIFFER) else None

    def _check_names(
        self, wijk: BekendeWijk, waarden: Mapping[str, Any], was: BekendeRij | None, fouten: dict[str, str]
    ) -> None:
        """Two belanghebbenden of a wijk cannot have the same name."""
        if self.bekend.lijst != "belanghebbenden" or fouten:
            return
        key = natural_key(self.bekend.lijst, wijk.id, waarden)
        taken = wijk.partijen.get(key[1])
        if taken is not None and (was is None or was.id != taken[0]):
            fouten["naam"] = f"{taken[1]} staat al in het register van deze wijk."
        earlier = self.seen.setdefault(("naam", *key), len(self.seen))
        if earlier != len(self.seen) - 1 and "naam" not in fouten:
            fouten["naam"] = "Deze naam staat al eerder in dit bestand."

    def unknown(self) -> Iterator[Onbekend]:
        """Every word that stands for nothing yet, once, the most frequent first."""
        for (naam, word), count in self.lezing.onbekend.most_common():
            one = next(v for v in self.velden if v.naam == naam)
            wijken = tuple(sorted(self.lezing.onbekend_in[(naam, word)]))
            if one.schaal:
                suggesties = self.lezing.keuzes[one.schaal].suggest(word)
            elif one.soort is Waardesoort.TEAMLID:
                suggesties = suggest_names(word, {n for w in wijken for n in self.bekend.wijken[w].leden.values()})
            else:
                suggesties = suggest_names(
                    word, {n for w in wijken for _, n in self.bekend.wijken[w].partijen.values()}
                )
            yield Onbekend(naam, word, count, wijken, suggesties)


def _hashable(waarden: Mapping[str, Any]) -> tuple[Any, ...]:
    return tuple(waarden.values())
