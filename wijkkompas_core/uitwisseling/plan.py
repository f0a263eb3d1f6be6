"""The preview: what would happen to every row of a file, before anything happens."""

import re
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from wijkkompas_core.bestanden.datums import Unreadable
from wijkkompas_core.bestanden.inhoud import Cel
from wijkkompas_core.bestanden.waarden import as_text, is_error, is_nothing
from wijkkompas_core.domain import nederlands as nl
from wijkkompas_core.domain.uitwisseling import (
    AFSPRAKEN,
    BELANGHEBBENDEN,
    BESLUITEN,
    CONTACTMOMENTEN,
    OP_DATUM,
    VELDEN,
    Toewijzing,
    Veld,
    Waardesoort,
)
from wijkkompas_core.uitwisseling.bekend import Bekend, BekendeRij, BekendeWijk
from wijkkompas_core.uitwisseling.dagen import Dagen
from wijkkompas_core.uitwisseling.delen import row_name
from wijkkompas_core.uitwisseling.opvallend import Merken
from wijkkompas_core.uitwisseling.planrij import Plan, Planrij, Status, parties
from wijkkompas_core.uitwisseling.raden import about_table
from wijkkompas_core.uitwisseling.regels import DEFAULTS, check, natural_key
from wijkkompas_core.uitwisseling.tabel import Tabel
from wijkkompas_core.uitwisseling.vragen import questions
from wijkkompas_core.uitwisseling.waarden import Lezing, own_words

MAY_DIFFER = 2
"""A row without kenmerk that is there already may differ from it in so many fields; else it is another."""
FEW = 2
"""Fields that have to say something before a record is said to be quite another."""
MANY_LINES = 8
"""Line ends in a cell from which on rows may have run together."""
MAX_REMARK = 500
REMARK_IN = {CONTACTMOMENTEN: "opbrengst", BELANGHEBBENDEN: "notitie", AFSPRAKEN: "wat", BESLUITEN: "grond"}
"""The text of a record in which a cell is kept that could not be read."""
OURS = re.compile(r"[abcd]\d{1,9}-[0-9a-f]{8}")
"""How a kenmerk looks that Wijkkompas gave: any other number is somebody else's."""
NO_FASE = (
    "Op deze datum was in deze wijk geen fase open. Kies een fase voor alle lege rijen, of zet haar in het bestand."
)
NO_WIJK = "Deze wijk is er niet, of je mag er niet vastleggen."
PORTION = 2_000


def make_plan(
    tabel: Tabel,
    toewijzing: Toewijzing,
    bekend: Bekend,
    progress: Callable[[int, int], None] = lambda _done, _all: None,
) -> Plan:
    """Compare every row with what is there. `progress` is told now and then how many of how many are done."""
    maker = _Maker(tabel, toewijzing, bekend)
    rijen: list[Planrij] = []
    for place, (nummer, cells) in enumerate(maker.rows()):
        if place % PORTION == 0:
            progress(place, len(tabel.rijen))
        rijen.append(maker.row(nummer, cells))
    progress(len(tabel.rijen), len(tabel.rijen))
    ontbreekt = tuple(
        one.naam
        for one in VELDEN[toewijzing.lijst]
        if one.verplicht and one.schaal != "fase" and one.naam not in maker.places and one.naam not in toewijzing.vast
    )
    used = {(rij.wijk, p) for rij in rijen if rij.status in (Status.NIEUW, Status.GEWIJZIGD) for p in parties(rij)}
    new = {key: party for key, party in maker.lezing.nieuw.items() if key in used}
    return Plan(
        toewijzing.lijst,
        tuple(rijen),
        tuple(questions(maker.velden, bekend, maker.lezing)),
        tabel.overgeslagen,
        ontbreekt,
        new,
        bekend.dataversie,
        about_table(tabel, toewijzing, set(maker.places), maker.merken),
    )


