"""Who changed what when, with the old and the new values in words."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, cast

from sqlalchemy import select
from sqlalchemy.orm import Session

from wijkkompas_core.domain.geschiedenis import standen
from wijkkompas_core.domain.toegang import Actor, Recht, require
from wijkkompas_core.domain.vrije_tekst import recht_om_te_wijzigen
from wijkkompas_core.errors import NotFound
from wijkkompas_core.queries.logboek import UNKNOWN
from wijkkompas_core.queries.logboek_items import day, main_names, names_of
from wijkkompas_core.queries.methode import Methode
from wijkkompas_core.queries.vraag import vraag
from wijkkompas_core.storage.logboek import DONE, snapshot
from wijkkompas_core.storage.stroombronnen import SOORTEN, primary_key
from wijkkompas_core.storage.tables import Base, BelanghebbendeRow, DeelprojectRow, GebruikerRow, LogboekRow

FIELDS = {
    "datum": "Datum",
    "fase": "Fase",
    "vorm": "Vorm",
    "participatieniveau": "Participatieniveau",
    "aantal_deelnemers": "Deelnemers",
    "aspecten": "Waar ging het over",
    "belanghebbenden": "Wie waren erbij",
    "opbrengst": "Wat leverde het op",
    "links": "Links",
    "wat": "Wat",
    "tekst": "Tekst",
    "door": "Besloten door",
    "grond": "Op welke grond",
    "contactmomenten": "Contactmomenten",
    "eigenaar_id": "Wie van het team",
    "belanghebbende_id": "Belanghebbende",
    "contactmoment_id": "Contactmoment",
    "deadline": "Uiterlijk",
    "status": "Status",
    "afgerond_op": "Afgerond op",
    "naam": "Naam",
    "type": "Soort belanghebbende",
    "aan_tafel": "Aan tafel",
    "belang": "Belang",
    "invloed": "Invloed",
    "contactpersoon_id": "Contactpersoon",
    "samengevoegd_met": "Samengevoegd met",
    "notitie": "Notitie",
    "niveau": "Beloofd",
    "kleur": "Oordeel",
    "zin": "Toelichting",
    "teller": "Waarde",
    "noemer": "Van",
    "bron": "Bron",
    "gepland_van": "Gepland van",
    "gepland_tot": "Gepland tot",
    "actief": "Loopt",
    "start": "Start",
    "gebied": "Gebied",
    "regie": "Regie",
    "gepland_op": "Gepland op",
    "besloten_op": "Besloten op",
    "uitkomst": "Besluit",
    "toelichting": "Toelichting",
    "huidig": "Houding",
    "gewenst": "Gewenst",
    "begonnen_op": "Begonnen",
    "afgesloten_op": "Afgesloten",
    "deelproject_id": "Deelproject",
    "reden": "Reden",
    "sinds": "Sinds",
    "verwijderd_op": "Verwijderd",
}
"""What is shown of an object, in this order; the rest is our own bookkeeping."""

DATES = ("datum", "deadline", "sinds", "start", "gepland_van", "gepland_tot")
SCHALEN = {
    "vorm": "vorm",
    "participatieniveau": "participatieniveau",
    "uitkomst": "mijlpaaluitkomst",
    "huidig": "houding",
    "gewenst": "houding",
    "niveau": "participatieniveau",
    "belang": "belang",
    "invloed": "invloed",
}


@dataclass(frozen=True, slots=True)
class Versie:
    """One change: its number in the audit, when, by whom, what was done, and per field how it was and became."""

    regel: int
    tijdstip: datetime
    door: str
    actie: str
    verschillen: tuple[tuple[str, str, str], ...]
    herstelbaar: bool
    """Whether the object can be put back as it was before this change."""


@vraag(logboek=True, rechten_van_nu=True)
def geschiedenis(session: Session, actor: Actor, wijk: int, methode: Methode, naam: str) -> tuple[Versie, ...]:
    """The changes of an item, newest first; raises `NotFound` when this wijk has no such item.

    Nothing for who may not change it: what was corrected may be what should never have been there.
    """
    require(actor, Recht.WIJK_ZIEN, wijk)
    if not actor.may(recht_om_te_wijzigen(naam.partition("-")[0]), wijk):
        return ()
    row = find_row(session, wijk, naam)
    lines = audit_lines(session, row)
    nu = snapshot(row)
    before = standen(nu, [(line.id, line.oud, line.nieuw) for line in lines])
    people = names_of(session, GebruikerRow, (line.actor_id for line in lines))
    words = Woorden(
        session, methode, naam.partition("-")[0], [s for line in lines for s in (line.oud, line.nieuw) if s]
    )
    found: list[Versie] = []
    for line in lines:
        old, new = line.oud or {}, line.nieuw or {}
        changes = tuple(
            (label, words(field, old.get(field)), words(field, new.get(field)))
            for field, label in FIELDS.items()
            if old.get(field) != new.get(field)
        )
        stand = before[line.id]
        found.append(
            Versie(
                regel=line.id,
                tijdstip=line.tijdstip,
                door=people.get(line.actor_id) or line.actor,
                actie=line.actie,
                verschillen=changes,
                herstelbaar=stand is not None and not stand.get("verwijderd_op") and visible(stand) != visible(nu),
            )
        )
    return tuple(found)


def find_row(session: Session, wijk: int, naam: str) -> Base:
    """The row behind the name of an item; raises `NotFound` when this wijk has none."""
    soort, _, sleutel = naam.partition("-")
    table = SOORTEN.get(soort)
    key = primary_key(table, sleutel) if table else None
    row = session.get(table, key) if table and key else None
    if row is None or getattr(row, "wijk_id", None) != wijk:
        raise NotFound(UNKNOWN)
    return row


def audit_lines(session: Session, row: Base) -> list[LogboekRow]:
    """The lines of the audit about a row, newest first."""
    key = "/".join(str(part) for part in row.__mapper__.primary_key_from_instance(row))
    query = select(LogboekRow).where(
        LogboekRow.object == row.__tablename__, LogboekRow.object_id == key, LogboekRow.resultaat == DONE
    )
    return list(session.scalars(query.order_by(LogboekRow.id.desc())))


def visible(stand: Mapping[str, Any]) -> dict[str, Any]:
    """What of a state is shown; being deleted counts, the moment of it does not."""
    return {
        name: bool(stand.get(name)) if name == "verwijderd_op" else stand.get(name)
        for name in FIELDS
        if stand.get(name) not in (None, "", [])
    }


class Woorden:
    """Values of the audit in words; everything they refer to is read once."""

    def __init__(self, session: Session, methode: Methode, soort: str, standen: list[dict[str, Any]]) -> None:
        def keys(*fields: str) -> list[int]:
            found: list[int] = []
            for stand in standen:
                for field in fields:
                    value = stand.get(field)
                    found += value if isinstance(value, list) else [value] if value is not None else []
            return found

        self._methode = methode
        self._soort = soort
        self._names: dict[str, dict[int | None, str]] = {
            "belanghebbenden": main_names(session, keys("belanghebbenden", "belanghebbende_id")),
            "samengevoegd_met": names_of(session, BelanghebbendeRow, keys("samengevoegd_met")),
            "eigenaar_id": names_of(session, GebruikerRow, keys("eigenaar_id")),
            "contactpersoon_id": names_of(session, GebruikerRow, keys("contactpersoon_id")),
            "deelproject_id": names_of(session, DeelprojectRow, keys("deelproject_id")),
        }
        self._names["belanghebbende_id"] = self._names["belanghebbenden"]

    def __call__(self, field: str, value: Any) -> str:
        if field == "verwijderd_op":
            return "ja" if value else "nee"
        if isinstance(value, bool):
            return "ja" if value else "nee"
        if value in (None, "", []):
            return ""
        if isinstance(value, list):
            return ", ".join(self._one(field, part) for part in cast("list[Any]", value))
        return self._one(field, value)

    def _one(self, field: str, value: Any) -> str:
        kompas = self._methode.kompas
        if field in self._names:
            return self._names[field].get(value, "onbekend")
        if field in ("contactmomenten", "contactmoment_id"):
            return f"contactmoment {value}"
        if field == "fase" and value in kompas.fase:
            return kompas.fase[value].naam
        if field == "aspecten" and value in kompas.aspect:
            return kompas.aspect[value].naam
        if field == "type" and value in self._methode.typen:
            return self._methode.typen[value].naam
        if isinstance(value, float):
            return f"{value:g}".replace(".", ",")
        if field in SCHALEN:
            return self._methode.naam(SCHALEN[field], value)
        if field == "status" and self._soort == "knooppunt":
            return self._methode.naam("knooppuntstatus", value)
        if field in DATES or field.endswith("_op"):
            return day(date.fromisoformat(str(value)[:10]))
        return str(value)
