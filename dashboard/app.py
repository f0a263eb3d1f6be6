"""The main script, run before every page: who is there, the menu, and then the page itself.

All pages are always registered, so that an address survives the login; what someone may see, each page decides with
its guard. The menu only leaves out what would be refused.
"""

import streamlit as st
from streamlit.navigation.page import StreamlitPage

from dashboard.access import session
from dashboard.access.by_link import looks_by_link
from dashboard.kit import state
from dashboard.kit.html import html, show
from dashboard.kit.screen import follow_width
from dashboard.navigation import PAGES_DIR
from dashboard.reading import meten, who
from wijkkompas_core.domain.paginas import PAGINAS, Pagina, page_at
from wijkkompas_core.domain.toegang import Actor

KEPT = "paginas"
SIDEBAR = 216
"""Its width in pixels."""


def in_menu(pagina: Pagina, actor: Actor | None) -> bool:
    """Whether a page stands in the menu of this actor."""
    if pagina.adres == "inloggen":
        return actor is None
    return pagina.in_menu and (pagina.recht is None or (actor is not None and actor.may(pagina.recht)))


def pages_for(actor: Actor | None) -> dict[str, list[StreamlitPage]]:
    """All pages under their headings; those that this actor may not open are left out of the menu.

    Kept, since making them costs file reads. They have no icons: Streamlit would fetch those from outside for the
    browser tab. The style sheet has them.
    """
    shown = tuple(in_menu(pagina, actor) for pagina in PAGINAS)
    kept = st.session_state.get(KEPT)
    if kept is None or kept[0] != shown:
        pages: dict[str, list[StreamlitPage]] = {}
        for pagina, visible in zip(PAGINAS, shown, strict=True):
            page = st.Page(
                PAGES_DIR / pagina.bestand,
                title=pagina.titel,
                url_path=pagina.adres,
                default=not pagina.adres,
                visibility="visible" if visible else "hidden",
            )
            pages.setdefault(pagina.kopje, []).append(page)
        kept = st.session_state[KEPT] = (shown, pages)
    return kept[1]


actor = who.current_actor()
shared = looks_by_link()
page = st.navigation(pages_for(actor), expanded=True, position="hidden" if shared else "sidebar")
st.set_page_config(page_title=f"{page.title} · Wijkkompas", layout="wide", initial_sidebar_state=SIDEBAR)

if session.leaving():
    st.stop()
if actor is not None and not shared:
    with st.sidebar:
        show(html('<p class="wk-wie">Ingelogd als<br><strong>{}</strong></p>', actor.naam))
        session.log_out_button()
if actor is not None:
    here = page_at(page.url_path)
    state.entered(page.url_path, here is not None and here.terugkijken)
with who.known(actor), meten.page(page.url_path):
    page.run()
follow_width()
