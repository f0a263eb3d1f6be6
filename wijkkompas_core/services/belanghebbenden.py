"""Keep the register of a wijk: who there is, how they stand, what was promised to them, and which are the same."""

from collections.abc import Sequence

from sqlalchemy import select

from wijkkompas_core.domain.belanghebbenden import (
    BELANG,
    HOUDING,
    INVLOED,
    BelanghebbendeInvoer,
    HoudingInvoer,
    Samenvoeging,
    check_belanghebbende,
    check_houding,
    ends_of_chains,
)
from wijkkompas_core.domain.betrokkenheid import PARTICIPATIENIVEAU, clean_text, match_name
from wijkkompas_core.domain.tijd import now, today
from wijkkompas_core.domain.toegang import NEEDS, Recht, require
from wijkkompas_core.errors import Conflict, InvalidInput, NotFound
from wijkkompas_core.queries.belanghebbende import facts
from wijkkompas_core.queries.belanghebbenden import active_members
from wijkkompas_core.storage.logboek import WritingSession
from wijkkompas_core.storage.tables import (
    AspectRow,
    BelanghebbendeRow,
    BelanghebbendeTypeRow,
    BelofteRow,
    FaseRow,
    HoudingsmetingRow,
    SchaalwaardeRow,
    WijkRow,
)

UNKNOWN = "Deze belanghebbende bestaat niet of is niet voor jou zichtbaar."
MERGED = "Deze belanghebbende is intussen samengevoegd met een andere."


def record_belanghebbende(session: WritingSession, invoer: BelanghebbendeInvoer) -> int:
    """Put a belanghebbende into the register of a wijk, at the table or not yet; answers its id.

    Raises `InvalidInput` with a sentence per wrong field, `NotFound` when the wijk is not there.
    """
    row = BelanghebbendeRow(wijk_id=invoer.wijk)
    _fill(session, row, invoer)
    session.add(row)
    session.flush()
    return row.id


def change_belanghebbende(session: WritingSession, key: int, versie: int, invoer: BelanghebbendeInvoer) -> int:
    """Change a belanghebbende that was read at `versie`; raises `Conflict` when it was changed or merged since.

    Answers its new version.
    """
    row = _find(session, key)
    if row.versie != versie:
        raise Conflict(current=facts(session, row))
    if row.wijk_id != invoer.wijk:
        raise InvalidInput({"wijk": "De wijk van een belanghebbende staat vast."})
    if row.samengevoegd_met is not None:
        raise Conflict(message=MERGED)
    _fill(session, row, invoer)
    session.flush()
    return row.versie


def record_houding(session: WritingSession, invoer: HoudingInvoer) -> int:
    """Record how a belanghebbende stands from a date on; answers the id of the houdingsmeting."""
    party = _main(session, invoer.belanghebbende)
    wijk = session.get_one(WijkRow, party.wijk_id)
    houdingen = scale(session, HOUDING)
    errors = check_houding(invoer, start=wijk.start, today=today(), houdingen=houdingen)
    if errors:
        raise InvalidInput(errors)
    assert invoer.datum is not None
    row = HoudingsmetingRow(
        wijk_id=party.wijk_id,
        belanghebbende_id=party.id,
        datum=invoer.datum,
        huidig=invoer.huidig,
        gewenst=invoer.gewenst,
        toelichting=clean_text(invoer.toelichting),
        ingevoerd_op=now(),
        ingevoerd_door=session.actor.gebruiker,
    )
    session.add(row)
    session.flush()
    return row.id


def delete_houding(session: WritingSession, key: int, versie: int) -> None:
    """Delete a houdingsmeting; it can be restored."""
    _meting(session, key, versie).verwijderd_op = now()


def restore_houding(session: WritingSession, key: int, versie: int) -> None:
    """Undo a deletion."""
    _meting(session, key, versie).verwijderd_op = None


