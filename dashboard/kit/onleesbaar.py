"""Making one field of an item unreadable for good: folded under the item, for who steers the wijk."""

import streamlit as st

from dashboard.kit.fields import Velden
from dashboard.kit.html import paragraph, show
from dashboard.reading.lezer import Lezer
from dashboard.reading.opened import settings
from wijkkompas_core.domain.toegang import Actie, Recht
from wijkkompas_core.domain.vrije_tekst import VRIJE_TEKST, recht_om_te_wijzigen
from wijkkompas_core.errors import InvalidInput
from wijkkompas_core.queries.geschiedenis import FIELDS
from wijkkompas_core.services.onleesbaar import LONGEST_REASON, PURPOSE, maak_onleesbaar
from wijkkompas_core.storage.logboek import WritingSession

LABEL = "Onleesbaar maken"
TOLD = (
    "Staat hier iets dat er nooit had mogen staan, zoals een burgerservicenummer? Maak het veld dan onleesbaar: hier, "
    "in de geschiedenis, bij het zoeken, in concepten en bij terugkijken. Dit is niet terug te draaien. Wie het deed, "
    "wanneer en waarom blijft bewaard. Een bestand of rapport dat al is gedownload, verandert niet."
)
LATER = "De geschiedenis volgt als de beheerder opruimt; tot dan ziet alleen wie mag wijzigen haar nog."


def onleesbaar_form(lezer: Lezer, wijk: int, tabel: str, sleutel: str) -> None:
    """The form for an item: a row of a table by its key. Nothing for who may not, or where nothing was typed."""
    fields = {name: FIELDS.get(name, name.capitalize()) for name in VRIJE_TEKST.get(tabel, ())}
    may = lezer.actor.may(Recht.WIJK_STUREN, wijk) and lezer.actor.may(recht_om_te_wijzigen(tabel), wijk)
    if not fields or not may:
        return
    key = f"onleesbaar_{tabel}_{sleutel}".replace("/", "_")
    opened = st.expander(LABEL, key=f"{key}_klap", on_change="rerun", icon=":material/visibility_off:")
    if not opened.open:
        return
    with opened:
        show(paragraph(TOLD, "wk-stil"))
        form = Velden(key, wijk)
        form.begin(veld=next(iter(fields)), reden="", zeker=False)
        form.choice("Welk veld", "veld", fields)
        form.field(
            st.text_input, "Waarom (herhaal de tekst zelf niet)", "reden", max_chars=LONGEST_REASON,
            placeholder="Er stond een burgerservicenummer",
        )  # fmt: skip
        form.field(st.checkbox, "Ik weet dat dit niet terug te draaien is", "zeker")

        def blank(session: WritingSession) -> bool:
            if not form.value("zeker"):
                raise InvalidInput({"zeker": "Zet eerst het vinkje: dit is niet terug te draaien."})
            chosen, why = str(form.value("veld") or ""), form.text("reden")
            return maak_onleesbaar(session, wijk, tabel, sleutel, chosen, why, settings().key_for(PURPOSE))

        def said(everywhere: bool) -> None:
            if not everywhere:
                st.toast(LATER)

        form.buttons(LABEL, lambda: form.save(Actie.ONLEESBAAR_MAKEN, blank, "het veld is onleesbaar", then=said))
