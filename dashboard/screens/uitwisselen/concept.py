"""An import on its way is kept in the database with its file, and offered again in the next session (ADR 0013)."""

import json
from dataclasses import replace
from hashlib import sha256
from typing import Any

import streamlit as st

from dashboard.kit import drafts, texts
from dashboard.kit.html import html, show
from dashboard.reading.lezer import Lezer
from dashboard.screens.uitwisselen import stand as stand_
from dashboard.screens.uitwisselen.preview import make_preview
from dashboard.screens.uitwisselen.running import is_running, read
from dashboard.screens.uitwisselen.stand import BRON, KLAAR, KOLOMMEN, STAPPEN, VOORBEELD, WOORDEN, Importstand
from wijkkompas_core.domain import nederlands as nl
from wijkkompas_core.domain.tijd import AMSTERDAM
from wijkkompas_core.domain.toegang import Actor
from wijkkompas_core.domain.uitwisseling import CONTACTMOMENTEN, LIJSTEN, Toewijzing
from wijkkompas_core.errors import NotFound
from wijkkompas_core.queries.importconcepten import Importconcept, importbestand, importconcepten
from wijkkompas_core.services.importeren.concepten import drop_importconcept, save_importconcept
from wijkkompas_core.services.importeren.lezen import Gelezen
from wijkkompas_core.services.importeren.order import Opdracht
from wijkkompas_core.storage.logboek import WritingSession

KEPT = "importconcept"
"""What this session kept last: the number, the file itself, and where it was as a digest."""
GONE = "Deze import is er niet meer: hij is afgemaakt of weggegooid."


def offer(lezer: Lezer, here: Importstand) -> None:
    """Say which imports were left half-way, each with the choice to go on or to throw it away."""
    if here.opdracht is not None:
        return
    found = lezer.afresh.ask_all(importconcepten)
    for n, one in enumerate(found):
        told = one.inhoud
        moment = one.bewaard_op.astimezone(AMSTERDAM)
        bron, rows = str(told.get("bron", "")), int(told.get("aantal", 0))
        where = STAPPEN.get(str(told.get("stap")), STAPPEN[KOLOMMEN])
        with st.container(key=f"wk-concept-{n}", horizontal=True, vertical_alignment="center"):
            many = nl.count(rows, "rij", "rijen")
            show(
                html(
                    '<p role="status">Je was bezig met {}: {}, bij de stap {}. Bewaard op {} om {:%H:%M}.</p>',
                    bron,
                    many,
                    where,
                    nl.day(moment),
                    moment,
                )
            )
            st.button(
                f"Ga verder met {texts.as_typed(bron[:60])}",
                key=f"importconcept_verder_{one.id}",
                icon=":material/edit:",
                on_click=_resume,
                args=(lezer, one),
            )
            st.button(
                "Begin opnieuw" if len(found) == 1 else "Gooi weg",
                key=f"importconcept_weg_{one.id}",
                type="tertiary",
                on_click=_throw_away,
                args=(one.id,),
                help="Gooit deze import weg. Je eigen bestand blijft zoals het is.",
            )


def keep() -> None:
    """Keep where this import is when it is something else than last time, and say so when that cannot be done."""
    here = stand_.stand()
    if here.stap == KLAAR:
        _let_go(here)
    elif here.opdracht is not None and not is_running():
        _keep(here, here.opdracht)
    drafts.say_unkept()


def begin_again() -> None:
    """Forget this import, also what was kept of it."""
    kept = st.session_state.pop(KEPT, None)
    if kept:
        drafts.write(lambda session: drop_importconcept(session, kept[0]))
    stand_.begin_again()


def _let_go(here: Importstand) -> None:
    """After importing: what was kept went in the same transaction."""
    st.session_state.pop(KEPT, None)
    if here.opdracht is not None and here.opdracht.concept is not None:
        stand_.remember(opdracht=replace(here.opdracht, concept=None))


def _keep(here: Importstand, opdracht: Opdracht) -> None:
    contents = _contents(here, opdracht)
    digest = sha256(json.dumps(contents, sort_keys=True).encode()).hexdigest()
    key, file, last = st.session_state.get(KEPT, (None, opdracht.inhoud, ""))
    if last == digest and file is opdracht.inhoud:
        return

    def write(session: WritingSession) -> None:
        if key is not None and file is not opdracht.inhoud:
            drop_importconcept(session, key)
        same = key if file is opdracht.inhoud else None
        kept.append(save_importconcept(session, same, contents, opdracht.inhoud))

    kept: list[int | None] = []
    drafts.write(write)
    number = kept[0] if kept else key
    st.session_state[KEPT] = (number, opdracht.inhoud, digest)  # also when it failed: not again before it changes
    if number != opdracht.concept:
        stand_.remember(opdracht=replace(opdracht, concept=number))


def _contents(here: Importstand, opdracht: Opdracht) -> dict[str, Any]:
    return {
        "stap": here.stap,
        "lijst": here.lijst,
        "bron": opdracht.bron,
        "aantal": here.gelezen.aantal if here.gelezen else 0,
        "geplakt": opdracht.geplakt,
        "blad": opdracht.blad,
        "kop": opdracht.kop,
        "toewijzing": here.toewijzing.as_dict(),
        "verbeterd": [list(one) for one in opdracht.verbeterd],
        "ingevuld": dict(here.ingevuld),
    }


def _resume(lezer: Lezer, one: Importconcept) -> None:
    """Read the file again, and go on at the step at which it was left."""
    told, stap = one.inhoud, one.inhoud.get("stap")

    def opened(_: Actor) -> None:
        content = lezer.afresh.ask_all(importbestand, one.id)
        if content is None:
            raise NotFound(GONE)
        orders.append(
            Opdracht(
                content,
                str(told["bron"]),
                bool(told["geplakt"]),
                int(told["blad"]),
                told["kop"],
                Toewijzing.from_dict(told["toewijzing"]),
                tuple((int(nummer), str(titel), str(text)) for nummer, titel, text in told["verbeterd"]),
                one.id,
            )
        )

    def go_on(_: Actor, gelezen: Gelezen) -> None:
        lijst = told["lijst"] if told["lijst"] in LIJSTEN else CONTACTMOMENTEN
        stand_.begin_again()
        stand_.put(stap=KOLOMMEN, lijst=lijst, opdracht=opdracht, gelezen=gelezen, ingevuld=dict(told["ingevuld"]))
        st.session_state[KEPT] = (one.id, opdracht.inhoud, "")
        if stap == BRON:
            stand_.put(stap=BRON)
        elif stap in (WOORDEN, VOORBEELD):
            make_preview(lambda seen: WOORDEN if stap == WOORDEN and seen.onbekend else VOORBEELD)

    orders: list[Opdracht] = []
    if stand_.attempt(opened):
        (opdracht,) = orders
        read(opdracht, go_on)


def _throw_away(key: int) -> None:
    drafts.write(lambda session: drop_importconcept(session, key))
