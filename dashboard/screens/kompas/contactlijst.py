"""A list of contactmomenten, with the way to change each for who may."""

from markupsafe import Markup

from dashboard.kit import state
from dashboard.kit.html import NOTHING, href, html, joined, show
from dashboard.reading.lezer import Lezer
from wijkkompas_core.domain import nederlands as nl
from wijkkompas_core.domain.toegang import Recht
from wijkkompas_core.queries.contactmomenten import Contactmoment

SHOWN_TEXT = 280


def contact_list(lezer: Lezer, records: list[Contactmoment], wijk_slug: str, above: Markup = NOTHING) -> None:
    """The records, newest first, under `above`; text is shown as text, long text is folded.

    For who may change them, each has a pencil that opens it in the form where it can be changed or deleted.
    """
    may_change = bool(records) and lezer.actor.may(Recht.VASTLEGGEN, records[0].wijk)
    wijk = wijk_slug if may_change else None
    show(above, *(_item(lezer, record, pencil=wijk) for record in records))


def contact_items(lezer: Lezer, records: list[Contactmoment]) -> Markup:
    """The records to read only, without who recorded them."""
    return joined(_item(lezer, record, people=False) for record in records)


def _item(lezer: Lezer, record: Contactmoment, *, people: bool = True, pencil: str | None = None) -> Markup:
    """One record; `pencil` is the wijk (slug) in which it may be changed."""
    kompas = lezer.methode.kompas
    fase = kompas.fase.get(record.fase)
    about = [lezer.methode.naam("vorm", record.vorm)]
    if record.participatieniveau:
        about.append(lezer.methode.naam("participatieniveau", record.participatieniveau).lower())
    if record.aantal_deelnemers is not None:
        about.append(nl.count(record.aantal_deelnemers, "deelnemer", "deelnemers"))
    chips = joined(
        html('<span class="wk-chip spoor-{}">{}</span>', _place(lezer, slug), kompas.aspect[slug].kort)
        for slug in record.aspecten
        if slug in kompas.aspect
    )
    who = ", ".join(naam for _, naam in record.belanghebbenden)
    links = joined(
        html('<a href="{}" target="_blank" rel="noopener noreferrer">{}</a> ', link, link[:60]) for link in record.links
    )
    by = f"Vastgelegd door {record.ingevoerd_door} op" if people else "Vastgelegd op"
    return (
        html(
            '<article class="wk-contact"><p class="wk-contact-kop"><time datetime="{}">'
            "{}</time> <strong>{}</strong>{}</p>"
            "<p>{} <span class='wk-stil'>fase {}</span></p>",
            record.datum.isoformat(),
            nl.day(record.datum),
            " · ".join(about),
            _pencil(record, pencil) if pencil else NOTHING,
            chips,
            fase.nummer if fase else record.fase,
        )
        + (html("<p>{}</p>", who) if who else "")
        + _text(record.opbrengst)
        + (html("<p>{}</p>", links) if links else "")
        + html('<p class="wk-stil">{} {}</p></article>', by, nl.day(record.ingevoerd_op))
    )


def _pencil(record: Contactmoment, wijk: str) -> Markup:
    address = href("vastleggen", {state.WIJK: wijk, state.CONTACTMOMENT: str(record.id)})
    return html(
        ' <a class="wk-potlood" href="{}" target="_self" aria-label="Wijzigen: contactmoment van {}">✎ Wijzigen</a>',
        address,
        nl.day(record.datum),
    )


def _text(text: str) -> Markup:
    if not text:
        return NOTHING
    if len(text) <= SHOWN_TEXT:
        return html('<p class="wk-tekst" dir="auto">{}</p>', text)
    start = text[:SHOWN_TEXT].rsplit(None, 1)[0] + "…"
    shown = text[:5_000] + ("… (de hele tekst staat bij Wijzigen)" if len(text) > 5_000 else "")
    return html(
        '<details class="wk-tekst"><summary dir="auto">{}</summary><p dir="auto">{}</p></details>', start, shown
    )


def _place(lezer: Lezer, aspect: str) -> int:
    sporen = [s.slug for s in lezer.methode.kompas.sporen]
    return sporen.index(lezer.methode.kompas.spoor_van[aspect]) + 1
