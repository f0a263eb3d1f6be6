"""The yearly review of rights: every role of everybody, and a beheerder who says that it is still right."""

from collections.abc import Sequence
from itertools import groupby

import streamlit as st
from markupsafe import Markup

from dashboard.kit.errors import error_summary, last_errors
from dashboard.kit.fields import Velden
from dashboard.kit.html import empty_state, heading, href, html, joined, paragraph, show
from dashboard.reading.lezer import Lezer
from dashboard.reading.opened import settings
from dashboard.screens.beheer.accounts import ACCOUNT, EVERYWHERE, PAGE
from wijkkompas_core.domain import nederlands as nl
from wijkkompas_core.domain.toegang import Actie
from wijkkompas_core.queries import accounts as queries
from wijkkompas_core.queries.accounts import Rechtregel
from wijkkompas_core.services.toegang.rechtencontrole import confirm

WHY = (
    "Eén keer per jaar kijk je of iedereen de rol die hij heeft nog nodig heeft. Klopt een rol niet meer, open dan het "
    "account en verander hem. Wat je bevestigt, staat met je naam en de datum in het logboek."
)


def review_view(lezer: Lezer) -> None:
    """A list per wijk; confirm one role, all of a wijk, or all that wait."""
    lines = lezer.afresh.ask_all(queries.rechten, settings())
    show(paragraph(WHY))
    if not lines:
        empty_state("Hier komen de rollen te staan.", "Er is nog niemand met een rol.")
        return
    waiting = [line for line in lines if line.te_laat]
    stale = len({line.gebruiker for line in lines if line.ongebruikt})
    never = sum(line.bevestigd_op is None for line in lines)
    show(
        html(
            '<p class="wk-stil" role="status">{} · {} nog nooit bevestigd · '
            "{} te laat (langer dan {} dagen) · "
            "{} lang niet gezien</p>",
            nl.count(len(lines), "rol", "rollen"),
            never,
            len(waiting),
            settings().controle_dagen,
            nl.count(stale, "persoon", "personen"),
        )
    )
    form = Velden("rechten", 0)
    form.begin()
    with st.container(horizontal=True):
        if waiting:
            _button(form, f"Bevestig alle {len(waiting)} die te laat zijn", waiting, primary=True)
        _button(form, f"Bevestig alle {len(lines)}", lines)
    error_summary(*last_errors(form.naam))
    names = {w.id: w.naam for w in lezer.wijken()}
    for wijk, group in groupby(lines, key=lambda line: line.wijk):
        here = list(group)
        title = EVERYWHERE.capitalize() if wijk is None else names.get(wijk, "Gearchiveerde wijk")
        _wijk(form, title, here)


def _wijk(form: Velden, title: str, lines: Sequence[Rechtregel]) -> None:
    show(heading(title, nl.count(len(lines), "rol", "rollen")))
    rows = joined(_row(line) for line in lines)
    head = joined(html('<th scope="col">{}</th>', n) for n in ("Naam", "Rol", "Sinds", "Laatst bevestigd", "Let op"))
    show(
        html(
            '<div class="wk-tabel wk-mensen" tabindex="0" role="region" aria-label="Rollen in {}"><table>'
            '<caption class="wk-alleen-voorlezen">Rollen in {}</caption><thead><tr>{}</tr></thead>'
            "<tbody>{}</tbody></table></div>",
            title,
            title,
            head,
            rows,
        )
    )
    names = {line.toekenning: f"{line.naam} ({line.rol.value})" for line in lines}
    with st.container(horizontal=True, vertical_alignment="bottom"):
        chosen = st.multiselect(
            f"Bevestigen in {title}",
            list(names),
            format_func=lambda key: names.get(key, str(key)),
            placeholder="Kies rollen",
            key=form.key(f"kies_{lines[0].wijk}"),
        )
        some = [line for line in lines if line.toekenning in chosen]
        label = f"Bevestig {len(some)} gekozen" if some else f"Bevestig heel {title}"
        _button(form, label, some or lines, key=f"wijk_{lines[0].wijk}")


def _row(line: Rechtregel) -> Markup:
    link = html('<a href="{}" target="_self" dir="auto">{}</a>', href(PAGE, {ACCOUNT: str(line.gebruiker)}), line.naam)
    by = html("<br><span class='wk-stil' dir='auto'>door {}</span>", line.bevestigd_door) if line.bevestigd_door else ""
    confirmed = nl.day(line.bevestigd_op) + by if line.bevestigd_op else "nog nooit"
    last = nl.day(line.gezien_op) if line.gezien_op else "nooit"
    warnings = ["controle te laat"] * line.te_laat + [f"laatst gezien: {last}"] * line.ongebruikt
    cells = (
        line.rol.value.capitalize(),
        nl.day(line.gegeven_op),
        confirmed,
        html("<span class='wk-actie'>{}</span>", "; ".join(warnings)) if warnings else "–",
    )
    return html('<tr><th scope="row">{}</th>{}</tr>', link, joined(html("<td>{}</td>", cell) for cell in cells))


def _button(form: Velden, label: str, lines: Sequence[Rechtregel], *, primary: bool = False, key: str = "") -> None:
    ids = [line.toekenning for line in lines]

    def save() -> None:
        form.save(
            Actie.RECHTEN_BEVESTIGEN,
            lambda s: confirm(s, ids),
            f"{nl.count(len(ids), 'rol is', 'rollen zijn')} bevestigd",
        )

    st.button(label, type="primary" if primary else "secondary", key=form.key(f"knop_{key or label}"), on_click=save)
