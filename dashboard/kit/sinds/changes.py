"""What changed since a day: the choice of that day, the main figures then and now, and the list per wijk."""

from collections import Counter
from collections.abc import Sequence
from datetime import date
from itertools import groupby

from markupsafe import Markup

from dashboard.kit import state
from dashboard.kit.html import empty_state, heading, href, html, joined, paragraph, show
from dashboard.kit.sinds.marks import sinds, then_of
from dashboard.kit.wijkregels import read_lines
from dashboard.reading.lezer import Lezer
from dashboard.reading.regels import read_regel
from wijkkompas_core.domain import nederlands as nl
from wijkkompas_core.queries.programma import Wijkregel
from wijkkompas_core.queries.wijken import Wijk
from wijkkompas_core.queries.wijzigingen import Wat, Wijziging, wijzigingen

FIRST, MANY = 5, 25
SOORTEN = {
    "besluit": "Besluiten",
    "mijlpaal": "Mijlpalen",
    "fase": "Fasen",
    "contactmoment": "Contactmomenten",
    "afspraak": "Afspraken",
    "belanghebbende": "Belanghebbenden",
    "houding": "Houdingen",
    "belofte": "Beloften",
    "knooppunt": "Knooppunten",
    "nvt": "Vakken op n.v.t.",
    "oordeel": "Oordelen",
    "cijfer": "Cijfers",
    "planning": "Planning",
    "deelproject": "Deelprojecten",
    "wijk": "De wijk zelf",
}
IN_LOGBOEK = ("besluit", "mijlpaal", "fase", "contactmoment", "afspraak", "houding", "knooppunt", "nvt")
ELSEWHERE = {
    "oordeel": ("voortgang", {"beeld": "oordelen"}),
    "cijfer": ("voortgang", {"beeld": "cijfers"}),
    "planning": ("voortgang", {"beeld": "fasen"}),
    "belofte": ("belanghebbenden", {"beeld": "belofte"}),
}
WAT = {Wat.ERBIJ: "erbij", Wat.GEWIJZIGD: "gewijzigd", Wat.WEG: "weg"}
EXPLAINED = (
    "Toen is wat op die dag bekend was, nu is wat er nu bekend is. Erbij kan dus ook iets zijn dat eerder gebeurde en "
    "later is vastgelegd. Wat is gewijzigd en weer teruggezet, staat er niet bij."
)


def read_changes(lezer: Lezer, wijk: Wijk, day: date) -> tuple[Wijziging, ...]:
    """What changed in a wijk since a day, kept until something of that wijk changes again."""
    return lezer.ask(wijzigingen, wijk.id, lezer.methode, day)


def lines_then(lezer: Lezer, day: date) -> dict[int, Wijkregel]:
    """The lines of the programme as they were known on a day, by id of the wijk."""
    return {regel.wijk.id: regel for regel in read_lines(Lezer(lezer.account, day), day)}


def words_of(found: Sequence[Wijziging]) -> str:
    """How many objects came, changed and went, in words."""
    counts = Counter(one.wat for one in found)
    parts = [f"{counts[what]} {word}" for what, word in WAT.items() if counts[what]]
    return nl.enumerate_words(parts) or "niets gewijzigd"


def wijk_changes(lezer: Lezer, wijk: Wijk) -> None:
    """On the page of a wijk: its main figures then and now, and everything that changed, by kind."""
    day = sinds(lezer)
    if day is None:
        return
    found = read_changes(lezer, wijk, day)
    earlier = then_of(lezer, wijk, day)
    then = None if earlier is None else read_regel(earlier, wijk, earlier.today)
    parts = [
        heading(f"Gewijzigd sinds {nl.day(day)}", words_of(found)),
        _figures_table([(then, read_regel(lezer, wijk, lezer.today))], lezer, day, named=False),
    ]
    links = [("Zie het in het kompas", "kompas"), ("Zie het in de balans", "balans")]
    parts.append(
        html(
            '<p class="wk-acties">{}</p>',
            joined(
                html('<a class="wk-actie" href="{}" target="_self">{}</a>', href(page, _place(wijk, day)), label)
                for label, page in links
            ),
        )
    )
    if not found:
        parts.append(paragraph("Sinds die dag is hier niets bijgekomen, gewijzigd of weggehaald."))
    for soort, group in groupby(found, key=lambda one: one.soort):
        parts.append(_group(wijk, soort, list(group)))
    parts.append(paragraph(EXPLAINED, "wk-stil"))
    show(html('<section class="wk-sinds" aria-label="Gewijzigd sinds {}">{}</section>', nl.day(day), joined(parts)))


