"""The third question of an import: what words of people mean in the method. Each word is asked once."""

from collections.abc import Sequence
from itertools import groupby

import streamlit as st

from dashboard.kit import texts
from dashboard.kit.html import heading, paragraph, show
from dashboard.reading.lezer import Lezer
from dashboard.screens.uitwisselen import stand as stand_
from dashboard.screens.uitwisselen.preview import make_preview
from dashboard.screens.uitwisselen.stand import KOLOMMEN, VOORBEELD, WOORDEN, Importstand
from wijkkompas_core.domain import nederlands as nl
from wijkkompas_core.domain.betrokkenheid import match_name
from wijkkompas_core.domain.toegang import Recht, require
from wijkkompas_core.domain.uitwisseling import LEEG, NIEUW, Veld, Waardesoort, veld
from wijkkompas_core.uitwisseling.woorden import Onbekend, suggest_type

PER_PAGE = 40
LEAVE = "Laat leeg"


def woorden_step(lezer: Lezer, here: Importstand) -> None:
    """A choice per word that stands for nothing yet, the best suggestion first."""
    assert here.voorbeeld is not None
    words = here.voorbeeld.onbekend
    show(
        paragraph(
            f"{nl.count(len(words), 'woord uit je lijst kennen', 'woorden uit je lijst kennen')} we niet. Kies wat "
            "elk woord betekent. Zonder keuze gaat een rij niet mee als het veld nodig is; anders wordt het een "
            "opmerking bij de rij."
        )
    )
    shown = words[:PER_PAGE]
    proposed = {_key(word): word.voorstel for word in shown if word.voorstel}
    open_ones = [key for key in proposed if st.session_state.get(key) is None and key not in _sure(shown)]
    if open_ones:
        st.button(
            f"Neem {nl.count(len(open_ones), 'voorstel', 'voorstellen')} over",
            key="woorden_voorstellen",
            icon=":material/done_all:",
            on_click=_take,
            args=({key: proposed[key] for key in open_ones},),
            help="Je ziet daarna bij elk woord wat er is gekozen, en kunt het veranderen.",
        )
    fresh = {word.voorstel: word.woord for word in words if word.voorstel.startswith(NIEUW)}
    with st.container(key="wk-formulier"):
        for naam, group in groupby(sorted(shown, key=lambda w: w.veld), key=lambda w: w.veld):
            one = veld(here.lijst, naam)
            show(heading(one.titel))
            for word in group:
                _word(lezer, one, word, fresh)
    stand_.drawn(_key(word) for word in shown)
    if len(words) > PER_PAGE:
        show(paragraph(f"Na deze {PER_PAGE} volgen er nog {len(words) - PER_PAGE}.", "wk-stil"))
    with st.container(horizontal=True):
        st.button("Terug", key="woorden_terug", on_click=lambda: stand_.put(stap=KOLOMMEN))
        st.button("Verder", type="primary", key="woorden_verder", on_click=_next)


def _sure(words: Sequence[Onbekend]) -> set[str]:
    return {_key(word) for word in words if word.zeker}


def _take(chosen: dict[str, str]) -> None:
    """Fill in what was proposed; each can still be changed."""
    for key, value in chosen.items():
        st.session_state[key] = value


def _word(lezer: Lezer, one: Veld, word: Onbekend, fresh: dict[str, str]) -> None:
    options = _options(lezer, one, word, fresh)
    names = list(options)
    label = texts.as_typed(f"“{word.woord[:80]}”") + f" · {nl.count(word.aantal, 'keer', 'keer')}"
    stand_.refill(_key(word), lambda chosen: chosen is None or chosen in names)
    if word.zeker and word.zeker in names:
        st.session_state.setdefault(_key(word), word.zeker)
    if one.schaal == "aspect":
        short = {a.slug: a.kort for a in lezer.methode.kompas.aspecten}
        names = [*short, LEEG]  # in the same order at every word
        st.pills(label, names, format_func=lambda value: short.get(value) or options[value], key=_key(word))
    else:
        st.selectbox(
            label,
            names,
            index=None,
            format_func=lambda value: options.get(value) or str(value),
            placeholder="Kies wat dit is…",
            key=_key(word),
        )
    others = [text for text in word.spellingen if text.strip() != word.woord]
    if others:
        show(paragraph(f"Ook geschreven als: {', '.join(others[:6])}.", "wk-stil"))


def _key(word: Onbekend) -> str:
    return f"woord_{word.veld}_{word.sleutels[0] if word.sleutels else match_name(word.woord)}"


def _options(lezer: Lezer, one: Veld, word: Onbekend, fresh: dict[str, str]) -> dict[str, str]:
    """What a word may be: suggestions first, then every choice, a new belanghebbende, and leaving it out."""
    found = dict(word.suggesties)
    methode = lezer.methode
    if one.soort in (Waardesoort.BELANGHEBBENDE, Waardesoort.BELANGHEBBENDEN):
        types = {t.slug: t.naam for t in methode.typen.values()}
        likely = suggest_type(word.woord, types)
        order = [likely, *(slug for slug in types if slug != likely)] if likely else list(types)
        new = {NIEUW + slug: f"Nieuw in het register: {types[slug].lower()}" for slug in order}
        first, rest = (dict(list(new.items())[:1]), new) if likely else ({}, new)
        parties: dict[str, str] = {}
        for wijk in word.wijken:
            require(lezer.actor, Recht.WIJK_ZIEN, wijk)
            parties |= {b.naam: b.naam for b in lezer.belanghebbenden(wijk)}
        same = {value: f"Zelfde als {naam} (nieuw)" for value, naam in fresh.items() if value not in found}
        return found | first | {LEEG: LEAVE} | parties | same | rest
    if one.soort is Waardesoort.TEAMLID:
        return found | {LEEG: LEAVE}
    if one.schaal == "fase":
        every = {f.slug: f"{f.nummer}. {f.naam}" for f in methode.kompas.fasen}
    elif one.schaal == "aspect":
        every = {a.slug: a.naam for a in methode.kompas.aspecten}
    elif one.schaal == "type":
        every = {t.slug: t.naam for t in methode.typen.values()}
    elif one.schaal == "afspraakstatus":
        every = {"open": "Open", "klaar": "Klaar", "vervallen": "Vervallen"}
    else:
        every = {slug: step.naam for slug, step in methode.schalen[one.schaal].items()}
    return {slug: every.get(slug, name) for slug, name in found.items()} | every | {LEEG: LEAVE}


def _next() -> None:
    here = stand_.stand()
    assert here.voorbeeld is not None
    tw, asked = here.toewijzing, here.voorbeeld.onbekend
    left = 0
    for word in asked[:PER_PAGE]:
        chosen = st.session_state.get(_key(word))
        left += chosen is None
        for key in word.sleutels or (match_name(word.woord),):
            tw = tw.with_word(word.veld, key, chosen)
    stand_.put_mapping(tw)
    seen = {(word.veld, word.woord) for word in asked[:PER_PAGE]}
    make_preview(lambda found: WOORDEN if {(w.veld, w.woord) for w in found.onbekend} - seen else VOORBEELD)
