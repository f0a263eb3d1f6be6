"""The fasen of a wijk or deelproject with their planning and mijlpalen, and the forms to change them."""

from datetime import date

import streamlit as st

from dashboard.kit import state
from dashboard.kit.fields import Velden
from dashboard.kit.html import heading, paragraph, show, table
from dashboard.screens.voortgang.mijlpalen import mijlpaal_form, mijlpaal_words
from dashboard.screens.voortgang.overview import DOEN, Blik, pick
from wijkkompas_core.domain import nederlands as nl
from wijkkompas_core.domain.kompas import Fase
from wijkkompas_core.domain.tijd import today
from wijkkompas_core.domain.toegang import Actie
from wijkkompas_core.domain.voortgang import Faseperiode, steps_back
from wijkkompas_core.queries.voortgang import Faseplanning, Voortgang
from wijkkompas_core.services.fasen import change_periode, close_fase, delete_periode, open_fase, plan_fase, unplan_fase


def fasen_view(blik: Blik) -> None:
    """The table of fasen, and one chosen fase with what can be done to it."""
    kompas, stand = blik.lezer.methode.kompas, blik.voortgang()
    nummers = {f.slug: f.nummer for f in kompas.fasen}
    back = steps_back(stand.perioden, nummers)
    begun = max((nummers.get(p.fase, 0) for p in stand.perioden), default=0)
    rows = [
        (
            f"{fase.nummer}. {fase.naam}",
            _status(fase, stand, back, begun, blik.lezer.today),
            "\n".join(_real(p) for p in stand.perioden if p.fase == fase.slug) or "–",
            _planned(fase, stand, blik.lezer.today),
            "\n".join(mijlpaal_words(blik, m) for m in stand.mijlpalen if m.fase == fase.slug) or "–",
        )
        for fase in kompas.fasen
    ]
    caption = f"De fasen van {blik.deel.naam if blik.deel else blik.wijk.naam} op {nl.day(blik.lezer.today)}"
    show(table(["Fase", "Status", "Werkelijk", "Gepland", "Mijlpaal"], rows, caption=caption))

    chosen = kompas.fase.get(state.get(state.FASE) or "")
    names = {f.slug: f"{f.nummer}. {f.kort}" for f in kompas.fasen}
    st.segmented_control(
        "Kies een fase",
        list(names),
        format_func=lambda slug: names.get(slug, str(slug)),
        **state.follow(
            "voortgang_fase",
            chosen.slug if chosen else None,
            lambda slug: state.put(fase=str(slug) if slug else None, doen=None, keuze=None),
        ),
    )
    if chosen:
        _one_fase(blik, chosen, stand, back)


def _one_fase(blik: Blik, fase: Fase, stand: Voortgang, back: set[int]) -> None:
    spells = [p for p in stand.perioden if p.fase == fase.slug]
    parts = [heading(f"{fase.nummer}. {fase.naam}"), paragraph(fase.uitleg)]
    if spells:
        rows = [
            (
                nl.day(p.begonnen_op),
                nl.day(p.afgesloten_op) if p.afgesloten_op else "loopt nog",
                ", ".join(w for w in ("heropend" if n else "", "stap terug" if p.id in back else "") if w) or "–",
            )
            for n, p in enumerate(spells)
        ]
        parts.append(table(["Begonnen", "Afgesloten", "Bijzonder"], rows, caption="Wanneer de fase open was"))
    else:
        parts.append(paragraph("Deze fase is nog niet open geweest.", "wk-stil"))
    closings = [m for m in stand.mijlpalen if m.fase == fase.slug]
    if closings:
        rows = [(m.naam, mijlpaal_words(blik, m, with_name=False), m.toelichting or "–") for m in closings]
        parts.append(table(["Mijlpaal", "Besluit", "Toelichting"], rows, caption="Mijlpalen van deze fase"))
    show(*parts)
    if not blik.sturen:
        return
    running = next((p for p in spells if p.afgesloten_op is None), None)
    tasks = {"afsluiten": "Afsluiten"} if running else {"openen": "Heropenen" if spells else "Openen"}
    if spells:
        tasks["verbeteren"] = "Datums verbeteren"
    tasks |= {"plannen": "Plannen", "mijlpaal": "Mijlpaal"}
    wanted = state.get(DOEN)
    st.segmented_control(
        "Wat wil je doen?",
        list(tasks),
        format_func=lambda task: tasks.get(task, str(task)),
        **state.follow(
            "voortgang_doen",
            wanted if wanted in tasks else None,
            lambda task: state.put(doen=str(task) if task else None, keuze=None),
        ),
    )
    with st.container(key="wk-formulier"):
        if wanted == "afsluiten" and running:
            _close_form(blik, fase, running)
        elif wanted == "openen" and not running:
            _open_form(blik, fase, stand)
        elif wanted == "verbeteren" and spells:
            _correct_form(blik, fase, spells)
        elif wanted == "plannen":
            _plan_form(blik, fase, stand.planning.get(fase.slug))
        elif wanted == "mijlpaal":
            mijlpaal_form(blik, fase, closings)


def _open_form(blik: Blik, fase: Fase, stand: Voortgang) -> None:
    form = Velden(f"openen_{blik.place}_{fase.slug}", blik.wijk.id)
    form.begin(datum=today())
    kompas = blik.lezer.methode.kompas
    later = [
        f"{f.nummer}. {f.naam}"
        for f in kompas.fasen
        if f.nummer > fase.nummer and any(p.fase == f.slug for p in stand.perioden)
    ]
    if later:
        names = nl.enumerate_words(later)
        show(paragraph(f"Dit is een stap terug: {names} is al begonnen. Dat mag, en je ziet het op de tijdlijn."))
    form.date("Begonnen op", "datum", "begonnen_op", "fase")

    def save() -> None:
        day = form.value("datum")
        form.save(
            Actie.FASE_WIJZIGEN,
            lambda s: open_fase(s, blik.wijk.id, blik.deel_id, fase.slug, day),
            f"fase {fase.naam} is open vanaf {nl.day(day)}",
            lambda s, key: delete_periode(s, key, 1),
        )

    form.buttons("Fase openen", save)


