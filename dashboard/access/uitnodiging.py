"""The page behind a one-time link: who it is for, and choosing a password."""

import streamlit as st

from dashboard.access import browser, login
from dashboard.kit.errors import FieldErrors, error_message, field_error
from dashboard.kit.html import html, page_title, paragraph
from dashboard.kit.html import show as show_html
from dashboard.navigation import PAGES_DIR
from dashboard.reading import opened, who
from wijkkompas_core.domain.accounts import RULES_IN_SHORT
from wijkkompas_core.errors import InvalidInput, NotFound, WijkkompasError
from wijkkompas_core.services.toegang import sessies, uitnodigingen

PATH = "uitnodiging"
_CODE = "uitnodiging_code"
NEW, AGAIN = "Nieuw wachtwoord", "Nieuw wachtwoord, nog een keer"
CODE_FIELD = "Code uit je link"
NOT_THE_SAME = "Dit is niet hetzelfde als het wachtwoord hierboven."


def link_for(code: str) -> str:
    """The whole link to hand over. The code stands behind the #, so that no server on the way writes it down."""
    base = (st.context.url or "").split("?")[0].split("#")[0]
    scheme, _, rest = base.partition("://")
    return f"{scheme}://{rest.split('/')[0]}/{PATH}#{code}" if rest else f"/{PATH}#{code}"


def show() -> None:
    """Draw the page."""
    with login.column():
        if code := browser.code_of_link({NEW: "new-password", AGAIN: "new-password"}):
            st.session_state[_CODE] = code
        code = st.session_state.get(_CODE, "")
        if not code:
            _ask_code()
            return
        try:
            with opened.database().reading() as reading:
                invited = uitnodigingen.find(reading, code)
        except NotFound as error:
            page_title("Deze link werkt niet", "Er is niets gewijzigd.")
            st.error(str(error), icon=":material/error:")
            return
        page_title("Kies je wachtwoord", "Daarna log je ermee in.")
        show_html(
            html(
                "<p class='wk-alinea'>Je bent <strong>{}</strong> en je gebruikersnaam is <strong>{}</strong>.</p>",
                invited.naam,
                invited.gebruikersnaam,
            )
        )
        _choose(code, invited.gebruikersnaam)


def _ask_code() -> None:
    page_title("Je uitnodiging", "Open de link die je kreeg, of plak hier de code die achter het # staat.")
    with st.form("uitnodigingscode", border=False):
        typed = st.text_input(CODE_FIELD, autocomplete="off", max_chars=200)
        if st.form_submit_button("Verder", type="primary", width="stretch") and typed.strip():
            st.session_state[_CODE] = typed.strip().rpartition("#")[2]
            st.rerun()


def _choose(code: str, gebruikersnaam: str) -> None:
    errors = FieldErrors()
    with st.form("uitnodiging", border=False, enter_to_submit=False):
        new = st.text_input(NEW, type="password", autocomplete="new-password")
        slot = st.container()
        show_html(paragraph(RULES_IN_SHORT, "wk-stil"))
        again = st.text_input(AGAIN, type="password", autocomplete="new-password")
        slot_again = st.container()
        sent = st.form_submit_button("Wachtwoord opslaan", type="primary", width="stretch")
    if not sent:
        return
    try:
        if new != again:
            raise InvalidInput({"nogmaals": NOT_THE_SAME})
        uitnodigingen.accept(opened.database(), code, new, opened.settings())
    except InvalidInput as error:
        errors = FieldErrors(error.fields)
    except WijkkompasError as error:
        st.error(str(error), icon=":material/error:")
        return
    if errors:
        with slot:
            field_error(errors, "wachtwoord")
        with slot_again:
            field_error(errors, "nogmaals")
        error_message(errors.unsaid())
        return
    st.session_state.pop(_CODE, None)
    if (actor := who.current_actor()) is not None:  # somebody else was logged in here
        sessies.end(opened.database(), actor)
    login.note(f"Je wachtwoord is opgeslagen. Log nu in als {gebruikersnaam}.")
    st.switch_page(PAGES_DIR / "inloggen.py")
