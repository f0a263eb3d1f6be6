"""Share links: the form that makes one, the link itself (shown once), and the list of what is shared."""

from datetime import timedelta
from urllib.parse import urlsplit

import streamlit as st
from markupsafe import Markup

from dashboard.kit import state
from dashboard.kit.fields import Velden
from dashboard.kit.html import empty_state, heading, href, html, joined, paragraph, show
from dashboard.kit.share_menu import ADRES, DELEN, DOE, PAGE
from dashboard.reading.lezer import Lezer
from dashboard.screens.weergaven.weergaven import beeld_words
from dashboard.web.deelroutes import WAY_IN
from wijkkompas_core.domain import nederlands as nl
from wijkkompas_core.domain.tijd import now, today
from wijkkompas_core.domain.toegang import Actie, Recht
from wijkkompas_core.domain.weergaven import STANDAARD_DAGEN, DeellinkInvoer, read_beeld
from wijkkompas_core.queries.deellinks import Deellink, deellinks
from wijkkompas_core.services.deellinks import NieuweLink, make_deellink, revoke_deellink

LINK = "link"
NEW = "nieuwe_deellink"
WARNING = (
    "Iedereen met de link ziet dit beeld, ook als de link wordt doorgestuurd. Namen van medewerkers staan er nooit in."
)


def share_form(lezer: Lezer) -> None:
    """Make a link to the view in the address, when the address asks for that; and show the one that was just made."""
    if NEW in st.session_state:
        _show_once(*st.session_state[NEW])
    if state.get(DOE) != DELEN or not lezer.actor.may(Recht.WIJK_STUREN):
        return
    beeld = read_beeld(state.get(ADRES) or "")
    with st.container(key="wk-formulier"):
        show(heading("Delen zonder account"))
        if beeld is None:
            show(paragraph("Deze pagina kun je niet delen. Begin op een pagina met cijfers."))
            return
        show(paragraph(beeld_words(lezer, beeld)), html('<p class="wk-privacy">{}</p>', WARNING))
        form = Velden("deellink", 0)
        last = today() + timedelta(days=STANDAARD_DAGEN)
        frozen = state.as_day(beeld.params.get("peildatum"))  # who looks back shares what they look at
        day = min(frozen or today(), today())
        form.begin(
            naam="", verloopt_op=last, bevriezen=frozen is not None, peildatum=day, vrije_tekst=False, wachtwoord=""
        )
        _fields(form)

        def close() -> None:
            state.put(**{DOE: None, ADRES: None})

        def save() -> None:
            invoer = DeellinkInvoer(
                form.text("naam"),
                beeld,
                form.value("verloopt_op"),
                form.value("peildatum") if form.value("bevriezen") else None,
                bool(form.value("vrije_tekst")),
                form.text("wachtwoord"),
            )

            def made(link: NieuweLink) -> None:
                st.session_state[NEW] = (invoer.naam, link.token)
                close()

            said = f"een link voor {invoer.naam}"
            form.save(Actie.DEELLINK_MAKEN, lambda s: make_deellink(s, invoer), said, then=made)

        form.buttons("Link maken", save, ("Annuleren", close))


def _fields(form: Velden) -> None:
    form.field(st.text_input, "Voor wie is deze link?", "naam", "naam", "beeld", placeholder="De woningcorporatie")
    form.date("Werkt tot en met", "verloopt_op")
    form.field(st.checkbox, "Bevries het beeld op een peildatum", "bevriezen")
    if form.value("bevriezen"):
        form.date("Peildatum", "peildatum")
    form.field(
        st.checkbox,
        "Laat ook zien wat mensen hebben opgeschreven",
        "vrije_tekst",
        help="Zoals wat een contactmoment opleverde, de reden bij n.v.t. en namen van mijlpalen.",
    )
    form.field(
        st.text_input,
        "Wachtwoord (mag leeg blijven)",
        "wachtwoord",
        type="password",
        autocomplete="new-password",
        help="Geef het wachtwoord op een andere manier door dan de link.",
    )


def _show_once(naam: str, token: str) -> None:
    place = urlsplit(st.context.url or "")
    origin = f"{place.scheme}://{place.netloc}" if place.netloc else ""
    with st.container(key="wk-nieuwe-link-blok"):
        show(
            html(
                '<div class="wk-nieuwe-link"><h2 class="wk-kop">De link voor {}</h2>'
                "<p>Kopieer hem nu: hij staat nergens opgeslagen en komt niet nog een keer in beeld.</p>"
                '<p><code id="wk-nieuwe-link">{}</code></p>'
                '<p><button type="button" data-wk="kopieer-veld" data-veld="wk-nieuwe-link">Kopieer link</button> '
                '<span role="status"></span></p></div>',
                naam,
                f"{origin}{WAY_IN}#{token}",
            )
        )
        st.button("Klaar, verberg de link", key="deellink_klaar", on_click=lambda: st.session_state.pop(NEW, None))


