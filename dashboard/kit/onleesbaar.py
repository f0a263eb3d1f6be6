"""Making one field of an item unreadable for good: folded under the item, for who steers the wijk."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from textwrap import shorten
from typing import NamedTuple

import streamlit as st

from dashboard.kit.fields import Velden
from dashboard.kit.html import html, paragraph, show
from dashboard.reading.lezer import Lezer
from dashboard.reading.opened import settings
from wijkkompas_core.domain.toegang import Actie, Recht
from wijkkompas_core.domain.vrije_tekst import VRIJE_TEKST, recht_om_te_wijzigen
from wijkkompas_core.errors import InvalidInput
from wijkkompas_core.queries.geschiedenis import FIELDS
from wijkkompas_core.queries.onleesbaar import getypte_teksten
from wijkkompas_core.services.onleesbaar import LONGEST_REASON, PURPOSE, maak_onleesbaar
from wijkkompas_core.storage.logboek import WritingSession

SHOWN = 70
LABEL = "Onleesbaar maken"
TOLD = (
    "Staat hier iets dat er nooit had mogen staan, zoals een burgerservicenummer? Maak het veld dan onleesbaar: hier, "
    "in de geschiedenis, bij het zoeken, in concepten en bij terugkijken. Dit is niet terug te draaien. Wie het deed, "
    "wanneer en waarom blijft bewaard. Een bestand of rapport dat al is gedownload, verandert niet."
)
LATER = "De geschiedenis volgt als de beheerder opruimt; tot dan ziet alleen wie mag wijzigen haar nog."


class Plaats(NamedTuple):
    """Where a text stands: a table, the key of a row, and a field."""

    tabel: str
    sleutel: str
    veld: str


def onleesbaar_form(lezer: Lezer, wijk: int, tabel: str, sleutel: str) -> None:
    """The form for an item: a row of a table by its key. Nothing for who may not, or where nothing was typed."""
    places = {Plaats(tabel, sleutel, name): FIELDS.get(name, name.capitalize()) for name in VRIJE_TEKST.get(tabel, ())}
    may = lezer.actor.may(Recht.WIJK_STUREN, wijk) and lezer.actor.may(recht_om_te_wijzigen(tabel), wijk)
    if not places or not may:
        return
    key = f"onleesbaar_{tabel}_{sleutel}".replace("/", "_")
    with _folded(key) as is_open:
        if is_open:
            _form(key, wijk, places)


def onleesbaar_list(lezer: Lezer, wijk: int) -> None:
    """The same for all that was typed in a wijk and has no page of its own: one list of texts to choose from."""
    if not lezer.actor.may(Recht.WIJK_STUREN, wijk):
        return
    key = f"onleesbaar_wijk_{wijk}"
    with _folded(key) as is_open:
        if not is_open:
            return
        found = lezer.afresh.ask(getypte_teksten, wijk)
        if not found:
            show(paragraph("Hier is nog niets getypt.", "wk-stil"))
            return
        places = {
            Plaats(t.tabel, t.sleutel, t.veld): f"{t.naam}: {shorten(t.tekst, SHOWN, placeholder=' …')}" for t in found
        }
        _form(key, wijk, places, {"/".join((t.tabel, t.sleutel, t.veld)): t.tekst for t in found})


@contextmanager
def _folded(key: str) -> Iterator[bool]:
    opened = st.expander(LABEL, key=f"{key}_klap", on_change="rerun", icon=":material/visibility_off:")
    with opened:
        yield bool(opened.open)


def _form(key: str, wijk: int, places: Mapping[Plaats, str], whole: Mapping[str, str] | None = None) -> None:
    """The form for these places by name; with the `whole` texts it is a list, in which none is chosen at first."""
    names = {"/".join(place): name for place, name in places.items()}
    of_name = {"/".join(place): place for place in places}
    show(paragraph(TOLD, "wk-stil"))
    form = Velden(key, wijk)
    form.begin(veld=None if whole else next(iter(names)), reden="", zeker=False)
    if whole:
        form.select("Welke tekst", "veld", names, placeholder="Kies een tekst")
        if chosen := whole.get(str(form.value("veld"))):  # a list shows the beginning of it only
            show(html('<p class="wk-tekst wk-citaat" dir="auto">{}</p>', chosen))
    else:
        form.choice("Welk veld", "veld", names)
    form.field(
        st.text_input, "Waarom (herhaal de tekst zelf niet)", "reden", max_chars=LONGEST_REASON,
        placeholder="Er stond een burgerservicenummer",
    )  # fmt: skip
    form.field(st.checkbox, "Ik weet dat dit niet terug te draaien is", "zeker")

    def blank(session: WritingSession) -> bool:
        place = of_name.get(str(form.value("veld") or ""))
        if place is None:
            raise InvalidInput({"veld": "Kies welke tekst."})
        if not form.value("zeker"):
            raise InvalidInput({"zeker": "Zet eerst het vinkje: dit is niet terug te draaien."})
        return maak_onleesbaar(session, wijk, *place, form.text("reden"), settings().key_for(PURPOSE))

    def said(everywhere: bool) -> None:
        if not everywhere:
            st.toast(LATER)

    form.buttons(LABEL, lambda: form.save(Actie.ONLEESBAAR_MAKEN, blank, "het veld is onleesbaar", then=said))