def set_belofte(
    session: WritingSession, belanghebbende: int, fase: str, niveau: str | None, *, was: str | None
) -> None:
    """Promise a belanghebbende a participatieniveau in a fase, or take the promise back (`None`).

    `was` is the level that stood there when it was read; raises `Conflict` when someone else changed it since.
    Taking back also ends what was promised to its duplicates in that fase.
    """
    party = _main(session, belanghebbende)
    known_fase = session.get(FaseRow, fase)
    if known_fase is None or not known_fase.actief:
        raise InvalidInput({"fase": "Kies een fase uit de lijst."})
    group = select(BelanghebbendeRow.id).where(
        (BelanghebbendeRow.id == party.id) | (BelanghebbendeRow.hoofd_id == party.id)
    )
    query = (
        select(BelofteRow)
        .where(BelofteRow.belanghebbende_id.in_(group), BelofteRow.fase == fase)
        .order_by(BelofteRow.belanghebbende_id != party.id, BelofteRow.id)
    )
    rows = session.scalars(query).all()
    stands = rows[0].niveau if rows else None
    if stands != was:
        raise Conflict(current=stands)
    if niveau == stands:
        return
    if niveau is None:
        for row in rows:
            session.delete(row)
        return
    if niveau not in scale(session, PARTICIPATIENIVEAU):
        raise InvalidInput({"niveau": "Kies het beloofde participatieniveau uit de lijst."})
    if rows and rows[0].belanghebbende_id == party.id:
        rows[0].niveau = niveau
    else:
        session.add(BelofteRow(wijk_id=party.wijk_id, belanghebbende_id=party.id, fase=fase, niveau=niveau))


def merge_belanghebbende(session: WritingSession, key: int, versie: int, into: int) -> None:
    """Let the duplicate `key`, read at `versie`, count as `into`. Nothing is moved, so that it can be undone.

    Raises `InvalidInput` when it is the same one, of another wijk or already counts as `key` (a circle), `Conflict`
    when it was changed or merged since.
    """
    rows = _lock_register(session, key)
    row = rows[key]
    if row.versie != versie:
        raise Conflict(current=facts(session, row))
    if row.samengevoegd_met is not None:
        raise Conflict(message=MERGED)
    other = rows.get(into)
    if other is None:
        raise InvalidInput({"met": "Kies een belanghebbende uit het register van deze wijk."})
    if (other.hoofd_id or other.id) == row.id:
        raise InvalidInput({"met": "Een belanghebbende kan niet met zichzelf worden samengevoegd."})
    row.samengevoegd_met = into
    _follow_chains(rows)


def unmerge_belanghebbende(session: WritingSession, key: int, versie: int) -> None:
    """Let a duplicate, read at `versie`, stand on its own again, with all that was its own before."""
    rows = _lock_register(session, key)
    row = rows[key]
    if row.versie != versie or row.samengevoegd_met is None:
        raise Conflict(current=facts(session, row))
    row.samengevoegd_met = None
    _follow_chains(rows)


def merge_belanghebbenden(session: WritingSession, samen: Sequence[Samenvoeging]) -> tuple[tuple[int, int], ...]:
    """Merge many duplicates at once, all of them or none; answers (id, version after) of each.

    Raises as `merge_belanghebbende` does; a `Conflict` names the one that was changed or merged since.
    """
    pairs = [(key, versie, one.met) for one in samen for key, versie in one.dubbelen]
    if not pairs:
        raise InvalidInput({"met": "Kies eerst welke naam blijft staan."})
    for key, versie, into in pairs:
        try:
            merge_belanghebbende(session, key, versie, into)
        except Conflict as conflict:
            raise _named(session, key) from conflict
    session.flush()
    return tuple((key, session.get_one(BelanghebbendeRow, key).versie) for key, _, _ in pairs)


def unmerge_belanghebbenden(session: WritingSession, dubbelen: Sequence[tuple[int, int]]) -> None:
    """Let many duplicates (id, version) stand on their own again, all of them or none; raises as for one."""
    for key, versie in dubbelen:
        try:
            unmerge_belanghebbende(session, key, versie)
        except Conflict as conflict:
            raise _named(session, key) from conflict


def _named(session: WritingSession, key: int) -> Conflict:
    naam = session.get_one(BelanghebbendeRow, key).naam
    return Conflict(message=f"{naam} is intussen door iemand anders gewijzigd of samengevoegd.")


