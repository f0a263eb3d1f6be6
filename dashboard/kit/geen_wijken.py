"""What every page shows as long as its reader has no wijk."""

import streamlit as st

from dashboard.kit.html import empty_state
from dashboard.navigation import PAGES_DIR
from wijkkompas_core.domain.toegang import Actor, Recht

BEHEER, NEW = "beheer", "nieuw"
"""In the address of the page that manages wijken: which one is worked on."""


def no_wijken(actor: Actor) -> None:
    """Why there is nothing to see, and for who may begin a wijk the button that does it."""
    if actor.wijken(Recht.PROGRAMMA_STUREN) is not None:
        empty_state(
            "Er is nog geen wijk voor jou", "Zodra een beheerder je een rol in een wijk geeft, zie je die hier."
        )
        return
    empty_state(
        "Hier is nog geen wijk te zien",
        "Begin een wijkaanpak, of heropen er een die gearchiveerd is. De beheerder kan alle wijken van een gemeente in "
        "één keer laden; in de handleiding voor beheer staat hoe.",
    )
    if st.button("Wijk beginnen", key="eerste_wijk", type="primary", icon=":material/add_location_alt:"):
        st.switch_page(PAGES_DIR / "wijken.py", query_params={BEHEER: NEW})
