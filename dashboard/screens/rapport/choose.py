"""The choices for a report, all of them in the address, and the list of reports that were made before."""

from datetime import date

import streamlit as st
from markupsafe import Markup

from dashboard.kit import state
from dashboard.kit.errors import field_error
from dashboard.kit.filters import filter_row
from dashboard.kit.html import empty_state, heading, href, html, joined, show
from dashboard.reading.lezer import Lezer
from wijkkompas_core.domain import nederlands as nl
from wijkkompas_core.domain.rapport import (
    FIRST_DAY,
    ONDERDELEN,
    Onderdeel,
    Rapportopdracht,
    Rapportsoort,
    check_opdracht,
    default_since,
)
from wijkkompas_core.domain.tijd import today
from wijkkompas_core.domain.toegang import Recht
from wijkkompas_core.queries.rapport import GemaaktRapport, last_peildatum, rapporten
from wijkkompas_core.queries.wijken import Wijk

SOORT, WIJKEN, PEILDATUM, SINDS, DELEN = "soort", "wijken", "peildatum", "sinds", "onderdelen"
ALLE = "alle"
UITLEG = {
    Rapportsoort.WIJKRAPPORT: "Alles over één wijk, voor het projectteam en de stuurgroep: 2 tot 4 bladzijden.",
    Rapportsoort.PROGRAMMARAPPORT: "Een overzicht van de wijken en daarna één bladzijde per wijk.",
    Rapportsoort.RAADSBIJLAGE: "Eén bladzijde per wijk in gewone taal, zonder namen van medewerkers.",
}


def choose(lezer: Lezer) -> Rapportopdracht:
    """Choose kind, wijken, dates and parts. What does not exist in the address falls back on a default."""
    kind = state.get(SOORT)
    soort = Rapportsoort(kind) if kind in set(Rapportsoort) else Rapportsoort.WIJKRAPPORT
    st.radio(
        "Welk rapport?",
        list(Rapportsoort),
        format_func=lambda one: Rapportsoort(one).naam,
        horizontal=True,
        **state.follow("rapport_soort", soort, lambda v: state.put(soort=str(v), onderdelen=None, sinds=None)),
    )
    show(html('<p class="wk-stil">{}</p>', UITLEG[soort]))
    with filter_row():
        wijken = _wijken(lezer, soort)
        peildatum = _day("Peildatum", PEILDATUM, today(), today())
        ids = tuple(wijk.id for wijk in wijken)
        sinds = _since(lezer, soort, ids, peildatum)
    opdracht = Rapportopdracht(soort, ids, peildatum, sinds, _parts(soort))
    errors = check_opdracht(opdracht, today=today())
    field_error(errors, WIJKEN, PEILDATUM, SINDS, DELEN)
    return opdracht


def _wijken(lezer: Lezer, soort: Rapportsoort) -> tuple[Wijk, ...]:
    wijken = lezer.wijken()
    names = {wijk.slug: wijk.label for wijk in wijken}
    if soort is Rapportsoort.WIJKRAPPORT:
        wijk = state.current_wijk(wijken)
        st.selectbox(
            "Wijk",
            list(names),
            format_func=lambda slug: names.get(slug) or str(slug),
            **state.follow("rapport_wijk", wijk.slug, lambda slug: state.put(wijk=str(slug), sinds=None)),
        )
        return (wijk,)
    asked = (state.get(WIJKEN) or ALLE).split(",")
    found = list(names) if asked == [ALLE] else [slug for slug in names if slug in asked]

    def write(value: object) -> None:
        slugs = [str(slug) for slug in value] if isinstance(value, list) else []
        state.put(wijken=None if set(slugs) == set(names) else ",".join(slugs) or "geen", sinds=None)

    st.multiselect(
        "Wijken",
        list(names),
        format_func=lambda slug: names.get(slug) or str(slug),
        placeholder="Kies een of meer wijken",
        **state.follow("rapport_wijken", found, write),
    )
    return tuple(wijk for wijk in wijken if wijk.slug in found)


def _day(label: str, name: str, default: date, latest: date, hint: str | None = None) -> date:
    given = state.get_date(name)
    value = given if given and FIRST_DAY <= given <= latest else default

    def write(day: object) -> None:
        state.put(**{name: day.isoformat() if isinstance(day, date) and day != default else None})

    st.date_input(
        label,
        format="DD-MM-YYYY",
        min_value=FIRST_DAY,
        max_value=latest,
        help=hint,
        **state.follow(f"rapport_{name}", value, write),
    )
    return value


