"""The rows of the demo, ready for the tables: accounts, wijken, belanghebbenden and contactmomenten."""

from datetime import UTC, date, datetime, time, timedelta
from random import Random

from wijkkompas_core.demo.history import Geschiedenis
from wijkkompas_core.demo.make import GemaaktContact, Wijkmaker
from wijkkompas_core.demo.read import Verhaal, Wijkverhaal
from wijkkompas_core.demo.read_team import Teamverhaal
from wijkkompas_core.demo.team import Rows, Teamrijen, add_noot, add_numbered, add_row, add_voortgang
from wijkkompas_core.domain.betrokkenheid import match_name
from wijkkompas_core.domain.tijd import AMSTERDAM
from wijkkompas_core.domain.toegang import RECHTEN, Recht, Rol
from wijkkompas_core.queries.methode import Methode
from wijkkompas_core.storage.tables import (
    BelanghebbendeRow,
    ContactmomentAspectRow,
    ContactmomentRow,
    GebruikerRow,
    KnooppuntstatusRow,
    NvtVakRow,
    ToekenningRow,
    WijkRow,
    contactmoment_belanghebbende,
)

WACHT_REDENEN = (
    "Ligt stil tot na het zomerreces.",
    "Wacht op gegevens van een partner.",
    "Wij hebben hier nu geen uren voor.",
    "Wacht op het besluit van het college.",
)
EEN_OP_DE = 6
"""One in so many contactmomenten with a belanghebbende that is there twice was recorded with the second."""


def make_rows(verhaal: Verhaal, method: Methode, tot: date, hashed: str) -> Rows:
    """All rows of the demo per table name; the same for the same `tot`, but for the hash."""
    rows: Rows = {}
    titels = {vak: [k.titel for k in found] for vak, found in method.knooppunten.items()}
    keys = {slug: number for number, slug in enumerate(verhaal.wijken, start=1)}
    _add_accounts(rows, verhaal, keys, hashed)
    persons = {account.gebruikersnaam: number for number, account in enumerate(verhaal.accounts, start=1)}
    made: list[tuple[int, GemaaktContact]] = []
    found: dict[int, tuple[Wijkmaker, dict[str, int], dict[str, int | None]]] = {}
    for slug, key in keys.items():
        wijk, team = verhaal.wijken[slug], verhaal.team.get(slug, Teamverhaal())
        maker = Wijkmaker(wijk, verhaal, method.kompas, titels, tot)
        parties = _add_wijk(rows, wijk, key, maker, persons)
        parts = add_voortgang(rows, wijk, team, key, maker)
        _add_knooppuntstatussen(rows, wijk, key, method, maker)
        found[key] = (maker, parties, parts)
        made += [(key, contact) for contact in maker.contacten()]
    made.sort(key=lambda entry: (entry[1].ingevoerd_op, entry[0], entry[1].datum))
    chance = Random(tot.isoformat())
    numbered: dict[int, list[tuple[int, GemaaktContact]]] = {key: [] for key in keys.values()}
    writers = {key: _writers(verhaal, slug) for slug, key in keys.items()}
    doubles = {key: {p.dubbel_van: p.naam for p in verhaal.wijken[slug].belanghebbenden} for slug, key in keys.items()}
    for number, (key, contact) in enumerate(made, start=1):
        numbered[key].append((number, contact))
        parties = found[key][1]
        _add_contact(rows, number, key, contact, chance.choice(writers[key]))
        for naam in contact.belanghebbenden:
            as_known = doubles[key].get(naam, naam) if number % EEN_OP_DE == 0 else naam
            add_row(
                rows, contactmoment_belanghebbende.name, contactmoment_id=number, belanghebbende_id=parties[as_known]
            )
    for slug, key in keys.items():
        maker, parties, parts = found[key]
        chance = Random(f"team {slug} {tot.isoformat()}")
        team_rows = Teamrijen(rows, key, maker, parties, persons, writers[key], numbered[key], chance)
        team_rows.add(verhaal.team.get(slug, Teamverhaal()), parts)
    manager = next(n for n, a in enumerate(verhaal.accounts, start=1) if a.rol == Rol.PROGRAMMAMANAGER)
    for noot in verhaal.team.get("", Teamverhaal()).noten:
        day = tot - timedelta(days=round(noot.maand * 30.44))
        moment = datetime.combine(day, time(9, 30), AMSTERDAM).astimezone(UTC)
        add_noot(rows, None, day, noot.tekst, ingevoerd_op=moment, ingevoerd_door=manager)
    vakken = [(vak.fase, vak.aspect) for vak in method.kompas.vakken()]
    Geschiedenis(rows, tot, writers, vakken).add()
    return rows


def _add_contact(rows: Rows, number: int, key: int, contact: GemaaktContact, writer: int) -> None:
    changed = contact.verwijderd or contact.gewijzigd_op != contact.ingevoerd_op
    add_row(
        rows,
        ContactmomentRow.__tablename__,
        id=number,
        wijk_id=key,
        datum=contact.datum,
        fase=contact.fase,
        vorm=contact.vorm,
        participatieniveau=contact.participatieniveau,
        aantal_deelnemers=contact.aantal_deelnemers,
        aantal_aspecten=len(contact.aspecten),
        opbrengst=contact.opbrengst,
        links=list(contact.links),
        sleutel=None,
        ingevoerd_op=contact.ingevoerd_op,
        ingevoerd_door=writer,
        gewijzigd_op=contact.gewijzigd_op,
        verwijderd_op=contact.gewijzigd_op if contact.verwijderd else None,
        versie=2 if changed else 1,
    )
    for aspect in contact.aspecten:
        add_row(rows, ContactmomentAspectRow.__tablename__, contactmoment_id=number, aspect=aspect)


