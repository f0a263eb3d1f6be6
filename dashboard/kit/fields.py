"""The fields of a form: what is typed stays until it is saved, also when someone else saved meanwhile."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import streamlit as st

from dashboard.kit import state
from dashboard.kit.actions import submit
from dashboard.kit.errors import error_message, error_summary, field_error, last_errors, set_errors
from dashboard.kit.html import paragraph, show, table
from dashboard.kit.undo import Back, Done, UseCase, just_done, remember, way_back
from wijkkompas_core.domain import nederlands as nl
from wijkkompas_core.domain.toegang import Actie

KEYS = "formuliersleutels"
"""Per form the keys that it handed out: it is emptied of exactly those, whatever the names of other forms."""
END_OF_NAME = "·"
VERSIE, BEGIN, CLASH, MOVED = (f"{END_OF_NAME}{name}" for name in ("versie", "begin", "botsing", "overnemen"))
"""What a form knows besides its fields, under names that no field has."""
AFTER_A_CLASH = (
    "Er is nog niets opgeslagen; wat jij invulde staat er nog. "
    "Kijk hierboven hoe het nu is. Sla daarna opnieuw op, of neem de opgeslagen versie over."
)
Button = tuple[str, Callable[[], None]]
"""What a button is called, and what it does."""


class Ingevuld:
    """What is filled in at one form, in the session. A kind of form says what it and its fields are called there."""

    @property
    def form(self) -> str:
        """The name that tells this form from every other."""
        raise NotImplementedError

    def name(self, field: str) -> str:
        """What a field is called in the session: like no field of another form."""
        raise NotImplementedError

    def key(self, field: str) -> str:
        """The key of a field in the session; handed out, so that `forget` empties it."""
        key = self.name(field)
        st.session_state.setdefault(KEYS, {}).setdefault(self.form, set()).add(key)
        return key

    def value(self, field: str, default: Any = None) -> Any:
        """What is filled in at a field."""
        return st.session_state.get(self.name(field), default)

    def text(self, field: str) -> str:
        """What is typed in a field."""
        return self.value(field) or ""

    def put(self, field: str, value: Any) -> None:
        """Fill in a field; only before it is drawn, so in a callback or at the start of a run."""
        st.session_state[self.key(field)] = value

    def forget(self) -> None:
        """Empty every field, after saving."""
        for key in st.session_state.get(KEYS, {}).pop(self.form, ()):
            st.session_state.pop(key, None)


@dataclass(frozen=True)
class Velden(Ingevuld):
    """The fields of one form; `naam` tells it from other forms, `wijk` is the id of its wijk, 0 without one."""

    naam: str
    wijk: int
    _stored: dict[str, Any] = field(default_factory=dict, compare=False, repr=False)
    """What is stored now, per field, as it was read for this drawing."""
    _drawn: dict[str, tuple[str, Callable[[Any], str]]] = field(default_factory=dict, compare=False, repr=False)
    """Per field of this drawing its label, and how a value of it is written."""

    def __post_init__(self) -> None:
        """A name without the mark that ends it in a key, so that no form's keys are those of another."""
        if END_OF_NAME in self.naam:
            raise ValueError(f"a form's name has no {END_OF_NAME}: {self.naam}")

    @property
    def form(self) -> str:
        """The name of the form."""
        return self.naam

    def name(self, field: str) -> str:
        """What a field is called in the session."""
        return f"vg_{self.naam}{END_OF_NAME}{field}"

    def begin(self, versie: int = 0, **values: Any) -> None:
        """Fill the fields from what was read at a version, as long as nobody typed in them.

        What was typed stays; after a clash the version moves along, so that saving again overwrites knowingly.
        """
        self._stored.update(values)
        clash = st.session_state.pop(self.name(CLASH), False)
        if self.value(VERSIE) is None or (self.versie != versie and not self.touched()):
            self.put(VERSIE, versie)
            self.put(BEGIN, values)
            for field_, value in values.items():
                self.put(field_, value)
        elif clash:
            self.put(VERSIE, versie)
            self.put(MOVED, True)

    @property
    def versie(self) -> int:
        """The version that the fields were filled from."""
        return self.value(VERSIE, 0)

    @property
    def began(self) -> dict[str, Any]:
        """What the fields were filled with, at that version."""
        return self.value(BEGIN, {})

    def touched(self) -> bool:
        """Whether something differs from how the form began."""
        return any(self.value(field) != value for field, value in self.began.items())

    def field(self, widget: Any, label: str, field: str, *errors: str, **more: Any) -> None:
        """A field with its error under it; `errors` are the names that the core gives the field, if others."""
        widget(label, key=self.key(field), persist_state="session", **more)
        if more.get("type") != "password":
            self._drawn[field] = (label, more.get("format_func", str))
        field_error(last_errors(self.naam)[0], *(errors or (field,)))

    def date(self, label: str, field: str, *errors: str) -> None:
        """A field for a date."""
        days = {"format": "DD-MM-YYYY", "min_value": state.FIRST_DAY, "max_value": state.LAST_DAY}
        self.field(st.date_input, label, field, *errors, **days)

    def choice(self, label: str, field: str, names: Mapping[str, str], *errors: str) -> None:
        """A row of choices, of which one can be taken or none."""
        self.field(
            st.segmented_control, label, field, *errors, options=list(names), format_func=lambda o: names.get(o, o)
        )

    def select(self, label: str, field: str, names: Mapping[Any, str], *errors: str, **more: Any) -> None:
        """A list to choose one from by name; with a `placeholder` one can also choose none."""
        if "placeholder" in more:
            more["index"] = None
        self.field(
            st.selectbox,
            label,
            field,
            *errors,
            options=list(names),
            format_func=lambda o: names.get(o, "onbekend"),
            **more,
        )

    def buttons(self, label: str, on_save: Callable[[], None], *more: Button) -> None:
        """The button that saves, others beside it, and under them what went wrong the last time.

        After a clash both versions stand above them.
        """
        errors, message = last_errors(self.naam)
        field_error(errors, "deelproject")
        clash = self.value(MOVED)
        if clash:
            two_versions(self._differences())
        with st.container(horizontal=True):
            st.button(label, type="primary", key=self.key("knop"), on_click=on_save)
            for name, action in more:
                st.button(name, key=self.key(f"knop_{name}"), on_click=action)
            if clash:
                st.button("Opgeslagen versie overnemen", key=self.key("knop_overnemen"), on_click=self.take_stored)
        error_summary(errors, message)

    def way_out(self, leave: Callable[[], Any], label: str = "Annuleren") -> Button:
        """A button that empties the form and leaves it."""

        def out() -> None:
            self.forget()
            leave()

        return label, out

    def take_stored(self) -> None:
        """Drop what was typed for what is stored."""
        self.forget()
        set_errors(self.naam, {})

    def messages(self) -> None:
        """What went wrong the last time, for a form that draws its own buttons."""
        errors, message = last_errors(self.naam)
        error_message(message or " ".join(errors.values()))

    def save(
        self,
        actie: Actie,
        use_case: UseCase,
        said: str,
        back: Back | None = None,
        then: Callable[[Any], None] | None = None,
        *,
        back_actie: Actie | None = None,
    ) -> None:
        """Do it, and say so. `back` is the way back, and `then` comes after it; both get what the use case answered.

        What was refused is said at the next drawing, and nothing that was typed is lost.
        """
        if just_done(self.naam) and not self.touched():
            return  # the second half of a double click
        outcome = submit(actie, use_case, wijk=self.wijk or None)
        if outcome.conflict:
            self.put(CLASH, True)
        clash = f"{outcome.conflict} {AFTER_A_CLASH}" if outcome.conflict else ""
        set_errors(self.naam, outcome.fields, clash or outcome.message)
        if outcome.ok:
            self.forget()
            remember(Done(self.naam, said, self.wijk, back=way_back(back_actie or actie, back, outcome.value)))
            if then:
                then(outcome.value)

    def _differences(self) -> list[tuple[str, str, str]]:
        rows = [
            (label, _words(self._stored[field], write), _words(self.value(field), write))
            for field, (label, write) in self._drawn.items()
            if field in self._stored
        ]
        return [row for row in rows if row[1] != row[2]]


def two_versions(rows: Sequence[tuple[str, str, str]]) -> None:
    """After a clash: what differs between what is stored now and what was typed (field, theirs, mine), in words."""
    if rows:
        show(table(["Veld", "Nu opgeslagen", "Jouw versie"], rows, caption="Wat er verschilt"))
    else:
        show(paragraph("De opgeslagen versie en die van jou zijn gelijk."))


def _words(value: Any, write: Callable[[Any], str]) -> str:
    if value is None or value == "":
        return "–"
    if isinstance(value, bool):
        return "ja" if value else "nee"
    if isinstance(value, date):
        return nl.day(value)
    if isinstance(value, float):
        return nl.decimal(value)
    if isinstance(value, list | tuple):
        return "\n".join(write(one) for one in value) or "–"
    return write(value)
