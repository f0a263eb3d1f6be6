"""The form of a belanghebbende; names that look like the one being typed are shown under it."""

from typing import Any

import streamlit as st
from markupsafe import Markup

from dashboard.kit import state
from dashboard.kit.editor import UseCases, Words, editor
from dashboard.kit.fields import Velden
from dashboard.kit.html import heading, html, joined, show
from dashboard.reading.belanghebbenden import read_team
from dashboard.reading.lezer import Lezer
from dashboard.screens.belanghebbenden.register import BELANGHEBBENDE, DOEN, one_href, type_name
from wijkkompas_core.analysis.namen import lijkt_op
from wijkkompas_core.domain.belanghebbenden import BELANG, INVLOED, BelanghebbendeInvoer
from wijkkompas_core.domain.betrokkenheid import match_name
from wijkkompas_core.domain.toegang import Actie
from wijkkompas_core.queries.belanghebbende import Belanghebbendebeeld, Belanghebbendegegevens
from wijkkompas_core.queries.wijken import Wijk
from wijkkompas_core.services.belanghebbenden import change_belanghebbende, record_belanghebbende

BELANGHEBBENDEN = UseCases(Actie.BELANGHEBBENDE_WIJZIGEN, record_belanghebbende, change_belanghebbende)


def new_form(lezer: Lezer, wijk: Wijk) -> None:
    """The form for a new belanghebbende of a wijk; after saving it shows the one that was made."""
    form = Velden(f"belanghebbende_nieuw_{wijk.id}", wijk.id)
    form.begin(**_values(BelanghebbendeInvoer(wijk=wijk.id, naam="", type="")))
    with st.container(key="wk-formulier"):
        _fields(form, lezer, wijk, None)
        words = Words[BelanghebbendeInvoer](
            "Belanghebbende opslaan", lambda invoer: f"{invoer.naam} staat in het register"
        )
        editor(
            form,
            BELANGHEBBENDEN,
            None,
            lambda: _invoer(form),
            words,
            leave=lambda: state.put(**{BELANGHEBBENDE: None}),
            then=lambda key: state.put(**{BELANGHEBBENDE: str(key)}),
        )


def change_form(lezer: Lezer, wijk: Wijk, beeld: Belanghebbendebeeld) -> None:
    """The form that changes the facts about a belanghebbende."""
    record = beeld.gegevens
    form = Velden(f"belanghebbende_{record.id}", wijk.id)
    form.begin(record.versie, **_values(record.as_invoer()))
    show(heading("Gegevens wijzigen"))
    _fields(form, lezer, wijk, record)
    words = Words[BelanghebbendeInvoer](
        "Wijziging opslaan", lambda invoer: f"de gegevens van {invoer.naam} zijn gewijzigd"
    )
    editor(form, BELANGHEBBENDEN, record, lambda: _invoer(form), words, leave=close)


def close(_: object = None) -> None:
    """Close the form on the page of a belanghebbende."""
    state.put(**{DOEN: None})


def _values(invoer: BelanghebbendeInvoer) -> dict[str, Any]:
    return {
        "naam": invoer.naam,
        "type": invoer.type or None,
        "aspecten": list(invoer.aspecten),
        "belang": invoer.belang,
        "invloed": invoer.invloed,
        "nog_niet": not invoer.aan_tafel,
        "contactpersoon": invoer.contactpersoon,
        "notitie": invoer.notitie,
    }


def _invoer(form: Velden) -> BelanghebbendeInvoer:
    return BelanghebbendeInvoer(
        wijk=form.wijk,
        naam=form.text("naam").strip(),
        type=form.text("type"),
        aspecten=tuple(form.value("aspecten") or ()),
        belang=form.value("belang"),
        invloed=form.value("invloed"),
        aan_tafel=not form.value("nog_niet"),
        contactpersoon=form.value("contactpersoon"),
        notitie=form.text("notitie"),
    )


def _fields(form: Velden, lezer: Lezer, wijk: Wijk, record: Belanghebbendegegevens | None) -> None:
    methode = lezer.methode
    kept = record.as_invoer() if record else None  # what it already has can be kept, also when it is no choice anymore
    form.field(st.text_input, "Naam van de organisatie of groep", "naam", live=True)
    _look_alikes(form.text("naam"), lezer, wijk, record.id if record else None)
    typen = {slug: t.naam for slug, t in methode.typen.items()}
    typen |= {kept.type: type_name(methode, kept.type)} if kept else {}
    form.select("Soort", "type", typen, placeholder="Kies wat voor belanghebbende dit is")
    aspecten = {a.slug: a.naam for a in methode.kompas.aspecten} | {a: a for a in (kept.aspecten if kept else ())}
    aspecten |= {a.slug: a.naam for a in methode.kompas.aspecten}
    form.field(
        st.multiselect,
        "Aspecten (leeg: die van de soort)",
        "aspecten",
        options=list(aspecten),
        format_func=lambda slug: aspecten.get(slug, str(slug)),
        placeholder="Waar gaat het deze belanghebbende om?",
    )
    for label, name, scale in (
        ("Belang bij de aanpak", "belang", BELANG),
        ("Invloed op de aanpak", "invloed", INVLOED),
    ):
        form.choice(label, name, {s.slug: s.naam for s in methode.schalen.get(scale, {}).values()})
    form.field(st.checkbox, "Nog niet aan tafel", "nog_niet")
    team = dict(read_team(lezer, wijk.id))
    if record and record.contactpersoon:
        team.setdefault(*record.contactpersoon)
    if form.value("contactpersoon") not in team:
        form.put("contactpersoon", None)  # left the team meanwhile
    form.select("Contactpersoon in het team", "contactpersoon", team, placeholder="Niemand")
    form.field(st.text_area, "Notitie", "notitie", height=80, placeholder="Over de organisatie, niet over personen")


def _look_alikes(naam: str, lezer: Lezer, wijk: Wijk, own: int | None) -> None:
    """Under the name: who in the register has this name already, or one like it."""
    names: dict[str, int] = {}
    for party in lezer.belanghebbenden(wijk.id):
        if party.id != own:
            names |= dict.fromkeys((party.naam, *party.ook), party.id)

    def link(name: str) -> Markup:
        return html('<a href="{}" target="_self" dir="auto">{}</a>', one_href(wijk, names[name]), name)

    same = [name for name in names if match_name(naam) and match_name(name) == match_name(naam)]
    if same:
        show(html('<p class="wk-lijkt-op" role="status">Staat al in het register: {}</p>', link(same[0])))
        return
    like = lijkt_op(naam, names)
    if like:
        show(html('<p class="wk-lijkt-op" role="status">Lijkt op: {}</p>', joined((link(name) for name in like), ", ")))
