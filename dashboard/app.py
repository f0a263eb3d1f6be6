"""The main script, run before every page: who is there, the menu, and then the page itself.

All pages are always registered, so that an address survives the login; what someone may see, each page decides with
its guard. The menu only leaves out what would be refused.
"""

from pathlib import Path

import streamlit as st

from dashboard import session
from dashboard.components.html import esc, show
from dashboard.navigation import PAGES, PAGES_DIR
from wijkkompas_core.domain.toegang import Actor

ASSETS = Path(__file__).resolve().parent / "assets"


def menu(pages: dict[str, st.Page], actor: Actor | None) -> None:
    """The sidebar: the pages that this actor may see, and who is logged in."""
    with st.sidebar:
        for info in PAGES:
            allowed = info.recht is None if actor is None else info.recht is not None and actor.may(info.recht)
            if info.url == "inloggen":
                allowed = actor is None
            if allowed or info.url == "":
                st.page_link(pages[info.file], label=info.titel, icon=info.icon)
        if actor is not None:
            with st.container(key="wie"):
                show(f'<p style="margin: 24px 0 0">Ingelogd als<br><strong>{esc(actor.naam)}</strong></p>')
                session.log_out_button()


# Without icons: Streamlit would fetch a page's icon from outside to show it in the browser tab.
pages = {
    info.file: st.Page(PAGES_DIR / info.file, title=info.titel, url_path=info.url, default=info.url == "")
    for info in PAGES
}
page = st.navigation(list(pages.values()), position="hidden")
icon = ASSETS / "logo-icoon.svg"
st.set_page_config(page_title=f"{page.title} · Wijkkompas", page_icon=icon, layout="wide")
logo = ASSETS / ("logo-donker.svg" if st.context.theme.type == "dark" else "logo.svg")
st.logo(logo, size="large", icon_image=icon)

if session.leaving():
    st.stop()
actor = session.current_actor()
menu(pages, actor)
with session.known(actor):
    page.run()
