"""Where someone goes on to from a public page: the work that fits them, or the login."""

import streamlit as st

from dashboard.navigation import PAGES_DIR, landing
from dashboard.reading.opened import database
from dashboard.reading.who import current_actor
from wijkkompas_core.domain.paginas import page_at
from wijkkompas_core.domain.toegang import Actor
from wijkkompas_core.queries.weergaven import startweergave


def open_landing(actor: Actor) -> None:
    """Go to where this user begins: the view that was chosen for it, or the page that fits the role."""
    with database().reading() as session:
        start = startweergave(session, actor)
    pagina = page_at(start.beeld.pagina) if start else None
    if start is None or pagina is None:
        st.switch_page(landing(actor))
    st.switch_page(PAGES_DIR / pagina.bestand, query_params=start.beeld.params)


def way_in() -> None:
    """The button on the public page that leads on."""
    with st.container(horizontal=True):
        actor = current_actor()
        if st.button("Naar mijn werk" if actor else "Inloggen", type="primary", key="start_naar"):
            if actor:
                open_landing(actor)
            st.switch_page(PAGES_DIR / "inloggen.py")
