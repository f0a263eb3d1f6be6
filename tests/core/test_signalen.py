"""Setting a signal aside and taking it back, on SQLite and PostgreSQL; what a signal is, stands elsewhere."""

from datetime import timedelta

import pytest

from tests.core.wijken import FASE, SOCIAAL, add_person, add_wijk, record, right_input
from wijkkompas_core.domain.tijd import today
from wijkkompas_core.domain.toegang import Actie, Rol
from wijkkompas_core.errors import Conflict, Forbidden, InvalidInput, NotFound
from wijkkompas_core.queries.methode import methode
from wijkkompas_core.queries.signalen import signaalstand
from wijkkompas_core.queries.wijkstart import happened_lately, open_afspraken
from wijkkompas_core.services.signalen import set_aside, take_back

SLEUTEL = f"leeg:{FASE}/{SOCIAAL}"


@pytest.fixture
def wijk(any_database):
    return add_wijk(any_database)


@pytest.fixture
def teamlid(any_database, wijk):
    return add_person(any_database, "tess", Rol.TEAMLID, wijk)


def stand(database, actor, wijk, day=None):
    with database.reading() as session:
        return signaalstand(session, actor, wijk, methode(session), day or today())


def signal(database, actor, wijk, sleutel=SLEUTEL):
    return next(one for one in stand(database, actor, wijk).signalen if one.sleutel == sleutel)


def lay(database, actor, wijk, sleutel=SLEUTEL, feiten=None, reden="Er wonen hier nog geen mensen."):
    facts = signal(database, actor, wijk, sleutel).feiten if feiten is None else feiten
    with database.writing(actor, Actie.SIGNAAL_WEGLEGGEN, wijk) as session:
        return set_aside(session, wijk, sleutel, facts, reden)


def test_a_signal_that_was_set_aside_is_gone_and_tells_why_by_whom(any_database, wijk, teamlid):
    lay(any_database, teamlid, wijk)
    now = stand(any_database, teamlid, wijk)
    assert SLEUTEL not in {one.sleutel for one in now.signalen}
    (aside,) = now.weggelegd
    assert (aside.signaal.sleutel, aside.reden, aside.door) == (SLEUTEL, "Er wonen hier nog geen mensen.", "Tess")


def test_it_comes_back_when_the_facts_change(any_database, wijk, teamlid):
    lay(any_database, teamlid, wijk)
    record(any_database, teamlid, right_input(wijk, datum=today() - timedelta(days=200)))
    now = stand(any_database, teamlid, wijk)
    assert f"stilte:{FASE}/{SOCIAAL}" in {one.sleutel for one in now.signalen} and not now.weggelegd
    lay(any_database, teamlid, wijk, f"stilte:{FASE}/{SOCIAAL}")
    assert len(stand(any_database, teamlid, wijk).weggelegd) == 1
    record(any_database, teamlid, right_input(wijk, datum=today() - timedelta(days=100)))
    now = stand(any_database, teamlid, wijk)
    assert f"stilte:{FASE}/{SOCIAAL}" in {one.sleutel for one in now.signalen} and not now.weggelegd


def test_another_day_alone_does_not_bring_it_back(any_database, wijk, teamlid):
    lay(any_database, teamlid, wijk)
    later = stand(any_database, teamlid, wijk, today() + timedelta(days=300))
    assert SLEUTEL not in {one.sleutel for one in later.signalen}


def test_taken_back_it_asks_attention_again(any_database, wijk, teamlid):
    key = lay(any_database, teamlid, wijk)
    (aside,) = stand(any_database, teamlid, wijk).weggelegd
    with pytest.raises(Conflict), any_database.writing(teamlid, Actie.SIGNAAL_WEGLEGGEN, wijk) as session:
        take_back(session, key, aside.versie + 1)
    with any_database.writing(teamlid, Actie.SIGNAAL_WEGLEGGEN, wijk) as session:
        take_back(session, key, aside.versie)
    assert signal(any_database, teamlid, wijk)


def test_without_a_reason_or_with_facts_of_before_nothing_is_set_aside(any_database, wijk, teamlid):
    for reason in ("", "  \n", "x" * 1001):
        with pytest.raises(InvalidInput) as refused:
            lay(any_database, teamlid, wijk, reden=reason)
        assert set(refused.value.fields) == {"reden"}
    with pytest.raises(Conflict):
        lay(any_database, teamlid, wijk, feiten="2001-01-01")
    with pytest.raises(NotFound):
        lay(any_database, teamlid, wijk, sleutel="leeg:nergens/niets", feiten="")
    lay(any_database, teamlid, wijk)
    with pytest.raises(Conflict, match="net weggelegd"):
        lay(any_database, teamlid, wijk, feiten="")


def test_who_only_reads_sets_nothing_aside_and_a_stranger_sees_nothing(any_database, wijk, teamlid):
    lezer = add_person(any_database, "lena", Rol.LEZER, wijk)
    elsewhere = add_person(any_database, "vera", Rol.TEAMLID, add_wijk(any_database, "elders"))
    assert signal(any_database, lezer, wijk)
    with pytest.raises(Forbidden):
        lay(any_database, lezer, wijk)
    key = lay(any_database, teamlid, wijk)
    for other, error in ((lezer, Forbidden), (elsewhere, Forbidden)):
        with pytest.raises(error), any_database.writing(other, Actie.SIGNAAL_WEGLEGGEN, wijk) as session:
            take_back(session, key, 1)
    with any_database.reading() as session:
        method = methode(session)
        for read in (
            lambda: signaalstand(session, elsewhere, wijk, method, today()),
            lambda: happened_lately(session, elsewhere, wijk, method, today()),
            lambda: open_afspraken(session, elsewhere, wijk),
        ):
            with pytest.raises(Forbidden):
                read()


def test_what_happened_lately_comes_newest_first_and_never_from_the_future(any_database, wijk, teamlid):
    for back in (9, 2, 30):
        record(any_database, teamlid, right_input(wijk, datum=today() - timedelta(days=back)))
    with any_database.reading() as session:
        found = happened_lately(session, teamlid, wijk, methode(session), today() - timedelta(days=5), limit=3)
    assert [(today() - one.datum).days for one in found[:2]] == [9, 30]
    assert found[2].soort == "Fase begonnen"
