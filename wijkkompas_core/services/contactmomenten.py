"""Record, change, delete and restore contactmomenten; `session.actor` is who does it, read afresh by the door."""

from sqlalchemy import select

from wijkkompas_core.domain.afspraken import AfspraakInvoer
from wijkkompas_core.domain.betrokkenheid import (
    MAX_AFSPRAKEN,
    PARTICIPATIENIVEAU,
    VORM,
    ContactmomentInvoer,
    NieuweAfspraak,
    Toegestaan,
    check_contactmoment,
    clean_text,
    match_name,
)
from wijkkompas_core.domain.tijd import now, today
from wijkkompas_core.domain.toegang import NEEDS, Recht, require
from wijkkompas_core.errors import Conflict, InvalidInput, NotFound
from wijkkompas_core.queries.contactmomenten import to_contactmoments
from wijkkompas_core.services.afspraken import record_afspraak
from wijkkompas_core.storage.logboek import WritingSession
from wijkkompas_core.storage.tables import (
    AfspraakRow,
    AspectRow,
    BelanghebbendeRow,
    BelanghebbendeTypeRow,
    ContactmomentAspectRow,
    ContactmomentRow,
    FaseRow,
    SchaalwaardeRow,
    WijkRow,
)


def record_contactmoment(session: WritingSession, invoer: ContactmomentInvoer) -> int:
    """Record a contactmoment with its afspraken and answer its id; the same `sleutel` again answers the same record.

    Raises `InvalidInput` with a sentence per wrong field (those of the first afspraak are `afspraak_0_wat` …),
    `NotFound` when the wijk is not there.
    """
    if invoer.sleutel:
        existing = session.scalar(select(ContactmomentRow).where(ContactmomentRow.sleutel == invoer.sleutel))
        if existing is not None:
            require(session.actor, NEEDS[session.actie], existing.wijk_id)
            return existing.id
    row = ContactmomentRow(
        wijk_id=invoer.wijk, sleutel=invoer.sleutel, ingevoerd_op=now(), ingevoerd_door=session.actor.gebruiker
    )
    errors: dict[str, str] = {}
    try:
        _fill(session, row, invoer)
        session.add(row)
        session.flush()
    except InvalidInput as error:
        errors |= error.fields
    for number, afspraak in enumerate(invoer.afspraken[:MAX_AFSPRAKEN]):
        try:
            record_afspraak(session, _afspraak(invoer, afspraak, number, row.id))
        except InvalidInput as error:
            errors |= {f"afspraak_{number}_{field}": sentence for field, sentence in error.fields.items()}
    if errors:
        raise InvalidInput(errors)  # the door undoes all of it
    return row.id


def _afspraak(invoer: ContactmomentInvoer, afspraak: NieuweAfspraak, number: int, moment: int | None) -> AfspraakInvoer:
    return AfspraakInvoer(
        wijk=invoer.wijk,
        wat=afspraak.wat,
        eigenaar=afspraak.eigenaar,
        belanghebbende=afspraak.belanghebbende,
        deadline=afspraak.deadline,
        contactmoment=moment,
        sleutel=f"{invoer.sleutel}-{number}" if invoer.sleutel else None,
    )


def change_contactmoment(session: WritingSession, key: int, versie: int, invoer: ContactmomentInvoer) -> None:
    """Change a contactmoment that was read at `versie`; raises `Conflict` when it has been changed since."""
    row = _find(session, key, versie)
    if row.wijk_id != invoer.wijk:
        raise InvalidInput({"wijk": "De wijk van een contactmoment staat vast. Verwijder het en leg het opnieuw vast."})
    if row.verwijderd_op is not None:
        raise Conflict(message="Dit contactmoment is intussen verwijderd.")
    _fill(session, row, invoer)


def delete_contactmoment(session: WritingSession, key: int, versie: int, *, with_afspraken: bool = False) -> None:
    """Delete a contactmoment; it can be restored.

    `with_afspraken` takes along those that were made in the same go and that nobody touched since: to undo recording.
    """
    row = _find(session, key, versie)
    row.verwijderd_op = row.gewijzigd_op = now()
    if with_afspraken:
        born = select(AfspraakRow).where(AfspraakRow.contactmoment_id == row.id, AfspraakRow.verwijderd_op.is_(None))
        for afspraak in session.scalars(born):
            if afspraak.versie == 1:
                afspraak.verwijderd_op = afspraak.gewijzigd_op = row.gewijzigd_op


def restore_contactmoment(session: WritingSession, key: int, versie: int) -> None:
    """Undo a deletion; the afspraken that went along with it come back too."""
    row = _find(session, key, versie)
    restore_afspraken(session, row)
    row.verwijderd_op = None
    row.gewijzigd_op = now()


def restore_afspraken(session: WritingSession, row: ContactmomentRow) -> None:
    """Bring back the afspraken that went along when this contactmoment was deleted, before it comes back itself."""
    if row.verwijderd_op is None:
        return
    gone = AfspraakRow.contactmoment_id == row.id, AfspraakRow.verwijderd_op == row.verwijderd_op
    for afspraak in session.scalars(select(AfspraakRow).where(*gone)):
        afspraak.verwijderd_op = None
        afspraak.gewijzigd_op = now()


