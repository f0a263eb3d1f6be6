"""What the timeline of the fasen says in words: its finding, its table, and the whole for who cannot see it."""

from datetime import date

import pandas as pd

from dashboard.charts import moment
from dashboard.charts.fasetijden import OUTCOMES, mijlpalen_of, plans_of, spells_of
from dashboard.charts.namen import schoon
from wijkkompas_core.domain import nederlands as nl
from wijkkompas_core.domain.kompas import Fase, Kompas

UITLEG = (
    "Een balk is de tijd dat een fase open was; een fase kan vaker open zijn. De planning is wat er vooraf is "
    "afgesproken en schuift niet mee. Begint een fase nadat een latere al was begonnen, dan heet dat een stap terug."
)
_Rij = tuple[Fase, str, pd.Timestamp, pd.Timestamp | None, str]
"""The fase, what it is, from when, until when (None: a mijlpaal, or it runs on), and what came of a mijlpaal."""


def tijdlijn_tekst(
    perioden: pd.DataFrame, planning: pd.DataFrame, mijlpalen: pd.DataFrame, kompas: Kompas, *, peildatum: date
) -> str:
    """The finding: which fasen run now, how that compares with the planning, and the steps back."""
    spells, today = spells_of(perioden, kompas, peildatum), moment(peildatum)
    if not spells:
        return "Er is nog geen fase begonnen"
    running = {spell.fase.nummer: spell.fase for spell in spells if spell.end is None}
    back = sum(spell.back == "terug" for spell in spells)
    tail = f"; er was {'één stap' if back == 1 else f'{back} keer een stap'} terug" if back else ""
    if not running:
        return f"Er loopt nu geen fase{tail}"
    names = [f"{number} {fase.kort}" for number, fase in sorted(running.items())]
    start = f"Nu loopt fase {names[0]}" if len(names) == 1 else f"Nu lopen de fasen {' en '.join(names)}"
    last = running[max(running)]
    ends = [tot for fase, _, tot in plans_of(planning, kompas) if fase == last]
    if ends:
        late = (today - max(ends)).days
        subject = "" if len(names) == 1 else f" van fase {last.nummer}"
        planned = f"de geplande einddatum{subject}"
        start += (
            f", {nl.count(late, 'dag', 'dagen')} na {planned}" if late > 0 else (f"; {planned} is {nl.day(max(ends))}")
        )
    return start + tail


def tijdlijn_alt(
    perioden: pd.DataFrame, planning: pd.DataFrame, mijlpalen: pd.DataFrame, kompas: Kompas, *, peildatum: date
) -> str:
    """The timeline in words: the finding, the spell of each fase, and the mijlpalen with their outcome."""
    parts = [f"{tijdlijn_tekst(perioden, planning, mijlpalen, kompas, peildatum=peildatum)}."]
    spells = []
    for spell in spells_of(perioden, kompas, peildatum):
        until = "loopt nog" if spell.end is None else f"tot {nl.day(spell.end)}"
        word = f" ({spell.back})" if spell.back else ""
        spells.append(f"fase {spell.fase.nummer}{word} van {nl.day(spell.start)}, {until}")
    parts += [f"Tijdlijn op {nl.day(peildatum)}: {'; '.join(spells)}."] if spells else []
    plans = [f"fase {f.nummer} van {nl.day(a)} tot {nl.day(b)}" for f, a, b in plans_of(planning, kompas)]
    parts += [f"Gepland: {'; '.join(plans)}."] if plans else []
    marks = [f"{schoon(m.naam)} ({nl.day(m.datum)}, {OUTCOMES[m.soort][1]})" for m in mijlpalen_of(mijlpalen, kompas)]
    parts += [f"Mijlpalen: {'; '.join(marks)}."] if marks else []
    return " ".join(parts)


def _rijen(
    perioden: pd.DataFrame, planning: pd.DataFrame, mijlpalen: pd.DataFrame, kompas: Kompas, peildatum: date
) -> list[_Rij]:
    """All that the timeline shows, in the order of the fasen: planned, real, and the mijlpalen."""
    rows: list[_Rij] = [(fase, "Gepland", van, tot, "") for fase, van, tot in plans_of(planning, kompas)]
    for spell in spells_of(perioden, kompas, peildatum):
        rows.append((spell.fase, "Werkelijk", spell.start, spell.end, ""))
    rows += [(m.fase, m.naam, m.datum, None, OUTCOMES[m.soort][1]) for m in mijlpalen_of(mijlpalen, kompas)]
    return sorted(rows, key=lambda row: row[0].nummer)


def tijdlijn_tabel(
    perioden: pd.DataFrame, planning: pd.DataFrame, mijlpalen: pd.DataFrame, kompas: Kompas, peildatum: date
) -> pd.DataFrame:
    """The timeline as texts, one stretch or mijlpaal per row."""
    rows = [
        (
            f"{fase.nummer}. {fase.kort}",
            what,
            nl.day(van),
            nl.day(tot) if tot is not None else "" if outcome else "loopt nog",
            outcome,
        )
        for fase, what, van, tot, outcome in _rijen(perioden, planning, mijlpalen, kompas, peildatum)
    ]
    return pd.DataFrame(rows, columns=pd.Index(["Fase", "Wat", "Van", "Tot", "Uitkomst"]))


def tijdlijn_cijfers(
    perioden: pd.DataFrame, planning: pd.DataFrame, mijlpalen: pd.DataFrame, kompas: Kompas, peildatum: date
) -> pd.DataFrame:
    """The same for a file: `fase, wat, van, tot, uitkomst`, the days as dates."""
    rows = [
        (fase.slug, what, van.date(), None if tot is None else tot.date(), outcome)
        for fase, what, van, tot, outcome in _rijen(perioden, planning, mijlpalen, kompas, peildatum)
    ]
    return pd.DataFrame(rows, columns=pd.Index(["fase", "wat", "van", "tot", "uitkomst"]))
