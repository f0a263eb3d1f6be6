"""The rows of the demo, ready for the tables: accounts, wijken and what hangs on them, and contactmomenten."""

from datetime import date, timedelta
from random import Random
from typing import Any

from wijkkompas_core.domain.betrokkenheid import match_name
from wijkkompas_core.domain.toegang import RECHTEN, Recht, Rol
from wijkkompas_core.queries.methode import Methode
from wijkkompas_core.services.demo_lezen import Verhaal, Wijkverhaal
from wijkkompas_core.services.demo_maken import Wijkmaker
from wijkkompas_core.storage.tables import (
    BelanghebbendeRow,
    ContactmomentAspectRow,
    ContactmomentRow,
    GebruikerRow,
    KnooppuntstatusRow,
    MijlpaalRow,
    NvtVakRow,
    ToekenningRow,
    WijkfaseRow,
    WijkRow,
    contactmoment_belanghebbende,
)

WACHT_REDENEN = (
    "Ligt stil tot na het zomerreces.",
    "Wacht op gegevens van een partner.",
    "Wij hebben hier nu geen uren voor.",
    "Wacht op het besluit van het college.",
)
Rows = dict[str, list[dict[str, Any]]]
"""Per table name its rows, each as column → value."""


def make_rows(verhaal: Verhaal, method: Methode, tot: date, hashed: str) -> Rows:
    """All rows of the demo per table name; the same for the same `tot`, but for the hash."""
    rows: Rows = {}
    titels = {vak: [k.titel for k in found] for vak, found in method.knooppunten.items()}
    keys = {slug: number for number, slug in enumerate(verhaal.wijken, start=1)}
    _add_accounts(rows, verhaal, keys, hashed)
    contacts = []
    for slug, key in keys.items():
        wijk = verhaal.wijken[slug]
        maker = Wijkmaker(wijk, verhaal, method.kompas, titels, tot)
        parties = _add_wijk(rows, wijk, key, maker)
        _add_knooppuntstatussen(rows, wijk, key, method, maker)
        writers = _writers(verhaal, slug)
        contacts += [(key, parties, writers, contact) for contact in maker.contacten()]
    contacts.sort(key=lambda entry: (entry[3].ingevoerd_op, entry[0], entry[3].datum))
    chance = Random(tot.isoformat())
    for number, (key, parties, writers, contact) in enumerate(contacts, start=1):
        changed = contact.verwijderd or contact.gewijzigd_op != contact.ingevoerd_op
        _add(
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
            ingevoerd_door=chance.choice(writers),
            gewijzigd_op=contact.gewijzigd_op,
            verwijderd_op=contact.gewijzigd_op if contact.verwijderd else None,
            versie=2 if changed else 1,
        )
        for aspect in contact.aspecten:
            _add(rows, ContactmomentAspectRow.__tablename__, contactmoment_id=number, aspect=aspect)
        for naam in contact.belanghebbenden:
            _add(rows, contactmoment_belanghebbende.name, contactmoment_id=number, belanghebbende_id=parties[naam])
    return rows


def _add(rows: Rows, table: str, **values: Any) -> int:
    """Add a row; answers how many there are now, which serves as its number."""
    rows.setdefault(table, []).append(values)
    return len(rows[table])


def _count(rows: Rows, table: str) -> int:
    return len(rows.get(table, ())) + 1


def _add_accounts(rows: Rows, verhaal: Verhaal, wijken: dict[str, int], hashed: str) -> None:
    for account in verhaal.accounts:
        key = _add(
            rows,
            GebruikerRow.__tablename__,
            id=_count(rows, GebruikerRow.__tablename__),
            gebruikersnaam=account.gebruikersnaam,
            naam=account.naam,
            wachtwoord_hash=hashed,
            actief=True,
            moet_wachtwoord_wijzigen=False,
            versie=1,
        )
        for wijk in [wijken[slug] for slug in account.wijken] or [None]:
            table = ToekenningRow.__tablename__
            _add(rows, table, id=_count(rows, table), gebruiker_id=key, rol=account.rol, wijk_id=wijk)


def _writers(verhaal: Verhaal, slug: str) -> list[int]:
    """Numbers of the accounts that record in a wijk: those of the wijk itself, else the programmamanager."""
    may = [
        (number, account)
        for number, account in enumerate(verhaal.accounts, start=1)
        if Recht.VASTLEGGEN in RECHTEN[Rol(account.rol)] and account.rol != Rol.BEHEERDER
    ]
    return [n for n, a in may if slug in a.wijken] or [n for n, a in may if not a.wijken]


def _add_wijk(rows: Rows, wijk: Wijkverhaal, key: int, maker: Wijkmaker) -> dict[str, int]:
    """Add a wijk with its fasen, mijlpalen, n.v.t. and belanghebbenden; answers the number of each belanghebbende."""
    _add(
        rows,
        WijkRow.__tablename__,
        id=key,
        slug=wijk.slug,
        naam=wijk.naam,
        start=maker.day(wijk.start),
        cbs_code=None,
        cbs_editie=None,
        grens=None,
        versie=1,
    )
    for fase, begin, end in maker.spells:
        table = WijkfaseRow.__tablename__
        _add(rows, table, id=_count(rows, table), wijk_id=key, fase=fase, begonnen_op=begin, afgesloten_op=end)
    for m in wijk.mijlpalen:
        table = MijlpaalRow.__tablename__
        _add(
            rows,
            table,
            id=_count(rows, table),
            wijk_id=key,
            fase=m.fase,
            naam=m.naam,
            gepland_op=maker.day(m.gepland),
            besloten_op=None if m.besloten is None else maker.day(m.besloten),
            uitkomst=m.uitkomst,
            toelichting=m.toelichting,
        )
    for vak, reden in wijk.nvt.items():
        _add(rows, NvtVakRow.__tablename__, wijk_id=key, fase=vak.fase, aspect=vak.aspect, reden=reden)
    numbers: dict[str, int] = {}
    for party in wijk.belanghebbenden:
        table = BelanghebbendeRow.__tablename__
        numbers[party.naam] = _add(
            rows,
            table,
            id=_count(rows, table),
            wijk_id=key,
            naam=party.naam,
            zoeknaam=match_name(party.naam),
            type=party.type,
            belang=party.belang,
            invloed=party.invloed,
            aan_tafel=party.aan_tafel,
            versie=1,
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
                _add(
                    rows,
                    KnooppuntstatusRow.__tablename__,
                    wijk_id=key,
                    knooppunt=knooppunt.slug,
                    status=status,
                    reden=reden,
                    sinds=sinds,
                )


def _status(chance: Random, *, closed: bool, again: bool) -> tuple[str, str]:
    names = ("afgerond", "gestart", "herzien", "gepauzeerd", "niet-gestart")
    weights = (82, 6, 6, 2, 4) if closed else (20, 20, 40, 5, 15) if again else (16, 40, 2, 10, 32)
    status = chance.choices(names, weights)[0]
    return status, chance.choice(WACHT_REDENEN) if status == "gepauzeerd" else ""
