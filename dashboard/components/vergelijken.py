"""Two to six wijken side by side; by name, never as a ranking."""

from collections.abc import Callable, Sequence
from datetime import date

import pandas as pd
import streamlit as st

from dashboard import state, texts
from dashboard.charts import kompas as kompas_charts
from dashboard.charts.fasebalken import Fasebalk, fasebalken
from dashboard.charts.programmabalans import Paneel, kleine_figuur
from dashboard.components.belanghebbenden_lezen import read_participation, read_register
from dashboard.components.chart import chart
from dashboard.components.filters import filter_row
from dashboard.components.html import esc, heading, how_calculated, href, show
from dashboard.components.programma_lezen import fasen_words
from dashboard.components.programmabalans_lezen import read_reeksen, read_stand
from dashboard.components.screen import is_dark, is_phone
from dashboard.components.voortgang_oordelen import NAMEN
from dashboard.components.wijkbeeld import STATIC, read_wijk
from dashboard.resources import Lezer
from dashboard.theme import getal
from wijkkompas_core.analysis.balans import UITLEG as BALANS_UITLEG
from wijkkompas_core.analysis.dekking import UITLEG as DEKKING_UITLEG
from wijkkompas_core.analysis.dekking import dekking_tekst
from wijkkompas_core.analysis.spreiding import UITLEG as SPREIDING_UITLEG
from wijkkompas_core.analysis.spreiding import spreiding
from wijkkompas_core.domain.tijd import months_back
from wijkkompas_core.domain.voortgang import ONDERWERPEN
from wijkkompas_core.queries.programma import MAANDEN, Wijkregel
from wijkkompas_core.queries.wijken import Wijk

WIJKEN, LEAST, MOST = "wijken", 2, 6
FASE_UITLEG = (
    "Elke balk is een tijd waarin de wijk in een fase was; het getal is het nummer van de fase. Loopt een wijk in twee "
    "fasen tegelijk, dan staan de balken onder elkaar. Deelprojecten staan er niet in."
)


def choose(wijken: Sequence[Wijk]) -> list[Wijk]:
    """Choose the wijken; answers them by name."""
    names = {wijk.slug: wijk.label for wijk in wijken}
    asked = dict.fromkeys((state.get(WIJKEN) or "").split(","))
    found = [slug for slug in names if slug in asked][:MOST]
    with filter_row():
        st.multiselect(
            "Wijken (2 tot 6)",
            list(names),
            format_func=lambda slug: names.get(slug, str(slug)),
            max_selections=MOST,
            placeholder="Kies wijken om te vergelijken",
            **state.follow("vergelijken_wijken", found, lambda v: state.put(**{WIJKEN: ",".join(v) or None})),  # type: ignore[arg-type]
        )
    return [wijk for wijk in wijken if wijk.slug in found]


def same_fase(lezer: Lezer, regels: Sequence[Wijkregel], chosen: Sequence[Wijk]) -> None:
    """Other wijken that are in the same fase as what was chosen, to add with one click."""
    kompas = lezer.methode.kompas
    slugs = [wijk.slug for wijk in chosen]
    running = dict.fromkeys(f for regel in regels if regel.wijk in chosen for f in regel.fasen)
    parts = []
    for fase in running:
        others = [r.wijk for r in regels if fase in r.fasen and r.wijk not in chosen]
        if not others or len(slugs) >= MOST:
            continue
        links = ", ".join(
            f'<a href="{href("vergelijken", {WIJKEN: ",".join([*slugs, w.slug])})}" target="_self" dir="auto">'
            f"{esc(w.label)}</a>"
            for w in others[:12]
        )
        parts.append(f"<p>Ook in fase {kompas.fase[fase].nummer}. {esc(kompas.fase[fase].naam)}: {links}</p>")
    if parts:
        show(f'<div class="wk-bandzinnen wk-zelfde-fase">{"".join(parts)}</div>')


