"""People and their roles: accounts for the beheerder, the own team for who leads a wijk, and the yearly review."""

import streamlit as st

from dashboard import state
from dashboard.components import beheer
from dashboard.components.beheer_account import account_view, new_form
from dashboard.components.beheer_link import link_bar
from dashboard.components.beheer_rechten import review_view
from dashboard.components.beheer_team import team_view
from dashboard.components.html import page_title
from dashboard.components.voortgang_formulier import done_bar
from dashboard.resources import Lezer
from dashboard.session import require_user
from wijkkompas_core.domain.toegang import Recht

lezer = Lezer(require_user(Recht.TEAM_BEHEREN))
page_title("Mensen en rollen", "Geef collega's toegang, en haal die weg zodra ze hem niet meer nodig hebben.")
deel = beheer.choose_part(lezer)
link_bar()
done_bar()
if deel == beheer.TEAM:
    team_view(lezer)
elif deel == beheer.CONTROLE:
    review_view(lezer)
elif (asked := state.get(beheer.ACCOUNT)) == beheer.NEW:
    new_form(lezer)
elif asked:
    account_view(lezer, asked)
else:
    beheer.review_notice(lezer)
    st.button(
        "Iemand toevoegen",
        type="primary",
        icon=":material/person_add:",
        on_click=lambda: state.put(account=beheer.NEW),
    )
    wanted = beheer.filters(lezer)
    beheer.overview(lezer, beheer.read_accounts(lezer, wanted), wanted)
