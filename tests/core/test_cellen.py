"""A contactmoment as a row of cells: what is changed in a table is what is changed in the record, and nothing else."""

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from wijkkompas_core.domain.betrokkenheid import ContactmomentInvoer
from wijkkompas_core.domain.cellen import CELLEN, cellen, gewijzigde_cellen, met_cellen

BEFORE = ContactmomentInvoer(
    wijk=3,
    datum=date(2025, 3, 1),
    fase="karakteriseren",
    aspecten=("bewoners-doen-mee", "betaalbaar"),
    vorm="overleg",
    participatieniveau="raadplegen",
    belanghebbenden=(7, 9),
    aantal_deelnemers=4,
    opbrengst="=1+1 <b>",
    links=("https://voorbeeld.nl",),
)
slugs = st.text("abc-", min_size=1, max_size=8)
VALUES = {
    "datum": st.dates().map(date.isoformat),
    "fase": slugs,
    "vorm": slugs,
    "aspecten": st.lists(slugs, unique=True, max_size=4),
    "participatieniveau": st.none() | slugs,
    "belanghebbenden": st.lists(st.integers(1, 99).map(str), unique=True, max_size=4),
    "aantal_deelnemers": st.none() | st.integers(-5, 10**9),
    "opbrengst": st.text(),
}
changes = st.fixed_dictionaries({}, optional=VALUES)


@given(changes)
def test_changed_cells_are_read_back_and_all_other_cells_stay(changed):
    after = met_cellen(BEFORE, changed)
    assert cellen(after) == cellen(BEFORE) | changed
    assert (after.wijk, after.links, after.sleutel) == (BEFORE.wijk, BEFORE.links, BEFORE.sleutel)


@given(changes)
def test_only_what_makes_something_else_of_the_record_counts_as_changed(changed):
    found = gewijzigde_cellen(BEFORE, changed)
    assert found.keys() <= changed.keys()
    same = met_cellen(BEFORE, found)
    full = met_cellen(BEFORE, changed)
    assert sorted(same.aspecten) == sorted(full.aspecten) and same.opbrengst == full.opbrengst
    assert bool(found) == any(
        sorted(v) != sorted(cellen(BEFORE)[n]) if isinstance(v, list) else v != cellen(BEFORE)[n]
        for n, v in changed.items()
    )


def test_a_cell_put_back_as_it_was_is_no_change():
    assert gewijzigde_cellen(BEFORE, cellen(BEFORE)) == {}
    assert gewijzigde_cellen(BEFORE, {"aspecten": ["betaalbaar", "bewoners-doen-mee"]}) == {}


junk = st.none() | st.booleans() | st.floats() | st.text() | st.lists(st.text() | st.none(), max_size=3)


@given(st.dictionaries(st.sampled_from((*CELLEN, "wijk", "sleutel", "links")), junk))
def test_a_forged_cell_never_breaks_and_never_reaches_what_is_no_cell(changed):
    lists = {"aspecten", "belanghebbenden"}
    changed = {n: v for n, v in changed.items() if (isinstance(v, list) or v is None) == (n in lists)}
    after = met_cellen(BEFORE, changed)
    assert (after.wijk, after.sleutel, after.links) == (BEFORE.wijk, BEFORE.sleutel, BEFORE.links)


def test_a_number_that_is_not_whole_and_a_day_that_is_none_are_left_to_be_refused():
    assert met_cellen(BEFORE, {"aantal_deelnemers": 2.5}).aantal_deelnemers == -1
    assert met_cellen(BEFORE, {"aantal_deelnemers": float("inf")}).aantal_deelnemers == -1
    assert met_cellen(BEFORE, {"aantal_deelnemers": 2.0}).aantal_deelnemers == 2
    assert met_cellen(BEFORE, {"datum": "31-02-2025"}).datum is None
