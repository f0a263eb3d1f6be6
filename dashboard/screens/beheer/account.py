"""One account: making it, its names and roles, the ways in, and closing it or making it anonymous."""

from collections.abc import Callable, Sequence
from typing import Any

import streamlit as st
from markupsafe import Markup

from dashboard.kit import state
from dashboard.kit.errors import field_error, last_errors
from dashboard.kit.fields import Velden
from dashboard.kit.html import heading, html, paragraph, show
from dashboard.reading.lezer import Lezer
from dashboard.reading.opened import settings
from dashboard.screens.beheer.accounts import STANDEN, roles_in_words, seen
from dashboard.screens.beheer.link import remember_link
from wijkkompas_core.domain import nederlands as nl
from wijkkompas_core.domain.accounts import NO_GROUPS
from wijkkompas_core.domain.toegang import Actie, Rol, Toekenning
from wijkkompas_core.errors import NotFound
from wijkkompas_core.queries import accounts as queries
from wijkkompas_core.queries.accounts import Account, Stand
from wijkkompas_core.queries.wijken import Wijk
from wijkkompas_core.services.toegang import accounts

BEHEER = Actie.GEBRUIKER_BEHEREN
PER_WIJK = (Rol.PROJECTLEIDER, Rol.TEAMLID, Rol.LEZER)
NOWHERE = ""


def account_view(lezer: Lezer, key: str) -> None:
    """The account with this number, or the sentence that there is none."""
    try:
        if not key.isdecimal() or len(key) > 9:
            raise NotFound("Dit account bestaat niet.")
        one = lezer.afresh.ask_all(queries.account, int(key), settings())
    except NotFound as error:
        show(html('<p class="wk-fout wk-fout-blok" role="alert">{}</p>', error))
        _back()
        return
    names = {w.id: w.naam for w in lezer.wijken()}
    _back()
    show(
        heading(one.naam, STANDEN[one.stand]),
        html(
            "<p class='wk-alinea'>{} · {}<br>Laatst gezien: {} · gemaakt op {} · tweede factor {}{}</p>",
            one.gebruikersnaam,
            roles_in_words(one.toekenningen, names),
            seen(one),
            nl.day(one.aangemaakt_op),
            "aan" if one.tweede_factor else "uit",
            _open_link(one),
        ),
    )
    if one.stand is Stand.ANONIEM:
        show(paragraph("Dit account is anoniem gemaakt. Dat is niet terug te draaien; wat er is vastgelegd, blijft."))
        return
    left, right = st.columns(2, gap="large")
    with left:
        _roles(one, lezer.wijken())
    with right:
        _names(one)
        _ways_in(one, own=one.id == lezer.actor.gebruiker)


def _open_link(one: Account) -> Markup:
    link = f" · er is een link die werkt tot en met {nl.day(one.link_tot)}" if one.link_tot else ""
    lock = html(" · <strong>op slot na te veel foute pogingen</strong>") if one.op_slot_tot else ""
    wrong = ""
    if one.foute_codes:
        codes = nl.count(one.foute_codes.aantal, "foute code", "foute codes")
        wrong = html(
            "<br><strong>{} na een goed wachtwoord</strong>, laatst op {}", codes, nl.moment(one.foute_codes.laatst)
        )
    return html("{}{}{}", link, lock, wrong)


def _back() -> None:
    st.button(
        "Naar alle accounts", icon=":material/arrow_back:", type="tertiary", on_click=lambda: state.put(account=None)
    )


def new_form(lezer: Lezer) -> None:
    """Add somebody: names and roles; what comes out is a link to hand over."""
    _back()
    form = Velden("account_nieuw", 0)
    wijken = lezer.wijken()
    form.begin(0, gebruikersnaam="", naam="", **_role_values((), wijken))
    show(heading("Nieuw account"), paragraph(NO_GROUPS, "wk-stil"))
    form.field(st.text_input, "Naam", "naam", placeholder="Zoals collega's die zien: Anna de Wit")
    form.field(st.text_input, "Gebruikersnaam", "gebruikersnaam", placeholder="Kleine letters, cijfers en . _ - @")
    _role_fields(form, wijken, ())

    def save() -> None:
        naam = form.text("naam")
        invoer = accounts.GebruikerInvoer(form.text("gebruikersnaam"), naam, None, _chosen_roles(form, wijken, ()))

        def made(new: tuple[int, str]) -> None:
            remember_link(naam, new[1])
            state.put(account=str(new[0]))

        said = f"{naam} is uitgenodigd"
        form.save(BEHEER, lambda s: accounts.invite_gebruiker(s, invoer, settings()), said, then=made)

    form.buttons("Account maken", save)


