"""Rekenregels §2: the status of every vak and the coverage of the required ones."""

from datetime import date, datetime, time, timedelta
from typing import Any

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from wijkkompas_core.analysis.dekking import UITLEG, Dekking, dekking, dekking_tekst, vakstatus
from wijkkompas_core.domain.kompas import Aspect, Fase, Kompas, Spoor
from wijkkompas_core.domain.parameters import Rekenparameters

PEIL = date(2025, 6, 30)
FASEN = ("een", "twee", "drie")
KOMPAS = Kompas(
    tuple(Fase(slug, i, slug, slug, "") for i, slug in enumerate(FASEN, start=1)),
    (Spoor("sociaal", 1, "Sociaal", "Sociaal", ""), Spoor("techniek", 2, "Techniek", "Techniek", "")),
    # Deliberately not grouped by spoor: the grid is.
    tuple(Aspect(f"{s}-{i}", i, s, s, s, "") for i in (1, 2, 3) for s in ("sociaal", "techniek")),
    {},
)
VAKKEN = [(v.fase, v.aspect) for v in KOMPAS.vakken()]


def frame(columns: str, rows: list[tuple]) -> pd.DataFrame:
    return pd.DataFrame(rows, columns=pd.Index(columns.split()), dtype=object)


def status_of(contacten=(), perioden=(), nvt=(), peildatum=PEIL, parameters=None) -> pd.DataFrame:
    return vakstatus(
        frame("fase aspect aantal laatste", list(contacten)),
        frame("fase begonnen_op afgesloten_op", list(perioden)),
        frame("fase aspect reden", list(nvt)),
        KOMPAS,
        peildatum=peildatum,
        parameters=parameters or Rekenparameters(),
    )


def records(result: pd.DataFrame) -> list[dict[str, Any]]:
    return result.to_dict("records")


def vak(result: pd.DataFrame, fase: str, aspect: str) -> dict[str, Any]:
    return next(row for row in records(result) if (row["fase"], row["aspect"]) == (fase, aspect))


def days_before(days: int) -> datetime:
    return datetime.combine(PEIL - timedelta(days=days), time())


OPEN = ("een", pd.Timestamp(2025, 1, 1), pd.NaT)


@pytest.mark.parametrize(
    ("aantal", "days", "perioden", "expected"),
    [
        (1, 10, [OPEN], "eenmalig"),
        (1, 90, [OPEN], "eenmalig"),
        (1, 91, [OPEN], "verouderd"),
        (1, 474, [OPEN], "verouderd"),
        (2, 90, [OPEN], "actueel"),
        (2, 91, [OPEN], "verouderd"),
        (2, 91, [("een", pd.Timestamp(2025, 1, 1), pd.Timestamp(2025, 3, 1))], "gedaan"),
        (2, 91, [("een", pd.Timestamp(2025, 1, 1), pd.Timestamp(PEIL))], "gedaan"),
        (2, 91, [("een", pd.Timestamp(2025, 1, 1), pd.Timestamp(2025, 7, 1))], "verouderd"),
        (2, 91, [("een", pd.Timestamp(2024, 1, 1), pd.Timestamp(2024, 9, 1)), OPEN], "verouderd"),
        (1, 5, [("een", pd.Timestamp(2025, 1, 1), pd.Timestamp(2025, 3, 1))], "gedaan"),
        (2, 91, [], "gedaan"),
    ],
)
def test_the_status_follows_number_age_and_whether_the_fase_is_open(aantal, days, perioden, expected):
    result = status_of([("een", "sociaal-1", aantal, days_before(days))], perioden)
    assert vak(result, "een", "sociaal-1")["status"] == expected
    assert vak(result, "een", "sociaal-2")["status"] == ("leeg" if perioden else "later")
    assert vak(result, "drie", "sociaal-1")["status"] == "later"


def test_the_age_that_makes_a_vak_verouderd_is_a_parameter():
    contacten = [("een", "sociaal-1", 2, days_before(40))]
    strict = Rekenparameters(verouderd_na_dagen=30)
    assert vak(status_of(contacten, [OPEN]), "een", "sociaal-1")["status"] == "actueel"
    assert vak(status_of(contacten, [OPEN], parameters=strict), "een", "sociaal-1")["status"] == "verouderd"


def test_nvt_with_a_reason_goes_before_everything_and_is_not_required():
    row = vak(
        status_of([("een", "sociaal-1", 5, days_before(1))], [OPEN], [("een", "sociaal-1", "Geen bedrijven")]),
        "een",
        "sociaal-1",
    )
    assert (row["status"], row["vereist"], row["reden"]) == ("n.v.t.", False, "Geen bedrijven")


@pytest.mark.parametrize("reden", ["", "  ", None, float("nan")])
def test_nvt_without_a_reason_does_not_count(reden):
    row = vak(status_of([], [OPEN], [("een", "sociaal-1", reden)]), "een", "sociaal-1")
    assert (row["status"], row["vereist"], row["reden"]) == ("leeg", True, "")


def test_vakken_are_required_once_their_fase_has_begun_open_or_closed():
    perioden = [
        ("een", pd.Timestamp(2024, 1, 1), pd.Timestamp(2024, 12, 1)),
        ("twee", pd.Timestamp(PEIL), pd.NaT),
        ("drie", pd.Timestamp(PEIL + timedelta(days=1)), pd.NaT),
    ]
    required = [row["fase"] for row in records(status_of([], perioden)) if row["vereist"]]
    assert required == ["een"] * 6 + ["twee"] * 6


