"""The last questions of an import: what will happen to each row, do it, and undo it."""

from collections.abc import Callable, Sequence
from dataclasses import replace

import pandas as pd
import streamlit as st
from markupsafe import Markup

from dashboard.kit.actions import submit, through
from dashboard.kit.download import downloads
from dashboard.kit.html import html, joined, paragraph, show
from dashboard.navigation import PAGES_DIR
from dashboard.reading.lezer import Lezer
from dashboard.screens.uitwisselen import stand as stand_
from dashboard.screens.uitwisselen.corrections import correct_rows
from dashboard.screens.uitwisselen.noticed import noticed
from dashboard.screens.uitwisselen.running import begin
from dashboard.screens.uitwisselen.stand import KLAAR, KOLOMMEN, VOORBEELD, WOORDEN, Importstand
from dashboard.screens.uitwisselen.twins import likely_doubles
from wijkkompas_core.bestanden.werkboek import blad_from
from wijkkompas_core.domain import nederlands as nl
from wijkkompas_core.domain.toegang import Actie, Actor
from wijkkompas_core.domain.uitwisseling import AFSPRAKEN, BELANGHEBBENDEN, BESLUITEN, CONTACTMOMENTEN, VELDEN
from wijkkompas_core.services.importeren.order import Voorbeeld, Voorbeeldrij, execute, preview
from wijkkompas_core.services.importeren.toewijzingen import keep_toewijzing
from wijkkompas_core.services.importeren.undo import undo_import
from wijkkompas_core.services.importeren.worker import EXECUTE, PREVIEW, as_voorbeeld, worker
from wijkkompas_core.uitwisseling.delen import row_name

SHOWN = 100
STOPPED_LOOKING = "Je hebt het nakijken gestopt."
STOPPED_WRITING = "Je hebt de import gestopt. Er is niets opgeslagen."
NAMES = {"nieuw": "Nieuw", "gewijzigd": "Gewijzigd", "gelijk": "Staat er al", "fout": "Fout"}
SEEN_AT = {
    CONTACTMOMENTEN: ("Naar het logboek", "logboek.py"),
    BELANGHEBBENDEN: ("Naar het register", "belanghebbenden.py"),
    AFSPRAKEN: ("Naar de afspraken", "afspraken.py"),
    BESLUITEN: ("Naar het logboek", "logboek.py"),
}
"""Per list where what was imported can be seen: the button and its page."""


def make_preview(then: Callable[[Voorbeeld], str] = lambda _: VOORBEELD) -> None:
    """Compare the rows with what is there, keep the answer with this session, and go to the step that `then` names.

    Of many rows it is told later: until then this session shows how far it is.
    """
    here = stand_.stand()
    assert here.opdracht is not None and here.gelezen is not None
    opdracht, gelezen = here.opdracht, here.gelezen

    def take(found: Voorbeeld) -> None:
        stand_.put(voorbeeld=found, stap=then(found))

    def do(actor: Actor) -> None:
        if gelezen.heel:
            take(through(preview, actor, opdracht, gelezen.tabel))
        else:
            work = through(worker, actor, PREVIEW, opdracht)
            begin(work, lambda told: take(as_voorbeeld(told)), STOPPED_LOOKING)

    stand_.attempt(do)


def voorbeeld_step(lezer: Lezer, here: Importstand) -> None:
    """Counts, rows with their reasons, and the button that does it."""
    found = here.voorbeeld
    if found is None:
        with st.container(horizontal=True):
            st.button("Terug naar de kolommen", key="voorbeeld_terug", on_click=lambda: stand_.put(stap=KOLOMMEN))
            st.button("Kijk opnieuw na", key="voorbeeld_kijk", type="primary", on_click=_look_again)
        return
    _counts(found)
    noticed(found)
    wrong = [rij for rij in found.rijen if rij.status == "fout"]
    correct_rows(lezer, here, wrong)
    if not found.goed:
        show(paragraph("Er is geen rij om te importeren. Ga terug om kolommen of woorden te veranderen."))
    _actions(here, found, wrong)
    _every_row(here, found)


def _look_again() -> None:
    before = stand_.stand().stap
    make_preview(lambda seen: WOORDEN if before == WOORDEN and seen.onbekend else VOORBEELD)


