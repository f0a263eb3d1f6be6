"""Get lists out: all that someone may see, or a choice of it, in the format that suits."""

import streamlit as st

from dashboard.kit import state
from dashboard.kit.download import downloads
from dashboard.kit.filters import fase_filter, filter_row, period_filter
from dashboard.kit.html import paragraph, show
from dashboard.reading.lezer import Lezer
from wijkkompas_core.bestanden.werkboek import Blad
from wijkkompas_core.domain.uitwisseling import LIJSTEN
from wijkkompas_core.queries.exportlijsten import lijst_blad

ALL = "alle"
TOLD = (
    "Elke kolom die je hier downloadt, kun je ook weer importeren. Aan het kenmerk herkent Wijkkompas de rij, ook als "
    "je er in je rekenprogramma iets in verandert."
)


def export_lists(lezer: Lezer) -> None:
    """Filters, and a download per list and of all lists together."""
    wijken = lezer.wijken()
    names = {ALL: "Alle wijken"} | {w.slug: w.naam for w in wijken}
    chosen = state.get(state.WIJK) if state.get(state.WIJK) in names else ALL
    with filter_row():
        st.selectbox(
            "Wijk",
            list(names),
            format_func=lambda slug: names.get(slug, str(slug)),
            **state.follow("export_wijk", chosen, lambda slug: state.put(wijk=str(slug))),
        )
        van, tot = period_filter()
        fase = fase_filter(lezer.methode.kompas, "export_fase")
    ids = frozenset(w.id for w in wijken if chosen in (ALL, w.slug))

    def sheet(lijst: str) -> Blad:
        return lezer.afresh.ask_all(lijst_blad, lezer.methode, lijst, wijken=ids, van=van, tot=tot, fase=fase)

    where = "" if chosen == ALL else f"-{chosen}"
    with st.container(horizontal=True):
        for lijst in LIJSTEN:
            downloads(
                f"export_{lijst}",
                titel=f"{lijst.capitalize()}: {names[chosen or ALL]}",
                naam=f"{lijst}{where}",
                bladen=lambda lijst=lijst: [sheet(lijst)],
                label=lijst.capitalize(),
            )
        downloads(
            "export_alles",
            titel=f"Alle lijsten: {names[chosen or ALL]}",
            naam=f"wijkkompas{where}",
            bladen=lambda: [sheet(lijst) for lijst in LIJSTEN],
            label="Alles in één bestand",
        )
    show(paragraph(TOLD, "wk-stil"))
