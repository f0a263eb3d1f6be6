"""The login form: the one file that knows streamlit-authenticator.

The package draws the form and compares passwords. Whether someone may come in, how often may be tried and what a
session is, our own `services.sessies` decides; so its cookie, its counting and its network features stay unused.
"""

import base64
import logging
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import streamlit as st

from dashboard.access import browser, inlogcode
from dashboard.kit.html import html, page_title, paragraph
from dashboard.kit.html import show as show_html
from dashboard.reading import opened
from wijkkompas_core.domain.accounts import LONGEST, normal_wachtwoord
from wijkkompas_core.services.toegang import sessies
from wijkkompas_core.services.toegang.inlogstappen import Refusal, Stap, Ticket
from wijkkompas_core.services.toegang.pogingen import Herkomst

logging.disable(logging.WARNING)  # imported outside a session the package warns of what does not matter here
from streamlit_authenticator import Authenticate, Hasher  # noqa: E402

logging.disable(logging.NOTSET)

LOGO = Path(__file__).resolve().parents[1] / "assets" / "logo-icoon.svg"
# The form has no title of its own: the page has one, above the form.
LABELS = {"Form name": "", "Username": "Gebruikersnaam", "Password": "Wachtwoord", "Login": "Inloggen"}
EMPTY = "Vul je gebruikersnaam en je wachtwoord in."
NOT_FINISHED = "Het inloggen is niet afgerond, omdat de server geen antwoord gaf. Probeer het opnieuw."
_ANSWER, _ATTEMPT, _NOTE = "inloggen_antwoord", "inloggen_poging", "inloggen_melding"

HELP = "Wachtwoord vergeten of nog geen account? Vraag het de beheerder van Wijkkompas in jouw gemeente."


class _NoCookie:
    """In place of the package's cookie, which scripts can read and which outlives a logout."""

    def get_cookie(self) -> None:
        """Never recognise anyone."""

    def set_cookie(self) -> None:
        """Never set."""


class _Verification:
    """In place of the package's check of a dictionary with all accounts."""

    def __init__(self, herkomst: Herkomst) -> None:
        """`herkomst`: where this browser comes from."""
        self.herkomst = herkomst

    def login(self, username: str | None = None, password: str | None = None, *_args: Any, **_options: Any) -> bool:
        """Check what was typed; the answer waits in the session state. Never True: the session is not the package's."""
        st.session_state[_ATTEMPT] = st.session_state.get(_ATTEMPT, 0) + 1
        if not username or not username.strip() or not password:
            st.session_state[_ANSWER] = Refusal(EMPTY)
        else:
            st.session_state[_ANSWER] = sessies.verify(
                opened.database(),
                username,
                password,
                opened.settings(),
                herkomst=self.herkomst,
                matches=_matches,
            )
        return False


class _Form(Authenticate):
    """The package's form around our own verification; nothing else of the package is set up."""

    def __init__(self, herkomst: Herkomst) -> None:
        self.path = self.api_key = None  # an api_key would send passwords to a third party
        self.attrs = {"login_sleep_time": 0}
        self.cookie_controller = _NoCookie()
        self.authentication_controller = _Verification(herkomst)


def _matches(typed: str, hashed: str) -> bool:
    """Compare a password with the package's own check; what bcrypt refuses costs the same time and is wrong."""
    password = normal_wachtwoord(typed)
    fits = len(password.encode()) <= LONGEST and "\0" not in password
    return Hasher.check_pw(password if fits else "-", hashed) and fits


def show(herkomst: Herkomst) -> None:
    """Draw the login form where a page would be; after logging in the same address is loaded again."""
    answer = st.session_state.get(_ANSWER)
    if isinstance(answer, Ticket) and answer.stap is Stap.SESSIE:
        st.markdown("Je wordt ingelogd …")
        if browser.trade(answer.waarde):
            st.session_state[_ANSWER] = Refusal(NOT_FINISHED)
            st.rerun()
        return
    if isinstance(answer, Ticket):
        with column():
            following = inlogcode.show(answer, herkomst)
        if following is not None:
            st.session_state[_ANSWER] = following
            st.rerun()
        return
    with column():
        page_title("Inloggen", "Zie voor jouw wijken wie er meedoet, en leg vast wat er is gebeurd.")
        if note := st.session_state.get(_NOTE):
            st.success(note, icon=":material/check:")
        problem = st.empty()
        _Form(herkomst).login(fields=LABELS, key="inlogformulier")
        show_html(paragraph(HELP, "wk-stil"))
    answer = st.session_state.get(_ANSWER)
    if isinstance(answer, Ticket):
        st.session_state.pop(_NOTE, None)
        st.rerun()
    if isinstance(answer, Refusal):
        problem.error(answer.bericht, icon=":material/error:")
    attempt = st.session_state.get(_ATTEMPT, 0)
    browser.autofill({LABELS["Username"]: "username", LABELS["Password"]: "current-password"}, empty_password=attempt)


@contextmanager
def column() -> Iterator[None]:
    """The narrow column of everything before a session, with the logo above it."""
    with st.container(key="inloggen"):
        if LOGO.exists():
            image = base64.b64encode(LOGO.read_bytes()).decode()
            show_html(html('<img class="wk-inlog-logo" alt="" src="data:image/svg+xml;base64,{}">', image))
        yield


def note(sentence: str) -> None:
    """Show this sentence above the next login form."""
    st.session_state[_NOTE] = sentence
