"""The mijlpaal of a fase: planned, decided on, and open again."""

import streamlit as st

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
    by_id = {str(m.id): m for m in closings}
    default = next((key for key, m in by_id.items() if not m.uitkomst), NEW)
    chosen = NEW
    if closings:
        names = {key: mijlpaal_words(blik, m) for key, m in by_id.items()} | {NEW: "Nieuwe mijlpaal"}
        chosen = pick("Welke mijlpaal?", names, default)
    found = by_id.get(chosen)
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
    outcomes = {s.slug: s.naam for s in blik.lezer.methode.schalen.get(MIJLPAALUITKOMST, {}).values()}
    form.field(st.text_input, "Naam", "naam", "naam", "fase")
    form.date("Gepland op", "gepland", "gepland_op")
    form.choice("Besluit (leeg: nog niet genomen)", "uitkomst", outcomes)
    if form.value("uitkomst"):
        form.date("Besloten op", "besloten", "besloten_op")
        form.field(st.text_area, "Toelichting (nodig bij no-go en bij voorwaarden)", "toelichting", height=100)

    def invoer() -> MijlpaalInvoer:
        outcome = form.value("uitkomst")
        return MijlpaalInvoer(
            blik.wijk.id,
            blik.deel_id,
            fase.slug,
            form.text("naam"),
            form.value("gepland"),
            form.value("besloten") if outcome else None,
            outcome,
            form.text("toelichting"),
        )

    def save() -> None:
        typed, versie = invoer(), form.versie
        if found is None:
            form.save(
                Actie.MIJLPAAL_WIJZIGEN,
                lambda s: add_mijlpaal(s, typed),
                f"mijlpaal {typed.naam}",
                lambda key: (Actie.MIJLPAAL_WIJZIGEN, lambda s: delete_mijlpaal(s, key, 1)),
            )
        else:
            key = found.id
            form.save(
                Actie.MIJLPAAL_WIJZIGEN,
                lambda s: change_mijlpaal(s, key, versie, typed),
                f"mijlpaal {typed.naam}",
                lambda new: (Actie.MIJLPAAL_WIJZIGEN, lambda s: change_mijlpaal(s, key, new, start)),
            )

    def reopen() -> None:
        assert found is not None
        key, versie = found.id, form.versie
        form.save(
            Actie.MIJLPAAL_WIJZIGEN,
            lambda s: reopen_mijlpaal(s, key, versie),
            f"het besluit over {found.naam} is weer open",
            lambda new: (Actie.MIJLPAAL_WIJZIGEN, lambda s: change_mijlpaal(s, key, new, start)),
        )

    def delete() -> None:
        assert found is not None
        key, versie = found.id, form.versie
        form.save(
            Actie.MIJLPAAL_WIJZIGEN,
            lambda s: delete_mijlpaal(s, key, versie),
            f"mijlpaal {found.naam} is verwijderd",
            lambda _: (Actie.MIJLPAAL_WIJZIGEN, lambda s: add_mijlpaal(s, start)),
        )

    more = [("Besluit heropenen", reopen)] if found and found.uitkomst else []
    form.buttons("Mijlpaal opslaan", save, *more, *([("Verwijderen", delete)] if found else []))
