"""What belongs to somebody, or to the whole gemeente, is not changed by who it does not belong to."""

import pytest

from tests.core.wijken import add_person, add_wijk
from wijkkompas_core.domain.rapport import DEFAULT_COLOUR
from wijkkompas_core.domain.toegang import Actie, Rol, system_actor
from wijkkompas_core.domain.uitwisseling import Toewijzing
from wijkkompas_core.errors import Forbidden, InvalidInput, NotFound
from wijkkompas_core.queries.rapport import huisstijl
from wijkkompas_core.queries.toewijzingen import bewaarde_indelingen, toewijzingen
from wijkkompas_core.services.importeren.toewijzingen import delete_toewijzing, keep_toewijzing
from wijkkompas_core.services.rapport import change_huisstijl

MINE = Toewijzing("contactmomenten", {"datum": "Wanneer"}).with_word("vorm", "De groep van mevrouw X", "overleg")


def keep(database, actor, toewijzing, naam="Onze lijst"):
    with database.writing(actor, Actie.TOEWIJZING_BEWAREN) as session:
        keep_toewijzing(session, naam, toewijzing)


def kept(database, actor):
    with database.reading() as session:
        return [one.naam for one in bewaarde_indelingen(session, actor)], toewijzingen(session, actor)


@pytest.fixture
def people(database):
    wijk, other = add_wijk(database), add_wijk(database, "elders")
    return (
        add_person(database, "maker", Rol.TEAMLID, wijk),
        add_person(database, "vreemde", Rol.PROJECTLEIDER, other),
        add_person(database, "beheerder", Rol.BEHEERDER, None),
    )


def test_a_stranger_sees_no_mapping_of_somebody_else_and_cannot_replace_or_delete_it(database, people):
    maker, stranger, _ = people
    keep(database, maker, MINE)
    assert kept(database, stranger) == ([], {})
    with pytest.raises(InvalidInput, match="collega"):
        keep(database, stranger, Toewijzing("contactmomenten", {"datum": "Anders"}))
    with pytest.raises(NotFound), database.writing(stranger, Actie.TOEWIJZING_BEWAREN) as session:
        delete_toewijzing(session, "contactmomenten", "Onze lijst")
    assert kept(database, maker) == (["Onze lijst"], {"Onze lijst": MINE})


def test_the_maker_replaces_and_deletes_it_and_it_stays_theirs_when_the_beheerder_changed_it(database, people):
    maker, _, boss = people
    keep(database, maker, MINE)
    other = Toewijzing("contactmomenten", {"datum": "Datum"})
    keep(database, boss, other)
    assert kept(database, maker)[1] == {"Onze lijst": other}
    with database.writing(maker, Actie.TOEWIJZING_BEWAREN) as session:
        delete_toewijzing(session, "contactmomenten", "Onze lijst")
    assert kept(database, maker) == ([], {})


def test_what_the_system_made_is_there_for_everyone_and_for_nobody_to_replace(database, people):
    keep(database, system_actor("test"), MINE)
    assert kept(database, people[1])[0] == ["Onze lijst"]
    with pytest.raises(InvalidInput):
        keep(database, people[1], Toewijzing("contactmomenten", {"datum": "Anders"}))


def test_the_huisstijl_of_the_gemeente_is_not_for_the_beheerder_of_one_wijk(database):
    wijk = add_wijk(database)
    local = add_person(database, "plaatselijk", Rol.BEHEERDER, wijk)
    with pytest.raises(Forbidden), database.writing(local, Actie.HUISSTIJL_WIJZIGEN) as session:
        change_huisstijl(session, "#111111", None, 0)
    with database.reading() as session:
        assert huisstijl(session, local).kleur == DEFAULT_COLOUR
    boss = add_person(database, "baas", Rol.BEHEERDER, None)
    with database.writing(boss, Actie.HUISSTIJL_WIJZIGEN) as session:
        assert change_huisstijl(session, "#111111", None, 0).kleur == "#111111"