def _actions(here: Importstand, found: Voorbeeld, wrong: list[Voorbeeldrij]) -> None:
    """Back, do it, and the rows that cannot come along: before the rows, of which there may be hundreds."""
    with st.container(horizontal=True):
        back = WOORDEN if found.onbekend else KOLOMMEN
        st.button("Terug", key="voorbeeld_terug", on_click=lambda: stand_.put(stap=back))
        if found.goed:
            st.button(
                f"Importeer {nl.count(found.goed, 'rij', 'rijen')}",
                type="primary",
                key="voorbeeld_importeer",
                on_click=_execute,
            )
        if wrong:
            _download_wrong(here, wrong)


def _download_wrong(here: Importstand, wrong: list[Voorbeeldrij]) -> None:
    downloads(
        "import_fouten",
        titel="Rijen die niet mee kunnen",
        naam="import-fouten",
        bladen=lambda: [blad_from("Fouten", _wrong_frame(here, wrong))],
        label="Download de foute rijen",
    )


def _every_row(here: Importstand, found: Voorbeeld) -> None:
    """What happens to each row, of one kind at a time."""
    names = [name for name in NAMES if found.aantallen.get(name)]
    default = "fout" if "fout" in names else names[0] if names else None
    chosen = st.segmented_control(
        "Laat zien",
        names,
        default=default,
        format_func=lambda name: f"{NAMES[name]} ({found.aantallen[name]})",
        key="voorbeeld_soort",
    )
    rows = [rij for rij in found.rijen if rij.status == chosen]
    if rows:
        show(_rows(here, rows[:SHOWN]))
        if found.aantallen[rows[0].status] > SHOWN:
            show(paragraph(f"Dit zijn de eerste {SHOWN}.", "wk-stil"))


def _counts(found: Voorbeeld) -> None:
    counts = found.aantallen

    def verb(name: str, one: str, many: str) -> str:
        return f"{counts[name]} {one if counts[name] == 1 else many}"

    words = {
        "nieuw": f"{nl.count(counts['nieuw'], 'rij is', 'rijen zijn')} nieuw",
        "gewijzigd": f"{verb('gewijzigd', 'wijzigt', 'wijzigen')} wat er al staat",
        "gelijk": f"{verb('gelijk', 'staat', 'staan')} er al",
        "fout": f"{verb('fout', 'kan', 'kunnen')} niet mee",
    }
    told = [sentence for name, sentence in words.items() if counts[name]]
    show(html('<p role="status"><strong>{}.</strong> Er is nog niets opgeslagen.</p>', nl.enumerate_words(told)))
    if found.nieuwe_partijen:
        names = [f"{naam} ({soort.lower()})" for naam, soort in found.nieuwe_partijen[:10]]
        more = len(found.nieuwe_partijen) - len(names)
        tail = f" en nog {more}" if more else ""
        show(paragraph(f"Nieuw in het register: {', '.join(names)}{tail}.", "wk-stil"))


def _rows(here: Importstand, rows: list[Voorbeeldrij]) -> Markup:
    fields = [v for v in VELDEN[here.lijst] if any(rij.cellen.get(v.naam) or v.naam in rij.fouten for rij in rows)]
    fields = [v for v in fields if v.naam not in ("kenmerk", "wijk")]
    heads = ("Rij", "Wat er gebeurt", "Wijk", *(v.titel for v in fields))
    head = joined(html('<th scope="col">{}</th>', name) for name in heads)
    body = joined(_row(rij, [v.naam for v in fields], here.delen) for rij in rows)
    return html(
        '<div class="wk-tabel wk-voorbeeld" tabindex="0" role="region" aria-label="Voorbeeld"><table>'
        '<caption class="wk-alleen-voorlezen">Voorbeeld van de import</caption>'
        "<thead><tr>{}</tr></thead><tbody>{}</tbody></table></div>",
        head,
        body,
    )


def _row(rij: Voorbeeldrij, fields: list[str], delen: Sequence[str]) -> Markup:
    elsewhere = [s for naam, s in rij.fouten.items() if naam not in fields and naam != "wijk"]
    what = html("{}", NAMES[rij.status]) + (html('<br><span class="wk-stil">{}</span>', rij.reden) if rij.reden else "")
    what += joined(html('<span class="wk-fout">{}</span>', sentence) for sentence in elsewhere)
    wrong = html('<span class="wk-fout">{}</span>', rij.fouten["wijk"]) if "wijk" in rij.fouten else ""
    wijk = html("{}{}", rij.wijk, wrong)
    cells = joined(html("<td>{}</td>", _cell(rij, naam)) for naam in fields)
    return html(
        '<tr><th scope="row">{}</th><td>{}</td><td>{}</td>{}</tr>', row_name(rij.nummer, delen), what, wijk, cells
    )


