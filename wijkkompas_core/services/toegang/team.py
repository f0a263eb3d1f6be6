"""The team of one wijk, by who leads it: add people, change their role in this wijk, and take them out of it.

Run inside `database.writing(actor, Actie.TEAM_BEHEREN, wijk)`. A projectleider gives and takes only the roles of
`domain.toegang.GEEFT`, only in the own wijken, and learns nothing of what somebody does elsewhere.
"""

from dataclasses import dataclass

from sqlalchemy import select

from wijkkompas_core.domain.accounts import NOBODY, normal_gebruikersnaam
from wijkkompas_core.domain.toegang import Recht, Rol, Toekenning, require
from wijkkompas_core.errors import Conflict, Forbidden, InvalidInput, NotFound
from wijkkompas_core.services.toegang.accounts import GebruikerInvoer, find, new_account, new_toekenning
from wijkkompas_core.services.toegang.uitnodigingen import make_link
from wijkkompas_core.settings import Settings
from wijkkompas_core.storage.logboek import WritingSession
from wijkkompas_core.storage.tables import GebruikerRow, ToekenningRow

NOT_HERE = "Deze persoon zit niet in het team van deze wijk."


@dataclass(frozen=True, slots=True)
class TeamlidInvoer:
    """Somebody to add to the team of a wijk; `naam` counts only for who has no account yet."""

    gebruikersnaam: str
    naam: str
    rol: Rol | None


@dataclass(frozen=True, slots=True)
class Toegevoegd:
    """Who was added; `code` of the link that opens the account, or nothing when somebody came in with it before."""

    gebruiker: int
    naam: str
    code: str | None


def add_to_wijk(session: WritingSession, wijk: int, invoer: TeamlidInvoer, settings: Settings) -> Toegevoegd:
    """Add somebody to a wijk: who has an account gets the role, else an account is made with a link to it.

    Raises `InvalidInput` with every field that is wrong.
    """
    require(session.actor, Recht.TEAM_BEHEREN, wijk)
    errors: dict[str, str] = {}
    if invoer.rol is None or invoer.rol not in session.actor.geeft(wijk):
        errors["rol"] = "Kies een rol die je in deze wijk kunt geven."
    gebruikersnaam = normal_gebruikersnaam(invoer.gebruikersnaam)
    row = session.scalar(select(GebruikerRow).where(GebruikerRow.gebruikersnaam == gebruikersnaam).with_for_update())
    rol = invoer.rol or Rol.LEZER
    if row is None:
        row = new_account(session, GebruikerInvoer(gebruikersnaam, invoer.naam, None, (Toekenning(rol, wijk),)), errors)
        return Toegevoegd(row.id, row.naam, make_link(session, row.id, settings.uitnodiging_dagen))
    if not row.actief:
        errors["gebruikersnaam"] = "Dit account is gesloten. Vraag de beheerder om het te heropenen."
    elif any(t.wijk_id == wijk for t in row.toekenningen):
        errors["gebruikersnaam"] = "Deze persoon zit al in het team van deze wijk."
    if errors:
        raise InvalidInput(errors)
    row.toekenningen.append(new_toekenning(Toekenning(rol, wijk)))
    session.flush()
    # A link that was open was for less, and has gone with this role.
    code = make_link(session, row.id, settings.uitnodiging_dagen) if _may_renew(session, row) else None
    return Toegevoegd(row.id, row.naam, code)


def set_wijkrol(session: WritingSession, wijk: int, gebruiker: int, was: Rol, rol: Rol | None) -> None:
    """Give somebody another role in this wijk, or take the person out of it (`None`); roles elsewhere stay.

    Raises `Forbidden` when the old or the new role is not one to give or take, `Conflict` when the role is no longer
    what it was.
    """
    require(session.actor, Recht.TEAM_BEHEREN, wijk)
    row, here = _member(session, wijk, gebruiker)
    if row.id == session.actor.gebruiker:
        raise InvalidInput({"rol": "Je eigen rol verander je niet zelf. Vraag het de beheerder."})
    if not ({Rol(t.rol) for t in here} | ({rol} if rol else set())) <= session.actor.geeft(wijk):
        raise Forbidden("Deze rol kan alleen een beheerder geven of afnemen.")
    if {Rol(t.rol) for t in here} != {was}:
        raise Conflict()
    if rol == was:
        return
    kept = [t for t in row.toekenningen if t.wijk_id != wijk]
    row.toekenningen = [*kept, *([new_toekenning(Toekenning(rol, wijk))] if rol else [])]
    session.flush()


def renew_link(session: WritingSession, wijk: int, gebruiker: int, settings: Settings) -> str:
    """A new link for somebody who has never come in; answers its code.

    Only for an account that has nothing but what the actor could have given: a link opens all of it.
    """
    require(session.actor, Recht.TEAM_BEHEREN, wijk)
    row, _here = _member(session, wijk, gebruiker)
    if not _may_renew(session, row):
        raise Forbidden("Een nieuwe link voor dit account kan alleen een beheerder maken.")
    return make_link(session, gebruiker, settings.uitnodiging_dagen)


def _may_renew(session: WritingSession, row: GebruikerRow) -> bool:
    own = all(
        t.wijk_id is not None
        and session.actor.may(Recht.TEAM_BEHEREN, t.wijk_id)
        and Rol(t.rol) in session.actor.geeft(t.wijk_id)
        for t in row.toekenningen
    )
    return own and row.actief and row.gezien_op is None and row.wachtwoord_hash == NOBODY


def _member(session: WritingSession, wijk: int, gebruiker: int) -> tuple[GebruikerRow, list[ToekenningRow]]:
    """Somebody of the team with the roles in this wijk; who has none here does not exist for the actor."""
    try:
        row = find(session, gebruiker)
    except NotFound:
        raise NotFound(NOT_HERE) from None
    here = [t for t in row.toekenningen if t.wijk_id == wijk]
    if not here:
        raise NotFound(NOT_HERE)
    return row, here
