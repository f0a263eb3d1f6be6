"""Wijken: begin one, change what is known of it, and pause, close, archive or reopen it."""

from datetime import timedelta

from sqlalchemy import func, select

from wijkkompas_core.domain import nederlands as nl
from wijkkompas_core.domain.betrokkenheid import clean_text
from wijkkompas_core.domain.tijd import today
from wijkkompas_core.domain.toegang import NEEDS, Recht, require
from wijkkompas_core.domain.wijken import STATUSSEN, WijkInvoer, check_wijk
from wijkkompas_core.errors import Conflict, Forbidden, InvalidInput, NotFound
from wijkkompas_core.services.laden.wijken_laden import unique_slug
from wijkkompas_core.storage.engine import take_install_lock
from wijkkompas_core.storage.logboek import WritingSession
from wijkkompas_core.storage.tables import (
    BelanghebbendeRow,
    FaseplanningRow,
    FaseRow,
    NvtVakRow,
    WijkfaseRow,
    WijkRow,
)

GONE = "Deze wijk bestaat niet of is niet voor jou zichtbaar."


def create_wijk(
    session: WritingSession, invoer: WijkInvoer, voorbeeld: int | None = None, *, belanghebbenden: bool = False
) -> int:
    """Begin a wijk, in the first fase from its start; answers its id.

    From `voorbeeld` (the id of a wijk) the vakken that are n.v.t. and the planning of the fasen are copied, the
    planning moved to the new start, and with `belanghebbenden` who they are as well; never what happened there.
    Raises `Forbidden` for who does not steer the whole programme, `InvalidInput`, and `NotFound` for the example.
    """
    if session.actor.wijken(Recht.PROGRAMMA_STUREN) is not None:
        raise Forbidden()
    take_install_lock(session.connection())
    invoer = _checked(session, invoer, None)
    first = session.scalar(select(FaseRow.slug).where(FaseRow.actief).order_by(FaseRow.nummer).limit(1))
    if first is None or invoer.start is None:
        raise InvalidInput({"naam": "De methode is nog niet geladen. Draai eerst: migrate."})
    slugs = set(session.scalars(select(WijkRow.slug)))
    row = WijkRow(slug=unique_slug(invoer.naam, slugs, "wijk"), status_sinds=invoer.start)
    _fill(row, invoer)
    session.add(row)
    session.flush()
    session.add(WijkfaseRow(wijk_id=row.id, fase=first, begonnen_op=invoer.start, afgesloten_op=None))
    if voorbeeld is not None:
        _copy(session, _find(session, voorbeeld), row, belanghebbenden)
    session.flush()
    return row.id


def change_wijk(session: WritingSession, key: int, versie: int, invoer: WijkInvoer) -> int:
    """Change what is known of a wijk, read at `versie`; its address stays. Answers the new version."""
    take_install_lock(session.connection())
    row = _find(session, key, versie)
    _fill(row, _checked(session, invoer, row))
    session.flush()
    return row.versie


def set_wijkstatus(session: WritingSession, key: int, versie: int, status: str) -> int:
    """Pause, close, archive or reopen a wijk from today on; answers the new version."""
    row = _find(session, key, versie)
    if status not in STATUSSEN:
        raise InvalidInput({"status": "Kies actief, gepauzeerd, afgesloten of gearchiveerd."})
    if row.status != status:
        row.status, row.status_sinds = status, today()
    session.flush()
    return row.versie


def _find(session: WritingSession, key: int, versie: int | None = None) -> WijkRow:
    row = session.get(WijkRow, key, with_for_update=True)
    if row is None or not session.actor.may(Recht.WIJK_ZIEN, key):
        raise NotFound(GONE)
    require(session.actor, NEEDS[session.actie], key)
    if versie is not None and row.versie != versie:
        raise Conflict()
    return row


def _checked(session: WritingSession, invoer: WijkInvoer, row: WijkRow | None) -> WijkInvoer:
    """The input with its texts tidied; raises `InvalidInput` with everything that is wrong."""
    tidy = WijkInvoer(
        naam=_line(invoer.naam),
        start=invoer.start,
        gebied=_line(invoer.gebied),
        regie=_line(invoer.regie),
        cbs_code=invoer.cbs_code.strip().upper(),
        buurten=tuple(dict.fromkeys(code.strip().upper() for code in invoer.buurten if code.strip())),
        cbs_editie=invoer.cbs_editie,
    )
    others = select(WijkRow.naam, WijkRow.cbs_code)
    if row is not None:
        others = others.where(WijkRow.id != row.id)
    known = session.execute(others).all()
    errors = check_wijk(tidy, taken={naam.casefold() for naam, _ in known}, today=today())
    if tidy.cbs_code and tidy.cbs_code in {code for _, code in known}:
        errors.setdefault("cbs_code", "Deze code hoort al bij een andere wijk.")
    if row is not None and tidy.start is not None:
        begun = session.scalar(
            select(func.min(WijkfaseRow.begonnen_op)).where(
                WijkfaseRow.wijk_id == row.id, WijkfaseRow.begonnen_op < tidy.start
            )
        )
        if begun is not None:
            errors.setdefault("start", f"Er is al een fase begonnen op {nl.day(begun)}. Kies die dag of eerder.")
    if errors:
        raise InvalidInput(errors)
    return tidy


def _line(text: str) -> str:
    return " ".join(clean_text(text).split())


def _fill(row: WijkRow, invoer: WijkInvoer) -> None:
    assert invoer.start is not None
    row.naam, row.start, row.gebied, row.regie = invoer.naam, invoer.start, invoer.gebied, invoer.regie
    row.cbs_code, row.cbs_editie = invoer.cbs_code or None, invoer.cbs_editie
    row.buurten = list(invoer.buurten)


def _copy(session: WritingSession, example: WijkRow, row: WijkRow, belanghebbenden: bool) -> None:
    later: timedelta = row.start - example.start
    for vak in session.scalars(select(NvtVakRow).where(NvtVakRow.wijk_id == example.id)):
        session.add(NvtVakRow(wijk_id=row.id, fase=vak.fase, aspect=vak.aspect, reden=vak.reden, sinds=row.start))
    plans = select(FaseplanningRow).where(
        FaseplanningRow.wijk_id == example.id, FaseplanningRow.deelproject_id.is_(None)
    )
    for plan in session.scalars(plans):
        moved = {"gepland_van": plan.gepland_van + later, "gepland_tot": plan.gepland_tot + later}
        session.add(FaseplanningRow(wijk_id=row.id, fase=plan.fase, **moved))
    if not belanghebbenden:
        return
    parties = select(BelanghebbendeRow).where(
        BelanghebbendeRow.wijk_id == example.id, BelanghebbendeRow.hoofd_id.is_(None)
    )
    for party in session.scalars(parties):
        session.add(
            BelanghebbendeRow(
                wijk_id=row.id,
                naam=party.naam,
                zoeknaam=party.zoeknaam,
                type=party.type,
                aspecten=list(party.aspecten),
                aan_tafel=False,
            )
        )
