"""Bands per fase: the judgement, the suggestion, the sums of all wijken, and who may set them."""

from collections import defaultdict
from dataclasses import replace
from datetime import date, timedelta

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import event, select

from tests.core.contacten import DRIE, TWEE
from tests.core.wijken import FASE, SOCIAAL, SYSTEM, TECHNIEK, add_person, add_wijk, record, right_input
from wijkkompas_core.analysis.band import Plaats, fasestanden, oordeel, oordelen, voorstel
from wijkkompas_core.analysis.maten import balans_index, balans_interval
from wijkkompas_core.analysis.programmabalans import reeksen, uitgelijnd
from wijkkompas_core.domain.band import BandInvoer, check_band
from wijkkompas_core.domain.tijd import today
from wijkkompas_core.domain.toegang import Actie, Rol
from wijkkompas_core.errors import Conflict, Forbidden, InvalidInput, NotFound
from wijkkompas_core.queries import programmabalans as reads
from wijkkompas_core.queries.methode import methode
from wijkkompas_core.services.band import remove_band, set_band
from wijkkompas_core.services.contactmomenten import delete_contactmoment
from wijkkompas_core.storage.tables import BandRow

RIGHT = BandInvoer(FASE, -0.2, 0.4, "Afgesproken in het programmateam.")
OTHER_FASE = "samen-starten"


def judge(a: int, b: int, band):
    low, high = balans_interval(a, b)
    return oordeel(float(balans_index(a, b)), float(low), float(high), a + b, band, TWEE)


# The judgement


@pytest.mark.parametrize(
    ("a", "b", "plaats", "zin"),
    [
        (0, 0, Plaats.WEINIG, "Te weinig gegevens"),
        (7, 0, Plaats.WEINIG, "Te weinig gegevens"),
        (8, 0, Plaats.ACHTER, "Techniek loopt achter"),
        (0, 8, Plaats.ACHTER, "Sociaal loopt achter"),
        (6, 14, Plaats.NEIGT, "Neigt naar techniek, vergeleken met de band"),
        (10, 10, Plaats.BINNEN, "Binnen de band"),
    ],
)
def test_a_spoor_lags_behind_only_from_eight_and_with_the_whole_interval_outside(a, b, plaats, zin):
    found = judge(a, b, (-0.3, 0.3))
    assert (found.plaats, found.zin) == (plaats, zin)


def test_nothing_is_said_without_a_band_or_with_three_sporen():
    assert judge(0, 50, None).plaats is Plaats.GEEN_BAND
    assert oordeel(0.5, 0.4, 0.6, 50, (0.0, 0.1), DRIE).plaats is Plaats.GEEN_BAND


bounds = st.tuples(st.floats(-1, 1), st.floats(-1, 1)).filter(lambda pair: pair[0] < pair[1])


@given(st.integers(0, 60), st.integers(0, 60), bounds)
def test_the_claim_is_never_made_on_few_data_or_on_an_interval_that_touches_the_band(a, b, band):
    found = judge(a, b, band)
    low, high = (float(bound) for bound in balans_interval(a, b))
    if found.plaats is Plaats.ACHTER:
        assert a + b >= 8 and (high < band[0] or low > band[1])
    elif a + b >= 8:
        assert high >= band[0] and low <= band[1]
    assert (found.plaats is Plaats.WEINIG) == (a + b < 8)


@given(st.integers(0, 60), st.integers(0, 60), bounds)
def test_the_other_way_round_the_other_spoor_is_named(a, b, band):
    mirrored = judge(b, a, (-band[1], -band[0]))
    found = judge(a, b, band)
    names = {"sociaal": "techniek", "techniek": "sociaal", "Sociaal": "Techniek", "Techniek": "Sociaal"}
    swapped = " ".join(names.get(word.rstrip(","), word.rstrip(",")) for word in found.zin.split())
    assert mirrored.zin.replace(",", "") == swapped and mirrored.plaats is found.plaats


@given(st.integers(0, 60), st.integers(0, 60), bounds, st.floats(0, 1), st.floats(0, 1))
def test_a_wider_band_never_makes_a_spoor_lag_behind(a, b, band, more_low, more_high):
    wider = (max(-1.0, band[0] - more_low), min(1.0, band[1] + more_high))
    if judge(a, b, wider).plaats is Plaats.ACHTER:
        assert judge(a, b, band).plaats is Plaats.ACHTER