def _lock_register(session: WritingSession, key: int) -> dict[int, BelanghebbendeRow]:
    """All of the wijk of `key`, held until the transaction ends: two merges at once could close a circle."""
    wijk = session.scalar(select(BelanghebbendeRow.wijk_id).where(BelanghebbendeRow.id == key))
    if wijk is None or not session.actor.may(Recht.WIJK_ZIEN, wijk):
        raise NotFound(UNKNOWN)
    require(session.actor, NEEDS[session.actie], wijk)
    query = select(BelanghebbendeRow).where(BelanghebbendeRow.wijk_id == wijk).order_by(BelanghebbendeRow.id)
    return {row.id: row for row in session.scalars(query.with_for_update())}


def _follow_chains(rows: dict[int, BelanghebbendeRow]) -> None:
    for key, end in ends_of_chains({row.id: row.samengevoegd_met for row in rows.values()}).items():
        main = None if end == key else end
        if rows[key].hoofd_id != main:
            rows[key].hoofd_id = main


def _find(session: WritingSession, key: int) -> BelanghebbendeRow:
    row = session.get(BelanghebbendeRow, key)
    if row is None or not session.actor.may(Recht.WIJK_ZIEN, row.wijk_id):
        raise NotFound(UNKNOWN)
    # The wijk is known only now, so the right in *this* wijk is checked here and not at the door.
    require(session.actor, NEEDS[session.actie], row.wijk_id)
    return row


def _main(session: WritingSession, key: int) -> BelanghebbendeRow:
    row = _find(session, key)
    return session.get_one(BelanghebbendeRow, row.hoofd_id) if row.hoofd_id else row


def _meting(session: WritingSession, key: int, versie: int) -> HoudingsmetingRow:
    row = session.get(HoudingsmetingRow, key)
    if row is None or not session.actor.may(Recht.WIJK_ZIEN, row.wijk_id):
        raise NotFound("Deze houding bestaat niet of is niet voor jou zichtbaar.")
    require(session.actor, NEEDS[session.actie], row.wijk_id)
    if row.versie != versie:
        raise Conflict()
    return row


def scale(session: WritingSession, schaal: str) -> set[str]:
    """Slugs of the steps of a scale that can be chosen."""
    query = select(SchaalwaardeRow.slug).where(SchaalwaardeRow.schaal == schaal, SchaalwaardeRow.actief)
    return set(session.scalars(query))


def _fill(session: WritingSession, row: BelanghebbendeRow, invoer: BelanghebbendeInvoer) -> None:
    """Check the input against this wijk and put it into the row; collects every error before raising."""
    wijk = session.get(WijkRow, invoer.wijk)
    if wijk is None:
        raise NotFound("Deze wijk bestaat niet of is niet voor jou zichtbaar.")
    require(session.actor, NEEDS[session.actie], wijk.id)
    kept = None if row.is_new else row  # what it already has stays allowed
    others = session.execute(
        select(BelanghebbendeRow.zoeknaam, BelanghebbendeRow.naam).where(
            BelanghebbendeRow.wijk_id == wijk.id, BelanghebbendeRow.id != (kept.id if kept else 0)
        )
    )
    typen = session.scalars(select(BelanghebbendeTypeRow.slug).where(BelanghebbendeTypeRow.actief))
    aspecten = session.scalars(select(AspectRow.slug).where(AspectRow.actief))
    errors = check_belanghebbende(
        invoer,
        typen=set(typen) | ({kept.type} if kept else set()),
        aspecten=set(aspecten) | (set(kept.aspecten) if kept else set()),
        belangen=scale(session, BELANG) | ({kept.belang} if kept and kept.belang else set()),
        invloeden=scale(session, INVLOED) | ({kept.invloed} if kept and kept.invloed else set()),
        contactpersonen=active_members(session, wijk.id).keys()
        | ({kept.contactpersoon_id} if kept and kept.contactpersoon_id else set()),
        bezet={other.zoeknaam: other.naam for other in others},
    )
    if errors:
        raise InvalidInput(errors)
    naam = clean_text(invoer.naam)
    row.naam, row.zoeknaam = naam, match_name(naam)
    row.type = invoer.type
    row.aspecten = sorted(invoer.aspecten)
    row.belang, row.invloed = invoer.belang, invoer.invloed
    row.aan_tafel = invoer.aan_tafel
    row.contactpersoon_id = invoer.contactpersoon
    row.notitie = clean_text(invoer.notitie)
