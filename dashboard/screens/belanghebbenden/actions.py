"""What can be done with a belanghebbende besides its facts: houding, promises, merging and splitting; all with undo."""

from datetime import date

import streamlit as st

from dashboard.kit import state
from dashboard.kit.fields import Velden
from dashboard.kit.html import heading, paragraph, show
from dashboard.kit.undo import Done, act
from dashboard.reading.lezer import Lezer
from dashboard.screens.belanghebbenden.form import close
from dashboard.screens.belanghebbenden.register import BELANGHEBBENDE, DOEN
from wijkkompas_core.analysis.namen import lijkt_op
from wijkkompas_core.domain import nederlands as nl
from wijkkompas_core.domain.belanghebbenden import HOUDING, HoudingInvoer
from wijkkompas_core.domain.betrokkenheid import PARTICIPATIENIVEAU
from wijkkompas_core.domain.tijd import today
from wijkkompas_core.domain.toegang import Actie
from wijkkompas_core.queries.belanghebbende import Belanghebbendebeeld, Houdingsmeting, Samengevoegd
from wijkkompas_core.queries.wijken import Wijk
from wijkkompas_core.services.belanghebbenden import (
    delete_houding,
    merge_belanghebbende,
    record_houding,
    restore_houding,
    set_belofte,
    unmerge_belanghebbende,
)
from wijkkompas_core.storage.logboek import WritingSession

HOUDEN, PROMISE, MERGE = "houding", "belofte", "samenvoegen"


def houding_form(lezer: Lezer, wijk: Wijk, beeld: Belanghebbendebeeld) -> None:
    """The form for how a belanghebbende stands."""
    key, newest = beeld.gegevens.id, beeld.metingen[0] if beeld.metingen else None
    form = Velden(f"houding_{key}", wijk.id)
    form.begin(
        newest.id if newest else 0,
        datum=today(),
        huidig=None,
        gewenst=newest.gewenst if newest else None,
        toelichting="",
    )
    names = {step.slug: step.naam for step in lezer.methode.schalen.get(HOUDING, {}).values()}
    show(heading("Houding vastleggen"))
    form.date("Vanaf wanneer geldt deze houding?", "datum")
    form.choice("Hoe staat de belanghebbende erin?", "huidig", names)
    form.choice("Welke houding wens je? (mag leeg blijven)", "gewenst", names)
    form.field(st.text_area, "Waaraan zag je dat?", "toelichting", height=80)

    def save() -> None:
        day = form.value("datum")
        invoer = HoudingInvoer(
            belanghebbende=key,
            datum=day if isinstance(day, date) else None,
            huidig=form.text("huidig"),
            gewenst=form.value("gewenst"),
            toelichting=form.text("toelichting"),
        )
        form.save(
            Actie.HOUDING_METEN,
            lambda session: record_houding(session, invoer),
            f"de houding van {beeld.gegevens.naam} is vastgelegd",
            lambda session, made: delete_houding(session, made, 1),
            then=close,
        )

    form.buttons("Houding opslaan", save, form.way_out(close))


def promise_form(lezer: Lezer, wijk: Wijk, beeld: Belanghebbendebeeld) -> None:
    """The form for what is promised in each fase; all that differs is saved as one."""
    key, stands = beeld.gegevens.id, beeld.beloften
    form = Velden(f"belofte_{key}", wijk.id)
    fasen = lezer.methode.kompas.fasen
    before = {fase.slug: stands.get(fase.slug) for fase in fasen}
    form.begin(hash(tuple(before.items())), **before)
    levels = {step.slug: step.naam for step in lezer.methode.schalen.get(PARTICIPATIENIVEAU, {}).values()}
    show(heading("Belofte per fase"), paragraph("Welk niveau van meedoen heeft het team toegezegd?", "wk-stil"))
    with st.container(key="wk-beloften", horizontal=True):
        for fase in fasen:
            form.select(f"{fase.nummer}. {fase.naam}", fase.slug, levels, placeholder="Niets beloofd")

    def save() -> None:
        began = form.began
        wanted = {slug: form.value(slug) for slug in before if form.value(slug) != began.get(slug)}
        if not wanted:
            form.forget()
            close()
            return
        # After a clash the version has moved along: then what stands there now is overwritten knowingly.
        was = before if form.versie == hash(tuple(before.items())) else began

        def change(session: WritingSession, to: dict[str, str | None], was: dict[str, str | None]) -> None:
            for fase, niveau in to.items():
                set_belofte(session, key, fase, niveau, was=was[fase])

        form.save(
            Actie.BELOFTE_WIJZIGEN,
            lambda session: change(session, wanted, was),
            f"de beloften aan {beeld.gegevens.naam} zijn gewijzigd",
            lambda session, _: change(session, {fase: was[fase] for fase in wanted}, wanted),
            then=close,
        )

    form.buttons("Beloften opslaan", save, form.way_out(close))


def merge_form(lezer: Lezer, wijk: Wijk, beeld: Belanghebbendebeeld) -> None:
    """Let this belanghebbende count as another; those with a name like it come first."""
    record = beeld.gegevens
    others = {b.naam: b.id for b in lezer.belanghebbenden(wijk.id) if b.id != record.id}
    like = lijkt_op(record.naam, others)
    order = [*like, *(name for name in others if name not in like)]
    names = {others[name]: f"{name} (lijkt erop)" if name in like else name for name in order}
    form = Velden(f"samenvoegen_{record.id}", wijk.id)
    form.begin(record.versie, met=None)
    if form.value("met") not in names:
        form.put("met", None)
    about = (
        f"Alles van {record.naam} telt daarna mee bij de belanghebbende die je kiest. Er gaat niets verloren: je kunt "
        "de twee later weer splitsen."
    )
    show(heading("Samenvoegen"), paragraph(about))
    form.select("Samenvoegen met", "met", names, placeholder="Kies de belanghebbende die blijft staan")
    versie = form.versie

    def save() -> None:
        into = form.value("met") or 0
        form.save(
            Actie.BELANGHEBBENDE_SAMENVOEGEN,
            lambda session: merge_belanghebbende(session, record.id, versie, into),
            f"{record.naam} telt nu mee bij {next((name for name, key in others.items() if key == into), '')}",
            lambda session, _: unmerge_belanghebbende(session, record.id, versie + 1),
            lambda _: state.put(**{BELANGHEBBENDE: str(into), DOEN: None}),
        )

    form.buttons("Samenvoegen", save, form.way_out(close))


def split(wijk: int, other: Samengevoegd) -> None:
    """Let a duplicate stand on its own again."""
    act(
        Done("belanghebbende_splitsen", f"{other.naam} staat weer apart in het register", wijk),
        Actie.BELANGHEBBENDE_SAMENVOEGEN,
        lambda session: unmerge_belanghebbende(session, other.id, other.versie),
        lambda session, _: merge_belanghebbende(session, other.id, other.versie + 1, other.in_),
    )


def delete_meting(wijk: int, meting: Houdingsmeting) -> None:
    """Delete a houdingsmeting."""
    act(
        Done("houding_weg", f"de houding van {nl.day(meting.datum)} is verwijderd", wijk),
        Actie.HOUDING_METEN,
        lambda session: delete_houding(session, meting.id, meting.versie),
        lambda session, _: restore_houding(session, meting.id, meting.versie + 1),
    )