def test_a_contact_in_a_fase_that_has_not_begun_shows_but_covers_nothing():
    result = status_of([("drie", "sociaal-1", 1, days_before(1))], [OPEN])
    assert vak(result, "drie", "sociaal-1")["status"] == "gedaan"
    assert dekking(result) == Dekking(0, 6, 0)


def test_every_vak_is_there_in_kompas_order_also_without_any_data():
    result = status_of()
    assert list(zip(result["fase"], result["aspect"], strict=True)) == VAKKEN
    assert result["spoor"].tolist() == (["sociaal"] * 3 + ["techniek"] * 3) * 3
    assert set(result["status"]) == {"later"} and set(result["vereist"]) == {False}
    assert result["laatste"].dtype.kind == "M" and result["vereist"].dtype == bool
    assert dekking(result) == Dekking(0, 0, 0) and dekking(result).aandeel is None


def test_two_rows_for_one_vak_are_refused():
    row = ("een", "sociaal-1", 1, days_before(1))
    with pytest.raises(ValueError, match="hetzelfde vak"):
        status_of([row, row])


def test_the_text_gives_both_numbers():
    assert dekking_tekst(Dekking(17, 24, 3)) == "17 van 24 vakken; 3 n.v.t."
    assert dekking_tekst(Dekking(17, 24, 0)) == "17 van 24 vakken"
    assert dekking_tekst(Dekking(1, 1, 0)) == "1 van 1 vak"
    assert dekking_tekst(Dekking(0, 0, 2)) == "nog geen vakken vereist; 2 n.v.t."
    assert Dekking(17, 24, 3).aandeel == pytest.approx(17 / 24)


def test_part_of_the_frame_gives_the_coverage_of_that_part():
    result = status_of(
        [("een", "sociaal-1", 2, days_before(1)), ("een", "techniek-2", 1, days_before(1))],
        [OPEN],
        [("een", "sociaal-3", "Niet hier")],
    )
    assert dekking(result) == Dekking(2, 5, 1)
    assert dekking(result.query("spoor == 'sociaal'")) == Dekking(1, 2, 1)


def test_the_explanation_calls_the_ninety_days_ours():
    assert "90 dagen" in UITLEG and "zelf gekozen" in UITLEG


contacts = st.dictionaries(
    st.sampled_from(VAKKEN), st.tuples(st.integers(1, 5), st.integers(0, 300)), max_size=len(VAKKEN)
)
spells = st.lists(
    st.tuples(st.sampled_from(FASEN), st.integers(-20, 400), st.one_of(st.none(), st.integers(0, 200))), max_size=5
)
marks = st.sets(st.sampled_from(VAKKEN), max_size=8)


def rows_of(contacten, perioden, gemarkeerd) -> tuple[list, list, list]:
    """The three inputs from drawn values; a spell is (fase, days before the peildatum, length in days or None)."""
    return (
        [(*v, aantal, days_before(age)) for v, (aantal, age) in contacten.items()],
        [
            (fase, days_before(ago), pd.NaT if length is None else days_before(ago - length))
            for fase, ago, length in perioden
        ],
        [(*v, "reden") for v in sorted(gemarkeerd)],
    )


@settings(max_examples=60, deadline=None)
@given(contacts, spells, marks)
def test_coverage_equals_a_recount_in_plain_python(contacten, perioden, gemarkeerd):
    result = dekking(status_of(*rows_of(contacten, perioden, gemarkeerd)))
    begun = {fase for fase, ago, _ in perioden if ago >= 0}
    required = {v for v in VAKKEN if v[0] in begun} - gemarkeerd
    assert result == Dekking(len(required & contacten.keys()), len(required), len(gemarkeerd))
    assert result.gedekt <= result.vereist


@settings(max_examples=40, deadline=None)
@given(contacts, spells, marks, st.sampled_from(VAKKEN))
def test_one_contactmoment_more_never_lowers_coverage(contacten, perioden, gemarkeerd, extra):
    before = dekking(status_of(*rows_of(contacten, perioden, gemarkeerd)))
    more = {**contacten, extra: (contacten.get(extra, (0, 0))[0] + 1, 0)}
    after = dekking(status_of(*rows_of(more, perioden, gemarkeerd)))
    assert after.gedekt >= before.gedekt and after.vereist == before.vereist


@settings(max_examples=40, deadline=None)
@given(contacts, spells, marks, st.sampled_from(VAKKEN))
def test_marking_a_vak_nvt_never_raises_what_is_required(contacten, perioden, gemarkeerd, extra):
    before = dekking(status_of(*rows_of(contacten, perioden, gemarkeerd)))
    after = dekking(status_of(*rows_of(contacten, perioden, gemarkeerd | {extra})))
    assert after.vereist <= before.vereist and after.gedekt <= before.gedekt


@settings(max_examples=30, deadline=None)
@given(contacts, spells, marks)
def test_the_order_of_the_rows_does_not_matter(contacten, perioden, gemarkeerd):
    met, fasen, nvt = rows_of(contacten, perioden, gemarkeerd)
    usual, reverse = status_of(met, fasen, nvt), status_of(met[::-1], fasen[::-1], nvt[::-1])
    pd.testing.assert_frame_equal(usual, reverse)
