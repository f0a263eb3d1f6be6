"""Belofte en praktijk, banden, zelfde fase and the longest silence, worked out a second time in plain Python."""

from collections import defaultdict
from datetime import date, timedelta
from fractions import Fraction
from statistics import median_low

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from wijkkompas_core.analysis.band import voorstel
from wijkkompas_core.analysis.belofte import belofte_praktijk
from wijkkompas_core.analysis.stilte import stilte
from wijkkompas_core.analysis.zelfde_fase import Verblijf, band, krommen
from wijkkompas_core.domain.kompas import Aspect, Fase, Kompas, Spoor

BEGIN, DAYS = date(2025, 1, 1), 200
PEIL = BEGIN + timedelta(days=DAYS)
KAPPA, STEP, FEWEST = 2, 30, 5
SPOOR = {"m1": "mens", "m2": "mens", "t1": "techniek", "t2": "techniek"}
KOMPAS = Kompas(
    tuple(Fase(slug, i, slug, slug, "") for i, slug in enumerate(("een", "twee"), 1)),
    tuple(Spoor(slug, i, slug, slug, "") for i, slug in enumerate(("mens", "techniek"), 1)),
    tuple(Aspect(slug, i, spoor, slug, slug, "") for i, (slug, spoor) in enumerate(SPOOR.items(), 1)),
    {},
)
LEVELS = {"informeren": 1, "raadplegen": 2, "adviseren": 3}
days = st.integers(-20, DAYS + 40)
aspects = st.lists(st.sampled_from(sorted(SPOOR)), min_size=1, max_size=4, unique=True)
spells = st.lists(st.tuples(st.integers(0, DAYS), st.none() | st.integers(0, DAYS)), min_size=1, max_size=3)
quick = settings(max_examples=60, deadline=None)


def on(day: int) -> date:
    return BEGIN + timedelta(days=day)


def spelled(pairs):
    return [(on(begin), None if length is None else on(begin + length)) for begin, length in pairs]


@quick
@given(
    st.lists(st.tuples(st.integers(0, 3), st.sampled_from(["nu", "ooit"]), st.sampled_from([*LEVELS, "bevelen"]))),
    st.lists(st.tuples(st.integers(0, 3), st.sampled_from([*LEVELS, "bevelen"]), st.integers(1, 4))),
)
def test_belofte_en_praktijk(beloften, gehaald):
    promised = pd.DataFrame(
        [(p, f"P{p}", f, n) for p, f, n in beloften], columns=["belanghebbende", "naam", "fase", "niveau"]
    )
    reached = pd.DataFrame(gehaald, columns=["belanghebbende", "niveau", "aantal"])
    found = belofte_praktijk(promised, reached, niveaus=LEVELS, open_fasen=("nu",))
    expected = {}
    for party in {p for p, fase, niveau in beloften if fase == "nu" and niveau in LEVELS}:
        level = max(LEVELS[n] for p, fase, n in beloften if p == party and fase == "nu" and n in LEVELS)
        had = [LEVELS[n] for p, n, times in gehaald for _ in range(times) if p == party and n in LEVELS]
        expected[party] = (level - max(had, default=0), len(had), median_low(had) if had else 0)
    assert expected == {
        row["belanghebbende"]: (row["gat"], row["contacten"], LEVELS.get(row["mediaan"], 0))
        for row in found.to_dict("records")
    }