def programme_changes(lezer: Lezer, regels: Sequence[Wijkregel]) -> None:
    """On the page of the programme: per wijk how much changed, and its main figures then and now."""
    day = sinds(lezer)
    if day is None:
        return
    then = lines_then(lezer, day)
    changed = [(read_changes(lezer, regel.wijk, day), regel) for regel in regels]
    changed = sorted((pair for pair in changed if pair[0]), key=lambda pair: -len(pair[0]))
    show(heading(f"Gewijzigd sinds {nl.day(day)}"))
    if not changed:
        empty_state("Sinds die dag is er niets gewijzigd.", "Kies een eerdere dag, of wis de andere filters.")
        return
    shown = changed[:MANY]
    rest = len(changed) - len(shown)
    fewer = f"En nog {nl.count(rest, 'wijk', 'wijken')} met minder wijzigingen."
    pairs = [(then.get(regel.wijk.id), regel) for _, regel in shown]
    everything = [one for found, _ in changed for one in found]
    show(
        paragraph(f"{words_of(everything).capitalize()} in {nl.count(len(changed), 'wijk', 'wijken')}."),
        _figures_table(pairs, lezer, day, changes=[words_of(found) for found, _ in shown]),
        paragraph(fewer, "wk-stil") if rest else html(""),
        paragraph(EXPLAINED, "wk-stil"),
    )


def mark(lezer: Lezer, regel: Wijkregel) -> Markup:
    """Behind the name of a wijk in the table: how many things changed since the chosen day."""
    day = sinds(lezer)
    number = len(read_changes(lezer, regel.wijk, day)) if day else 0
    return html(' <span class="wk-badge">{} gewijzigd</span>', number) if number else html("")


def _place(wijk: Wijk, day: date) -> dict[str, str]:
    return {state.WIJK: wijk.slug, state.SINDS: day.isoformat()}


def _figures_table(
    pairs: Sequence[tuple[Wijkregel | None, Wijkregel]],
    lezer: Lezer,
    day: date,
    *,
    named: bool = True,
    changes: Sequence[str] = (),
) -> Markup:
    """The main figures of wijken then and now. With `named` a row begins with the name and what changed.

    On a phone a row is drawn as a card; the roles keep it a table for who has it read aloud.
    """
    heads = ["Dekking (vakken)", "Balans (12 mnd)", "Contacten (12 mnd)", "Blinde vlekken", "Afspraken te laat"]
    shown = ["Wijk", "Wat", *heads] if named else heads
    head = joined(html('<th role="columnheader" scope="col">{}</th>', name) for name in shown)
    rows = html("")
    for number, (then, now) in enumerate(pairs):
        cells = joined(
            html('<td role="cell" data-kop="{}">{}</td>', name, _then_now(was, is_))
            for name, (was, is_) in zip(heads, _figures(then, now), strict=True)
        )
        first = ""
        if named:
            address = href("wijk", _place(now.wijk, day))
            first = html(
                '<th role="rowheader" scope="row"><a href="{}" target="_self" dir="auto">{}</a></th>'
                '<td role="cell" class="wk-breed">{}</td>',
                address,
                now.wijk.label,
                changes[number],
            )
        rows += html('<tr role="row">{}{}</tr>', first, cells)
    caption = f"De hoofdcijfers op {nl.day(day)} en op {nl.day(lezer.today)}"
    return html(
        '<div class="wk-tabel wk-programma wk-kaartjes" tabindex="0" role="region" aria-label="{}">'
        '<table role="table"><caption>{}</caption><thead role="rowgroup"><tr role="row">{}</tr></thead>'
        '<tbody role="rowgroup">{}</tbody></table></div>',
        caption,
        caption,
        head,
        rows,
    )


