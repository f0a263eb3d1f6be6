"""The deelprojecten of a wijk: add, rename, close and reopen."""

import streamlit as st

from dashboard.kit import texts
from dashboard.kit.fields import Velden
from dashboard.kit.html import paragraph, show
from dashboard.screens.voortgang.overview import Blik
from wijkkompas_core.domain.toegang import Actie, Recht
from wijkkompas_core.queries.voortgang import Deelproject
from wijkkompas_core.services.deelprojecten import (
    add_deelproject,
    close_deelproject,
    rename_deelproject,
    reopen_deelproject,
)


def deelprojecten_panel(blik: Blik) -> None:
    """A folded panel: the chosen deelproject to change, or else a new one to add. Only for who steers the wijk."""
    if not blik.lezer.actor.may(Recht.WIJK_STUREN, blik.wijk.id):
        return
    label = f"Deelproject {texts.as_typed(blik.deel.naam)} wijzigen" if blik.deel else "Deelproject toevoegen"
    panel = st.expander(label, key=f"deelproject_{blik.place}", on_change="rerun", icon=":material/account_tree:")
    if not panel.open:
        return
    with panel:
        if blik.deel is None:
            _add_form(blik)
        else:
            _change_form(blik, blik.deel)


def _add_form(blik: Blik) -> None:
    form = Velden(f"deelproject_nieuw_{blik.wijk.id}", blik.wijk.id)
    form.begin(naam="", toelichting="")
    show(paragraph("Een deelproject is een deel van de wijk met eigen fasen, mijlpalen, oordelen en cijfers."))
    form.field(st.text_input, "Naam", "naam")
    form.field(st.text_input, "Toelichting (mag leeg blijven)", "toelichting")

    def save() -> None:
        naam, toelichting = form.text("naam"), form.text("toelichting")
        form.save(
            Actie.DEELPROJECT_WIJZIGEN,
            lambda s: add_deelproject(s, blik.wijk.id, naam, toelichting),
            f"deelproject {naam}. Kies het bovenaan om zijn voortgang bij te houden",
            lambda s, key: close_deelproject(s, key, 1),
        )

    form.buttons("Deelproject toevoegen", save)


def _change_form(blik: Blik, deel: Deelproject) -> None:
    form = Velden(f"deelproject_{deel.id}", blik.wijk.id)
    form.begin(deel.versie, naam=deel.naam, toelichting=deel.toelichting)
    form.field(st.text_input, "Naam", "naam")
    form.field(st.text_input, "Toelichting (mag leeg blijven)", "toelichting")
    actie = Actie.DEELPROJECT_WIJZIGEN

    def save() -> None:
        naam, toelichting, before = form.text("naam"), form.text("toelichting"), (deel.naam, deel.toelichting)
        form.save(
            actie,
            lambda s: rename_deelproject(s, deel.id, form.versie, naam, toelichting),
            f"deelproject {naam}",
            lambda s, new: rename_deelproject(s, deel.id, new, *before),
        )

    def switch() -> None:
        there, back = (
            (close_deelproject, reopen_deelproject) if deel.actief else (reopen_deelproject, close_deelproject)
        )
        form.save(
            actie,
            lambda s: there(s, deel.id, form.versie),
            f"deelproject {deel.naam} is {'afgesloten' if deel.actief else 'heropend'}",
            lambda s, new: back(s, deel.id, new),
        )

    form.buttons("Opslaan", save, ("Deelproject afsluiten" if deel.actief else "Deelproject heropenen", switch))
