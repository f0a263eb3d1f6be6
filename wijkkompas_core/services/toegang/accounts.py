"""Accounts: add and invite people, give them roles, close them, let them back in, and make them anonymous.

Run inside `database.writing(actor, Actie.GEBRUIKER_BEHEREN)`. Accounts hold for the whole gemeente, so only who may
BEHEREN in every wijk manages them; what a projectleider can do in the own wijk is in `services.team`.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from wijkkompas_core.domain.accounts import (
    NOBODY,
    gebruikersnaam_problem,
    naam_problem,
    normal_gebruikersnaam,
)
from wijkkompas_core.domain.tijd import now
from wijkkompas_core.domain.toegang import Recht, Rol, Toekenning
from wijkkompas_core.errors import Conflict, Forbidden, InvalidInput, NotFound
from wijkkompas_core.services.toegang.anonimiseren import forget_links, forget_second_factor, wipe
from wijkkompas_core.services.toegang.uitnodigingen import make_link
from wijkkompas_core.services.toegang.wachtwoorden import end_sessions, hash_password, names_here, problem_of, store
from wijkkompas_core.settings import Settings
from wijkkompas_core.storage.engine import take_install_lock
from wijkkompas_core.storage.logboek import WritingSession, log
from wijkkompas_core.storage.tables import GebruikerRow, ToekenningRow, WijkRow

LAST_BEHEERDER = "Dit is de enige beheerder die nog kan inloggen. Maak eerst iemand anders beheerder."
SELF = "Dit kun je niet met je eigen account doen. Vraag het een andere beheerder."


@dataclass(frozen=True, slots=True)
class GebruikerInvoer:
    """An account with its roles. Without `wachtwoord` nobody gets in until a link has been used.

    With `moet_wachtwoord_wijzigen` the first login asks for another password.
    """

    gebruikersnaam: str
    naam: str
    wachtwoord: str | None = None
    toekenningen: tuple[Toekenning, ...] = ()
    moet_wachtwoord_wijzigen: bool = False


def add_gebruiker(session: WritingSession, invoer: GebruikerInvoer) -> int:
    """Add an account and answer its id; raises `InvalidInput` with every field that is wrong."""
    require_everywhere(session)
    errors: dict[str, str] = {}
    if problem := _toekenningen_problem(session, invoer.toekenningen):
        errors["toekenningen"] = problem
    return new_account(session, invoer, errors).id


def invite_gebruiker(session: WritingSession, invoer: GebruikerInvoer, settings: Settings) -> tuple[int, str]:
    """Add an account that nobody can use yet; answers its id and the code of the link that opens it."""
    key = add_gebruiker(session, replace(invoer, wachtwoord=None, moet_wachtwoord_wijzigen=False))
    return key, make_link(session, key, settings.uitnodiging_dagen)


def new_account(session: WritingSession, invoer: GebruikerInvoer, errors: dict[str, str]) -> GebruikerRow:
    """Add an account, unless something is wrong with it or in `errors`. The caller has checked the right."""
    gebruikersnaam, naam = normal_gebruikersnaam(invoer.gebruikersnaam), " ".join(invoer.naam.split())
    errors |= _name_errors(session, gebruikersnaam, naam)
    if invoer.wachtwoord is not None:
        problem = problem_of(invoer.wachtwoord, gebruikersnaam, naam, names_here(session))
        errors |= {"wachtwoord": problem} if problem else {}
    if errors:
        raise InvalidInput(errors)
    row = GebruikerRow(
        gebruikersnaam=gebruikersnaam,
        naam=naam,
        wachtwoord_hash=NOBODY if invoer.wachtwoord is None else hash_password(invoer.wachtwoord),
        moet_wachtwoord_wijzigen=invoer.moet_wachtwoord_wijzigen,
        aangemaakt_op=now(),
        toekenningen=[new_toekenning(t) for t in invoer.toekenningen],
    )
    session.add(row)
    _flush_name(session, gebruikersnaam)
    return row


def change_gebruiker(session: WritingSession, key: int, versie: int, gebruikersnaam: str, naam: str) -> int:
    """Change the names of an account, read at `versie`; answers the new version."""
    require_everywhere(session)
    row = find(session, key)
    if row.versie != versie:
        raise Conflict()
    gebruikersnaam, naam = normal_gebruikersnaam(gebruikersnaam), " ".join(naam.split())
    if errors := _name_errors(session, gebruikersnaam, naam, key):
        raise InvalidInput(errors)
    row.gebruikersnaam, row.naam = gebruikersnaam, naam
    _flush_name(session, gebruikersnaam)
    return row.versie


def reset_access(session: WritingSession, key: int, settings: Settings, *, last_as_well: bool = False) -> str:
    """A new link for who lost the password; answers its code.

    The old password stops working at once and all sessions end. A second factor stays: see `reset_second_factor`.
    """
    require_everywhere(session)
    row = find(session, key)
    _not_oneself(session, row)
    if not row.actief:
        raise InvalidInput({"gebruiker": "Dit account is gesloten. Heropen het eerst."})
    if not last_as_well:  # on the screen nobody could use the new link to make another
        require_beheerder_left(session, row)
    if row.wachtwoord_hash != NOBODY:
        store(session, row, NOBODY, must_change=False, keep=settings.wachtwoorden_onthouden)
        session.flush()
    return make_link(session, key, settings.uitnodiging_dagen)


def reset_second_factor(session: WritingSession, key: int) -> None:
    """Take away the second factor of who lost it; where a role asks for one, the next login sets up a new one."""
    require_everywhere(session)
    row = find(session, key)
    _not_oneself(session, row)
    if not forget_second_factor(session, key):
        raise InvalidInput({"gebruiker": "Dit account heeft geen tweede factor."})
    end_sessions(session, key)
    log(session, object="tweede factor", object_id=key, oud={"aan": True}, nieuw={"aan": False})


def deactivate(session: WritingSession, key: int) -> None:
    """Close an account; all its sessions end at their next action, and links to it stop working."""
    require_everywhere(session)
    row = find(session, key)
    _not_oneself(session, row)
    require_beheerder_left(session, row)
    row.actief, row.gesloten_op = False, now()
    end_sessions(session, row.id)
    forget_links(session, key)


def activate(session: WritingSession, key: int) -> None:
    """Open a closed account again; its old sessions stay ended. Not one that is anonymous."""
    require_everywhere(session)
    row = find(session, key)
    if row.geanonimiseerd_op is not None:
        raise InvalidInput({"gebruiker": "Dit account is anoniem gemaakt. Dat is niet terug te draaien."})
    row.actief, row.gesloten_op = True, None


def anonymise(session: WritingSession, key: int) -> None:
    """Replace name and user name of an account everywhere, for good; what the person recorded stays."""
    require_everywhere(session)
    row = find(session, key)
    _not_oneself(session, row)
    require_beheerder_left(session, row)
    wipe(session, row)
    log(session, object="gebruiker", object_id=key, nieuw={"anoniem": True})


def set_toekenningen(
    session: WritingSession, key: int, toekenningen: Sequence[Toekenning], was: Sequence[Toekenning] | None = None
) -> None:
    """Replace all roles of an account; who gets more rights logs in anew (`storage.meer_rechten`), and fewer rights
    hold at the next action.

    Roles that stay keep who last confirmed them. Raises `Conflict` when the roles are no longer what they were (`was`).
    """
    require_everywhere(session)
    row = find(session, key)
    if row.geanonimiseerd_op is not None:
        raise InvalidInput({"toekenningen": "Een anoniem account heeft geen rollen."})
    held = {Toekenning(Rol(t.rol), t.wijk_id): t for t in row.toekenningen}
    if was is not None and set(was) != set(held):
        raise Conflict()
    if problem := _toekenningen_problem(session, toekenningen):
        raise InvalidInput({"toekenningen": problem})
    everything = Toekenning(Rol.BEHEERDER)
    if everything in held and everything not in toekenningen:
        if row.id == session.actor.gebruiker:
            raise InvalidInput({"toekenningen": "Je kunt jezelf het beheer niet afnemen. Vraag een andere beheerder."})
        require_beheerder_left(session, row)
    row.toekenningen = [held.get(t) or new_toekenning(t) for t in toekenningen]
    session.flush()


def new_toekenning(toekenning: Toekenning) -> ToekenningRow:
    """A role given now."""
    return ToekenningRow(rol=toekenning.rol.value, wijk_id=toekenning.wijk, gegeven_op=now())


def require_beheerder_left(session: WritingSession, without: GebruikerRow) -> None:
    """Raise `InvalidInput` when nobody but `without` could still manage the installation.

    Two beheerders who close each other at the same time wait for each other here, so the second is refused.
    """
    take_install_lock(session.connection())
    others = (
        select(GebruikerRow.id)
        .join(ToekenningRow, ToekenningRow.gebruiker_id == GebruikerRow.id)
        .where(
            GebruikerRow.id != without.id,
            GebruikerRow.actief,
            GebruikerRow.wachtwoord_hash != NOBODY,
            ToekenningRow.rol == Rol.BEHEERDER.value,
            ToekenningRow.wijk_id.is_(None),
        )
    )
    is_one = any(t.rol == Rol.BEHEERDER.value and t.wijk_id is None for t in without.toekenningen)
    if is_one and session.scalar(others.limit(1)) is None:
        raise InvalidInput({"gebruiker": LAST_BEHEERDER})


def require_everywhere(session: WritingSession) -> None:
    """A beheerder of one wijk must not be able to make a beheerder of all."""
    if session.actor.wijken(Recht.BEHEREN) is not None:
        raise Forbidden()


def find(session: WritingSession, key: int) -> GebruikerRow:
    """An account, for changing; raises `NotFound`."""
    row = session.get(GebruikerRow, key, with_for_update=True)
    if row is None:
        raise NotFound("Dit account bestaat niet.")
    return row


def _not_oneself(session: WritingSession, row: GebruikerRow) -> None:
    if row.id == session.actor.gebruiker:
        raise InvalidInput({"gebruiker": SELF})


def _name_errors(session: WritingSession, gebruikersnaam: str, naam: str, key: int | None = None) -> dict[str, str]:
    errors: dict[str, str] = {}
    if problem := gebruikersnaam_problem(gebruikersnaam):
        errors["gebruikersnaam"] = problem
    elif (
        session.scalar(
            select(GebruikerRow.id).where(GebruikerRow.gebruikersnaam == gebruikersnaam, GebruikerRow.id != (key or 0))
        )
        is not None
    ):
        errors["gebruikersnaam"] = _taken(gebruikersnaam)
    if problem := naam_problem(naam):
        errors["naam"] = problem
    return errors


def _flush_name(session: WritingSession, gebruikersnaam: str) -> None:
    try:
        session.flush()
    except IntegrityError as error:  # someone added the same name between the look and the write
        raise InvalidInput({"gebruikersnaam": _taken(gebruikersnaam)}) from error


def _taken(gebruikersnaam: str) -> str:
    return f"De gebruikersnaam '{gebruikersnaam}' bestaat al. Kies een andere."


def _toekenningen_problem(session: WritingSession, toekenningen: Sequence[Toekenning]) -> str | None:
    if len(set(toekenningen)) != len(toekenningen):
        return "Een rol staat er twee keer."
    wijken = {toekenning.wijk for toekenning in toekenningen if toekenning.wijk is not None}
    known = set(session.scalars(select(WijkRow.id).where(WijkRow.id.in_(wijken))))
    return "Een van de gekozen wijken bestaat niet." if wijken - known else None
