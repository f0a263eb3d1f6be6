"""Who looks by a share link: the guard of the shared page, and a reader that holds back what the link does not show."""

from collections.abc import Callable, Hashable
from typing import Any, TypeVar

import streamlit as st

from dashboard.kit.html import empty_state, page_title
from dashboard.reading import opened
from dashboard.reading.lezer import Lezer
from dashboard.reading.shared_form import require_form, shared_form
from dashboard.reading.who import link_cookie
from wijkkompas_core.domain.tijd import now, today
from wijkkompas_core.queries.deellinks import Gedeeld, gedeeld
from wijkkompas_core.queries.vraag import Vraag
from wijkkompas_core.services.deellinks import BROKEN, count_opened

LINK = "kenmerk"
"""In the address of a shared view, and of nothing else: which link it is. No secret; that is in the cookie."""
COUNTED = "deel_geteld"
LONGEST = 40

T = TypeVar("T")


class DeelLezer(Lezer):
    """As `Lezer`, for whoever came by a share link: every answer has the form that `shared_form` gives it."""

    def __init__(self, link: Gedeeld) -> None:
        """Read as this link allows; frozen on an earlier day, as it was known then."""
        frozen = link.peildatum if link.peildatum is not None and link.peildatum < today() else None
        super().__init__(link.actor, frozen)
        self.vrije_tekst = link.vrije_tekst
        self.volgt_adres = False

    @property
    def _look(self) -> tuple[Hashable, ...]:
        return (*super()._look, "deel", self.vrije_tekst)

    def _facts(self, query: Callable[..., Any]) -> Vraag:
        """Refused without a form: only what somebody has looked at is shown."""
        require_form(query)
        return super()._facts(query)

    def shown(self, query: Callable[..., Any], answer: T) -> T:
        """An answer in the form that the link shows."""
        return shared_form(query, answer, self.vrije_tekst)


def require_link() -> Gedeeld:
    """The guard of the shared page: what this browser may see now. Otherwise it says so, and nothing of the page runs.

    What stands in the address beside the link itself is not looked at: the view is the one that was shared.
    """
    kenmerk = st.query_params.get(LINK, "")
    found = None
    if kenmerk.isascii() and kenmerk.isalnum() and len(kenmerk) <= LONGEST:
        cookie = st.context.cookies.get(link_cookie(kenmerk, opened.settings()))
        if cookie:
            with opened.database().reading() as session:
                found = gedeeld(session, kenmerk, cookie, now())
    if found is None:
        page_title("Gedeeld beeld", "")
        empty_state("Er is hier niets te zien.", BROKEN)
        st.stop()
    if st.session_state.get(COUNTED) != found.id:
        count_opened(opened.database(), found.id)
        st.session_state[COUNTED] = found.id
    return found


def looks_by_link() -> bool:
    """Whether the address is that of a shared view: then no menu is drawn around it."""
    return LINK in st.query_params
