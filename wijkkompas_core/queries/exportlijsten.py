"""The lists as they are exported: the same columns that can be imported, so that a file can come back."""

from collections.abc import Collection
from dataclasses import replace
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from wijkkompas_core.analysis.tabel import frame
from wijkkompas_core.bestanden.werkboek import Blad, Kolom, Soort
from wijkkompas_core.domain.toegang import Actor, Recht
from wijkkompas_core.domain.uitwisseling import LIJSTEN, VELDEN, Waardesoort
from wijkkompas_core.errors import Forbidden, InvalidInput
from wijkkompas_core.queries.methode import Methode
from wijkkompas_core.queries.uitwisseling import bekend, kenmerk, records
from wijkkompas_core.queries.verdwenen import with_gone
from wijkkompas_core.storage.tables import ContactmomentRow
from wijkkompas_core.uitwisseling.bekend import BekendeRij
from wijkkompas_core.uitwisseling.verwoord import Verwoord

SOORTEN = {
    Waardesoort.DATUM: Soort.DATUM,
    Waardesoort.GETAL: Soort.GEHEEL,
    Waardesoort.JA_NEE: Soort.JA_NEE,
    Waardesoort.LINKS: Soort.LIJST,
    Waardesoort.KEUZES: Soort.LIJST,
    Waardesoort.BELANGHEBBENDEN: Soort.LIJST,
    Waardesoort.VERWIJZING: Soort.LIJST,
}


def lijst_blad(
    session: Session,
    actor: Actor,
    methode: Methode,
    lijst: str,
    *,
    wijken: Collection[int] | None = None,
    van: date | None = None,
    tot: date | None = None,
    fase: str | None = None,
) -> Blad:
    """A list as a sheet: of these wijken (ids; without: all that the actor may see), in this period and fase.

    A period asks for a date: of afspraken that is the deadline; belanghebbenden have none and all come along. Raises
    `Forbidden` for a wijk that the actor may not see, `InvalidInput` for an unknown list.
    """
    if lijst not in LIJSTEN:
        raise InvalidInput({"lijst": "Kies welke lijst je wilt."})
    base = bekend(session, actor, methode, lijst, recht=Recht.WIJK_ZIEN)
    chosen = set(base.wijken) if wijken is None else set(wijken)
    if not chosen <= set(base.wijken):
        raise Forbidden()
    fields = VELDEN[lijst]
    rows = [_readable(rij, actor) for rij in records(session, lijst, chosen) if _within(rij, van, tot, fase)]
    words = Verwoord(with_gone(session, base, rows), _references(session, rows))
    cells = [[words(one, rij) for one in fields] for rij in rows]
    tabel = frame(", ".join(one.naam for one in fields), cells, soorten={})
    kolommen = tuple(Kolom(v.naam, v.titel, SOORTEN.get(v.soort, Soort.TEKST), uitleg=v.uitleg) for v in fields)
    return Blad(lijst.capitalize(), tabel, kolommen)


def _readable(rij: BekendeRij, actor: Actor) -> BekendeRij:
    """The notitie about a belanghebbende is for who records in that wijk."""
    if not rij.waarden.get("notitie") or actor.may(Recht.VASTLEGGEN, rij.wijk):
        return rij
    return replace(rij, waarden={**rij.waarden, "notitie": ""})


def _within(rij: BekendeRij, van: date | None, tot: date | None, fase: str | None) -> bool:
    day = rij.waarden.get("datum", rij.waarden.get("deadline"))
    if isinstance(day, date) and ((van and day < van) or (tot and day > tot)):
        return False
    return fase is None or rij.waarden.get("fase", fase) == fase


def _references(session: Session, rows: list[BekendeRij]) -> dict[int, str]:
    """The kenmerken of the living contactmomenten to which these records refer, by their number."""
    wanted: set[int] = set()
    for rij in rows:
        for naam in ("contactmoment", "contactmomenten"):
            wanted |= set(rij.waarden.get(naam) or ())  # type: ignore[arg-type]
    moments = select(ContactmomentRow.id, ContactmomentRow.sleutel, ContactmomentRow.ingevoerd_op)
    found = session.execute(moments.where(ContactmomentRow.id.in_(wanted), ContactmomentRow.verwijderd_op.is_(None)))
    return {key: kenmerk("contactmomenten", key, sleutel, moment) for key, sleutel, moment in found}
