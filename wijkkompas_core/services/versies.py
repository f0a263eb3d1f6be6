"""Put an older version back: an ordinary change with the values of then, with all its checks (ADR 0012)."""

from datetime import date
from typing import Any

from wijkkompas_core.domain.afspraken import AfspraakInvoer
from wijkkompas_core.domain.annotaties import AnnotatieInvoer
from wijkkompas_core.domain.belanghebbenden import HOUDING, BelanghebbendeInvoer, HoudingInvoer, check_houding
from wijkkompas_core.domain.besluiten import BesluitInvoer
from wijkkompas_core.domain.betrokkenheid import ContactmomentInvoer
from wijkkompas_core.domain.geschiedenis import standen
from wijkkompas_core.domain.tijd import today
from wijkkompas_core.domain.toegang import Recht, require
from wijkkompas_core.domain.voortgang import MijlpaalInvoer
from wijkkompas_core.domain.vrije_tekst import recht_om_te_wijzigen
from wijkkompas_core.errors import Conflict, InvalidInput, NotFound
from wijkkompas_core.queries.geschiedenis import audit_lines, find_row
from wijkkompas_core.queries.logboek import UNKNOWN
from wijkkompas_core.services.afspraken import change_afspraak
from wijkkompas_core.services.annotaties import change_annotatie
from wijkkompas_core.services.belanghebbenden import change_belanghebbende, scale
from wijkkompas_core.services.besluiten import change_besluit
from wijkkompas_core.services.contactmomenten import change_contactmoment, restore_afspraken
from wijkkompas_core.services.fasen import change_mijlpaal, change_periode
from wijkkompas_core.services.voortgang import mark_nvt, set_knooppuntstatus
from wijkkompas_core.storage.logboek import WritingSession, snapshot
from wijkkompas_core.storage.tables import (
    AfspraakRow,
    AnnotatieRow,
    Base,
    BelanghebbendeRow,
    BesluitRow,
    ContactmomentRow,
    HoudingsmetingRow,
    KnooppuntstatusRow,
    MijlpaalRow,
    NvtVakRow,
    WijkfaseRow,
    WijkRow,
)


def restore_version(session: WritingSession, wijk: int, naam: str, versie: int, regel: int) -> int:
    """Put an item back as it was before line `regel` of the audit; answers its new version.

    The item was read at `versie`; raises `Conflict` when it was changed since, `NotFound` when it, or the line, is
    not there, `InvalidInput` when the old values are not allowed any more.
    """
    if not session.actor.may(Recht.WIJK_ZIEN, wijk):
        raise NotFound(UNKNOWN)
    row = find_row(session, wijk, naam)
    require(session.actor, recht_om_te_wijzigen(row.__tablename__), wijk)
    if row.versie != versie:  # type: ignore[attr-defined]
        raise Conflict()
    lines = audit_lines(session, row)
    before = standen(snapshot(row), [(line.id, line.oud, line.nieuw) for line in lines])
    stand = before.get(regel)
    if stand is None or stand.get("verwijderd_op"):
        raise NotFound("Deze versie is er niet (meer). Kijk hoe het nu is en kies opnieuw.")
    with session.no_autoflush:  # one change is one flush: one version up, one line in the logboek
        put_back(session, row, versie, stand)
    session.flush()
    return row.versie  # type: ignore[attr-defined]


