"""Earlier imports, each with its way back."""

import streamlit as st

from dashboard.kit import texts
from dashboard.kit.html import empty_state, esc, show
from dashboard.reading.lezer import Lezer
from dashboard.screens.uitwisselen import stand as stand_
from dashboard.screens.uitwisselen.preview import undo
from wijkkompas_core.domain.tijd import AMSTERDAM
from wijkkompas_core.queries.uitwisseling import Importregel, imports


def earlier_imports(lezer: Lezer) -> None:
    """The list, newest first."""
    fout = stand_.stand().fout
    if fout:
        show(f'<p class="wk-fout wk-fout-blok" role="alert">{esc(fout)}</p>')
    key = ("imports", lezer.actor.gebruiker, lezer.actor.wijken())
    found = lezer.read_now(key, lambda session: imports(session, lezer.actor))
    if not found:
        empty_state(
            "Hier komen je imports te staan.",
            "Er is nog niets geïmporteerd. Kies Importeren om een lijst binnen te halen.",
        )
        return
    names = {wijk.id: wijk.naam for wijk in lezer.wijken()}
    for one in found:
        with st.container(key=f"wk-import-{one.id}", horizontal=True, vertical_alignment="center"):
            show(_line(one, names))
            if one.teruggedraaid_op is None:
                st.button(
                    "Ongedaan maken",
                    key=f"import_terug_{one.id}",
                    icon=":material/undo:",
                    on_click=undo,
                    args=(one.id,),
                )


def _line(one: Importregel, names: dict[int, str]) -> str:
    when = one.gedaan_op.astimezone(AMSTERDAM)
    wijken = [names[w] for w in one.wijken if w in names]
    where = ", ".join(wijken[:3]) + (f" en nog {len(wijken) - 3}" if len(wijken) > 3 else "")
    new = texts.count(one.aantallen.get("nieuw", 0), "nieuwe rij", "nieuwe rijen")
    counts = f"{new}, {one.aantallen.get('gewijzigd', 0)} gewijzigd"
    undone = ""
    if one.teruggedraaid_op is not None:
        undone = f"<br>Teruggedraaid op {texts.day(one.teruggedraaid_op)}. {esc(' '.join(one.gebleven))}"
    return (
        f'<p class="wk-alinea"><strong>{esc(one.lijst.capitalize())}</strong> uit {esc(one.bron)}: {counts}<br>'
        f'<span class="wk-stil">{when:%d-%m-%Y %H:%M} · {esc(one.gedaan_door)} · {esc(where)}{undone}</span></p>'
    )
