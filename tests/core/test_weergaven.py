"""Views under a name: who sees, changes and begins with them, and what an address may become."""

from dataclasses import replace
from urllib.parse import urlencode

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select

from tests.core.wijken import add_person, add_wijk, set_role
from wijkkompas_core.domain.toegang import RECHTEN, Actie, Actor, Recht, Rol
from wijkkompas_core.domain.weergaven import (
    FORMULIEREN,
    TE_BEWAREN,
    Beeld,
    Bereik,
    WeergaveInvoer,
    read_beeld,
)
from wijkkompas_core.errors import Conflict, Forbidden, InvalidInput, NotFound
from wijkkompas_core.queries.weergaven import Weergave, startweergave, weergaven
from wijkkompas_core.services.weergaven import (
    delete_weergave,
    rename_weergave,
    restore_weergave,
    save_weergave,
    set_startweergave,
)
from wijkkompas_core.storage.database import Database
from wijkkompas_core.storage.tables import LogboekRow

ACTIE = Actie.WEERGAVE_BEWAREN


def keep(database: Database, actor: Actor, naam: str = "Mijn blik", slug: str = "dorp", **more: object) -> int:
    invoer = WeergaveInvoer(naam, read_beeld(f"/kompas?wijk={slug}&van=2025-01-01"))
    with database.writing(actor, ACTIE) as session:
        return save_weergave(session, replace(invoer, **more))  # type: ignore[arg-type]


def seen(database: Database, actor: Actor) -> list[Weergave]:
    with database.reading() as session:
        return list(weergaven(session, actor))


@pytest.mark.parametrize(
    "adres",
    [
        "https://elders.nl/kompas@niet",
        "javascript:alert(1)",
        "/vastleggen?wijk=dorp",
        "/account",
        "/kompas/../account",
        "",
        "/kompas?" + "a=1&" * 60,
        "/kompas?wijk=" + "x" * 3000,
        "/kompas?wijk=dorp\n",
        "//[::1",
    ],
)
def test_what_is_no_page_that_can_be_kept_becomes_no_view(adres):
    assert read_beeld(adres) is None


def test_an_address_of_another_site_becomes_a_page_of_our_own():
    beeld = read_beeld("https://elders.nl/kompas?wijk=dorp")
    assert beeld is not None and beeld.adres == "/kompas?wijk=dorp"


def test_an_open_form_is_no_part_of_a_view():
    assert read_beeld("/wijk?wijk=dorp&signaal=3&doe=nvt&alle=1") == Beeld("wijk", (("wijk", "dorp"), ("alle", "1")))


names = st.from_regex(r"[a-z][a-z_]{0,20}", fullmatch=True).filter(lambda name: name not in FORMULIEREN)
values = st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cs")), min_size=1, max_size=20)


@given(st.sampled_from(sorted(TE_BEWAREN)), st.dictionaries(names, values, max_size=8))
def test_every_view_comes_back_from_its_own_address(pagina, params):
    beeld = read_beeld(f"/{pagina}?{urlencode(params)}")
    assert beeld is not None and beeld.params == params and read_beeld(beeld.adres) == beeld


def test_a_view_of_one_self_is_seen_by_nobody_else(any_database):
    wijk = add_wijk(any_database)
    ada, ben = (add_person(any_database, naam, Rol.BEHEERDER, None) for naam in ("ada", "ben"))
    keep(any_database, ada)
    assert [one.naam for one in seen(any_database, ada)] == ["Mijn blik"]
    assert seen(any_database, ben) == [] and wijk


@pytest.mark.parametrize("bereik", list(Bereik))
@pytest.mark.parametrize("rol", list(Rol))
def test_a_view_is_kept_for_exactly_those_whom_the_role_leads(database, rol, bereik):
    here, there = add_wijk(database), add_wijk(database, "stad")
    for place in (here, None):
        actor = add_person(database, f"{rol}-{place}", rol, place)
        allowed = {
            Bereik.EIGEN: True,
            Bereik.WIJK: Recht.VASTLEGGEN in RECHTEN[rol],
            Bereik.PROGRAMMA: Recht.PROGRAMMA_STUREN in RECHTEN[rol] and place is None,
        }[bereik]
        if allowed:
            keep(database, actor, f"van {rol} {place}", bereik=bereik, wijk=here)
            continue
        with pytest.raises(Forbidden):
            keep(database, actor, bereik=bereik, wijk=here)
    outside = add_person(database, "buiten", Rol.BEHEERDER, there)
    with pytest.raises((Forbidden, InvalidInput)):
        keep(database, outside, bereik=Bereik.WIJK, wijk=here)


