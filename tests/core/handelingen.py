"""Everything that can be done in a wijk, each as one step through the real services; what is refused is skipped."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from sqlalchemy import select

from wijkkompas_core.domain.afspraken import STATUSSEN as AFSPRAAKSTATUSSEN
from wijkkompas_core.domain.afspraken import AfspraakInvoer
from wijkkompas_core.domain.band import BandInvoer
from wijkkompas_core.domain.belanghebbenden import BelanghebbendeInvoer, HoudingInvoer
from wijkkompas_core.domain.besluiten import BesluitInvoer
from wijkkompas_core.domain.betrokkenheid import ContactmomentInvoer, NieuweAfspraak, NieuweBelanghebbende
from wijkkompas_core.domain.tijd import today
from wijkkompas_core.domain.toegang import Actie, Actor
from wijkkompas_core.domain.voortgang import ONDERWERPEN, CijferInvoer, MijlpaalInvoer, OordeelInvoer
from wijkkompas_core.domain.wijken import STATUSSEN, WijkInvoer
from wijkkompas_core.errors import WijkkompasError
from wijkkompas_core.queries.methode import Methode
from wijkkompas_core.queries.signalen import signaalstand
from wijkkompas_core.services import (
    afspraken,
    band,
    belanghebbenden,
    besluiten,
    cijfers,
    contactmomenten,
    deelprojecten,
    fasen,
    signalen,
    voortgang,
    wijken,
)
from wijkkompas_core.services.versies import restore_version
from wijkkompas_core.storage import tables as t
from wijkkompas_core.storage.database import Database


@dataclass(frozen=True)
class Doener:
    """Does things in one wijk on the day at which the clock stands; `a` and `b` are numbers that choose what."""

    database: Database
    actor: Actor
    wijk: int
    methode: Methode

    def do(self, name: str, a: int, b: int) -> bool:
        """Do it; answers whether it was accepted."""
        try:
            with self.database.writing(self.actor, STAPPEN[name], self.wijk) as session:
                getattr(self, name)(session, a, b)
        except WijkkompasError:
            return False
        return True

    def pick(self, session: Any, table: Any, a: int) -> Any:
        """One of the rows of this wijk, or nothing at all: then the step is refused."""
        rows = session.scalars(select(table).where(table.wijk_id == self.wijk).order_by(*table.__table__.primary_key))
        found = rows.all()
        if not found:
            raise WijkkompasError("niets te kiezen")
        return found[a % len(found)]

    def maybe(self, session: Any, table: Any, a: int) -> Any:
        """One of the rows of this wijk, or nothing."""
        try:
            return self.pick(session, table, a) if a % 3 else None
        except WijkkompasError:
            return None

    def fase(self, a: int) -> str:
        """A fase."""
        return self.methode.kompas.fasen[a % 3].slug

    def aspecten(self, a: int) -> tuple[str, ...]:
        """One to three aspecten."""
        every = [aspect.slug for aspect in self.methode.kompas.aspecten]
        return tuple({every[(a * step) % 6] for step in range(1, 2 + a % 3)})

    def of(self, schaal: str, a: int) -> str:
        """A value of a scale."""
        values = list(self.methode.schalen[schaal])
        return values[a % len(values)]

    def invoer(self, session: Any, a: int, b: int) -> ContactmomentInvoer:
        """A contactmoment of some days ago: recorded late, that is."""
        party = self.maybe(session, t.BelanghebbendeRow, b)
        return ContactmomentInvoer(
            wijk=self.wijk,
            datum=today() - timedelta(days=(a * 7 + b * 3) % 40),
            fase=self.fase(b),
            aspecten=self.aspecten(a),
            vorm=self.of("vorm", a),
            participatieniveau=self.of("participatieniveau", b) if a % 2 else None,
            belanghebbenden=(party.id,) if party else (),
            nieuwe_belanghebbenden=(
                (NieuweBelanghebbende(f"Groep {a}", self.methode.typen and next(iter(self.methode.typen))),)
                if b % 2
                else ()
            ),
            aantal_deelnemers=a or None,
            opbrengst=f"Wat {a} {b}",
            links=("https://voorbeeld.example/",) if b % 4 == 1 else (),
            afspraken=(NieuweAfspraak(f"Doen {a}", self.actor.gebruiker, None, today() + timedelta(days=b - 3)),)
            if a % 4 == 0
            else (),
        )

    def contact(self, session: Any, a: int, b: int) -> None:
        contactmomenten.record_contactmoment(session, self.invoer(session, a, b))

    def contact_anders(self, session: Any, a: int, b: int) -> None:
        row = self.pick(session, t.ContactmomentRow, a)
        contactmomenten.change_contactmoment(session, row.id, row.versie, self.invoer(session, b, a))

    def contact_weg(self, session: Any, a: int, b: int) -> None:
        row = self.pick(session, t.ContactmomentRow, a)
        contactmomenten.delete_contactmoment(session, row.id, row.versie, with_afspraken=b % 2 == 0)

    def contact_terug(self, session: Any, a: int, b: int) -> None:
        row = self.pick(session, t.ContactmomentRow, a)
        contactmomenten.restore_contactmoment(session, row.id, row.versie)

    def partij(self, session: Any, a: int, b: int) -> None:
        belanghebbenden.record_belanghebbende(session, self.partij_invoer(a, b))

    def partij_invoer(self, a: int, b: int) -> BelanghebbendeInvoer:
        """A belanghebbende, at the table or not yet."""
        typen = list(self.methode.typen)
        return BelanghebbendeInvoer(
            wijk=self.wijk,
            naam=f"Partij {a}",
            type=typen[b % len(typen)],
            aspecten=self.aspecten(b) if a % 2 else (),
            belang=self.of("belang", a),
            aan_tafel=b % 2 == 0,
            contactpersoon=self.actor.gebruiker if a % 2 else None,
            notitie=f"Notitie {b}",
        )

    def partij_anders(self, session: Any, a: int, b: int) -> None:
        row = self.pick(session, t.BelanghebbendeRow, a)
        belanghebbenden.change_belanghebbende(session, row.id, row.versie, self.partij_invoer(b, a))

    def partijen_samen(self, session: Any, a: int, b: int) -> None:
        one, other = self.pick(session, t.BelanghebbendeRow, a), self.pick(session, t.BelanghebbendeRow, b)
        belanghebbenden.merge_belanghebbende(session, one.id, one.versie, other.id)

    def partijen_los(self, session: Any, a: int, b: int) -> None:
        row = self.pick(session, t.BelanghebbendeRow, a)
        belanghebbenden.unmerge_belanghebbende(session, row.id, row.versie)

    def houding(self, session: Any, a: int, b: int) -> None:
        party = self.pick(session, t.BelanghebbendeRow, a)
        day = today() - timedelta(days=b)
        invoer = HoudingInvoer(party.id, day, self.of("houding", a), self.of("houding", b), f"Omdat {a}")
        belanghebbenden.record_houding(session, invoer)

    def houding_weg(self, session: Any, a: int, b: int) -> None:
        row = self.pick(session, t.HoudingsmetingRow, a)
        step = belanghebbenden.restore_houding if row.verwijderd_op else belanghebbenden.delete_houding
        step(session, row.id, row.versie)

    def belofte(self, session: Any, a: int, b: int) -> None:
        party = self.pick(session, t.BelanghebbendeRow, a)
        main, fase = party.hoofd_id or party.id, self.fase(b)
        was = session.scalar(
            select(t.BelofteRow.niveau).where(t.BelofteRow.belanghebbende_id == main, t.BelofteRow.fase == fase)
        )
        niveau = None if a % 3 == 0 else self.of("participatieniveau", a + b)
        belanghebbenden.set_belofte(session, main, fase, niveau, was=was)

    def besluit(self, session: Any, a: int, b: int) -> None:
        moment = self.maybe(session, t.ContactmomentRow, b)
        besluiten.record_besluit(session, self.besluit_invoer(a, b, moment))

    def besluit_invoer(self, a: int, b: int, moment: Any) -> BesluitInvoer:
        """A besluit, with a contactmoment that led to it or without."""
        linked = (moment.id,) if moment and moment.verwijderd_op is None else ()
        day = today() - timedelta(days=b)
        return BesluitInvoer(self.wijk, day, self.fase(a), f"Besloten {a}", "Het team", f"Grond {b}", linked)

    def besluit_anders(self, session: Any, a: int, b: int) -> None:
        row = self.pick(session, t.BesluitRow, a)
        if row.verwijderd_op:
            besluiten.restore_besluit(session, row.id, row.versie)
        elif b % 3 == 0:
            besluiten.delete_besluit(session, row.id, row.versie)
        else:
            moment = self.maybe(session, t.ContactmomentRow, b)
            besluiten.change_besluit(session, row.id, row.versie, self.besluit_invoer(b, a, moment))

    def afspraak(self, session: Any, a: int, b: int) -> None:
        party = self.maybe(session, t.BelanghebbendeRow, a)
        afspraken.record_afspraak(session, self.afspraak_invoer(a, b, party))

    def afspraak_invoer(self, a: int, b: int, party: Any) -> AfspraakInvoer:
        """An afspraak that may be too late already."""
        owner = self.actor.gebruiker if a % 2 or party is None else None
        return AfspraakInvoer(
            self.wijk, f"Taak {a}", owner, party.id if party else None, today() + timedelta(days=b - 5)
        )

    def afspraak_anders(self, session: Any, a: int, b: int) -> None:
        row = self.pick(session, t.AfspraakRow, a)
        if row.verwijderd_op:
            afspraken.restore_afspraak(session, row.id, row.versie)
        elif b % 4 == 0:
            afspraken.delete_afspraak(session, row.id, row.versie)
        elif b % 4 == 1:
            party = self.maybe(session, t.BelanghebbendeRow, b)
            afspraken.change_afspraak(session, row.id, row.versie, self.afspraak_invoer(b, a, party))
        else:
            afspraken.set_status(session, row.id, row.versie, AFSPRAAKSTATUSSEN[(a + b) % 3])

    def fase_begint(self, session: Any, a: int, b: int) -> None:
        part = self.maybe(session, t.DeelprojectRow, b)
        begin = today() - timedelta(days=a)
        fasen.open_fase(session, self.wijk, part.id if part else None, self.methode.kompas.fasen[b % 6].slug, begin)

    def fase_anders(self, session: Any, a: int, b: int) -> None:
        row = self.pick(session, t.WijkfaseRow, a)
        if b % 4 == 0 and a:
            fasen.delete_periode(session, row.id, row.versie)
        elif row.afgesloten_op is None:
            fasen.close_fase(session, row.id, row.versie, today())
        else:
            fasen.change_periode(session, row.id, row.versie, row.begonnen_op, None)

    def plan(self, session: Any, a: int, b: int) -> None:
        fase = self.fase(a)
        row = session.scalar(
            select(t.FaseplanningRow).where(
                t.FaseplanningRow.wijk_id == self.wijk,
                t.FaseplanningRow.fase == fase,
                t.FaseplanningRow.deelproject_id.is_(None),
            )
        )
        if row is not None and b % 3 == 0:
            fasen.unplan_fase(session, self.wijk, None, fase, row.versie)
        else:
            van = today() + timedelta(days=a)
            fasen.plan_fase(session, self.wijk, None, fase, row.versie if row else 0, van, van + timedelta(days=30 + b))

    def mijlpaal(self, session: Any, a: int, b: int) -> None:
        planned = today() + timedelta(days=a - 4)
        fasen.add_mijlpaal(session, MijlpaalInvoer(self.wijk, None, self.fase(b), f"Mijlpaal {a}", planned))

    def mijlpaal_anders(self, session: Any, a: int, b: int) -> None:
        row = self.pick(session, t.MijlpaalRow, a)
        if b % 4 == 0:
            fasen.delete_mijlpaal(session, row.id, row.versie)
        elif row.uitkomst:
            fasen.reopen_mijlpaal(session, row.id, row.versie)
        else:
            invoer = MijlpaalInvoer(
                self.wijk, row.deelproject_id, row.fase, row.naam, row.gepland_op, today(),
                self.of("mijlpaaluitkomst", b), f"Want {a}",
            )  # fmt: skip
            fasen.change_mijlpaal(session, row.id, row.versie, invoer)

    def knooppunt(self, session: Any, a: int, b: int) -> None:
        points = [k.slug for found in self.methode.knooppunten.values() for k in found][:4]
        slug = points[a % len(points)]
        row = session.get(t.KnooppuntstatusRow, (self.wijk, slug))
        status = self.of("knooppuntstatus", b)
        versie = row.versie if row else 0
        voortgang.set_knooppuntstatus(session, self.wijk, slug, versie, status, f"Reden {a}", today())

    def nvt(self, session: Any, a: int, b: int) -> None:
        fase, aspect = self.fase(a), self.aspecten(b)[0]
        row = session.get(t.NvtVakRow, (self.wijk, fase, aspect))
        if row is None or b % 2:
            voortgang.mark_nvt(session, self.wijk, fase, aspect, row.versie if row else 0, f"Daarom {a} {b}")
        else:
            voortgang.unmark_nvt(session, self.wijk, fase, aspect, row.versie)

    def oordeel(self, session: Any, a: int, b: int) -> None:
        kleuren = ("groen", "oranje", "rood")
        invoer = OordeelInvoer(
            self.wijk, None, today() - timedelta(days=b), list(ONDERWERPEN)[a % 4], kleuren[b % 3], f"Zin {a} {b}"
        )
        row = self.maybe(session, t.OordeelRow, a)
        if row is None:
            cijfers.record_oordelen(session, (invoer,))
        elif b % 3 == 0:
            cijfers.delete_oordeel(session, row.id, row.versie)
        else:
            cijfers.change_oordeel(session, row.id, row.versie, invoer)

    def cijfer(self, session: Any, a: int, b: int) -> None:
        invoer = CijferInvoer(
            self.wijk, None, "Eigen cijfer", today() - timedelta(days=b), float(a), 12.0, "Eigen telling"
        )
        row = self.maybe(session, t.CijferRow, b)
        if row is None:
            cijfers.record_cijfer(session, invoer)
        elif a % 3 == 0:
            cijfers.delete_cijfer(session, row.id, row.versie)
        else:
            cijfers.change_cijfer(session, row.id, row.versie, invoer)

    def deel(self, session: Any, a: int, b: int) -> None:
        row = self.maybe(session, t.DeelprojectRow, a)
        if row is None:
            deelprojecten.add_deelproject(session, self.wijk, f"Deel {b}", "Uitleg")
        else:
            step = deelprojecten.close_deelproject if row.actief else deelprojecten.reopen_deelproject
            step(session, row.id, row.versie)

    def band(self, session: Any, a: int, b: int) -> None:
        fase = self.fase(a)
        row = session.get(t.BandRow, fase)
        if row is not None and b % 3 == 0:
            band.remove_band(session, fase, row.versie, "Weg ermee")
        else:
            invoer = BandInvoer(fase, -(1 + b) / 10, (1 + a) / 10, f"Afgesproken {a}")
            band.set_band(session, invoer, row.versie if row else 0)

    def wijk_anders(self, session: Any, a: int, b: int) -> None:
        row = session.get(t.WijkRow, self.wijk)
        invoer = WijkInvoer(f"Dorp {a}", row.start, gebied=f"Gebied {b}", regie="Gemeente")
        wijken.change_wijk(session, row.id, row.versie, invoer)

    def wijkstatus(self, session: Any, a: int, b: int) -> None:
        row = session.get(t.WijkRow, self.wijk)
        wijken.set_wijkstatus(session, row.id, row.versie, STATUSSEN[a % 3])

    def signaal(self, session: Any, a: int, b: int) -> None:
        row = self.maybe(session, t.SignaalreactieRow, a)
        if row is not None:
            signalen.take_back(session, row.id, row.versie)
            return
        stand = signaalstand(session, self.actor, self.wijk, self.methode, today())
        if not stand.signalen:
            raise WijkkompasError("geen signaal")
        one = stand.signalen[b % len(stand.signalen)]
        signalen.set_aside(session, self.wijk, one.sleutel, one.feiten, f"Nu niet {a}")

    def versie_terug(self, session: Any, a: int, b: int) -> None:
        row = self.pick(session, t.ContactmomentRow, a)
        lines = session.scalars(
            select(t.LogboekRow.id).where(t.LogboekRow.object == "contactmoment", t.LogboekRow.object_id == str(row.id))
        ).all()
        restore_version(session, self.wijk, f"contactmoment-{row.id}", row.versie, lines[b % len(lines)])


STAPPEN: dict[str, Actie] = {
    "contact": Actie.CONTACTMOMENT_VASTLEGGEN,
    "contact_anders": Actie.CONTACTMOMENT_WIJZIGEN,
    "contact_weg": Actie.CONTACTMOMENT_VERWIJDEREN,
    "contact_terug": Actie.CONTACTMOMENT_TERUGZETTEN,
    "partij": Actie.BELANGHEBBENDE_WIJZIGEN,
    "partij_anders": Actie.BELANGHEBBENDE_WIJZIGEN,
    "partijen_samen": Actie.BELANGHEBBENDE_SAMENVOEGEN,
    "partijen_los": Actie.BELANGHEBBENDE_SAMENVOEGEN,
    "houding": Actie.HOUDING_METEN,
    "houding_weg": Actie.HOUDING_METEN,
    "belofte": Actie.BELOFTE_WIJZIGEN,
    "besluit": Actie.BESLUIT_VASTLEGGEN,
    "besluit_anders": Actie.BESLUIT_WIJZIGEN,
    "afspraak": Actie.AFSPRAAK_VASTLEGGEN,
    "afspraak_anders": Actie.AFSPRAAK_WIJZIGEN,
    "fase_begint": Actie.FASE_WIJZIGEN,
    "fase_anders": Actie.FASE_WIJZIGEN,
    "plan": Actie.FASE_WIJZIGEN,
    "mijlpaal": Actie.MIJLPAAL_WIJZIGEN,
    "mijlpaal_anders": Actie.MIJLPAAL_WIJZIGEN,
    "knooppunt": Actie.KNOOPPUNT_WIJZIGEN,
    "nvt": Actie.NVT_WIJZIGEN,
    "oordeel": Actie.OORDEEL_VASTLEGGEN,
    "cijfer": Actie.CIJFER_VASTLEGGEN,
    "deel": Actie.DEELPROJECT_WIJZIGEN,
    "band": Actie.BAND_WIJZIGEN,
    "wijk_anders": Actie.WIJK_BEHEREN,
    "wijkstatus": Actie.WIJK_BEHEREN,
    "signaal": Actie.SIGNAAL_WEGLEGGEN,
    "versie_terug": Actie.VERSIE_TERUGZETTEN,
}
"""Every step and the action that it is."""