def _figures(then: Wijkregel | None, now: Wijkregel) -> list[tuple[str, str]]:
    def of(regel: Wijkregel | None) -> list[str]:
        if regel is None:
            return ["–"] * 5
        coverage = regel.dekking
        return [
            f"{coverage.gedekt} van {coverage.vereist}" if coverage.vereist else "nog geen vakken die meetellen",
            nl.signed(regel.balans.waarde) if regel.balans.n else "geen",
            str(regel.balans.n),
            str(len(regel.signalen)),
            str(regel.te_laat),
        ]

    return list(zip(of(then), of(now), strict=True))


def _then_now(was: str, is_: str) -> Markup:
    if was == is_:
        return html('<span class="wk-heel">{}</span>', is_)
    return html(
        '<span class="wk-heel">{}</span> <span aria-hidden="true">→</span>'
        '<span class="wk-alleen-voorlezen"> werd </span> <strong class="wk-heel">{}</strong>',
        was,
        is_,
    )


def _group(wijk: Wijk, soort: str, found: Sequence[Wijziging]) -> Markup:
    """One kind: the first few open, the rest folded."""
    items = [_item(wijk, one) for one in found]
    rest = joined(items[FIRST:])
    more = (
        html(
            '<details class="wk-uitleg"><summary>Toon er nog {}</summary><ul class="wk-tijdlijst">{}</ul></details>',
            len(items) - FIRST,
            rest,
        )
        if rest
        else ""
    )
    title = html('<h3>{} <span class="wk-stil">{}</span></h3>', SOORTEN[soort], words_of(found))
    return html('{}<ul class="wk-tijdlijst">{}</ul>{}', title, joined(items[:FIRST]), more)


def _item(wijk: Wijk, one: Wijziging) -> Markup:
    address = _address(wijk, one)
    name = _short(one.naam)
    name = (
        html('<a href="{}" target="_self" dir="auto">{}</a>', address, name)
        if address
        else html('<span dir="auto">{}</span>', name)
    )
    changes = joined(
        html(
            '<br><span dir="auto">{}: {} <span aria-hidden="true">→</span>'
            '<span class="wk-alleen-voorlezen"> werd </span> {}</span>',
            label,
            _short(was, 80) or "leeg",
            _short(is_, 80) or "leeg",
        )
        for label, was, is_ in one.verschillen
    )
    return html(
        '<li><span class="wk-wanneer">{}</span><div class="wk-gebeurd">'
        '<p><span class="wk-badge">{}</span> {} <span class="wk-stil">{}</span>'
        "{}</p></div></li>",
        nl.day(one.op),
        WAT[one.wat],
        name,
        one.door,
        changes,
    )


def _address(wijk: Wijk, one: Wijziging) -> str:
    """Where the object can be seen; what was taken away for good can only be read here."""
    place = {state.WIJK: wijk.slug}
    if one.soort in IN_LOGBOEK:
        kept = one.wat is not Wat.WEG or one.soort in ("contactmoment", "besluit", "afspraak", "houding")
        return href("logboek", place | {"item": f"{one.soort}-{one.sleutel}"}) if kept else ""
    if one.wat is Wat.WEG:
        return ""
    if one.soort == "belanghebbende":
        return href("belanghebbenden", place | {"belanghebbende": one.sleutel})
    page, more = ELSEWHERE.get(one.soort, ("voortgang", {}))
    return href(page, place | more)


def _short(text: str, most: int = 140) -> str:
    line = " ".join(text.split())
    return line if len(line) <= most else line[:most].rsplit(" ", 1)[0] + "…"
