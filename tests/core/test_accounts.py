"""Accounts: who may manage them, what a name and password must be, and what ends open sessions."""

import runpy
from datetime import date

import pytest
from sqlalchemy import select, update

from wijkkompas_core.domain.toegang import Actie, Actor, Recht, Rol, Toekenning, system_actor
from wijkkompas_core.errors import Forbidden, InvalidInput
from wijkkompas_core.services.toegang import accounts, eigen_account, inlogstappen, sessies, wachtwoorden
from wijkkompas_core.services.toegang.accounts import GebruikerInvoer
from wijkkompas_core.settings import Settings
from wijkkompas_core.storage.database import load_actor
from wijkkompas_core.storage.tables import GebruikerRow, InstallatieRow, LogboekRow, WijkRow

SYSTEM = system_actor("test")
GOOD = "een lange zin met woorden"


def add(database, naam="ada", wachtwoord=GOOD, toekenningen=(), actor=SYSTEM, **extra) -> int:
    with database.writing(actor, Actie.GEBRUIKER_BEHEREN) as session:
        invoer = GebruikerInvoer(naam, naam.title(), wachtwoord, tuple(toekenningen), **extra)
        return accounts.add_gebruiker(session, invoer)


def actor_of(database, gebruiker: int) -> Actor:
    with database.reading() as session:
        return load_actor(session, gebruiker, None)


def log_in(database, naam: str, wachtwoord: str = GOOD) -> str:
    ticket = sessies.verify(database, naam, wachtwoord, Settings.from_env())
    assert isinstance(ticket, inlogstappen.Ticket)
    return sessies.start(database, ticket.waarde, Settings.from_env()).sessie


def open_session(database, cookie: str):
    with database.reading() as session:
        return sessies.actor_for_cookie(session, cookie, Settings.from_env())


def test_a_new_account_has_the_roles_it_was_given(database):
    key = add(database, "Ada ", toekenningen=[Toekenning(Rol.TEAMLID)])
    actor = actor_of(database, key)
    assert (actor.gebruikersnaam, actor.naam) == ("ada", "Ada")
    assert actor.may(Recht.VASTLEGGEN) and not actor.may(Recht.BEHEREN)


@pytest.mark.parametrize("naam", ["", "a", "ada lovelace", "ada/../x", "adä", "a" * 81, "ada'--"])
def test_a_user_name_with_strange_characters_is_refused(database, naam):
    with pytest.raises(InvalidInput) as error:
        add(database, naam)
    assert "gebruikersnaam" in error.value.fields


def test_a_user_name_is_taken_whatever_its_capitals(database):
    add(database, "ada")
    with pytest.raises(InvalidInput, match="bestaat al"):
        add(database, " ADA ")


@pytest.mark.parametrize(
    "wachtwoord",
    ["", "kort", "x" * 73, "é" * 37, "aaaaaaaaaaaaaaaa", "Welkom123456", "W@chtw00rd123!", "123412341234123",
     "wachtwoordwachtwoord", "ada-lovelace", "twaalf tekens\n", "1qaz2wsx3edc", "P@ssw0rd12345", "qwertyuiop12",
     "ikhouvanjou123", "abcd" * 17 + "efgh"],
)  # fmt: skip
def test_a_weak_or_too_long_password_is_refused(database, wachtwoord):
    with pytest.raises(InvalidInput) as error:
        add(database, "ada-lovelace", wachtwoord)
    assert list(error.value.fields) == ["wachtwoord"]


@pytest.mark.parametrize("wachtwoord", ["Zonnedaal2026!", "lindenhof-2026", "Zonnedaal Lindenhof"])
def test_a_password_of_names_that_everyone_here_knows_is_refused(database, wachtwoord):
    with database.writing(SYSTEM, Actie.WIJKEN_LADEN) as session:
        session.add(WijkRow(slug="lindenhof", naam="Lindenhof", start=date(2024, 1, 1)))
        session.execute(update(InstallatieRow).values(gemeente="Zonnedaal"))
    with pytest.raises(InvalidInput, match="makkelijk te raden"):
        add(database, "ada", wachtwoord)
    actor = actor_of(database, add(database, "bea", "In Lindenhof fiets ik graag langs de singel"))
    with pytest.raises(InvalidInput, match="makkelijk te raden"):
        eigen_account.change_password(
            database, actor, "In Lindenhof fiets ik graag langs de singel", wachtwoord, Settings.from_env()
        )


@pytest.mark.parametrize(
    "wachtwoord",
    ["x1-Δοκιμή ok", "correct paard batterij",
     "paarse fietsen langs de gracht, en daarna koffie met een dikke stroopwaf",
     "één paarse fiets langs de gracht, cafévisite met geëmailleerde kopje"],
)  # fmt: skip
def test_a_password_of_exactly_the_right_length_logs_in(database, wachtwoord):
    add(database, "ada", wachtwoord)
    assert isinstance(sessies.verify(database, "ada", wachtwoord, Settings.from_env()), inlogstappen.Ticket)


def test_all_errors_come_at_once(database):
    with pytest.raises(InvalidInput) as error, database.writing(SYSTEM, Actie.GEBRUIKER_BEHEREN) as session:
        invoer = GebruikerInvoer("a b", " ", "kort", (Toekenning(Rol.LEZER, 999),))
        accounts.add_gebruiker(session, invoer)
    assert set(error.value.fields) == {"gebruikersnaam", "naam", "wachtwoord", "toekenningen"}


