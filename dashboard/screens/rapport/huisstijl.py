"""The look of the reports of this gemeente: a colour and a logo."""

import base64

import streamlit as st

from dashboard.kit.actions import submit
from dashboard.kit.errors import error_message, field_error, last_errors, set_errors
from dashboard.kit.html import html, show
from dashboard.reading.lezer import Lezer
from wijkkompas_core.domain.rapport import LARGEST_LOGO, Huisstijl
from wijkkompas_core.domain.toegang import Actie
from wijkkompas_core.queries.rapport import huisstijl
from wijkkompas_core.services.rapport import change_huisstijl

FORM, COLOUR, LOGO, ROUND = "huisstijl", "huisstijl_kleur", "huisstijl_logo", "huisstijl_ronde"


def form(lezer: Lezer) -> None:
    """The form, folded until it is wanted."""
    opened = st.expander("Huisstijl van de rapporten", key="huisstijl_open", on_change="rerun")
    if not opened.open:
        return
    look = lezer.afresh.ask_all(huisstijl)
    errors, message = last_errors(FORM)
    with opened:
        show(
            html('<p class="wk-stil">De kleur van de koppen en het logo boven elk rapport, voor de hele gemeente.</p>')
        )
        st.session_state.setdefault(COLOUR, look.kleur)
        st.color_picker("Kleur van de koppen", key=COLOUR)
        field_error(errors, "kleur")
        if look.logo:
            source = f"data:image/png;base64,{base64.b64encode(look.logo).decode()}"
            picture = html('<img class="wk-logo" alt="Het logo van de gemeente" src="{}">', source)
            show(html('<p class="wk-stil">Het logo nu:</p>{}', picture))
        number = st.session_state.get(ROUND, 0)
        st.file_uploader(
            f"{'Ander logo' if look.logo else 'Logo'} (PNG of JPEG, hooguit {LARGEST_LOGO // 1000} kB)",
            type=["png", "jpg", "jpeg"],
            key=f"{LOGO}_{number}",
        )
        field_error(errors, "logo")
        error_message(message or errors.unsaid())
        with st.container(horizontal=True):
            st.button("Bewaren", type="primary", key="huisstijl_bewaar", on_click=_save, args=(look,))
            if look.logo:
                st.button("Logo weghalen", key="huisstijl_leeg", on_click=_save, args=(look,), kwargs={"drop": True})
        show(
            html('<p class="wk-stil">Voorbeeld: <strong style="color:{}">koppen in deze kleur</strong></p>', look.kleur)
        )


def _save(look: Huisstijl, drop: bool = False) -> None:
    number = st.session_state.get(ROUND, 0)
    file = st.session_state.get(f"{LOGO}_{number}")
    logo = b"" if drop else file.getvalue() if file is not None else None
    colour = str(st.session_state.get(COLOUR) or "")
    outcome = submit(Actie.HUISSTIJL_WIJZIGEN, lambda session: change_huisstijl(session, colour, logo, look.versie))
    if outcome.ok:
        st.session_state[ROUND] = number + 1  # an empty place for the next file
        set_errors(FORM, {})
        st.toast("De huisstijl is bewaard. Nieuwe rapporten zien er zo uit.", icon=":material/check:")
    else:
        set_errors(FORM, outcome.fields, outcome.message or str(outcome.conflict or ""))
