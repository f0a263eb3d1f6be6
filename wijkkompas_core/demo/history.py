"""The audit of the demo: who entered its rows when, what was changed later and what was taken away.

Without it a look back would know everything from the start. Like the rows themselves it is the same every time for
the same last day; where a row is changed later, the row is how it became and the audit says how it was.
"""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from random import Random
from typing import Any

from sqlalchemy import Table

from wijkkompas_core.demo.team import Rows
from wijkkompas_core.domain.tijd import AMSTERDAM
from wijkkompas_core.domain.toegang import Actie
from wijkkompas_core.storage.logboek import DONE, plain
from wijkkompas_core.storage.tables import Base, LogboekRow

Rij = dict[str, Any]

LINKS = {
    "contactmoment": (
        ("aspecten", "contactmoment_aspect", "contactmoment_id", "aspect"),
        ("belanghebbenden", "contactmoment_belanghebbende", "contactmoment_id", "belanghebbende_id"),
    ),
    "besluit": (("contactmomenten", "besluit_contactmoment", "besluit_id", "contactmoment_id"),),
}
MAKEN = {
    "contactmoment": Actie.CONTACTMOMENT_VASTLEGGEN,
    "belanghebbende": Actie.BELANGHEBBENDE_WIJZIGEN,
    "houdingsmeting": Actie.HOUDING_METEN,
    "belofte": Actie.BELOFTE_WIJZIGEN,
    "besluit": Actie.BESLUIT_VASTLEGGEN,
    "afspraak": Actie.AFSPRAAK_VASTLEGGEN,
    "wijk": Actie.WIJKEN_LADEN,
    "wijkfase": Actie.FASE_WIJZIGEN,
    "faseplanning": Actie.FASE_WIJZIGEN,
    "mijlpaal": Actie.MIJLPAAL_WIJZIGEN,
    "nvt_vak": Actie.NVT_WIJZIGEN,
    "knooppuntstatus": Actie.KNOOPPUNT_WIJZIGEN,
    "deelproject": Actie.DEELPROJECT_WIJZIGEN,
    "oordeel": Actie.OORDEEL_VASTLEGGEN,
    "cijfer": Actie.CIJFER_VASTLEGGEN,
}
"""Per table what its rows are made by; a row of another table has no history."""


@dataclass(frozen=True, slots=True)
class Wijziging:
    """A later change of a row: when, by which action, and how the changed fields were before."""

    moment: datetime
    actie: Actie
    oud: dict[str, Any]