def facts(lezer: Lezer, regels: Sequence[Wijkregel], peildatum: date) -> None:
    """The same facts of every wijk in the same order, a column per wijk."""
    rows: list[tuple[str, Callable[[Wijkregel], str]]] = [
        ("Fase", lambda r: esc(fasen_words(lezer, r))),
        ("Dekking", lambda r: esc(dekking_tekst(r.dekking))),
        ("Balans, 12 maanden", lambda r: _balance(r)),
        ("Contacten, 12 maanden", lambda r: str(r.balans.n)),
        ("Laatste contact", lambda r: _last(r, peildatum)),
        ("Belanghebbenden", lambda r: _parties(lezer, r.wijk)),
        ("Spreiding, 12 maanden", lambda r: esc(_spread(lezer, r.wijk, peildatum))),
        ("Afspraken te laat", lambda r: str(r.te_laat)),
        ("Signalen", lambda r: str(len(r.signalen))),
        *((NAMEN[o], lambda r, o=o: _oordeel(r, o)) for o in ONDERWERPEN),
        ("Op tijd ingevoerd", lambda r: esc(texts.percentage(r.betrouwbaarheid.aandeel_tijdig))),
        ("Wie", lambda r: esc(texts.enumerate_words(r.trekkers) if r.trekkers else "geen projectleider of team")),
    ]
    head = "".join(
        f'<th scope="col"><a href="{href("wijk", {state.WIJK: r.wijk.slug})}" target="_self" dir="auto">'
        f"{esc(r.wijk.label)}</a></th>"
        for r in regels
    )
    body = "".join(
        f'<tr><th scope="row">{name}</th>{"".join(f"<td>{cell(r)}</td>" for r in regels)}</tr>' for name, cell in rows
    )
    show(
        heading("Naast elkaar", f"op {texts.day(peildatum)}"),
        '<div class="wk-tabel wk-programma wk-vergelijk" tabindex="0" role="region" aria-label="Wijken naast elkaar">'
        f"<table><thead><tr><td></td>{head}</tr></thead><tbody>{body}</tbody></table></div>",
        how_calculated(f"{DEKKING_UITLEG} {BALANS_UITLEG} {SPREIDING_UITLEG}"),
    )


def _balance(regel: Wijkregel) -> str:
    stand = regel.balans
    if not stand.n:
        return "geen contactmomenten"
    return f"{getal(stand.waarde, teken=True)} ({getal(stand.laag, teken=True)} tot {getal(stand.hoog, teken=True)})"


def _last(regel: Wijkregel, peildatum: date) -> str:
    if regel.laatste is None:
        return "nog nooit"
    return f"{texts.day(regel.laatste)}, {texts.count((peildatum - regel.laatste).days, 'dag', 'dagen')} geleden"


def _parties(lezer: Lezer, wijk: Wijk) -> str:
    frame = read_register(lezer, wijk.id)
    missing = sum(not seated for seated in frame["aan_tafel"].tolist())
    return f"{len(frame)}, van wie {missing} nog niet aan tafel" if missing else str(len(frame))


def _spread(lezer: Lezer, wijk: Wijk, peildatum: date) -> str:
    """Rekenregels §7: what part of the contacts went to the three most seen, and how unevenly they are divided."""
    frame = read_participation(lezer, wijk.id, months_back(peildatum, MAANDEN), peildatum)
    found = spreiding(frame, lezer.methode.typen.keys())
    if found.top3 is None or found.gini is None:
        return "te weinig gegevens"
    return f"top 3: {texts.percentage(found.top3)} van de contacten; Gini {getal(found.gini)}"


def _oordeel(regel: Wijkregel, onderwerp: str) -> str:
    one = regel.oordelen.get(onderwerp)
    return f"{esc(one.kleur)}, {texts.day(one.peildatum)}" if one else "geen oordeel"


def circles(lezer: Lezer, chosen: Sequence[Wijk], peildatum: date) -> None:
    """The kompas of every wijk, three on a row."""
    kompas, dark = lezer.methode.kompas, is_dark()
    show(heading("Kompas"))
    for begin in range(0, len(chosen), 3):
        part = chosen[begin : begin + 3]
        for column, wijk in zip(st.columns(3), part, strict=False):
            beeld = read_wijk(lezer, wijk, peildatum)
            running = lezer.open_fasen(wijk.id, peildatum)
            figure, alt = lezer.cached(
                ("vergelijkkompas", wijk.id, peildatum, dark),
                lambda b=beeld, r=running: (
                    kompas_charts.sunburst(b.vakken, kompas, actieve_fasen=r, dark=dark, hoogte=300),
                    kompas_charts.alt_tekst(b.vakken, kompas, actieve_fasen=r),
                ),
            )
            with column:
                address = href("kompas", {state.WIJK: wijk.slug})
                show(f'<p class="wk-verder"><a href="{address}" target="_self" dir="auto">{esc(wijk.label)}</a></p>')
                st.plotly_chart(figure, key=f"vergelijk_{wijk.slug}", config=STATIC, theme=None, alt=alt)