def put_back(session: WritingSession, row: Base, versie: int, stand: dict[str, Any]) -> None:
    """Give a row, read at `versie`, the values of `stand` (as the audit holds them), with all checks of its form."""
    if isinstance(row, ContactmomentRow):
        restore_afspraken(session, row)
    if hasattr(row, "verwijderd_op"):
        row.verwijderd_op = None  # type: ignore[attr-defined]
    match row:
        case ContactmomentRow():
            change_contactmoment(session, row.id, versie, _contactmoment(stand))
        case BesluitRow():
            change_besluit(session, row.id, versie, _besluit(row, stand))
        case AfspraakRow():
            row.status, row.afgerond_op = stand["status"], _day(stand["afgerond_op"])
            change_afspraak(session, row.id, versie, _afspraak(row, stand))
        case AnnotatieRow():
            noot = AnnotatieInvoer(row.wijk_id, _day(stand["datum"]), stand["tekst"])
            change_annotatie(session, row.id, versie, noot)
        case BelanghebbendeRow():
            change_belanghebbende(session, row.id, versie, _belanghebbende(row, stand))
        case HoudingsmetingRow():
            _houding(session, row, stand)
        case MijlpaalRow():
            change_mijlpaal(session, row.id, versie, _mijlpaal(row, stand))
        case WijkfaseRow():
            change_periode(session, row.id, versie, _day(stand["begonnen_op"]), _day(stand["afgesloten_op"]))
        case KnooppuntstatusRow():
            where = (row.wijk_id, row.knooppunt, versie)
            set_knooppuntstatus(session, *where, stand["status"], stand["reden"], _day(stand["sinds"]))
        case NvtVakRow():
            mark_nvt(session, row.wijk_id, row.fase, row.aspect, versie, stand["reden"])
        case _:
            raise NotFound(UNKNOWN)


def _besluit(row: BesluitRow, stand: dict[str, Any]) -> BesluitInvoer:
    return BesluitInvoer(
        wijk=row.wijk_id,
        datum=_day(stand["datum"]),
        fase=stand["fase"],
        wat=stand["wat"],
        door=stand["door"],
        grond=stand["grond"],
        contactmomenten=tuple(stand["contactmomenten"]),
    )


def _afspraak(row: AfspraakRow, stand: dict[str, Any]) -> AfspraakInvoer:
    return AfspraakInvoer(
        wijk=row.wijk_id,
        wat=stand["wat"],
        eigenaar=stand["eigenaar_id"],
        belanghebbende=stand["belanghebbende_id"],
        deadline=_day(stand["deadline"]),
        contactmoment=stand["contactmoment_id"],
    )


def _belanghebbende(row: BelanghebbendeRow, stand: dict[str, Any]) -> BelanghebbendeInvoer:
    return BelanghebbendeInvoer(
        wijk=row.wijk_id,
        contactpersoon=stand["contactpersoon_id"],
        aspecten=tuple(stand["aspecten"]),
        **{name: stand[name] for name in ("naam", "type", "belang", "invloed", "aan_tafel", "notitie")},
    )


def _mijlpaal(row: MijlpaalRow, stand: dict[str, Any]) -> MijlpaalInvoer:
    return MijlpaalInvoer(
        row.wijk_id,
        row.deelproject_id,
        row.fase,
        stand["naam"],
        _day(stand["gepland_op"]),
        _day(stand["besloten_op"]),
        stand["uitkomst"],
        stand["toelichting"],
    )


def _contactmoment(stand: dict[str, Any]) -> ContactmomentInvoer:
    return ContactmomentInvoer(
        wijk=stand["wijk_id"],
        datum=_day(stand["datum"]),
        fase=stand["fase"],
        aspecten=tuple(stand["aspecten"]),
        vorm=stand["vorm"],
        participatieniveau=stand["participatieniveau"],
        belanghebbenden=tuple(stand["belanghebbenden"]),
        aantal_deelnemers=stand["aantal_deelnemers"],
        opbrengst=stand["opbrengst"],
        links=tuple(stand["links"]),
    )


def _houding(session: WritingSession, row: HoudingsmetingRow, stand: dict[str, Any]) -> None:
    invoer = HoudingInvoer(
        row.belanghebbende_id, _day(stand["datum"]), stand["huidig"], stand["gewenst"], stand["toelichting"]
    )
    wijk = session.get_one(WijkRow, row.wijk_id)
    known = scale(session, HOUDING) | {row.huidig, row.gewenst or row.huidig}
    errors = check_houding(invoer, start=wijk.start, today=today(), houdingen=known)
    if errors:
        raise InvalidInput(errors)
    assert invoer.datum is not None
    row.datum, row.huidig, row.gewenst, row.toelichting = (
        invoer.datum,
        invoer.huidig,
        invoer.gewenst,
        invoer.toelichting,
    )


def _day(value: str | None) -> date | None:
    return date.fromisoformat(value[:10]) if value else None