# The suggestion from our own wijken


def test_a_suggestion_needs_five_wijken_with_data():
    assert voorstel(pd.Series([-0.4, -0.2, 0.0, 0.2])) is None
    assert voorstel(pd.Series([-0.4, -0.2, 0.0, 0.2, np.nan])) is None
    assert voorstel(pd.Series([-0.4, -0.2, 0.0, 0.2, 0.4])) == (-0.2, 0.2)
    assert voorstel(pd.Series([0.1] * 6)) is None


@given(st.lists(st.floats(-0.99, 0.99), min_size=5, max_size=80))
def test_the_suggestion_holds_about_half_of_the_wijken(balansen):
    found = voorstel(pd.Series(balansen))
    if found is not None:
        low, high = found
        assert -1 < low < high < 1
        within = sum(low - 0.005 <= value <= high + 0.005 for value in balansen)
        assert within >= len(balansen) / 2 - 1


# The sums of all wijken, against plain counting


def plain_sums(rows: list[tuple[int, date, str, tuple[str, ...]]], kompas) -> dict[tuple, list[float]]:
    """(wijk, fase, month) → n, weights per spoor, counts per spoor; added up by hand."""
    sporen = [spoor.slug for spoor in kompas.sporen]
    found: dict[tuple, list[float]] = defaultdict(lambda: [0.0] * 5)
    for wijk, day, fase, aspecten in rows:
        cell = found[wijk, fase, day.replace(day=1)]
        cell[0] += 1
        for place, spoor in enumerate(sporen):
            hits = sum(kompas.spoor_van[aspect] == spoor for aspect in aspecten)
            cell[1 + place] += hits / len(aspecten)
            cell[3 + place] += hits > 0
    return found


def read_sums(database, actor, wijken):
    with database.reading() as session:
        kompas = methode(session).kompas
        return reads.maandsommen(session, actor, wijken, kompas), kompas


