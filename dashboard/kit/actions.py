"""Doing something: one way from a button to a use case, with every error as a plain sentence."""

import logging
import secrets
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Concatenate, ParamSpec, TypeVar

from dashboard.reading import meten
from dashboard.reading.opened import database
from dashboard.reading.who import current_actor
from wijkkompas_core.domain.toegang import Actie, Actor
from wijkkompas_core.errors import Conflict, InvalidInput, WijkkompasError
from wijkkompas_core.storage.database import Database
from wijkkompas_core.storage.logboek import WritingSession

T = TypeVar("T")
P = ParamSpec("P")
LOGGED_OUT = "Je bent uitgelogd, dus dit is niet opgeslagen. Log opnieuw in."
logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class Outcome:
    """What came of an action: its value, or sentences at fields, a sentence in general, or a conflict."""

    value: Any = None
    fields: dict[str, str] = field(default_factory=dict)
    message: str = ""
    conflict: Conflict | None = None

    @property
    def ok(self) -> bool:
        """Whether it was done."""
        return not (self.fields or self.message or self.conflict)

    @property
    def sentence(self) -> str:
        """Why it was not done, where there are no fields to say it at; nothing when it was."""
        return str(self.conflict or self.message or " ".join(dict.fromkeys(self.fields.values())))


def attempt(do: Callable[[Actor], Any], logged_out: str = LOGGED_OUT) -> Outcome:
    """Do something as the present user; whatever the core refuses comes back as its own sentences, none lost."""
    try:
        actor = current_actor()
        return Outcome(message=logged_out) if actor is None else Outcome(value=do(actor))
    except InvalidInput as error:
        return Outcome(fields=error.fields)
    except Conflict as error:
        return Outcome(conflict=error)
    except WijkkompasError as error:
        return Outcome(message=str(error))
    except Exception:
        return Outcome(message=unexpected())


def submit(actie: Actie, use_case: Callable[[WritingSession], Any], *, wijk: int | None = None) -> Outcome:
    """Do `use_case` as the present user. The rights are read afresh: callbacks run before any page is checked."""
    return attempt(lambda actor: perform(actor, actie, use_case, wijk=wijk))


def perform(actor: Actor, actie: Actie, use_case: Callable[[WritingSession], T], *, wijk: int | None = None) -> T:
    """Do `use_case` as somebody, and answer what it gives. The door reads the rights afresh.

    For where `submit` cannot be: outside the run of a page, as while a file is made, and within a longer step.
    """
    with database().writing(actor, actie, wijk) as session:
        return use_case(session)


def through(
    service: Callable[Concatenate[Database, Actor, P], T], actor: Actor, *args: P.args, **kwargs: P.kwargs
) -> T:
    """What a service does that opens the database itself: it counts attempts, or takes more than one transaction."""
    return service(database(), actor, *args, **kwargs)


def unexpected() -> str:
    """Log the exception at hand under a short number, and answer the sentence that names it."""
    number = secrets.token_hex(3).upper()
    logger.exception("unexpected error %s", number, extra={"nummer": number})
    meten.failed("onverwacht")
    return f"Er ging iets mis en er is niets opgeslagen. Probeer het opnieuw, of meld nummer {number} bij de beheerder."