def overview(lezer: Lezer) -> None:
    """What is shared, by whom and until when, and how often it was looked at; the one that is chosen can be revoked."""
    if not lezer.actor.may(Recht.WIJK_STUREN):
        return
    found = lezer.afresh.ask_all(deellinks, now())
    chosen = next((one for one in found if str(one.id) == state.get(LINK)), None)
    if chosen is not None and chosen.in_te_trekken and chosen.ingetrokken_op is None:
        _revoke(chosen)
    works = sum(one.werkt for one in found)
    show(heading("Gedeeld zonder account", f"{works} werkend" if found else ""))
    if not found:
        empty_state(
            "Hier zie je wat er is gedeeld.",
            "Open op het kompas, de balans of het programma rechts bovenaan Delen en kies Delen zonder account.",
        )
        return
    heads = ("Voor wie", "Wat", "Door", "Werkt tot en met", "Geopend", "")
    head = joined(html('<th scope="col">{}</th>', name) if name else html("<td></td>") for name in heads)
    rows = joined(_row(lezer, one) for one in found)
    show(
        html(
            '<div class="wk-tabel wk-programma wk-deellinks" tabindex="0" role="region" aria-label="Gedeelde beelden">'
            '<table><caption class="wk-alleen-voorlezen">Gedeelde beelden</caption><thead><tr>{}</tr></thead>'
            "<tbody>{}</tbody></table></div>",
            head,
            rows,
        )
    )


def _row(lezer: Lezer, one: Deellink) -> Markup:
    what = beeld_words(lezer, one.beeld) if one.beeld else "een pagina die er niet meer is"
    several = one.wijken if one.beeld is not None and not one.beeld.wijken else ()
    extra = [nl.count(len(several), "wijk", "wijken")] if several else []
    extra += [f"bevroren op {nl.day(one.peildatum)}"] if one.peildatum else []
    extra += ["met teksten"] if one.vrije_tekst else []
    extra += ["met wachtwoord"] if one.wachtwoord else []
    under = html('<br><span class="wk-stil">{}</span>', " · ".join(extra)) if extra else ""
    seen = nl.count(one.geopend, "keer", "keer")
    if one.laatst_geopend_op:
        seen += html(', <span class="wk-heel">laatst {}</span>', nl.day(one.laatst_geopend_op))
    until = nl.day(one.verloopt_op)
    if one.ingetrokken_op:
        until = f"ingetrokken op {nl.day(one.ingetrokken_op)}"
    elif not one.werkt:
        lost = "gestopt: wie hem maakte mag dit niet meer delen"
        until = f"verlopen op {until}" if one.verloopt_op < today() else lost
    address = href(PAGE, {LINK: str(one.id)})
    way = (
        html('<a href="{}" target="_self" aria-label="{}">Intrekken</a>', address, f"Intrekken: {one.naam}")
        if one.in_te_trekken and one.ingetrokken_op is None
        else ""
    )
    return html(
        '<tr><th scope="row" dir="auto">{}</th><td dir="auto">{}{}</td>'
        "<td>{}<br><span class='wk-stil'>{}</span></td>"
        "<td>{}</td><td>{}</td><td>{}</td></tr>",
        one.naam,
        what,
        under,
        one.door,
        nl.day(one.gemaakt_op),
        until,
        seen,
        way,
    )


def _revoke(one: Deellink) -> None:
    form = Velden(f"intrekken_{one.id}", 0)

    def close(_: object = None) -> None:
        state.put(**{LINK: None})

    def revoke() -> None:
        form.save(
            Actie.DEELLINK_INTREKKEN,
            lambda s: revoke_deellink(s, one.id, one.versie),
            f"de link voor {one.naam} is ingetrokken",
            then=close,
        )

    with st.container(key="wk-intrekken"):
        show(
            html('<h2 class="wk-kop" dir="auto">De link voor {} intrekken?</h2>', one.naam),
            paragraph(
                "Wie hem nu open heeft, ziet bij de volgende stap niets meer. Terugdraaien kan niet; "
                "een nieuwe link maken wel."
            ),
        )
        form.buttons("Intrekken", revoke, ("Annuleren", close))
