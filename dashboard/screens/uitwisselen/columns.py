"""The second question of an import: which column is what."""

from dataclasses import replace
from typing import Any

import streamlit as st

from dashboard.kit.actions import through
from dashboard.kit.html import html, joined, paragraph, show, table
from dashboard.reading.lezer import Lezer
from dashboard.screens.uitwisselen import stand as stand_
from dashboard.screens.uitwisselen.preview import make_preview
from dashboard.screens.uitwisselen.running import read
from dashboard.screens.uitwisselen.stand import BRON, VOORBEELD, WOORDEN, Importstand
from wijkkompas_core.bestanden.waarden import is_nothing
from wijkkompas_core.domain import nederlands as nl
from wijkkompas_core.domain.toegang import Actor, Recht
from wijkkompas_core.domain.uitwisseling import OP_DATUM, VELDEN, Toewijzing, Veld, Waardesoort
from wijkkompas_core.queries.toewijzingen import toewijzingen
from wijkkompas_core.services.importeren.lezen import ALLE, Gelezen
from wijkkompas_core.services.importeren.order import examples, propose
from wijkkompas_core.uitwisseling.tabel import Tabel

NONE = "Staat er niet in"
NOTES = 8
"""Sentences about how a file was read that stand above its columns; of many files there may be hundreds."""
TOGETHER = "Alle met dezelfde kolommen"
FOR_GAPS = ("vorm", "participatieniveau", "fase")
"""Fields of which an empty cell can be filled in for all rows at once."""
BY_DATE = "De fase die toen open was"
FOR_ALL, WHICH = "Kies een kolom, of een waarde voor alle rijen.", "Kies in welke kolom dit staat."
"""What is said of a field that is needed."""


def kolommen_step(lezer: Lezer, here: Importstand) -> None:
    """A choice per field, with examples of what stands in the column."""
    assert here.opdracht is not None and here.gelezen is not None
    if notes := here.gelezen.opmerkingen:
        show(joined(paragraph(note, "wk-stil") for note in notes[:NOTES]))
        if len(notes) > NOTES:
            show(paragraph(f"En nog {len(notes) - NOTES}; ze staan ook bij het voorbeeld.", "wk-stil"))
    _where(here)
    _kept(lezer, here)
    tw = here.toewijzing
    rows = nl.count(here.gelezen.aantal, "rij", "rijen")
    parts = f" in {nl.enumerate_words(list(here.delen))}" if here.delen else ""
    show(paragraph(f"{rows} gevonden{parts}. Kijk of elke kolom goed staat."))
    with st.container(key="wk-kolommen"):
        for one in VELDEN[here.lijst]:
            _field(lezer, here, one, tw)
            stand_.say(here, one.naam)
    unused = [titel for titel in here.gelezen.tabel.titels if titel not in tw.kolommen.values()]
    if unused:
        show(paragraph(f"Niet gebruikt: {', '.join(unused)}.", "wk-stil"))
    if here.fouten and "kop" not in here.fouten:
        left = nl.count(len(here.fouten), "veld is", "velden zijn")
        first = html('<a href="#fout-{}" target="_self">Ga naar het eerste</a>', next(iter(here.fouten)))
        show(html('<p class="wk-fout wk-fout-blok" role="alert">{} nog niet gekozen. {}</p>', left, first))
    with st.container(horizontal=True):
        st.button("Terug", key="kolommen_terug", on_click=lambda: stand_.put(stap=BRON))
        st.button("Verder", type="primary", key="kolommen_verder", on_click=_next)


def _where(here: Importstand) -> None:
    assert here.opdracht is not None and here.gelezen is not None
    sheets = here.gelezen.bladen
    places = [*range(len(sheets)), ALLE]
    with st.container(key="wk-plaats", horizontal=True, vertical_alignment="bottom"):
        if len(sheets) > 1:
            st.selectbox(
                "Blad",
                places,
                index=places.index(here.opdracht.blad) if here.opdracht.blad in places else 0,
                format_func=lambda n: TOGETHER if n == ALLE else sheets[n].naam + " (verborgen)" * sheets[n].verborgen,
                key="kolommen_blad",
                on_change=_other_place,
            )
        if here.opdracht.blad != ALLE:
            last = max(1, sheets[here.opdracht.blad].rijen)
            st.number_input(
                "Rij met de kolomnamen", 1, last, here.gelezen.tabel.kop, key="kolommen_kop", on_change=_other_place
            )
    stand_.say(here, "kop")
    with st.expander("Bekijk het begin van de lijst", icon=":material/table:"):
        first = [["" if cell is None else str(cell)[:80] for cell in row] for row in here.gelezen.tabel.rijen[:5]]
        show(table(here.gelezen.tabel.titels, first, caption="De eerste rijen"))


def _other_place() -> None:
    here = stand_.stand()
    assert here.opdracht is not None

    blad = int(st.session_state.get("kolommen_blad", here.opdracht.blad))
    kop = None if blad != here.opdracht.blad or blad == ALLE else int(st.session_state["kolommen_kop"])
    opdracht = replace(here.opdracht, blad=blad, kop=kop)

    def take(actor: Actor, gelezen: Gelezen) -> None:
        toewijzing = through(propose, actor, gelezen.tabel, here.lijst)
        keep = replace(toewijzing, vast=here.toewijzing.vast, woorden=here.toewijzing.woorden or toewijzing.woorden)
        stand_.put(opdracht=replace(opdracht, kop=gelezen.tabel.kop, toewijzing=keep), gelezen=gelezen, voorbeeld=None)
        _forget_choices()

    read(opdracht, take, "kop")