def _roles(one: Account, wijken: Sequence[Wijk]) -> None:
    show(heading("Rollen"))
    form = Velden(f"rollen_{one.id}", 0)
    held = tuple(one.toekenningen)
    form.begin(hash(frozenset(held)) & 0x7FFFFFFF, **_role_values(held, wijken))
    _role_fields(form, wijken, held)

    def save() -> None:
        chosen = _chosen_roles(form, wijken, held)
        form.save(
            BEHEER,
            lambda s: accounts.set_toekenningen(s, one.id, chosen, held),
            f"de rollen van {one.naam} zijn gewijzigd",
            lambda s, _: accounts.set_toekenningen(s, one.id, held, chosen),
        )

    form.buttons("Rollen opslaan", save)
    show(
        paragraph(
            "Een andere rol geldt meteen, ook in vensters die open staan. "
            "Wie meer mag dan eerst, logt opnieuw in; een link die nog open stond, vervalt.",
            "wk-stil",
        )
    )


def _role_values(held: Sequence[Toekenning], wijken: Sequence[Wijk]) -> dict[str, Any]:
    everywhere = next((rol.value for rol in Rol if Toekenning(rol) in held), NOWHERE)
    known = {w.id for w in wijken}
    per_wijk = {rol.value: [t.wijk for t in held if t.rol is rol and t.wijk in known] for rol in _shown_roles(held)}
    return {"overal": everywhere} | per_wijk


def _shown_roles(held: Sequence[Toekenning]) -> list[Rol]:
    """The roles that are given per wijk; the two that belong to the whole only where somebody has one in a wijk."""
    return [rol for rol in Rol if rol in PER_WIJK or any(t.rol is rol and t.wijk is not None for t in held)]


def _role_fields(form: Velden, wijken: Sequence[Wijk], held: Sequence[Toekenning]) -> None:
    names = {NOWHERE: "Geen rol in alle wijken"} | {rol.value: rol.value.capitalize() for rol in Rol}
    form.field(
        st.selectbox, "Rol in alle wijken", "overal", "geen",
        options=list(names), format_func=lambda key: names.get(key, str(key)),
    )  # fmt: skip
    labels = {w.id: w.naam for w in wijken}
    for rol in _shown_roles(held):
        form.field(
            st.multiselect, f"{rol.value.capitalize()} in", rol.value,
            options=list(labels), format_func=lambda key: labels.get(key, str(key)), placeholder="Kies wijken",
        )  # fmt: skip
    field_error(last_errors(form.naam)[0], "toekenningen", "gebruiker")


def _chosen_roles(form: Velden, wijken: Sequence[Wijk], held: Sequence[Toekenning]) -> tuple[Toekenning, ...]:
    """What is filled in; roles in a wijk that is not in the list (an archived one) stay."""
    known = {w.id for w in wijken}
    everywhere = str(form.value("overal") or NOWHERE)
    chosen = [Toekenning(Rol(everywhere))] if everywhere else []
    chosen += [t for t in held if t.wijk is None and t.rol.value != everywhere and _several_everywhere(held)]
    for rol in _shown_roles(held):
        chosen += [Toekenning(rol, int(key)) for key in form.value(rol.value) or ()]
    return tuple(chosen) + tuple(t for t in held if t.wijk is not None and t.wijk not in known)


def _several_everywhere(held: Sequence[Toekenning]) -> bool:
    """Somebody with two roles in all wijken (by the command line) keeps the one that the field does not show."""
    return sum(t.wijk is None for t in held) > 1


