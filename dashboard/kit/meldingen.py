"""What happened to one's own account, told quietly on top of a page until it has been seen in this browser."""

import streamlit as st

from dashboard.kit.actions import through
from dashboard.kit.html import NOTHING, href, html, joined, show
from dashboard.reading import opened
from dashboard.reading.lezer import Lezer
from dashboard.reading.who import device_cookie_name
from wijkkompas_core.domain import nederlands as nl
from wijkkompas_core.domain.toegang import Actor
from wijkkompas_core.queries.meldingen import Meldingen, meldingen
from wijkkompas_core.services.toegang import sessies

SHOWN = 3
_READ = "wk-meldingen-gelezen"


def account_news(lezer: Lezer) -> None:
    """The notice, when there is something to tell. It is read once per screen: not at every click."""
    kept = st.session_state.get(_READ)
    if kept is None or kept[0] != lezer.actor.sessie:
        told = lezer.afresh.ask_all(meldingen, _browser(), lezer.actor.sessie) if _browser() else Meldingen()
        kept = st.session_state[_READ] = (lezer.actor.sessie, told)
    if not kept[1]:
        return
    with st.container(key="wk-meldingen", horizontal=True, vertical_alignment="center"):
        _tell(kept[1])
        st.button("Gezien", key="meldingen_gezien", icon=":material/check:", on_click=_seen, args=(lezer.actor,))


def _tell(told: Meldingen) -> None:
    account = html('<a href="{}" target="_self">Mijn account</a>', href("account"))
    lines = []
    if told.foute_codes:
        lines.append(
            html(
                "<p>Er is {} met je wachtwoord ingelogd <strong>zonder de juiste code</strong>, laatst op {}. "
                "Was jij dat niet, wijzig dan je wachtwoord bij {}.</p>",
                nl.count(told.foute_codes.aantal, "keer", "keer"),
                nl.moment(told.foute_codes.laatst),
                account,
            )
        )
    for one in told.toestellen[:SHOWN]:
        lines.append(
            html(
                "<p>Op {} is ingelogd op een <strong>nieuw apparaat</strong> ({}).</p>",
                nl.moment(one.op),
                one.toestel or "onbekend toestel",
            )
        )
    if told.toestellen:
        more = len(told.toestellen) - SHOWN
        lines.append(
            html(
                '<p class="wk-stil">{}Was jij dat niet? Log het apparaat uit bij {} en wijzig je wachtwoord.</p>',
                f"En nog {nl.count(more, 'keer', 'keer')}. " if more > 0 else NOTHING,
                account,
            )
        )
    show(html('<div role="status">{}</div>', joined(lines)))


def _seen(actor: Actor) -> None:
    through(sessies.seen_news, actor, _browser())
    st.session_state[_READ] = (actor.sessie, Meldingen())


def _browser() -> str:
    return st.context.cookies.get(device_cookie_name(opened.settings())) or ""
