"""Who looks by a share link: the guard of the shared page, and a reader that holds back what the link does not show."""

from collections.abc import Callable, Hashable
from dataclasses import replace
from datetime import date
from typing import TypeVar

import streamlit as st

from dashboard.kit.html import empty_state, page_title
from dashboard.reading import opened
from dashboard.reading.beelden import BalansBeeld, KompasBeeld
from dashboard.reading.lezer import Lezer
from dashboard.web.deelroutes import link_cookie
from wijkkompas_core.analysis.balans import Per
from wijkkompas_core.domain.selectie import Selectie
from wijkkompas_core.domain.tijd import now, today
from wijkkompas_core.queries.annotaties import Annotatie
from wijkkompas_core.queries.deellinks import Gedeeld, gedeeld
from wijkkompas_core.services.deellinks import BROKEN, count_opened

LINK = "kenmerk"
"""The name in the address of a shared view; no page of our own uses it for something else."""
"""In the address of the shared page: which link it is. No secret; that is in the cookie."""
COUNTED = "deel_geteld"
LONGEST = 40
MIJLPAAL = "Mijlpaal"

T = TypeVar("T")


class DeelLezer(Lezer):
    """As `Lezer`, for whoever came by a share link. Without `vrije_tekst` what people typed does not come out of it."""

    def __init__(self, link: Gedeeld) -> None:
        """Read as this link allows; frozen on an earlier day, as it was known then."""
        frozen = link.peildatum if link.peildatum is not None and link.peildatum < today() else None
        super().__init__(link.actor, frozen)
        self.vrije_tekst = link.vrije_tekst
        self.volgt_adres = False

    def cached(self, key: tuple[Hashable, ...], make: Callable[[], T]) -> T:
        """Apart from what is kept for others: what is held back here must not be taken for the whole, or the other
        way round."""
        return super().cached(("deel", self.vrije_tekst, *key), make)

    def kompas(
        self, wijk: int, selectie: Selectie, van: date | None, tot: date | None, peildatum: date, limit: int
    ) -> KompasBeeld:
        """What the kompas page shows, without reasons and contactmomenten where texts are held back."""
        beeld = super().kompas(wijk, selectie, van, tot, peildatum, limit)
        if self.vrije_tekst:
            return beeld
        statussen = {slug: (status, "") for slug, (status, _) in beeld.knooppuntstatussen.items()}
        vakken = beeld.vakken.assign(reden="")
        return replace(beeld, vakken=vakken, knooppuntstatussen=statussen, contactmomenten=[])

    def balans(self, wijk: int, van: date, tot: date, per: Per) -> BalansBeeld:
        """What the balans page shows; a mijlpaal without its name where texts are held back."""
        beeld = super().balans(wijk, van, tot, per)
        return beeld if self.vrije_tekst else replace(beeld, mijlpalen=beeld.mijlpalen.assign(naam=MIJLPAAL))

    def noten(self, wijken: tuple[int, ...]) -> tuple[Annotatie, ...]:
        """The noten of these wijken, without who wrote them; what was written for all wijken is for who has a role."""
        if not self.vrije_tekst:
            return ()
        return tuple(replace(noot, door="") for noot in super().noten(wijken) if noot.wijk is not None)


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
