"""Rekenregels §3: every kind of signal with a worked example, and what holds for all of them."""

from datetime import date, datetime, time, timedelta
from typing import Any

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from wijkkompas_core.analysis.signalen import Signaal, Signaalgegevens, Soort, signalen
from wijkkompas_core.analysis.stilte import stilte
from wijkkompas_core.domain.kompas import Aspect, BelanghebbendeType, Fase, Kompas, Schaalwaarde, Spoor
from wijkkompas_core.domain.parameters import Rekenparameters

PEIL = date(2025, 6, 30)
FASEN = ("een", "twee", "drie")
ASPECTEN = ("sociaal-1", "techniek-1")
KOMPAS = Kompas(
    tuple(Fase(slug, i, slug, slug, "") for i, slug in enumerate(FASEN, start=1)),
    (Spoor("sociaal", 1, "Sociaal", "Sociaal", ""), Spoor("techniek", 2, "Techniek", "Techniek", "")),
    tuple(Aspect(slug, 1, slug[:-2], slug.capitalize(), slug, "") for slug in ASPECTEN),
    {},
)
TYPEN = {"wijkraad": BelanghebbendeType("wijkraad", 1, "Wijkraad", ("sociaal-1",))}
NIVEAUS = {
    slug: Schaalwaarde("participatieniveau", slug, i, slug.capitalize(), "")
    for i, slug in enumerate(("informeren", "raadplegen", "adviseren"), start=1)
}
COLUMNS = {
    "perioden": "fase begonnen_op afgesloten_op",
    "nvt": "fase aspect reden",
    "vakken": "fase aspect aantal laatste",
    "betrokken": "fase aspect hoofd aantal hoogste",
    "partijen": "hoofd naam type",
    "beloften": "fase hoofd niveau",
    "mijlpalen": "id naam fase gepland_op",
    "afspraken": "id wat deadline eigenaar hoofd",
}


def ago(days: int) -> datetime:
    return datetime.combine(PEIL - timedelta(days=days), time())


OPEN = ("een", ago(100), pd.NaT)
BRUG = (1, "De Brug", "woningcorporatie")
# Both vakken of fase een were looked after lately and the wijkraad was there: nothing to say.
FRESH = [("een", aspect, 1, ago(5)) for aspect in ASPECTEN]
RAAD, RAAD_MET = (9, "Wijkraad Zuid", "wijkraad"), ("een", "sociaal-1", 9, 1, 2)


def frame(columns: str, rows: list[tuple]) -> pd.DataFrame:
    return pd.DataFrame(rows, columns=pd.Index(columns.split()), dtype=object)


def given_facts(**facts: Any) -> Signaalgegevens:
    rows = {"perioden": [OPEN], "vakken": FRESH, "betrokken": [RAAD_MET], "partijen": [RAAD], **facts}
    return Signaalgegevens(**{name: frame(columns, list(rows.get(name, []))) for name, columns in COLUMNS.items()})


def found(parameters: Rekenparameters | None = None, **facts: Any) -> list[Signaal]:
    return signalen(
        given_facts(**facts), KOMPAS, TYPEN, NIVEAUS, peildatum=PEIL, parameters=parameters or Rekenparameters()
    )


def only(**facts: Any) -> Signaal:
    (signaal,) = found(**facts)
    return signaal


def test_a_wijk_in_which_everything_was_looked_after_has_no_signals():
    assert found() == []


def test_an_empty_vak_of_an_open_fase_is_a_signal_from_the_day_the_fase_opened():
    signaal = only(vakken=FRESH[:1])
    assert (signaal.soort, signaal.fase, signaal.aspect) == (Soort.LEEG, "een", "techniek-1")
    assert (signaal.dagen, signaal.gewicht) == (100, 300)
    assert "nog geen contactmoment in fase 1" in signaal.zin
    assert "100 dagen open, sinds 22-03-2025" in signaal.reden


@pytest.mark.parametrize(("days", "signals"), [(60, 0), (61, 1)])
def test_silence_is_a_signal_after_more_than_sixty_days(days, signals):
    result = found(vakken=[FRESH[0], ("een", "techniek-1", 4, ago(days))])
    assert len(result) == signals
    if result:
        assert (result[0].soort, result[0].dagen, result[0].gewicht) == (Soort.STILTE, 61, 122)
        assert "61 dagen stil in fase 1" in result[0].zin


