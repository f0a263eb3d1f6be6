"""Wrong codes after a right password: limited over weeks and told to the owner, who always gets in; new browsers."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta
from hashlib import sha256

from pyotp.totp import TOTP
from sqlalchemy import select, update

from tests.core.test_tweede_factor import (
    REQUIRED,
    SYSTEM,
    add,
    code,
    enrol,
    enter,
    later,
    password,
)
from wijkkompas_core.__main__ import main
from wijkkompas_core.domain.tijd import now
from wijkkompas_core.domain.toegang import Actie
from wijkkompas_core.queries import accounts as queries
from wijkkompas_core.queries.meldingen import Meldingen, meldingen
from wijkkompas_core.services.toegang import sessies, tweede_factor
from wijkkompas_core.services.toegang.inlogstappen import Refusal, Ticket
from wijkkompas_core.services.toegang.opruimen import clean_up
from wijkkompas_core.services.toegang.pogingen import NOWHERE, Herkomst
from wijkkompas_core.storage.tables import CodefoutRow, HerstelcodeRow, TweedeFactorRow


def guess(database, moment, days: int) -> tuple[int, object]:
    """Guess without a pause, every ten minutes; answers how many codes were looked at, and the moment after it."""
    looked_at, end = 0, moment + timedelta(days=days)
    while moment < end:
        moment = later(moment, 600)
        answer = enter(database, "000000", moment)
        looked_at += isinstance(answer, Refusal) and answer.bericht == tweede_factor.WRONG
    return looked_at, moment


def come_in(database, geheim, moment, herkomst=NOWHERE, woorden=""):
    """Log in with password and code; answers the actor and the cookie by which the browser is known."""
    ticket = enter(database, code(geheim, moment), moment, herkomst=herkomst)
    assert isinstance(ticket, Ticket), ticket
    cookies = sessies.start(database, ticket.waarde, REQUIRED, moment, toestel=herkomst.toestel, woorden=woorden)
    with database.reading() as session:
        found = sessies.actor_for_cookie(session, cookies.sessie, REQUIRED, moment)
    assert found is not None
    return found.actor, cookies.toestel


def told(database, actor, toestel, moment) -> Meldingen:
    with database.reading() as session:
        return meldingen(session, actor, toestel, actor.sessie, moment)


def test_who_has_the_password_guesses_a_few_codes_a_day_and_the_owner_still_comes_in(any_database):
    moment = now()
    add(any_database)
    geheim, codes = enrol(any_database, moment)
    moment = later(moment, 60)
    actor, browser = come_in(any_database, geheim, moment)

    first, moment = guess(any_database, moment, 1)
    assert first <= 16
    after, moment = guess(any_database, moment, 4)
    assert after <= 5, "then one a day"
    moment = later(moment, 60)
    refused = enter(any_database, code(geheim, moment), moment)
    assert isinstance(refused, Refusal) and "te veel verkeerde codes" in refused.bericht

    known = Herkomst("", browser)
    assert isinstance(enter(any_database, code(geheim, moment), moment, herkomst=known), Ticket), "a known browser"
    moment = later(moment, 60)
    assert isinstance(enter(any_database, codes[0], moment), Ticket), "a recovery code anywhere"
    moment = later(moment, 60)
    assert isinstance(enter(any_database, code(geheim, moment), moment), Ticket), "and after that counting begins again"

    news = told(any_database, actor, browser, moment)
    assert news.foute_codes is not None and news.foute_codes.aantal == first + after
    with any_database.reading() as session:
        seen = queries.account(session, actor, actor.gebruiker or 0, REQUIRED)
    assert seen.foute_codes == news.foute_codes, "a beheerder sees it too"
    sessies.seen_news(any_database, actor, browser, moment)
    assert not told(any_database, actor, browser, moment)


def test_of_many_guesses_at_once_no_more_are_looked_at_than_one_after_another(any_database):
    moment = now()
    add(any_database)
    enrol(any_database, moment)
    moment = later(moment, 60)
    with any_database.writing(SYSTEM, Actie.INLOGGEN) as session:
        key = session.scalar(select(TweedeFactorRow.gebruiker_id))
        session.add_all(CodefoutRow(gebruiker_id=key, waar="", ronde="", op=moment, telt=True) for _ in range(9))
    tickets = [password(any_database, moment=later(moment, 1)) for _ in range(3)]

    def bring(ticket):
        answer = tweede_factor.check_code(any_database, ticket, "000000", REQUIRED, moment=later(moment, 1))
        return isinstance(answer, Refusal) and answer.bericht == tweede_factor.WRONG

    with ThreadPoolExecutor(3) as pool:
        assert sum(pool.map(bring, tickets)) == 1


def test_a_slip_of_the_owner_is_no_news_and_old_slips_are_forgotten(database):
    moment = now()
    add(database)
    geheim, _codes = enrol(database, moment)
    moment = later(moment, 60)
    ticket = password(database, moment=moment)
    assert isinstance(tweede_factor.check_code(database, ticket, "000000", REQUIRED, moment=moment), Refusal)
    right = tweede_factor.check_code(database, ticket, code(geheim, moment), REQUIRED, moment=moment)
    assert isinstance(right, Ticket)
    browser = sessies.start(database, right.waarde, REQUIRED, moment).toestel
    moment = later(moment, 60)
    actor, _ = come_in(database, geheim, moment, Herkomst("", browser))
    assert not told(database, actor, browser, moment)

    enter(database, "000000", later(moment, 1))
    assert told(database, actor, browser, later(moment, 2)).foute_codes is not None
    much_later = moment + timedelta(days=31)
    assert not told(database, actor, browser, much_later)
    with database.writing(SYSTEM, Actie.OPRUIMEN) as session:
        clean_up(session, REQUIRED, much_later)
        assert session.scalar(select(CodefoutRow.id)) is None


def test_a_login_in_a_new_browser_is_told_in_the_others_until_it_was_seen_there(database):
    moment = now()
    add(database)
    geheim, _codes = enrol(database, moment)
    moment = later(moment, 60)
    first, home = come_in(database, geheim, moment, woorden="Firefox op Linux")
    assert not told(database, first, home, moment), "the first browser of all is no news"

    moment = later(moment, 60)
    stranger, elsewhere = come_in(database, geheim, moment, woorden="Chrome op Windows")
    assert not told(database, stranger, elsewhere, moment), "not in the new browser itself"
    (new,) = told(database, first, home, moment).toestellen
    assert (new.op, new.toestel) == (moment, "Chrome op Windows")
    sessies.seen_news(database, stranger, elsewhere, later(moment, 1))
    assert told(database, first, home, later(moment, 2)), "who came in there cannot hide it from the owner"

    moment = later(moment, 60)
    back, _ = come_in(database, geheim, moment, Herkomst("", home), woorden="Firefox op Linux")
    assert len(told(database, back, home, moment).toestellen) == 1, "a browser that is known is no news"
    sessies.seen_news(database, back, home, moment)
    assert not told(database, back, home, later(moment, 1))
    assert not told(database, back, "onbekend", moment) and not told(database, back, "", moment)


def test_recovery_codes_are_kept_under_a_slow_hash_and_those_of_before_still_work(database):
    moment = now()
    key = add(database)
    _geheim, codes = enrol(database, moment)
    with database.writing(SYSTEM, Actie.INLOGGEN) as session:
        kept = session.scalars(select(HerstelcodeRow.code_hash)).all()
        assert len(kept) == 10 and all(one.startswith("$2b$") for one in kept)
        old = sha256(f"herstelcode|{key}|{codes[9].replace('-', '')}".encode()).hexdigest()
        session.execute(update(HerstelcodeRow).where(HerstelcodeRow.code_hash == kept[9]).values(code_hash=old))
    for n in (9, 0):
        moment = later(moment, 60)
        assert isinstance(enter(database, codes[n], moment), Ticket), "kept fast, and kept slow"
    assert isinstance(enter(database, codes[9], later(moment, 60)), Refusal)


def test_a_readable_secret_of_before_is_sealed_by_migrate_and_check_tells_what_is_not_right(
    database, monkeypatch, capsys
):
    monkeypatch.setenv("WIJKKOMPAS_DATABASE_URL", database.url)
    monkeypatch.setenv("WIJKKOMPAS_GEHEIM", REQUIRED.geheim)
    moment = now()
    add(database)
    geheim, _codes = enrol(database, moment)
    assert main(["check"]) == 0
    with database.writing(SYSTEM, Actie.INLOGGEN) as session:
        session.execute(update(TweedeFactorRow).values(geheim=f"open:{geheim}"))
    assert main(["check"]) == 1 and "staat leesbaar" in capsys.readouterr().err
    assert main(["migrate"]) == 0
    with database.reading() as session:
        assert geheim not in session.scalars(select(TweedeFactorRow.geheim)).one()
    assert main(["check"]) == 0
    later_on = later(moment, 60)
    assert isinstance(enter(database, TOTP(geheim).at(later_on), later_on), Ticket), "and it still works"

    monkeypatch.setenv("WIJKKOMPAS_GEHEIM", REQUIRED.geheim + "-van-een-andere-server")
    assert main(["check"]) == 1 and "met een ander geheim" in capsys.readouterr().err


def test_without_a_secret_in_the_settings_nothing_is_kept_readable(database):
    settings = replace(REQUIRED, geheim="", database_url=database.url)
    add(database)
    geheim, _codes = enrol(database, settings=settings)
    with database.reading() as session:
        assert geheim not in session.scalars(select(TweedeFactorRow.geheim)).one()