def _names(one: Account) -> None:
    show(heading("Naam"))
    form = Velden(f"namen_{one.id}", 0)
    form.begin(one.versie, naam=one.naam, gebruikersnaam=one.gebruikersnaam)
    form.field(st.text_input, "Naam", "naam")
    form.field(st.text_input, "Gebruikersnaam", "gebruikersnaam")

    def save() -> None:
        names = (form.text("gebruikersnaam"), form.text("naam"))
        form.save(
            BEHEER,
            lambda s: accounts.change_gebruiker(s, one.id, form.versie, *names),
            f"{names[1]} is gewijzigd",
            lambda s, new: accounts.change_gebruiker(s, one.id, new, one.gebruikersnaam, one.naam),
        )

    form.buttons("Naam opslaan", save)


def _ways_in(one: Account, *, own: bool) -> None:
    show(heading("Toegang"))
    if own:
        show(paragraph("Dit ben jij. Je wachtwoord en tweede factor wijzig je op Mijn account.", "wk-stil"))
        return
    form = Velden(f"toegang_{one.id}", 0)
    form.begin()

    def do(use_case: Callable, said: str, undo: Callable | None = None) -> Callable[[], None]:
        def act() -> None:
            back = (lambda s, _, way=undo: way(s, one.id)) if undo else None
            form.save(BEHEER, lambda s: use_case(s, one.id), said, back)

        return act

    def new_link() -> None:
        form.save(
            BEHEER,
            lambda s: accounts.reset_access(s, one.id, settings()),
            f"er is een nieuwe link voor {one.naam}",
            then=lambda code: remember_link(one.naam, code),
        )

    if one.is_open:
        _confirmed(
            form, "Nieuwe link maken", "Het oude wachtwoord werkt dan niet meer en alle vensters worden uitgelogd. "
            "Met de link kiest deze persoon zelf een nieuw wachtwoord.", new_link,
        )  # fmt: skip
        if one.tweede_factor:
            _confirmed(
                form, "Tweede factor weghalen", "Doe dit alleen als je zeker weet wie het vraagt: bel terug of spreek "
                "elkaar. Daarna is een wachtwoord genoeg, tot er een nieuwe is ingesteld.",
                do(accounts.reset_second_factor, f"de tweede factor van {one.naam} is weg"),
            )  # fmt: skip
        _confirmed(
            form, "Account sluiten", "Deze persoon is dan meteen uitgelogd en kan niet meer inloggen. Je kunt het "
            "account weer openen.", do(accounts.deactivate, f"{one.naam} is gesloten", accounts.activate),
        )  # fmt: skip
    else:
        st.button(
            "Account heropenen", key=form.key("heropenen"),
            on_click=do(accounts.activate, f"{one.naam} is weer open", accounts.deactivate),
        )  # fmt: skip
    _confirmed(
        form, "Anoniem maken", "Naam en gebruikersnaam verdwijnen overal en het account gaat dicht. Wat deze persoon "
        "vastlegde, blijft. Dit is niet terug te draaien.", do(accounts.anonymise, "het account is anoniem gemaakt"),
    )  # fmt: skip
    form.messages()


def _confirmed(form: Velden, label: str, meaning: str, action: Callable[[], None]) -> None:
    """A button that first says what it means and asks again."""
    asked = form.key("zeker")

    def ask() -> None:
        st.session_state[asked] = label

    def answer(yes: bool) -> None:
        st.session_state.pop(asked, None)
        if yes:
            action()

    if st.session_state.get(asked) != label:
        st.button(label, key=form.key(f"vraag_{label}"), on_click=ask)
        return
    show(html('<p class="wk-alinea" role="alert"><strong>{}?</strong> {}</p>', label, meaning))
    with st.container(horizontal=True):
        st.button(
            f"Ja, {label[0].lower()}{label[1:]}",
            type="primary",
            key=form.key(f"ja_{label}"),
            on_click=answer,
            args=(True,),
        )
        st.button("Nee", key=form.key(f"nee_{label}"), on_click=answer, args=(False,))
