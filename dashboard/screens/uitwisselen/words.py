"""The third question of an import: what words of people mean in the method. Each word is asked once."""

from itertools import groupby

import streamlit as st

from dashboard.kit import texts
from dashboard.kit.html import heading, paragraph, show
from dashboard.reading.lezer import Lezer
from dashboard.screens.uitwisselen import stand as stand_
from dashboard.screens.uitwisselen.preview import make_preview
from dashboard.screens.uitwisselen.stand import KOLOMMEN, VOORBEELD, WOORDEN, Importstand
from wijkkompas_core.analysis.namen import lijkt_op
from wijkkompas_core.domain import nederlands as nl
from wijkkompas_core.domain.betrokkenheid import match_name
from wijkkompas_core.domain.toegang import Recht, require
from wijkkompas_core.domain.uitwisseling import LEEG, NIEUW, Veld, Waardesoort, veld
from wijkkompas_core.uitwisseling.woorden import Onbekend, suggest_type

PER_PAGE = 40
SURE = ("participatieniveau", "vorm", "afspraakstatus", "belang", "invloed", "aspect", "fase", "type")
LEAVE = "Laat leeg"


def woorden_step(lezer: Lezer, here: Importstand) -> None:
    """A choice per word that stands for nothing yet, the best suggestion first."""
    assert here.voorbeeld is not None
    words = here.voorbeeld.onbekend
    show(
        paragraph(
            f"{nl.count(len(words), 'woord uit je lijst kennen', 'woorden uit je lijst kennen')} we niet. Kies wat "
            "elk woord betekent. Rijen met een woord zonder keuze gaan niet mee."
        )
    )
    with st.container(key="wk-formulier"):
        for naam, group in groupby(sorted(words[:PER_PAGE], key=lambda w: w.veld), key=lambda w: w.veld):
            one = veld(here.lijst, naam)
            show(heading(one.titel))
            for word in group:
                _word(lezer, one, word)
    if len(words) > PER_PAGE:
        show(paragraph(f"Na deze {PER_PAGE} volgen er nog {len(words) - PER_PAGE}.", "wk-stil"))
    with st.container(horizontal=True):
        st.button("Terug", key="woorden_terug", on_click=lambda: stand_.put(stap=KOLOMMEN))
        st.button("Verder", type="primary", key="woorden_verder", on_click=_next)


def _word(lezer: Lezer, one: Veld, word: Onbekend) -> None:
    options = _options(lezer, one, word)
    first = _likely(lezer, one, word, options)
    names = list(options)
    st.selectbox(
        texts.as_typed(f"“{word.woord[:80]}”") + f" · {nl.count(word.aantal, 'keer', 'keer')}",
        names,
        index=names.index(first) if first in names else None,
        format_func=lambda value: options.get(value) or str(value),
        placeholder="Kies wat dit is…",
        key=_key(word),
    )


def _likely(lezer: Lezer, one: Veld, word: Onbekend, options: dict[str, str]) -> str | None:
    """What is filled in already, to be looked at: the best choice, a name that is alike, or a new one of its kind."""
    if one.schaal in SURE:
        return word.suggesties[0][0] if word.suggesties else None
    alike = lijkt_op(word.woord, [name for name, _ in word.suggesties])
    if alike:
        return alike[0]
    likely = suggest_type(word.woord, {t.slug: t.naam for t in lezer.methode.typen.values()})
    return NIEUW + likely if likely and NIEUW + likely in options else None


def _key(word: Onbekend) -> str:
    return f"woord_{word.veld}_{match_name(word.woord)}"


def _options(lezer: Lezer, one: Veld, word: Onbekend) -> dict[str, str]:
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
        return found | first | {LEEG: LEAVE} | parties | rest
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
        tw = tw.with_word(word.veld, match_name(word.woord), chosen)
    stand_.put_mapping(tw)
    make_preview()
    after = stand_.stand()
    if after.voorbeeld is None:
        return
    fresh = {(w.veld, w.woord) for w in after.voorbeeld.onbekend} - {(w.veld, w.woord) for w in asked[:PER_PAGE]}
    stand_.put(stap=WOORDEN if fresh else VOORBEELD)