def _kept(lezer: Lezer, here: Importstand) -> None:
    kept = lezer.now.ask_all(toewijzingen, here.lijst)
    if not kept:
        return

    def take() -> None:
        chosen = st.session_state["kolommen_bewaard"]
        if chosen in kept:
            stand_.put_mapping(kept[chosen])
            _forget_choices()

    st.selectbox(
        "Eerder bewaarde indeling", list(kept), index=None, placeholder="Kies…", key="kolommen_bewaard", on_change=take
    )


def _forget_choices() -> None:
    for one in {one.naam for fields in VELDEN.values() for one in fields}:
        st.session_state.pop(f"kolom_{one}", None)
        st.session_state.pop(f"vast_{one}", None)


def _field(lezer: Lezer, here: Importstand, one: Veld, tw: Toewijzing) -> None:
    assert here.gelezen is not None
    chosen = tw.kolommen.get(one.naam)
    options = [NONE, *here.gelezen.tabel.titels]
    with st.container(key=f"wk-veld-{one.naam}", horizontal=True, vertical_alignment="top"):
        st.selectbox(
            one.titel + (" (nodig)" if one.verplicht else ""),
            options,
            index=options.index(chosen) if chosen in options else 0,
            key=f"kolom_{one.naam}",
            on_change=_choose,
            args=(one.naam,),
        )
        gaps = chosen is not None and one.naam in FOR_GAPS and _has_gaps(here.gelezen.tabel, chosen)
        choices = _fixed_choices(lezer, one) if chosen is None or gaps else {}
        if choices:
            names = list(choices)
            now = tw.vast.get(one.naam) or (OP_DATUM if one.schaal == "fase" else None)
            st.selectbox(
                f"{one.titel} voor alle {'lege ' if gaps else ''}rijen",
                names,
                index=names.index(now) if now in names else None,
                format_func=lambda slug: choices.get(slug) or str(slug),
                placeholder="Kies…",
                key=f"vast_{one.naam}",
                on_change=_fix,
                args=(one.naam,),
            )
        elif chosen is not None:
            shown = " · ".join(examples(here.gelezen.tabel, chosen)) or "leeg"
            show(html('<p class="wk-stil wk-voorbeelden">Bijvoorbeeld: {}</p>', shown))
        else:
            show(html('<p class="wk-stil wk-voorbeelden">{}</p>', one.uitleg))


def _has_gaps(tabel: Tabel, titel: str) -> bool:
    return any(is_nothing(cell) for cell in tabel.column(titel))


def _fixed_choices(lezer: Lezer, one: Veld) -> dict[str, str]:
    """What can be chosen for all rows of a field that has no column: only where it is needed."""
    if one.soort is Waardesoort.WIJK:
        return {w.slug: w.naam for w in lezer.wijken(Recht.VASTLEGGEN)}
    if one.naam not in FOR_GAPS and (not one.verplicht or not one.schaal):
        return {}
    kompas = lezer.methode.kompas
    if one.schaal == "fase":
        return {OP_DATUM: BY_DATE} | {f.slug: f"{f.nummer}. {f.naam}" for f in kompas.fasen}
    if one.schaal == "aspect":
        return {a.slug: a.naam for a in kompas.aspecten}
    if one.schaal == "type":
        return {t.slug: t.naam for t in lezer.methode.typen.values()}
    return {slug: step.naam for slug, step in lezer.methode.schalen[one.schaal].items()}


def _choose(naam: str) -> None:
    tw = stand_.stand().toewijzing
    titel: Any = st.session_state[f"kolom_{naam}"]
    kolommen = {n: t for n, t in tw.kolommen.items() if n != naam and t != titel}
    if titel != NONE:
        kolommen[naam] = titel
    for other in set(tw.kolommen) - set(kolommen):  # one column is one thing
        st.session_state.pop(f"kolom_{other}", None)
    stand_.put_mapping(replace(tw, kolommen=kolommen))


def _fix(naam: str) -> None:
    tw = stand_.stand().toewijzing
    value = st.session_state[f"vast_{naam}"]
    stand_.put_mapping(
        replace(tw, vast={**tw.vast, naam: value} if value else {k: v for k, v in tw.vast.items() if k != naam})
    )


def _next() -> None:
    here = stand_.stand()
    tw = here.toewijzing
    missing = {
        v.naam: FOR_ALL if v.schaal or v.soort is Waardesoort.WIJK else WHICH
        for v in VELDEN[here.lijst]
        if v.verplicht and v.schaal != "fase" and v.naam not in tw.kolommen and not tw.vast.get(v.naam)
    }
    if missing:
        stand_.put(fouten=missing)
        return
    stand_.put(voorbeeld=None)
    make_preview(lambda seen: WOORDEN if seen.onbekend else VOORBEELD)
