"""Parts of forms: the error at its field; what no field says, stands by the button, so that no sentence is lost."""

from collections.abc import Mapping

import streamlit as st

from dashboard.kit.html import html, show

ERRORS = "formulierfouten"


class FieldErrors(dict[str, str]):
    """The sentences about the fields of one form, by name, and which of them stand at their field in this drawing."""

    def __init__(self, errors: Mapping[str, str] | None = None) -> None:
        super().__init__(errors or {})
        self.shown: set[str] = set()

    def unsaid(self) -> str:
        """The sentences that stand at no field: a form does not draw every name that the core may refuse."""
        left = " ".join(sentence for name, sentence in self.items() if name not in self.shown)
        self.shown.clear()  # the next drawing begins anew
        return left


def field_error(errors: Mapping[str, str], *names: str) -> None:
    """The sentence about a field, right under it."""
    for name in names:
        if name in errors:
            show(html('<p class="wk-fout" role="alert" id="fout-{}">{}</p>', name, errors[name]))
            if isinstance(errors, FieldErrors):
                errors.shown.add(name)


def error_summary(errors: FieldErrors, message: str = "") -> None:
    """By the button, below the fields: that nothing has been saved yet, and why."""
    above = [name for name in errors if name in errors.shown]
    rest = " ".join(sentence for sentence in (message, errors.unsaid()) if sentence)
    if above and not message:
        fields = "1 veld klopt" if len(above) == 1 else f"{len(above)} velden kloppen"
        sentence = f"Nog niet opgeslagen: {fields} nog niet. Kijk bij de rode zinnen hierboven."
        first = html('<a href="#fout-{}" target="_self">Ga naar de eerste</a>', above[0])
        also = f" {rest}" if rest else ""
        show(html('<p class="wk-fout wk-fout-blok" role="alert">{} {}{}</p>', sentence, first, also))
    else:
        error_message(rest)


def error_message(message: str) -> None:
    """Why nothing was saved, in one sentence; nothing when there is none."""
    if message:
        show(html('<p class="wk-fout wk-fout-blok" role="alert">{}</p>', message))


def set_errors(form: str, errors: Mapping[str, str], message: str = "") -> None:
    """Keep the errors of the last attempt at a form (its name) for the next drawing."""
    st.session_state[ERRORS] = (form, FieldErrors(errors), message)


def last_errors(form: str) -> tuple[FieldErrors, str]:
    """The errors of the last attempt at this form and a sentence in general; shown until the next attempt."""
    name, errors, message = st.session_state.get(ERRORS, ("", FieldErrors(), ""))
    return (errors, message) if name == form else (FieldErrors(), "")
