"""Marks of what changed since a day: only where something changed, and the whole stays what it was."""

from datetime import date

import pandas as pd
import pytest

from dashboard.charts.balans import Rondom, balans_grafiek
from dashboard.charts.kompas import sunburst
from dashboard.charts.sinds import RUIT, met_invoer_sinds, met_ruiten, veranderde_vakken
from dashboard.kit.vakraster import raster_van
from tests.charts.conftest import build_aanrakingen
from wijkkompas_core.analysis.balans import balans


@pytest.fixture
def aanrakingen(kompas):
    return build_aanrakingen(kompas)


def test_a_vak_of_which_the_status_changed_gets_a_diamond_and_no_other(kompas, vakken):
    then = vakken.copy()
    then.loc[0, "status"] = "leeg" if vakken.loc[0, "status"] != "leeg" else "eenmalig"
    changed = veranderde_vakken(then, vakken)
    assert list(changed) == [(vakken.loc[0, "fase"], vakken.loc[0, "aspect"])]
    plain = sunburst(raster_van(vakken, kompas, (), date(2025, 12, 1)), vakken, kompas).figuur
    marked = met_ruiten(plain, changed, kompas, "30-09-2026")
    texts = [text for trace in marked.to_dict()["data"] for text in trace.get("text", ()) if RUIT in str(text)]
    hovers = [text for trace in marked.to_dict()["data"] for text in trace.get("hovertext", ()) if RUIT in str(text)]
    assert len(texts) == len(hovers) == 1 and "Was op 30-09-2026" in hovers[0]
    assert not any(RUIT in str(text) for trace in plain.to_dict()["data"] for text in trace.get("text", ()))


def test_the_bars_keep_their_height_and_show_what_was_entered_later(kompas, aanrakingen, perioden, mijlpalen):
    van, tot = aanrakingen["datum"].min().date(), aanrakingen["datum"].max().date()
    now = balans(aanrakingen, kompas, van=van, tot=tot, per="kwartaal")
    some = aanrakingen[aanrakingen["contactmoment"] % 2 == 0]
    then = balans(some, kompas, van=van, tot=tot, per="kwartaal")
    plain = balans_grafiek(now, kompas, Rondom(perioden, mijlpalen), per="kwartaal").figuur
    marked = met_invoer_sinds(plain, then, now, kompas, "30-09-2026", False)

    def heights(figure):
        bars = [trace for trace in figure.to_dict()["data"] if trace["type"] == "bar"]
        return pd.DataFrame([bar["y"] for bar in bars]).clip(lower=0).sum().round(9).tolist()

    assert heights(marked) == heights(plain)
    hatched = [t for t in marked.to_dict()["data"] if t["type"] == "bar" and "pattern" in t["marker"]]
    assert len(hatched) == len(kompas.sporen)
    assert sum(abs(value) for trace in hatched for value in trace["y"]) > 0


def test_without_anything_known_then_every_bar_is_new(kompas, aanrakingen, perioden, mijlpalen):
    van, tot = aanrakingen["datum"].min().date(), aanrakingen["datum"].max().date()
    now = balans(aanrakingen, kompas, van=van, tot=tot, per="kwartaal")
    plain = balans_grafiek(now, kompas, Rondom(perioden, mijlpalen), per="kwartaal").figuur
    marked = met_invoer_sinds(plain, now.iloc[:0], now, kompas, "30-09-2026", False)
    bars = [trace for trace in marked.to_dict()["data"] if trace["type"] == "bar"]
    assert all(not any(trace["y"]) for trace in bars if "pattern" not in trace["marker"])
