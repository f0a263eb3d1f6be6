"""Reads for bringing lists in and getting them out: what is there already, earlier imports, kept mappings."""

import re
import zlib
from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from sqlalchemy import Row, Select, func, select
from sqlalchemy.orm import Session, aliased

from wijkkompas_core.bestanden.datums import Unreadable, month_first, parse_date
from wijkkompas_core.bestanden.waarden import as_text
from wijkkompas_core.domain.afspraken import STATUSSEN
from wijkkompas_core.domain.tijd import today
from wijkkompas_core.domain.toegang import Actor, Recht
from wijkkompas_core.domain.uitwisseling import AFSPRAKEN, BELANGHEBBENDEN, BESLUITEN, CONTACTMOMENTEN, Toewijzing
from wijkkompas_core.queries.belanghebbenden import active_members
from wijkkompas_core.queries.methode import Methode
from wijkkompas_core.queries.verdwenen import with_gone
from wijkkompas_core.storage.tables import (
    AfspraakRow,
    BelanghebbendeRow,
    BesluitRow,
    ContactmomentAspectRow,
    ContactmomentRow,
    GebruikerRow,
    ImportRow,
    InstallatieRow,
    WijkfaseRow,
    WijkRow,
    besluit_contactmoment,
    contactmoment_belanghebbende,
)
from wijkkompas_core.uitwisseling.bekend import Bekend, BekendeRij, BekendeWijk
from wijkkompas_core.uitwisseling.tabel import Tabel

OWN_KEY = "kenmerk:"
"""Before the kenmerk that a record had in the file from which it came, as its `sleutel`."""
MANY = 500
_NUMBER_IN = re.compile(r"^[a-z](\d{1,9})-")
LETTERS = {CONTACTMOMENTEN: "c", BELANGHEBBENDEN: "b", AFSPRAKEN: "a", BESLUITEN: "d"}


@dataclass(frozen=True, slots=True)
class Importregel:
    """One earlier import as it is listed. `wijken` are ids; `teruggedraaid_op` is empty while it stands."""

    id: int
    lijst: str
    bron: str
    wijken: tuple[int, ...]
    aantallen: dict[str, int]
    gedaan_op: datetime
    gedaan_door: str
    teruggedraaid_op: datetime | None
    gebleven: tuple[str, ...]


def kenmerk(lijst: str, key: int, sleutel: str | None, proof: object) -> str:
    """How an exported record is recognised: its number with a proof, so that another installation's is not mistaken.

    A record that came from a file keeps the kenmerk it had there.
    """
    if sleutel and sleutel.startswith(OWN_KEY):
        return sleutel[len(OWN_KEY) :]
    return f"{LETTERS[lijst]}{key}-{zlib.crc32(str(proof).encode()):08x}"