@pytest.mark.parametrize("rol", [Rol.LEZER, Rol.TEAMLID, Rol.PROJECTLEIDER, Rol.PROGRAMMAMANAGER])
def test_only_a_beheerder_manages_accounts(database, rol):
    actor = actor_of(database, add(database, "iemand", toekenningen=[Toekenning(rol)]))
    with pytest.raises(Forbidden):
        add(database, "nieuw", actor=actor)


def test_a_beheerder_of_one_wijk_cannot_make_a_beheerder_of_all(database):
    with database.writing(SYSTEM, Actie.WIJKEN_LADEN) as session:
        wijk = WijkRow(slug="a", naam="A", start=date(2024, 1, 1))
        session.add(wijk)
        session.flush()
        key = wijk.id
    actor = actor_of(database, add(database, "plaatselijk", toekenningen=[Toekenning(Rol.BEHEERDER, key)]))
    with pytest.raises(Forbidden):
        add(database, "nieuw", toekenningen=[Toekenning(Rol.BEHEERDER)], actor=actor)


def test_the_hash_of_a_password_never_reaches_the_logboek(database):
    key = add(database)
    with database.writing(SYSTEM, Actie.GEBRUIKER_BEHEREN) as session:
        accounts.reset_access(session, key, Settings.from_env())
    with database.reading() as session:
        lines = [str((row.oud, row.nieuw)) for row in session.scalars(select(LogboekRow))]
        hashed = session.scalar(select(GebruikerRow.wachtwoord_hash))
    assert lines and not any("$2b$" in line or hashed in line or GOOD in line for line in lines)


def test_changing_a_password_ends_every_session_of_the_account_and_no_other(database):
    ada = add(database, "ada", toekenningen=[Toekenning(Rol.LEZER)])
    add(database, "bert", toekenningen=[Toekenning(Rol.LEZER)])
    cookies, other = [log_in(database, "ada"), log_in(database, "ada")], log_in(database, "bert")
    actor = actor_of(database, ada)
    eigen_account.change_password(database, actor, GOOD, "een heel andere lange zin", Settings.from_env())
    assert [open_session(database, cookie) for cookie in cookies] == [None, None]
    assert open_session(database, other) is not None
    assert isinstance(sessies.verify(database, "ada", GOOD, Settings.from_env()), inlogstappen.Refusal)
    assert log_in(database, "ada", "een heel andere lange zin")


def test_a_wrong_old_password_changes_nothing(database):
    actor = actor_of(database, add(database, toekenningen=[Toekenning(Rol.LEZER)]))
    with pytest.raises(InvalidInput) as error:
        eigen_account.change_password(database, actor, "niet het oude", "kort", Settings.from_env())
    assert set(error.value.fields) == {"oud", "nieuw"}
    assert log_in(database, "ada")


def test_a_first_password_must_be_changed_before_anything_else(database):
    first = "tijdelijk maar lang genoeg"
    add(database, "baas", toekenningen=[Toekenning(Rol.BEHEERDER)])
    key = add(database, wachtwoord=first, toekenningen=[Toekenning(Rol.BEHEERDER)], moet_wachtwoord_wijzigen=True)
    actor = actor_of(database, key)
    with pytest.raises(Forbidden, match="eigen wachtwoord"):
        add(database, "nieuw", actor=actor)
    eigen_account.change_password(database, actor, first, GOOD, Settings.from_env())
    assert not actor_of(database, key).moet_wachtwoord_wijzigen


def test_deactivating_ends_sessions_for_good(database):
    key = add(database, toekenningen=[Toekenning(Rol.LEZER)])
    cookie = log_in(database, "ada")
    with database.writing(SYSTEM, Actie.GEBRUIKER_BEHEREN) as session:
        accounts.deactivate(session, key)
    assert open_session(database, cookie) is None
    with database.writing(SYSTEM, Actie.GEBRUIKER_BEHEREN) as session:
        accounts.activate(session, key)
    assert open_session(database, cookie) is None, "the old cookie came back to life"
    assert log_in(database, "ada")


def test_a_demotion_holds_at_the_next_look_of_an_open_session(database):
    key = add(database, toekenningen=[Toekenning(Rol.PROJECTLEIDER)])
    cookie = log_in(database, "ada")
    before = open_session(database, cookie)
    assert before is not None
    with database.writing(SYSTEM, Actie.GEBRUIKER_BEHEREN) as session:
        accounts.set_toekenningen(session, key, [Toekenning(Rol.LEZER)])
    after = open_session(database, cookie)
    assert after is not None
    assert before.actor.may(Recht.VASTLEGGEN) and not after.actor.may(Recht.VASTLEGGEN)
    with pytest.raises(Forbidden), database.writing(before.actor, Actie.CONTACTMOMENT_VASTLEGGEN):
        pass


def test_a_beheerder_cannot_lock_himself_out(database):
    key = add(database, "baas", toekenningen=[Toekenning(Rol.BEHEERDER)])
    actor = actor_of(database, key)
    with pytest.raises(InvalidInput), database.writing(actor, Actie.GEBRUIKER_BEHEREN) as session:
        accounts.deactivate(session, key)
    with pytest.raises(InvalidInput), database.writing(actor, Actie.GEBRUIKER_BEHEREN) as session:
        accounts.set_toekenningen(session, key, [Toekenning(Rol.LEZER)])
    assert actor_of(database, key).may(Recht.BEHEREN)


def test_outside_the_tests_a_guess_at_a_password_costs_a_quarter_of_a_second():
    assert runpy.run_path(str(wachtwoorden.__file__))["BCRYPT_COST"] == 12