def test_how_long_silence_may_last_can_differ_per_fase():
    quiet = [FRESH[0], ("een", "techniek-1", 4, ago(31))]
    assert [s.soort for s in found(Rekenparameters(stilte_per_fase=(("een", 30),)), vakken=quiet)] == [Soort.STILTE]
    assert found(Rekenparameters(stilte_per_fase=(("twee", 30),)), vakken=quiet) == []


def test_a_fase_that_was_reopened_lately_is_not_called_silent_for_the_time_it_was_closed():
    spells = [("een", ago(400), ago(300)), ("een", ago(20), pd.NaT)]
    assert found(perioden=spells, vakken=[(f, a, n, ago(350)) for f, a, n, _ in FRESH]) == []


def test_an_expected_type_that_was_never_met_is_a_signal_and_says_who_is_known():
    unknown = only(betrokken=[], partijen=[])
    assert (unknown.soort, unknown.aspect, unknown.fase) == (Soort.TYPE, "sociaal-1", "een")
    assert unknown.zin.endswith("nog geen contact met een wijkraad.")
    assert "In het register staat er nog geen" in unknown.reden
    known = only(betrokken=[])
    assert "Wijkraad Zuid" in known.reden
    assert known.sleutel == unknown.sleutel
    assert known.feiten != unknown.feiten  # now someone can be invited


def test_a_type_that_was_met_in_a_closed_fase_has_been_met():
    assert found(betrokken=[("twee", "sociaal-1", 9, 1, 2)]) == []


@pytest.mark.parametrize(
    ("n", "most", "signals"), [(2, 2, 0), (3, 3, 1), (3, 2, 0), (5, 4, 1), (10, 8, 1), (10, 7, 0), (15, 12, 1)]
)
def test_one_belanghebbende_in_four_of_five_contactmomenten_is_a_signal_from_three_on(n, most, signals):
    result = found(
        vakken=[("een", "sociaal-1", n, ago(5)), FRESH[1]],
        betrokken=[RAAD_MET, ("een", "sociaal-1", 1, most, 2)],
        partijen=[RAAD, BRUG],
    )
    assert len(result) == signals
    if result:
        assert (result[0].soort, result[0].object) == (Soort.OVERHEERSING, 1)
        assert f"De Brug was bij {most} van {n} contactmomenten" in result[0].zin


@pytest.mark.parametrize(
    ("reached", "promised", "signals"),
    [
        ([], "adviseren", 1),
        ([("een", "techniek-1", 1, 1, float("nan"))], "raadplegen", 1),
        ([("een", "techniek-1", 1, 1, 1)], "raadplegen", 1),
        ([("een", "techniek-1", 1, 1, 1), ("een", "sociaal-1", 1, 1, 2)], "adviseren", 0),
        ([("twee", "techniek-1", 1, 1, 3)], "adviseren", 1),
        ([], "informeren", 0),
        ([], "onbekend", 0),
    ],
)
def test_who_was_promised_more_than_informeren_and_got_no_further_is_a_signal(reached, promised, signals):
    result = found(betrokken=[RAAD_MET, *reached], partijen=[RAAD, BRUG], beloften=[("een", 1, promised)])
    assert [s.soort for s in result] == [Soort.BELOFTE] * signals
    if result:
        assert result[0].object == 1
        assert f"Beloofd is {promised}" in result[0].reden


def test_a_mijlpaal_and_an_afspraak_are_signals_the_day_after_their_date():
    on_time: dict[str, Any] = {
        "mijlpalen": [(1, "Akkoord", "een", ago(0)), (2, "Later", "een", None)],
        "afspraken": [(1, "Bellen", ago(0), "Tess", None), (2, "Ooit", None, None, None)],
    }
    assert found(**on_time) == []
    late = found(mijlpalen=[(7, "Akkoord", "drie", ago(1))], afspraken=[(8, "Bellen", ago(2), None, None)])
    assert [(s.soort, s.object, s.dagen, s.gewicht) for s in late] == [
        (Soort.AFSPRAAK, 8, 2, 10),
        (Soort.MIJLPAAL, 7, 1, 5),
    ]
    assert "1 dag over de datum" in late[1].zin
    assert "geen eigenaar" in late[0].waarom


