"""The rows of what the teams of the demo keep: houding, beloften, besluiten, afspraken and voortgang."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from random import Random
from typing import Any

from wijkkompas_core.demo.make import GemaaktContact, Wijkmaker
from wijkkompas_core.demo.read import Wijkverhaal
from wijkkompas_core.demo.read_team import Afspraak, Besluit, Teamverhaal
from wijkkompas_core.domain.tijd import AMSTERDAM
from wijkkompas_core.storage.tables import (
    AfspraakRow,
    AnnotatieRow,
    BelofteRow,
    BesluitRow,
    CijferRow,
    DeelprojectRow,
    FaseplanningRow,
    HoudingsmetingRow,
    MijlpaalRow,
    OordeelRow,
    WijkfaseRow,
    besluit_contactmoment,
)

Rows = dict[str, list[dict[str, Any]]]
"""Per table name its rows, each as column → value."""


def add_row(rows: Rows, table: str, **values: Any) -> int:
    """Add a row; answers how many there are now, which serves as its number."""
    rows.setdefault(table, []).append(values)
    return len(rows[table])


def add_numbered(rows: Rows, table: str, **values: Any) -> int:
    """Add a row with its number as `id`; answers the number."""
    return add_row(rows, table, id=len(rows.get(table, ())) + 1, **values)


def add_voortgang(
    rows: Rows, wijk: Wijkverhaal, team: Teamverhaal, key: int, maker: Wijkmaker
) -> dict[str, int | None]:
    """Add deelprojecten, fasen, mijlpalen and planning of a wijk and its parts.

    Answers the number of each deelproject by its name; the empty name is the wijk itself.
    """
    parts: dict[str, int | None] = {"": None}
    for part in team.deelprojecten:
        parts[part.naam] = add_numbered(
            rows,
            DeelprojectRow.__tablename__,
            wijk_id=key,
            naam=part.naam,
            toelichting=part.toelichting,
            actief=part.actief,
            versie=1,
        )
    days = [(maker.day(van), None if tot is None else maker.day(tot)) for _, _, van, tot in wijk.fasen_van_delen]
    spells = [("", *spell) for spell in maker.spells]
    spells += [(part, fase, *day) for (part, fase, _, _), day in zip(wijk.fasen_van_delen, days, strict=True)]
    for part, fase, begin, end in spells:
        add_numbered(
            rows,
            WijkfaseRow.__tablename__,
            wijk_id=key,
            fase=fase,
            begonnen_op=begin,
            afgesloten_op=end,
            deelproject_id=parts[part],
            versie=1,
        )
    for m in wijk.mijlpalen:
        add_numbered(
            rows,
            MijlpaalRow.__tablename__,
            wijk_id=key,
            fase=m.fase,
            naam=m.naam,
            gepland_op=maker.day(m.gepland),
            besloten_op=None if m.besloten is None else maker.day(m.besloten),
            uitkomst=m.uitkomst,
            toelichting=m.toelichting,
            deelproject_id=parts[m.deelproject],
            versie=1,
        )
    for p in team.planning:
        add_numbered(
            rows,
            FaseplanningRow.__tablename__,
            wijk_id=key,
            deelproject_id=parts[p.deelproject],
            fase=p.fase,
            gepland_van=maker.day(p.van),
            gepland_tot=maker.day(p.tot),
            versie=1,
        )
    return parts


@dataclass(frozen=True, slots=True)
class Teamrijen:
    """Adds the rows of one team. `personen` are numbers of accounts by name, `schrijvers` those who record here,
    `contacten` the numbered contactmomenten of the wijk, oldest entry first."""

    rows: Rows
    key: int
    maker: Wijkmaker
    partijen: dict[str, int]
    personen: dict[str, int]
    schrijvers: list[int]
    contacten: list[tuple[int, GemaaktContact]]
    chance: Random

    def add(self, team: Teamverhaal, parts: dict[str, int | None]) -> None:
        """Add everything that the team keeps, but for what `add_voortgang` adds."""
        for h in team.houdingen:
            day = min(self.maker.day(h.maand), self._last_day())
            add_numbered(
                self.rows,
                HoudingsmetingRow.__tablename__,
                wijk_id=self.key,
                belanghebbende_id=self.partijen[h.belanghebbende],
                datum=day,
                huidig=h.huidig,
                gewenst=h.gewenst,
                toelichting=h.toelichting,
                **self._entered(day),
                verwijderd_op=None,
                versie=1,
            )
        for b in team.beloften:
            add_numbered(
                self.rows,
                BelofteRow.__tablename__,
                wijk_id=self.key,
                belanghebbende_id=self.partijen[b.belanghebbende],
                fase=b.fase,
                niveau=b.niveau,
                versie=1,
            )
        for besluit in sorted(team.besluiten, key=lambda b: -b.maand):
            self._besluit(besluit)
        for afspraak in sorted(team.afspraken, key=lambda a: -a.gemaakt):
            self._afspraak(afspraak)
        self._metingen(team, parts)
        for noot in sorted(team.noten, key=lambda n: -n.maand):
            day = min(self.maker.day(noot.maand), self._last_day())
            add_noot(self.rows, self.key, day, noot.tekst, **self._entered(day))

    def _besluit(self, besluit: Besluit) -> None:
        day = min(self.maker.day(besluit.maand), self._last_day())
        entered = self._entered(day)
        number = add_numbered(
            self.rows,
            BesluitRow.__tablename__,
            wijk_id=self.key,
            datum=day,
            fase=besluit.fase,
            wat=besluit.wat,
            door=besluit.door,
            grond=besluit.grond,
            sleutel=None,
            **entered,
            gewijzigd_op=entered["ingevoerd_op"],
            verwijderd_op=None,
            versie=1,
        )
        before = [
            key
            for key, contact in self.contacten
            if contact.datum <= day
            and contact.ingevoerd_op <= entered["ingevoerd_op"]
            and besluit.aspect in contact.aspecten
            and not contact.verwijderd
        ]
        for key in before[-besluit.aantal :] if besluit.aantal else ():
            add_row(self.rows, besluit_contactmoment.name, besluit_id=number, contactmoment_id=key)

    def _afspraak(self, afspraak: Afspraak) -> None:
        day = self.maker.tot - timedelta(days=afspraak.gemaakt)
        contact = self._contact_before(day, afspraak.belanghebbende) if afspraak.uit_contact else None
        entered = self._entered(day)
        if contact is not None:
            entered["ingevoerd_op"] = contact[1].ingevoerd_op
        done = None if afspraak.afgerond is None else self.maker.tot - timedelta(days=afspraak.afgerond)
        deadline = None if afspraak.deadline is None else self.maker.tot - timedelta(days=afspraak.deadline)
        changed = entered["ingevoerd_op"]
        if done is not None:
            changed = max(changed, self._moment(done))
        add_numbered(
            self.rows,
            AfspraakRow.__tablename__,
            wijk_id=self.key,
            wat=afspraak.wat,
            eigenaar_id=self.personen[afspraak.eigenaar] if afspraak.eigenaar else None,
            belanghebbende_id=self.partijen[afspraak.belanghebbende] if afspraak.belanghebbende else None,
            deadline=deadline,
            status=afspraak.status,
            afgerond_op=done,
            contactmoment_id=contact[0] if contact else None,
            sleutel=None,
            **entered,
            gewijzigd_op=changed,
            verwijderd_op=None,
            versie=1 if done is None else 2,
        )

    def _contact_before(self, day: date, naam: str) -> tuple[int, GemaaktContact] | None:
        """The last contactmoment up to `day` with this belanghebbende, else with anybody, within two months of it."""
        near = [
            entry
            for entry in self.contacten
            if day - timedelta(days=60) <= entry[1].datum <= day
            and entry[1].ingevoerd_op <= self._moment(day)
            and not entry[1].verwijderd
        ]
        return next(iter([e for e in reversed(near) if naam in e[1].belanghebbenden] or reversed(near)), None)

    def _metingen(self, team: Teamverhaal, parts: dict[str, int | None]) -> None:
        """Oordelen and cijfers, at the end of their quarters since the wijk began."""
        for oordeel in sorted(team.oordelen, key=lambda o: -o.kwartaal):
            day = quarter_end(self.maker.tot, oordeel.kwartaal)
            if day >= self._first_day():
                add_numbered(
                    self.rows,
                    OordeelRow.__tablename__,
                    wijk_id=self.key,
                    deelproject_id=parts[oordeel.deelproject],
                    peildatum=day,
                    onderwerp=oordeel.onderwerp,
                    kleur=oordeel.kleur,
                    zin=oordeel.zin,
                    **self._entered(day, weeks=3),
                    versie=1,
                )
        for cijfer in sorted(team.cijfers, key=lambda c: -c.kwartaal):
            day = quarter_end(self.maker.tot, cijfer.kwartaal)
            if day >= self._first_day():
                add_numbered(
                    self.rows,
                    CijferRow.__tablename__,
                    wijk_id=self.key,
                    deelproject_id=parts[cijfer.deelproject],
                    soort=cijfer.soort,
                    peildatum=day,
                    teller=cijfer.teller,
                    noemer=cijfer.noemer,
                    bron=cijfer.bron,
                    **self._entered(day, weeks=3),
                    versie=1,
                )

    def _entered(self, day: date, weeks: int = 1) -> dict[str, Any]:
        """Who entered something of this day, and when: within `weeks`, never after the last day."""
        later = day + timedelta(days=self.chance.randint(0, 7 * weeks))
        moment = self._moment(min(later, self._last_day()), self.chance.randrange(60))
        return {"ingevoerd_op": moment, "ingevoerd_door": self.chance.choice(self.schrijvers)}

    def _moment(self, day: date, minute: int = 59) -> datetime:
        return datetime.combine(day, time(17, minute), AMSTERDAM).astimezone(UTC)

    def _first_day(self) -> date:
        return self.maker.spells[0][1]

    def _last_day(self) -> date:
        return self.maker.tot - timedelta(days=1)


def add_noot(rows: Rows, wijk: int | None, day: date, tekst: str, **entered: Any) -> None:
    """Add a noot at a wijk, or without one at all of them; `entered` says who entered it, and when."""
    table = AnnotatieRow.__tablename__
    add_numbered(rows, table, wijk_id=wijk, datum=day, tekst=tekst, **entered, verwijderd_op=None, versie=1)


def quarter_end(tot: date, back: int) -> date:
    """The last day of a quarter that had ended before `tot`; `back` 0 is the latest of them."""
    quarter = tot.year * 4 + (tot.month - 1) // 3 - back
    return date(quarter // 4, quarter % 4 * 3 + 1, 1) - timedelta(days=1)
