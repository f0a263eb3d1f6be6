"""People and their roles: accounts for the beheerder, the own team for who leads a wijk, and the yearly review."""

import streamlit as st

from dashboard.kit import state
from dashboard.kit.undo import undo_bar
from dashboard.reading.lezer import Lezer
from dashboard.screens.beheer import accounts
from dashboard.screens.beheer.account import account_view, new_form
from dashboard.screens.beheer.link import link_bar
from dashboard.screens.beheer.review import review_view
from dashboard.screens.beheer.team import team_view
from dashboard.screens.beheer.toestand import toestand_view


def draw(lezer: Lezer) -> None:
    """The part of it that stands in the address."""
    deel = accounts.choose_part(lezer)
    link_bar()
    undo_bar(lezer)
    if deel == accounts.TEAM:
        team_view(lezer)
    elif deel == accounts.CONTROLE:
        review_view(lezer)
    elif deel == accounts.TOESTAND:
        toestand_view(lezer)
    elif (asked := state.get(accounts.ACCOUNT)) == accounts.NEW:
        new_form(lezer)
    elif asked:
        account_view(lezer, asked)
    else:
        accounts.review_notice(lezer)
        st.button(
            "Iemand toevoegen",
            type="primary",
            icon=":material/person_add:",
            on_click=lambda: state.put(account=accounts.NEW),
        )
        wanted = accounts.filters(lezer)
        accounts.overview(lezer, accounts.read_accounts(lezer, wanted), wanted)
