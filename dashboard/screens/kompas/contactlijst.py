"""A list of contactmomenten, with the means to change and delete each for who may."""

import streamlit as st

from dashboard.kit import contactmoment
from dashboard.kit.html import esc, show
from dashboard.navigation import PAGES_DIR
from dashboard.reading.lezer import Lezer
from wijkkompas_core.domain import nederlands as nl
from wijkkompas_core.domain.toegang import Recht
from wijkkompas_core.queries.contactmomenten import Contactmoment

SHOWN_TEXT = 280
CHANGING = "contacten_wijzigen"


def contact_list(lezer: Lezer, records: list[Contactmoment], wijk_slug: str, above: str = "") -> None:
    """The records, newest first, under the HTML `above`; text is shown as text, long text is folded.

    The buttons come with a switch: two for each record would cost a rerun more than all the rest of the list.
    """
    may_change = bool(records) and lezer.actor.may(Recht.VASTLEGGEN, records[0].wijk)
    if may_change and st.session_state.get(CHANGING):
        show(above)
        _with_buttons(lezer, records, wijk_slug)
    else:
        show(above, *(_item(lezer, record) for record in records))
    if may_change:
        st.toggle("Wijzigen of verwijderen", key=CHANGING)


def _with_buttons(lezer: Lezer, records: list[Contactmoment], wijk_slug: str) -> None:
    with st.container(key="wk-contacten", horizontal=True, gap="xxsmall"):
        for record in records:
            show(_item(lezer, record))
            if st.button("Wijzigen", key=f"wijzig_{record.id}", type="tertiary", icon=":material/edit:"):
                params = {"wijk": wijk_slug, "contactmoment": str(record.id)}
                st.switch_page(PAGES_DIR / "vastleggen.py", query_params=params)
            st.button(
                "Verwijderen",
                key=f"verwijder_{record.id}",
                type="tertiary",
                icon=":material/delete:",
                on_click=contactmoment.delete,
                args=(lezer, record),
            )


def contact_items(lezer: Lezer, records: list[Contactmoment]) -> str:
    """The records to read only, without who recorded them."""
    return "".join(_item(lezer, record, people=False) for record in records)


def _item(lezer: Lezer, record: Contactmoment, *, people: bool = True) -> str:
    kompas = lezer.methode.kompas
    fase = kompas.fase.get(record.fase)
    about = [lezer.methode.naam("vorm", record.vorm)]
    if record.participatieniveau:
        about.append(lezer.methode.naam("participatieniveau", record.participatieniveau).lower())
    if record.aantal_deelnemers is not None:
        about.append(nl.count(record.aantal_deelnemers, "deelnemer", "deelnemers"))
    chips = "".join(
        f'<span class="wk-chip spoor-{_place(lezer, slug)}">{esc(kompas.aspect[slug].kort)}</span>'
        for slug in record.aspecten
        if slug in kompas.aspect
    )
    who = ", ".join(naam for _, naam in record.belanghebbenden)
    links = "".join(
        f'<a href="{esc(link)}" target="_blank" rel="noopener noreferrer">{esc(link[:60])}</a> '
        for link in record.links
    )
    by = f"Vastgelegd door {esc(record.ingevoerd_door)} op" if people else "Vastgelegd op"
    return (
        f'<article class="wk-contact"><p class="wk-contact-kop"><time datetime="{record.datum.isoformat()}">'
        f"{nl.day(record.datum)}</time> <strong>{esc(' · '.join(about))}</strong></p>"
        f"<p>{chips} <span class='wk-stil'>fase {fase.nummer if fase else esc(record.fase)}</span></p>"
        + (f"<p>{esc(who)}</p>" if who else "")
        + _text(record.opbrengst)
        + (f"<p>{links}</p>" if links else "")
        + f'<p class="wk-stil">{by} {nl.day(record.ingevoerd_op)}</p></article>'
    )


def _text(text: str) -> str:
    if not text:
        return ""
    if len(text) <= SHOWN_TEXT:
        return f'<p class="wk-tekst" dir="auto">{esc(text)}</p>'
    start = text[:SHOWN_TEXT].rsplit(None, 1)[0] + "…"
    shown = text[:5_000] + ("… (de hele tekst staat bij Wijzigen)" if len(text) > 5_000 else "")
    return (
        f'<details class="wk-tekst"><summary dir="auto">{esc(start)}</summary><p dir="auto">{esc(shown)}</p></details>'
    )


def _place(lezer: Lezer, aspect: str) -> int:
    sporen = [s.slug for s in lezer.methode.kompas.sporen]
    return sporen.index(lezer.methode.kompas.spoor_van[aspect]) + 1