@quick
@given(st.lists(st.tuples(st.integers(1, 7), days, aspects), max_size=40), st.lists(spells, min_size=7, max_size=7))
def test_zelfde_fase(moments, lives):
    stays = {wijk: Verblijf(tuple(spelled(life)), ("m1", "m2", "t1")) for wijk, life in enumerate(lives, 1)}
    rows = [(w, n, pd.Timestamp(on(d)), a, len(about)) for n, (w, d, about) in enumerate(moments) for a in about]
    frame = pd.DataFrame(rows, columns=["wijk", "contactmoment", "datum", "aspect", "k"])
    frame["datum"] = pd.to_datetime(frame["datum"])
    found = krommen(frame, stays, KOMPAS, peildatum=PEIL)
    expected = {}
    for wijk, stay in stays.items():
        begin = min(van for van, _ in stay.perioden)
        for since in range(0, (PEIL - begin).days + 1, STEP):
            day = begin + timedelta(days=since)
            if not any(van <= day and (tot is None or day < tot) for van, tot in stay.perioden):
                continue
            # what is dated before the fase counts from its first day
            until = [(d, about) for w, d, about in moments if w == wijk and max(on(d), begin) <= day]
            sums = defaultdict(Fraction)
            for _, about in until:
                for aspect in about:
                    sums[SPOOR[aspect]] += Fraction(1, len(about))
            a, b = sums["mens"], sums["techniek"]
            covered = {aspect for _, about in until for aspect in about} & {"m1", "m2", "t1"}
            expected[(wijk, since)] = (
                len(covered),
                len(until),
                float((a - b) / (a + b + 2 * KAPPA)) if until else None,
            )
    assert list(zip(found["wijk"], found["dag"], strict=True)) == sorted(expected)
    for row in found.to_dict("records"):
        covered, number, balans = expected[(row["wijk"], row["dag"])]
        assert (row["dekking"], row["aantal"]) == (covered, number)
        assert row["balans"] == pytest.approx(balans) if balans is not None else np.isnan(row["balans"])
    drawn = {
        (row["maat"], row["dag"]): (row["laag"], row["hoog"], row["n"]) for row in band(found, 1).to_dict("records")
    }
    again = {}
    for place, maat in enumerate(("dekking", "aantal", "balans")):
        for since in {since for wijk, since in expected if wijk != 1}:
            values = [v[place] for (w, s), v in expected.items() if s == since and w != 1 and v[place] is not None]
            if len(values) >= FEWEST:
                again[(maat, since)] = (quartile(values, 1), quartile(values, 3), len(values))
    assert drawn.keys() == again.keys()
    assert all(drawn[key] == pytest.approx(again[key]) for key in drawn)


def quartile(values, number):
    """The first or third quartile, by a straight line between the two nearest of the ordered values."""
    ordered = sorted(values)
    place = Fraction(number, 4) * (len(ordered) - 1)
    below = int(place)
    above = min(below + 1, len(ordered) - 1)
    return float(ordered[below] + (ordered[above] - ordered[below]) * float(place - below))


@quick
@given(st.lists(st.floats(-0.99, 0.99), max_size=12))
def test_the_band_that_is_proposed(values):
    found = voorstel(pd.Series(values, dtype=float))
    if len(values) < FEWEST:
        assert found is None
        return
    low, high = quartile(values, 1), quartile(values, 3)
    if found is None:
        assert high - low < 0.011
    else:
        assert found == (pytest.approx(low, abs=0.00501), pytest.approx(high, abs=0.00501))


@quick
@given(
    st.lists(st.tuples(st.integers(0, DAYS), st.sampled_from(sorted(SPOOR))), max_size=20),
    st.lists(
        st.tuples(st.sampled_from(["een", "twee"]), st.integers(0, DAYS), st.none() | st.integers(1, DAYS)), max_size=4
    ),
    st.sets(st.tuples(st.sampled_from(["een", "twee"]), st.sampled_from(sorted(SPOOR)))),
)
def test_the_longest_silence(moments, fasen, dropped):
    met = pd.DataFrame([(a, pd.Timestamp(on(d))) for d, a in moments], columns=["aspect", "datum"])
    lived = [(f, on(b), None if n is None else on(b + n)) for f, b, n in fasen]
    perioden = pd.DataFrame(
        [(f, pd.Timestamp(b), pd.Timestamp(e) if e else pd.NaT) for f, b, e in lived],
        columns=["fase", "begonnen_op", "afgesloten_op"],
    )
    nvt = pd.DataFrame([(f, a, "hoeft niet") for f, a in dropped], columns=["fase", "aspect", "reden"])
    found = stilte(met, perioden, nvt, KOMPAS, peildatum=PEIL).set_index("aspect")
    for aspect in SPOOR:
        own = {on(d) for d, a in moments if a == aspect}
        counted = [(b, e) for f, b, e in lived if (f, aspect) not in dropped and b <= PEIL]
        # day by day: how long is it since something happened or the fasen opened?
        longest, since = None, None
        for number in range(DAYS + 1):
            day = on(number)
            inside = [b for b, e in counted if b <= day and (e is None or day <= e)]
            if not inside:
                since = None
                continue
            longest = longest or 0
            since = 0 if since is None else since + 1
            longest = max(longest, since)
            since = 0 if day in own else since
        still = any(e is None or e > PEIL for _, e in counted)
        assert (
            found.loc[aspect, "langste_gat"] == longest
            if longest is not None
            else np.isnan(found.loc[aspect, "langste_gat"])
        )
        assert found.loc[aspect, "dagen_sinds"] == since if still else np.isnan(found.loc[aspect, "dagen_sinds"])
