"""The buttons under a form about one record: make it, change it, delete it, each with the way back."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Generic, Protocol, TypeVar

from dashboard.kit.fields import Button, Velden
from wijkkompas_core.domain.toegang import Actie
from wijkkompas_core.storage.logboek import WritingSession

T = TypeVar("T")
T_co = TypeVar("T_co", covariant=True)


class Record(Protocol[T_co]):
    """What is stored, as it was read."""

    @property
    def id(self) -> int:
        """Its number."""
        ...

    @property
    def versie(self) -> int:
        """The version that was read."""
        ...

    def as_invoer(self) -> T_co:
        """As it would be filled in."""
        ...


@dataclass(frozen=True)
class UseCases(Generic[T]):
    """What can be done with records of one kind, and the right it takes; `adding` is the right to make one, if another.

    Changing answers the version that the record then has. What has no `restore` is made again after a deletion.
    """

    actie: Actie
    add: Callable[[WritingSession, T], int]
    change: Callable[[WritingSession, int, int, T], int]
    delete: Callable[[WritingSession, int, int], Any] | None = None
    restore: Callable[[WritingSession, int, int], Any] | None = None
    adding: Actie | None = None


@dataclass(frozen=True)
class Words(Generic[T]):
    """What the buttons are called and what the bar says afterwards; without `deleted` nothing can be deleted here."""

    save: str
    saved: Callable[[T], str]
    deleted: str = ""
    cancel: str = "Annuleren"


def editor(
    form: Velden,
    cases: UseCases[T],
    record: Record[T] | None,
    typed: Callable[[], T],
    words: Words[T],
    *,
    more: Sequence[Button] = (),
    leave: Callable[[], None] | None = None,
    then: Callable[[Any], None] | None = None,
) -> None:
    """The buttons of the form for a record, or for a new one without; `typed` is what is filled in when one is pressed.

    A form that one can `leave` has a button for that too, and is left after saving, unless something else comes `then`:
    that gets the number of the new record, or the new version of a changed one. `more` are buttons of its own.
    """
    after = then or (lambda _: leave() if leave else None)

    def save() -> None:
        invoer = typed()
        if record is None:
            delete = cases.delete
            back = (lambda s, key: delete(s, key, 1)) if delete else None
            adding = cases.adding or cases.actie
            form.save(adding, lambda s: cases.add(s, invoer), words.saved(invoer), back, after, back_actie=cases.actie)
            return
        key, versie, before = record.id, form.versie, record.as_invoer()
        form.save(
            cases.actie,
            lambda s: cases.change(s, key, versie, invoer),
            words.saved(invoer),
            lambda s, new: cases.change(s, key, new, before),
            after,
        )

    def remove() -> None:
        assert record is not None and cases.delete is not None
        key, versie, before, delete, restore = record.id, form.versie, record.as_invoer(), cases.delete, cases.restore
        form.save(
            cases.actie,
            lambda s: delete(s, key, versie),
            words.deleted,
            lambda s, _: restore(s, key, versie + 1) if restore else cases.add(s, before),
            after,
        )

    buttons = [*more]
    buttons += [("Verwijderen", remove)] if record is not None and words.deleted else []
    buttons += [form.way_out(leave, words.cancel)] if leave else []
    form.buttons(words.save, save, *buttons)
