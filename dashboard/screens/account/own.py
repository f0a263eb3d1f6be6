"""One's own account: roles, the places where one is logged in, and the second factor."""

from collections.abc import Callable

import streamlit as st

from dashboard.access.tweede_factor import CODE, show_codes, show_new_factor
from dashboard.kit.actions import perform, through
from dashboard.kit.errors import FieldErrors, error_message, field_error
from dashboard.kit.fields import Velden
from dashboard.kit.html import heading, html, paragraph, show, table
from dashboard.reading.account import own_factor
from dashboard.reading.lezer import Lezer
from dashboard.reading.opened import settings
from wijkkompas_core.domain import nederlands as nl
from wijkkompas_core.domain.toegang import Actie, Actor, Rol
from wijkkompas_core.errors import InvalidInput, WijkkompasError
from wijkkompas_core.queries.accounts import own_sessions
from wijkkompas_core.services.toegang import eigen_account, herstelcodes, sessies, tweede_factor

MEANING = {
    Rol.BEHEERDER: "Alles: accounts, wijken en instellingen, en wat anderen kunnen",
    Rol.PROGRAMMAMANAGER: "Alle contactmomenten zien, vastleggen en wijzigen, en de wijk sturen",
    Rol.PROJECTLEIDER: "Alle contactmomenten zien, vastleggen en wijzigen, de wijk sturen en het team kiezen",
    Rol.TEAMLID: "Contactmomenten zien, vastleggen en wijzigen",
    Rol.LEZER: "Meekijken, zonder iets te wijzigen",
}
WHY_SECOND = (
    "Met een tweede factor heeft een ander niets aan alleen je wachtwoord. Naast je wachtwoord vul je dan een code in "
    "van een app op je telefoon."
)
_FACTOR, _CODES, _DOING = "account_factor", "account_herstelcodes", "account_tweede"
START, RENEW, STOP = "aanzetten", "codes", "uitzetten"


def who_and_what(lezer: Lezer) -> None:
    """Name, user name and roles."""
    actor = lezer.actor
    namen = {wijk.id: wijk.naam for wijk in lezer.wijken()}
    rollen = [
        (
            "Alle wijken" if t.wijk is None else namen.get(t.wijk, "Onbekende wijk"),
            t.rol.value.capitalize(),
            MEANING[t.rol],
        )
        for t in actor.toekenningen
    ]
    show(heading("Wie je bent"))
    show(html("<p><strong>{}</strong><br>gebruikersnaam: {}</p>", actor.naam, actor.gebruikersnaam))
    show(heading("Wat je kunt doen"))
    show(table(["Wijk", "Rol", "Dit kun je"], rollen, caption="Je rollen per wijk"))
    show(paragraph("Klopt er iets niet? De beheerder van Wijkkompas in jouw gemeente past het aan.", "wk-stil"))


def sessions(lezer: Lezer) -> None:
    """Where the actor is logged in, with the ways to end each."""
    found = lezer.afresh.ask_all(own_sessions, settings(), lezer.actor.sessie)
    show(heading("Waar je bent ingelogd", nl.count(len(found), "plek", "plekken")))
    form = Velden("sessies", 0)
    form.begin()
    for one in found:
        with st.container(horizontal=True, vertical_alignment="center", key=f"sessie_{one.id}"):
            words = html(" · <strong>deze</strong>") if one.deze else ""
            show(
                html(
                    "<p class='wk-alinea'>{}{}<br><span class='wk-stil'>sinds {}, laatst gebruikt {}</span></p>",
                    one.toestel or "Onbekend toestel",
                    words,
                    nl.moment(one.begonnen_op),
                    nl.moment(one.gezien_op),
                )
            )
            if not one.deze:
                st.button(
                    "Uitloggen",
                    key=form.key(f"einde_{one.id}"),
                    help=f"Log {one.toestel or 'dit toestel'} uit, begonnen op {nl.moment(one.begonnen_op)}",
                    on_click=_end_one,
                    args=(form, one.id),
                )
    if len(found) > 1:
        st.button("Overal uitloggen, behalve hier", key=form.key("andere"), on_click=_end_others, args=(form,))
    form.messages()


def _end_one(form: Velden, key: int) -> None:
    form.save(Actie.SESSIE_BEEINDIGEN, lambda s: sessies.end_one(s, key), "die plek is uitgelogd")


def _end_others(form: Velden) -> None:
    form.save(Actie.SESSIE_BEEINDIGEN, sessies.end_others, "je bent alleen nog hier ingelogd")