def _cell(rij: Voorbeeldrij, naam: str) -> str:
    text = rij.cellen.get(naam, "")
    shown = text[:120] + "…" * (len(text) > 120)
    if naam in rij.fouten:
        return html('{}<span class="wk-fout">{}</span>', shown, rij.fouten[naam])
    if naam in rij.verschillen:
        old, new = rij.verschillen[naam]
        return html("<del>{}</del> <ins>{}</ins>", old[:80] or "leeg", new[:80] or "leeg")
    return shown


def _wrong_frame(here: Importstand, rows: list[Voorbeeldrij]) -> pd.DataFrame:
    fields = VELDEN[here.lijst]
    return pd.DataFrame(
        [
            {
                "Rij": row_name(rij.nummer, here.delen) if here.delen else rij.nummer,
                "Waarom": " ".join(rij.fouten.values()),
                "Wijk": rij.wijk,
            }
            | {v.titel: rij.cellen.get(v.naam, "") for v in fields if v.naam not in ("kenmerk", "wijk")}
            for rij in rows
        ]
    )


def _execute() -> None:
    here = stand_.stand()
    assert here.opdracht is not None and here.voorbeeld is not None and here.gelezen is not None
    opdracht, proef, gelezen = here.opdracht, here.voorbeeld.proef, here.gelezen

    def written(told: dict[str, int]) -> None:
        stand_.put(stap=KLAAR, resultaat=told["import"], geschreven=told["rijen"])

    def do(actor: Actor) -> None:
        if gelezen.heel:
            key, rows = through(execute, actor, opdracht, gelezen.tabel, proef)
            written({"import": key, "rijen": rows})
        else:
            begin(through(worker, actor, EXECUTE, opdracht, proef), written, STOPPED_WRITING)

    stand_.attempt(do)


def klaar_step(lezer: Lezer, here: Importstand) -> None:
    """What was done, with the way back and the way on."""
    key, opdracht = here.resultaat, here.opdracht
    assert key is not None and opdracht is not None
    show(
        html(
            '<p role="status"><strong>{} geïmporteerd</strong> uit {}.</p>',
            nl.count(here.geschreven, "rij is", "rijen zijn"),
            opdracht.bron,
        )
    )
    wrong = [rij for rij in here.voorbeeld.rijen if rij.status == "fout"] if here.voorbeeld else []
    if here.voorbeeld and wrong:
        left = nl.count(here.voorbeeld.aantallen["fout"], "rij ging", "rijen gingen")
        show(paragraph(f"{left} niet mee. Download ze, verbeter ze en importeer ze later."))
    label, page = SEEN_AT[here.lijst]
    with st.container(horizontal=True):
        st.button("Ongedaan maken", key="klaar_terug", icon=":material/undo:", on_click=undo, args=(key,))
        if wrong:
            _download_wrong(here, wrong)
        if st.button(label, key="klaar_logboek"):
            st.switch_page(PAGES_DIR / page)
        st.button("Nog een lijst", key="klaar_nog", type="primary", on_click=stand_.begin_again)
    likely_doubles(lezer, key)
    with st.container(key="wk-formulier"):
        st.text_input(
            "Bewaar deze indeling voor de volgende keer",
            placeholder="Bijvoorbeeld: contactenlijst projectteam",
            max_chars=80,
            key="klaar_naam",
        )
        st.button("Indeling bewaren", key="klaar_bewaar", on_click=_keep)


def undo(key: int) -> None:
    """Undo an import; what stays is told."""
    outcome = submit(Actie.IMPORT_TERUGDRAAIEN, lambda session: undo_import(session, key))
    if outcome.ok:
        stayed = " ".join(outcome.value)
        st.toast("De import is teruggedraaid." + (f" {stayed}" if stayed else ""), icon=":material/undo:")
        here = stand_.stand()
        if here.resultaat == key:
            stand_.put(stap=VOORBEELD, resultaat=None, voorbeeld=None)
    else:
        stand_.put(fout=outcome.sentence)


def _keep() -> None:
    here = stand_.stand()
    assert here.opdracht is not None
    kept = replace(here.toewijzing, vast={k: v for k, v in here.toewijzing.vast.items() if k != "wijk"})
    naam = str(st.session_state.get("klaar_naam") or "")
    outcome = submit(Actie.TOEWIJZING_BEWAREN, lambda session: keep_toewijzing(session, naam, kept))
    if outcome.ok:
        st.toast("De indeling is bewaard.", icon=":material/check:")
    else:
        stand_.put(fout=outcome.sentence)