def test_a_view_of_the_team_is_seen_by_who_has_a_role_there_as_long_as_that_lasts(database):
    here, there = add_wijk(database), add_wijk(database, "stad")
    lead = add_person(database, "lead", Rol.PROJECTLEIDER, here)
    member, other = add_person(database, "lid", Rol.LEZER, here), add_person(database, "ander", Rol.TEAMLID, there)
    keep(database, lead, bereik=Bereik.WIJK, wijk=here)
    assert [one.wijknaam for one in seen(database, member)] == ["Dorp"] and seen(database, other) == []
    set_role(database, member, None)
    assert seen(database, replace(member, toekenningen=())) == []


def test_only_the_owner_and_who_leads_the_team_rename_and_delete(database):
    here = add_wijk(database)
    maker, member = (add_person(database, naam, Rol.TEAMLID, here) for naam in ("maker", "lid"))
    lead = add_person(database, "lead", Rol.PROJECTLEIDER, here)
    key = keep(database, maker, bereik=Bereik.WIJK, wijk=here)
    assert [one.te_wijzigen for one in seen(database, member)] == [False]
    for step in (lambda s: rename_weergave(s, key, 1, "Anders"), lambda s: delete_weergave(s, key, 1)):
        with pytest.raises(NotFound), database.writing(member, ACTIE) as session:
            step(session)
    with database.writing(lead, ACTIE) as session:
        assert rename_weergave(session, key, 1, "Anders") == 2
    with pytest.raises(Conflict), database.writing(maker, ACTIE) as session:
        delete_weergave(session, key, 1)


def test_what_was_taken_away_comes_back(database):
    ada = add_person(database, "ada", Rol.TEAMLID, add_wijk(database))
    key = keep(database, ada)
    with database.writing(ada, ACTIE) as session:
        versie = delete_weergave(session, key, 1)
    assert seen(database, ada) == []
    with database.writing(ada, ACTIE) as session:
        restore_weergave(session, key, versie)
    assert [one.id for one in seen(database, ada)] == [key]


def test_every_error_is_told_at_once(database):
    add_wijk(database)
    ada = add_person(database, "ada", Rol.TEAMLID, add_wijk(database, "stad"))
    with pytest.raises(InvalidInput) as raised:
        keep(database, ada, naam=" ", bereik=Bereik.WIJK)
    assert set(raised.value.fields) == {"naam", "beeld", "wijk"}


def test_two_views_in_one_list_have_different_names(database):
    ada = add_person(database, "ada", Rol.TEAMLID, add_wijk(database))
    keep(database, ada)
    with pytest.raises(InvalidInput, match="al een weergave"):
        keep(database, ada, naam="MIJN BLIK")


def test_who_begins_with_a_view_that_has_gone_begins_as_before(any_database):
    here = add_wijk(any_database)
    lead = add_person(any_database, "lead", Rol.PROJECTLEIDER, here)
    member = add_person(any_database, "lid", Rol.LEZER, here)
    key = keep(any_database, lead, bereik=Bereik.WIJK, wijk=here)
    for _ in range(2):  # choosing again replaces
        with any_database.writing(member, ACTIE) as session:
            set_startweergave(session, key)
    with any_database.reading() as session:
        found = startweergave(session, member)
    assert found is not None and found.id == key
    with any_database.writing(lead, ACTIE) as session:
        delete_weergave(session, key, 1)
    with any_database.reading() as session:
        assert startweergave(session, member) is None


def test_nobody_begins_with_a_view_of_someone_else(database):
    here = add_wijk(database)
    ada, ben = (add_person(database, naam, Rol.LEZER, here) for naam in ("ada", "ben"))
    key = keep(database, ada)
    with pytest.raises(NotFound), database.writing(ben, ACTIE) as session:
        set_startweergave(session, key)


def test_keeping_a_view_is_written_down_but_makes_nothing_old(database):
    ada = add_person(database, "ada", Rol.TEAMLID, add_wijk(database))
    before = database.data_version()
    keep(database, ada)
    assert database.data_version() == before
    with database.reading() as session:
        assert session.scalar(select(LogboekRow.object).where(LogboekRow.actie == ACTIE)) == "weergave"
