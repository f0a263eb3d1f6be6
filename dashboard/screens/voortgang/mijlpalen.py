"""The mijlpaal of a fase: planned, decided on, and open again."""

from dataclasses import replace

import streamlit as st

from dashboard.kit.editor import UseCases, Words, editor
from dashboard.kit.fields import Velden
from dashboard.screens.voortgang.overview import Blik, pick
from wijkkompas_core.domain import nederlands as nl
from wijkkompas_core.domain.kompas import Fase
from wijkkompas_core.domain.tijd import today
from wijkkompas_core.domain.toegang import Actie
from wijkkompas_core.domain.voortgang import MIJLPAALUITKOMST, MijlpaalInvoer
from wijkkompas_core.queries.voortgang import Mijlpaal
from wijkkompas_core.services.fasen import add_mijlpaal, change_mijlpaal, delete_mijlpaal, reopen_mijlpaal

NEW = "nieuw"
MIJLPALEN = UseCases(Actie.MIJLPAAL_WIJZIGEN, add_mijlpaal, change_mijlpaal, delete_mijlpaal)


def mijlpaal_words(blik: Blik, mijlpaal: Mijlpaal, *, with_name: bool = True) -> str:
    """How it stands with a mijlpaal, in words."""
    name = f"{mijlpaal.naam}: " if with_name else ""
    if mijlpaal.uitkomst:
        outcome = blik.lezer.methode.naam(MIJLPAALUITKOMST, mijlpaal.uitkomst).lower()
        return f"{name}{outcome} op {nl.day(mijlpaal.besloten_op)}"
    if mijlpaal.gepland_op is None:
        return f"{name}nog geen datum"
    past = " (datum voorbij)" if mijlpaal.gepland_op < blik.lezer.today else ""
    return f"{name}gepland op {nl.day(mijlpaal.gepland_op)}{past}"


def mijlpaal_form(blik: Blik, fase: Fase, closings: list[Mijlpaal]) -> None:
    """Plan a mijlpaal, decide on one, or open its decision again."""
    found = _choose(blik, closings)
    start = found.as_invoer() if found else MijlpaalInvoer(blik.wijk.id, blik.deel_id, fase.slug, "")
    form = Velden(f"mijlpaal_{found.id if found else f'{blik.place}_{fase.slug}'}", blik.wijk.id)
    form.begin(
        found.versie if found else 0,
        naam=start.naam or f"Besluit over {fase.naam.lower()}",
        gepland=start.gepland_op,
        uitkomst=start.uitkomst,
        besloten=start.besloten_op or today(),
        toelichting=start.toelichting,
    )
    _fields(blik, form)

    def reopen() -> None:
        assert found is not None
        key = found.id
        form.save(
            MIJLPALEN.actie,
            lambda s: reopen_mijlpaal(s, key, form.versie),
            f"het besluit over {found.naam} is weer open",
            lambda s, new: change_mijlpaal(s, key, new, start),
        )

    words = Words[MijlpaalInvoer](
        "Mijlpaal opslaan", lambda invoer: f"mijlpaal {invoer.naam}", f"mijlpaal {start.naam} is verwijderd"
    )
    more = [("Besluit heropenen", reopen)] if found and found.uitkomst else []
    editor(form, MIJLPALEN, found, lambda: _typed(form, start), words, more=more)


def _choose(blik: Blik, closings: list[Mijlpaal]) -> Mijlpaal | None:
    """One of the fase, the first that is open unless another was picked, or nothing for a new one."""
    by_id = {str(m.id): m for m in closings}
    if not by_id:
        return None
    names = {key: mijlpaal_words(blik, m) for key, m in by_id.items()} | {NEW: "Nieuwe mijlpaal"}
    default = next((key for key, m in by_id.items() if not m.uitkomst), NEW)
    return by_id.get(pick("Welke mijlpaal?", names, default))


def _fields(blik: Blik, form: Velden) -> None:
    outcomes = {s.slug: s.naam for s in blik.lezer.methode.schalen.get(MIJLPAALUITKOMST, {}).values()}
    form.field(st.text_input, "Naam", "naam", "naam", "fase")
    form.date("Gepland op", "gepland", "gepland_op")
    form.choice("Besluit (leeg: nog niet genomen)", "uitkomst", outcomes)
    if form.value("uitkomst"):
        form.date("Besloten op", "besloten", "besloten_op")
        form.field(st.text_area, "Toelichting (nodig bij no-go en bij voorwaarden)", "toelichting", height=100)


def _typed(form: Velden, start: MijlpaalInvoer) -> MijlpaalInvoer:
    outcome = form.value("uitkomst")
    return replace(
        start,
        naam=form.text("naam"),
        gepland_op=form.value("gepland"),
        besloten_op=form.value("besloten") if outcome else None,
        uitkomst=outcome,
        toelichting=form.text("toelichting"),
    )