def bekend(session: Session, actor: Actor, methode: Methode, lijst: str, *, recht: Recht = Recht.VASTLEGGEN) -> Bekend:
    """Words and wijken where the actor may record; no records yet: `with_rows` adds those that matter."""
    allowed = actor.wijken(recht)
    query = select(WijkRow).order_by(WijkRow.naam)
    wijken: dict[int, BekendeWijk] = {}
    for row in session.scalars(query if allowed is None else query.where(WijkRow.id.in_(allowed))):
        spells = select(WijkfaseRow.fase, WijkfaseRow.begonnen_op, WijkfaseRow.afgesloten_op).where(
            WijkfaseRow.wijk_id == row.id, WijkfaseRow.deelproject_id.is_(None)
        )
        wijken[row.id] = BekendeWijk(
            row.id,
            row.slug,
            row.naam,
            row.start,
            row.cbs_code or "",
            tuple((f, b, e) for f, b, e in session.execute(spells)),
            active_members(session, row.id),
            {},
        )
    partijen: defaultdict[int, dict[str, tuple[int, str]]] = defaultdict(dict)
    main = aliased(BelanghebbendeRow)
    parties = select(
        BelanghebbendeRow.wijk_id,
        BelanghebbendeRow.zoeknaam,
        BelanghebbendeRow.id,
        BelanghebbendeRow.naam,
        main.id,
        main.naam,
    ).outerjoin(main, main.id == BelanghebbendeRow.hoofd_id)
    for wijk, zoeknaam, key, naam, head, head_naam in session.execute(
        parties.where(BelanghebbendeRow.wijk_id.in_(wijken))
    ):
        partijen[wijk][zoeknaam] = (head or key, head_naam or naam)
    kompas = methode.kompas
    keuzes: dict[str, dict[str, str]] = {
        schaal: {slug: step.naam for slug, step in steps.items()} for schaal, steps in methode.schalen.items()
    }
    keuzes |= {
        "fase": {f.slug: f.naam for f in kompas.fasen},
        "aspect": {a.slug: a.naam for a in kompas.aspecten},
        "type": {t.slug: t.naam for t in methode.typen.values()},
        "afspraakstatus": {status: status.capitalize() for status in STATUSSEN},
    }
    return Bekend(
        lijst=lijst,
        today=today(),
        wijken={key: replace(wijk, partijen=partijen[key]) for key, wijk in wijken.items()},
        keuzes=keuzes,
        korte={"fase": {f.slug: f.kort for f in kompas.fasen}, "aspect": {a.slug: a.kort for a in kompas.aspecten}},
        dataversie=session.scalar(select(InstallatieRow.dataversie)) or 0,
    )


def with_rows(session: Session, base: Bekend, tabel: Tabel, toewijzing: Toewijzing) -> Bekend:
    """The same with the records that rows of this table may be: of its wijken and, where it has dates, its period."""
    wijken = _wijken_of(base, tabel, toewijzing)
    keys = [as_text(cell) for cell in tabel.column(toewijzing.kolommen.get("kenmerk", "")) if cell is not None]
    if base.lijst == CONTACTMOMENTEN:
        van, tot = _period_of(tabel, toewijzing)
        rows = _moments(session, wijken, van, tot, keys)
    else:
        rows = records(session, base.lijst, wijken)
    field = {AFSPRAKEN: "contactmoment", BESLUITEN: "contactmomenten"}.get(base.lijst, "")
    names = {
        n for cell in tabel.column(toewijzing.kolommen.get(field, "")) for n in re.split(r"[;\s]+", as_text(cell)) if n
    }
    found = tuple(rows)
    return replace(with_gone(session, base, found), rijen=found, contactmomenten=_references(session, names))


def records(session: Session, lijst: str, wijken: Collection[int]) -> list[BekendeRij]:
    """Every living record of these wijken as its values, oldest number first."""
    match lijst:
        case "contactmomenten":
            return list(_moments(session, wijken, None, None, ()))
        case "belanghebbenden":
            return _parties(session, wijken)
        case "afspraken":
            return _afspraken(session, wijken)
        case _:
            return _besluiten(session, wijken)


def _parties(session: Session, wijken: Collection[int]) -> list[BekendeRij]:
    row = BelanghebbendeRow
    query = select(row).where(row.wijk_id.in_(wijken), row.hoofd_id.is_(None)).order_by(row.id)
    return [
        BekendeRij(
            b.id,
            b.versie,
            kenmerk(BELANGHEBBENDEN, b.id, None, b.zoeknaam),
            b.wijk_id,
            {
                "naam": b.naam,
                "type": b.type,
                "aspecten": tuple(sorted(b.aspecten)),
                "belang": b.belang,
                "invloed": b.invloed,
                "aan_tafel": b.aan_tafel,
                "contactpersoon": b.contactpersoon_id,
                "notitie": b.notitie,
            },
        )
        for b in session.scalars(query)
    ]