def second_factor(lezer: Lezer) -> None:
    """Turn it on, make new recovery codes, or turn it off."""
    show(heading("Tweede factor"))
    actor, (factor, required) = lezer.actor, lezer.afresh.ask_all(own_factor, settings())
    if codes := st.session_state.get(_CODES):
        show_codes(codes)
        st.button("Ik heb ze bewaard", type="primary", key="account_codes_klaar", on_click=_forget)
        return
    doing = st.session_state.get(_DOING)
    if factor is None:
        show(paragraph(WHY_SECOND))
        if doing == START:
            _turn_on(actor)
        else:
            st.button("Tweede factor aanzetten", key="account_2fa_aan", on_click=_do, args=(START,))
        return
    left = nl.count(factor.herstelcodes, "herstelcode", "herstelcodes")
    show(paragraph(f"Staat aan sinds {nl.day(factor.sinds)}. Je hebt nog {left}."))
    if doing == RENEW:
        _with_code(actor, "Nieuwe herstelcodes maken", lambda s, codes: tweede_factor.renew_codes(s, codes))
    elif doing == STOP and not required:
        _with_code(actor, "Tweede factor uitzetten", lambda s, _: tweede_factor.stop(s, settings()))
    else:
        with st.container(horizontal=True):
            st.button("Nieuwe herstelcodes", key="account_2fa_codes", on_click=_do, args=(RENEW,))
            if not required:
                st.button("Uitzetten", key="account_2fa_uit", on_click=_do, args=(STOP,))
        if required:
            show(paragraph(tweede_factor.MUST_KEEP, "wk-stil"))


def _turn_on(actor: Actor) -> None:
    if _FACTOR not in st.session_state:
        st.session_state[_FACTOR] = tweede_factor.new_factor(actor.gebruikersnaam)
    factor = st.session_state[_FACTOR]
    show_new_factor(factor)
    with st.form("account_2fa", border=False, enter_to_submit=False):
        code = st.text_input(CODE, autocomplete="one-time-code", max_chars=40)
        at_code = st.container()
        password = st.text_input("Je wachtwoord", type="password", autocomplete="current-password")
        at_password = st.container()
        sent = st.form_submit_button("Aanzetten", type="primary")
    st.button("Toch niet", type="tertiary", key="account_2fa_niet", on_click=_forget)
    if not sent:
        return

    def turn_on() -> tuple[str, ...]:
        through(eigen_account.require_password, actor, password, settings(), "wachtwoord")
        codes = herstelcodes.new_codes()
        return perform(
            actor,
            Actie.TWEEDE_FACTOR_WIJZIGEN,
            lambda session: tweede_factor.set_up(session, factor.geheim, code, codes, settings()),
        )

    errors = _attempt(turn_on)
    with at_code:
        field_error(errors, "code")
    with at_password:
        field_error(errors, "wachtwoord")
    error_message(errors.unsaid())


def _with_code(actor: Actor, label: str, use_case: Callable) -> None:
    with st.form("account_2fa_code", border=False):
        typed = st.text_input("Code uit je app, of een herstelcode", autocomplete="one-time-code", max_chars=40)
        slot = st.container()
        sent = st.form_submit_button(label, type="primary")
    st.button("Toch niet", type="tertiary", key="account_2fa_niet", on_click=_forget)
    if not sent:
        return

    def go() -> tuple[str, ...] | None:
        through(tweede_factor.require_code, actor, typed, settings())
        codes = herstelcodes.new_codes()
        return perform(actor, Actie.TWEEDE_FACTOR_WIJZIGEN, lambda session: use_case(session, codes))

    errors = _attempt(go)
    with slot:
        field_error(errors, "code")
    error_message(errors.unsaid())


def _attempt(step: Callable[[], tuple[str, ...] | None]) -> FieldErrors:
    """Take a step; answers the errors at its fields, or keeps what it gave and draws the page again."""
    try:
        codes = step()
    except InvalidInput as error:
        return FieldErrors(error.fields)
    except WijkkompasError as error:
        return FieldErrors({"code": str(error)})
    _forget()
    if codes:
        st.session_state[_CODES] = codes
    st.rerun()
    return FieldErrors()


def _do(what: str) -> None:
    _forget()
    st.session_state[_DOING] = what


def _forget() -> None:
    for key in (_FACTOR, _CODES, _DOING):
        st.session_state.pop(key, None)
