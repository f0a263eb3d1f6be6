""" "Zelfde fase, andere wijken": a wijk beside the others when they were in its fase; never a ranking."""

from collections.abc import Sequence
from datetime import date

import pandas as pd
import plotly.graph_objects as go
import streamlit as st

from dashboard.charts import zelfde_fase as charts
from dashboard.charts.grafiek import Grafiek
from dashboard.kit import state
from dashboard.kit.chart import draw
from dashboard.kit.html import empty_state, heading, paragraph, show
from dashboard.kit.screen import is_dark, is_narrow
from dashboard.reading.lezer import Lezer
from dashboard.screens.vergelijken.reads import Fasebeeld, read_fasebeeld, read_fasen
from wijkkompas_core.analysis.zelfde_fase import MATEN, UITLEG
from wijkkompas_core.domain import nederlands as nl
from wijkkompas_core.domain.kompas import Kompas
from wijkkompas_core.domain.toegang import Recht
from wijkkompas_core.queries.wijken import Wijk

FASEWIJK = "fasewijk"
TITEL = "Zelfde fase, andere wijken"
KOLOM = {"dekking": "Vakken", "aantal": "Contactmomenten", "balans": "Balans"}


def same_fase_view(lezer: Lezer, chosen: Sequence[Wijk], peildatum: date) -> None:
    """Choose one of the wijken and a fase it was in; its curves beside those of all others this user may see."""
    kompas = lezer.methode.kompas
    show(heading(TITEL), paragraph("Hoe stonden andere wijken ervoor, evenveel dagen nadat de fase bij hen begon?"))
    with st.container(key="wk-zelfde-fase", horizontal=True, vertical_alignment="bottom"):
        wijk = _choose_wijk(chosen)
        fasen = read_fasen(lezer, wijk, peildatum)
        names = {f.slug: f"{f.nummer}. {f.naam}" for f in kompas.fasen if f.slug in fasen}
        fase = _choose_fase(names) if names else None
    beeld = read_fasebeeld(lezer, wijk, fase, peildatum) if fase else None
    if fase is None or beeld is None:
        empty_state(
            f"Hier zie je {wijk.naam} naast andere wijken in dezelfde fase.",
            f"In {wijk.naam} is nog geen fase begonnen. Dat doe je bij Voortgang.",
        )
        return
    if not beeld.namen:
        rest = "Er is nog geen andere wijk in deze fase geweest."
        if lezer.actor.wijken(Recht.WIJK_ZIEN) is not None:
            rest = "Van de wijken die jij mag zien is er nog geen andere in deze fase geweest."
        show(paragraph(rest, "wk-stil"))
    _curves(lezer, beeld, kompas.fase[fase].naam, peildatum)


def _choose_wijk(chosen: Sequence[Wijk]) -> Wijk:
    by_slug = {wijk.slug: wijk for wijk in chosen}
    wijk = by_slug.get(state.get(FASEWIJK) or "") or chosen[0]
    if len(chosen) > 1:
        st.selectbox(
            "Welke wijk?",
            list(by_slug),
            format_func=lambda slug: by_slug[slug].label if slug in by_slug else str(slug),
            **state.follow(
                "zelfde_fase_wijk", wijk.slug, lambda slug: state.put(**{FASEWIJK: str(slug), "fase": None})
            ),
        )
    return wijk


def _choose_fase(names: dict[str, str]) -> str:
    """One of the fasen that the wijk was in, the last of the method unless the URL says another."""
    wanted = state.get(state.FASE) or ""
    fase = wanted if wanted in names else list(names)[-1]
    st.selectbox(
        "Welke fase?",
        list(names),
        format_func=lambda slug: names.get(slug, str(slug)),
        **state.follow("zelfde_fase_fase", fase, lambda slug: state.put(fase=str(slug))),
    )
    return fase


def _curves(lezer: Lezer, beeld: Fasebeeld, fase: str, peildatum: date) -> None:
    naam = beeld.wijk.label
    figure, finding, alt = lezer.made(draw_curves, beeld, lezer.methode.kompas, fase, dark=is_dark(), smal=is_narrow())
    others = nl.count(len(beeld.namen), "andere wijk", "andere wijken")
    draw(
        Grafiek(
            figuur=figure,
            alt=alt,
            bevinding=finding,
            tabel=lambda: _table(beeld),
            cijfers=lambda: _rows(beeld),
            uitleg=UITLEG,
        ),
        "zelfde_fase",
        file_name=f"zelfde-fase-{beeld.wijk.slug}-{peildatum:%Y-%m-%d}",
        about=f"{naam} · fase {fase} · peildatum {nl.day(peildatum)}",
        confidence=f"{others} in deze fase geweest · fase begonnen op {nl.day(beeld.verblijf.begin)}",
    )


def draw_curves(beeld: Fasebeeld, kompas: Kompas, fase: str, *, dark: bool, smal: bool) -> tuple[go.Figure, str, str]:
    """The figure, its finding and its alternative text; `fase` by its name."""
    frames, vereist, naam = (beeld.kromme, beeld.band, beeld.stippen), len(beeld.verblijf.vereist), beeld.wijk.label
    figure = charts.zelfde_fase_figuur(*frames, beeld.namen, kompas, naam=naam, vereist=vereist, dark=dark, smal=smal)
    finding = charts.zelfde_fase_tekst(*frames, naam=naam, fase=fase, vereist=vereist, dag=beeld.dag)
    return figure, finding, charts.zelfde_fase_alt(finding, beeld.kromme, dag=beeld.dag)


def _others(beeld: Fasebeeld, maat: str, dag: int) -> str:
    """What the others had on a day, in words: the middle half, or each by name."""
    found = beeld.band.loc[(beeld.band["maat"] == maat) & (beeld.band["dag"] == dag)]
    if len(found):
        low, high = (charts.waarde_tekst(maat, found[name].iloc[0]) for name in ("laag", "hoog"))
        return f"{low} tot {high} ({found['n'].iloc[0]} wijken)"
    dots = beeld.stippen.loc[(beeld.stippen["maat"] == maat) & (beeld.stippen["dag"] == dag)]
    pairs = sorted((beeld.namen.get(w, ""), v) for w, v in zip(dots["wijk"], dots["waarde"], strict=True))
    return "; ".join(f"{naam}: {charts.waarde_tekst(maat, v)}" for naam, v in pairs) or "geen"


def _table(beeld: Fasebeeld) -> pd.DataFrame:
    shown: dict[str, list[str]] = {"Dag": [str(day) for day in beeld.kromme["dag"].tolist()]}
    for maat in MATEN:
        shown[KOLOM[maat]] = [charts.waarde_tekst(maat, float(v)) for v in beeld.kromme[maat].tolist()]
        shown[f"{KOLOM[maat]} bij anderen"] = [_others(beeld, maat, day) for day in beeld.kromme["dag"].tolist()]
    return pd.DataFrame(shown)


def _rows(beeld: Fasebeeld) -> pd.DataFrame:
    """The same numbers for a spreadsheet: a row per day, the bounds of the band in columns of their own."""
    frame = beeld.kromme.drop(columns=["wijk"])
    for maat in MATEN:
        part = beeld.band.loc[beeld.band["maat"] == maat, ["dag", "laag", "hoog", "n"]]
        part = part.rename(columns={"laag": f"{maat}_p25", "hoog": f"{maat}_p75", "n": f"{maat}_wijken"})
        frame = frame.merge(part, on="dag", how="left")
    return frame.assign(wijk=beeld.wijk.label)