def test_the_facts_of_a_signal_change_when_what_it_is_about_changes():
    first, moved = (
        only(afspraken=[(8, "Bellen", ago(9), "Tess", None)]),
        only(afspraken=[(8, "Bellen", ago(2), "Tess", None)]),
    )
    assert first.sleutel == moved.sleutel
    assert first.feiten != moved.feiten


def test_the_facts_of_a_signal_stay_the_same_when_only_time_passes():
    def later(days: int) -> dict[str, str]:
        facts = given_facts(
            vakken=[("een", "techniek-1", 3, ago(70))],
            betrokken=[],
            beloften=[("een", 9, "adviseren")],
            mijlpalen=[(7, "Akkoord", "een", ago(1))],
            afspraken=[(8, "Bellen", ago(2), None, None)],
        )
        result = signalen(facts, KOMPAS, TYPEN, NIVEAUS, peildatum=PEIL + timedelta(days=days))
        return {s.sleutel: s.feiten for s in result}

    assert len(later(0)) == 6
    assert later(0) == later(1) == later(30)


spell = st.tuples(
    st.sampled_from(FASEN), st.integers(-30, 900).map(ago), st.one_of(st.just(pd.NaT), st.integers(-30, 900).map(ago))
)
vak_rows = st.dictionaries(
    st.tuples(st.sampled_from(FASEN), st.sampled_from(ASPECTEN)),
    st.tuples(st.integers(1, 12), st.integers(0, 500).map(ago)),
)
nvt_rows = st.lists(
    st.tuples(st.sampled_from(FASEN), st.sampled_from(ASPECTEN), st.sampled_from(["hoort hier niet", " ", ""])),
    max_size=4,
)
party_rows = st.dictionaries(
    st.tuples(st.sampled_from(FASEN), st.sampled_from(ASPECTEN), st.sampled_from([1, 9])),
    st.tuples(st.integers(1, 12), st.sampled_from([1, 2, 3, float("nan")])),
)
facts = st.fixed_dictionaries(
    {
        "perioden": st.lists(spell, max_size=5),
        "nvt": nvt_rows,
        "vakken": vak_rows.map(lambda rows: [(*key, *value) for key, value in rows.items()]),
        "betrokken": party_rows.map(lambda rows: [(*key, *value) for key, value in rows.items()]),
        "partijen": st.just([RAAD, BRUG]),
        "beloften": st.lists(
            st.tuples(st.sampled_from(FASEN), st.sampled_from([1, 9]), st.sampled_from(list(NIVEAUS))), max_size=3
        ),
        "mijlpalen": st.lists(
            st.tuples(st.integers(1, 9), st.just("Akkoord"), st.sampled_from(FASEN), st.integers(-50, 50).map(ago)),
            max_size=3,
            unique_by=lambda row: row[0],
        ),
        "afspraken": st.lists(
            st.tuples(
                st.integers(1, 9),
                st.text(max_size=300),
                st.integers(-50, 50).map(ago),
                st.just("Tess"),
                st.sampled_from([None, 1, 9]),
            ),
            max_size=3,
            unique_by=lambda row: row[0],
        ),
    }
)


@settings(max_examples=150, deadline=None)
@given(facts)
def test_a_vak_gives_no_signal_while_it_is_not_applicable_or_its_fase_is_not_open(rows):
    today = pd.Timestamp(PEIL)
    running = {f for f, begin, end in rows["perioden"] if begin <= today and (pd.isna(end) or end > today)}
    excluded = {(f, a) for f, a, reason in rows["nvt"] if reason.strip()}
    for signaal in found(**rows):
        if signaal.soort in (Soort.MIJLPAAL, Soort.AFSPRAAK):
            continue
        assert signaal.fase in running
        assert (signaal.fase, signaal.aspect) not in excluded


