"""Who has an account: the list with its filters, and the choice of what to manage."""

from collections.abc import Mapping, Sequence
from math import ceil

import streamlit as st
from markupsafe import Markup

from dashboard.kit import state
from dashboard.kit.html import empty_state, href, html, joined, show
from dashboard.kit.paging import BLAD, asked_page
from dashboard.reading.lezer import Lezer
from dashboard.reading.opened import settings
from wijkkompas_core.domain import nederlands as nl
from wijkkompas_core.domain.toegang import Rol, Toekenning
from wijkkompas_core.queries import accounts as queries
from wijkkompas_core.queries.accounts import Account, Filter, Stand

PAGE, DEEL, ACCOUNT, NEW = "beheer", "deel", "account", "nieuw"
ZOEK, ROL, STAND = "zoek", "rol", "stand"
ACCOUNTS, TEAM, CONTROLE, TOESTAND = "accounts", "team", "controle", "toestand"
DELEN = {ACCOUNTS: "Accounts", TEAM: "Team van een wijk", CONTROLE: "Jaarlijkse controle", TOESTAND: "Toestand"}
EVERYWHERE = "alle wijken"
PER_PAGE, MAX_SEARCH = 50, 100
STANDEN = {
    Stand.ACTIEF: "Actief",
    Stand.UITGENODIGD: "Uitgenodigd, nog niet binnen geweest",
    Stand.ONGEBRUIKT: "Lang niet gebruikt",
    Stand.GESLOTEN: "Gesloten",
    Stand.ANONIEM: "Anoniem gemaakt",
}


def choose_part(lezer: Lezer) -> str:
    """The part of the page to show: who is no beheerder has only the team."""
    if not lezer.actor.is_beheerder:
        return TEAM
    asked = state.get(DEEL)
    deel = asked if asked in DELEN else ACCOUNTS
    st.segmented_control(
        "Onderdeel",
        list(DELEN),
        format_func=lambda key: DELEN.get(key, str(key)),
        label_visibility="collapsed",
        **state.follow("beheer_deel", deel, lambda v: state.put(deel=str(v or ""), account=None, blad=None)),
    )
    return deel


def read_accounts(lezer: Lezer, wanted: Filter) -> tuple[Account, ...]:
    """The accounts; not kept, since somebody's last use changes without a change of data."""
    return lezer.afresh.ask_all(queries.accounts, wanted, settings())


def review_notice(lezer: Lezer) -> None:
    """How many roles wait for their yearly review, with the way there; nothing when none does."""
    due = lezer.afresh.ask_all(queries.reviews_due, settings())
    if due:
        waiting = "1 rol wacht" if due == 1 else f"{due} rollen wachten"
        link = html('<a href="{}" target="_self">Naar de controle</a>', href(PAGE, {DEEL: CONTROLE}))
        show(html('<p class="wk-privacy" role="status">{} op de jaarlijkse controle. {}</p>', waiting, link))


def filters(lezer: Lezer) -> Filter:
    """The fields to search and narrow down; answers what the URL asks for."""
    wijken = {w.slug: w for w in lezer.wijken()}
    zoek = (state.get(ZOEK) or "")[:MAX_SEARCH]
    rol = next((r for r in Rol if r.value == state.get(ROL)), None)
    stand = next((s for s in Stand if s.value == state.get(STAND)), None)
    wijk = wijken.get(state.get(state.WIJK) or "")
    with st.container(key="wk-filters", horizontal=True, vertical_alignment="bottom"):
        st.text_input(
            "Zoeken",
            placeholder="Naam of gebruikersnaam",
            max_chars=MAX_SEARCH,
            icon=":material/search:",
            **state.follow("beheer_zoek", zoek, lambda v: state.put(zoek=str(v or ""), blad=None)),
        )
        _choice(
            "Wijk", state.WIJK, wijk.slug if wijk else "", {"": "Alle wijken"} | {s: w.naam for s, w in wijken.items()}
        )
        _choice("Rol", ROL, rol or "", {"": "Alle rollen"} | {r.value: r.value.capitalize() for r in Rol})
        _choice("Stand", STAND, stand or "", {"": "Alles behalve anoniem"} | {s.value: n for s, n in STANDEN.items()})
    return Filter(zoek, rol, stand, wijk.id if wijk else None)


