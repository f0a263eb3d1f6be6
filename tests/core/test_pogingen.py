"""Who guesses is slowed down, per name and per address; who belongs here is not."""

import json
import logging
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import event, func, select, text

from wijkkompas_core.domain.tijd import now
from wijkkompas_core.domain.toegang import Actie, Rol, Toekenning, system_actor
from wijkkompas_core.services.toegang import accounts, sessies
from wijkkompas_core.services.toegang.inlogstappen import Refusal, Ticket
from wijkkompas_core.services.toegang.pogingen import NOWHERE, Herkomst, network
from wijkkompas_core.settings import Settings
from wijkkompas_core.storage.database import Database
from wijkkompas_core.storage.tables import Base, InlogpogingRow, LogboekRow

SYSTEM = system_actor("test")
SETTINGS = Settings.from_env()
GOOD = "een lange zin met woorden"
ATTACKER = Herkomst("203.0.113.9")


def add(database, naam="ada"):
    with database.writing(SYSTEM, Actie.GEBRUIKER_BEHEREN) as session:
        toekenningen = (Toekenning(Rol.TEAMLID),)
        return accounts.add_gebruiker(session, accounts.GebruikerInvoer(naam, naam.title(), GOOD, toekenningen))


def guess(database, naam="ada", herkomst=ATTACKER, settings=SETTINGS, looked=None, moment=None):
    """A wrong attempt that costs no computing; `looked` counts the passwords that were really compared."""

    def matches(_typed: str, _hash: str) -> bool:
        if looked is not None:
            looked.append(1)
        return False

    return sessies.verify(database, naam, "fout", settings, herkomst=herkomst, matches=matches, moment=moment)


def login(database, naam="ada", herkomst=NOWHERE, moment=None):
    return sessies.verify(database, naam, GOOD, SETTINGS, herkomst=herkomst, moment=moment)


def known_browser(database, naam="ada") -> str:
    """The cookie of a browser in which the account has logged in."""
    return sessies.start(database, login(database, naam).waarde, SETTINGS).toestel


def test_ten_thousand_guesses_change_nothing_but_the_counter(database):
    add(database)
    event.listen(database.engine, "connect", lambda c, _r: c.execute("PRAGMA synchronous = OFF"))
    database.engine.dispose()  # the new connections need not wait for the disk
    looked: list[int] = []

    def everything() -> dict[str, list]:
        with database.engine.connect() as connection:
            return {
                table.name: sorted(map(repr, connection.execute(select(table))))
                for table in Base.metadata.sorted_tables
                if table.name not in ("inlogpoging", "logboek")
            }

    before = everything()
    for _ in range(10_000):
        assert isinstance(guess(database, herkomst=Herkomst(), looked=looked), Refusal)
    assert everything() == before
    with database.reading() as session:
        assert session.scalar(select(InlogpogingRow.aantal)) == 10_000
        lines = session.scalar(select(func.count()).select_from(LogboekRow).where(LogboekRow.actie == Actie.INLOGGEN))
    assert len(looked) <= SETTINGS.inlogpogingen, "a locked name costs no computing"
    assert lines <= SETTINGS.inlogpogingen + 1, "the logboek does not grow with every refused guess"


def test_one_attacker_cannot_lock_out_who_logs_in_from_a_known_browser(any_database):
    add(any_database)
    cookie = known_browser(any_database)
    for _ in range(SETTINGS.inlogpogingen + 5):
        guess(any_database)
    assert isinstance(login(any_database), Refusal), "from an unknown browser the name is locked"
    assert isinstance(login(any_database, herkomst=Herkomst(ATTACKER.adres, cookie)), Ticket)


def test_a_stolen_browser_cookie_buys_no_more_guesses_than_anyone_has(database):
    add(database)
    cookie, looked = known_browser(database), []
    for _ in range(50):
        guess(database, herkomst=Herkomst("198.51.100.7", cookie), looked=looked)
    assert len(looked) <= SETTINGS.inlogpogingen
    assert isinstance(login(database), Ticket), "and it does not lock the name for others"


def test_the_browser_of_one_is_no_known_browser_for_another(database):
    add(database)
    add(database, "bert")
    cookie = known_browser(database)
    for _ in range(SETTINGS.inlogpogingen + 2):
        guess(database, "bert")
    assert isinstance(login(database, "bert", Herkomst("", cookie)), Refusal)


