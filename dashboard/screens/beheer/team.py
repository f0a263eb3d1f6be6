"""The team of one wijk, for who leads it: add people, change their role here, take them out."""

from collections.abc import Callable, Sequence

import streamlit as st

from dashboard.kit import state, texts
from dashboard.kit.fields import Velden
from dashboard.kit.filters import filter_row, wijk_filter
from dashboard.kit.geen_wijken import no_wijken
from dashboard.kit.html import empty_state, heading, html, joined, paragraph, show
from dashboard.reading.lezer import Lezer
from dashboard.reading.opened import settings
from dashboard.screens.beheer.accounts import STANDEN
from dashboard.screens.beheer.link import remember_link
from wijkkompas_core.domain import nederlands as nl
from wijkkompas_core.domain.accounts import NO_GROUPS
from wijkkompas_core.domain.toegang import Actie, Recht, Rol
from wijkkompas_core.queries import accounts as queries
from wijkkompas_core.queries.accounts import Teamlid
from wijkkompas_core.queries.wijken import Wijk
from wijkkompas_core.services.toegang import team

ACTIE = Actie.TEAM_BEHEREN
OUT = ""


def team_view(lezer: Lezer) -> None:
    """Choose a wijk, see its team and change it."""
    wijken = lezer.wijken(Recht.TEAM_BEHEREN)
    if not wijken:
        no_wijken(lezer.actor)
        return
    with filter_row():
        wijk = wijk_filter(wijken)
    members = lezer.afresh.ask(queries.team, wijk.id, settings())
    left, right = st.columns([7, 5], gap="large")
    with left:
        _overview(wijk, members)
    with right:
        _add(lezer, wijk)
        _change(lezer, wijk, [m for m in members if m.te_wijzigen])


def _overview(wijk: Wijk, members: Sequence[Teamlid]) -> None:
    show(heading(f"Team van {wijk.naam}", nl.count(len(members), "persoon", "personen")))
    if not members:
        empty_state("Hier komt het team te staan.", "Voeg iemand toe, dan maak je een link waarmee die kan beginnen.")
        return
    rows = joined(
        html(
            '<tr><th scope="row" dir="auto">{}</th><td dir="auto">{}</td><td>{}</td><td>{}</td></tr>',
            m.naam,
            m.gebruikersnaam,
            m.rol.value.capitalize(),
            STANDEN[m.stand],
        )
        for m in members
    )
    head = joined(html('<th scope="col">{}</th>', name) for name in ("Naam", "Gebruikersnaam", "Rol hier", "Stand"))
    show(
        html(
            '<div class="wk-tabel wk-mensen" tabindex="0" role="region" aria-label="Team"><table>'
            '<caption class="wk-alleen-voorlezen">Team van {}</caption><thead><tr>{}</tr></thead>'
            "<tbody>{}</tbody></table></div>",
            wijk.naam,
            head,
            rows,
        ),
        paragraph("Wie een rol in alle wijken heeft, staat hier niet bij. Die rollen geeft de beheerder.", "wk-stil"),
    )


def _roles(lezer: Lezer, wijk: Wijk) -> dict[str, str]:
    gives = lezer.actor.geeft(wijk.id)
    return {rol.value: rol.value.capitalize() for rol in Rol if rol in gives}


def _add(lezer: Lezer, wijk: Wijk) -> None:
    show(heading("Iemand toevoegen"), paragraph(NO_GROUPS, "wk-stil"))
    roles = _roles(lezer, wijk)
    form = Velden(f"teamlid_nieuw_{wijk.id}", wijk.id)
    form.begin(gebruikersnaam="", naam="", rol=Rol.TEAMLID.value)
    form.field(st.text_input, "Gebruikersnaam", "gebruikersnaam", placeholder="Kleine letters, cijfers en . _ - @")
    form.field(st.text_input, "Naam", "naam", placeholder="Alleen voor wie nog geen account heeft")
    form.choice("Rol", "rol", roles)

    def save() -> None:
        rol = next((r for r in Rol if r.value == form.value("rol")), None)
        invoer = team.TeamlidInvoer(form.text("gebruikersnaam"), form.text("naam"), rol)
        form.save(
            ACTIE,
            lambda s: team.add_to_wijk(s, wijk.id, invoer, settings()),
            f"{invoer.naam.strip() or invoer.gebruikersnaam.strip()} zit in het team van {wijk.naam}",
            then=_added,
        )

    form.buttons("Toevoegen", save)


def _added(one: team.Toegevoegd) -> None:
    if one.code:
        remember_link(one.naam, one.code)
    else:
        st.toast(f"{texts.as_typed(one.naam)} had al een account en kan nu ook hier werken.")


def _change(lezer: Lezer, wijk: Wijk, members: Sequence[Teamlid]) -> None:
    if not members:
        return
    show(heading("Rol wijzigen"))
    names = {OUT: "Kies iemand"} | {str(m.id): m.naam for m in members}
    asked = state.get("lid") or OUT
    value = asked if asked in names else OUT
    st.selectbox(
        "Wie",
        list(names),
        format_func=lambda key: names.get(key, str(key)),
        **state.follow("team_wie", value, lambda v: state.put(lid=str(v or ""))),
    )
    chosen = next((m for m in members if str(m.id) == value), None)
    if chosen:
        _change_form(lezer, wijk, chosen)


def _change_form(lezer: Lezer, wijk: Wijk, one: Teamlid) -> None:
    form = Velden(f"teamrol_{wijk.id}_{one.id}", wijk.id)
    form.begin(list(Rol).index(one.rol), rol=one.rol.value)
    form.choice("Rol in deze wijk", "rol", _roles(lezer, wijk), "rol", "toekenningen")

    def go(rol: Rol | None, said: str) -> None:
        form.save(
            ACTIE,
            lambda s: team.set_wijkrol(s, wijk.id, one.id, one.rol, rol),
            said,
            (lambda s, _: team.set_wijkrol(s, wijk.id, one.id, rol, one.rol)) if rol else None,
            None if rol else lambda _: state.put(lid=None),
        )

    def save() -> None:
        rol = next((r for r in Rol if r.value == form.value("rol")), one.rol)
        go(rol, f"{one.naam} is nu {rol.value} in {wijk.naam}")

    def renew() -> None:
        form.save(
            ACTIE,
            lambda s: team.renew_link(s, wijk.id, one.id, settings()),
            f"er is een nieuwe link voor {one.naam}",
            then=lambda code: remember_link(one.naam, code),
        )

    more: list[tuple[str, Callable[[], None]]] = [
        ("Uit het team halen", lambda: go(None, f"{one.naam} zit niet meer in het team van {wijk.naam}"))
    ]
    if one.link_te_maken:
        more.append(("Nieuwe link maken", renew))
    form.buttons("Rol opslaan", save, *more)