def _find(session: WritingSession, key: int, versie: int) -> ContactmomentRow:
    row = session.get(ContactmomentRow, key)
    if row is None or not session.actor.may(Recht.WIJK_ZIEN, row.wijk_id):
        raise NotFound("Dit contactmoment bestaat niet of is niet voor jou zichtbaar.")
    # The wijk is known only now, so the right in *this* wijk is checked here and not at the door.
    require(session.actor, NEEDS[session.actie], row.wijk_id)
    if row.versie != versie:
        raise Conflict(current=to_contactmoments(session, [row])[0])
    return row


def _fill(session: WritingSession, row: ContactmomentRow, invoer: ContactmomentInvoer) -> None:
    """Check the input against this wijk and put it into the row; collects every error before raising."""
    wijk = session.get(WijkRow, invoer.wijk)
    if wijk is None:
        raise NotFound("Deze wijk bestaat niet of is niet voor jou zichtbaar.")
    require(session.actor, NEEDS[session.actie], wijk.id)
    parties = {b.id: b for b in session.scalars(select(BelanghebbendeRow).where(BelanghebbendeRow.wijk_id == wijk.id))}
    if errors := check_contactmoment(invoer, _allowed(session, row, wijk, parties)):
        raise InvalidInput(errors)
    chosen = _chosen(session, invoer, parties)
    assert invoer.datum is not None
    with session.no_autoflush:  # one change is one flush: one version up, one line in the logboek
        row.datum = invoer.datum
        row.fase = invoer.fase
        row.vorm = invoer.vorm
        row.participatieniveau = invoer.participatieniveau
        row.aantal_deelnemers = invoer.aantal_deelnemers
        row.opbrengst = clean_text(invoer.opbrengst)
        row.links = list(invoer.links)
        present = {a.aspect: a for a in row.aspecten}
        row.aspecten = [present.get(slug) or ContactmomentAspectRow(aspect=slug) for slug in sorted(invoer.aspecten)]
        row.aantal_aspecten = len(row.aspecten)
        # A link to a duplicate stays while its main one is chosen: splitting them gives the original back.
        kept_links = [b for b in row.belanghebbenden if parties[b.hoofd_id or b.id].zoeknaam in chosen]
        linked = {parties[b.hoofd_id or b.id].zoeknaam for b in kept_links}
        row.belanghebbenden = kept_links + [b for name, b in chosen.items() if name not in linked]
        row.gewijzigd_op = now()


def _allowed(
    session: WritingSession, row: ContactmomentRow, wijk: WijkRow, parties: dict[int, BelanghebbendeRow]
) -> Toegestaan:
    """What may be chosen. What a record has stays allowed, also when the reference data has dropped it since."""

    def active(table: type[FaseRow] | type[AspectRow] | type[BelanghebbendeTypeRow]) -> set[str]:
        return set(session.scalars(select(table.slug).where(table.actief)))

    def scale(schaal: str) -> set[str]:
        query = select(SchaalwaardeRow.slug).where(SchaalwaardeRow.schaal == schaal, SchaalwaardeRow.actief)
        return set(session.scalars(query))

    kept = None if row.is_new else row
    return Toegestaan(
        start=wijk.start,
        today=today(),
        fasen=active(FaseRow) | ({kept.fase} if kept else set()),
        aspecten=active(AspectRow) | ({a.aspect for a in kept.aspecten} if kept else set()),
        vormen=scale(VORM) | ({kept.vorm} if kept else set()),
        niveaus=scale(PARTICIPATIENIVEAU) | ({kept.participatieniveau} if kept and kept.participatieniveau else set()),
        typen=active(BelanghebbendeTypeRow),
        belanghebbenden=parties.keys(),
    )


def _chosen(
    session: WritingSession, invoer: ContactmomentInvoer, parties: dict[int, BelanghebbendeRow]
) -> dict[str, BelanghebbendeRow]:
    """Name → who was there, new ones added. Everyone counts as the one they were merged into."""
    chosen: dict[str, BelanghebbendeRow] = {}
    for key in invoer.belanghebbenden:
        main = parties[parties[key].hoofd_id or key]
        chosen[main.zoeknaam] = main
    known = {b.zoeknaam: b for b in parties.values()}
    for nieuwe in invoer.nieuwe_belanghebbenden:
        zoeknaam = match_name(nieuwe.naam)
        party = chosen.get(zoeknaam) or known.get(zoeknaam)
        if party is None:
            party = BelanghebbendeRow(
                wijk_id=invoer.wijk,
                naam=clean_text(nieuwe.naam),
                zoeknaam=zoeknaam,
                type=nieuwe.type,
                aan_tafel=True,
                aspecten=[],
                notitie="",
            )
            session.add(party)
        elif party.hoofd_id is not None:
            party = parties[party.hoofd_id]
        chosen[party.zoeknaam] = party
    return chosen
