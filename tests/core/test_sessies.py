"""Logging in and staying in: attempts, tickets, cookies and their ends."""

import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta
from statistics import median

import pytest
from sqlalchemy import event, select

from tests.core.wijken import add_person, add_wijk, record, right_input
from wijkkompas_core.domain.tijd import now
from wijkkompas_core.domain.toegang import Actie, Rol, Toekenning, system_actor
from wijkkompas_core.errors import Forbidden, NotFound
from wijkkompas_core.queries.bezoek import vastgelegd_sinds, vorig_bezoek
from wijkkompas_core.services.toegang import accounts, sessies, wachtwoorden
from wijkkompas_core.services.toegang.inlogstappen import Refusal, Ticket
from wijkkompas_core.settings import Settings
from wijkkompas_core.storage import migrations
from wijkkompas_core.storage.database import Database
from wijkkompas_core.storage.tables import InlogpogingRow, InlogticketRow, LogboekRow, SessieRow

SYSTEM = system_actor("test")
SETTINGS = Settings.from_env()
GOOD = "een lange zin met woorden"


@pytest.fixture
def database(database):
    with database.writing(SYSTEM, Actie.GEBRUIKER_BEHEREN) as session:
        toekenningen = (Toekenning(Rol.TEAMLID), Toekenning(Rol.LEZER))
        accounts.add_gebruiker(session, accounts.GebruikerInvoer("ada", "Ada", GOOD, toekenningen))
    return database


def wrong(database, naam="ada", moment=None, settings=SETTINGS):
    """A wrong attempt that costs no computing."""
    return sessies.verify(database, naam, "fout", settings, matches=lambda _typed, _hash: False, moment=moment)


def new_ticket(database, moment=None) -> str:
    ticket = sessies.verify(database, "ada", GOOD, SETTINGS, moment=moment)
    assert isinstance(ticket, Ticket)
    return ticket.waarde


def log_in(database, moment=None) -> str:
    return sessies.start(database, new_ticket(database, moment), SETTINGS, moment).sessie


def opened(database, cookie, moment=None):
    """The session that a cookie opens; fails when it opens none."""
    found = look(database, cookie, moment)
    assert found is not None
    return found


def look(database, cookie, moment=None):
    with database.reading() as session:
        return sessies.actor_for_cookie(session, cookie, SETTINGS, moment)


def test_the_right_password_opens_a_session_with_the_roles_of_the_account(database):
    found = opened(database, log_in(database))
    assert found.actor.gebruikersnaam == "ada"
    assert [t.rol for t in found.actor.toekenningen] == [Rol.TEAMLID, Rol.LEZER]


def test_capitals_and_spaces_in_the_name_do_not_matter_but_in_the_password_they_do(database):
    assert isinstance(sessies.verify(database, " ADA ", GOOD, SETTINGS), Ticket)
    assert isinstance(sessies.verify(database, "ada", f" {GOOD}", SETTINGS), Refusal)


def test_unknown_wrong_and_closed_give_the_same_sentence(database):
    with database.writing(SYSTEM, Actie.GEBRUIKER_BEHEREN) as session:
        key = accounts.add_gebruiker(session, accounts.GebruikerInvoer("weg", "Weg", GOOD))
        accounts.deactivate(session, key)
    answers = [sessies.verify(database, naam, "iets anders dan dat", SETTINGS) for naam in ("ada", "niemand")]
    answers.append(sessies.verify(database, "weg", GOOD, SETTINGS))
    assert answers == [Refusal(sessies.WRONG)] * 3


def test_unknown_and_known_names_take_the_same_time(database, monkeypatch):
    monkeypatch.setattr(wachtwoorden, "BCRYPT_COST", 12)  # as it is outside the tests
    with database.writing(SYSTEM, Actie.GEBRUIKER_BEHEREN) as session:
        accounts.add_gebruiker(session, accounts.GebruikerInvoer("traag", "Traag", GOOD))

    def seconds(naam: str) -> float:
        began = time.process_time()
        sessies.verify(database, naam, "iets anders dan dat", replace(SETTINGS, inlogpogingen=99))
        return time.process_time() - began

    # New unknown names each time; the known one has three free attempts.
    unknown, known = [], []
    for n in range(3):
        unknown.append(seconds(f"niemand{n}"))
        known.append(seconds("traag"))
    assert median(unknown) == pytest.approx(median(known), rel=0.4)


@pytest.mark.parametrize("typed", ["x" * 100_000, "\0", "", "é" * 80, "‮😀"])
def test_strange_input_is_simply_wrong(database, typed):
    assert sessies.verify(database, "ada", typed, SETTINGS) == Refusal(sessies.WRONG)
    assert isinstance(sessies.verify(database, typed, "iets", SETTINGS), Refusal)