def test_an_address_that_tries_many_names_is_closed_and_others_are_not(any_database):
    settings = replace(SETTINGS, pogingen_per_adres=20)
    add(any_database)
    looked: list[int] = []
    answers = [guess(any_database, f"naam{n}", settings=settings, looked=looked) for n in range(40)]
    assert len(looked) == 20 and "Vanaf jouw netwerk" in answers[-1].bericht
    refused = sessies.verify(any_database, "ada", GOOD, settings, herkomst=ATTACKER)
    assert isinstance(refused, Refusal) and "Vanaf jouw netwerk" in refused.bericht
    elsewhere = sessies.verify(any_database, "ada", GOOD, settings, herkomst=Herkomst("198.51.100.1"))
    assert isinstance(elsewhere, Ticket)
    with any_database.reading() as session:
        names = session.scalar(select(func.count()).select_from(InlogpogingRow))
    assert names <= 23, "a closed address adds no rows for the names it tries"


def test_right_logins_from_one_town_hall_never_close_its_address(database):
    settings = replace(SETTINGS, pogingen_per_adres=5)
    add(database)
    for _ in range(12):
        ticket = sessies.verify(database, "ada", GOOD, settings, herkomst=ATTACKER, matches=lambda _t, _h: True)
        assert isinstance(ticket, Ticket)


def test_a_closed_address_opens_again_by_itself(database):
    settings, moment = replace(SETTINGS, pogingen_per_adres=3), now()
    add(database)
    for n in range(5):
        guess(database, f"naam{n}", settings=settings, moment=moment)
    after = moment + timedelta(minutes=SETTINGS.slot_minuten, seconds=1)
    assert isinstance(sessies.verify(database, "ada", GOOD, settings, herkomst=ATTACKER, moment=after), Ticket)


def test_the_lock_survives_a_restart(database):
    add(database)
    for _ in range(SETTINGS.inlogpogingen + 1):
        guess(database)
    database.close()
    again = Database(database.url)
    assert isinstance(login(again), Refusal)
    again.close()


def test_parallel_guesses_at_many_names_from_one_address_are_all_counted(any_database):
    settings = replace(SETTINGS, pogingen_per_adres=10)
    looked: list[int] = []
    with ThreadPoolExecutor(10) as pool:
        list(pool.map(lambda n: guess(any_database, f"naam{n % 7}", settings=settings, looked=looked), range(40)))
    assert len(looked) <= 10
    with any_database.reading() as session:
        assert session.scalar(select(func.max(InlogpogingRow.aantal))) == 40


@pytest.mark.parametrize(
    ("adres", "counted"),
    [("192.0.2.1", "192.0.2.1"), ("::ffff:192.0.2.1", "192.0.2.1"), ("2001:db8:1:2:3::4", "2001:db8:1:2::/64"),
     ("", ""), ("geen adres", ""), ("192.0.2.1, 198.51.100.1", ""), ("1" * 5000, "")],
)  # fmt: skip
def test_addresses_are_counted_per_house(adres, counted):
    assert network(adres) == counted


def test_no_typed_name_and_no_address_stands_in_the_database(database):
    guess(database, "geheim getypt")
    with database.engine.connect() as connection:
        for table in ("inlogpoging", "logboek"):
            found = str(connection.execute(text(f"SELECT * FROM {table}")).all())
            assert "geheim" not in found and ATTACKER.adres not in found


def test_access_is_told_on_the_output_of_the_server_without_names_or_secrets(database, caplog):
    key = add(database)
    caplog.clear()  # making the account is told as well, wherever the level already allows it
    with caplog.at_level(logging.INFO, "wijkkompas_core.veiligheid"):
        guess(database)
        login(database, herkomst=ATTACKER)
    wrong, right = [json.loads(r.getMessage()) for r in caplog.records if r.name == "wijkkompas_core.veiligheid"]
    assert wrong.pop("tijdstempel").startswith("20")
    assert wrong == {
        "actie": "inloggen", "object": "gebruiker", "object_id": str(key), "wijk_id": None, "resultaat": "mislukt",
        "oorsprong": "aanmelding", "actor": "systeem", "actor_id": None, "reden": "naam of wachtwoord onjuist",
        "adres": ATTACKER.adres,
    }  # fmt: skip
    assert (right["actor"], right["resultaat"]) == (f"gebruiker {key}", "gelukt")
    assert "ada" not in str((wrong, right)) and GOOD not in str((wrong, right))