def balances(lezer: Lezer, chosen: Sequence[Wijk], peildatum: date) -> None:
    """The balance of every wijk per quarter, all on one scale."""
    kompas, dark, smal = lezer.methode.kompas, is_dark(), is_phone()
    stand = read_stand(lezer, tuple(chosen))
    first = min(wijk.start for wijk in chosen)
    have = set(stand.sommen["wijk"].tolist())
    panels = {w.id: Paneel(naam=w.label, adres=f"/balans?wijk={w.slug}") for w in chosen if w.id in have}
    if not panels:
        return
    silent = [wijk.label for wijk in chosen if wijk.id not in have]
    without = f" · zonder contactmomenten: {', '.join(silent)}" if silent else ""
    frame = read_reeksen(lezer, stand, min(first, peildatum), peildatum, "kwartaal")
    figure = lezer.cached(
        ("vergelijkbalans", tuple(chosen), peildatum, dark, smal),
        lambda: kleine_figuur(frame, panels, kompas, per="kwartaal", dark=dark, smal=smal),
    )
    names = {w.id: w.label for w in chosen}

    def shown() -> pd.DataFrame:
        return pd.DataFrame(
            {
                "Wijk": [names[key] for key in frame["wijk"].tolist()],
                "Kwartaal vanaf": [texts.day(day) for day in frame["periode"].tolist()],
                "Balans": [texts.decimal(value) for value in frame["balans"].tolist()],
                "Contactmomenten": [str(n) for n in frame["n"].tolist()],
            }
        )

    chart(
        figure,
        key="vergelijk_balans",
        finding="De balans van elke wijk op één schaal",
        alt=f"Balans per kwartaal van {texts.enumerate_words(list(names.values()))}. De getallen staan in de tabel.",
        shown=shown,
        exported=lambda: frame.assign(wijk=[names[key] for key in frame["wijk"].tolist()]),
        file_name=f"vergelijken-balans-{peildatum:%Y-%m-%d}.csv",
        explained=BALANS_UITLEG,
        confidence=f"Per kwartaal · {texts.period(first, peildatum)}" + without,
    )


def timeline(lezer: Lezer, chosen: Sequence[Wijk], peildatum: date) -> None:
    """The fasen of every wijk on one time axis."""
    kompas, dark, smal = lezer.methode.kompas, is_dark(), is_phone()
    spells: list[tuple[Wijk, list[Fasebalk]]] = []
    for wijk in chosen:
        frame = read_wijk(lezer, wijk, peildatum).stand.gegevens.perioden
        rows = zip(*(frame[name].tolist() for name in ("fase", "begonnen_op", "afgesloten_op")), strict=True)
        known = [(f, begin.date(), None if pd.isna(end) else end.date()) for f, begin, end in rows]
        balken = [Fasebalk(f, begin, end if end and end <= peildatum else None) for f, begin, end in known]
        spells.append((wijk, [balk for balk in balken if balk.van <= peildatum]))
    figure = lezer.cached(
        ("vergelijkfasen", tuple(chosen), peildatum, dark, smal),
        lambda: fasebalken([(w.label, b) for w, b in spells], kompas, peildatum=peildatum, dark=dark, smal=smal),
    )

    def shown() -> pd.DataFrame:
        rows = [
            (
                wijk.label,
                f"{kompas.fase[b.fase].nummer}. {kompas.fase[b.fase].naam}" if b.fase in kompas.fase else b.fase,
                texts.day(b.van),
                texts.day(b.tot) if b.tot else "nog open",
            )
            for wijk, balken in spells
            for b in balken
        ]
        return pd.DataFrame(rows, columns=["Wijk", "Fase", "Begonnen", "Afgesloten"])

    chart(
        figure,
        key="vergelijk_fasen",
        finding="Wanneer elke wijk in welke fase was",
        alt="Per wijk de fasen als balken op één tijdas. De datums staan in de tabel.",
        shown=shown,
        exported=shown,
        file_name=f"vergelijken-fasen-{peildatum:%Y-%m-%d}.csv",
        explained=FASE_UITLEG,
        confidence=f"Peildatum {texts.day(peildatum)}",
    )
