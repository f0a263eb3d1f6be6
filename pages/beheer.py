"""People and their roles: accounts for the beheerder, the own team for who leads a wijk, and the yearly review."""

import streamlit as st

from dashboard.access.session import require_user
from dashboard.kit import state
from dashboard.kit.fields import done_bar
from dashboard.kit.html import page_title
from dashboard.reading.lezer import Lezer
from dashboard.screens.beheer import accounts
from dashboard.screens.beheer.account import account_view, new_form
from dashboard.screens.beheer.link import link_bar
from dashboard.screens.beheer.review import review_view
from dashboard.screens.beheer.team import team_view
from wijkkompas_core.domain.toegang import Recht

lezer = Lezer(require_user(Recht.TEAM_BEHEREN))
page_title("Mensen en rollen", "Geef collega's toegang, en haal die weg zodra ze hem niet meer nodig hebben.")
deel = accounts.choose_part(lezer)
link_bar()
done_bar()
if deel == accounts.TEAM:
    team_view(lezer)
elif deel == accounts.CONTROLE:
    review_view(lezer)
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