def _add_accounts(rows: Rows, verhaal: Verhaal, wijken: dict[str, int], hashed: str) -> None:
    for account in verhaal.accounts:
        key = add_numbered(
            rows,
            GebruikerRow.__tablename__,
            gebruikersnaam=account.gebruikersnaam,
            naam=account.naam,
            wachtwoord_hash=hashed,
            actief=True,
            moet_wachtwoord_wijzigen=False,
            versie=1,
        )
        for wijk in [wijken[slug] for slug in account.wijken] or [None]:
            add_numbered(rows, ToekenningRow.__tablename__, gebruiker_id=key, rol=account.rol, wijk_id=wijk)


def _writers(verhaal: Verhaal, slug: str) -> list[int]:
    """Numbers of the accounts that record in a wijk: those of the wijk itself, else the programmamanager."""
    may = [
        (number, account)
        for number, account in enumerate(verhaal.accounts, start=1)
        if Recht.VASTLEGGEN in RECHTEN[Rol(account.rol)] and account.rol != Rol.BEHEERDER
    ]
    return [n for n, a in may if slug in a.wijken] or [n for n, a in may if not a.wijken]


def _add_wijk(rows: Rows, wijk: Wijkverhaal, key: int, maker: Wijkmaker, persons: dict[str, int]) -> dict[str, int]:
    """Add a wijk with its n.v.t. and belanghebbenden; answers the number of each belanghebbende."""
    add_row(
        rows,
        WijkRow.__tablename__,
        id=key,
        slug=wijk.slug,
        naam=wijk.naam,
        start=maker.day(wijk.start),
        gebied=wijk.gebied,
        regie=wijk.regie,
        cbs_code=None,
        cbs_editie=None,
        grens=None,
        versie=1,
    )
    begun = {fase: begin for fase, begin, _ in reversed(maker.spells)}
    for vak, reden in wijk.nvt.items():
        sinds = maker.day(wijk.nvt_sinds[vak]) if vak in wijk.nvt_sinds else begun.get(vak.fase)
        add_row(
            rows,
            NvtVakRow.__tablename__,
            wijk_id=key,
            fase=vak.fase,
            aspect=vak.aspect,
            reden=reden,
            sinds=sinds,
            versie=1,
        )
    numbers: dict[str, int] = {}
    for party in wijk.belanghebbenden:
        main = numbers[party.dubbel_van] if party.samengevoegd else None
        numbers[party.naam] = add_numbered(
            rows,
            BelanghebbendeRow.__tablename__,
            wijk_id=key,
            naam=party.naam,
            zoeknaam=match_name(party.naam),
            type=party.type,
            belang=party.belang,
            invloed=party.invloed,
            aan_tafel=party.aan_tafel,
            aspecten=list(party.aspecten),
            contactpersoon_id=persons[party.contactpersoon] if party.contactpersoon else None,
            notitie=party.notitie,
            samengevoegd_met=main,
            hoofd_id=main,
            versie=2 if main else 1,
        )
    return numbers


def _add_knooppuntstatussen(rows: Rows, wijk: Wijkverhaal, key: int, method: Methode, maker: Wijkmaker) -> None:
    """How far the wijk is with each knooppunt: closed fasen mostly done, open ones under way, later ones not."""
    chance = Random(f"knooppunten {wijk.slug}")
    spells = {fase: (begin, end) for fase, begin, end in maker.spells}  # of several spells the last
    again = {fase for fase, _, _ in maker.spells if [f for f, _, _ in maker.spells].count(fase) > 1}
    for vak in method.kompas.vakken():
        if vak.fase not in spells and vak not in wijk.nvt:
            continue
        begin, end = spells.get(vak.fase, (maker.spells[0][1], None))
        last = min(end or maker.tot, maker.tot - timedelta(days=1))
        for knooppunt in method.knooppunten.get(vak, ()):
            sinds = begin + timedelta(days=chance.randint(0, max(0, (last - begin).days)))
            status, reden = _status(chance, closed=end is not None, again=vak.fase in again)
            if vak in wijk.nvt:
                status, reden, sinds = "nvt", wijk.nvt[vak], begin
            if status != "niet-gestart":
                add_row(
                    rows,
                    KnooppuntstatusRow.__tablename__,
                    wijk_id=key,
                    knooppunt=knooppunt.slug,
                    status=status,
                    reden=reden,
                    sinds=sinds,
                    versie=1,
                )


def _status(chance: Random, *, closed: bool, again: bool) -> tuple[str, str]:
    names = ("afgerond", "gestart", "herzien", "gepauzeerd", "niet-gestart")
    weights = (82, 6, 6, 2, 4) if closed else (20, 20, 40, 5, 15) if again else (16, 40, 2, 10, 32)
    status = chance.choices(names, weights)[0]
    return status, chance.choice(WACHT_REDENEN) if status == "gepauzeerd" else ""
