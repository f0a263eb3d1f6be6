"""The lists as they are exported: the same columns that can be imported, so that a file can come back."""

from collections.abc import Collection, Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from wijkkompas_core.analysis.tabel import frame
from wijkkompas_core.bestanden.werkboek import Blad, Kolom, Soort
from wijkkompas_core.domain.toegang import Actor, Recht
from wijkkompas_core.domain.uitwisseling import LIJSTEN, VELDEN, Veld, Waardesoort
from wijkkompas_core.errors import Forbidden, InvalidInput
from wijkkompas_core.queries.methode import Methode
from wijkkompas_core.queries.uitwisseling import bekend, kenmerk, records
from wijkkompas_core.storage.tables import BelanghebbendeRow, ContactmomentRow, GebruikerRow
from wijkkompas_core.uitwisseling.bekend import BekendeRij

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
    words = _Words(session, base.keuzes, {key: wijk.naam for key, wijk in base.wijken.items()}, rows)
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


class _Words:
    """Values in words, as a reader and an import understand them."""

    def __init__(
        self,
        session: Session,
        keuzes: Mapping[str, Mapping[str, str]],
        wijken: Mapping[int, str],
        rows: list[BekendeRij],
    ) -> None:
        self.keuzes, self.wijken = keuzes, wijken
        self.people = dict(session.execute(select(GebruikerRow.id, GebruikerRow.naam)).all())
        parties = select(BelanghebbendeRow.wijk_id, BelanghebbendeRow.zoeknaam, BelanghebbendeRow.naam)
        self.parties = {
            (w, z): naam for w, z, naam in session.execute(parties.where(BelanghebbendeRow.wijk_id.in_(wijken)))
        }
        wanted: set[int] = set()
        for rij in rows:
            for naam in ("contactmoment", "contactmomenten"):
                wanted |= set(rij.waarden.get(naam) or ())  # type: ignore[arg-type]
        moments = select(ContactmomentRow.id, ContactmomentRow.sleutel, ContactmomentRow.ingevoerd_op)
        found = session.execute(
            moments.where(ContactmomentRow.id.in_(wanted), ContactmomentRow.verwijderd_op.is_(None))
        )
        self.moments = {key: kenmerk("contactmomenten", key, sleutel, moment) for key, sleutel, moment in found}

    def __call__(self, one: Veld, rij: BekendeRij) -> Any:
        if one.soort is Waardesoort.KENMERK:
            return rij.kenmerk
        if one.soort is Waardesoort.WIJK:
            return self.wijken[rij.wijk]
        value: Any = rij.waarden[one.naam]
        if value is None or value == "":
            return None
        match one.soort:
            case Waardesoort.KEUZE:
                return self.keuzes[one.schaal].get(value, value)
            case Waardesoort.KEUZES:
                return [self.keuzes[one.schaal].get(slug, slug) for slug in value]
            case Waardesoort.BELANGHEBBENDE:
                return self.parties[(rij.wijk, value)]
            case Waardesoort.BELANGHEBBENDEN:
                return [self.parties[(rij.wijk, name)] for name in value]
            case Waardesoort.TEAMLID:
                return self.people.get(value)
            case Waardesoort.VERWIJZING:
                return [self.moments[key] for key in value if key in self.moments]
            case _:
                return value
