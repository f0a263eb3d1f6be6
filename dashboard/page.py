"""How a page begins: the guard, its title with the menu Delen, looking back, and what it says without a wijk."""

from typing import NamedTuple

import streamlit as st

from dashboard.access.session import require_user
from dashboard.kit import state
from dashboard.kit.balk import draw_bar
from dashboard.kit.geen_wijken import no_wijken
from dashboard.kit.html import NOTHING, html, page_title, show
from dashboard.kit.meldingen import account_news
from dashboard.kit.peildatum import looking_back
from dashboard.kit.share_menu import share_menu
from dashboard.reading.lezer import Lezer
from wijkkompas_core.domain.paginas import Pagina, page_at
from wijkkompas_core.domain.toegang import Recht
from wijkkompas_core.queries.wijken import Wijk


class Opened(NamedTuple):
    """What a page reads with, and the wijken it can be about: at least one, or none when it is not about wijken."""

    lezer: Lezer
    wijken: tuple[Wijk, ...]


def open_page(adres: str, title: tuple[str, str] | None = None) -> Opened:
    """Open the page at this address, or end the run here: for whom may not see it, and as long as there is no wijk.

    `title` replaces its title and the sentence that says what it is for.
    """
    pagina = _known(adres)
    actor = require_user(pagina.recht)
    lezer = Lezer(actor, state.peildatum() if pagina.terugkijken else None)
    wijken = lezer.wijken(pagina.recht or Recht.WIJK_ZIEN) if pagina.over else ()
    naam, doel = title or _title(pagina)
    is_title = not (pagina.bevinding and wijken)  # without a wijk there is nothing to find
    draw_bar(naam, is_title=is_title, share=share_menu(lezer.actor, pagina) if pagina.weergave else NOTHING)
    if is_title:
        show(html('<p class="wk-doel">{}</p>', doel))
    account_news(lezer)
    if pagina.terugkijken:
        looking_back(lezer)
    if pagina.over and not wijken:
        no_wijken(lezer.actor)
        st.stop()
    return Opened(lezer, wijken)


def open_public(adres: str) -> None:
    """Open a page that asks no account."""
    pagina = _known(adres)
    assert pagina.recht is None, adres
    page_title(*_title(pagina))


def _known(adres: str) -> Pagina:
    pagina = page_at(adres)
    assert pagina is not None, adres
    return pagina


def _title(pagina: Pagina) -> tuple[str, str]:
    return pagina.opschrift or pagina.titel, pagina.doel
