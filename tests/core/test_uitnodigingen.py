"""One-time links: they open one account, once, for some days, and nothing else."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select

from wijkkompas_core.domain.tijd import now
from wijkkompas_core.domain.toegang import Actie, Rol, Toekenning, system_actor
from wijkkompas_core.errors import InvalidInput, NotFound
from wijkkompas_core.services.toegang import accounts, inlogstappen, sessies, uitnodigingen
from wijkkompas_core.services.toegang.accounts import GebruikerInvoer
from wijkkompas_core.settings import Settings
from wijkkompas_core.storage.tables import LogboekRow, UitnodigingRow

SYSTEM = system_actor("test")
SETTINGS = Settings.from_env()
GOOD, OTHER = "een lange zin met woorden", "heel iets anders in de regen"


def invite(database, naam="ada", rol=Rol.TEAMLID) -> tuple[int, str]:
    with database.writing(SYSTEM, Actie.GEBRUIKER_BEHEREN) as session:
        return accounts.invite_gebruiker(session, GebruikerInvoer(naam, "Ada", None, (Toekenning(rol),)), SETTINGS)


def try_login(database, wachtwoord=GOOD, naam="ada"):
    return sessies.verify(database, naam, wachtwoord, replace(SETTINGS, inlogpogingen=99))


def test_nobody_gets_in_before_the_link_is_used_and_then_only_with_the_chosen_password(any_database):
    _key, code = invite(any_database)
    assert isinstance(try_login(any_database), inlogstappen.Refusal)
    assert uitnodigingen.accept(any_database, code, GOOD, SETTINGS) == "ada"
    assert isinstance(try_login(any_database), inlogstappen.Ticket)


def test_a_link_works_once(database):
    _key, code = invite(database)
    uitnodigingen.accept(database, code, GOOD, SETTINGS)
    with pytest.raises(NotFound):
        uitnodigingen.accept(database, code, OTHER, SETTINGS)
    assert isinstance(try_login(database), inlogstappen.Ticket)


def test_of_two_who_use_one_link_at_once_only_one_chooses_the_password(any_database):
    _key, code = invite(any_database)

    def use(word: str) -> bool:
        try:
            return bool(uitnodigingen.accept(any_database, code, f"lange zin nummer {word}", SETTINGS))
        except NotFound:
            return False

    with ThreadPoolExecutor(4) as pool:
        assert sum(pool.map(use, ["een", "twee"])) == 1


def test_a_link_expires(database):
    _key, code = invite(database)
    late = now() + timedelta(days=SETTINGS.uitnodiging_dagen, seconds=1)
    with pytest.raises(NotFound), database.reading() as session:
        uitnodigingen.find(session, code, late)
    with pytest.raises(NotFound):
        uitnodigingen.accept(database, code, GOOD, SETTINGS, late)


def test_the_code_has_256_bits_and_stands_nowhere_in_the_database(database):
    _key, code = invite(database)
    assert len(code) >= 43
    with database.reading() as session:
        stored = session.scalar(select(UitnodigingRow.code_hash))
        lines = [str((line.oud, line.nieuw, line.object_id)) for line in session.scalars(select(LogboekRow))]
    assert stored != code and not any(code in line for line in lines)
    with pytest.raises(NotFound), database.reading() as session:
        uitnodigingen.find(session, stored)


def test_a_new_link_makes_the_old_one_worthless(database):
    key, old = invite(database)
    with database.writing(SYSTEM, Actie.GEBRUIKER_BEHEREN) as session:
        new = uitnodigingen.make_link(session, key, 7)
    with pytest.raises(NotFound):
        uitnodigingen.accept(database, old, GOOD, SETTINGS)
    assert uitnodigingen.accept(database, new, GOOD, SETTINGS)


def test_a_link_to_a_closed_account_opens_nothing(database):
    key, code = invite(database)
    with database.writing(SYSTEM, Actie.GEBRUIKER_BEHEREN) as session:
        accounts.deactivate(session, key)
        accounts.activate(session, key)
    with pytest.raises(NotFound):
        uitnodigingen.accept(database, code, GOOD, SETTINGS)


@pytest.mark.parametrize("code", ["", "x", "é" * 50, "x" * 10_000, "' OR 1=1 --", "\0"])
def test_a_strange_code_opens_nothing(database, code):
    invite(database)
    with pytest.raises(NotFound):
        uitnodigingen.accept(database, code, GOOD, SETTINGS)


def test_a_password_that_breaks_a_rule_leaves_the_link_good(database):
    _key, code = invite(database)
    with pytest.raises(InvalidInput):
        uitnodigingen.accept(database, code, "kort", SETTINGS)
    assert uitnodigingen.accept(database, code, GOOD, SETTINGS)


def test_a_reset_ends_everything_at_once_and_the_old_password_is_not_taken_again(database):
    key, code = invite(database)
    uitnodigingen.accept(database, code, GOOD, SETTINGS)
    cookie = sessies.start(database, try_login(database).waarde, SETTINGS).sessie
    with database.writing(SYSTEM, Actie.GEBRUIKER_BEHEREN) as session:
        new = accounts.reset_access(session, key, SETTINGS)
    with database.reading() as session:
        assert sessies.actor_for_cookie(session, cookie, SETTINGS) is None
    assert isinstance(try_login(database), inlogstappen.Refusal)
    with pytest.raises(InvalidInput, match="al eens gebruikt"):
        uitnodigingen.accept(database, new, GOOD, SETTINGS)
    assert uitnodigingen.accept(database, new, OTHER, SETTINGS)


def test_a_link_lets_in_who_was_locked_out(database):
    key, code = invite(database)
    uitnodigingen.accept(database, code, GOOD, SETTINGS)
    for _ in range(SETTINGS.inlogpogingen + 2):
        sessies.verify(database, "ada", "fout", SETTINGS, matches=lambda _t, _h: False)
    assert isinstance(sessies.verify(database, "ada", GOOD, SETTINGS), inlogstappen.Refusal)
    with database.writing(SYSTEM, Actie.GEBRUIKER_BEHEREN) as session:
        new = accounts.reset_access(session, key, SETTINGS)
    uitnodigingen.accept(database, new, OTHER, SETTINGS)
    assert isinstance(sessies.verify(database, "ada", OTHER, SETTINGS), inlogstappen.Ticket)