def test_after_three_wrong_attempts_the_next_must_wait(database):
    moment = now()
    assert [wrong(database, moment=moment) for _ in range(3)] == [Refusal(sessies.WRONG)] * 3
    early = sessies.verify(database, "ada", GOOD, SETTINGS, moment=moment + timedelta(seconds=1))
    assert isinstance(early, Refusal) and "Wacht 1 seconde" in early.bericht
    assert isinstance(sessies.verify(database, "ada", GOOD, SETTINGS, moment=moment + timedelta(seconds=3)), Ticket)


def test_ten_wrong_attempts_lock_the_name_and_the_lock_ends(database):
    moment = now()
    for _ in range(SETTINGS.inlogpogingen):
        moment += timedelta(minutes=2)
        assert wrong(database, moment=moment) == Refusal(sessies.WRONG)
    locked = sessies.verify(database, "ada", GOOD, SETTINGS, moment=moment + timedelta(minutes=14))
    assert isinstance(locked, Refusal) and "Probeer het opnieuw om" in locked.bericht
    after = moment + timedelta(minutes=16)
    assert wrong(database, moment=after) == Refusal(sessies.WRONG), "counting did not begin again"
    assert isinstance(sessies.verify(database, "ada", GOOD, SETTINGS, moment=after), Ticket)


def test_a_name_without_an_account_locks_in_the_same_words(database):
    moment = now()
    answers = {naam: [wrong(database, naam, moment) for _ in range(14)] for naam in ("ada", "niemand")}
    assert answers["ada"] == answers["niemand"]
    assert "Probeer het opnieuw om" in str(answers["ada"][-1])


def test_a_success_begins_the_count_again(database):
    for _ in range(2):
        wrong(database)
    log_in(database)
    assert [wrong(database) for _ in range(3)] == [Refusal(sessies.WRONG)] * 3


def count_parallel(database) -> tuple[int, int]:
    """The count after forty wrong attempts at once, and how many passwords were looked at."""
    looked = []

    def attempt(_n: int) -> None:
        sessies.verify(database, "ada", "fout", SETTINGS, matches=lambda _t, _h: looked.append(1) is not None)

    with ThreadPoolExecutor(40) as pool:
        list(pool.map(attempt, range(40)))
    with database.reading() as session:
        return session.scalar(select(InlogpogingRow.aantal)), len(looked)


def test_forty_wrong_attempts_at_once_count_forty_and_try_only_a_few_passwords(database):
    counted, looked = count_parallel(database)
    assert counted == 40
    assert looked <= SETTINGS.inlogpogingen


def test_forty_wrong_attempts_at_once_count_forty_on_postgresql(postgres_url):
    database = Database(postgres_url)
    migrations.migrate(database.engine)
    try:
        counted, looked = count_parallel(database)
    finally:
        database.close()
    assert counted == 40
    assert looked <= SETTINGS.inlogpogingen


def test_a_ticket_works_once(database):
    ticket = new_ticket(database)
    assert sessies.start(database, ticket, SETTINGS)
    with pytest.raises(Forbidden):
        sessies.start(database, ticket, SETTINGS)


def test_of_many_who_bring_one_ticket_only_one_gets_in(database):
    ticket = new_ticket(database)

    def bring(_n: int) -> bool:
        try:
            return bool(sessies.start(database, ticket, SETTINGS))
        except Forbidden:
            return False

    with ThreadPoolExecutor(8) as pool:
        assert sum(pool.map(bring, range(8))) == 1


def test_a_ticket_is_no_good_after_half_a_minute(database):
    ticket = new_ticket(database)
    with pytest.raises(Forbidden):
        sessies.start(database, ticket, SETTINGS, now() + timedelta(seconds=31))


def test_neither_ticket_nor_cookie_stands_in_the_database(database):
    ticket = new_ticket(database)
    with database.reading() as session:
        assert session.scalar(select(InlogticketRow.ticket_hash)) != ticket
    cookie = sessies.start(database, ticket, SETTINGS).sessie
    with database.reading() as session:
        stored = session.scalar(select(SessieRow.cookie_hash))
    assert cookie != stored and look(database, stored) is None


def test_a_session_unused_for_too_long_is_over(database):
    moment = now()
    cookie = log_in(database)
    assert opened(database, cookie, moment + timedelta(minutes=479))
    assert look(database, cookie, moment + timedelta(minutes=481)) is None


def test_a_session_in_use_goes_on_until_its_last_hour(database):
    moment = now()
    cookie = log_in(database, moment)
    for hours in range(0, 168, 6):
        found = opened(database, cookie, moment + timedelta(hours=hours, minutes=1))
        sessies.touch(database, found.actor, moment + timedelta(hours=hours, minutes=1))
    assert opened(database, cookie, moment + timedelta(hours=167))
    assert look(database, cookie, moment + timedelta(hours=168, minutes=1)) is None


def test_use_is_written_down_at_most_every_five_minutes(database):
    moment = now()
    cookie = log_in(database, moment)
    assert not opened(database, cookie, moment + timedelta(minutes=4)).touch_due
    found = opened(database, cookie, moment + timedelta(minutes=6))
    assert found.touch_due
    sessies.touch(database, found.actor, moment + timedelta(minutes=6))
    assert not opened(database, cookie, moment + timedelta(minutes=10)).touch_due


