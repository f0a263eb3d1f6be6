"""What stands in the logboek in words: per soort one or two reads, however many items there are."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import select, tuple_
from sqlalchemy.orm import Session, selectinload

from wijkkompas_core.domain import nederlands as nl
from wijkkompas_core.domain.betrokkenheid import PARTICIPATIENIVEAU, VORM
from wijkkompas_core.domain.tijd import as_date
from wijkkompas_core.queries.contactmomenten import to_contactmoments
from wijkkompas_core.queries.methode import Methode
from wijkkompas_core.storage.tables import (
    AfspraakRow,
    AnnotatieRow,
    BelanghebbendeRow,
    BesluitRow,
    ContactmomentRow,
    DeelprojectRow,
    GebruikerRow,
    HoudingsmetingRow,
    KnooppuntstatusRow,
    MijlpaalRow,
    NvtVakRow,
    WijkfaseRow,
)


@dataclass(frozen=True, slots=True)
class Woorden:
    """An item in words."""

    titel: str
    tekst: str
    details: tuple[tuple[str, str], ...]
    versie: int
    belanghebbende: int | None = None


def describe(session: Session, methode: Methode, keys: Sequence[tuple[str, str]]) -> dict[tuple[str, str], Woorden]:
    """The words of items, by soort and key; one whose row is gone has none."""
    found: dict[tuple[str, str], Woorden] = {}
    for soort, reader in _READERS.items():
        wanted = [key for one, key in keys if one == soort]
        if wanted:
            found |= {(soort, key): words for key, words in reader(session, methode, wanted).items()}
    return found


def day(moment: date | None) -> str:
    """A date as it is read here: 24-11-2026."""
    return f"{nl.day(moment)}" if moment else ""


def names_of(session: Session, table: type[Any], keys: Iterable[int | None]) -> dict[int | None, str]:
    """Names by id, of gebruikers, belanghebbenden or deelprojecten."""
    wanted = {key for key in keys if key is not None}
    if not wanted:
        return {}
    query = select(table.id, table.naam).where(table.id.in_(wanted))
    return {row.id: row.naam for row in session.execute(query)}


def _known(*facts: tuple[str, str | None]) -> tuple[tuple[str, str], ...]:
    return tuple((name, value) for name, value in facts if value)


def _rows(session: Session, table: type[Any], keys: Sequence[str]) -> list[Any]:
    return list(session.scalars(select(table).where(table.id.in_([int(key) for key in keys]))))


def _entered(row: Any, people: dict[int | None, str]) -> str:
    return f"{people.get(row.ingevoerd_door, 'onbekend')}, op {day(as_date(row.ingevoerd_op))}"


def _contactmomenten(session: Session, methode: Methode, keys: Sequence[str]) -> dict[str, Woorden]:
    query = (
        select(ContactmomentRow)
        .where(ContactmomentRow.id.in_([int(key) for key in keys]))
        .options(selectinload(ContactmomentRow.aspecten), selectinload(ContactmomentRow.belanghebbenden))
    )
    aspect = methode.kompas.aspect
    found: dict[str, Woorden] = {}
    for one in to_contactmoments(session, list(session.scalars(query))):
        who = ", ".join(naam for _, naam in one.belanghebbenden)
        about = ", ".join(aspect[slug].naam if slug in aspect else slug for slug in one.aspecten)
        vorm = methode.naam(VORM, one.vorm)
        found[str(one.id)] = Woorden(
            f"{vorm} met {who}" if who else vorm,
            one.opbrengst,
            _known(
                ("Waar ging het over", about),
                ("Participatieniveau", methode.naam(PARTICIPATIENIVEAU, one.participatieniveau)),
                ("Deelnemers", None if one.aantal_deelnemers is None else str(one.aantal_deelnemers)),
                ("Links", " ".join(one.links)),
                ("Vastgelegd door", f"{one.ingevoerd_door}, op {day(as_date(one.ingevoerd_op))}"),
            ),
            one.versie,
        )
    return found


def _besluiten(session: Session, _: Methode, keys: Sequence[str]) -> dict[str, Woorden]:
    rows = _rows(session, BesluitRow, keys)
    people = names_of(session, GebruikerRow, (row.ingevoerd_door for row in rows))
    return {
        str(row.id): Woorden(
            row.wat,
            row.grond,
            _known(("Besloten door", row.door), ("Vastgelegd door", _entered(row, people))),
            row.versie,
        )
        for row in rows
    }


def _afspraken(session: Session, _: Methode, keys: Sequence[str]) -> dict[str, Woorden]:
    rows = _rows(session, AfspraakRow, keys)
    people = names_of(session, GebruikerRow, (key for row in rows for key in (row.ingevoerd_door, row.eigenaar_id)))
    parties = main_names(session, (row.belanghebbende_id for row in rows))
    return {
        str(row.id): Woorden(
            row.wat,
            "",
            _known(
                ("Wie", ", ".join(n for n in (people.get(row.eigenaar_id), parties.get(row.belanghebbende_id)) if n)),
                ("Uiterlijk", day(row.deadline)),
                ("Status", row.status + (f" sinds {day(row.afgerond_op)}" if row.afgerond_op else "")),
                ("Vastgelegd door", _entered(row, people)),
            ),
            row.versie,
            row.belanghebbende_id,
        )
        for row in rows
    }


def main_names(session: Session, keys: Iterable[int | None]) -> dict[int | None, str]:
    """Names of belanghebbenden, each as the one it was merged into."""
    wanted = {key for key in keys if key is not None}
    if not wanted:
        return {}
    query = select(BelanghebbendeRow.id, BelanghebbendeRow.hoofd_id).where(BelanghebbendeRow.id.in_(wanted))
    mains = {key: hoofd or key for key, hoofd in session.execute(query)}
    names = names_of(session, BelanghebbendeRow, mains.values())
    return {key: names.get(main, "") for key, main in mains.items()}


def _mijlpalen(session: Session, methode: Methode, keys: Sequence[str]) -> dict[str, Woorden]:
    rows = _rows(session, MijlpaalRow, keys)
    parts = names_of(session, DeelprojectRow, (row.deelproject_id for row in rows))
    return {
        str(row.id): Woorden(
            f"{row.naam}: {methode.naam('mijlpaaluitkomst', row.uitkomst).lower() or 'nog geen besluit'}",
            row.toelichting,
            _known(("Gepland op", day(row.gepland_op)), ("Deelproject", parts.get(row.deelproject_id))),
            row.versie,
        )
        for row in rows
    }


def _houdingen(session: Session, methode: Methode, keys: Sequence[str]) -> dict[str, Woorden]:
    rows = _rows(session, HoudingsmetingRow, keys)
    people = names_of(session, GebruikerRow, (row.ingevoerd_door for row in rows))
    parties = main_names(session, (row.belanghebbende_id for row in rows))
    return {
        str(row.id): Woorden(
            f"{parties.get(row.belanghebbende_id, '')}: {methode.naam('houding', row.huidig).lower()}",
            row.toelichting,
            _known(
                ("Gewenst", methode.naam("houding", row.gewenst).lower()), ("Vastgelegd door", _entered(row, people))
            ),
            row.versie,
            row.belanghebbende_id,
        )
        for row in rows
    }


def _fasen(session: Session, methode: Methode, keys: Sequence[str]) -> dict[str, Woorden]:
    rows = _rows(session, WijkfaseRow, keys)
    parts = names_of(session, DeelprojectRow, (row.deelproject_id for row in rows))
    names = {fase.slug: f"{fase.nummer}. {fase.naam}" for fase in methode.kompas.fasen}
    return {
        str(row.id): Woorden(
            f"Fase begonnen: {names.get(row.fase, row.fase)}",
            "",
            _known(
                ("Begonnen", day(row.begonnen_op)),
                ("Afgesloten", day(row.afgesloten_op) or "loopt nog"),
                ("Deelproject", parts.get(row.deelproject_id)),
            ),
            row.versie,
        )
        for row in rows
    }


def _knooppunten(session: Session, methode: Methode, keys: Sequence[str]) -> dict[str, Woorden]:
    wanted = [(int(wijk), slug) for wijk, _, slug in (key.partition("/") for key in keys)]
    query = select(KnooppuntstatusRow).where(
        tuple_(KnooppuntstatusRow.wijk_id, KnooppuntstatusRow.knooppunt).in_(wanted)
    )
    titles = {point.slug: point.titel for points in methode.knooppunten.values() for point in points}
    return {
        f"{row.wijk_id}/{row.knooppunt}": Woorden(
            f"{titles.get(row.knooppunt, row.knooppunt)}: {methode.naam('knooppuntstatus', row.status).lower()}",
            row.reden,
            (),
            row.versie,
        )
        for row in session.scalars(query)
    }


def _nvt(session: Session, methode: Methode, keys: Sequence[str]) -> dict[str, Woorden]:
    wanted = [(int(wijk), fase, aspect) for wijk, fase, aspect in (key.split("/") for key in keys)]
    query = select(NvtVakRow).where(tuple_(NvtVakRow.wijk_id, NvtVakRow.fase, NvtVakRow.aspect).in_(wanted))
    aspect = methode.kompas.aspect
    return {
        f"{row.wijk_id}/{row.fase}/{row.aspect}": Woorden(
            f"Niet van toepassing: {aspect[row.aspect].naam if row.aspect in aspect else row.aspect}",
            row.reden,
            (),
            row.versie,
        )
        for row in session.scalars(query)
    }


def _noten(session: Session, _: Methode, keys: Sequence[str]) -> dict[str, Woorden]:
    rows = _rows(session, AnnotatieRow, keys)
    people = names_of(session, GebruikerRow, (row.ingevoerd_door for row in rows))
    return {
        str(row.id): Woorden(row.tekst, "", _known(("Vastgelegd door", _entered(row, people))), row.versie)
        for row in rows
    }


_READERS: dict[str, Callable[[Session, Methode, Sequence[str]], dict[str, Woorden]]] = {
    "contactmoment": _contactmomenten,
    "besluit": _besluiten,
    "afspraak": _afspraken,
    "mijlpaal": _mijlpalen,
    "houding": _houdingen,
    "fase": _fasen,
    "knooppunt": _knooppunten,
    "nvt": _nvt,
    "noot": _noten,
}