def _close_form(blik: Blik, fase: Fase, periode: Faseperiode) -> None:
    form = Velden(f"afsluiten_{periode.id}", blik.wijk.id)
    form.begin(periode.versie, datum=today())
    form.date("Afgesloten op", "datum", "afgesloten_op", "begonnen_op")

    def save() -> None:
        day = form.value("datum")
        form.save(
            Actie.FASE_WIJZIGEN,
            lambda s: close_fase(s, periode.id, form.versie, day),
            f"fase {fase.naam} is afgesloten op {nl.day(day)}",
            lambda s, new: change_periode(s, periode.id, new, periode.begonnen_op, None),
        )

    form.buttons("Fase afsluiten", save)


def _correct_form(blik: Blik, fase: Fase, spells: list[Faseperiode]) -> None:
    by_id = {str(p.id): p for p in reversed(spells)}
    latest = next(iter(by_id))
    chosen = latest
    if len(spells) > 1:
        chosen = pick("Welke periode?", {key: _real(p) for key, p in by_id.items()}, latest)
    periode = by_id[chosen]
    form = Velden(f"periode_{periode.id}", blik.wijk.id)
    before = (periode.begonnen_op, periode.afgesloten_op)
    form.begin(periode.versie, begin=before[0], eind=before[1])
    form.date("Begonnen op", "begin", "begonnen_op")
    form.date("Afgesloten op (leeg: loopt nog)", "eind", "afgesloten_op")

    def save() -> None:
        form.save(
            Actie.FASE_WIJZIGEN,
            lambda s: change_periode(s, periode.id, form.versie, form.value("begin"), form.value("eind")),
            f"de datums van fase {fase.naam} zijn verbeterd",
            lambda s, new: change_periode(s, periode.id, new, *before),
        )

    def delete() -> None:
        form.save(
            Actie.FASE_WIJZIGEN,
            lambda s: delete_periode(s, periode.id, form.versie),
            f"de periode {_real(periode)} van fase {fase.naam} is verwijderd",
            lambda s, _: open_fase(s, blik.wijk.id, blik.deel_id, fase.slug, *before),
        )

    form.buttons("Datums opslaan", save, ("Periode verwijderen", delete))


def _plan_form(blik: Blik, fase: Fase, plan: Faseplanning | None) -> None:
    form = Velden(f"planning_{blik.place}_{fase.slug}", blik.wijk.id)
    before = (plan.gepland_van, plan.gepland_tot) if plan else (None, None)
    form.begin(plan.versie if plan else 0, van=before[0], tot=before[1])
    show(paragraph("De planning blijft staan als het anders loopt, zodat je beide kunt vergelijken.", "wk-stil"))
    form.date("Gepland van", "van", "gepland_van")
    form.date("Gepland tot", "tot", "gepland_tot", "fase")
    where = (blik.wijk.id, blik.deel_id, fase.slug)

    def save() -> None:
        form.save(
            Actie.FASE_WIJZIGEN,
            lambda s: plan_fase(s, *where, form.versie, form.value("van"), form.value("tot")),
            f"fase {fase.naam} is gepland",
            lambda s, new: plan_fase(s, *where, new, *before) if plan else unplan_fase(s, *where, new),
        )

    def remove() -> None:
        form.save(
            Actie.FASE_WIJZIGEN,
            lambda s: unplan_fase(s, *where, form.versie),
            f"de planning van fase {fase.naam} is weggehaald",
            lambda s, _: plan_fase(s, *where, 0, *before),
        )

    form.buttons("Planning opslaan", save, *([("Planning weghalen", remove)] if plan else []))


def _status(fase: Fase, stand: Voortgang, back: set[int], begun: int, day: date) -> str:
    spells = [p for p in stand.perioden if p.fase == fase.slug]
    if not spells:
        return "overgeslagen" if fase.nummer < begun else "nog niet begonnen"
    words = ["loopt nu" if any(p.open_on(day) for p in spells) else "afgesloten"]
    words += ["heropend"] if len(spells) > 1 else []
    words += ["stap terug"] if any(p.id in back for p in spells) else []
    return ", ".join(words)


def _real(periode: Faseperiode) -> str:
    if periode.afgesloten_op is None:
        return f"sinds {nl.day(periode.begonnen_op)}"
    return f"{nl.day(periode.begonnen_op)} – {nl.day(periode.afgesloten_op)}"


def _planned(fase: Fase, stand: Voortgang, day: date) -> str:
    plan = stand.planning.get(fase.slug)
    if plan is None:
        return "–"
    dates = f"{nl.day(plan.gepland_van)} – {nl.day(plan.gepland_tot)}"
    spells = [p for p in stand.perioden if p.fase == fase.slug]
    ends = [p.afgesloten_op for p in spells if p.afgesloten_op]
    if len(ends) < len(spells):
        return dates + _late(day, plan.gepland_tot, "over de geplande einddatum")
    if ends:
        return dates + _late(max(ends), plan.gepland_tot, "later afgesloten")
    return dates + _late(day, plan.gepland_van, "over de geplande begindatum")


def _late(day: date, planned: date, words: str) -> str:
    late = (day - planned).days
    return f"\n{nl.count(late, 'dag', 'dagen')} {words}" if late > 0 else ""
