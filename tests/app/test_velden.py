"""Forms side by side on one page: each keeps its own fields."""

import streamlit as st
from hypothesis import given
from hypothesis import strategies as some
from streamlit.testing.v1 import AppTest

from dashboard.kit.fields import Velden

NAMES = some.text("abc_0123456789", min_size=1, max_size=6)


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


@given(NAMES, NAMES, some.text("abc_0123456789", max_size=6))
def test_no_key_of_a_form_is_emptied_with_another_form(one: str, other: str, field: str) -> None:
    st.session_state.clear()
    if one == other:
        return
    key = Velden(other, 0).key(field)
    st.session_state[key] = "getypt"
    Velden(one, 0).forget()
    assert st.session_state[key] == "getypt"
