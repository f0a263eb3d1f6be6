"""A whole programme, made up: many wijken that each run for years, and as many contactmomenten as asked.

The wijken are the same whatever the number of contactmomenten, so that only their number differs.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import count, product
from pathlib import Path
from random import Random
from typing import Any, cast

from sqlalchemy import Table, select, text

from benchmarks.aanmelden import Account
from benchmarks.bulk import insert_rows
from benchmarks.programmacontacten import Wijkplan, add_contacten
from wijkkompas_core.domain.betrokkenheid import PARTICIPATIENIVEAU, match_name
from wijkkompas_core.domain.kompas import BelanghebbendeType
from wijkkompas_core.domain.tijd import AMSTERDAM, today
from wijkkompas_core.domain.toegang import Actie, Rol, Toekenning, system_actor
from wijkkompas_core.domain.voortgang import ONDERWERPEN
from wijkkompas_core.queries.methode import Methode, methode
from wijkkompas_core.services.laden.referentie_laden import load_referentie
from wijkkompas_core.services.laden.referentie_lezen import read_referentie
from wijkkompas_core.services.toegang.accounts import GebruikerInvoer, add_gebruiker
from wijkkompas_core.settings import Settings
from wijkkompas_core.storage.database import Database
from wijkkompas_core.storage.engine import continue_numbering
from wijkkompas_core.storage.logboek import WritingSession
from wijkkompas_core.storage.migrations import migrate
from wijkkompas_core.storage.stroom import rebuild
from wijkkompas_core.storage.tables import (
    AfspraakRow,
    Base,
    BelanghebbendeRow,
    BelofteRow,
    GebruikerRow,
    MijlpaalRow,
    NvtVakRow,
    OordeelRow,
    ToekenningRow,
    WijkfaseRow,
    WijkRow,
)

ACTOR = system_actor("benchmark")
BOMEN = (
    *("Linden", "Beuken", "Eiken", "Iepen", "Essen", "Wilgen", "Berken", "Elzen", "Molen", "Water"),
    *("Zand", "Klei", "Heide", "Duin", "Polder", "Sluis", "Haven", "Kasteel", "Ooievaars", "Reiger"),
)
PLEKKEN = (
    *("hof", "kwartier", "veld", "burg", "dal", "wijk", "park", "zicht", "akker", "oord"),
    *("dijk", "brink", "horst", "land", "weide", "poort", "kade", "laan", "tuin", "eind"),
)
GEBIEDEN = ("Noord", "Noordoost", "Oost", "Zuidoost", "Zuid", "West", "Centrum", "")
REGIES = ("gemeente", "woningcorporatie", "samen", "")
TAKEN = (
    "Uitnodiging voor de volgende bewonersavond versturen",
    "Kosten per woning op een rij zetten",
    "Kaart van de kabels en leidingen opvragen",
    "Verslag met alle deelnemers delen",
    "Subsidie voor isolatie uitzoeken",
)
WIJKEN_PER_LEIDER = 8
PARTIJEN = (8, 26)
AFSPRAKEN = (4, 40)


@dataclass(frozen=True)
class Omvang:
    """How large a programme is: wijken, years since the first one began, and contactmomenten."""

    wijken: int
    jaren: int
    contactmomenten: int


ZESTIG = Omvang(60, 10, 30_000)
"""A gemeente with sixty wijkaanpakken."""
TIENDUIZEND, MILJOEN = Omvang(400, 10, 10_000), Omvang(400, 10, 1_000_000)
"""A province or a national programme, when it is young and after years of recording."""


def make_programme(url: str, omvang: Omvang, account: Account, seed: int = 1, dag: date | None = None) -> None:
    """Fill an empty database with a programme as it would be on `dag` (today); `account` is its programmamanager.

    The same seed on the same day gives the same rows. At the end the stream is made and the statistics are renewed.
    """
    database, dag = Database(url), dag or today()
    migrate(database.engine)
    with database.writing(ACTOR, Actie.REFERENTIE_LADEN) as session:
        load_referentie(session, read_referentie(Path(Settings().referentie)))
    with database.writing(ACTOR, Actie.GEBRUIKER_BEHEREN) as session:
        everywhere = (Toekenning(Rol.PROGRAMMAMANAGER),)
        add_gebruiker(session, GebruikerInvoer(account.naam, "Programmamanager", account.wachtwoord, everywhere))
    with database.writing(ACTOR, Actie.DEMO_LADEN) as session:
        _Maker(session, Random(seed), omvang, dag).fill(seed)
        session.dirty_wijken.add(None)
    with database.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        # On PostgreSQL this also notes which pages hold nothing that was removed, as autovacuum does in time.
        connection.execute(text("VACUUM ANALYZE" if connection.dialect.name == "postgresql" else "ANALYZE"))
    database.close()


class _Maker:
    """Makes one programme; every row gets a number of its own that counts on from the last."""

    def __init__(self, session: WritingSession, chance: Random, omvang: Omvang, dag: date) -> None:
        self.session, self.chance, self.omvang, self.dag = session, chance, omvang, dag
        self.methode: Methode = methode(session)
        self.moment = datetime.combine(dag, time(9), AMSTERDAM)
        self.next_id = {row: count(1) for row in (BelanghebbendeRow, WijkfaseRow, MijlpaalRow, OordeelRow, AfspraakRow)}

    def fill(self, seed: int) -> None:
        """Write everything."""
        leaders = self._leaders()
        plans = [self._wijk(number) for number in range(1, self.omvang.wijken + 1)]
        self._write(
            WijkRow,
            ("id", "slug", "naam", "start", "buurten", "gebied", "regie", "status", "status_sinds", "versie"),
            (self._wijk_row(plan) for plan in plans),
        )
        self._write(
            ToekenningRow,
            ("gebruiker_id", "rol", "wijk_id"),
            ((leaders[plan.id // WIJKEN_PER_LEIDER], Rol.PROJECTLEIDER.value, plan.id) for plan in plans),
        )
        spells = ("id", "wijk_id", "fase", "begonnen_op", "afgesloten_op", "versie")
        self._write(
            WijkfaseRow,
            spells,
            ((next(self.next_id[WijkfaseRow]), plan.id, *spell, 1) for plan in plans for spell in plan.perioden),
        )
        party = ("id", "wijk_id", "naam", "zoeknaam", "type", "belang", "invloed", "aan_tafel", "aspecten", "versie")
        self._write(BelanghebbendeRow, party, (row for plan in plans for row in self._parties(plan)))
        self._write(
            BelofteRow,
            ("wijk_id", "belanghebbende_id", "fase", "niveau", "versie"),
            (row for plan in plans for row in self._promises(plan)),
        )
        self._write(
            MijlpaalRow,
            ("id", "wijk_id", "fase", "naam", "gepland_op", "besloten_op", "uitkomst", "versie", "toelichting"),
            (row for plan in plans for row in self._mijlpalen(plan)),
        )
        self._write(
            NvtVakRow,
            ("wijk_id", "fase", "aspect", "reden", "sinds", "versie"),
            (row for plan in plans for row in self._nvt(plan)),
        )
        self._write(
            OordeelRow,
            ("id", "wijk_id", "peildatum", "onderwerp", "kleur", "zin", "ingevoerd_op", "versie"),
            (row for plan in plans for row in self._oordelen(plan)),
        )
        afspraak = ("id", "wijk_id", "wat", "eigenaar_id", "deadline", "status", "afgerond_op", "ingevoerd_op",
                    "gewijzigd_op", "versie")  # fmt: skip
        self._write(AfspraakRow, afspraak, (row for plan in plans for row in self._afspraken(plan, leaders)))
        add_contacten(self.session, self.methode, plans, self.omvang.contactmomenten, leaders, self.dag, seed)
        numbered = [cast(Table, row.__table__) for row in (WijkRow, *self.next_id)]
        numbered.append(Base.metadata.tables["contactmoment"])
        continue_numbering(self.session.connection(), numbered)
        self.session.execute(text("ANALYZE"))  # else PostgreSQL plans the next reads as if nothing was there yet
        rebuild(self.session)

    def _write(self, row: type[Base], names: tuple[str, ...], rows: Iterator[tuple[Any, ...]]) -> None:
        insert_rows(self.session.connection(), cast(Table, row.__table__), names, rows)

    def _leaders(self) -> list[int]:
        """Accounts of projectleiders; nobody can log in with them."""
        number = self.omvang.wijken // WIJKEN_PER_LEIDER + 1
        rows = [
            GebruikerRow(gebruikersnaam=f"leider{i:03}", naam=f"Leider {i}", wachtwoord_hash="-")
            for i in range(1, number + 1)
        ]
        self.session.add_all(rows)
        self.session.flush()
        return list(self.session.scalars(select(GebruikerRow.id).where(GebruikerRow.wachtwoord_hash == "-")))

    def _wijk(self, number: int) -> Wijkplan:
        """A wijk with its spells: it began some time in the years of the programme and goes from fase to fase."""
        chance = self.chance
        begin, place = [(b, p) for b, p in product(BOMEN, PLEKKEN)][(number * 37 - 1) % 400]
        again = (number - 1) // 400
        naam = f"{begin}{place}{f' {again + 1}' if again else ''}"
        days = self.omvang.jaren * 365
        start = self.dag - timedelta(days=chance.randint(min(200, days), days))
        perioden: list[tuple[str, date, date | None]] = []
        day = start
        for fase in self.methode.kompas.fasen:
            end = day + timedelta(days=chance.randint(150, 700))
            over = end < self.dag - timedelta(days=30)
            perioden.append((fase.slug, day, end if over else None))
            if not over:
                break
            day = end - timedelta(days=chance.choice((0, 0, 0, 45)))
        if len(perioden) > 2 and chance.random() < 0.15:  # back to an earlier fase
            perioden.append((perioden[-3][0], self.dag - timedelta(days=chance.randint(20, 29)), None))
        status = chance.choices(("actief", "gepauzeerd", "afgesloten"), (94, 3, 3))[0]
        silent = chance.choices((1, chance.randint(20, 90), chance.randint(91, 300)), (75, 17, 8))[0]
        last = max(start, self.dag - timedelta(days=silent))
        lean = chance.uniform(0.25, 0.75)
        return Wijkplan(number, naam, start, last, status, lean, tuple(perioden), [])

    def _wijk_row(self, plan: Wijkplan) -> tuple[Any, ...]:
        chance = self.chance
        since = None if plan.status == "actief" else plan.laatste
        slug = "-".join(match_name(plan.naam).split())
        regie = chance.choice(REGIES)
        return plan.id, slug, plan.naam, plan.start, [], chance.choice(GEBIEDEN), regie, plan.status, since, 1

    def _parties(self, plan: Wijkplan) -> Iterator[tuple[Any, ...]]:
        chance = self.chance
        types: list[BelanghebbendeType] = list(self.methode.typen.values())
        for type_ in chance.sample(types, min(len(types), chance.randint(*PARTIJEN))):
            key = next(self.next_id[BelanghebbendeRow])
            plan.partijen.append(key)
            naam = f"{type_.naam} {plan.naam}"
            how = (chance.choice(("laag", "midden", "hoog")), chance.choice(("laag", "midden", "hoog")))
            yield key, plan.id, naam, match_name(naam), type_.slug, *how, chance.random() < 0.9, [], 1

    def _promises(self, plan: Wijkplan) -> Iterator[tuple[Any, ...]]:
        niveaus = list(self.methode.schalen[PARTICIPATIENIVEAU])
        for fase in dict.fromkeys(fase for fase, _, _ in plan.perioden):
            for party in sorted(self.chance.sample(plan.partijen, len(plan.partijen) // 3)):
                yield plan.id, party, fase, self.chance.choice(niveaus), 1

    def _mijlpalen(self, plan: Wijkplan) -> Iterator[tuple[Any, ...]]:
        for fase, begin, end in plan.perioden:
            planned = begin + timedelta(days=self.chance.randint(200, 600))
            outcome = self.chance.choices(("go", "voorwaarden", "no-go"), (6, 3, 1))[0] if end else None
            naam = f"Afronding {self.methode.kompas.fase[fase].naam.lower()}"
            yield next(self.next_id[MijlpaalRow]), plan.id, fase, naam, planned, end, outcome, 1, ""

    def _nvt(self, plan: Wijkplan) -> Iterator[tuple[Any, ...]]:
        vakken = [(f.slug, a.slug) for f in self.methode.kompas.fasen for a in self.methode.kompas.aspecten]
        for fase, aspect in sorted(self.chance.sample(vakken, self.chance.choice((0, 0, 1, 2, 4)))):
            yield plan.id, fase, aspect, "Speelt hier niet.", plan.start, 1

    def _oordelen(self, plan: Wijkplan) -> Iterator[tuple[Any, ...]]:
        quarters = [self.dag - timedelta(days=91 * back) for back in range(1, 9)]
        for peildatum, onderwerp in product((day for day in quarters if day >= plan.start), ONDERWERPEN):
            kleur = self.chance.choices(("groen", "oranje", "rood"), (6, 3, 1))[0]
            zin = "Loopt volgens plan." if kleur == "groen" else "Vraagt aandacht."
            yield next(self.next_id[OordeelRow]), plan.id, peildatum, onderwerp, kleur, zin, self.moment, 1

    def _afspraken(self, plan: Wijkplan, leaders: list[int]) -> Iterator[tuple[Any, ...]]:
        chance = self.chance
        for _ in range(chance.randint(*AFSPRAKEN)):
            entered = plan.start + timedelta(days=chance.randint(0, (self.dag - plan.start).days - 1))
            deadline = entered + timedelta(days=chance.randint(7, 90))
            is_open = deadline > self.dag - timedelta(days=60) and chance.random() < 0.6
            status = "open" if is_open else chance.choices(("klaar", "vervallen"), (8, 2))[0]
            moment = datetime.combine(entered, time(chance.randrange(9, 17)), AMSTERDAM)
            owner = leaders[plan.id // WIJKEN_PER_LEIDER]
            key = next(self.next_id[AfspraakRow])
            done = None if is_open else min(deadline, self.dag)
            yield key, plan.id, chance.choice(TAKEN), owner, deadline, status, done, moment, moment, 1