@settings(max_examples=150, deadline=None)
@given(facts, st.sampled_from(FASEN), st.sampled_from(ASPECTEN))
def test_a_contactmoment_more_never_makes_a_vak_empty_or_silent(rows, fase, aspect):
    before = {s.sleutel for s in found(**rows)}
    counted = {(f, a): (n, last) for f, a, n, last in rows["vakken"]}
    n, last = counted.get((fase, aspect), (0, ago(500)))
    counted[fase, aspect] = (n + 1, max(last, ago(0)))
    after = found(**{**rows, "vakken": [(*key, *value) for key, value in counted.items()]})
    assert {s.sleutel for s in after if s.soort in (Soort.LEEG, Soort.STILTE)} <= before
    assert not [s for s in after if s.soort in (Soort.LEEG, Soort.STILTE) and (s.fase, s.aspect) == (fase, aspect)]


@settings(max_examples=150, deadline=None)
@given(facts, st.integers(0, 400))
def test_signals_are_unique_ranked_by_weight_and_grow_heavier_with_time(rows, days):
    now = found(**rows)
    ranks = [(s.soort is not Soort.TYPE, s.gewicht) for s in now]
    assert ranks == sorted(ranks, reverse=True)
    assert len({s.sleutel for s in now}) == len(now)
    for s in now:
        assert s.gewicht == s.ernst * s.dagen >= 0
        assert s.zin
        assert s.reden
    later = {
        s.sleutel: s
        for s in signalen(given_facts(**rows), KOMPAS, TYPEN, NIVEAUS, peildatum=PEIL + timedelta(days=days))
    }
    reopened = {fase for fase, begin, _ in rows["perioden"] if begin > pd.Timestamp(PEIL)}  # there days begin anew
    for s in now:
        if s.fase in reopened or s.soort is Soort.TYPE:
            continue
        if s.sleutel in later and later[s.sleutel].feiten == s.feiten:
            assert later[s.sleutel].gewicht >= s.gewicht


def silence(days: dict[str, list[int]], spells: list[tuple], nvt=()) -> dict[str, tuple[float, float]]:
    """Days since the last contactmoment and longest gap per aspect; `days` are days ago."""
    dagen = frame("aspect datum", [(a, ago(n)) for a, ns in days.items() for n in ns])
    result = stilte(dagen, frame(COLUMNS["perioden"], spells), frame(COLUMNS["nvt"], list(nvt)), KOMPAS, peildatum=PEIL)
    return {row["aspect"]: (row["dagen_sinds"], row["langste_gat"]) for row in result.to_dict("records")}


def test_silence_is_counted_from_the_last_contact_and_the_longest_gap_is_kept():
    result = silence({"sociaal-1": [90, 40, 10]}, [OPEN])
    assert result["sociaal-1"] == (10, 50)
    assert result["techniek-1"] == (100, 100)


def test_time_in_which_no_fase_was_open_is_no_silence():
    spells = [("een", ago(400), ago(300)), ("twee", ago(50), pd.NaT)]
    assert silence({"sociaal-1": [320]}, spells)["sociaal-1"] == (50, 80)


def test_fasen_that_overlap_or_follow_each_other_are_one_stretch_of_time():
    spells = [("een", ago(200), ago(100)), ("twee", ago(120), ago(60)), ("drie", ago(60), pd.NaT)]
    assert silence({"sociaal-1": [110]}, spells)["sociaal-1"] == (110, 110)


def test_without_an_open_fase_there_is_no_silence_now():
    since, longest = silence({}, [("een", ago(200), ago(100))])["sociaal-1"]
    assert pd.isna(since)
    assert longest == 100


def test_an_aspect_that_does_not_apply_is_not_silent():
    since, longest = silence({}, [OPEN], [("een", "sociaal-1", "hoort hier niet")])["sociaal-1"]
    assert pd.isna(since)
    assert pd.isna(longest)


@settings(max_examples=150, deadline=None)
@given(st.lists(spell, max_size=5), st.lists(st.integers(0, 900), max_size=8), st.integers(0, 900))
def test_a_contactmoment_more_never_makes_the_silence_longer(spells, days, extra):
    before = silence({"sociaal-1": days}, spells)["sociaal-1"]
    after = silence({"sociaal-1": [*days, extra]}, spells)["sociaal-1"]
    for old, new in zip(before, after, strict=True):
        assert pd.isna(old) == pd.isna(new)
        assert pd.isna(old) or 0 <= new <= old
    if not pd.isna(before[0]):
        assert before[1] >= before[0] or days