def _afspraken(session: Session, wijken: Collection[int]) -> list[BekendeRij]:
    row, main = AfspraakRow, aliased(BelanghebbendeRow)
    query = (
        select(row, func.coalesce(main.zoeknaam, BelanghebbendeRow.zoeknaam))
        .outerjoin(BelanghebbendeRow, BelanghebbendeRow.id == row.belanghebbende_id)
        .outerjoin(main, main.id == BelanghebbendeRow.hoofd_id)
        .where(row.wijk_id.in_(wijken), row.verwijderd_op.is_(None))
        .order_by(row.id)
    )
    return [
        BekendeRij(
            a.id,
            a.versie,
            kenmerk(AFSPRAKEN, a.id, a.sleutel, a.ingevoerd_op),
            a.wijk_id,
            {
                "wat": a.wat,
                "eigenaar": a.eigenaar_id,
                "belanghebbende": party,
                "deadline": a.deadline,
                "status": a.status,
                "afgerond_op": a.afgerond_op,
                "contactmoment": () if a.contactmoment_id is None else (a.contactmoment_id,),
            },
        )
        for a, party in session.execute(query)
    ]


def _besluiten(session: Session, wijken: Collection[int]) -> list[BekendeRij]:
    row, link = BesluitRow, besluit_contactmoment
    linked: defaultdict[int, list[int]] = defaultdict(list)
    for besluit, moment in session.execute(select(link.c.besluit_id, link.c.contactmoment_id)):
        linked[besluit].append(moment)
    query = select(row).where(row.wijk_id.in_(wijken), row.verwijderd_op.is_(None)).order_by(row.id)
    return [
        BekendeRij(
            d.id,
            d.versie,
            kenmerk(BESLUITEN, d.id, d.sleutel, d.ingevoerd_op),
            d.wijk_id,
            {
                "datum": d.datum,
                "fase": d.fase,
                "wat": d.wat,
                "door": d.door,
                "grond": d.grond,
                "contactmomenten": tuple(sorted(linked[d.id])),
            },
        )
        for d in session.scalars(query)
    ]


def _moments(
    session: Session, wijken: Collection[int], van: date | None, tot: date | None, keys: Iterable[str]
) -> Iterable[BekendeRij]:
    row, aspect, link = ContactmomentRow, ContactmomentAspectRow, contactmoment_belanghebbende
    living = select(row.id).where(row.wijk_id.in_(wijken), row.verwijderd_op.is_(None))
    queries = [living.where(row.datum >= van, row.datum <= tot) if van and tot else living]
    if van and tot:  # those with a kenmerk may have had another date
        wanted = list(dict.fromkeys(keys))
        for begin in range(0, len(wanted), MANY):
            portion = wanted[begin : begin + MANY]
            numbers = [int(found[1]) for key in portion if (found := _NUMBER_IN.match(key))]
            own = row.sleutel.in_([OWN_KEY + key for key in portion])
            queries.append(living.where(row.id.in_(numbers) | own, (row.datum < van) | (row.datum > tot)))
    seen: set[int] = set()
    main = aliased(BelanghebbendeRow)
    for ids in queries:
        about: defaultdict[int, list[str]] = defaultdict(list)
        for key, slug in session.execute(
            select(aspect.contactmoment_id, aspect.aspect)
            .where(aspect.contactmoment_id.in_(ids))
            .order_by(aspect.aspect)
        ):
            about[key].append(slug)
        who: defaultdict[int, set[str]] = defaultdict(set)
        query = (
            select(link.c.contactmoment_id, BelanghebbendeRow.zoeknaam, main.zoeknaam)
            .join(BelanghebbendeRow, BelanghebbendeRow.id == link.c.belanghebbende_id)
            .outerjoin(main, main.id == BelanghebbendeRow.hoofd_id)
            .where(link.c.contactmoment_id.in_(ids))
        )
        for key, naam, head in session.execute(query):
            who[key].add(head or naam)
        for m in session.execute(_columns().where(row.id.in_(ids)).order_by(row.id)):
            if m.id not in seen:
                seen.add(m.id)
                yield _moment(m, tuple(about[m.id]), tuple(sorted(who[m.id])))


