"""What somebody does with the own account: another password. The rest is in `sessies` and `tweede_factor`."""

from datetime import datetime

from wijkkompas_core.domain.tijd import now
from wijkkompas_core.domain.toegang import Actie, Actor
from wijkkompas_core.errors import Conflict, Forbidden, InvalidInput
from wijkkompas_core.services.toegang.inlogstappen import log_failure, writing
from wijkkompas_core.services.toegang.pogingen import NOWHERE, Sleutels, count, keys_for, succeeded
from wijkkompas_core.services.toegang.wachtwoorden import (
    NieuwWachtwoord,
    earlier_hashes,
    names_here,
    password_matches,
    prepare,
    problem_of,
    store,
)
from wijkkompas_core.settings import Settings
from wijkkompas_core.storage.database import Database, load_actor
from wijkkompas_core.storage.tables import GebruikerRow

WRONG = "Dit is niet je huidige wachtwoord."


def change_password(
    database: Database, actor: Actor, oud: str, nieuw: str, settings: Settings, moment: datetime | None = None
) -> None:
    """Give the actor a new password and end all sessions of the account, the actor's own as well.

    Raises `InvalidInput` for `oud` (not the present password) or `nieuw` (breaks a rule). Wrong present passwords
    count as attempts to log in do: an open window is no place to guess at leisure.
    """
    was = require_password(database, actor, oud, settings, "oud", nieuw, moment)
    with database.reading() as session:
        earlier = earlier_hashes(session, actor.gebruiker or 0, settings.wachtwoorden_onthouden)
        bekend = names_here(session)
    prepared = prepare(nieuw, actor.gebruikersnaam, actor.naam, was=was, earlier=earlier, bekend=bekend)
    if not isinstance(prepared, NieuwWachtwoord):
        raise InvalidInput({"nieuw": prepared})
    with database.writing(actor, Actie.WACHTWOORD_WIJZIGEN) as session:
        row = session.get(GebruikerRow, actor.gebruiker, with_for_update=True)
        if row is None or row.wachtwoord_hash != was:
            raise Conflict()
        store(session, row, prepared.hash, must_change=False, keep=settings.wachtwoorden_onthouden)


def require_password(
    database: Database,
    actor: Actor,
    typed: str,
    settings: Settings,
    field: str,
    nieuw: str | None = None,
    moment: datetime | None = None,
) -> str:
    """Check that the actor knows the present password and answer its hash; raises `InvalidInput` for `field`.

    With `nieuw` its problems are told at the same time.
    """
    with database.reading() as session:
        fresh = load_actor(session, actor.gebruiker or 0, actor.sessie, actor.oorsprong)
        row = session.get(GebruikerRow, fresh.gebruiker)
        if row is None:
            raise Forbidden()
        hashed, bekend = row.wachtwoord_hash, names_here(session)
    errors: dict[str, str] = {}
    sleutels, refusal = count_own(database, fresh, "eigen wachtwoord", settings, moment)
    if refusal:
        errors[field] = refusal
    elif not password_matches(typed, hashed):
        errors[field] = WRONG
        with writing(database) as session:
            session.actor = fresh
            log_failure(session, fresh.gebruiker, "huidig wachtwoord onjuist")
    else:
        with writing(database) as session:
            succeeded(session, sleutels)
    if nieuw is not None and (problem := problem_of(nieuw, fresh.gebruikersnaam, fresh.naam, bekend)):
        errors["nieuw"] = problem
    if errors:
        raise InvalidInput(errors)
    return hashed


def count_own(
    database: Database, actor: Actor, wat: str, settings: Settings, moment: datetime | None = None
) -> tuple[Sleutels, str]:
    """Count an attempt of somebody who is logged in; answers what it counts under and the sentence that refuses it."""
    with writing(database) as session:
        sleutels = keys_for(session, wat, str(actor.gebruiker), actor.gebruiker, NOWHERE)
        telling = count(session, sleutels, moment or now(), settings)
        if telling.op_slot:
            session.actor = actor
            log_failure(session, actor.gebruiker, f"{wat}: op slot")
    return sleutels, telling.weigering