class _Maker:
    def __init__(self, tabel: Tabel, toewijzing: Toewijzing, bekend: Bekend) -> None:
        self.bekend, self.toewijzing = bekend, toewijzing
        self.tabel = tabel
        self.keuzes = toewijzing.keuzes
        self.merken = Merken()
        self.lezing = Lezing(bekend, toewijzing)
        self.velden = VELDEN[toewijzing.lijst]
        self.places = {n: tabel.titels.index(t) for n, t in toewijzing.kolommen.items() if t in tabel.titels}
        self.by_kenmerk = {rij.kenmerk: rij for rij in bekend.rijen if rij.kenmerk}
        self.by_key: defaultdict[Any, list[BekendeRij]] = defaultdict(list)
        for rij in bekend.rijen:
            self.by_key[natural_key(bekend.lijst, rij.wijk, rij.waarden)].append(rij)
        self.taken: set[int] = set()
        self.seen: dict[Any, int] = {}
        self.fixed_wijk = bekend.wijk_of_slug(toewijzing.vast.get("wijk", ""))
        self.fixed = {n: v for n, v in toewijzing.vast.items() if n != "wijk" and v}
        if any(one.schaal == "fase" for one in self.velden):
            self.fixed.setdefault("fase", OP_DATUM)
        for one in self.velden:
            if one.soort in (Waardesoort.KEUZES, Waardesoort.BELANGHEBBENDEN) and one.naam in self.places:
                self.lezing.eigen[one.naam] = own_words(tabel.column(toewijzing.kolommen[one.naam]))
        self.dagen = Dagen(tabel, toewijzing, self.merken)

    def rows(self) -> Iterator[tuple[int, tuple[Cel, ...]]]:
        """The rows that come along, in their order in the file."""
        hidden = self.tabel.verborgen if self.keuzes.get("verborgen") == "weg" else frozenset[int]()
        pairs = list(zip(self.tabel.nummers, self.tabel.rijen, strict=True))
        if self.keuzes.get("totaal") == "mee":
            pairs = sorted([*pairs, *self.tabel.totalen], key=lambda pair: pair[0])
        return ((nummer, cells) for nummer, cells in pairs if nummer not in hidden)

    def row(self, nummer: int, cells: tuple[Cel, ...]) -> Planrij:
        """What would happen to one row."""
        wijk, refusal = self._wijk(cells)
        if wijk is None:
            return Planrij(nummer, Status.FOUT, 0, {}, fouten={"wijk": refusal})
        given, fouten, opmerkingen = self._given(nummer, cells, wijk)
        kenmerk = given.pop("kenmerk", "") or ""
        if kenmerk and not OURS.fullmatch(kenmerk):
            self.merken.add("vreemd", "kenmerk", nummer, kenmerk)
            kenmerk = ""
        waarden = self._complete(nummer, given, wijk, fouten)
        was = self._existing(kenmerk, wijk, waarden, given)
        if was is not None and kenmerk and self._is_another(nummer, was, given):
            was, kenmerk = None, ""
        if was is None and kenmerk:
            self.merken.add("verdwenen", "", nummer, kenmerk)
        if was is not None:
            waarden = {naam: self._kept(given, naam, value) for naam, value in was.waarden.items()}
        waarden = self._remarked(nummer, waarden, opmerkingen)
        found = check(self.bekend, wijk, waarden, was)
        if loose := [naam for naam in found if naam not in fouten and self._may_be_remark(naam, waarden)]:
            for naam in loose:
                opmerkingen[naam] = self._cell(cells, naam)
                waarden[naam] = DEFAULTS[self.toewijzing.lijst][naam]
            waarden = self._remarked(nummer, waarden, {naam: opmerkingen[naam] for naam in loose})
            found = check(self.bekend, wijk, waarden, was)
        if "datum" in found and "fase" in found:
            found.pop("fase", None)  # of a wrong date the fase is no second mistake
        fouten = found | fouten  # what cannot be read is told before what is not allowed
        self._check_names(nummer, wijk, waarden, was, fouten)
        return self._decided(nummer, kenmerk, wijk, waarden, was, fouten)

    def _decided(
        self,
        nummer: int,
        kenmerk: str,
        wijk: BekendeWijk,
        waarden: dict[str, Any],
        was: BekendeRij | None,
        fouten: dict[str, str],
    ) -> Planrij:
        if kenmerk and not fouten:
            earlier = self.seen.setdefault(("kenmerk", kenmerk), nummer)
            if earlier != nummer:
                fouten["kenmerk"] = f"Ditzelfde kenmerk staat ook in rij {row_name(earlier, self.tabel.delen)}."
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
                where = row_name(earlier, self.tabel.delen)
                reden = f"is gelijk aan rij {where}" + " van dit bestand" * (not self.tabel.delen)
                return Planrij(nummer, Status.GELIJK, wijk.id, waarden, kenmerk, None, None, reden)
        return Planrij(nummer, Status.NIEUW, wijk.id, waarden, kenmerk)

    def _cell(self, cells: tuple[Cel, ...], naam: str) -> str:
        place = self.places.get(naam)
        return "" if place is None else as_text(cells[place])

    def _wijk(self, cells: tuple[Cel, ...]) -> tuple[BekendeWijk | None, str]:
        """The wijk of a row, or why there is none."""
        place = self.places.get("wijk")
        named = cells[place] if place is not None else None
        if is_nothing(named):
            return self.fixed_wijk, "Kies een wijk."
        several = self.lezing.wijken(named)
        if len(several) > 1:
            codes = ", ".join(wijk.code or wijk.slug for wijk in several)
            return None, f"{len(several)} wijken heten zo. Zet er de code van een in: {codes}."
        return (several[0] if several else None), NO_WIJK

    def _is_another(self, nummer: int, was: BekendeRij, given: Mapping[str, Any]) -> bool:
        """Whether a kenmerk of ours stands before quite another record: every field that says something differs."""
        told = {naam: value for naam, value in given.items() if value not in (None, "", ())}
        if len(told) < FEW or any(value == was.waarden.get(naam) for naam, value in told.items()):
            return False
        self.merken.add("alles-anders", "", nummer)
        return self.keuzes.get("alles-anders") != "wijzig"

    def _may_be_remark(self, naam: str, waarden: Mapping[str, Any]) -> bool:
        """Whether what is wrong in a field may be kept as a remark: it need not be there, and it came from a cell."""
        one = next((veld for veld in self.velden if veld.naam == naam), None)
        return one is not None and naam in self.places and _is_loose(one) and naam in waarden

    def _remarked(self, nummer: int, waarden: dict[str, Any], opmerkingen: Mapping[str, str]) -> dict[str, Any]:
        """The values with what could not be read as a remark in the text of the record."""
        lines: list[str] = []
        for naam, text in opmerkingen.items():
            self.merken.add("opmerking", naam, nummer, text)
            line = f"{self.toewijzing.kolommen[naam]}: {' '.join(text.split())[:MAX_REMARK]}"
            if self.keuzes.get(f"opmerking:{naam}") != "weg":
                lines.append(line)
        field = REMARK_IN[self.toewijzing.lijst]
        before = waarden.get(field) or ""
        fresh = [line for line in lines if line not in before]
        return {**waarden, field: "\n".join([before, *fresh] if before else fresh)} if fresh else waarden

    def _given(
        self, nummer: int, cells: tuple[Cel, ...], wijk: BekendeWijk
    ) -> tuple[dict[str, Any], dict[str, str], dict[str, str]]:
        """What the cells say, what is wrong with those that are needed, and the text of others that cannot be read."""
        given: dict[str, Any] = {}
        fouten: dict[str, str] = {}
        opmerkingen: dict[str, str] = {}
        for one in self.velden:
            place = self.places.get(one.naam)
            if place is None or one.soort is Waardesoort.WIJK:
                continue
            cell = cells[place]
            if one.naam in self.fixed and is_nothing(cell):
                continue
            self._look(nummer, one, cell)
            if one.soort is Waardesoort.TEKST and is_nothing(cell) and not OURS.fullmatch(given.get("kenmerk") or ""):
                given[one.naam] = ""  # in a row of our own a text is what it is
                continue
            try:
                given[one.naam] = (
                    self.dagen.day(nummer, one.naam, cell)
                    if one.soort is Waardesoort.DATUM
                    else self.lezing.value(one, cell, wijk)
                )
            except Unreadable as error:
                if not _is_loose(one):
                    fouten[one.naam] = str(error)
                    continue
                opmerkingen[one.naam] = as_text(cell)
                if known := getattr(error, "known", ()):
                    given[one.naam] = known
        return given, fouten, opmerkingen

    def _look(self, nummer: int, one: Veld, cell: Cel) -> None:
        """Tell of a cell that holds an error of the spreadsheet, or so many lines that rows may have run together."""
        if not isinstance(cell, str):
            return
        if cell.startswith(("#", "Err")) and is_error(cell):
            self.merken.add("foutcel", self.toewijzing.kolommen[one.naam], nummer, cell)
        elif cell.count("\n") >= MANY_LINES:
            self.merken.add("regels", one.naam, nummer, cell)

    def _kept(self, given: Mapping[str, Any], naam: str, was: Any) -> Any:
        """What a field becomes: what the file says, with what it cannot say because that was deleted in between."""
        value = given.get(naam, was)
        gone = {key for key in was if key in self.bekend.verwijderd} if naam.startswith("contactmoment") else None
        return tuple(sorted({*value, *gone})) if gone and not (value and naam == "contactmoment") else value

    def _complete(
        self, nummer: int, given: dict[str, Any], wijk: BekendeWijk, fouten: dict[str, str]
    ) -> dict[str, Any]:
        """The values as those of a new row: what the file does not say is what was chosen for all, or the default."""
        waarden = {**DEFAULTS[self.toewijzing.lijst], **given}
        for one in self.velden:
            if one.naam in self.fixed and one.naam not in given and one.naam not in fouten:
                waarden[one.naam] = self._fixed(one.naam, wijk, waarden)
                if waarden[one.naam] is None and waarden.get("datum") is not None:
                    fouten[one.naam] = NO_FASE
        self._compare_fase(nummer, given, wijk, waarden)
        for naam, value in DEFAULTS[self.toewijzing.lijst].items():
            if value is not None and waarden.get(naam) is None:
                waarden[naam] = value
        return waarden

    def _compare_fase(self, nummer: int, given: dict[str, Any], wijk: BekendeWijk, waarden: dict[str, Any]) -> None:
        """Tell of a fase that was not open on the date, while another was."""
        fase, day = given.get("fase"), waarden.get("datum")
        if not fase or day is None:
            return
        was_open = {one for one, begin, end in wijk.fasen if begin <= day and (end is None or day < end)}
        if was_open and fase not in was_open:
            naam = self.bekend.keuzes["fase"].get(fase, fase)
            self.merken.add("fase", "fase", nummer, f"{naam} op {nl.day(day)}")
            if self.keuzes.get("fase:fase") == "datum":
                given["fase"] = waarden["fase"] = wijk.fase_at(day)

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
        unique = self.bekend.lijst == BELANGHEBBENDEN
        for rij in self.by_key.get(natural_key(self.bekend.lijst, wijk.id, waarden), ()):
            differ = sum(value != rij.waarden.get(naam) for naam, value in given.items())
            if (rij.id not in self.taken or (unique and not differ)) and (best is None or differ < best[0]):
                best = (differ, rij)
        return best[1] if best is not None and (unique or best[0] <= MAY_DIFFER) else None

    def _check_names(
        self, nummer: int, wijk: BekendeWijk, waarden: dict[str, Any], was: BekendeRij | None, fouten: dict[str, str]
    ) -> None:
        """Two belanghebbenden of a wijk cannot have the same name; the same row once more is no second one."""
        if self.bekend.lijst != BELANGHEBBENDEN or fouten:
            return
        key = natural_key(self.bekend.lijst, wijk.id, waarden)
        taken = wijk.partijen.get(key[1])
        if taken is not None and (was is None or was.id != taken[0]):
            fouten["naam"] = f"{taken[1]} staat al in het register van deze wijk."
        earlier = self.seen.setdefault(("naam", *key), nummer)
        same = self.seen.get((wijk.id, *_hashable(waarden))) == earlier or (was is not None and waarden == was.waarden)
        if earlier != nummer and "naam" not in fouten and not same:
            fouten["naam"] = f"Deze naam staat al in rij {row_name(earlier, self.tabel.delen)}."


def _is_loose(one: Veld) -> bool:
    """Whether what cannot be read in a field may become a remark: it need not be there, and it is no text itself."""
    return not one.verplicht and one.soort not in (Waardesoort.TEKST, Waardesoort.KENMERK)


def _hashable(waarden: Mapping[str, Any]) -> tuple[Any, ...]:
    return tuple(waarden.values())
