"""The step of the login between password and session: the code of the second factor, or setting one up."""

import streamlit as st

from dashboard.access import browser
from dashboard.access.tweede_factor import CODE, show_codes, show_new_factor
from dashboard.kit.html import page_title, paragraph
from dashboard.kit.html import show as show_html
from dashboard.reading import opened
from wijkkompas_core.errors import InvalidInput, WijkkompasError
from wijkkompas_core.services.toegang import tweede_factor
from wijkkompas_core.services.toegang.inlogstappen import Refusal, Stap, Ticket
from wijkkompas_core.services.toegang.pogingen import Herkomst

_FACTOR, _CODES, _PROBLEM = "inloggen_factor", "inloggen_herstelcodes", "inloggen_codefout"
LOST = "Telefoon kwijt? Vul dan een van je herstelcodes in. Heb je die ook niet meer, vraag het de beheerder."
CODE_FIELD = "Code"


def show(ticket: Ticket, herkomst: Herkomst) -> Ticket | Refusal | None:
    """Draw the step that this ticket is for; answers what comes next, or nothing while it waits."""
    try:
        following = _ask(ticket, herkomst) if ticket.stap is Stap.CODE else _set_up(ticket)
    except InvalidInput:
        raise
    except WijkkompasError as error:
        following = Refusal(str(error))
    if following is not None:
        for key in (_FACTOR, _CODES, _PROBLEM):
            st.session_state.pop(key, None)
    return following


def _ask(ticket: Ticket, herkomst: Herkomst) -> Ticket | Refusal | None:
    page_title("Inloggen", "Vul de code van zes cijfers in die nu in je app staat.")
    with st.form("inlogcode", border=False):
        typed = st.text_input(CODE_FIELD, autocomplete="one-time-code", max_chars=40)
        problem = st.empty()
        sent = st.form_submit_button("Verder", type="primary", width="stretch")
    browser.autofill({CODE_FIELD: "one-time-code"})
    show_html(paragraph(LOST, "wk-stil"))
    if st.button("Opnieuw beginnen", type="tertiary", key="inlogcode_terug"):
        return Refusal("")
    if not sent:
        return None
    answer = tweede_factor.check_code(opened.database(), ticket, typed, opened.settings(), herkomst=herkomst)
    if isinstance(answer, Ticket):
        return answer
    problem.error(answer.bericht, icon=":material/error:")
    return None


def _set_up(ticket: Ticket) -> Ticket | Refusal | None:
    if kept := st.session_state.get(_CODES):
        return _codes(*kept)
    page_title("Stel een tweede factor in", "Voor jouw rol is naast je wachtwoord een code van je telefoon nodig.")
    name = tweede_factor.whose(opened.database(), ticket)
    factor = st.session_state.get(_FACTOR)
    if factor is None or factor[0] != ticket.waarde:
        factor = st.session_state[_FACTOR] = (ticket.waarde, tweede_factor.new_factor(name))
    show_new_factor(factor[1])
    with st.form("tweede_factor", border=False):
        typed = st.text_input(CODE, autocomplete="one-time-code", max_chars=40)
        problem = st.empty()
        sent = st.form_submit_button("Verder", type="primary", width="stretch")
    browser.autofill({CODE: "one-time-code"})
    if st.button("Opnieuw beginnen", type="tertiary", key="tweede_factor_terug"):
        return Refusal("")
    if not sent:
        return None
    try:
        st.session_state[_CODES] = tweede_factor.set_up_at_login(
            opened.database(), ticket, factor[1].geheim, typed, opened.settings()
        )
    except InvalidInput as error:
        problem.error(str(error), icon=":material/error:")
        return None
    st.rerun()
    return None


def _codes(ticket: Ticket, codes: tuple[str, ...]) -> Ticket | None:
    page_title("Bewaar je herstelcodes", "Je tweede factor staat aan.")
    show_codes(codes)
    return ticket if st.button("Ik heb ze bewaard, verder", type="primary", key="herstelcodes_verder") else None
