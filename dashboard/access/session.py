"""Who is there: the guard of every page, logging out, and changing one's own password."""

import streamlit as st

from dashboard.access import browser, login
from dashboard.kit.html import paragraph, show
from dashboard.reading import opened
from dashboard.reading.adres import client_address
from dashboard.reading.who import actor_of_run, current_actor, device_cookie_name
from wijkkompas_core.domain.accounts import RULES_IN_SHORT
from wijkkompas_core.domain.toegang import Actor, Recht
from wijkkompas_core.errors import InvalidInput, WijkkompasError
from wijkkompas_core.services.toegang import eigen_account, sessies
from wijkkompas_core.services.toegang.pogingen import Herkomst

_LEAVING = "uitloggen"


def herkomst() -> Herkomst:
    """Where this browser comes from: its address, by our proxy if there is one, and the cookie by which it is known."""
    settings = opened.settings()
    known = st.context.cookies.get(device_cookie_name(settings)) or ""
    return Herkomst(client_address(settings, st.context.headers, st.context.ip_address or ""), known)


def require_user(recht: Recht | None = None) -> Actor:
    """The guard: the first statement of every page that is not public.

    Without a session it draws the login form in place, so that the address stays; without `recht` it says so. In both
    cases nothing of the page is run. Who must change the password first sees only that.
    """
    actor = actor_of_run()
    if actor is None:
        login.show(herkomst())
        st.stop()
    if actor.moet_wachtwoord_wijzigen:
        st.title("Kies een eigen wachtwoord")
        st.markdown("Je logt in met een wachtwoord dat iemand anders voor je maakte. Kies er nu zelf een.")
        change_password_form(actor)
        log_out_button("wachtwoord")
        st.stop()
    if recht is not None and not actor.may(recht):
        st.title("Geen toegang")
        st.markdown(
            "Met jouw rol kun je deze pagina niet gebruiken. Heb je dit nodig voor je werk? Vraag het de beheerder."
        )
        st.stop()
    return actor


def log_out() -> None:
    """End the session of this browser; the next run drops the cookie and goes to the public page."""
    actor = current_actor()
    if actor is not None:
        sessies.end(opened.database(), actor)
    st.session_state[_LEAVING] = True


def log_out_button(place: str = "menu") -> None:
    """The button "Uitloggen"; `place` tells two on one page apart."""
    st.button("Uitloggen", icon=":material/logout:", on_click=log_out, key=f"uitlogknop_{place}")


def leaving() -> bool:
    """Whether this browser has just logged out; then the goodbye is drawn and nothing else must be."""
    if st.session_state.get(_LEAVING):
        st.markdown("Je bent uitgelogd.")
        browser.leave()
        return True
    return False


def change_password_form(actor: Actor) -> None:
    """A form for one's own password. Afterwards every session has ended and the login form comes back."""
    labels = {"oud": "Huidig wachtwoord", "nieuw": "Nieuw wachtwoord", "nogmaals": "Nieuw wachtwoord, nog een keer"}
    with st.form("wachtwoord", border=False, enter_to_submit=False):
        typed, slots = {}, {}
        for field, label in labels.items():
            hint = RULES_IN_SHORT if field == "nieuw" else None
            purpose = "current-password" if field == "oud" else "new-password"
            typed[field] = st.text_input(label, type="password", autocomplete=purpose)
            slots[field] = st.empty()
            if hint:
                show(paragraph(hint, "wk-stil"))
        submitted = st.form_submit_button("Wachtwoord wijzigen", type="primary")
    browser.autofill({labels["oud"]: "current-password"})
    if not submitted:
        return
    try:
        if typed["nieuw"] != typed["nogmaals"]:
            raise InvalidInput({"nogmaals": "Dit is niet hetzelfde als het nieuwe wachtwoord hierboven."})
        eigen_account.change_password(opened.database(), actor, typed["oud"], typed["nieuw"], opened.settings())
    except InvalidInput as error:
        for field, message in error.fields.items():
            if field in slots:
                slots[field].markdown(f":red[:material/error: {message}]")
            else:
                st.error(message, icon=":material/error:")
        return
    except WijkkompasError as error:
        st.error(str(error), icon=":material/error:")
        return
    login.note("Je wachtwoord is gewijzigd. Je bent overal uitgelogd; log in met je nieuwe wachtwoord.")
    st.rerun()