@dataclass
class Geschiedenis:
    """Makes the audit of all rows. `schrijvers` are the numbers of the accounts that record in each wijk (its id)."""

    rows: Rows
    tot: date
    schrijvers: dict[int, list[int]]
    kompas: list[tuple[str, str]]
    """The vakken of the method, as (fase, aspect)."""
    _lines: list[dict[str, Any]] = field(default_factory=list)

    def add(self) -> None:
        """Add the audit to the rows, oldest line first."""
        self.starts = {row["id"]: self._at(row["start"], 9) for row in self.rows["wijk"]}
        first = self._first_named()
        stories = {
            "contactmoment": self._contactmoment,
            "belanghebbende": self._belanghebbende,
            "houdingsmeting": self._houdingsmeting,
            "belofte": self._belofte,
            "besluit": self._besluit,
            "afspraak": self._afspraak,
            "wijk": self._wijk,
            "wijkfase": self._wijkfase,
            "faseplanning": self._faseplanning,
            "mijlpaal": self._mijlpaal,
            "nvt_vak": self._nvt_vak,
            "knooppuntstatus": self._knooppuntstatus,
            "deelproject": self._deelproject,
            "oordeel": self._oordeel,
            "cijfer": self._cijfer,
        }
        for name in MAKEN:
            links = self._links(name)
            for row in self.rows.get(name, ()):
                linked = {field: sorted(found.get(row["id"], ())) for field, found in links.items()}
                made, changes = stories[name](row, linked, first)
                self._tell(name, row, linked, made, changes)
        self._came_and_went()
        self._lines.sort(key=lambda line: (line["tijdstip"], line["object"], line["object_id"]))
        for number, line in enumerate(self._lines, start=1):
            self.rows.setdefault(LogboekRow.__tablename__, []).append({"id": number, **line})

    def _tell(self, name: str, row: Rij, linked: Rij, made: datetime, changes: list[Wijziging]) -> None:
        """The lines of one row: the change that was last is told first, since the row is how it became."""
        table = Base.metadata.tables[name]
        stand = {c.name: plain(row.get(c.name, _default(table, c.name))) for c in table.columns} | linked
        last = self._last()
        for change in sorted(changes, key=lambda one: one.moment, reverse=True):
            if not made < change.moment <= last or all(stand[k] == plain(v) for k, v in change.oud.items()):
                continue
            oud = {k: plain(v) for k, v in change.oud.items()}
            self._line(name, row, change.moment, change.actie, oud, {k: stand[k] for k in oud})
            stand |= oud
            row["versie"] += 1
        self._line(name, row, min(made, last), MAKEN[name], None, stand)

    def _line(self, name: str, row: Rij, moment: datetime, actie: Actie, oud: Rij | None, nieuw: Rij | None) -> None:
        table = Base.metadata.tables[name]
        wijk: int = row["wijk_id"] if "wijk_id" in row else row["id"]
        writer = row.get("ingevoerd_door") or self.schrijvers[wijk][0]
        self._lines.append(
            {
                "tijdstip": moment,
                "actie": actie.value,
                "object": name,
                "object_id": "/".join(str(row[c.name]) for c in table.primary_key.columns),
                "wijk_id": wijk,
                "resultaat": DONE,
                "oorsprong": "scherm",
                "actor_id": writer,
                "actor": f"gebruiker {writer}",  # as `Actor.logboeknaam` has it
                "oud": oud,
                "nieuw": nieuw,
            }
        )

    def _links(self, name: str) -> dict[str, dict[int, list[Any]]]:
        found: dict[str, dict[int, list[Any]]] = {}
        for listed, table, one, other in LINKS.get(name, ()):
            found[listed] = defaultdict(list)
            for row in self.rows.get(table, ()):
                found[listed][row[one]].append(row[other])
        return found

    def _first_named(self) -> dict[int, datetime]:
        """Per belanghebbende the moment just before it was first named: then it was put into the register."""
        found: dict[int, datetime] = {}

        def named(party: int | None, moment: datetime) -> None:
            if party is not None:
                found[party] = min(moment - timedelta(minutes=1), found.get(party, moment))

        entered = {row["id"]: row["ingevoerd_op"] for row in self.rows["contactmoment"]}
        for row in self.rows["contactmoment_belanghebbende"]:
            named(row["belanghebbende_id"], entered[row["contactmoment_id"]])
        for name in ("houdingsmeting", "afspraak"):
            for row in self.rows.get(name, ()):
                named(row["belanghebbende_id"], row["ingevoerd_op"])
        for row in self.rows.get("belofte", ()):
            named(row["belanghebbende_id"], self._promised(row))
        return found

    def _contactmoment(self, row: Rij, linked: Rij, _: Any) -> tuple[datetime, list[Wijziging]]:
        made, changed = row["ingevoerd_op"], row["gewijzigd_op"]
        if row["verwijderd_op"]:
            gone = min(made + timedelta(days=self._chance(row).randint(2, 60)), self._last())
            row["verwijderd_op"] = row["gewijzigd_op"] = gone
            return made, [
                Wijziging(gone, Actie.CONTACTMOMENT_VERWIJDEREN, {"verwijderd_op": None, "gewijzigd_op": made})
            ]
        if changed <= made:
            return made, []
        # What was put right: forgotten aspecten, a wrong day, or what it brought that was written down only later.
        was: Rij = {"opbrengst": ""} if row["opbrengst"] else {"participatieniveau": None}
        if len(linked["aspecten"]) > 1:
            was = {"aspecten": linked["aspecten"][:1], "aantal_aspecten": 1}
        elif row["id"] % 2 and row["datum"] - timedelta(days=7) >= self.starts[row["wijk_id"]].date():
            was = {"datum": row["datum"] - timedelta(days=7)}
        return made, [Wijziging(changed, Actie.CONTACTMOMENT_WIJZIGEN, was | {"gewijzigd_op": made})]

    def _belanghebbende(self, row: Rij, _: Rij, first: dict[int, datetime]) -> tuple[datetime, list[Wijziging]]:
        start = self.starts[row["wijk_id"]]
        made = max(start, first.get(row["id"], start + timedelta(days=20)))
        changes = []
        if row["samengevoegd_met"]:
            row["versie"] = 1
            moment = self._moment(self.tot - timedelta(days=40))
            changes.append(
                Wijziging(moment, Actie.BELANGHEBBENDE_SAMENVOEGEN, {"samengevoegd_met": None, "hoofd_id": None})
            )
        elif row["id"] % 4 == 0 and row["invloed"]:
            moment = made + timedelta(days=150 + row["id"] % 90)
            changes.append(Wijziging(moment, Actie.BELANGHEBBENDE_WIJZIGEN, {"belang": None, "invloed": None}))
        if row["aan_tafel"] and row["id"] % 7 == 0:
            changes.append(Wijziging(made + timedelta(days=1), Actie.BELANGHEBBENDE_WIJZIGEN, {"aan_tafel": False}))
        return made, changes

    def _houdingsmeting(self, row: Rij, *_: Any) -> tuple[datetime, list[Wijziging]]:
        return row["ingevoerd_op"], []

    def _belofte(self, row: Rij, *_: Any) -> tuple[datetime, list[Wijziging]]:
        made = self._promised(row)
        raised = Wijziging(made + timedelta(days=170), Actie.BELOFTE_WIJZIGEN, {"niveau": "informeren"})
        return made, [raised] if row["id"] % 6 == 0 else []

    def _promised(self, row: Rij) -> datetime:
        """A promise is made shortly after its fase began."""
        begun = [
            spell["begonnen_op"]
            for spell in self.rows["wijkfase"]
            if (spell["wijk_id"], spell["fase"]) == (row["wijk_id"], row["fase"])
        ]
        day = min(begun) + timedelta(days=12) if begun else self.tot - timedelta(days=45)
        return max(self._moment(day, row["id"] % 50), self.starts[row["wijk_id"]])

    def _besluit(self, row: Rij, *_: Any) -> tuple[datetime, list[Wijziging]]:
        made = row["ingevoerd_op"]
        if row["id"] % 9:
            return made, []
        row["gewijzigd_op"] = min(made + timedelta(days=9), self._last())
        was = {"grond": "Volgt nog.", "gewijzigd_op": made}
        return made, [Wijziging(row["gewijzigd_op"], Actie.BESLUIT_WIJZIGEN, was)]

    def _afspraak(self, row: Rij, *_: Any) -> tuple[datetime, list[Wijziging]]:
        made = row["ingevoerd_op"]
        if row["afgerond_op"] is None:
            return made, []
        row["versie"] = 1
        done = max(row["gewijzigd_op"], made + timedelta(minutes=1))
        row["gewijzigd_op"] = done
        was = {"status": "open", "afgerond_op": None, "gewijzigd_op": made}
        return made, [Wijziging(done, Actie.AFSPRAAK_WIJZIGEN, was)]

    def _wijk(self, row: Rij, *_: Any) -> tuple[datetime, list[Wijziging]]:
        return self.starts[row["id"]], []

    def _wijkfase(self, row: Rij, *_: Any) -> tuple[datetime, list[Wijziging]]:
        made = max(self._late(row, row["begonnen_op"], 6), self.starts[row["wijk_id"]])
        if row["afgesloten_op"] is None:
            return made, []
        closed = self._late(row, row["afgesloten_op"], 10)
        return made, [Wijziging(closed, Actie.FASE_WIJZIGEN, {"afgesloten_op": None})]

    def _faseplanning(self, row: Rij, *_: Any) -> tuple[datetime, list[Wijziging]]:
        made = self.starts[row["wijk_id"]] + timedelta(days=14)
        moved = {"gepland_tot": row["gepland_tot"] - timedelta(days=45)}
        late = Wijziging(self._moment(self.tot - timedelta(days=70)), Actie.FASE_WIJZIGEN, moved)
        return made, [late] if row["id"] % 5 == 0 and row["gepland_tot"] > self.tot else []

    def _mijlpaal(self, row: Rij, *_: Any) -> tuple[datetime, list[Wijziging]]:
        start = self.starts[row["wijk_id"]]
        made = max(start, self._moment(row["gepland_op"] - timedelta(days=150)))
        if row["besloten_op"]:
            decided = self._late(row, row["besloten_op"], 5)
            was = {"besloten_op": None, "uitkomst": None, "toelichting": ""}
            return min(made, decided - timedelta(days=1)), [Wijziging(decided, Actie.MIJLPAAL_WIJZIGEN, was)]
        made = min(made, self._moment(self.tot - timedelta(days=100)))
        moved = {"gepland_op": row["gepland_op"] - timedelta(days=40)}
        return max(start, made), [
            Wijziging(self._moment(self.tot - timedelta(days=35)), Actie.MIJLPAAL_WIJZIGEN, moved)
        ]

    def _nvt_vak(self, row: Rij, *_: Any) -> tuple[datetime, list[Wijziging]]:
        start = self.starts[row["wijk_id"]]
        return max(start, self._moment(row["sinds"])) if row["sinds"] else start, []

    def _knooppuntstatus(self, row: Rij, *_: Any) -> tuple[datetime, list[Wijziging]]:
        start, since = self.starts[row["wijk_id"]], row["sinds"]
        told = max(self._late(row, since, 12), start)
        if row["status"] in ("gestart", "nvt"):
            return told, []
        begun = max(start, self._moment(since - timedelta(days=self._chance(row).randint(20, 90))))
        was = {"status": "gestart", "reden": "", "sinds": begun.date()}
        return begun, [Wijziging(told, Actie.KNOOPPUNT_WIJZIGEN, was)]

    def _deelproject(self, row: Rij, *_: Any) -> tuple[datetime, list[Wijziging]]:
        """The parts of a wijk are named when it begins, so that their fasen can be planned."""
        moment = self._moment(self.tot - timedelta(days=80))
        closed = Wijziging(moment, Actie.DEELPROJECT_WIJZIGEN, {"actief": True})
        return self.starts[row["wijk_id"]], [] if row["actief"] else [closed]

    def _oordeel(self, row: Rij, *_: Any) -> tuple[datetime, list[Wijziging]]:
        made = row["ingevoerd_op"]
        if row["id"] % 8 or row["kleur"] == "groen":
            return made, []
        row["ingevoerd_op"] = min(made + timedelta(days=6), self._last())
        was = {"kleur": "groen", "zin": "Loopt volgens plan.", "ingevoerd_op": made}
        return made, [Wijziging(row["ingevoerd_op"], Actie.OORDEEL_VASTLEGGEN, was)]

    def _cijfer(self, row: Rij, *_: Any) -> tuple[datetime, list[Wijziging]]:
        made = row["ingevoerd_op"]
        if row["id"] % 11:
            return made, []
        row["ingevoerd_op"] = min(made + timedelta(days=4), self._last())
        was = {"teller": max(0.0, row["teller"] - 1), "ingevoerd_op": made}
        return made, [Wijziging(row["ingevoerd_op"], Actie.CIJFER_VASTLEGGEN, was)]

    def _came_and_went(self) -> None:
        """In one of three wijken a vak was n.v.t. for a while: now nothing is left of it but its lines."""
        taken = {(row["wijk_id"], row["fase"], row["aspect"]) for row in self.rows["nvt_vak"]}
        for wijk, start in self.starts.items():
            free = [vak for vak in self.kompas if (wijk, *vak) not in taken]
            made, gone = start + timedelta(days=120), self._moment(self.tot - timedelta(days=120 + wijk))
            if wijk % 3 != 1 or not free or made >= gone:
                continue
            fase, aspect = free[wijk % 3]
            row: Rij = {"wijk_id": wijk, "fase": fase, "aspect": aspect, "sinds": made.date().isoformat()}
            row |= {"reden": "Dit pakken we later op, samen met de buurwijk.", "versie": 1}
            self._line("nvt_vak", row, made, Actie.NVT_WIJZIGEN, None, row)
            self._line("nvt_vak", row, gone, Actie.NVT_WIJZIGEN, row, None)

    def _late(self, row: Rij, day: date, most: int) -> datetime:
        """When something of this day was entered: some days after it."""
        return self._moment(day + timedelta(days=self._chance(row).randint(0, most)), len(row) % 60)

    def _chance(self, row: Rij) -> Random:
        return Random("/".join(str(row.get(name)) for name in ("id", "wijk_id", "knooppunt", "datum", "fase")))

    def _moment(self, day: date, minute: int = 15) -> datetime:
        return min(self._at(day, 16, minute), self._last())

    def _at(self, day: date, hour: int, minute: int = 0) -> datetime:
        return datetime.combine(day, time(hour, minute), AMSTERDAM).astimezone(UTC)

    def _last(self) -> datetime:
        """Everything of the demo was entered before the last day began."""
        return self._at(self.tot - timedelta(days=1), 23, 45)


def _default(table: Table, name: str) -> Any:
    default: Any = table.columns[name].default
    if default is None:
        return None
    return default.arg if default.is_scalar else []
