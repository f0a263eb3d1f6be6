"""Who am I, what may I do where, choose another password, log out."""

import streamlit as st

from dashboard import session
from dashboard.components.html import esc, heading, page_title, paragraph, show, table
from dashboard.resources import Lezer
from wijkkompas_core.domain.toegang import Recht, Rol

MEANING = {
    Rol.BEHEERDER: "Alles: accounts, wijken en instellingen, en wat anderen kunnen",
    Rol.PROGRAMMAMANAGER: "Alle contactmomenten zien, vastleggen en wijzigen, en de wijk sturen",
    Rol.PROJECTLEIDER: "Alle contactmomenten zien, vastleggen en wijzigen, en de wijk sturen",
    Rol.TEAMLID: "Contactmomenten zien, vastleggen en wijzigen",
    Rol.LEZER: "Meekijken, zonder iets te wijzigen",
}

actor = session.require_user(Recht.EIGEN_ACCOUNT)
page_title("Mijn account", "Zie wat je in Wijkkompas kunt doen, en kies een ander wachtwoord.")

namen = {wijk.id: wijk.naam for wijk in Lezer(actor).wijken()}
rollen = [
    ("Alle wijken" if t.wijk is None else namen.get(t.wijk, "Onbekende wijk"), t.rol.value.capitalize(), MEANING[t.rol])
    for t in actor.toekenningen
]
left, right = st.columns(2, gap="large")
with left:
    show(heading("Wie je bent"))
    show(f"<p><strong>{esc(actor.naam)}</strong><br>gebruikersnaam: {esc(actor.gebruikersnaam)}</p>")
    show(heading("Wat je kunt doen"))
    show(table(["Wijk", "Rol", "Dit kun je"], rollen, caption="Je rollen per wijk"))
    show(paragraph("Klopt er iets niet? De beheerder van Wijkkompas in jouw gemeente past het aan.", "wk-stil"))
    session.log_out_button("account")
with right:
    show(heading("Een ander wachtwoord"))
    st.markdown("Daarna log je overal opnieuw in: ook op je telefoon en in andere vensters.")
    session.change_password_form(actor)
