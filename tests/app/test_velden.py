"""Forms side by side on one page: each keeps its own fields, a clash shows both versions, one bar undoes."""

import ast
import re
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import streamlit as st
from hypothesis import given
from hypothesis import strategies as some
from streamlit.testing.v1 import AppTest

from dashboard.kit import actions
from dashboard.kit.fields import Ingevuld, Velden
from dashboard.screens.uitwisselen import columns
from dashboard.screens.vastleggen.typed import Invulling
from tests.app.conftest import html_of
from wijkkompas_core.errors import Conflict

ROOT = Path(__file__).resolve().parents[2]


def _forms() -> set[str]:
    """How the forms of the dashboard are called, with a 1 wherever a name holds something."""
    found: set[str] = set()
    for path in (ROOT / "dashboard").rglob("*.py"):
        for call in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(call, ast.Call) and ast.unparse(call.func) == "Velden":
                parts = call.args[0].values if isinstance(call.args[0], ast.JoinedStr) else [call.args[0]]
                found.add("".join(str(part.value) if isinstance(part, ast.Constant) else "1" for part in parts))
    return found


FORMS = _forms()
NAMES = some.text("abc_0123456789", min_size=1, max_size=6)
VELDEN = some.tuples(some.just(Velden), NAMES | some.sampled_from(sorted(FORMS)))
INVULLINGEN = some.tuples(some.just(Invulling), some.just("nieuw") | some.text("123", min_size=1, max_size=3))
LATE = date(2026, 11, 30)


def _as_form(kind: type, name: str) -> Ingevuld:
    wijk: Any = None
    return Velden(name, 0) if kind is Velden else Invulling(wijk, wijk, name)


def _page() -> None:
    import streamlit as st

    from dashboard.kit.fields import Velden

    for naam in ("cijfer_3", "cijfer_3_7", "cijfer"):
        velden = Velden(naam, 0)
        velden.begin(soort="")
        velden.field(st.text_input, f"Soort van {naam}", "soort")
    st.button("Leeg", on_click=Velden("cijfer_3", 0).forget)


def test_emptying_a_form_leaves_what_is_typed_in_one_whose_name_begins_the_same() -> None:
    test = AppTest.from_function(_page).run()
    for field in test.text_input:
        field.set_value(f"getypt bij {field.label}")
    test = test.button[0].click().run()
    assert not test.exception
    typed = {field.label: field.value for field in test.text_input}
    assert typed == {
        "Soort van cijfer_3": "",
        "Soort van cijfer_3_7": "getypt bij Soort van cijfer_3_7",
        "Soort van cijfer": "getypt bij Soort van cijfer",
    }


@given(
    some.lists(
        some.tuples(VELDEN | INVULLINGEN, some.text("ab_·", max_size=4)).map(lambda pair: (*pair[0], pair[1])),
        max_size=8,
    )
)
def test_emptying_a_form_of_whatever_kind_empties_all_of_it_and_nothing_else(
    fields: list[tuple[type, str, str]],
) -> None:
    st.session_state.clear()
    for kind, name, field in fields:
        _as_form(kind, name).put(field, "getypt")
    if fields:
        gone = fields[0][:2]
        _as_form(*gone).forget()
        for kind, name, field in fields:
            assert _as_form(kind, name).value(field) == (None if (kind, name) == gone else "getypt")


def test_every_form_of_the_dashboard_is_among_those_that_are_tried() -> None:
    assert len(FORMS) > 25 and {"cijfer_1", "belanghebbende_nieuw_1", "wijk_nieuw"} <= FORMS


def test_nothing_in_the_session_is_emptied_by_how_its_name_begins() -> None:
    by_prefix = re.compile(r"for \w+ in (list\()?st\.session_state\b(?!\.get)")
    assert [str(path) for path in (ROOT / "dashboard").rglob("*.py") if by_prefix.search(path.read_text("utf-8"))] == []


def test_another_choice_of_columns_empties_the_choices_and_nothing_that_is_called_like_them() -> None:
    st.session_state.clear()
    st.session_state.update({"kolom_datum": "A", "vast_fase": "f", "kolom_breedte": 3, "vast_besluit": "getypt"})
    columns._forget_choices()
    assert dict(st.session_state) == {"kolom_breedte": 3, "vast_besluit": "getypt"}


def _reserved_page() -> None:
    from datetime import date

    import streamlit as st

    from dashboard.kit.fields import Velden

    form = Velden("proef", 0)
    form.begin(st.session_state.get("nu", 1), begin=date(2026, 1, 1), botsing=True)
    form.date("Begin", "begin")
    st.write(f"{form.versie} {form.touched()}")


def test_a_field_may_be_called_what_the_form_itself_keeps() -> None:
    test = AppTest.from_function(_reserved_page).run()
    assert not test.exception and test.markdown[0].value == "1 False"
    test.session_state["nu"] = 2
    test.date_input[0].set_value(LATE).run()
    assert not test.exception and test.markdown[0].value == "1 True" and test.date_input[0].value == LATE


def _clashing_page() -> None:
    from datetime import date

    import streamlit as st

    from dashboard.kit.fields import Velden
    from wijkkompas_core.domain.toegang import Actie

    stored = st.session_state.setdefault(
        "opgeslagen", {"versie": 1, "naam": "Oud", "dag": date(2026, 1, 1), "wie": [1]}
    )
    people = {1: "Anna", 2: "<b>Bo</b>"}
    form = Velden("proef", 0)
    form.begin(**stored)
    form.field(st.text_input, "Naam", "naam")
    form.date("Dag", "dag")
    form.field(st.multiselect, "Wie", "wie", options=list(people), format_func=lambda key: people[key])
    form.buttons("Opslaan", lambda: form.save(Actie.CONCEPT_BEWAREN, lambda _: None, "klaar"))


def _clash(monkeypatch: Any) -> AppTest:
    """A form in which someone typed, was about to save, and met what another saved meanwhile."""

    @contextmanager
    def writing(*_: Any) -> Any:
        raise Conflict
        yield

    monkeypatch.setattr(actions, "current_actor", lambda: object())
    monkeypatch.setattr(actions, "database", lambda: SimpleNamespace(writing=writing))
    test = AppTest.from_function(_clashing_page).run()
    test.text_input[0].set_value("Van mij").run()
    test.session_state["opgeslagen"] = {"versie": 2, "naam": "Van de ander", "dag": LATE, "wie": [1, 2]}
    return test.button[0].click().run()


def test_after_a_clash_both_versions_stand_in_words_above_the_buttons_and_nothing_typed_is_lost(monkeypatch) -> None:
    test = _clash(monkeypatch)
    shown = html_of(test)
    assert "Iemand anders heeft dit intussen gewijzigd." in shown and test.text_input[0].value == "Van mij"
    assert "<td>Naam</td><td>Van de ander</td><td>Van mij</td>" in shown
    assert '<td>Dag</td><td><span class="wk-heel">30-11-2026</span></td>' in shown
    assert "<td>Wie</td><td>Anna\n&lt;b&gt;Bo&lt;/b&gt;</td><td>Anna</td>" in shown


def test_after_a_clash_the_stored_version_can_be_taken(monkeypatch) -> None:
    test = _clash(monkeypatch)
    next(one for one in test.button if one.label == "Opgeslagen versie overnemen").click().run()
    assert (test.text_input[0].value, test.date_input[0].value, test.multiselect[0].value) == (
        "Van de ander",
        LATE,
        [1, 2],
    )
    assert "Iemand anders" not in html_of(test) and "Jouw versie" not in html_of(test)
