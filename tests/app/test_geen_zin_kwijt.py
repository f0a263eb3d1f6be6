"""Whatever the core refuses and whatever it calls the field: its sentence is on the page."""

import html
from collections.abc import Iterator
from contextlib import contextmanager
from types import SimpleNamespace
from typing import Any

import pytest
import streamlit as st
from hypothesis import given
from hypothesis import strategies as some
from streamlit.testing.v1 import AppTest

from dashboard.kit import actions, errors
from dashboard.kit.actions import Outcome
from tests.app.conftest import html_of
from wijkkompas_core.errors import Conflict, Forbidden, InvalidInput, NotFound, Unavailable, WijkkompasError

UNDRAWN = {"invoer": "Dit past nergens.", "wijk": "De wijk staat vast.", "a/b": "Kies <eerst> iets anders."}
DRAWN = {"naam": "Vul een naam in."}
ERRORS = [
    InvalidInput(UNDRAWN),
    InvalidInput(DRAWN | UNDRAWN),
    Conflict(message="Dit is intussen verwijderd."),
    Conflict(),
    Forbidden(),
    NotFound(),
    Unavailable(),
    WijkkompasError("Dit kan nu niet."),
]


def _page() -> None:
    import streamlit as st

    from dashboard.kit.fields import Velden
    from wijkkompas_core.domain.toegang import Actie

    form = Velden("proef", 0)
    form.begin(naam="")
    form.field(st.text_input, "Naam", "naam")
    form.buttons("Opslaan", lambda: form.save(Actie.CONCEPT_BEWAREN, lambda _: None, "klaar"))


def _sentences(error: WijkkompasError) -> list[str]:
    return list(error.fields.values()) if isinstance(error, InvalidInput) else [str(error)]


@pytest.mark.parametrize("error", ERRORS, ids=lambda error: f"{type(error).__name__}: {error}")
def test_a_form_says_every_sentence_of_every_error_once(error: WijkkompasError, monkeypatch) -> None:
    @contextmanager
    def writing(*_: Any) -> Iterator[None]:
        raise error
        yield

    monkeypatch.setattr(actions, "current_actor", lambda: object())
    monkeypatch.setattr(actions, "database", lambda: SimpleNamespace(writing=writing))
    test = AppTest.from_function(_page).run().button[0].click().run()
    for _ in range(2):  # another drawing says the same
        said = html.unescape(html_of(test))
        for sentence in _sentences(error):
            assert said.count(sentence) == 1
        test = test.run()


# Few letters: a field that is drawn and one that was refused are often the same, and nothing has to be looked up first.
NAMES = some.text("ab_é<", max_size=3)


@given(some.sets(NAMES, max_size=5), some.sets(NAMES, max_size=5))
def test_what_no_field_says_stands_by_the_button(refused: set[str], fields: set[str]) -> None:
    lines: list[str] = []
    found = {name: f"Zin {number}." for number, name in enumerate(sorted(refused))}
    st.session_state.clear()
    errors.set_errors("proef", found)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(errors, "show", lines.append)
        drawn, message = errors.last_errors("proef")
        errors.field_error(drawn, *fields)
        errors.error_summary(drawn, message)
    for sentence in found.values():
        assert sum(line.count(sentence) for line in lines) == 1


def test_vastleggen_says_what_none_of_its_fields_is_about(run_page, monkeypatch) -> None:
    from dashboard.screens.vastleggen import save

    test = run_page("vastleggen.py", "teamlid")
    refused = UNDRAWN | {"datum": "Vul een datum in.", "afspraak_7_wat": "Schrijf op wat er is afgesproken."}
    monkeypatch.setattr(save, "submit", lambda *_, **__: Outcome(fields=refused))
    next(button for button in test.button if button.label == "Vastleggen").click()
    said = html.unescape(html_of(test.run()))
    for sentence in refused.values():
        assert said.count(sentence) == 1
