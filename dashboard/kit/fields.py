"""Forms of the voortgang: what is typed stays until it is saved, and after saving there is a way to undo it."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from time import monotonic
from typing import Any

import streamlit as st

from dashboard.kit import state
from dashboard.kit.actions import submit
from dashboard.kit.errors import error_message, error_summary, field_error, last_errors, set_errors
from dashboard.kit.html import esc, show
from dashboard.kit.undo import DOUBLE_CLICK_SECONDS
from wijkkompas_core.domain.toegang import Actie
from wijkkompas_core.storage.logboek import WritingSession

KEY = "voortgang_gedaan"
END_OF_NAME = "·"
UseCase = Callable[[WritingSession], Any]
AFTER_A_CLASH = (
    "Er is nog niets opgeslagen; wat jij invulde staat er nog. "
    "Kijk hierboven hoe het nu is. Sla daarna opnieuw op, of neem de opgeslagen versie over."
)


@dataclass(frozen=True)
class Gedaan:
    """What was just done, and what undoes it (if anything does)."""

    zin: str
    form: str
    wijk: int
    terug: tuple[Actie, UseCase] | None = None
    error: str = ""
    moment: float = 0.0


@dataclass(frozen=True)
class Velden:
    """The fields of one form; `naam` tells it from other forms, `wijk` is the id of its wijk, 0 without one."""

    naam: str
    wijk: int

    def __post_init__(self) -> None:
        """A name without the mark that ends it in a key, so that no form's keys begin as those of another."""
        if END_OF_NAME in self.naam:
            raise ValueError(f"a form's name has no {END_OF_NAME}: {self.naam}")

    def key(self, field: str) -> str:
        """The key of a field in the session."""
        return f"vg_{self.naam}{END_OF_NAME}{field}"

    def begin(self, versie: int = 0, **values: Any) -> None:
        """Fill the fields from what was read at a version, as long as nobody typed in them.

        What was typed stays; after a clash the version moves along, so that saving again overwrites knowingly.
        """
        session = st.session_state
        if self.key("versie") not in session or (self.versie != versie and not self.touched()):
            session[self.key("versie")] = versie
            session[self.key("begin")] = values
            for field, value in values.items():
                session[self.key(field)] = value
        elif session.pop(self.key("botsing"), False):
            session[self.key("versie")] = versie
            session[self.key("overnemen")] = True

    @property
    def versie(self) -> int:
        """The version that the fields were filled from."""
        return st.session_state.get(self.key("versie"), 0)

    def value(self, field: str, default: Any = None) -> Any:
        """What is filled in at a field."""
        return st.session_state.get(self.key(field), default)

    def text(self, field: str) -> str:
        """What is typed in a field."""
        return self.value(field) or ""

    def touched(self) -> bool:
        """Whether something differs from how the form began."""
        before = st.session_state.get(self.key("begin"), {})
        return any(self.value(field) != value for field, value in before.items())

    def forget(self) -> None:
        """Empty every field, after saving."""
        for key in [k for k in st.session_state if str(k).startswith(self.key(""))]:
            del st.session_state[key]
        set_errors(self.naam, {})

    def field(self, widget: Any, label: str, field: str, *errors: str, **more: Any) -> None:
        """A field with its error under it; `errors` are the names that the core gives the field, if others."""
        widget(label, key=self.key(field), persist_state="session", **more)
        field_error(last_errors(self.naam)[0], *(errors or (field,)))

    def date(self, label: str, field: str, *errors: str) -> None:
        """A field for a date."""
        self.field(
            st.date_input,
            label,
            field,
            *errors,
            format="DD-MM-YYYY",
            min_value=state.FIRST_DAY,
            max_value=state.LAST_DAY,
        )

    def choice(self, label: str, field: str, names: dict[str, str], *errors: str) -> None:
        """A row of choices, of which one can be taken or none."""
        self.field(
            st.segmented_control, label, field, *errors, options=list(names), format_func=lambda o: names.get(o, o)
        )

    def buttons(self, label: str, on_save: Callable[[], None], *more: tuple[str, Callable[[], None]]) -> None:
        """The button that saves, others beside it, and under them what went wrong the last time."""
        errors, message = last_errors(self.naam)
        field_error(errors, "deelproject")
        with st.container(horizontal=True):
            st.button(label, type="primary", key=self.key("knop"), on_click=on_save)
            for name, action in more:
                st.button(name, key=self.key(f"knop_{name}"), on_click=action)
            if self.value("overnemen"):
                st.button("Opgeslagen versie overnemen", key=self.key("knop_overnemen"), on_click=self.forget)
        error_summary(errors, message)

    def messages(self) -> None:
        """What went wrong the last time, for a form that draws its own buttons."""
        errors, message = last_errors(self.naam)
        error_message(message or " ".join(errors.values()))

    def save(
        self,
        actie: Actie,
        use_case: UseCase,
        said: str,
        undo: Callable[[Any], tuple[Actie, UseCase]] | None = None,
    ) -> bool:
        """Do it, and say so; answers whether it was done. `undo` makes the way back from what the use case answered."""
        done: Gedaan | None = st.session_state.get(KEY)
        if done and done.form == self.naam and not self.touched() and monotonic() - done.moment < DOUBLE_CLICK_SECONDS:
            return False  # the second half of a double click
        outcome = submit(actie, use_case, wijk=self.wijk or None)
        if outcome.conflict:
            st.session_state[self.key("botsing")] = True
        clash = f"{outcome.conflict} {AFTER_A_CLASH}" if outcome.conflict else ""
        set_errors(self.naam, outcome.fields, clash or outcome.message)
        if outcome.ok:
            self.forget()
            back = undo(outcome.value) if undo else None
            st.session_state[KEY] = Gedaan(said, self.naam, self.wijk, back, moment=monotonic())
            st.toast("Opgeslagen.", icon=":material/check:")
        return outcome.ok


def done_bar() -> None:
    """What was just done, with the way back; it goes away when it is used or dismissed."""
    if state.peildatum() is not None:  # how it was is not how it is: nothing of it can be undone here
        return
    done: Gedaan | None = st.session_state.get(KEY)
    if done is None:
        return
    with st.container(key="wk-gedaan", horizontal=True, vertical_alignment="center"):
        if done.error:
            show(f'<p class="wk-fout" role="alert">{esc(done.error)}</p>')
        else:
            show(f'<p role="status"><strong>Opgeslagen:</strong> {esc(done.zin)}</p>')
        if done.terug:
            st.button("Ongedaan maken", key="voortgang_terug", on_click=_undo, args=(done,), icon=":material/undo:")
        st.button("Sluiten", key="voortgang_sluit", type="tertiary", on_click=dismiss)


def dismiss() -> None:
    """Take the bar away."""
    st.session_state.pop(KEY, None)


def _undo(done: Gedaan) -> None:
    assert done.terug is not None
    outcome = submit(*done.terug, wijk=done.wijk or None)
    if outcome.ok:
        dismiss()
        st.toast("Ongedaan gemaakt.", icon=":material/undo:")
    else:
        sentence = outcome.sentence
        st.session_state[KEY] = replace(done, error=f"Niet ongedaan gemaakt. {sentence}", terug=None)
