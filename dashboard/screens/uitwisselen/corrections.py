"""Put wrong cells right in the preview, without going back to the file."""

from collections.abc import Sequence
from dataclasses import replace

import streamlit as st

from dashboard.kit import texts
from dashboard.kit.html import heading, paragraph, show
from dashboard.screens.uitwisselen import stand as stand_
from dashboard.screens.uitwisselen.stand import Importstand
from wijkkompas_core.domain.uitwisseling import veld
from wijkkompas_core.services.importeren.order import Voorbeeldrij

SHOWN = 20


def correct_rows(here: Importstand, rows: Sequence[Voorbeeldrij]) -> None:
    """A field per wrong cell, with what stands in it now, and a button to look again."""
    assert here.opdracht is not None
    columns = here.toewijzing.kolommen
    cells = [(rij, naam) for rij in rows for naam in rij.fouten if naam in columns]
    if not cells:
        return
    with st.container(key="wk-formulier"):
        show(heading("Verbeter hier wat niet klopt", "je eigen bestand verandert niet"))
        for rij, naam in cells[:SHOWN]:
            st.text_input(
                f"Rij {rij.nummer}, {texts.as_typed(veld(here.lijst, naam).titel.lower())}",
                value=rij.geschreven.get(naam, ""),
                max_chars=2_000,
                key=_key(rij.nummer, columns[naam]),
            )
        if len(cells) > SHOWN:
            show(paragraph(f"Dit zijn de eerste {SHOWN}; daarna volgt de rest.", "wk-stil"))
        places = tuple((rij.nummer, columns[naam]) for rij, naam in cells[:SHOWN])
        st.button("Kijk opnieuw na", key="verbeter_kijk", on_click=_again, args=(places,))


def _key(nummer: int, titel: str) -> str:
    return f"verbeter_{nummer}_{titel}"


def _again(places: tuple[tuple[int, str], ...]) -> None:
    here = stand_.stand()
    assert here.opdracht is not None
    kept = {(nummer, titel): text for nummer, titel, text in here.opdracht.verbeterd}
    kept |= {(n, t): str(st.session_state[_key(n, t)]) for n, t in places if _key(n, t) in st.session_state}
    verbeterd = tuple((nummer, titel, text) for (nummer, titel), text in kept.items())
    stand_.put(opdracht=replace(here.opdracht, verbeterd=verbeterd), voorbeeld=None)
