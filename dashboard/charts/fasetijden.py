"""The fasen of a wijk in time as the timeline shows them: real spells with the steps back, planning and mijlpalen."""

from dataclasses import dataclass
from datetime import date

import pandas as pd

from dashboard.charts import columns, moment
from wijkkompas_core.domain.kompas import Fase, Kompas

OUTCOMES = {
    "go": ("circle", "go"),
    "no-go": ("x", "no-go"),
    "voorwaarden": ("triangle-up", "go met voorwaarden"),
    "": ("diamond", "uitkomst onbekend"),
    "gepland": ("diamond-open", "gepland"),
}


@dataclass(frozen=True, slots=True)
class Spell:
    """One stretch of time in a fase; `end` None while it is open; `back` says what kind of step back it was."""

    fase: Fase
    start: pd.Timestamp
    end: pd.Timestamp | None
    back: str = ""
    source: Fase | None = None
    """The fase it came back from."""


@dataclass(frozen=True, slots=True)
class Mijlpaal:
    """One mijlpaal; `soort` is a key of OUTCOMES."""

    fase: Fase
    datum: pd.Timestamp
    soort: str
    naam: str


def spells_of(perioden: pd.DataFrame, kompas: Kompas, peildatum: date) -> list[Spell]:
    """The real spells up to the peildatum by start, with the steps back among them."""
    today = moment(peildatum)
    rows = sorted(zip(*columns(perioden, "begonnen_op", "fase", "afgesloten_op"), strict=True), key=lambda r: r[:2])
    spells: list[Spell] = []
    for start, slug, closed in rows:
        fase = kompas.fase.get(slug)
        if fase is None or pd.isna(start) or start > today:
            continue
        end = None if pd.isna(closed) or closed > today else closed
        before = max((spell.fase for spell in spells), key=lambda f: f.nummer, default=None)
        again = any(spell.fase == fase for spell in spells)
        back, source = "", None
        if before and before.nummer > fase.nummer:
            back, source = "terug", before
        elif again:
            back = "heropend"
        spells.append(Spell(fase, start, end, back, source))
    return spells


def plans_of(planning: pd.DataFrame, kompas: Kompas) -> list[tuple[Fase, pd.Timestamp, pd.Timestamp]]:
    """The planned stretches: fase, first and last day."""
    return [
        (kompas.fase[slug], moment(van), moment(tot))
        for slug, van, tot in zip(*columns(planning, "fase", "gepland_van", "gepland_tot"), strict=True)
        if slug in kompas.fase and not pd.isna(van) and not pd.isna(tot)
    ]


def mijlpalen_of(mijlpalen: pd.DataFrame, kompas: Kompas) -> list[Mijlpaal]:
    """The mijlpalen with a date, by date."""
    found = []
    for slug, datum, gepland, uitkomst, naam in zip(
        *columns(mijlpalen, "fase", "datum", "gepland", "uitkomst", "naam"), strict=True
    ):
        if slug in kompas.fase and not pd.isna(datum):
            outcome = uitkomst if isinstance(uitkomst, str) and uitkomst in OUTCOMES else ""
            soort = outcome or ("gepland" if gepland else "")
            found.append(Mijlpaal(kompas.fase[slug], moment(datum), soort, naam))
    return sorted(found, key=lambda m: m.datum)
