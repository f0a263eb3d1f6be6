"""The figures of the voortgang: the latest of each soort, one over time, and the form."""

from collections.abc import Sequence

import pandas as pd
import streamlit as st
from markupsafe import Markup

from dashboard.charts.assen import WIDE
from dashboard.charts.grafiek import Grafiek
from dashboard.charts.noten import Noot, in_panelen, met_noten
from dashboard.charts.voortgang import cijfer_verloop
from dashboard.kit.chart import draw
from dashboard.kit.editor import UseCases, Words, editor
from dashboard.kit.fields import Velden
from dashboard.kit.html import empty_state, html, joined, show
from dashboard.kit.noten import noten_panel, numbered, read_noten
from dashboard.kit.screen import is_dark, is_narrow
from dashboard.screens.voortgang.overview import Blik, pick
from wijkkompas_core.domain import nederlands as nl
from wijkkompas_core.domain.tijd import today
from wijkkompas_core.domain.toegang import Actie
from wijkkompas_core.domain.voortgang import AARDGASVRIJ, CIJFERSOORTEN, DEELNAME, CijferInvoer
from wijkkompas_core.queries.voortgang import Cijfer
from wijkkompas_core.services.cijfers import change_cijfer, delete_cijfer, record_cijfer

NEW, OWN, SOORT = "nieuw", "eigen", "cijfer"
CIJFERS = UseCases(Actie.CIJFER_VASTLEGGEN, record_cijfer, change_cijfer, delete_cijfer)
NAMEN = {AARDGASVRIJ: "Woningen aardgasvrij", DEELNAME: "Deelname"}


def soort_name(soort: str) -> str:
    """What a soort is called: a known one by its name, one's own as it was typed."""
    return NAMEN.get(soort, soort)


def cijfers_view(blik: Blik) -> None:
    """The latest figures as cards, the chosen one as a chart, and the form for who may."""
    found = blik.cijfers()
    by_soort: dict[str, list[Cijfer]] = {}
    for cijfer in found:
        by_soort.setdefault(cijfer.soort, []).append(cijfer)
    order = [*(s for s in CIJFERSOORTEN if s in by_soort), *sorted(s for s in by_soort if s not in CIJFERSOORTEN)]
    if found:
        show(html('<ul class="wk-kaarten">{}</ul>', joined(_card(by_soort[soort][-1]) for soort in order)))
        soort = order[0]
        if len(order) > 1:
            soort = pick("Welk cijfer wil je in de tijd zien?", {s: soort_name(s) for s in order}, soort, param=SOORT)
        _over_time(blik, soort, by_soort[soort])
    else:
        where = blik.deel.naam if blik.deel else blik.wijk.naam
        empty_state(
            "Hier komen cijfers te staan, zoals het aantal woningen dat aardgasvrij is.",
            f"Voor {where} is nog geen cijfer vastgelegd.",
        )
    if blik.sturen:
        names = {NEW: "Nieuw cijfer"} | {
            str(c.id): f"Verbeter: {soort_name(c.soort)} op {nl.day(c.peildatum)}" for c in reversed(found)
        }
        chosen = pick("Wat wil je vastleggen?", names, NEW)
        with st.container(key="wk-formulier"):
            _form(blik, next((c for c in found if str(c.id) == chosen), None), order)


def _card(cijfer: Cijfer) -> Markup:
    if cijfer.noemer:
        value = f"{nl.number(cijfer.teller)} van {nl.number(cijfer.noemer)}"
        share = html('<p class="wk-kaart-groot">{}</p><p>{}</p>', nl.percentage(cijfer.teller / cijfer.noemer), value)
    else:
        share = html('<p class="wk-kaart-groot">{}</p>', nl.number(cijfer.teller))
    source = f" · {cijfer.bron}" if cijfer.bron else ""
    return html(
        '<li class="wk-kaart"><h3>{}</h3>{}<p class="wk-stil">Peildatum {}{}</p></li>',
        soort_name(cijfer.soort),
        share,
        nl.day(cijfer.peildatum),
        source,
    )