def test_the_database_adds_up_as_a_person_would(any_database):
    one, two = add_wijk(any_database), add_wijk(any_database, "stad")
    manager = add_person(any_database, "pim", Rol.PROGRAMMAMANAGER, None)
    kompas = read_sums(any_database, manager, [one])[1]
    slugs = [aspect.slug for aspect in kompas.aspecten]
    rows = []
    for number in range(40):
        day = today() - timedelta(days=number * 9)
        aspecten = tuple(sorted({slugs[number % 6], slugs[number * 5 % 6], slugs[number // 7 % 6]}))
        fase, wijk = (FASE if number % 3 else OTHER_FASE), (one if number % 4 else two)
        key = record(any_database, manager, right_input(wijk, datum=day, fase=fase, aspecten=aspecten))
        if number % 10 == 3:
            with any_database.writing(manager, Actie.CONTACTMOMENT_VERWIJDEREN, wijk) as session:
                delete_contactmoment(session, key, 1)
        else:
            rows.append((wijk, day, fase, aspecten))
    frame, _ = read_sums(any_database, manager, [one, two])
    sporen = [spoor.slug for spoor in kompas.sporen]
    names = ["n", *(f"som_{s}" for s in sporen), *(f"n_{s}" for s in sporen)]
    found = {
        (row.wijk, row.fase, row.maand.date()): [float(getattr(row, name.replace("-", "_"))) for name in names]
        for row in frame.rename(columns=lambda c: c.replace("-", "_")).itertuples()
    }
    expected = plain_sums(rows, kompas)
    assert found.keys() == expected.keys()
    for key, values in expected.items():
        assert found[key] == pytest.approx(values)
    only = read_sums(any_database, manager, [two])[0]
    assert set(only["wijk"]) == {two}
    assert read_sums(any_database, manager, [])[0].empty


def test_the_sums_come_in_one_query_and_only_of_wijken_that_one_may_see(database):
    one, two = add_wijk(database), add_wijk(database, "stad")
    lezer = add_person(database, "lies", Rol.LEZER, one)
    for wijk in (one, two):
        record(database, SYSTEM, right_input(wijk))
    with pytest.raises(Forbidden):
        read_sums(database, lezer, [one, two])
    with database.reading() as session:
        kompas = methode(session).kompas
        asked: list[str] = []
        event.listen(session.get_bind(), "before_cursor_execute", lambda *arguments: asked.append(arguments[2]))
        assert set(reads.maandsommen(session, lezer, [one], kompas)["wijk"]) == {one}
    assert len(asked) == 1


# Pooled per fase, per period, and aligned


def sums(*rows) -> pd.DataFrame:
    """Rows of (wijk, fase, month, sociaal, techniek), each contactmoment in one spoor."""
    columns = ["wijk", "fase", "maand", "n", "som_sociaal", "som_techniek", "n_sociaal", "n_techniek"]
    table = [(w, f, pd.Timestamp(m), a + b, float(a), float(b), a, b) for w, f, m, a, b in rows]
    return pd.DataFrame(table, columns=pd.Index(columns))


def test_all_months_of_a_fase_count_together_and_fasen_apart():
    frame = fasestanden(
        sums((1, "a", "2025-01-01", 2, 1), (1, "a", "2025-06-01", 1, 0), (1, "b", "2025-06-01", 0, 9)), TWEE
    )
    first, second = frame.to_dict("records")
    assert (first["n"], first["balans"]) == (4, 0.25) and round(first["laag"], 2) == -0.19
    assert second["balans"] == pytest.approx(-9 / 13)
    judged = oordelen(frame, {"b": (-0.3, 0.3)}, TWEE)
    assert judged["zin"].tolist() == ["Geen band", "Sociaal loopt achter"]


def test_a_series_has_every_period_and_a_gap_where_nothing_happened():
    frame = reeksen(
        sums((1, "a", "2025-01-01", 3, 1), (1, "b", "2025-07-01", 1, 1), (2, "a", "2019-01-01", 1, 0)),
        TWEE,
        van=date(2025, 1, 15),
        tot=date(2025, 9, 1),
        per="kwartaal",
    )
    assert frame["wijk"].tolist() == [1, 1, 1, 2, 2, 2]
    assert frame["n"].tolist() == [4, 0, 2, 0, 0, 0]
    assert frame["balans"].iloc[0] == 0.25 and frame["balans"].isna().tolist()[1:] == [True, False, True, True, True]
    with pytest.raises(ValueError, match="ligt na"):
        reeksen(sums(), TWEE, van=date(2025, 2, 1), tot=date(2025, 1, 1), per="maand")


@given(st.integers(1, 40), st.dates(date(2015, 1, 1), date(2024, 1, 1)))
def test_shifting_a_wijk_by_whole_years_leaves_its_aligned_line_as_it_was(months, start):
    def line(years: int) -> pd.DataFrame:
        begin = start.replace(year=start.year + years * 4)  # four years have the same days
        first = pd.Timestamp(begin.replace(day=1))
        rows = [(1, "a", first + pd.DateOffset(months=i), i % 5, (i * 3) % 4) for i in range(months)]
        last = date(begin.year + 4, 12, 31)
        frame = reeksen(sums(*rows), TWEE, van=begin, tot=last, per="maand")
        return uitgelijnd(frame, {1: begin}).loc[:, ["dag", "balans", "n"]].head(40)

    if start.day < 29:
        pd.testing.assert_frame_equal(line(0), line(1))


def test_a_wijk_without_a_start_is_left_out_and_days_before_it_as_well():
    rows = [(w, "a", f"2025-0{m}-01", 2, 1) for w in (1, 2) for m in (1, 2, 3)]
    frame = reeksen(sums(*rows), TWEE, van=date(2025, 1, 1), tot=date(2025, 3, 31), per="maand")
    aligned = uitgelijnd(frame, {1: date(2025, 2, 20)})
    assert aligned["wijk"].tolist() == [1, 1]
    assert aligned["dag"].tolist() == [0.0, 24.5]


# Setting and taking away


@pytest.fixture
def manager(any_database):
    return add_person(any_database, "pim", Rol.PROGRAMMAMANAGER, None)


def write(database, actor, use_case, *args):
    with database.writing(actor, Actie.BAND_WIJZIGEN) as session:
        return use_case(session, *args)


def now(database, actor):
    with database.reading() as session:
        return reads.banden(session, actor), reads.bandgeschiedenis(session, actor, FASE)


def test_no_fase_has_a_band_until_someone_sets_one(any_database, manager):
    assert now(any_database, manager) == ({}, ())


def test_who_set_it_when_and_why_can_be_read_also_after_it_is_gone(any_database, manager):
    versie = write(any_database, manager, set_band, RIGHT, 0)
    band = now(any_database, manager)[0][FASE]
    assert (band.grenzen, band.door, band.reden, band.versie) == ((-0.2, 0.4), "Pim", RIGHT.reden, versie)
    versie = write(any_database, manager, set_band, replace(RIGHT, hoog=0.5, reden="Ruimer."), versie)
    versie = write(any_database, manager, set_band, replace(RIGHT, hoog=0.5, reden="Andere woorden."), versie)
    write(any_database, manager, remove_band, FASE, versie, "Werkte niet.")
    banden, history = now(any_database, manager)
    assert banden == {}
    assert [(one.grenzen, one.reden) for one in history] == [
        (None, "Werkte niet."),
        ((-0.2, 0.5), "Andere woorden."),
        ((-0.2, 0.5), "Ruimer."),
        ((-0.2, 0.4), RIGHT.reden),
    ]
    assert {one.door for one in history} == {"Pim"}
    write(any_database, manager, set_band, RIGHT, 0)
    assert now(any_database, manager)[1][0].grenzen == (-0.2, 0.4)


@pytest.mark.parametrize("rol", [Rol.LEZER, Rol.TEAMLID, Rol.PROJECTLEIDER])
def test_who_does_not_steer_the_programme_cannot_touch_a_band(database, rol):
    actor = add_person(database, "ed", rol, None)
    with pytest.raises(Forbidden):
        write(database, actor, set_band, RIGHT, 0)
    with pytest.raises(Forbidden):
        write(database, actor, remove_band, FASE, 1, "Weg.")


def test_a_programmamanager_of_one_wijk_cannot_set_what_holds_for_all(database):
    actor = add_person(database, "een", Rol.PROGRAMMAMANAGER, add_wijk(database))
    with pytest.raises(Forbidden):
        write(database, actor, set_band, RIGHT, 0)
    with database.reading() as session:
        assert session.scalar(select(BandRow)) is None


def test_someone_elses_change_is_not_overwritten(any_database, manager):
    versie = write(any_database, manager, set_band, RIGHT, 0)
    with pytest.raises(Conflict):
        write(any_database, manager, set_band, RIGHT, 0)
    write(any_database, manager, set_band, replace(RIGHT, hoog=0.9), versie)
    with pytest.raises(Conflict):
        write(any_database, manager, remove_band, FASE, versie, "Weg.")
    with pytest.raises(NotFound):
        write(any_database, manager, remove_band, OTHER_FASE, 1, "Weg.")


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"laag": None}, "laag"),
        ({"hoog": None}, "hoog"),
        ({"laag": -1.01}, "laag"),
        ({"hoog": float("nan")}, "hoog"),
        ({"hoog": float("inf")}, "hoog"),
        ({"laag": 0.4}, "hoog"),
        ({"laag": 0.0, "hoog": 0.0}, "hoog"),
        ({"reden": "  \n"}, "reden"),
        ({"reden": "a" * 2_001}, "reden"),
        ({"fase": "nergens"}, "fase"),
    ],
)
def test_what_is_wrong_is_said_at_its_field(database, changes, field):
    actor = add_person(database, "pim", Rol.PROGRAMMAMANAGER, None)
    with pytest.raises(InvalidInput) as caught:
        write(database, actor, set_band, replace(RIGHT, **changes), 0)
    assert set(caught.value.fields) == {field}


def test_every_error_is_told_at_once():
    assert set(check_band(BandInvoer("nergens"), fasen={FASE})) == {"fase", "laag", "hoog", "reden"}


def test_a_band_cannot_be_taken_away_without_a_reason(database):
    actor = add_person(database, "pim", Rol.PROGRAMMAMANAGER, None)
    versie = write(database, actor, set_band, RIGHT, 0)
    with pytest.raises(InvalidInput) as caught:
        write(database, actor, remove_band, FASE, versie, "")
    assert set(caught.value.fields) == {"reden"}


def test_both_sporen_count_once_for_a_contactmoment_that_touches_both(database):
    wijk = add_wijk(database)
    record(database, SYSTEM, right_input(wijk, aspecten=(SOCIAAL, TECHNIEK)))
    frame, kompas = read_sums(database, SYSTEM, [wijk])
    values = frame.iloc[0]
    assert [values[f"som_{s.slug}"] for s in kompas.sporen] == [0.5, 0.5]
    assert [values[f"n_{s.slug}"] for s in kompas.sporen] == [1, 1] and values["n"] == 1
