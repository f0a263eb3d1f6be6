"""Whoever gets more rights, in whatever way, comes in anew: a link, ticket or session of before opens nothing."""

from collections.abc import Callable
from dataclasses import replace

import pytest
from sqlalchemy import select

from tests.core.wijken import add_wijk
from wijkkompas_core.domain.toegang import RECHTEN, Actie, Rol, Toekenning, adds_rights, system_actor
from wijkkompas_core.errors import Forbidden, NotFound
from wijkkompas_core.services.toegang import accounts, inlogstappen, sessies, team, uitnodigingen
from wijkkompas_core.services.toegang.accounts import GebruikerInvoer
from wijkkompas_core.settings import Settings
from wijkkompas_core.storage.tables import LogboekRow, ToekenningRow

SYSTEM = system_actor("test")
SETTINGS = Settings.from_env()
GOOD = "een lange zin met woorden"


def invited(database, *toekenningen: Toekenning) -> tuple[int, str]:
    with database.writing(SYSTEM, Actie.GEBRUIKER_BEHEREN) as session:
        return accounts.invite_gebruiker(session, GebruikerInvoer("ada", "Ada", None, toekenningen), SETTINGS)


def member(database, *toekenningen: Toekenning) -> int:
    key, code = invited(database, *toekenningen)
    uitnodigingen.accept(database, code, GOOD, SETTINGS)
    return key


def ticket(database) -> str:
    found = sessies.verify(database, "ada", GOOD, SETTINGS)
    assert isinstance(found, inlogstappen.Ticket)
    return found.waarde


def log_in(database) -> str:
    return sessies.start(database, ticket(database), SETTINGS).sessie


def is_in(database, cookie: str) -> bool:
    with database.reading() as session:
        return sessies.actor_for_cookie(session, cookie, SETTINGS) is not None


def set_roles(database, key: int, *toekenningen: Toekenning) -> None:
    with database.writing(SYSTEM, Actie.GEBRUIKER_BEHEREN) as session:
        accounts.set_toekenningen(session, key, toekenningen)


def by_the_beheerder(database, key: int, wijk: int) -> None:
    set_roles(database, key, Toekenning(Rol.LEZER, wijk), Toekenning(Rol.BEHEERDER))


def by_the_leader_elsewhere(database, key: int, wijk: int) -> None:
    other = add_wijk(database, "elders")
    with database.writing(SYSTEM, Actie.TEAM_BEHEREN, other) as session:
        team.add_to_wijk(session, other, team.TeamlidInvoer("ada", "", Rol.TEAMLID), SETTINGS)


def by_the_leader_here(database, key: int, wijk: int) -> None:
    with database.writing(SYSTEM, Actie.TEAM_BEHEREN, wijk) as session:
        team.set_wijkrol(session, wijk, key, Rol.LEZER, Rol.PROJECTLEIDER)


def by_a_new_row(database, key: int, wijk: int) -> None:
    with database.writing(SYSTEM, Actie.GEBRUIKER_BEHEREN) as session:
        session.add(ToekenningRow(gebruiker_id=key, rol=Rol.TEAMLID.value))


def by_changing_the_row(database, key: int, wijk: int) -> None:
    with database.writing(SYSTEM, Actie.GEBRUIKER_BEHEREN) as session:
        row = session.scalars(select(ToekenningRow).where(ToekenningRow.gebruiker_id == key)).one()
        row.rol = Rol.PROGRAMMAMANAGER.value


WAYS: list[Callable] = [
    by_the_beheerder, by_the_leader_elsewhere, by_the_leader_here, by_a_new_row, by_changing_the_row,
]  # fmt: skip


@pytest.mark.parametrize("way", WAYS)
def test_a_link_that_was_made_for_less_opens_nothing_any_more(any_database, way):
    wijk = add_wijk(any_database)
    key, code = invited(any_database, Toekenning(Rol.LEZER, wijk))
    way(any_database, key, wijk)
    with pytest.raises(NotFound):
        uitnodigingen.accept(any_database, code, GOOD, SETTINGS)