def test_finding_who_a_cookie_is_takes_one_query(database):
    cookie = log_in(database)
    statements = []
    event.listen(database._read_engine, "before_cursor_execute", lambda *args: statements.append(args[2]))
    assert opened(database, cookie)
    assert len([s for s in statements if s.startswith("SELECT")]) == 1


def test_logging_out_makes_a_copied_cookie_worthless_and_leaves_other_sessions(database):
    cookie, other = log_in(database), log_in(database)
    actor = opened(database, cookie).actor
    sessies.end(database, actor)
    assert look(database, cookie) is None and look(database, other) is not None
    with pytest.raises(Forbidden), database.writing(actor, Actie.WACHTWOORD_WIJZIGEN):
        pass


def test_logging_out_by_cookie_is_the_same_and_twice_is_no_error(database):
    cookie = log_in(database)
    sessies.end_cookie(database, cookie)
    sessies.end_cookie(database, cookie)
    sessies.end_cookie(database, "onzin")
    assert look(database, cookie) is None


def test_ending_all_other_sessions_leaves_this_one(database):
    cookies = [log_in(database), log_in(database), log_in(database)]
    actor = opened(database, cookies[1]).actor
    with database.writing(actor, Actie.SESSIE_BEEINDIGEN) as session:
        assert sessies.end_others(session) == 2
    assert [look(database, cookie) is not None for cookie in cookies] == [False, True, False]


def test_nobody_ends_a_session_of_somebody_else(database):
    with database.writing(SYSTEM, Actie.GEBRUIKER_BEHEREN) as session:
        accounts.add_gebruiker(session, accounts.GebruikerInvoer("bert", "Bert", GOOD, (Toekenning(Rol.LEZER),)))
    ticket = sessies.verify(database, "bert", GOOD, SETTINGS)
    bert = opened(database, sessies.start(database, ticket.waarde, SETTINGS).sessie).actor
    cookie = log_in(database)
    with pytest.raises(NotFound), database.writing(bert, Actie.SESSIE_BEEINDIGEN) as session:
        sessies.end_one(session, opened(database, cookie).actor.sessie)
    assert look(database, cookie) is not None


def test_the_logboek_tells_of_logins_without_anything_typed(database):
    sessies.verify(database, GOOD, "geheim getypt", SETTINGS)  # the password in the wrong field
    sessies.verify(database, "ada", "geheim getypt", SETTINGS)
    cookie = log_in(database)
    with database.reading() as session:
        rows = list(session.scalars(select(LogboekRow).where(LogboekRow.actie == Actie.INLOGGEN)))
    assert [row.resultaat for row in rows] == ["mislukt", "mislukt", "gelukt"]
    assert [row.object_id for row in rows] == [None, "1", "1"]
    everything = str([(row.actor, row.object_id, row.oud, row.nieuw) for row in rows])
    assert GOOD not in everything and "geheim" not in everything and cookie not in everything


def test_old_attempts_and_sessions_are_forgotten(database):
    moment = now()
    wrong(database, "iemand", moment)
    cookie = log_in(database, moment)
    sessies.end_cookie(database, cookie)
    with database.writing(SYSTEM, Actie.OPRUIMEN) as session:  # somebody was here meanwhile: the clock is right
        session.add(
            LogboekRow(
                tijdstip=moment + timedelta(days=20), actie="inloggen", object="sessie", resultaat="gelukt",
                oorsprong="scherm", actor="gebruiker 1",
            )
        )  # fmt: skip
    log_in(database, moment + timedelta(days=40))
    with database.reading() as session:
        assert len(list(session.scalars(select(SessieRow.id)))) == 1
        assert session.scalars(select(InlogpogingRow.aantal)).all() == [0]


def test_the_visit_before_is_when_another_session_was_last_used_before_this_one_began(database):
    first = log_in(database, now() - timedelta(days=14))
    with database.reading() as session:
        assert vorig_bezoek(session, *own(opened(database, first, now() - timedelta(days=14)))) is None
    cookie = log_in(database)
    with database.reading() as session:
        seen = vorig_bezoek(session, *own(opened(database, cookie)))
    assert seen is not None and timedelta(days=13) < now() - seen < timedelta(days=15)


def own(session_open):
    """The actor of a session and its id."""
    return session_open.actor, session_open.actor.sessie


def test_what_was_recorded_since_a_moment_is_counted_only_in_wijken_one_may_see(database):
    here, there = add_wijk(database, "hier"), add_wijk(database, "daar")
    someone = add_person(database, "bea", Rol.TEAMLID, here)
    before = now() - timedelta(minutes=1)
    for wijk in (here, here, there):
        record(database, SYSTEM, right_input(wijk))
    with database.reading() as session:
        assert vastgelegd_sinds(session, someone, before) == {here: 2}
        assert vastgelegd_sinds(session, SYSTEM, before) == {here: 2, there: 1}
        assert vastgelegd_sinds(session, SYSTEM, now() + timedelta(minutes=1)) == {}