def _since(lezer: Lezer, soort: Rapportsoort, wijken: tuple[int, ...], peildatum: date) -> date:
    """After which day things are new: that of the last report about these wijken, or one chosen."""
    last = lezer.afresh.ask_all(last_peildatum, soort, wijken, peildatum) if wijken else None
    hint = (
        f"Het vorige rapport had peildatum {nl.day(last)}."
        if last
        else "Er is nog geen eerder rapport; daarom drie maanden terug."
    )
    return _day("Nieuw sinds", SINDS, default_since(peildatum, last), peildatum, hint)


def _parts(soort: Rapportsoort) -> tuple[Onderdeel, ...]:
    known = ONDERDELEN[soort]
    asked = (state.get(DELEN) or "").split(",")
    found = [part for part in known if part.value in asked] or list(known)
    if state.get(DELEN) == "geen":
        found = []

    def write(value: object) -> None:
        parts = [str(part) for part in value] if isinstance(value, list) else []
        state.put(onderdelen=None if len(parts) == len(known) else ",".join(parts) or "geen")

    st.multiselect(
        "Onderdelen",
        [part.value for part in known],
        format_func=lambda value: Onderdeel(value).naam,
        placeholder="Kies ten minste één onderdeel",
        **state.follow(f"rapport_onderdelen_{soort}", [part.value for part in found], write),
    )
    return tuple(found)


def made_before(lezer: Lezer) -> None:
    """The last reports, each with the way to make it again as it was."""
    found = lezer.afresh.ask_all(rapporten)
    show(heading("Eerder gemaakt"))
    if not found:
        empty_state(
            "Hier zie je welke rapporten er zijn gemaakt.",
            "Er is nog geen rapport gemaakt. Kies hierboven wat erin moet en maak het eerste.",
        )
        return
    known = {wijk.id: wijk for wijk in lezer.wijken(Recht.WIJK_ZIEN)}
    rows = joined(_row(made, known) for made in found)
    heads = joined(
        html('<th scope="col">{}</th>', name) for name in ("Rapport", "Wijken", "Peildatum", "Gemaakt", "Door", "")
    )
    show(
        html(
            '<div class="wk-tabel" tabindex="0" role="region" aria-label="Eerder gemaakte rapporten"><table>'
            '<caption class="wk-alleen-voorlezen">Eerder gemaakte rapporten, het nieuwste eerst</caption>'
            "<thead><tr>{}</tr></thead><tbody>{}</tbody></table></div>",
            heads,
            rows,
        )
    )


def _row(made: GemaaktRapport, known: dict[int, Wijk]) -> Markup:
    opdracht = made.opdracht
    wijken = [known[key] for key in opdracht.wijken if key in known]
    names = nl.enumerate_words([wijk.label for wijk in wijken[:3]]) if wijken else "niet meer te zien"
    if len(wijken) > 3:
        names = f"{len(wijken)} wijken"
    again = ""
    if wijken:
        query = {
            SOORT: opdracht.soort.value,
            PEILDATUM: opdracht.peildatum.isoformat(),
            SINDS: opdracht.sinds.isoformat(),
            DELEN: ",".join(part.value for part in opdracht.onderdelen),
        }
        slugs = ",".join(wijk.slug for wijk in wijken)
        query |= {state.WIJK: slugs} if opdracht.soort is Rapportsoort.WIJKRAPPORT else {WIJKEN: slugs}
        label = f"Maak opnieuw: {opdracht.soort.naam} van {nl.day(opdracht.peildatum)}"
        again = html('<a href="{}" target="_self" aria-label="{}">Maak opnieuw</a>', href("rapport", query), label)
    cells = (
        html('<th scope="row">{}</th>', opdracht.soort.naam),
        html('<td dir="auto">{}</td>', names),
        *(
            html('<td><span class="wk-heel">{}</span></td>', nl.day(day))
            for day in (opdracht.peildatum, made.gemaakt_op)
        ),
        html('<td dir="auto">{}</td><td>{}</td>', made.door, again),
    )
    return html("<tr>{}</tr>", joined(cells))
