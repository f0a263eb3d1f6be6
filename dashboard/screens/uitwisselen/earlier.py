"""Earlier imports, each with its way back, and the mappings that were kept for the next file."""

import streamlit as st
from markupsafe import Markup

from dashboard.kit import texts
from dashboard.kit.fields import Velden
from dashboard.kit.html import empty_state, heading, html, paragraph, show
from dashboard.kit.undo import undo_bar
from dashboard.reading.lezer import Lezer
from dashboard.screens.uitwisselen import stand as stand_
from dashboard.screens.uitwisselen.preview import undo
from wijkkompas_core.domain import nederlands as nl
from wijkkompas_core.domain.tijd import AMSTERDAM
from wijkkompas_core.domain.toegang import Actie
from wijkkompas_core.queries.toewijzingen import BewaardeIndeling, bewaarde_indelingen
from wijkkompas_core.queries.uitwisseling import Importregel, imports
from wijkkompas_core.services.importeren.toewijzingen import delete_toewijzing, keep_toewijzing


def earlier_imports(lezer: Lezer) -> None:
    """The list, newest first, and under it what was kept of how columns were read."""
    fout = stand_.stand().fout
    if fout:
        show(html('<p class="wk-fout wk-fout-blok" role="alert">{}</p>', fout))
    undo_bar(lezer)
    _imports(lezer)
    _kept_mappings(lezer)


def _imports(lezer: Lezer) -> None:
    found = lezer.now.ask_all(imports)
    if not found:
        empty_state(
            "Hier komen je imports te staan.",
            "Er is nog niets geïmporteerd. Kies Importeren om een lijst binnen te halen.",
        )
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


def _kept_mappings(lezer: Lezer) -> None:
    found = lezer.now.ask_all(bewaarde_indelingen)
    if not found:
        return
    show(heading("Bewaarde indelingen"), paragraph("Welke kolom wat is, bewaard voor een volgend bestand.", "wk-stil"))
    for one in found:
        with st.container(key=f"wk-indeling-{one.id}", horizontal=True, vertical_alignment="center"):
            which = html('<span class="wk-stil">{}</span>', one.lijst)
            show(html('<p class="wk-alinea"><strong>{}</strong> {}</p>', one.naam, which))
            st.button(
                "Weggooien",
                key=f"indeling_weg_{one.id}",
                icon=":material/delete:",
                help=f"Gooi de indeling {texts.as_typed(one.naam)} weg",
                on_click=_throw_away,
                args=(one,),
            )


def _throw_away(one: BewaardeIndeling) -> None:
    Velden(f"indeling_{one.id}", 0).save(
        Actie.TOEWIJZING_BEWAREN,
        lambda session: delete_toewijzing(session, one.lijst, one.naam),
        f"indeling {one.naam} is weggegooid",
        lambda session, _: keep_toewijzing(session, one.naam, one.toewijzing),
    )


def _line(one: Importregel, names: dict[int, str]) -> Markup:
    when = one.gedaan_op.astimezone(AMSTERDAM)
    wijken = [names[w] for w in one.wijken if w in names]
    where = ", ".join(wijken[:3]) + (f" en nog {len(wijken) - 3}" if len(wijken) > 3 else "")
    new = nl.count(one.aantallen.get("nieuw", 0), "nieuwe rij", "nieuwe rijen")
    counts = f"{new}, {one.aantallen.get('gewijzigd', 0)} gewijzigd"
    undone = ""
    if one.teruggedraaid_op is not None:
        undone = html("<br>Teruggedraaid op {}. {}", nl.day(one.teruggedraaid_op), " ".join(one.gebleven))
    return html(
        '<p class="wk-alinea"><strong>{}</strong> uit {}: {}<br><span class="wk-stil">{} · {} · {}{}</span></p>',
        one.lijst.capitalize(),
        one.bron,
        counts,
        nl.moment(when),
        one.gedaan_door,
        where,
        undone,
    )
