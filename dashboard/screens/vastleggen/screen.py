"""Record a contactmoment, or change one."""

import streamlit as st

from dashboard.kit import state
from dashboard.kit.contactmoment import delete
from dashboard.kit.errors import error_summary, last_errors
from dashboard.kit.filters import wijk_filter
from dashboard.kit.html import empty_state
from dashboard.kit.undo import undo_bar
from dashboard.navigation import PAGES_DIR
from dashboard.reading.lezer import Lezer
from dashboard.screens.vastleggen import concept
from dashboard.screens.vastleggen import save as saving
from dashboard.screens.vastleggen.form import Formulier
from wijkkompas_core.errors import NotFound
from wijkkompas_core.queries.contactmomenten import Contactmoment
from wijkkompas_core.queries.wijken import Wijk

WIJZIGEN = ("Contactmoment wijzigen", "Verbeter of vul aan wat er is vastgelegd.")


def title() -> tuple[str, str] | None:
    """The title of the page and what it is for, where that differs from recording."""
    return WIJZIGEN if state.get(state.CONTACTMOMENT) else None


def draw(lezer: Lezer, wijken: tuple[Wijk, ...]) -> None:
    """The form, empty or filled with the contactmoment in the address."""
    record = None
    if wanted := state.get(state.CONTACTMOMENT):
        try:
            record = lezer.contactmoment(int(wanted) if wanted.isdecimal() and len(wanted) < 10 else 0)
        except NotFound as error:
            empty_state(str(error), "Misschien klopt de link niet, of heb je geen rol in deze wijk.")
            st.button("Nieuw contactmoment", type="primary", on_click=lambda: state.put(contactmoment=None))
            return

    if st.session_state.pop(saving.SAVED, False) and record:
        slug = next(w.slug for w in lezer.wijken() if w.id == record.wijk)
        st.switch_page(PAGES_DIR / "kompas.py", query_params=state.kept_view(slug))

    with st.container():  # what comes and goes above the form has a place of its own, so that the form keeps its own
        undo_bar(lezer)
    with st.container(key="wk-formulier"):
        form = _form(lezer, wijken, record)
    if form:
        concept.keep(form)


def _form(lezer: Lezer, wijken: tuple[Wijk, ...], record: Contactmoment | None) -> Formulier | None:
    """The form with its buttons; nothing when this contactmoment cannot be changed now."""
    if record:
        wijk = next((w for w in wijken if w.id == record.wijk), None)
        if wijk is None:
            empty_state("Dit contactmoment kun je niet wijzigen.", "Je leest in deze wijk alleen mee.")
            return None
    else:
        wijk = wijk_filter(wijken)
    form = saving.open_form(lezer, wijk, record)
    if record and record.verwijderd and not form.worth_keeping():
        form.forget()
        empty_state("Dit contactmoment is verwijderd.", "Zet het eerst terug; daarna kun je het wijzigen.")
        st.button("Terugzetten", type="primary", on_click=saving.put_back, args=(record,), icon=":material/undo:")
        return None
    with st.container():
        concept.offer(form)
    errors, message = last_errors(form.doel)
    if record and record.verwijderd and not errors:
        message = message or saving.DELETED_MEANWHILE
    form.draw(errors)
    error_summary(errors, message)
    if record:
        saving.conflict_choice(form)
    with st.container(key="wk-opslaan", horizontal=True):
        _buttons(lezer, form, wijk, record)
    return form


def _buttons(lezer: Lezer, form: Formulier, wijk: Wijk, record: Contactmoment | None) -> None:
    if record is None:
        st.button("Vastleggen", type="primary", on_click=saving.save_new, args=(form,), icon=":material/check:")
        return
    if record.verwijderd:
        saving.restore_button(form, record)
    else:
        st.button("Wijziging opslaan", type="primary", on_click=saving.save_change, args=(form,))
        st.button("Verwijderen", on_click=delete, args=(lezer, record), icon=":material/delete:")
    if st.button("Terug zonder opslaan", type="tertiary"):
        concept.saved(form)
        form.forget()
        st.switch_page(PAGES_DIR / "kompas.py", query_params=state.kept_view(wijk.slug))