def _over_time(blik: Blik, soort: str, rows: list[Cijfer]) -> None:
    found = read_noten(blik.lezer, (blik.wijk,))
    noten = numbered(found)

    name = soort_name(soort)
    draw(
        blik.lezer.made(draw_over_time, tuple(rows), name, noten, dark=is_dark(), smal=is_narrow(WIDE)),
        "cijfer",
        file_name=f"cijfer-{blik.wijk.slug}-{blik.lezer.today:%Y-%m-%d}",
        about=f"{blik.wijk.naam} · {name}",
        confidence=f"{nl.count(len(rows), 'meting', 'metingen')} · laatste op {nl.day(rows[-1].peildatum)}",
    )
    noten_panel(blik.lezer, "cijfer", (blik.wijk,), found)


def draw_over_time(rows: tuple[Cijfer, ...], name: str, noten: tuple[Noot, ...], *, dark: bool, smal: bool) -> Grafiek:
    """One kind of figure over time, with its noten."""
    drawn = cijfer_verloop(cijfers_frame(rows), naam=name, dark=dark, smal=smal)
    wide = 250 if smal else 720
    return met_noten(
        drawn,
        noten,
        lambda figure: in_panelen(figure, {"": noten}, breed=wide, labels=not smal, dark=dark),
        "peildatum",
    )


def cijfers_frame(rows: Sequence[Cijfer]) -> pd.DataFrame:
    """`peildatum, teller, noemer` (NaN: none), `bron`."""
    found = [(c.peildatum, c.teller, c.noemer, c.bron) for c in rows]
    made = pd.DataFrame(found, columns=["peildatum", "teller", "noemer", "bron"])
    return made.assign(peildatum=pd.to_datetime(made["peildatum"]), noemer=made["noemer"].astype("float64"))


def _form(blik: Blik, old: Cijfer | None, order: list[str]) -> None:
    form = Velden(f"cijfer_{old.id if old else blik.place}", blik.wijk.id)
    form.begin(
        old.versie if old else 0,
        soort=old.soort if old else None,
        eigen="",
        peildatum=old.peildatum if old else today(),
        teller=_number(old.teller) if old else None,
        noemer=_number(old.noemer) if old else None,
        bron=old.bron if old else "",
    )
    _fields(form, order)

    def said(cijfer: CijferInvoer) -> str:
        return f"{soort_name(cijfer.soort)} op {nl.day(cijfer.peildatum)}"

    words = Words(
        "Verbetering opslaan" if old else "Cijfer vastleggen",
        said,
        f"{said(old.as_invoer())} is verwijderd" if old else "",
    )
    editor(form, CIJFERS, old, lambda: _typed(blik, form), words)


def _fields(form: Velden, order: list[str]) -> None:
    soort = form.value("soort")
    names = {s: soort_name(s) for s in (*CIJFERSOORTEN, *(s for s in order if s not in CIJFERSOORTEN))}
    names[OWN] = "Eigen cijfer"
    form.choice("Welk cijfer?", "soort", names, *(() if soort == OWN else ("soort",)))
    if form.value("soort") == OWN:
        form.field(st.text_input, "Naam van het cijfer", "eigen", "soort")
    form.date("Peildatum", "peildatum")
    form.field(st.number_input, "Aantal", "teller", min_value=0, step=1)
    of = "Van hoeveel?" if form.value("soort") in CIJFERSOORTEN else "Van hoeveel? (mag leeg blijven)"
    form.field(st.number_input, of, "noemer", min_value=0, step=1)
    form.field(st.text_input, "Bron (mag leeg blijven)", "bron")


def _typed(blik: Blik, form: Velden) -> CijferInvoer:
    return CijferInvoer(
        blik.wijk.id,
        blik.deel_id,
        form.text("eigen") if form.value("soort") == OWN else form.text("soort"),
        form.value("peildatum"),
        form.value("teller"),
        form.value("noemer"),
        form.text("bron"),
    )


def _number(value: float | None) -> int | float | None:
    return int(value) if value is not None and value == int(value) else value
