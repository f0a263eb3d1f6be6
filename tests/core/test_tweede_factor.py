"""The second factor: asked before a session exists, good once, counted, and unreadable in a copy of the database."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from pyotp.totp import TOTP
from sqlalchemy import func, select, text

from wijkkompas_core.domain.tijd import now
from wijkkompas_core.domain.toegang import Actie, Actor, Rol, Toekenning, system_actor
from wijkkompas_core.errors import Forbidden, InvalidInput
from wijkkompas_core.services.toegang import accounts, eigen_account, herstelcodes, sessies, tweede_factor
from wijkkompas_core.services.toegang.geheimen import GeheimOnleesbaar, seal, unseal
from wijkkompas_core.services.toegang.inlogstappen import Refusal, Stap, Ticket
from wijkkompas_core.services.toegang.pogingen import NOWHERE, Herkomst
from wijkkompas_core.settings import Settings
from wijkkompas_core.storage.database import load_actor
from wijkkompas_core.storage.tables import HerstelcodeRow, SessieRow, TweedeFactorRow

SYSTEM = system_actor("test")
KEY = "een-sleutel-van-minstens-32-tekens-0123456789"
REQUIRED = replace(Settings(), tweede_factor="beheerder,programmamanager", geheim=KEY)
FREE = replace(REQUIRED, tweede_factor="niemand")
GOOD = "een lange zin met woorden"


def add(database, naam="ada", rol=Rol.BEHEERDER) -> int:
    with database.writing(SYSTEM, Actie.GEBRUIKER_BEHEREN) as session:
        return accounts.add_gebruiker(session, accounts.GebruikerInvoer(naam, naam.title(), GOOD, (Toekenning(rol),)))


def password(database, settings=REQUIRED, naam="ada", moment=None) -> Ticket:
    ticket = sessies.verify(database, naam, GOOD, settings, matches=lambda typed, _h: typed == GOOD, moment=moment)
    assert isinstance(ticket, Ticket)
    return ticket


def enrol(database, moment=None, settings=REQUIRED) -> tuple[str, tuple[str, ...]]:
    """Set up the second factor at the login; answers the secret and the recovery codes."""
    moment = moment or now()
    factor = tweede_factor.new_factor("ada")
    ticket = password(database, settings, moment=moment)
    _next, codes = tweede_factor.set_up_at_login(
        database, ticket, factor.geheim, code(factor.geheim, moment), settings, moment
    )
    return factor.geheim, codes


def code(geheim: str, moment: datetime) -> str:
    return TOTP(geheim).at(moment)


def enter(database, typed, moment, settings=REQUIRED, herkomst=NOWHERE):
    return tweede_factor.check_code(
        database, password(database, settings, moment=moment), typed, settings, herkomst=herkomst, moment=moment
    )


def later(moment: datetime, seconds: int) -> datetime:
    return moment + timedelta(seconds=seconds)


@pytest.mark.parametrize(("rol", "stap"), [(Rol.BEHEERDER, Stap.INSTELLEN), (Rol.TEAMLID, Stap.SESSIE)])
def test_the_setting_says_for_which_roles_it_is_required(database, rol, stap):
    add(database, rol=rol)
    assert password(database).stap is stap
    assert password(database, FREE).stap is Stap.SESSIE, "where nothing is required nothing is asked"


def test_a_password_alone_opens_no_session(database):
    add(database)
    for _ in range(2):
        ticket = password(database)
        with pytest.raises(Forbidden):
            sessies.start(database, ticket.waarde, REQUIRED)
        if ticket.stap is Stap.INSTELLEN:
            enrol(database)
    with database.reading() as session:
        assert session.scalar(select(func.count()).select_from(SessieRow)) == 0


def test_password_and_code_open_a_session(any_database):
    moment = now()
    add(any_database)
    geheim, _codes = enrol(any_database, moment)
    after = later(moment, 60)
    ticket = enter(any_database, code(geheim, after), after)
    assert isinstance(ticket, Ticket) and ticket.stap is Stap.SESSIE
    assert sessies.start(any_database, ticket.waarde, REQUIRED, after)


def test_a_code_works_once_even_within_its_half_minute(database):
    moment = now()
    add(database)
    geheim, _codes = enrol(database, moment)
    assert isinstance(enter(database, code(geheim, moment), moment), Refusal), "used at setting up"
    after = later(moment, 60)
    assert isinstance(enter(database, code(geheim, after), after), Ticket)
    assert isinstance(enter(database, code(geheim, after), later(after, 1)), Refusal)
    assert isinstance(enter(database, code(geheim, later(after, -30)), later(after, 2)), Refusal), "nor an older one"


def test_of_many_with_one_code_at_once_only_one_gets_in(any_database):
    moment = now()
    add(any_database)
    geheim, _codes = enrol(any_database, moment)
    after = later(moment, 60)
    tickets = [password(any_database, moment=after) for _ in range(3)]

    def bring(ticket: Ticket) -> bool:
        answer = tweede_factor.check_code(any_database, ticket, code(geheim, after), REQUIRED, moment=after)
        return isinstance(answer, Ticket)

    with ThreadPoolExecutor(3) as pool:
        assert sum(pool.map(bring, tickets)) == 1


@pytest.mark.parametrize(("seconds", "good"), [(-60, False), (-30, True), (0, True), (30, True), (60, False)])
def test_a_clock_may_be_off_by_half_a_minute(database, seconds, good):
    moment = datetime(2030, 1, 1, 12, 0, 10, tzinfo=UTC)
    add(database)
    geheim, _codes = enrol(database, later(moment, -600))
    assert isinstance(enter(database, code(geheim, later(moment, seconds)), moment), Ticket) is good


@pytest.mark.parametrize("typed", ["", "12345", "1234567", "abcdef", "１２３４５６", "\0" * 6, "x" * 100_000, "é" * 16])
def test_strange_input_is_simply_wrong(database, typed):
    add(database)
    enrol(database)
    assert isinstance(enter(database, typed, later(now(), 60)), Refusal)


def test_a_recovery_code_works_once_whatever_its_dashes_and_capitals(database):
    moment = now()
    add(database)
    _geheim, codes = enrol(database, moment)
    assert len(set(codes)) == 10 and all(len(c.replace("-", "")) == 16 for c in codes)
    assert isinstance(enter(database, codes[0].upper().replace("-", " "), later(moment, 60)), Ticket)
    assert isinstance(enter(database, codes[0], later(moment, 120)), Refusal)
    assert isinstance(enter(database, codes[1], later(moment, 180)), Ticket)


def test_wrong_codes_lock_as_wrong_passwords_do_and_a_known_browser_is_not_locked_by_them(database):
    moment = now()
    key = add(database)
    geheim, _codes = enrol(database, moment)
    after = later(moment, 60)
    ticket = enter(database, code(geheim, after), after)
    cookie = sessies.start(database, ticket.waarde, REQUIRED, after).toestel
    for n in range(REQUIRED.inlogpogingen + 1):
        after = later(after, 61 * (n > 0))
        answer = enter(database, "000000", after)
    assert isinstance(answer, Refusal) and "te vaak" in answer.bericht
    again = later(after, 60)
    assert isinstance(enter(database, code(geheim, again), again), Refusal), f"account {key} is locked for codes"
    known = enter(database, code(geheim, again), again, herkomst=Herkomst("", cookie))
    assert isinstance(known, Ticket)


def test_a_password_alone_never_replaces_a_second_factor(database):
    add(database)
    waiting, other = password(database), tweede_factor.new_factor("ada")
    enrol(database)
    with pytest.raises(Forbidden):
        tweede_factor.set_up_at_login(database, waiting, other.geheim, code(other.geheim, now()), REQUIRED)


def test_a_ticket_for_one_step_is_no_good_for_another(database):
    add(database)
    setting_up = password(database)
    with pytest.raises(Forbidden):
        tweede_factor.check_code(database, setting_up, "000000", REQUIRED)
    enrol(database)
    asking, factor = password(database), tweede_factor.new_factor("ada")
    with pytest.raises(Forbidden):
        tweede_factor.set_up_at_login(database, asking, factor.geheim, code(factor.geheim, now()), REQUIRED)
    with pytest.raises(Forbidden):
        tweede_factor.check_code(database, replace(asking, waarde="onzin"), "000000", REQUIRED)


def test_a_copy_of_the_database_gives_neither_secret_nor_codes(database):
    add(database)
    geheim, codes = enrol(database)
    with database.engine.connect() as connection:
        tables = ("tweede_factor", "herstelcode", "logboek", "inlogticket")
        dump = "".join(str(connection.execute(text(f"SELECT * FROM {t}")).all()) for t in tables)
    assert geheim not in dump and not any(c in dump or c.replace("-", "") in dump for c in codes)


def test_a_secret_is_bound_to_its_account_and_its_key():
    sealed = seal("GEHEIM", 1, KEY)
    assert unseal(sealed, 1, KEY) == "GEHEIM"
    for owner, key in ((2, KEY), (1, KEY + "x")):
        with pytest.raises(GeheimOnleesbaar):
            unseal(sealed, owner, key)
    assert unseal("open:GEHEIM", 1, KEY) == "GEHEIM", "what an earlier version kept without a key can still be read"


def test_a_role_that_does_not_exist_is_refused_at_the_start():
    with pytest.raises(InvalidInput, match="burgemeester"):
        Settings.from_env({"WIJKKOMPAS_TWEEDE_FACTOR": "beheerder, burgemeester"})
    assert KEY not in repr(REQUIRED), "nor is a key ever printed"


def actor_with_factor(database) -> tuple[Actor, str, datetime]:
    moment = now()
    key = add(database)
    geheim, _codes = enrol(database, moment)
    with database.reading() as session:
        return load_actor(session, key, None), geheim, later(moment, 60)


def test_who_must_have_it_cannot_turn_it_off_and_who_may_needs_a_code(database):
    actor, geheim, moment = actor_with_factor(database)
    with pytest.raises(InvalidInput):
        tweede_factor.require_code(database, actor, "000000", REQUIRED, moment)
    tweede_factor.require_code(database, actor, code(geheim, moment), REQUIRED, moment)
    with pytest.raises(InvalidInput), database.writing(actor, Actie.TWEEDE_FACTOR_WIJZIGEN) as session:
        tweede_factor.stop(session, REQUIRED)
    with database.writing(actor, Actie.TWEEDE_FACTOR_WIJZIGEN) as session:
        tweede_factor.stop(session, FREE)
    assert password(database, FREE).stap is Stap.SESSIE


def test_new_recovery_codes_replace_the_old(database):
    actor, _geheim, _moment = actor_with_factor(database)
    with database.writing(actor, Actie.TWEEDE_FACTOR_WIJZIGEN) as session:
        codes = tweede_factor.renew_codes(session, herstelcodes.new_codes())
    with database.reading() as session:
        assert session.scalar(select(func.count()).select_from(HerstelcodeRow)) == 10
    assert isinstance(enter(database, codes[9], later(now(), 90)), Ticket)


def test_a_beheerder_takes_it_away_from_another_but_not_from_himself(database):
    actor, _geheim, _moment = actor_with_factor(database)
    other = add(database, "bert")
    with pytest.raises(InvalidInput), database.writing(actor, Actie.GEBRUIKER_BEHEREN) as session:
        accounts.reset_second_factor(session, actor.gebruiker or 0)
    with database.reading() as session:
        bert = load_actor(session, other, None)
    with database.writing(bert, Actie.GEBRUIKER_BEHEREN) as session:
        accounts.reset_second_factor(session, actor.gebruiker or 0)
    assert password(database).stap is Stap.INSTELLEN
    with database.reading() as session:
        assert session.scalar(select(func.count()).select_from(TweedeFactorRow)) == 0


def test_guessing_the_password_from_an_open_window_locks_as_well(database):
    key = add(database)
    with database.reading() as session:
        actor = load_actor(session, key, None)
    moment = now()
    for _ in range(4):
        with pytest.raises(InvalidInput):
            eigen_account.require_password(database, actor, "fout", Settings(), "oud", moment=moment)
    with pytest.raises(InvalidInput, match="Wacht"):
        eigen_account.require_password(database, actor, GOOD, Settings(), "oud", moment=moment)


def test_from_the_first_password_a_beheerder_comes_to_an_own_password_and_codes_without_a_dead_end(database):
    moment = now()
    with database.writing(SYSTEM, Actie.GEBRUIKER_BEHEREN) as session:
        first = accounts.GebruikerInvoer(
            "ada", "Ada", GOOD, (Toekenning(Rol.BEHEERDER),), moet_wachtwoord_wijzigen=True
        )
        key = accounts.add_gebruiker(session, first)
    strict = replace(Settings(), geheim=KEY)
    ticket = password(database, strict, moment=moment)
    assert ticket.stap is Stap.INSTELLEN
    factor = tweede_factor.new_factor(tweede_factor.whose(database, ticket, moment))
    following, codes = tweede_factor.set_up_at_login(
        database, ticket, factor.geheim, code(factor.geheim, moment), strict, moment
    )
    sessies.start(database, following.waarde, strict, moment)
    with database.reading() as session:
        actor = load_actor(session, key, None)
    assert actor.moet_wachtwoord_wijzigen and len(codes) == 10
    own = "de egel woont achter het tuinhek"
    eigen_account.change_password(database, actor, GOOD, own, strict, moment)
    ticket = sessies.verify(database, "ada", own, strict, moment=moment)
    assert isinstance(ticket, Ticket) and ticket.stap is Stap.CODE
    after = later(moment, 30)
    answer = tweede_factor.check_code(database, ticket, code(factor.geheim, after), strict, moment=after)
    assert isinstance(answer, Ticket) and sessies.start(database, answer.waarde, strict, after)
