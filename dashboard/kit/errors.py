"""Parts of forms: the error at its field."""

from collections.abc import Mapping

import streamlit as st

from dashboard.kit.html import esc, show

ERRORS = "formulierfouten"


def field_error(errors: Mapping[str, str], *names: str) -> None:
    """The sentence about a field, right under it."""
    for name in names:
        if name in errors:
            show(f'<p class="wk-fout" role="alert" id="fout-{esc(name)}">{esc(errors[name])}</p>')


def error_summary(errors: Mapping[str, str], message: str = "") -> None:
    """By the button: that nothing has been saved yet, and why."""
    if message:
        show(f'<p class="wk-fout wk-fout-blok" role="alert">{esc(message)}</p>')
    elif errors:
        fields = "1 veld klopt" if len(errors) == 1 else f"{len(errors)} velden kloppen"
        sentence = f"Nog niet opgeslagen: {fields} nog niet. Kijk bij de rode zinnen hierboven."
        first = f'<a href="#fout-{esc(next(iter(errors)))}" target="_self">Ga naar de eerste</a>'
        show(f'<p class="wk-fout wk-fout-blok" role="alert">{sentence} {first}</p>')


def set_errors(form: str, errors: Mapping[str, str], message: str = "") -> None:
    """Keep the errors of the last attempt at a form (its name) for the next drawing."""
    st.session_state[ERRORS] = (form, dict(errors), message)


def last_errors(form: str) -> tuple[dict[str, str], str]:
    """The errors of the last attempt at this form and a sentence in general; shown until the next attempt."""
    name, errors, message = st.session_state.get(ERRORS, ("", {}, ""))
    return (errors, message) if name == form else ({}, "")