def _columns() -> Select[*tuple[Any, ...]]:
    row = ContactmomentRow
    return select(
        row.id, row.versie, row.wijk_id, row.sleutel, row.ingevoerd_op, row.datum, row.fase, row.vorm,
        row.participatieniveau, row.aantal_deelnemers, row.opbrengst, row.links,
    )  # fmt: skip


def _moment(m: Row[Any], aspecten: tuple[str, ...], partijen: tuple[str, ...]) -> BekendeRij:
    waarden = {
        "datum": m.datum,
        "fase": m.fase,
        "vorm": m.vorm,
        "aspecten": aspecten,
        "participatieniveau": m.participatieniveau,
        "belanghebbenden": partijen,
        "aantal_deelnemers": m.aantal_deelnemers,
        "opbrengst": m.opbrengst,
        "links": tuple(m.links),
    }
    return BekendeRij(m.id, m.versie, kenmerk(CONTACTMOMENTEN, m.id, m.sleutel, m.ingevoerd_op), m.wijk_id, waarden)


def _references(session: Session, names: Collection[str]) -> dict[str, tuple[int, int]]:
    """Kenmerk → (id, wijk) of the living contactmomenten with these kenmerken."""
    row = ContactmomentRow
    found: dict[str, tuple[int, int]] = {}
    wanted = sorted(names)
    for begin in range(0, len(wanted), MANY):
        portion = wanted[begin : begin + MANY]
        numbers = [int(match[1]) for key in portion if (match := _NUMBER_IN.match(key))]
        query = select(row.id, row.wijk_id, row.sleutel, row.ingevoerd_op).where(
            row.id.in_(numbers) | row.sleutel.in_([OWN_KEY + key for key in portion]), row.verwijderd_op.is_(None)
        )
        for key, wijk, sleutel, moment in session.execute(query):
            found[kenmerk(CONTACTMOMENTEN, key, sleutel, moment)] = (key, wijk)
    return found


def _wijken_of(base: Bekend, tabel: Tabel, toewijzing: Toewijzing) -> set[int]:
    names = {as_text(cell) for cell in tabel.column(toewijzing.kolommen.get("wijk", "")) if cell is not None}
    found = {wijk.id for name in names if (wijk := base.wijk_named(name))}
    fixed = base.wijk_of_slug(toewijzing.vast.get("wijk", ""))
    return found | {fixed.id} if fixed else found


def _period_of(tabel: Tabel, toewijzing: Toewijzing) -> tuple[date | None, date | None]:
    cells = tabel.column(toewijzing.kolommen.get("datum", ""))
    american = month_first(cells)
    days: set[date] = set()
    for cell in set(cells):
        try:
            day = parse_date(cell, month_first=american)
        except Unreadable:
            continue
        if day is not None:
            days.add(day)
    return (min(days), max(days)) if days else (None, None)


def imports(session: Session, actor: Actor, limit: int = 50) -> tuple[Importregel, ...]:
    """Earlier imports, newest first: those of which the actor may record in every wijk."""
    allowed = actor.wijken(Recht.VASTLEGGEN)
    query = (
        select(ImportRow, GebruikerRow.naam)
        .outerjoin(GebruikerRow, GebruikerRow.id == ImportRow.gedaan_door)
        .order_by(ImportRow.id.desc())
    )
    found: list[Importregel] = []
    for row, naam in session.execute(query):
        wijken = tuple(row.wijken["ids"])
        if allowed is not None and not set(wijken) <= allowed:
            continue
        found.append(
            Importregel(
                row.id,
                row.lijst,
                row.bron,
                wijken,
                row.aantallen,
                row.gedaan_op,
                naam or "Systeem",
                row.teruggedraaid_op,
                tuple(row.gebleven),
            )
        )
        if len(found) == limit:
            break
    return tuple(found)