@pytest.mark.parametrize("way", WAYS)
def test_an_open_session_and_a_login_halfway_end_when_the_account_may_more(any_database, way):
    wijk = add_wijk(any_database)
    key = member(any_database, Toekenning(Rol.LEZER, wijk))
    cookie, halfway = log_in(any_database), ticket(any_database)
    way(any_database, key, wijk)
    assert not is_in(any_database, cookie)
    with pytest.raises(Forbidden):
        sessies.start(any_database, halfway, SETTINGS)
    assert is_in(any_database, log_in(any_database))


def test_who_gets_a_role_with_a_second_factor_sets_one_up_before_the_first_session_with_it(database):
    key = member(database, Toekenning(Rol.LEZER))
    cookie = log_in(database)
    set_roles(database, key, Toekenning(Rol.BEHEERDER))
    assert not is_in(database, cookie)
    strict = replace(SETTINGS, tweede_factor="beheerder")
    found = sessies.verify(database, "ada", GOOD, strict)
    assert isinstance(found, inlogstappen.Ticket) and found.stap == inlogstappen.Stap.INSTELLEN


def test_fewer_or_the_same_rights_leave_who_works_at_work(database):
    wijk = add_wijk(database)
    key = member(database, Toekenning(Rol.PROJECTLEIDER))
    cookie = log_in(database)
    for roles in (
        (Toekenning(Rol.PROJECTLEIDER), Toekenning(Rol.TEAMLID, wijk)),
        (Toekenning(Rol.TEAMLID),),
        (Toekenning(Rol.LEZER, wijk),),
        (),
    ):
        set_roles(database, key, *roles)
        assert is_in(database, cookie), roles


def test_a_role_that_is_made_smaller_in_its_place_leaves_who_works_at_work_and_a_larger_one_does_not(database):
    key = member(database, Toekenning(Rol.TEAMLID))
    cookie = log_in(database)
    for rol, still_in in ((Rol.LEZER, True), (Rol.PROJECTLEIDER, False)):
        with database.writing(SYSTEM, Actie.GEBRUIKER_BEHEREN) as session:
            session.scalars(select(ToekenningRow).where(ToekenningRow.gebruiker_id == key)).one().rol = rol.value
        assert is_in(database, cookie) == still_in, rol


def test_the_logboek_tells_that_sessions_ended_because_of_more_rights(database):
    key = member(database, Toekenning(Rol.LEZER))
    log_in(database)
    set_roles(database, key, Toekenning(Rol.TEAMLID))
    with database.reading() as session:
        lines = session.scalars(select(LogboekRow).where(LogboekRow.object == "sessie")).all()
    assert [line.nieuw["sessies beëindigd"] for line in lines if (line.nieuw or {}).get("reden") == "meer rechten"] == [
        1
    ]


def test_who_adds_somebody_that_never_came_in_hands_over_a_new_link(database):
    wijk = add_wijk(database)
    _key, old = invited(database, Toekenning(Rol.LEZER, wijk))
    other = add_wijk(database, "elders")
    with database.writing(SYSTEM, Actie.TEAM_BEHEREN, other) as session:
        made = team.add_to_wijk(session, other, team.TeamlidInvoer("ada", "", Rol.TEAMLID), SETTINGS)
    assert made.code and made.code != old
    assert uitnodigingen.accept(database, made.code, GOOD, SETTINGS) == "ada"


@pytest.mark.parametrize("rol", list(Rol))
def test_a_role_adds_rights_exactly_when_something_is_allowed_that_was_not(rol):
    for held in Rol:
        more = bool(RECHTEN[rol] - RECHTEN[held])
        assert adds_rights(Toekenning(rol, 1), [Toekenning(held)]) == more
        assert adds_rights(Toekenning(rol, 1), [Toekenning(held, 1)]) == more
        assert adds_rights(Toekenning(rol, 1), [Toekenning(held, 2)])
        assert adds_rights(Toekenning(rol), [Toekenning(held, 1)])


def test_the_logboek_keeps_which_role_was_taken_away(database):
    key = member(database, Toekenning(Rol.PROJECTLEIDER), Toekenning(Rol.TEAMLID))
    set_roles(database, key, Toekenning(Rol.TEAMLID))
    with database.reading() as session:
        lines = session.scalars(select(LogboekRow).where(LogboekRow.object == "toekenning")).all()
    assert [line.oud["rol"] for line in lines if line.nieuw is None] == ["projectleider"]