def _choice(label: str, name: str, value: str, names: Mapping[str, str]) -> None:
    st.selectbox(
        label,
        list(names),
        format_func=lambda key: names.get(key, str(key)),
        **state.follow(f"beheer_{name}", str(value), lambda v: state.put(**{name: str(v or ""), BLAD: None})),
    )


def overview(lezer: Lezer, found: Sequence[Account], wanted: Filter) -> None:
    """A row per account, with the way to each."""
    if not found:
        empty_state("Geen account gevonden.", "Zoek op een deel van de naam, of kies andere filters.")
        return
    last = max(1, ceil(len(found) / PER_PAGE))
    number = min(asked_page(), last)
    names = {w.id: w.naam for w in lezer.wijken()}
    stale = sum(one.stand is Stand.ONGEBRUIKT for one in found)
    remark = f" · {stale} lang niet gebruikt" if stale else ""
    pages = f" · bladzijde {number} van {last}" if last > 1 else ""
    rows = joined(_row(one, names) for one in found[(number - 1) * PER_PAGE : number * PER_PAGE])
    heads = ("Naam", "Gebruikersnaam", "Rollen", "Laatst gezien", "Tweede factor", "Stand")
    head = joined(html('<th scope="col">{}</th>', name) for name in heads)
    show(
        html('<p class="wk-stil" role="status">{}{}{}</p>', nl.count(len(found), "account", "accounts"), remark, pages),
        html(
            '<div class="wk-tabel wk-mensen" tabindex="0" role="region" aria-label="Accounts"><table>'
            '<caption class="wk-alleen-voorlezen">Accounts</caption><thead><tr>{}</tr></thead>'
            "<tbody>{}</tbody></table></div>",
            head,
            rows,
        ),
    )
    if last > 1:
        with st.container(horizontal=True):
            for label, to in (("Vorige", number - 1), ("Volgende", number + 1)):
                if 1 <= to <= last:
                    st.button(label, key=f"beheer_{label}", on_click=lambda to=to: state.put(blad=str(to)))


def _row(one: Account, names: Mapping[int, str]) -> Markup:
    params = {name: value for name in (ZOEK, ROL, STAND, state.WIJK, BLAD) if (value := state.get(name))} | {
        ACCOUNT: str(one.id)
    }
    factor = "aan" if one.tweede_factor else "uit"
    cells = (
        html('<span dir="auto">{}</span>', one.gebruikersnaam),
        roles_in_words(one.toekenningen, names),
        html('<span class="wk-heel">{}</span>', seen(one)),
        factor if one.is_open else "–",
        html(
            "{}{}{}",
            STANDEN[one.stand],
            html("<br><strong>op slot</strong>") if one.op_slot_tot else "",
            html("<br><strong>foute codes</strong>") if one.foute_codes else "",
        ),
    )
    link = html('<a href="{}" target="_self" dir="auto">{}</a>', href(PAGE, params), one.naam)
    return html('<tr><th scope="row">{}</th>{}</tr>', link, joined(html("<td>{}</td>", cell) for cell in cells))


def seen(one: Account) -> str:
    """When somebody was last seen, in words."""
    if one.stand is Stand.ANONIEM:
        return "–"
    return nl.day(one.gezien_op) if one.gezien_op else "nog nooit"


def roles_in_words(toekenningen: Sequence[Toekenning], names: Mapping[int, str]) -> str:
    """As in "teamlid in Lindenhof en Vlietzicht; lezer in alle wijken"."""
    places: dict[Rol, list[str]] = {}
    for one in sorted(toekenningen, key=lambda t: (t.wijk is not None, names.get(t.wijk or 0, "").casefold())):
        places.setdefault(one.rol, []).append(EVERYWHERE if one.wijk is None else names.get(one.wijk, "onbekende wijk"))
    parts = [f"{rol.value} in {nl.enumerate_words(places[rol])}" for rol in Rol if rol in places]
    return "; ".join(parts) or "geen rol"
