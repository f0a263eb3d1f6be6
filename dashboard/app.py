"""The main script, run before every page: who is there, the menu, and then the page itself.

All pages are always registered, so that an address survives the login; what someone may see, each page decides with
its guard. The menu only leaves out what would be refused.
"""

import streamlit as st
from streamlit.navigation.page import StreamlitPage

from dashboard.access import session
from dashboard.access.by_link import looks_by_link
from dashboard.kit import state
from dashboard.kit.html import esc, show
from dashboard.navigation import PAGES, PAGES_DIR, TERUGKIJKEN, PageInfo
from dashboard.reading import who
from wijkkompas_core.domain.toegang import Actor

KEPT = "paginas"


def in_menu(info: PageInfo, actor: Actor | None) -> bool:
    """Whether a page stands in the menu of this actor."""
    if info.url == "gedeeld":
        return False
    if info.url == "inloggen":
        return actor is None
    if info.url == "uitnodiging":
        return False  # only its own link leads there
    return info.recht is None or (actor is not None and actor.may(info.recht))


def pages_for(actor: Actor | None) -> dict[str, list[StreamlitPage]]:
    """All pages under their headings; those that this actor may not open are left out of the menu.

    Kept, since making them costs file reads. They have no icons: Streamlit would fetch those from outside for the
    browser tab. The style sheet has them.
    """
    shown = tuple(in_menu(info, actor) for info in PAGES)
    kept = st.session_state.get(KEPT)
    if kept is None or kept[0] != shown:
        pages: dict[str, list[StreamlitPage]] = {}
        for info, visible in zip(PAGES, shown, strict=True):
            page = st.Page(
                PAGES_DIR / info.file,
                title=info.titel,
                url_path=info.url,
                default=info.url == "",
                visibility="visible" if visible else "hidden",
            )
            pages.setdefault(info.groep, []).append(page)
        kept = st.session_state[KEPT] = (shown, pages)
    return kept[1]


actor = who.current_actor()
shared = looks_by_link()
page = st.navigation(pages_for(actor), expanded=True, position="hidden" if shared else "sidebar")
st.set_page_config(page_title=f"{page.title} · Wijkkompas", layout="wide")

if session.leaving():
    st.stop()
if actor is not None and not shared:
    with st.sidebar:
        show(f'<p class="wk-wie">Ingelogd als<br><strong>{esc(actor.naam)}</strong></p>')
        session.log_out_button()
if actor is not None:
    state.entered(page.url_path, page.url_path in TERUGKIJKEN)
with who.known(actor):
    page.run()
