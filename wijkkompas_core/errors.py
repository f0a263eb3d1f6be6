"""The errors that the core raises on purpose. Their texts are Dutch sentences, fit to be shown to a user."""

from collections.abc import Mapping
from typing import Any

AWAY = "De gegevens zijn nu even niet bereikbaar. Wat je invulde staat er nog. Probeer het zo opnieuw."


class WijkkompasError(Exception):
    """Base of all expected errors; `str(error)` is a Dutch sentence."""


class InvalidInput(WijkkompasError):
    """Input that was refused: `fields` maps each field name to one Dutch sentence."""

    def __init__(self, fields: Mapping[str, str]) -> None:
        self.fields = dict(fields)
        super().__init__(" ".join(self.fields.values()))


class Forbidden(WijkkompasError):
    """The actor has no right to do or see this."""

    def __init__(self, message: str = "Je hebt geen rechten om dit te doen.") -> None:
        super().__init__(message)


class NotFound(WijkkompasError):
    """The thing does not exist, or not for this actor: the two are not told apart."""

    def __init__(self, message: str = "Dit bestaat niet of is niet voor jou zichtbaar.") -> None:
        super().__init__(message)


class Conflict(WijkkompasError):
    """Someone else changed the record since it was read; `current` is its present state, if known."""

    def __init__(self, current: Any = None, message: str = "Iemand anders heeft dit intussen gewijzigd.") -> None:
        self.current = current
        super().__init__(message)


class Unavailable(WijkkompasError):
    """The database cannot be reached or used right now; nothing was saved."""

    def __init__(self, message: str = AWAY) -> None:
        super().__init__(message)
